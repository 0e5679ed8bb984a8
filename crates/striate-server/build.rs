//! Builds the web app into `web/dist` when it is missing or older than its sources, so that `cargo run` alone gives the
//! product, and writes the list of its files that `src/assets.rs` embeds. When the app is up to date this costs a look at
//! the dates of its files.

#![expect(clippy::print_stderr, reason = "that is how a build script talks to people")]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

/// What the bundle is made of, in `web/`.
const SOURCES: [&str; 8] = [
    "src",
    "public",
    "index.html",
    "package.json",
    "package-lock.json",
    "svelte.config.js",
    "tsconfig.json",
    "vite.config.ts",
];
/// Builds without the app: the server then says on its pages how to get it.
const WITHOUT: &str = "STRIATE_WITHOUT_WEB";

fn main() {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    for source in SOURCES {
        println!("cargo::rerun-if-changed={}", web.join(source).display());
    }
    println!("cargo::rerun-if-env-changed={WITHOUT}");
    build(&web);
    embed(&web.join("dist"));
}

/// Brings `web/dist` up to date.
fn build(web: &Path) {
    let index = web.join("dist/index.html");
    let sources = SOURCES.iter().filter_map(|s| newest(&web.join(s))).max();
    if newest(&index) >= sources && index.exists() {
        return;
    }
    if std::env::var_os(WITHOUT).is_some() {
        return placeholder(&index);
    }
    let has_npm = Command::new("npm").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !has_npm.is_ok_and(|s| s.success()) {
        if index.exists() {
            println!("cargo::warning=the web app is older than its sources, and npm is missing to build it anew");
            return;
        }
        stop(&format!(
            "the web app must be built once, and npm is missing.\nInstall Node.js 20 or newer (Debian: apt-get install \
             nodejs npm; macOS: brew install node; or nodejs.org), then build again.\n{WITHOUT}=1 builds the command line \
             and the API without the pages."
        ));
    }
    let is_installed = newest(&web.join("node_modules/.package-lock.json")) >= newest(&web.join("package-lock.json"));
    if !is_installed || !web.join("node_modules").exists() {
        npm(web, &["ci", "--no-audit", "--no-fund"]);
    }
    npm(web, &["run", "build"]);
}

/// Writes the names and contents of the app's files as Rust, `include_bytes!` for each.
fn embed(dist: &Path) {
    let mut files = Vec::new();
    list(dist, &mut files);
    files.sort();
    let mut text = String::from("[\n");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let path = file.canonicalize().unwrap_or_else(|e| stop(&format!("{} cannot be read: {e}", file.display())));
        let below = file.strip_prefix(dist).expect("listed in there").components();
        let name = below.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let _ = writeln!(text, "({name:?}, include_bytes!({path:?}).as_slice()),");
    }
    text.push_str("]\n");
    let target = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo names it")).join("assets.rs");
    if let Err(error) = std::fs::write(&target, text) {
        stop(&format!("{} cannot be written: {error}", target.display()));
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|e| stop(&format!("{} cannot be read: {e}", folder.display())));
    for path in entries.filter_map(|e| Some(e.ok()?.path())) {
        if path.is_dir() { list(&path, files) } else { files.push(path) }
    }
}

/// When the newest file in there was changed.
fn newest(path: &Path) -> Option<SystemTime> {
    let about = path.metadata().ok()?;
    if !about.is_dir() {
        return about.modified().ok();
    }
    let entries: Vec<PathBuf> = std::fs::read_dir(path).ok()?.filter_map(|e| Some(e.ok()?.path())).collect();
    entries.iter().filter_map(|e| newest(e)).max()
}

fn npm(web: &Path, arguments: &[&str]) {
    let output = Command::new("npm").args(arguments).current_dir(web).output();
    match output {
        Ok(output) if output.status.success() => {}
        Ok(output) => stop(&format!(
            "`npm {}` in {} failed:\n{}{}",
            arguments.join(" "),
            web.display(),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )),
        Err(error) => stop(&format!("npm cannot be started: {error}")),
    }
}

fn placeholder(index: &Path) {
    let page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>striate</title><p>This striate was built \
                without its pages. Build it with Node.js 20 or newer installed.</p></html>\n";
    let folder = index.parent().expect("the page lies in a folder");
    if let Err(error) = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(index, page)) {
        stop(&format!("{} cannot be written: {error}", index.display()));
    }
}

fn stop(message: &str) -> ! {
    eprintln!("\nstriate: {message}\n");
    std::process::exit(1);
}
