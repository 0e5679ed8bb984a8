//! The coaching rules that one session's stimulus answers.

use crate::build::{repeats, run, runner, sets, stretch};
use striate_model::{Athlete, FootStrike, Mass, Muscle, Session, SessionBand, Sourced, Stimulus};
use striate_stimulus::{Method, stimulus_without_bands};

fn of(session: &Session) -> Stimulus {
    stimulus_without_bands(session, &runner(), Method::builtin())
}

fn hse(session: &Session, muscle: Muscle) -> f64 {
    of(session).muscles[muscle].hse.value
}

fn fast_share(session: &Session, muscle: Muscle) -> f64 {
    of(session).muscles[muscle].fast_twitch_share.expect("the session reaches the muscle")
}

#[test]
fn rule_b2_a_minute_of_sprints_gives_the_thighs_and_hips_more_than_a_minute_of_steady_running() {
    let (sprints, steady) = (repeats(1, stretch(60, 6.8, 0.0), 0), run(&[stretch(60, 3.3, 0.0)]));
    for muscle in [Muscle::GluteusMaximus, Muscle::Hamstrings, Muscle::Vasti, Muscle::Adductors] {
        assert!(hse(&sprints, muscle) > 10.0 * hse(&steady, muscle), "{muscle:?}");
    }
}

#[test]
fn rule_b3_uphill_sprints_load_glutes_hamstrings_quads_and_calves() {
    // Near the highest speed that a runner of 8 m/s reaches at 10 %.
    let (hill, flat) = (repeats(10, stretch(15, 5.8, 0.10), 90), repeats(10, stretch(15, 5.8, 0.0), 90));
    for muscle in [Muscle::GluteusMaximus, Muscle::Hamstrings, Muscle::Vasti, Muscle::Gastrocnemius] {
        assert!(of(&hill).muscles[muscle].band() != SessionBand::None, "{muscle:?}: {}", hse(&hill, muscle));
        assert!(hse(&hill, muscle) > 3.0 * hse(&flat, muscle), "{muscle:?}");
    }
}

#[test]
fn rule_b5_a_vest_adds_resistance() {
    let without = repeats(6, stretch(20, 3.8, 0.08), 75);
    let with = Session { carried_mass: Mass::from_kg(7.0), ..without.clone() };
    assert!(hse(&with, Muscle::GluteusMaximus) > 1.2 * hse(&without, Muscle::GluteusMaximus));
}

#[test]
fn rule_b9_jumping_lunges_box_jumps_and_jump_squats_are_dosed_by_landings() {
    for title in ["Jumping Lunge", "Box Jump", "Jump Squat"] {
        let (five, ten) = (sets(title, 1, 5, None), sets(title, 1, 10, None));
        assert!(hse(&ten, Muscle::Vasti) > 0.05, "{title}: {}", hse(&ten, Muscle::Vasti));
        assert!((hse(&ten, Muscle::Vasti) / hse(&five, Muscle::Vasti) - 2.0).abs() < 1e-9, "{title}");
    }
}

#[test]
fn rule_b10_squat_lunge_deadlift_and_leg_press_train_the_legs() {
    for title in ["Squat", "Lunge", "Deadlift", "Leg Press"] {
        let session = sets(title, 3, 8, Some(1.0));
        let best = Muscle::locomotor().map(|m| hse(&session, m)).fold(0.0, f64::max);
        assert!(best > 2.5, "{title}: {best}");
    }
}

#[test]
fn rule_b11_push_up_pull_up_bench_press_and_row_train_the_upper_body() {
    for title in ["Push Up", "Pull Up", "Bench Press", "Bent Over Row"] {
        let session = sets(title, 3, 8, Some(1.0));
        let upper = Muscle::ALL.into_iter().filter(|m| !m.is_locomotor());
        let best = upper.map(|m| hse(&session, m)).fold(0.0, f64::max);
        assert!(best > 2.5, "{title}: {best}");
        assert!(hse(&session, Muscle::Vasti) < 0.5, "{title}");
    }
}

#[test]
fn rule_c2_the_ball_of_the_foot_loads_the_calves_more_than_the_sole_and_that_more_than_the_heel() {
    let session = run(&[stretch(1800, 3.5, 0.0)]);
    let calves = |strike| {
        let athlete = Athlete { foot_strike: Sourced::given(strike), ..runner() };
        stimulus_without_bands(&session, &athlete, Method::builtin()).muscles[Muscle::Gastrocnemius].hse.value
    };
    assert!(calves(FootStrike::Forefoot) > 1.2 * calves(FootStrike::Midfoot));
    assert!(calves(FootStrike::Midfoot) > 1.2 * calves(FootStrike::Rearfoot));
}

#[test]
fn rule_d1_the_stimulus_of_one_muscle_is_split_between_its_fibers() {
    for session in [run(&[stretch(1800, 3.0, 0.0)]), repeats(8, stretch(29, 6.8, 0.0), 150)] {
        for muscle in Muscle::locomotor() {
            assert!((0.0..1.0).contains(&fast_share(&session, muscle)), "{muscle:?}");
        }
    }
}

#[test]
fn rule_d2_slow_running_reaches_slow_fibers_and_builds_nothing_in_the_thighs() {
    let slow = run(&[stretch(3600, 2.6, 0.0)]);
    for muscle in [Muscle::Vasti, Muscle::Hamstrings, Muscle::GluteusMaximus] {
        assert!(fast_share(&slow, muscle) < 0.1, "{muscle:?}");
        assert_eq!(of(&slow).muscles[muscle].band(), SessionBand::None);
    }
}

#[test]
fn rule_d3_the_faster_the_run_the_larger_the_share_of_fast_fibers() {
    for muscle in Muscle::locomotor() {
        let shares: Vec<f64> =
            [2.6, 3.6, 4.6, 5.6, 6.6, 7.6].map(|v| fast_share(&run(&[stretch(20, v, 0.0)]), muscle)).to_vec();
        assert!(shares.windows(2).all(|w| w[0] < w[1]), "{muscle:?}: {shares:?}");
    }
}

#[test]
fn rule_d6_heavy_squats_and_sprints_stand_on_one_scale_and_the_squats_give_the_quads_more() {
    let (squats, sprints) = (sets("Squat (Barbell)", 3, 5, Some(1.0)), repeats(8, stretch(8, 7.5, 0.0), 180));
    assert!(hse(&squats, Muscle::Vasti) > 1.5 * hse(&sprints, Muscle::Vasti));
}
