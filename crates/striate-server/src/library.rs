//! Where the sessions come from, and the picture of them all from which pages are drawn.

mod files;
mod snapshot;

pub use files::Files;
pub(crate) use snapshot::blocking;
pub use snapshot::{Shelves, Snapshot};

use crate::problem::Result;
use striate_model::{Athlete, SessionKind, Timestamp};
use striate_pipeline::Analysis;
use striate_pipeline::history::Performed;

/// A session in its place: what it brought, and what it is called. Its `performed.file` is its id.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// Names it.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it brought.
    pub performed: Performed,
    /// How far local time was ahead of UTC there, s.
    pub offset_s: f64,
}

/// Everything that a history is drawn from.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// Every session once, in any order.
    pub sessions: Vec<Shelved>,
    /// Who trains.
    pub athlete: Athlete,
    /// Age, years.
    pub age_y: Option<f64>,
    /// Whether this is the made-up athlete.
    pub is_demo: bool,
    /// Where it is kept, for the reader.
    pub place: String,
}

/// One session, read anew with its samples.
#[derive(Clone, Debug)]
pub struct Opened {
    /// It.
    pub analysis: Analysis,
    /// The name of its file.
    pub file: Option<String>,
    /// Whether the athlete corrected its kind.
    pub is_corrected: bool,
    /// How far local time was ahead of UTC there, s.
    pub offset_s: f64,
}

/// A change to what was said about a session: outer `None` leaves it, inner `None` takes it back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Correction {
    /// Its kind.
    pub kind: Option<Option<SessionKind>>,
    /// Mass carried on top of the body, kg.
    pub carried_kg: Option<Option<f64>>,
}

/// A source of sessions. Its calls may block.
pub trait Library: Send + Sync + 'static {
    /// Changes with every write.
    fn revision(&self) -> u64;

    /// Everything.
    ///
    /// # Errors
    /// When it cannot be read.
    fn load(&self) -> Result<Shelf>;

    /// One session.
    ///
    /// # Errors
    /// When there is none of that id, or its file cannot be read.
    fn open(&self, id: &str) -> Result<Opened>;

    /// The bytes of the file that a session came from, and its name.
    ///
    /// # Errors
    /// When there is none.
    fn original(&self, id: &str) -> Result<(String, Vec<u8>)>;

    /// Keeps what the athlete says about a session.
    ///
    /// # Errors
    /// When there is no such session, or it cannot be written.
    fn correct(&self, id: &str, correction: Correction) -> Result<()>;
}

/// The time, as the server sees it; tests set it.
#[derive(Clone, Copy, Debug, Default)]
pub enum Clock {
    /// The system's.
    #[default]
    System,
    /// Always this instant, with local time so many seconds ahead of UTC.
    Fixed(Timestamp, f64),
}

impl Clock {
    /// Now, and how far local time is ahead of UTC, s.
    #[must_use]
    pub fn now(self) -> (Timestamp, f64) {
        match self {
            Self::Fixed(now, offset) => (now, offset),
            Self::System => {
                let now = jiff::Zoned::now();
                let offset = f64::from(now.offset().seconds());
                (Timestamp::from_unix_ms(now.timestamp().as_millisecond()), offset)
            }
        }
    }
}
