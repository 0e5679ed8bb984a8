//! What the athlete wants of the weeks ahead, and has for them.

use crate::planned::Equipment;
use striate_model::{Day, Grade, Muscle};
use striate_plan::kinds::PlannedKind;
use striate_plan::week::{DAYS, Goal};

/// On which day a fixed session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixedDay {
    /// Every week on this day, 0 for Monday.
    Weekday(usize),
    /// Once.
    Date(Day),
}

/// A session that has its day: a club evening, a gym class, a session that was moved by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedSession {
    /// What it is.
    pub kind: PlannedKind,
    /// When.
    pub when: FixedDay,
    /// Morning (0) or evening (1); `None` where either will do.
    pub slot: Option<usize>,
    /// How long; `None` where the plan may choose.
    pub minutes: Option<i32>,
}

/// What the athlete wants, and has.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanWishes {
    /// What for.
    pub goal: Goal,
    /// How many whole weeks.
    pub weeks: usize,
    /// Minutes of each day, Monday first; 0 where there is no training.
    pub minutes: [i32; DAYS],
    /// The day of the long run, 0 for Monday.
    pub long_day: Option<usize>,
    /// The rest after sprints and heavy legs, h: 48, or 24 as the articles have it.
    pub rest_hours: u32,
    /// What there is to train with.
    pub equipment: Equipment,
    /// Strength sessions a week; `None` leaves them to the goal.
    pub lifts_per_week: Option<i32>,
    /// An injury: easy running only.
    pub is_injured: bool,
    /// Muscles to spare.
    pub spare: Vec<Muscle>,
    /// The day of a race.
    pub race: Option<Day>,
    /// Its distance, km; ten where nobody said.
    pub race_km: Option<f64>,
    /// Weeks of load since the last easier one, where that is known better than from the log.
    pub weeks_since_deload: Option<usize>,
    /// Sessions that have their day.
    pub fixed: Vec<FixedSession>,
}

/// The slope of a hill of which nothing is known but that it is there (assumed).
pub const USUAL_HILL: f64 = 0.08;

impl Default for PlanWishes {
    fn default() -> Self {
        Self {
            goal: Goal::Build,
            weeks: 4,
            minutes: [60, 60, 60, 60, 60, 120, 120],
            long_day: None,
            rest_hours: 48,
            equipment: Equipment { hill: Some(Grade::from_ratio(USUAL_HILL)), ..Equipment::default() },
            lifts_per_week: None,
            is_injured: false,
            spare: Vec::new(),
            race: None,
            race_km: None,
            weeks_since_deload: None,
            fixed: Vec::new(),
        }
    }
}

impl PlanWishes {
    /// The distance of the race, m.
    pub(super) fn race_m(&self) -> f64 {
        1000.0 * self.race_km.unwrap_or(10.0).clamp(1.0, 200.0)
    }
}
