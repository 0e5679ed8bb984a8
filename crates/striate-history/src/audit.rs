//! The coaching rules held against what was done: what the audit asks of a history ([`audit_input`]), and the answer in the
//! reader's vocabulary ([`audit_view`]).

mod input;
mod view;

pub use input::{AuditQuestion, audit_input};
pub use striate_plan::audit::{Goal, LiftPattern, Rule, Verdict};
pub use view::{AuditView, RuleAnswer, RuleCounts, SessionShown, audit_view, catalogue, groups, weightiest};

#[cfg(test)]
mod tests;
