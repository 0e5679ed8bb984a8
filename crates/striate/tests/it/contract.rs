//! The JSON contract: every key there, null where unknown, and the same answer every time.

use crate::{json, striate};
use serde_json::Value;

const EXAMPLES: [&str; 6] = ["8x200m", "easy-run", "hill-sprints", "long-run", "strength-session", "tempo-run"];

fn recording(name: &str) -> Value {
    json(&["analyze", "--format", "json", &format!("examples/{name}.fit")])["recordings"][0].clone()
}

fn truth(name: &str) -> Value {
    let path = crate::root().join(format!("examples/{name}.truth.json"));
    let text = std::fs::read_to_string(path).expect("each example has its truth");
    serde_json::from_str(&text).expect("a truth is JSON")
}

#[test]
fn every_key_of_the_contract_is_there() {
    let keys = [
        "sport",
        "sub_sport",
        "sport_name",
        "start",
        "timer_s",
        "elapsed_s",
        "distance_m",
        "ascent_m",
        "samples",
        "laps",
        "sets",
        "active_sets",
        "hr_mean_bpm",
        "hr_max_bpm",
        "run_kind",
        "efforts",
        "recoveries",
        "lift_sets",
        "stimulus",
        "impact_km",
        "cardio_load",
        "rules",
    ];
    for name in EXAMPLES {
        let recording = recording(name);
        let found: Vec<&String> = recording.as_object().unwrap().keys().collect();
        for key in keys {
            assert!(found.iter().any(|f| *f == key), "{name} has no {key}");
        }
        assert_eq!(found.len(), keys.len(), "{name}: a key that the contract does not know");
    }
}

#[test]
fn one_file_is_an_object_and_several_are_an_array() {
    assert!(json(&["analyze", "--format", "json", "examples/easy-run.fit"]).is_object());
    assert!(json(&["analyze", "--format", "json", "examples/easy-run.fit", "examples/8x200m.fit"]).is_array());
}

#[test]
fn two_runs_of_the_program_give_the_same_bytes() {
    let once = || striate(&["analyze", "--format", "json", "examples"]).stdout;
    assert_eq!(once(), once());
}

#[test]
fn each_example_is_what_its_truth_says() {
    for name in EXAMPLES {
        let file = format!("examples/{name}.fit");
        let answer = json(&["analyze", "--format", "json", "--profile", "examples/runner.toml", &file]);
        let (found, truth) = (&answer["recordings"][0], truth(name));
        let mass = truth["added_mass_kg"].as_f64().unwrap_or(0.0);
        let kind = &truth["kind"];
        if mass == 0.0 && name != "strength-session" {
            assert_eq!(&found["run_kind"]["kind"], kind, "{name}");
        }
        let efforts = truth["efforts"].as_array().map_or(0, Vec::len);
        assert_eq!(found["efforts"].as_array().unwrap().len(), efforts, "{name}");
    }
}

#[test]
fn an_easy_run_and_eight_times_200_m_reach_different_muscles_and_fibers() {
    let hse = |name: &str, muscle: &str| {
        let recording = recording(name);
        let muscles = recording["stimulus"]["muscles"].as_array().unwrap().clone();
        muscles.iter().find(|m| m["muscle"] == muscle).unwrap()["hse"].as_f64().unwrap()
    };
    assert!(hse("8x200m", "hamstrings") > hse("easy-run", "hamstrings") + 0.3);
    assert!(hse("easy-run", "gluteus_maximus") < 0.5);
}

#[test]
fn a_strength_session_lists_its_working_sets_by_name() {
    let recording = recording("strength-session");
    let sets = recording["lift_sets"].as_array().unwrap();
    assert!(!sets.is_empty());
    assert!(sets.iter().all(|s| s["exercise"].is_string() && s["reps"].is_number()), "{sets:?}");
    let kind = recording["run_kind"]["kind"].as_str().unwrap();
    assert!(["lower_strength", "full_strength"].contains(&kind), "{kind}");
}
