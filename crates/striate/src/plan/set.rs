//! What the plan is for, kept: goal, days, equipment, limits.

use super::kept::{Desk, println_or};
use super::said::Said;
use crate::Outcome;
use crate::here::Failure;
use crate::import::wrong;
use serde_json::json;
use striate_planner::made;

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
    let (ledger, today) = (&desk.here.ledger, desk.here.today);
    if !arguments.said.is_something() && arguments.weeks.is_none() {
        let goals = &desk.state.goals;
        let from = if desk.state.goals_are_said {
            ""
        } else {
            " Nothing of it was said yet; striate plan set --help lists what can be."
        };
        let line = format!("{}{from}", goals.sentence(ledger, today));
        println_or(desk.form, &line, &json!({ "goals": goals, "sentence": goals.sentence(ledger, today) }))?;
        return Ok(Outcome::Done);
    }
    let mut goals = arguments.said.upon(&desk.state.goals.clone().without_past(today)).with_injury_day(today);
    goals.weeks = arguments.weeks.map_or(goals.weeks, usize::from);
    if let Err(problem) = goals.check(today) {
        return Ok(wrong(&problem, "striate plan set --help tells how each is written"));
    }
    desk.store.put_plan_goals(desk.athlete, today, &goals).await?;
    let before = desk.state.newest.as_ref().map(|n| &n.plan);
    let sentence = goals.sentence(ledger, today);
    let Some(plan) = made(ledger, &desk.here.viewpoint(), &goals, before) else {
        let line = format!("Kept: {sentence} A plan follows once there is a session to plan from.");
        println_or(desk.form, &line, &json!({ "goals": goals, "sentence": sentence, "version": null }))?;
        return Ok(Outcome::Done);
    };
    desk.tell_where_there_is_no_history();
    let version = desk.store.propose_plan(desk.athlete, &plan).await?;
    let line =
        format!("Kept: {sentence} Plan {version} is made for it: striate plan shows it, striate plan accept takes it.");
    println_or(desk.form, &line, &json!({ "goals": goals, "sentence": sentence, "version": version }))?;
    Ok(if plan.relaxed.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
}
