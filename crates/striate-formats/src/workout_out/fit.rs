//! FIT workout files.
//!
//! One file holds one workout: `file_id`, `workout`, its steps in order, and the titles of its exercises. The rules of the
//! protocol that are easily broken: a repeat step counts among the steps, names the first step to go back to and the total
//! of rounds, and has neither target nor intensity; a range of heart rates is written in beats a minute plus 100; time is
//! in milliseconds, distance in centimetres, speed in millimetres a second, load in hundredths of a kilogram. Watches cut
//! long names and know ASCII best. The combination of maker, product, serial number and kind of file must be unique for
//! each file, so each workout gets a serial number of its own.

use crate::fit::table::{exercise_title, file_id, message, workout, workout_step};
use crate::fit::wire_out::{Field, Writer};
use striate_model::{
    ExerciseRef, Intensity, Load, Mass, MassUnit, Sport, Step, StepDuration, StepTarget, Timestamp, Workout,
};

/// The maker number that the protocol leaves to developers, and a product number of ours.
const DEVELOPMENT: u16 = 255;
const PRODUCT: u16 = 1;
/// Kind of file: a workout.
const WORKOUT_FILE: u8 = 5;
/// The most steps that common watches take (recalled from makers' help pages).
pub const STEPS_MAX: usize = 50;
/// Bytes of a name, the closing zero included.
const NAME_BYTES: usize = 32;
const STEP_NAME_BYTES: usize = 24;

/// Why a workout cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkoutError {
    /// It has no steps.
    #[error("a workout without steps cannot be followed")]
    NoSteps,
    /// It has more steps than a watch takes.
    #[error("{0} steps are more than the {STEPS_MAX} that watches take")]
    TooManySteps(usize),
    /// A repeat step goes back to itself or ahead.
    #[error("step {0} repeats steps that do not stand before it")]
    BadRepeat(u16),
    /// A step lasts until a condition that is not known.
    #[error("step {0} lasts until a condition that cannot be written")]
    UnknownDuration(u16),
}

/// The bytes of a workout file. `serial` must differ between files, and stay the same for the same workout; 0 is not
/// allowed by the protocol and becomes 1.
///
/// # Errors
/// When the workout breaks a rule of the protocol.
pub fn encode(workout: &Workout, serial: u32, created: Timestamp) -> Result<Vec<u8>, WorkoutError> {
    let steps = &workout.steps;
    if steps.is_empty() {
        return Err(WorkoutError::NoSteps);
    }
    if steps.len() > STEPS_MAX {
        return Err(WorkoutError::TooManySteps(steps.len()));
    }
    let mut writer = Writer::default();
    writer.message(
        message::FILE_ID,
        &[
            Field::enumerated(file_id::KIND, WORKOUT_FILE),
            Field::u16(file_id::MANUFACTURER, DEVELOPMENT),
            Field::u16(file_id::PRODUCT, PRODUCT),
            Field::u32z(file_id::SERIAL, serial.max(1)),
            Field::u32(file_id::TIME_CREATED, seconds(created)),
        ],
    );
    let (sport, sub_sport) = sport(workout.sport);
    writer.message(
        message::WORKOUT,
        &[
            Field::enumerated(workout::SPORT, sport),
            Field::enumerated(workout::SUB_SPORT, sub_sport),
            Field::u16(workout::STEPS, steps.len() as u16),
            Field::text(workout::NAME, workout.name.as_deref().unwrap_or("workout"), NAME_BYTES),
        ],
    );
    for (place, step) in steps.iter().enumerate() {
        writer.message(message::WORKOUT_STEP, &step_fields(step, place as u16)?);
    }
    for (place, (category, exercise, title)) in titles(steps).into_iter().enumerate() {
        writer.message(
            message::EXERCISE_TITLE,
            &[
                Field::u16(INDEX, place as u16),
                Field::u16(exercise_title::CATEGORY, category),
                Field::u16(exercise_title::EXERCISE, exercise),
                Field::text(exercise_title::NAME, &title, STEP_NAME_BYTES),
            ],
        );
    }
    Ok(writer.finish())
}

/// A message's place among its kind.
const INDEX: u8 = 254;
/// What stands for "not said" in fields of one, two and four bytes.
const NONE_8: u8 = u8::MAX;
const NONE_16: u16 = u16::MAX;
const NONE_32: u32 = u32::MAX;
/// Kinds of duration and of target.
const TIME: u8 = 0;
const DISTANCE: u8 = 1;
const OPEN_DURATION: u8 = 5;
const REPEAT: u8 = 6;
const REPS: u8 = 29;
const SPEED: u8 = 0;
const HEART_RATE: u8 = 1;
const OPEN_TARGET: u8 = 2;
/// What is added to a heart rate in beats a minute: smaller numbers are shares of the maximum.
const BEATS: f64 = 100.0;

fn step_fields(step: &Step, place: u16) -> Result<Vec<Field>, WorkoutError> {
    let (duration_kind, duration, rounds) = match step.duration {
        StepDuration::Time(t) => (TIME, t.as_whole_ms().clamp(0, i64::from(NONE_32 - 1)) as u32, None),
        StepDuration::Distance(d) => (DISTANCE, (100.0 * d.as_m()).round().max(0.0) as u32, None),
        StepDuration::Reps(n) => (REPS, n, None),
        StepDuration::Open => (OPEN_DURATION, NONE_32, None),
        StepDuration::Repeat { from, .. } if from >= place => return Err(WorkoutError::BadRepeat(place)),
        StepDuration::Repeat { from, rounds } => (REPEAT, u32::from(from), Some(rounds)),
        StepDuration::Other => return Err(WorkoutError::UnknownDuration(place)),
    };
    let milli = |x: f64| (1000.0 * x).round().max(0.0) as u32;
    let bpm = |x: f64| (x.round().max(0.0) + BEATS) as u32;
    let (target_kind, target, low, high) = match (rounds, step.target) {
        (Some(rounds), _) => (NONE_8, rounds, NONE_32, NONE_32),
        (None, Some(StepTarget::Speed { low, high })) => (SPEED, 0, milli(low.as_m_per_s()), milli(high.as_m_per_s())),
        (None, Some(StepTarget::HeartRate { low, high })) => (HEART_RATE, 0, bpm(low.as_bpm()), bpm(high.as_bpm())),
        (None, Some(StepTarget::Other) | None) => (OPEN_TARGET, NONE_32, NONE_32, NONE_32),
    };
    let intensity = step.intensity.filter(|_| rounds.is_none()).map_or(NONE_8, intensity);
    let (category, exercise) = exercise(step).unwrap_or((NONE_16, NONE_16));
    let (weight, unit) = step.load.map_or((NONE_16, NONE_16), weight);
    // Every step has the same fields, so that one definition serves all of them.
    Ok(vec![
        Field::u16(INDEX, place),
        Field::text(workout_step::NAME, step.name.as_deref().unwrap_or_default(), STEP_NAME_BYTES),
        Field::enumerated(workout_step::DURATION_KIND, duration_kind),
        Field::u32(workout_step::DURATION, duration),
        Field::enumerated(workout_step::TARGET_KIND, target_kind),
        Field::u32(workout_step::TARGET, target),
        Field::u32(workout_step::TARGET_LOW, low),
        Field::u32(workout_step::TARGET_HIGH, high),
        Field::enumerated(workout_step::INTENSITY, intensity),
        Field::u16(workout_step::EXERCISE_CATEGORY, category),
        Field::u16(workout_step::EXERCISE, exercise),
        Field::u16(workout_step::WEIGHT, weight),
        Field::u16(workout_step::WEIGHT_UNIT, unit),
    ])
}

/// Hundredths of a kilogram, and the unit to show: 1 kilogram, 2 pound.
fn weight(load: Load) -> (u16, u16) {
    let unit = match load.unit {
        MassUnit::Kilogram => 1,
        MassUnit::Pound => 2,
    };
    let most = Mass::from_kg(f64::from(NONE_16 - 1) / 100.0);
    ((100.0 * load.mass().min(most).as_kg()).round().max(0.0) as u16, unit)
}

fn exercise(step: &Step) -> Option<(u16, u16)> {
    match step.exercise.as_ref()? {
        ExerciseRef::Fit(candidates) => candidates.first().map(|c| (c.category, c.exercise.unwrap_or(NONE_16))),
        ExerciseRef::Title(_) => None,
    }
}

/// Each exercise with its name, once. A category alone has many exercises: its steps bear their names themselves.
fn titles(steps: &[Step]) -> Vec<(u16, u16, String)> {
    let mut titles: Vec<(u16, u16, String)> = Vec::new();
    for step in steps {
        if let (Some((category, number)), Some(name)) = (exercise(step), &step.name)
            && number != NONE_16
            && !titles.iter().any(|t| (t.0, t.1) == (category, number))
        {
            titles.push((category, number, name.clone()));
        }
    }
    titles
}

const fn intensity(intensity: Intensity) -> u8 {
    match intensity {
        Intensity::Active => 0,
        Intensity::Rest => 1,
        Intensity::Warmup => 2,
        Intensity::Cooldown => 3,
        Intensity::Recovery => 4,
        Intensity::Interval => 5,
        Intensity::Other => 6,
    }
}

/// Sport and sub-sport: everything in a gym goes out as strength training, where watches count repetitions.
const fn sport(sport: Sport) -> (u8, u8) {
    match sport {
        Sport::Running => (1, 0),
        Sport::Cycling => (2, 0),
        Sport::Walking => (11, 0),
        Sport::Hiking => (17, 0),
        Sport::Training => (10, 20),
        _ => (0, 0),
    }
}

/// Seconds since the protocol's own epoch, 1989-12-31T00:00:00Z.
fn seconds(instant: Timestamp) -> u32 {
    const EPOCH_S: i64 = 631_065_600;
    (instant.as_unix_ms().div_euclid(1000) - EPOCH_S).clamp(0, i64::from(NONE_32 - 1)) as u32
}
