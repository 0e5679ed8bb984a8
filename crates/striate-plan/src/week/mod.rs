//! A week, solved exactly: what to do in it, then where to put it.
//!
//! The doses of a week depend on what is done in it, not on when. So the search first looks for the basket (which
//! sessions, how often, at which level: exact doses, strong bounds), then for its cheapest place in the days.
//! [`check()`] judges any week on its own, whatever made it. `docs/methods/planning.md` says what is proven and what is
//! not.
//!
//! This module does not know where doses, waiting times and wishes come from, and no calendar.

mod basket;
mod bound;
mod check;
mod limit;
mod model;
mod place;
mod problem;
mod relax;
mod state;
mod table;
mod walk;

pub use basket::{Answer, Counters, Effort, Pruning, basket_of, feasible, solve, solve_counted};
pub use check::{Breach, Judged, check};
pub use limit::{Limit, LimitSet};
pub use model::TooLarge;
pub use problem::{
    Basket, Certificate, Choice, DAYS, Dose, Entry, FORBIDDEN, Item, ItemId, Kind, LEGS, LONGEST_WAIT, MUSCLES,
    Placement, SLOTS, Tally, WAITS, WeekPlan, WeekProblem,
};
pub use table::Table;
