//! The rest of a week once part of it is past, and the plan changed as little as possible.
//!
//! What was done is a fact: its actual doses shift the tables, its counts shift the bands, and what it leaves in the
//! muscles is the entry to the first open day. So nothing in the past can clash, whatever was done there.

use super::basket::Effort;
use super::limit::Limit;
use super::model::TooLarge;
use super::pinned::{at_most, pin};
use super::problem::{Choice, Entry, FORBIDDEN, ItemId, Placement, SLOTS, WAITS, WeekProblem};
use super::relax::{Relaxed, solve_relaxed};

/// A session that was done this week, as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// In which half-day.
    pub slot: usize,
    /// Which kind it counts as; `None` for what the plan has no kind for.
    pub kind: Option<usize>,
    /// What it gave to each dose.
    pub dose: Vec<i32>,
    /// What it adds to each tally.
    pub tally: Vec<i32>,
    /// Half-days from its start until each muscle, and the legs, may work hard again.
    pub wait: [u8; WAITS],
    /// Minutes of running.
    pub running_minutes: i32,
}

impl Done {
    /// A session done just as planned.
    #[must_use]
    pub fn as_planned(problem: &WeekProblem, slot: usize, id: ItemId) -> Self {
        Self {
            slot,
            kind: Some(id.kind),
            dose: problem.item(id).dose.clone(),
            tally: problem.tallies.iter().map(|t| t.weight[id.kind][id.item]).collect(),
            wait: problem.waits_after(id),
            running_minutes: problem.item(id).running_minutes,
        }
    }
}

/// What is left of the week from `first_day` on.
#[must_use]
pub fn rest_of_week(problem: &WeekProblem, first_day: usize, done: &[Done]) -> WeekProblem {
    let mut rest = problem.clone();
    let first_slot = 2 * first_day;
    rest.first_day = first_day;
    let past_days = problem.first_day..first_day;
    let empty = past_days.clone().filter(|d| done.iter().all(|s| s.slot / 2 != *d)).count();
    rest.rest_days = problem.rest_days.saturating_sub(empty);
    // What the past leaves in the muscles.
    let entry = |wait: usize| {
        let before = 2 * problem.first_day + usize::from(problem.entry.wait[wait]);
        let ready = done.iter().map(|s| s.slot + usize::from(s.wait[wait])).fold(before, usize::max);
        ready.saturating_sub(first_slot).min(15) as u8
    };
    let yesterday = done.iter().filter(|s| first_day > 0 && s.slot / 2 == first_day - 1);
    let hard_run = yesterday.filter_map(|s| s.kind).any(|k| problem.kinds[k].is_run && problem.kinds[k].is_hard);
    let before = first_day == problem.first_day && problem.entry.hard_run;
    rest.entry = Entry { wait: std::array::from_fn(entry), hard_run: hard_run || before };
    for (r, dose) in rest.doses.iter_mut().enumerate() {
        let had: i32 = done.iter().map(|s| s.dose.get(r).copied().unwrap_or(0)).sum();
        dose.table = dose.table.on_top_of(had);
    }
    for (t, tally) in rest.tallies.iter_mut().enumerate() {
        let had: i32 = done.iter().map(|s| s.tally.get(t).copied().unwrap_or(0)).sum();
        tally.low = (tally.low - had).max(0);
        tally.high = (tally.high - had).max(0);
    }
    let mut types: Vec<u8> = done.iter().filter_map(|s| problem.kinds[s.kind?].variety).collect();
    types.sort_unstable();
    types.dedup();
    rest.variety_least = problem.variety_least.saturating_sub(types.len());
    let long_done = done.iter().filter(|s| s.kind.is_some_and(|k| problem.kinds[k].is_long));
    let long_done = long_done.map(|s| s.running_minutes).max();
    let longest_done = done.iter().map(|s| s.running_minutes).max().unwrap_or(0);
    for (k, kind) in rest.kinds.iter_mut().enumerate() {
        if kind.variety.is_some_and(|v| types.contains(&v)) {
            kind.variety = None;
        }
        let had = done.iter().filter(|s| s.kind == Some(k)).count();
        let most = kind.choices.iter().map(Choice::sessions).max().unwrap_or(0);
        kind.choices.retain(|c| c.sessions() + had <= most.max(had));
        if had > 0 && kind.choices.iter().all(|c| c.sessions() > 0) {
            kind.choices.push(Choice { items: Vec::new(), cost: 0 });
        }
        // The long run is the longest, also beside what was run already.
        if problem.limits.has(Limit::LongIsLongest) && kind.is_run {
            let items = kind.items.clone();
            let fits = |c: &Choice| {
                c.items.iter().all(|i| {
                    let minutes = items[i.0].running_minutes;
                    let short = long_done.is_none_or(|long| minutes + problem.long_margin <= long);
                    if kind.is_long { minutes >= longest_done + problem.long_margin } else { short }
                })
            };
            if kind.choices.iter().any(fits) {
                kind.choices.retain(fits);
            }
        }
    }
    rest
}

/// What an athlete, or life, changes in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The session in this slot goes to another day, morning or evening.
    Move {
        /// From.
        slot: usize,
        /// To.
        day: usize,
    },
    /// The session in this slot is left out.
    Skip {
        /// Which.
        slot: usize,
    },
    /// No training on this day.
    NoTime {
        /// Which.
        day: usize,
    },
}

/// A plan changed as little as possible.
#[derive(Clone, Debug, PartialEq)]
pub struct Replanned {
    /// The week, and what had to be given up.
    pub relaxed: Relaxed,
    /// Its placement in terms of the problem that was asked about.
    pub placement: Placement,
    /// Slots that differ from the old plan.
    pub changed: Vec<usize>,
}

/// What is to be changed, and how dear each change is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The first day that is still open.
    pub first_day: usize,
    /// What was done before it.
    pub done: Vec<Done>,
    /// The changes.
    pub edits: Vec<Edit>,
    /// Points for each session that leaves its slot, is left out, or is added; a third for another level.
    pub price: i32,
}

/// The old plan with the changes, and as few others as the points allow. `None` where no week keeps even what is never
/// given up.
///
/// # Errors
/// As [`super::solve`].
pub fn replan(
    problem: &WeekProblem,
    old: &Placement,
    change: &Change,
    effort: Effort,
) -> Result<Option<Replanned>, TooLarge> {
    let mut rest = rest_of_week(problem, change.first_day, &change.done);
    let mut kept = *old;
    for slot in kept.0.iter_mut().take(2 * change.first_day) {
        *slot = None;
    }
    let (mut moved, mut skipped) = (Vec::new(), Vec::new());
    for edit in &change.edits {
        match *edit {
            Edit::Move { slot, day } => {
                if let Some(id) = kept.0[slot].take() {
                    moved.push((id, day));
                }
            }
            Edit::Skip { slot } => skipped.extend(kept.0[slot].take().map(|id| id.kind)),
            Edit::NoTime { day } => rest.minutes[day] = 0,
        }
    }
    // What is left out does not come back on another day; the others of its kind stay.
    for kind in skipped {
        let left = kept.sessions().map(|s| s.1).chain(moved.iter().map(|m: &(ItemId, usize)| m.0));
        at_most(&mut rest, kind, left.filter(|id| id.kind == kind).count());
    }
    price_changes(&mut rest, &kept, change.price);
    let origin: Vec<ItemId> = moved.iter().map(|m| m.0).collect();
    let kinds = rest.kinds.len();
    for (id, day) in moved {
        pin(&mut rest, id.kind, &[id.item], 3 << (2 * day), true);
    }
    let Some(relaxed) = solve_relaxed(&rest, effort)? else { return Ok(None) };
    let mut placement = relaxed.plan.placement;
    for id in placement.0.iter_mut().flatten().filter(|id| id.kind >= kinds) {
        *id = origin[id.kind - kinds];
    }
    let changed = (2 * change.first_day..SLOTS).filter(|&s| placement.0[s] != old.0[s]).collect();
    Ok(Some(Replanned { relaxed, placement, changed }))
}

/// What differs from the old plan costs `price` points: another slot in the slot's cost, another number or level in the
/// choice's.
pub fn price_changes(problem: &mut WeekProblem, old: &Placement, price: i32) {
    for (k, kind) in problem.kinds.iter_mut().enumerate() {
        let slots: Vec<usize> = old.sessions().filter(|s| s.1.kind == k).map(|s| s.0).collect();
        let levels: Vec<usize> = old.sessions().filter(|s| s.1.kind == k).map(|s| s.1.item).collect();
        for item in &mut kind.items {
            for (slot, cost) in item.slot_cost.iter_mut().enumerate() {
                if *cost < FORBIDDEN && !slots.contains(&slot) {
                    *cost += price;
                }
            }
        }
        for choice in &mut kind.choices {
            let dropped = slots.len().saturating_sub(choice.sessions()) as i32;
            let others: i32 = choice.items.iter().filter(|i| !levels.contains(&i.0)).map(|i| i32::from(i.1)).sum();
            choice.cost += price * dropped + price / 3 * others;
        }
    }
}
