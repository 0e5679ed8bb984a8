//! Developer fields: values that a file describes itself.

use super::super::decode;
use super::{B, Builder, F, F32, H, Raw, S8, START, TEXT, U8, U16, U32, Value, W, codes, heart_rates, only, same};
use striate_model::{Channel, WarningCode};

/// Name and unit in sixteen bytes each.
fn padded(text: &str) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..text.len()].copy_from_slice(text.as_bytes());
    bytes
}

fn describe(file: Builder, (developer, number): (u8, u8), base: u8, name: &str, unit: &str) -> Builder {
    let mut file = file
        .define(13, 206, &[(0, 1, U8), (1, 1, U8), (2, 1, U8), (3, 16, TEXT), (8, 16, TEXT)])
        .data(13, &[B(developer), B(number), B(base)]);
    file.data.extend(padded(name));
    file.data.extend(padded(unit));
    file
}

#[test]
fn the_fields_of_a_foot_pod_become_channels_in_their_units() {
    for file in [Builder::new(), Builder::big_endian()] {
        let mut file = file.activity_id();
        for (number, base, name, unit) in [
            (0, U16, "Power", "Watts"),
            (2, U8, "Cadence", "RPM"),
            (3, U16, "Ground Time", "Milliseconds"),
            (4, F32, "Vertical Oscill", "Centimeters"),
            (8, U16, "Form Power", "Watts"),
            (11, U16, "Air Power", "Watts"),
        ] {
            file = describe(file, (0, number), base, name, unit);
        }
        // A name of more than fifteen letters has no room for its NUL here.
        file = describe(file, (0, 4), F32, "VerticalOscillat", "Centimeters");
        file = file.define(13, 206, &[(0, 1, U8), (1, 1, U8), (2, 1, U8), (3, 21, TEXT), (8, 5, TEXT)]);
        file = file.data(13, &[B(0), B(9), B(F32), Raw(b"Leg Spring Stiffness\0"), Raw(b"kN/m\0")]);
        file = file.define(13, 206, &[(0, 1, U8), (1, 1, U8), (2, 1, U8), (3, 21, TEXT), (8, 12, TEXT)]);
        file = file.data(13, &[B(0), B(4), B(F32), Raw(b"Vertical Oscillation\0"), Raw(b"Centimeters\0")]);
        let developer = [(0, 2, 0), (2, 1, 0), (3, 2, 0), (4, 4, 0), (8, 2, 0), (9, 4, 0), (11, 2, 0)];
        let recording = file
            .define_with(0, 20, &[(253, 4, U32), (3, 1, U8)], &developer)
            .data(0, &[W(START), B(140), H(255), B(88), H(231), F(6.5), H(62), F(9.75), H(4)])
            .session(1, 60, 100)
            .recording();
        let value = |channel| recording.streams.channel(channel)[0];
        assert_eq!(value(Channel::HeartRateBpm), 140.0);
        assert_eq!(value(Channel::PowerW), 255.0);
        assert_eq!(value(Channel::CadencePerMin), 176.0);
        assert_eq!(value(Channel::GroundContactS), 0.231);
        assert_eq!(value(Channel::VerticalOscillationM), 0.065);
        assert_eq!(value(Channel::FormPowerW), 62.0);
        assert_eq!(value(Channel::LegStiffnessKnPerM), 9.75);
        assert_eq!(value(Channel::AirPowerW), 4.0);
    }
}

#[test]
fn speed_and_distance_of_a_pod_stay_apart_from_the_watch() {
    let file = describe(Builder::activity(), (0, 5), F32, "Speed", "M/S");
    let with_both = describe(file, (0, 6), U32, "Distance", "Meters");
    let recording = with_both
        .clone()
        .define_with(0, 20, &[(253, 4, U32), (6, 2, U16), (5, 4, U32)], &[(5, 4, 0), (6, 4, 0)])
        .data(0, &[W(START), H(3000), W(50_000), F(3.25), W(510)])
        .session(1, 60, 500)
        .recording();
    assert_eq!(recording.streams.channel(Channel::SpeedMPerS), [3.0]);
    assert_eq!(recording.streams.channel(Channel::FootPodSpeedMPerS), [3.25]);
    assert_eq!(recording.streams.distance_m, [500.0]);

    let pod_only = with_both
        .define_with(0, 20, &[(253, 4, U32)], &[(5, 4, 0), (6, 4, 0)])
        .data(0, &[W(START), F(3.25), W(510)])
        .session(1, 60, 510)
        .recording();
    assert_eq!(pod_only.streams.distance_m, [510.0]);
    assert!(pod_only.streams.channel(Channel::SpeedMPerS).is_empty());
}

#[test]
fn one_source_of_power_serves_the_whole_run() {
    let run = |native: [u16; 4]| {
        let mut file = describe(Builder::activity(), (0, 0), U16, "Power", "Watts").define_with(
            0,
            20,
            &[(253, 4, U32), (7, 2, U16)],
            &[(0, 2, 0)],
        );
        for (time, watts) in (START..).zip(native) {
            file = file.data(0, &[W(time), H(watts), H(200)]);
        }
        file.session(1, 4, 0).recording().streams.channel(Channel::PowerW).to_vec()
    };
    assert!(same(&run([300, 300, 300, 0xFFFF]), &[300.0, 300.0, 300.0, f32::NAN]));
    assert_eq!(run([300, 0xFFFF, 0xFFFF, 0xFFFF]), [200.0; 4]);
}

#[test]
fn a_description_may_come_after_the_definition_that_uses_it() {
    let file = Builder::activity().define_with(0, 20, &[(253, 4, U32)], &[(0, 2, 0)]).data(0, &[W(START), H(250)]);
    let recording =
        describe(file, (0, 0), U16, "Power", "Watts").data(0, &[W(START + 1), H(260)]).session(1, 2, 0).recording();
    assert!(same(recording.streams.channel(Channel::PowerW), &[f32::NAN, 260.0]));
}

#[test]
fn the_scale_and_offset_of_a_description_count() {
    let mut file = Builder::activity()
        .define(13, 206, &[(0, 1, U8), (1, 1, U8), (2, 1, U8), (3, 6, TEXT), (8, 4, TEXT), (6, 1, U8), (7, 1, S8)])
        .data(13, &[B(0), B(0), B(U16), Raw(b"Speed\0"), Raw(b"m/s\0"), B(100), B(2)]);
    file = file.define_with(0, 20, &[(253, 4, U32)], &[(0, 2, 0)]).data(0, &[W(START), H(550)]);
    let recording = file.session(1, 2, 0).recording();
    assert_eq!(recording.streams.channel(Channel::FootPodSpeedMPerS), [3.5]);
}

#[test]
fn two_developers_may_use_the_same_number() {
    let file = describe(Builder::activity(), (0, 0), U16, "Power", "Watts");
    let recording = describe(file, (1, 0), U16, "Form Power", "Watts")
        .define_with(0, 20, &[(253, 4, U32)], &[(0, 2, 1), (0, 2, 0)])
        .data(0, &[W(START), H(70), H(250)])
        .session(1, 2, 0)
        .recording();
    assert_eq!(recording.streams.channel(Channel::PowerW), [250.0]);
    assert_eq!(recording.streams.channel(Channel::FormPowerW), [70.0]);
}

#[test]
fn fields_nobody_knows_are_skipped_and_counted_by_their_own_name() {
    let file = describe(Builder::activity(), (0, 0), U16, "Glucose", "mg/dL");
    let decoded = file
        .define_with(0, 20, &[(253, 4, U32), (3, 1, U8)], &[(0, 2, 0), (7, 3, 4)])
        .data(0, &[W(START), B(140), H(90), Raw(&[1, 2, 3])])
        .data(0, &[W(START + 1), B(141), H(90), Raw(&[1, 2, 3])])
        .session(1, 2, 0)
        .decode();
    assert_eq!(
        decoded.unknown,
        [("developer field Glucose [mg/dL]".to_owned(), 2), ("developer field without description".to_owned(), 2)]
    );
    assert_eq!(heart_rates(&only(decoded)), [140.0, 141.0]);
}

#[test]
fn developer_fields_of_one_part_do_not_reach_into_the_next() {
    let sample = |file: Builder, watts: u16| {
        let values: &[Value] = &[W(START), H(watts)];
        file.define_with(0, 20, &[(253, 4, U32)], &[(0, 2, 0)]).data(0, values)
    };
    let mut bytes = sample(describe(Builder::activity(), (0, 0), U16, "Power", "Watts"), 250).file();
    bytes.extend(sample(Builder::activity(), 260).file());
    let decoded = decode(&bytes).unwrap();
    let power: Vec<_> = decoded.recordings.iter().map(|r| r.streams.channel(Channel::PowerW)).collect();
    assert_eq!(power, [&[250.0][..], &[]]);
}

#[test]
fn descriptions_beyond_the_limit_are_left_out() {
    let mut file = Builder::activity().heart_rates(&[100]);
    for number in 0..=crate::limits::FIT_DEVELOPER_FIELDS {
        file = describe(file, ((number / 250) as u8, (number % 250) as u8), U16, "Power", "Watts");
    }
    let decoded = file.session(1, 1, 0).decode();
    assert_eq!(codes(&decoded), [(WarningCode::LimitReached, None)]);
    assert_eq!(heart_rates(&only(decoded)), [100.0]);
}
