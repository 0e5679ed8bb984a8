//! Personal calibration: what an athlete's own measurements say about their response.
//!
//! The response of a person multiplies every gain: its logarithm has a normal prior, each muscle adds a deviation of its
//! own, which all measurements of that muscle share. A measurement compares the change that the model expects of a median person with the one that was measured; its
//! error depends on the method of measuring. The posterior is worked out on a grid.

use crate::growth::Sizes;
use crate::method::GrowthMethod;
use crate::region::{Measure, Region};
use striate_model::{BodyState, Person};

/// A way to measure muscle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeasuredBy {
    /// A tape around thigh or calf.
    Girth,
    /// Lean mass of the legs by DXA.
    Dxa,
    /// Lean mass by bioimpedance.
    Bioimpedance,
    /// Thickness by ultrasound.
    Ultrasound,
    /// Volume or area by MRI.
    Mri,
    /// An estimated one-repetition maximum.
    OneRepMax,
    /// A sprint time: says nothing about size that could be used.
    SprintTime,
}

/// A measured change beside the expected one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// How it was measured.
    pub by: MeasuredBy,
    /// Where: comparisons of one region share its deviation from the person.
    pub region: Region,
    /// Logarithm of the change of muscle size that the model expects of a median person.
    pub expected_log: f64,
    /// Logarithm of the change of what was measured.
    pub measured_log: f64,
}

/// A belief about the response of a person: the logarithm, 0 for the median.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// One in ten lies below.
    pub low: f64,
    /// One in ten lies above.
    pub high: f64,
}

/// The belief before and after the measurements.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibrated {
    /// From people in general.
    pub before: Belief,
    /// With the athlete's own measurements.
    pub after: Belief,
    /// How many measurements said anything.
    pub used: usize,
}

impl Calibrated {
    /// The person as believed afterwards.
    #[must_use]
    pub fn person(&self, person: &Person) -> Person {
        Person { log_response: self.after.mean, log_response_sd: self.after.sd, ..*person }
    }
}

const GRID: usize = 61;
const GRID_END: f64 = 1.5;

/// The belief about a person's response after these measurements. Their errors are taken as independent: give changes
/// over spans that do not overlap, or from a first measurement that is the mean of several. The prior is that of people in general: all of an
/// athlete's measurements are given each time, so that none is counted twice.
#[must_use]
pub fn calibrate(comparisons: &[Comparison], method: &GrowthMethod) -> Calibrated {
    let g = &method.central().growth;
    let at = |i: usize| GRID_END * (2.0 * i as f64 / (GRID - 1) as f64 - 1.0);
    let prior: Vec<f64> = (0..GRID).map(|i| -0.5 * (at(i) / g.person_response_sd).powi(2)).collect();
    let mut by_region: Vec<(Region, Vec<Seen>)> = Vec::new();
    for comparison in comparisons {
        let Some(seen) = Seen::of(comparison, method) else { continue };
        match by_region.iter_mut().find(|(region, _)| *region == comparison.region) {
            Some((_, all)) => all.push(seen),
            None => by_region.push((comparison.region, vec![seen])),
        }
    }
    let mut posterior = prior.clone();
    for (_, all) in &by_region {
        for (i, log) in posterior.iter_mut().enumerate() {
            *log += likelihood(all, at(i), g.muscle_response_sd);
        }
    }
    let used = by_region.iter().map(|(_, all)| all.len()).sum();
    Calibrated { before: belief(&prior, at), after: belief(&posterior, at), used }
}

/// A comparison in the unit of what was measured.
#[derive(Clone, Copy)]
struct Seen {
    expected: f64,
    measured: f64,
    error: f64,
}

impl Seen {
    /// `None` where the comparison says nothing.
    fn of(comparison: &Comparison, method: &GrowthMethod) -> Option<Self> {
        let (gain, error) = scale_and_error(comparison.by, method)?;
        let seen = Self { expected: gain * comparison.expected_log, measured: comparison.measured_log, error };
        (seen.expected.is_finite() && seen.measured.is_finite() && seen.expected != 0.0).then_some(seen)
    }
}

/// Logarithm of how likely the measurements of one region are for a response of the person: the region's own deviation
/// is summed over.
fn likelihood(all: &[Seen], log_response: f64, own_sd: f64) -> f64 {
    const STEPS: i32 = 10;
    let each: Vec<f64> = (-STEPS..=STEPS)
        .map(|k| {
            // From -2.5 to 2.5 standard deviations.
            let deviations = 2.5 * f64::from(k) / f64::from(STEPS);
            let response = (log_response + own_sd * deviations).exp();
            let misfit: f64 = all.iter().map(|s| ((s.measured - response * s.expected) / s.error).powi(2)).sum();
            -0.5 * (deviations * deviations + misfit)
        })
        .collect();
    let top = each.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    top + each.iter().map(|l| (l - top).exp()).sum::<f64>().ln()
}

/// Logarithm of what is measured per logarithm of muscle size, and the error of a change.
fn scale_and_error(by: MeasuredBy, method: &GrowthMethod) -> Option<(f64, f64)> {
    let c = &method.calibration;
    match by {
        MeasuredBy::Girth => Some((c.girth_share, c.girth_error)),
        MeasuredBy::Dxa => Some((1.0, c.dxa_error)),
        MeasuredBy::Bioimpedance => Some((1.0, c.bia_error)),
        MeasuredBy::Ultrasound => Some((1.0, c.ultrasound_error)),
        MeasuredBy::Mri => Some((1.0, c.mri_error)),
        MeasuredBy::OneRepMax => Some((c.one_rep_max_gain, c.one_rep_max_error)),
        MeasuredBy::SprintTime => None,
    }
}

fn belief(log_density: &[f64], at: impl Fn(usize) -> f64) -> Belief {
    let top = log_density.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let density: Vec<f64> = log_density.iter().map(|l| (l - top).exp()).collect();
    let sum: f64 = density.iter().sum();
    let moment = |of: &dyn Fn(f64) -> f64| density.iter().enumerate().map(|(i, d)| d * of(at(i))).sum::<f64>() / sum;
    let mean = moment(&|x| x);
    let sd = moment(&|x| (x - mean).powi(2)).sqrt();
    let quantile = |share: f64| {
        let (mut below, step) = (0.0, at(1) - at(0));
        for (i, d) in density.iter().enumerate() {
            let here = d / sum;
            if below + here >= share {
                return at(i) + step * ((share - below) / here - 0.5);
            }
            below += here;
        }
        at(GRID - 1)
    };
    Belief { mean, sd, low: quantile(0.1), high: quantile(0.9) }
}

/// The change of a region between two states of a body that the model expects of a median person, logarithm. The states
/// may have been folded for another response: gains are taken as proportional to it.
#[must_use]
pub fn expected_log(region: Region, from: &BodyState, to: &BodyState, method: &GrowthMethod) -> f64 {
    let values = method.central();
    let percent = region.percent(method, values, |muscle| {
        let sizes = |body: &BodyState| Sizes::of(&body.muscles[muscle], body.calf_loss);
        Measure::Whole.percent(muscle, (sizes(from), sizes(to)), 0.0, method, values)
    });
    (percent / 100.0).max(-0.99).ln_1p() / to.person.log_response.exp()
}
