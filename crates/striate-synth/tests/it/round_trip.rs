//! The bytes, read back by the encoder's own decoder.

use rustyfit::Decoder;
use rustyfit::profile::{mesgdef, typedef};
use rustyfit::proto::FIT;
use striate_model::Channel;
use striate_synth::{examples, to_fit};

fn read(bytes: &[u8]) -> FIT {
    Decoder::new().decode(bytes).expect("valid file").expect("one part")
}

#[test]
fn every_sample_survives_the_file() {
    for (name, synthetic) in examples() {
        let fit = read(&to_fit(&synthetic.recording));
        let streams = &synthetic.recording.streams;
        let records: Vec<_> =
            fit.messages.iter().filter(|m| m.num == typedef::MesgNum::RECORD).map(mesgdef::Record::from).collect();
        assert_eq!(records.len(), streams.len(), "{name}");
        for (index, record) in records.iter().enumerate() {
            assert_eq!(record.timestamp.unix_timestamp().unwrap() * 1000, streams.time[index].as_unix_ms());
            if !streams.distance_m.is_empty() {
                assert!((f64::from(record.distance) / 100.0 - streams.distance_m[index]).abs() < 0.006);
            }
            if let Some(speed) = streams.channel(Channel::SpeedMPerS).get(index) {
                assert!((record.enhanced_speed_scaled().unwrap() - f64::from(*speed)).abs() < 0.0006);
            }
            if let Some(height) = streams.channel(Channel::AltitudeM).get(index) {
                assert!((record.enhanced_altitude_scaled().unwrap() - f64::from(*height)).abs() < 0.11);
            }
            if let Some(bpm) = streams.channel(Channel::HeartRateBpm).get(index) {
                assert_eq!(f32::from(record.heart_rate), *bpm);
            }
            if let Some(latitude) = streams.latitude_deg.get(index) {
                assert!((record.position_lat_degrees().unwrap() - latitude).abs() < 1e-7);
            }
            if let Some(steps) = streams.channel(Channel::CadencePerMin).get(index) {
                let strides = f64::from(record.cadence) + f64::from(record.fractional_cadence) / 128.0;
                assert!((2.0 * strides - f64::from(*steps)).abs() < 0.01);
            }
        }
    }
}

#[test]
fn laps_sets_and_totals_survive_the_file() {
    for (name, synthetic) in examples() {
        let recording = &synthetic.recording;
        let fit = read(&to_fit(recording));
        let count = |num| fit.messages.iter().filter(|m| m.num == num).count();
        assert_eq!(count(typedef::MesgNum::LAP), recording.laps.len(), "{name}");
        assert_eq!(count(typedef::MesgNum::SET), recording.sets.len(), "{name}");
        let session =
            fit.messages.iter().find(|m| m.num == typedef::MesgNum::SESSION).map(mesgdef::Session::from).unwrap();
        assert_eq!(i64::from(session.total_timer_time), recording.timer.unwrap().as_whole_ms(), "{name}");
        assert_eq!(session.start_time.unix_timestamp().unwrap() * 1000, recording.start.as_unix_ms(), "{name}");
    }
}
