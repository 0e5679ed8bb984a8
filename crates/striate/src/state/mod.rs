//! `striate state`: the body over days from a folder of files, without a database.

mod page;

use crate::Outcome;
use crate::folder::{self, HistoryArguments};
use crate::terminal::{complain, width};
use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;
use striate_pipeline::history::{SpeedsView, StateView, speeds_view, state_view};

/// Whose body, and how to say it.
#[derive(clap::Args)]
pub(crate) struct StateArguments {
    /// Folders or files: recordings (FIT, TCX, GPX) and lifting logs (CSV of Hevy, Strong, FitNotes, Liftosaur).
    #[arg(required = true, value_name = "FOLDER")]
    paths: Vec<PathBuf>,
    /// How to print the answer.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    #[command(flatten)]
    history: HistoryArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people.
    Table,
    /// For programs: one object.
    Json,
}

/// The JSON contract: docs/reference/state-json.md.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    state: &'a StateView,
    speeds: Option<&'a SpeedsView>,
    duplicates: Vec<DuplicateView<'a>>,
    problems: Vec<ProblemView<'a>>,
}

#[derive(Serialize)]
struct DuplicateView<'a> {
    file: &'a str,
    same_as: &'a str,
}

#[derive(Serialize)]
struct ProblemView<'a> {
    file: &'a str,
    code: &'a str,
    message: &'a str,
}

pub(crate) fn run(arguments: &StateArguments) -> Result<Outcome> {
    let athlete = match arguments.history.athlete() {
        Ok(athlete) => athlete,
        Err(error) => {
            complain(&format!("error: {error:#}\nhint: striate state --help lists the figures and their units"));
            return Ok(Outcome::WrongUse);
        }
    };
    let folder = folder::read(&arguments.paths, &arguments.history, &athlete);
    let history = &arguments.history;
    let state = history.day(&folder.ledger).and_then(|day| {
        state_view(&folder.ledger, &folder.athlete, history.person(), history.before(), day, history.utc_offset)
    });
    let Some(state) = state else {
        complain("error: no session that could be read lies on or before that day");
        return Ok(Outcome::CannotWork);
    };
    let speeds = folder.speeds.as_ref().map(|curve| speeds_view(curve, history.utc_offset));
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match arguments.format {
        Form::Table => write!(out, "{}", page::page(&state, &folder.athlete, speeds.as_ref(), width()))?,
        Form::Json => {
            let duplicates = &folder.ledger.duplicates;
            let answer = Answer {
                state: &state,
                speeds: speeds.as_ref(),
                duplicates: duplicates.iter().map(|d| DuplicateView { file: &d.file, same_as: &d.same_as }).collect(),
                problems: folder
                    .failed
                    .iter()
                    .map(|(file, e)| ProblemView { file, code: &e.code, message: &e.message })
                    .collect(),
            };
            writeln!(out, "{}", serde_json::to_string(&answer).context("cannot write JSON")?)?;
        }
    }
    out.flush()?;
    Ok(if folder.failed.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
}
