//! What a use case can answer instead of doing what was asked.

use super::revision::Changed;
use striate_planner::{DifferenceView, Refusal};
use striate_store::{Sort, StoreError};

/// What functions of this crate return.
pub type Result<T> = std::result::Result<T, AppError>;

/// Why a use case did not do what was asked. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no plan to show or change.
    #[error("There is no plan yet.")]
    NoPlan,
    /// There is no pending change to accept.
    #[error("No pending change to accept.")]
    NothingToAccept,
    /// There is no pending change to undo.
    #[error("No pending change to undo.")]
    NothingToUndo,
    /// The pending plan is the first one: there is none to go back to.
    #[error("No plan was accepted before this one.")]
    NothingAcceptedBefore,
    /// The goals contradict themselves or the calendar.
    #[error("{0}.")]
    InvalidGoals(String),
    /// A wish in words that is not understood.
    #[error("{0}")]
    WishNotUnderstood(String),
    /// A change that the plan's rules refuse, with the cheapest ways out.
    #[error("{}", .0.sentence)]
    ChangeRefused(Box<DifferenceView>),
    /// A move that the plan's rules refuse.
    #[error("{}", .0.because)]
    MoveRefused(Box<Refusal>),
    /// It was made from a version that is not the present one any more.
    #[error("This was changed somewhere else in the meantime; nothing was stored.")]
    Stale(Vec<Changed>),
    /// There is no lift of that name.
    #[error("There is no lift of that name.")]
    NoLift,
    /// The session has no recording.
    #[error("This session has no recording.")]
    NoRecording,
    /// The session was written down by hand.
    #[error("This session was written down by hand and has no file.")]
    NoOriginal,
    /// There is no import of that name.
    #[error("There is no import of that name.")]
    NoImport,
    /// The import does not wait for an answer.
    #[error("This import does not wait for an answer.")]
    ImportNotWaiting,
    /// The import is over.
    #[error("This import is over; it can be undone.")]
    ImportOver,
    /// The import is not over.
    #[error("Only an import that is done can be undone.")]
    ImportNotDone,
    /// The system gives no random numbers.
    #[error("The system gives no random numbers.")]
    NoRandomness,
    /// The database refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Work on another thread did not end.
    #[error("Something in striate went wrong. Your data is safe.")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// Who has to do something about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// What was asked for is not there.
    NotFound,
    /// It goes against what is there now.
    Conflict,
    /// Understood, but it cannot be.
    Invalid,
    /// The world is in the way: a full disk, a database that is gone.
    Unavailable,
    /// A fault of the program, or damaged data.
    Internal,
}

impl AppError {
    /// Who has to do something about it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NoPlan | Self::NoLift | Self::NoRecording | Self::NoOriginal | Self::NoImport => ErrorKind::NotFound,
            Self::NothingToAccept
            | Self::NothingToUndo
            | Self::NothingAcceptedBefore
            | Self::Stale(_)
            | Self::ImportNotWaiting
            | Self::ImportOver
            | Self::ImportNotDone => ErrorKind::Conflict,
            Self::InvalidGoals(_) | Self::WishNotUnderstood(_) | Self::ChangeRefused(_) | Self::MoveRefused(_) => {
                ErrorKind::Invalid
            }
            Self::NoRandomness => ErrorKind::Unavailable,
            Self::Store(error) => match error.sort() {
                Sort::NotFound => ErrorKind::NotFound,
                Sort::Conflict => ErrorKind::Conflict,
                Sort::Unavailable => ErrorKind::Unavailable,
                Sort::Corrupt => ErrorKind::Internal,
            },
            Self::Interrupted(_) => ErrorKind::Internal,
        }
    }

    /// What would help, where anything would.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::MoveRefused(refusal) => refusal.hint(),
            Self::ChangeRefused(view) => {
                let ways: Vec<&str> = view.ways_out.iter().map(|w| w.sentence.trim_end_matches('.')).collect();
                if ways.is_empty() { None } else { Some(format!("{}.", ways.join("; or "))) }
            }
            Self::Store(error) => error.hint().map(str::to_owned),
            _ => None,
        }
    }
}
