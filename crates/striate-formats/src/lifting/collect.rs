//! Rows to workouts, workouts to recordings.

use super::faults::Faults;
use super::layout::Layout;
use super::rows::{Place, Row};
use super::set::{Reader, Reading, short};
use super::{LiftingOptions, in_order};
use crate::civil::{Calendar, Order, Stamp};
use crate::limits;
use crate::number;
use jiff::tz::TimeZone;
use std::collections::HashMap;
use striate_model::{
    Decoded, LiftSet, MassUnit, Recording, Sport, SubSport, TimeSpan, Timestamp, Warning, WarningCode,
};

/// A workout while its rows are collected.
struct Workout {
    place: Place,
    date: String,
    start: Option<Stamp>,
    end: Option<Stamp>,
    last_set: Option<Stamp>,
    duration: Option<f64>,
    name: Option<String>,
    sets: Vec<LiftSet>,
    rows: u64,
}

/// A log while it is read.
pub(super) struct Log<'o> {
    layout: Layout,
    options: &'o LiftingOptions,
    workouts: Vec<Workout>,
    by_key: HashMap<String, usize>,
    key: String,
    last: Option<(String, usize)>,
    rows: usize,
    without_unit: u64,
    unknown: Vec<(String, u32)>,
    faults: Faults,
}

impl<'o> Log<'o> {
    pub(super) fn new(layout: Layout, options: &'o LiftingOptions) -> Self {
        Self {
            layout,
            options,
            workouts: Vec::new(),
            by_key: HashMap::new(),
            key: String::new(),
            last: None,
            rows: 0,
            without_unit: 0,
            unknown: Vec::new(),
            faults: Faults::default(),
        }
    }

    /// Whether no further row is taken.
    pub(super) fn is_full(&self) -> bool {
        self.rows >= limits::LIFT_ROWS
    }

    /// A row behind the limit.
    pub(super) fn leave_out(&mut self, row: &Row<'_>) {
        self.faults.at(WarningCode::LimitReached, row.place, "the log has more rows than are read; it was left out");
    }

    /// A row whose quotes do not match.
    pub(super) fn broken(&mut self, place: Place) {
        self.faults.at(WarningCode::BadMarkup, place, "a quote does not end or the row is too long; it was left out");
    }

    /// Too many such rows.
    pub(super) fn given_up(&mut self, place: Place) {
        self.faults.at(WarningCode::LimitReached, place, "too many rows are broken; the rest was left out");
    }

    /// A row.
    pub(super) fn take(&mut self, row: &Row<'_>) {
        self.rows += 1;
        if row.is_blank() {
            return;
        }
        let Some(index) = self.workout_of(row) else {
            self.faults.at(WarningCode::LimitReached, row.place, "the log has more workouts than are read");
            return;
        };
        let workout = &mut self.workouts[index];
        workout.rows += 1;
        if workout.start.is_none() {
            return;
        }
        let mut reader = Reader {
            layout: &self.layout,
            unit: self.options.unit.unwrap_or(MassUnit::Kilogram),
            without_unit: &mut self.without_unit,
            faults: &mut self.faults,
        };
        match reader.read(row) {
            Reading::Set(set) => workout.sets.push(set),
            Reading::Other(what) => count(&mut self.unknown, what),
        }
        if let Some(done) = self.layout.finished.and_then(|column| Stamp::read(&row.cell(column))) {
            workout.last_set = Some(done);
        }
    }

    /// The workout that a row belongs to: same start, name and number. Rows of one workout mostly follow one another.
    fn workout_of(&mut self, row: &Row<'_>) -> Option<usize> {
        let layout = &self.layout;
        let mut reader =
            Reader { layout, unit: MassUnit::Kilogram, without_unit: &mut self.without_unit, faults: &mut self.faults };
        let date = reader.text(row, layout.start);
        let name = reader.text_of(row, layout.name);
        let number = reader.text_of(row, layout.number);
        self.key.clear();
        for part in [&date, &name, &number] {
            self.key.push_str(short(part));
            self.key.push('\0');
        }
        if let Some((_, index)) = self.last.as_ref().filter(|(key, _)| *key == self.key) {
            return Some(*index);
        }
        let index = match self.by_key.get(&self.key) {
            Some(&index) => index,
            None if self.workouts.len() >= limits::LIFT_WORKOUTS => return None,
            None => {
                self.workouts.push(Workout {
                    place: row.place,
                    date: short(&date).to_owned(),
                    start: Stamp::read(&date),
                    end: layout.end.and_then(|column| Stamp::read(&row.cell(column))),
                    last_set: None,
                    duration: layout.duration.and_then(|column| number::seconds(&row.cell(column))),
                    name: (!name.is_empty()).then(|| short(&name).to_owned()),
                    sets: Vec::new(),
                    rows: 0,
                });
                self.by_key.insert(self.key.clone(), self.workouts.len() - 1);
                self.workouts.len() - 1
            }
        };
        self.last = Some((self.key.clone(), index));
        Some(index)
    }

    /// Everything that was read.
    pub(super) fn finish(mut self) -> Decoded {
        let calendar = self.calendar();
        self.say_what_was_assumed();
        let mut recordings = Vec::new();
        for workout in std::mem::take(&mut self.workouts) {
            let start = workout.start.and_then(|start| start.instant(&calendar));
            match start {
                None => self.unreadable(&workout),
                Some(_) if workout.sets.is_empty() => count(&mut self.unknown, "workout without a set".into()),
                Some(start) => recordings.push(self.recording(workout, start, &calendar)),
            }
        }
        let format = self.layout.format;
        let recordings = in_order(recordings);
        Decoded { format, recordings, workouts: Vec::new(), warnings: self.faults.finish(), unknown: self.unknown }
    }

    fn stamps(&self) -> impl Iterator<Item = Stamp> {
        self.workouts.iter().filter_map(|workout| workout.start)
    }

    /// Zone and order of day and month: the athlete's word, else what the log proves.
    fn calendar(&self) -> Calendar {
        let given = self.options.day_first.map(|is| if is { Order::DayFirst } else { Order::MonthFirst });
        let proves = |order| self.stamps().any(|stamp| stamp.proves() == Some(order));
        let proven = match (proves(Order::DayFirst), proves(Order::MonthFirst)) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        };
        Calendar { zone: self.options.zone.clone().unwrap_or(TimeZone::UTC), order: given.or(proven) }
    }

    fn say_what_was_assumed(&mut self) {
        let assumed = |sentence: &str| Warning::of(WarningCode::Assumed, sentence);
        let mut said = Vec::new();
        if self.options.zone.is_none() && self.stamps().any(Stamp::is_civil) {
            said.push(assumed("the log names no time zone: its times were read as UTC"));
        }
        if self.options.unit.is_none() && self.without_unit > 0 {
            said.push(assumed("the log names no unit of mass: its loads were read as kilograms"));
        }
        if self.stamps().any(Stamp::is_day_only) {
            said.push(assumed("the log names no time of day: its workouts were put at noon"));
        }
        if self.calendar().order.is_none() {
            let suggested = |order| self.stamps().any(|stamp| stamp.suggests() == Some(order));
            if suggested(Order::DayFirst) {
                said.push(assumed("day and month cannot be told apart: the first number was read as the day"));
            }
            if suggested(Order::MonthFirst) {
                said.push(assumed("day and month cannot be told apart: the first number was read as the month"));
            }
        }
        for warning in said {
            self.faults.single(warning);
        }
    }

    fn unreadable(&mut self, workout: &Workout) {
        let Workout { place, date, rows, .. } = workout;
        let rows = if *rows == 1 { "its row was".to_owned() } else { format!("its {rows} rows were") };
        let message = format!("line {}: the date \"{date}\" cannot be read; {rows} left out", place.line);
        self.faults.single(Warning::at(WarningCode::BadField, place.offset, message));
    }

    fn recording(&mut self, workout: Workout, start: Timestamp, calendar: &Calendar) -> Recording {
        let mut recording = Recording::new(Sport::Training, SubSport::StrengthTraining, start);
        let until = |end: Option<Stamp>| Some(end?.instant(calendar)?.since(start).as_s());
        let clock = workout.duration.or_else(|| until(workout.end));
        if clock.is_some_and(|s| !(0.0..=limits::LIFT_WORKOUT_S).contains(&s)) {
            let sentence = "the workout ends before it begins or lasts more than a day; its length was left out";
            self.faults.at(WarningCode::ImpossibleValue, workout.place, sentence);
        }
        let possible = |s: Option<f64>| s.filter(|s| *s > 0.0 && *s <= limits::LIFT_WORKOUT_S).map(TimeSpan::from_s);
        recording.timer = possible(clock);
        recording.elapsed = possible(clock.or_else(|| until(workout.last_set)));
        recording.name = workout.name;
        recording.sets = workout.sets;
        recording
    }
}

/// Counts what is no set by its name, as long as there are not too many names.
fn count(unknown: &mut Vec<(String, u32)>, what: String) {
    if let Some((_, n)) = unknown.iter_mut().find(|(name, _)| *name == what) {
        *n = n.saturating_add(1);
    } else if unknown.len() < limits::LIFT_UNKNOWN_NAMES {
        unknown.push((what, 1));
    }
}
