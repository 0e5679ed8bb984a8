//! Personal calibration: what an athlete's own measurements say about their response.
//!
//! The response of a person multiplies every gain: its logarithm has a normal prior, each region adds a deviation of its
//! own, which all measurements of that region share. Measurements of one kind at one place are a series; only how they lie
//! to one another counts, so that a first measurement that was off spoils nothing. Each is compared with what the model
//! expects of a median person; its error depends on the method of measuring. The posterior is worked out on a grid.

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
    /// A sprint time: says next to nothing about size.
    SprintTime,
}

impl MeasuredBy {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Girth => "girth",
            Self::Dxa => "dxa",
            Self::Bioimpedance => "bioimpedance",
            Self::Ultrasound => "ultrasound",
            Self::Mri => "mri",
            Self::OneRepMax => "one_rep_max",
            Self::SprintTime => "sprint_time",
        }
    }
}

/// Measurements of one kind at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// How it was measured.
    pub by: MeasuredBy,
    /// Where: series of one region share its deviation from the person.
    pub region: Region,
    /// The measurements in the order of time.
    pub points: Vec<Point>,
}

/// One measurement beside the expected one. Both may be counted from any origin: only differences matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Logarithm of the muscle size that the model expects of a median person.
    pub expected_log: f64,
    /// Logarithm of what was measured.
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

/// The belief about a person's response after these measurements. The prior is that of people in general: all of an
/// athlete's measurements are given each time, so that none is counted twice.
#[must_use]
pub fn calibrate(series: &[Series], method: &GrowthMethod) -> Calibrated {
    let g = &method.central().growth;
    let at = |i: usize| GRID_END * (2.0 * i as f64 / (GRID - 1) as f64 - 1.0);
    let prior: Vec<f64> = (0..GRID).map(|i| -0.5 * (at(i) / g.person_response_sd).powi(2)).collect();
    let mut by_region: Vec<(Region, Vec<Seen>)> = Vec::new();
    for one in series {
        let Some(seen) = Seen::of(one, method) else { continue };
        match by_region.iter_mut().find(|(region, _)| *region == one.region) {
            Some((_, all)) => all.push(seen),
            None => by_region.push((one.region, vec![seen])),
        }
    }
    let mut posterior = prior.clone();
    for (_, all) in &by_region {
        for (i, log) in posterior.iter_mut().enumerate() {
            *log += likelihood(all, at(i), g.muscle_response_sd);
        }
    }
    let used = by_region.iter().flat_map(|(_, all)| all).map(|seen| seen.points.len()).sum();
    Calibrated { before: belief(&prior, at), after: belief(&posterior, at), used }
}

/// A series in the unit of what was measured.
#[derive(Clone)]
struct Seen {
    /// (expected, measured).
    points: Vec<(f64, f64)>,
    /// Error of one measurement.
    error: f64,
}

impl Seen {
    /// `None` where the series says nothing: one measurement alone, or no change expected.
    fn of(series: &Series, method: &GrowthMethod) -> Option<Self> {
        let (gain, error_of_change) = scale_and_error(series.by, method);
        let points: Vec<(f64, f64)> = series
            .points
            .iter()
            .map(|p| (gain * p.expected_log, p.measured_log))
            .filter(|(expected, measured)| expected.is_finite() && measured.is_finite())
            .collect();
        let first = points.first()?.0;
        let says = points.iter().any(|(expected, _)| (expected - first).abs() > 1e-6);
        says.then_some(Self { points, error: error_of_change / std::f64::consts::SQRT_2 })
    }

    /// Sum of squares of the standardised misfits; what the whole series is off by is taken out.
    fn misfit(&self, response: f64) -> f64 {
        let rests = || self.points.iter().map(|(expected, measured)| measured - response * expected);
        let mean = rests().sum::<f64>() / self.points.len() as f64;
        rests().map(|rest| ((rest - mean) / self.error).powi(2)).sum()
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
            let misfit: f64 = all.iter().map(|s| s.misfit(response)).sum();
            -0.5 * (deviations * deviations + misfit)
        })
        .collect();
    let top = each.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    top + each.iter().map(|l| (l - top).exp()).sum::<f64>().ln()
}

/// Logarithm of what is measured per logarithm of muscle size, and the error of a change, logarithm.
#[must_use]
pub fn scale_and_error(by: MeasuredBy, method: &GrowthMethod) -> (f64, f64) {
    let c = &method.calibration;
    match by {
        MeasuredBy::Girth => (c.girth_share, c.girth_error),
        MeasuredBy::Dxa => (1.0, c.dxa_error),
        MeasuredBy::Bioimpedance => (1.0, c.bia_error),
        MeasuredBy::Ultrasound => (1.0, c.ultrasound_error),
        MeasuredBy::Mri => (1.0, c.mri_error),
        MeasuredBy::OneRepMax => (c.one_rep_max_gain, c.one_rep_max_error),
        MeasuredBy::SprintTime => (c.sprint_gain, c.sprint_error),
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
        Measure::Whole.percent(muscle, (sizes(from), sizes(to)), 0.0, (method, values))
    });
    (percent / 100.0).max(-0.99).ln_1p() / to.person.log_response.exp()
}
