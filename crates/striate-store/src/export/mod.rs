//! Everything that the athlete owns, out of the database in forms that need no striate: the original files, tables as CSV,
//! samples as Parquet, the journal as text, all structured data as JSON. One state of the database, read row by row, so
//! that the memory does not grow with the history.

mod json;
mod originals;
mod out;
mod parquet;
mod samples;
mod tables;

use crate::athlete::{AthleteId, Profile, day_of, of_json};
use crate::error::{Result, StoreError};
use crate::sql::{Tx, binds};
use crate::store::{Store, now_ms};
use jiff::tz::TimeZone;
use out::Out;
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;
use striate_model::Day;

/// A part of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportPart {
    /// Every file as it was imported, with a list of names.
    Originals,
    /// A row a session.
    Sessions,
    /// A row a day.
    Days,
    /// What was written down by hand.
    Journal,
    /// Every sample of every recording.
    Samples,
    /// Everything structured.
    Json,
}

impl ExportPart {
    /// Every part.
    pub const ALL: [Self; 6] = [Self::Originals, Self::Sessions, Self::Days, Self::Journal, Self::Samples, Self::Json];
}

/// What an export holds and whether it may take the place of an older one.
#[derive(Clone, Debug)]
pub struct ExportOptions {
    /// The parts.
    pub parts: Vec<ExportPart>,
    /// Whether an export under that name is replaced.
    pub replace: bool,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self { parts: ExportPart::ALL.to_vec(), replace: false }
    }
}

/// What was exported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// Files written.
    pub files: u64,
    /// Bytes of them, before a zip packs them.
    pub bytes: u64,
    /// Original files.
    pub originals: u64,
    /// Sessions.
    pub sessions: u64,
    /// Sessions that are not analysed, or by another version of the method.
    pub sessions_stale: u64,
    /// Days of the table of days.
    pub days: u64,
    /// Lines of the journal.
    pub journal_lines: u64,
    /// Recordings with samples.
    pub recordings: u64,
    /// Samples.
    pub samples: u64,
    /// What is damaged in the database: it was exported as far as it can be read.
    pub damaged: Vec<String>,
}

const ABOUT: &str = "An export of striate: everything that it keeps about one athlete.

originals/     your files, byte for byte as they were imported, each named by the SHA-256 of its content
originals.csv  under which names they came
sessions.csv   one row a session: what it was, what it did to each muscle; units end the names of columns
days.csv       one row a day: what it gave and how the body stood at its end
journal.txt    what you wrote down, one line an entry
samples.parquet  every sample of every recording
export.json    everything structured, with all that was worked out

An empty cell says that something is not known. Figures of growth stimulus are hard-set equivalents (HSE) with the
bounds between which eight in ten lie. striate import reads all of this back: the originals, what you wrote down, and what
you said about your sessions.
";

impl Store {
    /// Writes everything that an athlete owns into a new folder, or a new zip where the path ends in `.zip`. It appears
    /// under its name only when it is whole; others may go on writing to the database meanwhile.
    ///
    /// # Errors
    /// `Conflict` where something stands there already, `Unavailable` where it cannot be written: then nothing is left
    /// behind.
    pub async fn export(&self, athlete: AthleteId, target: &Path, options: &ExportOptions) -> Result<Exported> {
        let mut out = Out::new(target, options.replace)?;
        let mut tx = self.pool.snapshot().await?;
        let mut done = Exported::default();
        text(&mut out, "README.txt", ABOUT).map_err(|e| out.failed(e))?;
        let mut read = Reader { tx: &mut tx, athlete, out: &mut out, done: &mut done };
        for part in ExportPart::ALL.into_iter().filter(|p| options.parts.contains(p)) {
            match part {
                ExportPart::Originals => read.originals().await?,
                ExportPart::Sessions => read.sessions().await?,
                ExportPart::Days => read.days().await?,
                ExportPart::Journal => read.journal().await?,
                ExportPart::Samples => read.samples().await?,
                ExportPart::Json => read.json().await?,
            }
        }
        if !options.parts.contains(&ExportPart::Json) {
            read.mark()?;
        }
        tx.rollback().await?;
        (done.files, done.bytes) = out.finish()?;
        Ok(done)
    }
}

/// An export under way: one state of the database, one athlete, one place.
struct Reader<'a> {
    tx: &'a mut Tx,
    athlete: AthleteId,
    out: &'a mut Out,
    done: &'a mut Exported,
}

impl Reader<'_> {
    fn begin(&mut self, name: &str, is_packed: bool) -> Result<()> {
        self.out.begin(name, is_packed).map_err(|e| self.out.failed(e))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.out.write_all(bytes).map_err(|e| self.out.failed(e))
    }

    /// What the athlete said about themselves last.
    async fn profile(&mut self) -> Result<Profile> {
        let sql = "select figures from profile where athlete_id = $1 order by day desc limit 1";
        let row = self.tx.first(sql, binds![self.athlete.0]).await?;
        row.map_or_else(|| Ok(Profile::default()), |row| of_json(&row.text(0)?))
    }

    /// The lines of the journal by day.
    async fn lines(&mut self) -> Result<Vec<(Day, String)>> {
        let sql = "select day, line from journal_entry where athlete_id = $1 order by day, id";
        let rows = self.tx.all(sql, binds![self.athlete.0]).await?;
        rows.iter().map(|row| Ok((day_of(&row.text(0)?)?, row.text(1)?))).collect()
    }
}

fn text(out: &mut Out, name: &str, text: &str) -> io::Result<()> {
    out.begin(name, false)?;
    out.write_all(text.as_bytes())
}

/// An instant as RFC 3339, in the offset of a zone (`Europe/Berlin`, `+02:00`) where that is known, else in UTC.
fn instant(ms: i64, zone: &str) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond(ms).ok()?;
    Some(match zone_of(zone).filter(|_| zone != "UTC") {
        Some(zone) => at.display_with_offset(zone.to_offset(at)).to_string(),
        None => at.to_string(),
    })
}

fn zone_of(name: &str) -> Option<TimeZone> {
    jiff::fmt::temporal::DateTimeParser::new().parse_time_zone(name).ok()
}

/// Today's civil day where no clock is wrong.
fn today() -> Day {
    Day::from_ordinal(i32::try_from(now_ms() / 86_400_000).unwrap_or(i32::MAX))
}

fn unreadable(what: &str) -> StoreError {
    StoreError::corrupt(format!("{what} cannot be read")).with_hint("`striate doctor` tells what is wrong")
}
