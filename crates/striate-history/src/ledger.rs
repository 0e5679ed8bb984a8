//! From files to a history: every session once, on its civil day, with what it brought.

use crate::body::History;
use jiff::tz::{Offset, TimeZone};
use std::collections::BTreeMap;
use striate_analysis::{Analysis, FileAnalysis, SessionFacts, analyse_recording, analysis_dose, kind_name};
use striate_formats::lifting::{self, LiftingOptions};
use striate_formats::{DecodeError, sniff};
use striate_journal::{daily_logs, recording};
use striate_model::{
    Athlete, DailyDose, DailyLog, Day, Decoded, Entry, Format, Mass, MuscleMap, MuscleStimulus, MusclesUnknown, Note,
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
            1 => apart_s <= NOTED_START_S && shared > 0.5 * whole && self.is_strength() == other.is_strength(),
            _ => false,
        }
    }

    fn is_strength(&self) -> bool {
        self.dose.on_foot_h <= 0.0 && (self.sets > 0 || self.muscles_unknown.is_some())
    }

    /// Whether a line of a journal could be the session of a file: the same day, and strength training both, or both on
    /// foot, or neither.
    fn is_like(&self, file: &Self) -> bool {
        let sort = |s: &Self| (s.is_strength(), s.dose.on_foot_h > 0.0);
        file.format != Format::Journal && self.day == file.day && sort(self) == sort(file)
    }

    /// Whether a line without a time agrees with a session of a file in kind and in length, distance or sets, as far as it
    /// says them. What it does not say is the usual of such a session, and only about right.
    fn agrees_with(&self, file: &Self, says: LineSays) -> bool {
        if self.is_strength() {
            return file.sets == 0 || self.sets == file.sets;
        }
        let near = |a: f64, b: f64, is_said: bool| {
            let by = if is_said { SAID_LOG } else { USUAL_LOG };
            (a <= 0.0 && b <= 0.0) || (a > 0.0 && b > 0.0 && (a / b).ln().abs() < by)
        };
        let length = |s: &Self| s.end.since(s.start).as_s();
        let distance = |s: &Self| s.dose.distance.as_m();
        (says.length || says.distance)
            && (!says.kind || self.dose.kind == file.dose.kind)
            && near(length(self), length(file), says.length)
            && (self.dose.on_foot_h <= 0.0 || near(distance(self), distance(file), says.distance))
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
/// A length or distance that was noted is right to about this share (assumed).
const SAID_LOG: f64 = 0.1;
/// One that was not said, and is the usual one of such a session, to about this (assumed).
const USUAL_LOG: f64 = 0.35;
/// Nothing was recorded before: a watch that has lost its clock writes dates around 1990.
const EARLIEST: Day = Day::from_ordinal(7_305);

/// A record that was not counted, and the one that was counted in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The file that was left out.
    pub file: String,
    /// The file that holds the same session.
    pub same_as: String,
    /// The day of the session: a journal holds many.
    pub day: Day,
}

/// What a line of the journal says about its session; what it does not say is the usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineSays {
    /// What kind of session it was.
    pub kind: bool,
    /// How long it was, in every part of it.
    pub length: bool,
    /// How far it was, in every part of it.
    pub distance: bool,
}

impl LineSays {
    /// What an entry says that has no time of day; `None` where it has one.
    #[must_use]
    pub fn untimed(entry: &Entry) -> Option<Self> {
        match (&entry.note, entry.time) {
            (_, Some(_)) => None,
            (Note::Outing(outing), None) => Some(Self {
                kind: outing.kind.is_some(),
                length: outing.parts.iter().all(|p| p.duration_s.is_some()),
                distance: outing.parts.iter().all(|p| p.distance_m.is_some()),
            }),
            (_, None) => Some(Self::default()),
        }
    }
}

/// A line of the journal without a time of day, and a session of a file on the same day: two sessions, or perhaps one that
/// counts twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerhapsTwice {
    /// The journal.
    pub file: String,
    /// What the line says it was.
    pub session: &'static str,
    /// The file that holds a session of the same sort.
    pub beside: String,
    /// The day of both.
    pub day: Day,
}

/// Every session once, in the order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// The sessions.
    pub sessions: Vec<Performed>,
    /// Records of sessions that are already there.
    pub duplicates: Vec<Duplicate>,
    /// Lines of the journal that perhaps are sessions of files.
    pub perhaps_twice: Vec<PerhapsTwice>,
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
                    ledger.duplicates.push(Duplicate {
                        file: left_out.file,
                        same_as: kept.file.clone(),
                        day: kept.day,
                    });
                }
            }
        }
        // A better record may have begun a little later than the one whose place it took.
        ledger.sessions.sort_by_key(|s| s.start);
        ledger
    }

    /// The same where `untimed` tells what a line of a journal says that has no time of day. Such a line counts once with a
    /// session of a file on its day where both are of one sort and kind, and what it says of length, distance or sets
    /// agrees; where it does not agree, both count and the pair is named. A file is the session of one line at most.
    #[must_use]
    pub fn with_untimed_lines(mut self, untimed: impl Fn(&Performed) -> Option<LineSays>) -> Self {
        let (mut others, mut left, mut taken) = (Vec::new(), Vec::new(), Vec::new());
        let mut lines = Vec::new();
        for session in self.sessions {
            match untimed(&session).filter(|_| session.format == Format::Journal) {
                Some(says) => lines.push((session, says)),
                None => others.push(session),
            }
        }
        for (line, says) in lines {
            let is_it = |file: &Performed| line.is_like(file) && line.agrees_with(file, says);
            let Some(i) = (0..others.len()).find(|i| !taken.contains(i) && is_it(&others[*i])) else {
                left.push(line);
                continue;
            };
            taken.push(i);
            let mut left_out = line;
            if left_out.rank() < others[i].rank() {
                std::mem::swap(&mut others[i], &mut left_out);
            }
            let kept = &others[i];
            self.duplicates.push(Duplicate { file: left_out.file, same_as: kept.file.clone(), day: kept.day });
        }
        for line in &left {
            let beside = (0..others.len()).find(|i| !taken.contains(i) && line.is_like(&others[*i]));
            self.perhaps_twice.extend(beside.map(|i| PerhapsTwice {
                file: line.file.clone(),
                session: line.name,
                beside: others[i].file.clone(),
                day: line.day,
            }));
        }
        others.extend(left);
        others.sort_by_key(|s| s.start);
        Self { sessions: others, ..self }
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
        Some(format) if format.is_lifting_log() => {
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
