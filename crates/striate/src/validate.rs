//! `striate validate`: published trials replayed through the shipped engine, prediction beside measurement.

use crate::Outcome;
use crate::terminal::{FAINT, STRONG, complain, styled, width, wrapped};
use anyhow::{Context, Result};
use clap::ValueEnum;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;
use striate_evidence::{Engine, Score, TrialRow, Validation, validate};
use striate_text::numbers::signed_banded;

/// The trials that ship with the program.
const TRIALS: &[u8] = include_bytes!("../../../evidence/trials.csv");

/// Which trials, and how to say the result.
#[derive(clap::Args)]
pub(crate) struct ValidateArguments {
    /// CSV of trials with the columns described in evidence/README.md [default: the built-in table]
    #[arg(long, value_name = "FILE")]
    trials: Option<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A table to read.
    Table,
    /// JSON.
    Json,
}

pub(crate) fn run(arguments: &ValidateArguments) -> Result<Outcome> {
    let csv = match &arguments.trials {
        Some(path) => std::fs::read(path).with_context(|| format!("cannot read the trials {}", path.display()))?,
        None => TRIALS.to_vec(),
    };
    let validation = validate(&csv, &Engine::default()).context("the trials are not understood")?;
    for problem in &validation.problems {
        let name = if problem.id.is_empty() { String::new() } else { format!(" ({})", problem.id) };
        complain(&format!("line {}{name}: {}", problem.line, problem.message));
    }
    if validation.rows.is_empty() {
        complain(
            "error: no row of the table can be replayed. hint: evidence/README.md names the columns and their form",
        );
        return Ok(Outcome::CannotWork);
    }
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match arguments.format {
        Form::Table => write!(out, "{}", page(&validation, width()))?,
        Form::Json => writeln!(out, "{}", serde_json::to_string(&validation)?)?,
    }
    out.flush()?;
    Ok(if validation.problems.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
}

/// Verdict, scores, then every row.
fn page(validation: &Validation, width: usize) -> String {
    let mut text = String::new();
    for line in wrapped(&validation.verdict, width, "").lines() {
        let _ = writeln!(text, "{}", styled(STRONG, line));
    }
    let mut table = |title: &str, rows: &[(String, &Score)]| {
        let _ = writeln!(text, "\n{}", styled(STRONG, title));
        let head = "                          n   rank (nine in ten)  error (nine in ten)   zero   mean  constant  chance   sign  in band  interval";
        let _ = writeln!(text, "{}", styled(FAINT, head));
        for (name, score) in rows {
            let _ = writeln!(text, "{}", score_line(name, score));
        }
    };
    let s = &validation.scores;
    let classes = |s: &striate_evidence::Scores| -> Vec<(String, Score)> {
        [
            ("all", &s.all),
            ("whole muscle", &s.whole_muscle),
            ("  of it running", &s.running_whole_muscle),
            ("  of it plain running", &s.plain_running_whole_muscle),
            ("fiber", &s.fiber),
        ]
        .into_iter()
        .map(|(name, score)| (name.to_owned(), score.clone()))
        .collect()
    };
    let mut show = |title: &str, scores: &striate_evidence::Scores| {
        let rows = classes(scores);
        let rows: Vec<(String, &Score)> = rows.iter().map(|(name, score)| (name.clone(), score)).collect();
        table(title, &rows);
    };
    show("Scores", s);
    for (title, scores) in [
        ("On the trials of the first table", &validation.scores_given),
        ("On trials typed while version 1 was built", &validation.scores_added),
        ("On trials of the review of November 2026", &validation.scores_review),
        ("On trials that no constant was set with in view", &Some(validation.scores_independent.clone())),
    ] {
        if let Some(scores) = scores {
            show(title, scores);
        }
    }
    let modes: Vec<(String, &Score)> = validation.scores_by_mode.iter().map(|m| (m.mode.clone(), &m.score)).collect();
    table("By type of training", &modes);
    let independent = validation.scores_by_mode.iter().filter(|m| m.score_independent.n > 0);
    let independent: Vec<(String, &Score)> = independent.map(|m| (m.mode.clone(), &m.score_independent)).collect();
    table("By type of training, without the trials that a constant was set with", &independent);
    let legend = "rank: Spearman's rank correlation; error: mean absolute error in percentage points; each with the range of nine \
                  in ten tables drawn by whole studies. Beside the error the same for saying zero, the mean of the other studies, \
                  a constant: the median of this type in the other studies, and chance: what few people and devices that err leave to somebody \
                  who knows the true changes. sign: same direction, dead zone 1.5 points. in \
                  band: measurements inside the 80 % band. interval: mean interval score, lower is better.";
    text.push('\n');
    text.push_str(&wrapped(legend, width, ""));
    let _ = writeln!(text, "\n{}", styled(STRONG, "Every row: measured, predicted (80 % band), in percent"));
    let mut rows: Vec<&TrialRow> = validation.rows.iter().collect();
    rows.sort_by(|a, b| (a.class, &a.mode, &a.id).cmp(&(b.class, &b.mode, &b.id)));
    for row in rows {
        let _ = writeln!(text, "{}", row_line(row));
    }
    text
}

fn score_line(name: &str, s: &Score) -> String {
    let figure =
        |value: Option<f64>, decimals: usize| value.map_or_else(|| "-".to_owned(), |v| format!("{v:.decimals$}"));
    let range = |value: Option<[f64; 2]>, decimals: usize| {
        value.map_or_else(String::new, |[low, high]| format!("({low:.decimals$} to {high:.decimals$})"))
    };
    format!(
        "  {name:<22}{:>3}{:>7} {:<13}{:>6} {:<13}{:>6}{:>7}{:>10}{:>8}{:>7}{:>9}{:>10}",
        s.n,
        figure(s.spearman, 2),
        range(s.spearman_90, 2),
        figure(s.mae_points, 1),
        range(s.mae_90, 1),
        figure(s.mae_always_zero, 1),
        figure(s.mae_mean_of_others, 1),
        figure(s.mae_constant, 1),
        figure(s.mae_floor, 1),
        figure(s.sign_agreement, 2),
        figure(s.coverage, 2),
        figure(s.mean_interval_score, 1),
    )
}

fn row_line(row: &TrialRow) -> String {
    let measured = row.measured_pct.map_or_else(|| "sign".to_owned(), |m| format!("{m:+.1}"));
    let predicted = signed_banded(row.predicted_pct, row.low_pct, row.high_pct);
    let (predicted, band) = predicted.split_once(' ').unwrap_or((&predicted, ""));
    let marks = match (row.scored, row.informs) {
        (false, _) => "not scored",
        (true, true) => "a constant was set with it",
        (true, false) => "",
    };
    format!(
        "  {:<13}{:<15}{:<29}{:<11}{measured:>7}{predicted:>7} {band:<17} {marks}",
        row.class, row.mode, row.id, row.muscle
    )
    .trim_end()
    .to_owned()
}
