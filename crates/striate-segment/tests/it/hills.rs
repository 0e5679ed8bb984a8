//! Hills: climbs that belong together, the grade and its stated error, descents, and how complete the rests were.

use crate::script::{Script, athlete};
use striate_model::{Athlete, Channel, Grade, Recording, SegmentKind, Session, SessionKind, Told};
use striate_segment::{refine_athlete, segment};
use striate_synth::{Device, Half, HeartSensor, Rate, Sky, SpeedSensor, generate, test_set};

fn session(recording: &Recording) -> Session {
    segment(recording, &athlete(3.8, 7.5), &Told::default())
}

#[test]
fn a_hill_with_a_flat_step_in_it_is_one_climb() {
    let mut script = Script::new().run(700, 2.8);
    for _ in 0..6 {
        script = script.climb(35, 3.0, 0.09).climb(5, 3.3, 0.0).climb(35, 3.0, 0.09).climb(110, 1.9, -0.09);
    }
    let session = session(&script.run(300, 2.6).recording());
    assert_eq!(session.efforts.len(), 6, "{:?}", session.efforts);
    assert!(session.efforts.iter().all(|e| (65.0..86.0).contains(&e.duration().as_s())));
    assert_eq!(session.kind.kind, SessionKind::HillRepeats);
}

#[test]
fn the_same_hill_again_is_training_and_hills_as_they_come_are_terrain() {
    let mut again = Script::new().run(700, 2.7);
    let mut terrain = Script::new().run(700, 2.7);
    for k in 0..7usize {
        again = again.climb(60, 2.7, 0.09).climb(90, 1.8, -0.09);
        // Each another length and slope, run on at an even demand.
        let (seconds, slope) = (40 + 53 * k % 130, 0.03 + 0.01 * (k * 5 % 7) as f64);
        terrain = terrain.climb(seconds, 2.7 / (1.0 + 5.0 * slope), slope).climb(seconds, 2.9, -slope);
    }
    assert_eq!(session(&again.run(300, 2.6).recording()).efforts.len(), 7);
    let terrain = session(&terrain.run(300, 2.6).recording());
    assert!(terrain.efforts.is_empty(), "{:?}", terrain.efforts);
}

#[test]
fn the_grade_of_hill_efforts_is_right_within_what_is_stated() {
    let (mut off, mut inside) = (Vec::new(), 0);
    let families = ["hill_sprints_8_to_20_s", "hill_repeats_30_to_180_s", "resisted_hills"];
    for scenario in test_set().filter(|s| s.half() == Half::Test && families.contains(&s.family)) {
        let made = generate(&scenario);
        let session = segment(&made.without_marks(), &made.athlete, &made.told);
        let stated = session.motion.grade_error.map_or(0.0, Grade::as_ratio);
        for effort in &session.efforts {
            let at = effort.start.since(made.recording.start).as_s();
            let Some(truth) = made.truth.efforts.iter().find(|t| (t.start_s - at).abs() < 5.0) else { continue };
            let error = (effort.mean_grade.map_or(0.0, Grade::as_ratio) - truth.mean_grade).abs();
            inside += usize::from(error <= 2.0 * stated);
            off.push(error);
        }
    }
    off.sort_unstable_by(f64::total_cmp);
    let (median, late) = (off[off.len() / 2], off[off.len() * 95 / 100]);
    let share = f64::from(u32::try_from(inside).unwrap()) / off.len() as f64;
    println!(
        "grade of {} hill efforts: median {median:.4} off, 95 of 100 within {late:.4}, {share:.2} within twice the stated error",
        off.len()
    );
    assert!(median <= 0.012 && share >= 0.9, "{median} {late} {share}");
}

#[test]
fn a_long_descent_keeps_its_grade_for_what_it_does_to_the_legs_and_is_no_recovery() {
    let recording = Script::new().run(900, 2.9).climb(900, 3.4, -0.08).run(600, 2.9).recording();
    let session = session(&recording);
    let mut grades: Vec<f32> = session.motion.grade[950..1750].to_vec();
    grades.sort_unstable_by(f32::total_cmp);
    assert!((grades[400] + 0.08).abs() < 0.005, "{}", grades[400]);
    assert!(session.motion.speed_m_per_s[1300] > 3.0);
    assert!(session.efforts.is_empty() && session.segments.iter().all(|s| s.kind == SegmentKind::Steady));
}

/// Efforts with heart rate that falls to `rested` in each rest, the efforts getting slower by `fade` each.
fn tired(rested: f64, fade: f64) -> f64 {
    let mut script = Script::new().run(600, 2.8);
    for k in 0..5 {
        script = script.run(40, 5.4 * (1.0 - fade * f64::from(k))).run(100, 1.2);
    }
    let mut recording = script.run(200, 2.6).recording();
    let n = recording.streams.time.len();
    let beats: Vec<f32> = (0..n)
        .map(|i| match i.checked_sub(600).map(|k| k % 140) {
            Some(second) if i < 1300 && second >= 40 => 178.0 - (178.0 - rested as f32) * (second - 40) as f32 / 100.0,
            Some(_) if i < 1300 => 178.0,
            _ => 130.0,
        })
        .collect();
    *recording.streams.channel_mut(Channel::HeartRateBpm) = beats;
    let session = session(&recording);
    assert_eq!(session.efforts.len(), 5);
    session.recoveries[2].completeness.expect("a rest between two efforts is judged")
}

#[test]
fn rule_e5_a_heart_that_stays_high_and_a_slower_next_effort_tell_of_an_incomplete_rest() {
    assert!(tired(115.0, 0.0) > tired(160.0, 0.0) + 0.1);
    assert!(tired(115.0, 0.0) > tired(115.0, 0.04) + 0.03);
}

/// A fault by its name, put into a watch.
type Fault = (&'static str, fn(&mut Device));

#[test]
fn hill_sprints_of_a_stranger_survive_a_bad_watch_from_the_first_on() {
    let worse: [Fault; 6] = [
        ("as drawn", |_| ()),
        ("poor sky", |d| d.sky = Sky::Poor),
        ("smart recording", |d| d.rate = Rate::Smart),
        ("late and smooth", |d| (d.smoothing_s, d.delay_s) = (2.6, 2)),
        ("no heart, no steps", |d| (d.heart, d.has_cadence) = (HeartSensor::None, false)),
        ("distance only", |d| d.speed = SpeedSensor::DistanceOnly),
    ];
    for half in [Half::Train, Half::Test] {
        for (name, change) in worse {
            let (mut wanted, mut found, mut first_wanted, mut first_found, mut extra) = (0, 0, 0, 0, 0);
            let families = ["hill_sprints_8_to_20_s", "resisted_hills"];
            for mut scenario in test_set().filter(|s| s.half() == half && families.contains(&s.family)) {
                change(&mut scenario.device);
                let made = generate(&scenario);
                let raw = made.without_marks();
                let session = segment(&raw, &refine_athlete(&Athlete::default(), &raw), &made.told);
                let mut used = 0;
                for (k, truth) in made.truth.efforts.iter().enumerate() {
                    let is_found = session.efforts.iter().any(|e| {
                        let (from, to) = (e.start.since(raw.start).as_s(), e.end.since(raw.start).as_s());
                        let shared = (to.min(truth.end_s) - from.max(truth.start_s)).max(0.0);
                        shared / (to.max(truth.end_s) - from.min(truth.start_s)) >= 0.6
                    });
                    used += usize::from(is_found);
                    wanted += 1;
                    found += usize::from(is_found);
                    first_wanted += usize::from(k < 3);
                    first_found += usize::from(k < 3 && is_found);
                }
                if used < made.truth.efforts.len() && half == Half::Train {
                    println!(
                        "   {name}: {} {used} of {}, {} found",
                        scenario.name,
                        made.truth.efforts.len(),
                        session.efforts.len()
                    );
                }
                extra += session.efforts.len().saturating_sub(used);
            }
            let share = |a: usize, b: usize| a as f64 / b as f64;
            println!(
                "hill sprints of strangers, {} half, {name}: {:.3} found, {:.3} of the first three, {extra} more",
                half.as_str(),
                share(found, wanted),
                share(first_found, first_wanted)
            );
            assert!(share(found, wanted) >= 0.9 && share(first_found, first_wanted) >= 0.9, "{name}");
        }
    }
}
