//! `striate audit`: the coaching rules from a folder of files, and the rules that one recording can tell.

use crate::state::five_weeks;
use crate::{json, stdout, striate};
use serde_json::Value;

fn rules(answer: &Value) -> &Vec<Value> {
    answer["rules"].as_array().expect("the answer holds rules")
}

#[test]
fn a_folder_of_short_easy_runs_is_told_which_rules_it_breaks() {
    let folder = five_weeks("audit-five-weeks").display().to_string();
    let answer = json(&["audit", &folder, "--format", "json"]);
    assert_eq!(rules(&answer).len(), 45);
    let verdict = |id: &str| rules(&answer).iter().find(|r| r["rule"] == id).map(|r| r["verdict"].clone());
    for (id, expected) in
        // Whoever lifts every week from the first day on is taken to have lifted before: jumps need not wait.
        [("A8", "kept"), ("B12", "kept"), ("B9", "broken"), ("B11", "broken"), ("E3", "not_applicable")]
    {
        assert_eq!(verdict(id), Some(expected.into()), "{id}");
    }
    for rule in rules(&answer) {
        for key in ["claim", "because", "evidence", "stance", "looks_at"] {
            assert!(rule[key].as_str().is_some_and(|text| !text.is_empty()), "{}: {key}", rule["rule"]);
        }
    }
    let counts = &answer["counts"];
    let sum: u64 = ["kept", "broken", "not_applicable", "unknown"].iter().filter_map(|k| counts[k].as_u64()).sum();
    assert_eq!(sum, 45);
}

#[test]
fn the_page_begins_with_the_verdict_and_shows_the_evidence_beside_what_was_broken() {
    let folder = five_weeks("audit-page").display().to_string();
    let page = stdout(&striate(&["audit", &folder, "--weeks", "4"]));
    assert!(page.starts_with("You kept"), "{page}");
    assert!(page.contains("Broken") && page.contains("Evidence ("), "{page}");
    let long: Vec<&str> = page.lines().filter(|l| l.chars().count() > 100).collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn a_folder_without_a_session_cannot_be_audited() {
    assert_eq!(striate(&["audit", "docs"]).status.code(), Some(3));
    assert_eq!(striate(&["audit", "examples", "--weeks", "0"]).status.code(), Some(2));
}

#[test]
fn a_recording_of_series_is_told_its_three_rules() {
    let answer = json(&["analyze", "examples/8x200m.fit", "--profile", "examples/runner.toml", "--format", "json"]);
    let rules = answer["recordings"][0]["rules"].as_array().expect("the recording holds rules");
    let told: Vec<(&str, &str)> =
        rules.iter().filter_map(|r| Some((r["rule"].as_str()?, r["verdict"].as_str()?))).collect();
    assert_eq!(told, [("E3", "kept"), ("E5", "kept"), ("E6", "kept")]);
    assert_eq!(rules[2]["because"], "8 efforts, at most 8.");
}
