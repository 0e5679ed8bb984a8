//! `striate import`, `log` and `status`: from files to a database and back.

use crate::archive::{Archive, striate_with};
use crate::{stderr, stdout};
use serde_json::Value;
use std::fs;

#[test]
fn a_history_is_imported_once_and_a_second_time_nothing_is_new() {
    let archive = Archive::new("import-twice", 3);
    let first = archive.json(&["import", &archive.folder(), "--format", "json", "--time-zone", "UTC"]);
    assert_eq!(first["files"]["imported"], archive.files(), "{first}");
    assert!(first["sessions"].as_u64() < first["recordings"].as_u64(), "twins are one session: {first}");
    assert_eq!(first["problems"].as_array().unwrap().len(), 1, "{first}");
    assert_eq!((&first["first_day"], first["unknown_exercises"].as_array().unwrap().len()), (&"2026-03-02".into(), 1));
    let before = archive.contents();
    let again = archive.json(&["import", &archive.folder(), "--format", "json", "--time-zone", "UTC"]);
    assert_eq!((again["files"]["imported"].as_u64(), &again["files"]["duplicates"]), (Some(0), &archive.files()));
    assert_eq!(again["analysed"], 0);
    assert_eq!(archive.contents(), before);
}

#[test]
fn the_order_in_which_files_come_does_not_matter() {
    let (one, two) = (Archive::new("import-order-1", 2), Archive::new("import-order-2", 2));
    let mut paths: Vec<String> = one.paths();
    for (archive, turn) in [(&one, false), (&two, true)] {
        if turn {
            paths.reverse();
        }
        for path in &paths {
            archive.run(&["import", path, "--time-zone", "UTC", "--threads", "2"]);
        }
    }
    assert_eq!(one.contents(), two.contents());
    assert!(one.contents().lines().count() > 6, "{}", one.contents());
}

#[test]
fn what_was_imported_can_be_taken_back_exactly() {
    let archive = Archive::new("import-undo", 2);
    let paths = archive.paths();
    let (early, late) = paths.split_at(3);
    let import = |paths: &[String]| {
        let mut arguments = vec!["import", "--format", "json", "--time-zone", "UTC"];
        arguments.extend(paths.iter().map(String::as_str));
        archive.json(&arguments)
    };
    import(early);
    let before = archive.contents();
    let second = import(late);
    assert_ne!(archive.contents(), before);
    let undone = archive.json(&["import", "undo", &second["import"].to_string(), "--format", "json"]);
    assert_eq!(undone["files"], second["files"]["imported"]);
    assert_eq!(archive.contents(), before);
    assert_eq!(archive.json(&["import", "list", "--format", "json"])["imports"].as_array().unwrap().len(), 1);
}

#[test]
fn a_dry_run_counts_everything_and_writes_nothing() {
    let archive = Archive::new("import-dry", 2);
    let seen = archive.json(&["import", "--dry-run", &archive.folder(), "--format", "json", "--time-zone", "UTC"]);
    assert_eq!((&seen["files"]["imported"], &seen["dry_run"]), (&archive.files(), &Value::Bool(true)));
    assert!(seen["twins"].as_u64() >= Some(1) && seen["new_sessions"].as_u64() < seen["recordings"].as_u64(), "{seen}");
    assert!(!archive.database().exists(), "no database comes into being");
    archive.run(&["import", &archive.folder(), "--time-zone", "UTC"]);
    let again = archive.json(&["import", "--dry-run", &archive.folder(), "--format", "json", "--time-zone", "UTC"]);
    assert_eq!((again["files"]["imported"].as_u64(), &again["files"]["duplicates"]), (Some(0), &archive.files()));
}

#[test]
fn a_broken_file_is_named_and_nothing_but_broken_files_cannot_work() {
    let archive = Archive::new("import-broken", 1);
    let output = archive.run(&["import", &archive.folder(), "--time-zone", "UTC"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("broken.fit: not imported"), "{}", stderr(&output));
    assert!(stdout(&output).contains("imported") && stdout(&output).contains("import undo"), "{}", stdout(&output));
    let lost = archive.run(&["import", "no-such-folder"]);
    assert_eq!(lost.status.code(), Some(3), "{}", stdout(&lost));
    assert!(stderr(&lost).contains("no such file"), "{}", stderr(&lost));
    assert_eq!(archive.run(&["import"]).status.code(), Some(2));
    assert_eq!(archive.run(&["import", "undo", "99"]).status.code(), Some(3));
}

#[test]
fn an_unknown_exercise_is_said_once_and_counts_from_then_on() {
    let archive = Archive::new("import-map", 1);
    archive.run(&["import", &archive.folder(), "--time-zone", "UTC"]);
    let waiting = archive.json(&["import", "map", "--format", "json"]);
    assert_eq!(waiting["unknown"][0]["title"], "Zzyzx blaster", "{waiting}");
    let before = archive.contents();
    let mapped = archive.json(&["import", "map", "Zzyzx blaster", "Squat (Barbell)", "--format", "json"]);
    assert!(mapped["analysed"].as_u64() >= Some(1), "{mapped}");
    assert!(archive.json(&["import", "map", "--format", "json"])["unknown"].as_array().unwrap().is_empty());
    assert_ne!(archive.contents(), before);
    let wrong = archive.run(&["import", "map", "Zzyzx blaster", "qqqqqq"]);
    assert_eq!(wrong.status.code(), Some(2), "{}", stderr(&wrong));
}

#[test]
fn the_athlete_s_word_on_twins_holds_and_can_be_turned() {
    let archive = Archive::new("import-twins", 1);
    archive.run(&["import", &archive.folder(), "--time-zone", "UTC"]);
    let found = archive.json(&["import", "twins", "--format", "json"]);
    let twins = found["twins"].as_array().unwrap();
    let id = |n: usize| twins[0]["recordings"][n]["id"].as_str().unwrap().to_owned();
    assert!(!twins[0]["reasons"].as_array().unwrap().is_empty() && twins[0]["picks"][0]["why"].is_string(), "{found}");
    let sessions = |answer: &Value| answer["sessions"].as_u64().unwrap();
    let split = archive.json(&["import", "split", &id(0), "--format", "json"]);
    let merged = archive.json(&["import", "merge", &id(0), &id(1), "--format", "json"]);
    assert_eq!(sessions(&split), sessions(&merged) + 1);
    let preferred = archive.json(&["import", "prefer", &id(1), "streams", "--format", "json"]);
    assert_eq!(sessions(&preferred), sessions(&merged));
    let now = archive.json(&["import", "twins", "--format", "json"]);
    let pick = now["twins"].as_array().unwrap().iter().flat_map(|t| t["picks"].as_array().unwrap());
    assert!(pick.clone().any(|p| p["part"] == "streams" && p["recordings"][0] == id(1).as_str()), "{now}");
}

#[test]
fn today_is_told_from_the_database() {
    let archive = Archive::new("import-status", 5);
    archive.run(&["import", &archive.folder(), "--time-zone", "UTC"]);
    let answer = archive.json(&["status", "--on", "2026-04-04", "--format", "json", "--time-zone", "UTC"]);
    assert!(answer["sessions"].as_u64() >= Some(10), "{answer}");
    let page = stdout(&archive.run(&["status", "--on", "2026-04-04", "--time-zone", "UTC"]));
    assert!(page.contains("Muscles"), "{page}");
    let empty = Archive::new("import-status-empty", 0);
    let none = empty.run(&["status"]);
    assert_eq!(none.status.code(), Some(3));
    assert!(stderr(&none).contains("hint:"), "{}", stderr(&none));
}

#[test]
fn rules_and_figures_are_told_from_the_database_as_from_its_files() {
    let archive = Archive::new("import-audit-why", 5);
    archive.run(&["import", &archive.folder(), "--time-zone", "UTC"]);
    let of_database = archive.json(&["audit", "--on", "2026-04-04", "--format", "json"]);
    assert_eq!(of_database["rules"].as_array().unwrap().len(), 45);
    assert_eq!(of_database["last"], "2026-04-04");
    assert!(of_database["sessions"].as_u64() >= Some(10), "{of_database}");
    let of_files = archive.json(&["audit", &archive.folder(), "--on", "2026-04-04", "--format", "json"]);
    let verdicts = |answer: &Value| -> Vec<(String, String)> {
        let text = |r: &Value, key: &str| r[key].as_str().unwrap().to_owned();
        answer["rules"].as_array().unwrap().iter().map(|r| (text(r, "rule"), text(r, "verdict"))).collect()
    };
    let (one, other) = (verdicts(&of_database), verdicts(&of_files));
    let apart = one.iter().zip(&other).filter(|(a, b)| a != b).count();
    assert!(apart <= 5, "twins are told finer in the database, little else differs: {one:?} {other:?}");
    let why = archive.json(&["why", "quads", "--on", "2026-04-04", "--format", "json"]);
    assert!(!why["parts"].as_array().unwrap().is_empty() && !why["parameters"].as_array().unwrap().is_empty(), "{why}");
    assert_eq!(why["sessions"].as_array().unwrap().len(), why["session_ids"].as_array().unwrap().len());
    assert!(why["sessions"][0]["file"].as_str().unwrap().contains("gym.fit"), "{why}");
    let page = stdout(&archive.run(&["why", "quads", "--on", "last"]));
    assert!(page.contains("Parts of the first of them") && page.contains("Parameters behind it"), "{page}");
    let mixed = archive.run(&["audit", "--mass", "70kg"]);
    assert_eq!(mixed.status.code(), Some(2), "{}", stderr(&mixed));
    assert!(stderr(&mixed).contains("hint:"));
    let long_ago = archive.run(&["audit"]);
    assert!(stderr(&long_ago).contains("--on last"), "{}", stderr(&long_ago));
    let nowhere = Archive::new("import-audit-empty", 0);
    assert_eq!(nowhere.run(&["audit"]).status.code(), Some(3));
    assert_eq!(nowhere.run(&["why", "hamstrings"]).status.code(), Some(3));
}

#[test]
fn everything_derived_is_rebuilt_as_it_was() {
    let archive = Archive::new("import-rebuild", 2);
    archive.run(&["import", &archive.folder(), "--time-zone", "Pacific/Auckland"]);
    archive.run(&["log", "2026-03-06", "18:30", "lift", "back", "squat", "5x5", "@", "100", "kg"]);
    let before = archive.contents();
    let answer = archive.json(&["rebuild", "--format", "json"]);
    assert_eq!((&answer["files"], &answer["stopped"]), (&archive.files(), &Value::Bool(false)), "{answer}");
    assert_eq!(archive.contents(), before);
    let page = stdout(&archive.run(&["rebuild", "--threads", "1"]));
    assert!(page.starts_with("Every figure was worked out anew."), "{page}");
    assert_eq!(Archive::new("import-rebuild-empty", 0).run(&["rebuild"]).status.code(), Some(3));
}

#[test]
fn a_journal_beside_the_files_comes_in_line_by_line_and_never_twice() {
    let archive = Archive::new("import-journal", 1);
    let journal = archive.beside("files/journal.txt");
    fs::write(
        &journal,
        "2026-03-05\nsleep 7.5 h\nsleep 7.5 h\n2026-03-06 18:30 lift back squat 5x5 @ 100 kg\nflying 3 h\n",
    )
    .unwrap();
    archive.run(&["log", "2026-03-07", "thigh", "56.5", "cm"]);
    let lines = || archive.json(&["log", "list", "--format", "json"])["entries"].as_array().unwrap().len();
    let before = archive.contents();
    let first = archive.run(&["import", &archive.folder(), "--format", "json", "--time-zone", "UTC"]);
    let answer: Value = serde_json::from_slice(&first.stdout).unwrap();
    assert_eq!((answer["journal_lines"].as_u64(), lines()), (Some(3), 4), "{answer}");
    assert!(stderr(&first).contains("line 5") && stderr(&first).contains("journal.txt"), "{}", stderr(&first));
    // A line more, and one that was written by hand before: only what is new comes in.
    fs::write(&journal, "2026-03-05\nsleep 7.5 h\nsleep 7.5 h\n2026-03-06 18:30 lift back squat 5x5 @ 100 kg\n2026-03-07 thigh 56.5 cm\n2026-03-08 pain achilles\n").unwrap();
    let second = archive.json(&["import", &journal.display().to_string(), "--format", "json"]);
    assert_eq!(lines(), 5, "{second}");
    assert_eq!(archive.run(&["rebuild"]).status.code(), Some(0));
    archive.run(&["import", "undo", &second["import"].to_string()]);
    archive.run(&["import", "undo", &answer["import"].to_string()]);
    assert_eq!(archive.contents(), before, "the line by hand stays");
    let doctor = archive.json(&["doctor", "--format", "json"]);
    assert!(doctor["problems"].as_array().unwrap().is_empty(), "{doctor}");
}

#[test]
fn a_watch_whose_clock_is_wrong_is_named_and_does_not_count() {
    let archive = Archive::new("import-clock", 1);
    let gpx = |year: u32| {
        let point = |s: u32| {
            format!(
                "<trkpt lat=\"0.0{s:02}\" lon=\"0.01\"><time>{year}-05-01T06:{:02}:{:02}Z</time></trkpt>",
                s / 60,
                s % 60
            )
        };
        let points: String = (0..90).map(point).collect();
        format!(
            "<?xml version=\"1.0\"?><gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>"
        )
    };
    for year in [1899, 1989, 2088, 9999] {
        fs::write(archive.beside(&format!("files/{year}.gpx")), gpx(year)).unwrap();
    }
    let output = archive.run(&["import", &archive.folder(), "--time-zone", "UTC"]);
    assert!(stdout(&output).contains("dated before 1990 or in the future"), "{}", stdout(&output));
    let sessions = |arguments: &[&str]| archive.json(arguments)["sessions"].as_u64();
    let audit = archive.json(&["status", "--on", "last", "--format", "json"]);
    assert!(audit["days_without_session"].as_i64() == Some(0), "{audit}");
    assert_eq!(sessions(&["status", "--on", "2026-03-20", "--format", "json"]), audit["sessions"].as_u64());
}

#[test]
fn a_folder_that_moved_and_a_copy_under_another_name_bring_nothing_new() {
    let archive = Archive::new("import-moved", 1);
    archive.run(&["import", &archive.folder(), "--time-zone", "UTC"]);
    let moved = archive.beside("elsewhere");
    fs::create_dir_all(&moved).unwrap();
    for (n, path) in archive.paths().iter().enumerate() {
        fs::copy(path, moved.join(format!("{n}.bin"))).unwrap();
    }
    let again = archive.json(&["import", &moved.display().to_string(), "--format", "json", "--time-zone", "UTC"]);
    assert_eq!(again["files"]["imported"], 0, "{again}");
    let _ = striate_with(&[], &["--version"]);
}

#[test]
fn what_is_written_down_counts_like_a_file_and_can_be_taken_back() {
    let archive = Archive::new("log-lines", 1);
    archive.run(&["import", &archive.folder(), "--time-zone", "UTC"]);
    let before = archive.contents();
    let noted = archive.json(&[
        "log",
        "2026-03-06",
        "18:30",
        "lift",
        "back",
        "squat",
        "5x5",
        "@",
        "100",
        "kg",
        "--format",
        "json",
        "--time-zone",
        "UTC",
    ]);
    let id = noted["id"].to_string();
    let status = |key: &str| {
        archive.json(&["status", "--on", "2026-03-07", "--format", "json", "--time-zone", "UTC"])[key].clone()
    };
    let with = status("sessions");
    assert_eq!(archive.json(&["log", "list", "--format", "json"])["entries"].as_array().unwrap().len(), 1);
    assert_eq!(archive.run(&["log", "undo", &id]).status.code(), Some(0));
    assert_eq!(with.as_u64(), status("sessions").as_u64().map(|n| n + 1), "{noted}");
    assert_eq!(archive.contents(), before);
    let wrong = archive.run(&["log", "lft", "squat"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("hint"), "{}", stderr(&wrong));
}

#[test]
fn a_correction_of_kind_mass_and_efforts_holds() {
    let archive = Archive::new("log-correct", 1);
    archive.run(&["import", &archive.folder(), "--time-zone", "UTC"]);
    let twins = archive.json(&["import", "twins", "--format", "json"]);
    let recordings = twins["twins"].as_array().unwrap().iter().flat_map(|t| t["recordings"].as_array().unwrap());
    let run = recordings.clone().find(|r| r["sport"] == "running").unwrap()["id"].as_str().unwrap().to_owned();
    let before = archive.contents();
    let said = archive.json(&[
        "log",
        "correct",
        &run,
        "--kind",
        "tempo",
        "--added-mass",
        "5",
        "--efforts",
        "06:05:00-06:07:00",
        "--format",
        "json",
        "--time-zone",
        "UTC",
    ]);
    assert_eq!(said["said"]["kind"], "tempo", "{said}");
    let now = archive.contents();
    assert!(now.contains("\\\"kind\\\":\\\"tempo\\\"") && now != before, "the kind is not what was said");
    assert_eq!(archive.run(&["log", "correct", &run, "--clear"]).status.code(), Some(0));
    assert_eq!(archive.contents(), before);
    assert_eq!(archive.run(&["log", "correct", &run, "--kind", "jog"]).status.code(), Some(2));
}

#[test]
fn the_demo_athlete_fills_an_empty_database_and_no_other() {
    let archive = Archive::new("demo-seed", 0);
    let seeded = archive.json(&["demo", "--seed-only", "--format", "json"]);
    assert!(seeded["sessions"].as_u64() > Some(200), "{seeded}");
    let answer = archive.json(&["status", "--format", "json"]);
    assert!(answer["sessions"].as_u64() > Some(200));
    let again = archive.run(&["demo", "--seed-only"]);
    assert_eq!(again.status.code(), Some(3), "{}", stderr(&again));
}

#[test]
fn a_time_zone_that_was_said_once_holds_for_later_imports() {
    let archive = Archive::new("import-zone", 1);
    let paths = archive.paths();
    let first = archive.run(&["import", &paths[0], "--time-zone", "Asia/Kolkata"]);
    assert!(stderr(&first).contains("Your time zone is Asia/Kolkata from now on"), "{}", stderr(&first));
    let second = archive.run(&["import", &paths[1], "--format", "json"]);
    let told: Value = serde_json::from_slice(&second.stdout).expect("JSON");
    assert_eq!(told["time_zone"], "Asia/Kolkata");
    assert!(!stderr(&second).contains("time zone"), "{}", stderr(&second));
    let shown = archive.json(&["config", "show", "--format", "json"]);
    assert_eq!(
        (&shown["time_zone"]["value"], &shown["time_zone"]["origin"]),
        (&"Asia/Kolkata".into(), &"profile".into())
    );
    let nowhere = archive.run(&["import", &paths[1], "--time-zone", "Nowhere/Land"]);
    assert_eq!(nowhere.status.code(), Some(3), "{}", stderr(&nowhere));
    let elsewhere = archive.beside("none.db");
    let shown = striate_with(&[("STRIATE_DATABASE", &crate::archive::uri(&elsewhere))], &["config", "show"]);
    assert!(stdout(&shown).contains("time_zone"), "{}", stdout(&shown));
    assert!(!elsewhere.exists(), "looking makes nothing");
}
