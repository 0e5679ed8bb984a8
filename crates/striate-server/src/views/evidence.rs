//! Why to believe it: the published trials replayed, and the parameters.

use super::muscle::{Parameter, traced};
use crate::problem::{ApiError, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use striate_app::ReadModel;
use striate_evidence::{Engine, Score, Validation, validate};
use striate_model::Muscle;
use utoipa::ToSchema;

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct EvidenceView {
    /// How far to believe it, in sentences.
    pub verdict: String,
    /// Scores over the trials.
    pub scores: Vec<ScoreRow>,
    /// The trials.
    pub trials: Vec<TrialPoint>,
    /// How well efforts and kinds are found, in recordings whose truth is known.
    pub detection: DetectionView,
    /// Parameters behind the athlete's own figures.
    pub parameters: Vec<Parameter>,
    /// What is known to be wrong.
    pub known_failures: Vec<KnownFailures>,
}

/// What is known to be wrong in one part of the method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KnownFailures {
    /// The part.
    pub about: String,
    /// A sentence each.
    pub sentences: Vec<String>,
}

/// How well efforts and kinds are found: in real runs, and on the half of synthetic ones that nothing was tuned on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DetectionView {
    /// In a sentence.
    pub verdict: String,
    /// All recordings, then those where less is known, then kind by kind.
    pub rows: Vec<DetectionRow>,
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DetectionRow {
    /// Over what: words, or the key of a kind of run.
    pub name: String,
    /// Whether it is one kind of run.
    pub is_kind: bool,
    /// Recordings.
    pub recordings: u32,
    /// Efforts that are in them.
    pub efforts: u32,
    /// Share of the efforts found that are some, 0 to 1; null where there are none.
    pub precision: Option<f64>,
    /// Share of the efforts that were found, 0 to 1.
    pub recall: Option<f64>,
    /// Median error of an effort's beginnings and ends, s.
    pub edge_s: Option<f64>,
    /// Share of recordings whose kind was named rightly, 0 to 1.
    pub kind_right: Option<f64>,
}

/// A score.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ScoreRow {
    /// Over what.
    pub name: String,
    /// How many trials.
    pub n: usize,
    /// How far the order is right, -1 to 1.
    pub spearman: Option<f64>,
    /// Mean absolute error, percentage points.
    pub mae_points: Option<f64>,
    /// The same for saying that nothing changes.
    pub mae_always_zero: Option<f64>,
    /// How often the measured value lies in the predicted range, 0 to 1.
    pub coverage: Option<f64>,
}

/// A trial.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TrialPoint {
    /// Names it.
    pub id: String,
    /// Measured change, percent.
    pub measured_pct: f64,
    /// Predicted change, percent.
    pub predicted_pct: f64,
    /// One in ten is expected below.
    pub low_pct: f64,
    /// One in ten is expected above.
    pub high_pct: f64,
    /// `whole_muscle` or `fiber`.
    pub class: String,
    /// The type of training.
    pub mode: String,
}

const TRIALS: &[u8] = include_bytes!("../../../../evidence/trials.csv");
/// What the repository's own pages say about detection and known failures, as data; a test holds it against those pages, and
/// `cargo xtask bless` makes it anew.
const WRITTEN: &str = include_str!("../../../../docs/reference/evidence-page.json");

/// The part of the page that is written down before the program is built.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Written {
    detection: DetectionView,
    known_failures: Vec<KnownFailures>,
}

/// The page. The replay takes a while and is the same until the method changes.
///
/// # Errors
/// When the table of trials inside the program is damaged.
pub fn evidence_view(snapshot: &ReadModel) -> Result<EvidenceView> {
    let validation = validate(TRIALS, &Engine::default()).map_err(ApiError::internal)?;
    let scores = &validation.scores;
    let rows = [
        ("all", &scores.all),
        ("whole_muscle", &scores.whole_muscle),
        ("running_whole_muscle", &scores.running_whole_muscle),
        ("plain_running_whole_muscle", &scores.plain_running_whole_muscle),
        ("fiber", &scores.fiber),
    ];
    let Written { detection, known_failures } = serde_json::from_str(WRITTEN).map_err(ApiError::internal)?;
    Ok(EvidenceView {
        verdict: format!("{} Read the words and ranges, not single figures.", validation.verdict),
        scores: rows.iter().map(|(name, score)| score_row(name, score)).collect(),
        trials: trials(&validation),
        detection,
        parameters: parameters(snapshot),
        known_failures,
    })
}

fn score_row(name: &str, score: &Score) -> ScoreRow {
    // The score's own JSON is its contract.
    let value = serde_json::to_value(score).unwrap_or_default();
    let figure = |key: &str| value[key].as_f64();
    ScoreRow {
        name: name.to_owned(),
        n: score.n,
        spearman: figure("spearman"),
        mae_points: figure("mae_points"),
        mae_always_zero: figure("mae_always_zero"),
        coverage: figure("coverage"),
    }
}

fn trials(validation: &Validation) -> Vec<TrialPoint> {
    let point = |row: &striate_evidence::TrialRow| {
        Some(TrialPoint {
            id: row.id.clone(),
            measured_pct: row.measured_pct?,
            predicted_pct: row.predicted_pct,
            low_pct: row.low_pct,
            high_pct: row.high_pct,
            class: row.class.to_owned(),
            mode: row.mode.clone(),
        })
    };
    validation.rows.iter().filter(|r| r.scored).filter_map(point).collect()
}

fn parameters(snapshot: &ReadModel) -> Vec<Parameter> {
    let mut all: BTreeMap<(String, String), Parameter> = BTreeMap::new();
    for muscle in Muscle::ALL {
        for parameter in traced(snapshot, muscle).iter().flat_map(|t| &t.parameters) {
            all.insert((parameter.table.to_owned(), parameter.name.clone()), parameter.into());
        }
    }
    all.into_values().collect()
}

#[cfg(test)]
mod written;
