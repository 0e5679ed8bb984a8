//! Dates without training as an athlete says them: "no training on 2026-12-24", "away 24-27 December", "on vacation from
//! 20 December to 2 January".

use super::goals::DayName;
use super::season_goals::AwayGoal;
use striate_model::Day;
use striate_text::dates::MONTHS;

/// How dates away are written.
const EXAMPLES: &str = "write dates without training as \"no training on 2026-12-24\", \"away 24-27 December\" or \"away from \
                        24 December to 2 January\"";
/// Letters of a text at most, and ranges of one.
const LETTERS: usize = 400;
const RANGES: usize = 20;

/// Words that say that there is no training.
const ABSENT: [&str; 24] = [
    "no",
    "not",
    "cannot",
    "cant",
    "wont",
    "dont",
    "away",
    "off",
    "free",
    "rest",
    "without",
    "skip",
    "travel",
    "traveling",
    "travelling",
    "trip",
    "holiday",
    "holidays",
    "vacation",
    "busy",
    "abroad",
    "gone",
    "blocked",
    "unavailable",
];
/// Words that say nothing by themselves.
const FILLERS: [&str; 31] = [
    "training", "train", "trains", "running", "run", "workout", "workouts", "session", "sessions", "gym", "on", "from",
    "the", "i", "im", "am", "we", "are", "will", "be", "is", "in", "at", "of", "for", "day", "days", "can", "time",
    "have", "between",
];
const AND: [&str; 5] = [",", ";", "&", "+", "and"];
const TO: [&str; 7] = ["-", "to", "until", "till", "through", "thru", "bis"];

/// The dates away that a text means; `None` where it names no date of the calendar and is about something else.
///
/// # Errors
/// Where it names dates and is not understood, or a range cannot be; with how it is written.
pub fn away_said(text: &str, today: Day) -> Result<Option<Vec<AwayGoal>>, String> {
    if text.len() > LETTERS {
        return Err(format!("that is too long: {LETTERS} letters at most"));
    }
    let words = words(text);
    let is_absent = words.iter().any(|word| ABSENT.contains(&word.as_str()));
    let mut reader = Reader { words: &words, at: 0, today };
    let Some(ranges) = reader.ranges()? else { return Ok(None) };
    if !is_absent {
        return Err(format!("a date alone says nothing; {EXAMPLES}"));
    }
    let goal = |(first, last): (Day, Day)| {
        if last < first {
            return Err(format!("{first} to {last} ends before it begins: swap the dates"));
        }
        if last < today {
            return Err(format!("{last} is past"));
        }
        let goal = AwayGoal::new(first.max(today), last);
        goal.check().map(|()| goal)
    };
    ranges.into_iter().map(goal).collect::<Result<Vec<_>, _>>().map(Some)
}

/// Dates away in words that come back as they are: "2026-12-24" or "2026-12-24 to 2026-12-27".
#[must_use]
pub fn away_words(away: &[AwayGoal]) -> String {
    let one = |range: &AwayGoal| match range.first == range.last {
        true => range.first.clone(),
        false => format!("{} to {}", range.first, range.last),
    };
    away.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// Lower-case words, numbers apart from letters, marks as words of their own; a date as 2026-12-24 stays whole.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let plain: String =
        text.to_lowercase().replace("..", " - ").replace(['\u{2013}', '\u{2014}'], "-").replace(['\'', '\u{2019}'], "");
    for piece in plain.split_whitespace() {
        let mut rest = piece.trim_end_matches(['.', '!', '?', '"', ')']).trim_start_matches(['"', '(']);
        while !rest.is_empty() {
            let iso = rest.get(..10).filter(|date| is_iso(date));
            if let Some(date) = iso {
                words.push(date.to_owned());
                rest = &rest[10..];
                continue;
            }
            let first = rest.chars().next().unwrap_or(' ');
            let same =
                |c: char| c.is_alphabetic() && first.is_alphabetic() || c.is_ascii_digit() && first.is_ascii_digit();
            let end = rest.find(|c| !same(c)).unwrap_or(rest.len()).max(first.len_utf8());
            words.push(rest[..end].to_owned());
            rest = &rest[end..];
        }
    }
    words
}

fn is_iso(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() })
}

/// A date as it was said.
#[derive(Clone, Copy)]
struct Said {
    day: i32,
    month: Option<usize>,
    year: Option<i32>,
}

struct Reader<'w> {
    words: &'w [String],
    at: usize,
    today: Day,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> &str {
        self.words.get(self.at + ahead).map_or("", String::as_str)
    }

    fn skips(&mut self, any: &[&str]) -> bool {
        let is_next = any.contains(&self.peek(0));
        self.at += usize::from(is_next);
        is_next
    }

    /// Every range of the text; `None` where it names no date.
    fn ranges(&mut self) -> Result<Option<Vec<(Day, Day)>>, String> {
        let mut found: Vec<(Day, Day)> = Vec::new();
        let mut strange: Option<String> = None;
        while self.at < self.words.len() {
            if let Some(range) = self.relative() {
                found.push(range);
            } else if let Some(range) = self.range(found.is_empty())? {
                found.extend(range);
            } else {
                let word = self.peek(0).to_owned();
                let says_nothing = [&ABSENT[..], &FILLERS[..], &AND[..], &[".", "/", "-"][..]].concat();
                // The weekday of a date says the same again.
                if !says_nothing.contains(&word.as_str()) && DayName::said(&word).is_none() {
                    strange.get_or_insert(word);
                }
                self.at += 1;
            }
            if found.len() > RANGES {
                return Err(format!("at most {RANGES} ranges of dates can be said at once"));
            }
        }
        match (found.is_empty(), strange) {
            (true, _) => Ok(None),
            (false, Some(word)) => Err(format!("\"{word}\" is not understood beside dates; {EXAMPLES}")),
            (false, None) => Ok(Some(found)),
        }
    }

    /// "today", "tomorrow", "this week", "next week", "for 5 days", "until 2026-12-27".
    fn relative(&mut self) -> Option<(Day, Day)> {
        let (today, monday) = (self.today, self.today.monday());
        let (range, length) = match (self.peek(0), self.peek(1)) {
            ("today", _) => ((today, today), 1),
            ("tomorrow", _) => ((today.plus(1), today.plus(1)), 1),
            ("this", "week") => ((today, monday.plus(6)), 2),
            ("next", "week") => ((monday.plus(7), monday.plus(13)), 2),
            ("this", "weekend") => ((monday.plus(5).max(today), monday.plus(6)), 2),
            ("next", "weekend") => ((monday.plus(12), monday.plus(13)), 2),
            _ => return None,
        };
        self.at += length;
        Some(range)
    }

    /// Dates joined by "to", or by "and" in front of one month: "24-27 December", "24 and 26 December". The first date
    /// of a text may be its end alone: "away until 2 January".
    fn range(&mut self, is_first: bool) -> Result<Option<Vec<(Day, Day)>>, String> {
        let before = self.at;
        let from_now = is_first && self.skips(&TO[2..]);
        let Some(first) = self.said() else {
            self.at = before;
            return Ok(None);
        };
        if from_now {
            let last = self.resolve(first, self.today)?;
            return Ok(Some(vec![(self.today, last)]));
        }
        let mut all: Vec<(Said, Option<Said>)> = vec![(first, None)];
        loop {
            let here = self.at;
            if self.skips(&TO) {
                while self.skips(&["and", "the", "including"]) || self.weekday() {}
                if let (Some(last), Some(range)) = (self.said(), all.last_mut())
                    && range.1.is_none()
                {
                    range.1 = Some(last);
                    continue;
                }
            } else if self.skips(&AND) || self.skips(&["/"]) {
                while self.skips(&["on", "the", "and", "from"]) || self.weekday() {}
                if let Some(next) = self.said() {
                    all.push((next, None));
                    continue;
                }
            }
            self.at = here;
            break;
        }
        // A month that stands behind the last of several days is that of all of them.
        let mut month: Option<(usize, Option<i32>)> = None;
        for (first, last) in all.iter_mut().rev() {
            for said in last.iter_mut().chain(std::iter::once(first)) {
                match (said.month, month) {
                    (Some(own), _) => month = Some((own, said.year)),
                    (None, Some((other, year))) => (said.month, said.year) = (Some(other), said.year.or(year)),
                    (None, None) => {}
                }
            }
        }
        // And one in front of the first, as in "December 24-27", that of those behind it.
        let mut month_before: Option<(usize, Option<i32>)> = None;
        for said in all.iter_mut().flat_map(|(first, last)| std::iter::once(first).chain(last)) {
            match (said.month, month_before) {
                (Some(own), _) => month_before = Some((own, said.year)),
                (None, Some((other, year))) => (said.month, said.year) = (Some(other), year),
                (None, None) => {}
            }
        }
        if all.iter().any(|(first, last)| first.month.is_none() || last.is_some_and(|l| l.month.is_none())) {
            // Bare numbers are no dates.
            return if month.is_some() { Err(format!("a month is missing; {EXAMPLES}")) } else { Ok(None) };
        }
        let day = |(first, last): (Said, Option<Said>)| {
            let from = self.resolve(first, self.today)?;
            let to = last.map_or(Ok(from), |last| self.resolve(last, from))?;
            Ok((from, to))
        };
        all.into_iter().map(day).collect::<Result<Vec<_>, String>>().map(Some)
    }

    fn weekday(&mut self) -> bool {
        let is_day = self.peek(0).len() >= 3 && DayName::said(self.peek(0)).is_some();
        self.at += usize::from(is_day);
        is_day
    }

    /// One date: "2026-12-24", "24 December 2026", "24th of Dec", "December 24th", "24.12.", or a number that waits for its
    /// month.
    fn said(&mut self) -> Option<Said> {
        let word = self.peek(0).to_owned();
        if is_iso_word(&word) {
            let (year, month, day) =
                (word[..4].parse().ok()?, word[5..7].parse::<usize>().ok()?, word[8..].parse().ok()?);
            self.at += 1;
            return Some(Said { day, month: Some(month.wrapping_sub(1)), year: Some(year) });
        }
        if let Some(month) = month_of(&word) {
            let day = number(self.peek(1), 31)?;
            self.at += 2;
            self.ordinal();
            let year = self.year();
            return Some(Said { day, month: Some(month), year });
        }
        let day = number(&word, 31)?;
        self.at += 1;
        if self.peek(0) == "."
            && let Some(month) = number(self.peek(1), 12)
        {
            self.at += 2;
            self.skips(&["."]);
            let year = self.year();
            return Some(Said { day, month: Some(month as usize - 1), year });
        }
        self.ordinal();
        self.skips(&["."]);
        self.skips(&["of"]);
        let Some(month) = month_of(self.peek(0)) else { return Some(Said { day, month: None, year: None }) };
        self.at += 1;
        let year = self.year();
        Some(Said { day, month: Some(month), year })
    }

    fn ordinal(&mut self) {
        self.skips(&["st", "nd", "rd", "th"]);
    }

    fn year(&mut self) -> Option<i32> {
        let ahead = usize::from(self.peek(0) == ",");
        let year = self.peek(ahead).parse().ok().filter(|year| (2000..=2100).contains(year))?;
        self.at += ahead + 1;
        Some(year)
    }

    /// The day of a date; without a year it is the next one that does not lie before `from`.
    fn resolve(&self, said: Said, from: Day) -> Result<Day, String> {
        let (this_year, _, _) = from.civil();
        let month = said.month.filter(|month| *month < 12).ok_or_else(|| format!("a month is missing; {EXAMPLES}"))?;
        let date = |year: i32| format!("{year:04}-{:02}-{:02}", month + 1, said.day);
        let day =
            |year: i32| date(year).parse::<Day>().map_err(|_| format!("{} is no day of the calendar", date(year)));
        match said.year {
            Some(year) => day(year),
            None => {
                let this = day(this_year)?;
                if this < from { day(this_year + 1) } else { Ok(this) }
            }
        }
    }
}

fn is_iso_word(word: &str) -> bool {
    word.len() == 10 && is_iso(word)
}

fn number(word: &str, most: i32) -> Option<i32> {
    word.parse().ok().filter(|n| (1..=most).contains(n))
}

fn month_of(word: &str) -> Option<usize> {
    let is_it = |month: &str| word.len() >= 3 && month.starts_with(word) || word == "sept" && month == "september";
    MONTHS.iter().position(|month| is_it(&month.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Result<Option<String>, String> {
        let found = away_said(text, "2026-11-30".parse().expect("a day"))?;
        Ok(found.map(|away| away_words(&away)))
    }

    #[test]
    fn dates_away_are_said_in_many_ways() {
        let christmas = "2026-12-24 to 2026-12-27";
        for (text, expected) in [
            ("no training on 2026-12-24", "2026-12-24"),
            ("I can't train on December 24", "2026-12-24"),
            ("No training on Thursday, 24 December", "2026-12-24"),
            ("not on the 24th of December 2026", "2026-12-24"),
            ("away 24.12.", "2026-12-24"),
            ("away 24-27 December", christmas),
            ("away 24\u{2013}27 Dec", christmas),
            ("away from 24 to 27 December", christmas),
            ("away December 24-27", christmas),
            ("on vacation December 24 to December 27", christmas),
            ("traveling from 2026-12-24 until 2026-12-27", christmas),
            ("away 2026-12-24..2026-12-27", christmas),
            ("away 24.12. - 27.12.", christmas),
            ("away Dec 24 through Dec 27, 2026", christmas),
            ("holiday from 28 December to 3 January", "2026-12-28 to 2027-01-03"),
            ("no training on 24 and 26 December", "2026-12-24 and 2026-12-26"),
            ("off 5 Jan", "2027-01-05"),
            ("no training tomorrow", "2026-12-01"),
            ("away next week", "2026-12-07 to 2026-12-13"),
            ("away until 3 December", "2026-11-30 to 2026-12-03"),
        ] {
            assert_eq!(said(text), Ok(Some(expected.to_owned())), "{text}");
        }
        for wish in ["no training on friday", "tue and thu only, three runs and two leg days", "24 h of rest", ""] {
            assert_eq!(said(wish), Ok(None), "{wish}");
        }
    }

    #[test]
    fn dates_that_cannot_be_are_told_with_what_could() {
        for (text, problem) in [
            ("no training on 2026-02-30", "no day of the calendar"),
            ("no training on 2026-11-01", "past"),
            ("away from 2026-12-27 to 2026-12-24", "swap"),
            ("away from 2026-12-27 to 2027-12-24", "at most 120 days"),
            ("2026-12-24", "says nothing"),
            ("no training on 2026-12-24, hill repeats twice", "not understood beside dates"),
        ] {
            let error = said(text).expect_err(text);
            assert!(error.contains(problem), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_understood_is_understood_again() {
        let today = "2026-11-30".parse().expect("a day");
        let away = away_said("away 24-27 December and 2 January", today).expect("dates").expect("dates");
        let again = away_said(&format!("no training on {}", away_words(&away)), today);
        assert_eq!(again, Ok(Some(away)));
    }
}
