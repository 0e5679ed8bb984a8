//! Instants as TCX and GPX write them: RFC 3339, and what exporters make of it.

use striate_model::{TimeSpan, Timestamp};

/// How far local time is ahead of UTC by a recording's own word, from the difference of its two clocks, s. Zones lie at whole
/// and half hours, a few at quarters (Nepal, Eucla, the Chatham Islands in winter and summer); a difference of nought is what programs write that know no zone, and says nothing.
pub(crate) fn own_offset(ahead_s: f64) -> Option<TimeSpan> {
    const QUARTER_S: f64 = 900.0;
    let quarters = (ahead_s / QUARTER_S).round();
    let is_zone = quarters % 2.0 == 0.0 || [23.0, 35.0, 51.0, 55.0].contains(&quarters);
    let is_one =
        quarters != 0.0 && quarters.abs() <= 56.0 && is_zone && (ahead_s - QUARTER_S * quarters).abs() <= 120.0;
    is_one.then(|| TimeSpan::from_s(QUARTER_S * quarters))
}

/// How the digits behind the seconds are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Fractions {
    /// As decimals of a second: `.0999` is just under a tenth.
    #[default]
    Decimals,
    /// As whole milliseconds padded to four digits: `.0999` is just under a second.
    PaddedMilliseconds,
}

/// Reads instants. Consecutive samples share their minute, so it is kept and only the seconds are read anew.
#[derive(Default)]
pub(crate) struct Clock {
    fractions: Fractions,
    minute: [u8; 16],
    minute_ms: i64,
    padded: u32,
    unpadded: u32,
    without_zone: u32,
    /// The first offset that an instant carried, and whether another one came.
    offset_ms: Option<i64>,
    has_utc: bool,
}

impl Clock {
    /// A clock that reads fractions this way.
    pub(crate) fn new(fractions: Fractions) -> Self {
        Self { fractions, ..Self::default() }
    }

    /// Whether every fraction so far, of ten or more, has four digits of which the first is 0: then they are
    /// milliseconds that the exporter padded to four digits. Read as decimals they would squeeze a whole second of
    /// running into a tenth wherever they go from `.0000` to `.0999`.
    pub(crate) fn fractions_are_padded_milliseconds(&self) -> bool {
        self.padded >= 10 && self.unpadded == 0
    }

    /// Whether an instant had no time zone and was taken as UTC.
    pub(crate) fn met_missing_zone(&self) -> bool {
        self.without_zone > 0
    }

    /// How far local time is ahead of UTC by the offset that the first instant carried; `None` where it carried none or
    /// where instants in UTC stand beside it.
    pub(crate) fn offset(&self) -> Option<TimeSpan> {
        self.offset_ms.filter(|_| !self.has_utc).and_then(|ms| own_offset(ms as f64 / 1000.0))
    }

    /// The instant in a text; `None` where there is none, or none between 1970 and 2200.
    pub(crate) fn read(&mut self, text: &str) -> Option<Timestamp> {
        let text = text.trim();
        self.plain(text.as_bytes()).or_else(|| by_library(text)).map(Timestamp::from_unix_ms)
    }

    fn plain(&mut self, text: &[u8]) -> Option<i64> {
        let (minute, rest) = text.split_first_chunk::<16>()?;
        let [b':', s10, s1, rest @ ..] = rest else { return None };
        let seconds = pair(*s10, *s1).filter(|s| *s <= 60)?;
        if *minute != self.minute {
            self.minute_ms = minute_ms(minute)?;
            self.minute = *minute;
        }
        let (fraction_ms, zone) = match rest {
            [b'.' | b',', digits @ ..] => {
                let len = digits.iter().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len());
                (self.fraction_ms(&digits[..len])?, &digits[len..])
            }
            _ => (0, rest),
        };
        let offset_ms = match zone {
            [b'Z' | b'z'] => {
                self.has_utc = true;
                0
            }
            [] => {
                self.without_zone += 1;
                0
            }
            [sign @ (b'+' | b'-'), h10, h1, minutes @ ..] => {
                let minutes = match minutes {
                    [] => 0,
                    [b':', m10, m1] | [m10, m1] => pair(*m10, *m1).filter(|m| *m < 60)?,
                    _ => return None,
                };
                let ms = (pair(*h10, *h1).filter(|h| *h <= 18)? * 60 + minutes) * 60_000;
                let ms = if *sign == b'-' { -ms } else { ms };
                self.offset_ms.get_or_insert(ms);
                ms
            }
            _ => return None,
        };
        Some(self.minute_ms + seconds * 1000 + fraction_ms - offset_ms)
    }

    fn fraction_ms(&mut self, digits: &[u8]) -> Option<i64> {
        if digits.is_empty() {
            return None;
        }
        if digits.len() == 4 && digits[0] == b'0' {
            self.padded += 1;
            if self.fractions == Fractions::PaddedMilliseconds {
                return Some(digits.iter().fold(0, |ms, b| ms * 10 + i64::from(b - b'0')));
            }
        } else {
            self.unpadded += 1;
        }
        let place = |at: usize, unit: i64| digits.get(at).map_or(0, |b| i64::from(b - b'0') * unit);
        let round_up = i64::from(digits.get(3).is_some_and(|b| *b >= b'5'));
        Some(place(0, 100) + place(1, 10) + place(2, 1) + round_up)
    }
}

/// Milliseconds of `2020-01-03T15:07`, `None` where that is no minute between 1970 and 2200.
fn minute_ms(text: &[u8; 16]) -> Option<i64> {
    let [y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T' | b't' | b' ', h1, h2, b':', mi1, mi2] = *text else {
        return None;
    };
    let year = pair(y1, y2)? * 100 + pair(y3, y4)?;
    let (month, day, hour, minute) = (pair(mo1, mo2)?, pair(d1, d2)?, pair(h1, h2)?, pair(mi1, mi2)?);
    if !(1970..2200).contains(&year) || hour > 23 || minute > 59 {
        return None;
    }
    let date = jiff::civil::Date::new(year as i16, month as i8, day as i8).ok()?;
    let days = i64::from((date - jiff::civil::date(1970, 1, 1)).get_days());
    Some(((days * 24 + hour) * 60 + minute) * 60_000)
}

fn pair(tens: u8, ones: u8) -> Option<i64> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| i64::from(tens - b'0') * 10 + i64::from(ones - b'0'))
}

#[cold]
fn by_library(text: &str) -> Option<i64> {
    let ms = text.parse::<jiff::Timestamp>().ok()?.as_millisecond();
    (0..7_258_118_400_000).contains(&ms).then_some(ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ms(text: &str) -> Option<i64> {
        Clock::default().read(text).map(Timestamp::as_unix_ms)
    }

    #[test]
    fn an_instant_is_the_same_however_its_zone_and_fraction_are_written() {
        let noon = 1_577_966_400_000;
        let cases = [
            "2020-01-02T12:00:00Z",
            "2020-01-02T12:00:00.000Z",
            " 2020-01-02T12:00:00.0000000Z\n",
            "2020-01-02T13:00:00+01:00",
            "2020-01-02T13:00:00.0+0100",
            "2020-01-02T04:00:00-08",
            "2020-01-02 12:00:00",
            "2020-01-02t12:00:00,000z",
            "20200102T120000Z",
        ];
        for text in cases {
            assert_eq!(ms(text), Some(noon), "{text}");
        }
        assert_eq!(ms("2020-01-02T12:00:00.1236Z"), Some(noon + 124));
        assert_eq!(ms("2020-01-02T12:00:00.5Z"), Some(noon + 500));
        assert_eq!(ms("2016-12-31T23:59:60Z"), ms("2017-01-01T00:00:00Z"));
        for text in [
            "",
            "2020-01-02",
            "2020-13-02T12:00:00Z",
            "2020-02-30T12:00:00Z",
            "12:00:00",
            "1969-12-31T23:59:59Z",
            "2020-01-02T12:00:00.Z",
            "2020-01-02T25:00:00Z",
            "9999-01-01T00:00:00Z",
        ] {
            assert_eq!(ms(text), None, "{text}");
        }
    }

    #[test]
    fn the_offset_of_a_place_is_a_zone_and_nought_says_nothing() {
        let hours = |ahead_s: f64| own_offset(ahead_s).map(|o| o.as_s() / 3600.0);
        assert_eq!([hours(32_400.0), hours(-12_601.0), hours(20_640.0)], [Some(9.0), Some(-3.5), Some(5.75)]);
        assert_eq!([hours(0.0), hours(900.0), hours(3000.0), hours(54_000.0), hours(7.0e8)], [None; 5]);
        let read = |texts: &[&str]| {
            let mut clock = Clock::default();
            texts.iter().for_each(|t| assert!(clock.read(t).is_some()));
            clock.offset().map(striate_model::TimeSpan::as_s)
        };
        assert_eq!(read(&["2026-05-19T06:30:00+09:00", "2026-05-19T06:30:01+09:00"]), Some(32_400.0));
        assert_eq!(read(&["2026-05-19T06:30:00Z"]), None);
        assert_eq!(read(&["2026-05-19T06:30:00+09:00", "2026-05-18T21:30:00Z"]), None);
    }

    #[test]
    fn four_digits_that_all_begin_with_zero_are_milliseconds() {
        let texts: Vec<_> = (0..12).map(|i| format!("2020-01-02T12:00:{i:02}.0999Z")).collect();
        let mut clock = Clock::default();
        texts.iter().for_each(|t| assert!(clock.read(t).is_some()));
        assert!(clock.fractions_are_padded_milliseconds());
        let mut clock = Clock::new(Fractions::PaddedMilliseconds);
        assert_eq!(clock.read(&texts[0]), Clock::default().read("2020-01-02T12:00:00.999Z"));
    }

    #[test]
    fn a_fraction_with_a_tenth_shows_that_four_digits_are_decimals() {
        let mut clock = Clock::default();
        for i in 0..20 {
            clock.read(&format!("2020-01-02T12:00:{i:02}.0{i:03}Z"));
        }
        clock.read("2020-01-02T12:01:00.1000Z");
        assert!(!clock.fractions_are_padded_milliseconds());
    }

    proptest! {
        #[test]
        fn what_the_library_writes_is_read_back(at in 0_i64..7_258_118_400_000) {
            let text = jiff::Timestamp::from_millisecond(at).unwrap().to_string();
            prop_assert_eq!(ms(&text), Some(at));
        }
    }
}
