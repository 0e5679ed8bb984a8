//! One row to one set, or to the reason why it is none.

use super::faults::Faults;
use super::layout::{Layout, UnitOf};
use super::rows::Row;
use crate::limits;
use crate::number::{mass_unit, number, seconds};
use std::borrow::Cow;
use striate_model::{ExerciseRef, Format, LiftSet, Load, MassUnit, SetKind, TimeSpan, WarningCode};

/// The longest hold that counts as a set without repetitions, s; a row that lasts longer is cardio. Planks and wall sits
/// end within minutes; ten leave room, and a warm-up on a treadmill rarely is shorter (our choice).
const LONGEST_HOLD_S: f64 = 600.0;

/// What a row is.
pub(super) enum Reading {
    /// A set or a rest.
    Set(LiftSet),
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
    /// Where faults go.
    pub(super) faults: &'l mut Faults,
}

impl Reader<'_> {
    /// Reads a row.
    pub(super) fn read(&mut self, row: &Row<'_>) -> Reading {
        let exercise = self.text(row, self.layout.exercise);
        let called = self.called(row, &exercise);
        let seconds = self.seconds(row);
        if called.kind == SetKind::Rest {
            return match seconds {
                Some(_) => Reading::Set(LiftSet { duration: seconds, ..empty(SetKind::Rest) }),
                None => Reading::Other("rest without a time".into()),
            };
        }
        if exercise.is_empty() {
            return Reading::Other("row without an exercise".into());
        }
        let reps = self.reps(row);
        if reps.is_none() {
            if let Some(strange) = called.strange {
                return Reading::Other(strange);
            }
            if self.has_distance(row) || seconds.is_some_and(|s| s.as_s() > LONGEST_HOLD_S) {
                return Reading::Other("cardio row".into());
            }
            if seconds.is_none() {
                return Reading::Other("set that was not done".into());
            }
        }
        if called.strange.is_some() {
            self.note(row, WarningCode::Unsupported, "the sort of set is not known; it was read as a working set");
        }
        Reading::Set(LiftSet {
            duration: seconds,
            exercise: Some(ExerciseRef::Title(short(&exercise).to_owned())),
            reps,
            load: self.load(row),
            reps_in_reserve: if called.is_to_failure { Some(0.0) } else { self.reps_in_reserve(row) },
            ..empty(called.kind)
        })
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
            Format::LiftosaurCsv if matches!(lower.as_str(), "1" | "true" | "yes") => called(SetKind::Warmup),
            _ => called(SetKind::Active),
        }
    }

    fn reps(&mut self, row: &Row<'_>) -> Option<u16> {
        let value = self.figure(row, Some(self.layout.reps), number)?;
        if !(0.0..=f64::from(limits::LIFT_REPS)).contains(&value) {
            self.note(row, WarningCode::ImpossibleValue, "the repetitions are impossible and were left out");
            return None;
        }
        // Half a repetition is none.
        Some(value as u16).filter(|reps| *reps > 0)
    }

    fn reps_in_reserve(&mut self, row: &Row<'_>) -> Option<f32> {
        let rpe = self.figure(row, self.layout.rpe, number)?;
        if !(0.0..=10.0).contains(&rpe) {
            self.note(row, WarningCode::ImpossibleValue, "the RPE is not between 1 and 10 and was left out");
            return None;
        }
        (rpe > 0.0).then_some((10.0 - rpe) as f32)
    }

    fn has_distance(&mut self, row: &Row<'_>) -> bool {
        self.figure(row, self.layout.distance, number).is_some_and(|distance| distance > 0.0)
    }

    fn seconds(&mut self, row: &Row<'_>) -> Option<TimeSpan> {
        let value = self.figure(row, self.layout.seconds, seconds)?;
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

    fn load(&mut self, row: &Row<'_>) -> Option<Load> {
        let mut found: Option<Load> = None;
        let layout = self.layout;
        for &(column, unit) in &layout.loads {
            let Some(value) = self.figure(row, Some(column), number).filter(|value| *value != 0.0) else { continue };
            let Some(unit) = self.unit(row, unit) else { continue };
            let load = Load { value, unit };
            match (found, layout.format) {
                (None, _) => found = Some(load),
                // This log writes every load in both units: the rounder figure is the one that was typed.
                (Some(first), Format::FitnotesCsv) if is_round(load) && !is_round(first) => found = Some(load),
                _ => {}
            }
            if layout.format != Format::FitnotesCsv {
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
