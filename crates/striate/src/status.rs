//! `striate status`: today, from the database.

use crate::Outcome;
use crate::database::{DatabaseArguments, Form};
use crate::folder::{HistoryArguments, When};
use crate::here::{Asked, Failure, block_on, ensure_derived, open_existing};
use crate::state::page::{Beside, page};
use crate::terminal::{STRONG, complain, styled, units, width, wrapped};
use anyhow::{Context, Result};
use serde::Serialize;
use std::io::Write;
use std::sync::Arc;
use striate_app::{Library, PlanNow, PlanRequest, ReadModel, Viewed};
use striate_history::StateView;
use striate_planner::{FoodView, SessionView};

/// Show today: what to do, why, and how ready each muscle is.
#[derive(clap::Args)]
pub(crate) struct StatusArguments {
    /// Day to show: 2026-11-14, today, or last (the day of the last session).
    #[arg(long, value_name = "DATE", default_value = "today")]
    on: When,
    /// Your time zone [default: from your profile, else this computer's]
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    #[command(flatten)]
    database: DatabaseArguments,
}

impl When {
    const fn viewed(self) -> Viewed {
        match self {
            Self::Today => Viewed::Now,
            Self::LastSession => Viewed::LastSession,
            Self::On(day) => Viewed::On(day),
        }
    }
}

/// A person who imports old files and asks about today gets mostly "not known": this says why.
fn tell_where_it_is_quiet(model: &ReadModel, on: Option<When>) {
    let last = model.ledger.sessions.iter().map(|s| s.day).filter(|day| *day <= model.today).max();
    if let (None, Some(last)) = (on, last)
        && model.today.days_since(last) > QUIET_DAYS
    {
        complain(&format!("Nothing is recorded since {last}. hint: --on last looks from that day"));
    }
}

/// `status --format json`: the body, and what today asks.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    state: &'a StateView,
    today: Today,
}

/// What to do today, and what to eat.
#[derive(Serialize)]
struct Today {
    /// Whether there is a plan.
    has_plan: bool,
    /// Planned sessions that are still to come today.
    sessions: Vec<SessionView>,
    /// Food for the day with its training.
    food: FoodView,
}

impl Today {
    fn of(now: &PlanNow) -> Self {
        Self { has_plan: now.standing.is_some(), sessions: now.today().cloned().collect(), food: now.food() }
    }

    fn page(&self, width: usize) -> String {
        let mut text = format!("\n{}\n", styled(STRONG, "Today"));
        for session in &self.sessions {
            text.push_str(&crate::plan::session_line(session));
            text.push('\n');
            text.push_str(&wrapped(&session.because.join("; "), width, "          "));
        }
        let none = if self.has_plan {
            "Nothing is planned for today."
        } else {
            "There is no plan yet: striate plan makes one from what you have done."
        };
        if self.sessions.is_empty() {
            text.push_str(&wrapped(none, width, "  "));
        }
        text.push_str(&wrapped(&self.food.sentence, width, "  "));
        text
    }
}

/// After so many days without a session a command that looks from today says so.
const QUIET_DAYS: i32 = 28;

/// The history in the database as the arguments of a command ask for it; today where they name no day. Says on standard
/// error where nothing was recorded for long, since an empty answer would look like a fault.
pub(crate) async fn remembered(
    database: &DatabaseArguments,
    history: &HistoryArguments,
) -> Result<(ReadModel, Library), Failure> {
    let library = open_existing(database, Asked::default()).await?;
    ensure_derived(&library).await?;
    let mut model = ReadModel::of_day(&library, history.when().unwrap_or(When::Today).viewed()).await?;
    model.before = history.before();
    tell_where_it_is_quiet(&model, history.when());
    Ok((model, library))
}

pub(crate) fn run(arguments: &StatusArguments) -> Result<Outcome> {
    block_on(async {
        let asked = Asked { zone: arguments.time_zone.as_deref(), ..Asked::default() };
        let library = open_existing(&arguments.database, asked).await?;
        ensure_derived(&library).await?;
        let model = Arc::new(ReadModel::of_day(&library, arguments.on.viewed()).await?);
        tell_where_it_is_quiet(&model, Some(arguments.on).filter(|on| *on != When::Today));
        let Some(state) = model.state() else {
            complain(
                "error: no session lies on or before that day\nhint: striate import PATH brings your history in, striate log a session by hand",
            );
            return Ok(Outcome::CannotWork);
        };
        let plan = library.plan_of(Arc::clone(&model), PlanRequest::default()).await?;
        let today = Today::of(&plan);
        let text = match arguments.format {
            Form::Table => {
                let speeds = model.speeds();
                let beside = Beside { speeds: speeds.as_ref(), plan: None };
                let text = format!("{}{}", page(state, &model.athlete, beside, width()), today.page(width()));
                units().told(&text).into_owned()
            }
            Form::Json => {
                let json = serde_json::to_string(&Answer { state, today }).context("cannot write JSON")?;
                format!("{json}\n")
            }
        };
        library.close().await;
        let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
        write!(out, "{text}").and_then(|()| out.flush()).context("cannot write")?;
        Ok(Outcome::Done)
    })
}
