//! Archives and bulk exports: one walk over a `.gz`, a zip (zips inside it too), a Strava, Garmin or Apple Health export,
//! a folder of such files, or a plain recording.
//!
//! [`walk`] hands every thing it finds to a sink, one at a time, and keeps none of them: memory does not grow with the
//! archive. What can be decoded leaves the walk as bytes ([`Content::File`]) that [`striate_formats::decode`] reads by
//! themselves, also years later and without the archive: a session of an export that has no file of its own (a row of
//! Strava's table, a Garmin summary, an Apple workout) leaves as a small file that holds this one session in a fixed form.
//! So every session has an original, and the same session of two exports has the same bytes.
//!
//! Names inside archives are labels for people and hints; nothing is ever written under them, and content decides what a
//! file is. Limits are in [`striate_formats::limits`], every one with a sentence for the reader ([`Content::Problem`]).
//!
//! This crate does not open files, write any, decode recordings or keep what it found.

mod bounded;
mod exports;
mod folder;
mod found;
mod own;
mod pack;
#[cfg(test)]
mod tests;
mod zip_file;
mod zip_stream;

pub use folder::{Members, walk_members};
pub use found::{Content, Found, is_journal};
pub use own::{Own, OwnEntry, OwnPlan, OwnSource};
pub use pack::{Packed, Unpacked, gunzipped};

use bounded::Bounded;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use striate_formats::exports::{About, apple, garmin};
use striate_formats::limits;

/// Where the walk hands over what it found; it may say that it wants no more.
pub type Sink<'s> = dyn FnMut(Found) -> ControlFlow<()> + 's;

/// A stream that can be read twice: a file, or bytes in memory behind a `Cursor`.
pub trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// Walks over a file of any kind and hands what it holds to `sink`, in the order of the file.
///
/// A file that is no archive is handed over whole; whether it can be decoded is then [`striate_formats::decode`]'s word.
/// `name` is the file's name, the first part of every label.
///
/// # Errors
/// The source itself cannot be read. Whatever is wrong inside of it is a [`Content::Problem`].
pub fn walk(source: &mut dyn Source, name: &str, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut walk = Walk::new(sink);
    if walk.source(source, name)?.is_continue() {
        let _ = walk.finish(name);
    }
    Ok(())
}

/// The state of one walk: what is bounded over the whole of it.
struct Walk<'w, 's> {
    sink: &'w mut Sink<'s>,
    /// Bytes unpacked so far.
    unpacked: u64,
    /// Zips that are open around the current member.
    depth: usize,
    /// What Garmin's summaries say.
    garmin: exports::Activities,
    /// A health export that was read and waits for its routes, with its label.
    health: Option<(String, apple::Health)>,
    /// An export of striate that was read.
    own: Option<own::Beside>,
}

/// Whether the walk goes on.
type Flow = ControlFlow<()>;

impl<'w, 's> Walk<'w, 's> {
    fn new(sink: &'w mut Sink<'s>) -> Self {
        Self { sink, unpacked: 0, depth: 0, garmin: exports::Activities::default(), health: None, own: None }
    }

    fn found(&mut self, member: &str, content: Content) -> Flow {
        (self.sink)(Found { member: label(member), content })
    }

    fn problem(&mut self, member: &str, message: impl Into<String>) -> Flow {
        self.found(member, Content::Problem(message.into()))
    }

    /// A whole file that can be read twice.
    fn source(&mut self, source: &mut dyn Source, name: &str) -> io::Result<Flow> {
        let mut magic = [0; 4];
        source.seek(SeekFrom::Start(0))?;
        let mut have = 0;
        while have < magic.len() {
            match source.read(&mut magic[have..])? {
                0 => break,
                n => have += n,
            }
        }
        source.seek(SeekFrom::Start(0))?;
        if pack::is_zip(&magic[..have]) {
            return zip_file::walk(self, source, name);
        }
        let size = source.seek(SeekFrom::End(0))?;
        source.seek(SeekFrom::Start(0))?;
        // The file itself is as large as it is: only what comes out of packed bytes is held against them.
        Ok(self.member(&mut Bounded::new(source, size, None), name, None))
    }

    /// One file of whatever kind that is read once.
    fn member(&mut self, from: &mut Bounded<'_>, name: &str, about: Option<Box<About>>) -> Flow {
        let mut bytes = match from.head() {
            Ok(head) => head,
            Err(error) => return self.problem(name, from.fault(&error)),
        };
        if pack::is_zip(&bytes) {
            return zip_stream::walk_nested(self, &mut bytes.chain(from), name);
        }
        if apple::sniff(&bytes) {
            return self.health_export(&bytes, from, name);
        }
        if own::sniff(&bytes) {
            return self.own_export(&bytes, from, name);
        }
        if self.is_beside_own(name) {
            return self.found(name, Content::Skipped("what export.json says too".to_owned()));
        }
        let own_name = self.own_name(name);
        let name = own_name.as_deref().unwrap_or(name);
        if garmin::may_hold(&bytes, name) {
            return self.garmin_file(&bytes, from, name);
        }
        if let Some(what) = found::nothing_to_read(&bytes, name) {
            return self.found(name, Content::Skipped(what));
        }
        let cut = match from.rest(&mut bytes) {
            Ok(()) => None,
            Err(error) if from.is_over_limit() || bytes.is_empty() => return self.problem(name, from.fault(&error)),
            Err(error) => Some(from.fault(&error)),
        };
        self.unpacked += bytes.len() as u64;
        self.file(Packed::new(bytes, name, cut), name, about)
    }

    /// A file whose bytes are there.
    fn file(&mut self, packed: Packed, name: &str, about: Option<Box<About>>) -> Flow {
        if let Some(what) = packed.is_no_activity() {
            return self.found(name, Content::Skipped(what));
        }
        let said = || packed.created().and_then(|at| self.garmin.meet(at)).map(Box::new);
        let about = about.or_else(said);
        self.found(name, Content::File(packed, about))
    }
}

/// A name that a terminal can show: no control characters, of bounded length.
fn label(name: &str) -> String {
    let clean = |c: char| {
        if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') { '\u{fffd}' } else { c }
    };
    name.chars().take(limits::ARCHIVE_NAME).map(clean).collect()
}
