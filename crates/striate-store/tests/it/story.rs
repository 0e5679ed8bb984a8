//! One athlete's story, told to each database.

use crate::{alone, file, in_folder, open, problems, run};
use std::path::Path;
use striate_model::{Channel, Day};
use striate_store::*;

/// From the first import to a restored backup. `other` is an empty database of either sort.
pub(crate) async fn story(store: &Store, other: &Store, folder: &Path) {
    let me = store.only_athlete().await.unwrap();
    assert_eq!(store.only_athlete().await.unwrap(), me, "the athlete is made once");
    let today: Day = "2026-11-20".parse().unwrap();
    words(store, me, today).await;
    let said = store.digests(Standing::Ground).await.unwrap();

    let import = imported(store, me).await;
    twins_are_one_session(store, me).await;
    figures_grow_old(store, me).await;
    assert_eq!(problems(store).await, Vec::<String>::new());

    backed_up(store, other, folder).await;

    let undone = store.undo_import(import).await.unwrap();
    assert_eq!((undone.sources, undone.recordings, undone.entries), (2, 2, 1));
    assert_eq!(store.digests(Standing::Ground).await.unwrap(), said, "undo leaves the ground as it was");
    assert!(store.recordings(me).await.unwrap().is_empty() && store.sessions(me).await.unwrap().is_empty());
    assert_eq!(store.undo_import(import).await.unwrap_err().sort(), Sort::NotFound);
    assert_eq!(problems(store).await, Vec::<String>::new());
}

/// Everything that an athlete can say is kept as it was said.
async fn words(store: &Store, me: AthleteId, today: Day) {
    let profile = Profile { mass_kg: Some(71.5), time_zone: Some("Europe/Berlin".to_owned()), ..Profile::default() };
    store.put_profile(me, today.plus(-100), &Profile { mass_kg: Some(74.0), ..profile.clone() }).await.unwrap();
    store.put_profile(me, today, &profile).await.unwrap();
    assert_eq!(store.profile(me).await.unwrap(), profile);
    assert_eq!(store.profiles(me).await.unwrap().len(), 2);
    assert_eq!(profile.athlete().mass.value.as_kg(), 71.5);

    let lines =
        [NewEntry::by_hand(today, "squat 3x5 100kg @2"), NewEntry::by_hand(today.plus(-1), "soreness calves 3")];
    assert_eq!(store.add_entries(me, &lines).await.unwrap().len(), 2);
    let twice = NewEntry { import_key: Some("sleep 2026-11-19".to_owned()), ..NewEntry::by_hand(today, "sleep 7.5h") };
    let ids = store.add_entries(me, &[twice.clone(), twice]).await.unwrap();
    assert_eq!(ids[0], ids[1], "what an import brings twice is stored once");
    assert_eq!(store.entries(me).await.unwrap().len(), 3);
    assert_eq!(store.entries_between(me, today, today).await.unwrap().len(), 2);
    store.remove_entry(me, ids[0]).await.unwrap();
    assert_eq!(store.remove_entry(me, ids[0]).await.unwrap_err().sort(), Sort::NotFound);

    store.map_exercise(me, "Kniebeuge", "back_squat").await.unwrap();
    store.map_exercise(me, "Kniebeuge", "high_bar_squat").await.unwrap();
    assert_eq!(store.exercise_map(me).await.unwrap()["Kniebeuge"], "high_bar_squat");

    store.put_goal(me, today, r#"{"goal": "build"}"#).await.unwrap();
    assert_eq!(store.goals(me).await.unwrap().len(), 1);
    assert_eq!(store.add_plan(me, "{}").await.unwrap(), 1);
    assert_eq!(store.add_plan(me, "{}").await.unwrap(), 2);
    store.accept_plan(me, 1).await.unwrap();
    assert_eq!(store.accept_plan(me, 1).await.unwrap_err().sort(), Sort::Conflict, "an accepted plan stays as it is");
    assert_eq!(store.plans(me).await.unwrap()[0].version, 2);

    // A text with a zero in it is stored by neither database, so that both keep the same.
    store.map_exercise(me, "odd\0title", "plank").await.unwrap();
    assert!(store.exercise_map(me).await.unwrap().contains_key("odd\u{fffd}title"));

    // Another athlete's history is another's.
    let her = store.add_athlete("her").await.unwrap();
    assert!(store.entries(her).await.unwrap().is_empty());
    assert_eq!(store.athletes().await.unwrap().len(), 2);
}

async fn imported(store: &Store, me: AthleteId) -> ImportId {
    let import = store.begin_import(me, "export.zip").await.unwrap();
    let mut writer = store.import_writer(import, GroupLimits::default()).await.unwrap();
    let start = 1_763_620_000;
    let day = Day::from_ordinal((start / 86_400) as i32);
    let mut watch = file("watch.fit", b"the watch's bytes", start);
    watch.entries.push(NewEntry { import_key: Some("mass".to_owned()), ..NewEntry::by_hand(day, "mass 71.5kg") });
    assert_eq!(writer.put(&watch).await.unwrap(), ItemOutcome::Imported);
    assert_eq!(writer.put(&file("copy.fit", b"the watch's bytes", start)).await.unwrap(), ItemOutcome::Duplicate);
    assert_eq!(writer.put(&file("strava.tcx", b"the app's bytes", start + 3)).await.unwrap(), ItemOutcome::Imported);
    let broken = PreparedFile {
        path: "broken.fit".to_owned(),
        outcome: ItemOutcome::Failed,
        message: Some("it ends in the middle".to_owned()),
        source: None,
        recordings: vec![],
        entries: vec![],
    };
    assert_eq!(writer.put(&broken).await.unwrap(), ItemOutcome::Failed);
    writer.commit().await.unwrap();
    store.finish_import(import, ImportState::Done, "{}").await.unwrap();

    let listed = store.imports(me).await.unwrap();
    let counts = (listed[0].imported, listed[0].duplicates, listed[0].failed, listed[0].skipped);
    assert_eq!((listed[0].state, counts), (ImportState::Done, (2, 1, 1, 0)));
    let items = store.import_items(import).await.unwrap();
    assert_eq!(items[3].message.as_deref(), Some("it ends in the middle"));
    let hash = SourceHash::of(b"the watch's bytes");
    assert_eq!(store.source_bytes(me, &hash).await.unwrap(), b"the watch's bytes");
    assert_eq!(store.source_hashes(me).await.unwrap().len(), 2);
    let rows = store.recordings(me).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(store.streams(me, &rows[0].id).await.unwrap(), run(start, 600).streams);
    assert_eq!(store.channel(me, &rows[0].id, Channel::SpeedMPerS).await.unwrap().len(), 600);
    import
}

async fn twins_are_one_session(store: &Store, me: AthleteId) {
    let rows = store.recordings(me).await.unwrap();
    let apart: Vec<SessionRow> = rows.iter().map(alone).collect();
    store.put_sessions(me, &apart).await.unwrap();
    assert_eq!(store.sessions(me).await.unwrap().len(), 2);
    let ids: Vec<RecordingId> = rows.iter().map(|r| r.id.clone()).collect();
    let together = SessionRow { id: SessionId::of(&ids).unwrap(), recordings: ids.clone(), ..alone(&rows[0]) };
    store.put_sessions(me, &[together]).await.unwrap();
    let sessions = store.sessions(me).await.unwrap();
    assert_eq!((sessions.len(), sessions[0].recordings.len()), (1, 2));
    for id in &ids {
        assert_eq!(store.session(me, &id.0).await.unwrap().id, sessions[0].id, "any recording names its session");
    }
    store.decide_twins(me, &ids[0], &ids[1], Some(false)).await.unwrap();
    assert!(!store.twin_decisions(me).await.unwrap()[0].is_same);
    store.decide_twins(me, &ids[1], &ids[0], None).await.unwrap();
    assert!(store.twin_decisions(me).await.unwrap().is_empty());
    let correction = Correction { kind: Some("tempo".to_owned()), added_mass_kg: Some(6.0), ..Correction::default() };
    store.put_correction(me, &ids[0], &correction).await.unwrap();
    assert_eq!(store.corrections(me).await.unwrap()[&ids[0]].told().carried_mass.unwrap().as_kg(), 6.0);
    store.put_correction(me, &ids[0], &Correction::default()).await.unwrap();
    assert!(store.corrections(me).await.unwrap().is_empty());
}

async fn figures_grow_old(store: &Store, me: AthleteId) {
    let session = store.sessions(me).await.unwrap()[0].clone();
    assert_eq!(store.stale_sessions(me).await.unwrap(), std::slice::from_ref(&session.id));
    let old = NewAnalysis {
        session: session.id.clone(),
        input_hash: "a".to_owned(),
        method_version: "0".to_owned(),
        summary: "{}".to_owned(),
        dose: "{}".to_owned(),
        detail: r#"{"kind": "tempo"}"#.to_owned(),
    };
    store.put_analyses(me, std::slice::from_ref(&old)).await.unwrap();
    let (row, detail) = store.analysis(me, &session.id).await.unwrap();
    assert!(row.is_stale && detail.contains("tempo"), "figures of another method are shown as old");
    assert_eq!(store.stale_sessions(me).await.unwrap().len(), 1);
    let new = NewAnalysis { method_version: striate_stimulus::METHOD_VERSION.to_owned(), ..old };
    store.put_analyses(me, &[new]).await.unwrap();
    assert!(store.stale_sessions(me).await.unwrap().is_empty());
    assert!(!store.analyses_between(me, session.day, session.day).await.unwrap()[0].is_stale);
    store.put_sessions(me, &[session]).await.unwrap();
    assert_eq!(store.analyses(me).await.unwrap().len(), 1, "a session that is as before keeps its figures");
    let method = striate_stimulus::METHOD_VERSION;
    store.put_derived_version(me, "analyses", method, "x").await.unwrap();
    assert_eq!(store.derived_versions(me).await.unwrap()[0].what, "analyses");
}

async fn backed_up(store: &Store, other: &Store, folder: &Path) {
    let (path, cut) = (folder.join("my.backup"), folder.join("cut.backup"));
    let manifest = store.backup(&path).await.unwrap();
    assert_eq!((manifest.rows("source_file"), manifest.rows("session")), (2, 1));
    assert_eq!(store.backup(&path).await.unwrap_err().sort(), Sort::Conflict, "a backup never overwrites another");
    let bytes = std::fs::read(&path).unwrap();
    let empty = other.digests(Standing::Ground).await.unwrap();
    // Cut anywhere, or any byte changed: refused, and nothing was touched.
    for at in (0..bytes.len()).step_by(bytes.len() / 60 + 1) {
        let mut changed = bytes.clone();
        changed[at] ^= 16;
        for bad in [&changed[..], &bytes[..at]] {
            std::fs::write(&cut, bad).unwrap();
            assert!(check_backup(&cut).is_err(), "byte {at}");
        }
        assert!(other.restore(&cut, true).await.is_err());
    }
    assert_eq!(other.digests(Standing::Ground).await.unwrap(), empty);

    assert_eq!(other.restore(&path, false).await.unwrap(), manifest);
    for standing in [Standing::Ground, Standing::Derived] {
        assert_eq!(other.digests(standing).await.unwrap(), store.digests(standing).await.unwrap());
    }
    assert_eq!(
        other.restore(&path, false).await.unwrap_err().sort(),
        Sort::Conflict,
        "a full database is not replaced"
    );
    other.restore(&path, true).await.unwrap();
    assert_eq!(problems(other).await, Vec::<String>::new());
    // New numbers do not collide with restored ones.
    let me = other.only_athlete().await.unwrap();
    other.begin_import(me, "later").await.unwrap();
    other.add_entries(me, &[NewEntry::by_hand("2026-11-20".parse().unwrap(), "sleep 8h")]).await.unwrap();
    other.drop_derived().await.unwrap();
    assert!(other.digests(Standing::Derived).await.unwrap().iter().all(|t| t.rows == 0));
}

#[test]
fn a_history_is_stored_kept_restored_and_taken_back_in_sqlite() {
    let (folder, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    block_on(async {
        let store = open(&in_folder(folder.path())).await;
        let other = open(&in_folder(second.path())).await;
        story(&store, &other, folder.path()).await;
        store.close().await;
        other.close().await;
    })
    .unwrap();
}

#[test]
fn the_doctor_names_a_damaged_original_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let location = in_folder(folder.path());
    block_on(async {
        let store = open(&location).await;
        let me = store.only_athlete().await.unwrap();
        imported(&store, me).await;
        store.close().await;
        let Location::File(path) = &location else { panic!("a file") };
        let mut bytes = std::fs::read(path).unwrap();
        let watch = zstd::bulk::compress(b"the watch's bytes", 3).unwrap();
        let at = bytes.windows(watch.len()).position(|w| w == watch).unwrap();
        bytes[at + watch.len() - 1] ^= 1;
        std::fs::write(path, &bytes).unwrap();
        let store =
            Store::open_with(&location, &OpenOptions { read_only: true, ..OpenOptions::default() }).await.unwrap();
        let found = problems(&store).await;
        assert!(found.len() == 1 && found[0].contains("watch.fit"), "{found:?}");
        let me = store.athlete().await.unwrap().unwrap();
        let hash = SourceHash::of(b"the watch's bytes");
        assert_eq!(store.source_bytes(me, &hash).await.unwrap_err().sort(), Sort::Corrupt);
        assert!(store.begin_import(me, "x").await.is_err(), "opened for reading alone");
        store.close().await;
        assert_eq!(std::fs::read(path).unwrap(), bytes);
        let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["runs.db"], "nothing was made beside it");
    })
    .unwrap();
}
