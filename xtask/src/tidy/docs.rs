//! Documents: the architecture page stays short, the book lists every page, links inside the project lead somewhere.

use super::has_extension;
use anyhow::Result;
use std::path::{Path, PathBuf};

const ARCHITECTURE_LINES_MAX: usize = 200;

pub(super) fn check(root: &Path, files: &[PathBuf]) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    let lines = std::fs::read_to_string(root.join("ARCHITECTURE.md"))?.lines().count();
    if lines > ARCHITECTURE_LINES_MAX {
        complaints.push(format!("ARCHITECTURE.md has {lines} lines; {ARCHITECTURE_LINES_MAX} is the most"));
    }
    let summary = std::fs::read_to_string(root.join("docs/SUMMARY.md")).unwrap_or_default();
    for file in files.iter().filter(|f| has_extension(f, &["md"])) {
        if let Ok(page) = file.strip_prefix("docs")
            && page != Path::new("SUMMARY.md")
            && !summary.contains(&format!("({})", page.display()))
        {
            complaints.push(format!("{}: not in docs/SUMMARY.md", file.display()));
        }
        let text = std::fs::read_to_string(root.join(file))?;
        for target in links(&text) {
            let folder = root.join(file).parent().map(Path::to_owned).unwrap_or_default();
            if !folder.join(target).exists() {
                complaints.push(format!("{}: the link to {target} leads nowhere", file.display()));
            }
        }
    }
    Ok(complaints)
}

/// The targets of Markdown links to files of the project, without their anchors.
fn links(text: &str) -> Vec<&str> {
    text.match_indices("](")
        .filter_map(|(at, _)| text[at + 2..].split_once(')').map(|(target, _)| target))
        .map(|target| target.split('#').next().unwrap_or_default())
        .filter(|t| !t.is_empty() && !t.contains("://") && !t.contains(' ') && !t.starts_with("mailto:"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_files_are_found_and_addresses_are_not() {
        let text = "[a](docs/x.md#part) [b](https://example.org) [c](#here) [d](Y.md)";
        assert_eq!(links(text), ["docs/x.md", "Y.md"]);
    }
}
