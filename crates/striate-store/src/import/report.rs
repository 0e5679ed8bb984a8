//! What an import tells while it runs and when it is done.

use super::derive::DeriveReport;
use super::prepare::Details;
use crate::own::Said;
use crate::runs::ImportId;
use crate::writer::ItemOutcome;
use std::collections::{BTreeMap, BTreeSet};
use striate_model::Day;

/// What an import is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading and storing files.
    Reading,
    /// Grouping twins and analysing sessions.
    Analysing,
}

/// A file that could not be read, or only in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its name, with the archive's before it.
    pub file: String,
    /// Stable, `snake_case`.
    pub code: String,
    /// One plain sentence.
    pub message: String,
    /// Whether nothing of it is in the database.
    pub is_lost: bool,
}

/// Whoever watches an import: a progress bar, or nobody.
pub trait Listener {
    /// So many of so many are done; how many there will be may not be known yet.
    fn progress(&mut self, _phase: Phase, _done: u64, _of: Option<u64>) {}

    /// So many bytes of so many were read from the disk: how far an archive is, whose files nobody can count before its
    /// end.
    fn read(&mut self, _bytes: u64, _of: u64) {}

    /// Something is wrong with a file.
    fn problem(&mut self, _problem: &Problem) {}

    /// Whether to stop: asked between files.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Listener for Silent {}

/// What reading found, whether it was stored or only looked at.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Files that are new.
    pub imported: u64,
    /// Files whose bytes were there before, or twice in this import.
    pub duplicates: u64,
    /// Files that are nothing for striate.
    pub skipped: u64,
    /// Files that could not be read.
    pub failed: u64,
    /// Recordings in the new files, by format.
    pub recordings: BTreeMap<String, u64>,
    /// Recordings in the new files, by sport.
    pub sports: BTreeMap<String, u64>,
    /// What was passed over, by what it is.
    pub passed_over: BTreeMap<String, u64>,
    /// Body mass and nights of sleep.
    pub readings: u64,
    /// Lines of journals.
    pub journal_lines: u64,
    /// First and last day of the new recordings.
    pub span: Option<(Day, Day)>,
    /// Recordings without a believable date.
    pub undated: u64,
    /// Titles of exercises that the catalogue does not know, with how many sets they have.
    pub unknown_exercises: BTreeMap<String, u64>,
    /// What an export of striate says and nobody had said here.
    pub said: Said,
    /// Loads were read in a unit that nobody named.
    pub assumed_unit: BTreeSet<String>,
    /// Runs, rides and machines in the new lifting logs, by sport.
    pub cardio: BTreeMap<String, u64>,
    /// How lifting logs were read, where that is not clear.
    pub log_notes: BTreeSet<String>,
}

impl Counts {
    pub(super) fn count(&mut self, outcome: ItemOutcome) {
        *match outcome {
            ItemOutcome::Imported => &mut self.imported,
            ItemOutcome::Duplicate => &mut self.duplicates,
            ItemOutcome::Skipped => &mut self.skipped,
            ItemOutcome::Failed => &mut self.failed,
        } += 1;
    }

    pub(super) fn add(&mut self, outcome: ItemOutcome, details: &Details) {
        self.readings += details.readings;
        if let Some(what) = &details.passed_over {
            *self.passed_over.entry(what.clone()).or_default() += 1;
        }
        // A reading is no file.
        if details.readings > 0 {
            return;
        }
        self.count(outcome);
        if outcome != ItemOutcome::Imported {
            return;
        }
        self.undated += details.undated;
        self.journal_lines += details.journal_lines;
        for (format, sport, day) in &details.recordings {
            *self.recordings.entry(format.clone()).or_default() += 1;
            *self.sports.entry(sport.clone()).or_default() += 1;
            self.saw(*day);
            if details.assumed_unit {
                self.assumed_unit.insert(format.clone());
            }
        }
        for (sport, n) in &details.cardio {
            *self.cardio.entry(sport.clone()).or_default() += n;
        }
        self.log_notes.extend(details.log_notes.iter().cloned());
        for (title, sets) in &details.unknown_exercises {
            *self.unknown_exercises.entry(title.clone()).or_default() += sets;
        }
    }

    fn saw(&mut self, day: Day) {
        let (first, last) = self.span.unwrap_or((day, day));
        self.span = Some((first.min(day), last.max(day)));
    }

    /// As JSON, for `import list`.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::json!({
            "imported": self.imported, "duplicates": self.duplicates, "skipped": self.skipped, "failed": self.failed,
            "recordings": self.recordings, "sports": self.sports, "readings": self.readings, "journal_lines": self.journal_lines, "undated": self.undated,
            "first_day": self.span.map(|(first, _)| first.to_string()),
            "last_day": self.span.map(|(_, last)| last.to_string()),
            "unknown_exercises": self.unknown_exercises,
        })
        .to_string()
    }

    /// How many recordings the new files hold.
    #[must_use]
    pub fn new_recordings(&self) -> u64 {
        self.recordings.values().sum()
    }
}

/// What an import did.
#[derive(Clone, Debug)]
pub struct ImportReport {
    /// Its number, for `import undo`.
    pub id: ImportId,
    /// Whether it was stopped before its end.
    pub is_stopped: bool,
    /// What was read.
    pub counts: Counts,
    /// What was wrong with files.
    pub problems: Vec<Problem>,
    /// What was worked out.
    pub derived: DeriveReport,
}

/// What an import would do.
#[derive(Clone, Debug)]
pub struct DryRun {
    /// Whether it was stopped before its end.
    pub is_stopped: bool,
    /// What was read.
    pub counts: Counts,
    /// What was wrong with files.
    pub problems: Vec<Problem>,
    /// Sessions that nobody recorded before.
    pub new_sessions: u64,
    /// Sessions with several recordings, at least one of them new.
    pub twins: u64,
    /// Pairs that may be twins or not.
    pub doubtful: u64,
}
