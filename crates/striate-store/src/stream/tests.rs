use super::*;
use proptest::prelude::*;

fn same(a: &Streams, b: &Streams) -> bool {
    let bits64 = |v: &[f64]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    let bits32 = |v: &[f32]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    a.time == b.time
        && bits64(&a.latitude_deg) == bits64(&b.latitude_deg)
        && bits64(&a.longitude_deg) == bits64(&b.longitude_deg)
        && bits64(&a.distance_m) == bits64(&b.distance_m)
        && Channel::ALL.iter().all(|c| bits32(a.channel(*c)) == bits32(b.channel(*c)))
}

/// An hour at 1 Hz as a watch writes it, with a tunnel.
fn hour() -> Streams {
    let n = 3600;
    let mut streams = Streams::default();
    streams.time = (0..n).map(|s| Timestamp::from_unix_ms(1_600_000_000_000 + s * 1000)).collect();
    let seconds = || (0..n).map(|s| s as f64);
    streams.latitude_deg = seconds().map(|s| (620_000_000.0 + 300.0 * s).round() * (180.0 / 2_147_483_648.0)).collect();
    streams.longitude_deg =
        seconds().map(|s| if (900.0..1000.0).contains(&s) { f64::NAN } else { 8.5 + s / 1e5 }).collect();
    streams.distance_m = seconds().map(|s| (s * 317.0).round() / 100.0).collect();
    *streams.channel_mut(Channel::HeartRateBpm) =
        seconds().map(|s| (140.0 + 10.0 * (s / 90.0).sin()).round() as f32).collect();
    *streams.channel_mut(Channel::SpeedMPerS) =
        seconds().map(|s| ((3.17 + (s / 7.0).sin() * 0.2) * 1000.0).round() as f32 / 1000.0).collect();
    streams
}

#[test]
fn an_hour_of_running_comes_back_bit_for_bit_and_small() {
    let streams = hour();
    let blob = pack(&streams, &[0.81, 0.79]);
    assert!(blob.len() < 5 * 3600, "{} bytes", blob.len());
    let open = StreamBlob::open(&blob).unwrap();
    assert!(same(&open.streams().unwrap(), &streams));
    assert_eq!(open.rr_intervals_s().unwrap(), [0.81, 0.79]);
    assert_eq!(open.samples(), 3600);
}

#[test]
fn one_channel_is_read_without_the_others() {
    let streams = hour();
    let blob = pack(&streams, &[]);
    let open = StreamBlob::open(&blob).unwrap();
    assert_eq!(open.channel(Channel::HeartRateBpm).unwrap(), streams.channel(Channel::HeartRateBpm));
    assert!(open.channel(Channel::PowerW).unwrap().is_empty());
}

#[test]
fn a_recording_without_samples_has_a_blob_too() {
    let blob = pack(&Streams::default(), &[]);
    assert!(StreamBlob::open(&blob).unwrap().streams().unwrap().is_empty());
}

#[test]
fn a_flipped_bit_anywhere_is_noticed() {
    let blob = pack(&hour(), &[]);
    for at in (0..blob.len()).step_by(97) {
        let mut bad = blob.clone();
        bad[at] ^= 4;
        assert_eq!(StreamBlob::open(&bad).map(|_| ()).unwrap_err().sort(), crate::Sort::Corrupt);
    }
    assert!(StreamBlob::open(&blob[..blob.len() / 2]).is_err());
    assert!(StreamBlob::open(&[]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bits_come_back(
        wide in proptest::collection::vec(any::<u64>().prop_map(f64::from_bits), 0..300),
        narrow in proptest::collection::vec(prop_oneof![any::<u32>().prop_map(f32::from_bits), Just(f32::NAN), Just(-0.0_f32)], 0..300),
        tenths in proptest::collection::vec(any::<i16>(), 0..300),
        times in proptest::collection::vec(any::<i64>(), 0..300),
    ) {
        let mut streams = Streams::default();
        streams.time = times.into_iter().map(Timestamp::from_unix_ms).collect();
        streams.latitude_deg = wide;
        streams.distance_m = tenths.iter().map(|t| f64::from(*t) / 10.0).collect();
        *streams.channel_mut(Channel::PowerW) = narrow;
        let blob = pack(&streams, &[]);
        prop_assert!(same(&StreamBlob::open(&blob).unwrap().streams().unwrap(), &streams));
    }
}
