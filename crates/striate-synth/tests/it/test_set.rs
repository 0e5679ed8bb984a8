//! The public test set: the truth keeps the product's definitions, with margins.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use striate_model::{Channel, SessionKind};
use striate_synth::{Half, Scenario, Synthetic, Truth, generate, test_set, to_fit};

static SET: LazyLock<Vec<(Scenario, Synthetic)>> = LazyLock::new(|| {
    test_set()
        .map(|scenario| {
            let synthetic = generate(&scenario);
            (scenario, synthetic)
        })
        .collect()
});

fn truths_of(kind: &str) -> impl Iterator<Item = &'static Truth> {
    SET.iter().map(|(_, s)| &s.truth).filter(move |t| t.kind == kind)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn own_best(truth: &Truth) -> f64 {
    median(truth.efforts.iter().map(|e| e.fraction_of_own_best.expect("on the flat")))
}

/// Rests between efforts, s, with the work before each.
fn rests(truth: &Truth) -> Vec<(f64, f64)> {
    truth.efforts.windows(2).map(|p| (p[1].start_s - p[0].end_s, p[0].end_s - p[0].start_s)).collect()
}

#[test]
fn there_are_at_least_six_hundred_recordings_in_two_equal_halves_with_names_of_their_own() {
    let halves = |half| SET.iter().filter(|(s, _)| s.half() == half).count();
    assert!(SET.len() >= 600, "{}", SET.len());
    assert_eq!(halves(Half::Train), halves(Half::Test));
    let names: std::collections::BTreeSet<_> = SET.iter().map(|(s, _)| &s.name).collect();
    assert_eq!(names.len(), SET.len());
}

#[test]
fn both_halves_hold_every_run_kind_and_every_fault_for_slow_and_fast_runners() {
    let kinds = [
        "recovery",
        "easy",
        "long",
        "tempo",
        "race",
        "interval",
        "sprint_interval",
        "series",
        "hill_sprints",
        "hill_repeats",
        "resisted_hill",
        "trail",
        "stairs",
    ];
    let faults = [
        "poor_sky",
        "no_position",
        "no_speed_channel",
        "miscalibrated_foot_pod",
        "late_speed",
        "satellite_height",
        "no_height",
        "wrist_heart_rate",
        "cadence_lock",
        "no_heart_rate",
        "no_cadence",
        "smart_recording",
        "auto_laps",
        "laps_pressed_late",
        "auto_pause",
    ];
    for half in [Half::Train, Half::Test] {
        let truths: Vec<_> = SET.iter().filter(|(s, _)| s.half() == half).map(|(_, s)| &s.truth).collect();
        for kind in kinds {
            assert!(truths.iter().any(|t| t.kind == kind), "{kind} in {}", half.as_str());
        }
        for fault in faults {
            assert!(truths.iter().any(|t| t.faults.iter().any(|f| f == fault)), "{fault} in {}", half.as_str());
        }
        // Easy running of the slowest at about 8:00 min/km, critical speed of the fastest at 3:00.
        let speeds: Vec<f64> = truths.iter().map(|t| t.runner.critical_speed_m_per_s).collect();
        let slowest = speeds.iter().copied().fold(f64::INFINITY, f64::min);
        let fastest = speeds.iter().copied().fold(0.0, f64::max);
        assert!((1000.0 / (0.76 * slowest) - 480.0).abs() < 5.0 && (1000.0 / fastest - 180.0).abs() < 1.0);
    }
}

#[test]
fn every_kind_is_a_word_of_the_product() {
    for (_, synthetic) in &*SET {
        assert!(SessionKind::from_name(&synthetic.truth.kind).is_some(), "{}", synthetic.truth.kind);
    }
}

#[test]
fn efforts_last_eight_seconds_or_longer_one_after_the_other_inside_the_recording() {
    for (scenario, synthetic) in &*SET {
        let elapsed = synthetic.recording.elapsed.expect("known").as_s();
        let mut before = 0.0;
        for effort in &synthetic.truth.efforts {
            assert!(effort.start_s >= before + 5.0, "{}: {effort:?}", scenario.name);
            assert!(effort.end_s - effort.start_s >= 8.0, "{}: {effort:?}", scenario.name);
            assert!(effort.end_s <= elapsed, "{}: {effort:?}", scenario.name);
            before = effort.end_s;
        }
    }
}

#[test]
fn every_effort_lies_clearly_above_the_first_threshold() {
    for (scenario, synthetic) in &*SET {
        for effort in &synthetic.truth.efforts {
            assert!(effort.demand > 0.86, "{}: {effort:?}", scenario.name);
        }
    }
}

#[test]
fn steady_easy_trail_and_stop_and_go_runs_have_no_efforts() {
    for (scenario, synthetic) in &*SET {
        let truth = &synthetic.truth;
        let may_have = matches!(
            truth.kind.as_str(),
            "interval" | "sprint_interval" | "series" | "hill_sprints" | "hill_repeats" | "resisted_hill" | "stairs"
        ) || ["tempo_with_breaks", "easy_with_strides"].contains(&scenario.family);
        assert_eq!(may_have, !truth.efforts.is_empty(), "{}", scenario.name);
    }
}

#[test]
fn a_series_is_100_to_400_m_near_the_own_best_with_almost_complete_rests() {
    for truth in truths_of("series") {
        assert!(own_best(truth) > 0.91, "{}: {}", truth.name, own_best(truth));
        assert!(truth.efforts.iter().all(|e| (98.0..=410.0).contains(&e.distance_m)), "{}", truth.name);
        assert!(rests(truth).iter().all(|(rest, work)| *rest >= 125.0 || *rest >= 4.0 * work), "{}", truth.name);
    }
}

#[test]
fn a_sprint_interval_is_as_fast_with_shorter_rests() {
    for truth in truths_of("sprint_interval") {
        assert!(own_best(truth) > 0.91, "{}: {}", truth.name, own_best(truth));
        assert!(truth.efforts.iter().all(|e| (95.0..=410.0).contains(&e.distance_m)), "{}", truth.name);
        assert!(rests(truth).iter().all(|(rest, work)| *rest < 115.0 && *rest < 3.9 * work), "{}", truth.name);
    }
}

#[test]
fn short_intervals_and_strides_stay_below_nine_tenths_of_the_own_best() {
    for (scenario, synthetic) in &*SET {
        let truth = &synthetic.truth;
        if truth.kind == "interval" || scenario.family == "easy_with_strides" {
            // Absent where a surge happens to lead up or down a steep wave.
            let short = truth.efforts.iter().filter(|e| e.distance_m <= 405.0);
            let shares: Vec<f64> = short.filter_map(|e| e.fraction_of_own_best).collect();
            assert!(shares.iter().all(|share| *share < 0.93), "{}: {shares:?}", truth.name);
            if !shares.is_empty() {
                let share = median(shares.into_iter());
                assert!(share < 0.87, "{}: {share}", truth.name);
            }
        }
    }
}

#[test]
fn hill_efforts_go_up_and_their_recoveries_come_back() {
    for kind in ["hill_sprints", "hill_repeats", "resisted_hill", "stairs"] {
        for truth in truths_of(kind) {
            assert!(truth.efforts.iter().all(|e| e.mean_grade > 0.035), "{}: {:?}", truth.name, truth.efforts[0]);
        }
    }
}

#[test]
fn only_resisted_hills_carry_mass_and_the_athlete_says_so() {
    for (_, synthetic) in &*SET {
        let is_resisted = synthetic.truth.kind == "resisted_hill";
        assert_eq!(is_resisted, synthetic.told.carried_mass.is_some());
        assert!(synthetic.told.kind.is_none(), "the kind is never told");
    }
}

#[test]
fn streams_are_consistent_and_values_possible() {
    for (scenario, synthetic) in &*SET {
        let streams = &synthetic.recording.streams;
        assert!(streams.is_consistent() && streams.len() > 200, "{}", scenario.name);
        assert!(streams.time.windows(2).all(|w| w[0] < w[1]), "{}: time goes on", scenario.name);
        assert!(streams.distance_m.is_sorted(), "{}: distance never goes back", scenario.name);
        let within = |channel, low: f32, high: f32| {
            assert!(
                streams.channel(channel).iter().all(|v| v.is_nan() || (low..=high).contains(v)),
                "{} {channel:?}",
                scenario.name
            );
        };
        within(Channel::SpeedMPerS, 0.0, 11.0);
        within(Channel::HeartRateBpm, 35.0, 300.0);
        within(Channel::CadencePerMin, 0.0, 300.0);
        within(Channel::GroundContactS, 0.05, 0.40);
        within(Channel::AltitudeM, -400.0, 3000.0);
        if synthetic.truth.faults.iter().all(|f| f != "cadence_lock") {
            within(Channel::HeartRateBpm, 35.0, 225.0);
        }
    }
}

#[test]
fn measured_distance_is_near_the_true_one() {
    for (scenario, synthetic) in &*SET {
        let measured = synthetic.recording.distance.expect("known").as_m();
        let error = measured / synthetic.truth.distance_m - 1.0;
        // Two deviations of the worst device, and what is walked with the timer off.
        assert!(error.abs() < 0.10, "{}: {measured} m against {} m", scenario.name, synthetic.truth.distance_m);
    }
}

#[test]
fn laps_follow_one_another_from_start_to_end() {
    for (scenario, synthetic) in &*SET {
        let recording = &synthetic.recording;
        assert_eq!(recording.laps[0].start, recording.start);
        assert!(
            recording.laps.windows(2).all(|w| w[0].end == w[1].start && w[0].start < w[0].end),
            "{}",
            scenario.name
        );
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for scenario in test_set().step_by(61) {
        assert_eq!(to_fit(&generate(&scenario).recording), to_fit(&generate(&scenario).recording));
    }
}

#[test]
fn raw_streams_keep_the_samples_and_lose_the_marks() {
    let (_, synthetic) = SET.iter().find(|(_, s)| s.recording.workout.is_some()).expect("some follow a workout");
    let raw = synthetic.without_marks();
    assert!(raw.laps.is_empty() && raw.workout.is_none() && raw.splits.is_empty());
    assert_eq!(raw.streams, synthetic.recording.streams);
}

#[test]
fn heart_rate_rises_in_efforts_and_falls_after_them() {
    let mut rises = BTreeMap::new();
    for (scenario, synthetic) in &*SET {
        let truth = &synthetic.truth;
        let streams = &synthetic.recording.streams;
        let clean = truth
            .faults
            .iter()
            .all(|f| !["wrist_heart_rate", "cadence_lock", "no_heart_rate", "smart_recording"].contains(&f.as_str()));
        if scenario.family != "intervals_track" || !clean {
            continue;
        }
        let heart = streams.channel(Channel::HeartRateBpm);
        for effort in &truth.efforts {
            let rise = heart[effort.end_s as usize] - heart[effort.start_s as usize];
            *rises.entry(rise > 0.0).or_insert(0) += 1;
        }
    }
    assert!(rises[&true] > 20 && rises.get(&false).is_none_or(|n| *n == 0), "{rises:?}");
}

/// Real road runs stray by 1 to 2 % around the moving mean of a minute and change by 0.01 to 0.04 m/s a second.
#[test]
fn steady_running_is_about_as_uneven_as_in_real_recordings() {
    let (mut strays, mut changes) = (Vec::new(), Vec::new());
    for (scenario, synthetic) in &*SET {
        let speed = synthetic.recording.streams.channel(Channel::SpeedMPerS);
        let odd = ["smart_recording", "poor_sky", "no_speed_channel"];
        if scenario.family != "easy" || synthetic.truth.faults.iter().any(|f| odd.contains(&f.as_str())) {
            continue;
        }
        let speed: Vec<f64> = speed.iter().skip(120).map(|v| f64::from(*v)).collect();
        let spread = |values: &[f64]| (values.iter().map(|v| v * v).sum::<f64>() / values.len() as f64).sqrt();
        let residuals: Vec<f64> = speed.windows(61).map(|w| w[30] / (w.iter().sum::<f64>() / 61.0) - 1.0).collect();
        let steps: Vec<f64> = speed.windows(2).map(|w| w[1] - w[0]).collect();
        strays.push(spread(&residuals));
        changes.push(spread(&steps));
    }
    let (stray, change) = (median(strays.into_iter()), median(changes.into_iter()));
    assert!((0.012..0.032).contains(&stray), "strays by {stray}");
    assert!((0.015..0.055).contains(&change), "changes by {change} m/s a second");
}

/// Where measured speed passes half way between rest and effort, seconds after the true edge.
fn half_ways(synthetic: &Synthetic) -> Vec<(f64, f64)> {
    let speed = synthetic.recording.streams.channel(Channel::SpeedMPerS);
    let mean = |from: f64, to: f64| {
        let span = &speed[from.max(0.0) as usize..(to as usize).min(speed.len())];
        f64::from(span.iter().sum::<f32>()) / span.len() as f64
    };
    let passes = |from: f64, level: f64, up: bool| {
        let start = from as usize;
        let crossed = (start..speed.len()).find(|i| (f64::from(speed[*i]) >= level) == up)?;
        let (before, after) = (f64::from(speed[crossed - 1]), f64::from(speed[crossed]));
        Some(crossed as f64 - (after - level) / (after - before))
    };
    let edges = synthetic.truth.efforts.iter().filter_map(|e| {
        let effort = mean(e.start_s + 6.0, e.end_s - 1.0);
        let start_level = (mean(e.start_s - 12.0, e.start_s - 2.0) + effort) / 2.0;
        let end_level = (mean(e.end_s + 8.0, e.end_s + 20.0) + effort) / 2.0;
        let start = passes(e.start_s - 2.0, start_level, true)? - e.start_s;
        Some((start, passes(e.end_s - 1.0, end_level, false)? - e.end_s))
    });
    edges.collect()
}

#[test]
fn speed_follows_the_true_edges_within_two_seconds_where_the_watch_is_prompt() {
    let slow = ["smart_recording", "late_speed", "poor_sky", "no_speed_channel"];
    let edges: Vec<(f64, f64)> = SET
        .iter()
        .filter(|(s, _)| ["intervals_track", "fartlek", "series", "thirty_thirty"].contains(&s.family))
        .filter(|(_, s)| s.truth.faults.iter().all(|f| !slow.contains(&f.as_str())))
        .flat_map(|(_, s)| half_ways(s))
        .collect();
    let start = median(edges.iter().map(|e| e.0));
    let end = median(edges.iter().map(|e| e.1));
    println!("{} edges: half way {start:.2} s after the beginning, {end:.2} s after the end", edges.len());
    assert!((0.5..2.5).contains(&start) && (0.5..2.5).contains(&end), "{start} {end}");
}
