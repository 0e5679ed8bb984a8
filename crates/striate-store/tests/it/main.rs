//! The store against real databases.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on has failed; skips are told")]

mod earlier;
mod export;
mod failures;
mod killed;
mod postgres;
mod rebuild;
mod story;
mod undo;

use striate_model::{Channel, Day, Format, Recording, Sport, SubSport, Timestamp};
use striate_store::*;

/// A run of so many seconds at 1 Hz.
fn run(start_s: i64, seconds: i64) -> Recording {
    let mut run = Recording::new(Sport::Running, SubSport::Track, Timestamp::from_unix_ms(start_s * 1000));
    run.streams.time = (0..seconds).map(|s| Timestamp::from_unix_ms((start_s + s) * 1000)).collect();
    *run.streams.channel_mut(Channel::SpeedMPerS) = (0..seconds).map(|s| 3.0 + (s % 7) as f32 / 8.0).collect();
    run
}

/// A file whose bytes are `content`, with a run in it that began at `start_s`.
fn file(name: &str, content: &[u8], start_s: i64) -> PreparedFile {
    let source = PreparedSource::new(content, name, Some("fit"), "{}");
    let local = LocalDay { day: Day::from_ordinal((start_s / 86_400) as i32), time_zone: "Europe/Berlin".to_owned() };
    let origin = Origin::Source(source.hash.clone());
    let recording = PreparedRecording::new(&run(start_s, 600), origin, 0, Some(Format::Fit), local);
    PreparedFile {
        path: format!("activities/{name}"),
        outcome: ItemOutcome::Imported,
        message: None,
        source: Some(source),
        recordings: vec![recording],
        entries: vec![],
    }
}

/// The `n`th file of a made-up archive: bytes that hardly compress, the same for the same number.
fn numbered(n: i64) -> PreparedFile {
    let mut state = n as u64 ^ 0x9E37_79B9_7F4A_7C15;
    let content: Vec<u8> = (0..4000)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
        .collect();
    file(&format!("{n}.fit"), &content, 1_500_000_000 + n * 86_400)
}

/// A session of each recording by itself.
fn alone(recording: &RecordingRow) -> SessionRow {
    SessionRow {
        id: SessionId::of([&recording.id]).unwrap(),
        start: recording.start,
        end: recording.end,
        day: recording.day,
        time_zone: recording.time_zone.clone(),
        choice: "{}".to_owned(),
        recordings: vec![recording.id.clone()],
    }
}

fn in_folder(folder: &std::path::Path) -> Location {
    Location::parse(&format!("sqlite:{}", folder.join("runs.db").display())).unwrap()
}

async fn open(location: &Location) -> Store {
    Store::open_with(location, &OpenOptions::default()).await.unwrap()
}

/// What the doctor finds wrong.
async fn problems(store: &Store) -> Vec<String> {
    store.examine().await.unwrap().problems.into_iter().map(|p| p.message).collect()
}
