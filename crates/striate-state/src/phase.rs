//! Where a muscle, or the whole athlete, stands: novice, base, building, plateau, detraining.

use crate::fold::{week_conditions, week_loads};
use crate::growth::{Conditions, Sizes, Tissue};
use crate::method::GrowthMethod;
use striate_model::{BodyState, Muscle};

/// A phase of training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Small, and new to training: everything builds (rule C1). Never somebody who trained before the history began.
    Novice,
    /// Neither builds nor loses, and never has built much.
    Base,
    /// The load builds.
    Building,
    /// Built, and used to the load (rules C5 and D4).
    Plateau,
    /// Below its best, and the load does not bring it back.
    Detraining,
}

impl Phase {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Novice => "novice",
            Self::Base => "base",
            Self::Building => "building",
            Self::Plateau => "plateau",
            Self::Detraining => "detraining",
        }
    }
}

/// The muscles that a runner's growth is judged by (rule C3).
pub const JUDGED_BY: [Muscle; 4] = [Muscle::GluteusMaximus, Muscle::Vasti, Muscle::Hamstrings, Muscle::Gastrocnemius];

/// What decides about a phase, as logarithms of size.
#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    size: f64,
    best: f64,
    build: f64,
    ten_sets: f64,
}

impl Standing {
    fn of(body: &BodyState, muscle: Muscle, method: &GrowthMethod) -> Self {
        let values = method.central();
        let tissue = Tissue::new(muscle, &body.person, values);
        let conditions = week_conditions(&body.recent);
        let state = &body.muscles[muscle];
        // The mean of the habit and of this week: one week off is no change of phase, four are.
        let week = week_loads(&body.recent)[muscle];
        let whole = |slow: f64, fast: f64| method.whole_size(muscle, Sizes { slow, fast, calf_loss: 0.0 }, values);
        Self {
            size: whole(state.slow.size, state.fast.size),
            best: whole(state.slow.best, state.fast.best),
            build: whole(
                tissue.slow.reach(0.5 * (state.slow.habit_hse + week.slow_hse), &conditions, values).build,
                tissue.fast.reach(0.5 * (state.fast.habit_hse + week.fast_hse), &conditions, values).build,
            ),
            ten_sets: whole(
                tissue.slow.reach(method.limits.hard_week_hse, &Conditions::default(), values).build,
                tissue.fast.reach(method.limits.hard_week_hse, &Conditions::default(), values).build,
            ),
        }
    }

    /// `new_weeks`: since when the athlete has trained, as far as anybody knows; `None` for somebody past the first months.
    fn phase(self, new_weeks: Option<f64>, is_still: bool, method: &GrowthMethod) -> Phase {
        let words = &method.words;
        let clearly = words.detrained_log;
        if self.size < self.best - clearly && self.build < self.size {
            Phase::Detraining
        } else if self.size < words.novice_share * self.ten_sets && new_weeks.is_some_and(|w| w < words.novice_weeks) {
            Phase::Novice
        } else if is_still && self.size > words.novice_share * self.ten_sets {
            Phase::Plateau
        } else if self.build > self.size + clearly {
            Phase::Building
        } else {
            Phase::Base
        }
    }
}

/// The phase of one muscle.
#[must_use]
pub fn of_muscle(body: &BodyState, muscle: Muscle, method: &GrowthMethod) -> Phase {
    let is_still = body.muscles[muscle].plateau_since.is_some();
    Standing::of(body, muscle, method).phase(new_weeks(body), is_still, method)
}

/// The phase of the athlete: that of glutes, quads, hamstrings and calves together, by their volumes.
#[must_use]
pub fn of_athlete(body: &BodyState, method: &GrowthMethod) -> Phase {
    let (mut sum, mut volume, mut still) = (Standing::default(), 0.0, 0.0);
    for muscle in JUDGED_BY {
        let (one, weight) = (Standing::of(body, muscle, method), method.volume_cm3(muscle));
        volume += weight;
        sum.size += weight * one.size;
        sum.best += weight * one.best;
        sum.build += weight * one.build;
        sum.ten_sets += weight * one.ten_sets;
        still += if body.muscles[muscle].plateau_since.is_some() { weight } else { 0.0 };
    }
    let mean = Standing {
        size: sum.size / volume,
        best: sum.best / volume,
        build: sum.build / volume,
        ten_sets: sum.ten_sets / volume,
    };
    mean.phase(new_weeks(body), still > 0.5 * volume, method)
}

/// Small muscles are no sign of a novice: a runner of years has them. What counts is how long somebody has trained.
fn new_weeks(body: &BodyState) -> Option<f64> {
    (!body.was_trained_before).then(|| weeks_of_history(body))
}

/// Weeks between the first day of the history and today.
#[must_use]
pub fn weeks_of_history(body: &BodyState) -> f64 {
    f64::from(body.day.days_since(body.since) + 1) / 7.0
}
