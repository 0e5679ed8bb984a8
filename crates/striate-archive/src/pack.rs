//! A file as an archive holds it: as it is, or gzip-packed. Unpacking is left to whoever decodes it, so that it can be
//! done for many files at once.

use super::bounded::Bounded;
use flate2::bufread::MultiGzDecoder;
use std::io::Read;
use striate_formats::exports::has_recording_name;
use striate_formats::{fit, limits};
use striate_model::{Timestamp, Warning, WarningCode};

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    bytes: Vec<u8>,
    name: String,
    /// Why the end is missing, where it is.
    cut: Option<String>,
}

/// The bytes of a file, ready to be decoded and to be kept as the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpacked {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The name without what says that it was packed: a hint for [`striate_formats::decode`].
    pub name: String,
    /// What was lost on the way out of the archive.
    pub warnings: Vec<Warning>,
    /// The gzip stream that holds these bytes, and nothing else but blanks before them; `None` where there is none. Whoever
    /// keeps the file need not pack it again, and has it back by [`gunzipped`].
    pub gzip: Option<Vec<u8>>,
}

impl Packed {
    /// A file's bytes as they are in the archive.
    #[must_use]
    pub(super) fn new(bytes: Vec<u8>, name: &str, cut: Option<String>) -> Self {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        Self { bytes, name, cut }
    }

    /// A file that is not packed.
    #[must_use]
    pub fn plain(bytes: Vec<u8>, name: &str) -> Self {
        Self::new(bytes, name, None)
    }

    /// How many bytes it takes now.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The bytes that can be decoded, without the blanks that Strava puts before XML. What could be unpacked of a file
    /// that is cut off is kept, with a warning.
    ///
    /// # Errors
    /// One plain sentence where nothing can be unpacked, or a limit was met.
    pub fn unpack(self) -> Result<Unpacked, String> {
        let Self { bytes, name, cut } = self;
        let mut warnings: Vec<Warning> = cut.map(|cut| Warning::of(WarningCode::Truncated, cut)).into_iter().collect();
        if !is_gzip(&bytes) {
            return Ok(Unpacked { bytes: without_blanks(bytes), name, warnings, gzip: None });
        }
        let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".GZ")).unwrap_or(&name).to_owned();
        let mut unpacked = gunzip(&bytes, &mut warnings)?;
        // Two layers of the same wrapping are seen where a program packed what was packed.
        let is_twice = is_gzip(&unpacked);
        if is_twice {
            unpacked = gunzip(&unpacked, &mut warnings)?;
        }
        let long = unpacked.len();
        let unpacked = without_blanks(unpacked);
        let is_whole = !is_twice && warnings.is_empty() && long - unpacked.len() <= BLANKS_MAX;
        Ok(Unpacked { bytes: unpacked, name, warnings, gzip: is_whole.then_some(bytes) })
    }

    /// The first bytes behind the wrapping.
    fn head(&self) -> Vec<u8> {
        let mut head = Vec::with_capacity(1024);
        if is_gzip(&self.bytes) {
            // What is damaged shows when all of it is unpacked.
            let _ = MultiGzDecoder::new(&self.bytes[..]).take(1024).read_to_end(&mut head);
        } else {
            head.extend_from_slice(&self.bytes[..self.bytes.len().min(1024)]);
        }
        head
    }

    /// When a watch began the file, by its own word.
    pub(super) fn created(&self) -> Option<Timestamp> {
        fit::created(&self.head())
    }

    /// What the file is where it is surely nothing that an athlete did, as a noun: a watch writes settings, sleep and a
    /// day's steps into the same format as its activities.
    pub(super) fn is_no_activity(&self) -> Option<String> {
        let head = self.head();
        match fit::file_type(&head) {
            Some(4) | None => {}
            Some(kind) => return Some(fit_kind(kind).to_owned()),
        }
        let is_wrapped = is_gzip(&self.bytes);
        (is_wrapped && !has_recording_name(&self.name)).then(|| super::found::nothing_to_read(&head, &self.name))?
    }
}

/// The kinds of FIT file that are no activity, by the number in their first message.
const fn fit_kind(kind: u8) -> &'static str {
    match kind {
        1..=3 => "a watch's settings",
        5 => "a planned workout",
        6 => "a course",
        7 => "a schedule",
        9 => "a scale's readings",
        11 => "a watch's goals",
        14 => "blood pressure readings",
        10 | 15 | 28 | 32 => "a watch's daily steps and heart rate",
        34 => "an activity's summary without its samples",
        44 => "a watch's figures",
        49 => "a watch's sleep record",
        68 => "a watch's record of heart rate variability",
        _ => "a FIT file that is no activity",
    }
}

/// The bytes that [`Unpacked::gzip`] holds; `None` where it is damaged or holds more than `limit`.
#[must_use]
pub fn gunzipped(gzip: &[u8], limit: usize) -> Option<Vec<u8>> {
    let (mut bytes, mut decoder) = (Vec::new(), MultiGzDecoder::new(gzip));
    let mut bounded = Bounded::new(&mut decoder, announced(gzip), Some(gzip.len() as u64));
    bounded.set_limit((limit + BLANKS_MAX) as u64);
    bounded.rest(&mut bytes).ok()?;
    let bytes = without_blanks(bytes);
    (bytes.len() <= limit).then_some(bytes)
}

/// More blanks than this before a file are nobody's habit.
const BLANKS_MAX: usize = 4096;

/// A file's bytes without the blanks that Strava puts before XML.
fn without_blanks(mut bytes: Vec<u8>) -> Vec<u8> {
    let blanks = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    if blanks > 0 && bytes.get(blanks) == Some(&b'<') {
        bytes.drain(..blanks);
    }
    bytes
}

pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
}

pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The last four bytes of a gzip stream are the unpacked size, where nobody lies.
fn announced(gzip: &[u8]) -> u64 {
    gzip.last_chunk::<4>().map_or(0, |size| u64::from(u32::from_le_bytes(*size)))
}

fn gunzip(packed: &[u8], warnings: &mut Vec<Warning>) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut decoder = MultiGzDecoder::new(packed);
    let mut bounded = Bounded::new(&mut decoder, announced(packed), Some(packed.len() as u64));
    match bounded.rest(&mut bytes) {
        Ok(()) => {}
        Err(error) if bounded.is_over_limit() || bytes.is_empty() => return Err(bounded.fault(&error)),
        Err(error) => {
            let sentence = format!("the packed file is damaged or cut off; what came before was read ({error})");
            warnings.push(Warning::of(WarningCode::Truncated, sentence));
        }
    }
    // Most of an hour's recording fits into the announced size; slack of a wrong announcement is given back.
    if bytes.capacity() > 2 * bytes.len() + (1 << 20) {
        bytes.shrink_to_fit();
    }
    debug_assert!(bytes.len() <= limits::FILE_BYTES);
    Ok(bytes)
}
