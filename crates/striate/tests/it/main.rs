//! The whole binary, as a person or a program calls it.

mod analyze;
mod archive;
mod audit;
mod contract;
mod corpus;
mod database;
mod export;
mod files;
mod import;
mod journal;
mod killed;
mod logs;
mod plan;
mod readme;
mod serve;
mod snapshots;
mod state;
mod validate;

use std::path::PathBuf;
use std::process::{Command, Output};

/// The workspace's root folder.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace exists")
}

/// Runs the binary in the workspace's root, without colours or a terminal.
fn striate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_striate"))
        .args(arguments)
        .current_dir(root())
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("answers are UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

fn json(arguments: &[&str]) -> serde_json::Value {
    let output = striate(arguments);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{arguments:?} printed no JSON ({e}): {} {}", stdout(&output), stderr(&output)))
}
