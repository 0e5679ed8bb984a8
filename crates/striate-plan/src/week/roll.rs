//! Several weeks: each solved exactly, one after the other, each entered as the last one leaves.
//!
//! Choosing the cheapest first week may leave a worse Monday to the next: rolling is a heuristic over weeks. What is
//! proven is a bound: the sum of the weeks' own optima with nothing left behind by a week before, which no sequence of
//! weeks with these problems can undercut.

use super::basket::{Answer, Effort, solve};
use super::limit::Limit;
use super::model::TooLarge;
use super::problem::{Certificate, Entry, WeekPlan, WeekProblem};
use super::relax::{Relaxed, solve_relaxed};

/// Weeks in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Rolled {
    /// The weeks. Fewer than asked for where one could not be had even with limits given up.
    pub weeks: Vec<Relaxed>,
}

impl Rolled {
    /// Points of all weeks.
    #[must_use]
    pub fn cost(&self) -> i64 {
        self.weeks.iter().map(|w| w.plan.certificate.cost).sum()
    }

    /// Limits that some week had to give up: (week, limit).
    pub fn given_up(&self) -> impl Iterator<Item = (usize, Limit)> + '_ {
        self.weeks.iter().enumerate().flat_map(|(i, w)| w.given_up.iter().map(move |&l| (i, l)))
    }
}

/// Solves `weeks` weeks; `problem(week, entry, weeks so far)` says what each asks.
///
/// # Errors
/// As [`solve`].
pub fn roll(
    weeks: usize,
    entry: Entry,
    effort: Effort,
    mut problem: impl FnMut(usize, Entry, &[Relaxed]) -> WeekProblem,
) -> Result<Rolled, TooLarge> {
    let mut rolled = Rolled { weeks: Vec::with_capacity(weeks) };
    let mut entry = entry;
    for week in 0..weeks {
        let asked = problem(week, entry, &rolled.weeks);
        let Some(solved) = solve_relaxed(&asked, effort)? else { break };
        entry = solved.plan.exit;
        rolled.weeks.push(solved);
    }
    Ok(rolled)
}

/// How far from the best sequence the weeks can be at most, where each week's problem depends on the others only through
/// what they leave behind.
///
/// # Errors
/// As [`solve`].
pub fn certify(rolled: &Rolled, effort: Effort) -> Result<Certificate, TooLarge> {
    let (mut bound, mut nodes) = (0, 0);
    for week in &rolled.weeks {
        let WeekPlan { certificate, .. } = &week.plan;
        let fresh = WeekProblem { entry: Entry::default(), ..week.problem.clone() };
        bound += match solve(&fresh, effort)? {
            Answer::Plan(plan) => {
                nodes += plan.certificate.nodes;
                plan.certificate.bound
            }
            Answer::Infeasible | Answer::Unknown => certificate.bound.min(0),
        };
    }
    Ok(Certificate::new(rolled.cost(), bound, nodes))
}
