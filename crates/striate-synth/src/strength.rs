//! A strength session: sets with FIT's exercise numbers, rests between them, and a heart that follows.

use crate::rng::{Rng, Wander};
use crate::runner::Runner;
use crate::truth::TrueSet;
use striate_model::{
    Channel, ExerciseCandidate, ExerciseRef, LiftSet, Load, MassUnit, Recording, SetKind, Sport, SubSport, TimeSpan,
    Timestamp,
};

/// One exercise of a strength session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lift {
    /// Its name in words.
    pub name: &'static str,
    /// FIT's number of its category.
    pub category: u16,
    /// FIT's number of the exercise within the category.
    pub exercise: u16,
    /// Working sets.
    pub sets: usize,
    /// Repetitions of each.
    pub reps: u16,
    /// Load, kg; `None` for the body alone.
    pub mass_kg: Option<f64>,
    /// Rest after each set, s.
    pub rest_s: f64,
}

/// Performs the session from `start`.
pub(crate) fn perform(lifts: &[Lift], runner: &Runner, start: Timestamp, rng: &Rng) -> (Recording, Vec<TrueSet>) {
    let mut recording = Recording::new(Sport::Training, SubSport::StrengthTraining, start);
    let mut chance = rng.branch("sets");
    let mut truth = Vec::new();
    let mut clock_s = 0.0;
    for lift in lifts {
        for number in 0..lift.sets {
            // Two and a half to three and a half seconds a repetition, the last set or two a repetition short of plan.
            let reps = lift.reps - u16::from(number + 1 == lift.sets && chance.chance(0.3));
            let work_s = (f64::from(reps) * chance.between(2.5, 3.5)).round();
            let rest_s = (lift.rest_s * chance.between(0.9, 1.15)).round();
            recording.sets.push(LiftSet {
                kind: SetKind::Active,
                start: Some(start + TimeSpan::from_s(clock_s)),
                duration: Some(TimeSpan::from_s(work_s)),
                exercise: Some(ExerciseRef::Fit(vec![ExerciseCandidate {
                    category: lift.category,
                    exercise: Some(lift.exercise),
                    confidence: None,
                }])),
                reps: Some(reps),
                load: lift.mass_kg.map(|value| Load { value, unit: MassUnit::Kilogram }),
                reps_in_reserve: None,
            });
            truth.push(TrueSet {
                exercise: lift.name.to_owned(),
                reps,
                mass_kg: lift.mass_kg,
                start_s: clock_s,
                duration_s: work_s,
            });
            clock_s += work_s;
            recording.sets.push(LiftSet {
                kind: SetKind::Rest,
                start: Some(start + TimeSpan::from_s(clock_s)),
                duration: Some(TimeSpan::from_s(rest_s)),
                exercise: None,
                reps: None,
                load: None,
                reps_in_reserve: None,
            });
            clock_s += rest_s;
        }
    }
    record_heart(&mut recording, runner, &truth, clock_s as usize, rng);
    (recording, truth)
}

/// Heart rate rises to some two thirds of the reserve in a set of legs and falls in the rest (assumption).
fn record_heart(recording: &mut Recording, runner: &Runner, sets: &[TrueSet], seconds: usize, rng: &Rng) {
    let mut beats = Wander::new(1.5, 6.0, rng.branch("beats"));
    let mut share = 0.2;
    for second in 0..=seconds {
        let now = second as f64;
        let works = sets.iter().any(|s| now >= s.start_s && now < s.start_s + s.duration_s);
        let (wanted, time_constant) = if works { (0.75, 20.0) } else { (0.28, 45.0) };
        share += (wanted - share) / time_constant;
        let bpm = runner.hr_rest_bpm + (runner.hr_max_bpm - runner.hr_rest_bpm) * share + beats.next(1.0);
        recording.streams.time.push(recording.start + TimeSpan::from_s(now));
        recording.streams.channel_mut(Channel::HeartRateBpm).push(bpm.round() as f32);
    }
}
