#![expect(clippy::disallowed_methods, reason = "the committed examples are files")]

use std::path::{Path, PathBuf};
use striate_synth::{Synthetic, Truth, examples, to_fit, truth_text};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn example(name: &str) -> Synthetic {
    examples().into_iter().find(|(n, _)| *n == name).expect("the example exists").1
}

#[test]
fn the_committed_examples_are_what_the_generator_makes() {
    for (name, synthetic) in examples() {
        let fit = std::fs::read(folder().join(format!("{name}.fit"))).unwrap();
        let truth = std::fs::read_to_string(folder().join(format!("{name}.truth.json"))).unwrap();
        assert!(fit == to_fit(&synthetic.recording), "{name}.fit is stale: run the example write_examples");
        assert_eq!(truth, truth_text(&synthetic), "{name}.truth.json is stale: run the example write_examples");
        let back: Truth = serde_json::from_str(&truth).unwrap();
        assert_eq!(back, synthetic.truth, "the truth survives its text form");
    }
}

#[test]
fn eight_times_200_m_is_a_series_by_its_definition() {
    let truth = example("8x200m").truth;
    assert_eq!((truth.kind.as_str(), truth.efforts.len()), ("series", 8));
    for pair in truth.efforts.windows(2) {
        assert!(pair[1].start_s - pair[0].end_s >= 120.0, "rests of two minutes or more");
    }
    for effort in &truth.efforts {
        assert!(effort.fraction_of_own_best.unwrap() >= 0.90, "{effort:?}");
        assert!((effort.distance_m - 200.0).abs() < 1.5);
    }
}

#[test]
fn hill_sprints_climb_nine_percent_for_twenty_seconds_with_a_vest() {
    let truth = example("hill-sprints").truth;
    assert_eq!((truth.kind.as_str(), truth.efforts.len()), ("resisted_hill", 10));
    assert!(truth.added_mass_kg > 5.0);
    for pair in truth.efforts.windows(2) {
        let rest = pair[1].start_s - pair[0].end_s;
        assert!((60.0..90.0).contains(&rest), "rest of {rest} s");
    }
    for effort in &truth.efforts {
        assert!((effort.mean_grade - 0.09).abs() < 0.01 && (effort.end_s - effort.start_s - 20.0).abs() < 1.0);
    }
}

#[test]
fn continuous_runs_have_no_efforts() {
    for name in ["easy-run", "long-run", "tempo-run"] {
        assert!(example(name).truth.efforts.is_empty(), "{name}");
    }
}

#[test]
fn the_strength_session_knows_its_sets_and_rests() {
    let synthetic = example("strength-session");
    assert_eq!(synthetic.truth.kind, "lower_strength");
    assert_eq!(synthetic.truth.sets.len(), 17);
    assert_eq!(synthetic.recording.sets.len(), 34, "a rest after each set");
}
