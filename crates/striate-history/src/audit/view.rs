//! The audit in the reader's vocabulary.

use serde::Serialize;
use striate_plan::audit::{AuditInput, RuleVerdict, Verdict, audit, rule_groups};

/// Every rule held against a log.
#[derive(Clone, Debug, Serialize)]
pub struct AuditView {
    /// First day that was judged.
    pub first: String,
    /// Last day that was judged.
    pub last: String,
    /// Whole weeks that were judged.
    pub weeks: u32,
    /// Sessions that were judged.
    pub sessions: usize,
    /// build, keep or lean; null where none is set, which counts as build.
    pub goal: Option<&'static str>,
    /// Hours between hard work of a muscle that were chosen; null where none were.
    pub rest_h: Option<f64>,
    /// The verdict in a few sentences.
    pub in_words: String,
    /// How many rules stand how.
    pub counts: RuleCounts,
    /// A1 to E10.
    pub rules: Vec<RuleAnswer>,
}

/// How many rules stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RuleCounts {
    /// Kept.
    pub kept: usize,
    /// Broken.
    pub broken: usize,
    /// Nothing in the log falls under them.
    pub not_applicable: usize,
    /// Something that they need is not known.
    pub unknown: usize,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleAnswer {
    /// A1 to E10.
    pub rule: &'static str,
    /// The title of its group.
    pub group: &'static str,
    /// What the articles say.
    pub claim: &'static str,
    /// kept, broken, `not_applicable` or unknown.
    pub verdict: &'static str,
    /// Why, with the numbers.
    pub because: String,
    /// The sessions behind it.
    pub sessions: Vec<SessionShown>,
    /// What the audit looked at.
    pub looks_at: &'static str,
    /// What the literature says of the claim.
    pub evidence: &'static str,
    /// supports, mixed, weakens, contradicts or untested.
    pub stance: &'static str,
    /// Author and year.
    pub sources: &'static [String],
    /// Where claim and evidence differ in a figure to plan by: both; null elsewhere.
    pub choice: Option<&'static str>,
}

/// A session behind a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SessionShown {
    /// Its day, as 2026-11-14.
    pub date: String,
    /// What it was.
    pub name: String,
    /// Whether it lies ahead.
    pub is_planned: bool,
}

/// Holds every rule against the input.
#[must_use]
pub fn audit_view(input: &AuditInput, weeks: u32) -> AuditView {
    let verdicts = audit(input);
    let mut counts = RuleCounts::default();
    for verdict in &verdicts {
        *match verdict.verdict {
            Verdict::Kept => &mut counts.kept,
            Verdict::Broken => &mut counts.broken,
            Verdict::NotApplicable => &mut counts.not_applicable,
            Verdict::Unknown => &mut counts.unknown,
        } += 1;
    }
    AuditView {
        first: input.first.to_string(),
        last: input.last.to_string(),
        weeks,
        sessions: input.sessions.iter().filter(|s| (input.first..=input.last).contains(&s.day)).count(),
        goal: input.goal.map(striate_plan::audit::Goal::as_str),
        rest_h: input.chosen_rest_h,
        in_words: in_words(&verdicts, counts),
        counts,
        rules: verdicts.into_iter().map(answer).collect(),
    }
}

/// Every rule where there is nothing to hold it against.
#[must_use]
pub fn catalogue() -> Vec<RuleAnswer> {
    let unknown = |rule| RuleVerdict {
        rule,
        verdict: Verdict::Unknown,
        because: "Nothing is known yet.".to_owned(),
        sessions: Vec::new(),
    };
    striate_plan::audit::rules().iter().map(|rule| answer(unknown(rule))).collect()
}

/// The letters and titles of the groups of rules.
pub fn groups() -> impl Iterator<Item = (&'static str, &'static str)> {
    rule_groups().iter().map(|g| (g.id.as_str(), g.title.as_str()))
}

fn answer(verdict: RuleVerdict) -> RuleAnswer {
    let rule = verdict.rule;
    let group = rule_groups().iter().find(|g| rule.id.starts_with(&g.id)).map_or("", |g| g.title.as_str());
    let shown = |s: striate_plan::audit::Shown| SessionShown {
        date: s.day.to_string(),
        name: s.name,
        is_planned: s.is_planned,
    };
    RuleAnswer {
        rule: &rule.id,
        group,
        claim: &rule.claim,
        verdict: verdict.verdict.as_str(),
        because: verdict.because,
        sessions: verdict.sessions.into_iter().map(shown).collect(),
        looks_at: &rule.looks_at,
        evidence: &rule.evidence,
        stance: rule.stance.as_str(),
        sources: &rule.sources,
        choice: rule.choice.as_deref(),
    }
}

/// Rules about what to do, in the order in which a broken one is worth a sentence: what can hurt first, then what costs
/// muscle most.
const WEIGHTIEST: [&str; 12] = ["E2", "E7", "A7", "E4", "C6", "C3", "A8", "B7", "E8", "B6", "D4", "A2"];

/// The broken rules that are worth a sentence, the weightiest first.
pub fn weightiest(view: &AuditView) -> impl Iterator<Item = &RuleAnswer> {
    let broken = |id: &str| view.rules.iter().find(|r| r.rule == id && r.verdict == Verdict::Broken.as_str());
    WEIGHTIEST.into_iter().filter_map(broken)
}

fn in_words(verdicts: &[RuleVerdict], counts: RuleCounts) -> String {
    let judged = counts.kept + counts.broken;
    if judged == 0 {
        return "Too little is known to hold any rule against it.".to_owned();
    }
    let mut sentences = vec![match counts.broken {
        0 => format!("You kept all {judged} rules that could be judged."),
        n => format!("You kept {} of the {judged} rules that could be judged; {n} {} broken.", counts.kept, are(n)),
    }];
    let broken = |id: &str| verdicts.iter().find(|v| v.rule.id == id && v.verdict == Verdict::Broken);
    let first = WEIGHTIEST.into_iter().filter_map(broken).take(2);
    sentences.extend(first.map(|v| format!("{}: {}", v.rule.id, v.because)));
    sentences.join(" ")
}

fn are(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}
