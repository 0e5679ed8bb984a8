//! Lifts that are written down: what is sent from the gym, and what was done last time.

use super::imports::Exercise;
use serde::{Deserialize, Serialize};
use striate_history::stored::movement_named;
use striate_journal::parse_line;
use striate_model::{ClockTime, Day, Entry, Lifted, Load, MassUnit, Note, SetAmount, Timestamp};
use striate_store::import::Zone;
use utoipa::ToSchema;

/// A lift as the phone keeps it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoggedLift {
    /// Its civil day.
    #[schema(format = Date)]
    pub day: String,
    /// Its sets, in order.
    #[schema(max_items = 500)]
    pub sets: Vec<LoggedSet>,
}

/// One set.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoggedSet {
    /// What was done: a key or a name of the catalogue, or the athlete's own word.
    #[schema(min_length = 1, max_length = 100)]
    pub exercise: String,
    /// Repetitions.
    #[schema(minimum = 1, maximum = 1000)]
    pub reps: u16,
    /// The load, kg; null for body weight.
    #[schema(minimum = 0, maximum = 1000)]
    pub mass_kg: Option<f64>,
    /// Repetitions that would still have been possible.
    #[schema(minimum = 0, maximum = 10)]
    pub rir: Option<f64>,
    /// When it was done, milliseconds since 1970.
    pub at: Option<i64>,
}

/// What was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LiftKept {
    /// Names it.
    pub id: String,
    /// The line of the journal.
    pub line: String,
    /// Exercises that the catalogue does not know: they count for no muscle until they are named.
    pub unknown: Vec<String>,
}

/// What was done last time, and what can be done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct LastLifts {
    /// The day of the last lift; null where there was none.
    pub day: Option<String>,
    /// What was done, in order.
    pub exercises: Vec<LastExercise>,
    /// The catalogue.
    pub known: Vec<Exercise>,
}

/// An exercise and its sets.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LastExercise {
    /// What it is called.
    pub exercise: String,
    /// Its working sets.
    pub sets: Vec<LastSet>,
}

/// A set of last time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct LastSet {
    /// Repetitions.
    pub reps: u16,
    /// The load, kg; null for body weight.
    pub mass_kg: Option<f64>,
    /// Repetitions that would still have been possible.
    pub rir: Option<f64>,
}

/// Sets of one lift, at most.
const SETS_MAX: usize = 500;

/// The line of the journal that says the same.
///
/// # Errors
/// A sentence about what cannot be.
pub fn entry_of(lift: &LoggedLift, zone: &Zone) -> Result<Entry, String> {
    let day: Day = lift.day.parse().map_err(|_| format!("\"{}\" is no day; write it as 2026-11-14.", lift.day))?;
    if lift.sets.is_empty() || lift.sets.len() > SETS_MAX {
        return Err(format!("A lift has 1 to {SETS_MAX} sets."));
    }
    let mut all: Vec<Lifted> = Vec::new();
    for set in &lift.sets {
        let one = lifted(set)?;
        match all.last_mut().filter(|last| Lifted { sets: 1, ..(*last).clone() } == one) {
            Some(last) => last.sets += 1,
            None => all.push(one),
        }
    }
    let entry = Entry { day, time: begun(lift, day, zone), note: Note::Lift(all) };
    // What the journal would read otherwise than it was meant must not go in.
    match parse_line(&entry.to_string(), day) {
        Ok(read) if read == entry => Ok(entry),
        _ => Err("This lift cannot be written down: an exercise has a name that the journal cannot hold.".to_owned()),
    }
}

/// The time of day of the first set, where it lies on that day.
fn begun(lift: &LoggedLift, day: Day, zone: &Zone) -> Option<ClockTime> {
    let first = Timestamp::from_unix_ms(lift.sets.iter().filter_map(|s| s.at).min()?);
    if zone.day(first) != day {
        return None;
    }
    let minute = (first.as_unix_ms() + zone.offset(first).as_whole_ms()).div_euclid(60_000).rem_euclid(24 * 60);
    let minute = u16::try_from(minute).ok()?;
    ClockTime::new(minute / 60, minute % 60)
}

fn lifted(set: &LoggedSet) -> Result<Lifted, String> {
    let exercise = exercise_words(&set.exercise)?;
    if !(1..=1000).contains(&set.reps) {
        return Err("A set has 1 to 1000 repetitions.".to_owned());
    }
    if set.mass_kg.is_some_and(|kg| !(0.0..=1000.0).contains(&kg)) {
        return Err("A load lies between 0 and 1000 kg.".to_owned());
    }
    if set.rir.is_some_and(|rir| !(0.0..=10.0).contains(&rir)) {
        return Err("Repetitions in reserve lie between 0 and 10.".to_owned());
    }
    let rounded = |kg: f64| (100.0 * kg).round() / 100.0;
    Ok(Lifted {
        exercise,
        sets: 1,
        amount: SetAmount::Reps(set.reps),
        load: set.mass_kg.map(rounded).filter(|kg| *kg > 0.0).map(|value| Load { value, unit: MassUnit::Kilogram }),
        reps_in_reserve: set.rir,
    })
}

/// The name under which the journal finds an exercise again.
fn exercise_words(said: &str) -> Result<String, String> {
    let name = movement_named(said).map_or_else(|| said.to_owned(), |m| m.name);
    let plain = |c: char| if c.is_control() || matches!(c, ';' | '#' | '@') { ' ' } else { c };
    let words: String = name.chars().map(plain).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if words.is_empty() || words.chars().count() > 100 {
        return Err("An exercise has a name of 1 to 100 characters.".to_owned());
    }
    Ok(words)
}

/// The exercises of a line of the journal.
#[must_use]
pub fn exercises_of(all: &[Lifted]) -> Vec<LastExercise> {
    let mut found: Vec<LastExercise> = Vec::new();
    for lifted in all {
        let SetAmount::Reps(reps) = lifted.amount else { continue };
        let set = LastSet { reps, mass_kg: lifted.load.map(|l| l.mass().as_kg()), rir: lifted.reps_in_reserve };
        add(&mut found, &lifted.exercise, std::iter::repeat_n(set, usize::from(lifted.sets)));
    }
    found
}

/// A set as the kept view of a session tells it.
#[derive(Clone, Debug, Deserialize)]
struct KeptSet {
    exercise: Option<String>,
    reps: Option<u16>,
    mass_kg: Option<f64>,
    rir: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
struct KeptView {
    #[serde(default)]
    lift_sets: Vec<KeptSet>,
}

/// The exercises of the kept view of a session.
#[must_use]
pub fn exercises_of_view(detail: &str) -> Vec<LastExercise> {
    let mut found: Vec<LastExercise> = Vec::new();
    let sets = serde_json::from_str::<KeptView>(detail).map(|v| v.lift_sets).unwrap_or_default();
    for set in sets {
        if let (Some(exercise), Some(reps)) = (set.exercise, set.reps) {
            let name = movement_named(&exercise).map_or(exercise, |m| m.name);
            add(&mut found, &name, std::iter::once(LastSet { reps, mass_kg: set.mass_kg, rir: set.rir }));
        }
    }
    found
}

fn add(found: &mut Vec<LastExercise>, name: &str, sets: impl Iterator<Item = LastSet>) {
    match found.iter_mut().find(|e| e.exercise.eq_ignore_ascii_case(name)) {
        Some(known) => known.sets.extend(sets),
        None => {
            let exercise = movement_named(name).map_or_else(|| name.to_owned(), |m| m.name);
            found.push(LastExercise { exercise, sets: sets.collect() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(exercise: &str, reps: u16, mass_kg: Option<f64>) -> LoggedSet {
        LoggedSet { exercise: exercise.to_owned(), reps, mass_kg, rir: None, at: Some(1_795_000_000_000) }
    }

    fn line(sets: Vec<LoggedSet>) -> Result<String, String> {
        let day = Zone::utc().day(Timestamp::from_unix_ms(1_795_000_000_000)).to_string();
        entry_of(&LoggedLift { day, sets }, &Zone::utc()).map(|e| e.to_string())
    }

    #[test]
    fn equal_sets_are_one_piece_of_the_line() {
        let squat = || set("Back squat", 5, Some(100.0));
        let text = line(vec![squat(), squat(), set("Back squat", 5, Some(90.0)), set("Pull-up", 8, None)]).unwrap();
        assert!(
            text.contains("2x5") && text.contains("100 kg") && text.contains("1x5") && text.contains("1x8"),
            "{text}"
        );
    }

    #[test]
    fn a_name_that_the_journal_cannot_hold_is_refused_or_made_plain_and_never_read_as_something_else() {
        for name in ["my; own @ lift # 1", "3x10 @ 40 kg", "", "21s curl", "\u{7}"] {
            let Ok(text) = line(vec![set(name, 8, Some(20.0))]) else { continue };
            let read = parse_line(&text, "2026-11-14".parse().unwrap()).unwrap();
            let Note::Lift(all) = read.note else { panic!("{text}") };
            assert_eq!((all.len(), all[0].sets, all[0].amount), (1, 1, SetAmount::Reps(8)), "{name}: {text}");
        }
    }

    #[test]
    fn sets_that_cannot_be_are_refused_with_a_sentence() {
        for wrong in [set("Squat", 0, None), set("Squat", 5, Some(-1.0)), set("Squat", 5, Some(f64::NAN))] {
            assert!(line(vec![wrong]).unwrap_err().ends_with('.'));
        }
        assert!(line(Vec::new()).is_err());
    }
}
