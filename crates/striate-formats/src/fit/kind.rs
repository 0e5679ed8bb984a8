//! What a FIT file is for and when it was begun, from its first bytes alone.

use super::table::EPOCH_UNIX_S;
use striate_model::Timestamp;

/// The number of the first message of every file: `file_id`.
const FILE_ID: u16 = 0;
/// Its field for the type of the file.
const TYPE: u8 = 0;
/// Its field for the instant at which the file was begun.
const TIME_CREATED: u8 = 4;

/// The file's type as its first message says it (4 is an activity); `None` where the first message says nothing of it.
///
/// Only the first hundred bytes are looked at, so that a day of a watch's other files costs nothing.
pub fn file_type(bytes: &[u8]) -> Option<u8> {
    let (value, _) = field(bytes, TYPE)?;
    value.first().copied().filter(|kind| *kind != u8::MAX)
}

/// When the file was begun as its first message says it.
pub fn created(bytes: &[u8]) -> Option<Timestamp> {
    let (value, is_big_endian) = field(bytes, TIME_CREATED)?;
    let value = *value.first_chunk::<4>()?;
    let seconds = if is_big_endian { u32::from_be_bytes(value) } else { u32::from_le_bytes(value) };
    (seconds != u32::MAX).then(|| Timestamp::from_unix_ms((i64::from(seconds) + EPOCH_UNIX_S) * 1000))
}

/// The bytes of a field of the first message, and whether they are in big-endian order.
fn field(bytes: &[u8], wanted: u8) -> Option<(&[u8], bool)> {
    if bytes.get(8..12) != Some(b".FIT") {
        return None;
    }
    let messages = bytes.get(usize::from(bytes[0])..)?;
    let (&[head, _, order, n0, n1, fields], rest) = messages.split_first_chunk::<6>()?;
    let number = if order == 0 { u16::from_le_bytes([n0, n1]) } else { u16::from_be_bytes([n0, n1]) };
    if head & 0xc0 != 0x40 || number != FILE_ID {
        return None;
    }
    let (fields, mut rest) = rest.split_at_checked(3 * usize::from(fields))?;
    if head & 0x20 != 0 {
        let (&count, behind) = rest.split_first()?;
        rest = behind.get(3 * usize::from(count)..)?;
    }
    let (&data, values) = rest.split_first()?;
    if data & 0xcf != head & 0x0f {
        return None;
    }
    let mut at = 0;
    for field in fields.as_chunks::<3>().0 {
        let size = usize::from(field[1]);
        if field[0] == wanted {
            return Some((values.get(at..at + size)?, order != 0));
        }
        at += size;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_activity_is_told_from_a_sleep_record_by_its_first_message() {
        for kind in [4, 49] {
            let mut bytes = b"\x0c\x10\x00\x00\x20\x00\x00\x00.FIT".to_vec();
            // A definition of file_id with the time before the type, and its message.
            bytes.extend([0x40, 0, 0, 0, 0, 2, 4, 4, 0x86, 0, 1, 0, 0x00, 0x10, 0, 0, 0, kind]);
            assert_eq!(file_type(&bytes), Some(kind));
            assert_eq!(created(&bytes), Some(Timestamp::from_unix_ms(631_065_616_000)));
            for len in 0..bytes.len() {
                assert_eq!(file_type(&bytes[..len]), None, "cut at {len}");
            }
        }
        assert_eq!(file_type(b"<gpx>, which is no FIT file"), None);
    }
}
