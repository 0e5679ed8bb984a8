//! The body over days: what one day brings to it, and what it has become.

use crate::day::Day;
use crate::muscle::{Fiber, MuscleMap};
use crate::quantity::{Distance, Mass};
use crate::session::SessionKind;
use crate::time::Timestamp;
use std::collections::VecDeque;

/// What one session brought to one muscle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MuscleDose {
    /// Growth stimulus of its slow fibers, hard-set equivalents.
    pub slow_hse: f64,
    /// Growth stimulus of its fast fibers, hard-set equivalents.
    pub fast_hse: f64,
    /// Growth stimulus of the muscle as a whole, hard-set equivalents.
    pub hse: f64,
    /// The part of [`Self::hse`] that came from strength sets.
    pub lifting_hse: f64,
    /// Doubt about the three: standard deviation of their logarithm.
    pub log_doubt: f64,
    /// Work spent braking, in seconds at full activation over those of a hard set; strength sets not included.
    pub eccentric: f64,
}

/// What one session brought to the body. The four quantities stay apart.
#[derive(Clone, Debug, PartialEq)]
pub struct DailyDose {
    /// What kind of session it was.
    pub kind: SessionKind,
    /// When it ended; `None` where only the day is known, which counts as noon.
    pub end: Option<Timestamp>,
    /// Time on foot, h.
    pub on_foot_h: f64,
    /// The part of it that was running, h.
    pub running_h: f64,
    /// Distance on foot.
    pub distance: Distance,
    /// Mean speed of the running, m/s, of the efforts alone in a session of repetitions; `None` where unknown.
    pub mean_speed_m_per_s: Option<f64>,
    /// Mean heart rate, beats a minute; `None` where unknown.
    pub mean_heart_rate_bpm: Option<f64>,
    /// Leg load, flat easy kilometres; 0 where not on foot.
    pub impact_km: f64,
    /// Cardio load, impulse; 0 where unknown.
    pub cardio: f64,
    /// What each muscle got.
    pub muscles: MuscleMap<MuscleDose>,
}

impl Default for DailyDose {
    fn default() -> Self {
        Self {
            kind: SessionKind::Other,
            end: None,
            on_foot_h: 0.0,
            running_h: 0.0,
            distance: Distance::default(),
            mean_speed_m_per_s: None,
            mean_heart_rate_bpm: None,
            impact_km: 0.0,
            cardio: 0.0,
            muscles: MuscleMap::default(),
        }
    }
}

/// What the athlete noted about a day. Whatever is `None` is unknown, and changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DailyLog {
    /// Sleep, h.
    pub sleep_h: Option<f64>,
    /// Soreness of each muscle, 0 (none) to 10.
    pub soreness: MuscleMap<Option<f64>>,
    /// Energy eaten less than spent, kcal; negative for a surplus.
    pub energy_deficit_kcal: Option<f64>,
    /// The same as the fall of body mass tells it; `None` where mass does not fall, or too few weighings are known.
    pub mass_deficit_kcal: Option<f64>,
    /// Protein eaten, g per kg of body mass.
    pub protein_g_per_kg: Option<f64>,
    /// Body mass.
    pub body_mass: Option<Mass>,
}

/// Who grows: what is known about this person's response.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    /// Logarithm of the response to a dose, 0 for the median person.
    pub log_response: f64,
    /// Standard deviation of that logarithm.
    pub log_response_sd: f64,
    /// Age, years; `None` where unknown.
    pub age_y: Option<f64>,
}

/// A pool of fibers. Sizes are natural logarithms of the ratio to the untrained muscle: 0.1 is about 10 % larger.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pool {
    /// Size.
    pub size: f64,
    /// The largest size so far.
    pub best: f64,
    /// The weekly dose that the pool is used to, hard-set equivalents a week.
    pub habit_hse: f64,
    /// Size if the load before the first day had been a standard deviation smaller than believed.
    pub if_less: f64,
    /// Size if it had been a standard deviation larger.
    pub if_more: f64,
}

/// One muscle at the end of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MuscleState {
    /// Its slow fibers.
    pub slow: Pool,
    /// Its fast fibers.
    pub fast: Pool,
    /// Share of maximal force that is missing because of what passes within a day.
    pub fatigue: f64,
    /// Share of maximal force that is missing because of damage, which takes days.
    pub damage: f64,
    /// Share of the damage that the muscle is protected from because it has met its like before.
    pub protection: f64,
    /// Since when its size has stood still; `None` while it changes.
    pub plateau_since: Option<Day>,
    /// The last day on which it got half a hard set or more.
    pub last_stimulus: Option<Day>,
}

impl MuscleState {
    /// The pool of a fiber type.
    #[must_use]
    pub const fn pool(&self, fiber: Fiber) -> &Pool {
        match fiber {
            Fiber::Slow => &self.slow,
            Fiber::Fast => &self.fast,
        }
    }

    /// The pool of a fiber type, to be changed.
    pub const fn pool_mut(&mut self, fiber: Fiber) -> &mut Pool {
        match fiber {
            Fiber::Slow => &mut self.slow,
            Fiber::Fast => &mut self.fast,
        }
    }
}

/// A load as two exponentially weighted daily averages.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LoadAverage {
    /// With a time constant of 7 days.
    pub days_7: f64,
    /// With a time constant of 42 days.
    pub days_42: f64,
}

/// The growth stimulus of one muscle in a week, hard-set equivalents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WeekLoad {
    /// Slow fibers.
    pub slow_hse: f64,
    /// Fast fibers.
    pub fast_hse: f64,
}

/// What is kept of a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DayRecord {
    /// Stimulus of each muscle.
    pub muscles: MuscleMap<WeekLoad>,
    /// The part of it that came from strength sets, for the muscle as a whole.
    pub lifting_hse: MuscleMap<f32>,
    /// Doubt about the stimulus: the largest of the day's sessions.
    pub log_doubt: MuscleMap<f32>,
    /// Running, h.
    pub running_h: f64,
    /// Cardio load.
    pub cardio: f64,
    /// Energy deficit, kcal, where noted.
    pub energy_deficit_kcal: Option<f64>,
    /// Protein, g per kg, where noted.
    pub protein_g_per_kg: Option<f64>,
}

/// One run, as the injury gate and the audit of sameness need it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunRecord {
    /// The day.
    pub day: Day,
    /// How far.
    pub distance: Distance,
    /// How fast on average, m/s; `None` where unknown.
    pub mean_speed_m_per_s: Option<f64>,
    /// Mean heart rate, beats a minute; `None` where unknown.
    pub mean_heart_rate_bpm: Option<f64>,
}

/// The body at the end of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyState {
    /// The day that has just ended.
    pub day: Day,
    /// The first day of the history.
    pub since: Day,
    /// Whether the athlete trained a good deal before that day, as far as anybody knows.
    pub was_trained_before: bool,
    /// Whose body it is.
    pub person: Person,
    /// Every muscle.
    pub muscles: MuscleMap<MuscleState>,
    /// What endurance running has cost the calf's fibers: logarithm of their area, 0 for nothing.
    pub calf_loss: f64,
    /// The instant that fatigue, damage and protection refer to: the end of the last session.
    pub fatigue_at: Timestamp,
    /// Leg load a day, flat easy kilometres.
    pub impact: LoadAverage,
    /// Cardio load a day.
    pub cardio: LoadAverage,
    /// The last 42 days, the newest last.
    pub recent: VecDeque<DayRecord>,
    /// The runs of the last 183 days, the newest last.
    pub runs: VecDeque<RunRecord>,
    /// Sleep of the last night that was noted within a week, h.
    pub sleep_h: Option<f64>,
}
