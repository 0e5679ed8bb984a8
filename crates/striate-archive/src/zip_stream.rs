//! Zip files that can only be read once from front to back: zips inside of zips, and zips whose end is missing. The
//! header before each file says what comes, and the packed data itself where it ends.

use super::bounded::Bounded;
use super::{Flow, Walk, zip_file};
use flate2::bufread::DeflateDecoder;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;
use striate_formats::limits;

/// A zip inside of something: a small one is held in memory, a large one is read as it comes.
pub(super) fn walk_nested(outer: &mut Walk<'_, '_>, mut from: &mut dyn Read, name: &str) -> Flow {
    if outer.depth >= limits::ARCHIVE_DEPTH {
        return outer.problem(name, "archives inside of archives are nested too deeply; it was left out");
    }
    let mut bytes = Vec::new();
    if let Err(error) = (&mut from).take(limits::NESTED_BYTES + 1).read_to_end(&mut bytes)
        && bytes.is_empty()
    {
        return outer.problem(name, format!("it cannot be read ({error})"));
    }
    if bytes.len() as u64 <= limits::NESTED_BYTES {
        return match zip_file::walk(outer, &mut Cursor::new(bytes), name) {
            Ok(flow) => flow,
            Err(error) => outer.problem(name, format!("it cannot be read ({error})")),
        };
    }
    outer.depth += 1;
    let flow = walk(outer, &mut Cursor::new(bytes).chain(from), name);
    outer.depth -= 1;
    flow
}

/// What the header before a file says.
struct Header {
    name: String,
    is_packed: bool,
    is_locked: bool,
    /// Sizes stand behind the data.
    is_sized_behind: bool,
    packed: u64,
    size: u64,
}

/// Walks over the files of a zip from front to back, to its table of contents or to where it breaks off.
pub(super) fn walk(outer: &mut Walk<'_, '_>, from: &mut dyn Read, name: &str) -> Flow {
    let mut from = BufReader::with_capacity(64 << 10, from);
    for count in 0.. {
        let header = match header(&mut from) {
            Some(header) if count < limits::ARCHIVE_MEMBERS => header,
            Some(_) => return outer.problem(name, "the archive has more files than are read of one"),
            None => break,
        };
        let label = format!("{name}/{}", header.name);
        if header.is_locked {
            outer.problem(&label, "it is locked with a password")?;
        }
        if header.is_sized_behind {
            if !header.is_packed || header.is_locked {
                return outer.problem(&label, "its end cannot be told; the rest of the archive was left out");
            }
            let mut inflated = DeflateDecoder::new(&mut from);
            // How much packed data there is shows only at its end: the size stands in for it, times the usual ratio.
            let mut bounded = Bounded::new(&mut inflated, 0, Some(limits::FILE_BYTES as u64));
            let flow = outer.member(&mut bounded, &label, None);
            let drained = drain(&mut inflated);
            flow?;
            if !drained || !skip_descriptor(&mut from) {
                break;
            }
            continue;
        }
        let mut packed = Read::by_ref(&mut from).take(header.packed);
        let is_folder = header.name.ends_with('/');
        let flow = if is_folder || header.is_locked {
            ControlFlow::Continue(())
        } else if header.is_packed {
            let mut inflated = DeflateDecoder::new(BufReader::new(&mut packed));
            outer.member(&mut Bounded::new(&mut inflated, header.size, Some(header.packed)), &label, None)
        } else {
            outer.member(&mut Bounded::new(&mut packed, header.size, Some(header.packed)), &label, None)
        };
        drain(&mut packed);
        flow?;
        if outer.unpacked > limits::ARCHIVE_BYTES {
            outer.problem(name, "the archive unpacks to more than is read of one; the rest was left out")?;
            break;
        }
    }
    ControlFlow::Continue(())
}

/// Reads on to the end; `false` where the data is damaged or goes on beyond all limits.
fn drain(from: &mut dyn Read) -> bool {
    let mut taken = from.take(limits::ARCHIVE_BYTES / 16);
    std::io::copy(&mut taken, &mut std::io::sink()).is_ok() && taken.limit() > 0
}

fn header(from: &mut dyn BufRead) -> Option<Header> {
    let mut fixed = [0; 30];
    from.read_exact(&mut fixed).ok()?;
    let u16_at = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
    let u32_at = |at: usize| u32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
    if !fixed.starts_with(b"PK\x03\x04") {
        return None;
    }
    let (flags, method) = (u16_at(6), u16_at(8));
    let mut name = vec![0; usize::from(u16_at(26))];
    from.read_exact(&mut name).ok()?;
    let mut extra = vec![0; usize::from(u16_at(28))];
    from.read_exact(&mut extra).ok()?;
    let (mut size, mut packed) = (u64::from(u32_at(22)), u64::from(u32_at(18)));
    if let Some(wide) = wide_sizes(&extra) {
        (size, packed) = wide;
    }
    Some(Header {
        name: String::from_utf8_lossy(&name).replace('\\', "/"),
        is_packed: method == 8,
        // Other ways of packing are read no more than locked files.
        is_locked: flags & 1 != 0 || !matches!(method, 0 | 8),
        is_sized_behind: flags & 8 != 0 && packed == 0,
        packed,
        size,
    })
}

/// Size and packed size out of the extra field for files beyond four gigabytes.
fn wide_sizes(mut extra: &[u8]) -> Option<(u64, u64)> {
    while let Some((head, rest)) = extra.split_first_chunk::<4>() {
        let len = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let field = rest.get(..len)?;
        if head[..2] == [1, 0] && len >= 16 {
            let at = |from: usize| field[from..].first_chunk::<8>().map(|bytes| u64::from_le_bytes(*bytes));
            return Some((at(0)?, at(8)?)).filter(|(size, _)| *size > 0);
        }
        extra = &rest[len..];
    }
    None
}

/// Steps over the sizes that stand behind the data, with or without a mark before them, of four or eight bytes each.
fn skip_descriptor(from: &mut BufReader<&mut dyn Read>) -> bool {
    let mut behind = [0; 4];
    if from.read_exact(&mut behind).is_err() {
        return false;
    }
    let is_marked = behind == *b"PK\x07\x08";
    let sum = if is_marked { 4 } else { 0 };
    let mut sizes = vec![0; sum + 8];
    if from.read_exact(&mut sizes).is_err() {
        return false;
    }
    // The next thing begins with a mark; where none is, the sizes have eight bytes.
    match from.fill_buf() {
        Ok(next) if next.is_empty() || next.starts_with(b"PK") => true,
        Ok(_) => from.read_exact(&mut [0; 8]).is_ok(),
        Err(_) => false,
    }
}
