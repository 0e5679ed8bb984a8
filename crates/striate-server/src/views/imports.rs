//! Imports: what is being read, what was brought in, what was wrong with it.

use super::words::{count, list};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use striate_app::{ImportStage, PROBLEMS_MAX, Undone};
use striate_history::stored::{closest_movements, movements};
use striate_store::import::{Counts, DryRun, ImportReport, Phase, Problem};
use striate_store::{ImportRun, ImportState, ItemOutcome};
use utoipa::ToSchema;

/// The page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportsView {
    /// Imports, the newest first.
    pub jobs: Vec<ImportJob>,
    /// What an unknown exercise can be.
    pub exercises: Vec<Exercise>,
}

/// A movement of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Exercise {
    /// Names it.
    pub id: String,
    /// What it is called.
    pub name: String,
}

/// What an import is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Its files are looked at; nothing is kept.
    Reading,
    /// It was looked at; whether to keep it is to be said.
    Waiting,
    /// It is being kept and worked out.
    Writing,
    /// It is there.
    Done,
    /// It was taken back, or left.
    Undone,
    /// There was nothing in it, or it could not be kept.
    Failed,
}

impl From<striate_app::JobState> for JobState {
    fn from(state: striate_app::JobState) -> Self {
        match state {
            striate_app::JobState::Reading => Self::Reading,
            striate_app::JobState::Waiting => Self::Waiting,
            striate_app::JobState::Writing => Self::Writing,
            striate_app::JobState::Done => Self::Done,
            striate_app::JobState::Undone => Self::Undone,
            striate_app::JobState::Failed => Self::Failed,
        }
    }
}

/// One import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportJob {
    /// Names it.
    pub id: String,
    /// The files, in words.
    pub name: String,
    /// When it began, RFC 3339.
    pub started: String,
    /// What it is at.
    pub state: JobState,
    /// Whether it was only looked at so far.
    pub dry_run: bool,
    /// How many files, or sessions to work out; null while nobody knows.
    pub files_total: Option<u64>,
    /// How many of them are done.
    pub files_done: u64,
    /// New sessions on foot.
    pub runs: u64,
    /// New strength sessions.
    pub lifts: u64,
    /// New sessions of other sports.
    pub others: u64,
    /// Files that were here before, or twice.
    pub duplicates: u64,
    /// Sessions that several devices or apps recorded, counted once.
    pub twins: u64,
    /// What was wrong with files; the first thousand.
    pub problems: Vec<ImportIssue>,
    /// Exercises that nobody knows.
    pub unknown_exercises: Vec<UnknownExercise>,
    /// How lifting logs were read, where that is not clear.
    pub log_notes: Vec<String>,
    /// What it is or was, in a sentence.
    pub sentence: String,
}

/// Something wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportIssue {
    /// Its name.
    pub file: String,
    /// Stable.
    pub code: String,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// A title that the catalogue does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnknownExercise {
    /// The title.
    pub name: String,
    /// Working sets under it.
    pub sets: u64,
    /// The movement that it resembles most; null where none comes near.
    pub suggestion: Option<String>,
}

/// What exercises are: titles with keys of movements; an empty key leaves a title out.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct ExerciseNames(pub BTreeMap<String, String>);

/// What exercises are called, and what that means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExercisesView {
    /// Titles that nobody knows, those with most sets first.
    pub unknown: Vec<UnknownExercise>,
    /// Titles that the athlete gave a meaning.
    pub named: Vec<NamedExercise>,
    /// Every movement of the catalogue by name.
    pub exercises: Vec<Exercise>,
}

/// A title that the athlete gave a meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamedExercise {
    /// The title.
    pub name: String,
    /// The key of the movement.
    pub id: String,
    /// The movement.
    pub movement: String,
}

/// How files are to be brought in.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// Only look; `POST /api/imports/{id}/accept` brings them in.
    #[serde(default)]
    pub dry_run: bool,
    /// The unit of loads in logs that name none; without it the profile's.
    pub unit: Option<MassUnitName>,
}

/// A unit of loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MassUnitName {
    /// Kilograms.
    Kg,
    /// Pounds.
    Lb,
}

/// A title that resembles a movement less than this has no suggestion.
const LIKE_ENOUGH: f64 = 0.5;

impl ImportJob {
    /// As it is now.
    #[must_use]
    pub fn of(job: &striate_app::ImportJob) -> Self {
        let mut view = Self {
            id: job.id.clone(),
            name: job.name.clone(),
            started: super::words::rfc3339(job.started),
            state: job.state().into(),
            dry_run: job.is_dry,
            files_total: job.files_total,
            files_done: job.files_done,
            runs: 0,
            lifts: 0,
            others: 0,
            duplicates: 0,
            twins: 0,
            problems: Vec::new(),
            unknown_exercises: Vec::new(),
            log_notes: Vec::new(),
            sentence: String::new(),
        };
        view.sentence = match &job.stage {
            ImportStage::Running { phase: None, .. } => "Reading your files.".to_owned(),
            ImportStage::Running { phase: Some(Phase::Analysing), .. } => {
                "Analyzing sessions, newest first.".to_owned()
            }
            ImportStage::Running { is_writing: true, .. } => "Importing your files.".to_owned(),
            ImportStage::Running { is_writing: false, .. } => "Reading your files. Nothing is stored yet.".to_owned(),
            ImportStage::Seen(seen) => view.seen(seen),
            ImportStage::Brought { report, replaced_demo } => view.brought(report, *replaced_demo),
            ImportStage::Remembered { run, problems } => view.remembered(run, problems),
            ImportStage::Canceled => "Canceled. Nothing was imported.".to_owned(),
            ImportStage::Failed { message, hint } => {
                let hint = hint.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
                format!("The import failed: {message}{hint}. What was stored before is unchanged.")
            }
        };
        view.unknown_exercises.retain(|e| !job.explained.contains(&e.name));
        match job.undone {
            Some(Undone::Demo) => view.sentence = "Demo data removed.".to_owned(),
            Some(Undone::Import(undone)) => {
                let files = count(usize::try_from(undone.sources).unwrap_or(usize::MAX), "file");
                view.sentence = format!("Undone: {files} removed with everything that came from them.");
            }
            None => {}
        }
        view
    }

    /// What was found by looking.
    fn seen(&mut self, seen: &DryRun) -> String {
        self.count(&seen.counts, &seen.problems);
        self.twins = seen.twins;
        if self.state == JobState::Failed {
            return self.nothing();
        }
        let sessions = count(usize::try_from(seen.new_sessions).unwrap_or(usize::MAX), "new session");
        let mut said = vec![format!("{sessions}{}.", span(seen.counts.span))];
        said.extend(self.notes(&seen.counts));
        if seen.doubtful > 0 {
            said.push(format!(
                "{} may be one session or two; you can say so afterwards.",
                count(seen.doubtful as usize, "pair")
            ));
        }
        said.push("Nothing is kept yet; if striate ends before you bring them in, they must be sent again.".to_owned());
        said.join(" ")
    }

    /// What was brought in.
    fn brought(&mut self, report: &ImportReport, replaced_demo: bool) -> String {
        self.count(&report.counts, &report.problems);
        self.twins = report.derived.twins;
        if self.state == JobState::Failed {
            return self.nothing();
        }
        let mut said = Vec::new();
        if report.is_stopped {
            said.push("Stopped; what was read until then is kept.".to_owned());
        }
        if replaced_demo {
            said.push("Demo data removed.".to_owned());
        }
        said.push(format!("{} imported{}.", self.what(), span(report.counts.span)));
        said.extend(self.notes(&report.counts));
        said.join(" ")
    }

    /// As a stored run tells it, with what was wrong with its files: path, what became of it, message.
    fn remembered(&mut self, run: &ImportRun, problems: &[(String, ItemOutcome, String)]) -> String {
        let told: serde_json::Value =
            run.summary.as_deref().and_then(|s| serde_json::from_str(s).ok()).unwrap_or_default();
        let sports = told["sports"].as_object();
        let sports: BTreeMap<String, u64> = sports
            .map(|all| all.iter().map(|(k, v)| (k.clone(), v.as_u64().unwrap_or_default())).collect())
            .unwrap_or_default();
        self.sports(&sports);
        self.duplicates = run.duplicates;
        let issue = |(file, outcome, message): &(String, ItemOutcome, String)| {
            let code = outcome.as_str().to_owned();
            ImportIssue { file: file.clone(), code, message: message.clone() }
        };
        self.problems = problems.iter().map(issue).collect();
        let state = match run.state {
            ImportState::Done => "",
            ImportState::Stopped => " It was stopped before its end.",
            ImportState::Running => " It was not finished.",
        };
        let failed = match run.failed {
            0 => String::new(),
            n => format!(" {} could not be read.", count(n as usize, "file")),
        };
        let days = told["first_day"].as_str().zip(told["last_day"].as_str());
        let days = days.and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        format!("{} imported{}.{failed}{state}", self.what(), span(days))
    }

    fn count(&mut self, counts: &Counts, problems: &[Problem]) {
        self.sports(&counts.sports);
        self.duplicates = counts.duplicates;
        self.problems = problems
            .iter()
            .take(PROBLEMS_MAX)
            .map(|p| ImportIssue { file: p.file.clone(), code: p.code.clone(), message: p.message.clone() })
            .collect();
        self.unknown_exercises = unknown(&counts.unknown_exercises);
        self.log_notes = counts.log_notes.iter().take(PROBLEMS_MAX).cloned().collect();
    }

    fn sports(&mut self, sports: &BTreeMap<String, u64>) {
        (self.runs, self.lifts, self.others) = (0, 0, 0);
        for (sport, n) in sports {
            match sport.as_str() {
                "running" | "walking" | "hiking" => self.runs += n,
                "training" | "fitness_equipment" => self.lifts += n,
                _ => self.others += n,
            }
        }
    }

    /// "312 runs, 80 lifting sessions".
    fn what(&self) -> String {
        let parts = [(self.runs, "run"), (self.lifts, "lifting session"), (self.others, "other session")];
        let parts: Vec<String> =
            parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, one)| count(n as usize, one)).collect();
        if parts.is_empty() { "Nothing new".to_owned() } else { list(&parts) }
    }

    fn notes(&self, counts: &Counts) -> Vec<String> {
        let mut said = Vec::new();
        if counts.duplicates > 0 {
            said.push(format!("{} here already.", are(counts.duplicates, "file")));
        }
        if self.twins > 0 {
            said.push(format!("{} recorded twice and counted once.", are_past(self.twins, "session")));
        }
        if counts.readings > 0 {
            said.push(format!("{} of body mass or sleep.", count(counts.readings as usize, "reading")));
        }
        if !counts.said.is_nothing() {
            said.push("What you had said in that export is here as well, where you had not said otherwise.".to_owned());
        }
        if !counts.assumed_unit.is_empty() {
            said.push("Loads without a unit are taken as kilograms; Settings has the unit.".to_owned());
        }
        if counts.undated > 0 {
            said.push(format!("{} without a believable date.", count(counts.undated as usize, "recording")));
        }
        if counts.failed > 0 {
            said.push(format!("{} could not be read.", count(counts.failed as usize, "file")));
        }
        said
    }

    fn nothing(&self) -> String {
        match (self.duplicates, self.problems.len()) {
            (0, 0) => "There is no recording in it that striate can read.".to_owned(),
            (0, n) => format!("Nothing to bring in: {} could not be read.", count(n, "file")),
            (n, _) => format!("Nothing new: {} here already.", are(n, "file")),
        }
    }
}

/// "3 files are".
fn are(n: u64, one: &str) -> String {
    format!("{} {}", count(n as usize, one), if n == 1 { "is" } else { "are" })
}

fn are_past(n: u64, one: &str) -> String {
    format!("{} {}", count(n as usize, one), if n == 1 { "was" } else { "were" })
}

fn span(days: Option<(striate_model::Day, striate_model::Day)>) -> String {
    match days {
        Some((first, last)) if first == last => format!(", {}", super::words::long_day(first)),
        Some((first, last)) => {
            format!(", {} to {}", super::words::long_day(first), super::words::long_day(last))
        }
        None => String::new(),
    }
}

/// Unknown titles, those with most sets first.
#[must_use]
pub fn unknown(titles: &BTreeMap<String, u64>) -> Vec<UnknownExercise> {
    let one = |(name, sets): (&String, &u64)| {
        let near = closest_movements(name, 1).into_iter().next().filter(|m| m.likeness >= LIKE_ENOUGH);
        UnknownExercise { name: name.clone(), sets: *sets, suggestion: near.map(|m| m.id) }
    };
    let mut all: Vec<UnknownExercise> = titles.iter().map(one).collect();
    all.sort_by(|a, b| b.sets.cmp(&a.sets).then_with(|| a.name.cmp(&b.name)));
    all
}

/// Every movement by name.
#[must_use]
pub fn exercises() -> Vec<Exercise> {
    movements().into_iter().map(|m| Exercise { id: m.id, name: m.name }).collect()
}
