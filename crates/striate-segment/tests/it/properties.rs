//! What holds for any recording, however broken.

use crate::script::{START, Script, athlete};
use proptest::prelude::*;
use striate_model::{
    Athlete, Channel, Lap, LapTrigger, Pause, Recording, Session, Sport, SubSport, TimeSpan, Timestamp, Told,
};
use striate_segment::{refine_and_segment, refine_athlete, segment};

/// One sample of anything: gap to the one before, speed, height, heart rate, cadence.
type Row = (i64, f32, f32, f32, f32);

fn any_value(range: std::ops::Range<f32>) -> impl Strategy<Value = f32> {
    prop_oneof![6 => range, 1 => Just(f32::NAN), 1 => Just(0.0f32), 1 => Just(1e9f32)]
}

fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        prop_oneof![20 => Just(1000i64), 3 => 0i64..9000, 1 => 9000i64..200_000],
        any_value(0.0..8.0),
        any_value(-50.0..900.0),
        any_value(40.0..210.0),
        any_value(0.0..240.0),
    );
    prop::collection::vec(row, 0..400)
}

fn recording(rows: &[Row], marks: &[(i64, i64)]) -> Recording {
    let mut recording = Recording::new(Sport::Running, SubSport::Generic, START);
    let (mut now, mut along) = (START.as_unix_ms(), 0.0);
    for &(gap, speed, height, heart, cadence) in rows {
        now += gap;
        along += if speed.is_nan() { 0.0 } else { f64::from(speed) };
        let streams = &mut recording.streams;
        streams.time.push(Timestamp::from_unix_ms(now));
        streams.distance_m.push(along);
        for (channel, value) in [
            (Channel::SpeedMPerS, speed),
            (Channel::AltitudeM, height),
            (Channel::HeartRateBpm, heart),
            (Channel::CadencePerMin, cadence),
        ] {
            streams.channel_mut(channel).push(value);
        }
    }
    let at = |s: i64| Timestamp::from_unix_ms(START.as_unix_ms() + s * 1000);
    recording.pauses = marks.iter().map(|&(a, b)| Pause { start: at(a), end: at(b) }).collect();
    recording.laps = marks
        .iter()
        .map(|&(a, b)| Lap {
            start: at(a),
            end: at(b),
            timer: None,
            distance: None,
            intensity: None,
            trigger: Some(LapTrigger::Manual),
            workout_step: u16::try_from(a % 3).ok(),
        })
        .collect();
    recording
}

/// What a device says of the whole: timer and distance, how long before its first sample the session began and how long
/// after its last one it ended, s, and whether it counted its way.
type Totals = (Option<u16>, Option<u32>, (u16, u16), bool);

fn any_totals() -> impl Strategy<Value = Totals> {
    let ends = prop_oneof![2 => Just((0, 0)), 3 => (0u16..4000, 0u16..4000)];
    (prop::option::of(0u16..9000), prop::option::of(0u32..60_000), ends, any::<bool>())
}

fn with_totals(mut recording: Recording, (timer, metres, (before, after), counts): Totals) -> Recording {
    let last = recording.streams.time.last().copied().unwrap_or(START);
    recording.start = START + TimeSpan::from_s(-f64::from(before));
    recording.elapsed = Some(last.since(recording.start) + TimeSpan::from_s(f64::from(after)));
    recording.timer = timer.map(|s| TimeSpan::from_s(f64::from(s)));
    recording.distance = metres.map(|m| striate_model::Distance::from_m(f64::from(m)));
    if !counts {
        recording.streams.distance_m.clear();
    }
    recording
}

fn assert_sound(session: &Session) {
    let motion = &session.motion;
    assert!(session.segments.windows(2).all(|w| w[0].end == w[1].start));
    assert!(session.efforts.iter().all(|e| e.end > e.start), "{:?}", session.efforts);
    assert!(session.efforts.windows(2).all(|w| w[0].end <= w[1].start), "{:?}", session.efforts);
    assert!(session.recoveries.iter().all(|r| r.end >= r.start));
    assert_eq!(session.recoveries.len(), session.efforts.len().saturating_sub(1));
    assert!((0.0..=1.0).contains(&session.kind.confidence), "{:?}", session.kind);
    assert!(!session.kind.reasons.is_empty());
    for column in [
        &motion.speed_m_per_s,
        &motion.grade,
        &motion.acceleration_m_per_s2,
        &motion.cadence_steps_per_min,
        &motion.ground_contact_s,
    ] {
        assert!(column.len() == motion.len() && column.iter().all(|v| v.is_finite()));
    }
    assert!(motion.speed_m_per_s.iter().all(|v| (0.0..=12.6).contains(v)));
    assert!(motion.grade.iter().all(|g| g.abs() <= 0.5));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_recording_with_any_totals_gives_a_sound_session_and_bests(
        rows in any_rows(),
        marks in prop::collection::vec((0i64..900, 0i64..900), 0..4),
        totals in any_totals(),
    ) {
        let recording = with_totals(recording(&rows, &marks), totals);
        assert_sound(&segment(&recording, &athlete(3.6, 7.5), &Told::default()));
        let bests = striate_segment::speed_bests(&recording, &athlete(3.6, 7.5));
        prop_assert!(bests.bests.iter().all(|b| b.speed.as_m_per_s().is_finite()));
        assert_sound(&refine_and_segment(&recording, &Athlete::default(), &Told::default()).1);
    }

    #[test]
    fn any_recording_gives_a_sound_session(rows in any_rows(), marks in prop::collection::vec((0i64..900, 0i64..900), 0..8)) {
        let recording = recording(&rows, &marks);
        let known = refine_athlete(&Athlete::default(), &recording);
        assert_sound(&segment(&recording, &known, &Told::default()));
        assert_sound(&segment(&recording, &athlete(3.8, 7.5), &Told::default()));
    }

    #[test]
    fn one_cleaning_for_both_gives_what_two_give(rows in any_rows(), marks in prop::collection::vec((0i64..900, 0i64..900), 0..8), critical in 2.5f64..6.0) {
        let recording = recording(&rows, &marks);
        for athlete in [Athlete::default(), athlete(critical, 2.0 * critical)] {
            let refined = refine_athlete(&athlete, &recording);
            let session = segment(&recording, &refined, &Told::default());
            // NaN, where nothing is known, is not equal to itself.
            let (both, alone) = (refine_and_segment(&recording, &athlete, &Told::default()), (refined, session));
            prop_assert_eq!(format!("{both:?}"), format!("{alone:?}"));
        }
    }

    #[test]
    fn the_hour_of_the_day_changes_nothing(rows in any_rows(), hours in 0i64..9000) {
        let recording = recording(&rows, &[]);
        let mut later = recording.clone();
        for t in &mut later.streams.time {
            *t = *t + TimeSpan::from_s(hours as f64 * 3600.0);
        }
        let (a, b) = (segment(&recording, &Athlete::default(), &Told::default()), segment(&later, &Athlete::default(), &Told::default()));
        prop_assert_eq!(a.kind, b.kind);
        prop_assert_eq!(a.motion.speed_m_per_s, b.motion.speed_m_per_s);
        prop_assert_eq!(a.efforts.len(), b.efforts.len());
    }

    #[test]
    fn scaling_a_run_and_its_runner_together_changes_no_effort(percent in 70u32..150) {
        let scale = f64::from(percent) / 100.0;
        let run = |s: f64| Script::new().run(600, 2.7 * s).repeat(6, (60, 4.4 * s), (90, 2.0 * s)).run(300, 2.6 * s).noise(0.08 * s).recording();
        let found = segment(&run(scale), &athlete(3.8 * scale, 7.5 * scale), &Told::default());
        prop_assert_eq!(found.efforts.len(), 6);
    }
}
