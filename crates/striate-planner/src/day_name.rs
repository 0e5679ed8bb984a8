//! Days of the week by name.

use serde::{Deserialize, Serialize};
use striate_model::Day;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayName {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

const LONG_NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl DayName {
    /// Every day, Monday first.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// Its place in the week, 0 for Monday.
    #[must_use]
    pub const fn place(self) -> usize {
        self as usize
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        LONG_NAMES[self as usize]
    }

    /// The day of `tue` or `tuesday`.
    #[must_use]
    pub fn said(text: &str) -> Option<Self> {
        let word = text.trim().to_lowercase();
        let is_it = |d: &Self| word.len() >= 3 && d.name().to_lowercase().starts_with(&word);
        Self::ALL.into_iter().find(is_it)
    }
}

/// The name of a civil day's weekday.
#[must_use]
pub fn weekday_name(day: Day) -> &'static str {
    LONG_NAMES[usize::from(day.weekday())]
}
