//! `--watch`: a folder is followed, and what appears in it is imported once it has settled.

use super::{How, once};
use crate::Outcome;
use crate::here::Failure;
use crate::terminal::complain;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};
use striate_app::Library;

/// How often the folder is looked at. Looking works on every file system, network drives included.
const EVERY: Duration = Duration::from_secs(2);
/// A file is imported once its size and time have not changed for so long: a watch writes slowly.
const SETTLED: Duration = Duration::from_secs(4);
/// Folders inside folders, at most.
const DEPTH_MAX: usize = 16;

/// What a file looked like.
type Look = (u64, Option<SystemTime>);

/// Imports what is there, then follows the folders until Ctrl-C.
pub(super) async fn watch(library: &Library, paths: &[PathBuf], how: &How) -> Result<Outcome, Failure> {
    let mut done: HashMap<PathBuf, Look> = looks(paths);
    once(library, paths, how).await?;
    complain("watching for new files; end with Ctrl-C");
    let mut seen: HashMap<PathBuf, (Look, std::time::Instant)> = HashMap::new();
    while !how.stop.load(Ordering::Relaxed) {
        tokio::time::sleep(EVERY).await;
        let now = looks(paths);
        let here: HashSet<&PathBuf> = now.keys().collect();
        seen.retain(|path, _| here.contains(path));
        let mut ready = Vec::new();
        for (path, look) in &now {
            if done.get(path) == Some(look) {
                continue;
            }
            let since = match seen.get(path) {
                Some((before, since)) if before == look => *since,
                _ => std::time::Instant::now(),
            };
            seen.insert(path.clone(), (*look, since));
            if since.elapsed() >= SETTLED {
                ready.push((path.clone(), *look));
            }
        }
        if ready.is_empty() {
            continue;
        }
        ready.sort();
        let files: Vec<PathBuf> = ready.iter().map(|(path, _)| path.clone()).collect();
        once(library, &files, how).await?;
        for (path, look) in ready {
            seen.remove(&path);
            done.insert(path, look);
        }
    }
    Ok(Outcome::Done)
}

/// Every file under the paths.
fn looks(paths: &[PathBuf]) -> HashMap<PathBuf, Look> {
    let mut found = HashMap::new();
    for path in paths {
        gather(path, 0, &mut found);
    }
    found
}

fn gather(path: &Path, depth: usize, found: &mut HashMap<PathBuf, Look>) {
    let Ok(meta) = std::fs::metadata(path) else { return };
    if meta.is_file() {
        found.insert(path.to_owned(), (meta.len(), meta.modified().ok()));
        return;
    }
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let is_link = entry.file_type().is_ok_and(|t| t.is_symlink());
        if !is_hidden && !is_link && depth < DEPTH_MAX {
            gather(&entry.path(), depth + 1, found);
        }
    }
}
