//! Definitions and values: byte order, base types, sizes, invalid values, texts, times.

use super::{
    B, BYTE, Builder, D, ENUM, F, F32, F64, H, Raw, S8, S16, S32, START, START_MS, TEXT, U8, U8Z, U16, U32, U32Z,
    Value, W, codes, heart_rates, only, same,
};
use striate_model::{Channel, TimeSpan, WarningCode};

const ALL_FIELDS: &[(u8, u8, u8)] = &[
    (253, 4, U32),
    (0, 4, S32),
    (1, 4, S32),
    (2, 2, U16),
    (3, 1, U8),
    (4, 1, U8),
    (5, 4, U32),
    (6, 2, U16),
    (7, 2, U16),
    (13, 1, S8),
    (39, 2, U16),
    (41, 2, U16),
    (53, 1, U8),
    (85, 2, U16),
];

fn one_of_each() -> [Value; 14] {
    [
        W(START),
        W(0x2000_0000),
        W(0xE000_0000),
        H(2600 + 5 * 12),
        B(151),
        B(88),
        W(123_456),
        H(3456),
        H(321),
        B(0xFB),
        H(853),
        H(2345),
        B(64),
        H(12_345),
    ]
}

#[test]
fn every_field_of_a_sample_has_its_scale_in_either_byte_order() {
    for file in [Builder::new(), Builder::big_endian()] {
        let recording =
            file.activity_id().define(0, 20, ALL_FIELDS).data(0, &one_of_each()).session(1, 60, 1234).recording();
        let streams = &recording.streams;
        assert_eq!(streams.time[0].as_unix_ms(), START_MS);
        assert_eq!((streams.latitude_deg[0], streams.longitude_deg[0]), (45.0, -45.0));
        assert_eq!(streams.distance_m[0], 1234.56);
        let value = |channel| streams.channel(channel)[0];
        assert_eq!(value(Channel::AltitudeM), 32.0);
        assert_eq!(value(Channel::HeartRateBpm), 151.0);
        assert_eq!(value(Channel::CadencePerMin), 177.0);
        assert_eq!(value(Channel::SpeedMPerS), 3.456);
        assert_eq!(value(Channel::PowerW), 321.0);
        assert_eq!(value(Channel::TemperatureC), -5.0);
        assert_eq!(value(Channel::VerticalOscillationM), 0.0853);
        assert_eq!(value(Channel::GroundContactS), 0.2345);
        assert_eq!(value(Channel::StepLengthM), 1.2345);
    }
}

#[test]
fn invalid_values_are_missing_and_not_numbers() {
    let nothing = [
        W(START),
        W(0x7FFF_FFFF),
        W(0x7FFF_FFFF),
        H(0xFFFF),
        B(0xFF),
        B(0xFF),
        W(u32::MAX),
        H(0xFFFF),
        H(0xFFFF),
        B(0x7F),
        H(0xFFFF),
        H(0xFFFF),
        B(0xFF),
        H(0xFFFF),
    ];
    let recording = Builder::activity().define(0, 20, ALL_FIELDS).data(0, &nothing).session(1, 60, 0).recording();
    let streams = &recording.streams;
    assert_eq!(streams.len(), 1);
    assert!(streams.latitude_deg.is_empty() && streams.longitude_deg.is_empty() && streams.distance_m.is_empty());
    for channel in Channel::ALL {
        assert!(streams.channel(channel).is_empty(), "{channel:?}");
    }
}

#[test]
fn a_value_that_comes_late_leaves_gaps_before_and_after() {
    let recording = Builder::activity().heart_rates(&[0xFF, 120, 0xFF]).session(1, 3, 0).recording();
    assert!(same(&heart_rates(&recording), &[f32::NAN, 120.0, f32::NAN]));
}

#[test]
fn a_heart_rate_of_zero_is_no_heart_rate() {
    let recording = Builder::activity().heart_rates(&[0, 120]).session(1, 2, 0).recording();
    assert!(same(&heart_rates(&recording), &[f32::NAN, 120.0]));
}

#[test]
fn a_latitude_beyond_the_pole_is_left_out() {
    let recording = Builder::activity()
        .define(0, 20, &[(253, 4, U32), (0, 4, S32), (1, 4, S32)])
        .data(0, &[W(START), W(0x5000_0000), W(5)])
        .session(1, 60, 0)
        .recording();
    assert!(recording.streams.latitude_deg.is_empty());
    assert_eq!(recording.streams.longitude_deg.len(), 1);
}

#[test]
fn enhanced_speed_and_altitude_win_over_the_old_fields_in_any_order() {
    let old_first = [(253, 4, U32), (6, 2, U16), (2, 2, U16), (73, 4, U32), (78, 4, U32)];
    let new_first = [(253, 4, U32), (73, 4, U32), (78, 4, U32), (6, 2, U16), (2, 2, U16)];
    let both = [
        (old_first, [W(START), H(3000), H(2500), W(3100), W(2600)]),
        (new_first, [W(START), W(3100), W(2600), H(3000), H(2500)]),
    ];
    for (fields, values) in both {
        let recording = Builder::activity().define(0, 20, &fields).data(0, &values).session(1, 60, 0).recording();
        assert_eq!(recording.streams.channel(Channel::SpeedMPerS), [3.1]);
        assert_eq!(recording.streams.channel(Channel::AltitudeM), [20.0]);
    }
}

#[test]
fn the_old_field_stands_in_where_the_enhanced_one_is_invalid() {
    let recording = Builder::activity()
        .define(0, 20, &[(253, 4, U32), (73, 4, U32), (6, 2, U16)])
        .data(0, &[W(START), W(u32::MAX), H(3000)])
        .session(1, 60, 0)
        .recording();
    assert_eq!(recording.streams.channel(Channel::SpeedMPerS), [3.0]);
}

#[test]
fn fields_defined_shorter_than_their_type_are_widened() {
    for file in [Builder::new(), Builder::big_endian()] {
        let decoded = file
            .activity_id()
            .define(0, 20, &[(253, 4, U32), (73, 2, U32), (78, 2, U32), (13, 1, S16), (5, 3, U32)])
            .data(0, &[W(START), H(3100), H(0xFFFF), B(0xFE), Raw(&[0x10, 0x27, 0x10])])
            .session(1, 60, 10_000)
            .decode();
        assert!(codes(&decoded).iter().all(|(code, _)| *code == WarningCode::BadField), "{:?}", decoded.warnings);
        let recording = only(decoded);
        assert_eq!(recording.streams.channel(Channel::SpeedMPerS), [3.1]);
        assert!(recording.streams.channel(Channel::AltitudeM).is_empty());
        assert_eq!(recording.streams.channel(Channel::TemperatureC), [-2.0]);
        // 0x102710 reads the same from either end.
        assert_eq!(recording.streams.distance_m, [f64::from(0x10_2710) / 100.0]);
    }
}

#[test]
fn a_field_with_odd_bytes_behind_its_value_is_read_and_noted() {
    let file = Builder::activity();
    let at = 14 + file.data.len() as u64;
    let decoded = file
        .define(0, 20, &[(253, 4, U32), (7, 3, U16), (3, 1, U8)])
        .data(0, &[W(START), H(250), B(0xAA), B(140)])
        .session(1, 60, 0)
        .decode();
    assert_eq!(codes(&decoded), [(WarningCode::BadField, Some(at))]);
    let recording = only(decoded);
    assert_eq!(recording.streams.channel(Channel::PowerW), [250.0]);
    assert_eq!(heart_rates(&recording), [140.0]);
}

#[test]
fn an_array_where_one_value_belongs_gives_its_first() {
    let recording = Builder::activity()
        .define(0, 20, &[(253, 4, U32), (7, 4, U16), (3, 1, U8)])
        .data(0, &[W(START), H(250), H(260), B(140)])
        .session(1, 60, 0)
        .recording();
    assert_eq!(recording.streams.channel(Channel::PowerW), [250.0]);
    assert_eq!(heart_rates(&recording), [140.0]);
}

#[test]
fn base_types_are_known_with_and_without_their_high_bits() {
    let plain: &[(u8, u8, u8)] = &[(253, 4, 0x06), (5, 4, 0x0C), (7, 2, 0x64), (3, 1, 0x82)];
    let recording = Builder::activity()
        .define(0, 20, plain)
        .data(0, &[W(START), W(4200), H(300), B(133)])
        .session(1, 60, 0)
        .recording();
    assert_eq!(recording.streams.distance_m, [42.0]);
    assert_eq!(recording.streams.channel(Channel::PowerW), [300.0]);
    assert_eq!(heart_rates(&recording), [133.0]);
}

#[test]
fn a_field_of_an_unknown_type_is_left_out_and_the_others_are_read() {
    let decoded = Builder::activity()
        .define(0, 20, &[(253, 4, U32), (7, 2, 0x1F), (3, 1, U8), (6, 2, TEXT)])
        .data(0, &[W(START), H(250), B(140), Raw(b"ab")])
        .session(1, 60, 0)
        .decode();
    assert_eq!(codes(&decoded).len(), 2);
    assert!(codes(&decoded).iter().all(|(code, _)| *code == WarningCode::BadField));
    assert_eq!(heart_rates(&only(decoded)), [140.0]);
}

#[test]
fn types_that_devices_rarely_use_are_read_where_a_number_belongs() {
    let recording = Builder::activity()
        .define(0, 20, &[(253, 4, U32Z), (7, 4, F32), (6, 8, F64), (3, 1, U8Z), (4, 1, BYTE), (13, 2, S16)])
        .data(0, &[W(START), F(250.0), D(3000.0), B(140), B(80), H(0xFFF6)])
        .define(1, 20, &[(253, 4, U32), (7, 4, F32), (6, 8, F64), (3, 1, U8Z), (13, 2, S16)])
        .data(1, &[W(START + 1), F(f32::NAN), D(f64::INFINITY), B(0), H(0x7FFF)])
        .session(1, 60, 0)
        .decode();
    let recording = only(recording);
    assert!(same(recording.streams.channel(Channel::PowerW), &[250.0, f32::NAN]));
    assert!(same(recording.streams.channel(Channel::SpeedMPerS), &[3.0, f32::NAN]));
    assert!(same(&heart_rates(&recording), &[140.0, f32::NAN]));
    assert!(same(recording.streams.channel(Channel::CadencePerMin), &[160.0, f32::NAN]));
    assert!(same(recording.streams.channel(Channel::TemperatureC), &[-10.0, f32::NAN]));
}

#[test]
fn numbers_that_no_field_can_hold_are_left_out_whatever_their_type() {
    let recording = Builder::activity()
        .define(0, 20, &[(253, 4, U32), (5, 8, F64), (8, 3, BYTE), (6, 8, F64), (7, 4, F32), (1, 8, F64), (3, 1, U8)])
        .data(0, &[W(START), D(1e300), B(0), B(0x10), B(0), D(-1e300), F(f32::MAX), D(4e9), B(140)])
        .session(1, 60, 0)
        .recording();
    let streams = &recording.streams;
    assert_eq!(heart_rates(&recording), [140.0]);
    assert!(streams.channel(Channel::PowerW).is_empty() && streams.longitude_deg.is_empty());
    // Only the packed bytes are left of speed and distance.
    assert_eq!(streams.distance_m, [1.0 / 16.0]);
    assert_eq!(streams.channel(Channel::SpeedMPerS), [0.0]);
}

#[test]
fn a_total_that_cannot_be_is_no_total() {
    let decoded = Builder::activity()
        .heart_rates(&[100, 101, 102])
        .define(1, 18, &[(2, 4, U32), (5, 1, ENUM), (7, 8, F64), (8, 4, S32), (9, 4, S32), (16, 1, S8)])
        .data(1, &[W(START), B(1), D(1e300), W(0x8000_0000), W(0x8000_0001), B(0x90)])
        .decode();
    assert!(codes(&decoded).iter().all(|(code, _)| *code == WarningCode::DerivedTotal), "{:?}", decoded.warnings);
    let recording = only(decoded);
    assert_eq!(recording.elapsed.map(TimeSpan::as_s), Some(2.0));
    assert_eq!(recording.timer.map(TimeSpan::as_s), Some(2.0));
    assert_eq!((recording.distance, recording.hr_mean), (None, None));
}

#[test]
fn a_message_may_be_defined_anew_at_any_time() {
    let recording = Builder::activity()
        .heart_rates(&[100])
        .define(0, 20, &[(3, 1, U8), (253, 4, U32)])
        .data(0, &[B(101), W(START + 1)])
        .session(1, 2, 0)
        .recording();
    assert_eq!(heart_rates(&recording), [100.0, 101.0]);
}

#[test]
fn compressed_times_count_on_from_the_last_full_time_and_roll_over() {
    // 1,000,000,000 is 0 modulo 32.
    let recording = Builder::activity()
        .heart_rates(&[100])
        .define(1, 20, &[(3, 1, U8)])
        .compressed(1, 3, &[B(101)])
        .compressed(1, 31, &[B(102)])
        .compressed(1, 1, &[B(103)])
        .compressed(1, 1, &[B(104)])
        .session(1, 40, 0)
        .recording();
    let seconds: Vec<i64> = recording.streams.time.iter().map(|t| (t.as_unix_ms() - START_MS) / 1000).collect();
    assert_eq!(seconds, [0, 3, 31, 33, 33]);
}

#[test]
fn samples_before_any_time_have_no_place() {
    let decoded = Builder::new()
        .define(1, 20, &[(3, 1, U8)])
        .compressed(1, 3, &[B(101)])
        .heart_rates(&[102])
        .session(1, 40, 0)
        .decode();
    assert_eq!(codes(&decoded), [(WarningCode::ImpossibleValue, Some(14 + 9))]);
    assert_eq!(heart_rates(&only(decoded)), [102.0]);
}

#[test]
fn speed_and_distance_packed_into_three_bytes_are_unpacked_and_summed() {
    // 12 bits of speed in hundredths, 12 bits of distance in sixteenths of a metre that run over every 256 m.
    let packed = |speed: u16, sixteenths: u16| {
        let [low, high] = speed.to_le_bytes();
        [B(low), B(high | (sixteenths << 4) as u8), B((sixteenths >> 4) as u8)]
    };
    let mut file = Builder::activity().define(0, 20, &[(253, 4, U32), (8, 3, BYTE)]);
    for (second, metres) in [(0, 0), (1, 100), (2, 200), (3, 300), (4, 400)] {
        let [a, b, c] = packed(345, (metres * 16) as u16 & 0xFFF);
        file = file.data(0, &[W(START + second), a, b, c]);
    }
    let recording = file.data(0, &[W(START + 5), B(0xFF), B(0xFF), B(0xFF)]).session(1, 40, 0).decode();
    let recording = only(recording);
    assert!(same(recording.streams.channel(Channel::SpeedMPerS), &[3.45, 3.45, 3.45, 3.45, 3.45, f32::NAN]));
    assert_eq!(recording.streams.distance_m[..5], [0.0, 100.0, 200.0, 300.0, 400.0]);
}

#[test]
fn packed_distance_goes_on_from_the_full_distance_of_another_sample() {
    let recording = Builder::activity()
        .define(0, 20, &[(253, 4, U32), (5, 4, U32)])
        .data(0, &[W(START), W(100_000)])
        .define(1, 20, &[(253, 4, U32), (8, 3, BYTE)])
        // 16,032 sixteenths (1,002 m) modulo 4,096.
        .data(1, &[W(START + 1), B(0), B(0), B(0xEA)])
        .session(1, 40, 1002)
        .recording();
    assert_eq!(recording.streams.distance_m, [1000.0, 1002.0]);
}

#[test]
fn texts_end_at_the_first_nul_whatever_follows_it() {
    let name = |raw: &'static [u8]| {
        Builder::activity()
            .heart_rates(&[100])
            .define(
                1,
                18,
                &[(2, 4, U32), (110, raw.len() as u8, TEXT), (8, 4, U32), (7, 4, U32), (9, 4, U32), (5, 1, ENUM)],
            )
            .data(1, &[W(START), Raw(raw), W(1000), W(1000), W(0), B(1)])
            .recording()
            .name
    };
    assert_eq!(name(b"Track run\0\xFF\xFEgarbage").as_deref(), Some("Track run"));
    assert_eq!(name(b"no end").as_deref(), Some("no end"));
    assert_eq!(name("Läufe\0".as_bytes()).as_deref(), Some("Läufe"));
    assert_eq!(name(b"L\xE4ufe\0").as_deref(), Some("L\u{FFFD}ufe"));
    assert_eq!(name(b" a\nb \0").as_deref(), Some("ab"));
    assert_eq!(name(b"\0\0\0\0"), None);
}

#[test]
fn a_clock_that_jumps_back_is_repaired_and_no_sample_is_lost() {
    let mut file = Builder::activity().define(0, 20, &[(253, 4, U32), (3, 1, U8)]);
    for (second, bpm) in [(0, 100), (1, 101), (500, 102), (2, 103), (3, 104)] {
        file = file.data(0, &[W(START + second), B(bpm)]);
    }
    let decoded = file.session(1, 4, 0).decode();
    assert_eq!(codes(&decoded), [(WarningCode::TimeDisorder, None)]);
    let recording = only(decoded);
    let seconds: Vec<i64> = recording.streams.time.iter().map(|t| (t.as_unix_ms() - START_MS) / 1000).collect();
    assert_eq!(seconds, [0, 1, 1, 2, 3]);
    assert_eq!(heart_rates(&recording).len(), 5);
}

#[test]
fn a_sample_from_another_year_loses_its_values_and_stays_a_sample() {
    let mut file = Builder::activity().define(0, 20, &[(253, 4, U32), (3, 1, U8)]);
    for (time, bpm) in [(START, 100), (START + 1, 101), (0xB486_B007, 250)] {
        file = file.data(0, &[W(time), B(bpm)]);
    }
    let decoded = file.session(1, 2, 0).decode();
    assert_eq!(codes(&decoded), [(WarningCode::ImpossibleValue, None)]);
    let recording = only(decoded);
    assert_eq!(recording.streams.time[2].as_unix_ms(), START_MS + 1000);
    assert!(same(&heart_rates(&recording), &[100.0, 101.0, f32::NAN]));
}

#[test]
fn an_unknown_byte_order_is_noted_and_read_low_byte_first() {
    let mut file = Builder::activity().heart_rates(&[100]);
    let definition = file.data.iter().rposition(|&b| b == 0x40).unwrap();
    file.data[definition + 2] = 7;
    let decoded = file.session(1, 1, 0).decode();
    assert_eq!(codes(&decoded), [(WarningCode::BadField, Some(14 + definition as u64 + 2))]);
    assert_eq!(heart_rates(&only(decoded)), [100.0]);
}

#[test]
fn messages_that_are_not_interpreted_are_counted_by_name_or_number() {
    let decoded = Builder::activity()
        .heart_rates(&[100])
        .define(1, 216, &[(0, 1, U8)])
        .data(1, &[B(0)])
        .data(1, &[B(0)])
        .define(1, 65_300, &[])
        .data(1, &[])
        .session(1, 1, 0)
        .decode();
    assert_eq!(decoded.unknown, [("time_in_zone".to_owned(), 2), ("message 65300".to_owned(), 1)]);
}
