//! One athlete's story, told to each database.

use std::path::Path;
use striate_model::{Channel, Day, Format, Recording, Sport, SubSport, Timestamp};
use striate_store::*;

fn run(start_s: i64, seconds: i64) -> Recording {
    let mut run = Recording::new(Sport::Running, SubSport::Track, Timestamp::from_unix_ms(start_s * 1000));
    run.streams.time = (0..seconds).map(|s| Timestamp::from_unix_ms((start_s + s) * 1000)).collect();
    *run.streams.channel_mut(Channel::SpeedMPerS) = (0..seconds).map(|s| 3.0 + (s % 7) as f32 / 8.0).collect();
    run
}

fn file(name: &str, bytes: &[u8], start_s: i64) -> PreparedFile {
    let source = PreparedSource::new(bytes, name, Some("fit"), "{}");
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

async fn story(store: &Store) {
    let me = store.only_athlete().await.unwrap();
    assert_eq!(store.only_athlete().await.unwrap(), me);
    let import = store.begin_import(me, "export.zip").await.unwrap();
    let mut writer = store.import_writer(import, GroupLimits::default()).await.unwrap();
    assert_eq!(writer.put(&file("a.fit", b"first", 1_600_000_000)).await.unwrap(), ItemOutcome::Imported);
    assert_eq!(writer.put(&file("b.fit", b"first", 1_600_000_000)).await.unwrap(), ItemOutcome::Duplicate);
    writer.commit().await.unwrap();
    store.finish_import(import, ImportState::Done, "{}").await.unwrap();
    let hash = SourceHash::of(b"first");
    assert_eq!(store.source_bytes(me, &hash).await.unwrap(), b"first");
    let recordings = store.recordings(me).await.unwrap();
    assert_eq!(recordings.len(), 1);
    let streams = store.streams(me, &recordings[0].id).await.unwrap();
    assert_eq!(streams, run(1_600_000_000, 600).streams);
    let undone = store.undo_import(import).await.unwrap();
    assert_eq!((undone.sources, undone.recordings), (1, 1));
    assert!(store.sources(me).await.unwrap().is_empty());
}

fn sqlite(folder: &Path) -> Location {
    Location::parse(&format!("sqlite:{}", folder.join("runs.db").display())).unwrap()
}

#[test]
fn a_history_is_stored_and_taken_back_in_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = Store::open_with(&sqlite(folder.path()), &OpenOptions::default()).await.unwrap();
        story(&store).await;
        store.close().await;
    })
    .unwrap();
}
