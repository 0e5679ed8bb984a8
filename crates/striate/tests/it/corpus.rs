//! Real recordings, where they are present: every file of the manifest gets an answer, none of them panics.

use crate::{root, stderr, striate};
use std::io::Write;
use std::path::PathBuf;

/// The folder of real recordings, or a printed line that it is not there.
fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("STRIATE_CORPUS").map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    if folder.join("manifest.csv").exists() {
        return Some(folder);
    }
    // Not through print!, which the test harness would swallow.
    let _ = writeln!(std::io::stderr(), "skipped: no real recordings at {} (set STRIATE_CORPUS)", folder.display());
    None
}

#[test]
fn every_real_recording_gets_an_answer() {
    let Some(folder) = corpus() else { return };
    let output = striate(&["analyze", "--format", "json", &folder.display().to_string()]);
    let messages = stderr(&output);
    assert!(!messages.contains("panicked"), "{messages}");
    assert_eq!(output.status.code(), Some(0), "{messages}");
    let answers: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    for answer in answers.as_array().unwrap() {
        let is_answer = !answer["recordings"].as_array().unwrap().is_empty() || answer["workout"].is_object();
        assert!(is_answer, "{}", answer["file"]);
    }
}
