//! The web app's own tools: packages, types, unit tests, the bundle.

use crate::run::{say, workspace_root};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, Stdio};

/// Types, unit tests and the bundle of `web/`. Without npm it says so and goes on, except in CI, where that is a failure.
pub(crate) fn test() -> Result<()> {
    if !has_npm() {
        if std::env::var_os("CI").is_some_and(|v| v == "true") {
            bail!("npm is missing: install Node.js 20 or newer");
        }
        say("skipped: the web app, because npm is missing; install Node.js 20 or newer");
        return Ok(());
    }
    let web = workspace_root().join("web");
    packages(&web)?;
    for script in ["check", "test", "build"] {
        npm(&web, &["run", "--silent", script])?;
    }
    Ok(())
}

/// Installs the packages of the lock file unless they are already those.
fn packages(web: &Path) -> Result<()> {
    let modified = |path: &str| web.join(path).metadata().and_then(|m| m.modified()).ok();
    let is_fresh = modified("node_modules/.package-lock.json") > modified("package-lock.json");
    if is_fresh { Ok(()) } else { npm(web, &["ci", "--no-audit", "--no-fund"]) }
}

fn has_npm() -> bool {
    let found = Command::new("npm").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
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
