//! What one path holds: a recording, a packed one, an archive of many, a journal. The same walk as an import takes.

use crate::inputs::{Input, Unreadable};
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;
use striate_analysis::{FileAnalysis, analyse_bytes_of_sport, analyse_journal};
use striate_archive::{About, Content, Found, Packed, is_journal, walk};
use striate_model::{Athlete, Sport, Told};

/// What became of one file.
pub(super) type Answer = Result<FileAnalysis, Unreadable>;

/// A file of an archive on its way to its analysis.
pub(super) struct Member {
    pub(super) name: String,
    content: Result<(Packed, Option<Box<About>>), String>,
}

impl Member {
    pub(super) fn analyse(self, athlete: &Athlete, told: &Told) -> (String, Answer) {
        let answer = match self.content {
            Err(message) => Err(unreadable("unreadable", message)),
            Ok((packed, about)) => unpacked(packed, about.as_deref(), athlete, told),
        };
        (self.name, answer)
    }
}

fn unreadable(code: &str, message: String) -> Unreadable {
    Unreadable { code: code.to_owned(), message, hint: "look at it by itself, outside of its archive".to_owned() }
}

fn unpacked(packed: Packed, about: Option<&About>, athlete: &Athlete, told: &Told) -> Answer {
    let unpacked = packed.unpack().map_err(|message| unreadable("damaged", message))?;
    let sport = about.map(|about| about.sport).filter(|sport| *sport != Sport::Unknown);
    let mut answer = analysed(&unpacked.bytes, &unpacked.name, sport, athlete, told)?;
    answer.warnings.splice(0..0, unpacked.warnings);
    Ok(answer)
}

fn analysed(bytes: &[u8], name: &str, sport: Option<Sport>, athlete: &Athlete, told: &Told) -> Answer {
    if is_journal(name) {
        return Ok(analyse_journal(&String::from_utf8_lossy(bytes), athlete));
    }
    let sport = sport.unwrap_or(Sport::Unknown);
    analyse_bytes_of_sport(bytes, name, sport, (athlete, told)).map_err(|error| Unreadable {
        code: error.code().to_owned(),
        message: error.to_string(),
        hint: error.hint().to_owned(),
    })
}

/// Whether a path is a zip: one answer for each file in it.
pub(super) fn is_zip(path: &Path) -> bool {
    magic(path).is_some_and(|m| m == *b"PK\x03\x04" || m == *b"PK\x05\x06")
}

fn is_gzip(path: &Path) -> bool {
    magic(path).is_some_and(|m| m[..2] == [0x1f, 0x8b])
}

fn magic(path: &Path) -> Option<[u8; 4]> {
    let mut magic = [0; 4];
    File::open(path).and_then(|mut file| file.read_exact(&mut magic)).ok()?;
    Some(magic)
}

/// The answer for a path that is no zip.
pub(super) fn one(input: &Input, athlete: &Athlete, told: &Told) -> Answer {
    let bytes = input.read()?;
    if is_gzip(input.path()) {
        return unpacked(Packed::plain(bytes, &input.name()), None, athlete, told);
    }
    analysed(&bytes, &input.name(), None, athlete, told)
}

/// Hands every file of a zip to `take`, in the order of the archive. What is no recording is passed over.
///
/// # Errors
/// The file cannot be opened or read.
pub(super) fn each(input: &Input, take: &mut dyn FnMut(Member) -> ControlFlow<()>) -> Result<(), Unreadable> {
    let refused = |error: std::io::Error| unreadable("unreadable", format!("cannot read the file ({error})"));
    let mut file = File::open(input.path()).map_err(refused)?;
    let mut sink = |found: Found| match found.content {
        Content::File(packed, about) => take(Member { name: found.member, content: Ok((packed, about)) }),
        Content::Problem(message) => take(Member { name: found.member, content: Err(message) }),
        _ => ControlFlow::Continue(()),
    };
    walk(&mut file, &input.name(), &mut sink).map_err(refused)
}
