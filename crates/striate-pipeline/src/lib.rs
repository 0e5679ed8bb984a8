//! Composes the stages - decode, segment, stimulus, state, plan - and turns their results into the reader's vocabulary: the
//! JSON contract and the sentences that a person reads.
//!
//! This crate does not open files, know the time, print, or compute physiology of its own.

mod analyse;
pub mod body;
pub mod food;
pub mod history;
pub mod journal;
mod json;
mod kept;
mod names;
pub mod numbers;
pub mod plan;
pub mod planned;
pub mod rules;
mod sets;
pub mod stored;
mod strength;
pub mod trace;
pub mod trials;
pub mod twins;
pub mod units;
mod words;

pub use analyse::{
    Analysis, FileAnalysis, analyse_bytes, analyse_bytes_of_sport, analyse_journal, analyse_recording,
    analyse_recording_without_bands, analyse_without_bands,
};
pub use json::{ErrorView, FileView, RecordingView, UnreadableView, WorkoutView, file_view, unreadable_view};
pub use kept::KeptSession;
pub use sets::{SetGroup, set_groups};
pub use words::{Verdict, day_and_time, kind_name, verdict};

/// The demo athlete: two years of files and notes in memory.
pub mod demo {
    pub use striate_synth::{DemoFile, DemoFiles, DemoNote, demo};
}
/// Archives and bulk exports, walked member by member.
pub use striate_formats::archive;
/// The largest file that is decoded, in bytes.
pub use striate_formats::limits::FILE_BYTES;
/// The version of the method that every derived figure carries.
pub use striate_stimulus::METHOD_VERSION;
