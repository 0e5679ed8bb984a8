//! Totals that a session lacks, derived from its samples, each with a warning; and totals that its samples contradict.

use super::fault::Faults;
use crate::track;
use striate_model::{Distance, Recording, Sport, SubSport, TimeSpan, Timestamp, WarningCode};

/// A total of zero is believed where the samples do not exceed these.
const NO_TIME_S: f64 = 10.0;
const NO_DISTANCE_M: f64 = 50.0;

/// Leaves out positions that cannot be, and fills elapsed time, timer time and distance where the device left them out or
/// wrote zero although the samples go on. `next` is the start of the session behind this one.
pub(super) fn complete(recording: &mut Recording, is_first: bool, next: Option<Timestamp>, faults: &mut Faults) {
    let wild = track::leave_out_wild(&mut recording.streams, recording.sport);
    if wild > 0 {
        let positions = if wild == 1 { "1 position".to_owned() } else { format!("{wild} positions") };
        let sentence = format!("{positions} cannot be (too far to get there and back) and were left out");
        faults.of(WarningCode::Repaired, sentence);
    }
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
    let covered_m = covered_m(recording, is_first, faults);
    if is_missing(recording.distance.map(Distance::as_m), covered_m, NO_DISTANCE_M)
        && let Some(covered_m) = covered_m
    {
        recording.distance = Some(Distance::from_m(covered_m));
        faults.of(WarningCode::DerivedTotal, "the distance was derived from the samples");
    }
    // A pool of no length gives a swim of no length: then none is known.
    let has_moved = recording.timer.is_some_and(|t| t.as_s() > 60.0);
    if recording.sport == Sport::Swimming && has_moved && recording.distance.is_some_and(|d| d.as_m() <= 0.0) {
        recording.distance = None;
        faults.of(WarningCode::MissingChannel, "the pool has no length, so that the distance is not known");
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

/// Distance by the device's own count; where it has none by positions, by speeds, by laps.
fn covered_m(recording: &mut Recording, is_first: bool, faults: &mut Faults) -> Option<f64> {
    let (streams, sport) = (&mut recording.streams, recording.sport);
    // Indoors a leap is somebody who set the distance right.
    let is_indoors = matches!(recording.sub_sport, SubSport::Treadmill | SubSport::IndoorRunning);
    let leapt_m = if is_indoors { 0.0 } else { track::level_leaps(&mut streams.distance_m, &streams.time, sport) };
    if leapt_m > 0.0 {
        let sentence = format!("the distance leaps ahead by {leapt_m:.0} m, which nobody runs; the leap was taken out");
        faults.of(WarningCode::Repaired, sentence);
        // The total has it too where it is nearer to the count with the leap than to the one without.
        let count = streams.distance_m.iter().rev().find(|m| !m.is_nan()).copied();
        let has_it = |m: &Distance| count.is_some_and(|count| m.as_m() > count + 0.5 * leapt_m);
        recording.distance = recording.distance.filter(|m| !has_it(m));
    }
    let mut counted = streams.distance_m.iter().copied().filter(|m| !m.is_nan());
    if let Some(first) = counted.next() {
        let last = counted.next_back().unwrap_or(first);
        let covered = Some(if is_first { last } else { last - first }).filter(|m| *m >= 0.0);
        if covered.is_some_and(|m| m > 0.0) {
            return covered;
        }
    }
    let by_positions = track::path_m(streams, &recording.pauses, sport).last().copied().filter(|m| *m > 0.0);
    let by_laps = || {
        let laps: Vec<f64> = recording.laps.iter().filter_map(|lap| Some(lap.distance?.as_m())).collect();
        (!laps.is_empty()).then(|| laps.iter().sum::<f64>()).filter(|m| *m > 0.0)
    };
    by_positions.or_else(|| track::of_speeds_m(streams, &recording.pauses)).or_else(by_laps).or_else(|| {
        let has_count = recording.streams.distance_m.iter().any(|m| !m.is_nan());
        has_count.then_some(0.0)
    })
}
