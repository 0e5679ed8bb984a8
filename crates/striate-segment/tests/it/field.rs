//! What real recordings are like: heights in whole metres or wrong, files that hold only repetitions, gusts of a
//! satellite, traffic lights, walks, races without heart rate.

use crate::script::{START, Script, athlete};
use striate_model::{Athlete, Channel, Recording, Session, SessionKind, Told};
use striate_segment::{refine_and_segment, segment};

/// As an athlete of whom nothing is known.
fn stranger(recording: &Recording) -> Session {
    refine_and_segment(recording, &Athlete::default(), &Told::default()).1
}

fn spans(session: &Session) -> Vec<(f64, f64)> {
    session.efforts.iter().map(|e| (e.start.since(START).as_s(), e.end.since(START).as_s())).collect()
}

fn in_whole_metres(mut recording: Recording) -> Recording {
    for height in recording.streams.channel_mut(Channel::AltitudeM) {
        *height = height.round();
    }
    recording
}

/// Ground that rises and falls by two parts in a hundred under six times 1000 m.
fn waves() -> Script {
    let mut script = Script::new().run(600, 2.9);
    for _ in 0..6 {
        for k in 0..8 {
            script = script.climb(28, 4.4, if k % 2 == 0 { 0.02 } else { -0.02 });
        }
        script = script.run(120, 1.3);
    }
    script.run(300, 2.7)
}

#[test]
fn gentle_waves_in_whole_metres_do_not_cut_a_repetition() {
    let recording = in_whole_metres(waves().recording());
    for session in [stranger(&recording), segment(&recording, &athlete(4.1, 7.5), &Told::default())] {
        let found = spans(&session);
        assert_eq!(found.len(), 6, "{found:?}");
        assert!(found.iter().all(|(from, to)| (215.0..232.0).contains(&(to - from))), "{found:?}");
    }
}

#[test]
fn heights_that_nobody_obeys_do_not_cut_a_repetition() {
    let mut recording = waves().recording();
    // Steps up and down by tens of metres, as satellites write them while they are being found.
    for (i, height) in recording.streams.channel_mut(Channel::AltitudeM).iter_mut().enumerate() {
        *height += 25.0 * ((i / 90 * 7919 % 13) as f32 / 6.0 - 1.0);
    }
    let found = spans(&stranger(&recording));
    assert_eq!(found.len(), 6, "{found:?}");
}

#[test]
fn a_file_that_holds_only_repetitions_is_not_a_slow_runners_easy_run() {
    let recording = Script::new().repeat(5, (230, 4.4), (120, 1.2)).recording();
    let session = stranger(&recording);
    assert_eq!(session.efforts.len(), 5, "{:?}", spans(&session));
    assert_eq!(session.kind.kind, SessionKind::Interval, "{:?}", session.kind);
}

#[test]
fn running_and_walking_in_turns_makes_no_efforts_of_a_beginners_run() {
    let session = stranger(&Script::new().repeat(9, (180, 2.4), (60, 1.4)).recording());
    assert!(session.efforts.is_empty(), "{:?}", spans(&session));
}

#[test]
fn lights_at_a_brisk_pace_make_no_efforts_for_a_known_athlete() {
    let mut script = Script::new();
    for k in 0..14 {
        script = script.run(50 + 37 * (k % 5), 3.5).run(15 + 11 * (k % 4), 0.0);
    }
    let recording = script.recording();
    for critical in [3.4, 3.7, 4.2] {
        let session = segment(&recording, &athlete(critical, 7.5), &Told::default());
        assert!(session.efforts.is_empty(), "{critical}: {:?}", spans(&session));
    }
}

#[test]
fn gusts_of_a_satellite_make_no_efforts() {
    let mut recording = Script::new().run(5400, 3.4).noise(0.3).recording();
    // Ahead for some seconds, then back: now and then, never twice alike.
    for (at, seconds, gust) in [(700, 14, 1.9_f32), (1500, 25, 1.4), (1740, 11, 2.6), (3900, 19, 1.7)] {
        for v in &mut recording.streams.channel_mut(Channel::SpeedMPerS)[at..at + seconds] {
            *v += gust;
        }
    }
    recording.streams.distance_m.clear();
    for session in [stranger(&recording), segment(&recording, &athlete(4.3, 8.0), &Told::default())] {
        assert!(session.efforts.is_empty(), "{:?}", spans(&session));
        assert!(matches!(session.kind.kind, SessionKind::Easy | SessionKind::Long), "{:?}", session.kind);
    }
}

#[test]
fn a_walk_is_no_long_run_and_a_steep_one_a_trail() {
    let walk = stranger(&Script::new().run(6000, 1.3).recording());
    assert_eq!(walk.kind.kind, SessionKind::Other, "{:?}", walk.kind);
    let mut hike = Script::new();
    for _ in 0..10 {
        hike = hike.climb(300, 1.1, 0.12).climb(300, 1.3, -0.12);
    }
    let hike = stranger(&hike.recording());
    assert_eq!(hike.kind.kind, SessionKind::Trail, "{:?}", hike.kind);
    assert!(walk.efforts.is_empty() && hike.efforts.is_empty());
}

#[test]
fn ten_kilometres_at_a_racers_pace_are_no_easy_run() {
    let session = stranger(&Script::new().run(2222, 4.52).recording());
    assert!(matches!(session.kind.kind, SessionKind::Tempo | SessionKind::Race), "{:?}", session.kind);
    let easy = stranger(&Script::new().run(3400, 2.9).recording());
    assert_eq!(easy.kind.kind, SessionKind::Easy, "{:?}", easy.kind);
}

#[test]
fn turning_round_at_the_end_of_a_street_is_no_rest() {
    // Back and forth over 200 m, with positions only.
    let script = Script::new().run(600, 2.8).repeat(5, (200, 4.4), (60, 0.0)).run(300, 2.6);
    let mut recording = script.recording();
    let streams = &mut recording.streams;
    for metres in streams.distance_m.clone() {
        let along = metres % 400.0;
        let north = if along < 200.0 { along } else { 400.0 - along };
        streams.latitude_deg.push(north / 111_195.0);
        streams.longitude_deg.push(0.0);
    }
    streams.distance_m.clear();
    streams.channel_mut(Channel::SpeedMPerS).clear();
    let session = stranger(&recording);
    assert_eq!(session.efforts.len(), 5, "{:?}", spans(&session));
}
