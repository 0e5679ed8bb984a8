//! Sessions, laps, pauses, splits, totals, heart beats, the athlete's profile.

use super::super::decode;
use super::{B, BYTE, Builder, ENUM, H, Raw, START, START_MS, TEXT, U8, U16, U32, W, codes, heart_rates, only, same};
use striate_model::{
    Channel, Distance, HeartRate, Intensity, LapTrigger, Mass, Power, Speed, SplitKind, Sport, SubSport, TimeSpan,
    Timestamp, WarningCode,
};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_ms(START_MS + seconds * 1000)
}

fn cadence(sport: u8) -> Vec<f32> {
    let recording = Builder::activity()
        .define(0, 20, &[(253, 4, U32), (4, 1, U8), (53, 1, U8)])
        .data(0, &[W(START), B(85), B(64)])
        .data(0, &[W(START + 1), B(86), B(0xFF)])
        .session(sport, 2, 0)
        .recording();
    recording.streams.channel(Channel::CadencePerMin).to_vec()
}

#[test]
fn on_foot_cadence_counts_the_steps_of_both_feet() {
    for on_foot in [1, 11, 17] {
        assert_eq!(cadence(on_foot), [171.0, 172.0]);
    }
}

#[test]
fn on_a_bicycle_cadence_stays_what_it_is() {
    assert_eq!(cadence(2), [85.5, 86.0]);
}

#[test]
fn fine_cadence_wins_over_whole_strides() {
    let recording = Builder::activity()
        .define(0, 20, &[(253, 4, U32), (52, 2, U16), (53, 1, U8), (4, 1, U8)])
        .data(0, &[W(START), H(85 * 256 + 128), B(64), B(85)])
        .session(1, 2, 0)
        .recording();
    assert_eq!(recording.streams.channel(Channel::CadencePerMin), [171.0]);
}

#[test]
fn a_session_gives_the_figures_of_the_device() {
    let fields = [
        (253, 4, U32),
        (2, 4, U32),
        (7, 4, U32),
        (8, 4, U32),
        (9, 4, U32),
        (5, 1, ENUM),
        (6, 1, ENUM),
        (16, 1, U8),
        (17, 1, U8),
        (20, 2, U16),
        (22, 2, U16),
        (23, 2, U16),
        (15, 2, U16),
        (125, 4, U32),
        (110, 6, TEXT),
    ];
    let recording = Builder::activity()
        .heart_rates(&[100])
        .define(1, 18, &fields)
        .data(
            1,
            &[
                W(START + 100),
                W(START),
                W(100_250),
                W(90_125),
                W(30_050),
                B(1),
                B(4),
                B(151),
                B(183),
                H(280),
                H(12),
                H(11),
                H(5000),
                W(5100),
                Raw(b"Track\0"),
            ],
        )
        .recording();
    assert_eq!((recording.sport, recording.sub_sport), (Sport::Running, SubSport::Track));
    assert_eq!(recording.name.as_deref(), Some("Track"));
    assert_eq!(recording.start, at(0));
    assert_eq!(recording.elapsed.map(TimeSpan::as_s), Some(100.25));
    assert_eq!(recording.timer.map(TimeSpan::as_s), Some(90.125));
    assert_eq!(recording.distance.map(Distance::as_m), Some(300.5));
    assert_eq!(recording.hr_mean, Some(HeartRate::from_bpm(151.0)));
    assert_eq!(recording.hr_max, Some(HeartRate::from_bpm(183.0)));
    assert_eq!(recording.power_mean.map(Power::as_w), Some(280.0));
    assert_eq!(recording.ascent.map(Distance::as_m), Some(12.0));
    assert_eq!(recording.descent.map(Distance::as_m), Some(11.0));
    assert_eq!(recording.speed_max.map(Speed::as_m_per_s), Some(5.1));
}

#[test]
fn a_run_without_session_is_imported_from_its_samples() {
    let mut file = Builder::activity()
        .define(1, 12, &[(0, 1, ENUM), (1, 1, ENUM), (3, 4, TEXT)])
        .data(1, &[B(1), B(3), Raw(b"Run\0")])
        .define(2, 21, &[(253, 4, U32), (0, 1, ENUM), (1, 1, ENUM)])
        .data(2, &[W(START), B(0), B(0)])
        .data(2, &[W(START + 10), B(0), B(4)])
        .data(2, &[W(START + 25), B(0), B(0)])
        .define(0, 20, &[(253, 4, U32), (5, 4, U32)]);
    for second in [0, 5, 10, 25, 40] {
        file = file.data(0, &[W(START + second), W(second * 300)]);
    }
    let decoded = file.decode();
    assert!(codes(&decoded).iter().all(|(code, _)| *code == WarningCode::DerivedTotal), "{:?}", decoded.warnings);
    assert_eq!(decoded.warnings.len(), 4);
    let recording = only(decoded);
    assert_eq!((recording.sport, recording.sub_sport), (Sport::Running, SubSport::Trail));
    assert_eq!(recording.start, at(0));
    assert_eq!(recording.elapsed.map(TimeSpan::as_s), Some(40.0));
    assert_eq!(recording.timer.map(TimeSpan::as_s), Some(25.0));
    assert_eq!(recording.distance.map(Distance::as_m), Some(120.0));
}

#[test]
fn distance_comes_from_positions_where_nothing_counted_it() {
    // One tenth of a degree north on a sphere of the earth's mean radius is 11,119.5 m.
    let tenth = (0.1 / 180.0 * 2_147_483_648.0) as u32;
    let decoded = Builder::activity()
        .define(0, 20, &[(253, 4, U32), (0, 4, 0x85), (1, 4, 0x85)])
        .data(0, &[W(START), W(0), W(0)])
        .data(0, &[W(START + 3600), W(tenth), W(0)])
        .session(1, 3600, 0)
        .decode();
    assert_eq!(codes(&decoded), [(WarningCode::DerivedTotal, None)]);
    let metres = only(decoded).distance.unwrap().as_m();
    assert!((metres - 11_119.5).abs() < 0.5, "{metres}");
}

#[test]
fn laps_keep_time_distance_intensity_trigger_and_step() {
    let fields =
        [(253, 4, U32), (2, 4, U32), (7, 4, U32), (8, 4, U32), (9, 4, U32), (23, 1, ENUM), (24, 1, ENUM), (71, 2, U16)];
    let recording = Builder::activity()
        .heart_rates(&[100])
        .define(1, 19, &fields)
        .data(1, &[W(START + 48), W(START), W(47_500), W(47_000), W(20_000), B(5), B(2), H(3)])
        .data(1, &[W(START + 108), W(START + 48), W(60_000), W(60_000), W(u32::MAX), B(0xFF), B(1), H(0xFFFF)])
        .session(1, 108, 300)
        .recording();
    let [work, rest] = recording.laps[..] else { panic!("{:?}", recording.laps) };
    assert_eq!((work.start, work.end), (at(0), Timestamp::from_unix_ms(START_MS + 47_500)));
    assert_eq!(work.timer.map(TimeSpan::as_s), Some(47.0));
    assert_eq!(work.distance.map(Distance::as_m), Some(200.0));
    assert_eq!((work.intensity, work.trigger), (Some(Intensity::Interval), Some(LapTrigger::Distance)));
    assert_eq!(work.workout_step, Some(3));
    assert_eq!((rest.distance, rest.intensity, rest.workout_step), (None, None, None));
    assert_eq!(rest.trigger, Some(LapTrigger::Time));
}

#[test]
fn a_lap_without_a_start_began_where_it_ended_less_its_time() {
    let recording = Builder::activity()
        .heart_rates(&[100])
        .define(1, 19, &[(253, 4, U32), (7, 4, U32)])
        .data(1, &[W(START + 60), W(60_000)])
        .define(1, 19, &[(24, 1, ENUM)])
        .data(1, &[B(0)])
        .session(1, 60, 0)
        .recording();
    assert_eq!((recording.laps[0].start, recording.laps[0].end), (at(0), at(60)));
    assert_eq!((recording.laps[1].start, recording.laps[1].end), (at(60), at(60)));
}

/// A triathlon's bicycle and run: samples every 10 s, laps at 0, 100 and 200 s, the change at 200 s.
fn two_sports(session_fields: &[(u8, u8, u8)], counts: [&[super::Value]; 2]) -> Builder {
    let mut file = Builder::activity().define(0, 20, &[(253, 4, U32), (3, 1, U8), (4, 1, U8)]);
    for second in (0..400).step_by(10) {
        file = file.data(0, &[W(START + second), B(100 + (second / 10) as u8), B(80)]);
    }
    file = file.define(1, 19, &[(2, 4, U32), (7, 4, U32)]);
    for second in [0, 100, 200] {
        file = file.data(1, &[W(START + second), W(100_000)]);
    }
    let mut fields = vec![(2, 4, U32), (5, 1, ENUM), (7, 4, U32), (8, 4, U32), (9, 4, U32)];
    fields.extend(session_fields);
    file = file.define(2, 18, &fields);
    for (sport, start, counts) in [(2, 0, counts[0]), (1, 200, counts[1])] {
        let values = [W(START + start), B(sport), W(200_000), W(200_000), W(100_000)];
        let values: Vec<_> = values.into_iter().chain(counts.iter().copied()).collect();
        file = file.data(2, &values);
    }
    file
}

#[test]
fn several_sessions_are_several_recordings_with_their_own_samples_and_laps() {
    let decoded = two_sports(&[], [&[], &[]]).decode();
    assert_eq!(decoded.warnings, []);
    let [ride, run] = &decoded.recordings[..] else { panic!("{}", decoded.recordings.len()) };
    assert_eq!((ride.sport, run.sport), (Sport::Cycling, Sport::Running));
    assert_eq!((ride.streams.len(), run.streams.len()), (20, 20));
    assert_eq!((ride.streams.time[19], run.streams.time[0]), (at(190), at(200)));
    assert_eq!(run.streams.channel(Channel::HeartRateBpm)[0], 120.0);
    // Strides on foot, revolutions on the bicycle.
    assert_eq!(ride.streams.channel(Channel::CadencePerMin)[0], 80.0);
    assert_eq!(run.streams.channel(Channel::CadencePerMin)[0], 160.0);
    assert_eq!((ride.laps.len(), run.laps.len()), (2, 1));
}

#[test]
fn laps_follow_the_counts_of_the_sessions_where_these_account_for_all_of_them() {
    let counted = [(25, 2, U16), (26, 2, U16)];
    let decoded = two_sports(&counted, [&[H(0), H(1)], &[H(1), H(2)]]).decode();
    assert_eq!(decoded.recordings.iter().map(|r| r.laps.len()).collect::<Vec<_>>(), [1, 2]);
    // One lap too few: the counts are worth nothing, the time decides.
    let decoded = two_sports(&counted, [&[H(0), H(1)], &[H(1), H(1)]]).decode();
    assert_eq!(decoded.recordings.iter().map(|r| r.laps.len()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_session_written_twice_is_one_recording() {
    let decoded = Builder::activity().heart_rates(&[100, 101]).session(1, 2, 0).session(1, 2, 0).decode();
    assert_eq!(only(decoded).streams.len(), 2);
}

#[test]
fn the_timer_stopped_and_started_again_is_a_pause() {
    let mut file = Builder::activity().heart_rates(&[100]).define(1, 21, &[(253, 4, U32), (0, 1, ENUM), (1, 1, ENUM)]);
    // Start; stop (all kinds) and start; a lap event that says nothing; the last stop is the end.
    for (second, event, kind) in [
        (0, 0, 0),
        (10, 0, 1),
        (20, 0, 0),
        (30, 0, 4),
        (31, 0, 4),
        (45, 0, 0),
        (50, 9, 1),
        (60, 0, 8),
        (65, 0, 0),
        (65, 0, 4),
        (70, 0, 0),
        (90, 0, 9),
    ] {
        file = file.data(1, &[W(START + second), B(event), B(kind)]);
    }
    let recording = file.session(1, 90, 0).recording();
    let pauses: Vec<_> = recording.pauses.iter().map(|p| (p.start, p.end)).collect();
    assert_eq!(pauses, [(at(10), at(20)), (at(30), at(45)), (at(60), at(70))]);
}

#[test]
fn splits_keep_what_the_device_called_them() {
    let fields = [(0, 1, ENUM), (9, 4, U32), (27, 4, U32), (1, 4, U32), (3, 4, U32)];
    let recording = Builder::activity()
        .heart_rates(&[100])
        .define(1, 312, &fields)
        .data(1, &[B(4), W(START + 40), W(u32::MAX), W(20_000), W(u32::MAX)])
        .data(1, &[B(3), W(START), W(START + 40), W(40_000), W(20_000)])
        .data(1, &[B(17), W(u32::MAX), W(START + 40), W(40_000), W(20_000)])
        .session(1, 60, 200)
        .recording();
    let [work, rest] = recording.splits[..] else { panic!("{:?}", recording.splits) };
    assert_eq!((work.kind, work.start, work.end), (SplitKind::IntervalActive, at(0), at(40)));
    assert_eq!(work.distance.map(Distance::as_m), Some(200.0));
    assert_eq!((rest.kind, rest.start, rest.end, rest.distance), (SplitKind::IntervalRest, at(40), at(60), None));
}

#[test]
fn beat_to_beat_times_are_kept_without_the_empty_places() {
    let recording = Builder::activity()
        .heart_rates(&[100])
        .define(1, 78, &[(0, 6, U16)])
        .data(1, &[H(512), H(498), H(0xFFFF)])
        .data(1, &[H(0xFFFF), H(0xFFFF), H(0xFFFF)])
        .session(1, 1, 0)
        .recording();
    assert_eq!(recording.rr_intervals_s, [0.512, 0.498]);
}

#[test]
fn a_time_between_beats_that_rounds_to_nothing_is_none() {
    let recording = Builder::activity()
        .heart_rates(&[100])
        .define(1, 78, &[(0, 16, super::F64)])
        .data(1, &[super::D(1e-60), super::D(640.0)])
        .session(1, 1, 0)
        .recording();
    assert_eq!(recording.rr_intervals_s, [0.64]);
}

#[test]
fn heart_rate_that_a_strap_kept_under_water_fills_the_samples() {
    // Beats every half second from one second before the swim, 12 bits of 1/1024 s each; the watch itself saw only one.
    let swim = Builder::activity().heart_rates(&[0xFF, 0xFF, 99, 0xFF]).session(5, 4, 0);
    let mut bytes = swim.file();
    let mut strap = Builder::new()
        .define(0, 132, &[(253, 4, U32), (0, 2, U16), (9, 4, U32), (6, 1, U8)])
        .data(0, &[W(START - 1), H(0), W(4000), B(120)])
        .define(1, 132, &[(6, 8, U8), (10, 12, BYTE)]);
    let ticks: Vec<u32> = (1..=8).map(|beat| 4000 + beat * 512).collect();
    strap = strap.data(1, &(1..=8).map(|beat| B(120 + beat)).collect::<Vec<_>>());
    for pair in ticks.as_chunks::<2>().0 {
        let [a, b] = pair.map(|t| t & 0xFFF);
        strap.data.extend([a as u8, (a >> 8 | b << 4) as u8, (b >> 4) as u8]);
    }
    bytes.extend(strap.file());
    let decoded = decode(&bytes).unwrap();
    assert_eq!(decoded.warnings, []);
    // Each sample takes the mean since the sample before: 120..122 at 0 s, 123 and 124 at 1 s, ...
    assert_eq!(heart_rates(&only(decoded)), [121.0, 123.5, 99.0, 127.5]);
}

#[test]
fn what_the_device_knows_about_the_athlete_is_kept() {
    let recording = Builder::activity()
        .define(1, 3, &[(1, 1, ENUM), (3, 1, U8), (4, 2, U16), (8, 1, U8), (11, 1, U8)])
        .data(1, &[B(0), B(172), H(615), B(47), B(185)])
        .define(2, 7, &[(1, 1, U8)])
        .data(2, &[B(191)])
        .data(2, &[B(180)])
        .heart_rates(&[100])
        .session(1, 1, 0)
        .recording();
    let profile = recording.profile;
    assert_eq!(profile.is_female, Some(true));
    assert_eq!(profile.height.map(Distance::as_m), Some(1.72));
    assert_eq!(profile.mass.map(Mass::as_kg), Some(61.5));
    assert_eq!(profile.hr_rest.map(HeartRate::as_bpm), Some(47.0));
    assert_eq!(profile.hr_max.map(HeartRate::as_bpm), Some(191.0));
}

#[test]
fn zeros_in_the_profile_say_nothing() {
    let recording = Builder::activity()
        .define(1, 3, &[(1, 1, ENUM), (3, 1, U8), (4, 2, U16), (8, 1, U8), (11, 1, U8)])
        .data(1, &[B(0xFF), B(0), H(65_534), B(0), B(0)])
        .heart_rates(&[100])
        .session(1, 1, 0)
        .recording();
    assert_eq!(recording.profile, striate_model::DeviceProfile::default());
}

#[test]
fn the_device_is_the_one_that_wrote_the_file() {
    let recording = Builder::new()
        .define(1, 0, &[(0, 1, ENUM), (1, 2, U16), (2, 2, U16), (3, 4, 0x8C)])
        .data(1, &[B(4), H(1), H(0xFFFF), W(0)])
        .define(2, 23, &[(0, 1, U8), (2, 2, U16), (4, 2, U16), (3, 4, 0x8C), (27, 6, TEXT)])
        .data(2, &[B(1), H(95), H(17), W(5), Raw(b"Strap\0")])
        .data(2, &[B(0), H(1), H(3290), W(12_345), Raw(b"Watch\0")])
        .heart_rates(&[100])
        .session(1, 1, 0)
        .recording();
    let device = recording.device;
    assert_eq!((device.manufacturer, device.product, device.serial), (Some(1), Some(3290), Some(12_345)));
    assert_eq!(device.name.as_deref(), Some("Watch"));
}

#[test]
fn a_course_is_a_route_and_no_run() {
    let decoded = Builder::new().define(1, 0, &[(0, 1, ENUM)]).data(1, &[B(6)]).heart_rates(&[100, 101]).decode();
    assert!(decoded.recordings.is_empty());
    assert_eq!(codes(&decoded), [(WarningCode::Unsupported, None)]);
    assert!(decoded.warnings[0].message.contains("course"));
}

#[test]
fn a_file_of_another_kind_says_what_it_is() {
    let decoded = Builder::new().define(1, 0, &[(0, 1, ENUM)]).data(1, &[B(32)]).decode();
    assert!(decoded.recordings.is_empty() && decoded.workouts.is_empty());
    assert!(decoded.warnings[0].message.contains("monitoring of a day"));
}

#[test]
fn a_session_whose_date_is_years_off_starts_with_its_samples() {
    let decoded = Builder::activity()
        .heart_rates(&[100, 101])
        .define(1, 18, &[(2, 4, U32), (5, 1, ENUM), (7, 4, U32), (8, 4, U32), (9, 4, U32)])
        .data(1, &[W(1000), B(1), W(2000), W(2000), W(0)])
        .decode();
    assert_eq!(codes(&decoded), [(WarningCode::ContradictoryTotal, None)]);
    assert_eq!(only(decoded).start, at(0));
}

#[test]
fn a_total_of_zero_is_not_believed_when_the_samples_go_on() {
    let mut file = Builder::activity().define(0, 20, &[(253, 4, U32), (5, 4, U32)]);
    for second in 0..60 {
        file = file.data(0, &[W(START + second), W(second * 300)]);
    }
    let decoded = file.session(1, 0, 0).decode();
    assert!(codes(&decoded).iter().all(|(code, _)| *code == WarningCode::DerivedTotal));
    let recording = only(decoded);
    assert_eq!(recording.timer.map(TimeSpan::as_s), Some(59.0));
    assert_eq!(recording.distance.map(Distance::as_m), Some(177.0));
}

#[test]
fn a_gap_in_a_channel_of_the_second_session_is_a_gap() {
    let recording = Builder::activity().heart_rates(&[0xFF, 0xFF, 130]).session(1, 3, 0).recording();
    assert!(same(&heart_rates(&recording), &[f32::NAN, f32::NAN, 130.0]));
}
