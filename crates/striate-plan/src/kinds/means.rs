//! What a prescription is made to measure of: the athlete's own speeds and strength, and what there is to train with.

use serde::{Deserialize, Serialize};

/// A strength exercise or jump that can be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exercise {
    /// Its stable key in the catalogue.
    pub id: String,
    /// The name a person reads.
    pub name: String,
    /// Its category and number in the public FIT profile, where it has one.
    pub fit: Option<(u16, Option<u16>)>,
    /// Whether one side works at a time.
    pub is_unilateral: bool,
    /// Whether a load can be put on.
    pub is_loaded: bool,
    /// The part of the body that moves with the load, kg; 0 where it is the load alone.
    pub body_kg: f64,
    /// What the athlete could move once, the body's part included, kg; `None` where unknown.
    pub one_rep_max_kg: Option<f64>,
}

/// How used to training the athlete is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Experience {
    /// In the first months.
    Novice,
    /// Some months to a few years.
    Trained,
    /// Years.
    Experienced,
}

/// How a sprint from standing rises to the highest speed: with this time constant, s, which is about the same at all
/// levels (Samozino 2016, read: near 1 s).
pub const SPRINT_TAU_S: f64 = 1.1;

/// Critical speed and the distance above it are those of a curve that needs the highest speed to lie this much above
/// critical speed.
const LEAST_ABOVE_CRITICAL: f64 = 1.2;

/// The athlete's own figures and what there is to train with.
#[derive(Clone, Debug, PartialEq)]
pub struct Means {
    /// Critical speed, m/s.
    pub critical_m_per_s: f64,
    /// The highest speed, held for about three seconds, m/s.
    pub max_sprint_m_per_s: f64,
    /// The athlete's own best speed over distances, (m, m/s), shortest first.
    pub bests: Vec<(f64, f64)>,
    /// Body mass, kg.
    pub mass_kg: f64,
    /// The distance that can be run above critical speed (D'), m.
    pub d_prime_m: f64,
    /// Whether anything is known about how fast the athlete sprints: where not, fast steps say the effort in words.
    pub is_sprint_known: bool,
    /// How used to running and jumping the athlete is.
    pub runner: Experience,
    /// How used to lifting the athlete is.
    pub lifter: Experience,
    /// Whose turn it is among the exercises that take turns in strength sessions: counts up from week to week.
    pub turn: u8,
    /// The rung of the run-walk ladder that the athlete is on; `None` for who runs without walking.
    pub run_walk: Option<u8>,
    /// The slope of the hill that there is, rise over run, and how many times faster a level run would be at the cost of
    /// running up it; `None` where there is no hill.
    pub hill: Option<(f64, f64)>,
    /// The highest speed up that hill over the highest speed on the level.
    pub hill_top_speed: f64,
    /// What a vest can weigh at most, kg; `None` where there is none.
    pub vest_kg: Option<f64>,
    /// What a pack can weigh at most, kg; `None` where there is none.
    pub pack_kg: Option<f64>,
    /// What ankle weights can weigh at most, both together, kg; `None` where there are none.
    pub ankle_kg: Option<f64>,
    /// Whether there are rubber bands.
    pub has_bands: bool,
    /// Whether there are stairs.
    pub has_stairs: bool,
    /// Whether there is a trail or hilly ground.
    pub has_trail: bool,
    /// Whether there is a track: without one, short repetitions need another flat, measured stretch.
    pub has_track: bool,
    /// What the loads of lifts are multiplied with: above 1 where weeks of training lie between the last known maximum and
    /// the session, below 1 in an easier week.
    pub load_factor: f64,
    /// Exercises that the equipment allows, by preference.
    pub exercises: Vec<Exercise>,
}

impl Means {
    /// The athlete's own best speed over a distance, m/s: between the nearest known ones along the logarithm of distance.
    #[must_use]
    pub fn best_over(&self, distance_m: f64) -> f64 {
        let known = &self.bests;
        let Some(first) = known.first() else { return self.max_sprint_m_per_s };
        if distance_m <= first.0 {
            return first.1;
        }
        for pair in known.windows(2) {
            let ((d0, v0), (d1, v1)) = (pair[0], pair[1]);
            if distance_m <= d1 && d1 > d0 {
                let share = (distance_m / d0).ln() / (d1 / d0).ln();
                return v0 + (v1 - v0) * share;
            }
        }
        known.last().map_or(first.1, |l| l.1)
    }

    /// The mean speed that the athlete could hold for so many seconds at best on level ground, m/s, up to half an hour: the
    /// three-parameter curve of Morton 1996 (Ergonomics 39:611) through the highest speed, critical speed and D'.
    #[must_use]
    pub fn best_for(&self, seconds: f64) -> f64 {
        held(seconds, self.critical_m_per_s, self.d_prime_m, self.max_sprint_m_per_s)
    }

    /// The mean speed that the athlete could hold for so many seconds at best up the hill that there is, m/s; `None` without
    /// a hill.
    ///
    /// The same curve on the slope: critical speed and D' fall with the cost of the slope, the highest speed only by what is
    /// possible on it. So a climb of minutes is limited by energy and a hill sprint by what the legs can push.
    #[must_use]
    pub fn best_uphill(&self, seconds: f64) -> Option<f64> {
        let (_, factor) = self.hill?;
        let factor = factor.max(1.0);
        let top = self.max_sprint_m_per_s * self.hill_top_speed.clamp(1.0 / factor, 1.0);
        Some(held(seconds, self.critical_m_per_s / factor, self.d_prime_m / factor, top))
    }

    /// The mean speed over a sprint of so many metres from standing at best, m/s.
    #[must_use]
    pub fn best_from_standing(&self, metres: f64) -> f64 {
        let top = self.max_sprint_m_per_s.max(0.5);
        let mut seconds = metres / top + SPRINT_TAU_S;
        for _ in 0..20 {
            seconds = metres / top + SPRINT_TAU_S * (1.0 - (-seconds / SPRINT_TAU_S).exp());
        }
        metres / seconds
    }

    /// The first of these exercises that the equipment allows.
    pub(super) fn first_of(&self, ids: &[&str]) -> Option<&Exercise> {
        ids.iter().find_map(|id| self.exercises.iter().find(|e| e.id == *id))
    }
}

/// The best mean speed over a time, from critical speed, the distance above it and the highest speed.
fn held(seconds: f64, critical: f64, reserve: f64, top: f64) -> f64 {
    let above = top.max(LEAST_ABOVE_CRITICAL * critical) - critical;
    let reserve = reserve.max(1.0);
    critical + reserve / (seconds.max(0.0) + reserve / above.max(0.01))
}
