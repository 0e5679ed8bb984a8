//! Files as people really have them: packed, without a sport, without times, from another zone; through the binary.

use crate::archive::{Archive, striate_with, uri};
use crate::{json, stderr, stdout, striate};
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

/// A run due north at 3 m/s in New York, a point every five seconds for twenty minutes.
fn gpx(kind: &str, name: &str, zone: &str) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"made up\"><trk><name>{name}</name>{kind}<trkseg>"
    );
    for s in (0..=1200).step_by(5) {
        let lat = 40.7 + f64::from(s) * 3.0 / 111_195.0;
        let (minute, second) = (s / 60, s % 60);
        let time = if zone.is_empty() {
            String::new()
        } else {
            format!("<time>2026-06-03T23:{minute:02}:{second:02}{zone}</time>")
        };
        let _ = write!(text, "<trkpt lat=\"{lat:.7}\" lon=\"-74.0\"><ele>10</ele>{time}</trkpt>");
    }
    text + "</trkseg></trk></gpx>"
}

/// A file in the folder of an empty archive.
fn beside(archive: &Archive, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path: PathBuf = archive.beside(name);
    fs::write(&path, bytes).expect("the build folder is writable");
    path.display().to_string()
}

/// The rows of an exported table, by column.
fn sessions(archive: &Archive) -> Vec<Vec<(String, String)>> {
    let to = archive.beside("out");
    let _ = fs::remove_dir_all(&to);
    let out = archive.run(&["export", "--only", "csv", "--to", &to.display().to_string()]);
    assert!(matches!(out.status.code(), Some(0 | 1)), "{}", stderr(&out));
    let text = fs::read_to_string(to.join("sessions.csv")).expect("the table is there");
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let head = lines.next().expect("a heading");
    lines.map(|row| head.iter().cloned().zip(row).collect()).collect()
}

fn cell<'r>(row: &'r [(String, String)], column: &str) -> &'r str {
    row.iter().find(|(name, _)| name == column).map_or("", |(_, value)| value.as_str())
}

/// Bytes as a gzip file that stores them.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let crc = bytes.iter().fold(u32::MAX, |crc, b| {
        (0..8).fold(crc ^ u32::from(*b), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 })
    });
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut blocks = bytes.chunks(60_000).peekable();
    while let Some(block) = blocks.next() {
        out.push(u8::from(blocks.peek().is_none()));
        out.extend((block.len() as u16).to_le_bytes());
        out.extend((!(block.len() as u16)).to_le_bytes());
        out.extend(block);
    }
    out.extend((!crc).to_le_bytes());
    out.extend((bytes.len() as u32).to_le_bytes());
    out
}

#[test]
fn a_recording_without_a_sport_is_asked_about_and_a_word_makes_a_run_of_it_that_a_rebuild_keeps() {
    let archive = Archive::new("files-sport", 0);
    let path = beside(&archive, "somewhere.gpx", gpx("", "Around the park", "Z"));
    let page = stdout(&archive.run(&["import", &path, "--time-zone", "UTC"]));
    assert!(page.contains("1 recording without a sport"), "{page}");
    let answer = json(&["analyze", "--format", "json", &path]);
    let kind = &answer["recordings"][0]["run_kind"];
    assert!(kind["confidence"].as_f64().unwrap() <= 0.5, "{kind}");
    let row = sessions(&archive).remove(0);
    assert_eq!((cell(&row, "sport"), cell(&row, "muscles_known")), ("unknown", "false"));
    let id = cell(&row, "session_id").to_owned();
    let wrong = archive.run(&["log", "correct", &id, "--sport", "quidditch"]);
    assert_eq!(wrong.status.code(), Some(2), "{}", stderr(&wrong));
    assert_eq!(archive.run(&["log", "correct", &id, "--sport", "run"]).status.code(), Some(0));
    let now = || {
        let row = sessions(&archive).remove(0);
        (
            cell(&row, "sport").to_owned(),
            cell(&row, "muscles_known").to_owned(),
            cell(&row, "impact_easy_km").to_owned(),
        )
    };
    let run = now();
    assert_eq!((run.0.as_str(), run.1.as_str()), ("running", "true"));
    assert!(run.2.parse::<f64>().is_ok_and(|km| km > 2.0), "{run:?}");
    assert_eq!(archive.run(&["rebuild"]).status.code(), Some(0));
    archive.run(&["import", &path]);
    assert_eq!(now(), run, "the word holds after a rebuild and another import");
    archive.run(&["log", "correct", &id, "--clear"]);
    assert_eq!(now().0, "unknown");
    archive.run(&["log", "correct", &id, "--kind", "easy"]);
    assert_eq!(now().0, "running", "an easy run is a run");
    archive.run(&["log", "correct", &id, "--sport", "ride"]);
    assert_eq!(now().0, "cycling", "the sport that was said wins");
}

#[test]
fn a_ride_by_its_name_alone_is_no_run() {
    let archive = Archive::new("files-ride", 0);
    let path = beside(&archive, "x.gpx", gpx("", "Afternoon Ride", "Z"));
    archive.run(&["import", &path, "--time-zone", "UTC"]);
    assert_eq!(cell(&sessions(&archive)[0], "sport"), "cycling");
    let padel = beside(&archive, "p.gpx", gpx("<type>padel</type>", "Club", "Z"));
    let answer = json(&["analyze", "--format", "json", &padel]);
    assert_eq!(answer["recordings"][0]["sport_name"], "padel");
    assert!(stdout(&striate(&["analyze", &padel])).contains("padel"));
}

#[test]
fn a_drawn_route_is_named_as_one_on_import_too() {
    let archive = Archive::new("files-route", 0);
    let path = beside(&archive, "route.gpx", gpx("<type>running</type>", "Drawn", ""));
    let out = archive.run(&["import", &path, "--format", "json"]);
    let told: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let message = told["problems"][0]["message"].as_str().unwrap();
    assert!(message.contains("planned route"), "{message}");
}

#[test]
fn a_zone_that_is_said_later_puts_stored_evenings_where_they_belong_and_a_move_leaves_them_there() {
    let archive = Archive::new("files-zone", 0);
    let path = beside(&archive, "evening.gpx", gpx("<type>running</type>", "Evening", "Z"));
    let system = [("STRIATE_DATABASE", uri(&archive.database())), ("TZ", "UTC".to_owned())];
    let environment: Vec<(&str, &str)> = system.iter().map(|(k, v)| (*k, v.as_str())).collect();
    striate_with(&environment, &["import", &path]);
    let start = || cell(&sessions(&archive)[0], "start").to_owned();
    assert!(start().starts_with("2026-06-03T23:00:00"), "{}", start());
    let other = beside(&archive, "other.gpx", gpx("<type>running</type>", "Other", "Z").replace("06-03", "06-05"));
    archive.run(&["import", &other, "--time-zone", "America/New_York"]);
    assert_eq!(start(), "2026-06-03T19:00:00-04:00", "without a rebuild");
    archive.run(&["rebuild"]);
    assert_eq!(start(), "2026-06-03T19:00:00-04:00", "and with one");
    let late = gpx("<type>running</type>", "Late", "Z").replace("06-03", "06-07").replace("T23", "T02");
    let late = beside(&archive, "late.gpx", late.replace("lon=\"-74.0\"", "lon=\"13.4\""));
    archive.run(&["import", &late, "--time-zone", "Europe/Berlin"]);
    assert_eq!(start(), "2026-06-03T19:00:00-04:00", "who moves to Berlin has still run in New York");
    let rows = sessions(&archive);
    assert!(rows.iter().any(|row| cell(row, "start") == "2026-06-07T04:00:00+02:00"), "{rows:?}");
}

#[test]
fn stamps_of_another_zone_decide_the_day() {
    let archive = Archive::new("files-stamps", 0);
    let path = beside(&archive, "tokyo.gpx", gpx("<type>running</type>", "Tokyo", "+09:00").replace("-74.0", "139.7"));
    archive.run(&["import", &path, "--time-zone", "Europe/Berlin"]);
    let row = sessions(&archive).remove(0);
    assert_eq!((cell(&row, "start"), cell(&row, "day")), ("2026-06-03T23:00:00+09:00", "2026-06-03"));
}

#[test]
fn analyze_reads_what_an_import_reads_packed_files_archives_and_journals() {
    let archive = Archive::new("files-packed", 0);
    let plain = beside(&archive, "a.gpx", gpx("<type>running</type>", "A", "Z"));
    let packed = beside(&archive, "a.gpx.gz", gzip(gpx("<type>running</type>", "A", "Z").as_bytes()));
    let (plain, packed) =
        (json(&["analyze", "--format", "json", &plain]), json(&["analyze", "--format", "json", &packed]));
    assert!(packed.is_object());
    assert_eq!(plain["recordings"], packed["recordings"]);
    let journal = beside(&archive, "journal.txt", "2026-05-14 run 8 km 45 min hr 148\n2026-05-15 nonsense here\n");
    let journal = json(&["analyze", "--format", "json", &journal]);
    assert_eq!((&journal["format"], &journal["recordings"][0]["distance_m"]), (&"journal".into(), &8000.0.into()));
    assert!(journal["warnings"][0]["message"].as_str().unwrap().contains("line 2"));
    // An export of striate is an archive of the files that it kept.
    let demo = Archive::new("files-packed-demo", 1);
    demo.run(&["import", &demo.folder(), "--time-zone", "UTC"]);
    let to = demo.beside("everything");
    let out = demo.run(&["export", "--to", &to.display().to_string()]);
    assert!(matches!(out.status.code(), Some(0 | 1)), "{}", stderr(&out));
    let all = json(&["analyze", "--format", "json", &to.display().to_string()]);
    assert!(all.as_array().is_some_and(|files| !files.is_empty()), "{all}");
    let none = striate_with(&[("STRIATE_DATABASE", &uri(&archive.beside("none.db")))], &["analyze", "/nowhere.zip"]);
    assert_eq!(none.status.code(), Some(3), "{}", stderr(&none));
}
