//! `striate validate`: the published trials, and files of other trials.

use crate::{json, root, stderr, stdout, striate};

#[test]
fn the_answer_has_the_documented_keys() {
    let answer = json(&["validate", "--format", "json"]);
    for class in ["all", "whole_muscle", "running_whole_muscle", "fiber"] {
        for key in ["n", "spearman", "mae_points", "sign_agreement", "coverage", "mae_always_zero"] {
            assert!(answer["scores"][class][key].is_number(), "{class} {key}: {}", answer["scores"][class]);
        }
    }
    let row = &answer["rows"][0];
    for key in ["id", "measured_pct", "predicted_pct", "low_pct", "high_pct", "class", "mode"] {
        assert!(!row[key].is_null() || key == "measured_pct", "{key}: {row}");
    }
}

#[test]
fn a_file_of_other_trials_is_replayed_and_a_bad_row_is_named() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let table = std::fs::read_to_string(root().join("evidence/trials.csv")).unwrap();
    let few: Vec<&str> = table.lines().take(4).collect();
    let path = folder.join("few-trials.csv");
    std::fs::write(&path, format!("{}\nBROKEN,only,three\n", few.join("\n"))).unwrap();
    let output = striate(&["validate", "--format", "json", "--trials", &path.display().to_string()]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("line "), "{}", stderr(&output));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["rows"].as_array().unwrap().len(), 3);
}

#[test]
fn a_file_that_is_no_table_of_trials_is_refused_with_a_reason() {
    let output = striate(&["validate", "--trials", "README.md"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).starts_with("error: "), "{}", stderr(&output));
}

#[test]
fn the_evidence_page_is_what_the_program_prints() {
    let path = root().join("docs/reference/evidence.md");
    let page = format!(
        "# Evidence\n\nPublished trials through the shipped engine, written by `striate validate`; [the growth method]\
         (../methods/growth.md) says what is weak about it.\n\n```text\n{}```\n",
        stdout(&striate(&["validate"]))
    );
    if std::env::var_os("STRIATE_BLESS").is_some() {
        std::fs::write(&path, page).unwrap();
        return;
    }
    let shown = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(shown == page, "docs/reference/evidence.md is stale: run `cargo xtask bless` and look at the difference");
}
