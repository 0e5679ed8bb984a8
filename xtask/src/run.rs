//! Child processes and messages.

use anyhow::{Context, Result, bail};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the workspace's root manifest.
pub(crate) fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}

/// Prints one message line for the developer.
pub(crate) fn say(message: &str) {
    // A closed standard error leaves nobody to tell.
    let _ = writeln!(std::io::stderr(), "{message}");
}

/// Runs cargo in the workspace root and fails when it fails.
pub(crate) fn cargo(arguments: &[&str]) -> Result<()> {
    cargo_with(arguments, &[])
}

/// Like [`cargo`], with environment variables.
pub(crate) fn cargo_with(arguments: &[&str], environment: &[(&str, &str)]) -> Result<()> {
    say(&format!("$ cargo {}", arguments.join(" ")));
    let status = command(arguments, environment).status().context("cannot start cargo")?;
    if !status.success() {
        bail!("`cargo {}` failed", arguments.join(" "));
    }
    Ok(())
}

/// Runs cargo and returns what it printed on standard output.
pub(crate) fn cargo_output(arguments: &[&str]) -> Result<String> {
    let output =
        command(arguments, &[]).stderr(std::process::Stdio::inherit()).output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("`cargo {}` failed", arguments.join(" "));
    }
    String::from_utf8(output.stdout).context("cargo printed something that is not UTF-8")
}

/// Where cargo keeps what it built.
pub(crate) fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace_root().join("target"), PathBuf::from)
}

/// Builds every program and example of the product in the profile ("dev" or "dist") and returns their folder.
///
/// Programs and examples of all these crates are what the tests build as well, with the same features of every
/// dependency; a single package would compile half of them a second time.
pub(crate) fn programs(profile: &str) -> Result<PathBuf> {
    cargo(&[&["build", "--profile", profile, "--bins", "--examples"], PRODUCT].concat())?;
    Ok(target_folder().join(if profile == "dev" { "debug" } else { profile }))
}

/// Every crate but the one with the published crates that ours are compared with.
pub(crate) const PRODUCT: &[&str] = &["--workspace", "--exclude", "striate-lab"];

fn command(arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments).envs(environment.iter().copied()).current_dir(workspace_root());
    command
}

/// The platform triple that the compiler builds for by default.
pub(crate) fn host_triple() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output().context("cannot start rustc")?;
    let text = String::from_utf8(output.stdout).context("rustc printed something that is not UTF-8")?;
    text.lines().find_map(|l| l.strip_prefix("host: ")).map(str::to_owned).context("rustc -vV names no host")
}
