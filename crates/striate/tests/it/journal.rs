//! The journal beside the recordings, calendars, and every figure explained.

use crate::state::folder;
use crate::{json, stderr, stdout, striate};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

/// Twelve weeks of easy runs and squats, written by hand, with measurements and notes.
fn journal(name: &str, more: &str) -> PathBuf {
    let folder = folder(name);
    let mut text = String::from("# by hand\n");
    let day = |i: u32| {
        let (month, day) = [(6, 30), (7, 31), (8, 31)]
            .iter()
            .try_fold(i, |left, (month, days)| if left < *days { Err((*month, left + 1)) } else { Ok(left - days) })
            .expect_err("within three months");
        format!("2026-{month:02}-{day:02}")
    };
    for week in 0..12 {
        let _ = writeln!(text, "{} 07:30 run 8 km 46 min easy hr 142", day(7 * week));
        let _ = writeln!(text, "{} 18:00 lift back squat 5x5 @ {} kg rir 2", day(7 * week + 2), 80 + week);
        let _ = writeln!(text, "{} run 12 km 70 min easy", day(7 * week + 5));
    }
    text.push_str(more);
    fs::write(folder.join("journal.txt"), text).expect("the folder is writable");
    folder
}

#[test]
fn a_journal_alone_makes_a_body_and_says_what_each_note_changed() {
    let notes = "2026-08-20 sleep 6 h\n2026-08-19 soreness quads 5\n2026-08-18 pain achilles\n\
                 2026-08-20 protein 60 g\n2026-08-19 protein 60 g\n2026-08-18 protein 60 g\n";
    let path = journal("journal-notes", notes).display().to_string();
    let answer = json(&["state", &path, "--on", "2026-08-20", "--before", "nothing", "--format", "json"]);
    assert_eq!(answer["sessions"], 35);
    assert_eq!(answer["pain"][0]["place"], "achilles");
    let noted = |what: &str| {
        answer["noted"]
            .as_array()
            .unwrap()
            .iter()
            .find(|n| n["what"] == what)
            .unwrap_or_else(|| panic!("{what}"))
            .clone()
    };
    assert_eq!(noted("sleep")["changes"], false);
    assert!(noted("sleep")["because"].as_str().unwrap().contains("no source"), "{}", noted("sleep"));
    assert_eq!((&noted("protein")["changes"], &noted("soreness")["changes"]), (&true.into(), &true.into()));
    let page = stdout(&striate(&["state", &path, "--on", "2026-08-20"]));
    assert!(page.starts_with("Pain noted on 2026-08-18: achilles. Pain means stop."), "{page}");
    let quads = answer["week"].as_array().unwrap().iter().find(|m| m["muscle"] == "vasti").unwrap().clone();
    assert!(quads["hse"].as_f64().unwrap() > 2.0 && quads["evidence"] == "A", "{quads}");
}

#[test]
fn own_measurements_change_the_response_and_it_is_shown_before_and_after() {
    let measured =
        "2026-06-02 thigh 55,0 cm\n2026-08-20 thigh 57.5 cm\n2026-06-02 dxa legs 19 kg\n2026-08-20 dxa legs 20.4 kg\n";
    let path = journal("journal-measured", measured).display().to_string();
    let answer = json(&["state", &path, "--on", "2026-08-20", "--before", "nothing", "--format", "json"]);
    let found = &answer["calibration"];
    assert_eq!((found["used"].as_u64(), found["series"].as_array().unwrap().len()), (Some(4), 2), "{found}");
    let median = |when: &str| found[when]["median"].as_f64().unwrap();
    assert_eq!(median("before"), 1.0);
    assert!(median("after") > 1.05, "more was measured than a median person would gain: {found}");
    let width = |when: &str| found[when]["high"].as_f64().unwrap() / found[when]["low"].as_f64().unwrap();
    assert!(width("after") < width("before"), "{found}");
    let girth = &found["series"][0];
    assert_eq!((&girth["method"], &girth["error_points"]), (&"girth".into(), &1.2.into()), "{girth}");
    let page = stdout(&striate(&["state", &path, "--on", "2026-08-20", "--before", "nothing"]));
    assert!(page.contains("times the median before") && page.contains("with these"), "{page}");
    let why = json(&["why", "response", "--folder", &path, "--on", "2026-08-20", "--format", "json"]);
    assert!(why["facts"][0]["what"] == "thigh girth" && !why["parameters"].as_array().unwrap().is_empty(), "{why}");
}

#[test]
fn a_line_that_is_not_understood_is_named_and_the_others_count() {
    let path = journal("journal-broken", "2026-08-20 flying 3 h\n2026-08-20 lift bak squatt 3x5 @ 100 kg\n")
        .display()
        .to_string();
    let output = striate(&["state", &path, "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&answer["problems"][0]["code"], &answer["sessions"]), (&"journal_line".into(), &37.into()));
    assert!(stderr(&output).contains("line 38") && stderr(&output).contains("Back squat"), "{}", stderr(&output));
}

#[test]
fn a_calendar_is_looked_ahead_beside_the_present_load_and_lifting_alone() {
    let folder = journal("journal-plan", "");
    let plan = folder.join("plan.md");
    fs::write(&plan, "every tue, fri lift leg curl 5x10 @ 45 kg rir 1\nsun run 90 min easy\n").unwrap();
    let (path, plan) = (folder.display().to_string(), plan.display().to_string());
    let answer = json(&["state", &path, "--plan", &plan, "--format", "json"]);
    assert_eq!(answer["planned_sessions"], 36);
    let of = |muscle: &str| {
        answer["twelve_weeks"].as_array().unwrap().iter().find(|m| m["muscle"] == muscle).unwrap().clone()
    };
    let hamstrings = of("hamstrings");
    let p50 = |fan: &str| hamstrings[fan]["p50"].as_f64().unwrap();
    assert!(p50("planned") > p50("going_on") + 1.0, "{hamstrings}");
    for (muscle, fan) in [("vasti", "going_on"), ("hamstrings", "going_on"), ("soleus", "planned")] {
        let fan = &of(muscle)[fan];
        let width = fan["p95"].as_f64().unwrap() - fan["p05"].as_f64().unwrap();
        assert!(width > 1.0, "no fan is a line: {muscle} {fan}");
    }
    for muscle in answer["body"]["muscles"].as_array().unwrap() {
        assert!(muscle["probability"].as_f64().unwrap() <= 0.95, "{muscle}");
    }
    let broken = folder.join("broken.md");
    fs::write(&broken, "someday run 10 km\n").unwrap();
    assert_eq!(striate(&["state", &path, "--plan", &broken.display().to_string()]).status.code(), Some(1));
}

#[test]
fn every_figure_has_an_answer_with_its_parameters_and_their_sources() {
    let path = journal("journal-why", "").display().to_string();
    for figure in [
        "hamstrings",
        "quads",
        "impact",
        "cardio",
        "injury gate",
        "readiness",
        "readiness quads",
        "phase",
        "plateau",
        "plateau quads",
        "forecast",
        "forecast calves",
        "sameness",
        "streak",
        "response",
        "dose glutes",
    ] {
        let answer = json(&["why", figure, "--folder", &path, "--format", "json"]);
        assert!(answer["verdict"].as_str().unwrap().len() > 20, "{figure}: {answer}");
        let parameters = answer["parameters"].as_array().unwrap();
        assert!(!parameters.is_empty(), "{figure}");
        assert!(parameters.iter().all(|p| !p["source"].as_str().unwrap().is_empty()), "{figure}");
        let page = stdout(&striate(&["why", figure, "--folder", &path]));
        assert!(page.contains("Parameters behind it"), "{figure}: {page}");
        let long: Vec<&str> = page.lines().filter(|l| l.chars().count() > 100).collect();
        assert!(long.is_empty(), "{figure}: {long:?}");
    }
    let gate = json(&["why", "injury gate", "--folder", &path, "--format", "json"]);
    assert!((gate["value"].as_f64().unwrap() - 13.2).abs() < 0.2, "{gate}");
    assert!(gate["sessions"][0]["session"] == "Easy run" && gate["unit"] == "km", "{gate}");
    let impact = json(&["why", "2026-06-06", "impact", "--folder", &path, "--format", "json"]);
    assert_eq!((&impact["from"], &impact["to"]), (&"2026-06-06".into(), &"2026-06-06".into()));
    assert!((8.0..20.0).contains(&impact["value"].as_f64().unwrap()), "{impact}");
}
