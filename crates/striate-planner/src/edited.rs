//! A change of the athlete's: the plan with it, everything else changed as little as possible, or why it cannot be.

use super::changes::{Moved, What, change_view, differences, lower, sentence, upper};
use super::edit::{PlanEdit, Understood};
use super::goals::list;
use super::kept::{KeptPlan, ReasonView, day_of};
use super::life::{Standing, take, wishes_of};
use super::refusal::{Refusal, refusal};
use super::view::SessionView;
use super::walk::{Asked, Asks, walk};
use std::collections::{BTreeMap, BTreeSet};
use striate_history::{Ledger, Viewpoint};
use striate_model::Day;
use striate_plan::kinds::PlannedKind;

/// A plan with a change of the athlete's.
#[derive(Clone, Debug)]
pub struct Edited {
    /// The plan as it would be; its `change` says what the change is.
    pub plan: KeptPlan,
    /// What differs from the plan before.
    pub moved: Vec<Moved>,
    /// Limits that the changed weeks give up and the weeks before did not: rule and words.
    pub gives_up: Vec<ReasonView>,
}

/// The plan with a change, everything else changed as little as possible.
///
/// # Errors
/// Why it cannot be, and what could.
pub fn edited(
    ledger: &Ledger,
    viewpoint: &Viewpoint<'_>,
    standing: &Standing,
    edit: &PlanEdit,
) -> Result<Edited, Box<Refusal>> {
    let today = viewpoint.today;
    let plan = &standing.plan;
    let understood = edit.understood(plan, today).map_err(|because| Box::new(Refusal::plain(because)))?;
    if let Understood::Away { dates } = &understood {
        return super::away::away(ledger, viewpoint, standing, dates);
    }
    let asked = asked_for(plan, &understood, today)?;
    let is_today =
        matches!(understood, Understood::Move { to: day, .. } | Understood::Add { on: day, .. } if day == today);
    if is_today && ledger.up_to(today, 1).next().is_some() {
        return Err(Box::new(Refusal::plain("today has its session: from here on the plan begins tomorrow")));
    }
    let done: BTreeSet<String> = standing.done_ahead.iter().map(|f| f.session.id.clone()).collect();
    let wishes = wishes_of(plan, ledger, today);
    // What a change leaves in the muscles is gone a week later: weeks behind that one stay.
    let last = asked.keys().next_back().map(|monday| monday.plus(7));
    let walked = match walk(ledger, viewpoint, &wishes, plan, Asks { done: &done, asked: &asked, last }) {
        Ok(Some(walked)) => walked,
        Ok(None) => return Err(Box::new(Refusal::plain("there is no session to plan from yet"))),
        Err(stuck) => return Err(Box::new(refusal(&stuck, plan, &understood, &asked, today))),
    };
    let reasons = walked.reasons.clone();
    let mut after = plan.clone();
    take(&mut after, walked);
    rename(plan, &mut after, &understood);
    let moved = differences(plan, &after, &done);
    if !is_as_asked(&after, &understood, &moved) {
        return Err(Box::new(Refusal::plain(not_held(plan, &understood))));
    }
    let gives_up = given_up(plan, &after);
    let others: Vec<Moved> = moved.iter().filter(|m| !is_asked(m, &understood)).cloned().collect();
    let asked_words: Vec<String> = moved.iter().filter(|m| is_asked(m, &understood)).map(Moved::words).collect();
    let mut change = change_view(&others, "You asked for it.".to_owned(), &reasons, &after);
    let follows = if others.is_empty() { "nothing else changes".to_owned() } else { lower(&change.title) };
    change.title = format!("{}; {follows}", upper(&list(&asked_words)));
    if others.len() == 1 && change.reasons.is_empty() {
        change.reasons.push(ReasonView::plain(sentence(&others[0].words())));
    }
    change.cost = (!gives_up.is_empty()).then(|| {
        let words: Vec<&str> = gives_up.iter().map(|g| g.text.trim_end_matches('.')).collect();
        words.join("; ")
    });
    after.change = Some(change);
    after.made_on = today.to_string();
    Ok(Edited { plan: after, moved, gives_up })
}

/// Limits that a plan gives up and the one before did not.
pub(super) fn given_up(before: &KeptPlan, after: &KeptPlan) -> Vec<ReasonView> {
    let was: BTreeSet<(&str, &str)> = before.relaxed.iter().map(|r| (r.week.as_str(), r.rule.as_str())).collect();
    let new = after.relaxed.iter().filter(|r| !was.contains(&(r.week.as_str(), r.rule.as_str())));
    let words = |week: &str, because: &str| sentence(&format!("week of {week}: {because}"));
    new.map(|r| ReasonView { text: words(&r.week, &r.because), rule: Some(r.rule.clone()) }).collect()
}

/// A session that went into another week keeps its name.
fn rename(before: &KeptPlan, after: &mut KeptPlan, edit: &Understood) {
    let Understood::Move { id, to } = edit else { return };
    let Some(old) = before.session(id) else { return };
    let known: BTreeSet<&str> = before.sessions().map(|s| s.id.as_str()).collect();
    let (kind, first) = (old.kind, old.from.clone().unwrap_or_else(|| old.date.clone()));
    let mut ahead = after.weeks.iter_mut().flat_map(|w| &mut w.sessions);
    let is_it = |s: &&mut SessionView| s.kind == kind && day_of(&s.date) == *to && !known.contains(s.id.as_str());
    if let Some(new) = ahead.find(is_it) {
        new.id.clone_from(id);
        new.from = (first != new.date).then_some(first);
        new.fixed = true;
    }
}

/// The weeks that a change asks something of.
fn asked_for(plan: &KeptPlan, edit: &Understood, today: Day) -> Result<BTreeMap<Day, Asked>, Box<Refusal>> {
    let mut asked: BTreeMap<Day, Asked> = BTreeMap::new();
    let day_of_week = |day: Day| usize::from(day.weekday());
    let of = |id: &str| plan.session(id).map(|s| (day_of(&s.date), s.kind));
    let unknown = || Box::new(Refusal::plain("there is no such session ahead"));
    match edit {
        Understood::Move { id, to } => {
            let (from, kind) = of(id).ok_or_else(unknown)?;
            if from.monday() == to.monday() {
                asked.entry(from.monday()).or_default().moves.push((id.clone(), day_of_week(*to)));
            } else {
                asked.entry(from.monday()).or_default().skips.push(id.clone());
                let kind = PlannedKind::from_name(kind).ok_or_else(unknown)?;
                asked.entry(to.monday()).or_default().adds.push((kind, day_of_week(*to)));
            }
        }
        Understood::Skip { id } => {
            let (from, _) = of(id).ok_or_else(unknown)?;
            asked.entry(from.monday()).or_default().skips.push(id.clone());
        }
        Understood::Swap { id, kind } => {
            let (on, _) = of(id).ok_or_else(unknown)?;
            held(plan, *kind, on)?;
            let week = asked.entry(on.monday()).or_default();
            week.skips.push(id.clone());
            week.adds.push((*kind, day_of_week(on)));
        }
        Understood::Add { kind, on } => {
            held(plan, *kind, *on)?;
            asked.entry(on.monday()).or_default().adds.push((*kind, day_of_week(*on)));
        }
        Understood::Away { .. } => {}
    }
    if asked.keys().any(|monday| *monday < today.monday()) {
        return Err(unknown());
    }
    Ok(asked)
}

/// A kind that waits for a better base is refused with the plan's own words.
fn held(plan: &KeptPlan, kind: PlannedKind, on: Day) -> Result<(), Box<Refusal>> {
    let waits = |h: &&super::view::HeldBackView| {
        h.kind == kind.as_str() && h.until.as_ref().is_none_or(|until| on < day_of(until))
    };
    match plan.held_back.iter().find(waits) {
        None => Ok(()),
        Some(held) => {
            let until = held.until.as_ref().map_or_else(|| "for now".to_owned(), |day| format!("until {day}"));
            let because = format!("{} is on hold {until}: {}", kind.label(), held.because);
            let mut refusal = Refusal::plain(because);
            refusal.clash.push(ReasonView { text: sentence(&held.because), rule: Some(held.rule.to_owned()) });
            Err(Box::new(refusal))
        }
    }
}

/// Whether a difference is the one that was asked for.
fn is_asked(moved: &Moved, edit: &Understood) -> bool {
    match edit {
        Understood::Move { id, to } => moved.id == *id || moved.what == What::Added && moved.to == Some(*to),
        Understood::Skip { id } => moved.id == *id,
        Understood::Swap { id, kind } => moved.id == *id || moved.what == What::Added && moved.kind == kind.as_str(),
        Understood::Add { kind, on } => {
            moved.what == What::Added && moved.kind == kind.as_str() && moved.to == Some(*on)
        }
        Understood::Away { .. } => false,
    }
}

/// Whether the plan is what was asked for: the solver may leave out what the week cannot hold at all.
fn is_as_asked(after: &KeptPlan, edit: &Understood, moved: &[Moved]) -> bool {
    match edit {
        Understood::Move { id, to } => {
            let is_there = |s: &SessionView| day_of(&s.date) == *to;
            after.session(id).is_some_and(is_there) || moved.iter().any(|m| is_asked(m, edit) && m.to == Some(*to))
        }
        Understood::Skip { id } => after.session(id).is_none(),
        Understood::Swap { kind, .. } | Understood::Add { kind, .. } => {
            moved.iter().any(|m| is_asked(m, edit) && m.kind == kind.as_str())
        }
        Understood::Away { .. } => true,
    }
}

fn not_held(plan: &KeptPlan, edit: &Understood) -> String {
    let kind = match edit {
        Understood::Move { id, .. } | Understood::Skip { id } => plan
            .session(id)
            .map_or("the session", |s| PlannedKind::from_name(s.kind).map_or(s.kind, PlannedKind::label)),
        Understood::Swap { kind, .. } | Understood::Add { kind, .. } => kind.label(),
        Understood::Away { .. } => "that",
    };
    format!("{kind} cannot be in that week: your equipment, your days or the week's place in the plan leave it out")
}
