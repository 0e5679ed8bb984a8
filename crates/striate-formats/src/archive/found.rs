//! What a walk finds.

use super::{Own, Packed, Reading};
use crate::LooksLike;
use striate_model::{Distance, Recording, Sport, SubSport, TimeSpan, Timestamp};

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
    /// A file that holds recordings, or may: [`Packed::unpack`] gives the bytes for [`crate::decode`]. Beside it what the
    /// export says about the session in it.
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

/// Which service an export came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Export {
    /// Strava's bulk export.
    Strava,
    /// Garmin's data export.
    Garmin,
    /// Apple Health.
    AppleHealth,
}

impl Export {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strava => "strava",
            Self::Garmin => "garmin",
            Self::AppleHealth => "apple_health",
        }
    }
}

/// What an export says about one session beside its file.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// Which service says it.
    pub export: Export,
    /// The session's number there; empty where it has none.
    pub id: String,
    /// The session's name.
    pub name: Option<String>,
    /// The service's own word for the sport, in the language of the account.
    pub kind: Option<String>,
    /// The sport, as far as that word is understood.
    pub sport: Sport,
    /// Its variety.
    pub sub_sport: SubSport,
    /// When it began.
    pub start: Option<Timestamp>,
    /// How far the clock of the place was ahead of UTC, where the export says it.
    pub utc_offset: Option<TimeSpan>,
    /// What the athlete wrote about it.
    pub description: Option<String>,
    /// What the athlete wrote for their own eyes.
    pub private_note: Option<String>,
    /// Shoes, or another piece of gear.
    pub gear: Option<String>,
    /// Time from start to end.
    pub elapsed: Option<TimeSpan>,
    /// Time in motion.
    pub moving: Option<TimeSpan>,
    /// Distance.
    pub distance: Option<Distance>,
}

impl About {
    /// Nothing said yet.
    #[must_use]
    pub const fn new(export: Export) -> Self {
        Self {
            export,
            id: String::new(),
            name: None,
            kind: None,
            sport: Sport::Unknown,
            sub_sport: SubSport::Generic,
            start: None,
            utc_offset: None,
            description: None,
            private_note: None,
            gear: None,
            elapsed: None,
            moving: None,
            distance: None,
        }
    }

    /// A recording without samples that says the same; `None` where nothing says when it began.
    pub(super) fn recording(&self) -> Option<Recording> {
        let mut recording = Recording::new(self.sport, self.sub_sport, self.start?);
        recording.name.clone_from(&self.name);
        recording.sport_word.clone_from(&self.kind);
        recording.utc_offset = self.utc_offset;
        recording.timer = self.moving.or(self.elapsed);
        recording.elapsed = self.elapsed;
        recording.distance = self.distance;
        Some(recording)
    }
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
        LooksLike::OtherXml if crate::sniff(head).is_none() => "XML of another kind",
        LooksLike::Text => "plain text",
        LooksLike::Csv if crate::sniff(head).is_none() => "a table without sessions",
        LooksLike::Binary if is_film(head) => "a film",
        LooksLike::Empty if !has_recording_name(name) => "an empty file",
        _ => return None,
    };
    (crate::sniff(head).is_none() && !has_recording_name(name)).then(|| noun.to_owned())
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

/// Whether the name promises a recording: then bytes of another kind are a problem, not something to pass over.
pub(super) fn has_recording_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".fit", ".tcx", ".gpx"].iter().any(|end| name.ends_with(end))
}
