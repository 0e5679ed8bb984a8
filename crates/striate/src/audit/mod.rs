//! `striate audit`: the coaching rules held against the sessions of a folder.

mod page;

use crate::Outcome;
use crate::folder::{self, HistoryArguments};
use crate::terminal::{complain, width};
use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;
use striate_pipeline::rules::{AuditQuestion, AuditView, Goal, audit_input, audit_view};

/// Whose log, how far back, and how to say it.
#[derive(clap::Args)]
pub(crate) struct AuditArguments {
    /// Folders or files: recordings (FIT, TCX, GPX) and lifting logs (CSV of Hevy, Strong, FitNotes, Liftosaur).
    #[arg(required = true, value_name = "FOLDER")]
    paths: Vec<PathBuf>,
    /// Whole weeks that are judged; the running week is looked at too.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=52))]
    weeks: u32,
    /// What you train for; without one you are judged as building muscle.
    #[arg(long, value_enum, value_name = "GOAL")]
    goal: Option<GoalWord>,
    /// Hours that you leave between hard work of a muscle: 24 as the articles say, 48 as the literature says; without it
    /// 24 are asked and 48 told beside.
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u16).range(12..=168))]
    rest_hours: Option<u16>,
    /// How to print the answer.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    #[command(flatten)]
    history: HistoryArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GoalWord {
    /// More muscle.
    Build,
    /// The muscle that is there.
    Keep,
    /// Less fat, with as much muscle kept as possible.
    Lean,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people.
    Table,
    /// For programs: one object.
    Json,
}

/// The JSON contract: docs/reference/audit-json.md.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    audit: &'a AuditView,
    problems: Vec<ProblemView<'a>>,
}

#[derive(Serialize)]
struct ProblemView<'a> {
    file: &'a str,
    code: &'a str,
    message: &'a str,
}

pub(crate) fn run(arguments: &AuditArguments) -> Result<Outcome> {
    let athlete = match arguments.history.athlete() {
        Ok(athlete) => athlete,
        Err(error) => {
            complain(&format!("error: {error:#}\nhint: striate audit --help lists the figures and their units"));
            return Ok(Outcome::WrongUse);
        }
    };
    let folder = folder::read(&arguments.paths, &arguments.history, &athlete);
    let history = &arguments.history;
    let input = history.day(&folder.ledger).and_then(|(last, _)| {
        let question = AuditQuestion {
            last,
            today: None,
            weeks: arguments.weeks,
            goal: arguments.goal.map(|goal| match goal {
                GoalWord::Build => Goal::Build,
                GoalWord::Keep => Goal::Keep,
                GoalWord::Lean => Goal::Lean,
            }),
            chosen_rest_h: arguments.rest_hours.map(f64::from),
            exempt_weeks: Vec::new(),
            spared: Vec::new(),
            person: history.person(),
            before: history.before(),
            offset: history.utc_offset,
        };
        audit_input(&folder.ledger, &folder.athlete, &question)
    });
    let Some(input) = input else {
        complain("error: no session that could be read lies on or before that day");
        return Ok(Outcome::CannotWork);
    };
    let audit = audit_view(&input, arguments.weeks);
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match arguments.format {
        Form::Table => write!(out, "{}", page::page(&audit, width()))?,
        Form::Json => {
            let problems = folder
                .failed
                .iter()
                .map(|(file, e)| ProblemView { file, code: &e.code, message: &e.message })
                .collect();
            let answer = Answer { audit: &audit, problems };
            writeln!(out, "{}", serde_json::to_string(&answer).context("cannot write JSON")?)?;
        }
    }
    out.flush()?;
    Ok(if folder.failed.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
}
