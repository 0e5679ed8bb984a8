//! The Rust tests: by `cargo nextest` where it is installed, by `cargo test` elsewhere.

use super::Timed;
use super::tiers::Tier;
use crate::run::{self, cargo, say, workspace_root};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc;

/// Who runs the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Runner {
    /// `cargo nextest`: a process for each test, times of single tests.
    Nextest,
    /// `cargo test`: a process for each test program, times of programs.
    CargoTest,
}

/// Which tests of the tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Select {
    /// All but those that need a PostgreSQL server.
    ExceptDatabases,
    /// Those that need a PostgreSQL server.
    Databases,
}

/// The module of the store's tests that need a PostgreSQL server.
const DATABASES: &str = "postgres::";

impl Runner {
    /// What is installed.
    pub(super) fn found() -> Self {
        let mut command = Command::new("cargo-nextest");
        let told = command.args(["nextest", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if told.is_ok_and(|s| s.success()) { Self::Nextest } else { Self::CargoTest }
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Nextest => "cargo nextest",
            Self::CargoTest => "cargo test (cargo nextest is not installed)",
        }
    }

    /// Compiles every test program of the tier.
    pub(super) fn build(self, tier: Tier) -> Result<()> {
        let command: &[&str] = match self {
            Self::Nextest => &["nextest", "run", "--no-run"],
            Self::CargoTest => &["test", "--no-run"],
        };
        cargo(&[command, tier.packages()].concat())
    }

    /// Runs tests and adds how long they took.
    pub(super) fn run(self, tier: Tier, select: Select, times: &mut Vec<Timed>) -> Result<()> {
        match self {
            Self::Nextest => nextest(tier, select, times),
            Self::CargoTest => cargo_test(tier, select, times),
        }
    }
}

fn nextest(tier: Tier, select: Select, times: &mut Vec<Timed>) -> Result<()> {
    let report = run::target_folder().join("nextest/default/junit.xml");
    let _ = std::fs::remove_file(&report);
    let which = match select {
        Select::Databases => format!("test(/^{DATABASES}/)"),
        Select::ExceptDatabases => format!("not test(/^{DATABASES}/)"),
    };
    let ignored: &[&str] = if tier == Tier::All { &["--run-ignored", "all"] } else { &[] };
    let command = ["nextest", "run", "--no-fail-fast", "--status-level", "slow", "-E", &which];
    let done = cargo(&[&command[..], tier.packages(), ignored].concat());
    if let Ok(report) = std::fs::read_to_string(&report) {
        times.extend(junit(&report));
    }
    done
}

/// The test cases of a JUnit report.
fn junit(report: &str) -> impl Iterator<Item = Timed> {
    report.split("<testcase").skip(1).filter_map(|case| {
        // Its own attributes alone: behind the last case of a suite comes the next suite with a name.
        let case = case.split('>').next()?;
        let attribute = |name: &str| case.split_once(&format!(" {name}=\""))?.1.split('"').next();
        let name = format!("{} {}", attribute("classname")?, attribute("name")?);
        Some(Timed { name, time: attribute("time")?.parse().ok()? })
    })
}

/// `cargo test` tells no times of single tests on the stable toolchain: the times are those of whole programs.
fn cargo_test(tier: Tier, select: Select, times: &mut Vec<Timed>) -> Result<()> {
    let mut arguments = [&["test", "--no-fail-fast"], tier.packages()].concat();
    match select {
        Select::Databases => arguments.extend(["--test", "it", "--", DATABASES]),
        Select::ExceptDatabases => arguments.extend(["--", "--skip", DATABASES]),
    }
    if tier == Tier::All {
        arguments.push("--include-ignored");
    }
    say(&format!("$ cargo {}", arguments.join(" ")));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(&arguments).current_dir(workspace_root()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().context("cannot start cargo")?;
    let (out, error) = (child.stdout.take().context("no output")?, child.stderr.take().context("no output")?);
    let (send, lines) = mpsc::channel();
    let also = send.clone();
    let mut program = String::new();
    std::thread::scope(|scope| {
        scope.spawn(move || BufReader::new(out).lines().map_while(Result::ok).try_for_each(|l| send.send(l)));
        scope.spawn(move || BufReader::new(error).lines().map_while(Result::ok).try_for_each(|l| also.send(l)));
        for line in lines {
            if let Some(named) = running(&line) {
                program = named.to_owned();
            } else if let Some(time) = finished(&line) {
                times.push(Timed { name: program.clone(), time });
            }
            say(&line);
        }
    });
    if !child.wait()?.success() {
        bail!("`cargo {}` failed", arguments.join(" "));
    }
    Ok(())
}

/// The program of a line like `Running tests/it/main.rs (target/debug/deps/it-0123456789abcdef)`.
fn running(line: &str) -> Option<&str> {
    let line = line.trim_start().strip_prefix("Running ")?;
    let program = line.rsplit_once("deps/").map_or(line, |(_, program)| program);
    Some(program.trim_end_matches(')'))
}

/// The seconds of a line like `test result: ok. 3 passed; 0 failed; ...; finished in 0.41s`.
fn finished(line: &str) -> Option<f64> {
    let (_, time) = line.strip_prefix("test result: ")?.rsplit_once("finished in ")?;
    time.trim_end_matches('s').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_of_a_nextest_report_are_read() {
        let report = r#"<testsuite name="striate-store::it" tests="2">
            <testcase name="killed::often" classname="striate-store::it" timestamp="2026-11-30T16:00:00" time="23.500">
            </testcase><testcase name="story::all" classname="striate-store::it" time="1.250"/></testsuite>
            <testsuite name="striate-synth"></testsuite>"#;
        let times: Vec<(String, f64)> = junit(report).map(|t| (t.name, t.time)).collect();
        let expected = [("striate-store::it killed::often", 23.5), ("striate-store::it story::all", 1.25)];
        assert_eq!(times, expected.map(|(name, time)| (name.to_owned(), time)));
    }

    #[test]
    fn the_times_of_cargo_test_are_read() {
        assert_eq!(running("     Running tests/it/main.rs (target/debug/deps/it-0a1b)"), Some("it-0a1b"));
        assert_eq!(running("test result: ok."), None);
        let line = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.41s";
        assert_eq!(finished(line), Some(0.41));
        assert_eq!(finished("test a ... ok"), None);
    }
}
