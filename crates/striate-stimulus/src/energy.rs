//! What moving over ground costs.

/// Energy that running costs on a slope, J per kg and metre.
///
/// Minetti et al. 2002 (J Appl Physiol 93:1039), polynomial over measurements at grades -0.45 to 0.45 in ten mountain
/// runners; grades beyond are treated as the nearest of these. Grade: recalled polynomial, checked against the measured
/// points (3.40 on the level, 18.93 at +0.45, 1.73 at -0.20, 3.92 at -0.45).
pub(crate) fn running_cost(grade: f64) -> f64 {
    let i = grade.clamp(-0.45, 0.45);
    ((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i + 3.6
}

/// [`running_cost`] on the level, J per kg and metre.
pub(crate) const LEVEL_RUNNING_COST: f64 = 3.6;

/// [`running_cost`] as effort: beyond a slope of +0.45 along its tangent there (sprint starts reach equivalent slopes of
/// 0.5 and more, where nothing was measured in this way: assumed), and below -0.18, where it is lowest, without rising
/// again: what steep descents cost is braking, which asks for little activation (assumed).
pub(crate) fn pushing_cost(slope: f64) -> f64 {
    // The derivative of the polynomial at 0.45.
    const TANGENT: f64 = 55.646_306_25;
    running_cost(slope.max(-0.18)) + TANGENT * (slope - 0.45).max(0.0)
}

/// Energy that walking costs on a slope, J per kg and metre; source, range and grade as for [`running_cost`].
pub(crate) fn walking_cost(grade: f64) -> f64 {
    let i = grade.clamp(-0.45, 0.45);
    ((((280.5 * i - 58.7) * i - 76.8) * i + 51.9) * i + 19.6) * i + 2.5
}

/// Share of running in the gait at a speed over ground: none below 1.8 m/s, all from 2.3 m/s. Adults change from walking
/// to running near 2.0 m/s (recalled: Hreljac 1993 and many others); the ramp avoids a jump at a border that differs
/// between people.
pub(crate) fn running_share(speed_m_per_s: f64) -> f64 {
    ((speed_m_per_s - 1.8) / 0.5).clamp(0.0, 1.0)
}

/// Metabolic power of the gait that is natural at this speed, W per kg, without the cost of standing.
pub(crate) fn power_w_per_kg(speed_m_per_s: f64, grade: f64) -> f64 {
    let run = running_share(speed_m_per_s);
    let cost = run * running_cost(grade) + (1.0 - run) * walking_cost(grade);
    cost * speed_m_per_s
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_polynomials_pass_near_the_measured_points() {
        for (grade, measured, tolerance) in
            [(0.0, 3.40, 0.24), (0.45, 18.93, 1.74), (-0.20, 1.73, 0.36), (-0.45, 3.92, 0.81)]
        {
            assert!((running_cost(grade) - measured).abs() <= tolerance, "running at {grade}");
        }
        for (grade, measured, tolerance) in [(0.45, 17.33, 1.11), (-0.10, 0.81, 0.37), (-0.45, 3.46, 0.95)] {
            assert!((walking_cost(grade) - measured).abs() <= tolerance, "walking at {grade}");
        }
    }

    #[test]
    fn beyond_the_measured_slopes_the_cost_goes_on_without_a_kink() {
        let slope = |a: f64, b: f64| (pushing_cost(b) - pushing_cost(a)) / (b - a);
        assert!((slope(0.449_99, 0.45) - slope(0.45, 0.450_01)).abs() < 0.01);
    }

    #[test]
    fn the_cost_of_pushing_never_falls_with_slope() {
        let costs: Vec<f64> = (-60..=120).map(|i| pushing_cost(f64::from(i) / 100.0)).collect();
        assert!(costs.windows(2).all(|pair| pair[0] <= pair[1] + 2e-3), "{costs:?}");
    }

    #[test]
    fn a_cliff_costs_no_more_than_the_steepest_grade_that_was_measured() {
        assert_eq!(running_cost(3.0), running_cost(0.45));
    }
}
