//! The 45 coaching rules held against a log or a plan.
//!
//! The caller fills an [`AuditInput`] with what the stages say of each session; nothing in here knows how those figures
//! were made. What is not known is `None`, and a rule that needs it answers [`Verdict::Unknown`].

mod input;

pub use input::{
    AuditInput, AuditedDay, AuditedEffort, AuditedRest, AuditedSession, BodyFacts, Course, Fan, Goal, LiftPattern,
    MuscleFacts, Sameness, TrainingPhase,
};

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
