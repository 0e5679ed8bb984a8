//! Cardio load: the heart-rate-reserve impulse.

use crate::energy;
use crate::method::Values;
use striate_model::{Athlete, CardioBasis, CardioLoad, Session, Sex};

/// The impulse of one minute at a fraction of the heart-rate reserve.
///
/// Banister 1991 ("Modeling elite athletic performance", in: Physiological Testing of Elite Athletes): minutes x fraction
/// x 0.64 e^(1.92 fraction) for men, 0.86 e^(1.67 fraction) for women; the weighting follows the rise of blood lactate in
/// each sex. Grade: measured (figures read in secondary texts). With sex unspecified, the mean of both.
pub(crate) fn impulse_per_min(fraction: f64, sex: Sex) -> f64 {
    let x = fraction.clamp(0.0, 1.0);
    let men = 0.64 * (1.92 * x).exp();
    let women = 0.86 * (1.67 * x).exp();
    x * match sex {
        Sex::Male => men,
        Sex::Female => women,
        Sex::Unspecified => 0.5 * (men + women),
    }
}

/// The cardio load of a session: from heart rate where at least half of the running time has one (seconds without one
/// count like the mean of the others), else from speed on foot, else nothing.
pub(crate) fn load(session: &Session, athlete: &Athlete, values: &Values) -> Option<CardioLoad> {
    from_heart_rate(session, athlete).or_else(|| from_speed(session, athlete, values))
}

/// The heart-rate reserve, beats a minute; `None` where the profile makes it so small that every beat would be maximal.
pub(crate) fn reserve_bpm(athlete: &Athlete) -> Option<f64> {
    let reserve = athlete.hr_max.value.as_bpm() - athlete.hr_rest.value.as_bpm();
    (reserve >= 30.0).then_some(reserve)
}

fn from_heart_rate(session: &Session, athlete: &Athlete) -> Option<CardioLoad> {
    let (rest, reserve) = (athlete.hr_rest.value.as_bpm(), reserve_bpm(athlete)?);
    let motion = &session.motion;
    let (mut active, mut known, mut sum) = (0_u32, 0_u32, 0.0);
    for (&is_active, &bpm) in motion.active.iter().zip(&motion.heart_rate_bpm) {
        if is_active {
            active += 1;
            if bpm.is_finite() {
                known += 1;
                sum += impulse_per_min((f64::from(bpm) - rest) / reserve, athlete.sex.value);
            }
        }
    }
    (known > 0 && 2 * known >= active).then(|| CardioLoad {
        impulse: sum / f64::from(known) * f64::from(active) / 60.0,
        basis: CardioBasis::HeartRate,
    })
}

/// Without heart rate: the fraction of the reserve is taken proportional to the metabolic power of running (heart-rate
/// reserve and oxygen-uptake reserve rise together: Swain and Leutholtz 1997, recalled), anchored at critical speed.
fn from_speed(session: &Session, athlete: &Athlete, values: &Values) -> Option<CardioLoad> {
    let motion = &session.motion;
    let known = session.sport.is_on_foot() && motion.speed_source != striate_model::SpeedSource::None;
    let critical = energy::power_w_per_kg(athlete.critical_speed.value.as_m_per_s(), 0.0);
    if !known || motion.is_empty() || critical <= 0.0 {
        return None;
    }
    let at_critical = values.general.reserve_at_critical_speed;
    let impulse: f64 = (0..motion.len())
        .filter(|&i| motion.active[i])
        .map(|i| energy::power_w_per_kg(f64::from(motion.speed_m_per_s[i]), f64::from(motion.grade[i])))
        .map(|power| impulse_per_min(at_critical * power.max(0.0) / critical, athlete.sex.value) / 60.0)
        .sum();
    Some(CardioLoad { impulse, basis: CardioBasis::CriticalSpeed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formula_gives_the_worked_example_of_a_man_at_130_of_200_over_a_rest_of_40() {
        // 30 min x 90/160 x 0.64 e^(1.92 x 90/160) = 31.8
        let fraction: f64 = 90.0 / 160.0;
        let by_hand = 30.0 * fraction * 0.64 * (1.92 * fraction).exp();
        assert!((30.0 * impulse_per_min(fraction, Sex::Male) - by_hand).abs() < 1e-9);
        assert!((by_hand - 31.8).abs() < 0.1);
    }

    #[test]
    fn an_unspecified_sex_lies_between_the_two_equations() {
        let at = |sex| impulse_per_min(0.7, sex);
        let (low, high) = (at(Sex::Male).min(at(Sex::Female)), at(Sex::Male).max(at(Sex::Female)));
        assert!((low..=high).contains(&at(Sex::Unspecified)));
    }

    #[test]
    fn a_heart_at_rest_earns_nothing() {
        assert_eq!(impulse_per_min(-0.2, Sex::Female), 0.0);
    }
}
