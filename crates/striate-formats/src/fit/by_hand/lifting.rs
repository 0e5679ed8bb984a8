//! Strength sets with their traps, and workouts: planned, and followed.

use super::{B, Builder, ENUM, H, Raw, START, TEXT, U8, U16, U32, Value, W, only};
use striate_model::{
    ExerciseCandidate, ExerciseRef, Intensity, LiftSet, MassUnit, SetKind, Sport, StepDuration, StepTarget, TimeSpan,
    Workout,
};

const SET: &[(u8, u8, u8)] = &[
    (254, 4, U32),
    (0, 4, U32),
    (6, 4, U32),
    (3, 2, U16),
    (4, 2, U16),
    (7, 6, U16),
    (8, 6, U16),
    (9, 2, U16),
    (10, 2, U16),
    (2, 3, U8),
    (5, 1, U8),
];

struct Written {
    kind: u8,
    start: u32,
    repetitions: u16,
    weight: u16,
    unit: u16,
    categories: [u16; 3],
    exercises: [u16; 3],
    confidences: [u8; 3],
}

const NONE: u16 = 0xFFFF;
const UNKNOWN: u16 = 0xFFFE;

fn active() -> Written {
    Written {
        kind: 1,
        start: START + 60,
        repetitions: 8,
        weight: 80 * 16,
        unit: 1,
        categories: [28, 17, UNKNOWN],
        exercises: [6, NONE, NONE],
        confidences: [132, 70, 50],
    }
}

fn sets(written: &[Written]) -> Vec<LiftSet> {
    let mut file = Builder::activity().heart_rates(&[100]).define(1, 225, SET);
    for (index, w) in written.iter().enumerate() {
        let mut values = vec![W(START), W(30_500), W(w.start), H(w.repetitions), H(w.weight)];
        values.extend(w.categories.map(H));
        values.extend(w.exercises.map(H));
        values.extend([H(w.unit), H(index as u16)]);
        values.extend(w.confidences.map(B));
        values.push(B(w.kind));
        file = file.data(1, &values);
    }
    file.session(10, 600, 0).recording().sets
}

#[test]
fn a_set_knows_when_it_was_what_it_was_and_how_heavy() {
    let sets = sets(&[active()]);
    let set = &sets[0];
    assert_eq!(set.kind, SetKind::Active);
    assert_eq!(set.start.unwrap().as_unix_ms(), super::START_MS + 60_000);
    assert_eq!(set.duration.map(TimeSpan::as_s), Some(30.5));
    assert_eq!(set.reps, Some(8));
    let load = set.load.unwrap();
    assert_eq!((load.value, load.unit), (80.0, MassUnit::Kilogram));
    let guess = |category, exercise, confidence| ExerciseCandidate { category, exercise, confidence };
    let guesses = vec![guess(28, Some(6), Some(132)), guess(17, None, Some(70))];
    assert_eq!(set.exercise, Some(ExerciseRef::Fit(guesses)));
}

#[test]
fn a_confidence_of_255_is_none_and_an_unknown_category_is_no_exercise() {
    let sets = sets(&[
        Written { categories: [UNKNOWN; 3], confidences: [255, 0, 0], ..active() },
        Written { categories: [28, NONE, NONE], confidences: [255, 0, 0], ..active() },
    ]);
    assert_eq!(sets[0].exercise, None);
    let only = ExerciseCandidate { category: 28, exercise: Some(6), confidence: None };
    assert_eq!(sets[1].exercise, Some(ExerciseRef::Fit(vec![only])));
}

#[test]
fn a_weight_of_zero_was_not_entered() {
    assert_eq!(sets(&[Written { weight: 0, ..active() }])[0].load, None);
    assert_eq!(sets(&[Written { weight: NONE, ..active() }])[0].load, None);
}

#[test]
fn pounds_come_back_as_they_were_typed() {
    // 45 lb is 20.41 kg, which the protocol rounds to 327 sixteenths.
    let load = sets(&[Written { weight: 327, unit: 2, ..active() }])[0].load.unwrap();
    assert_eq!((load.value, load.unit), (45.0, MassUnit::Pound));
}

#[test]
fn a_rest_has_a_time_and_nothing_else() {
    let sets = sets(&[Written { kind: 0, ..active() }]);
    let rest = &sets[0];
    assert_eq!(rest.kind, SetKind::Rest);
    assert_eq!((&rest.exercise, rest.reps, rest.load), (&None, None, None));
    assert_eq!(rest.duration.map(TimeSpan::as_s), Some(30.5));
}

#[test]
fn sets_are_ordered_by_their_own_start_not_by_their_time_stamp() {
    let sets =
        sets(&[Written { start: START + 90, repetitions: 5, ..active() }, Written { repetitions: 9, ..active() }]);
    assert_eq!(sets.iter().map(|s| s.reps).collect::<Vec<_>>(), [Some(9), Some(5)]);
}

#[test]
fn sets_of_a_session_after_a_ride_belong_to_that_session() {
    let mut file = Builder::activity()
        .heart_rates(&[100])
        .define(2, 18, &[(2, 4, U32), (5, 1, ENUM), (7, 4, U32), (8, 4, U32), (9, 4, U32)])
        .data(2, &[W(START), B(2), W(600_000), W(600_000), W(0)])
        .data(2, &[W(START + 700), B(10), W(900_000), W(900_000), W(0)]);
    file = file.define(1, 225, &[(254, 4, U32), (6, 4, U32), (5, 1, U8), (3, 2, U16)]);
    // The time stamp is the start of the first session in every set.
    file = file.data(1, &[W(START), W(START + 720), B(1), H(10)]);
    let decoded = file.decode();
    let counts: Vec<_> = decoded.recordings.iter().map(|r| (r.sport, r.sets.len())).collect();
    assert_eq!(counts, [(Sport::Cycling, 0), (Sport::Training, 1)]);
}

const STEP: &[(u8, u8, u8)] = &[
    (254, 2, U16),
    (0, 8, TEXT),
    (1, 1, ENUM),
    (2, 4, U32),
    (3, 1, ENUM),
    (4, 4, U32),
    (5, 4, U32),
    (6, 4, U32),
    (7, 1, ENUM),
];

/// Warm-up by heart rate, then three times 200 m by speed with an open rest.
fn repeats(file: Builder) -> Builder {
    const LONG: u32 = u32::MAX;
    let steps: [(u16, &[u8; 8], [u32; 7]); 4] = [
        (0, b"Warm up\0", [0, 600_000, 1, 0, 220, 240, 2]),
        (1, b"\0garbage", [1, 20_000, 0, 0, 5800, 5200, 0]),
        (2, b"\0\0\0\0\0\0\0\0", [5, LONG, 2, LONG, LONG, LONG, 4]),
        (3, b"\0\0\0\0\0\0\0\0", [6, 1, 0xFF, 3, LONG, LONG, 0xFF]),
    ];
    let mut file = file
        .define(3, 26, &[(8, 16, TEXT), (4, 1, ENUM), (6, 2, U16)])
        .data(3, &[Raw(b"3 x 200\0\xFE\xFFgarbag"), B(1), H(4)])
        .define(4, 27, STEP);
    for (index, name, [kind, duration, target_kind, target, low, high, intensity]) in steps {
        file = file.data(4, &[H(index)]);
        file.data.extend(name);
        for value in [B(kind as u8), W(duration), B(target_kind as u8), W(target), W(low), W(high), B(intensity as u8)]
        {
            match value {
                Value::B(v) => file.data.push(v),
                Value::W(v) => file.data.extend(v.to_le_bytes()),
                _ => unreachable!(),
            }
        }
    }
    file
}

fn check(workout: &Workout) {
    assert_eq!(workout.name.as_deref(), Some("3 x 200"));
    assert_eq!(workout.sport, Sport::Running);
    let [warm_up, work, rest, repeat] = &workout.steps[..] else { panic!("{:?}", workout.steps) };
    assert_eq!(warm_up.name.as_deref(), Some("Warm up"));
    assert_eq!(warm_up.duration, StepDuration::Time(TimeSpan::from_s(600.0)));
    assert_eq!(warm_up.intensity, Some(Intensity::Warmup));
    let Some(StepTarget::HeartRate { low, high }) = warm_up.target else { panic!("{:?}", warm_up.target) };
    assert_eq!((low.as_bpm(), high.as_bpm()), (120.0, 140.0));
    assert_eq!(work.name, None);
    let StepDuration::Distance(distance) = work.duration else { panic!("{:?}", work.duration) };
    assert_eq!(distance.as_m(), 200.0);
    let Some(StepTarget::Speed { low, high }) = work.target else { panic!("{:?}", work.target) };
    assert_eq!((low.as_m_per_s(), high.as_m_per_s()), (5.2, 5.8));
    assert_eq!((rest.duration, rest.target, rest.intensity), (StepDuration::Open, None, Some(Intensity::Recovery)));
    assert_eq!(repeat.duration, StepDuration::Repeat { from: 1, rounds: 3 });
    assert_eq!((repeat.target, repeat.intensity), (None, None));
}

#[test]
fn a_workout_file_is_a_plan_and_not_a_run() {
    let decoded = repeats(Builder::new().define(1, 0, &[(0, 1, ENUM)]).data(1, &[B(5)])).decode();
    assert_eq!(decoded.warnings, []);
    assert!(decoded.recordings.is_empty());
    assert_eq!(decoded.workouts.len(), 1);
    check(&decoded.workouts[0]);
}

#[test]
fn a_run_that_followed_a_workout_carries_it() {
    let decoded = repeats(Builder::activity().heart_rates(&[100])).session(1, 1, 0).decode();
    assert!(decoded.workouts.is_empty());
    check(only(decoded).workout.as_ref().unwrap());
}

#[test]
fn a_workout_without_steps_is_none() {
    let file = Builder::activity().heart_rates(&[100]).define(3, 26, &[(4, 1, ENUM)]).data(3, &[B(1)]);
    assert_eq!(file.session(1, 1, 0).recording().workout, None);
}

#[test]
fn strength_steps_have_an_exercise_a_load_and_the_title_of_the_exercise() {
    let decoded = Builder::new()
        .define(1, 0, &[(0, 1, ENUM)])
        .data(1, &[B(5)])
        .define(3, 26, &[(4, 1, ENUM), (11, 1, ENUM)])
        .data(3, &[B(10), B(20)])
        .define(
            4,
            27,
            &[(254, 2, U16), (1, 1, ENUM), (2, 4, U32), (10, 2, U16), (11, 2, U16), (12, 2, U16), (13, 2, U16)],
        )
        .data(4, &[H(0), B(29), W(8), H(28), H(6), H(8000), H(1)])
        .define(5, 264, &[(0, 2, U16), (1, 2, U16), (2, 12, TEXT)])
        .data(5, &[H(28), H(6), Raw(b"Back squat\0\0")])
        .decode();
    let step = &decoded.workouts[0].steps[0];
    assert_eq!(step.duration, StepDuration::Reps(8));
    assert_eq!(step.name.as_deref(), Some("Back squat"));
    let exercise = ExerciseCandidate { category: 28, exercise: Some(6), confidence: None };
    assert_eq!(step.exercise, Some(ExerciseRef::Fit(vec![exercise])));
    assert_eq!(step.load.map(|l| (l.value, l.unit)), Some((80.0, MassUnit::Kilogram)));
}

#[test]
fn a_set_without_an_exercise_is_what_its_step_planned() {
    let recording = Builder::activity()
        .heart_rates(&[100])
        .define(3, 26, &[(4, 1, ENUM)])
        .data(3, &[B(10)])
        .define(4, 27, &[(254, 2, U16), (1, 1, ENUM), (2, 4, U32), (10, 2, U16), (11, 2, U16)])
        .data(4, &[H(0), B(29), W(8), H(28), H(6)])
        .define(1, 225, &[(6, 4, U32), (5, 1, U8), (3, 2, U16), (11, 2, U16)])
        .data(1, &[W(START), B(1), H(8), H(0)])
        .session(10, 60, 0)
        .recording();
    let exercise = ExerciseCandidate { category: 28, exercise: Some(6), confidence: None };
    assert_eq!(recording.sets[0].exercise, Some(ExerciseRef::Fit(vec![exercise])));
}
