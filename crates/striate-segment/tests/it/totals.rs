//! Runs of which only totals are known, and one distance for all that follows.

use crate::script::{START, Script, at, athlete};
use striate_model::{
    Channel, Distance, HeartRate, Lap, Pause, Recording, SessionKind, SpeedSource, Sport, Streams, SubSport, TimeSpan,
    Told,
};
use striate_segment::{segment, speed_bests};

fn session(recording: &Recording) -> striate_model::Session {
    segment(recording, &athlete(3.6, 7.5), &Told::default())
}

/// 8 km in 45 min at a heart rate of 148, and nothing else.
fn typed_in() -> Recording {
    let mut recording = Recording::new(Sport::Running, SubSport::Generic, START);
    (recording.timer, recording.elapsed) = (Some(TimeSpan::from_s(2700.0)), Some(TimeSpan::from_s(2700.0)));
    recording.distance = Some(Distance::from_m(8000.0));
    recording.hr_mean = Some(HeartRate::from_bpm(148.0));
    recording
}

fn moved_m(session: &striate_model::Session) -> f64 {
    session.motion.speed_m_per_s.iter().map(|v| f64::from(*v)).sum()
}

#[test]
fn a_run_of_which_only_totals_are_known_is_as_far_and_as_long_as_it_was_and_nothing_of_it_is_sure() {
    let run = session(&typed_in());
    assert_eq!(run.motion.speed_source, SpeedSource::Totals);
    assert_eq!(run.distance.map(striate_model::Distance::as_m), Some(8000.0));
    assert!((moved_m(&run) - 8000.0).abs() < 10.0, "{}", moved_m(&run));
    assert!(run.motion.len().abs_diff(2700) <= 1 && run.motion.heart_rate_bpm[1000] == 148.0);
    assert!(run.kind.kind != SessionKind::Other && run.kind.confidence <= 0.6, "{:?}", run.kind);
    assert!(run.efforts.is_empty());
    let shown = speed_bests(&typed_in(), &athlete(3.6, 7.5));
    let fastest = shown.bests.iter().map(|b| b.speed.as_m_per_s()).fold(0.0, f64::max);
    assert!((fastest - 8000.0 / 2700.0).abs() < 0.05, "a mean shows that one can run so fast, and no more: {fastest}");
}

#[test]
fn samples_of_a_heart_rate_alone_and_a_distance_that_was_typed_in_are_the_same_run() {
    let mut recording = typed_in();
    recording.streams.time = (0..=2700).map(|s| at(f64::from(s))).collect();
    *recording.streams.channel_mut(Channel::HeartRateBpm) = vec![148.0; 2701];
    let (with_pulse, bare) = (session(&recording), session(&typed_in()));
    assert_eq!(with_pulse.motion.speed_source, SpeedSource::Totals);
    assert!((moved_m(&with_pulse) - moved_m(&bare)).abs() < 20.0);
    // A count that stands still is no count.
    recording.streams.distance_m = vec![0.0; 2701];
    assert_eq!(session(&recording).motion.speed_source, SpeedSource::Totals);
}

#[test]
fn laps_without_samples_are_run_each_at_its_own_speed() {
    let mut recording = typed_in();
    let lap = |k: u32, s: f64, m: f64| {
        let start = at(900.0 * f64::from(k));
        Lap {
            start,
            end: start + TimeSpan::from_s(s),
            timer: Some(TimeSpan::from_s(s)),
            distance: Some(Distance::from_m(m)),
            intensity: None,
            trigger: None,
            workout_step: None,
        }
    };
    recording.laps = vec![lap(0, 900.0, 2500.0), lap(1, 900.0, 3000.0), lap(2, 900.0, 2500.0)];
    let run = session(&recording);
    let speed = |s: usize| f64::from(run.motion.speed_m_per_s[s]);
    assert!((speed(450) - 2500.0 / 900.0).abs() < 0.02 && (speed(1350) - 3000.0 / 900.0).abs() < 0.02);
    assert!((moved_m(&run) - 8000.0).abs() < 10.0);
}

#[test]
fn a_climb_that_only_a_total_tells_of_is_one_hill() {
    let mut recording = typed_in();
    recording.ascent = Some(Distance::from_m(200.0));
    let motion = session(&recording).motion;
    let climbed: f64 = motion.speed_m_per_s.iter().zip(&motion.grade).map(|(v, g)| f64::from(v * g.max(0.0))).sum();
    assert!((150.0..230.0).contains(&climbed), "{climbed}");
}

#[test]
fn a_watch_that_fell_silent_for_half_of_the_run_still_ran_it() {
    let whole = Script::new().run(3000, 3.0).recording();
    let kept: Vec<usize> = (0..3000).filter(|i| !(600..2400).contains(i)).collect();
    let pick = |column: &[f64]| -> Vec<f64> { kept.iter().map(|i| column[*i]).collect() };
    let mut silent = whole.clone();
    silent.streams = Streams::default();
    silent.streams.time = kept.iter().map(|i| whole.streams.time[*i]).collect();
    silent.streams.distance_m = pick(&whole.streams.distance_m);
    silent.timer = Some(TimeSpan::from_s(2999.0));
    silent.elapsed = silent.timer;
    silent.distance = Some(Distance::from_m(whole.streams.distance_m[2999]));
    let (all, part) = (session(&whole), session(&silent));
    assert!((moved_m(&part) - moved_m(&all)).abs() < 60.0, "{} {}", moved_m(&part), moved_m(&all));
    // Speeds alone: what the total has beyond them lies in the silence.
    let mut by_speed = silent.clone();
    by_speed.streams.distance_m = Vec::new();
    *by_speed.streams.channel_mut(Channel::SpeedMPerS) =
        kept.iter().map(|i| whole.streams.channel(Channel::SpeedMPerS)[*i]).collect();
    let part = session(&by_speed);
    assert!((moved_m(&part) - moved_m(&all)).abs() < 100.0, "{} {}", moved_m(&part), moved_m(&all));
    // The timer stood: then it was a stop.
    silent.timer = Some(TimeSpan::from_s(1200.0));
    silent.distance = Some(Distance::from_m(3600.0));
    silent.streams.distance_m.iter_mut().skip(600).for_each(|m| *m -= 5400.0);
    assert!((moved_m(&session(&silent)) - 3600.0).abs() < 60.0, "{}", moved_m(&session(&silent)));
}

/// The mean speed of the minute around a second, m/s.
fn minute(run: &striate_model::Session, second: usize) -> f64 {
    run.motion.speed_m_per_s[second - 30..second + 30].iter().map(|v| f64::from(*v)).sum::<f64>() / 60.0
}

/// A run of 2,700 s at 3 m/s that fell silent twice: from 900 to 1,150 s while it went on, and for 120 s at 1,800 s, in
/// which the runner stood.
fn with_silences() -> Recording {
    let whole = Script::new().run(1800, 3.0).run(120, 0.0).run(780, 3.0).recording();
    let kept: Vec<usize> = (0..2700).filter(|i| !(900..1150).contains(i) && !(1801..1919).contains(i)).collect();
    let mut silent = whole.clone();
    silent.streams = Streams::default();
    silent.streams.time = kept.iter().map(|i| whole.streams.time[*i]).collect();
    silent.streams.distance_m = kept.iter().map(|i| whole.streams.distance_m[*i]).collect();
    silent.timer = Some(TimeSpan::from_s(2580.0));
    silent.elapsed = Some(TimeSpan::from_s(2700.0));
    silent.distance = Some(Distance::from_m(whole.streams.distance_m[2699]));
    silent
}

#[test]
fn the_time_of_a_stop_that_the_timer_left_out_is_not_taken_from_a_silence_that_was_run() {
    let run = session(&with_silences());
    let speed = |s: usize| minute(&run, s);
    for second in [300, 1000, 1500, 2300] {
        assert!((speed(second) - 3.0).abs() < 0.06, "{second} s: {}", speed(second));
    }
    assert!(speed(1860) < 0.1, "{}", speed(1860));
    assert!((moved_m(&run) - 7740.0).abs() < 60.0, "{}", moved_m(&run));
}

#[test]
fn way_that_is_counted_while_the_timer_stands_makes_nothing_else_faster() {
    let mut recording = with_silences();
    recording.pauses = [(900, 1150), (1800, 1920)]
        .map(|(from, to)| Pause {
            start: recording.start + TimeSpan::from_s(f64::from(from)),
            end: recording.start + TimeSpan::from_s(f64::from(to)),
        })
        .to_vec();
    recording.timer = Some(TimeSpan::from_s(2330.0));
    let run = session(&recording);
    let speed = |s: usize| minute(&run, s);
    for second in [300, 1500, 2300] {
        assert!((speed(second) - 3.0).abs() < 0.06, "{second} s: {}", speed(second));
    }
}

#[test]
fn samples_with_steps_that_break_off_before_the_end_or_begin_late_show_their_bests() {
    let mut whole = Script::new().run(3000, 3.4).recording();
    *whole.streams.channel_mut(Channel::CadencePerMin) = vec![172.0; whole.streams.time.len()];
    for kept in [0..1400, 1600..3000] {
        let mut part = whole.clone();
        part.streams = Streams::default();
        part.streams.time = whole.streams.time[kept.clone()].to_vec();
        part.streams.distance_m = whole.streams.distance_m[kept.clone()].to_vec();
        *part.streams.channel_mut(Channel::CadencePerMin) = vec![172.0; kept.len()];
        (part.timer, part.elapsed) = (Some(TimeSpan::from_s(3000.0)), Some(TimeSpan::from_s(3000.0)));
        part.distance = Some(Distance::from_m(whole.streams.distance_m[2999]));
        let bests = speed_bests(&part, &athlete(3.6, 7.5));
        let fastest = bests.bests.iter().map(|b| b.speed.as_m_per_s()).fold(0.0, f64::max);
        assert!((3.2..3.8).contains(&fastest), "{kept:?}: {fastest}");
    }
}

#[test]
fn the_total_is_the_distance_of_everything_unless_the_samples_contradict_it() {
    let mut recording = Script::new().run(1800, 3.0).recording();
    let counted = recording.streams.distance_m[1799];
    for (total, right) in [(counted * 1.1, counted * 1.1), (counted * 0.9, counted * 0.9), (counted * 1.5, counted)] {
        recording.distance = Some(Distance::from_m(total));
        let run = session(&recording);
        let distance = run.distance.map_or(0.0, striate_model::Distance::as_m);
        assert!((distance - right).abs() < 0.01 * right, "{total}: {distance}");
        assert!((moved_m(&run) - right).abs() < 0.01 * right, "{total}: {}", moved_m(&run));
    }
    // On a treadmill the distance is set right by hand.
    recording.sub_sport = SubSport::Treadmill;
    recording.distance = Some(Distance::from_m(counted * 1.5));
    assert!((moved_m(&session(&recording)) - counted * 1.5).abs() < 0.01 * counted);
}

#[test]
fn a_recording_that_names_no_sport_is_never_surely_a_run() {
    let mut recording = Script::new().run(2700, 3.0).recording();
    assert!(session(&recording).kind.confidence > 0.5);
    recording.sport = Sport::Unknown;
    let kind = session(&recording).kind;
    assert!(kind.confidence <= 0.5 && kind.reasons[0].contains("names no sport"), "{kind:?}");
}
