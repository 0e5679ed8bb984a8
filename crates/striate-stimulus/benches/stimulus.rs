//! What one hour at 1 Hz costs: the single evaluation, the bands, and their ratio. `--json` prints one object a line.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures time and prints it")]

#[path = "../tests/it/build.rs"]
mod build;

use build::{Stretch, repeats, run, runner, sets, stretch};
use std::hint::black_box;
use std::time::Instant;
use striate_model::Session;
use striate_stimulus::{Method, stimulus, stimulus_without_bands};

const ROUNDS: usize = 8;
const CALLS: usize = 20;

/// An hour of repetitions over rolling ground: every second differs from its neighbours.
fn hour() -> Session {
    let stretches: Vec<Stretch> = (0..3600)
        .map(|i| {
            let t = i as f32;
            let repetition = i % 240 < 60 && i > 600;
            let speed = if repetition { 5.4 } else { 2.9 } + 0.25 * (t * 0.37).sin() + 0.1 * (t * 1.9).cos();
            stretch(1, speed, 0.04 * (t * 0.011).sin())
        })
        .collect();
    let mut session = run(&stretches);
    session.motion.heart_rate_bpm = (0..3600).map(|i| 140.0 + 20.0 * (i as f32 * 0.005).sin()).collect();
    session.motion.cadence_is_measured = true;
    session.motion.ground_contact_is_measured = true;
    session
}

/// Best time of one call over the rounds, in ms.
fn best_ms(mut call: impl FnMut()) -> f64 {
    let round = |call: &mut dyn FnMut()| {
        let start = Instant::now();
        (0..CALLS).for_each(|_| call());
        start.elapsed().as_secs_f64() * 1e3 / CALLS as f64
    };
    (0..ROUNDS).map(|_| round(&mut call)).fold(f64::INFINITY, f64::min)
}

fn main() {
    let json = std::env::args().any(|argument| argument == "--json");
    let (session, athlete, method) = (hour(), runner(), Method::builtin());
    let single = best_ms(|| {
        black_box(stimulus_without_bands(black_box(&session), &athlete, method));
    });
    let bands = best_ms(|| {
        black_box(stimulus(black_box(&session), &athlete, method));
    });
    let builtin = best_ms(|| {
        black_box(Method::from_toml(black_box(include_str!("../data/method.toml"))).expect("the table is right"));
    });
    if json {
        println!(
            r#"{{"id":"P3","work":"stimulus without bands, 1 h at 1 Hz","unit":"ms","ours":{single:.4},"peer":null,"peer_value":null,"ratio":null}}"#
        );
        println!(
            r#"{{"id":"P11","work":"bands of 200 draws, 1 h at 1 Hz, against one evaluation","unit":"ms","ours":{bands:.4},"peer":"single evaluation","peer_value":{single:.4},"ratio":{:.2}}}"#,
            bands / single
        );
    } else {
        println!("1 h at 1 Hz: single {single:.3} ms, with bands {bands:.3} ms, ratio {:.1}", bands / single);
        let short = repeats(8, stretch(29, 6.8, 0.0), 150);
        let short_ms = best_ms(|| {
            black_box(stimulus(black_box(&short), &athlete, method));
        });
        println!("8 x 200 m ({} s) with bands {short_ms:.3} ms", short.motion.len());
        let lifts = sets("Squat (Barbell)", 20, 8, None);
        let lifts_ms = best_ms(|| {
            black_box(stimulus(black_box(&lifts), &athlete, method));
        });
        println!("20 sets with bands {lifts_ms:.3} ms");
        println!("reading the method's table and drawing: {builtin:.3} ms");
    }
}
