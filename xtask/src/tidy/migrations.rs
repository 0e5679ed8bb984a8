//! Migrations: one file of the same name for each database, numbered without a gap, and never changed once they are
//! there. `checksums.txt` beside them holds what each was when it was added.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::Path;

const FOLDER: &str = "crates/striate-store/migrations";

pub(super) fn check(root: &Path) -> Result<Vec<String>> {
    let mut texts = BTreeMap::new();
    for database in ["postgres", "sqlite"] {
        let folder = root.join(FOLDER).join(database);
        for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let text = std::fs::read(folder.join(&name))?;
            texts.insert(format!("{database}/{name}"), text);
        }
    }
    let list = std::fs::read_to_string(root.join(FOLDER).join("checksums.txt")).unwrap_or_default();
    Ok(complaints(&texts, &list))
}

fn complaints(texts: &BTreeMap<String, Vec<u8>>, list: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let known: BTreeMap<&str, &str> = list.lines().filter_map(|l| l.split_once("  ")).map(|(c, f)| (f, c)).collect();
    for (file, text) in texts {
        let sum = format!("{:016x}", fnv_1a(text));
        match known.get(file.as_str()) {
            None => complaints.push(format!("{FOLDER}/checksums.txt: add the line \"{sum}  {file}\"")),
            Some(before) if **before != sum => complaints.push(format!(
                "{FOLDER}/{file} was changed; databases have run it as it was: put it back and add a new migration"
            )),
            Some(_) => {}
        }
        let twin = match file.split_once('/') {
            Some(("sqlite", name)) => format!("postgres/{name}"),
            Some((_, name)) => format!("sqlite/{name}"),
            None => continue,
        };
        if !texts.contains_key(&twin) {
            complaints.push(format!("{FOLDER}/{file} has no twin {twin}"));
        }
    }
    for gone in known.keys().filter(|file| !texts.contains_key(**file)) {
        complaints.push(format!("{FOLDER}/{gone} is gone; databases have run it"));
    }
    for (place, name) in texts.keys().filter_map(|f| f.strip_prefix("sqlite/")).enumerate() {
        if !name.starts_with(&format!("{:04}_", place + 1)) {
            complaints.push(format!("{FOLDER}/sqlite/{name}: expected number {:04}", place + 1));
        }
    }
    complaints
}

/// The 64-bit FNV-1a hash: enough to notice a change, and no dependency.
fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        files.iter().map(|(file, text)| ((*file).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn a_changed_a_lonely_and_a_lost_migration_are_told() {
        assert_eq!(fnv_1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        let good = texts(&[("postgres/0001_a.sql", "a"), ("sqlite/0001_a.sql", "a")]);
        let list = "af63dc4c8601ec8c  postgres/0001_a.sql\naf63dc4c8601ec8c  sqlite/0001_a.sql\n";
        assert!(complaints(&good, list).is_empty());
        assert_eq!(complaints(&good, "").len(), 2);
        let changed = texts(&[("postgres/0001_a.sql", "b"), ("sqlite/0001_a.sql", "a")]);
        assert!(complaints(&changed, list)[0].contains("was changed"));
        let lonely = texts(&[("sqlite/0001_a.sql", "a")]);
        assert_eq!(complaints(&lonely, list).len(), 2);
        let gap = texts(&[("postgres/0002_a.sql", "a"), ("sqlite/0002_a.sql", "a")]);
        assert!(complaints(&gap, "").iter().any(|c| c.contains("expected number 0001")));
    }
}
