//! The journal: what an athlete enters by hand, one line for each entry. The grammar stands in `docs/reference/journal.md`;
//! an [`Entry`] writes itself back as a line that is read as the same entry.
//!
//! This crate does not open files, know the time, keep entries or work out what a session did.

mod lift;
mod notes;
mod outing;
mod record;
mod words;

pub use notes::{athlete_with_notes, daily_logs, unknown_exercises};
pub use record::{recording, speed_of_sprint};

use striate_model::{ClockTime, Day, Entry, LeanMassBy, Load, Measurement, Muscle, Note, OutingSport};
use striate_text::names::{closest, muscle_named};
use words::{Words, mass_unit};

/// Why a line is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}; {hint}")]
pub struct JournalError {
    /// What is wrong, in words.
    pub message: String,
    /// What would be understood.
    pub hint: String,
}

impl JournalError {
    /// What is wrong, and what would be understood.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

/// The entries of a text, and the lines that are not understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journal {
    /// The entries, in the order of the text.
    pub entries: Vec<Entry>,
    /// The lines that are not understood.
    pub problems: Vec<LineProblem>,
}

/// A line that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineProblem {
    /// Line of the text, from 1.
    pub line: usize,
    /// Why.
    pub error: JournalError,
}

/// What a line may begin with, after day and time.
const VERBS: [&str; 19] = [
    "sleep",
    "soreness",
    "pain",
    "mass",
    "protein",
    "deficit",
    "surplus",
    "thigh",
    "calf",
    "dxa",
    "bia",
    "ultrasound",
    "1rm",
    "sprint",
    "lift",
    "run",
    "walk",
    "ride",
    "stairs",
];

/// Reads a whole journal. A line without a day belongs to the day of the line before it; a day may stand on a line of its
/// own. Blank lines and what follows a `#` are left out.
#[must_use]
pub fn parse(text: &str) -> Journal {
    let mut journal = Journal::default();
    let mut day = None;
    for (i, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = without_comment(line);
        if line.is_empty() {
            continue;
        }
        let first = line.split_whitespace().next().unwrap_or_default();
        if let Ok(said) = first.trim_end_matches(':').parse::<Day>() {
            day = Some(said);
            if line.len() == first.len() {
                continue;
            }
        }
        let entry = match day {
            Some(day) => parse_line(line, day),
            None => Err(JournalError::new("no day is known", "begin the line with one, as 2026-11-14 sleep 7.5 h")),
        };
        match entry {
            Ok(entry) => journal.entries.push(entry),
            Err(error) => journal.problems.push(LineProblem { line: i + 1, error }),
        }
    }
    journal
}

/// Reads one line: a day (else `default_day`; `today` is that day, `yesterday` the one before), perhaps a time, and what
/// was noted.
///
/// # Errors
/// What is not understood, and what would be.
pub fn parse_line(line: &str, default_day: Day) -> Result<Entry, JournalError> {
    let line = without_comment(line);
    let (day, rest) = day_of(line, default_day);
    let (time, rest) = time_of(rest);
    let note = note(rest)?;
    Ok(Entry { day, time, note })
}

fn without_comment(line: &str) -> &str {
    line.split('#').next().unwrap_or_default().trim()
}

fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

fn day_of(line: &str, default_day: Day) -> (Day, &str) {
    let (word, rest) = first_word(line);
    match (word.to_lowercase().as_str(), word.trim_end_matches(':').parse::<Day>()) {
        (_, Ok(day)) => (day, rest),
        ("today", _) => (default_day, rest),
        ("yesterday", _) => (default_day.plus(-1), rest),
        _ => (default_day, line),
    }
}

fn time_of(line: &str) -> (Option<ClockTime>, &str) {
    let (word, rest) = first_word(line);
    let time = word
        .split_once(':')
        .filter(|(h, m)| (1..=2).contains(&h.len()) && m.len() == 2)
        .and_then(|(h, m)| ClockTime::new(h.parse().ok()?, m.parse().ok()?));
    (time, if time.is_some() { rest } else { line })
}

fn note(text: &str) -> Result<Note, JournalError> {
    let (verb, rest) = first_word(text);
    let verb = verb.to_lowercase();
    let words = &mut Words::of(rest);
    let note = match verb.as_str() {
        "" => return Err(JournalError::new("the line says nothing", "write, for example, sleep 7.5 h")),
        "sleep" | "slept" => Note::Sleep { hours: within(words.duration_h()?, 0.0, 24.0, "hours of sleep")? },
        "soreness" | "sore" if matches!(words.peek(), Some("none" | "nowhere")) => {
            words.next();
            Note::NothingSore
        }
        "soreness" | "sore" => {
            let muscle = muscle(words)?;
            let points = within(words.number("how sore, from 0 to 10")?, 0.0, 10.0, "points of soreness")?;
            words.skip("/10");
            Note::Soreness { muscle, points }
        }
        "pain" if rest.is_empty() => return Err(JournalError::new("where it hurts is missing", "write pain achilles")),
        "pain" => return Ok(Note::Pain { place: rest.split_whitespace().collect::<Vec<_>>().join(" ") }),
        "mass" | "weight" => Note::BodyMass(load(words, 25.0, 300.0, "body mass")?),
        "protein" => {
            let grams = within(words.number("protein in grams")?, 0.0, 600.0, "g of protein")?;
            words.skip("g");
            Note::Protein { grams }
        }
        "deficit" | "surplus" => {
            let kcal = within(words.number("energy in kcal")?, 0.0, 6000.0, "kcal")?;
            words.skip("kcal");
            Note::EnergyDeficit { kcal: if verb == "surplus" { 0.0 - kcal } else { kcal } }
        }
        "thigh" => Note::Measured(Measurement::Thigh { cm: within(words.length_cm()?, 25.0, 100.0, "cm of thigh")? }),
        "calf" => Note::Measured(Measurement::Calf { cm: within(words.length_cm()?, 18.0, 70.0, "cm of calf")? }),
        "dxa" => lean_mass(words, LeanMassBy::Dxa)?,
        "bia" | "bioimpedance" => lean_mass(words, LeanMassBy::Bioimpedance)?,
        "ultrasound" => {
            let muscle = muscle(words)?;
            let mm = within(10.0 * words.length_cm()?, 1.0, 150.0, "mm of muscle")?;
            Note::Measured(Measurement::Ultrasound { muscle, mm: (1000.0 * mm).round() / 1000.0 })
        }
        "1rm" | "e1rm" => {
            let exercise = words.until_number("the exercise")?;
            Note::Measured(Measurement::OneRepMax { exercise, load: load(words, 1.0, 600.0, "1rm")? })
        }
        "sprint" => {
            let (distance_m, seconds) = (words.distance_m()?, words.duration_s()?);
            let distance_m = within(distance_m, 10.0, 400.0, "m of sprint")?;
            Note::Measured(Measurement::Sprint { distance_m, seconds: within(seconds, 1.5, 120.0, "s of sprint")? })
        }
        "lift" | "lifted" => Note::Lift(lift::parse(rest)?),
        other => match OutingSport::ALL.into_iter().find(|s| s.as_str() == other) {
            Some(sport) => Note::Outing(outing::parse(sport, rest)?),
            None => return Err(unknown_verb(other)),
        },
    };
    if !matches!(note, Note::Lift(_) | Note::Outing(_)) {
        words.end()?;
    }
    Ok(note)
}

fn unknown_verb(word: &str) -> JournalError {
    let near = closest(word, VERBS.into_iter(), 2);
    let hint = if near.is_empty() {
        format!("a line begins with one of {}", VERBS.join(", "))
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    JournalError::new(format!("\"{word}\" is nothing that a line begins with"), hint)
}

fn muscle(words: &mut Words) -> Result<Muscle, JournalError> {
    let name = words.until_number("the muscle")?;
    muscle_named(&name).map_err(|near| {
        let hint = if near.is_empty() { Muscle::ALL.map(Muscle::label).join(", ") } else { near.join(" or ") };
        JournalError::new(format!("\"{name}\" is no muscle that is known"), format!("known are {hint}"))
    })
}

fn lean_mass(words: &mut Words, by: LeanMassBy) -> Result<Note, JournalError> {
    let of_legs = match words.until_number("legs or body")?.as_str() {
        "legs" | "leg" => true,
        "body" | "lean" | "lean mass" => false,
        other => {
            return Err(JournalError::new(format!("\"{other}\" is not measured so"), "write legs or body"));
        }
    };
    let mass = load(words, 2.0, 150.0, "lean mass")?;
    Ok(Note::Measured(Measurement::LeanMass { by, of_legs, mass }))
}

fn load(words: &mut Words, low_kg: f64, high_kg: f64, what: &str) -> Result<Load, JournalError> {
    let value = words.number(what)?;
    let unit = words.next().as_deref().and_then(mass_unit);
    let unit = unit.ok_or_else(|| JournalError::new(format!("the unit of {what} is missing"), "write kg or lb"))?;
    let load = Load { value, unit };
    within(load.mass().as_kg(), low_kg, high_kg, &format!("kg of {what}"))?;
    Ok(load)
}

pub(crate) fn within(value: f64, low: f64, high: f64, what: &str) -> Result<f64, JournalError> {
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    let value = (100.0 * value).round() / 100.0;
    Err(JournalError::new(format!("{value} {what} cannot be"), format!("between {low} and {high} is possible")))
}

#[cfg(test)]
mod tests;
