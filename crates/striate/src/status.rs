//! `striate status`: today, from the database.

use crate::Outcome;
use crate::database::{DatabaseArguments, Form};
use crate::folder::{HistoryArguments, When};
use crate::here::{Failure, block_on, ensure_derived, open_existing, zone};
use crate::state::page::{Beside, page};
use crate::terminal::{STRONG, complain, styled, units, width, wrapped};
use anyhow::{Context, Result};
use serde::Serialize;
use std::io::Write;
use striate_history::body::Before;
use striate_history::{Ledger, Performed, SpeedsView, StateView, Viewpoint, speeds_view, state_view};
use striate_model::{Athlete, Day, Person, TimeSpan, Timestamp};
use striate_planner::{FoodView, SessionView, Standing, Version, food_of_day, present};
use striate_store::import::{Shelf, Zone, shelf};
use striate_store::{AthleteId, PlanState, Store};

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

/// A history from the database, and from where it is looked at.
pub(crate) struct Here {
    pub(crate) ledger: Ledger,
    pub(crate) athlete: Athlete,
    pub(crate) speeds: Option<SpeedsView>,
    pub(crate) today: Day,
    pub(crate) now: Timestamp,
    pub(crate) offset: TimeSpan,
    pub(crate) person: Person,
    pub(crate) before: Before,
}

impl Here {
    /// Reads everything that is known up to a day.
    pub(crate) async fn read(store: &Store, athlete: AthleteId, zone: &Zone, on: When) -> Result<Self, Failure> {
        ensure_derived(store, athlete).await?;
        let Shelf { ledger, figures, curve, .. } = shelf(store, athlete).await?;
        let clock = Timestamp::from_unix_ms(now_ms());
        let today = match on {
            When::On(day) => day,
            When::Today => zone.day(clock),
            When::LastSession => ledger.span().map_or_else(|| zone.day(clock), |(_, last)| last),
        };
        // The end of a past day; now where it is today.
        let offset = zone.offset(today.noon());
        let end = today.plus(1).noon() - TimeSpan::from_s(43_200.0) - offset;
        let now = if zone.day(clock) == today { clock } else { end };
        let birth_year = store.profile(athlete).await?.birth_year;
        let age_y = birth_year.map(|year| f64::from(today.civil().0 - year)).filter(|age| (5.0..=120.0).contains(age));
        let log_response_sd = striate_history::response_between_people();
        Ok(Self {
            ledger,
            athlete: figures,
            speeds: curve.map(|c| speeds_view(&c, offset)),
            today,
            now,
            offset,
            person: Person { log_response: 0.0, log_response_sd, age_y },
            before: Before::Unknown,
        })
    }

    /// A person who imports old files and asks about today gets mostly "not known": this says why.
    fn tell_where_it_is_quiet(&self, on: Option<When>) {
        let last = self.ledger.sessions.iter().map(|s| s.day).filter(|day| *day <= self.today).max();
        if let (None, Some(last)) = (on, last)
            && self.today.days_since(last) > QUIET_DAYS
        {
            complain(&format!("Nothing is recorded since {last}. hint: --on last looks from that day"));
        }
    }

    pub(crate) fn viewpoint(&self) -> Viewpoint<'_> {
        Viewpoint {
            athlete: &self.athlete,
            person: self.person,
            before: self.before,
            today: self.today,
            now: self.now,
            offset: self.offset,
        }
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
    fn of(here: &Here, plan: &PlanState) -> Self {
        let version = plan.newest.as_ref().map(|n| Version {
            plan: &n.plan,
            is_accepted: n.is_accepted,
            has_accepted_before: plan.accepted.is_some(),
        });
        let found = version.and_then(|v| present(&here.ledger, &here.viewpoint(), &plan.goals, Some(v), None));
        let standing: Option<Standing> = found.map(|p| p.standing);
        let day = here.today.to_string();
        let sessions: Vec<SessionView> =
            standing.iter().flat_map(|s| s.view.sessions()).filter(|s| s.date == day).cloned().collect();
        let planned: Vec<&SessionView> = sessions.iter().collect();
        let done: Vec<&Performed> = here.ledger.up_to(here.today, 1).collect();
        let food = food_of_day(plan.goals.goal, &here.athlete, &done, &planned);
        Self { has_plan: standing.is_some(), sessions, food }
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

pub(crate) fn now_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The history in the database as the arguments of a command ask for it; today where they name no day. Says on standard
/// error where nothing was recorded for long, since an empty answer would look like a fault.
pub(crate) async fn remembered(
    database: &DatabaseArguments,
    history: &HistoryArguments,
) -> Result<(Here, Store, AthleteId), Failure> {
    let (store, athlete) = open_existing(database).await?;
    let zone = zone(&store, athlete, None).await?;
    let mut here = Here::read(&store, athlete, &zone, history.when().unwrap_or(When::Today)).await?;
    here.before = history.before();
    here.tell_where_it_is_quiet(history.when());
    Ok((here, store, athlete))
}

pub(crate) fn run(arguments: &StatusArguments) -> Result<Outcome> {
    block_on(async {
        let (store, athlete) = open_existing(&arguments.database).await?;
        let zone = zone(&store, athlete, arguments.time_zone.as_deref()).await?;
        let here = Here::read(&store, athlete, &zone, arguments.on).await?;
        here.tell_where_it_is_quiet(Some(arguments.on).filter(|on| *on != When::Today));
        let Some(state) = state_view(&here.ledger, &here.viewpoint(), None) else {
            complain(
                "error: no session lies on or before that day\nhint: striate import PATH brings your history in, striate log a session by hand",
            );
            return Ok(Outcome::CannotWork);
        };
        let plan = store.plan_state(athlete).await?;
        let today = Today::of(&here, &plan);
        let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
        match arguments.format {
            Form::Table => {
                let beside = Beside { speeds: here.speeds.as_ref(), plan: None };
                let text = format!("{}{}", page(&state, &here.athlete, beside, width()), today.page(width()));
                write!(out, "{}", units().told(&text)).context("cannot write")?;
            }
            Form::Json => {
                let json = serde_json::to_string(&Answer { state: &state, today }).context("cannot write JSON")?;
                writeln!(out, "{json}").context("cannot write")?;
            }
        }
        out.flush().context("cannot write")?;
        Ok(Outcome::Done)
    })
}
