//! What a measured value may be. A figure outside its range is a fault of a sensor or of the file and is left out.

use super::{Faults, Point, number};
use std::ops::RangeInclusive;
use striate_model::{Channel, WarningCode};

/// Highest distance that one recording may count, m.
const DISTANCE_M: RangeInclusive<f64> = 0.0..=5_000_000.0;

/// The range of a channel, and the sentence for a value outside of it.
fn range(channel: Channel) -> (RangeInclusive<f64>, &'static str) {
    match channel {
        Channel::HeartRateBpm => (20.0..=250.0, "a heart rate that is impossible was left out"),
        Channel::CadencePerMin => (0.0..=254.0, "a cadence that is impossible was left out"),
        Channel::SpeedMPerS => (0.0..=100.0, "a speed that is impossible was left out"),
        Channel::PowerW => (0.0..=5_000.0, "a power that is impossible was left out"),
        Channel::AltitudeM => (-1_000.0..=12_000.0, "a height that is impossible was left out"),
        Channel::TemperatureC => (-80.0..=80.0, "a temperature that is impossible was left out"),
        _ => (f64::MIN..=f64::MAX, "a value that is impossible was left out"),
    }
}

/// Puts the value in `text` on a channel of a point. A heart rate of 0 is a strap without contact: missing, no fault.
pub(crate) fn put(point: &mut Point, channel: Channel, text: &str, offset: u64, faults: &mut Faults) {
    let (range, sentence) = range(channel);
    match number(text) {
        Some(value) if range.contains(&value) => point.set(channel, value),
        Some(0.0) if channel == Channel::HeartRateBpm => {}
        Some(_) => faults.at(WarningCode::ImpossibleValue, offset, sentence),
        None => not_a_number(text, offset, faults),
    }
}

/// Puts the distance in `text` on a point.
pub(crate) fn put_distance(point: &mut Point, text: &str, offset: u64, faults: &mut Faults) {
    match number(text) {
        Some(value) if DISTANCE_M.contains(&value) => point.distance_m = value,
        Some(_) => faults.at(WarningCode::ImpossibleValue, offset, "a distance that is impossible was left out"),
        None => not_a_number(text, offset, faults),
    }
}

/// A total of a lap: `None` where it is missing, no number or negative.
pub(crate) fn total(text: &str, offset: u64, faults: &mut Faults) -> Option<f64> {
    let value = number(text);
    match value {
        Some(value) if value >= 0.0 => return Some(value),
        Some(_) => faults.at(WarningCode::ImpossibleValue, offset, "a total that is negative was left out"),
        None => not_a_number(text, offset, faults),
    }
    None
}

/// Notes that a text is no number. An empty element says nothing and is no fault.
pub(crate) fn not_a_number(text: &str, offset: u64, faults: &mut Faults) {
    if !text.trim().is_empty() {
        faults.at(WarningCode::BadField, offset, "a value that is not a number was left out");
    }
}
