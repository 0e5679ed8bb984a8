//! Weeks and months of known training, from protocol to size and recovery: what the reference model said, and the order
//! that must hold before any plan is built on it.

use striate_analysis::planned_dose;
use striate_model::{Day, Muscle, MuscleMap, Person, SessionKind, Speed, WeekLoad};
use striate_state::fatigue::{self, Blow};
use striate_state::growth::{Conditions, Sizes, Tissue};
use striate_state::{GrowthMethod, Habit, endurance};
use striate_stimulus::{Draw, Method, Part, TrialExercise};

const VMAX: f64 = 7.5;

fn run(v: f64, s: f64, n: f64, intensity: f64, grade: f64) -> Part {
    Part::Run { speed_m_per_s: v, duration_s: s, times: n, intensity, grade, forefoot: 0.0 }
}

fn easy() -> Part {
    run(2.9, 2700.0, 1.0, 0.78, 0.0)
}

fn squats(sets: f64) -> Part {
    Part::Lift { ex: TrialExercise::SquatFull, sets, rir: 1.0 }
}

fn sprints() -> Part {
    Part::Sprint { distance_m: 60.0, times: 8.0 }
}

/// Weeks of a session, so often a week.
type Block = (u32, Vec<Part>, f64);

/// Change of the whole muscle in percent at the end of each block, of a body that was settled in `before`.
fn changes(muscle: Muscle, before: (&[Part], f64), blocks: &[Block]) -> Vec<f64> {
    let (stimulus, growth) = (Method::builtin(), GrowthMethod::builtin());
    let values = growth.central();
    let speed = Speed::from_m_per_s(VMAX);
    let person = Person { log_response: 0.0, log_response_sd: 0.4, age_y: None };
    let tissue = Tissue::new(muscle, &person, values);
    let week = |parts: &[Part], per_week: f64| {
        let dose = stimulus.doses_of_parts(parts, speed, Draw::Central)[muscle];
        let hours = stimulus.expose_parts(parts, speed).on_foot_s() / 3600.0;
        (WeekLoad { slow_hse: dose.slow * per_week, fast_hse: dose.fast * per_week }, hours * per_week)
    };
    let conditions = |running_h| Conditions { running_h, ..Conditions::default() };
    let mut last = week(before.0, before.1);
    let mut state = tissue.settled(last.0, &conditions(last.1), values);
    let mut calf_loss = endurance::settled_loss(last.1, values);
    let start = Sizes::of(&state, calf_loss);
    let mut found = Vec::new();
    for (weeks, parts, per_week) in blocks {
        let now = week(parts, *per_week);
        for day in 0..7 * weeks {
            let old = f64::from(6_u32.saturating_sub(day)) / 7.0;
            let mixed = |new: f64, before: f64| new * (1.0 - old) + before * old;
            let load = WeekLoad {
                slow_hse: mixed(now.0.slow_hse, last.0.slow_hse),
                fast_hse: mixed(now.0.fast_hse, last.0.fast_hse),
            };
            let hours = mixed(now.1, last.1);
            tissue.day(&mut state, load, &conditions(hours), values);
            calf_loss = endurance::day(calf_loss, hours, values);
        }
        last = now;
        found.push(100.0 * growth.whole_change(muscle, start, Sizes::of(&state, calf_loss), values));
    }
    found
}

fn near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found_one, expected_one) in found.iter().zip(expected) {
        assert!((found_one - expected_one).abs() < 0.11, "{found:?} against {expected:?}");
    }
}

#[test]
fn squats_for_a_year_then_a_break_then_squats_again() {
    let lift = || vec![squats(5.0)];
    let blocks = [(10, lift(), 2.0), (16, lift(), 2.0), (26, lift(), 2.0), (10, vec![], 0.0), (5, lift(), 2.0)];
    near(&changes(Muscle::Vasti, (&[], 0.0), &blocks), &[8.0, 12.6, 13.9, 5.3, 11.1]);
}

#[test]
fn a_third_of_many_sets_keeps_all_and_a_ninth_most() {
    // Bickel 2011: three sets of three exercises on three days, then a third and a ninth of it for 32 weeks.
    let many = || (16, vec![squats(9.0)], 3.0);
    let third = changes(Muscle::Vasti, (&[], 0.0), &[many(), (32, vec![squats(3.0)], 3.0)]);
    let ninth = changes(Muscle::Vasti, (&[], 0.0), &[many(), (32, vec![squats(3.0)], 1.0)]);
    assert!(third[1] >= third[0] - 0.1, "{third:?}");
    assert!((0.7..0.95).contains(&(ninth[1] / ninth[0])), "{ninth:?}");
}

#[test]
fn an_easy_week_gives_nothing_that_grows_a_trained_runners_legs() {
    for muscle in [Muscle::Vasti, Muscle::GluteusMaximus, Muscle::Hamstrings, Muscle::Gastrocnemius, Muscle::Soleus] {
        let found = changes(muscle, (&[easy()], 4.0), &[(26, vec![easy()], 4.0)]);
        assert!(found[0].abs() < 0.01, "{muscle:?} {found:?}");
    }
}

#[test]
fn what_an_easy_runner_gains_by_adding_one_thing_is_what_the_reference_said() {
    let week = |added: &[Part]| -> Vec<Block> { vec![(12, [vec![easy(); 3], added.to_vec()].concat(), 1.0)] };
    let before = [easy()];
    let gain = |muscle, added: &[Part]| changes(muscle, (&before, 4.0), &week(added));
    near(&changes(Muscle::Vasti, (&[], 0.0), &[(12, vec![easy()], 3.0)]), &[0.2]);
    near(&gain(Muscle::GluteusMaximus, &[sprints(), sprints()]), &[5.0]);
    near(&gain(Muscle::Hamstrings, &[sprints(), sprints()]), &[5.0]);
    near(&gain(Muscle::Vasti, &[sprints(), sprints()]), &[1.7]);
    near(&gain(Muscle::Vasti, &[run(6.4, 31.0, 8.0, 1.6, 0.0)]), &[1.2]);
    near(&gain(Muscle::GluteusMaximus, &[run(4.0, 20.0, 10.0, 1.4, 0.10)]), &[0.5]);
    near(&gain(Muscle::Vasti, &[run(3.6, 1800.0, 1.0, 0.95, 0.0)]), &[0.3]);
    near(&gain(Muscle::Vasti, &[squats(5.0), squats(5.0)]), &[8.6]);
}

#[test]
fn per_minute_sprints_and_hills_give_fast_fibers_more_than_tempo_and_tempo_more_than_easy_running() {
    let method = Method::builtin();
    let per_minute = |part: Part, muscle: Muscle| {
        let exposure = method.expose_parts(&[part], Speed::from_m_per_s(8.0));
        exposure.doses(method, Draw::Central)[muscle].fast / exposure.on_foot_s()
    };
    let (tempo, slow) = (run(3.8, 1800.0, 1.0, 0.95, 0.0), run(2.9, 2700.0, 1.0, 0.78, 0.0));
    for muscle in [Muscle::GluteusMaximus, Muscle::Hamstrings, Muscle::Vasti] {
        for hard in [sprints(), run(6.8, 29.4, 8.0, 1.6, 0.0), run(4.2, 20.0, 10.0, 1.4, 0.10)] {
            assert!(per_minute(hard, muscle) > 5.0 * per_minute(tempo, muscle), "{muscle:?}");
        }
        assert!(per_minute(tempo, muscle) > 2.0 * per_minute(slow, muscle), "{muscle:?}");
    }
}

#[test]
fn three_hard_sets_of_the_right_lift_give_more_than_any_one_usual_run() {
    let method = Method::builtin();
    let hse = |part: Part, muscle: Muscle| {
        method.doses_of_parts(&[part], Speed::from_m_per_s(8.0), Draw::Central)[muscle].hse
    };
    let runs = [
        sprints(),
        run(6.8, 29.4, 8.0, 1.6, 0.0),
        run(4.2, 20.0, 10.0, 1.4, 0.10),
        run(3.8, 1800.0, 1.0, 0.95, 0.0),
        easy(),
        run(4.3, 233.0, 5.0, 1.07, 0.0),
    ];
    let lift = |ex| Part::Lift { ex, sets: 3.0, rir: 1.0 };
    for (muscle, ex) in [
        (Muscle::Vasti, TrialExercise::SquatFull),
        (Muscle::GluteusMaximus, TrialExercise::SquatFull),
        (Muscle::Hamstrings, TrialExercise::LegCurl),
        (Muscle::Gastrocnemius, TrialExercise::CalfStand),
    ] {
        for part in runs {
            assert!(hse(lift(ex), muscle) > hse(part, muscle), "{muscle:?} {part:?}");
        }
    }
}

/// Hours until vasti and hamstrings are ready after a session, unaccustomed to it.
fn hours(part: Part) -> [f64; 2] {
    let (method, growth) = (Method::builtin(), GrowthMethod::builtin());
    let dose = planned_dose(&[part], SessionKind::Other, Speed::from_m_per_s(8.0), method);
    [Muscle::Vasti, Muscle::Hamstrings].map(|muscle| {
        let blow = Blow::of(&dose, muscle, growth);
        let state = fatigue::strike(striate_model::MuscleState::default(), blow, growth.central());
        fatigue::hours_to_ready(&state, growth.central())
    })
}

#[test]
fn recovery_takes_the_hours_that_the_reference_said() {
    let expected = [
        (Part::Sprint { distance_m: 30.0, times: 15.0 }, [52.0, 62.0]),
        (Part::Sprint { distance_m: 25.0, times: 9.0 }, [21.0, 33.0]),
        (sprints(), [57.0, 68.0]),
        (run(6.8, 29.4, 8.0, 1.6, 0.0), [71.0, 46.0]),
        (run(2.8, 1800.0, 1.0, 0.6, -0.20), [94.0, 0.0]),
        (run(2.8, 2700.0, 1.0, 0.6, -0.15), [93.0, 0.0]),
        (easy(), [7.0, 0.0]),
    ];
    for (part, reference) in expected {
        let found = hours(part);
        for (found_one, reference_one) in found.iter().zip(reference) {
            assert!((found_one - reference_one).abs() < 2.0, "{part:?}: {found:?} against {reference:?}");
        }
    }
}

#[test]
fn a_habit_is_the_same_body_for_every_start_day() {
    let habit = Habit { muscles: MuscleMap::from_fn(|_| WeekLoad { slow_hse: 5.0, fast_hse: 4.0 }), running_h: 3.0 };
    let person = Person { log_response: 0.0, log_response_sd: 0.4, age_y: None };
    let growth = GrowthMethod::builtin();
    let bodies = [-9_000, 0, 20_000].map(|d| habit.body(Day::from_ordinal(d), person, growth).muscles);
    assert!(bodies[0] == bodies[1] && bodies[1] == bodies[2]);
}
