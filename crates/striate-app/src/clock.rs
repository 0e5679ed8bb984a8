//! The time, as every use case sees it.

use std::time::{SystemTime, UNIX_EPOCH};
use striate_model::Timestamp;

/// The time; tests set it.
#[derive(Clone, Copy, Debug, Default)]
pub enum Clock {
    /// The system's.
    #[default]
    System,
    /// Always this instant.
    Fixed(Timestamp),
}

impl Clock {
    /// The fixed instant where there is one, else the system's time.
    #[must_use]
    pub fn fixed_or_system(instant: Option<Timestamp>) -> Self {
        instant.map_or(Self::System, Self::Fixed)
    }

    /// Now.
    #[must_use]
    pub fn now(self) -> Timestamp {
        match self {
            Self::Fixed(now) => now,
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Timestamp::from_unix_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
        }
    }
}

/// The instant that an RFC 3339 text names; `None` for any other text.
#[must_use]
pub fn parse_instant(text: &str) -> Option<Timestamp> {
    let instant: jiff::Timestamp = text.parse().ok()?;
    Some(Timestamp::from_unix_ms(instant.as_millisecond()))
}
