//! Which columns of which log hold what.

use crate::number::mass_unit;
use striate_model::{Format, MassUnit};

/// Where the unit of a column of loads is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitOf {
    /// In its header.
    Header(MassUnit),
    /// In another column of the same row.
    Column(usize),
    /// Nowhere.
    Unsaid,
}

/// The columns of a log by what they hold.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// Which log it is.
    pub(super) format: Format,
    /// When the workout began.
    pub(super) start: usize,
    /// The title of the exercise.
    pub(super) exercise: usize,
    /// Repetitions.
    pub(super) reps: usize,
    /// When the workout ended.
    pub(super) end: Option<usize>,
    /// How long the workout lasted.
    pub(super) duration: Option<usize>,
    /// The workout's name.
    pub(super) name: Option<usize>,
    /// The workout's number.
    pub(super) number: Option<usize>,
    /// What sort of set it was.
    pub(super) kind: Option<usize>,
    /// Rating of perceived exertion.
    pub(super) rpe: Option<usize>,
    /// Distance, in whatever unit.
    pub(super) distance: Option<usize>,
    /// How long the set lasted.
    pub(super) seconds: Option<usize>,
    /// When the set was finished.
    pub(super) finished: Option<usize>,
    /// The columns of loads; the first that has a value counts.
    pub(super) loads: Vec<(usize, UnitOf)>,
}

impl Layout {
    /// The layout that a header announces.
    pub(super) fn of(header: &[String]) -> Option<Self> {
        let names: Vec<String> = header.iter().map(|name| name.to_lowercase()).collect();
        let find = |wanted: &str| names.iter().position(|name| name == wanted);
        let any = |wanted: &[&str]| wanted.iter().find_map(|name| find(name));
        let base = |format, start, exercise, reps| Self {
            format,
            start,
            exercise,
            reps,
            end: None,
            duration: None,
            name: None,
            number: None,
            kind: None,
            rpe: any(&["completed rpe", "rpe"]),
            distance: names.iter().position(|n| n.starts_with("distance") && !n.ends_with("unit")),
            seconds: None,
            finished: None,
            loads: loads(&names),
        };
        if let (Some(start), Some(exercise), Some(reps)) = (find("start_time"), find("exercise_title"), find("reps")) {
            return Some(Self {
                end: find("end_time"),
                name: find("title"),
                kind: find("set_type"),
                seconds: find("duration_seconds"),
                ..base(Format::HevyCsv, start, exercise, reps)
            });
        }
        if let (Some(start), Some(exercise), Some(reps), Some(order)) =
            (find("date"), find("exercise name"), find("reps"), find("set order"))
        {
            return Some(Self {
                duration: any(&["duration (sec)", "workout duration", "duration"]),
                name: find("workout name"),
                number: find("workout #"),
                kind: Some(order),
                seconds: find("seconds"),
                ..base(Format::StrongCsv, start, exercise, reps)
            });
        }
        if let (Some(start), Some(exercise), Some(reps)) =
            (find("workout datetime"), find("exercise"), find("completed reps"))
        {
            return Some(Self {
                name: find("day name"),
                kind: find("is warmup set?"),
                finished: find("completed reps time"),
                ..base(Format::LiftosaurCsv, start, exercise, reps)
            });
        }
        if let (Some(start), Some(exercise), Some(reps), Some(_)) =
            (find("date"), find("exercise"), find("reps"), find("category"))
        {
            let layout = Self { seconds: find("time"), ..base(Format::FitnotesCsv, start, exercise, reps) };
            return (!layout.loads.is_empty()).then_some(layout);
        }
        None
    }
}

/// Columns of loads with their units: what was lifted before what was asked for.
fn loads(names: &[String]) -> Vec<(usize, UnitOf)> {
    let find = |wanted: &str| names.iter().position(|name| name == wanted);
    let pair =
        |value: &str, unit: &str| find(value).map(|column| (column, find(unit).map_or(UnitOf::Unsaid, UnitOf::Column)));
    let mut loads: Vec<(usize, UnitOf)> = [
        pair("completed weight value", "completed weight unit"),
        pair("required weight value", "required weight unit"),
        pair("weight value", "weight unit"),
        pair("weight", "weight unit"),
    ]
    .into_iter()
    .flatten()
    .collect();
    for (column, name) in names.iter().enumerate() {
        let unit = name.strip_prefix("weight").and_then(|rest| mass_unit(rest.trim_matches([' ', '_', '(', ')'])));
        if let Some(unit) = unit {
            loads.push((column, UnitOf::Header(unit)));
        }
    }
    loads
}
