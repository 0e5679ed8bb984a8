//! `striate state`: the body over days from a folder of files, without a database.

pub(crate) mod page;

use crate::Outcome;
use crate::folder::{self, HistoryArguments};
use crate::terminal::{complain, width};
use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;
use striate_history::body::planned_days;
use striate_history::{SpeedsView, StateView, speeds_view, state_view};
use striate_journal::LineProblem;

/// Whose body, and how to say it.
#[derive(clap::Args)]
pub(crate) struct StateArguments {
    /// Folders or files: recordings (FIT, TCX, GPX), lifting logs (CSV), and a journal (journal.txt or *.journal).
    #[arg(required = true, value_name = "FOLDER")]
    paths: Vec<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// Planned sessions for the twelve-week forecast, in journal syntax: every tue lift back squat 3x5 @ 100 kg.
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    #[command(flatten)]
    history: HistoryArguments,
}

/// Weeks that a calendar is looked ahead.
const PLAN_WEEKS: usize = 12;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A table to read.
    Table,
    /// One JSON object.
    Json,
}

/// The JSON contract: docs/reference/state-json.md.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    state: &'a StateView,
    speeds: Option<&'a SpeedsView>,
    planned_sessions: Option<usize>,
    duplicates: Vec<DuplicateView<'a>>,
    perhaps_twice: Vec<PerhapsTwiceView<'a>>,
    problems: Vec<ProblemView<'a>>,
}

#[derive(Serialize)]
struct DuplicateView<'a> {
    file: &'a str,
    same_as: &'a str,
    day: String,
}

#[derive(Serialize)]
struct PerhapsTwiceView<'a> {
    file: &'a str,
    session: &'a str,
    beside: &'a str,
    day: String,
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
    let view = arguments.history.viewpoint(&folder.ledger, &folder.athlete);
    let plan = match (&arguments.plan, &view) {
        (Some(path), Some(view)) => {
            let text =
                std::fs::read_to_string(path).with_context(|| format!("cannot read the plan {}", path.display()))?;
            let plan = planned_days(&text, view.today, PLAN_WEEKS, view.athlete, view.offset);
            for LineProblem { line, error } in &plan.problems {
                complain(&format!("{}, line {line}: {}. hint: {}", path.display(), error.message, error.hint));
            }
            Some(plan)
        }
        _ => None,
    };
    let days = plan.as_ref().map(|plan| plan.days.as_slice());
    let state = view.and_then(|view| state_view(&folder.ledger, &view, days));
    let Some(state) = state else {
        complain("error: no session that could be read lies on or before that day");
        return Ok(Outcome::CannotWork);
    };
    let speeds = folder.speeds.as_ref().map(|curve| speeds_view(curve, arguments.history.offset()));
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match arguments.format {
        Form::Table => {
            let beside = page::Beside { speeds: speeds.as_ref(), plan: plan.as_ref() };
            write!(out, "{}", page::page(&state, &folder.athlete, beside, width()))?;
        }
        Form::Json => {
            let duplicates = &folder.ledger.duplicates;
            let answer = Answer {
                state: &state,
                speeds: speeds.as_ref(),
                planned_sessions: plan.as_ref().map(|p| p.sessions),
                duplicates: duplicates
                    .iter()
                    .map(|d| DuplicateView { file: &d.file, same_as: &d.same_as, day: d.day.to_string() })
                    .collect(),
                perhaps_twice: folder
                    .ledger
                    .perhaps_twice
                    .iter()
                    .map(|p| PerhapsTwiceView {
                        file: &p.file,
                        session: p.session,
                        beside: &p.beside,
                        day: p.day.to_string(),
                    })
                    .collect(),
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
    let is_plan_read = plan.is_none_or(|p| p.problems.is_empty());
    Ok(if folder.failed.is_empty() && is_plan_read { Outcome::Done } else { Outcome::DoneWithProblems })
}
