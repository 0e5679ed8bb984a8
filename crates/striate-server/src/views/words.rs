//! Sentences and numbers of several pages.

use striate_model::{Day, Muscle, TimeSpan, Timestamp};
use striate_text::dates::{MONTHS, WEEKDAYS};

/// `Mon`.
pub(crate) fn weekday(day: Day) -> &'static str {
    let since_monday = day.days_since(day.monday());
    WEEKDAYS[usize::try_from(since_monday).unwrap_or_default() % 7]
}

/// `5 October`.
pub(crate) fn day_month(day: Day) -> String {
    let (_, month, date) = day.civil();
    format!("{date} {}", MONTHS[usize::from(month.clamp(1, 12)) - 1])
}

/// `5 October 2026`.
pub(crate) fn long_day(day: Day) -> String {
    format!("{} {}", day_month(day), day.civil().0)
}

/// An instant in RFC 3339, UTC.
pub(crate) fn rfc3339(instant: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(instant.as_unix_ms()).map(|t| t.to_string()).unwrap_or_default()
}

/// `18:10` in local time.
pub(crate) fn time_of_day(instant: Timestamp, offset_s: f64) -> String {
    let local_s = instant.as_unix_ms().div_euclid(1000) + offset_s as i64;
    let minute = local_s.div_euclid(60).rem_euclid(24 * 60);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The day and the time of day, such as `today 15:00` or `Sat 09:30`; times ahead are rounded up to the half hour.
pub(crate) fn when(instant: Timestamp, today: Day, offset_s: f64) -> String {
    let half_hour = 30 * 60 * 1000;
    let rounded = Timestamp::from_unix_ms((instant.as_unix_ms() + half_hour - 1).div_euclid(half_hour) * half_hour);
    let day = Day::of(rounded, TimeSpan::from_s(offset_s));
    let time = time_of_day(rounded, offset_s);
    match day.days_since(today) {
        0 => time,
        1 => format!("tomorrow {time}"),
        n if n < 7 => format!("{} {time}", weekday(day)),
        _ => format!("{} {time}", day_month(day)),
    }
}

/// `1 run`, `3 runs`.
pub(crate) fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// Days inside a sentence as people write them: `2026-11-02` becomes `2 November`.
pub(crate) fn days_in_words(text: &str) -> String {
    const LEN: usize = "2026-11-02".len();
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        told.push_str(before);
        let day = from.get(..LEN).and_then(|d| d.parse::<Day>().ok());
        let taken = if day.is_some() { LEN } else { from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len()) };
        match day {
            Some(day) => told.push_str(&day_month(day)),
            None => told.push_str(&from[..taken]),
        }
        rest = &from[taken..];
    }
    told + rest
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The text with a capital and a full stop: "the disk is full" as "The disk is full."
pub(crate) fn sentence(text: &str) -> String {
    format!("{}.", capitalised(text).trim_end_matches('.'))
}

/// The name of a muscle at the start of a sentence, and whether it is a plural.
pub(crate) fn subject(muscle: Muscle) -> (String, bool) {
    (capitalised(muscle.label()), muscle.is_plural())
}

/// Whole numbers of a sum, or `under 1`.
pub(crate) fn whole(value: f64) -> String {
    if value > 0.0 && value < 1.0 { "under 1".to_owned() } else { format!("{:.0}", value.round()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_inside_a_sentence_is_told_as_people_write_it() {
        assert_eq!(days_in_words("12 % of it (legs, 2026-11-02), 1.5 km."), "12 % of it (legs, 2 November), 1.5 km.");
        assert_eq!(days_in_words("2026-13-02 and 2026"), "2026-13-02 and 2026");
    }

    #[test]
    fn times_ahead_are_told_by_day_and_half_hour() {
        let noon = Day::from_civil(2026, 11, 20).unwrap().noon();
        let today = Day::from_civil(2026, 11, 20).unwrap();
        let hours = |h: f64| noon + TimeSpan::from_s(3600.0 * h);
        assert_eq!(when(hours(2.6), today, 0.0), "15:00");
        assert_eq!(when(hours(14.0), today, 0.0), "tomorrow 02:00");
        assert_eq!(when(hours(50.0), today, 3600.0), "Sun 15:00");
    }
}
