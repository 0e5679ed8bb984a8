//! Impact: how hard a session was on the legs, in flat easy kilometres.

use crate::energy;
use crate::exposure::Exposure;
use crate::method::Values;
use striate_model::{Athlete, ImpactLoad, Session, SpeedSource};

/// Peak vertical force of a running step on the level, in body weights.
///
/// Mean vertical force over stance = 1.27 + 0.105 v (men) or 1.24 + 0.106 v (women), v in m/s (Weyand and Davis 2005, J
/// Exp Biol 208:2625, measured; the mean of both is used), times pi/2 for a half-sine shape of the force (assumed; Morin
/// 2005 uses the same shape). Keller 1996 reports a plateau near 2.5 body weights from 6 m/s: sprint figures are the
/// least certain.
pub(crate) fn running_peak_body_weights(speed_m_per_s: f64) -> f64 {
    (1.255 + 0.1055 * speed_m_per_s) * std::f64::consts::FRAC_PI_2
}

/// Peak vertical force of a walking step: 1.2 body weights (Keller 1996, measured).
const WALKING_PEAK_BODY_WEIGHTS: f64 = 1.2;

/// Steps a minute of a runner at a speed on the level, both feet: 60 over the step times of
/// [`crate::activation::step_time_s`].
fn steps_per_m(speed_m_per_s: f64) -> f64 {
    1.0 / (crate::activation::step_time_s(speed_m_per_s) * speed_m_per_s)
}

/// What one step weighs: its peak force to a power, looked up by speed and by grade.
///
/// The daily stress stimulus of Whalen, Carter and Steele (1988, J Biomech 21:825): magnitude counts for more than the
/// number of cycles, sum of n x F^m with m near 4 (recalled); Edwards (2018, Exerc Sport Sci Rev 46:224, read) argues the
/// same from material fatigue, where the exponent is higher still, and that cumulative load with m = 1 is not
/// cumulative damage (Hunter 2019, read: with m = 1 fast running adds no more per kilometre than slow running).
/// Downhill: Gottschall and Kram 2005 (J Biomech 38:445, read; 3 m/s): impact peak +54 % at -9 degrees, active peak
/// unchanged; the force that counts is taken between the two. Uphill the active peak is unchanged: no discount.
struct StepWeight {
    running: Vec<f64>,
    walking: f64,
    by_descent: Vec<f64>,
}

/// Speeds are tabulated in steps of 0.05 m/s up to 12.8 m/s, descents in steps of 0.01 up to a grade of 0.45.
const SPEEDS_PER_M_PER_S: f64 = 20.0;
const SPEEDS: u32 = 256;
const DESCENTS_PER_GRADE: f64 = 100.0;
const DESCENTS: u32 = 46;

impl StepWeight {
    fn new(values: &Values) -> Self {
        let general = &values.general;
        let force = |i| running_peak_body_weights(f64::from(i) / SPEEDS_PER_M_PER_S);
        let descent = |i| 1.0 + general.impact_downhill * f64::from(i) / DESCENTS_PER_GRADE;
        Self {
            running: (0..SPEEDS).map(|i| force(i).powf(general.impact_exponent)).collect(),
            walking: WALKING_PEAK_BODY_WEIGHTS.powf(general.impact_exponent),
            by_descent: (0..DESCENTS).map(|i| descent(i).powf(general.impact_exponent)).collect(),
        }
    }

    /// What a step weighs at this speed and grade, `run` being the share of running in the gait.
    fn at(&self, speed_m_per_s: f64, grade: f64, run: f64) -> f64 {
        let step = run * line(&self.running, speed_m_per_s * SPEEDS_PER_M_PER_S) + (1.0 - run) * self.walking;
        step * line(&self.by_descent, -grade * DESCENTS_PER_GRADE)
    }
}

/// Slower than this nobody runs, whatever the cadence, m/s (assumed).
const SLOWEST_JOG: f64 = 1.4;
/// Steps a minute at which a walk has turned into a run for none and for all: the change lies near 140 (PMC8629136, read
/// earlier); walkers reach 130 (recalled).
const RUNNING_CADENCE: [f64; 2] = [132.0, 148.0];

/// Share of running in the gait of a second: by speed, and by cadence where it was measured, since slow joggers run at
/// speeds at which others walk.
fn running_share(speed_m_per_s: f64, measured_cadence: Option<f64>) -> f64 {
    let by_speed = energy::running_share(speed_m_per_s);
    let [from, to] = RUNNING_CADENCE;
    let by_cadence = measured_cadence.map_or(0.0, |steps| ((steps - from) / (to - from)).clamp(0.0, 1.0));
    if speed_m_per_s < SLOWEST_JOG { by_speed } else { by_speed.max(by_cadence) }
}

/// The table between its points, constant beyond its ends.
fn line(table: &[f64], place: f64) -> f64 {
    // `max` turns a figure that is not a number into 0.
    let place = place.max(0.0).min((table.len() - 1) as f64);
    let below = (place as usize).min(table.len() - 2);
    table[below] + (table[below + 1] - table[below]) * (place - below as f64)
}

/// The impact of a session: its steps on foot, and the landings of its jumps. `None` where it has neither, and where no
/// speed on foot is known.
pub(crate) fn load(
    exposure: &Exposure,
    (session, athlete): (&Session, &Athlete),
    values: &Values,
) -> Option<ImpactLoad> {
    let motion = &session.motion;
    let general = &values.general;
    let easy = general.easy_speed * athlete.critical_speed.value.as_m_per_s();
    let has_steps = session.sport.is_on_foot() && motion.speed_source != SpeedSource::None && !motion.is_empty();
    let has_jumps = exposure.landings > 0.0;
    if !(has_steps || has_jumps) || easy <= 0.5 {
        return None;
    }
    let exponent = general.impact_exponent;
    let body = athlete.mass.value.as_kg().max(1.0);
    let carried_ratio = (body + session.carried_mass.as_kg().max(0.0)) / body;
    // Who carries a little bends more and lands no harder: the force rises by less than the mass.
    let carried = carried_ratio.powf(general.impact_carried_share * exponent);
    let step_weight = StepWeight::new(values);
    let km_weight = 1000.0 * steps_per_m(easy) * running_peak_body_weights(easy).powf(exponent);
    // Both legs land at once: two steps.
    let jumps = 2.0 * exposure.landings * general.impact_jump_body_weights.powf(exponent);
    let seconds = if has_steps { motion.len() } else { 0 };
    let steps: f64 = (0..seconds)
        .filter(|&i| motion.active[i] && motion.cadence_steps_per_min[i] > 0.0)
        .map(|i| {
            let (speed, cadence) = (f64::from(motion.speed_m_per_s[i]), f64::from(motion.cadence_steps_per_min[i]));
            let run = running_share(speed, motion.cadence_is_measured.then_some(cadence));
            cadence / 60.0 * step_weight.at(speed, f64::from(motion.grade[i]), run)
        })
        .sum();
    Some(ImpactLoad { easy_km: carried * (steps + jumps) / km_weight })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_jog_runs_where_its_cadence_says_so_and_a_brisk_walk_does_not() {
        // 7 km/h.
        assert_eq!(running_share(1.94, Some(156.0)), 1.0);
        assert!(running_share(1.94, None) < 0.3);
        assert!(running_share(1.7, Some(125.0)) < 0.01);
        assert_eq!(running_share(1.0, Some(170.0)), 0.0, "steps on the spot");
        assert_eq!(running_share(3.0, Some(90.0)), 1.0, "a cadence of one foot");
    }
}
