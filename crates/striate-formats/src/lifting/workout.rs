//! One workout of a log to its recordings: the sets, and each run, ride or machine.

use super::cardio::CardioRow;
use super::faults::Faults;
use super::rows::Place;
use crate::civil::{Calendar, Stamp};
use crate::limits;
use jiff::tz::TimeZone;
use striate_model::{Distance, LiftSet, Recording, Sport, SubSport, TimeSpan, Timestamp, WarningCode};

/// Two rows that have instants of their own are of one workout where they lie closer than this, s: nobody rests two hours
/// between two sets, and few train twice within two hours (our choice).
const GAP_S: f64 = 7_200.0;
/// What is left of a workout's length for its sets where its cardio is taken off, at least, s.
const LEAST_LIFTING_S: f64 = 60.0;
/// How long a set with its rest takes where nothing tells when the cardio behind it began, s (our choice).
const SET_S: f64 = 180.0;

const DAY_S: f64 = 86_400.0;

/// A part of a workout in the order of the rows.
enum Part {
    Set(LiftSet, Option<Stamp>),
    Cardio(CardioRow),
}

/// A workout while its rows are collected.
pub(super) struct Workout {
    /// Where its first row is.
    pub(super) place: Place,
    /// The text of its start.
    pub(super) date: String,
    /// When it began.
    pub(super) start: Option<Stamp>,
    /// When it ended.
    pub(super) end: Option<Stamp>,
    /// When its last set was finished.
    pub(super) last_set: Option<Stamp>,
    /// Whether its end is a time of day alone.
    pub(super) ends_by_time_of_day: bool,
    /// How long it lasted, s.
    pub(super) duration: Option<f64>,
    /// Its name.
    pub(super) name: Option<String>,
    /// How many rows it has.
    pub(super) rows: u64,
    parts: Vec<Part>,
}

impl Workout {
    /// A workout of which only the start is known.
    pub(super) fn new(place: Place, date: &str, start: Option<Stamp>) -> Self {
        Self {
            place,
            date: date.to_owned(),
            start,
            end: None,
            last_set: None,
            ends_by_time_of_day: false,
            duration: None,
            name: None,
            rows: 0,
            parts: Vec::new(),
        }
    }

    /// Adds a set as many times as it was done.
    pub(super) fn take_set(&mut self, set: &LiftSet, times: u16, done: Option<Stamp>) {
        self.parts.extend((0..times).map(|_| Part::Set(set.clone(), done)));
    }

    /// The instant that a row has of its own: the latest is when the last set was done.
    pub(super) fn take_instant(&mut self, row: Stamp) {
        let is_later = self.last_set.and_then(anywhere).is_none_or(|last| anywhere(row).is_some_and(|at| at > last));
        if is_later {
            self.last_set = Some(row);
        }
    }

    /// Adds a row of cardio; one behind another of the same exercise makes that one longer.
    pub(super) fn take_cardio(&mut self, row: CardioRow) {
        match self.parts.last_mut() {
            Some(Part::Cardio(before)) if before.title == row.title => {
                before.seconds = both(before.seconds, row.seconds);
                before.distance_m = both(before.distance_m, row.distance_m);
            }
            _ => self.parts.push(Part::Cardio(row)),
        }
    }
}

/// The sum of two figures where both are known, else the one that is.
fn both(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.zip(b).map(|(a, b)| a + b).or(a).or(b)
}

/// An instant on a calendar of which only differences matter.
fn anywhere(stamp: Stamp) -> Option<Timestamp> {
    stamp.instant(&Calendar { zone: TimeZone::UTC, order: None })
}

/// Whether a row with this instant is of a workout of which the rows so far have theirs; the workout then reaches to it.
pub(super) fn is_close(workout: &mut Workout, row: Stamp) -> bool {
    let Some(at) = anywhere(row) else { return false };
    let from = workout.start.and_then(anywhere);
    let to = workout.last_set.and_then(anywhere).or(from);
    let (Some(from), Some(to)) = (from, to) else { return false };
    let last = if at < from { from.since(at) } else { at.since(to) };
    let is_close = last.as_s() <= GAP_S;
    // Some exports begin with the newest row.
    if is_close && at < from {
        workout.last_set = workout.last_set.or(workout.start);
        workout.start = Some(row);
    }
    is_close
}

/// What a workout becomes.
pub(super) struct Made {
    /// The recording of its sets.
    pub(super) lifted: Option<Recording>,
    /// The recordings of its cardio, in the order of the rows.
    pub(super) cardio: Vec<Recording>,
    /// Rows of cardio of which neither time nor distance is known.
    pub(super) without_amount: u64,
}

/// The recordings of a workout that began at `start`.
pub(super) fn recordings(mut workout: Workout, start: Timestamp, calendar: &Calendar, faults: &mut Faults) -> Made {
    let until = |end: Option<Stamp>| Some(end?.instant(calendar)?.since(start).as_s());
    let ended = until(workout.end);
    // A workout over midnight whose end is a time of day alone.
    let over_midnight = |s: f64| if s < 0.0 && s > -DAY_S { s + DAY_S } else { s };
    let clock = workout.duration.filter(|s| *s > 0.0).or(ended);
    let clock =
        if workout.duration.is_none() && workout.ends_by_time_of_day { clock.map(over_midnight) } else { clock };
    if clock.is_some_and(|s| !(0.0..=limits::LIFT_WORKOUT_S).contains(&s)) {
        let sentence = "the workout ends before it begins or lasts more than a day; its length was left out";
        faults.at(WarningCode::ImpossibleValue, workout.place, sentence);
    }
    let possible = |s: Option<f64>| s.filter(|s| *s > 0.0 && *s <= limits::LIFT_WORKOUT_S);
    let (timer, elapsed) = (possible(clock), possible(clock.or_else(|| until(workout.last_set))));
    let parts = std::mem::take(&mut workout.parts);
    let is_only_cardio = parts.len() == 1 && matches!(parts[0], Part::Cardio(_));
    let mut made = Made { lifted: None, cardio: Vec::new(), without_amount: 0 };
    let (mut sets, mut behind_s, mut cardio_s) = (Vec::new(), 0.0, 0.0);
    let sets_all = parts.iter().filter(|part| matches!(part, Part::Set(..))).count();
    for part in parts {
        match part {
            Part::Set(set, done) => sets.push((done.and_then(anywhere), set)),
            Part::Cardio(mut row) => {
                if is_only_cardio {
                    row.seconds = row.seconds.or(timer);
                }
                if row.seconds.is_none() && row.distance_m.is_none() {
                    made.without_amount += 1;
                    continue;
                }
                let seconds = row.seconds.unwrap_or(0.0);
                // Before the first set it began with the workout, behind the last it ended with it, between them it
                // began when the sets above it were done.
                let lifting_s = match elapsed.filter(|_| sets_all > 0 && sets.len() == sets_all) {
                    Some(elapsed) => (elapsed - seconds - cardio_s).max(0.0),
                    None => SET_S * sets.len() as f64,
                };
                behind_s = if sets.is_empty() { cardio_s } else { f64::max(behind_s, lifting_s + cardio_s) };
                cardio_s += seconds;
                let at = if workout.start.is_some_and(Stamp::is_day_only) { 0.0 } else { behind_s };
                let name = if is_only_cardio { workout.name.clone() } else { None };
                made.cardio.push(cardio_recording(&row, name, start + TimeSpan::from_s(at)));
            }
        }
    }
    if !sets.is_empty() {
        // The rows of most logs are in order already; equal instants keep the order of the rows.
        sets.sort_by_key(|(done, _)| *done);
        let mut recording = Recording::new(Sport::Training, SubSport::StrengthTraining, start);
        recording.timer =
            timer.map(|s| if s - cardio_s >= LEAST_LIFTING_S { s - cardio_s } else { s }).map(TimeSpan::from_s);
        recording.elapsed = elapsed.map(TimeSpan::from_s);
        recording.name = workout.name;
        recording.sets = sets.into_iter().map(|(_, set)| set).collect();
        made.lifted = Some(recording);
    }
    made
}

fn cardio_recording(row: &CardioRow, workout: Option<String>, start: Timestamp) -> Recording {
    let mut recording = Recording::new(row.sport, row.sub_sport, start);
    recording.name = workout.or_else(|| Some(row.title.clone()));
    let lasted = row.seconds.filter(|s| *s > 0.0 && *s <= limits::LIFT_WORKOUT_S).map(TimeSpan::from_s);
    (recording.timer, recording.elapsed) = (lasted, lasted);
    recording.distance = row.distance_m.map(Distance::from_m);
    recording
}
