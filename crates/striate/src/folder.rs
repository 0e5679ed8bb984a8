//! A folder of files as a history: what `state`, `audit`, `why` and `plan` share.

use crate::Outcome;
use crate::athlete::AthleteArguments;
use crate::here::tell_as_in_profile;
use crate::inputs::{self, Input, Unreadable};
use crate::terminal::complain;
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use striate_analysis::Analysis;
use striate_app::Clock;
use striate_history::body::Before;
use striate_history::{
    Duplicate, Ledger, LineSays, Performed, PerhapsTwice, Viewpoint, analyse_at, analyse_entry, athlete_of_history,
    sessions_of, sessions_of_journal, shown_by, shown_by_notes,
};
use striate_journal::{self as journal, Journal, LineProblem, athlete_with_notes};
use striate_model::{Athlete, Day, Entry, Person, SpeedBests, SpeedDuration, TimeSpan, Timestamp};

/// Whose history, and how its files are to be understood.
#[derive(clap::Args)]
pub(crate) struct HistoryArguments {
    /// Day to show: 2026-11-14, today, or last (the day of the last session) [default: last for files, today for the
    /// database]
    #[arg(long, value_name = "DATE")]
    on: Option<When>,
    /// For files: your offset from UTC, such as +02:00 or -05:30. It decides which day a late run belongs to;
    /// daylight saving time is not applied [default: +00:00]
    #[arg(long, value_name = "OFFSET", allow_hyphen_values = true, value_parser = offset)]
    utc_offset: Option<TimeSpan>,
    /// How you trained before the first file.
    #[arg(long, value_enum, default_value_t = BeforeWord::Unknown)]
    before: BeforeWord,
    /// For files: age in years. From age 60, keeping muscle takes a larger dose.
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u8).range(10..=110))]
    age: Option<u8>,
    #[command(flatten)]
    athlete: AthleteArguments,
}

/// The day to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    LastSession,
    Today,
    On(Day),
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum BeforeWord {
    /// As in the first four weeks, if at least three of them have a session.
    Unknown,
    /// No training.
    Nothing,
    /// As in the first four weeks.
    Same,
}

impl std::str::FromStr for When {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "last" => Ok(Self::LastSession),
            "today" => Ok(Self::Today),
            date => date.parse().map(Self::On).map_err(|_| "write 2026-11-14, today or last".to_owned()),
        }
    }
}

/// `+02:00`, `-5` or `Z` as a span.
fn offset(text: &str) -> Result<TimeSpan> {
    let (sign, rest) = match text.trim() {
        "Z" | "z" => return Ok(TimeSpan::from_s(0.0)),
        text if text.starts_with('-') => (-1.0, &text[1..]),
        text => (1.0, text.trim_start_matches('+')),
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let number = |part: &str| part.parse::<u8>().ok().map(f64::from);
    match (number(hours), number(minutes)) {
        (Some(h), Some(m)) if h <= 14.0 && m < 60.0 => Ok(TimeSpan::from_s(sign * (3600.0 * h + 60.0 * m))),
        _ => bail!("write an offset as +02:00 or -05:30"),
    }
}

impl HistoryArguments {
    /// The day that was asked for; `None` where none was.
    pub(crate) const fn when(&self) -> Option<When> {
        self.on
    }

    fn on(&self) -> When {
        self.on.unwrap_or(When::LastSession)
    }

    /// How far local time is ahead of UTC, for files.
    pub(crate) fn offset(&self) -> TimeSpan {
        self.utc_offset.unwrap_or_default()
    }

    /// What is said about the athlete on the command line belongs to files: a database has a profile, and its sessions
    /// were worked out with it. `instead` is how files are named to this command.
    pub(crate) fn refused_with_a_database(&self, instead: &str) -> Option<Outcome> {
        (self.athlete.says_something() || self.age.is_some() || self.utc_offset.is_some()).then(|| {
            complain(&format!(
                "error: figures about you and --utc-offset are for files; the database has your profile and time zone\nhint: \
                 change the profile in the settings page, or look at files: striate {instead}"
            ));
            Outcome::WrongUse
        })
    }

    pub(crate) fn athlete(&self) -> Result<Athlete> {
        self.athlete.resolve()
    }

    pub(crate) fn person(&self) -> Person {
        let log_response_sd = striate_history::response_between_people();
        Person { log_response: 0.0, log_response_sd, age_y: self.age.map(f64::from) }
    }

    pub(crate) fn before(&self) -> Before {
        match self.before {
            BeforeWord::Unknown => Before::Unknown,
            BeforeWord::Nothing => Before::Nothing,
            BeforeWord::Same => Before::TheSame,
        }
    }

    /// From where the history is looked at; `None` where there is no session.
    pub(crate) fn viewpoint<'a>(&self, ledger: &Ledger, athlete: &'a Athlete) -> Option<Viewpoint<'a>> {
        let (today, now) = self.day(ledger)?;
        let (person, before) = (self.person(), self.before());
        Some(Viewpoint { athlete, person, before, today, now, offset: self.offset(), at_hand: None })
    }

    /// The last day of which notes count: later ones are not known yet on the day that is looked at.
    fn latest_day(&self) -> Day {
        match self.on() {
            When::On(day) => day,
            When::LastSession => Day::from_ordinal(i32::MAX),
            When::Today => Day::of(now(), self.offset()),
        }
    }

    /// The day, and the instant as of which readiness is told: its end, or now where it is today.
    pub(crate) fn day(&self, ledger: &Ledger) -> Option<(Day, Timestamp)> {
        let end = |day: Day| day.plus(1).noon() - TimeSpan::from_s(12.0 * 3600.0) - self.offset();
        match self.on() {
            When::On(day) => Some((day, end(day))),
            When::LastSession => ledger.span().map(|(_, last)| (last, end(last))),
            When::Today => {
                let now = now();
                Some((Day::of(now, self.offset()), now))
            }
        }
    }
}

fn now() -> Timestamp {
    Clock::System.now()
}

/// A folder that was read.
pub(crate) struct Folder {
    /// Every session once.
    pub(crate) ledger: Ledger,
    /// The athlete with what the recordings show together.
    pub(crate) athlete: Athlete,
    /// How fast for how long, as the recordings show it.
    pub(crate) speeds: Option<SpeedDuration>,
    /// Files that could not be read.
    pub(crate) failed: Vec<(String, Unreadable)>,
    /// The entries of each journal, by its file.
    pub(crate) journals: BTreeMap<String, Vec<Entry>>,
}

impl Folder {
    /// A session's recording, taken through every stage once more: histories keep no streams.
    pub(crate) fn analyse_again(&self, file: &str, place: usize, offset: TimeSpan) -> Result<Option<Analysis>> {
        if let Some(entries) = self.journals.get(file) {
            return Ok(entries.get(place).and_then(|entry| analyse_entry(entry, &self.athlete, offset)));
        }
        let bytes = std::fs::read(file).with_context(|| format!("cannot read {file} again"))?;
        let mut analyses = analyse_at(&bytes, file, &self.athlete, offset)?.analyses;
        Ok((place < analyses.len()).then(|| analyses.swap_remove(place)))
    }
}

/// Reads every file twice, in parallel and one batch at a time: first for what all of them show about the athlete, then
/// for the sessions. Problems are told on standard error.
pub(crate) fn read(paths: &[PathBuf], arguments: &HistoryArguments, athlete: &Athlete) -> Folder {
    tell_as_in_profile();
    let all = inputs::collect(paths, inputs::RECORDINGS_AND_LOGS);
    let (journals, inputs): (Vec<Input>, Vec<Input>) = all.into_iter().partition(Input::is_journal);
    let offset = arguments.offset();
    let mut failed = Vec::new();
    let journals = read_journals(&journals, &mut failed);
    let notes: Vec<Entry> = journals.iter().flat_map(|(_, entries)| entries).cloned().collect();
    let athlete = &athlete_with_notes(athlete, &notes, arguments.latest_day());
    let mut shown: Vec<SpeedBests> = inputs
        .par_iter()
        .filter_map(|input| shown_by(&input.read().ok()?, &input.name(), athlete, offset).ok())
        .flatten()
        .collect();
    shown.extend(shown_by_notes(&notes, athlete, offset));
    let last_run = shown.iter().filter(|s| !s.bests.is_empty()).map(|s| Day::of(s.start, offset)).max();
    let until = match arguments.on() {
        When::On(day) => day,
        When::LastSession | When::Today => last_run.unwrap_or_default(),
    };
    let (athlete, speeds) = athlete_of_history(athlete, &shown, until, offset);
    let results: Vec<_> = inputs.par_iter().map(|input| (input.name(), sessions(input, &athlete, offset))).collect();
    let mut records: Vec<Performed> =
        journals.iter().flat_map(|(name, entries)| sessions_of_journal(entries, name, &athlete, offset)).collect();
    for (name, result) in results {
        match result {
            Ok(sessions) => records.extend(sessions),
            // A table that is no lifting log is no fault of a folder.
            Err(e) if e.code == "not_recognised" && name.to_lowercase().ends_with(".csv") => {
                complain(&format!("{name}: no lifting log that is known; left out"));
            }
            Err(e) => {
                complain(&format!("{name}: {}. hint: {}", e.message, e.hint));
                failed.push((name, e));
            }
        }
    }
    let journals: BTreeMap<String, Vec<Entry>> = journals.into_iter().collect();
    let untimed = |s: &Performed| LineSays::untimed(journals.get(&s.file)?.get(s.place)?);
    let ledger = Ledger::new(records).with_untimed_lines(untimed).with_notes(notes, athlete.mass.value);
    for duplicate in &ledger.duplicates {
        let Duplicate { file, same_as, day } = duplicate;
        complain(&format!("{file}: its session of {day} is the same as that of {same_as}; counted once"));
    }
    for PerhapsTwice { file, session, beside, day } in &ledger.perhaps_twice {
        let session = session.to_lowercase();
        complain(&format!(
            "{file}: {session} noted on {day} without a time counts beside {beside} of the same day. hint: if both are one \
             session, delete the line; if they are two, write when it began ({day} 07:30 ...)"
        ));
    }
    for file in &ledger.undated {
        complain(&format!("{file}: its date lies before 1990, the watch had lost its clock; left out"));
    }
    Folder { ledger, athlete, speeds, failed, journals }
}

/// The entries of each journal. Lines that are not understood are told and counted as problems of their file.
fn read_journals(inputs: &[Input], failed: &mut Vec<(String, Unreadable)>) -> Vec<(String, Vec<Entry>)> {
    let mut journals = Vec::new();
    for input in inputs {
        let name = input.name();
        match input.read() {
            Ok(bytes) => {
                let Journal { entries, problems } = journal::parse(&String::from_utf8_lossy(&bytes));
                for LineProblem { line, error } in problems {
                    complain(&format!("{name}, line {line}: {}. hint: {}", error.message, error.hint));
                    let message = format!("line {line}: {}", error.message);
                    failed.push((
                        name.clone(),
                        Unreadable { code: "journal_line".to_owned(), message, hint: error.hint },
                    ));
                }
                tell_unknown_exercises(&name, &entries);
                journals.push((name, entries));
            }
            Err(problem) => {
                complain(&format!("{name}: {}. hint: {}", problem.message, problem.hint));
                failed.push((name, problem));
            }
        }
    }
    journals
}

/// A set of an exercise that no catalogue names counts for no muscle: that is said, with what may have been meant.
fn tell_unknown_exercises(name: &str, entries: &[Entry]) {
    for (exercise, near) in journal::unknown_exercises(entries) {
        let hint = if near.is_empty() { String::new() } else { format!(". hint: did you mean {}?", near.join(" or ")) };
        complain(&format!("{name}: \"{exercise}\" is no exercise that is known and counts for no muscle{hint}"));
    }
}

fn sessions(input: &Input, athlete: &Athlete, offset: TimeSpan) -> Result<Vec<Performed>, Unreadable> {
    let bytes = input.read()?;
    sessions_of(&bytes, &input.name(), athlete, offset).map_err(|error| Unreadable {
        code: error.code().to_owned(),
        message: error.to_string(),
        hint: error.hint().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::{TimeSpan, offset};

    #[test]
    fn offsets_are_read_as_people_write_them() {
        let seconds = |text: &str| offset(text).map(TimeSpan::as_s).ok();
        assert_eq!(seconds("+02:00"), Some(7200.0));
        assert_eq!(seconds("-05:30"), Some(-19_800.0));
        assert_eq!(seconds("Z"), Some(0.0));
        assert_eq!([seconds("Berlin"), seconds("+25:00"), seconds("")], [None; 3]);
    }
}
