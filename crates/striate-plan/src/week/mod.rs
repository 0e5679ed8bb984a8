//! A week, solved exactly: what to do in it, then where to put it; and everything around that.
//!
//! The doses of a week depend on what is done in it, not on when. So the search first looks for the basket (which
//! sessions, how often, at which level: exact doses, strong bounds), then for its cheapest place in the days.
//! [`check()`] judges any week on its own, whatever made it. [`because`] and [`why_not`] give reasons, [`replan()`] changes
//! a plan as little as possible, [`roll()`] joins weeks, [`solve_relaxed`] gives up the softest limits where no week keeps them all. `docs/methods/planning.md` says what is proven and what is not.
//!
//! This module does not know where doses, waiting times and wishes come from, and no calendar.

mod basket;
mod bound;
mod check;
mod explain;
mod limit;
mod model;
mod pinned;
mod place;
mod problem;
mod relax;
#[cfg(test)]
mod relaxations;
mod replan;
mod roll;
mod state;
mod table;
mod walk;

pub use basket::{Answer, Counters, Effort, Pruning, basket_of, feasible, solve, solve_counted};
pub use check::{Breach, Judged, check};
pub use explain::{Member, Reason, Verdict, WayOut, Wish, because, smallest_clash, why_not, with_wishes};
pub use limit::{Limit, LimitSet};
pub use model::TooLarge;
pub use problem::{
    Basket, Certificate, Choice, DAYS, Dose, Entry, FORBIDDEN, Item, ItemId, Kind, LEGS, LONGEST_WAIT, MUSCLES,
    Placement, SLOTS, Tally, WAITS, WeekPlan, WeekProblem,
};
pub use relax::{LADDER, Relaxed, soften, solve_relaxed};
pub use replan::{Change, Done, Edit, Replanned, price_changes, replan, rest_of_week};
pub use roll::{Rolled, certify, roll};
pub use table::Table;
