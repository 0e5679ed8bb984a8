//! Sameness of training (rule A2): the spread of speed and heart rate over runs, and the monotony of daily load.

use crate::method::GrowthMethod;
use striate_model::{BodyState, Day, RunRecord};

/// How alike the runs of the last 28 days were.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sameness {
    /// How many runs.
    pub runs: usize,
    /// Spread of their mean speeds: standard deviation over mean; `None` with fewer than three known.
    pub speed_spread: Option<f64>,
    /// Spread of their mean heart rates; `None` with fewer than three known.
    pub heart_rate_spread: Option<f64>,
    /// Monotony of the daily cardio load: mean over standard deviation (Foster 1998); `None` where there is no load, or
    /// every day has the same.
    pub monotony: Option<f64>,
    /// Whether it is too much of the same.
    pub is_monotonous: bool,
    /// The days of the runs that were alike, where it is.
    pub alike: Vec<Day>,
}

/// Days that are looked at.
const WINDOW_DAYS: i32 = 28;

/// The sameness of the last 28 days.
#[must_use]
pub fn sameness(body: &BodyState) -> Sameness {
    let limits = &GrowthMethod::builtin().limits;
    let runs: Vec<&RunRecord> = body.runs.iter().filter(|r| body.day.days_since(r.day) < WINDOW_DAYS).collect();
    let known = |of: fn(&RunRecord) -> Option<f64>| -> Vec<f64> {
        runs.iter().filter_map(|r| of(r)).filter(|x| x.is_finite() && *x > 0.0).collect()
    };
    let speeds = known(|r| r.mean_speed_m_per_s);
    let (speed_spread, heart_rate_spread) = (spread(&speeds), spread(&known(|r| r.mean_heart_rate_bpm)));
    let loads: Vec<f64> = body.recent.iter().rev().take(WINDOW_DAYS as usize).map(|d| d.cardio).collect();
    let monotony = spread(&loads).filter(|s| *s > 0.0).map(|s| 1.0 / s);
    let is_monotonous = runs.len() >= limits.same_fewest_runs as usize
        && (speed_spread.is_some_and(|s| s < limits.same_speed_spread)
            || (speed_spread.is_none() && heart_rate_spread.is_some_and(|s| s < limits.same_heart_rate_spread))
            || monotony.is_some_and(|m| m > limits.same_monotony));
    let alike = if is_monotonous { near_the_middle(&runs, &speeds, limits.same_near_middle) } else { Vec::new() };
    Sameness { runs: runs.len(), speed_spread, heart_rate_spread, monotony, is_monotonous, alike }
}

/// Standard deviation over mean; `None` for fewer than three values or a mean of nothing.
fn spread(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    if values.len() < 3 || mean <= 0.0 {
        return None;
    }
    Some((values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt() / mean)
}

fn near_the_middle(runs: &[&RunRecord], speeds: &[f64], near: f64) -> Vec<Day> {
    let mut sorted = speeds.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let Some(&middle) = sorted.get(sorted.len() / 2) else { return runs.iter().map(|r| r.day).collect() };
    let is_near = |r: &&&RunRecord| r.mean_speed_m_per_s.is_some_and(|v| (v / middle - 1.0).abs() < near);
    runs.iter().filter(is_near).map(|r| r.day).collect()
}
