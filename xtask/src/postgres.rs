//! PostgreSQL for the story test of the store. The test itself starts a server of its own, as an ordinary user.

use crate::run::say;
use std::path::Path;
use std::process::Command;

/// Installs Debian's package where it is missing and we are root; says what to do where we are not. The test that needs
/// it fails under `CI=true` and prints that it is skipped elsewhere.
pub(crate) fn install_where_possible() {
    if is_installed() {
        return;
    }
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|told| told.stdout == b"0\n");
    if !is_root {
        say("PostgreSQL is missing; install it (Debian: apt-get install postgresql) to run the store's tests on it");
        return;
    }
    say("$ apt-get install postgresql");
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        command.status().is_ok_and(|status| status.success())
    };
    let is_done =
        apt(&["update", "--quiet"]) && apt(&["install", "--yes", "--quiet", "--no-install-recommends", "postgresql"]);
    if !is_done || !is_installed() {
        say("PostgreSQL could not be installed; its tests will say so");
    }
}

/// Debian keeps the server's programs apart from the path.
fn is_installed() -> bool {
    let of_debian =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    of_debian.chain(std::env::split_paths(&path)).any(|bin: std::path::PathBuf| has_all(&bin))
}

fn has_all(bin: &Path) -> bool {
    ["initdb", "pg_ctl", "createdb"].iter().all(|program| bin.join(program).exists())
}
