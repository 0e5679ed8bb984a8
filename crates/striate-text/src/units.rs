//! Sentences in the athlete's units. Inside of striate every quantity is metric, and every sentence says its unit right
//! behind the figure or the range: `12.4 km`, `4:10 to 4:30 min/km`, `1.2 to 2.0 g/kg`. Here, and nowhere else, such a
//! sentence is told in miles and pounds.
//!
//! What a track or a tape measures stays in metres in either choice: repetitions of 400 m are 400 m everywhere. Heights
//! and climbs become feet.

use std::borrow::Cow;
use std::fmt::Write as _;
use striate_model::MassUnit;

/// Which unit distances, speeds and heights are told in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DistanceUnit {
    /// Kilometres and metres.
    #[default]
    Kilometre,
    /// Miles and feet.
    Mile,
}

/// The athlete's choice of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Units {
    /// Distances, paces, climbs.
    pub distance: DistanceUnit,
    /// Body mass, loads, what food is counted by.
    pub mass: MassUnit,
}

impl Default for Units {
    fn default() -> Self {
        Self { distance: DistanceUnit::Kilometre, mass: MassUnit::Kilogram }
    }
}

const MILE_KM: f64 = 1.609_344;
const POUND_KG: f64 = 0.453_592_37;
const FOOT_M: f64 = 0.3048;

/// What a figure in front of a unit becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    Distance,
    Pace,
    Speed,
    Climb,
    ClimbPerDistance,
    Mass,
    PerMass,
    Cost,
}

/// Units as sentences write them, with what takes their place; a longer one stands before its beginning.
const WRITTEN: [(&str, &str, Measure); 11] = [
    ("kJ per kg and km", "kJ per lb and mile", Measure::Cost),
    ("m of climbing per km", "ft of climbing per mile", Measure::ClimbPerDistance),
    ("m up", "ft up", Measure::Climb),
    ("min/km", "min/mi", Measure::Pace),
    ("/km", "/mi", Measure::Pace),
    ("km/h", "mph", Measure::Speed),
    ("flat easy km", "flat easy miles", Measure::Distance),
    ("km", "mi", Measure::Distance),
    ("kg", "lb", Measure::Mass),
    ("g/kg", "g/lb", Measure::PerMass),
    ("g per kg", "g per lb", Measure::PerMass),
];

/// What joins the ends of a range; the unit behind the second holds for both.
const JOINS: [&str; 4] = [" to ", " or ", "\u{2013}", "-"];

/// A figure as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Figure {
    /// A value, and how many digits stand behind its point.
    Plain(f64, usize),
    /// A length of time as `4:10` or `1:04:10`, s.
    Clock(f64),
}

impl Units {
    /// From the texts in which a profile keeps them.
    #[must_use]
    pub fn named(distance: Option<&str>, mass: Option<&str>) -> Self {
        Self {
            distance: if distance == Some("mi") { DistanceUnit::Mile } else { DistanceUnit::Kilometre },
            mass: if mass == Some("lb") { MassUnit::Pound } else { MassUnit::Kilogram },
        }
    }

    /// Whether sentences stay as they are written.
    #[must_use]
    pub fn is_metric(self) -> bool {
        self == Self::default()
    }

    /// A distance in this unit, from km.
    #[must_use]
    pub fn distance(self, km: f64) -> f64 {
        if self.distance == DistanceUnit::Mile { km / MILE_KM } else { km }
    }

    /// `km` or `mi`.
    #[must_use]
    pub fn distance_name(self) -> &'static str {
        if self.distance == DistanceUnit::Mile { "mi" } else { "km" }
    }

    /// What leg load is counted in: `flat easy km` or `flat easy miles`.
    #[must_use]
    pub fn impact_name(self) -> &'static str {
        if self.distance == DistanceUnit::Mile { "flat easy miles" } else { "flat easy km" }
    }

    /// A sentence with its quantities in these units.
    #[must_use]
    pub fn told(self, text: &str) -> Cow<'_, str> {
        if self.is_metric() || !text.contains(['k', 'm']) {
            return Cow::Borrowed(text);
        }
        let mut told = String::new();
        let (mut kept, mut at) = (0, 0);
        let bytes = text.as_bytes();
        while at < bytes.len() {
            let is_start = bytes[at].is_ascii_digit() && !text[..at].chars().next_back().is_some_and(goes_on);
            if !is_start {
                at += 1;
                continue;
            }
            match self.quantity(&text[at..]) {
                Quantity::Other(long) => at += long,
                Quantity::Told(with, long) => {
                    told.push_str(&text[kept..at]);
                    told.push_str(&with);
                    at += long;
                    kept = at;
                }
            }
        }
        if kept == 0 {
            return Cow::Borrowed(text);
        }
        told.push_str(&text[kept..]);
        Cow::Owned(told)
    }

    /// The quantity at the front of a text that begins with a digit.
    fn quantity(self, text: &str) -> Quantity {
        let Some((first, long)) = figure(text) else { return Quantity::Other(digits(text)) };
        let mut parts = vec![(first, "")];
        let mut end = long;
        for join in JOINS {
            if let Some(rest) = text[long..].strip_prefix(join)
                && let Some((second, more)) = figure(rest)
            {
                parts.push((second, join));
                end = long + join.len() + more;
                break;
            }
        }
        let rest = &text[end..];
        let gap = rest.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}')).map_or(0, char::len_utf8);
        let unit = &rest[gap..];
        let found = WRITTEN.iter().find(|(written, _, measure)| {
            unit.strip_prefix(written).is_some_and(|after| {
                let next = after.chars().next();
                !next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '/')) && self.changes(*measure)
            })
        });
        let is_fitting = |measure: Measure, figure: Figure| match figure {
            Figure::Plain(..) => measure != Measure::Pace,
            Figure::Clock(_) => measure == Measure::Pace,
        };
        match found {
            Some(&(written, name, measure)) if parts.iter().all(|(f, _)| is_fitting(measure, *f)) => {
                let mut told = String::new();
                for (figure, join) in parts {
                    told.push_str(join);
                    self.write(&mut told, measure, figure);
                }
                told.push_str(&rest[..gap]);
                told.push_str(name);
                Quantity::Told(told, end + gap + written.len())
            }
            // The second figure of a pair may begin a quantity of its own.
            _ => Quantity::Other(long),
        }
    }

    fn changes(self, measure: Measure) -> bool {
        let (miles, pounds) = (self.distance == DistanceUnit::Mile, self.mass == MassUnit::Pound);
        match measure {
            Measure::Mass | Measure::PerMass => pounds,
            // A cost by mass and distance is told in the one or the other system.
            Measure::Cost => miles && pounds,
            _ => miles,
        }
    }

    fn write(self, to: &mut String, measure: Measure, figure: Figure) {
        let (value, digits) = match figure {
            Figure::Plain(value, digits) => (value, digits),
            Figure::Clock(seconds) => return write_clock(to, seconds * MILE_KM),
        };
        let (value, digits) = match measure {
            Measure::Distance => distance_digits(value / MILE_KM, digits),
            Measure::Speed => (value / MILE_KM, digits.max(1)),
            Measure::Climb => (value / FOOT_M, 0),
            Measure::ClimbPerDistance => (value / FOOT_M * MILE_KM, 0),
            Measure::Mass => {
                let pounds = value / POUND_KG;
                (pounds, usize::from(pounds < 10.0 || digits > 1))
            }
            Measure::PerMass => (value * POUND_KG, 2),
            Measure::Cost => (value * POUND_KG * MILE_KM, 2),
            Measure::Pace => (value, digits),
        };
        // Writing into a string cannot fail.
        let _ = write!(to, "{value:.digits$}");
    }
}

/// A whole number of kilometres below ten miles gets a digit, so that it does not lose what it said.
fn distance_digits(miles: f64, digits: usize) -> (f64, usize) {
    (miles, if digits == 0 && miles < 10.0 { 1 } else { digits })
}

enum Quantity {
    /// Nothing to be told otherwise, so many bytes long.
    Other(usize),
    /// Told so, in place of so many bytes.
    Told(String, usize),
}

/// Whether a digit behind this letter is no beginning of a figure.
fn goes_on(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '_' | ':')
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count().max(1)
}

/// The figure at the front of a text and its length: `12`, `12.5`, `1,250`, `4:10`.
fn figure(text: &str) -> Option<(Figure, usize)> {
    let bytes = text.as_bytes();
    let mut end = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if end == 0 || end > 9 {
        return None;
    }
    let two_at = |at: usize| {
        let is_clock = bytes.get(at) == Some(&b':')
            && bytes.get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_digit))
            && !bytes.get(at + 3).is_some_and(u8::is_ascii_digit);
        is_clock.then(|| text[at + 1..at + 3].parse::<f64>().ok()).flatten()
    };
    if let Some(second) = two_at(end) {
        let first: f64 = text[..end].parse().ok()?;
        return Some(match two_at(end + 3) {
            Some(third) => (Figure::Clock(3600.0 * first + 60.0 * second + third), end + 6),
            None => (Figure::Clock(60.0 * first + second), end + 3),
        });
    }
    let is_thousands = |at: usize| {
        bytes.get(at) == Some(&b',')
            && bytes.get(at + 1..at + 4).is_some_and(|three| three.iter().all(u8::is_ascii_digit))
            && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit)
    };
    while end <= 9 && is_thousands(end) {
        end += 4;
    }
    let whole = end;
    if bytes.get(end) == Some(&b'.') {
        let behind = bytes[end + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        if behind > 0 {
            end += 1 + behind;
        }
    }
    let value: f64 = text[..end].replace(',', "").parse().ok()?;
    Some((Figure::Plain(value, (end - whole).saturating_sub(1)), end))
}

fn write_clock(to: &mut String, seconds: f64) {
    let whole = seconds.round() as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    // Writing into a string cannot fail.
    let _ = match hours {
        0 => write!(to, "{minutes}:{seconds:02}"),
        _ => write!(to, "{hours}:{minutes:02}:{seconds:02}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MILES: Units = Units { distance: DistanceUnit::Mile, mass: MassUnit::Pound };

    #[test]
    fn sentences_are_told_in_miles_and_pounds() {
        for (metric, told) in [
            ("10.1 km, 1 h 07 min", "6.3 mi, 1 h 07 min"),
            ("Up to 13.2 km: it was 12 km.", "Up to 8.2 mi: it was 7.5 mi."),
            ("race over 10 km", "race over 6.2 mi"),
            ("123 km this week", "76 mi this week"),
            ("3 efforts of 1600 m at 4:20 min/km (111 %)", "3 efforts of 1600 m at 6:58 min/mi (111 %)"),
            ("4:20 to 4:40 min/km", "6:58 to 7:31 min/mi"),
            ("2 sets: 8 x 80 kg, 6 x 82.5 kg", "2 sets: 8 x 176 lb, 6 x 182 lb"),
            ("6 x 30 s uphill with 2 kg", "6 x 30 s uphill with 4.4 lb"),
            ("Protein 1.2\u{2013}2 g/kg", "Protein 0.54\u{2013}0.91 g/lb"),
            ("1.6 g/kg x 76.6 kg = 123 g", "0.73 g/lb x 169 lb = 123 g"),
            ("33 m up, 4 m apart", "108 ft up, 4 m apart"),
            ("20 m of climbing per km", "106 ft of climbing per mile"),
            ("18 flat easy km in seven days", "11 flat easy miles in seven days"),
            ("8.2 km x 76.6 kg x 4.18 kJ per kg and km", "5.1 mi x 169 lb x 3.05 kJ per lb and mile"),
            ("up to 12 km/h", "up to 7.5 mph"),
            ("1,250.5 km", "777.0 mi"),
            ("42.195\u{a0}km", "26.219\u{a0}mi"),
        ] {
            assert_eq!(MILES.told(metric), told);
            assert_eq!(Units::default().told(metric), metric, "nothing changes in kilometres and kilograms");
        }
    }

    #[test]
    fn what_is_no_quantity_of_ours_stays() {
        for text in [
            "4x100 m sprinter and 10,000 m runner",
            "12.1, 13.5, 14.0 N/kg; +1.32 J/kg/m",
            "at 18:30 min, v1.2 km8, 5 kmh, 3 kgs",
            "work in kg and km",
            "2026-11-14",
            "Läufe über 5 m",
        ] {
            assert_eq!(MILES.told(text), text);
        }
    }

    #[test]
    fn each_choice_stands_alone() {
        let miles = Units { mass: MassUnit::Kilogram, ..MILES };
        let pounds = Units { distance: DistanceUnit::Kilometre, ..MILES };
        assert_eq!(miles.told("10 km with 5 kg"), "6.2 mi with 5 kg");
        assert_eq!(pounds.told("10 km with 5 kg"), "10 km with 11 lb");
    }

    proptest! {
        #[test]
        fn any_text_is_told(text in ".{0,80}") {
            let _ = MILES.told(&text);
        }

        #[test]
        fn no_kilometre_is_left(km in 0.0f64..1e5, digits in 0usize..3, words in "[a-z ]{0,12}") {
            let text = format!("{words} {km:.digits$} km. ");
            let told = MILES.told(&text).into_owned();
            // A word without a figure is no quantity, and stays.
            prop_assert_eq!(told.matches(" km").count(), words.matches(" km").count(), "{}", told);
        }
    }
}
