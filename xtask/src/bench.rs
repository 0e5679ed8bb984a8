//! The performance table: runs every bench, holds it against its target, writes docs/reference/performance.md.

use crate::run::{cargo_output, say, workspace_root};
use crate::web;
use anyhow::{Context, Result};
use serde_json::Value;
use std::fmt::Write;
use std::process::Command;

/// The bench targets; each prints one JSON object a line with `--json`.
const BENCHES: [&str; 11] =
    ["decode", "xml", "segment", "stimulus", "fold", "analyse", "week", "plan", "streams", "import", "pages"];

/// What each target asks for; the numbers are the project's own goals.
const TARGETS: [(&str, &str); 11] = [
    ("P1", "FIT decode at 250 MB/s a core and 3 times the fastest peer (aim: 400, 5 times)"),
    ("P2", "TCX at 250 MB/s, GPX at 200 MB/s (aim: 400, 350)"),
    (
        "P3",
        "one file analysed without bands in at most 3 times a peer's mere decode (aim: 1); segmentation at most 1 ms an hour of 1 Hz data",
    ),
    (
        "P4",
        "an archive of 3,000 activities imported at 300 a second on two cores, in at most 300 MB (aim: no slower than a peer only decodes its FIT files)",
    ),
    ("P5", "stored streams of at most 5 bytes a sample, every bit kept (aim: 4.4)"),
    ("P6", "ten years of history folded into today's body in at most 50 ms (aim: 10)"),
    ("P7", "one week planned: within 2 % at p95 500 ms, proven at p95 2 s (aim: proven, median 50 ms, p95 250 ms)"),
    ("P8", "twelve weeks 3 s (aim: 0.6); one session moved p95 400 ms (aim: 50); why not p95 100 ms (aim: 30)"),
    ("P9", "any page's JSON at ten years of history: p99 20 ms at 50 requests a second, 100 MB (aim: 5 ms, 60 MB)"),
    (
        "P10",
        "at most 120 kB of gzipped JavaScript before the first page is usable (aim: 60); an hour at 1 Hz pans at 60 frames/s",
    ),
    ("P11", "bands of 200 draws at most 40 times a single evaluation (aim: 10)"),
];

/// Runs the benches and prints their table; writes the page unless `dry_run`.
pub(crate) fn run(dry_run: bool) -> Result<()> {
    let mut rows = Vec::new();
    for bench in BENCHES {
        // The whole workspace is selected so that one choice of features serves every bench: what one built, the next uses.
        let command = ["bench", "--quiet", "--profile", "dist", "--workspace", "--bench", bench, "--", "--json"];
        say(&format!("$ cargo {}", command.join(" ")));
        let output = cargo_output(&command)?;
        for line in output.lines().filter(|l| l.starts_with('{')) {
            rows.push(serde_json::from_str::<Value>(line).with_context(|| format!("{bench} printed: {line}"))?);
        }
    }
    for line in web::bench()?.lines().filter(|l| l.starts_with('{')) {
        rows.push(serde_json::from_str::<Value>(line).with_context(|| format!("the web app printed: {line}"))?);
    }
    anyhow::ensure!(!rows.is_empty(), "no bench printed a result");
    let path = workspace_root().join("docs/reference/performance.md");
    let present = std::fs::read_to_string(&path).unwrap_or_default();
    let page = page(&rows) + by_hand(&present);
    say(&page);
    if !dry_run {
        std::fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Where the part of the page begins that no bench writes.
const BY_HAND: &str = "\n## Profiles\n";

/// The part of the page that no bench writes.
fn by_hand(page: &str) -> &str {
    page.find(BY_HAND).map_or("", |at| &page[at..])
}

fn page(rows: &[Value]) -> String {
    let mut page = String::from(
        "# Performance\n\nWritten by `cargo xtask bench`, in the `dist` profile. Ours and the peer run interleaved in one process on the same bytes; each figure is the\nbest of at least six rounds. On a shared machine trust the ratios, not the absolute numbers. Inputs are the recordings\nunder `examples/` or made in the bench (P1 by the independent encoder, P2 as text); rows that say so were measured on\nreal recordings, which the repository does not carry.\n\n",
    );
    let commit = first_line_of("git", &["rev-parse", "--short", "HEAD"]);
    let compiler = first_line_of("rustc", &["--version"]);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let _ = writeln!(page, "Commit {commit}, {compiler}, {} with {cores} cores.", processor());
    for (id, goal) in TARGETS {
        let _ = writeln!(page, "\n## {id}: {goal}\n\n| work | ours | peer | ratio |\n|---|---|---|---|");
        for row in rows.iter().filter(|r| r["id"] == id) {
            let _ = writeln!(page, "{}", table_row(row));
        }
    }
    page
}

fn table_row(row: &Value) -> String {
    let unit = row["unit"].as_str().unwrap_or_default();
    let figure = |v: &Value| v.as_f64().map_or_else(|| "-".to_owned(), |v| format!("{} {unit}", short(v)));
    let peer = row["peer"].as_str().map_or_else(|| "-".to_owned(), |p| format!("{p}: {}", figure(&row["peer_value"])));
    let ratio = row["ratio"].as_f64().map_or_else(|| "-".to_owned(), short);
    format!("| {} | {} | {peer} | {ratio} |", row["work"].as_str().unwrap_or_default(), figure(&row["ours"]))
}

/// Three significant digits.
fn short(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 10.0 => format!("{value:.1}"),
        v if v >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

fn processor() -> String {
    let information = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = information.lines().find_map(|l| l.strip_prefix("model name")).and_then(|l| l.split_once(": "));
    model.map_or_else(|| "unnamed processor".to_owned(), |(_, name)| name.trim().to_owned())
}

/// What a command prints first; empty where it fails or does not exist.
fn first_line_of(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(workspace_root()).output().ok();
    let text = output.and_then(|o| String::from_utf8(o.stdout).ok()).unwrap_or_default();
    text.lines().next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_by_hand_stays() {
        assert_eq!(by_hand("# Performance\n\n| row |\n\n## Profiles\n\nText.\n"), "\n## Profiles\n\nText.\n");
        assert_eq!(by_hand("# Performance\n"), "");
    }

    #[test]
    fn a_row_without_a_peer_has_dashes() {
        let row = serde_json::json!({"id": "P2", "work": "GPX", "unit": "MB/s", "ours": 281.4, "peer": null});
        assert_eq!(table_row(&row), "| GPX | 281 MB/s | - | - |");
    }
}
