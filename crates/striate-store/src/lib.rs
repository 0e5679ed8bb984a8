//! Keeps the athlete's history: what they gave (ground state: files, journal, words, never lost) apart from what was
//! worked out (derived state: recordings, sessions, analyses, always made anew from the ground), in a SQLite file of
//! one's own or in PostgreSQL, by one set of queries.
//!
//! This crate does not decode, segment or judge anything of its own, and knows no page and no terminal.
//!
//! # How it is used
//! ```text
//! let store = Store::open("sqlite:runs.db").await?;            // makes the file, brings the schema up to date
//! let athlete = store.only_athlete().await?;
//! let run = store.begin_import(athlete, "export.zip").await?;
//! let mut writer = store.import_writer(run, GroupLimits::default()).await?;
//! // In worker threads: hash, compress, decode, pack.
//! let source = PreparedSource::new(&bytes, "a.fit", Some("fit"), "{}");
//! let local = LocalDay { day, time_zone };
//! let recording = PreparedRecording::new(&decoded, Origin::Source(source.hash.clone()), 0, Some(Format::Fit), local);
//! // In one place: each file whole or not at all, one wait for the disk a group.
//! writer.put(&PreparedFile { path, outcome: ItemOutcome::Imported, message: None, source: Some(source),
//!     recordings: vec![recording], entries: Vec::new() }).await?;
//! writer.commit().await?;
//! store.put_sessions(athlete, &sessions).await?;               // twins grouped by the import
//! store.finish_import(run, ImportState::Done, "{}").await?;
//! store.undo_import(run).await?;                               // the ground is as it was before
//! ```
//! Callers without a runtime of their own wrap it in [`block_on`].
//!
//! # What it promises
//! - What a call has stored when it returns is on the disk; what it has not stored leaves no trace.
//! - A newer database than the program is refused and not changed.
//! - Originals come back byte for byte, samples bit for bit; a damaged one is an error and never silently wrong.

mod account;
mod analysis;
mod aside;
mod athlete;
mod backup;
mod changes;
pub mod demo;
mod doctor;
mod error;
mod export;
pub mod import;
mod journal;
mod location;
mod migrate;
mod original;
mod own;
mod plan;
mod portions;
mod recording;
mod runs;
mod said;
mod schema;
mod session;
mod sql;
mod store;
mod stream;
mod writer;

pub use account::LoginSession;
pub use analysis::{AnalysisRow, DerivedVersion, NewAnalysis};
pub use athlete::{AccountId, AthleteId, DISTANCE_UNIT, Profile};
pub use backup::{Manifest, check_backup};
pub use changes::Changes;
pub use doctor::{Finding, Report};
pub use error::{Result, Sort, StoreError};
pub use export::{ExportOptions, ExportPart, Exported};
pub use journal::{Entry, NewEntry};
pub use location::{Backend, Location};
pub use original::{PreparedSource, SourceFile, SourceHash};
pub use own::Said;
pub use plan::{PlanChange, PlanState, StoredPlan};
pub use recording::{LocalDay, Origin, PreparedRecording, RecordingId, RecordingRow};
pub use runs::{ImportId, ImportItem, ImportRun, ImportState, Undone};
pub use said::{Correction, PlanRow, TwinDecision};
pub use schema::{Standing, TableDigest};
pub use session::{SessionId, SessionRow};
pub use store::{OpenOptions, Store, block_on};
#[doc(hidden)]
pub use stream::pack_at;
pub use stream::{StreamBlob, pack};
pub use writer::{Aside, GroupLimits, ImportWriter, ItemOutcome, PreparedFile};
