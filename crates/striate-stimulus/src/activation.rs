//! How hard a muscle works in a stride: peak activation from speed, slope, acceleration, carried mass, cadence and foot
//! strike, without fatigue.

use crate::energy;
use crate::method::{Draw, General, LEG_MUSCLES, Method, PerMuscle, SPEED_NODES};
use striate_model::Muscle;

/// Highest relative speed of the look-up table: above the own maximum the curves are flat.
const TOP: f64 = 1.05;
const STEPS: usize = 210;

/// Activation over relative speed, tabulated with all muscles of one speed side by side.
#[derive(Clone, Debug)]
pub(crate) struct ActivationCurves(Vec<PerMuscle>);

impl ActivationCurves {
    /// From the activations at [`SPEED_NODES`].
    pub(crate) fn new(nodes: &PerMuscle<[f64; SPEED_NODES.len()]>) -> Self {
        let row = |k: usize| {
            let u = TOP * k as f64 / STEPS as f64;
            std::array::from_fn(|m| interpolate(u, &SPEED_NODES, &nodes[m]))
        };
        Self((0..=STEPS).map(row).collect())
    }

    /// Activation of every muscle at a fraction of the athlete's maximum sprint speed.
    #[inline]
    pub(crate) fn at(&self, of_max_sprint: f64) -> PerMuscle {
        let place = of_max_sprint.clamp(0.0, TOP) * (STEPS as f64 / TOP);
        let row = (place as usize).min(STEPS - 1);
        let share = place - row as f64;
        let (low, high) = (&self.0[row], &self.0[row + 1]);
        std::array::from_fn(|m| low[m] + (high[m] - low[m]) * share)
    }
}

/// Linear interpolation over rising nodes, constant beyond their ends.
pub(crate) fn interpolate(x: f64, nodes: &[f64], values: &[f64]) -> f64 {
    let above = nodes.partition_point(|&node| node < x);
    if above == 0 {
        return values[0];
    }
    if above == nodes.len() {
        return values[above - 1];
    }
    let share = (x - nodes[above - 1]) / (nodes[above] - nodes[above - 1]);
    values[above - 1] + (values[above] - values[above - 1]) * share
}

/// Time of one foot on the ground at a running speed, s. Recalled figures, within 10 %; the four slowest lie 5 to 8 %
/// lower than first recalled, so that step time over contact time agrees better with the stance forces of Weyand and
/// Davis 2005. A measured contact time is always preferred.
pub(crate) fn contact_time_s(speed_m_per_s: f64) -> f64 {
    const SPEED: [f64; 9] = [1.5, 2.0, 2.5, 3.0, 3.5, 5.2, 7.0, 9.0, 11.0];
    const CONTACT: [f64; 9] = [0.36, 0.31, 0.275, 0.25, 0.228, 0.18, 0.14, 0.105, 0.09];
    interpolate(speed_m_per_s, &SPEED, &CONTACT)
}

/// Time from one step to the next at a running speed, s. Recalled figures, within 10 %.
pub(crate) fn step_time_s(speed_m_per_s: f64) -> f64 {
    const SPEED: [f64; 6] = [1.5, 2.5, 3.5, 5.2, 7.0, 9.0];
    const STEP: [f64; 6] = [0.37, 0.365, 0.355, 0.335, 0.295, 0.235];
    interpolate(speed_m_per_s, &SPEED, &STEP)
}

/// Whether a muscle's peak falls into the swing of the leg rather than into stance.
pub(crate) const fn works_in_swing(muscle: Muscle) -> bool {
    use Muscle::{Adductors, Hamstrings, HipFlexors, RectusFemoris, TibialisAnterior};
    matches!(muscle, Hamstrings | HipFlexors | RectusFemoris | Adductors | TibialisAnterior)
}

/// The same as an array in the order of the muscles.
pub(crate) const IN_SWING: PerMuscle<bool> = {
    let mut swing = [false; LEG_MUSCLES];
    let mut m = 0;
    while m < LEG_MUSCLES {
        swing[m] = works_in_swing(Muscle::ALL[m]);
        m += 1;
    }
    swing
};

/// One moment on foot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moment {
    /// Speed over ground, m/s.
    pub(crate) speed: f64,
    /// Grade of the ground.
    pub(crate) grade: f64,
    /// Acceleration, m/s².
    pub(crate) acceleration: f64,
    /// Mass of body and load over mass of the body.
    pub(crate) mass_ratio: f64,
    /// Measured steps a minute, both feet.
    pub(crate) cadence: Option<f64>,
    /// Measured time of one foot on the ground, s.
    pub(crate) contact_s: Option<f64>,
}

/// The runner as the mechanics see them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Runner {
    /// Maximum sprint speed, m/s.
    pub(crate) max_sprint: f64,
    /// Critical speed, m/s.
    pub(crate) critical_speed: f64,
    /// Body height, m.
    pub(crate) height: f64,
    /// Factor on the calves' activation for the foot strike; 1 for a heel strike.
    pub(crate) calf_factor: f64,
    /// Time constant in which intensities above critical exhaust: distance reserve over critical speed, s.
    pub(crate) depletion_s: f64,
}

/// What one moment asks of every muscle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Demand {
    /// Peak activation in a stride, 0 to 1, without fatigue.
    pub(crate) activation: PerMuscle,
    /// Intensity relative to critical speed that each muscle feels.
    pub(crate) intensity: PerMuscle,
    /// Time of one step, s.
    pub(crate) step_s: f64,
    /// Time of one foot on the ground, s.
    pub(crate) contact_s: f64,
    /// Level speed of the same cost a second over the true speed.
    pub(crate) cost_ratio: f64,
    /// Grade and acceleration together as an equivalent slope.
    pub(crate) slope: f64,
}

/// Accelerations below this are noise of the sensor, m/s² (assumed).
const ACCELERATION_NOISE: f64 = 0.2;
/// Standard gravity, m/s².
pub(crate) const GRAVITY: f64 = 9.81;

/// The equivalent slope of a moment, and what it costs over level running at the same speed.
fn cost_of(moment: &Moment) -> (f64, f64) {
    let beyond_noise = (moment.acceleration.abs() - ACCELERATION_NOISE).max(0.0);
    let acceleration = beyond_noise.copysign(moment.acceleration) / GRAVITY;
    let slope = moment.grade + acceleration;
    let cost = energy::pushing_cost(slope) * (1.0 + acceleration * acceleration).sqrt() * moment.mass_ratio;
    (slope, cost / energy::LEVEL_RUNNING_COST)
}

/// The highest speed that can be reached on a slope, as a share of the level one. Uphill it falls (`hill_speed_loss` in the
/// table of parameters); downhill it is taken as on the level.
fn possible_on(grade: f64, general: &General<f64>) -> f64 {
    // Steeper than anything that is run: no one's speed falls below a fifth.
    (1.0 - general.hill_speed_loss * grade.max(0.0)).max(0.2)
}

/// The level speed that asks as much, as a share of the highest, of somebody who goes at the share `of_possible` of what is
/// possible on a slope and whose cost would carry them at `by_cost` on the level.
///
/// Far from the highest speed of the slope cost decides, at it the effort is that of a sprint and not more (assumed form:
/// `y = c x / (1 + (c^p - 1) x^p)^(1/p)`, which has the slope c at nothing and is 1 at x = 1).
fn of_the_possible(of_possible: f64, by_cost: f64, power: f64) -> f64 {
    if of_possible <= 0.0 || by_cost <= of_possible {
        return by_cost;
    }
    let c = by_cost / of_possible;
    by_cost / (1.0 + (c.powf(power) - 1.0) * of_possible.min(1.0).powf(power)).powf(1.0 / power)
}

/// What is left of the equivalent speed uphill when it is held against what is possible there; 1 on the level and downhill.
/// Speeding up and carried mass are not held against it: an all-out start is all-out at any speed.
fn hill_limit(grade: f64, of_max_sprint: f64, general: &General<f64>) -> f64 {
    if grade <= 0.0 || of_max_sprint <= 0.0 {
        return 1.0;
    }
    let by_cost = of_max_sprint * energy::pushing_cost(grade) / energy::LEVEL_RUNNING_COST;
    of_the_possible(of_max_sprint / possible_on(grade, general), by_cost, general.hill_limit_power) / by_cost
}

/// What a moment asks of every muscle.
///
/// Level running: activation from the curve of the muscle at the runner's own relative speed. Uphill, accelerating or
/// loaded: the level speed that costs the same a second (di Prampero 2005: equivalent slope = grade + acceleration over
/// gravity, equivalent mass; Minetti 2002 for the cost) asks for more, and each muscle takes its share of the difference.
/// Downhill: the muscles that push do less.
pub(crate) fn demand(moment: Moment, runner: &Runner, method: &Method) -> Demand {
    let speed = moment.speed;
    let (slope, cost_ratio) = cost_of(&moment);
    let equivalent = speed * cost_ratio;
    let share = &method.muscles.slope_share;
    let general = &method.values(Draw::Central).general;

    let mut activation = method.activation.at(speed / runner.max_sprint);
    let mut intensity = [0.0; LEG_MUSCLES];
    if cost_ratio > 1.0 {
        let limit = hill_limit(moment.grade, speed / runner.max_sprint, general);
        let harder = method.activation.at((limit * equivalent / runner.max_sprint).min(1.0));
        for m in 0..LEG_MUSCLES {
            activation[m] += share[m] * (harder[m] - activation[m]).max(0.0);
            intensity[m] = (speed + share[m] * (equivalent - speed)) / runner.critical_speed;
        }
    } else {
        // Half of what going down saves in energy is saved in effort (assumed; Minetti's curve overstates the benefit).
        intensity = [(speed + 0.5 * (equivalent - speed)) / runner.critical_speed; LEG_MUSCLES];
    }
    if slope < 0.0 {
        let down = (-slope).min(0.3);
        for (a, k) in activation.iter_mut().zip(&method.muscles.downhill) {
            *a *= (1.0 + k * down).max(0.0);
        }
    }
    let expected_step_s = step_time_s(speed) * (runner.height / 1.73).sqrt();
    let mut step_s = expected_step_s;
    if let Some(cadence) = moment.cadence {
        step_s = 60.0 / cadence;
        let log = (cadence * expected_step_s / 60.0).clamp(0.85, 1.15).ln();
        for (a, exponent) in activation.iter_mut().zip(&method.muscles.cadence) {
            // The exponential's first terms: beyond them nothing reaches a ten-thousandth for such small arguments.
            let x = exponent * log;
            *a *= 1.0 + x * (1.0 + x * (0.5 + x / 6.0));
        }
    }
    activation[Muscle::Gastrocnemius as usize] *= runner.calf_factor;
    activation[Muscle::Soleus as usize] *= runner.calf_factor;
    for a in &mut activation {
        *a = a.clamp(0.0, 1.0);
    }
    let contact_s = moment.contact_s.unwrap_or_else(|| contact_time_s(speed));
    Demand { activation, intensity, step_s, contact_s, cost_ratio, slope }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn general() -> &'static General<f64> {
        &Method::builtin().values(Draw::Central).general
    }

    #[test]
    fn nobody_runs_uphill_at_more_than_the_best_that_is_possible_there() {
        let steep = 0.158;
        assert!((possible_on(steep, general()) - 0.75).abs() < 0.01, "three quarters at nine degrees");
        let cost = energy::pushing_cost(steep) / energy::LEVEL_RUNNING_COST;
        let effort = |share: f64| {
            let speed = share * possible_on(steep, general());
            of_the_possible(share, speed * cost, general().hill_limit_power)
        };
        assert!((effort(1.0) - 1.0).abs() < 1e-9, "all-out on the slope is all-out");
        assert!(effort(0.9) < 1.0 && effort(0.63) < 0.95, "{} {}", effort(0.9), effort(0.63));
        // Far from it cost decides.
        assert!((effort(0.2) / (0.2 * 0.75 * cost) - 1.0).abs() < 0.01);
        assert!((1..100).all(|i| effort(f64::from(i) / 100.0) < effort(f64::from(i + 1) / 100.0)));
    }

    #[test]
    fn on_the_level_the_effort_is_the_speed() {
        assert_eq!(possible_on(0.0, general()), 1.0);
        assert_eq!(of_the_possible(0.6, 0.6, 5.0), 0.6);
        assert_eq!(possible_on(-0.2, general()), 1.0);
        assert_eq!((hill_limit(0.0, 0.9, general()), hill_limit(-0.1, 0.9, general())), (1.0, 1.0));
        assert!((hill_limit(1e-6, 0.9, general()) - 1.0).abs() < 1e-3, "no step where the hill begins");
    }
}
