//! Zip files that can be read from any place: their table of contents says what is in them.

use super::folder::Members;
use super::{Flow, Source, Walk, zip_stream};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use striate_formats::limits;
use zip::ZipArchive;
use zip::result::ZipError;

/// Walks over a zip file. Where its table of contents is missing, because a download was cut off, the files that are
/// there are read one after the other.
pub(super) fn walk(walk: &mut Walk<'_, '_>, source: &mut dyn Source, name: &str) -> io::Result<Flow> {
    let size = source.seek(SeekFrom::End(0))?;
    let directory = directory_bytes(source, size)?;
    if directory.is_some_and(|bytes| bytes > limits::ARCHIVE_DIRECTORY_BYTES) {
        return Ok(walk.problem(name, "the archive has more files than are read of one"));
    }
    if directory.is_some() {
        source.seek(SeekFrom::Start(0))?;
        match ZipArchive::new(&mut *source) {
            Ok(archive) if archive.len() > limits::ARCHIVE_MEMBERS => {
                return Ok(walk.problem(name, "the archive has more files than are read of one"));
            }
            Ok(archive) => return Ok(nested(walk, &mut Zip { archive }, name)),
            Err(ZipError::Io(error)) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error),
            Err(_) => {}
        }
    }
    source.seek(SeekFrom::Start(0))?;
    let sentence = "the archive is cut off or damaged: its table of contents cannot be read. The files that are there were \
                    read one by one; copy or download it again";
    if walk.problem(name, sentence).is_break() {
        return Ok(ControlFlow::Break(()));
    }
    Ok(zip_stream::walk(walk, source, name))
}

fn nested(walk: &mut Walk<'_, '_>, members: &mut dyn Members, name: &str) -> Flow {
    if walk.depth >= limits::ARCHIVE_DEPTH {
        return walk.problem(name, "archives inside of archives are nested too deeply; it was left out");
    }
    walk.depth += 1;
    let flow = walk.members(members, name);
    walk.depth -= 1;
    flow
}

/// How many bytes the table of contents takes by the word of the record at the end of the file; `None` where there is no
/// such record. A table is read into memory whole, so its size is asked for before.
fn directory_bytes(source: &mut dyn Source, size: u64) -> io::Result<Option<u64>> {
    const RECORD: usize = 22;
    const LOCATOR: usize = 20;
    let tail_len = size.min((RECORD + LOCATOR + usize::from(u16::MAX)) as u64);
    source.seek(SeekFrom::Start(size - tail_len))?;
    let mut tail = Vec::new();
    source.take(tail_len).read_to_end(&mut tail)?;
    let Some(at) = tail.windows(4).rposition(|w| w == b"PK\x05\x06") else { return Ok(None) };
    let Some(size_32) = tail.get(at + 12..at + 16) else { return Ok(None) };
    let announced = u32::from_le_bytes([size_32[0], size_32[1], size_32[2], size_32[3]]);
    let locator = at.checked_sub(LOCATOR).and_then(|from| tail.get(from..at)).filter(|l| l.starts_with(b"PK\x06\x07"));
    let Some(place) = locator.and_then(|l| l[8..].first_chunk::<8>()) else { return Ok(Some(announced.into())) };
    source.seek(SeekFrom::Start(u64::from_le_bytes(*place).min(size)))?;
    let mut record = Vec::new();
    source.take(56).read_to_end(&mut record)?;
    let wide = record.get(40..48).and_then(|bytes| bytes.first_chunk::<8>()).map(|bytes| u64::from_le_bytes(*bytes));
    Ok(Some(wide.unwrap_or(announced.into())))
}

/// The members of a zip.
struct Zip<R> {
    archive: ZipArchive<R>,
}

impl<R: Read + Seek> Members for Zip<R> {
    fn len(&self) -> usize {
        self.archive.len()
    }

    fn name(&self, index: usize) -> String {
        let name = self.archive.name_for_index(index);
        name.and_then(Result::ok).map_or_else(|| format!("file {}", index + 1), |name| name.replace('\\', "/"))
    }

    fn size(&self, index: usize) -> (u64, Option<u64>) {
        let entry = self.archive.by_index_data(index);
        entry.map_or((0, Some(0)), |entry| (entry.size(), Some(entry.compressed_size())))
    }

    fn open(&mut self, index: usize) -> io::Result<Box<dyn Read + '_>> {
        match self.archive.by_index(index) {
            Ok(file) => Ok(Box::new(file)),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                Err(io::Error::other("it is locked with a password"))
            }
            Err(ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_)) => Err(io::Error::other(
                "it is packed in a way that is not read: unpack the archive and import the folder",
            )),
            Err(error) => Err(error.into()),
        }
    }
}
