//! Local civil days: the steps in which the body is followed.

use crate::time::{TimeSpan, Timestamp};
use std::fmt;
use std::str::FromStr;

/// A civil day of the athlete's own calendar, counted from 1970-01-01. It belongs to no time zone: whoever makes one from
/// an instant says which offset held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

const MS_PER_DAY: i64 = 86_400_000;

impl Day {
    /// From days since 1970-01-01.
    #[must_use]
    pub const fn from_ordinal(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn ordinal(self) -> i32 {
        self.0
    }

    /// The day on which an instant falls where local time is ahead of UTC by `offset`.
    #[must_use]
    pub fn of(instant: Timestamp, offset: TimeSpan) -> Self {
        let day = (instant + offset).as_unix_ms().div_euclid(MS_PER_DAY);
        Self(day.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
    }

    /// Noon of the day in UTC: stands in for an instant where only the day is known.
    #[must_use]
    pub fn noon(self) -> Timestamp {
        Timestamp::from_unix_ms(i64::from(self.0) * MS_PER_DAY + MS_PER_DAY / 2)
    }

    /// The day `days` later, earlier where negative.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from `earlier` to this day.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// Day of the week, 0 = Monday.
    #[must_use]
    pub const fn weekday(self) -> u8 {
        ((self.0 as i64 + 3).rem_euclid(7)) as u8
    }

    /// The Monday of its week.
    #[must_use]
    pub const fn monday(self) -> Self {
        self.plus(-(self.weekday() as i32))
    }

    /// The day of this year, month (1 to 12) and day of the month; `None` where there is no such day.
    ///
    /// Days from civil dates and back: the count of Gregorian leap days, as in Hinnant's public derivation.
    #[must_use]
    pub fn from_civil(year: i32, month: u8, day: u8) -> Option<Self> {
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(-9999..=9999).contains(&year) {
            return None;
        }
        // Years begin in March, so that the leap day is the last of the year.
        let (y, m) = (i64::from(year) - i64::from(month <= 2), (i64::from(month) + 9) % 12);
        let era = y.div_euclid(400);
        let of_era = y.rem_euclid(400);
        let of_year = (153 * m + 2) / 5 + i64::from(day) - 1;
        let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
        let found = Self(days as i32);
        (found.civil() == (year, month, day)).then_some(found)
    }

    /// Year, month and day of the month.
    #[must_use]
    pub fn civil(self) -> (i32, u8, u8) {
        let days = i64::from(self.0) + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let m = (5 * of_year + 2) / 153;
        let day = of_year - (153 * m + 2) / 5 + 1;
        let month = if m < 10 { m + 3 } else { m - 9 };
        ((year_of_era + era * 400 + i64::from(month <= 2)) as i32, month as u8, day as u8)
    }
}

/// ISO 8601: `2026-11-14`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = NotADay;
    fn from_str(text: &str) -> Result<Self, NotADay> {
        let mut parts = text.splitn(3, '-');
        let mut next = || parts.next().filter(|p| p.bytes().all(|b| b.is_ascii_digit())).ok_or(NotADay);
        let year = next()?.parse().map_err(|_| NotADay)?;
        let month = next()?.parse().map_err(|_| NotADay)?;
        let day = next()?.parse().map_err(|_| NotADay)?;
        Self::from_civil(year, month, day).ok_or(NotADay)
    }
}

/// A text that is no day of the form `2026-11-14`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADay;

impl fmt::Display for NotADay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a day of the form 2026-11-14")
    }
}

impl std::error::Error for NotADay {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_is_written() {
        for text in ["1970-01-01", "2000-02-29", "2026-11-14", "1899-12-31"] {
            assert_eq!(text.parse::<Day>().map(|d| d.to_string()).as_deref(), Ok(text));
        }
        for text in ["2026-02-29", "2026-13-01", "2026-1", "-2026-01-01", "", "tomorrow"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_day_of_eight_centuries_follows_the_one_before() {
        for ordinal in -150_000..150_000 {
            let (y, m, d) = Day::from_ordinal(ordinal).civil();
            assert_eq!(Day::from_civil(y, m, d), Some(Day::from_ordinal(ordinal)));
        }
    }

    #[test]
    fn a_late_run_belongs_to_the_local_day() {
        let instant = Timestamp::from_unix_ms(23 * 3_600_000); // 23:00 UTC on the first day
        assert_eq!(Day::of(instant, TimeSpan::from_s(0.0)).ordinal(), 0);
        assert_eq!(Day::of(instant, TimeSpan::from_s(7200.0)).ordinal(), 1);
        assert_eq!(Day::of(Timestamp::from_unix_ms(0), TimeSpan::from_s(-3600.0)).ordinal(), -1);
    }

    #[test]
    fn weeks_begin_on_monday() {
        let day: Day = "2026-11-20".parse().unwrap();
        assert_eq!(day.weekday(), 4);
        assert_eq!(day.monday().to_string(), "2026-11-16");
        assert_eq!(Day::from_ordinal(-4).weekday(), 6);
    }
}
