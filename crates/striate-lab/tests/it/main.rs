//! Files of ours in decoders that nothing else here uses.

use striate_formats::workout_out::fit::encode;
use striate_model::{
    ExerciseCandidate, ExerciseRef, Intensity, Load, MassUnit, Sport, Step, StepDuration, TimeSpan, Timestamp, Workout,
};

fn step(index: u16, duration: StepDuration) -> Step {
    Step { index, name: None, duration, target: None, intensity: None, exercise: None, load: None }
}

/// Four sets of squats.
fn squats() -> Workout {
    let squat = ExerciseCandidate { category: 28, exercise: Some(6), confidence: None };
    let set = Step {
        name: Some("Back squat".to_owned()),
        intensity: Some(Intensity::Active),
        exercise: Some(ExerciseRef::Fit(vec![squat])),
        load: Some(Load { value: 82.5, unit: MassUnit::Kilogram }),
        ..step(0, StepDuration::Reps(8))
    };
    let rest = Step { intensity: Some(Intensity::Rest), ..step(1, StepDuration::Time(TimeSpan::from_s(120.0))) };
    let again = step(2, StepDuration::Repeat { from: 0, rounds: 4 });
    Workout { name: Some("leg strength".to_owned()), sport: Sport::Training, steps: vec![set, rest, again] }
}

#[test]
fn a_third_decoder_reads_every_step_of_a_workout() {
    let bytes = encode(&squats(), 7, Timestamp::from_unix_ms(1_764_000_000_000)).unwrap();
    let messages = fitparser::from_bytes(&bytes).unwrap();
    assert_eq!(messages.iter().filter(|m| m.kind() == fitparser::profile::MesgNum::WorkoutStep).count(), 3);
}
