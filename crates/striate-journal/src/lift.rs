//! Strength sets: `back squat 3x5 @ 100 kg rir 2; leg curl 2x12 @ 40 kg`.

use crate::words::{Words, mass_unit, plain};
use crate::{JournalError, within};
use striate_model::{Lifted, Load, SetAmount};

const FORM: &str = "write back squat 3x5 @ 100 kg rir 2";

/// Reads exercises with their sets; a piece without a name goes on with the exercise before it.
pub(super) fn parse(text: &str) -> Result<Vec<Lifted>, JournalError> {
    let mut all: Vec<Lifted> = Vec::new();
    for piece in text.split(';').map(str::trim).filter(|p| !p.is_empty()) {
        let mut words = Words::of(piece);
        let name = name(&mut words);
        let exercise = match (name.is_empty(), all.last()) {
            (false, _) => name,
            (true, Some(before)) => before.exercise.clone(),
            (true, None) => return Err(JournalError::new("the exercise is missing", FORM)),
        };
        all.push(sets(exercise, &mut words)?);
    }
    if all.is_empty() {
        return Err(JournalError::new("no set is said", FORM));
    }
    Ok(all)
}

/// The words before the first "sets x amount".
fn name(words: &mut Words) -> String {
    let mut name = Vec::new();
    while words.peek().is_some() && !(words.is_number() && words.second() == Some("x")) {
        name.extend(words.next());
    }
    name.join(" ")
}

fn sets(exercise: String, words: &mut Words) -> Result<Lifted, JournalError> {
    let count = |x: f64, most: f64, what: &str| -> Result<u16, JournalError> {
        if x.fract() != 0.0 {
            return Err(JournalError::new(format!("{x} {what} cannot be"), "a whole number is needed"));
        }
        Ok(within(x, 1.0, most, what)? as u16)
    };
    let no_sets = || JournalError::new(format!("the sets of {exercise} are missing"), FORM);
    if words.peek().is_none() {
        return Err(no_sets());
    }
    let sets = count(words.number("sets, as 3x5")?, 60.0, "sets")?;
    words.skip("x");
    let amount = words.number("repetitions, as 3x5")?;
    let amount = match words.peek() {
        Some("s" | "sec" | "seconds") => {
            words.next();
            SetAmount::Seconds(count(amount, 3600.0, "seconds")?)
        }
        _ => {
            words.skip("reps");
            SetAmount::Reps(count(amount, 500.0, "repetitions")?)
        }
    };
    let mut lifted = Lifted { exercise, sets, amount, load: None, reps_in_reserve: None };
    while let Some(word) = words.next() {
        match word.as_str() {
            "@" | "x" | "with" | "at" | "bw" | "bodyweight" => {}
            "rir" => lifted.reps_in_reserve = Some(within(words.number("repetitions in reserve")?, 0.0, 20.0, "rir")?),
            "rpe" => {
                let rpe = within(words.number("effort, from 1 to 10")?, 1.0, 10.0, "rpe")?;
                lifted.reps_in_reserve = Some(10.0 - rpe);
            }
            "failure" => lifted.reps_in_reserve = Some(0.0),
            number => {
                let value = plain(number)
                    .ok_or_else(|| JournalError::new(format!("\"{number}\" is not understood after the sets"), FORM))?;
                let unit = words.next().as_deref().and_then(mass_unit);
                let unit =
                    unit.ok_or_else(|| JournalError::new("the unit of the load is missing", "write kg or lb"))?;
                let load = Load { value, unit };
                within(load.mass().as_kg(), 0.0, 1000.0, "kg")?;
                lifted.load = Some(load);
            }
        }
    }
    Ok(lifted)
}
