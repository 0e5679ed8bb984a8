//! The import: files, folders and archives into the database, then everything that follows from them.
//!
//! Phase A reads: one thread walks the archives, two decode, hash and compress, one writes in the order of the walk.
//! Phase B works out: the athlete's figures from the whole history, twins grouped into sessions, sessions analysed where
//! what goes into them changed. Both may be ended at any moment: what was committed stays, and the next run goes on.
//! The result does not depend on the order in which files come.

mod derive;
mod inputs;
mod open;
mod prepare;
mod read;
mod report;
mod shelf;

pub use derive::{
    Choice, ChoicePick, DeriveReport, GIVES, athlete_figures, derive, group, is_complete, ledger, unknown_titles,
};
pub use inputs::Zone;
pub use open::{OpenedSession, derive_session, open_session};
pub use prepare::derive_file;
pub use read::{ImportOptions, dry_run, import, import_as, import_files};
pub use report::{Counts, DryRun, ImportReport, Listener, Phase, Problem, Silent};
pub use shelf::{Label, Shelf, shelf};
