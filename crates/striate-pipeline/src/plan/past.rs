//! What is left of the present week.

use super::fill::{FINE, NO_WAIT, hard_sets};
use crate::history::Ledger;
use striate_model::Day;
use striate_plan::week::{Choice, Done, Dose, Entry, FORBIDDEN, MUSCLES, SLOTS, Table, WeekProblem, rest_of_week};

/// What is known of the rest of the week besides its log.
#[derive(Clone, Copy)]
pub(super) struct Left {
    /// The first day that is still open.
    pub(super) first_day: usize,
    /// The morning of that day is over.
    pub(super) only_evening: bool,
    /// What the body brings into it.
    pub(super) entry: Entry,
    /// Runs that the week lacks of its base.
    pub(super) runs: usize,
    /// Whether the week should have a long run.
    pub(super) has_long: bool,
}

/// Points for a run that the base lacks, and for a week of load without its long run: more than either takes, so that
/// both come where there is a day for them.
const BASE_RUN: i64 = 200 * FINE as i64;
const NO_LONG: i32 = 400 * FINE;
/// A run that was so much of the shortest long run is the week's long run.
const AS_LONG: f64 = 0.9;

/// What is left of the present week: no limit is asked of it that the past could have spoilt.
pub(super) fn remaining(problem: &WeekProblem, ledger: &Ledger, today: Day, left: Left) -> WeekProblem {
    let done: Vec<Done> = ledger
        .up_to(today, i32::from(today.weekday()) + 1)
        .map(|s| {
            let kind = problem.kind_named(s.dose.kind.as_str());
            let flags = kind.map(|k| &problem.kinds[k]);
            let minutes = (60.0 * s.dose.running_h).round() as i32;
            let is = |yes: Option<bool>| i32::from(yes.unwrap_or(false));
            let tally = vec![
                minutes,
                is(flags.map(|k| k.is_lift)),
                is(flags.map(|k| k.is_lift && k.is_legs)),
                is(flags.map(|k| k.is_hard)),
            ];
            Done {
                slot: 2 * usize::from(s.day.weekday()),
                kind,
                dose: (0..MUSCLES).map(|t| (10.0 * hard_sets(&s.dose, t)).round() as i32).collect(),
                tally,
                wait: NO_WAIT,
                running_minutes: minutes,
            }
        })
        .collect();
    let mut rest = rest_of_week(problem, left.first_day, &done);
    rest.entry = Entry { hard_run: rest.entry.hard_run, ..left.entry };
    for tally in &mut rest.tallies {
        tally.low = 0;
    }
    rest.variety_least = 0;
    let shortest_long =
        problem.kinds.iter().filter(|k| k.is_long).flat_map(|k| &k.items).map(|i| i.running_minutes).min();
    let longest_done = done.iter().map(|d| d.running_minutes).max().unwrap_or(0);
    let had_long = shortest_long.is_some_and(|long| f64::from(longest_done) >= AS_LONG * f64::from(long));
    for kind in rest.kinds.iter_mut().filter(|k| k.choices.iter().all(|c| !c.items.is_empty())) {
        let cost = if kind.is_long && left.has_long && !had_long { NO_LONG } else { 0 };
        kind.choices.push(Choice { items: Vec::new(), cost });
    }
    if left.only_evening {
        for item in rest.kinds.iter_mut().flat_map(|k| &mut k.items) {
            item.slot_cost[2 * left.first_day] = FORBIDDEN;
        }
    }
    if left.runs > 0 {
        wish_for_runs(&mut rest, left.runs);
    }
    rest
}

/// Runs up to this number are worth something by themselves.
fn wish_for_runs(problem: &mut WeekProblem, runs: usize) {
    let missing = |n: usize| BASE_RUN * runs.saturating_sub(n) as i64;
    let table = Table::exact((0..=SLOTS).map(missing).collect());
    problem.doses.push(Dose { name: "runs".to_owned(), table, rules: vec!["E4"] });
    for kind in &mut problem.kinds {
        let one = i32::from(kind.is_run);
        for item in &mut kind.items {
            item.dose.push(one);
        }
    }
}
