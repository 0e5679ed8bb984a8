//! The house rules that clippy cannot see. Each check returns its complaints; all of them are printed.

mod crates;
mod docs;
mod migrations;
mod rules;
mod sources;
mod text;
mod unused;

use crate::run::say;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// Runs every check on the workspace at `root`.
pub(crate) fn run(root: &Path) -> Result<()> {
    let files = tracked_files(root)?;
    let mut complaints = Vec::new();
    let metadata = crates::metadata()?;
    complaints.extend(crates::check(root, &metadata)?);
    complaints.extend(unused::check(root, &files, &metadata)?);
    complaints.extend(text::check(root, &files)?);
    complaints.extend(docs::check(root, &files)?);
    complaints.extend(migrations::check(root)?);
    complaints.extend(rules::check(root, &files)?);
    complaints.extend(sources::check(root, &files)?);
    for complaint in &complaints {
        say(&format!("tidy: {complaint}"));
    }
    if !complaints.is_empty() {
        bail!("{} house rules are broken", complaints.len());
    }
    say(&format!("tidy: {} files keep the house rules", files.len()));
    Ok(())
}

/// Every file that belongs to the project, as paths relative to `root`, sorted.
fn tracked_files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in
            std::fs::read_dir(root.join(&folder)).with_context(|| format!("cannot list {}", folder.display()))?
        {
            let entry = entry?;
            let name = entry.file_name();
            let path = folder.join(&name);
            if entry.file_type()?.is_dir() {
                let skip = ["target", ".git", "node_modules", "dist", "corpus", "artifacts"];
                if !skip.iter().any(|s| name == *s) {
                    folders.push(path);
                }
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|e| extensions.iter().any(|x| e == *x))
}
