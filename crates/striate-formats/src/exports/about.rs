//! What an export says about a session beside its file.

use striate_model::{Distance, Recording, Sport, SubSport, TimeSpan, Timestamp};

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

/// Whether the name promises a recording: then bytes of another kind are a problem, not something to pass over.
#[must_use]
pub fn has_recording_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".fit", ".tcx", ".gpx"].iter().any(|end| name.ends_with(end))
}
