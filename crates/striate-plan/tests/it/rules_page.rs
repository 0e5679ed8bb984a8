//! The page of the rules is made from the table that the audit reads.

#![expect(clippy::disallowed_methods, reason = "the test reads the repository's own documents")]

use std::fmt::Write;
use std::path::Path;
use striate_plan::audit::{rule_groups, rules};

const HEAD: &str = "# The coaching rules

What the articles behind this project say about building muscle by running, as 45 rules. The ids are used by the code,
the tests, the command line (`striate audit`, the `rules` of `striate analyze`) and the pages. Five systems are described,
A to E; where two of them disagree (rule A4 asks for short rests, rule E5 for complete ones) both live on as different
kinds of session and are never averaged.

Each rule has a reading that a log or a plan can be held against; its verdict is kept, broken, not applicable or unknown,
never a guess. Rules that explain rather than ask (B1, D1 and their like) are read as what must be true of the training,
or of this product's own figures, for the explanation to hold. A rule about weeks is kept when it held in three of four;
only whole weeks are asked, and planned deloads, tapers and weeks of injury are not. Where the literature weakens or
contradicts a claim, the claim and the evidence stand side by side, and where they differ in a figure to plan by the
athlete chooses.

This page is made from `crates/striate-plan/data/rules.toml`; a test holds it there (`STRIATE_BLESS=1` writes it anew).
";

fn page() -> String {
    let mut text = HEAD.to_owned();
    for group in rule_groups() {
        let _ = write!(text, "\n## {}. {}\n", group.id, group.title);
        text.push_str("| id | what the articles say | kept when | what the evidence says |\n|---|---|---|---|\n");
        for rule in rules().iter().filter(|r| r.id.starts_with(&group.id)) {
            let sources =
                if rule.sources.is_empty() { String::new() } else { format!(" ({})", rule.sources.join(", ")) };
            let choice = rule.choice.as_ref().map(|c| format!(" Your choice: {c}.")).unwrap_or_default();
            let stance = rule.stance.as_str();
            let evidence = format!("**{stance}**: {}{sources}{choice}", rule.evidence);
            let _ = writeln!(text, "| {} | {} | {} | {evidence} |", rule.id, rule.claim, rule.looks_at);
        }
    }
    text
}

#[test]
fn the_page_says_what_the_audit_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/rules.md");
    if std::env::var_os("STRIATE_BLESS").is_some() {
        std::fs::write(&path, page()).expect("the documents can be written");
    }
    let found = std::fs::read_to_string(&path).expect("the page of the rules is there");
    assert!(found == page(), "docs/reference/rules.md differs from data/rules.toml: STRIATE_BLESS=1 writes it anew");
}
