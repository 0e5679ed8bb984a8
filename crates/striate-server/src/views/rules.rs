//! The coaching rules held against the history, with the evidence beside each.

use super::activity::RuleVerdict;
use super::types::{Reason, named};
use serde::{Deserialize, Serialize};
use striate_app::ReadModel;
use striate_history::audit::{AuditQuestion, RuleAnswer, audit_input, audit_view, catalogue, weightiest};
use striate_history::body::Before;
use utoipa::ToSchema;

/// The page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RulesView {
    /// How they were kept, in a sentence.
    pub verdict: String,
    /// Broken ones that weigh most: what can hurt first, then what costs muscle.
    pub weightiest: Vec<Reason>,
    /// First day that was judged; null without sessions.
    pub from: Option<String>,
    /// Last day that was judged; null without sessions.
    pub to: Option<String>,
    /// The rules.
    pub groups: Vec<RuleGroupView>,
    /// What a choice is made from: sent back as `If-Match`.
    pub revision: String,
}

/// Rules of one sort.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleGroupView {
    /// A to E.
    pub letter: String,
    /// What they are about.
    pub title: String,
    /// They.
    pub rules: Vec<RuleRow>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleRow {
    /// A1 to E10.
    pub rule: String,
    /// What must be true for it to be kept.
    pub title: String,
    /// How it was kept.
    pub verdict: RuleVerdict,
    /// Why, with the numbers.
    pub because: String,
    /// What the articles say.
    pub claim: String,
    /// What the literature says of that.
    pub evidence: String,
    /// Author and year of the literature.
    pub sources: Vec<String>,
    /// Whether the literature weakens or contradicts the claim, or has not tested it.
    pub disputed: bool,
    /// The sessions behind the verdict.
    pub sessions: Vec<RuleSession>,
    /// Where claim and evidence differ in a figure to plan by: which to take.
    pub choice: Option<RuleChoice>,
}

/// A session behind a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleSession {
    /// Its civil day.
    pub day: String,
    /// What it was.
    pub name: String,
}

/// A figure that the athlete chooses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleChoice {
    /// Names it.
    pub key: String,
    /// What is chosen now.
    pub value: String,
    /// What there is.
    pub options: Vec<RuleOption>,
}

/// One way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleOption {
    /// What is stored.
    pub value: String,
    /// What is shown.
    pub text: String,
}

/// A choice.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleChosen {
    /// Which.
    pub key: String,
    /// What.
    pub value: String,
}

/// Under this key the profile keeps the hours between hard work of a muscle.
pub const REST_HOURS: &str = "rest_hours";
/// What the literature says, by which plans are made unless the athlete chooses otherwise, h.
const REST_H: u64 = 48;
/// Whole weeks that are judged.
const WEEKS: u32 = 4;

/// The hours that were chosen.
#[must_use]
pub fn rest_hours(snapshot: &ReadModel) -> Option<u64> {
    snapshot.profile.more.get(REST_HOURS).and_then(serde_json::Value::as_u64)
}

/// The page.
#[must_use]
pub fn rules_view(snapshot: &ReadModel) -> RulesView {
    let chosen = rest_hours(snapshot);
    let point = snapshot.viewpoint();
    let question = AuditQuestion {
        last: snapshot.today,
        today: None,
        weeks: WEEKS,
        goal: snapshot.goal,
        chosen_rest_h: chosen.map(|h| h as f64),
        exempt_weeks: Vec::new(),
        gated_weeks: Vec::new(),
        run_walk_weeks: Vec::new(),
        spared: Vec::new(),
        available: None,
        person: point.person,
        before: Before::Unknown,
        offset: point.offset,
    };
    let audit = audit_input(&snapshot.ledger, &snapshot.athlete, &question).map(|input| audit_view(&input, WEEKS));
    let choice = || RuleChoice {
        key: REST_HOURS.to_owned(),
        value: chosen.unwrap_or(REST_H).to_string(),
        options: vec![
            RuleOption { value: "24".to_owned(), text: "24 h, the articles".to_owned() },
            RuleOption { value: "48".to_owned(), text: "48 h, the literature".to_owned() },
        ],
    };
    let row = |answer: &RuleAnswer| RuleRow {
        rule: answer.rule.to_owned(),
        title: answer.looks_at.to_owned(),
        verdict: named(answer.verdict).unwrap_or(RuleVerdict::Unknown),
        because: answer.because.clone(),
        claim: answer.claim.to_owned(),
        evidence: answer.evidence.to_owned(),
        sources: answer.sources.to_vec(),
        disputed: answer.stance != "supports",
        sessions: answer.sessions.iter().map(|s| RuleSession { day: s.date.clone(), name: s.name.clone() }).collect(),
        choice: answer.choice.map(|_| choice()),
    };
    let rows: Vec<RuleRow> = match &audit {
        Some(audit) => audit.rules.iter().map(row).collect(),
        None => catalogue().iter().map(row).collect(),
    };
    let mut groups: Vec<RuleGroupView> = Vec::new();
    for (letter, title) in striate_history::audit::groups() {
        let rules = rows.iter().filter(|r| r.rule.starts_with(letter)).cloned().collect();
        groups.push(RuleGroupView { letter: letter.to_owned(), title: title.to_owned(), rules });
    }
    let reason = |answer: &RuleAnswer| Reason {
        text: super::words::capitalised(&answer.because),
        rule: Some(answer.rule.to_owned()),
    };
    RulesView {
        verdict: audit.as_ref().map_or_else(
            || "No session yet, so no rule can be held against anything.".to_owned(),
            // The sentences after the first are the weightiest rules, which stand below it.
            |a| a.in_words.split_once(". ").map_or(a.in_words.clone(), |(first, _)| format!("{first}.")),
        ),
        weightiest: audit.iter().flat_map(weightiest).take(3).map(reason).collect(),
        from: audit.as_ref().map(|a| a.first.clone()),
        to: audit.as_ref().map(|a| a.last.clone()),
        groups,
        revision: snapshot.settings_revision().to_string(),
    }
}
