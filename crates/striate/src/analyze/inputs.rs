//! From the paths that a person types to bytes, each failure with what to do about it.

use crate::terminal::complain;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Larger files are refused before they are read: a day at 1 Hz with every channel stays below a tenth of it.
const BYTES_MAX: u64 = striate_pipeline::FILE_BYTES as u64;
/// Folders inside folders, at most.
const DEPTH_MAX: usize = 16;
/// The endings under which recordings are looked for in a folder.
const ENDINGS: [&str; 3] = ["fit", "tcx", "gpx"];

/// A path to read, or what is already known to be wrong with it.
pub(super) struct Input {
    path: PathBuf,
    problem: Option<Unreadable>,
}

/// Why a path could not be read.
#[derive(Clone, Debug)]
pub(super) struct Unreadable {
    /// Stable, `snake_case`.
    pub(super) code: String,
    /// One plain sentence without its full stop.
    pub(super) message: String,
    /// What to do.
    pub(super) hint: String,
}

impl Unreadable {
    fn new(code: &str, message: impl Into<String>, hint: &str) -> Self {
        Self { code: code.to_owned(), message: message.into(), hint: hint.to_owned() }
    }
}

impl Input {
    /// The path as it was given.
    pub(super) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The bytes of the file.
    pub(super) fn read(&self) -> Result<Vec<u8>, Unreadable> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        let mut bytes = Vec::new();
        let read = File::open(&self.path).and_then(|file| file.take(BYTES_MAX + 1).read_to_end(&mut bytes));
        read.map_err(|error| unreadable(&error))?;
        if bytes.len() as u64 > BYTES_MAX {
            let megabytes = BYTES_MAX / 1_000_000;
            return Err(Unreadable::new(
                "too_large",
                format!("the file is larger than {megabytes} MB"),
                "one recording is far smaller; is this an archive?",
            ));
        }
        Ok(bytes)
    }
}

fn unreadable(error: &std::io::Error) -> Unreadable {
    match error.kind() {
        ErrorKind::NotFound => {
            Unreadable::new("not_found", "there is no such file", "check the path for typing errors")
        }
        ErrorKind::PermissionDenied => Unreadable::new(
            "permission_denied",
            "you may not read this file",
            "ask its owner, or change its permissions with chmod u+r",
        ),
        _ => Unreadable::new(
            "unreadable",
            format!("cannot read the file ({error})"),
            "try to copy it somewhere else first",
        ),
    }
}

/// Every file that the paths name: files as they are, folders walked for recordings. What a folder holds besides is
/// counted on standard error, not passed over in silence.
pub(super) fn collect(paths: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if !path.is_dir() {
            inputs.push(Input { path: path.clone(), problem: None });
            continue;
        }
        let mut found = Folder::default();
        found.walk(path, 0);
        found.recordings.sort();
        if found.others > 0 {
            complain(&format!("{}: {} files are no FIT, TCX or GPX and were left out", path.display(), found.others));
        }
        if found.recordings.is_empty() && found.problems.is_empty() {
            let problem = Unreadable::new(
                "no_recordings",
                "the folder holds no FIT, TCX or GPX file",
                "name the recordings themselves, or unpack the archive first",
            );
            inputs.push(Input { path: path.clone(), problem: Some(problem) });
        }
        inputs.extend(found.recordings.into_iter().map(|path| Input { path, problem: None }));
        inputs.append(&mut found.problems);
    }
    inputs
}

#[derive(Default)]
struct Folder {
    recordings: Vec<PathBuf>,
    others: usize,
    problems: Vec<Input>,
}

impl Folder {
    fn walk(&mut self, folder: &Path, depth: usize) {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.problems.push(Input { path: folder.to_owned(), problem: Some(unreadable(&error)) });
                return;
            }
        };
        for entry in entries.flatten() {
            let path = entry.path();
            // Links are not followed: a link to a parent folder would never end.
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                if depth < DEPTH_MAX {
                    self.walk(&path, depth + 1);
                } else {
                    let problem = Unreadable::new(
                        "too_deep",
                        format!("folders are nested more than {DEPTH_MAX} deep"),
                        "name this folder itself",
                    );
                    self.problems.push(Input { path, problem: Some(problem) });
                }
            } else if is_recording(&path) {
                self.recordings.push(path);
            } else {
                self.others += 1;
            }
        }
    }
}

fn is_recording(path: &Path) -> bool {
    path.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}
