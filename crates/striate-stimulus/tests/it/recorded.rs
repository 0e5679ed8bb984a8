//! Recorded seconds against the grammar of protocols, and against the noise of devices.

use crate::build::{Stretch, run, runner, stretch};
use striate_model::{Muscle, MuscleMap, Session};
use striate_stimulus::{Dose, Draw, Method, Part};

fn recorded(session: &Session) -> MuscleMap<Dose> {
    let method = Method::builtin();
    method.expose(session, &runner()).doses(method, Draw::Central)
}

fn protocol(json: &str) -> MuscleMap<Dose> {
    let parts: Vec<Part> = serde_json::from_str(json).expect("the protocol is in the grammar");
    Method::builtin().doses_of_parts(&parts, runner().max_sprint.value, Draw::Central)
}

/// Eight sprints of 60 m from standing as a perfect watch would record them: one mean speed a second.
fn sprints_at_1_hz() -> Session {
    let (tau, max) = (1.1_f64, 8.0_f64);
    let covered = |t: f64| max * (t - tau * (1.0 - (-t / tau).exp()));
    let mut stretches: Vec<Stretch> = Vec::new();
    for _ in 0..8 {
        let seconds = (0..).take_while(|&s| covered(f64::from(s)) < 60.0);
        stretches.extend(seconds.map(|s| {
            let mean = covered(f64::from(s) + 1.0) - covered(f64::from(s));
            stretch(1, mean as f32, 0.0)
        }));
        stretches.push(stretch(180, 0.0, 0.0));
    }
    let mut session = run(&stretches);
    let speed = &session.motion.speed_m_per_s;
    let central = |i: usize| (speed[(i + 1).min(speed.len() - 1)] - speed[i.saturating_sub(1)]) / 2.0;
    session.motion.acceleration_m_per_s2 = (0..speed.len()).map(central).collect();
    session
}

#[test]
fn sprints_recorded_at_1_hz_give_about_what_the_protocol_gives() {
    let (watch, paper) = (recorded(&sprints_at_1_hz()), protocol(r#"[{"m":"sprint","d":60,"n":8}]"#));
    for muscle in [Muscle::GluteusMaximus, Muscle::Hamstrings, Muscle::Vasti, Muscle::HipFlexors] {
        let ratio = watch[muscle].hse / paper[muscle].hse;
        assert!((0.75..=1.35).contains(&ratio), "{muscle:?}: {ratio}");
    }
}

#[test]
fn a_tempo_run_recorded_second_by_second_gives_what_the_protocol_gives() {
    let paper = protocol(r#"[{"m":"run","v":3.8,"s":1800,"I":0.95}]"#);
    let watch = recorded(&run(&[stretch(1800, 3.8, 0.0)]));
    for muscle in Muscle::locomotor() {
        assert!((watch[muscle].hse / paper[muscle].hse - 1.0).abs() < 0.02, "{muscle:?}");
    }
}

#[test]
fn the_noise_of_a_watch_does_not_turn_an_easy_hour_into_training_for_growth() {
    let smooth = recorded(&run(&[stretch(3600, 2.9, 0.0)]));
    // Errors of speed of 0.15 m/s and of grade of 2 %, with memory of some seconds, and what they make of acceleration.
    let wave = |i: usize, period: f32| (i as f32 * std::f32::consts::TAU / period).sin();
    let stretches: Vec<Stretch> = (0..3600)
        .map(|i| stretch(1, 2.9 + 0.15 * (wave(i, 7.3) + wave(i, 17.1)), 0.02 * (wave(i, 23.7) + wave(i, 41.3))))
        .collect();
    let mut session = run(&stretches);
    let speed = &session.motion.speed_m_per_s;
    session.motion.acceleration_m_per_s2 =
        (0..3600).map(|i| (speed[(i + 1).min(3599)] - speed[i.saturating_sub(1)]) / 2.0).collect();
    let noisy = recorded(&session);
    for muscle in Muscle::locomotor() {
        assert!(noisy[muscle].hse < 1.8 * smooth[muscle].hse, "{muscle:?}: {}", noisy[muscle].hse / smooth[muscle].hse);
        assert!(noisy[muscle].hse < 0.6, "{muscle:?}: {}", noisy[muscle].hse);
    }
}

#[test]
fn braking_on_a_descent_is_damage_and_hardly_growth() {
    let method = Method::builtin();
    let of = |grade| method.expose(&run(&[stretch(1800, 3.3, grade)]), &runner());
    let (down, flat) = (of(-0.15), of(0.0));
    let hse = |e: &striate_stimulus::Exposure| e.doses(method, Draw::Central)[Muscle::Vasti].hse;
    assert!(down.eccentric_s(Muscle::Vasti) > 4.0 * flat.eccentric_s(Muscle::Vasti));
    assert!(hse(&down) <= hse(&flat));
    assert!((down.on_foot_s() - 1800.0).abs() < 1e-9);
    assert!(down.eccentric_hse(Muscle::Vasti, method, Draw::Central) > 0.1);
}
