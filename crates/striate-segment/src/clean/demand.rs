//! The demand: the level speed that would ask as much of the runner, and how far a runner answered to the slopes.

use super::elevation::Slope;
use super::grid::Grid;
use super::{Basis, STANDING, speed};
use crate::grade::level_factor;

/// Running power per kilogram and metre a second: what running power meters report on level ground (about 1.04 kJ per
/// kg and km for common devices; an assumption, used only where no speed is known).
const POWER_PER_KG_AND_SPEED: f64 = 1.04;

/// A slope counts as demand only where it is larger than this many of its errors (shrunk like a James-Stein estimate).
const SURE_ERRORS: f64 = 1.5;

/// How many: the errors of such heights are not normal, a wrong one lasts.
const DOUBTFUL_ERRORS: f64 = 6.0;

/// Runners slow down on a climb by most of what it costs more, and are hardly faster downhill (Strava's grade-adjusted
/// pace against Minetti's cost; science page, section 2); of a single recording this is expected until its own slopes
/// say otherwise: with the weight of twenty blocks that differ by 5 %.
const USUAL_ANSWER: f64 = 0.6;
const USUAL_ANSWER_WEIGHT: f64 = 20.0 * 0.05 * 0.05;

/// Blocks whose speed and slope are compared, s, and from which speed on, m/s.
const ANSWER_BLOCK_S: usize = 20;
const RUNNING: f64 = 1.5;

/// A change of speed larger than this (of the logarithm) is no answer to a slope.
const LARGEST_ANSWER: f64 = 0.25;

/// What the demand is computed from.
pub(super) struct DemandInputs<'a> {
    pub(super) speed: &'a [f64],
    pub(super) slope: Option<&'a Slope>,
    pub(super) power: &'a [f64],
    pub(super) grid: &'a Grid,
    pub(super) is_doubtful: bool,
    pub(super) has_speed: bool,
    pub(super) on_foot: bool,
    pub(super) body_mass_kg: f64,
}

/// The level speed that would ask as much. A slope is first shrunk by its own error, so that a wandering height does
/// not look like work.
pub(super) fn demand(inputs: &DemandInputs<'_>) -> (Vec<f32>, Basis) {
    let power = || inputs.power.iter().map(|p| if p.is_nan() { 0.0 } else { p.max(0.0) });
    let has_power = speed::coverage(inputs.power, inputs.grid) > 0.8 && inputs.power.iter().any(|&p| p > 20.0);
    if inputs.on_foot && inputs.has_speed {
        (of_speed_and_slope(inputs, 1.0), Basis::Speed)
    } else if inputs.on_foot && has_power {
        let scale = 1.0 / (POWER_PER_KG_AND_SPEED * inputs.body_mass_kg.max(30.0));
        (power().map(|p| (p * scale) as f32).collect(), Basis::RunningPower)
    } else if has_power {
        (power().map(|p| (p / 100.0) as f32).collect(), Basis::Power)
    } else if inputs.has_speed {
        (inputs.speed.iter().map(|v| *v as f32).collect(), Basis::OtherSpeed)
    } else {
        (vec![0.0; inputs.grid.len()], Basis::None)
    }
}

/// Logarithm of what the slope of each second makes of its speed, the slope shrunk by its error.
fn of_slope<'a>(inputs: &DemandInputs<'_>, slope: &'a Slope) -> impl Iterator<Item = f64> + use<'a> {
    let errors = if inputs.is_doubtful { DOUBTFUL_ERRORS } else { SURE_ERRORS };
    slope.grade.iter().zip(&slope.errors).map(move |(grade, error)| {
        let grade = f64::from(*grade);
        let doubtful = (errors * f64::from(*error)).powi(2);
        let shrunk = grade * (1.0 - doubtful / (grade * grade).max(1e-12)).max(0.0);
        if shrunk == 0.0 { 0.0 } else { level_factor(shrunk).ln() }
    })
}

/// Speed times what the slope asks, to this power: 1 is the demand, 0 the speed alone.
pub(super) fn of_speed_and_slope(inputs: &DemandInputs<'_>, power: f64) -> Vec<f32> {
    let mut demand: Vec<f32> = inputs.speed.iter().map(|v| *v as f32).collect();
    if let Some(slope) = inputs.slope {
        for (d, asked) in demand.iter_mut().zip(of_slope(inputs, slope)) {
            if asked != 0.0 {
                *d = (f64::from(*d) * (power * asked).exp()) as f32;
            }
        }
    }
    for (d, v) in demand.iter_mut().zip(inputs.speed) {
        if *v < f64::from(STANDING) {
            *d = 0.0;
        }
    }
    demand
}

/// How far this runner's speed answered to the recorded slopes: 1 where it changed as their cost does, 0 where it did
/// not. Least squares of the changes of speed over those of the slope's cost between neighbouring blocks, with
/// [`USUAL_ANSWER`] as a prior. A slope that is an error has no answer, one that was run at an even pace neither: in
/// both cases the speed says what was meant.
pub(super) fn answer_to_slope(inputs: &DemandInputs<'_>) -> f64 {
    let Some(slope) = inputs.slope else { return 1.0 };
    let asked: Vec<f64> = of_slope(inputs, slope).collect();
    let block = |k: usize| {
        let span = k * ANSWER_BLOCK_S..(k + 1) * ANSWER_BLOCK_S;
        let speeds = &inputs.speed[span.clone()];
        let is_running = speeds.iter().all(|v| *v > RUNNING);
        let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / ANSWER_BLOCK_S as f64;
        is_running.then(|| (mean(&mut speeds.iter().map(|v| v.ln())), mean(&mut asked[span].iter().copied())))
    };
    let blocks: Vec<Option<(f64, f64)>> = (0..inputs.speed.len() / ANSWER_BLOCK_S).map(block).collect();
    let weight = USUAL_ANSWER_WEIGHT;
    let (mut with, mut own) = (weight * USUAL_ANSWER, weight);
    for pair in blocks.windows(2) {
        let (Some(a), Some(b)) = (pair[0], pair[1]) else { continue };
        let (faster, steeper) = (b.0 - a.0, b.1 - a.1);
        // Larger ones are changes of pace.
        if faster.abs() <= LARGEST_ANSWER {
            with -= faster * steeper;
            own += steeper * steeper;
        }
    }
    (with / own).clamp(0.0, 1.0)
}
