//! The plan in the database: shown, changed, accepted, taken back.

use super::{Form, PlanArguments, PlanCommand, change, out, page, set};
use crate::Outcome;
use crate::folder::When;
use crate::here::{Failure, block_on, open, open_existing, zone};
use crate::import::wrong;
use crate::status::Here;
use crate::terminal::{complain, units, width};
use anyhow::{Context, Result};
use serde::Serialize;
use std::io::Write;
use striate_history::Performed;
use striate_history::audit::AuditView;
use striate_model::{Day, Timestamp};
use striate_planner::{
    AwayGoal, ChangeView, FoodView, Goals, Keep, PastFate, PlanView, Present, SessionView, Standing, Version,
    calendar_zone, food_of_day, made, plan_audit, present, undone,
};
use striate_store::import::Zone;
use striate_store::{AthleteId, PlanState, Store};

/// The plan of the database, and what it is seen with.
pub(super) struct Desk {
    pub(super) store: Store,
    pub(super) athlete: AthleteId,
    pub(super) zone: Zone,
    pub(super) here: Here,
    pub(super) state: PlanState,
    pub(super) form: Form,
}

/// The plan as it stands, with its place among the versions.
pub(super) struct Shown {
    pub(super) standing: Standing,
    pub(super) version: Option<i64>,
    pub(super) is_accepted: bool,
}

const NO_HISTORY: &str = "No session is recorded yet, so this plan starts from your answers alone.\nhint: striate import PATH brings your history in; striate plan set --help lists what you can say";

const NO_SESSION: &str = "error: no session lies on or before today, so there is nothing to plan from\nhint: striate import PATH brings your history in, striate log a session by hand";

pub(super) fn run(arguments: &PlanArguments) -> Result<Outcome> {
    block_on(async {
        let (store, athlete) = match &arguments.command {
            // Somebody without any history gets a plan from the answers alone.
            None | Some(PlanCommand::Set(_)) => open(&arguments.database).await?,
            Some(_) => open_existing(&arguments.database).await?,
        };
        let zone = zone(&store, athlete, arguments.time_zone.as_deref()).await?;
        let here = Here::read(&store, athlete, &zone, When::Today).await?;
        let state = store.plan_state(athlete).await?;
        let desk = Desk { store, athlete, zone, here, state, form: arguments.format };
        match &arguments.command {
            None => desk.show(arguments).await,
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
        }
    })
}

/// `plan --format json`: the plan, and what the database knows beside it.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    plan: &'a PlanView,
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
    /// The plan as it stands today; what life or the calendar changed in it is stored.
    pub(super) async fn shown(&self, weeks: Option<usize>) -> Result<Option<Shown>, Failure> {
        let newest = self.state.newest.as_ref();
        let version = newest.map(|n| Version {
            plan: &n.plan,
            is_accepted: n.is_accepted,
            has_accepted_before: self.state.accepted.is_some(),
        });
        let viewpoint = self.here.viewpoint();
        let found = present(&self.here.ledger, &viewpoint, &self.state.goals, version, weeks);
        let Some(Present { standing, keep }) = found else { return Ok(None) };
        let (mut number, mut is_accepted) = (newest.map(|n| n.version), newest.is_some_and(|n| n.is_accepted));
        if keep != Keep::Nothing {
            let stored = self.store.propose_plan(self.athlete, &standing.plan).await?;
            is_accepted = keep == Keep::Accepted;
            if is_accepted {
                self.store.accept_plan(self.athlete, stored).await?;
            }
            number = Some(stored);
        }
        Ok(Some(Shown { standing, version: number, is_accepted }))
    }

    /// The calendar's time zone over the plan's days.
    pub(super) fn calendar(&self, view: &PlanView, away: &[AwayGoal], version: Option<i64>) -> String {
        let today = self.here.today;
        let last = view.sessions().filter_map(|s| s.date.parse::<Day>().ok()).max().unwrap_or(today);
        let zone = calendar_zone(self.zone.name(), self.zone.time_zone(), today, last);
        let revision = version.unwrap_or(0).clamp(0, i64::from(u32::MAX)) as u32;
        view.calendar((&zone, units()), away, revision, self.here.now)
    }

    pub(super) fn food(&self, standing: &Standing) -> FoodView {
        let today = self.here.today.to_string();
        let planned: Vec<&SessionView> = standing.view.sessions().filter(|s| s.date == today).collect();
        let done: Vec<&Performed> = self.here.ledger.up_to(self.here.today, 1).collect();
        food_of_day(standing.plan.goals.goal, &self.here.athlete, &done, &planned)
    }

    /// Says so where the plan rests on nothing but what the athlete said.
    pub(super) fn tell_where_there_is_no_history(&self) {
        if self.here.ledger.sessions.iter().all(|s| s.day > self.here.today) {
            complain(NO_HISTORY);
        }
    }

    async fn show(&self, arguments: &PlanArguments) -> Result<Outcome, Failure> {
        self.tell_where_there_is_no_history();
        let weeks = arguments.weeks.map(usize::from);
        if arguments.said.is_something() {
            return self.show_once(arguments, weeks);
        }
        let Some(shown) = self.shown(weeks).await? else {
            complain(NO_SESSION);
            return Ok(Outcome::CannotWork);
        };
        self.print(&shown).map_err(Failure::from)?;
        Ok(if shown.standing.view.relaxed.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
    }

    /// A plan for this one run.
    fn show_once(&self, arguments: &PlanArguments, weeks: Option<usize>) -> Result<Outcome, Failure> {
        let said = arguments.said.upon(&self.state.goals.clone().without_past(self.here.today));
        let goals = Goals { weeks: weeks.unwrap_or(said.weeks), ..said }.with_injury_day(self.here.today);
        if let Err(problem) = goals.check(self.here.today) {
            return Ok(wrong(&problem, "striate plan --help tells how each is written"));
        }
        let viewpoint = self.here.viewpoint();
        let plan = made(&self.here.ledger, &viewpoint, &goals, None);
        let standing = plan.and_then(|plan| striate_planner::standing(&self.here.ledger, &viewpoint, &plan));
        let Some(standing) = standing else {
            complain(NO_SESSION);
            return Ok(Outcome::CannotWork);
        };
        complain("This is for once: striate plan set keeps goals, days and equipment.");
        let shown = Shown { standing, version: None, is_accepted: false };
        self.print(&shown).map_err(Failure::from)?;
        Ok(if shown.standing.view.relaxed.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
    }

    fn print(&self, shown: &Shown) -> Result<()> {
        let view = &shown.standing.view;
        let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
        match self.form {
            Form::Table => write!(out, "{}", units().told(&self.page(shown)))?,
            Form::Json => {
                let plan = &shown.standing.plan;
                let rules = self.audit(&shown.standing).map(|a| a.rules).unwrap_or_default();
                let view = &PlanView { rules, ..view.clone() };
                let monday = self.here.today.monday().to_string();
                let fates = shown.standing.past.iter().chain(&shown.standing.done_ahead);
                let answer = Answer {
                    plan: view,
                    version: shown.version,
                    accepted: shown.is_accepted,
                    goals: &plan.goals,
                    goals_in_words: plan.goals.sentence(&self.here.ledger, self.here.today),
                    change: plan.change.as_ref().filter(|_| !shown.is_accepted),
                    this_week: fates.filter(|f| f.session.date >= monday).map(FateAnswer::of).collect(),
                    food: self.food(&shown.standing),
                };
                writeln!(out, "{}", serde_json::to_string(&answer).context("cannot write JSON")?)?;
            }
            Form::Ics => write!(out, "{}", self.calendar(view, &shown.standing.plan.goals.away, shown.version))?,
            Form::Text => write!(out, "{}", view.notation(&self.here.athlete))?,
        }
        out.flush()?;
        Ok(())
    }

    /// Every coaching rule held against the plan.
    fn audit(&self, standing: &Standing) -> Option<AuditView> {
        let (ledger, viewpoint) = (&self.here.ledger, self.here.viewpoint());
        let wishes = standing.plan.goals.wishes(ledger, self.here.today);
        plan_audit(&standing.view, ledger, &viewpoint, &wishes)
    }

    /// How the plan stands to the coaching rules, in a sentence.
    fn rules(&self, standing: &Standing) -> Option<String> {
        let audit = self.audit(standing)?;
        let broken: Vec<&str> = audit.rules.iter().filter(|r| r.verdict == "broken").map(|r| r.rule).collect();
        let broken =
            if broken.is_empty() { "none is broken".to_owned() } else { format!("broken: {}", broken.join(", ")) };
        let counts = audit.counts;
        Some(format!(
            "Of the {} coaching rules this plan keeps {}; {broken}.",
            counts.kept + counts.broken + counts.not_applicable + counts.unknown,
            counts.kept,
        ))
    }

    fn page(&self, shown: &Shown) -> String {
        let width = width();
        let mut text = page::page(&shown.standing.view, width);
        let monday = self.here.today.monday().to_string();
        text.push_str(&page::beside(
            &page::Beside {
                shown,
                goals: &shown.standing.plan.goals.sentence(&self.here.ledger, self.here.today),
                food: &self.food(&shown.standing),
                rules: self.rules(&shown.standing),
                monday: &monday,
                is_open: shown.version.is_some() && !shown.is_accepted,
                has_accepted: self.state.last_accepted().is_some(),
            },
            width,
        ));
        text
    }

    async fn accept(&self) -> Result<Outcome, Failure> {
        let Some(shown) = self.shown(None).await? else {
            complain(NO_SESSION);
            return Ok(Outcome::CannotWork);
        };
        let (Some(version), false) = (shown.version, shown.is_accepted) else {
            println_or(
                self.form,
                "The plan is accepted already.",
                &serde_json::json!({ "version": shown.version, "accepted": true }),
            )?;
            return Ok(Outcome::Done);
        };
        self.store.accept_plan(self.athlete, version).await?;
        let sessions = shown.standing.view.sessions().count();
        let line = format!(
            "Plan {version} is accepted: {sessions} sessions ahead. striate plan shows it, striate plan export --fit DIR writes it for your watch."
        );
        println_or(self.form, &line, &serde_json::json!({ "version": version, "accepted": true }))?;
        Ok(Outcome::Done)
    }

    async fn undo(&self) -> Result<Outcome, Failure> {
        let Some(proposal) = self.state.newest.as_ref().filter(|n| !n.is_accepted) else {
            println_or(self.form, "No pending change to undo.", &serde_json::json!({ "undone": false }))?;
            return Ok(Outcome::Done);
        };
        let Some(accepted) = &self.state.accepted else {
            self.store.drop_proposals(self.athlete).await?;
            let line = "The proposal is gone; no plan was accepted before it. striate plan makes a new one.";
            println_or(self.form, line, &serde_json::json!({ "undone": true, "version": null }))?;
            return Ok(Outcome::Done);
        };
        let plan = undone(&proposal.plan, &accepted.plan);
        let version = self.store.propose_plan(self.athlete, &plan).await?;
        self.store.accept_plan(self.athlete, version).await?;
        if self.state.goals != plan.goals {
            self.store.put_plan_goals(self.athlete, self.here.today, &plan.goals).await?;
        }
        let line = "The plan is again the one that you accepted.";
        println_or(self.form, line, &serde_json::json!({ "undone": true, "version": version }))?;
        Ok(Outcome::Done)
    }
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

/// Instants of files are whole seconds.
pub(super) fn whole_seconds(now: Timestamp) -> Timestamp {
    Timestamp::from_unix_ms(now.as_unix_ms() / 1000 * 1000)
}
