//! What an independent encoder writes is what we read.

use proptest::prelude::*;
use rustyfit::profile::{mesgdef, typedef};
use rustyfit::proto::Message;
use rustyfit::{Encoder, Endianness, HeaderOption};
use striate_formats::fit;
use striate_model::{Channel, Distance, Recording, TimeSpan};

const START: u32 = 1_100_000_000;
const EPOCH_MS: i64 = 631_065_600_000;

/// One sample as raw field values, `None` for invalid.
#[derive(Clone, Debug)]
struct Sample {
    step_s: u32,
    position: Option<(i32, i32)>,
    altitude: Option<u16>,
    heart_rate: Option<u8>,
    cadence: Option<u8>,
    distance: Option<u32>,
    speed: Option<u16>,
    power: Option<u16>,
    temperature: Option<i8>,
    contact: Option<u16>,
}

prop_compose! {
    fn sample()(
        step_s in 0_u32..20,
        // Within the twelve meters and the hundred meters that are never taken for a leap.
        position in prop::option::of((1_000_i32..1_800, 1_000_i32..1_800)),
        altitude in prop::option::of(0..u16::MAX),
        heart_rate in prop::option::of(1..u8::MAX),
        cadence in prop::option::of(0..u8::MAX),
        distance in prop::option::of(0..5_000_u32),
        speed in prop::option::of(0..u16::MAX),
        power in prop::option::of(0..u16::MAX),
        temperature in prop::option::of(i8::MIN..i8::MAX),
        contact in prop::option::of(1..u16::MAX),
    ) -> Sample {
        Sample { step_s, position, altitude, heart_rate, cadence, distance, speed, power, temperature, contact }
    }
}

fn message(sample: &Sample, time: u32) -> Message {
    let mut record = mesgdef::Record::new();
    record.timestamp = typedef::DateTime(time);
    if let Some((latitude, longitude)) = sample.position {
        (record.position_lat, record.position_long) = (latitude, longitude);
    }
    record.altitude = sample.altitude.unwrap_or(u16::MAX);
    record.heart_rate = sample.heart_rate.unwrap_or(u8::MAX);
    record.cadence = sample.cadence.unwrap_or(u8::MAX);
    record.distance = sample.distance.unwrap_or(u32::MAX);
    record.speed = sample.speed.unwrap_or(u16::MAX);
    record.power = sample.power.unwrap_or(u16::MAX);
    record.temperature = sample.temperature.unwrap_or(i8::MAX);
    record.stance_time = sample.contact.unwrap_or(u16::MAX);
    Message::from(record)
}

fn messages(samples: &[Sample], sport: typedef::Sport) -> Vec<Message> {
    let mut id = mesgdef::FileId::new();
    id.r#type = typedef::File::ACTIVITY;
    id.serial_number = 77;
    id.time_created = typedef::DateTime(START);
    let mut messages = vec![Message::from(id)];
    let mut time = START;
    for sample in samples {
        time += sample.step_s;
        messages.push(message(sample, time));
    }
    let mut session = mesgdef::Session::new();
    session.timestamp = typedef::DateTime(time);
    session.start_time = typedef::DateTime(START);
    session.sport = sport;
    session.total_elapsed_time = 4_000_000;
    session.total_timer_time = 3_900_000;
    session.total_distance = 1_234_500;
    messages.push(Message::from(session));
    messages
}

fn check(recording: &Recording, samples: &[Sample], steps_per_stride: f32) {
    let streams = &recording.streams;
    assert_eq!(streams.len(), samples.len());
    let mut time = i64::from(START) * 1000 + EPOCH_MS;
    for (row, sample) in samples.iter().enumerate() {
        time += i64::from(sample.step_s) * 1000;
        assert_eq!(streams.time[row].as_unix_ms(), time);
        let wide = |column: &[f64]| column.get(row).copied().filter(|v| !v.is_nan());
        let narrow = |channel| streams.channel(channel).get(row).copied().filter(|v| !v.is_nan());
        let degrees = |v: i32| f64::from(v) * 180.0 / 2_147_483_648.0;
        assert_eq!(wide(&streams.latitude_deg), sample.position.map(|p| degrees(p.0)));
        assert_eq!(wide(&streams.longitude_deg), sample.position.map(|p| degrees(p.1)));
        assert_eq!(wide(&streams.distance_m), sample.distance.map(|v| f64::from(v) / 100.0));
        assert_eq!(narrow(Channel::AltitudeM), sample.altitude.map(|v| (f64::from(v) / 5.0 - 500.0) as f32));
        assert_eq!(narrow(Channel::HeartRateBpm), sample.heart_rate.map(f32::from));
        assert_eq!(narrow(Channel::CadencePerMin), sample.cadence.map(|v| f32::from(v) * steps_per_stride));
        assert_eq!(narrow(Channel::SpeedMPerS), sample.speed.map(|v| (f64::from(v) / 1000.0) as f32));
        assert_eq!(narrow(Channel::PowerW), sample.power.map(f32::from));
        assert_eq!(narrow(Channel::TemperatureC), sample.temperature.map(f32::from));
        assert_eq!(narrow(Channel::GroundContactS), sample.contact.map(|v| (f64::from(v) / 10_000.0) as f32));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn samples_written_by_an_independent_encoder_come_back(
        samples in prop::collection::vec(sample(), 1..60),
        big_endian in any::<bool>(),
        compressed in any::<bool>(),
        interleaved in 0_u8..4,
        on_foot in any::<bool>(),
    ) {
        let endianness = if big_endian { Endianness::BigEndian } else { Endianness::LittleEndian };
        let header = if compressed { HeaderOption::Compressed(interleaved) } else { HeaderOption::Normal(interleaved) };
        let mut encoder: Encoder = Encoder::builder().endianness(endianness).header_option(header).build();
        let sport = if on_foot { typedef::Sport::RUNNING } else { typedef::Sport::CYCLING };
        let bytes = striate_synth::encode_fit(&mut encoder, messages(&samples, sport));
        let decoded = fit::decode(&bytes).unwrap();
        prop_assert_eq!(&decoded.warnings, &[]);
        prop_assert_eq!(decoded.recordings.len(), 1);
        let recording = &decoded.recordings[0];
        check(recording, &samples, if on_foot { 2.0 } else { 1.0 });
        prop_assert_eq!(recording.elapsed.map(TimeSpan::as_s), Some(4000.0));
        prop_assert_eq!(recording.timer.map(TimeSpan::as_s), Some(3900.0));
        prop_assert_eq!(recording.distance.map(Distance::as_m), Some(12_345.0));
        prop_assert_eq!(recording.device.serial, Some(77));
    }
}
