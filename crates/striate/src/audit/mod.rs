//! `striate audit`: the coaching rules held against the history in the database, or against a folder of files.

mod page;

use crate::Outcome;
use crate::database::DatabaseArguments;
use crate::folder::{self, HistoryArguments};
use crate::here::block_on;
use crate::status::remembered;
use crate::terminal::{complain, units, width};
use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;
use striate_history::Ledger;
use striate_history::audit::{AuditQuestion, AuditView, Goal, audit_input, audit_view};
use striate_model::{Athlete, Day};

/// Check your training against the 45 coaching rules, with the evidence for each.
///
/// Uses the history in the database, or only the folders or files you name.
#[derive(clap::Args)]
pub(crate) struct AuditArguments {
    /// Folders or files to audit instead of the database: recordings (FIT, TCX, GPX) and lifting logs (CSV).
    #[arg(value_name = "FOLDER")]
    paths: Vec<PathBuf>,
    /// Number of full weeks to judge, in addition to the current week.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=52))]
    weeks: u32,
    /// Your goal [default: the goal in the database, else build]
    #[arg(long, value_enum, value_name = "GOAL")]
    goal: Option<GoalWord>,
    /// Hours of rest between hard sessions for the same muscle: 24 as the coaching articles say, 48 as the research
    /// says [default: your setting in the database, else judged by 24 with 48 shown beside it]
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u16).range(12..=168))]
    rest_hours: Option<u16>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    #[command(flatten)]
    history: HistoryArguments,
    #[command(flatten)]
    database: DatabaseArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GoalWord {
    /// Gain muscle.
    Build,
    /// Keep the muscle you have.
    Keep,
    /// Lose fat and keep muscle.
    Lean,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A table to read.
    Table,
    /// One JSON object.
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
    if arguments.paths.is_empty() {
        return of_database(arguments);
    }
    let history = &arguments.history;
    let athlete = match history.athlete() {
        Ok(athlete) => athlete,
        Err(error) => {
            complain(&format!("error: {error:#}\nhint: striate audit --help lists the figures and their units"));
            return Ok(Outcome::WrongUse);
        }
    };
    let folder = folder::read(&arguments.paths, history, &athlete);
    let question = history.day(&folder.ledger).map(|(last, _)| AuditQuestion {
        last,
        today: None,
        weeks: arguments.weeks,
        goal: arguments.goal.map(GoalWord::goal),
        chosen_rest_h: arguments.rest_hours.map(f64::from),
        exempt_weeks: Vec::new(),
        gated_weeks: Vec::new(),
        run_walk_weeks: Vec::new(),
        spared: Vec::new(),
        available: None,
        person: history.person(),
        before: history.before(),
        offset: history.offset(),
    });
    let problems: Vec<ProblemView> =
        folder.failed.iter().map(|(file, e)| ProblemView { file, code: &e.code, message: &e.message }).collect();
    answer(arguments, question, (&folder.ledger, &folder.athlete), problems)
}

fn of_database(arguments: &AuditArguments) -> Result<Outcome> {
    if let Some(refused) = arguments.history.refused_with_a_database("audit FOLDER") {
        return Ok(refused);
    }
    block_on(async {
        let (model, library) = remembered(&arguments.database, &arguments.history).await?;
        let goals = library.store.goals(library.athlete).await?;
        let chosen = model.profile.more.get("rest_hours").and_then(hours);
        library.close().await;
        let point = model.viewpoint();
        let question = AuditQuestion {
            last: model.today,
            today: None,
            weeks: arguments.weeks,
            goal: arguments.goal.map(GoalWord::goal).or_else(|| goal_on(&goals, model.today)),
            chosen_rest_h: arguments.rest_hours.map(f64::from).or(chosen),
            exempt_weeks: Vec::new(),
            gated_weeks: Vec::new(),
            run_walk_weeks: Vec::new(),
            spared: Vec::new(),
            available: None,
            person: point.person,
            before: point.before,
            offset: point.offset,
        };
        Ok(answer(arguments, Some(question), (&model.ledger, &model.athlete), Vec::new())?)
    })
}

/// A number of hours as the profile holds it.
fn hours(said: &serde_json::Value) -> Option<f64> {
    said.as_f64().or_else(|| said.as_str()?.parse().ok())
}

/// The goal that held on a day, where one was set that the audit knows.
fn goal_on(goals: &[(Day, String)], day: Day) -> Option<Goal> {
    let (_, text) = goals.iter().rev().find(|(from, _)| *from <= day)?;
    let said: serde_json::Value = serde_json::from_str(text).ok()?;
    GoalWord::from_str(said["goal"].as_str()?, true).ok().map(GoalWord::goal)
}

impl GoalWord {
    const fn goal(self) -> Goal {
        match self {
            Self::Build => Goal::Build,
            Self::Keep => Goal::Keep,
            Self::Lean => Goal::Lean,
        }
    }
}

fn answer(
    arguments: &AuditArguments,
    question: Option<AuditQuestion>,
    (ledger, athlete): (&Ledger, &Athlete),
    problems: Vec<ProblemView<'_>>,
) -> Result<Outcome> {
    let Some(input) = question.and_then(|question| audit_input(ledger, athlete, &question)) else {
        complain("error: no session that could be read lies on or before that day");
        return Ok(Outcome::CannotWork);
    };
    let audit = audit_view(&input, arguments.weeks);
    let is_whole = problems.is_empty();
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match arguments.format {
        Form::Table => write!(out, "{}", units().told(&page::page(&audit, width())))?,
        Form::Json => {
            let answer = Answer { audit: &audit, problems };
            writeln!(out, "{}", serde_json::to_string(&answer).context("cannot write JSON")?)?;
        }
    }
    out.flush()?;
    Ok(if is_whole { Outcome::Done } else { Outcome::DoneWithProblems })
}
