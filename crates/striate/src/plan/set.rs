//! What the plan is for, kept: goal, days, equipment, limits.

use super::kept::{Desk, println_or, tell_where_there_is_no_history};
use super::said::Said;
use crate::Outcome;
use crate::here::Failure;
use crate::import::wrong;
use serde_json::json;
use striate_app::{Acceptance, AppError};

/// What to save.
#[derive(clap::Args)]
pub(super) struct SetArguments {
    #[command(flatten)]
    said: Said,
    /// Number of full weeks to plan ahead.
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=26))]
    weeks: Option<u8>,
}

pub(super) async fn run(desk: &Desk, arguments: &SetArguments) -> Result<Outcome, Failure> {
    let now = desk.library.plan().await?;
    let (ledger, today) = (&now.model.ledger, now.model.today);
    if !arguments.said.is_something() && arguments.weeks.is_none() {
        let goals = &now.state.goals;
        let from = if now.state.goals_are_said {
            ""
        } else {
            " Nothing of it was said yet; striate plan set --help lists what can be."
        };
        let line = format!("{}{from}", goals.sentence(ledger, today));
        println_or(desk.form, &line, &json!({ "goals": goals, "sentence": goals.sentence(ledger, today) }))?;
        return Ok(Outcome::Done);
    }
    let mut goals = arguments.said.upon(&now.state.goals.clone().without_past(today)).with_injury_day(today);
    goals.weeks = arguments.weeks.map_or(goals.weeks, usize::from);
    let sentence = goals.sentence(ledger, today);
    let made = match desk.library.make_plan(now.revision(), goals.clone(), Acceptance::Proposed).await {
        Ok(made) => made,
        Err(AppError::InvalidGoals(problem)) => {
            return Ok(wrong(&problem, "striate plan set --help tells how each is written"));
        }
        Err(error) => return Err(error.into()),
    };
    let (Some(version), Some(standing)) = (made.version(), &made.standing) else {
        let line = format!("Kept: {sentence} A plan follows once there is a session to plan from.");
        println_or(desk.form, &line, &json!({ "goals": goals, "sentence": sentence, "version": null }))?;
        return Ok(Outcome::Done);
    };
    tell_where_there_is_no_history(&made);
    let line =
        format!("Kept: {sentence} Plan {version} is made for it: striate plan shows it, striate plan accept takes it.");
    println_or(desk.form, &line, &json!({ "goals": goals, "sentence": sentence, "version": version }))?;
    Ok(if standing.plan.relaxed.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
}
