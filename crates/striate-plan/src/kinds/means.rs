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
    pub fit: Option<(u16, u16)>,
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
    /// How used to training the athlete is.
    pub experience: Experience,
    /// The slope of the hill that there is, rise over run, and how many times faster a level run would be at the cost of
    /// running up it; `None` where there is no hill.
    pub hill: Option<(f64, f64)>,
    /// What a vest or pack can weigh at most, kg; `None` where there is none.
    pub vest_kg: Option<f64>,
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

    /// The first of these exercises that the equipment allows.
    pub(super) fn first_of(&self, ids: &[&str]) -> Option<&Exercise> {
        ids.iter().find_map(|id| self.exercises.iter().find(|e| e.id == *id))
    }
}
