//! Lower bounds on baskets by multipliers: prices for each dose and sum, and for a session as such.
//!
//! For any prices g and l, the cost of a basket is at least
//! `sum_r min_D (C_r(D) - g_r D) + min_N (S(N) - l N) + sum_k min_way (cost + g.amounts + l sessions)`,
//! because each minimum is taken apart (the convex conjugate of the tables; Geoffrion 1974). So every price vector gives
//! a true bound, and how good prices are found by subgradient steps has no say in what is true. Everything compared is an
//! integer: prices are in 1/1024 point.

use super::model::{AMOUNTS, Amounts, Model, least_and_most};

/// Parts of a point in which prices are counted.
pub(super) const SCALE: i64 = 1024;

/// Which ways of each kind are still open, and what `n` sessions cost at least to place.
pub(super) struct View {
    /// For each kind of the model, the range of its ways.
    pub(super) ranges: Vec<(usize, usize)>,
    /// At least so much for placing n sessions; [`super::problem::FORBIDDEN`] where impossible.
    pub(super) slots: Vec<i32>,
}

#[derive(Clone, Debug)]
pub(super) struct Prices {
    pub(super) amounts: [i64; AMOUNTS],
    pub(super) session: i64,
}

/// A bound by prices, and the direction in which better ones lie.
struct Eval {
    value: i64,
    gradient: Amounts,
    sessions: i32,
}

/// What each amount can reach in a view.
pub(super) struct Reach {
    pub(super) low: Amounts,
    pub(super) high: Amounts,
    pub(super) sessions: (usize, usize),
}

impl Reach {
    pub(super) fn of(model: &Model<'_>, view: &View) -> Self {
        let mut reach = Self { low: [0; AMOUNTS], high: [0; AMOUNTS], sessions: (0, 0) };
        for (kind, &(from, to)) in model.kinds.iter().zip(&view.ranges) {
            let ways = &kind.ways[from..to];
            let (least, most) = least_and_most(ways.iter());
            for (r, (least, most)) in least.into_iter().zip(most).enumerate() {
                reach.low[r] += least;
                reach.high[r] += most;
            }
            reach.sessions.0 += ways.iter().map(|w| w.sessions).min().unwrap_or(0);
            reach.sessions.1 += ways.iter().map(|w| w.sessions).max().unwrap_or(0);
        }
        reach
    }
}

impl Prices {
    pub(super) const fn none() -> Self {
        Self { amounts: [0; AMOUNTS], session: 0 }
    }

    /// The priced cost of a way.
    #[inline]
    pub(super) fn of(&self, way: &super::model::Way, used: usize) -> i64 {
        let mut sum = way.cost * SCALE + self.session * way.sessions as i64;
        for (price, &amount) in self.amounts[..used].iter().zip(&way.amounts[..used]) {
            sum += price * i64::from(amount);
        }
        sum
    }

    /// The part of the bound that no way enters, and where the amounts and sessions would be.
    pub(super) fn constant(&self, model: &Model<'_>, reach: &Reach, slots: &[i32]) -> (i64, Amounts, i32) {
        let mut sum = 0;
        let mut at = [0; AMOUNTS];
        for (r, table) in model.tables.iter().enumerate() {
            let (value, place) = table.conjugate(self.amounts[r], SCALE, reach.low[r], reach.high[r]);
            sum += value;
            at[r] = place;
        }
        let (slots, sessions) = self.slots(slots, reach.sessions);
        (sum + slots, at, sessions)
    }

    /// The part of the bound that placing costs.
    pub(super) fn slots(&self, slots: &[i32], sessions: (usize, usize)) -> (i64, i32) {
        let last = sessions.1.min(slots.len() - 1);
        (sessions.0..=last)
            .map(|n| (i64::from(slots[n]) * SCALE - self.session * n as i64, n as i32))
            .min()
            .unwrap_or((super::model::IMPOSSIBLE * SCALE, sessions.0 as i32))
    }

    /// The bound by these prices, in 1/1024 point.
    #[cfg(test)]
    pub(super) fn bound(&self, model: &Model<'_>, view: &View) -> i64 {
        self.evaluate(model, view, &Reach::of(model, view)).value
    }

    fn evaluate(&self, model: &Model<'_>, view: &View, reach: &Reach) -> Eval {
        let used = model.tables.len();
        let (mut value, at, sessions) = self.constant(model, reach, &view.slots);
        let mut eval = Eval { value: 0, gradient: [0; AMOUNTS], sessions: -sessions };
        for (g, place) in eval.gradient[..used].iter_mut().zip(at) {
            *g = -place;
        }
        for (kind, &(from, to)) in model.kinds.iter().zip(&view.ranges) {
            let mut best = (i64::MAX, from);
            for (i, way) in kind.ways[from..to].iter().enumerate() {
                let cost = self.of(way, used);
                if cost < best.0 {
                    best = (cost, from + i);
                }
            }
            if let Some(way) = kind.ways[from..to].get(best.1 - from) {
                value += best.0;
                for (g, amount) in eval.gradient[..used].iter_mut().zip(way.amounts) {
                    *g += amount;
                }
                eval.sessions += way.sessions as i32;
            }
        }
        eval.value = value;
        eval
    }
}

/// The best prices found, and others from the way there that are nearly as good and differ.
pub(super) struct Climb {
    /// The best bound, in 1/1024 point.
    pub(super) value: i64,
    pub(super) best: Prices,
    pub(super) others: Vec<Prices>,
}

/// Improves prices by `steps` subgradient steps (Polyak's length towards `target`), until the bound passes `enough`.
pub(super) fn climb(
    model: &Model<'_>,
    view: &View,
    start: &Prices,
    steps: usize,
    (target, enough): (i64, i64),
) -> Climb {
    let reach = Reach::of(model, view);
    let used = model.tables.len();
    // Amounts differ in unit: each is measured by how far it can reach.
    let unit: Vec<f64> = (0..used).map(|r| 1.0 / f64::from((reach.high[r] - reach.low[r]).max(1))).collect();
    let session_unit = 1.0 / (reach.sessions.1 - reach.sessions.0).max(1) as f64;
    let mut prices = start.clone();
    let mut climb = Climb { value: i64::MIN, best: start.clone(), others: Vec::new() };
    let (mut length, mut stalled) = (1.0_f64, 0);
    for _ in 0..steps {
        let eval = prices.evaluate(model, view, &reach);
        if eval.value > climb.value {
            if climb.value > i64::MIN && climb.others.len() < 8 {
                let old = std::mem::replace(&mut climb.best, prices.clone());
                climb.others.push(old);
            } else {
                climb.best = prices.clone();
            }
            climb.value = eval.value;
            stalled = 0;
        } else {
            stalled += 1;
            if stalled > 4 {
                length *= 0.6;
                stalled = 0;
            }
        }
        if climb.value > enough {
            break;
        }
        let slope = |g: i32, unit: f64| f64::from(g) * unit;
        let norm = (0..used).map(|r| slope(eval.gradient[r], unit[r]).powi(2)).sum::<f64>()
            + slope(eval.sessions, session_unit).powi(2);
        if norm < 1e-12 {
            break;
        }
        let goal = target.max(climb.value + climb.value.abs() / 50 + 4 * SCALE);
        let step = length * (goal - eval.value) as f64 / norm;
        for (r, unit) in unit.iter().enumerate() {
            let price = prices.amounts[r] as f64 + step * slope(eval.gradient[r], *unit) * unit;
            prices.amounts[r] = price.clamp(-1e9, 1e9) as i64;
        }
        let price = prices.session as f64 + step * slope(eval.sessions, session_unit) * session_unit;
        prices.session = price.clamp(-1e9, 1e9) as i64;
    }
    climb
}
