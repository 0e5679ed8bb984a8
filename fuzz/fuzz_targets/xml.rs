//! Any bytes through the front door and through the TCX and GPX decoders.

#![no_main]

use libfuzzer_sys::fuzz_target;
use striate_formats::{decode, gpx, tcx};
use striate_model::Decoded;

fuzz_target!(|bytes: &[u8]| {
    for decoded in [decode(bytes, "a.gpx"), tcx::decode(bytes), gpx::decode(bytes)].into_iter().flatten() {
        check(&decoded);
    }
});

/// What holds for every recording, whatever it was read from.
fn check(decoded: &Decoded) {
    assert!(decoded.recordings.is_sorted_by_key(|r| r.start));
    for recording in &decoded.recordings {
        let streams = &recording.streams;
        assert!(streams.is_consistent());
        assert!(
            streams
                .latitude_deg
                .iter()
                .chain(&streams.longitude_deg)
                .chain(&streams.distance_m)
                .all(|v| !v.is_infinite())
        );
        assert!(recording.pauses.iter().all(|p| p.start < p.end));
        assert!(recording.pauses.windows(2).all(|pair| pair[0].end < pair[1].start));
        assert!(recording.laps.iter().all(|lap| lap.start <= lap.end));
        assert!([recording.timer, recording.elapsed].iter().flatten().all(|t| t.as_s() >= 0.0 && t.as_s().is_finite()));
        assert!(recording.distance.is_none_or(|d| d.as_m() >= 0.0 && d.as_m().is_finite()));
    }
}
