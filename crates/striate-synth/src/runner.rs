//! The synthetic athlete: how fast, how enduring, how heavy, and how body figures follow speed.

use crate::rng::Rng;
use striate_model::{Athlete, Distance, HeartRate, Mass, Origin, Sex, Sourced, Speed};

/// A runner whose every figure is known exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Runner {
    /// Critical speed, m/s.
    pub critical_speed_m_per_s: f64,
    /// Distance that can be run above critical speed (D'), m.
    pub distance_reserve_m: f64,
    /// Highest speed, held for about three seconds, m/s.
    pub max_sprint_m_per_s: f64,
    /// Heart rate at rest, beats a minute.
    pub hr_rest_bpm: f64,
    /// Highest heart rate, beats a minute.
    pub hr_max_bpm: f64,
    /// Body mass, kg.
    pub mass_kg: f64,
    /// Body height, m.
    pub height_m: f64,
    /// Whether published equations for women apply.
    pub is_female: bool,
    /// Personal step rate relative to the mean runner at the same speed.
    pub cadence_factor: f64,
    /// Personal contact time relative to the published line.
    pub contact_factor: f64,
    /// How unevenly the runner paces: standard deviation of speed over the intended speed.
    pub unevenness: f64,
    /// Time constant with which heart rate rises, s.
    pub hr_rise_s: f64,
}

/// What the analysis is told about the runner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Knowledge {
    /// The athlete's own word, exact.
    Given,
    /// Estimated from history, with errors of one standard deviation of 2 % in critical speed and 10 % in D' (repeated
    /// field tests differ by 0.4 to 2 % and by 10 to 18 %: Galbraith 2011, 2014) and of 3 % in sprint speed (assumption);
    /// body mass and heart rates are exact.
    Estimated,
    /// Nothing: every figure is the product's default.
    Nothing,
}

impl Runner {
    /// A runner whose pace at critical speed is given in seconds a kilometre; everything else is drawn around what such
    /// runners are like.
    ///
    /// Sprint speed rises with critical speed but less than in proportion (assumption; the ratio falls from about 2.3 in
    /// slow to 1.6 in elite distance runners). D' of 120 to 240 m, masses and heights of ordinary adults (assumptions).
    #[must_use]
    pub fn with_critical_pace(seconds_per_km: f64, seed: u64) -> Self {
        let mut rng = Rng::new(seed).branch("runner");
        let critical = 1000.0 / seconds_per_km;
        let is_female = rng.chance(0.5);
        let height = if is_female { 1.66 } else { 1.79 } + 0.06 * rng.normal();
        let fitness = ((critical - 2.6) / 3.0).clamp(0.0, 1.0);
        Self {
            critical_speed_m_per_s: critical,
            distance_reserve_m: (180.0 + 30.0 * rng.normal()).clamp(120.0, 240.0),
            max_sprint_m_per_s: 3.5 + 0.96 * critical + rng.between(-0.35, 0.35),
            hr_rest_bpm: (66.0 - 20.0 * fitness + 4.0 * rng.normal()).round(),
            hr_max_bpm: (187.0 + 8.0 * rng.normal()).round().clamp(165.0, 208.0),
            mass_kg: (height * height * (24.0 - 3.5 * fitness + rng.normal()) * 10.0).round() / 10.0,
            height_m: (height * 100.0).round() / 100.0,
            is_female,
            cadence_factor: 1.0 + 0.03 * rng.normal(),
            contact_factor: 1.0 + 0.04 * rng.normal(),
            unevenness: rng.between(0.008, 0.020) + 0.008 * (1.0 - fitness),
            hr_rise_s: rng.between(22.0, 38.0),
        }
    }

    /// The fastest mean speed over a time, m/s: the three-parameter model of critical power (Morton 1996) written for
    /// speed, which bends from the highest speed at time zero to critical speed.
    #[must_use]
    pub fn best_over_time(&self, seconds: f64) -> f64 {
        let reserve = self.max_sprint_m_per_s - self.critical_speed_m_per_s;
        self.critical_speed_m_per_s + self.distance_reserve_m / (seconds + self.distance_reserve_m / reserve)
    }

    /// The fastest mean speed over a distance, m/s.
    #[must_use]
    pub fn best_over_distance(&self, metres: f64) -> f64 {
        let mut speed = self.max_sprint_m_per_s;
        // A contraction (more time, lower speed): forty rounds settle far below a millimetre a second.
        for _ in 0..40 {
            speed = 0.5 * speed + 0.5 * self.best_over_time(metres / speed);
        }
        speed
    }

    /// Steps of both feet a minute when running at a speed on a slope.
    ///
    /// Step times 0.365, 0.355, 0.335, 0.295, 0.235 s at 2.5, 3.5, 5.2, 7 and 9 m/s (assumption, about 10 %), 4 % more
    /// steps on a 7 % slope (Padulo 2013).
    #[must_use]
    pub fn cadence_spm(&self, speed: f64, grade: f64) -> f64 {
        const STEP_TIME: [(f64, f64); 6] =
            [(1.5, 0.378), (2.5, 0.365), (3.5, 0.355), (5.2, 0.335), (7.0, 0.295), (9.0, 0.235)];
        let uphill = 1.0 + 0.57 * grade.clamp(0.0, 0.15);
        60.0 / interpolate(&STEP_TIME, speed) * self.cadence_factor * uphill
    }

    /// Steps of both feet a minute when walking (assumption: a line through 112 steps at 1.3 m/s).
    #[must_use]
    pub fn walking_cadence_spm(&self, speed: f64) -> f64 {
        if speed < 0.2 { 0.0 } else { (66.0 + 35.0 * speed) * self.cadence_factor }
    }

    /// Contact time of one foot, s: step time over the stance-averaged force of Weyand and Davis 2005 (men 1.27 + 0.105 v).
    #[must_use]
    pub fn contact_s(&self, speed: f64, cadence_spm: f64) -> f64 {
        60.0 / cadence_spm / (1.27 + 0.105 * speed) * self.contact_factor
    }

    /// What the analysis is told.
    #[must_use]
    pub fn as_athlete(&self, knowledge: Knowledge, seed: u64) -> Athlete {
        let mut rng = Rng::new(seed).branch("knowledge");
        let (origin, [speed_error, sprint_error, reserve_error]) = match knowledge {
            Knowledge::Nothing => return Athlete::default(),
            Knowledge::Given => (Origin::Given, [0.0; 3]),
            Knowledge::Estimated => (Origin::Estimated, [0.02, 0.03, 0.10].map(|d| d * rng.normal())),
        };
        let said = |value| Sourced { value, origin };
        let said_distance = |metres| Sourced { value: Distance::from_m(metres), origin };
        Athlete {
            mass: Sourced::given(Mass::from_kg(self.mass_kg)),
            height: Sourced::given(Distance::from_m(self.height_m)),
            sex: Sourced::given(if self.is_female { Sex::Female } else { Sex::Male }),
            hr_max: Sourced::given(HeartRate::from_bpm(self.hr_max_bpm)),
            hr_rest: Sourced::given(HeartRate::from_bpm(self.hr_rest_bpm)),
            max_sprint: said(Speed::from_m_per_s(self.max_sprint_m_per_s * (1.0 + sprint_error))),
            critical_speed: said(Speed::from_m_per_s(self.critical_speed_m_per_s * (1.0 + speed_error))),
            distance_reserve: said_distance(self.distance_reserve_m * (1.0 + reserve_error)),
            ..Athlete::default()
        }
    }
}

/// Energy cost of running on a slope, J per kg and metre (Minetti 2002, fitted for slopes up to 0.45 either way; the
/// slope is held there beyond).
#[must_use]
pub(crate) fn running_cost(grade: f64) -> f64 {
    let i = grade.clamp(-0.45, 0.45);
    ((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i + 3.6
}

/// Energy cost of walking on a slope, J per kg and metre (Minetti 2002).
#[must_use]
pub(crate) fn walking_cost(grade: f64) -> f64 {
    let i = grade.clamp(-0.45, 0.45);
    ((((280.5 * i - 58.7) * i - 76.8) * i + 51.9) * i + 19.6) * i + 2.5
}

fn interpolate(table: &[(f64, f64)], x: f64) -> f64 {
    let after = table.iter().position(|(at, _)| *at > x).unwrap_or(table.len() - 1).max(1);
    let ((x0, y0), (x1, y1)) = (table[after - 1], table[after]);
    y0 + (y1 - y0) * ((x - x0) / (x1 - x0)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_of_slopes_is_what_was_measured() {
        for (grade, measured, tolerance) in
            [(0.0, 3.40, 0.25), (0.45, 18.93, 1.74), (-0.20, 1.73, 0.36), (-0.45, 3.92, 0.81)]
        {
            assert!((running_cost(grade) - measured).abs() < tolerance, "{grade}: {}", running_cost(grade));
        }
        assert!((walking_cost(-0.10) - 0.81).abs() < 0.37 && (walking_cost(0.45) - 17.33).abs() < 1.11);
    }

    #[test]
    fn nobody_holds_a_longer_distance_faster() {
        for pace in [370.0, 300.0, 240.0, 180.0] {
            let runner = Runner::with_critical_pace(pace, 11);
            let best = [60.0, 100.0, 200.0, 400.0, 1000.0, 5000.0].map(|m| runner.best_over_distance(m));
            assert!(best.is_sorted_by(|a, b| a > b), "{best:?}");
            assert!(best[0] < runner.max_sprint_m_per_s && best[5] > runner.critical_speed_m_per_s);
            let time = 400.0 / best[3];
            assert!((runner.best_over_time(time) - best[3]).abs() < 1e-6, "distance and time agree");
        }
    }

    #[test]
    fn steps_come_faster_and_contacts_shorter_with_speed() {
        let runner = Runner::with_critical_pace(270.0, 2);
        let slow = runner.cadence_spm(2.5, 0.0);
        let fast = runner.cadence_spm(8.0, 0.0);
        assert!((150.0..185.0).contains(&slow) && fast > 210.0, "{slow} {fast}");
        assert!(runner.contact_s(8.0, fast) < 0.6 * runner.contact_s(2.5, slow));
    }
}
