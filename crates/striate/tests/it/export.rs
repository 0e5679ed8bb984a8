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
