//! The plan that holds today: the stored one as time has changed it, or a new one.

use super::goals::Goals;
use super::kept::{ChangeView, KeptPlan, ReasonView};
use super::life::{Standing, made, standing};
use super::verdict;
use striate_history::{Ledger, Viewpoint};

/// What is to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Nothing: the stored version says it all.
    Nothing,
    /// A new version that waits for the athlete's word.
    Propose,
    /// A new version that changes nothing the athlete has accepted: it only goes further.
    Accepted,
}

/// The plan that holds today.
#[derive(Clone, Debug)]
pub struct Present {
    /// It.
    pub standing: Standing,
    /// Whether its `plan` is to be stored.
    pub keep: Keep,
}

/// A stored version.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// The plan.
    pub plan: &'a KeptPlan,
    /// Whether the athlete accepted it.
    pub is_accepted: bool,
    /// Whether a version before it was accepted.
    pub has_accepted_before: bool,
}

/// The plan that holds today: the newest version with what life changed, made anew where there is none, where the goals are
/// others, or where it is an old proposal that nobody touched. `weeks` asks for so many whole weeks.
#[must_use]
pub fn present(
    ledger: &Ledger,
    viewpoint: &Viewpoint<'_>,
    goals: &Goals,
    newest: Option<Version<'_>>,
    weeks: Option<usize>,
) -> Option<Present> {
    let wanted = weeks.unwrap_or(goals.weeks).max(1);
    let goals = Goals { weeks: goals.weeks.max(wanted), ..goals.clone() };
    let today = viewpoint.today;
    let is_untouched = |v: &Version<'_>| {
        !v.is_accepted && !v.has_accepted_before && v.plan.change.is_none() && v.plan.made_on != today.to_string()
    };
    let same_goals = |v: &Version<'_>| Goals { weeks: goals.weeks, ..v.plan.goals.clone() } == goals;
    let mut found = match newest.filter(|v| same_goals(v) && !is_untouched(v)) {
        None => {
            let mut plan = made(ledger, viewpoint, &goals, newest.map(|v| v.plan))?;
            if newest.is_some_and(|v| v.is_accepted || v.has_accepted_before) {
                plan.change = Some(made_anew());
            }
            let mut standing = standing(ledger, viewpoint, &plan)?;
            // What has just been made has answered everything that has happened.
            standing.plan.change = plan.change;
            Present { standing, keep: Keep::Propose }
        }
        Some(version) => {
            let mut plan = version.plan.clone();
            plan.goals.weeks = plan.goals.weeks.max(goals.weeks);
            let standing = standing(ledger, viewpoint, &plan)?;
            let keep = match (standing.is_new, standing.is_changed) {
                (false, _) => Keep::Nothing,
                (true, false) if version.is_accepted => Keep::Accepted,
                _ => Keep::Propose,
            };
            Present { standing, keep }
        }
    };
    let view = &mut found.standing.view;
    if view.weeks.len() > wanted {
        view.weeks.truncate(wanted);
        let last = view.weeks.last().map(|w| w.start.clone()).unwrap_or_default();
        view.relaxed.retain(|r| r.week <= last);
        view.verdict = verdict(view, &goals.wishes(ledger, today));
    }
    Some(found)
}

fn made_anew() -> ChangeView {
    ChangeView {
        title: "The weeks are planned anew".to_owned(),
        cause: "Your goals, days or equipment have changed.".to_owned(),
        reasons: vec![ReasonView::plain("Completed sessions still count; the earlier plan was replaced.")],
        cost: None,
    }
}

/// The accepted plan once a proposal against it is dropped: what the proposal answered counts as answered.
#[must_use]
pub fn undone(proposal: &KeptPlan, accepted: &KeptPlan) -> KeptPlan {
    let mut plan = accepted.clone();
    for (list, more) in [(&mut plan.handled, &proposal.handled), (&mut plan.counted, &proposal.counted)] {
        let new: Vec<String> = more.iter().filter(|key| !list.contains(key)).cloned().collect();
        list.extend(new);
    }
    plan.change = None;
    plan
}
