//! `backup`, `restore`, `doctor`, `config show`: a history is the athlete's own.

use crate::state::folder;
use crate::{stderr, stdout};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use striate_model::{Day, Format, Recording, Sport, SubSport, Timestamp};
use striate_store::{
    GroupLimits, ImportState, ItemOutcome, LocalDay, NewEntry, Origin, PreparedFile, PreparedRecording, PreparedSource,
    SessionId, SessionRow, Store, block_on,
};

/// Runs the binary in a folder whose data and settings are its own.
fn striate_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_striate"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("XDG_DATA_HOME", folder.join("data"))
        .env("XDG_CONFIG_HOME", folder.join("settings"))
        .env_remove("STRIATE_DATABASE")
        .env_remove("STRIATE_CONFIG")
        .env_remove("STRIATE_PORT")
        .output()
        .expect("the binary starts")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("the binary ends by itself")
}

/// A database with one run from one file and a line of the journal.
fn small_history(path: &Path) {
    block_on(async {
        let store = Store::open(&format!("sqlite:{}", path.display())).await.expect("a new database");
        let me = store.only_athlete().await.expect("an athlete");
        let import = store.begin_import(me, "test").await.expect("an import");
        let mut writer = store.import_writer(import, GroupLimits::default()).await.expect("a writer");
        let source = PreparedSource::new(b"the bytes of a run", "run.fit", Some("fit"), "{}");
        let run = Recording::new(Sport::Running, SubSport::Street, Timestamp::from_unix_ms(1_763_620_000_000));
        let day: Day = "2025-11-20".parse().expect("a day");
        let local = LocalDay { day, time_zone: "+01:00".to_owned() };
        let origin = Origin::Source(source.hash.clone());
        let recording = PreparedRecording::new(&run, origin, 0, Some(Format::Fit), local);
        let row = recording.row().clone();
        let file = PreparedFile {
            path: "run.fit".to_owned(),
            outcome: ItemOutcome::Imported,
            message: None,
            source: Some(source),
            recordings: vec![recording],
            entries: vec![],
        };
        writer.put(&file).await.expect("the file is stored");
        writer.commit().await.expect("the group is stored");
        store.finish_import(import, ImportState::Done, "{}").await.expect("the import ends");
        let session = SessionRow {
            id: SessionId::of([&row.id]).expect("one recording"),
            start: row.start,
            end: row.end,
            day,
            time_zone: row.time_zone,
            choice: "{}".to_owned(),
            recordings: vec![row.id],
        };
        store.put_sessions(me, &[session]).await.expect("the session is stored");
        store.add_entries(me, &[NewEntry::by_hand(day, "sleep 8h")]).await.expect("a line");
        store.close().await;
    })
    .expect("the test's runtime starts");
}

fn answer(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("no JSON ({e}): {}", stderr(output)))
}

#[test]
fn a_history_is_backed_up_looked_at_and_restored() {
    let folder = folder("database-backup");
    small_history(&folder.join("mine.db"));
    let before = fs::read(folder.join("mine.db")).expect("the database is a file");

    let doctor = striate_in(&folder, &["doctor", "--database", "sqlite:mine.db", "--format", "json"]);
    assert_eq!(code(&doctor), 0, "{}", stderr(&doctor));
    let report = answer(&doctor);
    assert_eq!((report["sessions"].as_u64(), report["originals"].as_u64()), (Some(1), Some(1)));
    assert_eq!(report["problems"], serde_json::json!([]));
    assert_eq!(fs::read(folder.join("mine.db")).expect("still a file"), before, "the doctor changes nothing");

    let backup = striate_in(&folder, &["backup", "my.backup", "--database", "mine.db"]);
    assert_eq!(code(&backup), 0, "{}", stderr(&backup));
    assert!(stdout(&backup).contains("1 session, 1 original file, 1 journal line."));
    let again = striate_in(&folder, &["backup", "my.backup", "--database", "mine.db"]);
    assert_eq!(code(&again), 3);
    assert!(stderr(&again).contains("hint:"));

    let restored = striate_in(&folder, &["restore", "my.backup", "--database", "sqlite:new/place.db"]);
    assert_eq!(code(&restored), 0, "{}", stderr(&restored));
    let second =
        striate_in(&folder, &["backup", "second.backup", "--database", "sqlite:new/place.db", "--format", "json"]);
    let tables = |o: &Output| answer(o)["manifest"]["tables"].clone();
    let first = striate_in(&folder, &["restore", "--check", "my.backup", "--format", "json"]);
    assert_eq!(tables(&first), tables(&second), "what was restored is what was backed up, table by table");

    let refused = striate_in(&folder, &["restore", "my.backup", "--database", "sqlite:mine.db"]);
    assert_eq!(code(&refused), 3);
    assert!(stderr(&refused).contains("is not empty") && stderr(&refused).contains("--replace"));
}

#[test]
fn a_damaged_backup_is_refused_before_anything_is_touched() {
    let folder = folder("database-damaged");
    small_history(&folder.join("mine.db"));
    assert_eq!(code(&striate_in(&folder, &["backup", "my.backup", "--database", "mine.db"])), 0);
    let mut bytes = fs::read(folder.join("my.backup")).expect("the backup is a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(folder.join("my.backup"), bytes).expect("the folder is writable");
    let refused = striate_in(&folder, &["restore", "my.backup", "--replace", "--database", "sqlite:none.db"]);
    assert_eq!(code(&refused), 3);
    assert!(stderr(&refused).contains("damaged") && stderr(&refused).contains("nothing was changed"));
    assert!(!folder.join("none.db").exists(), "no database was made");
}

#[test]
fn settings_say_where_they_come_from() {
    let folder = folder("database-config");
    let origin = |arguments: &[&str]| {
        let told = answer(&striate_in(&folder, &[&["config", "show", "--format", "json"], arguments].concat()));
        (told["database"]["origin"].as_str().unwrap_or_default().to_owned(), told["database"]["value"].clone())
    };
    let (from, value) = origin(&[]);
    assert_eq!(from, "default");
    assert!(value.as_str().is_some_and(|v| v.ends_with("data/striate/striate.db")), "{value}");
    fs::create_dir_all(folder.join("settings/striate")).expect("the folder is writable");
    fs::write(folder.join("settings/striate/config.toml"), "database = \"sqlite:file.db\"\n").expect("writable");
    assert_eq!(origin(&[]), ("file".to_owned(), "sqlite:file.db".into()));
    assert_eq!(origin(&["--database", "flag.db"]), ("flag".to_owned(), "sqlite:flag.db".into()));
    let wrong = striate_in(&folder, &["doctor", "--database", "mysql://x/y"]);
    assert_eq!(code(&wrong), 3);
    assert!(stderr(&wrong).contains("hint: write sqlite:FILE"));
}

#[test]
fn who_reads_in_miles_and_pounds_says_so_once() {
    let folder = folder("database-units");
    let database = ["--database", "sqlite:s.db"];
    let told = |arguments: &[&str]| stdout(&striate_in(&folder, &[arguments, &database].concat()));
    for line in ["2026-01-05 run 12 km 62 min", "2026-01-07 run 8 km 40 min", "2026-01-07 mass 80 kg"] {
        told(&["log", line]);
    }
    let metric = told(&["status"]);
    assert!(metric.contains(" km"), "{metric}");
    assert_eq!(told(&["config", "units"]), "Sentences are told in kilometres and metres and in kilograms.\n");
    assert_eq!(told(&["config", "units", "mi", "lb"]), "Sentences are told in miles and feet and in pounds.\n");
    let imperial = told(&["status"]);
    assert!(imperial.contains(" mi") && !imperial.contains(" km") && !imperial.contains("80.0 kg"), "{imperial}");
    let gate = told(&["why", "gate"]);
    assert!(gate.contains(" mi") && !gate.contains(" km"), "{gate}");
    assert_eq!(told(&["config", "units", "km"]), "Sentences are told in kilometres and metres and in pounds.\n");
    let wrong = striate_in(&folder, &["config", "units", "furlong"]);
    assert_eq!(code(&wrong), 2);
}
