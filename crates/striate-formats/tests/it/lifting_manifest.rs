//! Every lifting log of the corpus gives the workouts, rows, sorts of sets and volume that an independent reader counted.

use crate::corpus;
use striate_formats::lifting::{self, LiftingOptions};
use striate_model::{LiftSet, Recording, SetKind};

#[test]
fn every_lifting_log_of_the_corpus_decodes_to_its_row_of_the_manifest() {
    let Some(folder) = corpus::folder() else { return };
    if !folder.join("lifting/manifest.csv").is_file() {
        println!("skipped: no lifting logs in {}", folder.display());
        return;
    }
    let rows = corpus::manifest(&folder.join("lifting"), ".csv");
    assert!(!rows.is_empty(), "the manifest lists no lifting log");
    for row in &rows {
        let bytes = std::fs::read(folder.join(&row["file"])).unwrap();
        let decoded = lifting::decode(&bytes, &LiftingOptions::default()).unwrap();
        let sets: Vec<&LiftSet> = decoded.recordings.iter().flat_map(|r| &r.sets).collect();
        let others: u32 = decoded.unknown.iter().filter(|(what, _)| !what.starts_with("workout")).map(|(_, n)| n).sum();
        let volume: f64 = sets.iter().filter_map(|s| Some(s.load?.value * f64::from(s.reps?))).sum();
        println!(
            "{}: {} workouts, {} sets, {:?}, volume {volume}",
            row["file"],
            decoded.recordings.len(),
            sets.len(),
            decoded.unknown
        );
        for warning in &decoded.warnings {
            println!("  {} {}", warning.code.as_str(), warning.message);
        }
        let said = |column: &str| row[column].parse::<f64>().unwrap();
        let typed = |sort: &str| set_types(&row["set_types"]).find(|(name, _)| name == sort).map_or(0, |(_, n)| n);
        assert_eq!(decoded.recordings.len() as f64, said("workouts"));
        assert_eq!((sets.len() + others as usize) as f64, said("rows"));
        assert!((volume - said("volume_native_units")).abs() < 0.5, "volume {volume}");
        assert_eq!(sets.iter().filter(|s| s.kind == SetKind::Warmup).count(), typed("warmup"));
        let to_failure = |s: &&&LiftSet| s.kind == SetKind::Active && s.reps_in_reserve == Some(0.0);
        assert!(sets.iter().filter(to_failure).count() >= typed("failure"));
        for end in ["first", "last"] {
            assert!(decoded.recordings.iter().any(|r| is_start(r, &row[end])), "no workout starts at {}", row[end]);
        }
        let serious = decoded.warnings.iter().filter(|w| w.code.as_str() != "assumed");
        assert_eq!(serious.count(), 0, "{:#?}", decoded.warnings);
    }
}

/// The counts of a dictionary as Python prints it.
fn set_types(text: &str) -> impl Iterator<Item = (String, usize)> {
    text.trim_matches(['{', '}']).split(", ").map(|pair| {
        let (name, n) = pair.split_once(": ").unwrap();
        (name.trim_matches('\'').to_owned(), n.parse().unwrap())
    })
}

/// Whether a recording starts at a time that is written as `9 Sep 2025, 06:46` or `2025-10-08 13:03:21`.
fn is_start(recording: &Recording, text: &str) -> bool {
    let start = jiff::Timestamp::from_millisecond(recording.start.as_unix_ms()).unwrap();
    ["%-d %b %Y, %H:%M", "%Y-%m-%d %H:%M:%S"].iter().any(|form| start.strftime(form).to_string() == text)
}
