//! Sources: every paper that the code or a parameter table names by author and year stands in the bibliography.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const BIBLIOGRAPHY: &str = "docs/reference/sources.md";
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn check(root: &Path, files: &[PathBuf]) -> Result<Vec<String>> {
    let bibliography = std::fs::read_to_string(root.join(BIBLIOGRAPHY)).with_context(|| BIBLIOGRAPHY.to_owned())?;
    let mut missing = unmarked(&bibliography);
    for file in files.iter().filter(|f| names_sources(f)) {
        let text = std::fs::read_to_string(root.join(file))?;
        for (author, year) in citations(&text) {
            let is_listed = bibliography.lines().any(|l| l.contains(&author) && l.contains(&year));
            if !is_listed {
                missing.insert(format!("{}: {author} {year} is not in {BIBLIOGRAPHY}", file.display()));
            }
        }
    }
    Ok(missing.into_iter().collect())
}

/// Lines of the bibliography that do not say how far their source was read.
fn unmarked(bibliography: &str) -> BTreeSet<String> {
    let is_marked = |line: &&str| MARKS.iter().any(|mark| line.contains(&format!(". {mark}")));
    let entries = bibliography.lines().filter(|line| line.starts_with("- "));
    entries
        .filter(|line| !is_marked(line))
        .map(|line| {
            let begin: String = line.chars().take(60).collect();
            format!("{BIBLIOGRAPHY}: \"{begin}...\" does not say full text, abstract or secondary")
        })
        .collect()
}

/// How far a source was read.
const MARKS: [&str; 3] = ["full text", "abstract", "secondary"];

/// Code and data of the product, and the pages that explain its methods.
fn names_sources(file: &Path) -> bool {
    let path = file.to_string_lossy();
    let is_product = path.starts_with("crates/") && (path.ends_with(".rs") || path.ends_with(".toml"));
    (is_product && !path.contains("/tests/") && !path.ends_with("Cargo.toml")) || path.starts_with("docs/methods/")
}

/// Pairs of (last name, year) as in "Minetti 2002", "Weyand & Davis 2005", "Minetti et al. (2002)".
fn citations(text: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let year = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let year = year.get(..4).filter(|y| year.len() <= 5 && y.chars().all(|c| c.is_ascii_digit()));
        let Some(year) = year.filter(|y| y.starts_with("19") || y.starts_with("20")) else { continue };
        let Some(author) = author_before(&words[..at]) else { continue };
        found.push((author, year.to_owned()));
    }
    found
}

fn author_before(words: &[&str]) -> Option<String> {
    let mut before = words.iter().rev().skip_while(|w| ["et", "al.", "al.,", "al"].contains(w));
    let word = before.next()?.trim_end_matches([',', '\'']).trim_start_matches(['(', '"', '\'', '`', '[']);
    let is_name = word.len() > 2
        && word.starts_with(|c: char| c.is_uppercase())
        && word.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'')
        && word.chars().any(char::is_lowercase);
    // "31 Foo 2025" is a date.
    let is_date = before.next().is_some_and(|w| w.ends_with(|c: char| c.is_ascii_digit()));
    let is_month = MONTHS.iter().any(|m| m.starts_with(word));
    (is_name && !is_month && !is_date).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_says_how_far_it_was_read() {
        let text = "- Foo 2001. Title. J 1:2. abstract\n- Bar 2002. Title. J. secondary: from memory (said so in Foo, read)\n\
                    - Baz 2003. Title. J 4. doi 10.1/x. not read\n";
        let found = unmarked(text);
        assert!(found.len() == 1 && found.iter().all(|line| line.contains("Baz 2003")), "{found:?}");
    }

    #[test]
    fn authors_with_their_years_are_found() {
        let text =
            "cost (Minetti et al. 2002), force (Weyand & Davis 2005); on 14 March 2026 and in 2024, RUNSAFE 2025";
        let expected = [("Minetti", "2002"), ("Davis", "2005")].map(|(a, y)| (a.to_owned(), y.to_owned()));
        assert_eq!(citations(text), expected);
    }
}
