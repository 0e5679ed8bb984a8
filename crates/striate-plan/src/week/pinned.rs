//! Sessions that must be somewhere: each becomes a kind of its own, of the same name, with one session in the slots that
//! are left to it, so that the other sessions of its kind stay free.

use super::problem::{Choice, FORBIDDEN, WeekProblem};

/// One session less of a kind may be had, and none need be.
pub(super) fn fewer(problem: &mut WeekProblem, kind: usize) {
    let most = problem.kinds[kind].choices.iter().map(Choice::sessions).max().unwrap_or(0);
    at_most(problem, kind, most.saturating_sub(1));
}

/// No more than so many sessions of a kind.
pub(super) fn at_most(problem: &mut WeekProblem, kind: usize, sessions: usize) {
    let kind = &mut problem.kinds[kind];
    kind.choices.retain(|c| c.sessions() <= sessions);
    if kind.choices.is_empty() {
        kind.choices.push(Choice { items: Vec::new(), cost: 0 });
    }
}

/// One of these items of a kind must be in one of these slots (a bit for each); `is_free` where its place costs nothing.
pub(super) fn pin(problem: &mut WeekProblem, kind: usize, items: &[usize], slots: u16, is_free: bool) {
    let mut pinned = problem.kinds[kind].clone();
    // What one session of the item costs; where only several are offered, its part of the least of them.
    let single = |item: usize| {
        let with = pinned.choices.iter().filter(|c| c.items.iter().any(|i| i.0 == item));
        with.map(|c| (c.sessions(), c.cost / c.sessions().max(1) as i32)).min().map_or(0, |c| c.1)
    };
    let costs: Vec<i32> = items.iter().map(|&i| single(i)).collect();
    fewer(problem, kind);
    let own = items.iter().map(|&i| {
        let mut item = pinned.items[i].clone();
        for (slot, cost) in item.slot_cost.iter_mut().enumerate() {
            let is_there = slots >> slot & 1 == 1 && *cost < FORBIDDEN;
            *cost = if !is_there {
                FORBIDDEN
            } else if is_free {
                0
            } else {
                *cost
            };
        }
        item
    });
    let own = own.collect();
    pinned.items = own;
    pinned.choices =
        costs.into_iter().enumerate().map(|(place, cost)| Choice { items: vec![(place, 1)], cost }).collect();
    problem.kinds.push(pinned);
    for tally in &mut problem.tallies {
        let weights = items.iter().map(|&i| tally.weight[kind][i]).collect();
        tally.weight.push(weights);
    }
}
