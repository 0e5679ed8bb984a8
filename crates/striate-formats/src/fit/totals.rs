//! Totals that a session lacks, derived from its samples, each with a warning.

use super::fault::Faults;
use striate_model::{Distance, Recording, TimeSpan, Timestamp, WarningCode};

/// Mean radius of the earth, m (IUGG 1980, R1).
const EARTH_RADIUS_M: f64 = 6_371_008.8;
/// A total of zero is believed where the samples do not exceed these.
const NO_TIME_S: f64 = 10.0;
const NO_DISTANCE_M: f64 = 50.0;

/// Fills elapsed time, timer time and distance where the device left them out or wrote zero although the samples go
/// on. `next` is the start of the session behind this one.
pub(super) fn complete(recording: &mut Recording, is_first: bool, next: Option<Timestamp>, faults: &mut Faults) {
    let end = recording.streams.time.last().copied();
    let end = end.map(|end| next.map_or(end, |next| end.min(next)));
    let sampled = end.map(|end| end.since(recording.start)).filter(|span| span.as_s() > 0.0);
    if is_missing(recording.elapsed.map(TimeSpan::as_s), sampled.map(TimeSpan::as_s), NO_TIME_S)
        && let Some(span) = sampled
    {
        recording.elapsed = Some(span);
        faults.of(WarningCode::DerivedTotal, "the elapsed time was derived from the samples");
    }
    let elapsed_s = recording.elapsed.map(TimeSpan::as_s);
    let running_s = elapsed_s.map(|s| (s - paused_s(recording)).max(0.0));
    if is_missing(recording.timer.map(TimeSpan::as_s), running_s, NO_TIME_S)
        && let Some(running_s) = running_s
    {
        recording.timer = Some(TimeSpan::from_s(running_s));
        faults.of(WarningCode::DerivedTotal, "the timer time was derived from the elapsed time and the pauses");
    }
    let covered_m = covered_m(recording, is_first);
    if is_missing(recording.distance.map(Distance::as_m), covered_m, NO_DISTANCE_M)
        && let Some(covered_m) = covered_m
    {
        recording.distance = Some(Distance::from_m(covered_m));
        faults.of(WarningCode::DerivedTotal, "the distance was derived from the samples");
    }
}

fn is_missing(total: Option<f64>, derived: Option<f64>, nothing: f64) -> bool {
    match (total, derived) {
        (None, _) => true,
        (Some(total), Some(derived)) => total == 0.0 && derived > nothing,
        (Some(_), None) => false,
    }
}

fn paused_s(recording: &Recording) -> f64 {
    recording.pauses.iter().map(|p| p.end.since(p.start).as_s()).sum()
}

/// Distance by the device's own count, by positions where it has none.
fn covered_m(recording: &Recording, is_first: bool) -> Option<f64> {
    let mut counted = recording.streams.distance_m.iter().copied().filter(|m| !m.is_nan());
    if let Some(first) = counted.next() {
        let last = counted.next_back().unwrap_or(first);
        return Some(if is_first { last } else { last - first }).filter(|m| *m >= 0.0);
    }
    let streams = &recording.streams;
    let mut positions =
        streams.latitude_deg.iter().zip(&streams.longitude_deg).filter(|(a, b)| !a.is_nan() && !b.is_nan());
    let mut before = positions.next()?;
    let mut sum = 0.0;
    for position in positions {
        sum += great_circle_m(before, position);
        before = position;
    }
    Some(sum)
}

/// The way between two positions on a sphere (haversine formula, Sinnott 1984).
fn great_circle_m(a: (&f64, &f64), b: (&f64, &f64)) -> f64 {
    let (latitude_a, latitude_b) = (a.0.to_radians(), b.0.to_radians());
    let half_north = ((latitude_b - latitude_a) / 2.0).sin();
    let half_east = ((b.1 - a.1).to_radians() / 2.0).sin();
    let chord = half_north * half_north + latitude_a.cos() * latitude_b.cos() * half_east * half_east;
    2.0 * EARTH_RADIUS_M * chord.sqrt().min(1.0).asin()
}
