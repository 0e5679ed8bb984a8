//! Any bytes through the FIT decoder; damaged checksums do not stop it, so plain mutation reaches every message.

#![no_main]

use libfuzzer_sys::fuzz_target;
use striate_formats::fit;
use striate_model::{Channel, Recording};

fuzz_target!(|bytes: &[u8]| {
    let Ok(decoded) = fit::decode(bytes) else { return };
    assert!(decoded.recordings.is_sorted_by_key(|r| r.start));
    assert!(decoded.warnings.iter().filter_map(|w| w.offset).all(|offset| offset <= bytes.len() as u64));
    for recording in &decoded.recordings {
        check(recording);
    }
});

/// What holds for every recording, whatever it was read from.
fn check(recording: &Recording) {
    let streams = &recording.streams;
    assert!(streams.is_consistent());
    assert!(streams.latitude_deg.iter().all(|d| d.is_nan() || d.abs() <= 90.0));
    assert!(streams.longitude_deg.iter().all(|d| d.is_nan() || d.abs() <= 180.0));
    assert!(streams.distance_m.iter().all(|m| !m.is_infinite()));
    assert!(Channel::ALL.iter().all(|&c| streams.channel(c).iter().all(|v| !v.is_infinite())));
    assert!(recording.pauses.iter().all(|p| p.start < p.end));
    assert!(recording.pauses.windows(2).all(|pair| pair[0].end < pair[1].start));
    assert!(recording.laps.iter().all(|lap| lap.start <= lap.end));
    assert!(recording.splits.iter().all(|split| split.start <= split.end));
    assert!([recording.timer, recording.elapsed].iter().flatten().all(|t| t.as_s() >= 0.0 && t.as_s().is_finite()));
    assert!(recording.distance.is_none_or(|d| d.as_m() >= 0.0 && d.as_m().is_finite()));
    assert!(recording.rr_intervals_s.iter().all(|s| *s > 0.0 && s.is_finite()));
}
