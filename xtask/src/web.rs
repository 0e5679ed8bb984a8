//! The web app's own tools: packages, types, unit tests, the bundle.

use crate::run::{self, say, workspace_root};
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

/// The pages in Debian's Chromium, which is installed where that is allowed: the tests of the named files.
pub(crate) fn browser(files: &[&str]) -> Result<()> {
    let Some(equipment) = equipped("the pages in a browser", "dev")? else { return Ok(()) };
    let files = ["--files", &files.join(",")];
    equipment.node("tests/browser/run.mjs", &files).map(drop).context("the pages fail in the browser")
}

/// A picture of every page of the demo, on desk and phone, light and dark, for the documentation.
pub(crate) fn shots() -> Result<()> {
    let equipment = equipped("the pictures of the pages", "dev")?.context("the pictures need npm and chromium")?;
    equipment.node("tests/browser/shots.mjs", &["../docs/guide/pictures"]).map(drop)
}

/// What the app weighs and how it moves, one JSON object a line; nothing where there is no browser.
pub(crate) fn bench() -> Result<String> {
    match equipped("the web app's figures", "dist")? {
        Some(equipment) => equipment.node("tests/browser/bench.mjs", &[]),
        None => Ok(String::new()),
    }
}

/// The database of ten years that the bench of the pages leaves, the newest.
fn ten_years() -> Option<PathBuf> {
    let folder = run::target_folder().join("tmp");
    let named = |path: &PathBuf| {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with("ten-years-") && name.ends_with(".db")
    };
    let found = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).filter(named);
    found.max_by_key(|path| path.metadata().and_then(|m| m.modified()).ok())
}

/// A browser and the programs that the scripts under `web/tests/browser` need.
struct Equipment {
    web: PathBuf,
    program: PathBuf,
    archive: PathBuf,
}

fn equipped(what: &str, profile: &str) -> Result<Option<Equipment>> {
    if !has("npm") {
        return missing(what, "npm is missing; install Node.js 20 or newer").map(|()| None);
    }
    let browser = std::env::var("CHROMIUM").unwrap_or_else(|_| BROWSER.to_owned());
    if !has(&browser) {
        say("$ apt-get install chromium");
        let install = "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core";
        // Without the right to install anything it is still missing, and said so.
        let _ = Command::new("sh").args(["-c", install]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
    if !has(&browser) {
        return missing(what, "chromium is missing; apt-get install chromium, or name one in CHROMIUM").map(|()| None);
    }
    let built = run::programs(profile)?;
    let web = workspace_root().join("web");
    packages(&web)?;
    Ok(Some(Equipment { web, program: built.join("striate"), archive: built.join("examples/write_archive") }))
}

impl Equipment {
    /// Runs a script and returns what it printed; what it says on standard error is shown as it comes.
    fn node(&self, script: &str, arguments: &[&str]) -> Result<String> {
        say(&format!("$ node {script}"));
        let mut command = Command::new("node");
        command
            .arg(script)
            .arg(&self.program)
            .args(arguments)
            .env("WRITE_ARCHIVE", &self.archive)
            .current_dir(&self.web);
        if let Some(history) = ten_years() {
            command.env("STRIATE_HISTORY", history);
        }
        let output = command.stderr(Stdio::inherit()).output().context("cannot start node")?;
        if !output.status.success() {
            bail!("{script} failed");
        }
        String::from_utf8(output.stdout).context("the script printed something that is not UTF-8")
    }
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
