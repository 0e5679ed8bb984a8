//! Fatigue, damage and protection of each muscle, in real time.
//!
//! What limits a muscle after training is the sum of two losses of maximal force: one that is gone within a day
//! ([`MuscleState::fatigue`]) and damage by braking work, which takes days ([`MuscleState::damage`]). Damage protects
//! against its like for weeks. Each dose fills a saturating store, so that two doses at one instant are one dose.

use crate::method::{GrowthMethod, Values};
use striate_model::{DailyDose, Muscle, MuscleState, TimeSpan};

/// What one instant brings to a muscle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Blow {
    /// Hard sets, and hours on foot times the muscle's share.
    pub work: f64,
    /// Braking dose.
    pub braking: f64,
}

impl Blow {
    /// What a session brings to a muscle.
    #[must_use]
    pub fn of(session: &DailyDose, muscle: Muscle, method: &GrowthMethod) -> Self {
        let dose = &session.muscles[muscle];
        let per_set = method.central().fatigue.damage_per_lifted_set;
        Self {
            work: tame(dose.hse) + method.on_foot(muscle) * tame(session.on_foot_h),
            braking: tame(dose.eccentric) + per_set * tame(dose.lifting_hse),
        }
    }
}

/// A dose that is no number, or less than nothing, is none.
fn tame(dose: f64) -> f64 {
    if dose > 0.0 { dose.min(1e6) } else { 0.0 }
}

/// A span of rest.
#[must_use]
pub fn rest(state: MuscleState, span: TimeSpan, values: &Values) -> MuscleState {
    Rest::new(span, values).of(state)
}

/// A span of rest, worked out once for all muscles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rest {
    fatigue: f64,
    damage: f64,
    protection: f64,
}

impl Rest {
    pub(crate) fn new(span: TimeSpan, values: &Values) -> Self {
        let (hours, f) = (span.as_s().max(0.0) / 3600.0, &values.fatigue);
        Self {
            fatigue: (-hours / f.fatigue_half_h).exp2(),
            damage: (-hours / f.damage_half_h).exp2(),
            protection: (-hours / 24.0 / f.protection_half_days).exp2(),
        }
    }

    pub(crate) fn of(self, state: MuscleState) -> MuscleState {
        MuscleState {
            fatigue: state.fatigue * self.fatigue,
            damage: state.damage * self.damage,
            protection: state.protection * self.protection,
            ..state
        }
    }
}

/// A dose at one instant. The protection that it earns helps only against later ones.
#[must_use]
pub fn strike(state: MuscleState, blow: Blow, values: &Values) -> MuscleState {
    let f = &values.fatigue;
    let fill = |level: f64, most: f64, dose: f64| level + (most - level).max(0.0) * -(-dose).exp_m1();
    MuscleState {
        fatigue: fill(state.fatigue, f.fatigue_max, blow.work / f.fatigue_dose_hse),
        damage: fill(state.damage, f.damage_max, blow.braking * (1.0 - state.protection) / f.damage_dose),
        protection: fill(state.protection, f.protection_max, blow.braking / f.protection_dose),
        ..state
    }
}

/// Soreness that the athlete reports sets the least damage that is believed.
#[must_use]
pub fn sore(state: MuscleState, soreness: f64, values: &Values) -> MuscleState {
    let reported = values.fatigue.soreness_loss * if soreness > 0.0 { soreness.min(10.0) } else { 0.0 };
    MuscleState { damage: state.damage.max(reported), ..state }
}

/// Share of maximal force that the muscle has, 0 to 1.
#[must_use]
pub fn readiness(state: &MuscleState) -> f64 {
    (1.0 - state.fatigue - state.damage).max(0.0)
}

/// Hours of rest until the muscle is ready; 0 where it is.
#[must_use]
pub fn hours_to_ready(state: &MuscleState, values: &Values) -> f64 {
    let f = &values.fatigue;
    let loss = |hours: f64| {
        state.fatigue * (-hours / f.fatigue_half_h).exp2() + state.damage * (-hours / f.damage_half_h).exp2()
    };
    if loss(0.0) <= f.ready_loss {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, 1000.0);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if loss(middle) > f.ready_loss { low = middle } else { high = middle }
    }
    high
}

/// Readiness in steps, as a person reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReadinessStep {
    /// So much of its force is missing that hard work should wait.
    Tired,
    /// Between ready and tired: easy work only.
    Recovering,
    /// Ready for hard work.
    Ready,
}

impl ReadinessStep {
    /// The step of a muscle.
    #[must_use]
    pub fn of(state: &MuscleState, values: &Values) -> Self {
        let loss = 1.0 - readiness(state);
        if loss <= values.fatigue.ready_loss {
            Self::Ready
        } else if loss <= values.limits.tired_times * values.fatigue.ready_loss {
            Self::Recovering
        } else {
            Self::Tired
        }
    }

    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tired => "tired",
            Self::Recovering => "recovering",
            Self::Ready => "ready",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(h: f64) -> TimeSpan {
        TimeSpan::from_s(3600.0 * h)
    }

    #[test]
    fn the_second_downhill_run_after_three_weeks_costs_less() {
        let method = GrowthMethod::builtin();
        let values = method.central();
        let blow = Blow { work: 0.5, braking: 0.2 };
        let first = strike(MuscleState::default(), blow, values);
        let second = strike(rest(first, hours(21.0 * 24.0), values), blow, values);
        assert!((0.5..0.75).contains(&(second.damage / first.damage)), "{}", second.damage / first.damage);
    }

    #[test]
    fn two_halves_at_one_instant_are_one_whole() {
        let method = GrowthMethod::builtin();
        let values = method.central();
        let half = Blow { work: 1.0, braking: 0.05 };
        let once = strike(MuscleState::default(), Blow { work: 2.0, braking: 0.1 }, values);
        let fatigue = strike(strike(MuscleState::default(), half, values), half, values).fatigue;
        assert!((once.fatigue - fatigue).abs() < 1e-12);
    }

    #[test]
    fn a_muscle_is_ready_after_the_hours_that_were_foretold() {
        let method = GrowthMethod::builtin();
        let values = method.central();
        let tired = strike(MuscleState::default(), Blow { work: 5.0, braking: 0.15 }, values);
        let wait = hours_to_ready(&tired, values);
        assert!(wait > 24.0);
        assert_eq!(ReadinessStep::of(&rest(tired, hours(wait + 0.01), values), values), ReadinessStep::Ready);
        assert_eq!(ReadinessStep::of(&tired, values), ReadinessStep::Tired);
        assert!(hours_to_ready(&rest(tired, hours(wait - 1.0), values), values) > 0.5);
    }

    #[test]
    fn soreness_is_believed_over_the_model() {
        let method = GrowthMethod::builtin();
        let sore = sore(MuscleState::default(), 7.0, method.central());
        assert!(readiness(&sore) < 0.9);
    }
}
