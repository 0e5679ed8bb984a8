//! Since when a muscle has stood still, and why (rules D4, C5 and C6).

use crate::fold::{RECENT_DAYS, week_conditions};
use crate::growth::{Conditions, Tissue};
use crate::method::GrowthMethod;
use striate_model::{BodyState, Day, Muscle, MuscleState};

/// Since when the muscle has stood still under the load that it is used to, seen at the end of `day`.
pub(crate) fn since(
    (muscle, state): (Muscle, &MuscleState),
    tissue: &Tissue,
    conditions: &Conditions,
    day: Day,
    method: &GrowthMethod,
) -> Option<Day> {
    let fast = method.fast_fibers(muscle);
    let size = (1.0 - fast) * state.slow.size + fast * state.fast.size;
    if size < method.limits.smallest_size_log {
        return None;
    }
    let values = method.central();
    let slow = tissue.slow.reach(state.slow.habit_hse, conditions, values);
    let fast_reach = tissue.fast.reach(state.fast.habit_hse, conditions, values);
    let whole = |slow: f64, fast_size: f64| (1.0 - fast) * slow + fast * fast_size;
    let (build, hold) = (whole(slow.build, fast_reach.build), whole(slow.hold, fast_reach.hold));
    let a_week = if build > size {
        (build - size) / values.growth.growth_weeks
    } else if hold < size {
        (size - hold) / values.growth.loss_weeks
    } else {
        0.0
    };
    (a_week < method.words.still_log_per_week).then(|| state.plateau_since.unwrap_or(day))
}

/// Why a muscle stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The load has been the same for weeks, and the muscle is used to it.
    SameLoad,
    /// The load fell: enough to keep the muscle, not to build it.
    LessLoad,
    /// Less energy is eaten than spent.
    EnergyDeficit,
    /// Much running takes a part of the gain.
    MuchRunning,
}

impl Cause {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameLoad => "same_load",
            Self::LessLoad => "less_load",
            Self::EnergyDeficit => "energy_deficit",
            Self::MuchRunning => "much_running",
        }
    }
}

/// A plateau: since when, and what holds the muscle there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plateau {
    /// The first day on which it stood still.
    pub since: Day,
    /// What weighs most.
    pub cause: Cause,
}

/// The muscle's plateau; `None` where its size changes or there is none to speak of.
///
/// The cause is whatever would move the size most if it were undone: the load back at its highest of the last six weeks,
/// no energy deficit, no running; where none of them would move it by half a percent, the muscle is used to its load.
#[must_use]
pub fn plateau(body: &BodyState, muscle: Muscle, method: &GrowthMethod) -> Option<Plateau> {
    let state = &body.muscles[muscle];
    let since = state.plateau_since?;
    let values = method.central();
    let fast = method.fast_fibers(muscle);
    let tissue = Tissue::new(muscle, &body.person, values);
    let build = |weekly_hse: f64, conditions: &Conditions| {
        (1.0 - fast) * tissue.slow.reach(weekly_hse, conditions, values).build
            + fast * tissue.fast.reach(weekly_hse, conditions, values).build
    };
    let conditions = week_conditions(&body.recent);
    let habit = (1.0 - fast) * state.slow.habit_hse + fast * state.fast.habit_hse;
    let now = build(habit, &conditions);
    let undone = [
        (
            Cause::LessLoad,
            build(highest_week(body, muscle, fast).max(lost_load(state, fast, now, &build)), &conditions),
        ),
        (Cause::EnergyDeficit, build(habit, &Conditions { energy_deficit_kcal: 0.0, ..conditions })),
        (Cause::MuchRunning, build(habit, &Conditions { running_h: 0.0, ..conditions })),
    ];
    let (cause, gain) = undone
        .into_iter()
        .map(|(cause, size)| (cause, size - now))
        .fold((Cause::SameLoad, 0.0), |best, next| if next.1 > best.1 { next } else { best });
    Some(Plateau { since, cause: if gain > method.words.change_28_days { cause } else { Cause::SameLoad } })
}

/// The weekly load that must once have built what the muscle still has, where that is clearly more than today's.
fn lost_load(state: &MuscleState, fast: f64, now: f64, build: &impl Fn(f64, &Conditions) -> f64) -> f64 {
    let size = (1.0 - fast) * state.slow.size + fast * state.fast.size;
    if size <= now {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, 200.0);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if build(middle, &Conditions::default()) < size { low = middle } else { high = middle }
    }
    high
}

/// The largest weekly dose of the last six weeks, in whole weeks back from today.
fn highest_week(body: &BodyState, muscle: Muscle, fast: f64) -> f64 {
    let newest_first: Vec<f64> = body
        .recent
        .iter()
        .rev()
        .take(RECENT_DAYS)
        .map(|r| (1.0 - fast) * r.muscles[muscle].slow_hse + fast * r.muscles[muscle].fast_hse)
        .collect();
    // Single large weeks are no load that a muscle is used to: the mean of two neighbours counts.
    newest_first.chunks_exact(14).map(|weeks| weeks.iter().sum::<f64>() / 2.0).fold(0.0, f64::max)
}
