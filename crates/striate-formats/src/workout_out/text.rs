//! A notation of workouts in plain text, made to be read, written by hand and kept in git:
//!
//! ```text
//! workout "8 x 200 m series" running
//! 15:00 warmup speed 2.652-3.081 "warm up"
//! repeat 8
//!   200 m active speed 6.188-6.46
//!   3:30 rest
//! 8:00 cooldown speed 2.652-3.081
//! ```
//!
//! One step a line: how long, what it is, what it aims at, its exercise and load, its name. Lengths are `15:00`, `0:18.5`,
//! `200 m`, `8 reps`, `open`; speeds are metres a second, heart rates beats a minute, loads `80 kg` or `175 lb`; exercises
//! are FIT's numbers (`fit 28/6`) or a title (`exercise "Back squat"`). What is indented under `repeat` is repeated. Text
//! after a `#` is left out. [`write()`] and [`read()`] are each other's inverse.

use std::fmt::Write;
use striate_model::{
    Distance, ExerciseCandidate, ExerciseRef, HeartRate, Intensity, Load, MassUnit, Speed, Sport, Step, StepDuration,
    StepTarget, TimeSpan, Workout,
};

/// A line that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct NotationError {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it, in plain words.
    pub reason: String,
}

/// The most lines that are read.
pub const LINES_MAX: usize = 2_000;

const SPORTS: [(Sport, &str); 11] = [
    (Sport::Running, "running"),
    (Sport::Walking, "walking"),
    (Sport::Hiking, "hiking"),
    (Sport::Cycling, "cycling"),
    (Sport::Swimming, "swimming"),
    (Sport::Transition, "transition"),
    (Sport::Training, "training"),
    (Sport::FitnessEquipment, "fitness_equipment"),
    (Sport::Rowing, "rowing"),
    (Sport::Unknown, "unknown"),
    (Sport::Other, "other"),
];

const INTENSITIES: [(Intensity, &str); 7] = [
    (Intensity::Active, "active"),
    (Intensity::Rest, "rest"),
    (Intensity::Warmup, "warmup"),
    (Intensity::Cooldown, "cooldown"),
    (Intensity::Recovery, "recovery"),
    (Intensity::Interval, "interval"),
    (Intensity::Other, "else"),
];

/// Where each repeat begins, outermost first, as (first step, the repeat step, rounds); `None` where repeats cross.
fn nested(steps: &[Step]) -> Option<Vec<(usize, usize, u32)>> {
    let mut repeats: Vec<(usize, usize, u32)> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let StepDuration::Repeat { from, rounds } = step.duration else { continue };
        let from = usize::from(from);
        let crosses = |r: &(usize, usize, u32)| r.0 < from && from <= r.1;
        let is_bare = step.name.is_none() && step.target.is_none() && step.intensity.is_none();
        if from >= at || repeats.iter().any(crosses) || !is_bare || step.exercise.is_some() || step.load.is_some() {
            return None;
        }
        repeats.push((from, at, rounds));
    }
    repeats.sort_by_key(|(from, at, _)| (*from, std::cmp::Reverse(*at)));
    Some(repeats)
}

/// The workout as text.
#[must_use]
pub fn write(workout: &Workout) -> String {
    let mut out = String::from("workout");
    if let Some(name) = &workout.name {
        let _ = write!(out, " {}", quoted(name));
    }
    let sport = SPORTS.iter().find(|(s, _)| *s == workout.sport).map_or("other", |(_, word)| word);
    let _ = writeln!(out, " {sport}");
    let repeats = nested(&workout.steps).unwrap_or_default();
    let mut open: Vec<usize> = Vec::new();
    for (at, step) in workout.steps.iter().enumerate() {
        for (_, end, rounds) in repeats.iter().filter(|(from, ..)| *from == at) {
            let _ = writeln!(out, "{}repeat {rounds}", "  ".repeat(open.len()));
            open.push(*end);
        }
        if open.last() == Some(&at) {
            open.pop();
            continue;
        }
        let _ = writeln!(out, "{}{}", "  ".repeat(open.len()), line(step));
    }
    out
}

fn line(step: &Step) -> String {
    let mut parts = vec![length(step.duration)];
    parts.extend(step.intensity.and_then(|i| INTENSITIES.iter().find(|(x, _)| *x == i)).map(|(_, w)| (*w).to_owned()));
    parts.extend(step.target.map(|target| match target {
        StepTarget::Speed { low, high } => format!("speed {}-{}", low.as_m_per_s(), high.as_m_per_s()),
        StepTarget::HeartRate { low, high } => format!("heart {}-{}", low.as_bpm(), high.as_bpm()),
        StepTarget::Other => "target".to_owned(),
    }));
    parts.extend(step.exercise.as_ref().map(|exercise| match exercise {
        ExerciseRef::Title(title) => format!("exercise {}", quoted(title)),
        ExerciseRef::Fit(candidates) => {
            let one = |c: &ExerciseCandidate| {
                let number = c.exercise.map(|e| format!("/{e}")).unwrap_or_default();
                let sure = c.confidence.map(|s| format!("@{s}")).unwrap_or_default();
                format!("{}{number}{sure}", c.category)
            };
            format!("fit {}", candidates.iter().map(one).collect::<Vec<_>>().join(","))
        }
    }));
    parts.extend(step.load.map(|load| match load.unit {
        MassUnit::Kilogram => format!("{} kg", load.value),
        MassUnit::Pound => format!("{} lb", load.value),
    }));
    parts.extend(step.name.as_ref().map(|name| quoted(name)));
    parts.join(" ")
}

fn length(duration: StepDuration) -> String {
    match duration {
        StepDuration::Time(t) => {
            let ms = t.as_whole_ms();
            let (minutes, rest) = (ms.div_euclid(60_000), ms.rem_euclid(60_000));
            let fraction = rest % 1000;
            let tail = if fraction == 0 { String::new() } else { format!(".{fraction:03}") };
            format!("{minutes}:{:02}{tail}", rest / 1000)
        }
        StepDuration::Distance(d) => format!("{} m", d.as_m()),
        StepDuration::Reps(n) => format!("{n} reps"),
        StepDuration::Open => "open".to_owned(),
        StepDuration::Repeat { from, rounds } => format!("back {from} rounds {rounds}"),
        StepDuration::Other => "until".to_owned(),
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A workout from text.
///
/// # Errors
/// The first line that cannot be read, with what is wrong with it.
pub fn read(text: &str) -> Result<Workout, NotationError> {
    let fault = |line: usize, reason: &str| NotationError { line, reason: reason.to_owned() };
    let mut lines = Vec::new();
    for (i, raw) in text.split('\n').enumerate() {
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        let indent = raw.len() - raw.trim_start_matches(' ').len();
        let words = words(raw).map_err(|reason| fault(i + 1, reason))?;
        if !words.is_empty() {
            lines.push(Line { number: i + 1, indent, words });
        }
        if lines.len() > LINES_MAX {
            return Err(fault(i + 1, "more lines than any workout has"));
        }
    }
    let mut lines = lines.into_iter();
    let head = lines.next().ok_or_else(|| fault(1, "a workout begins with the word workout"))?;
    let (name, sport) = heading(&head)?;
    let mut steps: Vec<Step> = Vec::new();
    // Repeats that are open: how far their line is indented, their first step, their rounds, and their line.
    let mut open: Vec<(usize, u16, u32, usize)> = Vec::new();
    for line in lines {
        while let Some((_, from, rounds, number)) = open.pop_if(|(indent, ..)| line.indent <= *indent) {
            close(&mut steps, from, rounds, number)?;
        }
        if line.words.first() == Some(&Word::Plain("repeat".to_owned())) {
            let rounds = line.words.get(1).and_then(Word::number).filter(|_| line.words.len() == 2);
            let rounds = rounds.ok_or_else(|| fault(line.number, "write how often: repeat 8"))?;
            open.push((line.indent, steps.len().min(usize::from(u16::MAX)) as u16, rounds, line.number));
            continue;
        }
        let mut step = step(&line)?;
        step.index = steps.len().min(usize::from(u16::MAX)) as u16;
        steps.push(step);
    }
    while let Some((_, from, rounds, number)) = open.pop() {
        close(&mut steps, from, rounds, number)?;
    }
    Ok(Workout { name, sport, steps })
}

fn close(steps: &mut Vec<Step>, from: u16, rounds: u32, line: usize) -> Result<(), NotationError> {
    if steps.len() <= usize::from(from) {
        return Err(NotationError { line, reason: "nothing is indented under this repeat".to_owned() });
    }
    let index = steps.len().min(usize::from(u16::MAX)) as u16;
    steps.push(bare(index, StepDuration::Repeat { from, rounds }));
    Ok(())
}

fn bare(index: u16, duration: StepDuration) -> Step {
    Step { index, name: None, duration, target: None, intensity: None, exercise: None, load: None }
}

struct Line {
    number: usize,
    indent: usize,
    words: Vec<Word>,
}

#[derive(Clone, Debug, PartialEq)]
enum Word {
    Plain(String),
    Quoted(String),
}

impl Word {
    fn plain(&self) -> Option<&str> {
        match self {
            Self::Plain(text) => Some(text),
            Self::Quoted(_) => None,
        }
    }

    fn number<T: std::str::FromStr>(&self) -> Option<T> {
        self.plain()?.parse().ok()
    }
}

/// The words of a line; a comment ends it.
fn words(line: &str) -> Result<Vec<Word>, &'static str> {
    let mut words = Vec::new();
    let mut letters = line.chars().peekable();
    while let Some(&letter) = letters.peek() {
        match letter {
            '#' => break,
            c if c.is_whitespace() => {
                letters.next();
            }
            '"' => {
                letters.next();
                let mut text = String::new();
                loop {
                    match letters.next().ok_or("a quotation mark is not closed")? {
                        '"' => break,
                        '\\' => match letters.next().ok_or("a quotation mark is not closed")? {
                            'n' => text.push('\n'),
                            'r' => text.push('\r'),
                            other => text.push(other),
                        },
                        other => text.push(other),
                    }
                }
                words.push(Word::Quoted(text));
            }
            _ => {
                let mut text = String::new();
                while let Some(c) = letters.next_if(|c| !c.is_whitespace() && *c != '"' && *c != '#') {
                    text.push(c);
                }
                words.push(Word::Plain(text));
            }
        }
    }
    Ok(words)
}

fn heading(line: &Line) -> Result<(Option<String>, Sport), NotationError> {
    let fault = |reason: &str| NotationError { line: line.number, reason: reason.to_owned() };
    let (name, sport) = match line.words.as_slice() {
        [Word::Plain(word), Word::Quoted(name), Word::Plain(sport)] if word == "workout" => (Some(name.clone()), sport),
        [Word::Plain(word), Word::Plain(sport)] if word == "workout" => (None, sport),
        _ => return Err(fault("write: workout \"name\" running")),
    };
    let known = SPORTS.iter().find(|(_, word)| word == sport).map(|(s, _)| *s);
    Ok((name, known.ok_or_else(|| fault("this sport is not known"))?))
}

fn step(line: &Line) -> Result<Step, NotationError> {
    let fault = |reason: &str| NotationError { line: line.number, reason: reason.to_owned() };
    let mut words = line.words.iter().peekable();
    let first = words.next().and_then(Word::plain).ok_or_else(|| fault("a step begins with how long it is"))?;
    let duration = match first {
        "open" => StepDuration::Open,
        "until" => StepDuration::Other,
        "back" => {
            let from = words.next().and_then(Word::number);
            let is_rounds = words.next().and_then(Word::plain) == Some("rounds");
            let rounds = words.next().and_then(Word::number).filter(|_| is_rounds);
            match (from, rounds) {
                (Some(from), Some(rounds)) => StepDuration::Repeat { from, rounds },
                _ => return Err(fault("write: back 1 rounds 8")),
            }
        }
        time if time.contains(':') => {
            StepDuration::Time(clock(time).ok_or_else(|| fault("write a time as 15:00 or 0:18.5"))?)
        }
        number => match words.next().and_then(Word::plain) {
            Some("m") => {
                let metres: f64 = number.parse().map_err(|_| fault("write a distance as 200 m"))?;
                StepDuration::Distance(Distance::from_m(finite(metres).ok_or_else(|| fault("not a distance"))?))
            }
            Some("reps") => StepDuration::Reps(number.parse().map_err(|_| fault("write repetitions as 8 reps"))?),
            _ => return Err(fault("write how long: 15:00, 200 m, 8 reps or open")),
        },
    };
    let mut step = bare(0, duration);
    while let Some(word) = words.next() {
        match word {
            Word::Quoted(name) => step.name = Some(name.clone()),
            Word::Plain(word) if word == "speed" => {
                let (low, high) = words.next().and_then(range).ok_or_else(|| fault("write: speed 2.65-3.08"))?;
                step.target =
                    Some(StepTarget::Speed { low: Speed::from_m_per_s(low), high: Speed::from_m_per_s(high) });
            }
            Word::Plain(word) if word == "heart" => {
                let (low, high) = words.next().and_then(range).ok_or_else(|| fault("write: heart 140-150"))?;
                step.target =
                    Some(StepTarget::HeartRate { low: HeartRate::from_bpm(low), high: HeartRate::from_bpm(high) });
            }
            Word::Plain(word) if word == "target" => step.target = Some(StepTarget::Other),
            Word::Plain(word) if word == "exercise" => match words.next() {
                Some(Word::Quoted(title)) => step.exercise = Some(ExerciseRef::Title(title.clone())),
                _ => return Err(fault("write: exercise \"Back squat\"")),
            },
            Word::Plain(word) if word == "fit" => {
                let found = words.next().and_then(Word::plain).and_then(candidates);
                step.exercise = Some(ExerciseRef::Fit(found.ok_or_else(|| fault("write: fit 28/6"))?));
            }
            Word::Plain(word) => {
                if let Some((intensity, _)) = INTENSITIES.iter().find(|(_, w)| w == word) {
                    step.intensity = Some(*intensity);
                } else if let Some(value) = word.parse().ok().and_then(finite) {
                    let unit = match words.next().and_then(Word::plain) {
                        Some("kg") => MassUnit::Kilogram,
                        Some("lb") => MassUnit::Pound,
                        _ => return Err(fault("write a load as 80 kg or 175 lb")),
                    };
                    step.load = Some(Load { value, unit });
                } else {
                    return Err(fault(&format!("{word:?} is not known here")));
                }
            }
        }
    }
    Ok(step)
}

fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}

/// `15:00` or `0:18.5`.
fn clock(text: &str) -> Option<TimeSpan> {
    let (minutes, seconds) = text.split_once(':')?;
    let minutes: u32 = minutes.parse().ok()?;
    let seconds: f64 = seconds.parse().ok().filter(|s| (0.0..60.0).contains(s))?;
    // Whole milliseconds, so that what was written is read to the last bit.
    let ms = 60_000.0 * f64::from(minutes) + (1000.0 * seconds).round();
    Some(TimeSpan::from_s(ms / 1000.0))
}

/// `2.65-3.08`.
fn range(word: &Word) -> Option<(f64, f64)> {
    let (low, high) = word.plain()?.split_once('-')?;
    Some((low.parse().ok().and_then(finite)?, high.parse().ok().and_then(finite)?))
}

/// `28/6`, `28`, `28/6@90,17/10`.
fn candidates(text: &str) -> Option<Vec<ExerciseCandidate>> {
    let one = |part: &str| {
        let (part, confidence) = match part.split_once('@') {
            Some((part, sure)) => (part, Some(sure.parse().ok()?)),
            None => (part, None),
        };
        let (category, exercise) = match part.split_once('/') {
            Some((category, exercise)) => (category.parse().ok()?, Some(exercise.parse().ok()?)),
            None => (part.parse().ok()?, None),
        };
        Some(ExerciseCandidate { category, exercise, confidence })
    };
    text.split(',').map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERIES: &str = "workout \"8 x 200 m series\" running
15:00 warmup speed 2.652-3.081 \"warm up\"
repeat 8
  200 m active speed 6.188-6.46
  3:30 rest
8:00 cooldown speed 2.652-3.081
";

    #[test]
    fn what_is_written_by_hand_is_read_and_written_the_same() {
        let workout = read(SERIES).expect("the notation is right");
        assert_eq!(workout.steps.len(), 5);
        assert_eq!(workout.steps[3].duration, StepDuration::Repeat { from: 1, rounds: 8 });
        assert_eq!(write(&workout), SERIES);
    }

    #[test]
    fn comments_and_empty_lines_are_left_out() {
        let text = SERIES.replace("3:30 rest", "3:30 rest   # walk\n\n");
        assert_eq!(read(&text), read(SERIES));
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let told = |text: &str| read(text).expect_err("it is wrong").to_string();
        assert_eq!(told("workout running\n200 km"), "line 2: write how long: 15:00, 200 m, 8 reps or open");
        assert_eq!(told("workout running\nrepeat 8\n5:00"), "line 2: nothing is indented under this repeat");
        assert_eq!(told(""), "line 1: a workout begins with the word workout");
        assert!(told("workout chess").contains("not known"));
    }
}
