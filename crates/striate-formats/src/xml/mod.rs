//! What TCX and GPX share: walking over broken markup without failing, numbers and instants as they are really
//! written, samples as columns, and the totals that a file lacks or gets wrong.

pub(crate) mod channels;
mod distance;
mod draft;
mod faults;
mod instant;
mod number;
pub(crate) mod path;
mod plain;
mod samples;
mod totals;
mod unknown;
mod walk;

pub(crate) use crate::sport::{sport_of, sport_of_name};
pub(crate) use draft::{Draft, LapDraft};
pub(crate) use faults::Faults;
pub(crate) use instant::{Clock, Fractions, own_offset};
pub(crate) use number::number;
pub(crate) use samples::Point;
pub(crate) use unknown::Unknown;
pub(crate) use walk::{Ended, Handler, Place, attributes, walk};

/// The text as UTF-8 where the bytes announce UTF-16 by their byte order mark, as some desktop programs save it.
pub(crate) fn utf8_from_utf16(bytes: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes[2..].as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// A name or note as it is kept: trimmed, of at most [`crate::limits::XML_TEXT`] bytes, `None` where nothing is left.
pub(crate) fn kept_text(text: &str) -> Option<String> {
    let text = text.trim();
    let end = text.floor_char_boundary(crate::limits::XML_TEXT);
    (end > 0).then(|| text[..end].to_owned())
}
