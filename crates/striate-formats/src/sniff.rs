//! What a file is, from its first bytes. Names and extensions are never trusted.

use crate::exports::{garmin, strava};
use crate::xml::utf8_from_utf16;
use crate::{lifting, limits};
use std::fmt;
use striate_model::Format;

/// The format of these bytes, `None` where they are none that is read here.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Option<Format> {
    if let Some(text) = utf8_from_utf16(head_of(bytes)) {
        return sniff(text.as_bytes());
    }
    if bytes.len() >= 12 && &bytes[8..12] == b".FIT" {
        return Some(Format::Fit);
    }
    if let Some(log) = lifting::sniff(head_of(bytes)) {
        return Some(log);
    }
    if strava::sniff(head_of(bytes)) {
        return Some(Format::StravaCsv);
    }
    if garmin::sniff(head_of(bytes)) {
        return Some(Format::GarminSummary);
    }
    match root_name(head_of(bytes))? {
        b"HealthData" => Some(Format::AppleHealth),
        b"TrainingCenterDatabase" | b"Activities" | b"Activity" | b"MultiSportSession" | b"Courses" | b"Workouts" => {
            Some(Format::Tcx)
        }
        name if name.eq_ignore_ascii_case(b"gpx") => Some(Format::Gpx),
        name if name.eq_ignore_ascii_case(b"TrainingCenterDatabase") => Some(Format::Tcx),
        _ => None,
    }
}

/// What bytes look like that are none of the formats read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LooksLike {
    /// No bytes at all, or only zeros and blanks.
    Empty,
    /// PNG, JPEG, GIF, WebP, HEIC and the like.
    Picture,
    /// A zip archive.
    Zip,
    /// A gzip-compressed file.
    Gzip,
    /// A PDF document.
    Pdf,
    /// A web page.
    Html,
    /// An Apple Health export.
    AppleHealth,
    /// XML of another kind.
    OtherXml,
    /// JSON.
    Json,
    /// TOML, or an INI file.
    Toml,
    /// Columns of text.
    Csv,
    /// An SQLite database.
    Sqlite,
    /// Plain text.
    Text,
    /// Bytes of an unknown kind.
    Binary,
}

impl LooksLike {
    /// What the bytes look like.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let head = head_of(bytes);
        if let Some(text) = utf8_from_utf16(head) {
            return Self::of(text.as_bytes());
        }
        if head.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
            return if head.len() == bytes.len() || bytes.iter().all(|b| *b == 0) { Self::Empty } else { Self::Binary };
        }
        if let Some(known) = by_magic(bytes) {
            return known;
        }
        if let Some(root) = root_name(head) {
            return match root {
                b"HealthData" => Self::AppleHealth,
                name if name.eq_ignore_ascii_case(b"html") => Self::Html,
                _ => Self::OtherXml,
            };
        }
        let text = match std::str::from_utf8(head) {
            Ok(text) => text,
            Err(e) if e.error_len().is_none() => std::str::from_utf8(&head[..e.valid_up_to()]).unwrap_or_default(),
            Err(_) => return Self::Binary,
        };
        if text.contains('\0') {
            return Self::Binary;
        }
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let first = text.lines().next().unwrap_or_default();
        if text.get(..14).is_some_and(|t| t.eq_ignore_ascii_case("<!doctype html")) {
            Self::Html
        } else if text.starts_with("<?xml") || text.starts_with("<!DOCTYPE") {
            Self::OtherXml
        } else if is_toml(text) {
            Self::Toml
        } else if text.starts_with('{') || text.starts_with('[') {
            Self::Json
        } else if [',', ';', '\t'].iter().any(|&c| first.matches(c).count() >= 2) {
            Self::Csv
        } else {
            Self::Text
        }
    }

    /// What the person can do about it, one plain sentence.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Empty => "the file holds nothing: copy or export it again",
            Self::Picture => "give the recording itself: the .fit file of the watch, or its export as .tcx or .gpx",
            Self::Zip => "import it as a whole, or unpack it and give the .fit, .tcx or .gpx files inside",
            Self::Gzip => "import it as it is, or unpack it (gunzip) and give the .fit, .tcx or .gpx file inside",
            Self::Pdf => "export the activity as .fit, .tcx or .gpx instead of printing it",
            Self::Html => "this is a saved web page, perhaps of a login: use the export button of the site",
            Self::AppleHealth => "it holds no workout that can be read: export it from Health again",
            Self::OtherXml => "only TCX and GPX are read: export the activity as .fit, .tcx or .gpx",
            Self::Csv => {
                "of tables the exports of Hevy, Strong, FitNotes, Liftosaur, Fitbod and StrongLifts are read, with their first line as \
                 exported; any other lifting log needs columns named Date, Exercise, Reps and Weight"
            }
            Self::Toml => "settings are no recording: give a profile with --profile",
            Self::Json | Self::Text | Self::Sqlite => {
                "only recordings are read here: export the activity as .fit, .tcx or .gpx"
            }
            Self::Binary => "if it came from a watch, copy it again: its first bytes are damaged or of another format",
        }
    }
}

impl fmt::Display for LooksLike {
    /// A clause about the file, as the start of a sentence: "this is a picture".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the file is empty",
            Self::Picture => "this is a picture",
            Self::Zip => "this is a zip archive",
            Self::Gzip => "this is a gzip-compressed file",
            Self::Pdf => "this is a PDF document",
            Self::Html => "this is a web page",
            Self::AppleHealth => "this is an Apple Health export",
            Self::OtherXml => "this is XML of another kind",
            Self::Json => "this is JSON",
            Self::Toml => "these are settings (TOML)",
            Self::Csv => "this is a table of text (CSV)",
            Self::Sqlite => "this is an SQLite database",
            Self::Text => "this is plain text",
            Self::Binary => "these bytes are of an unknown kind",
        })
    }
}

/// Whether a text is TOML or an INI file: its first line that is no comment is a table's name in brackets or a plain key
/// with a value, and JSON it is not.
fn is_toml(text: &str) -> bool {
    let is_name = |name: &str| {
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '"' | '\'');
        let is_number = name.trim().parse::<f64>().is_ok();
        !name.trim().is_empty() && name.len() <= 100 && !is_number && name.chars().all(is_plain)
    };
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', ';']));
    let Some(first) = lines.next() else { return false };
    let table = first.strip_prefix('[').and_then(|rest| rest.trim_start_matches('[').split_once(']'));
    if let Some((name, behind)) = table {
        let behind = behind.trim_start_matches(']').trim_start();
        // `["a"]` and `[true]` are whole JSON documents; a table is followed by a key, a table, or by nothing.
        let is_quoted = name.starts_with(['"', '\'']) || matches!(name, "true" | "false" | "null");
        return is_name(name)
            && (behind.is_empty() || behind.starts_with('#'))
            && (!is_quoted || lines.next().is_some());
    }
    first.split_once('=').is_some_and(|(key, value)| {
        let value = value.trim();
        let is_value =
            value.starts_with(['"', '\'', '[', '{', '+', '-']) || value.starts_with(|c: char| c.is_ascii_digit());
        is_name(key.trim())
            && !key.trim().contains(' ')
            && (is_value || value.starts_with("true") || value.starts_with("false"))
    })
}

/// Kinds that announce themselves by fixed bytes at a fixed place.
fn by_magic(bytes: &[u8]) -> Option<LooksLike> {
    const MAGIC: [(usize, &[u8], LooksLike); 15] = [
        (0, b"\x89PNG\r\n\x1a\n", LooksLike::Picture),
        (0, b"\xff\xd8\xff", LooksLike::Picture),
        (0, b"GIF8", LooksLike::Picture),
        (8, b"WEBP", LooksLike::Picture),
        (4, b"ftyphei", LooksLike::Picture),
        (4, b"ftyphev", LooksLike::Picture),
        (4, b"ftypmif1", LooksLike::Picture),
        (4, b"ftypavif", LooksLike::Picture),
        (0, b"II*\0", LooksLike::Picture),
        (0, b"PK\x03\x04", LooksLike::Zip),
        (0, b"PK\x05\x06", LooksLike::Zip),
        (0, b"\x1f\x8b", LooksLike::Gzip),
        (0, b"%PDF", LooksLike::Pdf),
        (0, b"SQLite format 3\0", LooksLike::Sqlite),
        (0, b"7z\xbc\xaf\x27\x1c", LooksLike::Zip),
    ];
    MAGIC.iter().find(|(at, magic, _)| bytes.get(*at..).is_some_and(|b| b.starts_with(magic))).map(|(_, _, kind)| *kind)
}

/// The part of the file in which its kind must show.
fn head_of(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(limits::SNIFF_BYTES)]
}

/// The local name of the first element, past byte order mark, blanks, declaration, comments and document type.
fn root_name(head: &[u8]) -> Option<&[u8]> {
    let mut rest = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    loop {
        rest = rest.trim_ascii_start();
        let tag = rest.strip_prefix(b"<")?;
        rest = if tag.starts_with(b"?") {
            after(tag, b"?>")?
        } else if tag.starts_with(b"!--") {
            after(tag, b"-->")?
        } else if tag.starts_with(b"!") {
            after_doctype(tag)?
        } else {
            let len = tag.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))?;
            let name = &tag[..len];
            return Some(name.iter().position(|b| *b == b':').map_or(name, |colon| &name[colon + 1..]));
        };
    }
}

fn after<'a>(bytes: &'a [u8], end: &[u8]) -> Option<&'a [u8]> {
    bytes.windows(end.len()).position(|w| w == end).map(|at| &bytes[at + end.len()..])
}

/// Behind a document type, whose internal subset may hold `>` between brackets.
fn after_doctype(bytes: &[u8]) -> Option<&[u8]> {
    let mut depth = 0_usize;
    for (at, b) in bytes.iter().enumerate() {
        match b {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'>' if depth == 0 => return Some(&bytes[at + 1..]),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say_whatever_comes_before_the_root() {
        let tcx = b"\xef\xbb\xbf \n<?xml version=\"1.0\"?><!-- <gpx> --><!DOCTYPE a [<!ENTITY b \"c>\">]>\n<x:TrainingCenterDatabase a='b'>";
        assert_eq!(sniff(tcx), Some(Format::Tcx));
        assert_eq!(sniff(b"\n\n   <gpx/>"), Some(Format::Gpx));
        assert_eq!(sniff(b"<GPX version='1.0'>"), Some(Format::Gpx));
        assert_eq!(sniff(b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT\0\0"), Some(Format::Fit));
        assert_eq!(sniff(b"<kml>"), None);
        assert_eq!(sniff(b""), None);
        assert_eq!(sniff(b"<"), None);
    }

    #[test]
    fn what_is_no_recording_is_called_by_its_name() {
        let cases: [(&[u8], LooksLike); 23] = [
            (b"", LooksLike::Empty),
            (b"\0\0\0\0", LooksLike::Empty),
            (b" \n", LooksLike::Empty),
            (b"\x89PNG\r\n\x1a\n....", LooksLike::Picture),
            (b"\xff\xd8\xff\xe0", LooksLike::Picture),
            (b"\0\0\0\x18ftypheic", LooksLike::Picture),
            (b"PK\x03\x04", LooksLike::Zip),
            (b"\x1f\x8b\x08", LooksLike::Gzip),
            (b"%PDF-1.7", LooksLike::Pdf),
            (b"<!doctype html><html>", LooksLike::Html),
            (b"<?xml version='1.0'?><HealthData>", LooksLike::AppleHealth),
            (b"<kml xmlns='x'>", LooksLike::OtherXml),
            (b"Date,Exercise,Reps\n", LooksLike::Csv),
            (b"SQLite format 3\0", LooksLike::Sqlite),
            (b"{\"a\": 1}", LooksLike::Json),
            (b"[{\"a\": 1}]", LooksLike::Json),
            (b"[1, 2]", LooksLike::Json),
            (b"[\n  1,\n  2\n]", LooksLike::Json),
            (b"[]", LooksLike::Json),
            (b"# mine\n[athlete]\nmass_kg = 70\n", LooksLike::Toml),
            (b"[[trials]]\nid = \"a\"\n", LooksLike::Toml),
            (b"mass_kg = 70.5\nsex = \"female\"\n", LooksLike::Toml),
            (b"went for a run", LooksLike::Text),
        ];
        for (bytes, expected) in cases {
            assert_eq!(LooksLike::of(bytes), expected, "{bytes:?}");
            assert!(!expected.hint().is_empty());
        }
        assert_eq!(LooksLike::of(b"\x01\x02\xff\xfe\x00"), LooksLike::Binary);
    }
}
