//! The rules in words: the articles' claim, what the audit looks at, what the literature says (`data/rules.toml`).

use serde::Deserialize;
use std::sync::OnceLock;

/// How the literature stands to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// It agrees.
    Supports,
    /// It agrees in part, or studies disagree.
    Mixed,
    /// It takes some of the claim back.
    Weakens,
    /// It says otherwise.
    Contradicts,
    /// No trial looked.
    Untested,
}

impl Stance {
    /// The stable text form, which is also the word a user reads.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Mixed => "mixed",
            Self::Weakens => "weakens",
            Self::Contradicts => "contradicts",
            Self::Untested => "untested",
        }
    }
}

/// One rule in words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// A1 to E10.
    pub id: String,
    /// What the articles say.
    pub claim: String,
    /// What must be true for the rule to be kept.
    pub looks_at: String,
    /// What the literature says of the claim.
    pub evidence: String,
    /// The same in a word.
    pub stance: Stance,
    /// Author and year, as in the list of sources.
    pub sources: Vec<String>,
    /// Where claim and evidence differ in a figure to plan by: both figures.
    pub choice: Option<String>,
}

/// A system of the articles.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleGroup {
    /// A to E.
    pub id: String,
    /// Its title.
    pub title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    group: Vec<RuleGroup>,
    rule: Vec<Rule>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE
        .get_or_init(|| toml::from_str(include_str!("../../data/rules.toml")).expect("a test reads the built-in table"))
}

/// Every rule, A1 to E10.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &table().rule
}

/// The five systems of rules.
#[must_use]
pub fn rule_groups() -> &'static [RuleGroup] {
    &table().group
}

/// The rule with this id; `None` for any other text.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().iter().find(|r| r.id == id)
}
