//! Calendar files (iCalendar, RFC 5545): planned sessions as events with stable ids and their time zone.

use std::fmt::Write;
use striate_model::{Day, TimeSpan, Timestamp};

/// A change of the offset of local time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offset {
    /// From when on it holds.
    pub from: Timestamp,
    /// How far local time is ahead of UTC.
    pub ahead: TimeSpan,
}

/// A time zone over the time that the calendar covers.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Its name, as "Europe/Berlin".
    pub id: String,
    /// The offset at the beginning, then every change, in the order of time. Without any, local time is UTC.
    pub offsets: Vec<Offset>,
}

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Stays the same when the session moves; unique among all.
    pub id: String,
    /// Grows with every change of the session.
    pub revision: u32,
    /// Its day.
    pub day: Day,
    /// Minutes after local midnight at which it begins; `None` for whole days.
    pub at_min: Option<u32>,
    /// How many whole days it takes, where it takes whole days.
    pub days: u32,
    /// How long it takes, min.
    pub minutes: u32,
    /// Its title.
    pub title: String,
    /// What is done, and why.
    pub text: String,
    /// Words to sort it by.
    pub categories: Vec<String>,
}

/// The most days of an event of whole days.
const DAYS_MAX: u32 = 366;
/// The most bytes of a line, its end not counted.
const LINE_BYTES: usize = 75;

/// A calendar file of events, made at the instant `now`.
#[must_use]
pub fn calendar(name: &str, zone: &Zone, events: &[Event], now: Timestamp) -> String {
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//striate//plan//EN");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.line(&format!("X-WR-CALNAME:{}", escaped(name)));
    out.line(&format!("X-WR-TIMEZONE:{}", zone.id));
    out.zone(zone);
    for event in events {
        out.event(event, zone, now);
    }
    out.line("END:VCALENDAR");
    out.text
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// A line, folded where it is too long.
    fn line(&mut self, line: &str) {
        let mut room = LINE_BYTES;
        for letter in line.chars() {
            if letter.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = LINE_BYTES - 1;
            }
            self.text.push(letter);
            room -= letter.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    fn zone(&mut self, zone: &Zone) {
        let Some(first) = zone.offsets.first() else { return };
        self.line("BEGIN:VTIMEZONE");
        self.line(&format!("TZID:{}", zone.id));
        let least = zone.offsets.iter().map(|o| o.ahead.as_s()).fold(f64::INFINITY, f64::min);
        let mut before = first.ahead;
        for (i, offset) in zone.offsets.iter().enumerate() {
            let part = if offset.ahead.as_s() > least { "DAYLIGHT" } else { "STANDARD" };
            self.line(&format!("BEGIN:{part}"));
            // The first offset holds since ever; a change begins at the local time that was shown before it.
            let start = if i == 0 { "19700101T000000".to_owned() } else { local(offset.from, before) };
            self.line(&format!("DTSTART:{start}"));
            self.line(&format!("TZOFFSETFROM:{}", signed(before)));
            self.line(&format!("TZOFFSETTO:{}", signed(offset.ahead)));
            self.line(&format!("END:{part}"));
            before = offset.ahead;
        }
        self.line("END:VTIMEZONE");
    }

    fn event(&mut self, event: &Event, zone: &Zone, now: Timestamp) {
        self.line("BEGIN:VEVENT");
        self.line(&format!("UID:{}@striate", escaped(&event.id)));
        self.line(&format!("DTSTAMP:{}Z", local(now, TimeSpan::default())));
        self.line(&format!("SEQUENCE:{}", event.revision));
        match event.at_min {
            None => {
                self.line(&format!("DTSTART;VALUE=DATE:{}", compact(event.day)));
                self.line(&format!(
                    "DTEND;VALUE=DATE:{}",
                    compact(event.day.plus(event.days.clamp(1, DAYS_MAX) as i32))
                ));
            }
            Some(minutes) => {
                let minutes = minutes.min(24 * 60 - 1);
                let time = format!("{}T{:02}{:02}00", compact(event.day), minutes / 60, minutes % 60);
                match zone.offsets.is_empty() {
                    true => self.line(&format!("DTSTART:{time}Z")),
                    false => self.line(&format!("DTSTART;TZID={}:{time}", zone.id)),
                }
                self.line(&format!("DURATION:PT{}M", event.minutes));
            }
        }
        self.line(&format!("SUMMARY:{}", escaped(&event.title)));
        if !event.text.is_empty() {
            self.line(&format!("DESCRIPTION:{}", escaped(&event.text)));
        }
        if !event.categories.is_empty() {
            let words: Vec<String> = event.categories.iter().map(|c| escaped(c)).collect();
            self.line(&format!("CATEGORIES:{}", words.join(",")));
        }
        self.line("TRANSP:TRANSPARENT");
        self.line("END:VEVENT");
    }
}

/// What has a meaning of its own in a text is written with a backslash.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn compact(day: Day) -> String {
    let (year, month, date) = day.civil();
    format!("{year:04}{month:02}{date:02}")
}

/// An instant as local date and time.
fn local(instant: Timestamp, ahead: TimeSpan) -> String {
    let day = Day::of(instant, ahead);
    let seconds = (instant + ahead).as_unix_ms().div_euclid(1000).rem_euclid(86_400);
    format!("{}T{:02}{:02}{:02}", compact(day), seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `+0200`.
fn signed(ahead: TimeSpan) -> String {
    let minutes = (ahead.as_s() / 60.0).round() as i64;
    let mut out = String::new();
    let sign = if minutes < 0 { '-' } else { '+' };
    let _ = write!(out, "{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> Zone {
        // Winter time from 2026-10-25T01:00:00Z on.
        let at = |ms: i64, h: f64| Offset { from: Timestamp::from_unix_ms(ms), ahead: TimeSpan::from_s(3600.0 * h) };
        Zone { id: "Europe/Berlin".to_owned(), offsets: vec![at(1_774_746_000_000, 2.0), at(1_792_890_000_000, 1.0)] }
    }

    fn event(title: &str) -> Event {
        Event {
            id: "2026-w48-series".to_owned(),
            revision: 2,
            day: "2026-11-24".parse().expect("a day"),
            at_min: Some(7 * 60 + 30),
            days: 1,
            minutes: 52,
            title: title.to_owned(),
            text: "15 min warm-up\n8 x 200 m; then 3 min rest, walking".to_owned(),
            categories: vec!["series".to_owned()],
        }
    }

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn an_event_keeps_its_id_and_says_in_which_zone_its_hour_counts() {
        let text = unfolded(&calendar("striate", &berlin(), &[event("8 x 200 m")], Timestamp::from_unix_ms(0)));
        for line in [
            "UID:2026-w48-series@striate",
            "SEQUENCE:2",
            "DTSTART;TZID=Europe/Berlin:20261124T073000",
            "DURATION:PT52M",
            "DESCRIPTION:15 min warm-up\\n8 x 200 m\\; then 3 min rest\\, walking",
            "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100",
            "DTSTART:20261025T030000",
        ] {
            assert!(text.lines().any(|l| l == line), "{line} is not in\n{text}");
        }
        assert_eq!(text.matches("BEGIN:").count(), text.matches("END:").count());
    }

    #[test]
    fn no_line_is_longer_than_calendars_take_and_letters_stay_whole() {
        let long = event(&"Läufe über Hügel, ".repeat(20));
        let text = calendar("striate", &berlin(), std::slice::from_ref(&long), Timestamp::from_unix_ms(0));
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        assert!(unfolded(&text).contains(&escaped(&long.title)));
        assert!(!text.replace("\r\n", "").contains('\n'));
    }

    #[test]
    fn a_session_without_an_hour_is_a_day() {
        let day = Event { at_min: None, ..event("rest") };
        let text = calendar("striate", &berlin(), &[day], Timestamp::from_unix_ms(0));
        assert!(text.contains("DTSTART;VALUE=DATE:20261124") && text.contains("DTEND;VALUE=DATE:20261125"));
        let away = Event { at_min: None, days: 10, ..event("Away") };
        let text = calendar("striate", &berlin(), &[away], Timestamp::from_unix_ms(0));
        assert!(text.contains("DTEND;VALUE=DATE:20261204"), "the end of whole days is the day behind the last");
    }
}
