//! Published trials, replayed through the same engine that judges an athlete: protocol to stimulus, stimulus to days of
//! growth, and the predicted change held against the measured one.
//!
//! This crate does not open files, and does not set any parameter by what it finds.

mod baselines;
mod chance;
mod replay;
mod scores;
mod table;
mod words;

pub use replay::{Engine, Prediction};
pub use scores::{Score, Scored};
pub use table::{Device, History, RowOrigin, Trial, TrialProblem, Trials, TrialsError, read_trials};

use serde::Serialize;

/// The answer of `validate`: every row with its prediction, and the scores.
#[derive(Clone, Debug, Serialize)]
pub struct Validation {
    /// Version of the stimulus method.
    pub method: &'static str,
    /// Version of the growth method.
    pub growth_method: &'static str,
    /// Every row that could be replayed, in the order of the table.
    pub rows: Vec<TrialRow>,
    /// Scores over the rows that count.
    pub scores: Scores,
    /// The same over the rows that the project started with, where others were added.
    pub scores_given: Option<Scores>,
    /// The same over the rows that were typed while the first version of the model was built, where there are any.
    pub scores_added: Option<Scores>,
    /// The same over the rows of the review of November 2026, where there are any.
    pub scores_review: Option<Scores>,
    /// The same over the trials that no constant of the method was set with in view.
    pub scores_independent: Scores,
    /// What the scores say, in sentences.
    pub verdict: String,
    /// The same for each type of training.
    pub scores_by_mode: Vec<ModeScore>,
    /// Rows that could not be read, or not in full.
    pub problems: Vec<TrialProblem>,
}

/// One row of the table with its prediction.
#[derive(Clone, Debug, Serialize)]
pub struct TrialRow {
    /// The row's name.
    pub id: String,
    /// The trial that it belongs to.
    pub study: String,
    /// Measured change, percent; null where only a direction is known.
    pub measured_pct: Option<f64>,
    /// Predicted change from the central parameters, percent.
    pub predicted_pct: f64,
    /// One in ten of such trials is expected below.
    pub low_pct: f64,
    /// One in ten of such trials is expected above.
    pub high_pct: f64,
    /// `whole_muscle` or `fiber`.
    pub class: &'static str,
    /// The type of training.
    pub mode: String,
    /// What was measured: the table's key of a muscle or region.
    pub muscle: String,
    /// Whether the row counts in the scores.
    pub scored: bool,
    /// How it came into the table: `given`, `added` or `review`.
    pub origin: &'static str,
    /// Whether a constant of the method was set with its trial in view.
    pub informs: bool,
}

/// The scores by class of measurement.
#[derive(Clone, Debug, Serialize)]
pub struct Scores {
    /// Every scored row.
    pub all: Score,
    /// Whole muscles, lean mass and girths.
    pub whole_muscle: Score,
    /// The same after running of any kind.
    pub running_whole_muscle: Score,
    /// The same after running without sprints, turns or games.
    pub plain_running_whole_muscle: Score,
    /// Fiber areas.
    pub fiber: Score,
}

/// The scores of one type of training.
#[derive(Clone, Debug, Serialize)]
pub struct ModeScore {
    /// The type of training.
    pub mode: String,
    /// Its scores.
    pub score: Score,
    /// The same over its trials that no constant was set with in view.
    pub score_independent: Score,
}

/// Replays a table of trials and scores it.
///
/// # Errors
/// When the bytes are no CSV with the needed columns. A row that cannot be read is named among the problems.
pub fn validate(csv: &[u8], engine: &Engine) -> Result<Validation, TrialsError> {
    let Trials { trials, problems } = read_trials(csv)?;
    let predictions: Vec<Prediction> = trials.iter().map(|trial| engine.predict(trial)).collect();
    let scored: Vec<Scored> = baselines::scored(&trials, &predictions, &engine.growth);
    let scores_of = |keep: &dyn Fn(&Trial) -> bool| scores::by_class(&scored, keep);
    let mut modes: Vec<&str> = trials.iter().map(|t| t.mode.as_str()).collect();
    modes.sort_unstable();
    modes.dedup();
    let scores_by_mode: Vec<ModeScore> = modes
        .into_iter()
        .map(|mode| ModeScore {
            mode: mode.to_owned(),
            score: scores::score(&scored, |t| t.mode == mode),
            score_independent: scores::score(&scored, |t| t.mode == mode && !t.informs),
        })
        .filter(|m| m.score.n > 0)
        .collect();
    let is_mixed = trials.iter().any(|t| t.row_origin != RowOrigin::Given);
    let of_origin = |origin: RowOrigin| {
        let is_there = scored.iter().any(|s| s.trial.row_origin == origin);
        (is_mixed && is_there).then(|| scores_of(&|t| t.row_origin == origin))
    };
    let scores = scores_of(&|_| true);
    Ok(Validation {
        method: striate_stimulus::METHOD_VERSION,
        growth_method: striate_state::GROWTH_VERSION,
        verdict: words::verdict(&scores, &scores_by_mode, trials.len()),
        scores,
        scores_given: of_origin(RowOrigin::Given),
        scores_added: of_origin(RowOrigin::Added),
        scores_review: of_origin(RowOrigin::Review),
        scores_independent: scores_of(&|t| !t.informs),
        scores_by_mode,
        rows: trials.iter().zip(&predictions).map(|(trial, prediction)| row(trial, *prediction)).collect(),
        problems,
    })
}

fn row(trial: &Trial, prediction: Prediction) -> TrialRow {
    let rounded = |x: f64| (x * 100.0).round() / 100.0;
    TrialRow {
        id: trial.id.clone(),
        study: trial.study.clone(),
        measured_pct: trial.measured_pct,
        predicted_pct: rounded(prediction.central),
        low_pct: rounded(prediction.low),
        high_pct: rounded(prediction.high),
        class: if trial.measure.is_fiber() { "fiber" } else { "whole_muscle" },
        mode: trial.mode.clone(),
        muscle: trial.muscle_key.clone(),
        scored: trial.is_scored(),
        origin: match trial.row_origin {
            RowOrigin::Given => "given",
            RowOrigin::Added => "added",
            RowOrigin::Review => "review",
        },
        informs: trial.informs,
    }
}

#[cfg(test)]
mod tests;
