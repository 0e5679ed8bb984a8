//! Dates and times as tables write them: ISO, month names of many languages, and numbers between slashes, dots or dashes.
//! Which of two small numbers is the day is decided once for the whole table.

use crate::limits;
use crate::month;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use striate_model::Timestamp;

/// A date as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    Known(Date),
    /// Two numbers of which one is the day, then the year; `by_mark` is the guess from the way they are written.
    Either {
        first: i8,
        second: i8,
        year: i16,
        by_mark: Order,
    },
}

/// Which of two small numbers in a date comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

/// A date, with or without a time of day, as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stamp {
    /// With an offset from UTC: an instant.
    Instant(Timestamp),
    /// On the athlete's own clock.
    Civil(CivilStamp),
}

/// A date on the athlete's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CivilStamp {
    day: Day,
    time: Option<Time>,
}

/// How civil dates become instants.
pub(crate) struct Calendar {
    /// The zone.
    pub(crate) zone: TimeZone,
    /// The order of day and month where the numbers leave it open; the way of writing decides where it is `None`.
    pub(crate) order: Option<Order>,
}

impl Stamp {
    /// Reads a date; `None` where it is none, or of a year outside [`limits::LIFT_YEARS`].
    pub(crate) fn read(text: &str) -> Option<Self> {
        if text.len() > 80 {
            return None;
        }
        if let Some(instant) = instant(text) {
            return Some(Self::Instant(instant));
        }
        let text = month::plain(text);
        let mut parts = Parts::default();
        for piece in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '\u{200e}' | '\u{200f}')) {
            match piece.split_once(['T', 't']) {
                Some((date, time)) if is_digit_at(date, 0) && is_digit_at(time, 0) => {
                    parts.take(date)?;
                    parts.take(time)?;
                }
                _ if piece.is_empty() => {}
                _ => parts.take(piece)?,
            }
        }
        parts.finish().map(Self::Civil)
    }

    /// The order that this date proves, because one of its numbers can be no month.
    pub(crate) fn proves(self) -> Option<Order> {
        match self {
            Self::Civil(CivilStamp { day: Day::Either { first, .. }, .. }) if first > 12 => Some(Order::DayFirst),
            Self::Civil(CivilStamp { day: Day::Either { second, .. }, .. }) if second > 12 => Some(Order::MonthFirst),
            _ => None,
        }
    }

    /// The order that the way of writing suggests, where both are possible.
    pub(crate) fn suggests(self) -> Option<Order> {
        match self {
            Self::Civil(CivilStamp { day: Day::Either { by_mark, .. }, .. }) if self.proves().is_none() => {
                Some(by_mark)
            }
            _ => None,
        }
    }

    /// Whether it is on the athlete's own clock.
    pub(crate) fn is_civil(self) -> bool {
        matches!(self, Self::Civil(_))
    }

    /// Whether the time of day is not said.
    pub(crate) fn is_day_only(self) -> bool {
        matches!(self, Self::Civil(CivilStamp { time: None, .. }))
    }

    /// The instant. A day without a time counts as its noon, which is the same civil day in almost every zone.
    pub(crate) fn instant(self, calendar: &Calendar) -> Option<Timestamp> {
        let CivilStamp { day, time } = match self {
            Self::Instant(instant) => return Some(instant),
            Self::Civil(stamp) => stamp,
        };
        let date = match day {
            Day::Known(date) => date,
            Day::Either { first, second, year, by_mark } => {
                let order = self.proves().or(calendar.order).unwrap_or(by_mark);
                let (day, month) = if order == Order::DayFirst { (first, second) } else { (second, first) };
                Date::new(year, month, day).ok()?
            }
        };
        let civil = DateTime::from_parts(date, time.unwrap_or(Time::constant(12, 0, 0, 0)));
        let instant = calendar.zone.to_ambiguous_timestamp(civil).compatible().ok()?;
        Some(Timestamp::from_unix_ms(instant.as_millisecond()))
    }
}

/// A date with a time and an offset from UTC.
fn instant(text: &str) -> Option<Timestamp> {
    let behind_time = &text[text.find(':')?..];
    if !behind_time.ends_with(['Z', 'z']) && !behind_time.contains(['+', '-']) {
        return None;
    }
    let joined = text.replace(" +", "+").replace(" -", "-");
    let instant = joined.parse::<jiff::Timestamp>().ok()?;
    let year = instant.to_zoned(TimeZone::UTC).year();
    limits::LIFT_YEARS.contains(&year).then(|| Timestamp::from_unix_ms(instant.as_millisecond()))
}

/// The pieces of a date while they are collected.
#[derive(Default)]
struct Parts {
    day: Option<Day>,
    month: Option<i8>,
    /// Whether the word for the month may as well have named a day of the week.
    month_may_be_weekday: bool,
    /// The time that three numbers between dots would be: some write it so.
    dotted: Option<(i8, i8, i8)>,
    numbers: Vec<i16>,
    time: Option<(i8, i8, i8)>,
    is_afternoon: Option<bool>,
}

impl Parts {
    fn take(&mut self, piece: &str) -> Option<()> {
        if let Some(is_afternoon) = meridiem(piece) {
            return set(&mut self.is_afternoon, is_afternoon);
        }
        if piece.contains(':') {
            let end = piece.find(|c: char| c.is_alphabetic()).unwrap_or(piece.len());
            let (clock, half) = piece.split_at(end);
            if !half.is_empty() {
                set(&mut self.is_afternoon, meridiem(half)?)?;
            }
            return set(&mut self.time, time_of_day(clock)?);
        }
        let word = piece.trim_end_matches('.');
        if !word.is_empty() && word.chars().all(char::is_alphabetic) {
            return self.word(word);
        }
        if let Some(number) = day_number(word) {
            self.numbers.push(number);
            return (self.numbers.len() <= 3).then_some(());
        }
        let dotted = if piece.contains('.') { time_of_day(&piece.replace('.', ":")) } else { None };
        match between_marks(piece) {
            Some(day) => {
                self.dotted = self.dotted.or(dotted);
                set(&mut self.day, day)
            }
            None => set(&mut self.time, dotted?),
        }
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let may_be_weekday = month::is_filler(word);
        match month::of(word) {
            Some(_) if self.month.is_some() && may_be_weekday => Some(()),
            Some(month) => {
                if self.month_may_be_weekday {
                    self.month = None;
                }
                self.month_may_be_weekday = may_be_weekday;
                set(&mut self.month, month)
            }
            None => may_be_weekday.then_some(()),
        }
    }

    fn finish(mut self) -> Option<CivilStamp> {
        if self.month.is_some() && self.day.is_some() && self.time.is_none() {
            (self.time, self.day) = (self.dotted, self.dotted.map_or(self.day, |_| None));
        }
        let day = match (self.day, self.month, self.numbers.as_slice()) {
            (Some(day), None, []) => day,
            (None, Some(month), &[a, b]) => {
                let (day, year) = if a >= 1000 { (b, a) } else { (a, full_year(b)) };
                Day::Known(Date::new(year, month, i8::try_from(day).ok()?).ok()?)
            }
            (None, None, &[year, month, day]) if year >= 1000 => {
                Day::Known(Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?)
            }
            _ => return None,
        };
        let year = match day {
            Day::Known(date) => date.year(),
            Day::Either { year, .. } => year,
        };
        if !limits::LIFT_YEARS.contains(&year) {
            return None;
        }
        let time = match (self.time, self.is_afternoon) {
            (None, None) => None,
            (None, Some(_)) => return None,
            (Some((h, m, s)), None) => Some(Time::new(h, m, s, 0).ok()?),
            (Some((h @ 1..=12, m, s)), Some(is_afternoon)) => {
                Some(Time::new(h % 12 + if is_afternoon { 12 } else { 0 }, m, s, 0).ok()?)
            }
            (Some(_), Some(_)) => return None,
        };
        // Twelve-hour clocks go with American dates, where nothing else speaks.
        let day = match day {
            Day::Either { first, second, year, .. } if self.is_afternoon.is_some() => {
                Day::Either { first, second, year, by_mark: Order::MonthFirst }
            }
            day => day,
        };
        Some(CivilStamp { day, time })
    }
}

/// Fills an empty place; a second value is a contradiction.
fn set<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

fn is_digit_at(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}

fn meridiem(piece: &str) -> Option<bool> {
    match piece.to_ascii_lowercase().as_str() {
        "am" | "a.m." | "a.m" | "午前" | "上午" | "오전" => Some(false),
        "pm" | "p.m." | "p.m" | "午後" | "下午" | "오후" => Some(true),
        _ => None,
    }
}

fn time_of_day(clock: &str) -> Option<(i8, i8, i8)> {
    let mut parts = clock.split(':');
    let mut next = || parts.next().map(|part| part.split('.').next().unwrap_or(part).parse::<u8>().ok());
    let (hour, minute, second) = (next()??, next()??, next().map_or(Some(0), |second| second)?);
    let is_possible = next().is_none() && hour <= 23 && minute <= 59 && second <= 59;
    is_possible.then_some((hour as i8, minute as i8, second as i8))
}

/// A day or a year: `15`, `2nd`, `2025`.
fn day_number(word: &str) -> Option<i16> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    is_digit_at(digits, 0).then(|| digits.parse().ok())?
}

fn full_year(year: i16) -> i16 {
    if (0..100).contains(&year) { year + 2000 } else { year }
}

/// Three parts between dashes, slashes or dots.
fn between_marks(piece: &str) -> Option<Day> {
    let mark = piece.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = piece.trim_end_matches('.').split(mark);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let small = |text: &str| is_digit_at(text, 0).then(|| text.parse::<i8>().ok())?;
    let year = |text: &str| is_digit_at(text, 0).then(|| text.parse::<i16>().ok())?;
    if a.len() == 4 {
        let month = small(b).or_else(|| month::of(b))?;
        return Date::new(year(a)?, month, small(c)?).ok().map(Day::Known);
    }
    let year = full_year(year(c)?);
    if let Some(month) = month::of(b) {
        return Date::new(year, month, small(a)?).ok().map(Day::Known);
    }
    let (first, second) = (small(a)?, small(b)?);
    let by_mark = Order::DayFirst;
    let is_possible = |day, month| Date::new(year, month, day).is_ok();
    (is_possible(first, second) || is_possible(second, first)).then_some(Day::Either { first, second, year, by_mark })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Option<String> {
        let calendar = Calendar { zone: TimeZone::UTC, order: None };
        let instant = Stamp::read(text)?.instant(&calendar)?;
        Some(jiff::Timestamp::from_millisecond(instant.as_unix_ms()).unwrap().to_string())
    }

    #[test]
    fn one_evening_of_training_is_written_in_many_ways() {
        let ways = [
            "2025-09-05 19:07:00",
            "2025-09-05T19:07",
            "2025-09-05T19:07:00.123",
            "2025/09/05 19:07",
            "2025-09-05 7:07:00\u{202f}PM",
            "5 Sep 2025, 19:07",
            "05 September 2025 7:07 PM",
            "Sep 5, 2025, 7:07\u{a0}p.m.",
            "Sept. 5th 2025 at 7:07pm",
            "Fri, 5 Sep 2025 19:07",
            "5-Sep-2025 19:07",
            "05.09.2025 19:07",
            "05/09/2025, 19:07",
            "5/9/25 19:07",
            "05.09.2025, 19:07:00",
            "5. Sept. 2025 um 19:07",
            "vend. 5 sept. 2025 à 19:07:00",
            "5 sept 2025, 7:07:00 p.\u{a0}m.",
            "5 set 2025, 19:07:00",
            "5 de set. de 2025, 19:07:00",
            "5 sep. 2025 19:07:00",
            "5. sep. 2025 19.07.00",
            "5 wrz 2025, 19:07:00",
            "5 września 2025 19:07",
            "5 сент. 2025 г., 19:07:00",
            "5 Eyl 2025 19:07:00",
            "2025年9月5日 19:07:00",
            "2025. 9. 5. 19:07",
            "2025. szept. 5. 19:07",
            "9/5/2025, 7:07:00 PM",
            "2025-09-05T19:07:00Z",
            "2025-09-05T21:07:00+02:00",
            "2025-09-05 21:07:00 +0200",
        ];
        for text in ways {
            let read = utc(text).unwrap_or_else(|| panic!("{text:?} is not read"));
            assert!(read.starts_with("2025-09-05T19:07:00"), "{text:?}: {read}");
        }
    }

    #[test]
    fn a_word_that_names_a_month_or_a_day_of_the_week_is_told_by_the_other_words() {
        assert_eq!(utc("mar. 3 juin 2025 10:00").unwrap(), "2025-06-03T10:00:00Z");
        assert_eq!(utc("mar 3 mar 2026 10:00").unwrap(), "2026-03-03T10:00:00Z");
        assert_eq!(utc("3 mar 2026 10:00").unwrap(), "2026-03-03T10:00:00Z");
        assert_eq!(utc("5. sep. 2025 10.11.12").unwrap(), "2025-09-05T10:11:12Z");
    }

    #[test]
    fn a_day_without_a_time_is_its_noon() {
        assert_eq!(utc("2025-09-05").unwrap(), "2025-09-05T12:00:00Z");
        assert!(Stamp::read("2025-09-05").unwrap().is_day_only());
    }

    #[test]
    fn midnight_and_noon_of_a_twelve_hour_clock_are_told_apart() {
        assert_eq!(utc("2025-09-05 12:30 AM").unwrap(), "2025-09-05T00:30:00Z");
        assert_eq!(utc("2025-09-05 12:30 PM").unwrap(), "2025-09-05T12:30:00Z");
    }

    #[test]
    fn what_is_no_date_is_none() {
        let cases = [
            "",
            "yesterday",
            "31 Foo 2025",
            "31 Feb 2025",
            "2025-13-01",
            "2025-02-30 10:00",
            "13/13/2025",
            "0001-01-01",
            "9999-12-31 10:00",
            "2025-09-05 25:00",
            "2025-09-05 13:00 PM",
            "2025-09-05 PM",
            "2025-09-05 10:00 11:00",
            "2025-09-05 6 Sep 2025",
            "19:07",
            "5 Sep",
            "Sep Sep 2025",
            "5 Sep 2025 2026",
            "--",
            "1/2",
            "1/2/3/4",
            "+1-+2-2025",
        ];
        for text in cases {
            assert_eq!(utc(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_day_above_twelve_proves_the_order() {
        let order = |text| Stamp::read(text).unwrap().proves();
        assert_eq!(order("13/04/2025"), Some(Order::DayFirst));
        assert_eq!(order("04/13/2025"), Some(Order::MonthFirst));
        assert_eq!(order("03/04/2025"), None);
        assert_eq!(Stamp::read("03/04/2025").unwrap().suggests(), Some(Order::DayFirst));
        assert_eq!(Stamp::read("03/04/2025 7:00 AM").unwrap().suggests(), Some(Order::MonthFirst));
    }

    #[test]
    fn a_workout_in_the_hour_that_a_clock_change_skips_still_has_an_instant() {
        let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let calendar = Calendar { zone: berlin, order: None };
        let instant = Stamp::read("2025-03-30 02:30").unwrap().instant(&calendar).unwrap();
        assert_eq!(instant, Timestamp::from_unix_ms(1_743_298_200_000), "half past three in summer time");
    }
}
