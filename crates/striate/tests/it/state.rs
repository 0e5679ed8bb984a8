//! `striate state`: the body from a folder of files.

use crate::{json, root, stderr, stdout, striate};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use striate_model::{SessionKind, Timestamp};
use striate_synth::{Deed, Device, Knowledge, Lift, Origin, Pace, Part, Plan, Role, Runner, Scenario, Until};

/// 2026-03-02T06:00:00Z, a Monday.
const MONDAY_MS: i64 = 1_772_431_200_000;
const DAY_MS: i64 = 86_400_000;

/// A fresh folder for one test, inside the build folder.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the build folder is writable");
    path
}

fn write(folder: &Path, day: i64, name: &str, deed: Deed) {
    let scenario = Scenario {
        name: name.to_owned(),
        family: "state",
        seed: 7_000 + day as u64,
        runner: Runner::with_critical_pace(256.0, 7),
        knowledge: Knowledge::Given,
        deed,
        device: Device::good(),
        origin: Origin {
            time: Timestamp::from_unix_ms(MONDAY_MS + day * DAY_MS),
            latitude_deg: 0.01,
            longitude_deg: 0.01,
            height_m: 40.0,
        },
    };
    let bytes = striate_synth::to_fit(&striate_synth::generate(&scenario).recording);
    fs::write(folder.join(format!("{day:03}-{name}.fit")), bytes).expect("the folder is writable");
}

/// Five weeks of two short easy runs and one day of leg curls each.
pub(crate) fn five_weeks(name: &str) -> PathBuf {
    let folder = folder(name);
    for week in 0..5 {
        for day in [0, 5] {
            let run =
                Plan::new(SessionKind::Easy).then(Part::new(Role::Steady, Pace::Demand(0.74), Until::Time(1200.0)));
            write(&folder, 7 * week + day, "easy", Deed::Run(run));
        }
        let curls =
            Lift { name: "Leg curl", category: 15, exercise: 0, sets: 6, reps: 10, mass_kg: Some(35.0), rest_s: 90.0 };
        write(&folder, 7 * week + 2, "curls", Deed::Strength(SessionKind::LowerStrength, vec![curls]));
    }
    folder
}

fn muscle<'a>(answer: &'a Value, list: &str, muscle: &str) -> &'a Value {
    let list = answer.pointer(list).and_then(Value::as_array).expect("the list is there");
    list.iter().find(|m| m["muscle"] == muscle).expect("every muscle is there")
}

#[test]
fn somebody_who_curls_every_week_reads_that_the_hamstrings_got_their_sets_and_the_quads_did_not() {
    let path = five_weeks("state-curls").display().to_string();
    let answer = json(&["state", &path, "--format", "json", "--before", "nothing"]);
    assert_eq!((&answer["sessions"], &answer["body"]["day"]), (&15.into(), &"2026-04-04".into()));
    let (hamstrings, quads) = (muscle(&answer, "/week", "hamstrings"), muscle(&answer, "/week", "vasti"));
    let hse = |m: &Value, key: &str| m[key].as_f64().unwrap();
    assert!((4.0..8.5).contains(&hse(hamstrings, "hse")), "{hamstrings}");
    assert!(hse(hamstrings, "low") < hse(hamstrings, "hse") && hse(hamstrings, "hse") < hse(hamstrings, "high"));
    assert_eq!(hamstrings["evidence"], "A");
    assert!(hse(quads, "hse") < 1.0, "{quads}");
    assert!(answer["body"]["left_out"].as_array().unwrap().contains(&"vasti".into()));
    assert_eq!(answer["body"]["injury_gate"]["basis"], "longest_of_30_days");
    let fan = &muscle(&answer, "/twelve_weeks", "hamstrings")["going_on"];
    assert!(fan["p05"].as_f64() < fan["p95"].as_f64(), "{fan}");
}

#[test]
fn the_page_begins_with_the_verdict_and_never_shows_size_as_one_figure() {
    let path = five_weeks("state-page").display().to_string();
    let output = striate(&["state", &path, "--on", "2026-04-16"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = stdout(&output);
    let verdict = page.find("amstrings").expect("the verdict speaks about hamstrings");
    assert!(verdict < page.find("Muscles").unwrap(), "{page}");
    assert!(page.contains("No session for 12 days: taken as rest"), "{page}");
    assert!(page.contains("lifting alone") && page.contains("zero is no change"), "{page}");
    let long: Vec<&str> = page.lines().filter(|l| l.chars().count() > 100).collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn after_two_weeks_without_a_session_the_page_says_that_nothing_is_known_and_what_to_do() {
    let path = five_weeks("state-stale").display().to_string();
    let page = stdout(&striate(&["state", &path, "--on", "2026-04-25"]));
    assert!(page.starts_with("Nothing is known since 2026-04-04"), "{page}");
    assert!(
        page.contains("Import") && !page.contains("taken as rest") && !page.contains("Twelve weeks ahead"),
        "{page}"
    );
    assert!(!page.contains("holding") && !page.contains(" ready "), "{page}");
}

#[test]
fn a_week_of_examples_says_too_little_is_known_and_still_counts_the_week() {
    let output = striate(&["state", "examples", "--profile", "examples/runner.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = stdout(&output);
    assert!(page.starts_with("Too few days"), "{page}");
    assert!(page.contains("Growth stimulus of the last seven days"), "{page}");
    assert!(!page.contains("Twelve weeks ahead"), "no forecast from six days: {page}");
    assert!(stderr(&output).contains("were left out"), "{}", stderr(&output));
}

#[test]
fn the_same_run_twice_counts_once_and_a_broken_file_is_named() {
    let folder = folder("state-twice");
    let run = root().join("examples/8x200m.fit");
    fs::copy(&run, folder.join("one.fit")).unwrap();
    fs::copy(&run, folder.join("two.fit")).unwrap();
    fs::write(folder.join("broken.fit"), b"nothing").unwrap();
    fs::write(folder.join("budget.csv"), b"month,rent\n1,900\n").unwrap();
    let output = striate(&["state", &folder.display().to_string(), "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["sessions"], 1);
    assert!(answer["duplicates"][0]["file"].as_str().unwrap().ends_with("two.fit"), "{}", answer["duplicates"]);
    assert_eq!(answer["problems"].as_array().unwrap().len(), 1, "{}", answer["problems"]);
    assert!(stderr(&output).contains("counted once") && stderr(&output).contains("no lifting log"));
}

#[test]
fn a_lifting_log_and_the_local_day_count() {
    let folder = folder("state-log");
    let log = "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,\
               reps,distance_km,duration_seconds,rpe\n\
               Legs,\"14 Sep 2026, 23:30\",\"15 Sep 2026, 00:20\",,Squat (Barbell),,,0,normal,80,6,,,9\n\
               Legs,\"14 Sep 2026, 23:30\",\"15 Sep 2026, 00:20\",,Squat (Barbell),,,1,normal,80,6,,,9\n";
    fs::write(folder.join("hevy.csv"), log).unwrap();
    let path = folder.display().to_string();
    for offset in ["+00:00", "-08:00", "+10:00"] {
        let answer = json(&["state", &path, "--format", "json", "--utc-offset", offset]);
        assert_eq!(answer["body"]["day"], "2026-09-14", "civil time stays civil at {offset}");
        assert!(muscle(&answer, "/week", "vasti")["hse"].as_f64().unwrap() > 1.0);
    }
}

#[test]
fn a_day_before_the_first_session_and_a_wrong_day_are_refused_with_a_reason() {
    let early = striate(&["state", "examples", "--on", "2020-01-01"]);
    assert_eq!(early.status.code(), Some(3));
    assert!(stderr(&early).contains("no session"), "{}", stderr(&early));
    assert_eq!(striate(&["state", "examples", "--on", "yesterday"]).status.code(), Some(2));
    assert_eq!(striate(&["state", "examples", "--utc-offset", "Berlin"]).status.code(), Some(2));
}

#[test]
fn why_names_the_session_its_parts_and_a_source_for_every_parameter() {
    let answer =
        json(&["why", "hamstrings", "--folder", "examples", "--profile", "examples/runner.toml", "--format", "json"]);
    let sessions = answer["sessions"].as_array().unwrap();
    let shares: f64 = sessions.iter().map(|s| s["share"].as_f64().unwrap()).sum();
    assert!((shares - 1.0).abs() < 0.03, "{shares}");
    assert!(sessions[0]["file"].as_str().unwrap().ends_with("strength-session.fit"), "{}", sessions[0]);
    let parts = answer["parts"].as_array().unwrap();
    let sum: f64 = parts.iter().map(|p| p["hse"].as_f64().unwrap()).sum();
    assert!((sum - sessions[0]["value"].as_f64().unwrap()).abs() < 0.05, "{parts:?}");
    assert!(parts.iter().any(|p| p["part"].as_str().unwrap().to_lowercase().contains("leg curl")), "{parts:?}");
    for parameter in answer["parameters"].as_array().unwrap() {
        assert!(
            !parameter["source"].as_str().unwrap().is_empty()
                && parameter["low"].as_f64() <= parameter["high"].as_f64()
        );
    }
    for name in ["general.hard_set_s", "general.direct_set_scale", "growth.gain", "activation.hamstrings.0"] {
        assert!(answer["parameters"].as_array().unwrap().iter().any(|p| p["name"] == name), "{name}");
    }
}

#[test]
fn why_on_a_day_looks_at_that_day_alone() {
    let arguments = ["why", "2026-09-08", "hamstrings", "--folder", "examples", "--profile", "examples/runner.toml"];
    let page = stdout(&striate(&arguments));
    assert!(page.starts_with("On 2026-09-08 the hamstrings got"), "{page}");
    assert!(page.contains("8x200m.fit") && page.contains("effort 8") && !page.contains("growth.gain"), "{page}");
    let unknown = striate(&["why", "hamstirngs", "--folder", "examples"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("did you mean hamstrings"), "{}", stderr(&unknown));
}
