//! `striate export`: what comes out brings the same history into a fresh database.

use crate::archive::{Archive, contents, striate_with, uri};
use crate::{stderr, stdout};
use std::fs;

#[test]
fn the_originals_and_the_journal_bring_the_same_history_into_a_fresh_database() {
    let archive = Archive::new("export-round", 2);
    archive.run(&["import", &archive.folder(), "--time-zone", "UTC"]);
    for line in
        ["2026-03-06 18:30 lift back squat 5x5 @ 100 kg", "2026-03-07 sleep 7.5 h", "2026-03-07 run 8 km 45 min"]
    {
        let noted = archive.run(&["log", line, "--time-zone", "UTC"]);
        assert_eq!(noted.status.code(), Some(0), "{}", stderr(&noted));
    }
    let to = archive.beside("mine").display().to_string();
    let done = archive.json(&["export", "--to", &to, "--format", "json"]);
    assert_eq!((&done["originals"], done["journal_lines"].as_u64()), (&archive.files(), Some(3)), "{done}");
    assert!(done["sessions"].as_u64() >= Some(6) && done["samples"].as_u64() > Some(3000), "{done}");
    assert!(done["days"].as_u64() >= Some(10) && done["damaged"].as_array().is_some_and(Vec::is_empty), "{done}");

    let fresh = archive.beside("fresh.db");
    let again = |arguments: &[&str]| striate_with(&[("STRIATE_DATABASE", &uri(&fresh))], arguments);
    let imported = again(&["import", &format!("{to}/originals"), "--time-zone", "UTC"]);
    assert_eq!(imported.status.code(), Some(0), "{}", stderr(&imported));
    let journal = fs::read_to_string(format!("{to}/journal.txt")).unwrap();
    for line in journal.lines().filter(|l| !l.starts_with('#')) {
        assert_eq!(again(&["log", line, "--time-zone", "UTC"]).status.code(), Some(0), "{line}");
    }
    let kept = |text: String| -> Vec<String> {
        let what = ["file ", "recording ", "session ", "analysis "];
        text.lines().filter(|l| what.iter().any(|w| l.starts_with(w))).map(str::to_owned).collect()
    };
    let (before, after) = (kept(archive.contents()), kept(contents(&fresh)));
    assert!(before.iter().any(|l| l.starts_with("analysis ")));
    assert_eq!(after.len(), before.len());
    for (one, other) in before.iter().zip(&after) {
        assert_eq!(one, other);
    }

    let refused = archive.run(&["export", "--to", &to]);
    assert_eq!(refused.status.code(), Some(3), "{}", stdout(&refused));
    assert!(stderr(&refused).contains("hint:") && stderr(&refused).contains("--force"), "{}", stderr(&refused));
    let forced = archive.run(&["export", "--to", &to, "--force", "--only", "csv"]);
    assert!(stdout(&forced).contains("holds your data"), "{}", stderr(&forced));
    assert!(!archive.beside("mine").join("samples.parquet").exists());
}

#[test]
fn an_export_brings_everything_back_that_the_athlete_said_once_and_can_be_taken_back() {
    let archive = Archive::new("export-whole", 2);
    archive.run(&["import", &archive.folder(), "--time-zone", "Asia/Kolkata", "--unit", "lb"]);
    archive.run(&["import", "map", "Zzyzx blaster", "Squat (Barbell)"]);
    for line in ["2026-03-06 18:30 lift back squat 5x5 @ 100 kg", "2026-03-07 run 8 km 45 min"] {
        assert_eq!(archive.run(&["log", line]).status.code(), Some(0), "{line}");
    }
    let found = archive.json(&["import", "twins", "--format", "json"]);
    let id = found["twins"][0]["recordings"][0]["id"].as_str().expect("a twin").to_owned();
    assert_eq!(archive.run(&["import", "split", &id]).status.code(), Some(0));
    assert_eq!(archive.run(&["log", "correct", "log2-0", "--kind", "tempo"]).status.code(), Some(0));
    let to = archive.beside("whole.zip").display().to_string();
    assert_eq!(archive.run(&["export", "--to", &to]).status.code(), Some(0));

    let fresh = archive.beside("fresh.db");
    let again = |arguments: &[&str]| striate_with(&[("STRIATE_DATABASE", &uri(&fresh))], arguments);
    let before = contents(&fresh);
    let seen = again(&["import", "--dry-run", &to]);
    let said = "1 profile, 1 correction, 1 word on twins, 1 exercise name, 2 journal lines";
    assert!(stdout(&seen).contains(said), "{}", stdout(&seen));
    let imported = again(&["import", &to]);
    assert_eq!(imported.status.code(), Some(0), "{}{}", stdout(&imported), stderr(&imported));
    assert!(stdout(&imported).contains(said), "{}", stdout(&imported));
    assert_eq!(contents(&fresh), archive.contents());

    let whole = contents(&fresh);
    let twice = again(&["import", &to]);
    assert!(stdout(&twice).contains("Nothing new"), "{}", stdout(&twice));
    assert_eq!(contents(&fresh), whole);
    for number in ["2", "1"] {
        assert_eq!(again(&["import", "undo", number]).status.code(), Some(0));
    }
    assert_eq!(contents(&fresh), before);
    let map = again(&["import", "map"]);
    assert!(!stdout(&map).contains("Zzyzx"), "{}", stdout(&map));
}
