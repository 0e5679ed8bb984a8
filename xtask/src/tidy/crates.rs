//! Which crate may use which: the drawing in ARCHITECTURE.md, held by machine.

use crate::run::cargo_output;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

/// Libraries that mean IO or a runtime; none of them below the line.
const IO_LIBRARIES: [&str; 9] =
    ["tokio", "sqlx", "axum", "reqwest", "hyper", "rusqlite", "rayon", "tempfile", "walkdir"];

/// A floor of the house: crates that know nothing of one another and use only floors below.
struct Floor {
    crates: &'static [&'static str],
    /// Below the line: no IO, no clock, no environment, no threads.
    is_pure: bool,
}

/// The floors, the lowest first. What is built only for development uses none of them but as a dev-dependency.
const FLOORS: [Floor; 12] = [
    Floor { crates: &["striate-lab", "xtask"], is_pure: false },
    Floor { crates: &["striate-model"], is_pure: true },
    Floor { crates: &["striate-parameters", "striate-text"], is_pure: true },
    Floor {
        crates: &[
            "striate-formats",
            "striate-segment",
            "striate-stimulus",
            "striate-state",
            "striate-plan",
            "striate-synth",
        ],
        is_pure: true,
    },
    Floor { crates: &["striate-archive", "striate-journal", "striate-duplicates", "striate-evidence"], is_pure: true },
    Floor { crates: &["striate-analysis"], is_pure: true },
    Floor { crates: &["striate-history"], is_pure: true },
    Floor { crates: &["striate-planner"], is_pure: true },
    Floor { crates: &["striate-store"], is_pure: false },
    Floor { crates: &["striate-app"], is_pure: false },
    Floor { crates: &["striate-server"], is_pure: false },
    Floor { crates: &["striate"], is_pure: false },
];

/// What cargo knows of the workspace's own crates.
pub(super) fn metadata() -> Result<Value> {
    let metadata = cargo_output(&["metadata", "--no-deps", "--format-version", "1"])?;
    serde_json::from_str(&metadata).context("cargo metadata is not JSON")
}

pub(super) fn check(root: &Path, metadata: &Value) -> Result<Vec<String>> {
    let mut complaints = edges(metadata);
    complaints.extend(clippy_copies(root, metadata)?);
    complaints.extend(dependency_reasons(&std::fs::read_to_string(root.join("Cargo.toml"))?));
    complaints.extend(absences(root, metadata)?);
    Ok(complaints)
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

fn name(value: &Value) -> &str {
    value["name"].as_str().unwrap_or_default()
}

/// The floor that a crate stands on, counted from below.
fn floor(of: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.crates.contains(&of))
}

fn is_pure(name: &str) -> bool {
    floor(name).is_some_and(|at| FLOORS[at].is_pure)
}

fn edges(metadata: &Value) -> Vec<String> {
    let mut complaints = Vec::new();
    for package in packages(metadata) {
        let from = name(package);
        let Some(own) = floor(from) else {
            complaints.push(format!("{from}: not in the crate drawing (xtask/src/tidy/crates.rs and ARCHITECTURE.md)"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to = name(dependency);
            let is_dev = dependency["kind"] == "dev";
            if !is_dev && floor(to).is_some_and(|of_other| of_other >= own) {
                complaints.push(format!("{from} must not depend on {to}: a crate uses only floors below it"));
            }
            if !is_dev && is_pure(from) && IO_LIBRARIES.contains(&to) {
                complaints.push(format!("{from} must not depend on {to}: no IO and no threads below the line"));
            }
        }
    }
    complaints
}

/// A crate's own clippy.toml replaces the root's, so every pure crate carries a full copy.
fn clippy_copies(root: &Path, metadata: &Value) -> Result<Vec<String>> {
    let law = std::fs::read_to_string(root.join("crates/striate-model/clippy.toml"))?;
    let mut complaints = Vec::new();
    for package in packages(metadata).map(name).filter(|n| is_pure(n)) {
        let path = format!("crates/{package}/clippy.toml");
        if std::fs::read_to_string(root.join(&path)).unwrap_or_default() != law {
            complaints.push(format!("{path} differs from crates/striate-model/clippy.toml"));
        }
    }
    Ok(complaints)
}

/// Each external dependency says in one line why it is here.
fn dependency_reasons(manifest: &str) -> Vec<String> {
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    section
        .lines()
        .filter(|l| l.contains('=') && !l.trim_start().starts_with('#') && !l.contains("path = "))
        .filter(|l| l.split_once(" # ").is_none_or(|(_, reason)| reason.trim().len() <= 10))
        .map(|l| format!("Cargo.toml: say in one line why this dependency is here: {l}"))
        .collect()
}

/// Each crate opens with what it does and names what it does not.
fn absences(root: &Path, metadata: &Value) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for package in packages(metadata).map(name).filter(|n| is_pure(n)) {
        let path = format!("crates/{package}/src/lib.rs");
        let text = std::fs::read_to_string(root.join(&path)).with_context(|| path.clone())?;
        if !text.starts_with("//!") || !text.contains("This crate does not") {
            complaints.push(format!("{path} must open with what the crate does, then \"This crate does not ...\""));
        }
    }
    Ok(complaints)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(from: &str, to: &str, kind: Option<&str>) -> Value {
        serde_json::json!({ "packages": [
            { "name": from, "dependencies": [{ "name": to, "kind": kind }] },
            { "name": "striate-model", "dependencies": [] },
            { "name": "striate-stimulus", "dependencies": [] },
            { "name": "striate-planner", "dependencies": [] },
        ]})
    }

    #[test]
    fn one_stage_must_not_use_another() {
        assert_eq!(edges(&metadata("striate-segment", "striate-stimulus", None)).len(), 1);
        assert!(edges(&metadata("striate-segment", "striate-stimulus", Some("dev"))).is_empty());
        assert!(edges(&metadata("striate-segment", "striate-model", None)).is_empty());
    }

    #[test]
    fn a_crate_must_not_use_a_floor_above_it() {
        assert_eq!(edges(&metadata("striate-history", "striate-planner", None)).len(), 1);
        assert_eq!(edges(&metadata("striate-history", "striate-planner", Some("build"))).len(), 1);
        assert!(edges(&metadata("striate-server", "striate-planner", None)).is_empty());
    }

    #[test]
    fn every_crate_stands_on_one_floor() {
        let all: Vec<&str> = FLOORS.iter().flat_map(|floor| floor.crates.iter().copied()).collect();
        let once: std::collections::BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), once.len());
    }

    #[test]
    fn a_runtime_below_the_line_is_refused() {
        assert_eq!(edges(&metadata("striate-formats", "tokio", None)).len(), 1);
        assert!(edges(&metadata("striate", "rayon", None)).is_empty());
    }

    #[test]
    fn a_new_crate_must_be_drawn_first() {
        assert_eq!(edges(&metadata("striate-magic", "striate-model", None)).len(), 1);
    }

    #[test]
    fn a_dependency_without_a_reason_is_named() {
        let manifest = "[workspace.dependencies]\na = \"1\" # a long enough reason\nb = \"2\"\n\n[lints]\nc = \"3\"\n";
        assert_eq!(dependency_reasons(manifest).len(), 1);
    }
}
