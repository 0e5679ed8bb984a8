//! The folder of real recordings, where it is present.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folder, `None` (after a printed line) where it is absent.
pub(crate) fn folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = std::env::var_os("STRIATE_CORPUS").map_or_else(|| root.join("../shared/corpus"), PathBuf::from);
    if folder.join("manifest.csv").is_file() {
        return Some(folder);
    }
    println!("skipped: no recordings in {}", folder.display());
    None
}

/// The rows of the manifest whose file name ends so, by column name.
pub(crate) fn manifest(folder: &Path, ending: &str) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(folder.join("manifest.csv")).unwrap();
    let mut rows = text.lines().map(fields);
    let head = rows.next().unwrap();
    let rows = rows.map(|row| head.iter().cloned().zip(row).collect::<BTreeMap<_, _>>());
    rows.filter(|row| row["file"].ends_with(ending)).collect()
}

/// The fields of one line of CSV with quotes where needed.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => fields.last_mut().unwrap().push(c),
        }
    }
    fields
}
