//! What a walk finds.

use super::{Own, Packed};
use striate_formats::exports::{About, Reading, has_recording_name};
use striate_formats::lifting::names_lifts;
use striate_formats::{LooksLike, sniff};

/// One thing that a walk found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Where: the names of the file and of what it is in, joined by `/`. A label, never a path to be opened.
    pub member: String,
    /// What.
    pub content: Content,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Content {
    /// A file that holds recordings, or may: [`Packed::unpack`] gives the bytes for [`striate_formats::decode`]. Beside
    /// it what the export says about the session in it.
    File(Packed, Option<Box<About>>),
    /// Body mass of a day, or sleep of a night.
    Reading(Reading),
    /// What an export of striate says beside its files, which come behind it.
    Own(Box<Own>),
    /// Nothing that is read here, and no fault: a picture, a list of friends, a watch's settings. The words say what, as
    /// a noun ("a picture").
    Skipped(String),
    /// Something that should have been read and cannot be: one plain sentence.
    Problem(String),
}

/// What a file is that holds no recording whatever else is in it, as a noun; `None` where it may hold one. Exports are full
/// of such files: they are no problem that a person has to look at.
pub(super) fn nothing_to_read(head: &[u8], name: &str) -> Option<String> {
    if is_journal(name) {
        return None;
    }
    let looks_like = LooksLike::of(head);
    let noun = match looks_like {
        LooksLike::Picture => "a picture",
        LooksLike::Pdf => "a PDF document",
        LooksLike::Html => "a web page",
        LooksLike::Sqlite => "a database",
        LooksLike::Toml => "settings",
        LooksLike::Json => "JSON without sessions",
        LooksLike::OtherXml if sniff(head).is_none() => "XML of another kind",
        LooksLike::Text => "plain text",
        // A table of lifts that cannot be read is a problem that its owner wants to hear of.
        LooksLike::Csv if sniff(head).is_none() && !names_lifts(head) => "a table without sessions",
        LooksLike::Binary if is_film(head) => "a film",
        LooksLike::Empty if !has_recording_name(name) => "an empty file",
        _ => return None,
    };
    (sniff(head).is_none() && !has_recording_name(name)).then(|| noun.to_owned())
}

/// Whether a name is that of a journal in plain text: `journal.txt`, or anything that ends in `.journal`. Its lines are no
/// recording; whoever walks reads them by themselves.
#[must_use]
pub fn is_journal(name: &str) -> bool {
    let name = super::folder::file_name(name).to_ascii_lowercase();
    name == "journal.txt" || name.ends_with(".journal")
}

fn is_film(head: &[u8]) -> bool {
    head.get(4..8) == Some(b"ftyp") || head.starts_with(b"\x1a\x45\xdf\xa3")
}
