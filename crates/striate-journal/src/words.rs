//! The words of a line: numbers apart from their units, a decimal comma as a point.

use crate::JournalError;
use striate_model::MassUnit;

/// Words that are taken one after the other.
#[derive(Clone, Debug)]
pub(super) struct Words {
    list: Vec<String>,
    at: usize,
}

impl Words {
    /// `3x5 @100kg` as `3`, `x`, `5`, `@`, `100`, `kg`.
    pub(super) fn of(text: &str) -> Self {
        let mut list = Vec::new();
        for word in text.to_lowercase().replace('×', "x").replace('@', " @ ").split_whitespace() {
            split(word, &mut list);
        }
        Self { list, at: 0 }
    }

    pub(super) fn peek(&self) -> Option<&str> {
        self.list.get(self.at).map(String::as_str)
    }

    pub(super) fn second(&self) -> Option<&str> {
        self.list.get(self.at + 1).map(String::as_str)
    }

    pub(super) fn next(&mut self) -> Option<String> {
        let word = self.list.get(self.at).cloned();
        self.at += 1;
        word
    }

    /// Passes over a word where it comes next.
    pub(super) fn skip(&mut self, word: &str) -> bool {
        let is_next = self.peek() == Some(word);
        self.at += usize::from(is_next);
        is_next
    }

    /// Whether a plain number comes next.
    pub(super) fn is_number(&self) -> bool {
        self.peek().is_some_and(|w| plain(w).is_some())
    }

    pub(super) fn number(&mut self, what: &str) -> Result<f64, JournalError> {
        let word = self.next();
        let number = word.as_deref().and_then(plain);
        number.ok_or_else(|| match word {
            Some(word) => JournalError::new(format!("\"{word}\" stands where a number is needed"), what),
            None => JournalError::new("a number is missing", what),
        })
    }

    /// The words up to the next number, at least one.
    pub(super) fn until_number(&mut self, what: &str) -> Result<String, JournalError> {
        let start = self.at;
        while self.peek().is_some() && !self.is_number() {
            self.at += 1;
        }
        let words: Vec<&str> = self.list[start..self.at].iter().map(String::as_str).filter(|w| *w != "@").collect();
        if words.is_empty() {
            return Err(JournalError::new(format!("{what} is missing"), "it stands before the number"));
        }
        Ok(words.join(" "))
    }

    /// Nothing may be left.
    pub(super) fn end(&self) -> Result<(), JournalError> {
        match self.peek() {
            None => Ok(()),
            Some(word) => Err(JournalError::new(
                format!("\"{word}\" is not understood here"),
                "put what else there is to say on a line of its own, or behind a #",
            )),
        }
    }

    /// Hours: `7.5 h`, `7:30`, `7 h 30 min`, `7.5`.
    pub(super) fn duration_h(&mut self) -> Result<f64, JournalError> {
        if let Some((hours, minutes)) = self.peek().and_then(|w| w.split_once(':')) {
            let (hours, minutes) = (plain(hours), plain(minutes).filter(|m| *m < 60.0));
            if let (Some(hours), Some(minutes)) = (hours, minutes) {
                self.at += 1;
                self.skip("h");
                return Ok(hours + minutes / 60.0);
            }
        }
        let first = self.number("hours, as 7.5 h")?;
        match self.peek() {
            None => Ok(first),
            Some("min" | "minutes") => {
                self.at += 1;
                Ok(first / 60.0)
            }
            Some("h" | "hour" | "hours") => {
                self.at += 1;
                if !self.is_number() {
                    return Ok(first);
                }
                let minutes = self.number("minutes")?;
                self.skip("min");
                Ok(first + minutes / 60.0)
            }
            Some(_) => Ok(first),
        }
    }

    /// Seconds: `34 s`, `45 min`, `1 h`, `1:10` (minutes and seconds), `1:02:30`, `1:10 h`; rounded to a tenth.
    pub(super) fn duration_s(&mut self) -> Result<f64, JournalError> {
        let word = self.next().unwrap_or_default();
        if word.contains(':') {
            let parts: Option<Vec<f64>> = word.split(':').map(plain).collect();
            let seconds = match (parts.as_deref(), self.peek()) {
                (Some([h, m]), Some("h")) => {
                    self.at += 1;
                    3600.0 * h + 60.0 * m
                }
                (Some([m, s]), _) => 60.0 * m + s,
                (Some([h, m, s]), _) => 3600.0 * h + 60.0 * m + s,
                _ => return Err(JournalError::new(format!("\"{word}\" is no time"), "write 45:30 or 1:10:00")),
            };
            self.skip("min");
            return Ok(tenth(seconds));
        }
        let missing = || JournalError::new("a time is missing", "write 45 min, 34 s or 45:30");
        let number = plain(&word).ok_or_else(missing)?;
        let unit = self.next().as_deref().and_then(seconds_in);
        Ok(tenth(number * unit.ok_or_else(|| JournalError::new("the unit of a time is missing", "write min, s or h"))?))
    }

    /// Metres, rounded to a centimetre.
    pub(super) fn distance_m(&mut self) -> Result<f64, JournalError> {
        let number = self.number("a distance, as 30 m")?;
        let unit = self.next().as_deref().and_then(metres_in);
        let missing = || JournalError::new("the unit of a distance is missing", "write m, km or mi");
        Ok(hundredth(number * unit.ok_or_else(missing)?))
    }

    /// Centimetres, rounded to a tenth of a millimetre.
    pub(super) fn length_cm(&mut self) -> Result<f64, JournalError> {
        let number = self.number("a length, as 56.5 cm")?;
        let factor = match self.next().as_deref() {
            Some("cm") => 1.0,
            Some("mm") => 0.1,
            Some("in" | "inch" | "inches") => 2.54,
            _ => return Err(JournalError::new("the unit of a length is missing", "write cm, mm or in")),
        };
        Ok(hundredth(number * factor))
    }
}

/// A number without a colon.
pub(super) fn plain(word: &str) -> Option<f64> {
    let starts_well = word.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '-');
    word.parse::<f64>().ok().filter(|x| x.is_finite() && starts_well)
}

pub(super) fn tenth(x: f64) -> f64 {
    (10.0 * x).round() / 10.0
}

fn hundredth(x: f64) -> f64 {
    (100.0 * x).round() / 100.0
}

pub(super) fn mass_unit(word: &str) -> Option<MassUnit> {
    match word {
        "kg" | "kgs" => Some(MassUnit::Kilogram),
        "lb" | "lbs" => Some(MassUnit::Pound),
        _ => None,
    }
}

pub(super) fn seconds_in(unit: &str) -> Option<f64> {
    match unit {
        "s" | "sec" | "secs" | "seconds" => Some(1.0),
        "min" | "mins" | "minutes" => Some(60.0),
        "h" | "hour" | "hours" => Some(3600.0),
        _ => None,
    }
}

pub(super) fn metres_in(unit: &str) -> Option<f64> {
    match unit {
        "m" => Some(1.0),
        "km" => Some(1000.0),
        "mi" | "mile" | "miles" => Some(1609.344),
        _ => None,
    }
}

/// A word that begins with a number is taken apart: `8x200m` is 8, x, 200, m.
fn split(word: &str, list: &mut Vec<String>) {
    let mut rest = word;
    while !rest.is_empty() {
        let signed = rest.strip_prefix(['+', '-']).unwrap_or(rest);
        if !signed.starts_with(|c: char| c.is_ascii_digit()) {
            list.push(rest.trim_end_matches(',').to_owned());
            return;
        }
        let sign = rest.len() - signed.len();
        let digits = |i: usize| signed[i..].starts_with(|c: char| c.is_ascii_digit());
        let mut end = 0;
        while end < signed.len() && (digits(end) || (signed[end..].starts_with(['.', ',', ':']) && digits(end + 1))) {
            end += 1;
        }
        list.push(rest[..sign + end].replace(',', "."));
        rest = rest[sign + end..].trim_start_matches(',');
        // An x between two numbers stands alone; what follows is taken apart again.
        if let Some(after) = rest.strip_prefix('x').filter(|after| after.starts_with(|c: char| c.is_ascii_digit())) {
            list.push("x".to_owned());
            rest = after;
        }
    }
}
