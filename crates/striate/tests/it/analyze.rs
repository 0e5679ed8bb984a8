//! Files good and bad, flags, exit codes.

use crate::{json, stderr, stdout, striate};
use std::fs;
use std::path::PathBuf;

/// A fresh folder for one test, inside the build folder.
fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the build folder is writable");
    path
}

fn text(path: &std::path::Path) -> String {
    path.display().to_string()
}

#[test]
fn the_answer_begins_with_a_verdict_before_any_table() {
    let page = stdout(&striate(&["analyze", "examples/easy-run.fit"]));
    let verdict = page.find("Little or no growth stimulus").expect("an easy run builds nothing");
    assert!(verdict < page.find("Growth stimulus").expect("the table follows"));
}

#[test]
fn lines_stay_within_eighty_columns_where_the_output_is_no_terminal() {
    for name in ["easy-run", "hill-sprints", "8x200m", "strength-session"] {
        let page = stdout(&striate(&["analyze", &format!("examples/{name}.fit")]));
        let long: Vec<&str> = page.lines().filter(|l| l.chars().count() > 100).collect();
        assert!(long.is_empty(), "{name}: {long:?}");
        assert!(!page.contains('\u{1b}'), "{name}: colours although nobody wants them");
    }
}

#[test]
fn each_bad_file_gets_one_clear_line_and_the_others_are_still_analysed() {
    let folder = folder("bad-files");
    let good = fs::read("examples/hill-sprints.fit")
        .or_else(|_| fs::read(crate::root().join("examples/hill-sprints.fit")))
        .unwrap();
    let mut paths = Vec::new();
    for (name, bytes) in [
        ("empty.fit", Vec::new()),
        ("zero.gpx", Vec::new()),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("notes.txt", b"eight times two hundred".to_vec()),
        ("cut.fit", good[..good.len() / 2].to_vec()),
        ("good.fit", good.clone()),
    ] {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        paths.push(text(&path));
    }
    paths.push(text(&folder.join("absent.fit")));
    let mut arguments = vec!["analyze", "--format", "json"];
    arguments.extend(paths.iter().map(String::as_str));
    let output = striate(&arguments);
    assert_eq!(output.status.code(), Some(1));
    let messages = stderr(&output);
    assert_eq!(messages.lines().count(), 5, "{messages}");
    assert!(messages.lines().all(|l| l.contains("hint: ")), "{messages}");
    let answers: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let answers = answers.as_array().unwrap();
    assert_eq!(answers.len(), 7);
    let is_error = |a: &serde_json::Value| a.get("error").is_some() && a.get("recordings").is_none();
    let errors: Vec<bool> = answers.iter().map(is_error).collect();
    assert_eq!(errors, [true, true, true, true, false, false, true]);
    let cut = &answers[4];
    assert!(cut["warnings"].as_array().unwrap().iter().any(|w| w["code"] == "truncated" && w["offset"].is_number()));
    assert!(cut["recordings"][0]["samples"].as_u64().unwrap() > 0, "what could be read was read");
}

#[test]
fn exit_codes_tell_done_from_wrong_use_and_from_nothing_done() {
    assert_eq!(striate(&["analyze", "examples/easy-run.fit"]).status.code(), Some(0));
    assert_eq!(striate(&["analyze"]).status.code(), Some(2));
    assert_eq!(striate(&["analyze", "--format", "poem", "examples/easy-run.fit"]).status.code(), Some(2));
    assert_eq!(striate(&["analyze", "examples/there-is-no-such-file.fit"]).status.code(), Some(3));
    assert_eq!(striate(&["analyze", "--mass", "7000", "examples/easy-run.fit"]).status.code(), Some(2));
}

#[test]
fn a_folder_is_walked_and_what_is_no_recording_is_counted_aloud() {
    let output = striate(&["analyze", "--format", "json", "examples"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let answers: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let names: Vec<&str> = answers.as_array().unwrap().iter().map(|a| a["file"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 6);
    assert!(names.is_sorted(), "{names:?}");
    assert!(stderr(&output).contains("6 other files (json) were left out"));
}

#[test]
fn a_folder_without_recordings_says_what_to_do() {
    let output = striate(&["analyze", &text(&folder("no-recordings"))]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("hint: "));
}

#[test]
fn carried_mass_turns_hill_repeats_into_resisted_hills() {
    let kind = |arguments: &[&str]| json(arguments)["recordings"][0]["run_kind"]["kind"].as_str().unwrap().to_owned();
    let file = "examples/hill-sprints.fit";
    assert_eq!(kind(&["analyze", "--format", "json", file]), "hill_repeats");
    assert_eq!(kind(&["analyze", "--format", "json", "--added-mass", "8kg", file]), "resisted_hill");
}

#[test]
fn the_athletes_own_word_for_the_kind_wins() {
    let answer = json(&["analyze", "--format", "json", "--kind", "race", "examples/tempo-run.fit"]);
    assert_eq!(answer["recordings"][0]["run_kind"]["kind"], "race");
    assert_eq!(answer["recordings"][0]["run_kind"]["confidence"], 1.0);
}

#[test]
fn a_profile_file_is_read_and_a_flag_overrides_it() {
    let folder = folder("profile");
    let profile = folder.join("me.toml");
    fs::write(&profile, "mass = \"62 kg\"\ncritical_speed = \"4:00/km\"\nhr_max = 191\n").unwrap();
    let page = stdout(&striate(&["analyze", "--profile", &text(&profile), "--mass", "64", "examples/easy-run.fit"]));
    assert!(page.contains("mass 64 kg (given)"), "{page}");
    assert!(page.contains("critical speed 4:00/km (given)"), "{page}");
    fs::write(&profile, "weight = 62\n").unwrap();
    let output = striate(&["analyze", "--profile", &text(&profile), "examples/easy-run.fit"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("weight"), "{}", stderr(&output));
}
