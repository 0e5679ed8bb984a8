//! Lifting logs: the CSV exports of Hevy, Strong, FitNotes, Liftosaur, Fitbod and StrongLifts, and every other table that
//! names a day, an exercise and repetitions.
//!
//! One workout of the log becomes one recording with its sets in the order of the rows, and one for each run, ride or
//! machine in it. What becomes of a row:
//! - a row with repetitions is a set, of kind warm-up where the log says so, else active. Drop sets are active; a set to
//!   failure is active with no repetition in reserve. RPE is read as repetitions in reserve, 10 less the RPE (Zourdos et
//!   al. 2016, *J Strength Cond Res* 30:267, table 1);
//! - a row with a time of at most ten minutes and no repetitions is a hold: a set without repetitions that lasted so long;
//! - a row whose exercise is a sport (`Running (Treadmill)`, `Laufen`, `Rowing Machine`) is cardio: a recording of that
//!   sport with time and distance and no samples. It follows what stands above it in the workout. Rows of one sport one
//!   after another are one recording;
//! - a row of another exercise with a distance, or with a longer time, and no repetitions is cardio of no sport, so that a
//!   treadmill never counts as a hard set; a row with neither repetitions, time nor distance was not done and is counted
//!   in [`Decoded::unknown`];
//! - a rest timer's row is a rest;
//! - a workout of which no set is left is counted there too.
//!
//! Most of these logs carry civil time without a zone, and some carry loads or distances without a unit:
//! [`LiftingOptions`] says what they mean, and a warning says what was assumed where it does not.

use crate::{DecodeError, LooksLike, limits, xml};
use jiff::tz::TimeZone;
use striate_model::{Decoded, Format, MassUnit};

mod cardio;
mod collect;
mod columns;
mod faults;
mod layout;

pub(crate) mod rows;
mod set;
mod stronglifts;
mod table;
#[cfg(test)]
mod tests;
mod workout;

/// What the athlete knows and the log does not say.
#[derive(Clone, Debug, Default)]
pub struct LiftingOptions {
    /// The zone of its times; UTC is assumed where it is not given.
    pub zone: Option<TimeZone>,
    /// The unit of loads that have none; kilograms are assumed where it is not given.
    pub unit: Option<MassUnit>,
    /// Whether distances that have no unit are in miles; where it is not given they are where loads are in pounds.
    pub miles: Option<bool>,
    /// Whether `03/04/2025` is in April; found from the other dates of the log where it is not given.
    pub day_first: Option<bool>,
}

impl LiftingOptions {
    fn is_imperial(&self) -> bool {
        self.miles.unwrap_or(self.unit == Some(MassUnit::Pound))
    }
}

/// Everything that can be read from a lifting log.
///
/// # Errors
/// The first row is no header of a log that is read here, or the bytes are more than [`limits::FILE_BYTES`].
pub fn decode(bytes: &[u8], options: &LiftingOptions) -> Result<Decoded, DecodeError> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(DecodeError::TooLarge { bytes: bytes.len() as u64, limit: limits::FILE_BYTES as u64 });
    }
    match xml::utf8_from_utf16(bytes) {
        Some(text) => decode_utf8(text.as_bytes(), options),
        None => decode_utf8(bytes, options),
    }
}

fn decode_utf8(bytes: &[u8], options: &LiftingOptions) -> Result<Decoded, DecodeError> {
    let recognised = rows::Rows::open(bytes).and_then(|rows| Some((layout::Layout::of(rows.header())?, rows)));
    let Some((layout, mut rows)) = recognised else {
        return Err(DecodeError::NotRecognised(LooksLike::of(bytes)));
    };
    let mut log = collect::Log::new(layout, options);
    while let Some(step) = rows.advance() {
        match step {
            rows::Step::Row(row) if log.is_full() => log.leave_out(&row),
            rows::Step::Row(row) => log.take(&row),
            rows::Step::Broken(place) => log.broken(place),
            rows::Step::GivenUp(place) => log.given_up(place),
        }
    }
    Ok(log.finish())
}

/// Which log the header names, `None` where it is none that is read here.
pub(crate) fn sniff(head: &[u8]) -> Option<Format> {
    let rows = rows::Rows::open(head)?;
    layout::Layout::of(rows.header()).map(|layout| layout.format)
}

/// Whether the header of a table that is none of ours speaks of exercises and repetitions all the same.
#[must_use]
pub fn names_lifts(head: &[u8]) -> bool {
    const WORDS: [&str; 14] = [
        "exercise",
        "exercises",
        "reps",
        "repetitions",
        "rep",
        "lift",
        "movement",
        "ename",
        "übung",
        "wiederholungen",
        "exercice",
        "ejercicio",
        "repeticiones",
        "esercizio",
    ];
    let names =
        |name: &String| name.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word));
    rows::Rows::open(head).is_some_and(|rows| rows.header().len() > 2 && rows.header().iter().any(names))
}
