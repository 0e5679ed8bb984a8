//! From the paths that a person types to bytes, each failure with what to do about it.

use crate::terminal::complain;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Larger files are refused before they are read: a day at 1 Hz with every channel stays below a tenth of it.
const BYTES_MAX: u64 = striate_formats::limits::FILE_BYTES as u64;
/// Folders inside folders, at most.
const DEPTH_MAX: usize = 16;
/// The endings under which recordings are looked for in a folder.
pub(crate) const RECORDINGS: Kinds =
    Kinds { endings: &["fit", "tcx", "gpx", "gz", "zip"], names: &[], name: "FIT, TCX, GPX, GZ or ZIP" };
/// The same with the lifting logs, whose ending says little: each is tried; and the journal.
pub(crate) const RECORDINGS_AND_LOGS: Kinds = Kinds {
    endings: &["fit", "tcx", "gpx", "csv", "journal"],
    names: &["journal.txt"],
    name: "FIT, TCX, GPX, CSV or journal",
};

/// Endings of files that lie beside recordings and hold none.
const NO_TRAINING: [&str; 18] = [
    "md", "txt", "toml", "yaml", "yml", "ini", "lock", "log", "html", "htm", "pdf", "doc", "docx", "png", "jpg",
    "jpeg", "heic", "mp4",
];

/// Which files of a folder are read.
#[derive(Clone, Copy)]
pub(crate) struct Kinds {
    endings: &'static [&'static str],
    /// Whole names that are read whatever their ending.
    names: &'static [&'static str],
    name: &'static str,
}

/// A path to read, or what is already known to be wrong with it.
pub(crate) struct Input {
    path: PathBuf,
    problem: Option<Unreadable>,
}

/// Why a path could not be read.
#[derive(Clone, Debug)]
pub(crate) struct Unreadable {
    /// Stable, `snake_case`.
    pub(crate) code: String,
    /// One plain sentence without its full stop.
    pub(crate) message: String,
    /// What to do.
    pub(crate) hint: String,
}

impl Unreadable {
    fn new(code: &str, message: impl Into<String>, hint: &str) -> Self {
        Self { code: code.to_owned(), message: message.into(), hint: hint.to_owned() }
    }
}

impl Input {
    /// Whether it is a journal: `journal.txt`, or anything that ends in `.journal`.
    pub(crate) fn is_journal(&self) -> bool {
        const JOURNALS: Kinds = Kinds { endings: &["journal"], names: &["journal.txt"], name: "journal" };
        JOURNALS.include(&self.path)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The path as it was given.
    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The bytes of the file.
    pub(crate) fn read(&self) -> Result<Vec<u8>, Unreadable> {
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
/// counted on standard error, not passed over in silence, where it might hold training.
pub(crate) fn collect(paths: &[PathBuf], kinds: Kinds) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if !path.is_dir() {
            inputs.push(Input { path: path.clone(), problem: None });
            continue;
        }
        let mut found = Folder::of(kinds);
        found.walk(path, 0);
        found.recordings.sort();
        if !found.others.is_empty() {
            let all: usize = found.others.values().sum();
            let endings: Vec<&str> = found.others.keys().map(String::as_str).collect();
            let (files, were) = if all == 1 { ("file", "was") } else { ("files", "were") };
            complain(&format!(
                "{}: {all} other {files} ({}) {were} left out; read here are {}",
                path.display(),
                endings.join(", "),
                kinds.name
            ));
        }
        if found.recordings.is_empty() && found.problems.is_empty() {
            let problem = Unreadable::new(
                "no_recordings",
                format!("the folder holds no {} file", kinds.name),
                "name the recordings themselves, or unpack the archive first",
            );
            inputs.push(Input { path: path.clone(), problem: Some(problem) });
        }
        inputs.extend(found.recordings.into_iter().map(|path| Input { path, problem: None }));
        inputs.append(&mut found.problems);
    }
    inputs
}

struct Folder {
    kinds: Kinds,
    recordings: Vec<PathBuf>,
    /// Files that might hold training and are not read here, by their endings.
    others: BTreeMap<String, usize>,
    problems: Vec<Input>,
}

impl Folder {
    fn of(kinds: Kinds) -> Self {
        Self { kinds, recordings: Vec::new(), others: BTreeMap::new(), problems: Vec::new() }
    }

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
            } else if self.kinds.include(&path) {
                self.recordings.push(path);
            } else {
                self.pass_over(&path);
            }
        }
    }

    /// Notes, pictures and settings are no news; anything else might be what somebody misses.
    fn pass_over(&mut self, path: &Path) {
        let lower = |part: Option<&std::ffi::OsStr>| part.map(|p| p.to_string_lossy().to_lowercase());
        let is_hidden = lower(path.file_name()).is_none_or(|name| name.starts_with('.'));
        if let Some(ending) =
            lower(path.extension()).filter(|ending| !is_hidden && !NO_TRAINING.contains(&ending.as_str()))
        {
            *self.others.entry(ending).or_default() += 1;
        }
    }
}

impl Kinds {
    fn include(self, path: &Path) -> bool {
        let has = |list: &[&str], what: Option<&std::ffi::OsStr>| {
            what.is_some_and(|what| list.iter().any(|known| what.eq_ignore_ascii_case(known)))
        };
        has(self.endings, path.extension()) || has(self.names, path.file_name())
    }
}
