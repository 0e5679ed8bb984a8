//! What is prescribed and what is lifted.

use super::contents::{SetMessage, StepMessage, TitleMessage, WorkoutMessage};
use super::names;
use striate_model::{
    Distance, ExerciseCandidate, ExerciseRef, HeartRate, LiftSet, Load, Mass, MassUnit, SetKind, Speed, Step,
    StepDuration, StepTarget, TimeSpan, Workout,
};

/// A category of exercises that says "unknown".
const UNKNOWN_CATEGORY: u16 = 65_534;

/// A workout with at least one step, its steps in order.
pub(super) fn workout(message: WorkoutMessage, titles: &[TitleMessage]) -> Option<Workout> {
    if message.steps.is_empty() {
        return None;
    }
    let (sport, _) = names::sport(message.sport, message.sub_sport);
    let numbered = message.steps.into_iter().enumerate();
    let mut steps: Vec<Step> = numbered.map(|(place, message)| step(&message, place, titles)).collect();
    steps.sort_by_key(|step| step.index);
    Some(Workout { name: message.name, sport, steps })
}

fn step(message: &StepMessage, place: usize, titles: &[TitleMessage]) -> Step {
    let exercise = message.category.filter(|&c| c != UNKNOWN_CATEGORY).map(|category| {
        ExerciseRef::Fit(vec![ExerciseCandidate { category, exercise: message.exercise, confidence: None }])
    });
    let title = || {
        let found = titles.iter().find(|t| t.category == message.category && t.exercise == message.exercise);
        found.filter(|_| exercise.is_some()).map(|t| t.title.clone())
    };
    Step {
        index: message.index.unwrap_or(place.min(usize::from(u16::MAX)) as u16),
        name: message.name.clone().or_else(title),
        duration: duration(message),
        target: target(message),
        intensity: message.intensity.map(names::intensity),
        load: load(message.weight_kg, message.weight_unit),
        exercise,
    }
}

fn duration(message: &StepMessage) -> StepDuration {
    let Some(kind) = message.duration_kind else { return StepDuration::Open };
    let time = |ms: u32| StepDuration::Time(TimeSpan::from_s(f64::from(ms) / 1000.0));
    match (kind, message.duration) {
        (0 | 28 | 31, Some(ms)) => time(ms),
        (1, Some(cm)) => StepDuration::Distance(Distance::from_m(f64::from(cm) / 100.0)),
        (5, _) => StepDuration::Open,
        (6, Some(from)) => match u16::try_from(from) {
            Ok(from) => StepDuration::Repeat { from, rounds: message.target.unwrap_or(1) },
            Err(_) => StepDuration::Other,
        },
        (29, Some(reps)) => StepDuration::Reps(reps),
        _ => StepDuration::Other,
    }
}

fn target(message: &StepMessage) -> Option<StepTarget> {
    /// The kind that says "no target".
    const OPEN: u8 = 2;
    let kind = message.target_kind.filter(|&kind| kind != OPEN)?;
    // A repetition has a count of rounds where other steps have their target.
    if message.duration_kind.is_some_and(|kind| (6..=13).contains(&kind)) {
        return None;
    }
    let is_custom = message.target.is_none_or(|zone| zone == 0);
    let bounds = message.target_low.zip(message.target_high).filter(|_| is_custom);
    let ordered = |(a, b): (u32, u32)| (f64::from(a.min(b)), f64::from(a.max(b)));
    Some(match (kind, bounds.map(ordered)) {
        (0 | 12, Some((low, high))) if high > 0.0 => {
            StepTarget::Speed { low: Speed::from_m_per_s(low / 1000.0), high: Speed::from_m_per_s(high / 1000.0) }
        }
        // Up to 100 the figures are percent of the maximum, above it beats a minute and 100.
        (1 | 13, Some((low, high))) if low > 100.0 => {
            StepTarget::HeartRate { low: HeartRate::from_bpm(low - 100.0), high: HeartRate::from_bpm(high - 100.0) }
        }
        _ => StepTarget::Other,
    })
}

/// The load as the athlete typed it. The protocol stores kilograms; pounds are rounded to the half pound that was
/// typed. Zero is what devices write when nobody entered a load.
fn load(weight_kg: Option<f64>, unit: Option<u16>) -> Option<Load> {
    const POUND: u16 = 2;
    let kg = weight_kg.filter(|&kg| kg > 0.0)?;
    Some(if unit == Some(POUND) {
        let pounds = Mass::from_kg(kg) / Mass::from_lb(1.0);
        Load { value: (pounds * 2.0).round() / 2.0, unit: MassUnit::Pound }
    } else {
        Load { value: kg, unit: MassUnit::Kilogram }
    })
}

/// A strength set, or the rest between two. `workout` says what a set without an exercise of its own was meant to be.
pub(super) fn set(message: &SetMessage, workout: Option<&Workout>) -> LiftSet {
    let is_active = message.kind != Some(0);
    let planned = || {
        let step = workout?.steps.iter().find(|s| Some(s.index) == message.workout_step)?;
        step.exercise.clone()
    };
    let exercise = if is_active { candidates(message).or_else(planned) } else { None };
    LiftSet {
        kind: if is_active { SetKind::Active } else { SetKind::Rest },
        start: message.start,
        duration: message.duration_s.map(TimeSpan::from_s),
        exercise,
        reps: message.repetitions.filter(|_| is_active),
        load: load(message.weight_kg.filter(|_| is_active), message.weight_unit),
        reps_in_reserve: None,
    }
}

/// The device's guesses, best first.
fn candidates(message: &SetMessage) -> Option<ExerciseRef> {
    let mut found: Vec<ExerciseCandidate> = Vec::new();
    for (place, category) in message.categories.iter().enumerate() {
        if let Some(category) = category.filter(|&c| c != UNKNOWN_CATEGORY) {
            found.push(ExerciseCandidate {
                category,
                exercise: message.exercises.get(place).copied().flatten(),
                confidence: message.confidences.get(place).copied().flatten(),
            });
        }
    }
    // Without confidences the order is the device's own.
    found.sort_by_key(|c| std::cmp::Reverse(c.confidence));
    (!found.is_empty()).then_some(ExerciseRef::Fit(found))
}
