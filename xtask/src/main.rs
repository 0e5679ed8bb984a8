//! The project's own automation: one command for everything that a developer or CI does. It uses none of the
//! product's crates, so that it still runs when they do not build.

mod bench;
mod contract;
mod postgres;
mod run;
mod test;
mod tidy;
mod web;

use anyhow::Result;
use clap::{Parser, Subcommand};
use run::{cargo, workspace_root};
use std::process::ExitCode;

/// The project's own automation.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Formatting, clippy with warnings denied, the house rules and the documentation build.
    Lint,
    /// The tests that a change is likely to break, the web app's first. Tests on real recordings print that they are skipped
    /// where there are none.
    Test {
        /// Every test: adds simulated years, hundreds of kills, deep random tests, scores and every page in a browser.
        #[arg(long)]
        all: bool,
    },
    /// The API held against its own description on a running server.
    Contract,
    /// The house rules that clippy cannot see.
    Tidy,
    /// Accepts the present output as right: snapshots, examples and generated pages. Look at the diff before you commit.
    Bless,
    /// Measures speed beside the peers and writes docs/reference/performance.md.
    Bench {
        /// Prints the table without writing the page.
        #[arg(long)]
        dry_run: bool,
    },
    /// Writes the pictures of every page of the demo into docs/guide/pictures.
    Shots,
    /// Scores the detection of efforts and kinds on the public test set and writes docs/reference/detection.md.
    Score,
    /// A year of simulated life for nine athletes under three policies; writes the table in docs/methods/planning.md.
    Year,
    /// Runs a fuzz target on the stable toolchain.
    Fuzz {
        /// The target in fuzz/fuzz_targets.
        target: String,
        /// For how long, in seconds.
        #[arg(long, default_value_t = 300)]
        seconds: u32,
        /// Folders with seed files; they are read, never copied into the project.
        seeds: Vec<std::path::PathBuf>,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Lint => lint(),
        Task::Test { all } => test::run(if all { test::Tier::All } else { test::Tier::Quick }),
        Task::Contract => contract::test(contract::Depth::Deep),
        Task::Tidy => tidy::run(&workspace_root()),
        Task::Bless => bless(),
        Task::Bench { dry_run } => bench::run(dry_run),
        Task::Shots => web::shots(),
        Task::Score => score(),
        Task::Year => year(),
        Task::Fuzz { target, seconds, seeds } => fuzz(&target, seconds, &seeds),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            run::say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn lint() -> Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    tidy::run(&workspace_root())?;
    run::cargo_with(
        &["doc", "--workspace", "--no-deps", "--document-private-items"],
        &[("RUSTDOCFLAGS", "-D warnings")],
    )
}

fn score() -> Result<()> {
    let page = workspace_root().join("docs/reference/detection.md").display().to_string();
    let test = [
        "test",
        "--package",
        "striate-segment",
        "--test",
        "it",
        "--",
        "--nocapture",
        "--include-ignored",
        "the_test_set_is_scored",
    ];
    run::cargo_with(&test, &[("STRIATE_SCORE_WRITE", &page)])
}

const YEAR: [&str; 2] = ["<!-- year -->\n", "<!-- /year -->"];

fn year() -> Result<()> {
    let table = workspace_root().join("target/year.md");
    let path = table.display().to_string();
    let test = [
        "test",
        "--package",
        "striate-planner",
        "--lib",
        "a_year_of_nine_lives",
        "--",
        "--nocapture",
        "--include-ignored",
    ];
    run::cargo_with(&test, &[("STRIATE_YEAR_WRITE", &path)])?;
    let page = workspace_root().join("docs/methods/planning.md");
    let (text, table) = (std::fs::read_to_string(&page)?, std::fs::read_to_string(&table)?);
    let [from, to] = YEAR;
    let (Some(start), Some(end)) = (text.find(from), text.find(to)) else {
        anyhow::bail!("{} has no place for the table", page.display());
    };
    let start = start + from.len();
    std::fs::write(&page, format!("{}\n{table}\n{}", &text[..start], &text[end..]))?;
    Ok(())
}

fn bless() -> Result<()> {
    cargo(&["run", "--quiet", "--package", "striate-synth", "--example", "write_examples"])?;
    run::cargo_with(&[&["test"], run::PRODUCT].concat(), &[("STRIATE_BLESS", "1"), ("INSTA_UPDATE", "always")])
}

/// Coverage feedback for libFuzzer without a nightly compiler: the passes that `cargo fuzz` would ask for, by name.
const FUZZ_FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

fn fuzz(target: &str, seconds: u32, seeds: &[std::path::PathBuf]) -> Result<()> {
    let host = run::host_triple()?;
    let manifest = workspace_root().join("fuzz/Cargo.toml");
    let corpus = workspace_root().join("fuzz/corpus").join(target);
    let artifacts = workspace_root().join("fuzz/artifacts").join(target);
    std::fs::create_dir_all(&corpus)?;
    std::fs::create_dir_all(&artifacts)?;
    let seconds = format!("-max_total_time={seconds}");
    let artifact_prefix = format!("-artifact_prefix={}/", artifacts.display());
    let seeds: Vec<String> = seeds.iter().map(|s| s.display().to_string()).collect();
    let (manifest, corpus) = (manifest.display().to_string(), corpus.display().to_string());
    let mut arguments =
        vec!["run", "--release", "--manifest-path", &manifest, "--target", &host, "--bin", target, "--", &corpus];
    arguments.extend(seeds.iter().map(String::as_str));
    arguments.extend([seconds.as_str(), artifact_prefix.as_str(), "-rss_limit_mb=2048", "-timeout=10"]);
    run::cargo_with(&arguments, &[("RUSTFLAGS", FUZZ_FLAGS)])
}
