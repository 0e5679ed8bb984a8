//! Pages of the terminal as they were looked at. `cargo xtask bless` takes a change over after it was looked at again.

use crate::{stderr, stdout, striate};
use std::path::PathBuf;

/// A Wednesday at noon in Berlin.
const CLOCK: &str = "2026-09-16T10:00:00Z";

/// Four weeks up to the day before, as lines of a journal.
const LINES: [&str; 16] = [
    "2026-08-19 07:30 run 40 min easy",
    "2026-08-21 18:00 lift back squat 3x6 @ 80 kg rir 2; romanian deadlift 3x8 @ 70 kg rir 2",
    "2026-08-23 09:00 run 70 min long",
    "2026-08-25 07:30 run 10 min; 16 min 12 km/h; 8 min tempo",
    "2026-08-26 07:30 run 40 min easy",
    "2026-08-28 18:00 lift back squat 3x6 @ 82.5 kg rir 2; romanian deadlift 3x8 @ 70 kg rir 2",
    "2026-08-30 09:00 run 75 min long",
    "2026-09-01 07:30 run 10 min; 16 min 12 km/h; 8 min tempo",
    "2026-09-02 07:30 run 40 min easy",
    "2026-09-04 18:00 lift back squat 3x6 @ 82.5 kg rir 2; romanian deadlift 3x8 @ 72.5 kg rir 2",
    "2026-09-06 09:00 run 75 min long",
    "2026-09-08 07:30 run 10 min; 18 min 12 km/h; 8 min tempo",
    "2026-09-11 18:00 lift back squat 3x6 @ 85 kg rir 2; romanian deadlift 3x8 @ 72.5 kg rir 2",
    "2026-09-13 09:00 run 75 min long",
    "2026-09-15 soreness quads 3",
    "2026-09-16 sleep 7.5 h",
];

/// A database with those lines, which vanishes with it.
struct Base {
    folder: PathBuf,
    database: String,
}

impl Base {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("striate-snapshot-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let base = Self { database: format!("sqlite:{}", folder.join("s.db").display()), folder };
        base.page(&["config", "time-zone", "Europe/Berlin"]);
        let journal = base.folder.join("journal.txt");
        std::fs::write(&journal, LINES.join("\n")).expect("a file can be written");
        base.page(&["import", &journal.display().to_string()]);
        base
    }

    /// What a command prints.
    fn page(&self, arguments: &[&str]) -> String {
        let output = striate(&[arguments, &["--database", &self.database, "--clock", CLOCK]].concat());
        assert!([Some(0), Some(1)].contains(&output.status.code()), "{arguments:?}: {}", stderr(&output));
        stdout(&output)
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn a_recording_is_told_as_it_was_looked_at() {
    insta::assert_snapshot!("analyze", stdout(&striate(&["analyze", "examples/8x200m.fit"])));
}

#[test]
fn today_is_told_as_it_was_looked_at() {
    insta::assert_snapshot!("status", Base::new("status").page(&["status"]));
}

#[test]
fn the_plan_is_told_as_it_was_looked_at() {
    let base = Base::new("plan");
    insta::assert_snapshot!("plan", base.page(&["plan", "--weeks", "1", "--days", "tue,thu,sat,sun"]));
    insta::assert_snapshot!("plan-accept", base.page(&["plan", "accept"]));
}

#[test]
fn the_rules_are_told_as_they_were_looked_at() {
    insta::assert_snapshot!("audit", Base::new("audit").page(&["audit"]));
}

#[test]
fn the_journal_is_told_as_it_was_looked_at() {
    insta::assert_snapshot!("log-list", Base::new("log").page(&["log", "list"]));
}
