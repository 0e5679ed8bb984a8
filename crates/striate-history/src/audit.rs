//! The coaching rules held against what was done: what the audit asks of a session ([`SessionFacts`]), of a history
//! ([`audit_input`]), and the answer in the reader's vocabulary ([`audit_view`]).

mod facts;
mod input;
mod lifts;
mod view;

pub use facts::{RepetitionFacts, SessionFacts};
pub use input::{AuditQuestion, audit_input};
pub use striate_plan::audit::{Goal, LiftPattern, Rule, Verdict};
pub use view::{AuditView, RuleAnswer, RuleCounts, SessionShown, audit_view, catalogue, groups, weightiest};

use crate::analyse::Analysis;
use striate_model::{Day, TimeSpan};
use striate_plan::audit::{RuleVerdict, audit_session};

/// The rules that a single recording can tell by itself, with their verdicts.
#[must_use]
pub fn rules_of(analysis: &Analysis) -> Vec<RuleVerdict> {
    let day = Day::of(analysis.session.start, TimeSpan::default());
    audit_session(&facts::audited_alone(analysis, day))
}

#[cfg(test)]
mod tests;
