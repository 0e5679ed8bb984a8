//! What a slope costs: energy of running per metre and the level speed that costs the same.

/// Cost of running on the level, J/kg/m: the constant of [`running_cost`].
const LEVEL_COST: f64 = 3.6;

/// The steepest slope of the measurements behind [`running_cost`]; beyond it the slope is clamped.
const STEEPEST: f64 = 0.45;

/// Energy cost of running at `grade`, J per kg and metre along the slope.
///
/// Minetti et al. 2002 (J Appl Physiol 93:1039), fifth-order polynomial over slopes from -0.45 to +0.45, ten runners;
/// clamped outside. Grade of the formula: written from memory and checked against the published points at +0.45, 0,
/// -0.20 and -0.45 (17 to 19, 3.4, 1.7 and 3.9 J/kg/m).
#[must_use]
pub fn running_cost(grade: f64) -> f64 {
    let i = grade.clamp(-STEEPEST, STEEPEST);
    ((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i + LEVEL_COST
}

/// How many times faster a level run would be at the cost of this one: 1 on the level, about 1.7 at 10 % uphill.
///
/// From [`running_cost`]. It says what the slope demands in energy. That joint moments hardly change up to about 7 %
/// (Telhan 2010) is no reason to leave out small slopes here.
#[must_use]
pub fn level_factor(grade: f64) -> f64 {
    running_cost(grade) / LEVEL_COST
}

/// Fall of the highest speed with the slope, per degree: a quarter at nine degrees.
const TOP_SPEED_LOSS_PER_DEGREE: f64 = 0.25 / 9.0;

/// The least share of the level's highest speed that is believed up any slope (assumed: beyond the measurements).
const TOP_SPEED_LEAST: f64 = 0.4;

/// The highest speed up `grade` over the highest speed on the level: 1 on the level and downhill, three quarters at nine
/// degrees (16 %).
///
/// Weyand, Sternlight, Bellizzi & Wright 2000 (J Appl Physiol 89:1991) measured top speeds on a treadmill at -6, 0 and
/// +9 degrees; the straight line between is assumed. Recalled, not read again. The cost of [`level_factor`] falls much
/// faster with the slope, because a sprint is limited by what the legs can push and not by the energy that they get.
#[must_use]
pub fn top_speed_share(grade: f64) -> f64 {
    (1.0 - TOP_SPEED_LOSS_PER_DEGREE * grade.max(0.0).atan().to_degrees()).max(TOP_SPEED_LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_of_slopes_lies_within_the_published_measurements() {
        let measured = [(0.45, 18.93, 1.74), (0.0, 3.40, 0.24), (-0.20, 1.73, 0.36), (-0.45, 3.92, 0.81)];
        for (grade, cost, deviation) in measured {
            assert!((running_cost(grade) - cost).abs() <= deviation, "at {grade}: {}", running_cost(grade));
        }
    }

    #[test]
    fn a_climb_demands_more_than_the_level_and_a_gentle_descent_less() {
        assert!(level_factor(0.1) > 1.6 && level_factor(0.1) < 1.8);
        assert!(level_factor(-0.1) < 0.7);
        assert!((level_factor(0.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nine_degrees_take_a_quarter_of_the_highest_speed() {
        let nine = 9.0_f64.to_radians().tan();
        assert!((top_speed_share(nine) - 0.75).abs() < 1e-9);
        assert!((top_speed_share(0.0) - 1.0).abs() < 1e-12 && (top_speed_share(-0.2) - 1.0).abs() < 1e-12);
        assert!(top_speed_share(0.08) > 1.0 / level_factor(0.08), "a sprint falls less than the cost rises");
    }

    #[test]
    fn slopes_beyond_the_measurements_are_clamped() {
        assert_eq!(running_cost(0.9), running_cost(0.45));
        assert_eq!(running_cost(-0.9), running_cost(-0.45));
    }
}
