//! What real watches get wrong about time, distance and sport, each once.

use super::{B, Builder, ENUM, H, S32, START, U8, U16, U32, W, only};
use striate_model::{Channel, Sport, SubSport, WarningCode};

/// Samples with time, speed (mm/s) and heart rate.
fn with_speeds(file: Builder, times: impl Iterator<Item = u32>) -> Builder {
    let defined = file.define(0, 20, &[(253, 4, U32), (6, 2, U16), (3, 1, U8)]);
    times.fold(defined, |file, time| file.data(0, &[W(time), H(3000), B(140)]))
}

#[test]
fn a_treadmill_with_speeds_alone_has_run_what_they_add_up_to() {
    let decoded = with_speeds(Builder::activity(), START..=START + 900)
        .define(14, 18, &[(253, 4, U32), (2, 4, U32), (5, 1, ENUM), (6, 1, ENUM), (7, 4, U32), (8, 4, U32)])
        .data(14, &[W(START + 900), W(START), B(1), B(1), W(900_000), W(900_000)])
        .decode();
    let run = only(decoded);
    assert_eq!(run.distance.map(striate_model::Distance::as_m), Some(2700.0));
    assert_eq!(run.sub_sport, SubSport::Treadmill);
}

#[test]
fn a_clock_that_jumps_twenty_days_in_the_middle_loses_no_second() {
    let jump = 20 * 86_400;
    for (jump_at, start_s) in [(400, i64::from(START) + i64::from(jump)), (600, i64::from(START))] {
        let times = (0..=900).map(|s| START + s + if s >= jump_at { jump } else { 0 });
        let decoded = with_speeds(Builder::activity(), times)
            .define(13, 19, &[(253, 4, U32), (2, 4, U32), (7, 4, U32), (8, 4, U32)])
            .data(13, &[W(START + jump + 900), W(START), W(900_000), W(900_000)])
            .define(14, 18, &[(253, 4, U32), (2, 4, U32), (5, 1, ENUM), (7, 4, U32), (8, 4, U32), (9, 4, U32)])
            .data(14, &[W(START + jump + 900), W(START), B(1), W(900_000), W(900_000), W(270_000)])
            .decode();
        assert!(decoded.warnings.iter().any(|w| w.code == WarningCode::TimeDisorder), "{:?}", decoded.warnings);
        let run = only(decoded);
        let time = &run.streams.time;
        assert_eq!((time.len(), time[900].since(time[0]).as_s()), (901, 900.0));
        // The longer part keeps its clock, and everything else goes with it.
        assert_eq!(run.start.as_unix_ms() / 1000 - 631_065_600, start_s);
        assert_eq!((run.start, run.laps[0].start), (time[0], time[0]));
        assert_eq!(run.elapsed.map(striate_model::TimeSpan::as_s), Some(900.0));
        assert!(run.streams.channel(Channel::HeartRateBpm).iter().all(|bpm| *bpm == 140.0));
    }
}

#[test]
fn a_clock_that_is_set_back_by_an_hour_loses_no_second_either() {
    let times = (0..=900).map(|s| START + s - if s >= 300 { 3600 } else { 0 });
    let run = only(with_speeds(Builder::activity(), times).session(1, 900, 2700).decode());
    let time = &run.streams.time;
    assert_eq!((time.len(), time[900].since(time[0]).as_s()), (901, 900.0));
}

#[test]
fn a_rest_of_an_hour_that_the_stopwatch_knows_of_stays_one() {
    let times = (0..=900).map(|s| START + s + if s >= 300 { 3600 } else { 0 });
    let decoded = with_speeds(Builder::activity(), times)
        .define(14, 18, &[(253, 4, U32), (2, 4, U32), (5, 1, ENUM), (7, 4, U32), (8, 4, U32), (9, 4, U32)])
        .data(14, &[W(START + 4500), W(START), B(1), W(4_500_000), W(900_000), W(270_000)])
        .decode();
    let run = only(decoded);
    assert_eq!(run.streams.time[900].since(run.streams.time[0]).as_s(), 4500.0);
}

#[test]
fn the_watch_s_own_clock_says_how_far_the_place_is_ahead_of_utc() {
    let file = |local: u32| {
        let file = Builder::activity().heart_rates(&[120, 121, 122]).session(1, 2, 6);
        let file = file.define(9, 34, &[(253, 4, U32), (5, 4, U32)]).data(9, &[W(START + 2), W(local)]);
        only(file.decode()).utc_offset.map(|o| o.as_s() / 3600.0)
    };
    assert_eq!(file(START + 2 + 32_400), Some(9.0));
    assert_eq!(file(START + 2 - 14_400), Some(-4.0));
    assert_eq!(file(START + 1 + 19_800), Some(5.5), "a second of delay between the two");
    assert_eq!([file(START + 2), file(0), file(START + 700)], [None; 3]);
}

#[test]
fn totals_alone_are_a_recording_and_so_are_laps_alone() {
    let typed_in = only(Builder::activity().session(1, 2700, 8000).decode());
    assert_eq!((typed_in.streams.len(), typed_in.distance.map(striate_model::Distance::as_m)), (0, Some(8000.0)));
    let fields =
        [(253, 4, U32), (2, 4, U32), (7, 4, U32), (8, 4, U32), (9, 4, U32), (15, 1, U8), (16, 1, U8), (25, 1, ENUM)];
    let lap = |k: u32, km: u32| {
        let from = START + k * 1200;
        [
            W(from + 1200),
            W(from),
            W(1_200_000),
            W(1_200_000),
            W(km * 100_000),
            B(140 + 10 * k as u8),
            B(150 + 10 * k as u8),
            B(1),
        ]
    };
    let file = Builder::activity().define(13, 19, &fields).data(13, &lap(0, 4)).data(13, &lap(1, 3));
    let decoded = file.decode();
    assert!(decoded.warnings.iter().any(|w| w.message.contains("those of its laps")), "{:?}", decoded.warnings);
    let run = only(decoded);
    let figures = (
        run.timer.map(striate_model::TimeSpan::as_s),
        run.distance.map(striate_model::Distance::as_m),
        run.hr_mean.map(striate_model::HeartRate::as_bpm),
    );
    assert_eq!(figures, (Some(2400.0), Some(7000.0), Some(145.0)));
    assert_eq!(
        (run.sport, run.laps.len(), run.hr_max.map(striate_model::HeartRate::as_bpm)),
        (Sport::Running, 2, Some(160.0))
    );
    assert_eq!(run.start.as_unix_ms() / 1000 - 631_065_600, i64::from(START));
}

/// Degrees as the protocol writes them.
fn semicircles(deg: f64) -> u32 {
    (deg / 180.0 * f64::from(1_u32 << 31)).round() as i32 as u32
}

#[test]
fn a_wild_fix_and_a_first_fix_in_another_town_are_no_way() {
    let fields = [(253, 4, U32), (0, 4, S32), (1, 4, S32)];
    let file = |wild: &dyn Fn(u32) -> f64| {
        let defined = Builder::activity().define(0, 20, &fields);
        let file = (0..=600).fold(defined, |file, s| {
            let north = 47.0 + f64::from(s) * 3.0 / 111_195.0;
            file.data(0, &[W(START + s), W(semicircles(north)), W(semicircles(11.0 + wild(s)))])
        });
        let file = file.define(14, 18, &[(253, 4, U32), (2, 4, U32), (5, 1, ENUM), (7, 4, U32), (8, 4, U32)]);
        only(file.data(14, &[W(START + 600), W(START), B(1), W(600_000), W(600_000)]).decode())
    };
    let metres = |run: &striate_model::Recording| run.distance.map_or(0.0, striate_model::Distance::as_m);
    let clean = metres(&file(&|_| 0.0));
    assert!((clean - 1800.0).abs() < 3.0, "{clean}");
    let spike = file(&|s| if s == 300 { 0.01 } else { 0.0 });
    assert!((metres(&spike) - clean).abs() < 10.0 && spike.streams.latitude_deg[300].is_nan(), "{}", metres(&spike));
    let first = metres(&file(&|s| if s < 3 { 1.5 } else { 0.0 }));
    assert!((first - clean).abs() < 20.0, "{first}");
}

#[test]
fn a_sport_keeps_the_protocol_s_own_word() {
    let word = |sport: u8| only(Builder::activity().session(sport, 600, 0).decode()).sport_word;
    assert_eq!(word(13).as_deref(), Some("alpine skiing"));
    assert_eq!(word(1).as_deref(), Some("running"));
    assert_eq!((word(0), word(200)), (None, None));
}

#[test]
fn a_swim_in_a_pool_without_a_length_has_no_distance_rather_than_none_swum() {
    let swim = only(Builder::activity().session(5, 1800, 0).decode());
    assert_eq!((swim.sport, swim.distance), (Sport::Swimming, None));
}
