//! Steps: cadence and the time a foot stays on the ground, measured or from published relations.

/// Cadence, both feet, at a speed: knots of a broken line, (m/s, steps a minute).
///
/// 2.4 m/s from van Oeveren 2017 (PLoS ONE 12:e0184273, 77 strides a minute, 12 novices); 3.04 and 3.50 m/s from van
/// Oeveren 2020 (Eur J Sport Sci 20:182, 165 and 168 steps, 21 recreational runners); 5.2, 7 and 9 m/s from these by
/// the relative changes of Dorn 2012 (+10, +12, +25 %, 9 trained runners). The change to running lies near 140 steps a
/// minute and 2 m/s (review in PMC8629136); below it walking, an assumption. Between people cadence differs by about
/// 8 steps a minute (standard deviation, van Oeveren 2020).
const CADENCE: [(f64, f64); 9] = [
    (0.3, 50.0),
    (1.4, 112.0),
    (2.0, 140.0),
    (2.4, 154.0),
    (3.04, 165.0),
    (3.5, 168.0),
    (5.2, 185.0),
    (7.0, 207.0),
    (9.0, 259.0),
];

/// Speed below which people walk, m/s, where no cadence says otherwise.
const WALKING: f64 = 1.9;

/// Steps a minute below which people walk (the change to running, PMC8629136).
const WALKING_CADENCE: f64 = 140.0;

/// Share of a walking stride that one foot is on the ground (textbook value 0.60 to 0.62).
const WALKING_DUTY: f64 = 0.61;

/// Cadence, steps of both feet a minute, that runners choose at a speed on level ground; the knots and their
/// sources stand at `CADENCE`.
#[must_use]
pub fn usual_cadence(speed_m_per_s: f64) -> f64 {
    let (first, last) = (CADENCE[0], CADENCE[CADENCE.len() - 1]);
    if speed_m_per_s <= first.0 {
        return first.1;
    }
    for pair in CADENCE.windows(2) {
        let ((v0, c0), (v1, c1)) = (pair[0], pair[1]);
        if speed_m_per_s <= v1 {
            return c0 + (c1 - c0) * (speed_m_per_s - v0) / (v1 - v0);
        }
    }
    last.1
}

/// Time of one foot on the ground, s.
///
/// Running: the body's weight must be carried over the whole step by the force of the stance, whose mean in body
/// weights is 1.27 + 0.105 v for men and 1.24 + 0.106 v for women (Weyand & Davis 2005, 18 people); so contact = step
/// time / that force. The men's line is used for all: the difference is below 3 %. Walking: duty factor times stride.
pub(crate) fn usual_contact_s(speed_m_per_s: f64, cadence_per_min: f64) -> f64 {
    let step_s = 60.0 / cadence_per_min.max(40.0);
    let walks = if cadence_per_min > 0.0 {
        cadence_per_min < WALKING_CADENCE && speed_m_per_s < 2.3
    } else {
        speed_m_per_s < WALKING
    };
    if walks { WALKING_DUTY * 2.0 * step_s } else { step_s / (1.27 + 0.105 * speed_m_per_s) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cadence_rises_with_speed_through_the_published_points() {
        assert_eq!(usual_cadence(3.5), 168.0);
        let line: Vec<f64> = (0..100).map(|i| usual_cadence(f64::from(i) * 0.1)).collect();
        assert!(line.is_sorted());
    }

    #[test]
    fn the_foot_leaves_the_ground_sooner_the_faster_the_run() {
        let contact = |v| usual_contact_s(v, usual_cadence(v));
        assert!((contact(3.04) - 0.229).abs() < 0.01, "{}", contact(3.04));
        assert!(contact(9.0) < 0.12 && contact(9.0) > 0.09);
        assert!(contact(1.4) > 0.5, "walking keeps a foot down most of the time");
    }
}
