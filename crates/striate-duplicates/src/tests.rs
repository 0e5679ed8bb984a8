//! Pairs, groups and picks on hand-made witnesses; the test set of synthetic twins and near-misses is in `tests/it`.

use super::*;
use std::collections::BTreeMap;

/// 2026-03-02T06:00:00Z.
const MONDAY_MS: i64 = 1_772_431_200_000;

fn key(n: u8) -> RecordKey {
    RecordKey { file: [n; 32], place: 0 }
}

fn witness(n: u8, minute: i64, minutes: i64, discipline: Discipline) -> Witness {
    Witness {
        key: key(n),
        clock: Clock::Instant,
        source: Source::Device,
        start_ms: MONDAY_MS + minute * 60_000,
        civil_ms: None,
        elapsed_s: Some(minutes as f64 * 60.0),
        discipline,
        distance_m: None,
        begins_at: None,
        device: None,
        wearer: Wearer::default(),
        minutes: (0..minutes).map(|m| (MONDAY_MS / 60_000 + minute + m, Minute::default())).collect(),
        sets: Vec::new(),
        samples: minutes as u32 * 60,
        channels: 3.0,
        has_name: false,
    }
}

fn log(n: u8, minute: i64, minutes: i64, sets: &[(u16, u32)]) -> Witness {
    Witness {
        clock: Clock::Civil,
        source: Source::Log,
        minutes: BTreeMap::new(),
        sets: sets.to_vec(),
        samples: 0,
        channels: 0.0,
        has_name: true,
        ..witness(n, minute, minutes, Discipline::Gym)
    }
}

fn members(twins: &Twins) -> Vec<Vec<RecordKey>> {
    twins.groups.iter().map(|g| g.members.clone()).collect()
}

#[test]
fn a_run_and_its_copy_are_one_whatever_the_order_and_the_watch_gives_the_streams() {
    let watch = Witness { distance_m: Some(8000.0), ..witness(2, 0, 45, Discipline::Run) };
    let copy = Witness {
        source: Source::Export,
        distance_m: Some(8010.0),
        has_name: true,
        ..witness(1, 0, 45, Discipline::Run)
    };
    let other = witness(3, 300, 45, Discipline::Run);
    let found = find(&[watch.clone(), copy.clone(), other.clone()], &[], &[]);
    assert_eq!(members(&found), [vec![key(1), key(2)], vec![key(3)]]);
    assert_eq!(found, find(&[other, copy, watch], &[], &[]));
    let pick = |part| found.groups[0].picks.iter().find(|p| p.part == part).unwrap();
    assert_eq!((&pick(Part::Streams).keys, &pick(Part::Name).keys), (&vec![key(2)], &vec![key(1)]));
    assert!(found.groups[0].probability > 0.95 && !found.groups[0].reasons.is_empty(), "{:?}", found.groups[0]);
}

#[test]
fn the_athlete_s_word_wins_in_both_directions_and_can_be_taken_back() {
    let pair = [witness(1, 0, 45, Discipline::Run), witness(2, 0, 45, Discipline::Run)];
    let apart = Ruling { a: key(2), b: key(1), is_same: false };
    assert_eq!(find(&pair, &[apart], &[]).groups.len(), 2);
    assert_eq!(find(&pair, &[apart, Ruling { is_same: true, ..apart }], &[]).groups.len(), 1);
    let hours_later = [witness(1, 0, 45, Discipline::Run), witness(2, 200, 45, Discipline::Ride)];
    let joined = find(&hours_later, &[Ruling { a: key(1), b: key(2), is_same: true }], &[]);
    assert_eq!((joined.groups.len(), joined.groups[0].reasons[0].as_str()), (1, "you said so"));
    let wish = Wish { key: key(2), part: Part::Streams };
    assert_eq!(find(&pair, &[], &[wish]).groups[0].picks[0].keys, [key(2)]);
}

#[test]
fn keeping_two_apart_also_keeps_apart_what_would_have_joined_them_through_a_third() {
    let three = [1, 2, 3].map(|n| witness(n, 0, 45, Discipline::Run));
    let apart = Ruling { a: key(1), b: key(2), is_same: false };
    let found = find(&three, &[apart], &[]);
    assert_eq!(found.groups.len(), 2);
    assert!(found.groups.iter().all(|g| !(g.members.contains(&key(1)) && g.members.contains(&key(2)))));
}

#[test]
fn a_log_without_a_zone_is_matched_where_its_other_workouts_agree_on_the_hours() {
    let sets = [(5, 1000), (5, 1000), (8, 600)];
    let day = 24 * 60;
    let mut all = Vec::new();
    for n in 0..5 {
        let at = i64::from(n) * 2 * day + 37 * i64::from(n);
        all.push(witness(n, at, 55, Discipline::Gym));
        all.push(log(100 + n, at + 120 + 3, 50, &sets));
    }
    let found = find(&all, &[], &[]);
    assert_eq!(found.groups.len(), 5, "{:#?}", members(&found));
    assert_eq!(found.groups[0].shifts_s.values().copied().collect::<Vec<_>>(), [-7200]);
    let alone = find(&all[..2], &[], &[]);
    assert_eq!(alone.groups.len(), 2, "one workout alone proves no zone");
}

#[test]
fn a_log_of_the_day_goes_to_one_session_of_the_gym_only() {
    let sets = [(5, 1000), (5, 1000), (8, 600)];
    let by_day = Witness { clock: Clock::Day, elapsed_s: None, ..log(9, 360, 1, &sets) };
    let gym = [witness(1, 0, 55, Discipline::Gym), witness(2, 600, 55, Discipline::Gym)];
    let found = find(&[gym[0].clone(), by_day.clone()], &[], &[]);
    assert_eq!(found.groups.len(), 1);
    let found = find(&[gym[0].clone(), gym[1].clone(), by_day], &[], &[]);
    assert_eq!(found.groups.len(), 2);
    assert!(!found.doubts.is_empty(), "which of the two is a question to the athlete");
}

#[test]
fn halves_of_a_run_are_one_only_beside_a_recording_of_the_whole() {
    let (first, second) = (witness(1, 0, 20, Discipline::Run), witness(2, 22, 23, Discipline::Run));
    assert_eq!(find(&[first.clone(), second.clone()], &[], &[]).groups.len(), 2);
    let whole = witness(3, 0, 45, Discipline::Run);
    let found = find(&[first, whole, second], &[], &[]);
    assert_eq!(members(&found), [vec![key(1), key(2), key(3)]]);
    assert_eq!(found.groups[0].picks[0].keys, [key(3)]);
}

#[test]
fn recordings_of_one_file_are_never_twins_of_one_another() {
    let mut pair = [witness(1, 0, 45, Discipline::Run), witness(1, 0, 45, Discipline::Run)];
    pair[1].key.place = 1;
    assert_eq!(find(&pair, &[], &[]).groups.len(), 2);
}

#[test]
fn a_log_that_was_read_under_two_zones_is_one_log_of_the_same_workouts() {
    let sets = [(8, 800), (8, 800), (7, 825)];
    let hours = |h: i64| striate_model::TimeSpan::from_s(3600.0 * h as f64);
    // Half past six in the evening, typed once and read in Auckland (+12) and in Honolulu (-10).
    let read_in = |n: u8, ahead: i64| log(n, 18 * 60 + 30 - 60 * ahead, 50, &sets).at_offset(hours(ahead));
    let found = find(&[read_in(1, 12), read_in(2, -10)], &[], &[]);
    assert_eq!(members(&found), [vec![key(1), key(2)]]);
    assert!(found.groups[0].shifts_s.is_empty(), "nothing is moved by it");
    let next_day = log(3, 18 * 60 + 30 + 24 * 60 + 600, 50, &sets).at_offset(hours(-10));
    let found = find(&[read_in(1, 12), next_day], &[], &[]);
    assert_eq!(found.groups.len(), 2, "the same on the day after is another workout");
    let by_day = |n: u8, ahead: i64, day: i64| Witness {
        clock: Clock::Day,
        elapsed_s: None,
        ..log(n, 24 * 60 * day + 12 * 60 - 60 * ahead, 1, &sets).at_offset(hours(ahead))
    };
    assert_eq!(find(&[by_day(1, 12, 0), by_day(2, -10, 0)], &[], &[]).groups.len(), 1);
    assert_eq!(find(&[by_day(1, 12, 1), by_day(2, -10, 0)], &[], &[]).groups.len(), 2, "two hours apart and two days");
}

#[test]
fn a_run_at_the_beginning_of_an_hour_in_the_gym_is_not_that_hour() {
    let sets = [(8, 800), (8, 800), (7, 825)];
    let run = |n: u8| Witness { discipline: Discipline::Treadmill, sets: Vec::new(), ..log(n, 0, 15, &[]) };
    let row = |n: u8| Witness { discipline: Discipline::Other, ..run(n) };
    let watch = witness(9, 0, 60, Discipline::Gym);
    for cardio in [run(2), row(2)] {
        let found = find(&[log(1, 0, 60, &sets), cardio, watch.clone()], &[], &[]);
        assert_eq!(members(&found), [vec![key(1), key(9)], vec![key(2)]]);
        assert!(found.doubts.is_empty(), "{:?}", found.doubts);
    }
    assert_eq!(find(&[run(1), run(2)], &[], &[]).groups.len(), 1, "the run of two exports is one");
}

/// A run with a heart rate and a distance for each minute.
fn seen(n: u8, minute: i64, shift: f32) -> Witness {
    let mut run = Witness { distance_m: Some(8000.0), ..witness(n, minute, 45, Discipline::Run) };
    for (place, (_, seen)) in run.minutes.iter_mut().enumerate() {
        seen.heart_rate_bpm = Some(130.0 + shift + ((place * 7) % 23) as f32);
        seen.distance_m = Some(170.0 + shift + ((place * 5) % 17) as f32);
    }
    run
}

#[test]
fn a_copy_by_the_clock_of_another_zone_is_asked_about_and_never_joined_by_itself() {
    let found = find(&[seen(1, 0, 0.0), seen(2, 9 * 60, 0.0)], &[], &[]);
    assert_eq!((found.groups.len(), found.doubts.len()), (2, 1), "{found:?}");
    assert!(found.doubts[0].reasons[0].contains("9 h apart") && !found.doubts[0].is_joined, "{found:?}");
    let ruling = Ruling { a: key(1), b: key(2), is_same: true };
    assert_eq!(find(&[seen(1, 0, 0.0), seen(2, 9 * 60, 0.0)], &[ruling], &[]).groups.len(), 1);
}

#[test]
fn the_same_loop_at_seven_and_at_six_is_two_runs_and_nobody_is_asked() {
    // Another heart rate.
    assert!(find(&[seen(1, 0, 0.0), seen(2, 11 * 60, 9.0)], &[], &[]).doubts.is_empty());
    // Begun ten minutes beside the hour.
    assert!(find(&[seen(1, 0, 0.0), seen(2, 11 * 60 + 10, 0.0)], &[], &[]).doubts.is_empty());
    // Totals alone: alike is not the same.
    let total = |n: u8, minute: i64, metres: f64| Witness {
        distance_m: Some(metres),
        minutes: BTreeMap::new(),
        ..witness(n, minute, 45, Discipline::Run)
    };
    assert!(find(&[total(1, 0, 8000.0), total(2, 600, 8100.0)], &[], &[]).doubts.is_empty());
    assert_eq!(find(&[total(1, 0, 8000.0), total(2, 600, 8001.0)], &[], &[]).doubts.len(), 1);
}
