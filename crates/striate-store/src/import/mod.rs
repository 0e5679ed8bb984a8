//! The import: files, folders and archives into the database, then everything that follows from them.
//!
//! Phase A reads: one thread walks the archives, two decode, hash and compress, one writes in the order of the walk.
//! Phase B works out: the athlete's figures from the whole history, twins grouped into sessions, sessions analysed where
//! what goes into them changed. Both may be ended at any moment: what was committed stays, and the next run goes on.
//! The result does not depend on the order in which files come. After a change of the method phase B begins with decoding the
//! originals anew.

mod derive;
mod history;
mod inputs;
mod kept;
mod open;
mod prepare;
mod read;
mod rebuild;
mod relocate;
mod report;
mod shelf;
mod work;
mod zone;

pub use derive::{Choice, ChoicePick, DeriveReport, GIVES, derive, group};
pub use history::{athlete_figures, is_complete, ledger, names_of_sessions, unknown_titles};
pub use inputs::Zone;
pub use open::{Depth, OpenedSession, derive_session, open_session};
pub use prepare::derive_file;
pub use read::{ImportOptions, dry_run, import, import_as, import_files};
pub use rebuild::rebuild;
pub use report::{Counts, DryRun, ImportReport, Listener, Phase, Problem, Silent};
pub use shelf::{Label, Shelf, shelf};
pub use zone::{ZoneFor, ZoneSaid, say_zone};
