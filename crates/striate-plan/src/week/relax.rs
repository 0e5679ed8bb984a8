//! Weeks asked for less: without wishes (only what decides whether there is a week at all), and with limits given up one
//! by one.

use super::problem::{FORBIDDEN, WeekProblem};

/// The same limits and nothing wished for: every week that keeps the limits costs nothing.
#[must_use]
pub(super) fn without_wishes(problem: &WeekProblem) -> WeekProblem {
    let mut free = problem.clone();
    free.doses.clear();
    free.slot_cost = [0; super::problem::SLOTS];
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
    free
}
