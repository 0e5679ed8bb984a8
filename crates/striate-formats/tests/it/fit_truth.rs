//! Laps and sets of real sessions against what another decoder read, one by one.

use crate::corpus;
use serde_json::Value;
use striate_formats::fit;
use striate_model::{ExerciseRef, Lap, LiftSet, Recording, SetKind};

#[test]
fn each_lap_and_set_of_the_known_sessions_is_where_another_decoder_found_it() {
    let Some(folder) = corpus::folder() else { return };
    let mut compared = 0;
    for entry in std::fs::read_dir(folder.join("truth")).unwrap() {
        let truth: Value = serde_json::from_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        let file = truth["file"].as_str().unwrap();
        let recordings = fit::decode(&std::fs::read(folder.join(file)).unwrap()).unwrap().recordings;
        let segments = truth["segments"].as_array().unwrap();
        let is_lifting = segments[0].get("reps").is_some();
        compared += if is_lifting { sets(file, segments, &recordings) } else { laps(file, segments, &recordings) };
    }
    println!("{compared} laps and sets compared");
    assert!(compared > 150);
}

fn laps(file: &str, segments: &[Value], recordings: &[Recording]) -> usize {
    let ours: Vec<&Lap> = recordings.iter().flat_map(|r| &r.laps).collect();
    assert_eq!(ours.len(), segments.len(), "{file}");
    for (lap, said) in ours.iter().zip(segments) {
        assert_eq!(lap.start.as_unix_ms(), unix_ms(&said["start"]), "{file}");
        assert_eq!(lap.end.as_unix_ms(), unix_ms(&said["end"]), "{file}");
        assert_eq!(lap.workout_step.map(u64::from), said["wkt_step_index"].as_u64(), "{file}");
        let metres = said["distance_m"].as_f64().unwrap();
        assert!((lap.distance.unwrap().as_m() - metres).abs() < 0.01, "{file}");
    }
    ours.len()
}

fn sets(file: &str, segments: &[Value], recordings: &[Recording]) -> usize {
    let ours: Vec<&LiftSet> = recordings.iter().flat_map(|r| &r.sets).collect();
    assert_eq!(ours.len(), segments.len(), "{file}");
    for (set, said) in ours.iter().zip(segments) {
        assert_eq!(set.start.unwrap().as_unix_ms(), unix_ms(&said["start"]), "{file}");
        assert!((set.duration.unwrap().as_s() - said["duration_s"].as_f64().unwrap()).abs() < 0.001, "{file}");
        assert_eq!(set.kind == SetKind::Active, said["label"] == "active", "{file}");
        assert_eq!(set.reps.map(u64::from), said["reps"].as_u64(), "{file}");
        let known = |c: &&Value| c.as_str().is_some_and(|name| name != "unknown");
        let categories = said["category"].as_array().map_or(0, |all| all.iter().filter(known).count());
        let guesses = match &set.exercise {
            Some(ExerciseRef::Fit(guesses)) => guesses.len(),
            _ => 0,
        };
        assert_eq!(guesses, categories, "{file}");
    }
    ours.len()
}

/// `2025-09-23T10:08:29+00:00`, with or without a fraction, in milliseconds of the Unix epoch.
fn unix_ms(text: &Value) -> i64 {
    text.as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_millisecond()
}
