//! The table of trials: its columns, and what each row means.

use serde::{Deserialize, Serialize};
use striate_model::Speed;
use striate_state::region::{Measure, Region};
use striate_stimulus::Part;

/// A table of trials.
#[derive(Clone, Debug)]
pub struct Trials {
    /// The rows that could be read.
    pub trials: Vec<Trial>,
    /// The rows that could not.
    pub problems: Vec<TrialProblem>,
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrialProblem {
    /// Line of the file, from 1.
    pub line: u64,
    /// What is wrong, in words.
    pub message: String,
}

/// Why a table of trials cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrialsError {
    /// A needed column is missing.
    #[error("the table has no column {0}; evidence/README.md names the columns")]
    MissingColumn(&'static str),
    /// The text is no CSV.
    #[error("the table of trials cannot be read: {0}")]
    Csv(String),
}

/// What the people of a trial had done before.
#[derive(Clone, Debug, PartialEq)]
pub enum History {
    /// The trial's own load was already habitual.
    Same,
    /// Another session, as often as the trial's; empty for nothing.
    Parts(Vec<Part>),
}

/// One muscle, measure and arm of a trial.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The row's name.
    pub id: String,
    /// The trial.
    pub study: String,
    /// The type of training, as the table names it.
    pub mode: String,
    /// The table's key of the muscle or region.
    pub muscle_key: String,
    /// Where it was measured.
    pub region: Region,
    /// What was measured there.
    pub measure: Measure,
    /// Measured change, percent.
    pub measured_pct: Option<f64>,
    /// Whether the table counts it.
    pub included: bool,
    /// Whether it was added after the model's constants had been set.
    pub added: bool,
    /// Assumed maximum sprint speed of the group.
    pub max_sprint: Speed,
    /// One session.
    pub session: Vec<Part>,
    /// What was done before.
    pub history: History,
    /// How often a week.
    pub sessions_per_week: f64,
    /// For how many weeks.
    pub weeks: f64,
    /// Mean energy deficit, kcal a day.
    pub energy_deficit_kcal: f64,
}

impl Trial {
    /// Whether the row counts in the scores.
    #[must_use]
    pub fn is_scored(&self) -> bool {
        self.included && self.measured_pct.is_some()
    }

    /// Whether the type of training is running of some kind.
    #[must_use]
    pub fn is_running(&self) -> bool {
        const RUNNING: [&str; 7] =
            ["run_interval", "sprint", "run_continuous", "football", "marathon", "ultra", "footstrike"];
        RUNNING.contains(&self.mode.as_str())
    }
}

#[derive(Deserialize)]
struct Row {
    id: String,
    study_id: String,
    #[serde(rename = "type")]
    mode: String,
    muscle_key: String,
    measure: String,
    change_pct: String,
    include_in_fit: String,
    vmax_mps: String,
    sim: String,
    history: String,
    weeks: String,
    sessions_per_week: String,
    #[serde(default)]
    energy_deficit_kcal_per_day: String,
    #[serde(default)]
    origin: String,
}

const NEEDED: [&str; 12] = [
    "id",
    "study_id",
    "type",
    "muscle_key",
    "measure",
    "change_pct",
    "include_in_fit",
    "vmax_mps",
    "sim",
    "history",
    "weeks",
    "sessions_per_week",
];

/// Where a table does not say how fast the people sprint, m/s.
const DEFAULT_MAX_SPRINT: f64 = 7.5;

/// Reads a table of trials: CSV with a header, columns in any order, unknown columns ignored.
///
/// # Errors
/// When the bytes are no CSV with the needed columns.
pub fn read_trials(csv: &[u8]) -> Result<Trials, TrialsError> {
    let csv = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(csv);
    let headers = reader.headers().map_err(|e| TrialsError::Csv(e.to_string()))?.clone();
    if let Some(missing) = NEEDED.into_iter().find(|needed| !headers.iter().any(|h| h == *needed)) {
        return Err(TrialsError::MissingColumn(missing));
    }
    let (mut trials, mut problems) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.push(TrialProblem { line, message: "not readable as text".to_owned() });
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let row = record.deserialize::<Row>(Some(&headers)).map_err(|_| "a column is missing".to_owned());
        match row.and_then(Trial::new) {
            Ok(trial) => trials.push(trial),
            Err(message) => problems.push(TrialProblem { line, message }),
        }
    }
    Ok(Trials { trials, problems })
}

/// More weeks than any trial lasts.
const MOST_WEEKS: f64 = 520.0;
/// More sessions than anybody trains.
const MOST_SESSIONS: f64 = 28.0;

impl Trial {
    fn new(row: Row) -> Result<Self, String> {
        let number = |name: &str, text: &str| -> Result<Option<f64>, String> {
            let text = text.trim();
            if text.is_empty() {
                return Ok(None);
            }
            text.parse::<f64>()
                .ok()
                .filter(|x| x.is_finite())
                .map(Some)
                .ok_or_else(|| format!("{name} is no number: {text}"))
        };
        let needed = |name: &str, text: &str, most: f64| -> Result<f64, String> {
            number(name, text)?
                .filter(|x| (0.0..=most).contains(x))
                .ok_or_else(|| format!("{name} must be between 0 and {most}"))
        };
        let parts = |name: &str, text: &str| -> Result<Vec<Part>, String> {
            if text.trim().is_empty() {
                return Ok(Vec::new());
            }
            serde_json::from_str(text).map_err(|e| format!("{name} cannot be read: {e}"))
        };
        let region =
            Region::from_key(&row.muscle_key).ok_or_else(|| format!("unknown muscle_key {}", row.muscle_key))?;
        Ok(Self {
            region,
            measure: Measure::from_key(&row.measure),
            measured_pct: number("change_pct", &row.change_pct)?,
            included: row.include_in_fit.trim() == "1",
            added: row.origin.trim() == "added",
            max_sprint: Speed::from_m_per_s(number("vmax_mps", &row.vmax_mps)?.unwrap_or(DEFAULT_MAX_SPRINT)),
            session: parts("sim", &row.sim)?,
            history: match row.history.trim() {
                "same" => History::Same,
                other => History::Parts(parts("history", other)?),
            },
            sessions_per_week: needed("sessions_per_week", &row.sessions_per_week, MOST_SESSIONS)?,
            weeks: needed("weeks", &row.weeks, MOST_WEEKS)?,
            energy_deficit_kcal: number("energy_deficit_kcal_per_day", &row.energy_deficit_kcal_per_day)?
                .unwrap_or(0.0),
            id: row.id,
            study: row.study_id,
            mode: row.mode.trim().to_owned(),
            muscle_key: row.muscle_key,
        })
    }
}
