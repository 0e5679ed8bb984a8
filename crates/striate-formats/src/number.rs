//! Numbers, times and units as lifting logs write them.

use striate_model::MassUnit;

/// A number with a decimal point or a decimal comma, as athletes' phones write it. Where both occur the last one is
/// the decimal mark; a single comma always is one, since no plate weighs a thousand and a half.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    if text.chars().all(is_plain) {
        return text.parse().ok().filter(|v: &f64| v.is_finite());
    }
    if text.len() > 40 || !text.chars().all(|c| is_plain(c) || c == ',' || c == '\'' || c.is_whitespace()) {
        return None;
    }
    let decimal = match (text.rfind('.'), text.rfind(',')) {
        (Some(point), Some(comma)) => Some(point.max(comma)),
        (None, Some(comma)) if text.matches(',').count() == 1 => Some(comma),
        (None, _) => None,
        (Some(point), None) => Some(point),
    };
    let plain: String = text
        .char_indices()
        .filter_map(|(at, c)| match c {
            _ if Some(at) == decimal => Some('.'),
            '0'..='9' | '-' | '+' => Some(c),
            _ => None,
        })
        .collect();
    plain.parse().ok().filter(|v: &f64| v.is_finite())
}

/// A span in seconds: `90`, `0:01:30`, `1h 5m`, `45s`, `1 h 5 min`.
pub(crate) fn seconds(text: &str) -> Option<f64> {
    if let Some(plain) = number(text) {
        return Some(plain);
    }
    if text.contains(':') {
        let mut total = 0.0;
        for (place, part) in text.split(':').enumerate() {
            let part = number(part).filter(|part| *part >= 0.0 && place < 3)?;
            total = total * 60.0 + part;
        }
        return Some(total);
    }
    let mut total = 0.0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let (value, behind) = rest.split_at(rest.find(|c: char| c.is_alphabetic())?);
        let (unit, behind) = behind.split_at(behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len()));
        let factor = match unit.to_ascii_lowercase().as_str() {
            "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
            "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
            "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
            _ => return None,
        };
        total += number(value)? * factor;
        rest = behind.trim_start_matches(|c: char| c.is_whitespace() || c == '.' || c == ',');
    }
    Some(total)
}

/// A unit of mass by its name.
pub(crate) fn mass_unit(text: &str) -> Option<MassUnit> {
    let is = |names: &[&str]| names.iter().any(|name| text.eq_ignore_ascii_case(name));
    if is(&["kg", "kgs", "kilogram", "kilograms"]) {
        Some(MassUnit::Kilogram)
    } else if is(&["lb", "lbs", "pound", "pounds"]) {
        Some(MassUnit::Pound)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_reads_the_same_with_a_point_a_comma_and_thousands() {
        let cases = [
            ("100", Some(100.0)),
            (" 62.5 ", Some(62.5)),
            ("62,5", Some(62.5)),
            ("6,80388555", Some(6.803_885_55)),
            ("1,250.5", Some(1250.5)),
            ("1.250,5", Some(1250.5)),
            ("1\u{202f}250,5", Some(1250.5)),
            ("1,000,000", Some(1_000_000.0)),
            ("-20", Some(-20.0)),
            ("", None),
            ("-", None),
            ("1-2", None),
            ("heavy", None),
            ("NaN", None),
            ("inf", None),
            ("1e9", None),
            ("1.2.3", None),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text), expected, "{text:?}");
        }
        assert_eq!(number(&"9".repeat(400)), None);
    }

    #[test]
    fn a_workout_of_an_hour_and_five_minutes_is_written_in_many_ways() {
        for text in ["3900", "1h 5m", "1h5m", "1 h 5 min", "65m", "1:05:00", "65:00", "3900.0", "1H 5M"] {
            assert_eq!(seconds(text), Some(3900.0), "{text:?}");
        }
        for text in ["", ":", "1:2:3:4", "soon", "5 fortnights", "1h five", "-1:00"] {
            assert_eq!(seconds(text), None, "{text:?}");
        }
    }

    #[test]
    fn kilograms_and_pounds_have_several_names_and_stones_none() {
        assert_eq!(mass_unit("KGS"), Some(MassUnit::Kilogram));
        assert_eq!(mass_unit("lbs"), Some(MassUnit::Pound));
        assert_eq!(mass_unit("st"), None);
    }
}
