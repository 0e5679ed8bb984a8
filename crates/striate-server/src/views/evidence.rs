//! Why to believe it: the published trials replayed, and the parameters.

use super::muscle::{Parameter, traced};
use crate::problem::{ApiError, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use striate_app::ReadModel;
use striate_evidence::{Engine, Score, Validation, validate};
use striate_model::{Muscle, SessionKind};
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KnownFailures {
    /// The part.
    pub about: String,
    /// A sentence each.
    pub sentences: Vec<String>,
}

/// How well efforts and kinds are found: in real runs, and on the half of synthetic ones that nothing was tuned on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct DetectionView {
    /// In a sentence.
    pub verdict: String,
    /// All recordings, then those where less is known, then kind by kind.
    pub rows: Vec<DetectionRow>,
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
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
const DETECTION: &str = include_str!("../../../../docs/reference/detection.md");
const FAILURES: &str = include_str!("../../../../SHORTCOMINGS.md");

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
    Ok(EvidenceView {
        verdict: format!("{} Read the words and ranges, not single figures.", validation.verdict),
        scores: rows.iter().map(|(name, score)| score_row(name, score)).collect(),
        trials: trials(&validation),
        detection: detection(),
        parameters: parameters(snapshot),
        known_failures: known_failures(),
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

/// Rows of the written score, by the words that begin them there and the words for readers.
const DETECTED: [(&str, &str); 7] = [
    ("real runs, nothing known", "Real runs with efforts"),
    ("real runs, athlete known", "Real runs, athlete known"),
    ("real positions, nothing known", "Real runs, positions only, as in a GPX"),
    ("made like real, nothing known", "Synthetic runs with the faults of real ones"),
    (MADE_KNOWN, "Synthetic runs, athlete known"),
    ("nothing known of the athlete", "Synthetic runs, nothing known of the athlete"),
    ("positions only, as in a GPX", "Synthetic runs, positions only"),
];

/// The row of all synthetic runs.
const MADE_KNOWN: &str = "efforts of 15 s and longer";

/// The score as `cargo xtask score` last wrote it.
fn detection() -> DetectionView {
    // A checkout on Windows may end lines in its own way.
    let written = DETECTION.replace('\r', "");
    let half = |heading: &str| {
        let (_, text) = written.split_once(&format!("\n== {heading} ==\n"))?;
        text.split("\n== ").next()
    };
    let (Some(test), Some(otherwise)) = (half("test half"), half("the test half otherwise")) else {
        return DetectionView::default();
    };
    let (real, like_real) = (half("real runs"), half("synthetic runs with the faults of real ones"));
    let named = |begins: &str, name: &str| {
        let real = real.into_iter().chain(like_real).flat_map(str::lines);
        let line = real.chain(test.lines()).chain(otherwise.lines()).find(|line| line.starts_with(begins))?;
        detection_row(line, name, false)
    };
    let kinds = test.split_once("\nby kind\n").map_or("", |(_, text)| text);
    let kind = |line: &str| {
        let kind = SessionKind::from_name(line.split_whitespace().next()?)?;
        detection_row(line, kind.as_str(), true)
    };
    let kinds = kinds.lines().take_while(|line| !line.trim().is_empty()).filter_map(kind);
    let rows: Vec<DetectionRow> =
        DETECTED.into_iter().filter_map(|(begins, name)| named(begins, name)).chain(kinds).collect();
    let percent = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |s| format!("{:.1} %", 100.0 * s));
    let from_real = named(DETECTED[0].0, "").map(|found| {
        format!(
            "{} Of {} efforts of 15 s and longer in {} of them {} were found from the signal alone, nothing known of the \
             runner; {} of what was called an effort is one. ",
            real.and_then(|text| text.lines().next()).unwrap_or_default(),
            found.efforts,
            found.recordings,
            percent(found.recall),
            percent(found.precision),
        )
    });
    let from_made = named(MADE_KNOWN, "").map(|all| {
        format!(
            "Of {} efforts in {} made recordings of known athletes {} were found, and {} of what was called an effort is one; \
             the kind of run was named rightly in {}.",
            all.efforts,
            all.recordings,
            percent(all.recall),
            percent(all.precision),
            percent(all.kind_right),
        )
    });
    let verdict = [from_real, from_made].into_iter().flatten().collect();
    DetectionView { verdict, rows }
}

/// A line of the written score: words, then ten figures, `-` for none.
fn detection_row(line: &str, name: &str, is_kind: bool) -> Option<DetectionRow> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let figures = words.get(words.len().checked_sub(10)?..)?;
    let figure = |at: usize| figures[at].parse::<f64>().ok();
    Some(DetectionRow {
        name: name.to_owned(),
        is_kind,
        recordings: figures[0].parse().ok()?,
        efforts: figures[1].parse().ok()?,
        precision: figure(3),
        recall: figure(4),
        edge_s: figure(6),
        kind_right: figure(9),
    })
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

/// Parts of the page of shortcomings that say how far figures and plans can be believed; the others are about the program.
const ABOUT_FIGURES: [&str; 8] = [
    "The muscle model",
    "The body over weeks",
    "Efforts and kinds of run",
    "The audit of the rules",
    "Planned sessions, food, workouts out",
    "Planning",
    "Formats",
    "Twins",
];

/// The first sentence of each item of the page of shortcomings, part by part.
fn known_failures() -> Vec<KnownFailures> {
    let part = |about: &&str| {
        let (_, text) = FAILURES.split_once(&format!("\n## {about}\n"))?;
        let sentences = sentences_of(text.split("\n## ").next().unwrap_or_default());
        (!sentences.is_empty()).then(|| KnownFailures { about: (*about).to_owned(), sentences })
    };
    ABOUT_FIGURES.iter().filter_map(part).collect()
}

fn sentences_of(part: &str) -> Vec<String> {
    let items = part.split("\n- ").skip(1);
    let first = |item: &str| {
        let text = item.split("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = text.replace(['*', '`'], "");
        plain.split_once(". ").map_or(plain.clone(), |(sentence, _)| format!("{sentence}."))
    };
    // A line with a command is for who builds the program.
    items.filter(|item| !item.contains("cargo ")).map(first).filter(|s| !s.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_written_score_of_detection_is_read() {
        let detection = detection();
        assert_eq!(detection.rows.iter().filter(|r| !r.is_kind).count(), DETECTED.len(), "a row was renamed");
        assert!(detection.rows.iter().filter(|r| r.is_kind).count() >= 10, "{:?}", detection.rows);
        let real = &detection.rows[0];
        assert!(real.recordings > 10 && real.recall.is_some_and(|r| r > 0.8), "{real:?}");
        let all = detection.rows.iter().find(|r| r.name == "Synthetic runs, athlete known").expect("it is written");
        assert!(all.efforts > 1000 && all.recall.is_some_and(|r| r > 0.9) && all.edge_s.is_some_and(|e| e < 3.0));
        assert!(!detection.verdict.is_empty() && !detection.verdict.contains('–'), "{}", detection.verdict);
    }

    #[test]
    fn the_page_of_shortcomings_is_told_in_sentences() {
        let failures = known_failures();
        assert_eq!(failures.len(), ABOUT_FIGURES.len(), "a part was renamed: {failures:?}");
        let mut sentences = failures.iter().flat_map(|f| &f.sentences);
        assert!(sentences.all(|f| f.len() > 15 && !f.contains('\n')), "{failures:?}");
    }
}
