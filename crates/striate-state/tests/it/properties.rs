//! Properties of the fold over any history.

use crate::build::{at, easy_run, method, monday, squats, untrained, weeks};
use proptest::prelude::*;
use striate_model::{BodyState, DailyDose, DailyLog, Muscle, MuscleDose, MuscleMap, TimeSpan};
use striate_state::{advance, fatigue};

fn sessions() -> impl Strategy<Value = Vec<(f64, f64, bool)>> {
    prop::collection::vec((0.0..24.0_f64, 0.0..12.0_f64, any::<bool>()), 0..5)
}

fn day_of(body: &BodyState, sessions: &[(f64, f64, bool)]) -> Vec<DailyDose> {
    let day = body.day.plus(1);
    sessions
        .iter()
        .map(|&(hour, size, lifts)| at(day, hour, if lifts { squats(size) } else { easy_run(size) }))
        .collect()
}

fn all_finite(body: &BodyState) -> bool {
    let of_muscles = body.muscles.iter().all(|(_, m)| {
        [m.slow.size, m.slow.best, m.slow.habit_hse, m.fast.size, m.fast.best, m.fast.habit_hse, m.damage, m.fatigue]
            .iter()
            .all(|x| x.is_finite())
            && (0.0..=1.0).contains(&m.fatigue)
            && (0.0..=1.0).contains(&m.damage)
            && (0.0..1.0).contains(&m.protection)
    });
    of_muscles && [body.calf_loss, body.impact.days_7, body.cardio.days_42].iter().all(|x| x.is_finite())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_a_days_sessions_in_the_list_is_irrelevant(sessions in sessions(), shift in 0..5_usize) {
        let body = weeks(untrained(), 3, |day| if day % 2 == 0 { vec![easy_run(8.0)] } else { vec![squats(2.0)] });
        let doses = day_of(&body, &sessions);
        let mut other = doses.clone();
        other.reverse();
        let len = other.len().max(1);
        other.rotate_left(shift % len);
        let log = DailyLog::default();
        let day = body.day.plus(1);
        prop_assert_eq!(advance(&body, day, &doses, &log, method()), advance(&body, day, &other, &log, method()));
    }

    #[test]
    fn rest_returns_fatigue_damage_and_protection_to_nothing(days in prop::collection::vec(sessions(), 1..20)) {
        let mut body = untrained();
        for sessions in &days {
            let doses = day_of(&body, sessions);
            body = advance(&body, body.day.plus(1), &doses, &DailyLog::default(), method());
        }
        let values = method().central();
        for (_, muscle) in body.muscles.iter() {
            let rested = fatigue::rest(*muscle, TimeSpan::from_s(10.0 * 365.0 * 86_400.0), values);
            prop_assert!(rested.fatigue < 1e-9 && rested.damage < 1e-9 && rested.protection < 1e-6);
            prop_assert_eq!(fatigue::hours_to_ready(&rested, values), 0.0);
        }
    }

    #[test]
    fn every_state_is_finite_for_any_dose(
        numbers in prop::collection::vec(
            prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(-1e300), Just(1e300), Just(0.0), -10.0..1e6_f64],
            12,
        ),
        soreness in prop_oneof![Just(f64::NAN), -100.0..100.0_f64],
    ) {
        let n = |i: usize| numbers[i];
        let dose = MuscleDose {
            slow_hse: n(0), fast_hse: n(1), hse: n(2), lifting_hse: n(3), log_doubt: n(4), eccentric: n(5),
        };
        let session = DailyDose {
            on_foot_h: n(6),
            running_h: n(7),
            impact_km: n(8),
            cardio: n(9),
            muscles: MuscleMap::from_fn(|_| dose),
            ..DailyDose::default()
        };
        let log = DailyLog {
            soreness: MuscleMap::from_fn(|_| Some(soreness)),
            energy_deficit_kcal: Some(n(10)),
            protein_g_per_kg: Some(n(11)),
            ..DailyLog::default()
        };
        let mut body = untrained();
        for _ in 0..10 {
            body = advance(&body, body.day.plus(1), std::slice::from_ref(&session), &log, method());
        }
        prop_assert!(all_finite(&body), "{:?}", body.muscles[Muscle::Vasti]);
    }

    #[test]
    fn a_session_at_midnight_is_the_same_a_minute_before_and_a_minute_after(km in 1.0..30.0_f64) {
        // Fatigue runs in real time: on which side of midnight a run ends moves it by minutes, not by a day.
        let start = weeks(untrained(), 2, |_| vec![easy_run(6.0)]);
        let (today, log) = (start.day.plus(1), DailyLog::default());
        let before = advance(&start, today, &[at(today, 23.99, easy_run(km))], &log, method());
        let before = advance(&before, today.plus(1), &[], &log, method());
        let after = advance(&start, today, &[], &log, method());
        let after = advance(&after, today.plus(1), &[at(today.plus(1), 0.01, easy_run(km))], &log, method());
        let later = today.plus(1).noon();
        let values = method().central();
        for muscle in Muscle::locomotor() {
            let ready = |body: &BodyState| {
                fatigue::readiness(&fatigue::rest(body.muscles[muscle], later.since(body.fatigue_at), values))
            };
            prop_assert!((ready(&before) - ready(&after)).abs() < 0.002);
            let sizes = [&before, &after].map(|b| b.muscles[muscle].slow.size);
            prop_assert!((sizes[0] - sizes[1]).abs() < 1e-3);
        }
    }

    #[test]
    fn more_dose_never_leaves_a_smaller_muscle(sets in 0.0..10.0_f64, more in 0.0..10.0_f64) {
        let grown = |sets: f64| weeks(untrained(), 8, crate::build::lifting(sets)).muscles[Muscle::Vasti];
        let (less, more) = (grown(sets), grown(sets + more));
        prop_assert!(more.slow.size >= less.slow.size && more.fast.best >= less.fast.best);
    }
}

#[test]
fn a_day_that_is_over_changes_nothing() {
    let body = weeks(untrained(), 2, |_| vec![easy_run(6.0)]);
    let again = advance(&body, body.day, &[easy_run(20.0)], &DailyLog::default(), method());
    assert_eq!(body, again);
}

#[test]
fn a_gap_in_the_history_is_rest() {
    let body = weeks(untrained(), 4, |_| vec![squats(1.0)]);
    let far = body.day.plus(40);
    let jumped = advance(&body, far, &[], &DailyLog::default(), method());
    let mut walked = body;
    while walked.day < far {
        walked = advance(&walked, walked.day.plus(1), &[], &DailyLog::default(), method());
    }
    assert_eq!(jumped, walked);
}

#[test]
fn a_change_of_the_clock_is_an_hour_and_no_more() {
    // The same two runs, the second an hour earlier by the sun because the clocks went forward in between.
    let day = monday();
    let run = |hour: f64| {
        let body = advance(&untrained(), day, &[at(day, 18.0, easy_run(10.0))], &DailyLog::default(), method());
        advance(&body, day.plus(1), &[at(day.plus(1), hour, easy_run(10.0))], &DailyLog::default(), method())
    };
    let (winter, summer) = (run(18.0), run(17.0));
    let difference = winter.muscles[Muscle::Vasti].fatigue - summer.muscles[Muscle::Vasti].fatigue;
    assert!(difference.abs() < 0.005 && difference != 0.0, "{difference}");
}
