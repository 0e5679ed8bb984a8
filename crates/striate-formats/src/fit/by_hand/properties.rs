//! What holds for any bytes.

use super::super::{decode, frame};
use super::{B, Builder, H, START, TEXT, U8, U16, U32, W};
use crate::limits;
use proptest::prelude::*;
use striate_model::Decoded;

/// A file with most kinds of messages, as the seed of damage.
fn rich() -> Builder {
    let mut file = Builder::activity()
        .define(13, 206, &[(0, 1, U8), (1, 1, U8), (2, 1, U8), (3, 6, TEXT), (8, 2, TEXT)])
        .data(13, &[B(0), B(0), B(U16), super::Raw(b"Power\0"), super::Raw(b"W\0")])
        .define(1, 21, &[(253, 4, U32), (0, 1, 0), (1, 1, 0)])
        .data(1, &[W(START), B(0), B(0)])
        .define_with(0, 20, &[(253, 4, U32), (3, 1, U8), (5, 4, U32), (8, 3, 0x0D)], &[(0, 2, 0)]);
    for second in 0..20 {
        let body = [W(START + second), B(100 + second as u8), W(second * 300), B(1), B(2), B(3), H(200)];
        file = file.data(0, &body);
    }
    file.define(2, 19, &[(2, 4, U32), (7, 4, U32)])
        .data(2, &[W(START), W(10_000)])
        .define(3, 225, &[(6, 4, U32), (5, 1, U8), (7, 4, U16)])
        .data(3, &[W(START), B(1), H(28), H(3)])
        .define(4, 78, &[(0, 4, U16)])
        .data(4, &[H(500), H(510)])
        .define(5, 132, &[(253, 4, U32), (9, 4, U32), (6, 2, U8), (10, 3, 0x0D)])
        .data(5, &[W(START), W(77), B(120), B(121), B(1), B(2), B(3)])
        .define(6, 26, &[(4, 1, 0)])
        .data(6, &[B(1)])
        .define(7, 27, &[(254, 2, U16), (1, 1, 0), (2, 4, U32)])
        .data(7, &[H(0), B(0), W(1000)])
        .session(1, 20, 60)
}

/// What must hold whatever the bytes were.
fn check(decoded: &Decoded, bytes: usize) {
    assert!(decoded.warnings.len() <= limits::WARNINGS + 1);
    for recording in &decoded.recordings {
        assert!(recording.streams.is_consistent());
        assert!(recording.streams.len() <= bytes);
        assert!(recording.laps.iter().all(|l| l.end >= l.start));
        assert!(recording.splits.iter().all(|s| s.end >= s.start));
        assert!(recording.pauses.iter().all(|p| p.end > p.start));
        assert!(recording.streams.latitude_deg.iter().all(|d| d.is_nan() || d.abs() <= 90.0));
        let totals = [recording.timer, recording.elapsed];
        assert!(totals.iter().flatten().all(|t| t.as_s().is_finite() && t.as_s() >= 0.0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_decoded_or_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(decoded) = decode(&bytes) {
            check(&decoded, bytes.len());
        }
    }

    #[test]
    fn any_messages_behind_a_good_header_are_survived(data in prop::collection::vec(any::<u8>(), 0..600)) {
        let bytes = Builder { data, ..Builder::new() }.file();
        check(&decode(&bytes).unwrap(), bytes.len());
    }

    #[test]
    fn any_definitions_and_bodies_are_survived(
        messages in prop::collection::vec(
            (0..8_u8, prop::sample::select(vec![0_u16, 3, 7, 12, 18, 19, 20, 21, 23, 26, 27, 78, 132, 206, 225, 264, 312, 999]),
             prop::collection::vec((any::<u8>(), 0..12_u8, any::<u8>()), 0..8), prop::collection::vec(any::<u8>(), 0..300)),
            0..12,
        )
    ) {
        let mut file = Builder::activity().heart_rates(&[100, 101]);
        for (local, message, fields, body) in messages {
            file = file.define(local, message, &fields);
            let size: usize = fields.iter().map(|f| usize::from(f.1)).sum();
            for part in body.chunks_exact(size.max(1)).take(20) {
                file.data.push(local);
                file.data.extend(&part[..size.min(part.len())]);
            }
        }
        let bytes = file.session(1, 2, 0).file();
        check(&decode(&bytes).unwrap(), bytes.len());
    }

    #[test]
    fn damage_anywhere_in_a_good_file_is_survived(hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = rich().file();
        for (place, value) in hits {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        if let Ok(decoded) = decode(&bytes) {
            check(&decoded, bytes.len());
        }
    }

    #[test]
    fn a_later_start_moves_every_sample_and_changes_nothing_else(shift in 0_u32..500_000_000) {
        let run = |start: u32| {
            let mut file = Builder::activity().define(0, 20, &[(253, 4, U32), (3, 1, U8), (6, 2, U16)]);
            for second in 0..30 {
                file = file.data(0, &[W(start + second), B(100), H(3000 + second as u16)]);
            }
            file.decode().recordings.remove(0)
        };
        let (early, late) = (run(START), run(START + shift));
        prop_assert_eq!(late.start.since(early.start).as_s(), f64::from(shift));
        prop_assert_eq!(early.elapsed, late.elapsed);
        for channel in striate_model::Channel::ALL {
            prop_assert_eq!(early.streams.channel(channel), late.streams.channel(channel));
        }
    }
}

#[test]
fn truncation_at_any_byte_keeps_the_samples_before_it() {
    let bytes = rich().file();
    let whole = decode(&bytes).unwrap();
    let whole = &whole.recordings[0].streams;
    let mut most = 0;
    for end in 0..bytes.len() {
        let Ok(decoded) = decode(&bytes[..end]) else {
            assert!(end < 12, "{end} bytes");
            continue;
        };
        assert!(!decoded.warnings.is_empty(), "{end} bytes without a word");
        let Some(recording) = decoded.recordings.first() else { continue };
        let samples = recording.streams.len();
        assert!(samples >= most, "{end} bytes hold fewer samples than one byte less");
        most = samples;
        assert_eq!(recording.streams.time, whole.time[..samples]);
        assert_eq!(recording.streams.distance_m, whole.distance_m[..samples]);
    }
    assert_eq!(most, whole.len());
}

#[test]
fn a_small_file_cannot_ask_for_much_memory() {
    // A definition of the widest message, announced in a header of 4 GB.
    let fields: Vec<_> = (0..255).map(|n| (n, 255, U8)).collect();
    let mut bytes = Builder::activity().define(0, 20, &fields).file();
    bytes[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut faults = super::super::fault::Faults::default();
    let part = frame::part_at(&bytes, 0, &mut faults).unwrap();
    assert!(part.data.end <= bytes.len());
    assert!(decode(&bytes).unwrap().recordings.is_empty());
}
