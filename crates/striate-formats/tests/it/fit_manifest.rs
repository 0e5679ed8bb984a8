//! Every FIT file of the corpus gives what an independent decoder read.

use crate::corpus;
use std::collections::BTreeMap;
use striate_formats::fit;
use striate_model::{Recording, SetKind};

/// What a row says and what we decode, column by column.
struct Line {
    name: &'static str,
    said: String,
    ours: String,
    holds: bool,
}

#[test]
fn every_fit_file_of_the_corpus_decodes_to_its_row_of_the_manifest() {
    let Some(folder) = corpus::folder() else { return };
    let mut misses = Vec::new();
    let rows = corpus::manifest(&folder, ".fit");
    assert!(rows.len() >= 20, "the manifest lists {} FIT files", rows.len());
    for row in &rows {
        let file = &row["file"];
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let decoded = fit::decode(&bytes).unwrap();
        println!("{file}");
        for line in lines(row, &decoded.recordings) {
            let mark = if line.holds { ' ' } else { '!' };
            println!("  {mark} {:<10} {:<60} {}", line.name, line.said, line.ours);
            if !line.holds {
                misses.push(format!("{file}: {} is {}, not {}", line.name, line.ours, line.said));
            }
        }
        for warning in &decoded.warnings {
            println!("    {} {:?} {}", warning.code.as_str(), warning.offset, warning.message);
        }
        let steps: usize = decoded
            .workouts
            .iter()
            .chain(decoded.recordings.iter().filter_map(|r| r.workout.as_ref()))
            .map(|w| w.steps.len())
            .sum();
        if steps.to_string() != row["workout_steps"] {
            misses.push(format!("{file}: {steps} workout steps, not {}", row["workout_steps"]));
        }
        for recording in &decoded.recordings {
            assert!(recording.streams.is_consistent(), "{file}");
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

fn lines(row: &BTreeMap<String, String>, recordings: &[Recording]) -> Vec<Line> {
    let said = |name: &str| row[name].split('|').map(str::to_owned).collect::<Vec<_>>();
    let each = |name, said: Vec<String>, ours: Vec<String>, tolerance: f64| {
        let same = |(said, ours): (&String, &String)| match (said.parse::<f64>(), ours.parse::<f64>()) {
            (Ok(said), Ok(ours)) => (said - ours).abs() <= tolerance,
            _ => said == ours,
        };
        let holds = said.len() == ours.len() && said.iter().zip(&ours).all(same);
        Line { name, said: said.join("|"), ours: ours.join("|"), holds }
    };
    let ours = |value: fn(&Recording) -> String| {
        if recordings.is_empty() { vec![String::new()] } else { recordings.iter().map(value).collect() }
    };
    let sum = |value: fn(&Recording) -> usize| vec![recordings.iter().map(value).sum::<usize>().to_string()];
    let sports: Vec<String> = said("sport").iter().map(|s| s.replace("None", "generic")).collect();
    let starts: Vec<String> = said("start").iter().filter(|s| !s.is_empty()).map(|s| unix_s(s)).collect();
    // Distances of zero are what devices write where nothing counts distance.
    let distances =
        said("distance_m").iter().map(|s| if s.is_empty() { "none".to_owned() } else { s.clone() }).collect();
    let has_session = !row["sport"].is_empty();
    let mut lines = vec![
        each("samples", vec![row["records"].clone()], sum(|r| r.streams.len()), 0.0),
        each("laps", vec![row["laps"].clone()], sum(|r| r.laps.len()), 0.0),
        each("sets", vec![row["sets"].clone()], sum(|r| r.sets.len()), 0.0),
        each(
            "active",
            vec![row["sets_active"].clone()],
            sum(|r| r.sets.iter().filter(|s| s.kind == SetKind::Active).count()),
            0.0,
        ),
    ];
    if has_session {
        lines.extend([
            each("sport", sports, ours(|r| format!("{}/{}", r.sport.as_str(), r.sub_sport.as_str())), 0.0),
            each("start", starts, ours(|r| (r.start.as_unix_ms() / 1000).to_string()), 0.0),
            each("timer", said("timer_s"), ours(|r| r.timer.map_or("none".into(), |t| t.as_s().to_string())), 0.001),
            each(
                "elapsed",
                said("elapsed_s"),
                ours(|r| r.elapsed.map_or("none".into(), |t| t.as_s().to_string())),
                0.001,
            ),
            each("distance", distances, ours(|r| r.distance.map_or("none".into(), |d| d.as_m().to_string())), 0.01),
            each("hr mean", said("avg_hr"), ours(|r| r.hr_mean.map_or(String::new(), |h| h.as_bpm().to_string())), 0.0),
            each("hr max", said("max_hr"), ours(|r| r.hr_max.map_or(String::new(), |h| h.as_bpm().to_string())), 0.0),
        ]);
    }
    lines
}

/// `2018-06-14 14:55:22+00:00` in seconds of the Unix epoch (days by Howard Hinnant's `days_from_civil`).
fn unix_s(text: &str) -> String {
    let part = |from: usize, to: usize| text[from..to].parse::<i64>().unwrap();
    let (year, month, day) = (part(0, 4), part(5, 7), part(8, 10));
    let shifted = if month <= 2 { year - 1 } else { year };
    let era_year = shifted.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let days =
        shifted.div_euclid(400) * 146_097 + era_year * 365 + era_year / 4 - era_year / 100 + day_of_year - 719_468;
    (days * 86_400 + part(11, 13) * 3600 + part(14, 16) * 60 + part(17, 19)).to_string()
}
