//! Weeks asked for less: without wishes (only what decides whether there is a week at all), and with limits given up one
//! by one where no week keeps them all.

use super::basket::{Answer, Effort, feasible, solve};
use super::limit::Limit;
use super::model::TooLarge;
use super::problem::{Choice, Dose, FORBIDDEN, ItemId, SLOTS, Tally, WeekPlan, WeekProblem};
use super::table::Table;

/// The same limits and nothing wished for: every week that keeps the limits costs nothing. Levels that ask more than another
/// of their kind, and give nothing that a limit wants, are left out.
#[must_use]
pub(super) fn without_wishes(problem: &WeekProblem) -> WeekProblem {
    let mut free = problem.clone();
    free.doses.clear();
    free.slot_cost = [0; SLOTS];
    (free.variety_bonus, free.double_cost) = (0, 0);
    for kind in &mut free.kinds {
        for item in &mut kind.items {
            item.dose.clear();
            item.slot_cost = item.slot_cost.map(|c| if c < FORBIDDEN { 0 } else { FORBIDDEN });
        }
        for choice in &mut kind.choices {
            choice.cost = 0;
        }
    }
    for kind in 0..free.kinds.len() {
        keep_easiest(&mut free, kind);
        keep_fewest(&mut free, kind);
    }
    free
}

/// Leaves out the choices that have sessions which no limit asks for: without them the week is only easier to place.
fn keep_fewest(problem: &mut WeekProblem, kind: usize) {
    let of = &problem.kinds[kind];
    let asks =
        |tally: &Tally| problem.limits.has(tally.limit) && tally.low > 0 && tally.weight[kind].iter().any(|w| *w > 0);
    if problem.tallies.iter().any(asks) {
        return;
    }
    let is_type = of.variety.is_some() && problem.limits.has(Limit::Variety) && problem.variety_least > 0;
    let counts = |choice: &Choice, item: usize| choice.items.iter().filter(|i| i.0 == item).map(|i| i.1).sum::<u8>();
    let is_part = |part: &Choice, whole: &Choice| part.items.iter().all(|i| counts(part, i.0) <= counts(whole, i.0));
    let has_less = |choice: &Choice| {
        let is_less = |other: &Choice| {
            other.sessions() < choice.sessions() && (!is_type || other.sessions() > 0) && is_part(other, choice)
        };
        of.choices.iter().any(is_less)
    };
    let keeps: Vec<bool> = of.choices.iter().map(|c| !has_less(c)).collect();
    let mut keeps = keeps.into_iter();
    problem.kinds[kind].choices.retain(|_| keeps.next().unwrap_or(true));
}

/// Leaves out the choices that another one stands for: the same with each item as its easiest. A week that has the one can
/// have the other in its place, so nothing that can be had is lost.
fn keep_easiest(problem: &mut WeekProblem, kind: usize) {
    let easiest: Vec<usize> = {
        let is_easier = |a: usize, b: usize| a != b && asks_no_more(problem, kind, a, b);
        let of = |b: usize| {
            (0..b).chain(b + 1..problem.kinds[kind].items.len()).find(|&a| {
                // Of two that ask the same the first stands for both.
                is_easier(a, b) && (a < b || !is_easier(b, a))
            })
        };
        // What stands for an item may have one that stands for it.
        let last = |mut item: usize| {
            while let Some(easier) = of(item) {
                item = easier;
            }
            item
        };
        (0..problem.kinds[kind].items.len()).map(last).collect()
    };
    let choices = &problem.kinds[kind].choices;
    let substitute = |choice: &Choice| {
        let mut items: Vec<(usize, u8)> = Vec::new();
        for &(item, n) in &choice.items {
            match items.iter_mut().find(|i| i.0 == easiest[item]) {
                Some(had) => had.1 += n,
                None => items.push((easiest[item], n)),
            }
        }
        items.sort_unstable();
        items
    };
    let sorted = |choice: &Choice| {
        let mut items = choice.items.clone();
        items.sort_unstable();
        items
    };
    let all: Vec<Vec<(usize, u8)>> = choices.iter().map(sorted).collect();
    let keeps: Vec<bool> = choices
        .iter()
        .zip(&all)
        .map(|(choice, own)| {
            let other = substitute(choice);
            other == *own || !all.contains(&other)
        })
        .collect();
    let mut keeps = keeps.into_iter();
    problem.kinds[kind].choices.retain(|_| keeps.next().unwrap_or(true));
}

/// Whether an item can stand wherever another of its kind stands, as far as the limits in force go.
fn asks_no_more(problem: &WeekProblem, kind: usize, a: usize, b: usize) -> bool {
    let of = &problem.kinds[kind];
    let (one, other) = (&of.items[a], &of.items[b]);
    let is_open = |slot: usize| one.slot_cost[slot] < FORBIDDEN || other.slot_cost[slot] >= FORBIDDEN;
    let wait = |item: usize| problem.waits_after(ItemId { kind, item });
    let counts = |tally: &Tally| !problem.limits.has(tally.limit) || tally.weight[kind][a] == tally.weight[kind][b];
    let runs = if of.is_long {
        one.running_minutes >= other.running_minutes
    } else {
        one.running_minutes <= other.running_minutes
    };
    one.minutes <= other.minutes
        && (0..SLOTS).all(is_open)
        && wait(a).iter().zip(wait(b)).all(|(x, y)| *x <= y)
        && problem.tallies.iter().all(counts)
        && (runs || !problem.limits.has(Limit::LongIsLongest))
}

/// What may be given up, first to last. Readiness, the 24 hours, the chosen rest, the days, the minutes, the length of a run
/// (which the levels hold) and the long run being the longest never are.
pub const LADDER: [Limit; 7] = [
    Limit::RunningMinutes,
    Limit::Lifts,
    Limit::Variety,
    Limit::RestDay,
    Limit::HardSessions,
    Limit::LegStrength,
    Limit::HardEasy,
];

/// Points for one unit outside a band that was given up.
const OUTSIDE: i64 = 400;

/// A week, and what had to be given up for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Relaxed {
    /// The week.
    pub plan: WeekPlan,
    /// Limits that it does not keep, the first given up first. None of them could be kept with the others given up.
    pub given_up: Vec<Limit>,
    /// The problem it solves says so much of each: what was a wall is a slope.
    pub problem: WeekProblem,
}

/// The cheapest week; where there is none, the cheapest with as few limits given up as the ladder needs.
/// `None` where even the whole ladder does not help, or the work allowed does not settle it.
///
/// # Errors
/// As [`solve`].
pub fn solve_relaxed(problem: &WeekProblem, effort: Effort) -> Result<Option<Relaxed>, TooLarge> {
    if let Answer::Plan(plan) = solve(problem, effort)? {
        return Ok(Some(Relaxed { plan: *plan, given_up: Vec::new(), problem: problem.clone() }));
    }
    let Some(given_up) = give_up(problem, effort)? else { return Ok(None) };
    let soft = given_up.iter().fold(problem.clone(), |p, &limit| soften(&p, limit));
    Ok(match solve(&soft, effort)? {
        Answer::Plan(plan) => Some(Relaxed { plan: *plan, given_up, problem: soft }),
        Answer::Infeasible | Answer::Unknown => None,
    })
}

/// The fewest limits of the ladder, softest first, without which there is a week.
fn give_up(problem: &WeekProblem, effort: Effort) -> Result<Option<Vec<Limit>>, TooLarge> {
    let without = |limits: &[Limit]| {
        let mut less = problem.clone();
        less.limits = limits.iter().fold(less.limits, |set, &l| set.without(l));
        feasible(&less, effort).map(|f| f == Some(true))
    };
    for limit in LADDER {
        if without(&[limit])? {
            return Ok(Some(vec![limit]));
        }
    }
    let mut given_up: Vec<Limit> = Vec::new();
    let mut found = false;
    for limit in LADDER {
        given_up.push(limit);
        if without(&given_up)? {
            found = true;
            break;
        }
    }
    if !found {
        return Ok(None);
    }
    // The hardest first: what was given up on the way may not have been needed.
    for limit in LADDER.iter().rev() {
        let kept: Vec<Limit> = given_up.iter().copied().filter(|l| l != limit).collect();
        if kept.len() < given_up.len() && without(&kept)? {
            given_up = kept;
        }
    }
    Ok(Some(given_up))
}

/// The problem with a limit given up: a band becomes a wish that costs for each unit outside, another limit is dropped.
#[must_use]
pub fn soften(problem: &WeekProblem, limit: Limit) -> WeekProblem {
    let mut soft = problem.clone();
    soft.limits = soft.limits.without(limit);
    for tally in problem.tallies.iter().filter(|t| t.limit == limit) {
        let last = tally.high.max(tally.low).min(100_000) + 1;
        let table = Table::wall(tally.low, tally.high, OUTSIDE, last);
        soft.doses.push(Dose { name: limit.words().to_owned(), table, rules: limit.rules().to_vec() });
        for (kind, weights) in soft.kinds.iter_mut().zip(&tally.weight) {
            for (item, weight) in kind.items.iter_mut().zip(weights) {
                item.dose.push(*weight);
            }
        }
    }
    soft
}
