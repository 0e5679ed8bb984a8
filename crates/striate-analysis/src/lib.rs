//! One recording, taken through every stage: decode, segment, stimulus. What comes out is an [`Analysis`] and what can be told
//! of it alone: the verdict in sentences, the JSON contract, the sets, what it brings to the body ([`analysis_dose`]), and
//! what the coaching rules ask of it ([`SessionFacts`]).
//!
//! This crate does not open files, know the time, print, compute physiology of its own, or know any other session.

mod analyse;
mod dose;
mod facts;
mod lifts;
mod sets;
mod strength;
mod verdict;
mod view;

pub use analyse::{
    Analysis, FileAnalysis, analyse_bytes, analyse_bytes_of_sport, analyse_journal, analyse_recording,
    analyse_recording_without_bands, analyse_without_bands,
};
pub use dose::{analysis_dose, dose_of, hours_after, planned_dose};
pub use facts::{RepetitionFacts, SessionFacts, rules_of};
pub use sets::{SetGroup, set_groups};
pub use verdict::{Verdict, day_and_time, kind_name, known_session_name, verdict};
pub use view::{
    ErrorView, FileView, RecordingView, UnreadableView, WorkoutView, exercise_name, file_view, session_view,
    unreadable_view,
};
