//! The 45 coaching rules held against a log or a plan.
//!
//! The caller fills an [`AuditInput`] with what the stages say of each session; nothing in here knows how those figures
//! were made. What is not known is `None`, and a rule that needs it answers [`Verdict::Unknown`]. What each rule looks
//! at, and what the literature says of it, stands in `data/rules.toml` ([`rules`]); the checks beside it do just that.

mod food;
mod input;
mod log;
mod mix;
mod muscles;
mod person;
mod recovery;
mod sessions;
#[cfg(test)]
mod tests;
mod text;

pub use input::{
    AuditInput, AuditedDay, AuditedEffort, AuditedRest, AuditedSession, Available, BodyFacts, Course, Fan, Goal,
    LiftPattern, MuscleFacts, Sameness, TrainingPhase,
};
pub use mix::{MIXED, ROOM_FOR_LONG_MIN};
pub use text::{Rule, RuleGroup, Stance, rule, rule_groups, rules};

use log::Log;
use striate_model::Day;

/// How a rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It was kept.
    Kept,
    /// It was broken.
    Broken,
    /// Nothing in the log falls under it.
    NotApplicable,
    /// Something that it needs is not known.
    Unknown,
}

impl Verdict {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Broken => "broken",
            Self::NotApplicable => "not_applicable",
            Self::Unknown => "unknown",
        }
    }
}

/// A session behind a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its day.
    pub day: Day,
    /// Its name.
    pub name: String,
    /// Whether it lies ahead.
    pub is_planned: bool,
}

/// One rule held against a log, a plan or a session.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleVerdict {
    /// The rule.
    pub rule: &'static Rule,
    /// How it stands.
    pub verdict: Verdict,
    /// Why, in a sentence with the numbers behind it.
    pub because: String,
    /// The sessions behind it, in the order of time: those that broke it, or those that it was judged by.
    pub sessions: Vec<Shown>,
}

/// What a check found.
struct Finding<'a> {
    verdict: Verdict,
    because: String,
    sessions: Vec<&'a AuditedSession>,
}

impl<'a> Finding<'a> {
    fn new(verdict: Verdict, because: impl Into<String>) -> Self {
        Self { verdict, because: because.into(), sessions: Vec::new() }
    }

    fn kept(because: impl Into<String>) -> Self {
        Self::new(Verdict::Kept, because)
    }

    fn broken(because: impl Into<String>, sessions: Vec<&'a AuditedSession>) -> Self {
        Self::new(Verdict::Broken, because).with(sessions)
    }

    fn not_applicable(because: impl Into<String>) -> Self {
        Self::new(Verdict::NotApplicable, because)
    }

    fn unknown(because: impl Into<String>) -> Self {
        Self::new(Verdict::Unknown, because)
    }

    /// Kept where `is_kept`, else broken.
    fn kept_if(is_kept: bool, because: impl Into<String>) -> Self {
        Self::new(if is_kept { Verdict::Kept } else { Verdict::Broken }, because)
    }

    fn with(self, sessions: Vec<&'a AuditedSession>) -> Self {
        Self { sessions, ..self }
    }

    fn told(self, rule: &'static Rule) -> RuleVerdict {
        let shown = |s: &AuditedSession| Shown { day: s.day, name: s.name.clone(), is_planned: s.is_planned };
        RuleVerdict {
            rule,
            verdict: self.verdict,
            because: self.because,
            sessions: self.sessions.into_iter().map(shown).collect(),
        }
    }
}

/// Holds every rule against the log, or the plan, from A1 to E10.
#[must_use]
pub fn audit(input: &AuditInput) -> Vec<RuleVerdict> {
    let log = Log::new(input);
    rules().iter().map(|rule| check(&rule.id, &log).told(rule)).collect()
}

/// Holds the rules that one session can tell by itself against it; those that do not apply to it are left out.
#[must_use]
pub fn audit_session(session: &AuditedSession) -> Vec<RuleVerdict> {
    let each = rules().iter().filter_map(|rule| Some((rule, sessions::check(&rule.id, session)?)));
    each.filter(|(_, found)| found.verdict != Verdict::NotApplicable).map(|(rule, found)| found.told(rule)).collect()
}

fn check<'a>(id: &str, log: &Log<'a>) -> Finding<'a> {
    match id {
        "A1" => mix::a1(log),
        "A2" => recovery::a2(log),
        "A3" => sessions::all(log, "A3", "No hills with carried mass."),
        "A4" => sessions::all(log, "A4", "No sprint intervals."),
        "A5" => mix::a5(log),
        "A6" => recovery::a6(log),
        "A7" => recovery::a7(log),
        "A8" => mix::a8(log),
        "B1" => recovery::b1(log),
        "B2" => muscles::b2(log),
        "B3" => sessions::all(log, "B3", "No efforts uphill."),
        "B4" => muscles::b4(log),
        "B5" => mix::b5(log),
        "B6" => recovery::b6(log),
        "B7" => food::b7(log),
        "B8" => mix::b8(log),
        "B9" => mix::b9(log),
        "B10" => mix::b10(log),
        "B11" => mix::b11(log),
        "B12" => mix::b12(log),
        "C1" => person::c1(log),
        "C2" => person::c2(log),
        "C3" => muscles::c3(log),
        "C4" => muscles::c4(log),
        "C5" => muscles::c5(log),
        "C6" => muscles::c6(log),
        "C7" => muscles::c7(log),
        "C8" => muscles::c8(log),
        "C9" => mix::c9(log),
        "D1" => muscles::d1(log),
        "D2" => sessions::all(log, "D2", "No slow runs."),
        "D3" => muscles::d3(log),
        "D4" => muscles::d4(log),
        "D5" => muscles::d5(log),
        "D6" => muscles::d6(log),
        "E1" => food::e1(log),
        "E2" => person::e2(log),
        "E3" => sessions::all(log, "E3", "No series."),
        "E4" => person::e4(log),
        "E5" => sessions::all(log, "E5", "No series."),
        "E6" => sessions::all(log, "E6", "No series."),
        "E7" => recovery::e7(log),
        "E8" => food::e8(log),
        "E9" => muscles::e9(log),
        "E10" => person::e10(log),
        _ => Finding::unknown("No check is known for this rule."),
    }
}
