//! Which spans are efforts.

use crate::script::{START, Script, at, athlete, laps};
use striate_model::{
    Channel, Distance, Effort, EffortSource, Intensity, Lap, LapTrigger, Recording, SegmentKind, Split, SplitKind,
    Sport, Step, StepDuration, TimeSpan, Told, Workout,
};
use striate_segment::segment;

fn efforts(recording: &Recording) -> Vec<Effort> {
    segment(recording, &athlete(3.8, 7.5), &Told::default()).efforts
}

fn spans(efforts: &[Effort]) -> Vec<(f64, f64)> {
    efforts.iter().map(|e| (e.start.since(START).as_s(), e.end.since(START).as_s())).collect()
}

fn assert_near(found: &[Effort], wanted: &[(f64, f64)], tolerance_s: f64) {
    let found = spans(found);
    assert_eq!(found.len(), wanted.len(), "found {found:?}");
    for (f, w) in found.iter().zip(wanted) {
        assert!((f.0 - w.0).abs() <= tolerance_s && (f.1 - w.1).abs() <= tolerance_s, "{f:?} for {w:?}");
    }
}

#[test]
fn eight_times_200_m_are_found_without_any_lap() {
    let recording = Script::new().run(600, 2.8).repeat(8, (36, 5.6), (160, 1.6)).run(300, 2.6).recording();
    let wanted: Vec<_> = (0..8).map(|k| (600.0 + 196.0 * f64::from(k), 636.0 + 196.0 * f64::from(k))).collect();
    let found = efforts(&recording);
    assert_near(&found, &wanted, 2.0);
    assert!(found.iter().all(|e| e.source == EffortSource::Detected));
}

#[test]
fn thirty_thirties_are_thirty_efforts_not_one() {
    let recording = Script::new().run(600, 2.8).repeat(15, (30, 4.6), (30, 2.6)).run(300, 2.6).recording();
    assert_eq!(efforts(&recording).len(), 15);
}

#[test]
fn strides_at_the_end_of_an_easy_run_are_efforts() {
    let recording = Script::new().run(2400, 3.0).repeat(6, (20, 5.6), (60, 2.5)).run(60, 2.5).recording();
    assert_eq!(efforts(&recording).len(), 6);
}

#[test]
fn long_repetitions_with_short_jogs_are_efforts() {
    let recording = Script::new().run(900, 2.9).repeat(4, (600, 3.75), (90, 2.5)).run(600, 2.7).recording();
    assert_eq!(efforts(&recording).len(), 4);
}

#[test]
fn a_steady_run_has_no_efforts() {
    assert!(efforts(&Script::new().run(3600, 3.0).noise(0.25).recording()).is_empty());
}

#[test]
fn a_tempo_block_between_warm_up_and_cool_down_is_no_effort() {
    assert!(efforts(&Script::new().run(900, 2.8).run(1500, 3.8).run(600, 2.7).recording()).is_empty());
}

#[test]
fn stopping_at_traffic_lights_makes_no_efforts() {
    let mut script = Script::new();
    for k in 0..14 {
        script = script.run(120 + 37 * (k % 5), 3.0).run(15 + 11 * (k % 4), 0.0);
    }
    assert!(efforts(&script.recording()).is_empty());
}

#[test]
fn rule_b8_climbing_hard_is_an_effort_even_when_it_is_slow() {
    let mut script = Script::new().run(600, 2.8);
    for _ in 0..6 {
        script = script.climb(60, 3.0, 0.10).climb(90, 2.0, -0.0667);
    }
    let found = efforts(&script.run(300, 2.7).recording());
    assert_eq!(found.len(), 6, "{:?}", spans(&found));
    assert!(found.iter().all(|e| (e.mean_grade.unwrap().as_ratio() - 0.10).abs() < 0.03));
}

#[test]
fn easy_running_over_rolling_hills_has_no_efforts() {
    let mut script = Script::new();
    for _ in 0..12 {
        script = script.climb(120, 2.35, 0.05).climb(120, 3.3, -0.05);
    }
    assert!(efforts(&script.recording()).is_empty());
}

fn with_steps(mut recording: Recording, laps: &[(f64, f64, u16)]) -> Recording {
    recording.laps = laps
        .iter()
        .map(|&(from, to, step)| Lap {
            start: at(from),
            end: at(to),
            timer: None,
            distance: None,
            intensity: Some(Intensity::Active),
            trigger: Some(LapTrigger::Manual),
            workout_step: Some(step),
        })
        .collect();
    recording
}

#[test]
fn repeated_steps_are_told_apart_by_how_hard_they_were_and_aborted_ones_do_not_count() {
    let script = Script::new().run(300, 2.6).repeat(3, (240, 3.9), (60, 2.2)).run(300, 2.5);
    let recording = with_steps(
        script.recording(),
        &[
            (0.0, 300.0, 0),
            (300.0, 540.0, 1),
            (540.0, 600.0, 2),
            (600.0, 840.0, 1),
            (840.0, 900.0, 2),
            (900.0, 1140.0, 1),
            (1140.0, 1200.0, 2),
            (1200.0, 1202.0, 1),
            (1202.0, 1210.0, 2),
            (1210.0, 1500.0, 4),
        ],
    );
    let found = efforts(&recording);
    assert_near(&found, &[(300.0, 540.0), (600.0, 840.0), (900.0, 1140.0)], 2.0);
    assert!(found.iter().all(|e| e.source == EffortSource::WorkoutSteps));
}

#[test]
fn a_step_given_up_before_half_of_it_is_no_effort() {
    let step = |index, seconds, intensity| Step {
        index,
        name: None,
        duration: StepDuration::Time(TimeSpan::from_s(seconds)),
        target: None,
        intensity: Some(intensity),
        exercise: None,
        load: None,
    };
    let script = Script::new().run(300, 2.6).repeat(2, (30, 5.0), (60, 2.2)).run(12, 4.8).run(200, 2.4);
    let mut recording = with_steps(
        script.recording(),
        &[
            (0.0, 300.0, 0),
            (300.0, 330.0, 1),
            (330.0, 390.0, 2),
            (390.0, 420.0, 1),
            (420.0, 480.0, 2),
            (480.0, 492.0, 1),
        ],
    );
    recording.workout = Some(Workout {
        name: None,
        sport: Sport::Running,
        steps: vec![
            step(0, 300.0, Intensity::Warmup),
            step(1, 30.0, Intensity::Active),
            step(2, 60.0, Intensity::Recovery),
        ],
    });
    assert_near(&efforts(&recording), &[(300.0, 330.0), (390.0, 420.0)], 2.0);
}

#[test]
fn automatic_laps_of_a_steady_run_are_no_efforts() {
    let mut recording = Script::new().run(3000, 3.1).recording();
    let borders: Vec<f64> = (0..10).map(|k| f64::from(k) * 322.0).collect();
    recording.laps = laps(&borders, LapTrigger::Distance);
    assert!(efforts(&recording).is_empty());
    recording.laps = laps(&borders, LapTrigger::Manual);
    assert!(efforts(&recording).is_empty());
}

#[test]
fn laps_pressed_at_work_and_rest_are_believed() {
    let mut recording = Script::new().run(600, 2.8).repeat(4, (180, 4.2), (120, 2.2)).run(300, 2.6).recording();
    let mut borders = vec![0.0];
    borders.extend((0..4).flat_map(|k| [600.0 + 300.0 * f64::from(k), 780.0 + 300.0 * f64::from(k)]));
    borders.extend([1800.0, 2100.0]);
    recording.laps = laps(&borders, LapTrigger::Manual);
    let found = efforts(&recording);
    assert_eq!(found.len(), 4, "{:?}", spans(&found));
    assert!(found.iter().all(|e| e.source == EffortSource::Laps));
}

#[test]
fn laps_that_alternate_far_apart_are_believed_where_the_signal_is_poor() {
    // Positions every forty seconds: the signal has no edges, the device's totals of its laps do.
    let script = Script::new().run(600, 2.8).repeat(6, (60, 4.4), (60, 1.3)).run(300, 2.6);
    let mut recording = script.recording();
    let mut borders = vec![0.0];
    borders.extend((0..6).flat_map(|k| [600.0 + 120.0 * f64::from(k), 660.0 + 120.0 * f64::from(k)]));
    borders.extend([1320.0, 1620.0]);
    recording.laps = laps(&borders, LapTrigger::Manual);
    let along = |at_s: f64| recording.streams.distance_m[(at_s as usize).min(recording.streams.distance_m.len() - 1)];
    let totals: Vec<f64> = borders.windows(2).map(|w| along(w[1]) - along(w[0])).collect();
    for (lap, metres) in recording.laps.iter_mut().zip(&totals) {
        lap.distance = Some(Distance::from_m(*metres));
    }
    let kept: Vec<usize> = (0..recording.streams.time.len()).step_by(40).collect();
    let streams = &mut recording.streams;
    streams.time = kept.iter().map(|i| streams.time[*i]).collect();
    streams.distance_m = kept.iter().map(|i| streams.distance_m[*i]).collect();
    for channel in [Channel::SpeedMPerS, Channel::AltitudeM] {
        streams.channel_mut(channel).clear();
    }
    let found = efforts(&recording);
    assert_eq!(found.len(), 6, "{:?}", spans(&found));
    assert!(found.iter().all(|e| e.source == EffortSource::Laps));
}

#[test]
fn a_lap_pressed_seconds_late_takes_its_edges_from_the_signal() {
    let mut recording = Script::new().run(600, 2.8).repeat(4, (180, 4.2), (120, 2.2)).run(300, 2.6).recording();
    let mut borders = vec![0.0];
    borders.extend((0..4).flat_map(|k| [608.0 + 300.0 * f64::from(k), 789.0 + 300.0 * f64::from(k)]));
    borders.extend([1800.0, 2100.0]);
    recording.laps = laps(&borders, LapTrigger::Manual);
    let wanted: Vec<_> = (0..4).map(|k| (600.0 + 300.0 * f64::from(k), 780.0 + 300.0 * f64::from(k))).collect();
    let found = efforts(&recording);
    assert_near(&found, &wanted, 3.0);
    assert!(found.iter().all(|e| e.source == EffortSource::Laps));
}

#[test]
fn a_first_active_split_that_holds_the_warm_up_is_no_effort() {
    let mut recording = Script::new().run(600, 2.8).repeat(4, (180, 4.2), (120, 2.2)).recording();
    let split = |from: f64, to: f64, kind| Split { start: at(from), end: at(to), kind, distance: None };
    recording.splits = vec![split(0.0, 590.0, SplitKind::IntervalActive), split(590.0, 600.0, SplitKind::IntervalRest)];
    for k in 0..4 {
        let from = 600.0 + 300.0 * f64::from(k);
        recording.splits.push(split(from, from + 180.0, SplitKind::IntervalActive));
        recording.splits.push(split(from + 180.0, from + 300.0, SplitKind::IntervalRest));
    }
    let found = efforts(&recording);
    assert_eq!(found.len(), 4, "{:?}", spans(&found));
    assert!(found.iter().all(|e| e.source == EffortSource::Splits));
}

#[test]
fn steps_that_are_all_called_active_are_no_efforts() {
    let mut recording = with_steps(
        Script::new().run(2400, 3.0).recording(),
        &[(0.0, 800.0, 0), (800.0, 1600.0, 1), (1600.0, 2400.0, 2)],
    );
    let step = |index| Step {
        index,
        name: None,
        duration: StepDuration::Time(TimeSpan::from_s(800.0)),
        target: None,
        intensity: Some(Intensity::Active),
        exercise: None,
        load: None,
    };
    recording.workout = Some(Workout { name: None, sport: Sport::Running, steps: (0..3).map(step).collect() });
    assert!(efforts(&recording).is_empty());
}

#[test]
fn one_active_split_over_a_whole_run_is_no_effort() {
    let mut recording = Script::new().run(2400, 3.1).recording();
    recording.splits = vec![Split { start: at(0.0), end: at(2400.0), kind: SplitKind::IntervalActive, distance: None }];
    assert!(efforts(&recording).is_empty());
}

#[test]
fn the_segments_follow_one_another_without_gap_or_overlap() {
    let recording = Script::new().run(600, 2.8).repeat(5, (40, 5.4), (100, 0.0)).run(300, 2.6).recording();
    let session = segment(&recording, &athlete(3.8, 7.5), &Told::default());
    assert!(session.segments.windows(2).all(|w| w[0].end == w[1].start && w[0].kind != w[1].kind));
    assert_eq!(session.segments.first().map(|s| s.start), Some(START));
    assert_eq!(session.segments.iter().filter(|s| s.kind == SegmentKind::Effort).count(), 5);
    assert_eq!(session.recoveries.len(), 4);
}

#[test]
fn rule_e5_a_longer_rest_is_a_more_complete_one() {
    let completeness = |rest: usize| {
        let recording = Script::new().run(600, 2.8).repeat(5, (36, 5.4), (rest, 1.2)).run(300, 2.6).recording();
        let session = segment(&recording, &athlete(3.8, 7.5), &Told::default());
        session.recoveries[1].completeness.unwrap()
    };
    assert!(completeness(30) < completeness(90) && completeness(90) < completeness(240));
    assert!(completeness(240) > 0.8 && completeness(30) < 0.6);
}
