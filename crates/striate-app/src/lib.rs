//! The use cases: what an athlete does with their database, each written once. The server and the command line parse what
//! was asked, call one of these, and render what comes back.
//!
//! - [`Library`]: the athlete's database with its read model, its plan, its imports and what is derived behind them.
//! - [`ReadModel`]: all sessions and figures at one time, read once and shared by everything that only shows something.
//! - [`PlanNow`]: the plan as it stands. Looking at it stores nothing; every change names the [`Revision`] that it was made
//!   from, and a stale one is refused with what changed since.
//! - [`Clock`] is the only clock, [`AppError`] what can go wrong.
//!
//! This crate does not decode, segment or judge anything, knows no HTTP and no terminal, and holds no query.

mod clock;
mod derive_queue;
mod error;
mod imports;
mod library;
mod log;
mod plan_now;
mod plans;
mod profile;
mod read_model;
mod revision;
mod sessions;
mod work;

pub use clock::{Clock, parse_instant};
pub use derive_queue::Progress;
pub use error::{AppError, ErrorKind, Result};
pub use imports::{
    ImportJob, ImportStage, Job, JobState, PROBLEMS_MAX, Undone, Upload, import_options, private_folder,
};
pub use library::{CommandKeeping, Keeping, Library, Parts};
pub use log::{Noted, check_in_revision};
pub use plan_now::{Gives, PlanNow, PlanRequest, most_fed};
pub use plans::Acceptance;
pub use read_model::{ReadModel, Viewed};
pub use revision::{Changed, Revision};
pub use sessions::Opened;
pub use work::blocking;
