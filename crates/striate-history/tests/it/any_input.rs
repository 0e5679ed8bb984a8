//! Whatever a decoder can make of a file, and whatever an athlete can write: the body stays finite, and says the same in
//! every time zone.

use proptest::prelude::*;
use striate_analysis::{analyse_recording, analysis_dose};
use striate_history::body::{Before, History};
use striate_history::{Ledger, Performed, Viewpoint, state_view};
use striate_journal::{parse, parse_line};
use striate_model::{
    Athlete, Channel, ClockTime, Day, Entry, ExerciseRef, Fiber, Format, LeanMassBy, LiftSet, Lifted, Load, MassUnit,
    Measurement, Muscle, Note, Outing, OutingPart, OutingSport, Person, Recording, SessionKind, SetAmount, SetKind,
    Sport, SubSport, TimeSpan, Timestamp, Told,
};
use striate_state::GrowthMethod;

/// 2026-03-02T06:00:00Z, a Monday.
const FIRST_MS: i64 = 1_772_431_200_000;

fn anybody() -> Person {
    Person { log_response: 0.0, log_response_sd: 0.4, age_y: None }
}

/// Numbers as broken devices write them.
fn number() -> impl Strategy<Value = f32> {
    prop_oneof![
        4 => -50.0..400.0_f32,
        1 => Just(f32::NAN),
        1 => Just(f32::INFINITY),
        1 => Just(f32::MAX),
        1 => Just(-f32::MAX),
        1 => Just(0.0_f32),
    ]
}

fn recording_strategy() -> impl Strategy<Value = Recording> {
    let sports = prop_oneof![
        Just(Sport::Running),
        Just(Sport::Walking),
        Just(Sport::Cycling),
        Just(Sport::Training),
        Just(Sport::Unknown)
    ];
    let column = || prop::collection::vec(number(), 90);
    (sports, column(), column(), column(), column(), any::<bool>(), 0..200_i64).prop_map(
        |(sport, speed, altitude, heart_rate, cadence, has_sets, step_s)| {
            let start = Timestamp::from_unix_ms(FIRST_MS);
            let mut recording = Recording::new(sport, SubSport::Generic, start);
            let streams = &mut recording.streams;
            streams.time =
                (0..speed.len() as i64).map(|i| Timestamp::from_unix_ms(FIRST_MS + 1000 * i * step_s)).collect();
            *streams.channel_mut(Channel::SpeedMPerS) = speed;
            *streams.channel_mut(Channel::AltitudeM) = altitude;
            *streams.channel_mut(Channel::HeartRateBpm) = heart_rate;
            *streams.channel_mut(Channel::CadencePerMin) = cadence;
            if has_sets {
                recording.sets.push(LiftSet {
                    kind: SetKind::Active,
                    start: None,
                    duration: None,
                    exercise: Some(ExerciseRef::Title("Back squat".to_owned())),
                    reps: Some(u16::MAX),
                    load: Some(Load { value: f64::MAX, unit: MassUnit::Pound }),
                    reps_in_reserve: Some(f32::NAN),
                });
            }
            recording
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_body_is_finite_for_any_recording(recording in recording_strategy()) {
        let dose = analysis_dose(&analyse_recording(recording, &Athlete::default(), &Told::default()));
        let day = Day::of(Timestamp::from_unix_ms(FIRST_MS), TimeSpan::from_s(0.0));
        let mut history = History::default();
        for i in 0..5 {
            history.add(day.plus(i), "it", dose.clone());
        }
        let body = history.body(day.plus(5), anybody(), Before::Unknown, GrowthMethod::builtin()).expect("a body");
        for muscle in Muscle::ALL {
            let state = &body.muscles[muscle];
            for fiber in [Fiber::Slow, Fiber::Fast] {
                let pool = state.pool(fiber);
                let all = [pool.size, pool.best, pool.habit_hse, pool.if_less, pool.if_more];
                prop_assert!(all.iter().all(|x| x.is_finite()), "{muscle:?} {pool:?}");
            }
            prop_assert!((0.0..=1.0).contains(&state.fatigue) && (0.0..=1.0).contains(&state.damage));
        }
        prop_assert!(body.impact.days_7.is_finite() && body.cardio.days_7.is_finite());
    }

    #[test]
    fn whatever_is_written_is_read_or_refused_and_what_was_read_is_written_back(text in "\\PC{0,60}") {
        let journal = parse(&text);
        let day = Day::from_ordinal(20_000);
        for entry in journal.entries.into_iter().chain(parse_line(&text, day).ok()) {
            prop_assert_eq!(parse_line(&entry.to_string(), day), Ok(entry.clone()), "{}", entry);
        }
    }
}

fn loads() -> impl Strategy<Value = Load> {
    let unit = prop_oneof![Just(MassUnit::Kilogram), Just(MassUnit::Pound)];
    ((120..600_u32), unit).prop_map(|(quarter, unit)| Load { value: f64::from(quarter) / 4.0, unit })
}

fn lifted() -> impl Strategy<Value = Lifted> {
    let exercise = prop_oneof![Just("back squat"), Just("leg curl"), Just("45 degree back extension")];
    let amount = prop_oneof![(1..100_u16).prop_map(SetAmount::Reps), (1..300_u16).prop_map(SetAmount::Seconds)];
    let reserve = prop::option::of((0..10_u8).prop_map(|r| f64::from(r) / 2.0));
    (exercise, 1..10_u16, amount, prop::option::of(loads()), reserve).prop_map(
        |(exercise, sets, amount, load, reps_in_reserve)| Lifted {
            exercise: exercise.to_owned(),
            sets,
            amount,
            load,
            reps_in_reserve,
        },
    )
}

fn outing() -> impl Strategy<Value = Outing> {
    let part = (1..20_u16, 20..4000_u32, prop::option::of(600..7200_u32), any::<bool>(), prop::option::of(-20..20_i8))
        .prop_map(|(times, seconds, pace, has_rest, grade)| OutingPart {
            times,
            duration_s: Some(f64::from(seconds) / 2.0),
            pace_s_per_km: pace.map(|p| f64::from(p) / 5.0),
            grade_pct: grade.map(f64::from),
            rest_s: has_rest.then_some(90.0),
            ..OutingPart::default()
        });
    let kind = prop_oneof![
        Just(SessionKind::Easy),
        Just(SessionKind::SprintInterval),
        Just(SessionKind::Sprints),
        Just(SessionKind::HillSprints),
        Just(SessionKind::HillRepeats),
    ];
    (prop::collection::vec(part, 1..4), prop::option::of(kind), prop::option::of(loads()), prop::option::of(60..200_u8))
        .prop_map(|(parts, kind, carried, bpm)| Outing {
            sport: OutingSport::Run,
            parts,
            kind,
            ground: None,
            carried: carried.map(|l| Load { value: l.value / 10.0, ..l }),
            heart_rate_bpm: bpm.map(f64::from),
        })
}

fn note() -> impl Strategy<Value = Note> {
    let muscle = (0..Muscle::COUNT).prop_map(|i| Muscle::ALL[i]);
    let lean = prop_oneof![Just(LeanMassBy::Dxa), Just(LeanMassBy::Bioimpedance)];
    prop_oneof![
        (0..96_u8).prop_map(|q| Note::Sleep { hours: f64::from(q) / 4.0 }),
        (muscle.clone(), 0..=10_u8).prop_map(|(muscle, p)| Note::Soreness { muscle, points: f64::from(p) }),
        Just(Note::NothingSore),
        Just(Note::Pain { place: "left achilles".to_owned() }),
        loads().prop_map(|l| Note::BodyMass(Load { value: l.value + 50.0, ..l })),
        (0..300_u16).prop_map(|grams| Note::Protein { grams: f64::from(grams) }),
        (-1000..1000_i16).prop_map(|kcal| Note::EnergyDeficit { kcal: f64::from(kcal) }),
        (300..900_u16).prop_map(|mm| Note::Measured(Measurement::Thigh { cm: f64::from(mm) / 10.0 })),
        (lean, any::<bool>(), loads()).prop_map(|(by, of_legs, mass)| Note::Measured(Measurement::LeanMass {
            by,
            of_legs,
            mass
        })),
        (muscle, 10..90_u8)
            .prop_map(|(muscle, mm)| Note::Measured(Measurement::Ultrasound { muscle, mm: f64::from(mm) })),
        prop::collection::vec(lifted(), 1..4).prop_map(Note::Lift),
        outing().prop_map(Note::Outing),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_entry_is_read_back_as_it_was_written(
        note in note(),
        day in -10_000..40_000_i32,
        time in prop::option::of((0..24_u16, 0..60_u16)),
    ) {
        let time = time.and_then(|(h, m)| ClockTime::new(h, m));
        let entry = Entry { day: Day::from_ordinal(day), time, note };
        prop_assert_eq!(parse_line(&entry.to_string(), Day::from_ordinal(0)), Ok(entry.clone()), "{}", entry);
    }
}

#[test]
fn readiness_at_an_instant_is_the_same_in_every_time_zone() {
    // Six weeks of late runs, seen from Hawaii, London and Tokyo: days differ, what a muscle can do now does not.
    let athlete = Athlete::default();
    let ready = |hours: f64| {
        let offset = TimeSpan::from_s(3600.0 * hours);
        let sessions = (0..18).map(|i| {
            let start = Timestamp::from_unix_ms(FIRST_MS + i * 2 * 86_400_000 + 17 * 3_600_000);
            let mut run = Recording::new(Sport::Running, SubSport::Generic, start);
            run.streams.time = (0..2400).map(|s| start + TimeSpan::from_s(f64::from(s))).collect();
            *run.streams.channel_mut(Channel::SpeedMPerS) = vec![3.0; 2400];
            let analysis = analyse_recording(run, &athlete, &Told::default());
            Performed::of(&format!("{i}.fit"), 0, Format::Fit, &analysis, offset)
        });
        let ledger = Ledger::new(sessions.collect());
        let now = Timestamp::from_unix_ms(FIRST_MS + 34 * 86_400_000 + 23 * 3_600_000);
        let today = Day::of(now, offset);
        let view = Viewpoint { athlete: &athlete, person: anybody(), before: Before::Unknown, today, now, offset };
        let state = state_view(&ledger, &view, None).expect("a state");
        let of = |m: &str| state.body.muscles.iter().find(|v| v.muscle == m).expect("every muscle").hours_to_ready;
        (of("vasti"), of("gastrocnemius"))
    };
    let (london, hawaii, tokyo) = (ready(0.0), ready(-10.0), ready(9.0));
    assert!(london.0 > 0.0, "{london:?}");
    assert_eq!(london, hawaii);
    assert_eq!(london, tokyo);
}
