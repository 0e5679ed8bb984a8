//! The plan in the database: shown, changed, accepted, taken back.

use super::{Form, PlanArguments, PlanCommand, change, out, page, set};
use crate::Outcome;
use crate::here::{Asked, Failure, block_on, ensure_derived, open, open_existing};
use crate::import::wrong;
use crate::terminal::{complain, units, width};
use anyhow::{Context, Result};
use serde::Serialize;
use std::io::Write;
use std::sync::Arc;
use striate_app::{AppError, Library, PlanNow, PlanRequest};
use striate_planner::{ChangeView, FoodView, Goals, PastFate, PlanView, Standing, made};

/// The plan of the database, and how it is written.
pub(super) struct Desk {
    pub(super) library: Library,
    pub(super) form: Form,
}

const NO_HISTORY: &str = "No session is recorded yet, so this plan starts from your answers alone.\nhint: striate import PATH brings your history in; striate plan set --help lists what you can say";

const NO_SESSION: &str = "error: no session lies on or before today, so there is nothing to plan from\nhint: striate import PATH brings your history in, striate log a session by hand";

pub(super) fn run(arguments: &PlanArguments) -> Result<Outcome> {
    block_on(async {
        let weeks = arguments.weeks.map(usize::from);
        let asked = Asked { zone: arguments.time_zone.as_deref(), plan: PlanRequest { weeks, makes_first: true } };
        let library = match &arguments.command {
            // Somebody without any history gets a plan from the answers alone.
            None | Some(PlanCommand::Set(_)) => open(&arguments.database, asked).await?,
            Some(_) => open_existing(&arguments.database, asked).await?,
        };
        ensure_derived(&library).await?;
        let desk = Desk { library, form: arguments.format };
        let outcome = match &arguments.command {
            None => desk.show(arguments, weeks).await,
            Some(PlanCommand::Accept) => desk.accept().await,
            Some(PlanCommand::Undo) => desk.undo().await,
            Some(PlanCommand::Why { session }) => change::why(&desk, session).await,
            Some(PlanCommand::WhatIf { change }) => {
                let words: Vec<&str> = change.iter().flat_map(|w| w.split_whitespace()).collect();
                change::what_if(&desk, &words).await
            }
            Some(PlanCommand::Move { session, date }) => change::make(&desk, &["move", session, date]).await,
            Some(PlanCommand::Skip { session }) => change::make(&desk, &["skip", session]).await,
            Some(PlanCommand::Swap { session, kind }) => change::make(&desk, &["swap", session, kind]).await,
            Some(PlanCommand::Add { kind, date }) => change::make(&desk, &["add", kind, date]).await,
            Some(PlanCommand::Away { dates }) => {
                let words: Vec<&str> = dates.iter().flat_map(|w| w.split_whitespace()).collect();
                change::away(&desk, &words).await
            }
            Some(PlanCommand::Set(arguments)) => set::run(&desk, arguments).await,
            Some(PlanCommand::Export(arguments)) => out::run(&desk, arguments).await,
        }?;
        desk.library.close().await;
        Ok(outcome)
    })
}

/// `plan --format json`: the plan, and what the database knows beside it.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    plan: &'a PlanView,
    /// The stored version; null where this plan is not stored.
    version: Option<i64>,
    accepted: bool,
    goals: &'a Goals,
    goals_in_words: String,
    change: Option<&'a ChangeView>,
    this_week: Vec<FateAnswer<'a>>,
    food: FoodView,
}

#[derive(Serialize)]
struct FateAnswer<'a> {
    id: &'a str,
    date: &'a str,
    kind: &'a str,
    title: &'a str,
    /// `done`, `missed` or `open`.
    state: &'static str,
    session: Option<&'a str>,
    note: Option<&'a str>,
}

impl<'a> FateAnswer<'a> {
    fn of(fate: &'a PastFate) -> Self {
        let (session, note) = fate.fate.done().map_or((None, None), |(file, note)| (Some(file), note));
        let s = &fate.session;
        Self { id: &s.id, date: &s.date, kind: s.kind, title: &s.title, state: fate.fate.as_str(), session, note }
    }
}

impl Desk {
    /// The plan as it stands today; `None`, and a word about it, where there is nothing to plan from.
    pub(super) async fn now(&self) -> Result<Option<Arc<PlanNow>>, Failure> {
        let now = self.library.plan().await?;
        if now.standing.is_none() {
            complain(NO_SESSION);
            return Ok(None);
        }
        Ok(Some(now))
    }

    async fn show(&self, arguments: &PlanArguments, weeks: Option<usize>) -> Result<Outcome, Failure> {
        tell_where_there_is_no_history(&*self.library.plan().await?);
        if arguments.said.is_something() {
            return self.show_once(arguments, weeks).await;
        }
        let Some(now) = self.now().await? else { return Ok(Outcome::CannotWork) };
        self.print(&now)
    }

    /// A plan for this one run.
    async fn show_once(&self, arguments: &PlanArguments, weeks: Option<usize>) -> Result<Outcome, Failure> {
        let now = self.library.plan().await?;
        let today = now.model.today;
        let said = arguments.said.upon(&now.state.goals.clone().without_past(today));
        let goals = Goals { weeks: weeks.unwrap_or(said.weeks), ..said }.with_injury_day(today);
        if let Err(problem) = goals.check(today) {
            return Ok(wrong(&problem, "striate plan --help tells how each is written"));
        }
        let (ledger, viewpoint) = (&now.model.ledger, now.model.viewpoint());
        let plan = made(ledger, &viewpoint, &goals, None);
        let Some(standing) = plan.and_then(|plan| striate_planner::standing(ledger, &viewpoint, &plan)) else {
            complain(NO_SESSION);
            return Ok(Outcome::CannotWork);
        };
        complain("This is for once: striate plan set keeps goals, days and equipment.");
        self.print(&now.for_once(standing))
    }

    fn print(&self, now: &PlanNow) -> Result<Outcome, Failure> {
        let Some(standing) = &now.standing else { return Ok(Outcome::CannotWork) };
        let text = match self.form {
            Form::Table => units().told(&page_of(now, standing)).into_owned(),
            Form::Json => format!("{}\n", answer(now, standing)?),
            Form::Ics => now.calendar(units()).unwrap_or_default(),
            Form::Text => standing.view.notation(&now.model.athlete),
        };
        let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
        write!(out, "{text}").and_then(|()| out.flush()).context("cannot write")?;
        Ok(if standing.view.relaxed.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
    }

    async fn accept(&self) -> Result<Outcome, Failure> {
        let Some(now) = self.now().await? else { return Ok(Outcome::CannotWork) };
        if !now.is_pending() {
            let json = serde_json::json!({ "version": now.version(), "accepted": true });
            println_or(self.form, "The plan is accepted already.", &json)?;
            return Ok(Outcome::Done);
        }
        let now = self.library.accept_plan(now.revision()).await?;
        let version = now.version().unwrap_or_default();
        let sessions = now.standing.iter().flat_map(|s| s.view.sessions()).count();
        let line = format!(
            "Plan {version} is accepted: {sessions} sessions ahead. striate plan shows it, striate plan export --fit DIR writes it for your watch."
        );
        println_or(self.form, &line, &serde_json::json!({ "version": version, "accepted": true }))?;
        Ok(Outcome::Done)
    }

    async fn undo(&self) -> Result<Outcome, Failure> {
        let now = self.library.plan().await?;
        match self.library.undo_plan(now.revision()).await {
            Ok(now) => {
                let line = "The plan is again the one that you accepted.";
                println_or(self.form, line, &serde_json::json!({ "undone": true, "version": now.version() }))?;
            }
            Err(AppError::NothingAcceptedBefore) if now.version().is_some() => {
                self.library.drop_proposal().await?;
                let line = "The proposal is gone; no plan was accepted before it. striate plan makes a new one.";
                println_or(self.form, line, &serde_json::json!({ "undone": true, "version": null }))?;
            }
            Err(AppError::NothingToUndo | AppError::NothingAcceptedBefore) => {
                println_or(self.form, "No pending change to undo.", &serde_json::json!({ "undone": false }))?;
            }
            Err(error) => return Err(error.into()),
        }
        Ok(Outcome::Done)
    }
}

/// Says so where the plan rests on nothing but what the athlete said.
pub(super) fn tell_where_there_is_no_history(now: &PlanNow) {
    if now.model.ledger.sessions.iter().all(|s| s.day > now.model.today) {
        complain(NO_HISTORY);
    }
}

fn answer(now: &PlanNow, standing: &Standing) -> Result<String> {
    let plan = &standing.plan;
    let rules = now.audit().map(|a| a.rules.clone()).unwrap_or_default();
    let view = &PlanView { rules, ..standing.view.clone() };
    let monday = now.model.today.monday().to_string();
    let fates = standing.past.iter().chain(&standing.done_ahead);
    let answer = Answer {
        plan: view,
        version: now.stored_version(),
        accepted: !now.is_pending(),
        goals: &plan.goals,
        goals_in_words: plan.goals.sentence(&now.model.ledger, now.model.today),
        change: plan.change.as_ref().filter(|_| now.is_pending()),
        this_week: fates.filter(|f| f.session.date >= monday).map(FateAnswer::of).collect(),
        food: now.food(),
    };
    serde_json::to_string(&answer).context("cannot write JSON")
}

/// How the plan stands to the coaching rules, in a sentence.
fn rules(now: &PlanNow) -> Option<String> {
    let audit = now.audit()?;
    let broken: Vec<&str> = audit.rules.iter().filter(|r| r.verdict == "broken").map(|r| r.rule).collect();
    let broken = if broken.is_empty() { "none is broken".to_owned() } else { format!("broken: {}", broken.join(", ")) };
    let counts = audit.counts;
    Some(format!(
        "Of the {} coaching rules this plan keeps {}; {broken}.",
        counts.kept + counts.broken + counts.not_applicable + counts.unknown,
        counts.kept,
    ))
}

fn page_of(now: &PlanNow, standing: &Standing) -> String {
    let width = width();
    let mut text = page::page(&standing.view, width);
    let beside = page::Beside {
        now,
        standing,
        goals: &standing.plan.goals.sentence(&now.model.ledger, now.model.today),
        rules: rules(now),
    };
    text.push_str(&page::beside(&beside, width));
    text
}

/// A line for people, or an object for programs.
pub(super) fn println_or(form: Form, line: &str, json: &serde_json::Value) -> Result<(), Failure> {
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    let text = if form == Form::Json {
        json.to_string()
    } else {
        crate::terminal::wrapped(line, width(), "").trim_end().to_owned()
    };
    writeln!(out, "{text}").context("cannot write").map_err(Failure::from)?;
    Ok(())
}
