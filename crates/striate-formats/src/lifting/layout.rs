//! Which columns of which log hold what.

use super::columns::{Columns, metres_per, plain};
use super::{stronglifts, table};
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

/// Where the unit of a column of distances is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum LengthOf {
    /// In its header: metres of one.
    Header(f64),
    /// In another column of the same row.
    Column(usize),
    /// Nowhere.
    Unsaid,
}

/// The cells of a row that make one set. Most logs have one set a row; some have an exercise or a workout a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SetCells {
    /// The title of the exercise.
    pub(super) exercise: usize,
    /// Repetitions.
    pub(super) reps: usize,
    /// How long the set lasted.
    pub(super) seconds: Option<usize>,
    /// The columns of loads; the first that has a value counts.
    pub(super) loads: Vec<(usize, UnitOf)>,
}

/// The columns of a log by what they hold.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// Which log it is.
    pub(super) format: Format,
    /// When the workout began.
    pub(super) start: usize,
    /// The time of day at which it began, where the start is a day alone.
    pub(super) start_time: Option<usize>,
    /// When the workout ended; a time of day alone where there is a column for the time of its start.
    pub(super) end: Option<usize>,
    /// How long the workout lasted.
    pub(super) duration: Option<usize>,
    /// Seconds of one, where a duration is a number alone.
    pub(super) duration_s: f64,
    /// The workout's name.
    pub(super) name: Option<usize>,
    /// The workout's number.
    pub(super) number: Option<usize>,
    /// What sort of set it was.
    pub(super) kind: Option<usize>,
    /// Rating of perceived exertion.
    pub(super) rpe: Option<usize>,
    /// Repetitions in reserve.
    pub(super) rir: Option<usize>,
    /// How many equal sets a row stands for.
    pub(super) times: Option<usize>,
    /// Distance.
    pub(super) distance: Option<(usize, LengthOf)>,
    /// When the set was finished.
    pub(super) finished: Option<usize>,
    /// Whether every row has its own instant, so that a workout is what lies close together.
    pub(super) by_gap: bool,
    /// Whether an empty cell of repetitions is a set that the workout never had.
    pub(super) is_wide: bool,
    /// The sets of a row.
    pub(super) sets: Vec<SetCells>,
}

impl Layout {
    /// A layout of which nothing is known but where a row begins.
    pub(super) fn new(format: Format, start: usize) -> Self {
        Self {
            format,
            start,
            start_time: None,
            end: None,
            duration: None,
            duration_s: 1.0,
            name: None,
            number: None,
            kind: None,
            rpe: None,
            rir: None,
            times: None,
            distance: None,
            finished: None,
            by_gap: false,
            is_wide: false,
            sets: Vec::new(),
        }
    }

    /// The layout that a header announces.
    pub(super) fn of(header: &[String]) -> Option<Self> {
        let columns = Columns::of(header);
        hevy(&columns)
            .or_else(|| strong(&columns))
            .or_else(|| liftosaur(&columns))
            .or_else(|| fitbod(&columns))
            .or_else(|| fitnotes(&columns))
            .or_else(|| stronglifts::layout(&columns))
            .or_else(|| table::layout(&columns))
    }
}

/// One set a row, with the columns that most logs share.
fn base(columns: &Columns, format: Format, (start, exercise, reps): (usize, usize, usize)) -> Layout {
    let set = SetCells { exercise, reps, seconds: None, loads: loads(columns) };
    Layout {
        rpe: columns.any(&["completed rpe", "rpe"]),
        distance: distance(columns),
        sets: vec![set],
        ..Layout::new(format, start)
    }
}

fn with_seconds(mut layout: Layout, seconds: Option<usize>) -> Layout {
    for set in &mut layout.sets {
        set.seconds = seconds;
    }
    layout
}

fn hevy(columns: &Columns) -> Option<Layout> {
    let keys = (columns.find("start_time")?, columns.find("exercise_title")?, columns.find("reps")?);
    let layout = base(columns, Format::HevyCsv, keys);
    let layout = with_seconds(layout, columns.find("duration_seconds"));
    Some(Layout {
        end: columns.find("end_time"),
        name: columns.find("title"),
        kind: columns.find("set_type"),
        ..layout
    })
}

fn strong(columns: &Columns) -> Option<Layout> {
    let keys = (columns.find("date")?, columns.find("exercise name")?, columns.find("reps")?);
    let order = columns.find("set order")?;
    let layout = with_seconds(base(columns, Format::StrongCsv, keys), columns.find("seconds"));
    Some(Layout {
        duration: columns.any(&["duration (sec)", "workout duration", "duration"]),
        name: columns.find("workout name"),
        number: columns.find("workout #"),
        kind: Some(order),
        ..layout
    })
}

fn liftosaur(columns: &Columns) -> Option<Layout> {
    let keys = (columns.find("workout datetime")?, columns.find("exercise")?, columns.find("completed reps")?);
    Some(Layout {
        name: columns.find("day name"),
        kind: columns.find("is warmup set?"),
        finished: columns.find("completed reps time"),
        ..base(columns, Format::LiftosaurCsv, keys)
    })
}

/// Fitbod writes the instant of every set, and with it an offset.
fn fitbod(columns: &Columns) -> Option<Layout> {
    let keys = (columns.find("date")?, columns.find("exercise")?, columns.find("reps")?);
    let warm_up = columns.find("iswarmup")?;
    let layout = base(columns, Format::FitbodCsv, keys);
    let seconds = columns.with_unit("duration").map(|(column, _)| column);
    Some(Layout { kind: Some(warm_up), finished: Some(keys.0), by_gap: true, ..with_seconds(layout, seconds) })
}

fn fitnotes(columns: &Columns) -> Option<Layout> {
    let keys = (columns.find("date")?, columns.find("exercise")?, columns.find("reps")?);
    columns.find("category")?;
    let layout = with_seconds(base(columns, Format::FitnotesCsv, keys), columns.find("time"));
    (!layout.sets[0].loads.is_empty()).then_some(layout)
}

/// Columns of loads with their units: what was lifted before what was asked for.
pub(super) fn loads(columns: &Columns) -> Vec<(usize, UnitOf)> {
    let pair = |value: &str, unit: &str| {
        columns.find(value).map(|column| (column, columns.find(unit).map_or(UnitOf::Unsaid, UnitOf::Column)))
    };
    let mut loads: Vec<(usize, UnitOf)> = [
        pair("completed weight value", "completed weight unit"),
        pair("required weight value", "required weight unit"),
        pair("weight value", "weight unit"),
        pair("weight", "weight unit"),
    ]
    .into_iter()
    .flatten()
    .collect();
    for (column, name) in columns.names().enumerate() {
        if let Some(unit) = name.strip_prefix("weight").and_then(|rest| mass_unit(plain(rest))) {
            loads.push((column, UnitOf::Header(unit)));
        }
    }
    loads
}

/// The column of distances with its unit.
pub(super) fn distance(columns: &Columns) -> Option<(usize, LengthOf)> {
    let (column, unit) = columns.with_unit("distance")?;
    let said = || columns.find("distance unit").map_or(LengthOf::Unsaid, LengthOf::Column);
    Some((column, metres_per(unit).map_or_else(said, LengthOf::Header)))
}
