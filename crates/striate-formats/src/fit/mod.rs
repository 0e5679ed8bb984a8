//! FIT (Flexible and Interoperable Data Transfer): our own decoder, from bytes to columns.
//!
//! A file is one or more parts, each a header, messages and a checksum (`frame`). Definitions say how the bytes of
//! data messages lie (`wire`); those of samples are compiled once into a short plan (`plan`) that fills columns
//! (`columns`), all others become small structs (`contents`), and recordings are put together at the end
//! (`assemble`). What is damaged is a warning with its offset, and what stands before the damage is kept.
//!
//! The field table was written by hand from the public description of the protocol; see NOTICE.

mod assemble;
mod beats;
mod columns;
mod contents;
mod crc;
mod developer;
mod fault;
mod frame;
mod kind;
mod moves;
mod names;
mod order;
mod plan;
mod reader;
mod streams;
pub(crate) mod table;
mod totals;
mod wire;
pub(crate) mod wire_out;
mod workouts;

#[cfg(test)]
mod by_hand;

use crate::{DecodeError, limits};
pub use kind::{created, file_type};

use contents::Contents;
use fault::Faults;
use reader::Tally;
use striate_model::{Decoded, Format, WarningCode};

/// Everything that can be read from the bytes of a FIT file.
///
/// # Errors
/// The bytes do not begin with a FIT header, or are more than [`limits::FIT_BYTES`].
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if bytes.len() > limits::FIT_BYTES {
        return Err(DecodeError::TooLarge { bytes: bytes.len() as u64, limit: limits::FIT_BYTES as u64 });
    }
    let mut faults = Faults::default();
    let mut tally = Tally::default();
    let activities = read_parts(bytes, &mut tally, &mut faults).ok_or_else(|| DecodeError::Unreadable {
        format: Format::Fit,
        offset: 0,
        reason: "its header is missing or damaged".to_owned(),
    })?;
    let mut recordings = Vec::new();
    let mut workouts = Vec::new();
    for contents in activities {
        let (mut performed, mut planned) = assemble::assemble(contents, &mut faults);
        recordings.append(&mut performed);
        workouts.append(&mut planned);
    }
    recordings.sort_by_key(|r| r.start);
    Ok(Decoded { format: Format::Fit, recordings, workouts, warnings: faults.finish(), unknown: unknown(tally) })
}

/// The contents of each activity in the bytes, `None` where not even one header is.
fn read_parts(bytes: &[u8], tally: &mut Tally, faults: &mut Faults) -> Option<Vec<Contents>> {
    let mut part = frame::part_at(bytes, 0, faults)?;
    let mut activities: Vec<Contents> = Vec::new();
    for count in 1.. {
        let contents = reader::read_part(bytes, &part, tally, faults);
        match activities.last_mut() {
            // A part that is no file of its own continues the one before it (chest straps append theirs so).
            Some(before) if !contents.is_file() => before.append(contents),
            _ => activities.push(contents),
        }
        let at = part.next;
        if at >= bytes.len() {
            break;
        }
        if count >= limits::FIT_PARTS {
            faults.at(WarningCode::LimitReached, at, format!("more than {count} parts; the rest was left out"));
            break;
        }
        let Some(next) = frame::part_at(bytes, at, faults) else {
            let left = bytes.len() - at;
            faults.at(
                WarningCode::BadHeader,
                at,
                format!("{left} bytes behind the end of the data are not FIT and were left out"),
            );
            break;
        };
        part = next;
    }
    Some(activities)
}

fn unknown(tally: Tally) -> Vec<(String, u32)> {
    let name = |number| table::message::name(number).map_or_else(|| format!("message {number}"), str::to_owned);
    let messages = tally.unknown_messages.into_iter().map(|(number, count)| (name(number), count));
    messages.chain(tally.unknown_fields).collect()
}
