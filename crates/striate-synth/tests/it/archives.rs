//! Exports that this crate writes, read by the walk over archives: every activity comes out, and what was broken or doubled
//! on purpose is found so.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;
use std::ops::ControlFlow;
use striate_archive::{Content, Found, walk};
use striate_formats::decode;
use striate_formats::exports::Measure;
use striate_model::{Day, Recording, Timestamp};
use striate_synth::{ArchiveOrder, ArchiveTruth, Broken, Twin, apple_archive, demo, garmin_archive, strava_archive};

fn order(activities: usize, seed: u64) -> ArchiveOrder {
    ArchiveOrder { activities, last: Day::from_civil(2026, 11, 15).expect("a day"), seed }
}

fn found(bytes: &[u8]) -> Vec<Found> {
    let mut all = Vec::new();
    let mut sink = |found| {
        all.push(found);
        ControlFlow::Continue(())
    };
    walk(&mut Cursor::new(bytes), "export.zip", &mut sink).expect("memory can be read");
    all
}

/// Every file with its number in the export and the recordings in it, `None` where it cannot be read.
fn sessions(found: &[Found]) -> Vec<(String, Option<Vec<Recording>>)> {
    let session = |found: &Found| match &found.content {
        Content::File(packed, about) => {
            let unpacked = packed.clone().unpack().ok();
            let decoded = unpacked.and_then(|u| decode(&u.bytes, &u.name).ok());
            let id = about.as_ref().map_or_else(String::new, |about| about.id.clone());
            Some((id, decoded.map(|decoded| decoded.recordings).filter(|list| !list.is_empty())))
        }
        _ => None,
    };
    found.iter().filter_map(session).collect()
}

/// Figures by day.
type ByDay = Vec<(Day, f64)>;

/// Body masses, kg, and nights, h.
fn readings(found: &[Found]) -> (ByDay, ByDay) {
    let (mut masses, mut nights) = (Vec::new(), Vec::new());
    for found in found {
        if let Content::Reading(reading) = &found.content {
            match reading.measure {
                Measure::BodyMass(mass) => masses.push((reading.day, mass.as_kg())),
                Measure::Sleep(span) => nights.push((reading.day, span.as_s() / 3600.0)),
            }
        }
    }
    (masses, nights)
}

fn near(a: &[(Day, f64)], b: &[(Day, f64)]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && (a.1 - b.1).abs() < 0.02)
}

#[test]
fn a_strava_export_of_a_year_comes_out_as_it_went_in() {
    let mut bytes = Vec::new();
    let truth = strava_archive(&order(150, 3), &mut bytes).expect("memory takes it");
    assert_eq!(truth.activities.len(), 150);
    assert_eq!((truth.broken(), truth.twins()), (3, 8));
    let found = found(&bytes);
    let sessions: HashMap<String, Option<Vec<Recording>>> = sessions(&found).into_iter().collect();
    for activity in &truth.activities {
        let is_readable = activity.broken.is_none_or(Broken::leaves_a_session);
        let read = sessions.get(&activity.id.to_string());
        match read {
            Some(Some(recordings)) => {
                assert!(is_readable, "{activity:?}");
                let off = recordings[0].start.since(activity.start).as_s().abs();
                assert!(off <= 1.0, "{activity:?} begins {off} s off");
                assert_eq!(recordings[0].sport, activity.sport, "{activity:?}");
            }
            _ => assert!(!is_readable, "{activity:?} is lost: {read:?}"),
        }
    }
    assert!(near(&readings(&found).0, &truth.masses), "{:?} {:?}", readings(&found).0, truth.masses);
}

#[test]
fn twins_are_the_same_session_and_near_misses_are_not() {
    let mut bytes = Vec::new();
    let truth = strava_archive(&order(400, 11), &mut bytes).expect("memory takes it");
    let by_id: HashMap<u64, _> = truth.activities.iter().map(|activity| (activity.id, activity)).collect();
    let mut seen = HashSet::new();
    for (activity, (of, kind)) in truth.activities.iter().filter_map(|a| Some((a, a.twin_of?))) {
        let other = by_id[&of];
        let off = activity.start.since(other.start).as_s();
        match kind {
            Twin::SecondWatch => assert!((1.0..60.0).contains(&off), "{off}"),
            Twin::OtherFormat | Twin::SameBytes => assert_eq!(off, 0.0),
        }
        assert_ne!(activity.file, other.file);
        seen.insert(kind);
    }
    assert_eq!(seen.len(), 3);
    let ends: Vec<Timestamp> = truth.activities.iter().map(|a| a.start + a.elapsed).collect();
    let near: Vec<_> = truth.activities.iter().filter(|a| a.is_near_miss).collect();
    assert!(near.len() >= 2, "{}", near.len());
    assert!(near.iter().all(|a| ends.iter().any(|end| (a.start.since(*end).as_s() - 1200.0).abs() < 1.0)));
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let write = |seed| {
        let mut bytes = Vec::new();
        let truth = strava_archive(&order(12, seed), &mut bytes).expect("memory takes it");
        (bytes, truth)
    };
    assert_eq!(write(5), write(5));
    assert_ne!(write(5).0, write(6).0);
}

#[test]
fn a_garmin_export_gives_activities_and_no_daily_steps() {
    let mut bytes = Vec::new();
    let truth = garmin_archive(&order(50, 7), &mut bytes).expect("memory takes it");
    let found = found(&bytes);
    let sessions = sessions(&found);
    assert_eq!(sessions.len(), 50, "every activity once, with or without a file");
    every_start_is_there(&truth, &sessions);
    let ids: HashSet<&String> = sessions.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), 50, "every file met its summary");
    let skipped =
        found.iter().filter(|f| matches!(&f.content, Content::Skipped(what) if what.contains("watch"))).count();
    assert_eq!(skipped, 17, "daily steps and nights of the watch");
    let (masses, nights) = readings(&found);
    assert!(near(&masses, &truth.masses) && near(&nights, &truth.sleep));
}

#[test]
fn an_apple_export_gives_workouts_with_heart_rate_and_route() {
    let mut bytes = Vec::new();
    let truth = apple_archive(&order(10, 9), &mut bytes).expect("memory takes it");
    let found = found(&bytes);
    let sessions = sessions(&found);
    assert_eq!(sessions.len(), 10, "routes are part of their workouts: {found:?}");
    every_start_is_there(&truth, &sessions);
    for (_, recordings) in &sessions {
        let recording = &recordings.as_ref().expect("it is read")[0];
        let streams = &recording.streams;
        assert!(streams.has(striate_model::Channel::HeartRateBpm) && streams.is_consistent());
        assert_eq!(recording.sport.is_on_foot(), !streams.latitude_deg.is_empty());
    }
    let (masses, nights) = readings(&found);
    assert!(near(&masses, &truth.masses) && near(&nights, &truth.sleep));
}

fn every_start_is_there(truth: &ArchiveTruth, sessions: &[(String, Option<Vec<Recording>>)]) {
    let starts: HashSet<i64> = sessions
        .iter()
        .flat_map(|(_, recordings)| recordings.iter().flatten())
        .map(|recording| recording.start.as_unix_ms() / 1000)
        .collect();
    for activity in &truth.activities {
        assert!(starts.contains(&(activity.start.as_unix_ms() / 1000)), "{activity:?} is lost");
    }
}

#[test]
fn every_file_of_the_demo_is_read_without_a_doubt() {
    let demo = demo(Day::from_civil(2026, 11, 20).expect("a day"));
    let (mut runs, mut sets) = (0, 0);
    for file in &demo.files {
        let decoded = decode(&file.bytes, &file.name).expect("it is read");
        // A lifting log names no time zone; nothing else is left to be said.
        assert!(
            decoded.warnings.iter().all(|w| w.message.contains("time zone")),
            "{}: {:?}",
            file.name,
            decoded.warnings
        );
        for recording in &decoded.recordings {
            runs += usize::from(recording.sport.is_on_foot());
            sets += recording.sets.len();
        }
    }
    assert_eq!(runs, demo.files.len() - 1, "one run a file, and one log");
    assert!(sets > 500, "{sets} sets");
}
