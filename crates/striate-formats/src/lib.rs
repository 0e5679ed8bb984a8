//! Bytes to recordings: FIT, TCX, GPX, lifting logs and the exports of Strava, Garmin and Apple Health in. [`decode`]
//! recognises the format by its bytes and reads everything that can be read; a fault inside a file is a warning with its
//! place, and only bytes of another kind are an error.
//!
//! This crate does not open files, take archives apart, write any, know the time, interpret a run or know an athlete.

pub mod exports;
pub mod fit;
pub mod gpx;
pub mod lifting;
pub mod limits;
pub mod tcx;
pub mod workout_out;

mod civil;
mod error;
mod jumps;
mod month;
mod number;
mod sniff;
mod sport;
mod track;
mod xml;

pub use error::DecodeError;
pub use sniff::{LooksLike, sniff};
pub use sport::sport_of;

use striate_model::{Decoded, Format};

/// Everything that can be read from the bytes of one file.
///
/// `name_hint` is the file's name where it has one. It decides nothing where the bytes speak for themselves.
///
/// # Errors
/// The bytes are no FIT, TCX, GPX or lifting log at all, nothing of them can be read, or they are more than
/// [`limits::FILE_BYTES`].
pub fn decode(bytes: &[u8], name_hint: &str) -> Result<Decoded, DecodeError> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(DecodeError::TooLarge { bytes: bytes.len() as u64, limit: limits::FILE_BYTES as u64 });
    }
    if let Some(text) = xml::utf8_from_utf16(bytes) {
        return decode_utf8(text.as_bytes(), name_hint);
    }
    decode_utf8(bytes, name_hint)
}

fn decode_utf8(bytes: &[u8], name_hint: &str) -> Result<Decoded, DecodeError> {
    match sniff(bytes) {
        Some(Format::Fit) => fit::decode(bytes),
        Some(Format::Tcx) => tcx::decode(bytes),
        Some(Format::Gpx) => gpx::decode(bytes),
        Some(format) if format.is_lifting_log() => lifting::decode(bytes, &lifting::LiftingOptions::default()),
        Some(Format::StravaCsv) => exports::strava::decode(bytes),
        Some(Format::GarminSummary) => exports::garmin::decode(bytes),
        Some(Format::AppleHealth) => exports::apple::decode(bytes),
        Some(_) | None => match LooksLike::of(bytes) {
            // A FIT file whose header is damaged may still hold messages.
            LooksLike::Binary if has_extension(name_hint, "fit") => fit::decode(bytes),
            looks_like => Err(DecodeError::NotRecognised(looks_like)),
        },
    }
}

fn has_extension(name: &str, extension: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case(extension))
}
