//! The table of trials: its columns, and what each row means.

use serde::Serialize;
use std::collections::HashMap;
use striate_model::Speed;
use striate_state::region::{Measure, Region};
use striate_stimulus::Part;

/// A table of trials.
#[derive(Clone, Debug)]
pub struct Trials {
    /// The rows that could be read.
    pub trials: Vec<Trial>,
    /// The rows that could not, or not in full.
    pub problems: Vec<TrialProblem>,
}

/// A row that could not be read, or not in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrialProblem {
    /// Line of the file, from 1.
    pub line: u64,
    /// The row's name, empty where there is none.
    pub id: String,
    /// What is wrong, in words.
    pub message: String,
}

/// Why a table of trials cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrialsError {
    /// Needed columns are missing.
    #[error("the table lacks {0}; evidence/README.md names the columns")]
    MissingColumn(String),
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

/// What a size was measured with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// Magnetic resonance or X-ray tomography.
    Tomography,
    /// Ultrasound.
    Ultrasound,
    /// Lean mass by X-ray, or by the density of the body.
    LeanMass,
    /// Bioimpedance.
    Impedance,
    /// A tape.
    Tape,
    /// Biopsies.
    Biopsy,
}

impl Device {
    /// The device that a text of the table's `measure` names; tomography where it names none.
    fn from_key(key: &str) -> Self {
        let key = key.to_ascii_lowercase();
        let has = |part: &str| key.contains(part);
        match () {
            () if key.starts_with("fib") => Self::Biopsy,
            () if has("_us") || has("thickness") => Self::Ultrasound,
            () if has("bia") => Self::Impedance,
            () if has("dxa") || has("adp") || has("hydro") || key == "mass" => Self::LeanMass,
            () if has("girth") => Self::Tape,
            () => Self::Tomography,
        }
    }
}

/// How a row came into the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOrigin {
    /// The table that the project started with.
    Given,
    /// Typed when the first version of the model was being built.
    Added,
    /// Brought by the review of November 2026: the second version of the model has seen these rows.
    Review,
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
    /// How it was measured.
    pub device: Device,
    /// How many people; `None` where the table does not say.
    pub people: Option<f64>,
    /// Measured change, percent.
    pub measured_pct: Option<f64>,
    /// Whether the table counts it.
    pub included: bool,
    /// How the row came into the table.
    pub row_origin: RowOrigin,
    /// Whether a constant of the method was set with this trial in view.
    pub informs: bool,
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
    /// Weeks of rest after the training; where there are any, the measured change is that of the rest.
    pub rest_weeks: f64,
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

    /// Whether it is running without sprints, turns, jumps or games.
    #[must_use]
    pub fn is_plain_running(&self) -> bool {
        self.is_running() && !matches!(self.mode.as_str(), "sprint" | "football")
    }
}

/// One row as text.
struct Row<'a> {
    columns: &'a HashMap<String, usize>,
    cells: Vec<String>,
}

impl Row<'_> {
    fn has(&self, name: &str) -> bool {
        self.columns.contains_key(name)
    }

    /// A cell without surrounding space; empty where the table has no such column.
    fn cell(&self, name: &str) -> &str {
        self.columns.get(name).and_then(|&place| self.cells.get(place)).map_or("", |cell| cell.trim())
    }
}

/// The columns without which nothing can be replayed or held against anything.
const NEEDED: [&str; 9] =
    ["id", "study_id", "type", "muscle_key", "measure", "change_pct", "sim", "weeks", "sessions_per_week"];

/// Where a table does not say how fast the people sprint, m/s.
const DEFAULT_MAX_SPRINT: f64 = 7.5;

/// Reads a table of trials: CSV with a header (commas, semicolons or tabs), columns in any order, unknown columns ignored.
/// Without `vmax_mps`, `history`, `then`, `include_in_fit` or `energy_deficit_kcal_per_day` a row has its default: 7.5 m/s,
/// nothing done before, no rest after, counted, no deficit.
///
/// # Errors
/// When the bytes are no CSV with the needed columns.
pub fn read_trials(csv: &[u8]) -> Result<Trials, TrialsError> {
    let csv = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter(csv)).from_reader(csv);
    let headers = reader.byte_headers().map_err(|e| TrialsError::Csv(e.to_string()))?.clone();
    let names = headers.iter().map(|name| String::from_utf8_lossy(name).trim().to_ascii_lowercase());
    let mut columns = HashMap::new();
    for (place, name) in names.enumerate() {
        columns.entry(name).or_insert(place);
    }
    let missing: Vec<&str> = NEEDED.into_iter().filter(|needed| !columns.contains_key(*needed)).collect();
    if !missing.is_empty() {
        return Err(TrialsError::MissingColumn(missing.join(", ")));
    }
    let (mut trials, mut problems) = (Vec::new(), Vec::new());
    for record in reader.byte_records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.push(TrialProblem { line, id: String::new(), message: "not readable as CSV".to_owned() });
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let row = Row { columns: &columns, cells };
        let mut notes = Vec::new();
        match Trial::new(&row, &mut notes) {
            Ok(trial) => trials.push(trial),
            Err(message) => notes.push(format!("{message}; the row is left out")),
        }
        problems.extend(notes.into_iter().map(|message| TrialProblem { line, id: row.cell("id").to_owned(), message }));
    }
    Ok(Trials { trials, problems })
}

/// What parts the columns of the header line.
fn delimiter(csv: &[u8]) -> u8 {
    let header = csv.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| header.iter().filter(|b| **b == delimiter).count();
    [b';', b'\t'].into_iter().fold(b',', |most, other| if count(other) > count(most) { other } else { most })
}

/// A number as tables write it: with a comma, a typographic minus, a percent sign.
fn number(name: &str, text: &str) -> Result<Option<f64>, String> {
    let plain = text.trim_end_matches('%').trim().replace('\u{2212}', "-").replace(',', ".");
    if plain.is_empty() {
        return Ok(None);
    }
    let value = plain.parse::<f64>().ok().filter(|x| x.is_finite());
    value.map(Some).ok_or_else(|| format!("{name} is no number: {text}"))
}

/// What came after the training: nothing, or `rest 6 weeks`.
fn rest_weeks(then: &str) -> Result<f64, String> {
    if then.is_empty() {
        return Ok(0.0);
    }
    let wrong = || format!("then must be rest and a number of weeks, as rest 6 weeks, not {then}");
    let lower = then.to_ascii_lowercase();
    let rest = lower.trim_start_matches("then:").trim().strip_prefix("rest").ok_or_else(wrong)?;
    let number = rest.trim().trim_end_matches("weeks").trim_end_matches("week").trim();
    number.parse::<f64>().ok().filter(|w| (0.0..=MOST_WEEKS).contains(w)).ok_or_else(wrong)
}

/// A list of parts; what in it is not in the grammar is named and ignored.
fn parts(name: &str, text: &str, notes: &mut Vec<String>) -> Result<Vec<Part>, String> {
    if text.is_empty() || text == "[]" {
        return Ok(Vec::new());
    }
    let values: Vec<serde_json::Value> =
        serde_json::from_str(text).map_err(|e| format!("{name} cannot be read as a list of parts: {e}"))?;
    let mut parts = Vec::with_capacity(values.len());
    for value in values {
        if let Some(object) = value.as_object() {
            let kind = object.get("m").and_then(|m| m.as_str()).unwrap_or_default();
            let known = Part::keys(kind);
            let unknown: Vec<&str> = object.keys().map(String::as_str).filter(|k| !known.contains(k)).collect();
            if !known.is_empty() && !unknown.is_empty() {
                notes.push(format!("{name}: {} of {kind} is not in the grammar and was ignored", unknown.join(", ")));
            }
        }
        let part: Part =
            serde_json::from_value(value).map_err(|e| format!("{name} has a part that is not understood: {e}"))?;
        if let Some(problem) = part.problem() {
            return Err(format!("{name}: {problem}"));
        }
        parts.push(part);
    }
    Ok(parts)
}

/// More weeks than any trial lasts.
const MOST_WEEKS: f64 = 520.0;
/// More sessions than anybody trains.
const MOST_SESSIONS: f64 = 28.0;

/// More energy than anybody lacks, kcal a day.
const MOST_DEFICIT_KCAL: f64 = 5000.0;
/// Changes beyond these are no percentages of a muscle.
const CHANGES_PCT: std::ops::RangeInclusive<f64> = -100.0..=1000.0;
/// Speeds that a group can sprint at, m/s.
const MAX_SPRINTS: std::ops::RangeInclusive<f64> = 1.0..=13.0;

impl Trial {
    fn new(row: &Row<'_>, notes: &mut Vec<String>) -> Result<Self, String> {
        let needed = |name: &str, most: f64| -> Result<f64, String> {
            number(name, row.cell(name))?
                .filter(|x| (0.0..=most).contains(x))
                .ok_or_else(|| format!("{name} must be a number between 0 and {most}"))
        };
        let key = row.cell("muscle_key");
        let region = Region::from_key(&key.to_ascii_lowercase())
            .ok_or_else(|| format!("unknown muscle_key {key}; {} are known", Region::KEYS.join(", ")))?;
        let measured_pct = number("change_pct", row.cell("change_pct"))?;
        if let Some(outside) = measured_pct.filter(|change| !CHANGES_PCT.contains(change)) {
            return Err(format!("change_pct {outside} is no change in percent"));
        }
        let max_sprint = number("vmax_mps", row.cell("vmax_mps"))?.unwrap_or(DEFAULT_MAX_SPRINT);
        if !MAX_SPRINTS.contains(&max_sprint) {
            return Err(format!("vmax_mps {max_sprint} is no sprint of people in m/s"));
        }
        let history = match row.cell("history").trim_matches('"').to_ascii_lowercase().as_str() {
            "same" => History::Same,
            "" | "none" => History::Parts(Vec::new()),
            _ => History::Parts(parts("history", row.cell("history"), notes)?),
        };
        let deficit = number("energy_deficit_kcal_per_day", row.cell("energy_deficit_kcal_per_day"))?.unwrap_or(0.0);
        if deficit.abs() > MOST_DEFICIT_KCAL {
            return Err(format!("energy_deficit_kcal_per_day {deficit} is beyond what people eat"));
        }
        Ok(Self {
            region,
            measure: Measure::from_key(row.cell("measure")),
            device: Device::from_key(row.cell("measure")),
            // A number of people that cannot be read is none: no score hangs on it.
            people: number("n", row.cell("n")).ok().flatten().filter(|n| *n >= 1.0),
            measured_pct,
            included: !row.has("include_in_fit")
                || matches!(row.cell("include_in_fit").to_ascii_lowercase().as_str(), "1" | "1.0" | "yes" | "true"),
            row_origin: match row.cell("origin") {
                "added" => RowOrigin::Added,
                "review" => RowOrigin::Review,
                _ => RowOrigin::Given,
            },
            informs: !row.cell("used_for").is_empty(),
            max_sprint: Speed::from_m_per_s(max_sprint),
            session: parts("sim", row.cell("sim"), notes)?,
            history,
            sessions_per_week: needed("sessions_per_week", MOST_SESSIONS)?,
            weeks: needed("weeks", MOST_WEEKS)?,
            rest_weeks: rest_weeks(row.cell("then"))?,
            energy_deficit_kcal: deficit,
            id: row.cell("id").to_owned(),
            study: row.cell("study_id").to_owned(),
            mode: row.cell("type").to_ascii_lowercase(),
            muscle_key: key.to_owned(),
        })
    }
}
