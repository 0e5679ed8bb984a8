//! Dates without training as a change of the plan: what stood on them moves or goes, everything else changes as little as
//! possible.

use super::away_said::away_words;
use super::changes::{change_view, differences, lower};
use super::edited::{Edited, given_up};
use super::goals::Goals;
use super::kept::{KeptPlan, ReasonView, day_of};
use super::life::{Standing, made, take, wishes_of};
use super::refusal::Refusal;
use super::season_goals::AwayGoal;
use super::walk::{Asked, Asks, walk};
use std::collections::{BTreeMap, BTreeSet};
use striate_history::{Ledger, Viewpoint};
use striate_model::Day;

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
    let done: BTreeSet<String> = standing.done_ahead.iter().map(|f| f.session.id.clone()).collect();
    let mut with = plan.clone();
    with.goals = goals;
    let last = with.weeks.last().map_or(today, |week| day_of(&week.start).plus(6));
    let touched = weeks_of(dates, today, last);
    let (mut after, reasons) = match around(ledger, viewpoint, &with, &done, &touched) {
        Some(found) => found,
        None => {
            let anew = made(ledger, viewpoint, &with.goals, Some(plan));
            (anew.ok_or_else(|| refused("there is no session to plan from yet".to_owned()))?, BTreeMap::new())
        }
    };
    let moved = differences(plan, &after, &done);
    let gives_up = given_up(plan, &after);
    let mut change = change_view(&moved, "You asked for it.".to_owned(), &reasons, &after);
    let follows = match (touched.is_empty(), moved.is_empty()) {
        (true, _) => format!("the plan ends on {last} for now, and later weeks are planned around it"),
        (false, true) => "nothing else changes".to_owned(),
        (false, false) => lower(&change.title),
    };
    change.title = format!("No training on {}; {follows}", away_words(dates));
    change.cost = (!gives_up.is_empty()).then(|| {
        let words: Vec<&str> = gives_up.iter().map(|g| g.text.trim_end_matches('.')).collect();
        words.join("; ")
    });
    after.change = Some(change);
    after.made_on = today.to_string();
    Ok(Edited { plan: after, moved, gives_up })
}

/// The weeks of a plan, by their Mondays, in which dates away lie.
fn weeks_of(dates: &[AwayGoal], today: Day, last: Day) -> BTreeSet<Day> {
    let mondays = |(from, to): (Day, Day)| {
        let (from, to) = (from.max(today), to.min(last));
        (0..=to.days_since(from).max(-1)).map(move |ahead| from.plus(ahead).monday())
    };
    dates.iter().filter_map(AwayGoal::days).flat_map(mondays).collect()
}

/// The plan with these weeks looked at anew and as few changes as possible; `None` where that leaves a session on a date
/// away, or has no answer.
fn around(
    ledger: &Ledger,
    viewpoint: &Viewpoint<'_>,
    with: &KeptPlan,
    done: &BTreeSet<String>,
    touched: &BTreeSet<Day>,
) -> Option<(KeptPlan, BTreeMap<String, ReasonView>)> {
    let Some(latest) = touched.last() else { return Some((with.clone(), BTreeMap::new())) };
    let wishes = wishes_of(with, ledger, viewpoint.today);
    let anew = || Asked { anew: true, ..Asked::default() };
    let asked: BTreeMap<Day, Asked> = touched.iter().map(|monday| (*monday, anew())).collect();
    // What a change leaves in the muscles is gone a week later: weeks behind that one stay.
    let asks = Asks { done, asked: &asked, last: Some(latest.plus(7)) };
    let walked = walk(ledger, viewpoint, &wishes, with, asks).ok()??;
    let reasons = walked.reasons.clone();
    let mut after = with.clone();
    take(&mut after, walked);
    let is_free =
        after.sessions().all(|s| s.kind == "race" || done.contains(&s.id) || !wishes.is_away(day_of(&s.date)));
    is_free.then_some((after, reasons))
}
