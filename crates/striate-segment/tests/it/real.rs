//! Real recordings and their known repetitions, read where they are present; nothing of them is kept here.

use striate_formats::decode;
use striate_model::{Recording, Timestamp};

/// The recordings whose repetitions are known from laps, splits or workout steps.
pub(crate) const KNOWN: [&str; 3] =
    ["running-with-developer-data", "20210604_track_run_garmin_fenix_6", "hrv-activity"];

/// The bytes of a corpus file, or `None` with a printed line where the corpus is absent.
pub(crate) fn bytes(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var("STRIATE_CORPUS")
        .unwrap_or_else(|_| format!("{}/../../../shared/corpus", env!("CARGO_MANIFEST_DIR")));
    let bytes = std::fs::read(format!("{folder}/{name}")).ok();
    if bytes.is_none() {
        println!("skipped: {name} is not at {folder}");
    }
    bytes
}

pub(crate) fn recordings(name: &str) -> Option<Vec<Recording>> {
    Some(decode(&bytes(name)?, name).expect("corpus files can be read").recordings)
}

/// The known efforts of a recording, seconds after its start.
pub(crate) fn truth(stem: &str, start: Timestamp) -> Option<Vec<(f64, f64)>> {
    let truth: serde_json::Value =
        serde_json::from_slice(&bytes(&format!("truth/{stem}.json"))?).expect("a truth file is JSON");
    let seconds = |at: &serde_json::Value| {
        let at: jiff::Timestamp = at.as_str().expect("an instant").parse().expect("an instant is RFC 3339");
        Timestamp::from_unix_ms(at.as_millisecond()).since(start).as_s()
    };
    let is_work = |s: &&serde_json::Value| ["work", "interval_active"].iter().any(|w| s["label"] == *w);
    let segments = truth["segments"].as_array().expect("a truth file has segments");
    Some(segments.iter().filter(is_work).map(|s| (seconds(&s["start"]), seconds(&s["end"]))).collect())
}
