//! One import as it is now: how far it has come, and what it found.

use std::collections::BTreeSet;
use std::sync::Arc;
use striate_model::Timestamp;
use striate_store::import::{Counts, DryRun, ImportReport, Phase};
use striate_store::{ImportRun, ItemOutcome, Undone as UndoneImport};

/// Problems of an import that are remembered one by one.
pub const PROBLEMS_MAX: usize = 1000;

/// What an import is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Its files are looked at; nothing is stored.
    Reading,
    /// It was looked at and waits for an answer.
    Waiting,
    /// It is being stored and analyzed.
    Writing,
    /// It is stored.
    Done,
    /// It was undone, or canceled before anything was stored.
    Undone,
    /// There was nothing in it, or it could not be stored.
    Failed,
}

impl JobState {
    /// Whether nothing more happens by itself.
    #[must_use]
    pub const fn is_rest(self) -> bool {
        !matches!(self, Self::Reading | Self::Writing)
    }
}

/// How far an import has come, and what it found.
#[derive(Clone, Debug)]
pub enum ImportStage {
    /// Files are being looked at or stored.
    Running {
        /// What is being done; `None` before the first file.
        phase: Option<Phase>,
        /// Whether it stores what it reads.
        is_writing: bool,
    },
    /// It was looked at.
    Seen(Arc<DryRun>),
    /// It was stored.
    Brought {
        /// What came of it.
        report: Arc<ImportReport>,
        /// Whether the demo athlete made room for it.
        replaced_demo: bool,
    },
    /// It was stored by an earlier run of the program.
    Remembered {
        /// As the database tells it.
        run: Arc<ImportRun>,
        /// What was wrong with its files: path, what became of it, message.
        problems: Arc<Vec<(String, ItemOutcome, String)>>,
    },
    /// It was canceled before anything was stored.
    Canceled,
    /// It could not be done.
    Failed {
        /// Why.
        message: String,
        /// What would help.
        hint: Option<String>,
    },
}

/// What was undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// The demo athlete.
    Demo,
    /// An import.
    Import(UndoneImport),
}

/// One import as it is now.
#[derive(Clone, Debug)]
pub struct ImportJob {
    /// Names it.
    pub id: String,
    /// The files, in words.
    pub name: String,
    /// When it began.
    pub started: Timestamp,
    /// Whether it was only looked at so far.
    pub is_dry: bool,
    /// How many files, or sessions to analyze; `None` while nobody knows.
    pub files_total: Option<u64>,
    /// How many of them are done.
    pub files_done: u64,
    /// How far it is, and what it found.
    pub stage: ImportStage,
    /// What undoing it took away, once it was undone.
    pub undone: Option<Undone>,
    /// Titles of exercises that the athlete has explained since.
    pub explained: BTreeSet<String>,
}

impl ImportJob {
    pub(crate) fn begun(id: String, name: String, started: Timestamp, is_dry: bool) -> Self {
        let stage = ImportStage::Running { phase: None, is_writing: !is_dry };
        Self {
            id,
            name,
            started,
            is_dry,
            files_total: None,
            files_done: 0,
            stage,
            undone: None,
            explained: BTreeSet::new(),
        }
    }

    pub(crate) fn of_run(run: ImportRun, problems: Vec<(String, ItemOutcome, String)>) -> Self {
        let started = Timestamp::from_unix_ms(run.started_ms);
        let mut job = Self::begun(run.id.0.to_string(), run.origin.clone(), started, false);
        job.stage = ImportStage::Remembered { run: Arc::new(run), problems: Arc::new(problems) };
        job
    }

    /// What it is at.
    #[must_use]
    pub fn state(&self) -> JobState {
        if self.undone.is_some() {
            return JobState::Undone;
        }
        let of = |counts: &Counts, state| if Self::has_something(counts) { state } else { JobState::Failed };
        match &self.stage {
            ImportStage::Running { is_writing: false, .. } => JobState::Reading,
            ImportStage::Running { is_writing: true, .. } => JobState::Writing,
            ImportStage::Seen(seen) => of(&seen.counts, JobState::Waiting),
            ImportStage::Brought { report, .. } => of(&report.counts, JobState::Done),
            ImportStage::Remembered { .. } => JobState::Done,
            ImportStage::Canceled => JobState::Undone,
            ImportStage::Failed { .. } => JobState::Failed,
        }
    }

    /// Whether there is anything to bring in.
    #[must_use]
    pub fn has_something(counts: &Counts) -> bool {
        counts.new_recordings() > 0 || counts.readings > 0 || !counts.said.is_nothing()
    }

    pub(crate) fn knows_title(&self, title: &str) -> bool {
        match &self.stage {
            ImportStage::Seen(seen) => seen.counts.unknown_exercises.contains_key(title),
            ImportStage::Brought { report, .. } => report.counts.unknown_exercises.contains_key(title),
            _ => false,
        }
    }
}
