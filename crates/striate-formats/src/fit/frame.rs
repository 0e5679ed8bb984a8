//! The outermost layer: headers, lengths, checksums and chained parts.

use super::crc::checksum;
use super::fault::Faults;
use std::ops::Range;
use striate_model::WarningCode;

/// Length of the shortest header: size, protocol, profile (2), data size (4), ".FIT".
const SHORT_HEADER: usize = 12;
/// Length of a header that carries its own checksum.
const LONG_HEADER: usize = 14;
/// Bytes of the checksum behind the data.
const CHECKSUM: usize = 2;
/// The newest major version of the protocol that this decoder was written for.
const PROTOCOL_MAJOR: u8 = 2;

/// Where the messages of one part lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The messages, in bytes from the start of the file.
    pub(super) data: Range<usize>,
    /// Whether the last two bytes of `data` may be a checksum: then nothing is said about them.
    pub(super) tail_may_be_checksum: bool,
    /// Where the next part would begin.
    pub(super) next: usize,
}

/// Whether a header begins at `at`.
pub(super) fn is_header(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 8..at + SHORT_HEADER) == Some(b".FIT")
}

/// The part that begins at `at`, `None` where no header is.
pub(super) fn part_at(bytes: &[u8], at: usize, faults: &mut Faults) -> Option<Part> {
    if !is_header(bytes, at) {
        return None;
    }
    let rest = &bytes[at..];
    let header = header_length(rest, at, faults);
    check_version(rest[1], at, faults);
    check_header_checksum(&rest[..header], at, faults);

    let declared = u32::from_le_bytes([rest[4], rest[5], rest[6], rest[7]]) as usize;
    let end = header.saturating_add(declared);
    let whole = |tail_may_be_checksum, cut| Part {
        data: at + header..bytes.len() - cut,
        tail_may_be_checksum,
        next: bytes.len(),
    };
    if declared == 0 && rest.len() > header + CHECKSUM && !is_header(rest, header + CHECKSUM) {
        faults.at(
            WarningCode::BadHeader,
            at + 4,
            "the header announces no data, but data follows; it was read to the end of the file",
        );
        return Some(if checksum(rest) == 0 { whole(false, CHECKSUM) } else { whole(true, 0) });
    }
    if end + CHECKSUM <= rest.len() {
        if checksum(&rest[..end + CHECKSUM]) != 0 {
            let goes_on = rest.len() > end + CHECKSUM && !is_header(rest, end + CHECKSUM);
            if goes_on && checksum(rest) == 0 {
                faults.at(WarningCode::BadHeader, at + 4, length_message(declared, rest.len() - header - CHECKSUM));
                return Some(whole(false, CHECKSUM));
            }
            faults.at(
                WarningCode::BadChecksum,
                at + end,
                "the checksum does not match; some values may have been damaged",
            );
        }
        return Some(Part { data: at + header..at + end, tail_may_be_checksum: false, next: at + end + CHECKSUM });
    }
    if end > rest.len() && rest.len() >= header + CHECKSUM && checksum(rest) == 0 {
        faults.at(WarningCode::BadHeader, at + 4, length_message(declared, rest.len() - header - CHECKSUM));
        return Some(whole(false, CHECKSUM));
    }
    let missing = (end + CHECKSUM).saturating_sub(rest.len());
    faults.at(
        WarningCode::Truncated,
        bytes.len(),
        format!("the file ends {missing} bytes before the end that its header announces"),
    );
    Some(whole(false, rest.len().saturating_sub(end)))
}

fn length_message(declared: usize, real: usize) -> String {
    format!("the header announces {declared} bytes of data, the file has {real}; all of it was read")
}

fn header_length(rest: &[u8], at: usize, faults: &mut Faults) -> usize {
    let length = usize::from(rest[0]);
    if length != SHORT_HEADER && length != LONG_HEADER {
        faults.at(WarningCode::BadHeader, at, format!("the header says that it is {length} bytes long"));
    }
    length.max(SHORT_HEADER).min(rest.len())
}

fn check_version(version: u8, at: usize, faults: &mut Faults) {
    let major = version >> 4;
    if major > PROTOCOL_MAJOR {
        faults.at(
            WarningCode::Unsupported,
            at + 1,
            format!("version {major} of the FIT protocol is newer than this decoder; what it knows was read"),
        );
    }
}

/// A header checksum of zero means that none was computed.
fn check_header_checksum(header: &[u8], at: usize, faults: &mut Faults) {
    if let Some(&[low, high]) = header.get(SHORT_HEADER..LONG_HEADER) {
        let stored = u16::from_le_bytes([low, high]);
        if stored != 0 && stored != checksum(&header[..SHORT_HEADER]) {
            faults.at(WarningCode::BadChecksum, at + SHORT_HEADER, "the checksum of the header does not match");
        }
    }
}
