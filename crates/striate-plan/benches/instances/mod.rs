//! Weeks to solve in tests and benches: a small model whose optima another solver has proven, and the rich model of the
//! product's size with random athletes.

use striate_plan::week::{Choice, Dose, Entry, Item, Kind, Limit, LimitSet, MUSCLES, SLOTS, Table, Tally, WeekProblem};

/// Xorshift (Marsaglia 2003), so that an instance is the same everywhere.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// From 0 to below 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 to below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.uniform() * n as f64) as usize
    }
}

/// A tally whose weight depends on the kind alone.
pub(crate) fn tally(kinds: &[Kind], limit: Limit, low: i32, high: i32, weight: impl Fn(&Kind, &Item) -> i32) -> Tally {
    let weight = kinds.iter().map(|k| k.items.iter().map(|i| weight(k, i)).collect()).collect();
    Tally { limit, weight, low, high }
}

mod earlier;
mod rich;

pub(crate) use earlier::earlier_week;
pub(crate) use rich::{Rich, rich};
