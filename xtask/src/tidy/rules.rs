//! The coaching rules A1 to E10: every id that the code or the docs mention exists, and it is told which rules no test
//! names yet.

use super::has_extension;
use crate::run::say;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// How many rules there are.
const RULES: usize = 45;
const LIST: &str = "docs/reference/rules.md";

pub(super) fn check(root: &Path, files: &[PathBuf]) -> Result<Vec<String>> {
    let list = std::fs::read_to_string(root.join(LIST)).with_context(|| LIST.to_owned())?;
    let known: Vec<&str> = list
        .lines()
        .filter_map(|l| l.strip_prefix("| "))
        .filter_map(|l| l.split(' ').next())
        .filter(|id| is_rule_id(id))
        .collect();
    let mut complaints = Vec::new();
    if known.len() != RULES {
        complaints.push(format!("{LIST} lists {} rules, not {RULES}", known.len()));
    }
    let mut tested: Vec<String> = Vec::new();
    for file in files.iter().filter(|f| has_extension(f, &["rs", "md", "toml"])) {
        let text = std::fs::read_to_string(root.join(file))?;
        for id in mentioned(&text) {
            if !known.contains(&id.as_str()) {
                complaints.push(format!("{}: there is no rule {id}", file.display()));
            }
        }
        if has_extension(file, &["rs"]) && file.starts_with("crates") {
            tested.extend(named_in_tests(&text));
        }
    }
    let uncovered: Vec<&str> = known.iter().copied().filter(|k| !tested.iter().any(|t| t == k)).collect();
    say(&format!("tidy: {} of {RULES} rules have no test that names them: {}", uncovered.len(), uncovered.join(" ")));
    Ok(complaints)
}

fn is_rule_id(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|c| ('A'..='E').contains(&c))
        && (1..=2).contains(&letters.clone().count())
        && letters.all(|c| c.is_ascii_digit())
}

/// Ids after the word "rule" or "rules" ("rule A3", "rules E3, E5 and E6").
fn mentioned(text: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let words: Vec<&str> = text.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        if !["rule", "rules", "(rule", "(rules", "Rule", "Rules"].contains(word) {
            continue;
        }
        for next in words[at + 1..].iter().take(8) {
            let id = next.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if is_rule_id(id) {
                ids.push(id.to_owned());
            } else if !["and", "or", "to", "...", "…"].contains(&id) && !id.is_empty() {
                break;
            }
        }
    }
    ids
}

/// Ids in the names of tests: `fn rule_e6_at_most_eight_series()`.
fn named_in_tests(text: &str) -> Vec<String> {
    text.match_indices("fn rule_")
        .filter_map(|(at, found)| text[at + found.len()..].split(['_', '(']).next())
        .map(str::to_uppercase)
        .filter(|id| is_rule_id(id))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_ids_are_found_where_rules_are_spoken_of() {
        assert_eq!(mentioned("rest (rule A6), rules E3, E5 and E6 hold; B2B sells"), ["A6", "E3", "E5", "E6"]);
        assert_eq!(named_in_tests("fn rule_e6_at_most_eight()"), ["E6"]);
        assert!(!is_rule_id("F1") && !is_rule_id("A") && is_rule_id("E10"));
    }
}
