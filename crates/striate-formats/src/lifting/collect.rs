//! Rows to workouts.

use super::LiftingOptions;
use super::faults::Faults;
use super::layout::Layout;
use super::rows::{Place, Row};
use super::set::{Reader, Reading, short};
use super::workout::{Workout, is_close, recordings};
use crate::civil::{Calendar, Order, Stamp};
use crate::limits;
use crate::number;
use jiff::tz::TimeZone;
use std::collections::HashMap;
use striate_model::{Decoded, Format, MassUnit, Warning, WarningCode};

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
    without_length: u64,
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
            without_length: 0,
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
            is_imperial: self.options.is_imperial(),
            without_length: &mut self.without_length,
            faults: &mut self.faults,
        };
        let done = self.layout.finished.and_then(|column| Stamp::read(&row.cell(column)));
        for cells in &self.layout.sets {
            match reader.read(row, cells) {
                Reading::Set(set, times) => workout.take_set(&set, times, done.filter(|_| self.layout.by_gap)),
                Reading::Cardio(cardio) => workout.take_cardio(cardio),
                Reading::Other(what) => count(&mut self.unknown, what),
                Reading::Nothing => {}
            }
        }
        if let Some(done) = done {
            workout.take_instant(done);
        }
    }

    /// The workout that a row belongs to: same start, name and number; where every row has its own instant, what lies close
    /// together. Rows of one workout mostly follow one another.
    fn workout_of(&mut self, row: &Row<'_>) -> Option<usize> {
        let layout = &self.layout;
        let mut reader = Reader {
            layout,
            unit: MassUnit::Kilogram,
            without_unit: &mut self.without_unit,
            is_imperial: false,
            without_length: &mut self.without_length,
            faults: &mut self.faults,
        };
        let day = reader.text(row, layout.start);
        let date = match layout.start_time {
            Some(column) => format!("{day} {}", row.cell(column)).trim_end().to_owned(),
            None => day.to_string(),
        };
        let end = |column: usize| match layout.start_time {
            Some(_) => Stamp::read(&format!("{day} {}", row.cell(column))).filter(|stamp| !stamp.is_day_only()),
            None => Stamp::read(&row.cell(column)),
        };
        let name = reader.text_of(row, layout.name);
        let number = reader.text_of(row, layout.number);
        self.key.clear();
        for part in [date.as_str(), &*name, &*number] {
            self.key.push_str(short(part));
            self.key.push('\0');
        }
        if let Some((_, index)) = self.last.as_ref().filter(|(key, _)| *key == self.key) {
            return Some(*index);
        }
        if layout.by_gap
            && let Some(start) = Stamp::read(&date)
            && let Some((_, index)) = self.last.as_ref()
            && is_close(&mut self.workouts[*index], start)
        {
            return Some(*index);
        }
        let index = match self.by_key.get(&self.key) {
            Some(&index) => index,
            None if self.workouts.len() >= limits::LIFT_WORKOUTS => return None,
            None => {
                let mut workout = Workout::new(row.place, short(&date), Stamp::read(&date));
                workout.duration = layout.duration.and_then(|column| duration(&row.cell(column), layout.duration_s));
                workout.name = (!name.is_empty()).then(|| short(&name).to_owned());
                workout.end = layout.end.and_then(end);
                workout.ends_by_time_of_day = layout.start_time.is_some();
                self.workouts.push(workout);
                self.by_key.insert(self.key.clone(), self.workouts.len() - 1);
                self.workouts.len() - 1
            }
        };
        self.last = Some((self.key.clone(), index));
        Some(index)
    }

    /// Everything that was read: the workouts with sets in the order of their start, behind them the cardio of workouts in
    /// the same order, so that a workout keeps its place whatever is read of its cardio.
    pub(super) fn finish(mut self) -> Decoded {
        let calendar = self.calendar();
        self.say_what_was_assumed();
        let (mut lifted, mut cardio) = (Vec::new(), Vec::new());
        for workout in std::mem::take(&mut self.workouts) {
            match workout.start.and_then(|start| start.instant(&calendar)) {
                None => self.unreadable(&workout),
                Some(start) => {
                    let made = recordings(workout, start, &calendar, &mut self.faults);
                    if made.lifted.is_none() && made.cardio.is_empty() {
                        count(&mut self.unknown, "workout without a set".into());
                    }
                    for _ in 0..made.without_amount {
                        count(&mut self.unknown, "cardio row without time and distance".into());
                    }
                    lifted.extend(made.lifted);
                    cardio.extend(made.cardio);
                }
            }
        }
        lifted.sort_by_key(|r| r.start);
        cardio.sort_by_key(|r| r.start);
        lifted.extend(cardio.into_iter().take(limits::LIFT_WORKOUTS));
        let format = self.layout.format;
        Decoded {
            format,
            recordings: lifted,
            workouts: Vec::new(),
            warnings: self.faults.finish(),
            unknown: self.unknown,
        }
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
        if self.without_length > 0 && self.options.miles.is_none() {
            let unit = if self.options.is_imperial() { "miles" } else { "kilometers" };
            said.push(assumed(&format!("the log names no unit of distance: its distances were read as {unit}")));
        }
        if self.layout.format == Format::LiftingCsv {
            said.push(assumed("the log is of no app that is known: it was read by the names of its columns"));
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
}

/// The length of a workout, s: a number alone is in the unit of its column.
fn duration(text: &str, unit_s: f64) -> Option<f64> {
    number::number(text).map(|plain| plain * unit_s).or_else(|| number::seconds(text))
}

/// Counts what is no set by its name, as long as there are not too many names.
fn count(unknown: &mut Vec<(String, u32)>, what: String) {
    if let Some((_, n)) = unknown.iter_mut().find(|(name, _)| *name == what) {
        *n = n.saturating_add(1);
    } else if unknown.len() < limits::LIFT_UNKNOWN_NAMES {
        unknown.push((what, 1));
    }
}
