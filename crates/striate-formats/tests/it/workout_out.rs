//! Workouts that go out: read back by our own decoder, by an independent one, and through the notation.

use crate::rusty::number;
use proptest::prelude::*;
use rustyfit::profile::typedef::MesgNum;
use rustyfit::proto::Message;
use rustyfit::{Decoder, DecoderEvent, StreamingIterator};
use striate_formats::workout_out::fit::{WorkoutError, encode};
use striate_formats::workout_out::text;
use striate_model::{
    Distance, ExerciseCandidate, ExerciseRef, HeartRate, Intensity, Load, MassUnit, Speed, Sport, Step, StepDuration,
    StepTarget, TimeSpan, Timestamp, Workout,
};

fn step(duration: StepDuration) -> Step {
    Step { index: 0, name: None, duration, target: None, intensity: None, exercise: None, load: None }
}

fn numbered(name: &str, sport: Sport, mut steps: Vec<Step>) -> Workout {
    for (index, step) in steps.iter_mut().enumerate() {
        step.index = index as u16;
    }
    Workout { name: Some(name.to_owned()), sport, steps }
}

/// Warm up by heart rate, six times 200 m with rests, an open cool-down.
fn series() -> Workout {
    let speed = |low, high| StepTarget::Speed { low: Speed::from_m_per_s(low), high: Speed::from_m_per_s(high) };
    let heart = StepTarget::HeartRate { low: HeartRate::from_bpm(120.0), high: HeartRate::from_bpm(140.0) };
    let time = |s| StepDuration::Time(TimeSpan::from_s(s));
    numbered(
        "6 x 200 m",
        Sport::Running,
        vec![
            Step { target: Some(heart), intensity: Some(Intensity::Warmup), ..step(time(900.0)) },
            Step {
                target: Some(speed(5.2, 5.8)),
                intensity: Some(Intensity::Active),
                ..step(StepDuration::Distance(Distance::from_m(200.0)))
            },
            Step { intensity: Some(Intensity::Recovery), ..step(time(150.0)) },
            step(StepDuration::Repeat { from: 1, rounds: 6 }),
            Step { intensity: Some(Intensity::Cooldown), ..step(StepDuration::Open) },
        ],
    )
}

/// Four sets of squats.
fn squats() -> Workout {
    let squat = ExerciseCandidate { category: 28, exercise: Some(6), confidence: None };
    numbered(
        "leg strength",
        Sport::Training,
        vec![
            Step {
                name: Some("Back squat".to_owned()),
                intensity: Some(Intensity::Active),
                exercise: Some(ExerciseRef::Fit(vec![squat])),
                load: Some(Load { value: 82.5, unit: MassUnit::Kilogram }),
                ..step(StepDuration::Reps(8))
            },
            Step { intensity: Some(Intensity::Rest), ..step(StepDuration::Time(TimeSpan::from_s(120.0))) },
            step(StepDuration::Repeat { from: 0, rounds: 4 }),
        ],
    )
}

fn bytes(workout: &Workout) -> Vec<u8> {
    encode(workout, 7, Timestamp::from_unix_ms(1_764_000_000_000)).expect("the workout keeps the protocol's rules")
}

#[test]
fn our_own_decoder_reads_back_what_was_meant() {
    for workout in [series(), squats()] {
        let decoded = striate_formats::decode(&bytes(&workout), "workout.fit").expect("it is a FIT file");
        assert!(decoded.warnings.is_empty(), "{:?}", decoded.warnings);
        assert_eq!(decoded.workouts, [workout]);
        assert!(decoded.recordings.is_empty());
    }
}

/// Every message of a file, by an independent decoder that checks the checksum.
fn messages(bytes: &[u8]) -> Vec<Message> {
    let mut decoder = Decoder::builder().checksum(true).build();
    let mut stream = decoder.stream(bytes);
    let mut found = Vec::new();
    while let Some(event) = stream.next() {
        match event {
            Ok(DecoderEvent::Message(message)) => found.push(message.clone()),
            Ok(_) => {}
            Err(_) => panic!("an independent decoder finds a fault"),
        }
    }
    found
}

#[test]
fn an_independent_decoder_finds_the_protocol_kept() {
    let all = messages(&bytes(&series()));
    assert_eq!(all.first().map(|m| m.num), Some(MesgNum::FILE_ID));
    assert_eq!(number(&all[0], 0), Some(5.0), "a workout file");
    let head = all.iter().find(|m| m.num == MesgNum::WORKOUT).expect("there is a workout");
    assert_eq!((number(head, 4), number(head, 6)), (Some(1.0), Some(5.0)), "running, five steps with the repeat");
    let steps: Vec<&Message> = all.iter().filter(|m| m.num == MesgNum::WORKOUT_STEP).collect();
    let fields = |i: usize, of: &[u8]| of.iter().map(|f| number(steps[i], *f)).collect::<Vec<_>>();
    // Time in ms, heart rates plus 100.
    assert_eq!(fields(0, &[254, 1, 2, 3, 5, 6, 7]), [0.0, 0.0, 900_000.0, 1.0, 220.0, 240.0, 2.0].map(Some));
    // Distance in cm, speed in mm/s, a custom range.
    assert_eq!(fields(1, &[1, 2, 3, 4, 5, 6, 7]), [1.0, 20_000.0, 0.0, 0.0, 5200.0, 5800.0, 0.0].map(Some));
    // Back to the second step, six rounds in all, no target and no intensity.
    assert_eq!(fields(3, &[1, 2, 4]), [6.0, 1.0, 6.0].map(Some));
    assert_eq!(fields(3, &[3, 7]), [None, None]);
}

#[test]
fn an_independent_decoder_finds_sets_with_exercise_load_and_title() {
    let all = messages(&bytes(&squats()));
    let step = all.iter().find(|m| m.num == MesgNum::WORKOUT_STEP).expect("there are steps");
    let fields: Vec<_> = [1, 2, 10, 11, 12, 13].iter().map(|f| number(step, *f)).collect();
    assert_eq!(fields, [29.0, 8.0, 28.0, 6.0, 8250.0, 1.0].map(Some));
    assert_eq!(all.iter().filter(|m| m.num == MesgNum::EXERCISE_TITLE).count(), 1, "one title for one exercise");
}

#[test]
fn what_no_watch_could_follow_is_refused() {
    let err = |workout: &Workout| encode(workout, 1, Timestamp::from_unix_ms(0)).expect_err("it breaks a rule");
    assert_eq!(err(&numbered("", Sport::Running, vec![])), WorkoutError::NoSteps);
    let ahead = numbered("", Sport::Running, vec![step(StepDuration::Repeat { from: 0, rounds: 2 })]);
    assert_eq!(err(&ahead), WorkoutError::BadRepeat(0));
    let many = numbered("", Sport::Running, vec![step(StepDuration::Open); 51]);
    assert_eq!(err(&many), WorkoutError::TooManySteps(51));
    let unknown = numbered("", Sport::Running, vec![step(StepDuration::Other)]);
    assert_eq!(err(&unknown), WorkoutError::UnknownDuration(0));
}

fn any_step() -> impl Strategy<Value = Step> {
    let duration = prop_oneof![
        (0_u32..36_000_000).prop_map(|ms| StepDuration::Time(TimeSpan::from_s(f64::from(ms) / 1000.0))),
        (1_u32..10_000_000).prop_map(|cm| StepDuration::Distance(Distance::from_m(f64::from(cm) / 100.0))),
        (1_u32..500).prop_map(StepDuration::Reps),
        Just(StepDuration::Open),
    ];
    let speed = |mm: u32| Speed::from_m_per_s(f64::from(mm) / 1000.0);
    let target = prop_oneof![
        (1_u32..6000, 0_u32..6000)
            .prop_map(move |(low, more)| StepTarget::Speed { low: speed(low), high: speed(low + more) }),
        (30_u32..200, 0_u32..30).prop_map(|(low, more)| StepTarget::HeartRate {
            low: HeartRate::from_bpm(f64::from(low)),
            high: HeartRate::from_bpm(f64::from(low + more)),
        }),
    ];
    let intensity = prop_oneof![
        Just(Intensity::Active),
        Just(Intensity::Rest),
        Just(Intensity::Warmup),
        Just(Intensity::Cooldown),
        Just(Intensity::Recovery),
        Just(Intensity::Interval),
        Just(Intensity::Other),
    ];
    let exercise = (0_u16..60, proptest::option::of(0_u16..200)).prop_map(|(category, exercise)| {
        ExerciseRef::Fit(vec![ExerciseCandidate { category, exercise, confidence: None }])
    });
    let load = (1_u32..60_000).prop_map(|n| Load { value: f64::from(n) / 100.0, unit: MassUnit::Kilogram });
    (
        duration,
        proptest::option::of(target),
        proptest::option::of(intensity),
        proptest::option::of(exercise),
        proptest::option::of(load),
        proptest::option::of("[ -~]{1,20}"),
    )
        .prop_map(|(duration, target, intensity, exercise, load, name)| Step {
            index: 0,
            name,
            duration,
            target,
            intensity,
            exercise,
            load,
        })
}

fn any_workout() -> impl Strategy<Value = Workout> {
    let steps = proptest::collection::vec((any_step(), proptest::option::of((0_usize..6, 1_u32..20))), 1..20);
    (steps, proptest::option::of("[ -~äöü\"\\\\\n]{1,24}")).prop_map(|(drawn, name)| {
        let mut steps = Vec::new();
        for (step, repeat) in drawn {
            steps.push(step);
            if let Some((back, rounds)) = repeat {
                let from = steps.len().saturating_sub(1 + back) as u16;
                steps.push(self::step(StepDuration::Repeat { from, rounds }));
            }
        }
        Workout { name, ..numbered("", Sport::Running, steps) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_workout_survives_the_notation(workout in any_workout()) {
        let written = text::write(&workout);
        let read = text::read(&written);
        prop_assert_eq!(read.as_ref(), Ok(&workout), "{}", written);
    }

    #[test]
    fn any_text_is_read_or_refused_but_never_panics(text in "(workout running\n)?([ -~]{0,30}\n){0,6}") {
        let _ = text::read(&text);
    }

    #[test]
    fn any_steps_survive_the_file(steps in proptest::collection::vec(any_step(), 1..20)) {
        let mut workout = numbered("any", Sport::Training, steps);
        // The file keeps no name of a space alone, and gives a nameless exercise the name of its like.
        for step in &mut workout.steps {
            step.name = None;
        }
        let decoded = striate_formats::decode(&bytes(&workout), "workout.fit").expect("it is a FIT file");
        prop_assert_eq!(&decoded.workouts[..], &[workout][..]);
    }
}
