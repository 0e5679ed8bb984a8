//! `striate plan` on a database: made, kept, changed, accepted, written out.

use crate::{json, stderr, stdout, striate};
use std::fs;
use std::path::PathBuf;
use std::process::Output;

/// A database with five weeks of runs and lifts up to yesterday, made anew for each test.
struct Base {
    folder: PathBuf,
    database: String,
}

impl Base {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("striate-plan-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder can be made");
        let base = Self { database: format!("sqlite:{}", folder.join("plan.db").display()), folder };
        for line in weeks() {
            let logged = striate(&["log", &line, "--database", &base.database, "--clock", CLOCK]);
            assert_eq!(logged.status.code(), Some(0), "{}", stderr(&logged));
        }
        base
    }

    fn plan(&self, arguments: &[&str]) -> Output {
        let rest = ["--database", &self.database, "--time-zone", "Europe/Berlin", "--clock", CLOCK];
        let all = [&["plan"], arguments, &rest].concat();
        striate(&all)
    }

    fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let rest = ["--format", "json", "--database", &self.database, "--time-zone", "Europe/Berlin", "--clock", CLOCK];
        json(&[&["plan"], arguments, &rest].concat())
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What the commands take for now, a Wednesday at noon in Berlin.
const CLOCK: &str = "2026-09-16T10:00:00Z";

/// Civil days as text, counted from that day backwards.
fn day(ago: i64) -> String {
    let today: striate_model::Day = CLOCK[..10].parse().expect("a day");
    today.plus(-(ago as i32)).to_string()
}

fn weeks() -> Vec<String> {
    let line = |ago: i64| {
        let what = match ago % 7 {
            1 => "run 70 min long",
            2 => "lift back squat 3x6 @ 80 kg rir 2; romanian deadlift 3x8 @ 70 kg rir 2",
            3 => "run 40 min easy",
            5 => "run 10 min; 16 min 12 km/h; 8 min tempo",
            _ => return None,
        };
        Some(format!("{} 07:30 {what}", day(ago)))
    };
    (1..=35).rev().filter_map(line).collect()
}

fn ids(plan: &serde_json::Value) -> Vec<(String, String, String)> {
    let weeks = plan["weeks"].as_array().expect("weeks");
    let text = |s: &serde_json::Value, key: &str| s[key].as_str().expect("a text").to_owned();
    let sessions = weeks.iter().flat_map(|w| w["sessions"].as_array().expect("sessions").clone());
    sessions.map(|s| (text(&s, "id"), text(&s, "date"), text(&s, "kind"))).collect()
}

#[test]
fn a_plan_is_made_once_accepted_and_shown_again_as_it_was() {
    let base = Base::new("accept");
    let first = base.json(&["--weeks", "2"]);
    let nothing = serde_json::Value::Null;
    assert_eq!((&first["version"], &first["accepted"]), (&nothing, &false.into()), "looking stores nothing: {first}");
    assert_eq!(first["weeks"].as_array().map(Vec::len), Some(2));
    assert!(first["food"]["sums"].as_array().is_some_and(|s| !s.is_empty()));
    let accepted = base.plan(&["accept"]);
    assert_eq!(accepted.status.code(), Some(0), "{}", stderr(&accepted));
    let again = base.json(&["--weeks", "2"]);
    assert_eq!((&again["version"], &again["accepted"]), (&1.into(), &true.into()));
    assert_eq!(ids(&first), ids(&again));
    let page = base.plan(&[]);
    assert!(stdout(&page).contains("Week of "), "{}", stdout(&page));
}

#[test]
fn goals_of_one_run_change_nothing_and_set_keeps_them() {
    let base = Base::new("goals");
    let before = base.json(&[]);
    let once = base.json(&["--goal", "keep", "--days", "tue,thu,sat"]);
    assert_eq!((&once["goals"]["goal"], &once["version"]), (&"keep".into(), &serde_json::Value::Null));
    for (id, date, _) in ids(&once) {
        let weekday = date.parse::<striate_model::Day>().expect("a day").weekday();
        assert!([1, 3, 5].contains(&weekday), "{id}");
    }
    assert_eq!(base.json(&[])["version"], before["version"]);
    let set = base.plan(&["set", "--goal", "keep", "--days", "tue,thu:45,sat", "--gym"]);
    assert!([Some(0), Some(1)].contains(&set.status.code()), "{}", stderr(&set));
    let kept = base.json(&[]);
    assert_eq!((&kept["goals"]["goal"], &kept["goals"]["gym"]), (&"keep".into(), &true.into()));
    assert_eq!(base.plan(&["set", "--days", "someday"]).status.code(), Some(2));
    assert_eq!(base.plan(&["set", "--long-day", "mon"]).status.code(), Some(2), "Monday is no day of training");
}

#[test]
fn a_change_is_looked_at_made_and_taken_back() {
    let base = Base::new("change");
    base.json(&[]);
    base.plan(&["accept"]);
    let plan = base.json(&[]);
    let (id, ..) = ids(&plan).into_iter().find(|s| s.2.ends_with("_strength")).expect("there is a lift");
    let look = base.json(&["what-if", "skip", &id]);
    assert_eq!(look["possible"], true, "{look}");
    assert!(!look["doses"].as_array().expect("doses").is_empty());
    assert_eq!(base.json(&[])["accepted"], true, "nothing was stored");
    let skipped = base.plan(&["skip", &id]);
    assert!([Some(0), Some(1)].contains(&skipped.status.code()), "{}", stderr(&skipped));
    let proposal = base.json(&[]);
    assert!(proposal["accepted"] == false && proposal["change"].is_object(), "{proposal}");
    assert!(ids(&proposal).iter().all(|s| s.0 != id));
    assert_eq!(base.plan(&["undo"]).status.code(), Some(0));
    let back = base.json(&[]);
    assert_eq!((ids(&back), &back["accepted"]), (ids(&plan), &true.into()));
    let why = base.json(&["why", &id]);
    assert!(!why["because"].as_array().expect("reasons").is_empty());
    for wrong in [&["move", &id, "yesterday"][..], &["move", "nothing", "tomorrow"], &["add", "flying", "tomorrow"]] {
        let output = base.plan(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {}", stdout(&output));
        assert!(stderr(&output).contains("hint"), "{}", stderr(&output));
    }
}

#[test]
fn workouts_go_out_as_fit_calendar_and_text_and_the_text_comes_back_as_fit() {
    let base = Base::new("out");
    base.json(&[]);
    let (fit, again) = (base.folder.join("fit"), base.folder.join("again"));
    let exported = base.plan(&["export", "--fit", &fit.display().to_string()]);
    assert_eq!(exported.status.code(), Some(0), "{}", stderr(&exported));
    let files = |folder: &PathBuf| fs::read_dir(folder).expect("the folder is there").count();
    assert!(files(&fit) >= 8, "{}", files(&fit));
    for file in fs::read_dir(&fit).expect("the folder is there").flatten() {
        let read = json(&["analyze", &file.path().display().to_string(), "--format", "json"]);
        assert!(read["workout"].is_object() || read["workouts"].is_array(), "{read}");
    }
    let text = stdout(&base.plan(&["--format", "text"]));
    let path = base.folder.join("plan.txt");
    fs::write(&path, &text).expect("a file can be written");
    let arguments = ["export", "--fit", &again.display().to_string(), "--from", &path.display().to_string()];
    assert_eq!(base.plan(&arguments).status.code(), Some(0));
    assert_eq!(files(&again), files(&fit));
    let ics = stdout(&base.plan(&["--format", "ics"]));
    assert_eq!(ics.matches("BEGIN:VEVENT").count(), files(&fit));
    assert!(ics.contains("TZID:Europe/Berlin") && ics.contains("BEGIN:VTIMEZONE"), "{ics}");
    fs::write(&path, "workout \"x\" running\n200 furlongs\n").expect("a file can be written");
    let wrong = base.plan(&arguments);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("line 2"), "{}", stderr(&wrong));
}

#[test]
fn somebody_without_any_history_gets_a_plan_from_the_answers_alone() {
    let folder = std::env::temp_dir().join(format!("striate-plan-empty-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder can be made");
    let database = format!("sqlite:{}", folder.join("empty.db").display());
    let asked = ["plan", "--database", &database, "--days", "tue,thu,sun", "--runner", "new", "--format", "json"];
    let output = striate(&asked);
    assert!([Some(0), Some(1)].contains(&output.status.code()), "{}", stderr(&output));
    assert!(stderr(&output).contains("your answers alone") && stderr(&output).contains("striate import"));
    let plan: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let sessions = ids(&plan);
    assert!(plan["weeks"].as_array().expect("weeks").len() == 4 && sessions.len() >= 4, "{plan}");
    for (id, date, _) in sessions {
        let weekday = date.parse::<striate_model::Day>().expect("a day").weekday();
        assert!([1, 3, 6].contains(&weekday), "{id}");
    }
    let set = striate(&["plan", "set", "--days", "tue,thu,sun", "--database", &database]);
    assert!([Some(0), Some(1)].contains(&set.status.code()), "{}", stderr(&set));
    let accepted = striate(&["plan", "accept", "--database", &database]);
    assert_eq!(accepted.status.code(), Some(0), "{}", stderr(&accepted));
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn the_wishes_of_a_season_are_kept_shown_and_taken_back() {
    let base = Base::new("season");
    let (first, last, race) = (day(-20), day(-26), day(-40));
    let away = format!("{first}..{last}");
    let said = [
        "set",
        "--approach",
        "lifting",
        "--system",
        "e",
        "--same-day",
        "no",
        "--protect",
        "knee,achilles",
        "--away",
        &away,
        "--away",
        &race,
        "--runner",
        "experienced",
        "--lifter",
        "new",
        "--pack",
        "6",
        "--ankle-weights",
        "2",
        "--track",
        "--table=no",
        "--race",
        &race,
        "--race-km",
        "5",
        "--weeks",
        "1",
    ];
    let set = base.plan(&said);
    assert!([Some(0), Some(1)].contains(&set.status.code()), "{}", stderr(&set));
    let shown = base.json(&["set"]);
    let goals = &shown["goals"];
    assert_eq!(goals["protect"], serde_json::json!(["knee", "achilles"]));
    assert_eq!(goals["away"][0], serde_json::json!({ "first": first, "last": last }));
    assert_eq!(goals["away"][1], serde_json::json!({ "first": race, "last": race }));
    let texts = ["approach", "system", "runner", "lifter", "race"].map(|key| goals[key].as_str().unwrap_or_default());
    assert_eq!(texts, ["lifting", "e", "experienced", "new", race.as_str()]);
    assert_eq!((&goals["same_day"], &goals["table"], &goals["track"]), (&false.into(), &false.into(), &true.into()));
    assert_eq!((&goals["pack_kg"], &goals["race_km"]), (&6.0.into(), &5.0.into()));
    assert!(
        shown["sentence"].as_str().expect("a sentence").contains("Protected: knee and Achilles tendon."),
        "{shown}"
    );

    let back = [
        "set",
        "--approach",
        "none",
        "--system",
        "none",
        "--protect",
        "none",
        "--away",
        "none",
        "--runner",
        "none",
        "--pack",
        "0",
        "--same-day=yes",
        "--race",
        "none",
    ];
    base.plan(&back);
    let goals = &base.json(&["set"])["goals"];
    for key in ["approach", "system", "runner", "pack_kg", "race"] {
        assert!(goals[key].is_null(), "{key} of {goals}");
    }
    assert_eq!((&goals["protect"], &goals["away"]), (&serde_json::json!([]), &serde_json::json!([])));
    assert_eq!((&goals["lifter"], &goals["same_day"]), (&"new".into(), &true.into()), "what is not said stays");
}

#[test]
fn what_a_season_cannot_be_is_refused_with_what_would_do() {
    let base = Base::new("refused");
    let yesterday = day(1);
    for (wrong, says) in [
        (["--race", yesterday.as_str()], "is in the past"),
        (["--away", "2030-01-05..2030-01-01"], "swap the dates"),
        (["--away", "christmas"], "2026-12-24..2027-01-02"),
        (["--protect", "spleen"], "knee, achilles, hamstring"),
        (["--approach", "swimming"], "running"),
        (["--system", "f"], "possible values"),
        (["--injured-since", day(-3).as_str()], "future"),
    ] {
        let output = base.plan(&[&["set"][..], &wrong].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {}", stdout(&output));
        assert!(stderr(&output).contains(says), "{wrong:?}: {}", stderr(&output));
    }
    // A race of this very day, and one on a day without training, are let through.
    for race in [day(0), day(-1), day(-2), day(-3)] {
        let once = base.json(&["--race", &race, "--race-km", "1.5", "--days", "tue:20", "--weeks", "1"]);
        assert_eq!(once["goals"]["race"], race.as_str(), "{once}");
    }
}

#[test]
fn an_injury_has_a_first_day_and_a_race_that_is_over_is_forgotten() {
    let base = Base::new("injured");
    base.plan(&["set", "--injured", "--weeks", "1"]);
    let goals = base.json(&["set"])["goals"].clone();
    assert_eq!((&goals["injured"], &goals["injured_since"]), (&true.into(), &day(0).as_str().into()));
    base.plan(&["set", "--injured-since", &day(9)]);
    assert_eq!(base.json(&["set"])["goals"]["injured_since"], day(9).as_str());
    base.plan(&["set", "--injured=no"]);
    assert!(base.json(&["set"])["goals"]["injured_since"].is_null());
}

#[test]
fn a_whole_week_is_asked_for_in_words() {
    let base = Base::new("week");
    base.json(&[]);
    base.plan(&["accept"]);
    let refused = base.plan(&["what-if", "Tue and Thu only, three runs and two leg days"]);
    assert_eq!(refused.status.code(), Some(1), "{}", stderr(&refused));
    let page = stdout(&refused);
    assert!(page.starts_with("Tue and Thu only"), "{page}");
    assert!(page.contains("Ways out, the cheapest first") && page.contains("striate plan what-if \""), "{page}");
    let answer = base.json(&["what-if", "no", "training", "on", "friday,", "two", "runs"]);
    assert_eq!(answer["possible"], true, "{answer}");
    let wrong = base.plan(&["what-if", "two unicorns"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("unicorns"), "{}", stderr(&wrong));
    assert_eq!(base.json(&[])["accepted"], true, "nothing was stored");
}
