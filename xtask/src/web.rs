//! The web app's own tools: packages, types, unit tests, the bundle.

use crate::run::{cargo, say, workspace_root};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Types, unit tests and the bundle of `web/`. Without npm it says so and goes on, except in CI, where that is a failure.
pub(crate) fn test() -> Result<()> {
    if !has("npm") {
        return missing("the web app", "npm is missing; install Node.js 20 or newer");
    }
    let web = workspace_root().join("web");
    packages(&web)?;
    for script in ["check", "test", "build"] {
        npm(&web, &["run", "--silent", script])?;
    }
    Ok(())
}

/// The pages in Debian's Chromium, which is installed where that is allowed.
pub(crate) fn browser() -> Result<()> {
    if !has("npm") {
        return missing("the pages in a browser", "npm is missing; install Node.js 20 or newer");
    }
    if !has(BROWSER) {
        say("$ apt-get install chromium");
        let install = "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core";
        // Without the right to install anything it is still missing, and said so.
        let _ = Command::new("sh").args(["-c", install]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
    if !has(BROWSER) {
        return missing(
            "the pages in a browser",
            "chromium is missing; apt-get install chromium, or name one in CHROMIUM",
        );
    }
    cargo(&["build", "--package", "striate-server", "--example", "folder"])?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace_root().join("target"), PathBuf::from);
    let server = target.join("debug/examples/folder").display().to_string();
    let web = workspace_root().join("web");
    packages(&web)?;
    let status = Command::new("node").args(["tests/browser/run.mjs", &server]).current_dir(&web).status();
    if !status.context("cannot start node")?.success() {
        bail!("the pages fail in the browser");
    }
    Ok(())
}

/// Debian's.
const BROWSER: &str = "/usr/bin/chromium";

fn missing(what: &str, because: &str) -> Result<()> {
    if std::env::var_os("CI").is_some_and(|v| v == "true") {
        bail!("{because}");
    }
    say(&format!("skipped: {what}, because {because}"));
    Ok(())
}

/// Installs the packages of the lock file unless they are already those.
fn packages(web: &Path) -> Result<()> {
    let modified = |path: &str| web.join(path).metadata().and_then(|m| m.modified()).ok();
    let is_fresh = modified("node_modules/.package-lock.json") > modified("package-lock.json");
    if is_fresh { Ok(()) } else { npm(web, &["ci", "--no-audit", "--no-fund"]) }
}

fn has(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    found.is_ok_and(|s| s.success())
}

fn npm(web: &Path, arguments: &[&str]) -> Result<()> {
    say(&format!("$ npm {}", arguments.join(" ")));
    let status = Command::new("npm").args(arguments).current_dir(web).status().context("cannot start npm")?;
    if !status.success() {
        bail!("`npm {}` failed", arguments.join(" "));
    }
    Ok(())
}
