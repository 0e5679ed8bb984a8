//! Dates without training as a change of the plan: the weeks planned anew around them.

use super::away_said::away_words;
use super::changes::{change_view, differences, lower};
use super::edited::{Edited, given_up};
use super::goals::Goals;
use super::kept::{ReasonView, day_of};
use super::life::{Standing, made};
use super::refusal::Refusal;
use super::season_goals::AwayGoal;
use crate::history::{Ledger, Viewpoint};
use std::collections::{BTreeMap, BTreeSet};

/// The plan with further dates away, which are kept in its goals.
///
/// # Errors
/// Why they cannot be kept, as where there are too many.
pub(super) fn away(
    ledger: &Ledger,
    viewpoint: &Viewpoint<'_>,
    standing: &Standing,
    dates: &[AwayGoal],
) -> Result<Edited, Box<Refusal>> {
    let (plan, today) = (&standing.plan, viewpoint.today);
    let refused = |because: String| Box::new(Refusal::plain(because));
    let mut goals: Goals = plan.goals.clone().without_past(today);
    for range in dates {
        if !goals.away.contains(range) {
            goals.away.push(range.clone());
        }
    }
    goals.check(today).map_err(refused)?;
    let after = made(ledger, viewpoint, &goals, Some(plan));
    let mut after = after.ok_or_else(|| refused("there is no session to plan from yet".to_owned()))?;
    let done: BTreeSet<String> = standing.done_ahead.iter().map(|f| f.session.id.clone()).collect();
    let moved = differences(plan, &after, &done);
    let gives_up = given_up(plan, &after);
    let last = after.weeks.last().map_or(today, |week| day_of(&week.start).plus(6));
    let is_beyond = dates.iter().filter_map(AwayGoal::days).all(|(first, _)| first > last);
    let mut change = change_view(&moved, "You asked for it.".to_owned(), &BTreeMap::new(), &after);
    let follows = match (is_beyond, moved.is_empty()) {
        (true, true) => format!("the plan ends on {last} for now, and later weeks are planned around it"),
        (false, true) => "nothing else changes".to_owned(),
        (_, false) => lower(&change.title),
    };
    change.title = format!("No training on {}; {follows}", away_words(dates));
    change.cost = (!gives_up.is_empty()).then(|| {
        let words: Vec<&str> = gives_up.iter().map(|g: &ReasonView| g.text.trim_end_matches('.')).collect();
        words.join("; ")
    });
    after.change = Some(change);
    after.made_on = today.to_string();
    Ok(Edited { plan: after, moved, gives_up })
}
