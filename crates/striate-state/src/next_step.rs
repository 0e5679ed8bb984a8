//! The next step for a muscle (rule D5) and what it would add (rule C7): one more session a week, for twelve weeks.

use crate::forecast::{Calendar, Ensemble};
use crate::method::GrowthMethod;
use striate_model::{BodyState, DailyDose, Estimate, Muscle, sampling};

/// A session that could be added every week.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its name for the reader.
    pub name: String,
    /// What it brings.
    pub session: DailyDose,
}

/// What a candidate would add.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Place of the candidate in the list that was asked about.
    pub candidate: usize,
    /// Growth that it adds over twelve weeks, percentage points, with the band that holds eight in ten.
    pub gain_points: Estimate,
    /// Share of the draws in which it adds half a point or more.
    pub probability: f64,
}

/// What each candidate would add to a muscle, the largest gain first.
#[must_use]
pub fn steps(body: &BodyState, muscle: Muscle, candidates: &[Candidate], method: &GrowthMethod) -> Vec<Step> {
    let ensemble = Ensemble::new(body, method);
    let days = (method.limits.horizon_days as usize).max(1);
    let end = [days - 1];
    let last = |calendar: &Calendar| -> Vec<f64> {
        ensemble.changes(muscle, calendar, &end).into_iter().map(|c| c[0]).collect()
    };
    let now = Calendar::going_on(body, days);
    let without = last(&now);
    let mut steps: Vec<Step> = candidates
        .iter()
        .enumerate()
        .map(|(candidate, c)| {
            let with = last(&now.clone().with_weekly(&c.session));
            let mut gains: Vec<f64> = with.iter().zip(&without).map(|(w, o)| w - o).collect();
            let worth =
                gains.iter().filter(|g| **g >= method.limits.worth_points).count() as f64 / gains.len().max(1) as f64;
            let (low, high) = sampling::eight_in_ten(&mut gains);
            let value = sampling::quantile(&gains, 0.5);
            Step { candidate, gain_points: Estimate { value, low, high }, probability: worth }
        })
        .collect();
    steps.sort_by(|a, b| b.gain_points.value.total_cmp(&a.gain_points.value));
    steps
}
