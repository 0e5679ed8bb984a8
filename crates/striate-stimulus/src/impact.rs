//! Impact: how hard a session was on the legs, in flat easy kilometres.

use crate::energy;
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
    by_speed: Vec<f64>,
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
        let force = |speed: f64| {
            let run = energy::running_share(speed);
            run * running_peak_body_weights(speed) + (1.0 - run) * WALKING_PEAK_BODY_WEIGHTS
        };
        let descent = |i| 1.0 + general.impact_downhill * f64::from(i) / DESCENTS_PER_GRADE;
        Self {
            by_speed: (0..SPEEDS)
                .map(|i| force(f64::from(i) / SPEEDS_PER_M_PER_S).powf(general.impact_exponent))
                .collect(),
            by_descent: (0..DESCENTS).map(|i| descent(i).powf(general.impact_exponent)).collect(),
        }
    }

    fn at(&self, speed_m_per_s: f64, grade: f64) -> f64 {
        line(&self.by_speed, speed_m_per_s * SPEEDS_PER_M_PER_S) * line(&self.by_descent, -grade * DESCENTS_PER_GRADE)
    }
}

/// The table between its points, constant beyond its ends.
fn line(table: &[f64], place: f64) -> f64 {
    // `max` turns a figure that is not a number into 0.
    let place = place.max(0.0).min((table.len() - 1) as f64);
    let below = (place as usize).min(table.len() - 2);
    table[below] + (table[below + 1] - table[below]) * (place - below as f64)
}

/// The impact of a session on foot; `None` for any other, and where no speed is known.
pub(crate) fn load(session: &Session, athlete: &Athlete, values: &Values) -> Option<ImpactLoad> {
    let motion = &session.motion;
    let easy = values.general.easy_speed * athlete.critical_speed.value.as_m_per_s();
    let speed_is_known = motion.speed_source != SpeedSource::None && !motion.is_empty();
    if !session.sport.is_on_foot() || !speed_is_known || easy <= 0.5 {
        return None;
    }
    let exponent = values.general.impact_exponent;
    let body = athlete.mass.value.as_kg().max(1.0);
    let carried = ((body + session.carried_mass.as_kg().max(0.0)) / body).powf(exponent);
    let step_weight = StepWeight::new(values);
    let km_weight = 1000.0 * steps_per_m(easy) * running_peak_body_weights(easy).powf(exponent);
    let sum: f64 = (0..motion.len())
        .filter(|&i| motion.active[i] && motion.cadence_steps_per_min[i] > 0.0)
        .map(|i| {
            let steps = f64::from(motion.cadence_steps_per_min[i]) / 60.0;
            steps * step_weight.at(f64::from(motion.speed_m_per_s[i]), f64::from(motion.grade[i]))
        })
        .sum();
    Some(ImpactLoad { easy_km: carried * sum / km_weight })
}
