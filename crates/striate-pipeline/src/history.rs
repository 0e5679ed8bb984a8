//! From files to a history: every session once, on its civil day, with what it brought.

mod calibrate;
mod noted;
mod people;
mod view;

pub use calibrate::{CalibrationView, FactorView, SeriesView};
pub use noted::{NotedView, PainView};
pub use people::{
    BoundsView, CurvePointView, SpeedsView, athlete_of_history, response_between_people, shown_by, speeds_view,
};
pub use view::{MuscleWeek, StateView, TwelveWeeks, Viewpoint, state_view};
pub(crate) use view::{evidence_of, sum_of};

use crate::analyse::{Analysis, FileAnalysis, analyse_recording};
use crate::body::{History, analysis_dose};
use crate::journal::{daily_logs, recording};
use crate::rules::SessionFacts;
use crate::words::kind_name;
use jiff::tz::{Offset, TimeZone};
use std::collections::BTreeMap;
use striate_formats::lifting::{self, LiftingOptions};
use striate_formats::{DecodeError, sniff};
use striate_model::{
    Athlete, DailyDose, DailyLog, Day, Decoded, Entry, Format, Mass, MuscleMap, MuscleStimulus, MusclesUnknown,
    SetKind, TimeSpan, Timestamp, Told,
};

/// One session as a history keeps it: what it brought, and where it can be found again.
#[derive(Clone, Debug, PartialEq)]
pub struct Performed {
    /// The file that it came from.
    pub file: String,
    /// Its place among the recordings of that file.
    pub place: usize,
    /// What the file is.
    pub format: Format,
    /// When it began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// The civil day on which it began.
    pub day: Day,
    /// What it was, in words.
    pub name: &'static str,
    /// Working sets in it.
    pub sets: usize,
    /// What it brought.
    pub dose: DailyDose,
    /// Growth stimulus with its band.
    pub muscles: MuscleMap<MuscleStimulus>,
    /// Why nothing is known about muscles; `None` where something is.
    pub muscles_unknown: Option<MusclesUnknown>,
    /// What the coaching rules ask about it.
    pub facts: SessionFacts,
}

impl Performed {
    /// What is kept of an analysed recording where local time is ahead of UTC by `offset`.
    #[must_use]
    pub fn of(file: &str, place: usize, format: Format, analysis: &Analysis, offset: TimeSpan) -> Self {
        let (recording, session) = (&analysis.recording, &analysis.session);
        let long = recording.elapsed.unwrap_or(session.timer).max(session.timer);
        Self {
            file: file.to_owned(),
            place,
            format,
            start: session.start,
            end: session.start + long,
            day: Day::of(session.start, offset),
            name: kind_name(analysis),
            sets: session.sets.iter().filter(|s| s.kind == SetKind::Active).count(),
            dose: DailyDose { end: Some(session.start + long), ..analysis_dose(analysis) },
            muscles: analysis.stimulus.muscles,
            muscles_unknown: analysis.stimulus.muscles_unknown,
            facts: SessionFacts::of(analysis),
        }
    }

    /// Whether two records are of one session: begun within two minutes of one another, four fifths of the time shared. A
    /// line of the journal is the session of a file that began within half an hour and shares half of the time, both being
    /// strength training or neither; two lines of the journal are always two sessions.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        let shared = self.end.min(other.end).since(self.start.max(other.start)).as_s();
        let whole = self.end.max(other.end).since(self.start.min(other.start)).as_s();
        let apart_s = self.start.since(other.start).as_s().abs();
        match [self.format, other.format].iter().filter(|f| **f == Format::Journal).count() {
            0 => apart_s <= SAME_START_S && shared > SAME_SHARE * whole,
            1 => {
                let is_strength = |s: &Self| s.dose.on_foot_h <= 0.0 && (s.sets > 0 || s.muscles_unknown.is_some());
                apart_s <= NOTED_START_S && shared > 0.5 * whole && is_strength(self) == is_strength(other)
            }
            _ => false,
        }
    }

    /// Of two records of one session the better: what says something about muscles, then what holds sets, then what a
    /// watch wrote itself. The name decides the rest, so that the order of files does not.
    fn rank(&self) -> (bool, std::cmp::Reverse<usize>, u8, &str, usize) {
        let format = match self.format {
            Format::Fit => 0,
            Format::Tcx => 1,
            Format::Gpx => 2,
            Format::Journal => 4,
            _ => 3,
        };
        (self.muscles_unknown.is_some(), std::cmp::Reverse(self.sets), format, &self.file, self.place)
    }
}

const SAME_START_S: f64 = 120.0;
const SAME_SHARE: f64 = 0.8;
/// A noted time is about right.
const NOTED_START_S: f64 = 1800.0;
/// Nothing was recorded before: a watch that has lost its clock writes dates around 1990.
const EARLIEST: Day = Day::from_ordinal(7_305);

/// A record that was not counted, and the one that was counted in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The file that was left out.
    pub file: String,
    /// The file that holds the same session.
    pub same_as: String,
}

/// Every session once, in the order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// The sessions.
    pub sessions: Vec<Performed>,
    /// Records of sessions that are already there.
    pub duplicates: Vec<Duplicate>,
    /// Files whose recordings carry no believable date.
    pub undated: Vec<String>,
    /// What the athlete noted.
    pub notes: Vec<Entry>,
    /// What the notes mean for each day.
    pub logs: BTreeMap<Day, DailyLog>,
}

impl Ledger {
    /// From records in any order.
    #[must_use]
    pub fn new(mut records: Vec<Performed>) -> Self {
        let mut ledger = Self::default();
        records.sort_by(|a, b| (a.start, a.rank()).cmp(&(b.start, b.rank())));
        for record in records {
            if record.day < EARLIEST {
                ledger.undated.push(record.file);
                continue;
            }
            let is_near = |s: &&mut Performed| record.start.since(s.start).as_s() <= NOTED_START_S;
            match ledger.sessions.iter_mut().rev().take_while(is_near).find(|s| s.is_same_as(&record)) {
                None => ledger.sessions.push(record),
                Some(kept) => {
                    let mut left_out = record;
                    if left_out.rank() < kept.rank() {
                        std::mem::swap(kept, &mut left_out);
                    }
                    ledger.duplicates.push(Duplicate { file: left_out.file, same_as: kept.file.clone() });
                }
            }
        }
        // A better record may have begun a little later than the one whose place it took.
        ledger.sessions.sort_by_key(|s| s.start);
        ledger
    }

    /// The same with what the athlete noted besides sessions: food, sleep, soreness, pain, measurements. `mass` is the body
    /// mass on days before any was noted.
    #[must_use]
    pub fn with_notes(self, notes: Vec<Entry>, mass: Mass) -> Self {
        Self { logs: daily_logs(&notes, mass), notes, ..self }
    }

    /// The days of the first and of the last session.
    #[must_use]
    pub fn span(&self) -> Option<(Day, Day)> {
        let days = || self.sessions.iter().map(|s| s.day);
        Some((days().min()?, days().max()?))
    }

    /// The sessions of the `days` days up to `last`.
    pub fn up_to(&self, last: Day, days: i32) -> impl Iterator<Item = &Performed> {
        self.sessions.iter().filter(move |s| (0..days).contains(&last.days_since(s.day)))
    }

    /// The history that the fold goes over.
    #[must_use]
    pub fn history(&self) -> History {
        let mut history = History::default();
        for session in &self.sessions {
            history.add(session.day, session.name, session.dose.clone());
        }
        // A note from before the first session says nothing about a body that is not followed yet.
        if let Some((first, _)) = self.span() {
            for (day, log) in self.logs.range(first..) {
                *history.log(*day) = *log;
            }
        }
        history
    }
}

/// Decodes a file's bytes for an athlete whose local time is ahead of UTC by `offset`: lifting logs carry civil time.
///
/// # Errors
/// When the bytes are no recording at all.
pub fn decode_at(bytes: &[u8], name: &str, offset: TimeSpan) -> Result<Decoded, DecodeError> {
    match sniff(bytes) {
        Some(Format::HevyCsv | Format::StrongCsv | Format::FitnotesCsv | Format::LiftosaurCsv) => {
            let zone = Offset::from_seconds(offset.as_s().round() as i32).ok().map(TimeZone::fixed);
            lifting::decode(bytes, &LiftingOptions { zone, ..LiftingOptions::default() })
        }
        _ => striate_formats::decode(bytes, name),
    }
}

/// Decodes a file like [`decode_at`] and takes every recording in it through every stage.
///
/// # Errors
/// When the bytes are no recording at all.
pub fn analyse_at(bytes: &[u8], name: &str, athlete: &Athlete, offset: TimeSpan) -> Result<FileAnalysis, DecodeError> {
    let Decoded { format, recordings, workouts, warnings, .. } = decode_at(bytes, name, offset)?;
    let analyse = |recording| analyse_recording(recording, athlete, &Told::default());
    Ok(FileAnalysis { format, warnings, workouts, analyses: recordings.into_iter().map(analyse).collect() })
}

/// The sessions among the entries of a journal, each as the recording that a device would have made of it.
#[must_use]
pub fn sessions_of_journal(entries: &[Entry], name: &str, athlete: &Athlete, offset: TimeSpan) -> Vec<Performed> {
    let performed = |(place, entry): (usize, &Entry)| {
        let analysis = analyse_entry(entry, athlete, offset)?;
        Some(Performed::of(name, place, Format::Journal, &analysis, offset))
    };
    entries.iter().enumerate().filter_map(performed).collect()
}

/// An entry of the journal taken through every stage; `None` where it is no session.
#[must_use]
pub fn analyse_entry(entry: &Entry, athlete: &Athlete, offset: TimeSpan) -> Option<Analysis> {
    let (recording, told) = recording(entry, athlete, offset)?;
    Some(analyse_recording(recording, athlete, &told))
}

/// The sessions that a file's bytes hold.
///
/// # Errors
/// When the bytes are no recording at all.
pub fn sessions_of(
    bytes: &[u8],
    name: &str,
    athlete: &Athlete,
    offset: TimeSpan,
) -> Result<Vec<Performed>, DecodeError> {
    let file = analyse_at(bytes, name, athlete, offset)?;
    let performed = |(place, analysis)| Performed::of(name, place, file.format, analysis, offset);
    Ok(file.analyses.iter().enumerate().map(performed).collect())
}

#[cfg(test)]
mod tests;
