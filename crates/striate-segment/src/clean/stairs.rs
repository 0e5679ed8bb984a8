//! Stairs: how hard they are is told by the height that is gained, since hardly any way over ground is made and a
//! satellite sees little of it.

use super::HEIGHT_LATE_S;
use crate::grade::running_cost;

/// Half of the window in which the rate of climbing is fitted, s.
const HALF_WINDOW_S: usize = 4;

/// Slower climbing than this is none, m/s: what a barometer drifts by, and steps up and down on a landing.
const LEAST_CLIMB: f64 = 0.06;

/// The slope of stairs in the relation between climbing and demand: the steepest that was measured.
const SLOPE: f64 = 0.45;

/// Replaces the demand of each second by that of the height gained in it, as level speed of equal cost: running up a
/// slope of 0.45 costs 42 J per kg and metre of height (Minetti 2002), whatever the steps are like. Going down keeps its
/// speed.
pub(super) fn by_climbing(demand: &mut [f32], height: &[f64], speed: &[f64]) {
    let per_metre = running_cost(SLOPE) / SLOPE / running_cost(0.0);
    for (i, d) in demand.iter_mut().enumerate() {
        let middle = (i + HEIGHT_LATE_S).min(height.len().saturating_sub(1));
        let (from, to) = (middle.saturating_sub(HALF_WINDOW_S), (middle + HALF_WINDOW_S + 1).min(height.len()));
        let climb = rate(&height[from..to]);
        *d = if climb > LEAST_CLIMB { (climb * per_metre) as f32 } else { speed[i].min(f64::from(*d)) as f32 };
    }
}

/// Slope of a line through values a second apart.
fn rate(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let (middle, mean) = (0.5 * (n - 1.0), values.iter().sum::<f64>() / n);
    let (top, bottom) = values.iter().enumerate().fold((0.0, 0.0), |(top, bottom), (i, v)| {
        let t = i as f64 - middle;
        (top + t * (v - mean), bottom + t * t)
    });
    if bottom > 0.0 { top / bottom } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flight_of_stairs_asks_as_much_as_its_height_whatever_the_satellites_say() {
        let height: Vec<f64> = (0..90).map(|i| 0.4 * f64::from((i - 30i32).clamp(0, 30))).collect();
        let mut demand = vec![0.0f32; 90];
        by_climbing(&mut demand, &height, &[0.3; 90]);
        assert!((demand[45] - 4.7).abs() < 0.4, "{}", demand[45]);
        assert!(demand[10] < 0.5 && demand[80] < 0.5);
        let half = (20..45).find(|&i| demand[i] > 2.3).unwrap();
        assert!((27..=29).contains(&half), "{half}");
    }
}
