//! Lifting logs of every app on their way in: their runs, their time zones, and tables that nobody reads.

use crate::archive::Archive;
use crate::{stderr, stdout};
use serde_json::Value;
use std::fs;

const HEVY: &str = "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,\
                    weight_kg,reps,distance_km,duration_seconds,rpe\n";

/// A database of its own, and files beside it.
struct Logs(Archive);

impl Logs {
    fn new(name: &str) -> Self {
        Self(Archive::new(name, 0))
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.beside(name);
        fs::write(&path, text).expect("the build folder is writable");
        path.display().to_string()
    }

    fn import(&self, arguments: &[&str]) -> Value {
        self.0.json(&[&["import", "--format", "json"], arguments].concat())
    }

    /// The rows of an exported table, each as its cells by name.
    fn table(&self, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
        let to = self.0.beside("out");
        let _ = fs::remove_dir_all(&to);
        let output = self.0.run(&["export", "--only", "csv", "--to", &to.display().to_string()]);
        assert!(output.status.success(), "{}", stderr(&output));
        let text = fs::read_to_string(to.join(name)).expect("the table is there");
        let mut lines = text.lines();
        let head: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        lines
            .map(|line| head.iter().map(|h| (*h).to_owned()).zip(line.split(',').map(str::to_owned)).collect())
            .collect()
    }
}

fn workout(day: u8, at: &str, sets: &[(u32, u32)]) -> String {
    let row = |(place, (kg, reps)): (usize, &(u32, u32))| {
        format!(
            "Legs,\"{day} May 2026, {at}\",\"{day} May 2026, 18:55\",,Squat (Barbell),,,{place},normal,{kg},{reps},,,8\n"
        )
    };
    sets.iter().enumerate().map(row).collect()
}

#[test]
fn a_run_in_a_lifting_log_is_kept_beside_the_lifts_and_named() {
    let logs = Logs::new("log-runs");
    let text = format!(
        "{HEVY}Morning,\"9 May 2026, 07:30\",\"9 May 2026, 08:01\",,Running,,,0,normal,,,5,1800,\n{}",
        workout(10, "18:05", &[(80, 8), (80, 8), (80, 7)])
    );
    let log = logs.file("hevy.csv", &text);
    let output = logs.0.run(&["import", "--time-zone", "Europe/Berlin", &log]);
    let page = stdout(&output);
    assert!(page.contains("Cardio       1 running from rows of lifting logs"), "{page}");
    assert!(page.contains("2 Hevy lifting log"), "{page}");
    let sessions = logs.table("sessions.csv");
    let run = sessions.iter().find(|s| s["sport"] == "running").expect("the run is a session");
    assert!(run["start"].starts_with("2026-05-09T07:30:00+02:00"), "{run:?}");
    assert_eq!((run["distance_m"].parse(), run["timer_s"].parse()), (Ok(5000.0), Ok(1800.0)));
}

#[test]
fn a_log_that_comes_again_under_another_zone_counts_no_workout_twice() {
    let logs = Logs::new("log-zones");
    let april =
        format!("{HEVY}{}{}", workout(4, "18:05", &[(80, 8), (80, 8), (82, 7)]), workout(8, "18:05", &[(80, 5)]));
    let may = format!("{HEVY}{}{}", workout(20, "18:05", &[(85, 8), (85, 8)]), &april[HEVY.len()..]);
    logs.import(&["--time-zone", "Pacific/Auckland", &logs.file("april.csv", &april)]);
    logs.import(&["--time-zone", "Pacific/Honolulu", &logs.file("may.csv", &may)]);
    let days: Vec<String> = logs.table("sessions.csv").into_iter().map(|s| s["day"].clone()).collect();
    assert_eq!(days, ["2026-05-04", "2026-05-08", "2026-05-20"], "on their days, and each once");
    let days_alone = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n\
                      2026-07-01,Barbell Squat,Legs,80,kgs,8,,,,\n2026-07-02,Barbell Squat,Legs,80,kgs,8,,,,\n";
    let other = Logs::new("log-days");
    other.import(&["--time-zone", "Pacific/Auckland", &other.file("one.csv", days_alone)]);
    let again = format!("{days_alone}2026-07-04,Barbell Squat,Legs,80,kgs,8,,,,\n");
    other.import(&["--time-zone", "Pacific/Honolulu", &other.file("two.csv", &again)]);
    let days: Vec<String> = other.table("sessions.csv").into_iter().map(|s| s["day"].clone()).collect();
    assert_eq!(days, ["2026-07-01", "2026-07-02", "2026-07-04"]);
}

#[test]
fn a_zone_that_is_said_later_holds_for_what_was_read_under_a_guess() {
    let logs = Logs::new("log-zone-later");
    let log = logs.file("hevy.csv", &format!("{HEVY}{}", workout(4, "23:30", &[(80, 8), (80, 8)])));
    logs.import(&[&log]);
    let other = logs.file("other.csv", &format!("{HEVY}{}", workout(5, "18:05", &[(80, 8)])));
    let output = logs.0.run(&["import", "--time-zone", "America/New_York", &other]);
    assert!(stderr(&output).contains("are read again under it"), "{}", stderr(&output));
    let starts = |logs: &Logs| logs.table("sessions.csv").into_iter().map(|s| s["start"].clone()).collect::<Vec<_>>();
    assert_eq!(starts(&logs), ["2026-05-04T23:30:00-04:00", "2026-05-05T18:05:00-04:00"]);
    // Another zone at an import is a move; said as a setting it was wrong before.
    let third = logs.file("third.csv", &format!("{HEVY}{}", workout(6, "18:05", &[(80, 8)])));
    let output = logs.0.run(&["import", "--time-zone", "Asia/Tokyo", &third]);
    assert!(stderr(&output).contains("keep it"), "{}", stderr(&output));
    assert_eq!(starts(&logs)[0], "2026-05-04T23:30:00-04:00");
    let told = stdout(&logs.0.run(&["config", "time-zone", "Europe/Paris", "--from-now-on"]));
    assert!(told.contains("keep Asia/Tokyo"), "{told}");
    let told = stdout(&logs.0.run(&["config", "time-zone", "Europe/Berlin"]));
    assert!(told.contains("3 stored lifting logs were read again"), "{told}");
    assert!(starts(&logs).iter().all(|start| start.ends_with("+02:00")), "{:?}", starts(&logs));
    let before = logs.0.contents();
    assert!(logs.0.run(&["rebuild"]).status.success());
    assert_eq!(logs.0.contents(), before, "a rebuild finds the same");
}

#[test]
fn a_table_that_nobody_reads_says_what_is_read_and_fails() {
    let logs = Logs::new("log-unknown");
    for (name, text) in [
        ("lifts.csv", "When,Exercise done,Result\n2026-05-04,Squat,3x5\n"),
        ("tax.csv", "Month,Income,Spending\nMay,1,2\n"),
        ("notes.txt", "went for a run\n"),
    ] {
        let output = logs.0.run(&["import", &logs.file(name, text)]);
        let told = stdout(&output) + &stderr(&output);
        assert_eq!(output.status.code(), Some(3), "{told}");
        assert!(told.contains("Hevy") && told.contains("columns"), "{told}");
    }
}

#[test]
fn a_log_in_pounds_and_miles_is_analyzed_in_pounds_and_miles() {
    let logs = Logs::new("log-units");
    assert!(logs.0.run(&["config", "units", "mi", "lb"]).status.success());
    let log = logs.file("hevy.csv", &format!("{HEVY}{}", workout(4, "18:05", &[(100, 8), (100, 8)])));
    let page = stdout(&logs.0.run(&["analyze", &log]));
    assert!(page.contains("220 lb") || page.contains("220.5 lb"), "{page}");
    assert!(!page.contains(" kg"), "{page}");
}
