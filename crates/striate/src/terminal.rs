//! What a person sees: colours, widths, and numbers as runners write them.

use anstyle::{AnsiColor, Style};
use std::fmt::Display;
use std::io::Write;
use std::sync::OnceLock;
use striate_text::units::Units;
use unicode_width::UnicodeWidthStr;

/// In which units this run of the program tells: the profile of the database that it opens says it once.
static UNITS: OnceLock<Units> = OnceLock::new();

/// Tells everything in these units from here on.
pub(crate) fn tell_in(units: Units) {
    // Whoever opens a second database in one run keeps the first one's.
    let _ = UNITS.set(units);
}

/// In which units everything is told.
pub(crate) fn units() -> Units {
    UNITS.get().copied().unwrap_or_default()
}

/// Headings and verdicts.
pub(crate) const STRONG: Style = Style::new().bold();
/// What may be skipped.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// Bars of growth stimulus.
pub(crate) const BAR: Style = AnsiColor::Green.on_default();
/// Warnings.
pub(crate) const CAUTION: Style = AnsiColor::Yellow.on_default();

/// A text in a style and in the athlete's units; the stream leaves the style out where it is no terminal or colour is not wanted.
pub(crate) fn styled(style: Style, text: impl Display) -> String {
    let text = text.to_string();
    format!("{style}{}{style:#}", units().told(&text))
}

/// A line on standard error. A closed one leaves nobody to tell, so that failure is no failure.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// How many columns a line may take: the terminal's, at most 100 so that sentences stay readable, 80 where the output
/// is no terminal.
pub(crate) fn width() -> usize {
    let columns = terminal_size::terminal_size().map_or(80, |(columns, _)| usize::from(columns.0));
    columns.clamp(40, 100)
}

/// Words of a sentence, in the athlete's units, in lines of at most `width` columns.
pub(crate) fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let text = units().told(text);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && indent.width() + line.width() + 1 + word.width() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.iter().map(|l| format!("{indent}{l}\n")).collect()
}

/// `text` in the athlete's units, filled with blanks to `columns`, longer text cut with an ellipsis.
pub(crate) fn padded(text: &str, columns: usize) -> String {
    let text = &*units().told(text);
    let width = text.width();
    if width <= columns {
        return format!("{text}{}", " ".repeat(columns - width));
    }
    let mut cut = String::new();
    for letter in text.chars() {
        if cut.width() + 1 + unicode_width::UnicodeWidthChar::width(letter).unwrap_or(0) > columns {
            break;
        }
        cut.push(letter);
    }
    let cut_width = cut.width();
    format!("{cut}…{}", " ".repeat(columns.saturating_sub(cut_width + 1)))
}

/// Seconds as `m:ss` or `h:mm:ss`.
pub(crate) fn clock(seconds: f64) -> String {
    if !seconds.is_finite() || seconds < 0.0 {
        return "-".to_owned();
    }
    let whole = seconds.round() as u64;
    let (h, m, s) = (whole / 3600, whole / 60 % 60, whole % 60);
    if h > 0 { format!("{h}:{m:02}:{s:02}") } else { format!("{m}:{s:02}") }
}

/// A speed as minutes and seconds for a kilometre.
pub(crate) fn pace(s_per_km: Option<f64>) -> String {
    // Slower than an hour a kilometre is standing still with noise.
    s_per_km.filter(|s| *s < 3600.0).map_or_else(|| "-".to_owned(), |s| format!("{}/km", clock(s)))
}

/// A distance as a runner writes it.
pub(crate) fn distance(m: f64) -> String {
    if m >= 1000.0 { format!("{:.2} km", m / 1000.0) } else { format!("{m:.0} m") }
}

/// A share as whole per cent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// "1 session", "2 sessions".
pub(crate) fn counted(n: impl TryInto<u64>, what: &str) -> String {
    match n.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {what}"),
        n => format!("{n} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_paces_are_written_as_runners_do() {
        assert_eq!(clock(59.6), "1:00");
        assert_eq!(clock(3661.0), "1:01:01");
        assert_eq!(clock(f64::NAN), "-");
        assert_eq!(pace(Some(255.0)), "4:15/km");
        assert_eq!(pace(None), "-");
    }

    #[test]
    fn a_sentence_is_wrapped_at_words_and_a_long_name_is_cut() {
        assert_eq!(wrapped("one two three", 9, "  "), "  one two\n  three\n");
        assert_eq!(padded("gluteus", 5), "glut…");
        assert_eq!(padded("ta", 4), "ta  ");
    }
}
