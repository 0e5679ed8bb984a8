//! Orders that any plan built on the figures needs.

use striate_model::{Muscle, MuscleMap, Speed};
use striate_stimulus::{Dose, Draw, Method, Part};

const EASY: &str = r#"[{"m":"run","v":2.9,"s":2700,"I":0.78}]"#;
const TEMPO: &str = r#"[{"m":"run","v":3.8,"s":1800,"I":0.95}]"#;
const HILLS: &str = r#"[{"m":"run","v":4.2,"s":20,"n":10,"I":1.4,"g":0.10}]"#;
const SPRINTS: &str = r#"[{"m":"sprint","d":60,"n":8}]"#;
const FAST_200: &str = r#"[{"m":"run","v":6.8,"s":29.4,"n":8,"I":1.6}]"#;

/// The muscles for which the order of run kinds must hold.
const DRIVERS: [Muscle; 3] = [Muscle::GluteusMaximus, Muscle::Hamstrings, Muscle::Vasti];

fn doses(json: &str) -> MuscleMap<Dose> {
    let parts: Vec<Part> = serde_json::from_str(json).expect("the protocol is in the grammar");
    Method::builtin().doses_of_parts(&parts, Speed::from_m_per_s(8.0), Draw::Central)
}

#[test]
fn a_minute_of_sprints_or_steep_hills_gives_fast_fibers_more_than_a_minute_of_tempo_and_that_more_than_easy() {
    let per_min = |json, minutes: f64| doses(json).iter().map(|(_, d)| d.fast / minutes).collect::<Vec<_>>();
    let (easy, tempo) = (per_min(EASY, 45.0), per_min(TEMPO, 30.0));
    let hard = [(SPRINTS, 8.0 * 8.6), (FAST_200, 8.0 * 29.4), (HILLS, 200.0)];
    for (json, seconds) in hard {
        let hard = per_min(json, seconds / 60.0);
        for m in DRIVERS.map(|m| m as usize) {
            assert!(hard[m] > 10.0 * tempo[m], "{}: {} against {}", Muscle::ALL[m].label(), hard[m], tempo[m]);
            assert!(tempo[m] > 2.0 * easy[m], "{}: {} against {}", Muscle::ALL[m].label(), tempo[m], easy[m]);
        }
    }
}

#[test]
fn a_tempo_run_does_not_beat_sprints_for_the_quadriceps() {
    let tempo = doses(TEMPO)[Muscle::Vasti].hse;
    assert!(doses(SPRINTS)[Muscle::Vasti].hse > tempo);
    assert!(doses(FAST_200)[Muscle::Vasti].hse > 2.0 * tempo);
}

#[test]
fn hill_repeats_reach_the_hamstrings_but_the_glutes_more() {
    let hills = doses(HILLS);
    assert!(hills[Muscle::Hamstrings].hse > 0.3);
    assert!(hills[Muscle::GluteusMaximus].hse > hills[Muscle::Hamstrings].hse);
}

#[test]
fn three_hard_sets_of_the_right_lift_give_more_than_any_one_run() {
    for (exercise, muscles) in [
        ("squat_full", &[Muscle::Vasti, Muscle::GluteusMaximus, Muscle::Adductors][..]),
        ("leg_curl", &[Muscle::Hamstrings]),
        ("calf_stand", &[Muscle::Gastrocnemius, Muscle::Soleus]),
    ] {
        let lift = doses(&format!(r#"[{{"m":"lift","ex":"{exercise}","sets":3,"rir":1}}]"#));
        for &muscle in muscles {
            for run in [EASY, TEMPO, HILLS, SPRINTS, FAST_200] {
                assert!(lift[muscle].hse > doses(run)[muscle].hse, "{exercise}, {muscle:?}");
            }
        }
    }
}

#[test]
fn a_week_of_easy_running_gives_no_driving_muscle_half_a_hard_set() {
    for muscle in DRIVERS {
        let week = 4.0 * doses(EASY)[muscle].hse;
        assert!(week < 0.5, "{muscle:?}: {week}");
    }
}

#[test]
fn sets_far_from_failure_give_less_and_ten_in_reserve_nothing() {
    let at =
        |rir: f64| doses(&format!(r#"[{{"m":"lift","ex":"squat_full","sets":1,"rir":{rir}}}]"#))[Muscle::Vasti].hse;
    let values: Vec<f64> = [0.0, 1.0, 2.0, 4.0, 6.0, 8.0, 10.0].map(at).to_vec();
    assert!(values.windows(2).all(|w| w[0] > w[1]), "{values:?}");
    assert_eq!(values[6], 0.0);
    assert_eq!(values[0], 1.0);
}
