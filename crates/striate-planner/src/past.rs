//! What is left of the present week.

use super::fill::{NO_WAIT, hard_sets};
use striate_history::Ledger;
use striate_model::Day;
use striate_plan::week::{Choice, Done, Entry, FORBIDDEN, MUSCLES, WeekProblem, rest_of_week};

/// What is known of the rest of the week besides its log.
#[derive(Clone, Copy)]
pub(super) struct Left {
    /// The first day that is still open.
    pub(super) first_day: usize,
    /// The morning of that day is over.
    pub(super) only_evening: bool,
    /// What the body brings into it.
    pub(super) entry: Entry,
}

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
    for kind in rest.kinds.iter_mut().filter(|k| k.choices.iter().all(|c| !c.items.is_empty())) {
        kind.choices.push(Choice { items: Vec::new(), cost: 0 });
    }
    if left.only_evening {
        for item in rest.kinds.iter_mut().flat_map(|k| &mut k.items) {
            item.slot_cost[2 * left.first_day] = FORBIDDEN;
        }
    }
    rest
}
