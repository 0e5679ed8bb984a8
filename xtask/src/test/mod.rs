//! Every test in two tiers. The quick tier is everything that a change is likely to break; `--all` adds what takes long:
//! simulated years, hundreds of kills, deep random tests, scores, and every page in the browser. [`tiers`] has the lists.

mod rust;
mod tiers;

use crate::run::say;
use crate::{contract, postgres, web};
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

pub(crate) use tiers::Tier;

/// Runs the tests of a tier: one part after the other, whatever failed before, except that nothing runs where the build
/// fails. Prints the time of each part and the slowest tests.
pub(crate) fn run(tier: Tier) -> Result<()> {
    let runner = rust::Runner::found();
    say(&format!("test: {} tier; Rust tests run by {}", tier.name(), runner.name()));
    postgres::install_where_possible();
    let mut parts = Parts::default();
    parts.run("web app", web::test);
    let mut slowest = Vec::new();
    if parts.run("build", || runner.build(tier)) {
        parts.run("Rust", || runner.run(tier, rust::Select::ExceptDatabases, &mut slowest));
        parts.run("databases", || runner.run(tier, rust::Select::Databases, &mut slowest));
        parts.run("API contract", || contract::test(tier.contract_depth()));
        parts.run("browser", || web::browser(&tier.browser_files()));
    }
    slowest.sort_by(|a, b| b.time.total_cmp(&a.time));
    say("\nthe slowest tests:");
    for test in slowest.iter().take(10) {
        say(&format!("{:>8.1} s  {}", test.time, test.name));
    }
    if tier == Tier::Quick {
        let long = slowest.iter().filter(|t| t.time > tiers::QUICK_LIMIT_S && !tiers::may_be_long(&t.name));
        for test in long {
            say(&format!(
                "{} took over {} s: move it to --all, or say why not in xtask/src/test/tiers.rs",
                test.name,
                tiers::QUICK_LIMIT_S
            ));
        }
    }
    parts.tell()
}

/// How long a test or a whole test program took.
struct Timed {
    name: String,
    /// Seconds.
    time: f64,
}

/// The parts that ran: name, time, and what went wrong.
#[derive(Default)]
struct Parts(Vec<(&'static str, Duration, Option<anyhow::Error>)>);

impl Parts {
    /// Runs a part; whether it passed.
    fn run(&mut self, name: &'static str, part: impl FnOnce() -> Result<()>) -> bool {
        let start = Instant::now();
        let failed = part().err();
        let is_passed = failed.is_none();
        self.0.push((name, start.elapsed(), failed));
        is_passed
    }

    /// Prints the table; an error that names the parts that failed.
    fn tell(self) -> Result<()> {
        say("\nthe parts:");
        let mut failed = Vec::new();
        let mut sum = Duration::ZERO;
        for (name, time, error) in self.0 {
            sum += time;
            let outcome = error.as_ref().map_or("passed".to_owned(), |e| format!("FAILED: {e:#}"));
            say(&format!("{:>8.1} s  {name}: {outcome}", time.as_secs_f64()));
            failed.extend(error.map(|_| name));
        }
        say(&format!("{:>8.1} s  in all", sum.as_secs_f64()));
        if failed.is_empty() { Ok(()) } else { bail!("failed: {}", failed.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_part_is_named_and_the_others_still_run() {
        let mut parts = Parts::default();
        assert!(!parts.run("first", || bail!("broken")));
        assert!(parts.run("second", || Ok(())));
        assert_eq!(parts.tell().unwrap_err().to_string(), "failed: first");
        assert!(Parts::default().tell().is_ok());
    }
}
