//! The API held against its own description: schemathesis asks a running server whatever the description allows, and much
//! that it does not.

use crate::run::{self, say, workspace_root};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The release that the checks were chosen for.
const PACKAGE: &str = "schemathesis==4.32.5";
/// The same questions every time.
const SEED: &str = "20260907";
/// How much is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The description's examples and two random questions for each operation.
    Shallow,
    /// Every phase, 25 questions for each operation.
    Deep,
}

impl Depth {
    const fn options(self) -> [&'static str; 4] {
        match self {
            Self::Shallow => ["--max-examples", "2", "--phases", "examples,fuzzing"],
            Self::Deep => ["--max-examples", "25", "--phases", "examples,coverage,fuzzing"],
        }
    }
}

/// What every answer must be.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method";
/// Sets a password, after which nobody gets in any more; the server's own tests ask it.
const LEFT_OUT: [&str; 1] = ["/api/settings/password"];

/// Asks the program over the repository's examples. Without Python it says so and goes on, except in CI, where that is a
/// failure.
pub(crate) fn test(depth: Depth) -> Result<()> {
    let target = run::target_folder();
    let Some(tool) = tool(&target)? else { return Ok(()) };
    let program = run::programs("dev")?.join("striate");
    let folder = target.join("contract");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    let database = format!("sqlite:{}", folder.join("contract.db").display());
    let examples = workspace_root().join("examples");
    let imported = Command::new(&program)
        .arg("import")
        .arg(&examples)
        .args(["--database", &database])
        .stdout(Stdio::null())
        .status();
    // The folder holds files that are no recordings; what counts is that it ran.
    imported.context("cannot start striate")?;
    let server = Server::start(&program, &database)?;
    say(&format!("$ schemathesis run {}/api/openapi.json", server.address));
    let mut ask = Command::new(tool);
    ask.arg("run").arg(format!("{}/api/openapi.json", server.address)).current_dir(&folder);
    ask.args(["--checks", CHECKS, "--seed", SEED, "--workers", "1"]).args(depth.options());
    ask.args(["--request-timeout", "30", "--warnings", "off"]);
    ask.args(["--suppress-health-check", "all", "--generation-database", "none", "--no-color"]);
    for path in LEFT_OUT {
        ask.args(["--exclude-path", path]);
    }
    let status = ask.status().context("cannot start schemathesis")?;
    if !status.success() {
        bail!("the API does not keep its description; the run above says how to ask again");
    }
    Ok(())
}

/// The program in a place of its own under the target folder, made the first time.
fn tool(target: &Path) -> Result<Option<PathBuf>> {
    let venv = target.join("schemathesis");
    let tool = venv.join("bin/schemathesis");
    let stamp = venv.join("package");
    if std::fs::read_to_string(&stamp).is_ok_and(|known| known == PACKAGE) && tool.exists() {
        return Ok(Some(tool));
    }
    let _ = std::fs::remove_dir_all(&venv);
    say(&format!("$ pip install {PACKAGE}"));
    let make = || Command::new("python3").args(["-m", "venv"]).arg(&venv).status().is_ok_and(|s| s.success());
    let made = make() || {
        say("$ apt-get install python3-venv");
        let install = "apt-get update -qq && apt-get install -y -qq --no-install-recommends python3 python3-venv";
        // Without the right to install anything it is still missing, and said so.
        let _ = Command::new("sh").args(["-c", install]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        let _ = std::fs::remove_dir_all(&venv);
        make()
    };
    let pip = venv.join("bin/pip");
    let installed = made
        && Command::new(pip)
            .args(["install", "--quiet", "--disable-pip-version-check", PACKAGE])
            .status()
            .is_ok_and(|s| s.success());
    if !installed {
        let because = "schemathesis cannot be installed; it needs python3 with venv and pip (Debian: apt-get install python3-venv)";
        if std::env::var_os("CI").is_some_and(|v| v == "true") {
            bail!("{because}");
        }
        say(&format!("skipped: the contract of the API, because {because}"));
        return Ok(None);
    }
    std::fs::write(&stamp, PACKAGE)?;
    Ok(Some(tool))
}

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(program: &Path, database: &str) -> Result<Self> {
        let mut child = Command::new(program)
            .args(["serve", "--port", "0", "--database", database, "--clock", "2026-09-13T18:00:00Z"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start the server")?;
        let mut line = String::new();
        let out = child.stdout.take().context("the server has no output")?;
        BufReader::new(out).read_line(&mut line)?;
        let address = line.split_whitespace().find(|word| word.starts_with("http://")).map(str::to_owned);
        let address = address.with_context(|| format!("the server says: {line}"))?;
        Ok(Self { child, address })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
