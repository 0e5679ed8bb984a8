//! Convex costs of an amount, as tables of integers.

/// What each amount from 0 on costs. Slopes never fall, so that the least over a range is where the range is nearest to
/// the least of all, and bounds by multipliers are sharp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    cost: Vec<i64>,
    cheapest: usize,
}

impl Table {
    /// The convex table nearest above the rounded values of `cost` at 0 to `last`, given by running along it: each step
    /// is the rounded one, or the step before where rounding made it smaller than that.
    #[must_use]
    pub fn convex(last: usize, cost: impl Fn(usize) -> f64) -> Self {
        let mut values = vec![cost(0).round() as i64];
        let mut slope = i64::MIN;
        for amount in 1..=last {
            let here = values[amount - 1];
            slope = slope.max(cost(amount).round() as i64 - here);
            values.push(here + slope);
        }
        Self::exact(values)
    }

    /// These costs. They must be convex and not empty.
    #[must_use]
    pub fn exact(cost: Vec<i64>) -> Self {
        debug_assert!(cost.windows(3).all(|w| w[1] - w[0] <= w[2] - w[1]), "a table must be convex");
        let cheapest = (0..cost.len()).min_by_key(|&i| cost[i]).unwrap_or(0);
        Self { cost, cheapest }
    }

    /// Nothing from `low` to `high`, and `steep` points for each unit outside, up to `last`.
    #[must_use]
    pub fn wall(low: i32, high: i32, steep: i64, last: i32) -> Self {
        Self::exact((0..=last.max(0)).map(|d| steep * i64::from((low - d).max(0).max(d - high))).collect())
    }

    /// What an amount costs; beyond the table's end the last slope goes on.
    #[must_use]
    pub fn at(&self, amount: i32) -> i64 {
        let place = amount.max(0) as usize;
        match self.cost.get(place) {
            Some(&cost) => cost,
            None => {
                let last = self.cost.len() - 1;
                let slope = if last == 0 { 0 } else { self.cost[last] - self.cost[last - 1] };
                self.cost[last] + slope * (place - last) as i64
            }
        }
    }

    /// The table up to `last` inclusive.
    pub(super) fn reaching(&self, last: i32) -> Self {
        Self::exact((0..=last.max(0)).map(|d| self.at(d)).collect())
    }

    /// The least cost over amounts from `low` to `high`.
    #[inline]
    pub(super) fn least(&self, low: i32, high: i32) -> i64 {
        let place = (self.cheapest as i32).clamp(low, high) as usize;
        self.cost[place.min(self.cost.len() - 1)]
    }

    /// The amount from `low` to `high` at which `scale * cost - slope * amount` is least, and that value.
    #[inline]
    pub(super) fn conjugate(&self, slope: i64, scale: i64, low: i32, high: i32) -> (i64, i32) {
        let (mut a, mut b) = (low.max(0), high.min(self.cost.len() as i32 - 1).max(low.max(0)));
        while a < b {
            let mid = a + (b - a) / 2;
            let step = (self.cost[mid as usize + 1] - self.cost[mid as usize]) * scale;
            if step < slope {
                a = mid + 1;
            } else {
                b = mid;
            }
        }
        let place = (a as usize).min(self.cost.len() - 1);
        (self.cost[place] * scale - slope * i64::from(a), a)
    }

    /// How many amounts it holds.
    const fn len(&self) -> usize {
        self.cost.len()
    }

    /// The same table for what comes on top of `had`.
    pub(super) fn on_top_of(&self, had: i32) -> Self {
        let last = (self.len() as i32 - had).max(1);
        Self::exact((0..=last).map(|d| self.at(d + had)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_a_diminishing_return_keeps_the_table_convex() {
        let wish = |d: usize| 12_000.0 * (-(d as f64) / 43.0).exp() + (d as f64 - 140.0).max(0.0) * 32.0;
        let table = Table::convex(300, wish);
        assert!(table.cost.windows(3).all(|w| w[1] - w[0] <= w[2] - w[1]));
        // Half a point a step is lost at most, where the slope is about to vanish.
        assert!((0..=300).all(|d| (table.at(d as i32) as f64 - wish(d)).abs() <= 25.0));
    }

    #[test]
    fn the_least_over_a_range_and_the_conjugate_agree_with_looking_everywhere() {
        let table = Table::convex(120, |d| 700.0 * (-(d as f64) / 30.0).exp() + (d as f64 - 60.0).max(0.0) * 3.0);
        for low in (0..100).step_by(7) {
            for high in (low..=120).step_by(11) {
                let least = (low..=high).map(|d| table.at(d)).min().unwrap();
                assert_eq!(table.least(low, high), least);
                for slope in [-9000_i64, -700, -1, 0, 5, 2500] {
                    let all = (low..=high).map(|d| table.at(d) * 1024 - slope * i64::from(d)).min().unwrap();
                    assert_eq!(table.conjugate(slope, 1024, low, high).0, all);
                }
            }
        }
    }
}
