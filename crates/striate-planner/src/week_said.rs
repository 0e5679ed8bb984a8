//! A whole week's wishes as an athlete says them: "Tue and Thu only, three runs and two leg days". What is written comes
//! back when it is read.

use super::clash::{PlanWish, Sort, number, wish_words};
use super::goals::{DayName, Goals, list};
use std::collections::BTreeMap;
use std::fmt;
use striate_plan::kinds::PlannedKind;

/// What a week should hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedWeek {
    /// Training on these days alone; empty for those of the plan.
    pub days: Vec<DayName>,
    /// Minutes of days that have others than in the plan.
    pub minutes: BTreeMap<DayName, i32>,
    /// Rest after sprints and heavy legs, h; `None` for that of the plan.
    pub rest_hours: Option<u32>,
    /// What should be in it.
    pub wishes: Vec<PlanWish>,
}

/// Letters of a wish at most, and parts of one.
const LETTERS: usize = 400;
const PARTS: usize = 24;
/// Sessions of a week at most.
const TIMES: i32 = 14;
/// How wishes are written.
const EXAMPLES: &str = "write it as \"tue and thu only, three runs and two leg days\"; also understood are \"series on \
                        thursday morning\", \"hill repeats twice\", \"no tempo\", \"no training on friday\", \"45 minutes \
                        on tuesday\", \"24 h of rest\"";

impl AskedWeek {
    /// The wishes that these words mean.
    ///
    /// # Errors
    /// What is not understood, with what would be.
    pub fn said(text: &str) -> Result<Self, String> {
        if text.len() > LETTERS {
            return Err(format!("that is too long: {LETTERS} letters at most"));
        }
        let words = words(text);
        let mut reader = Reader { words: &words, at: 0 };
        let mut asked = Self::default();
        while reader.at < words.len() {
            if !reader.skips(&FILLERS) {
                reader.part(&mut asked)?;
            }
            if asked.wishes.len() > PARTS {
                return Err(format!("that is too much at once: {PARTS} wishes at most"));
            }
        }
        if asked == Self::default() {
            return Err(format!("nothing is asked; {EXAMPLES}"));
        }
        asked.days.sort_unstable();
        asked.days.dedup();
        if let Some(day) = asked.minutes.keys().find(|d| !asked.days.is_empty() && !asked.days.contains(d)) {
            return Err(format!("{} has minutes and is none of the days", day.name()));
        }
        Ok(asked)
    }

    /// The goals with days, minutes and rest as they are asked for. Sessions that have their day on others are left out.
    #[must_use]
    pub fn upon(&self, goals: &Goals) -> Goals {
        let mut goals = goals.clone();
        if !self.days.is_empty() {
            goals.days.clone_from(&self.days);
            goals.minutes.retain(|day, _| self.days.contains(day));
            goals.long_run_day = goals.long_run_day.filter(|day| self.days.contains(day));
            goals.fixed.retain(|f| self.days.contains(&f.day));
        }
        goals.minutes.extend(&self.minutes);
        goals.rest_hours = self.rest_hours.unwrap_or(goals.rest_hours);
        goals
    }
}

impl fmt::Display for AskedWeek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |day: &DayName| day.name()[..3].to_owned();
        let mut parts: Vec<String> = Vec::new();
        if !self.days.is_empty() {
            parts.push(format!("{} only", list(&self.days.iter().map(short).collect::<Vec<_>>())));
        }
        parts.extend(self.minutes.iter().map(|(day, minutes)| format!("{minutes} minutes on {}", day.name())));
        parts.extend(self.rest_hours.map(|hours| format!("{hours} h of rest")));
        parts.extend(self.wishes.iter().map(wish_words));
        f.write_str(&parts.join(", "))
    }
}

/// Words that say nothing by themselves.
const FILLERS: [&str; 15] =
    [",", ";", "+", "&", "and", "with", "plus", "then", "please", "i", "want", "at", "least", "per", "week"];

/// Lower-case words, numbers apart from what follows them, commas as words of their own.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for letter in text.chars().flat_map(char::to_lowercase) {
        let joins = |a: char| a.is_alphabetic() && letter.is_alphabetic() || a.is_numeric() && letter.is_numeric();
        match letter {
            ',' | ';' | '+' | '&' => words.push(letter.to_string()),
            _ if !letter.is_alphanumeric() => {}
            _ => match words.last_mut().filter(|_| joins(last)) {
                Some(word) => word.push(letter),
                None => words.push(letter.to_string()),
            },
        }
        last = letter;
    }
    words
}

struct Reader<'w> {
    words: &'w [String],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> &str {
        self.words.get(self.at + ahead).map_or("", String::as_str)
    }

    /// Goes past one of these words, where it is next.
    fn skips(&mut self, any: &[&str]) -> bool {
        let is_next = any.contains(&self.peek(0));
        self.at += usize::from(is_next);
        is_next
    }

    fn day(&mut self) -> Option<DayName> {
        let word = self.peek(0);
        let day = DayName::said(word).or_else(|| DayName::said(word.strip_suffix('s')?))?;
        self.at += 1;
        Some(day)
    }

    /// "tue, thu and sat".
    fn days(&mut self) -> Vec<DayName> {
        let mut days: Vec<DayName> = self.day().into_iter().collect();
        while !days.is_empty() {
            let before = self.at;
            while self.skips(&[",", "and", "&", "+", "or"]) {}
            match self.day() {
                Some(day) => days.push(day),
                None => {
                    self.at = before;
                    break;
                }
            }
        }
        days
    }

    fn number(&mut self) -> Option<i32> {
        const WORDS: [&str; 8] = ["no", "one", "two", "three", "four", "five", "six", "seven"];
        let word = self.peek(0);
        let number = match word {
            "a" | "an" => Some(1),
            _ => word.parse().ok().or_else(|| WORDS.iter().position(|w| *w == word).map(|n| n as i32)),
        }?;
        self.at += 1;
        Some(number)
    }

    /// The kind whose name comes next, the longest name first.
    fn kind(&mut self) -> Option<PlannedKind> {
        for length in (1..=5).rev().filter(|n| self.at + n <= self.words.len()) {
            let name = self.words[self.at..self.at + length].join(" ");
            if let Some(kind) = kind_of(&name) {
                self.at += length;
                return Some(kind);
            }
        }
        None
    }

    /// Sessions that are counted: "runs", "leg days".
    fn sort(&mut self) -> Option<Sort> {
        let many = |word: &str, of: &[&str]| of.contains(&word.strip_suffix('s').unwrap_or(word));
        let sessions = ["session", "day", "lift", "workout"];
        let (first, second) = (self.peek(0).to_owned(), self.peek(1).to_owned());
        let (sort, length) = match first.as_str() {
            word if many(word, &["run"]) => (Sort::Runs, 1),
            word if many(word, &["lift"]) => (Sort::Lifts, 1),
            "running" | "strength" | "gym" | "leg" | "legs" | "hard" if many(&second, &sessions) => {
                let sort = match first.as_str() {
                    "running" => Sort::Runs,
                    "strength" | "gym" => Sort::Lifts,
                    "hard" => Sort::Hard,
                    _ => Sort::LegDays,
                };
                (sort, 2)
            }
            _ => return None,
        };
        self.at += length;
        Some(sort)
    }

    /// "once", "twice", "three times".
    fn times(&mut self) -> Option<i32> {
        let times = match self.peek(0) {
            "once" => 1,
            "twice" => 2,
            _ => {
                let before = self.at;
                match self.number() {
                    Some(n) if self.skips(&["times", "time", "x"]) => return Some(n),
                    _ => {
                        self.at = before;
                        return None;
                    }
                }
            }
        };
        self.at += 1;
        Some(times)
    }

    fn part(&mut self, asked: &mut AskedWeek) -> Result<(), String> {
        let start = self.at;
        let unknown = |reader: &Self| {
            let rest = reader.words[start..].iter().take(4).map(String::as_str).collect::<Vec<_>>().join(" ");
            format!("\"{rest}\" is not understood; {EXAMPLES}")
        };
        if self.skips(&["only"]) {
            let days = self.days();
            asked.days.extend(&days);
            return if days.is_empty() { Err(unknown(self)) } else { Ok(()) };
        }
        let days = self.days();
        if !days.is_empty() {
            match self.number() {
                Some(minutes) if self.skips(&MINUTES) => asked.minutes.extend(days.iter().map(|d| (*d, minutes))),
                Some(_) => {
                    // The number belongs to what comes next.
                    self.at -= 1;
                    asked.days.extend(&days);
                }
                None => {
                    self.skips(&["only"]);
                    asked.days.extend(&days);
                }
            }
            return Ok(());
        }
        if self.skips(&["not", "rest", "off"]) || self.peek(0) == "no" && self.peek(1) == "training" {
            while self.skips(&["no", "training", "on"]) {}
            let days = self.days();
            asked.wishes.extend(days.iter().map(|d| PlanWish::NotOn(d.place())));
            return if days.is_empty() { Err(unknown(self)) } else { Ok(()) };
        }
        if self.skips(&["no", "without"]) {
            let days = self.days();
            asked.wishes.extend(days.iter().map(|d| PlanWish::NotOn(d.place())));
            if days.is_empty() {
                asked.wishes.push(PlanWish::Without(self.kind().ok_or_else(|| unknown(self))?));
            }
            return Ok(());
        }
        if let Some(times) = self.number() {
            if self.skips(&MINUTES) {
                self.skips(&["on"]);
                let days = self.days();
                asked.minutes.extend(days.iter().map(|d| (*d, times)));
                return if days.is_empty() { Err(unknown(self)) } else { Ok(()) };
            }
            if self.skips(&["h", "hour", "hours"]) {
                while self.skips(&["of", "rest"]) {}
                if ![24, 48].contains(&times) {
                    return Err("rest after sprints and heavy legs is 24 or 48 hours".to_owned());
                }
                asked.rest_hours = Some(times as u32);
                return Ok(());
            }
            if !(1..=TIMES).contains(&times) {
                return Err(format!("between one and {TIMES} sessions can be asked for, not {times}"));
            }
            let sort = self.sort().or_else(|| self.kind().map(Sort::Of)).ok_or_else(|| unknown(self))?;
            while self.skips(&["a", "week"]) {}
            asked.wishes.push(PlanWish::AtLeast { sort, times });
            return Ok(());
        }
        let kind = self.kind().ok_or_else(|| unknown(self))?;
        if let Some(times) = self.times() {
            asked.wishes.push(PlanWish::AtLeast { sort: Sort::Of(kind), times: times.clamp(1, TIMES) });
            return Ok(());
        }
        self.skips(&["on"]);
        match self.day() {
            None => asked.wishes.push(PlanWish::AtLeast { sort: Sort::Of(kind), times: 1 }),
            Some(day) => {
                self.skips(&["in"]);
                let slot = match self.peek(0) {
                    "morning" | "mornings" | "am" => Some(0),
                    "evening" | "evenings" | "pm" => Some(1),
                    _ => None,
                };
                self.at += usize::from(slot.is_some());
                asked.wishes.push(PlanWish::On { kind, day: day.place(), slot });
            }
        }
        Ok(())
    }
}

const MINUTES: [&str; 4] = ["min", "mins", "minute", "minutes"];

/// The kind that goes by a name: its own, its stable one, or what runners say.
fn kind_of(name: &str) -> Option<PlannedKind> {
    let plain = |text: &str| words(&text.replace('_', " ")).join(" ");
    let is_it = |kind: &&PlannedKind| {
        let (label, stable) = (plain(kind.label()), plain(kind.as_str()));
        name == label || name == stable || name == format!("{stable} run") || name == format!("{stable}s")
    };
    let usual = || {
        Some(match name {
            "leg day" | "legs" | "leg session" => PlannedKind::LowerStrength,
            "upper body" | "upper body day" => PlannedKind::UpperStrength,
            "whole body" | "full body" => PlannedKind::FullStrength,
            "hills" => PlannedKind::HillRepeats,
            "run walk" | "walk run" => PlannedKind::RunWalk,
            "jumps" => PlannedKind::Plyometrics,
            "trails" => PlannedKind::Trail,
            _ => return None,
        })
    };
    let known = PlannedKind::ALL.iter().filter(|k| !matches!(k, PlannedKind::Rest | PlannedKind::Mobility)).find(is_it);
    known.copied().or_else(usual)
}

/// "once", "twice", "three times".
pub(super) fn times_words(times: i32) -> String {
    match times {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{} times", number(n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_counts_are_understood_as_they_are_said() {
        let asked = AskedWeek::said("Tue and Thu only, three runs and two leg days").expect("it is understood");
        assert_eq!(asked.days, [DayName::Tue, DayName::Thu]);
        let counts = [(Sort::Runs, 3), (Sort::LegDays, 2)];
        assert_eq!(asked.wishes, counts.map(|(sort, times)| PlanWish::AtLeast { sort, times }));
        for same in ["only tuesday, thursday; 3 runs, 2 leg days", "tue thu, 3 runs + 2 leg days please"] {
            assert_eq!(AskedWeek::said(same).as_ref(), Ok(&asked), "{same}");
        }
    }

    #[test]
    fn kinds_days_minutes_and_rest_are_understood() {
        let asked = AskedWeek::said(
            "series on thursday morning, hill repeats twice, no tempo, no training on friday, 45 min on tue, 24h of rest, a long run",
        );
        let asked = asked.expect("it is understood");
        assert_eq!(asked.rest_hours, Some(24));
        assert_eq!(asked.minutes, BTreeMap::from([(DayName::Tue, 45)]));
        assert_eq!(
            asked.wishes,
            [
                PlanWish::On { kind: PlannedKind::Series, day: 3, slot: Some(0) },
                PlanWish::AtLeast { sort: Sort::Of(PlannedKind::HillRepeats), times: 2 },
                PlanWish::Without(PlannedKind::Tempo),
                PlanWish::NotOn(4),
                PlanWish::AtLeast { sort: Sort::Of(PlannedKind::Long), times: 1 },
            ]
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut all: Vec<PlanWish> = Vec::new();
        for &kind in PlannedKind::ALL.iter().filter(|k| !matches!(k, PlannedKind::Rest | PlannedKind::Mobility)) {
            all.extend([
                PlanWish::On { kind, day: 2, slot: None },
                PlanWish::On { kind, day: 6, slot: Some(1) },
                PlanWish::AtLeast { sort: Sort::Of(kind), times: 1 },
                PlanWish::AtLeast { sort: Sort::Of(kind), times: 3 },
                PlanWish::Without(kind),
            ]);
        }
        for sort in [Sort::Runs, Sort::Lifts, Sort::LegDays, Sort::Hard] {
            all.extend([1, 2, 9].map(|times| PlanWish::AtLeast { sort, times }));
        }
        all.push(PlanWish::NotOn(0));
        for wish in all {
            let asked = AskedWeek { wishes: vec![wish], ..AskedWeek::default() };
            assert_eq!(AskedWeek::said(&asked.to_string()).as_ref(), Ok(&asked), "{asked}");
        }
        let asked = AskedWeek {
            days: vec![DayName::Tue, DayName::Thu, DayName::Sat],
            minutes: BTreeMap::from([(DayName::Sat, 120)]),
            rest_hours: Some(24),
            wishes: vec![PlanWish::AtLeast { sort: Sort::Runs, times: 3 }, PlanWish::NotOn(1)],
        };
        assert_eq!(AskedWeek::said(&asked.to_string()), Ok(asked));
    }

    #[test]
    fn what_is_not_understood_is_told_with_what_would_be() {
        for wrong in
            ["", "fly to the moon", "three", "0 runs", "99 runs", "36 h of rest", "no", "tue only, 45 min on sat"]
        {
            assert!(AskedWeek::said(wrong).is_err(), "{wrong}");
        }
        assert!(AskedWeek::said(&"runs ".repeat(200)).is_err());
        assert!(AskedWeek::said("two unicorns").is_err_and(|e| e.contains("unicorns") && e.contains("leg days")));
    }
}
