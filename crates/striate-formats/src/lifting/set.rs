//! One row to one set, or to the reason why it is none.

use super::cardio::{CardioRow, Metres, metres, said_unit, sport_of};
use super::columns::metres_per;
use super::faults::Faults;
use super::layout::{Layout, SetCells, UnitOf};
use super::rows::Row;
use crate::limits;
use crate::number::{mass_unit, number, seconds};
use std::borrow::Cow;
use striate_model::{ExerciseRef, Format, LiftSet, Load, MassUnit, SetKind, Sport, SubSport, TimeSpan, WarningCode};

/// The longest hold that counts as a set without repetitions, s; a row that lasts longer is cardio. Planks and wall sits
/// end within minutes; ten leave room, and a warm-up on a treadmill rarely is shorter (our choice).
const LONGEST_HOLD_S: f64 = 600.0;

/// What a row is.
pub(super) enum Reading {
    /// A set or a rest, and how many times it was done.
    Set(LiftSet, u16),
    /// A run, a ride or another thing that is no lift.
    Cardio(CardioRow),
    /// A cell of a set that the workout never had.
    Nothing,
    /// Nothing that was lifted; the words say what.
    Other(String),
}

/// What the log calls the row.
struct Called {
    kind: SetKind,
    is_to_failure: bool,
    /// A word for the sort of set that is not understood.
    strange: Option<String>,
}

/// What reading a row needs besides the row.
pub(super) struct Reader<'l> {
    /// The columns.
    pub(super) layout: &'l Layout,
    /// The unit of loads that have none.
    pub(super) unit: MassUnit,
    /// How often that unit was needed.
    pub(super) without_unit: &'l mut u64,
    /// Whether distances that have no unit are in miles.
    pub(super) is_imperial: bool,
    /// How often that was needed.
    pub(super) without_length: &'l mut u64,
    /// Where faults go.
    pub(super) faults: &'l mut Faults,
}

impl Reader<'_> {
    /// Reads one set of a row.
    pub(super) fn read(&mut self, row: &Row<'_>, cells: &SetCells) -> Reading {
        let exercise = self.text(row, cells.exercise);
        if self.layout.is_wide && (row.cell(cells.reps).is_empty() || exercise.is_empty()) {
            return Reading::Nothing;
        }
        let called = self.called(row, &exercise);
        let seconds = self.seconds(row, cells);
        if called.kind == SetKind::Rest {
            return match seconds {
                Some(_) => Reading::Set(LiftSet { duration: seconds, ..empty(SetKind::Rest) }, 1),
                None => Reading::Other("rest without a time".into()),
            };
        }
        if exercise.is_empty() {
            return Reading::Other("row without an exercise".into());
        }
        if let Some(cardio) = self.cardio(row, &exercise, seconds) {
            return Reading::Cardio(cardio);
        }
        let reps = self.reps(row, cells);
        if reps.is_none()
            && let Some(other) = self.no_set(row, cells, (&called, &exercise, seconds))
        {
            return other;
        }
        if called.strange.is_some() {
            self.note(row, WarningCode::Unsupported, "the sort of set is not known; it was read as a working set");
        }
        // A table of another app may name the length of the whole workout in this column.
        let timed = seconds.filter(|_| reps.is_none() || self.layout.format != Format::LiftingCsv);
        let set = LiftSet {
            duration: timed,
            exercise: Some(ExerciseRef::Title(short(&exercise).to_owned())),
            reps,
            load: self.load(row, cells),
            reps_in_reserve: if called.is_to_failure { Some(0.0) } else { self.reps_in_reserve(row) },
            ..empty(called.kind)
        };
        Reading::Set(set, self.times(row))
    }

    /// What a row without repetitions is where it is no hold.
    fn no_set(
        &mut self,
        row: &Row<'_>,
        cells: &SetCells,
        (called, exercise, seconds): (&Called, &str, Option<TimeSpan>),
    ) -> Option<Reading> {
        if let Some(strange) = &called.strange {
            return Some(Reading::Other(strange.clone()));
        }
        let is_long = seconds.is_some_and(|s| s.as_s() > LONGEST_HOLD_S);
        let distance = self.distance(row);
        let is_loaded = || cells.loads.iter().any(|(column, _)| number(&row.cell(*column)).is_some_and(|kg| kg > 0.0));
        if distance.is_some() && is_loaded() && !is_long {
            // A carry: a set where its time is known.
            return seconds.is_none().then(|| Reading::Other("carry without a time".into()));
        }
        if is_long || distance.is_some() {
            self.note(
                row,
                WarningCode::Assumed,
                "the exercise is no lift that is known; it was read as cardio of no sport",
            );
            let seconds = seconds.map(TimeSpan::as_s);
            return Some(Reading::Cardio(CardioRow {
                title: short(exercise).to_owned(),
                sport: Sport::Training,
                sub_sport: SubSport::CardioTraining,
                seconds,
                distance_m: self.metres(row, (seconds, Sport::Training)),
            }));
        }
        seconds.is_none().then(|| Reading::Other("set that was not done".into()))
    }

    /// The row as cardio where its title names a sport. A title alone, without time, distance and repetitions, is kept as
    /// well: the length of its workout may be known.
    fn cardio(&mut self, row: &Row<'_>, exercise: &str, seconds: Option<TimeSpan>) -> Option<CardioRow> {
        let (sport, sub_sport) = sport_of(exercise)?;
        let seconds = seconds.map(TimeSpan::as_s);
        let has_reps = self.layout.sets.iter().any(|set| number(&row.cell(set.reps)).is_some_and(|reps| reps >= 1.0));
        if has_reps && seconds.is_none() && self.distance(row).is_none() {
            return None;
        }
        let distance_m = self.metres(row, (seconds, sport));
        Some(CardioRow { title: short(exercise).to_owned(), sport, sub_sport, seconds, distance_m })
    }

    fn metres(&mut self, row: &Row<'_>, known: (Option<f64>, Sport)) -> Option<f64> {
        let (column, unit) = self.layout.distance?;
        let figure = self.figure(row, Some(column), number).filter(|distance| *distance > 0.0)?;
        let said = said_unit(unit, |column| metres_per(&row.cell(column)));
        match metres(figure, said, self.is_imperial, known) {
            Metres::Said(metres) => Some(metres),
            Metres::Usual(metres) => {
                *self.without_length += 1;
                Some(metres)
            }
            Metres::Other(metres) => {
                let sentence =
                    "the distance cannot be in the unit of its column; it was read in the unit that fits its time";
                self.note(row, WarningCode::Assumed, sentence);
                Some(metres)
            }
            Metres::Impossible => {
                self.note(row, WarningCode::ImpossibleValue, "the distance is impossible and was left out");
                None
            }
        }
    }

    /// How many equal sets a row stands for.
    fn times(&mut self, row: &Row<'_>) -> u16 {
        let times = self.figure(row, self.layout.times, number).unwrap_or(1.0);
        if (1.0..=f64::from(limits::LIFT_SETS_OF_A_ROW)).contains(&times) { times as u16 } else { 1 }
    }

    /// The text of a cell; bytes that are no UTF-8 are noted.
    pub(super) fn text<'r>(&mut self, row: &Row<'r>, column: usize) -> Cow<'r, str> {
        let text = row.cell(column);
        if let Cow::Owned(_) = &text {
            self.note(row, WarningCode::BadText, "the text is not valid UTF-8; what could not be read was replaced");
        }
        text
    }

    /// The text of a column that the log may not have.
    pub(super) fn text_of<'r>(&mut self, row: &Row<'r>, column: Option<usize>) -> Cow<'r, str> {
        column.map_or(Cow::Borrowed(""), |column| self.text(row, column))
    }

    fn note(&mut self, row: &Row<'_>, code: WarningCode, sentence: &'static str) {
        self.faults.at(code, row.place, sentence);
    }

    fn called(&mut self, row: &Row<'_>, exercise: &str) -> Called {
        let text = self.text_of(row, self.layout.kind);
        let called = |kind| Called { kind, is_to_failure: false, strange: None };
        let strange =
            |what: &str| Called { strange: Some(format!("{what} {}", short(&text))), ..called(SetKind::Active) };
        let to_failure = Called { is_to_failure: true, ..called(SetKind::Active) };
        let lower = text.to_ascii_lowercase();
        match self.layout.format {
            Format::HevyCsv => match lower.as_str() {
                "" | "normal" | "dropset" | "drop_set" => called(SetKind::Active),
                "warmup" | "warm_up" => called(SetKind::Warmup),
                "failure" => to_failure,
                _ => strange("set type"),
            },
            Format::StrongCsv if lower == "rest timer" || exercise.eq_ignore_ascii_case("rest timer") => {
                called(SetKind::Rest)
            }
            Format::StrongCsv => match lower.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.') {
                "" | "d" => called(SetKind::Active),
                "w" => called(SetKind::Warmup),
                "f" => to_failure,
                _ => strange("set order"),
            },
            Format::LiftosaurCsv | Format::FitbodCsv | Format::LiftingCsv
                if matches!(lower.as_str(), "1" | "true" | "yes") || lower.contains("warm") =>
            {
                called(SetKind::Warmup)
            }
            Format::LiftingCsv if lower.contains("fail") => to_failure,
            _ => called(SetKind::Active),
        }
    }

    fn reps(&mut self, row: &Row<'_>, cells: &SetCells) -> Option<u16> {
        let value = self.figure(row, Some(cells.reps), number)?;
        if !(0.0..=f64::from(limits::LIFT_REPS)).contains(&value) {
            self.note(row, WarningCode::ImpossibleValue, "the repetitions are impossible and were left out");
            return None;
        }
        // Half a repetition is none.
        Some(value as u16).filter(|reps| *reps > 0)
    }

    fn reps_in_reserve(&mut self, row: &Row<'_>) -> Option<f32> {
        let left = self.figure(row, self.layout.rir, number).filter(|left| (0.0..=10.0).contains(left));
        if left.is_some() {
            return left.map(|left| left as f32);
        }
        let rpe = self.figure(row, self.layout.rpe, number)?;
        if !(0.0..=10.0).contains(&rpe) {
            self.note(row, WarningCode::ImpossibleValue, "the RPE is not between 1 and 10 and was left out");
            return None;
        }
        (rpe > 0.0).then_some((10.0 - rpe) as f32)
    }

    fn distance(&self, row: &Row<'_>) -> Option<f64> {
        let (column, _) = self.layout.distance?;
        number(&row.cell(column)).filter(|distance| *distance > 0.0)
    }

    fn seconds(&mut self, row: &Row<'_>, cells: &SetCells) -> Option<TimeSpan> {
        let value = self.figure(row, cells.seconds, seconds)?;
        if !(0.0..=limits::LIFT_WORKOUT_S).contains(&value) {
            self.note(row, WarningCode::ImpossibleValue, "the time of the set is impossible and was left out");
            return None;
        }
        (value > 0.0).then(|| TimeSpan::from_s(value))
    }

    /// A figure of a column that may be missing or empty.
    fn figure(&mut self, row: &Row<'_>, column: Option<usize>, read: fn(&str) -> Option<f64>) -> Option<f64> {
        let text = row.cell(column?);
        if text.is_empty() {
            return None;
        }
        let value = read(&text);
        if value.is_none() {
            self.note(row, WarningCode::BadField, "a figure cannot be read and was left out");
        }
        value
    }

    fn load(&mut self, row: &Row<'_>, cells: &SetCells) -> Option<Load> {
        let mut found: Option<Load> = None;
        let layout = self.layout;
        for &(column, unit) in &cells.loads {
            let Some(value) = self.figure(row, Some(column), number).filter(|value| *value != 0.0) else { continue };
            let Some(unit) = self.unit(row, unit) else { continue };
            let load = Load { value, unit };
            match (found, layout.format) {
                (None, _) => found = Some(load),
                // These logs write a load in both units: the rounder figure is the one that was typed.
                (Some(first), Format::FitnotesCsv | Format::StrongliftsCsv) if is_round(load) && !is_round(first) => {
                    found = Some(load);
                }
                _ => {}
            }
            if !matches!(layout.format, Format::FitnotesCsv | Format::StrongliftsCsv) {
                break;
            }
        }
        let load = found?;
        let kilograms = load.mass().as_kg();
        if kilograms < 0.0 {
            self.note(row, WarningCode::Unsupported, "a load below zero (help, not load) was left out");
            return None;
        }
        if kilograms > limits::LIFT_LOAD_KG {
            self.note(row, WarningCode::ImpossibleValue, "the load is impossible and was left out");
            return None;
        }
        Some(load)
    }

    fn unit(&mut self, row: &Row<'_>, unit: UnitOf) -> Option<MassUnit> {
        let text = match unit {
            UnitOf::Header(unit) => return Some(unit),
            UnitOf::Column(column) => row.cell(column),
            UnitOf::Unsaid => Cow::Borrowed(""),
        };
        if text.is_empty() {
            *self.without_unit += 1;
            return Some(self.unit);
        }
        let unit = mass_unit(&text);
        if unit.is_none() {
            self.note(row, WarningCode::Unsupported, "the unit of the load is not known; the load was left out");
        }
        unit
    }
}

/// As much of a text as is kept.
pub(super) fn short(text: &str) -> &str {
    let end = if text.len() <= limits::LIFT_TEXT { None } else { text.char_indices().nth(limits::LIFT_TEXT) };
    end.map_or(text, |(end, _)| &text[..end])
}

fn empty(kind: SetKind) -> LiftSet {
    LiftSet { kind, start: None, duration: None, exercise: None, reps: None, load: None, reps_in_reserve: None }
}

/// Whether a load is a whole number of the smallest plates: quarters of a kilogram, halves of a pound.
fn is_round(load: Load) -> bool {
    let steps = load.value * if load.unit == MassUnit::Kilogram { 4.0 } else { 2.0 };
    steps == steps.round()
}
