//! Taking an import back, whatever happened before and beside it.

use crate::{file, in_folder, open};
use proptest::prelude::*;
use striate_store::*;

/// What a person might do.
#[derive(Clone, Debug)]
enum Deed {
    /// Imports these of the ten files there are, and these of the four lines.
    Import(Vec<u8>, Vec<u8>),
    /// Writes a line.
    Write(u8),
    /// Says what a recording was.
    Correct(u8),
    /// Takes back one of the imports there are.
    Undo(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (prop::collection::vec(0..10_u8, 0..5), prop::collection::vec(0..4_u8, 0..3))
            .prop_map(|(f, l)| Deed::Import(f, l)),
        (0..5_u8).prop_map(Deed::Write),
        (0..10_u8).prop_map(Deed::Correct),
        any::<u8>().prop_map(Deed::Undo),
    ]
}

fn content(n: u8) -> Vec<u8> {
    format!("the bytes of file {n}").into_bytes()
}

async fn import(store: &Store, me: AthleteId, files: &[u8], lines: &[u8]) -> ImportId {
    let id = store.begin_import(me, "folder").await.unwrap();
    let mut writer = store.import_writer(id, GroupLimits { files: 2, bytes: 1 << 20 }).await.unwrap();
    for n in files {
        let mut file = file(&format!("{n}.fit"), &content(*n), 1_600_000_000 + i64::from(*n) * 7200);
        file.entries = lines
            .iter()
            .map(|l| NewEntry {
                import_key: Some(format!("sleep {l}")),
                ..NewEntry::by_hand("2026-11-20".parse().unwrap(), format!("sleep {l}h"))
            })
            .collect();
        writer.put(&file).await.unwrap();
    }
    writer.commit().await.unwrap();
    store.finish_import(id, ImportState::Done, "{}").await.unwrap();
    let sessions: Vec<SessionRow> = store.recordings(me).await.unwrap().iter().map(crate::alone).collect();
    store.put_sessions(me, &sessions).await.unwrap();
    id
}

async fn perform(store: &Store, me: AthleteId, deed: &Deed) {
    match deed {
        Deed::Import(files, lines) => {
            import(store, me, files, lines).await;
        }
        Deed::Write(n) => {
            let line = NewEntry::by_hand("2026-11-20".parse().unwrap(), format!("soreness calves {n}"));
            store.add_entries(me, &[line]).await.unwrap();
        }
        Deed::Correct(n) => {
            let id = RecordingId::of_source(&SourceHash::of(&content(*n)), 0);
            let said = Correction { kind: Some("tempo".to_owned()), ..Correction::default() };
            store.put_correction(me, &id, &said).await.unwrap();
        }
        Deed::Undo(n) => {
            let imports = store.imports(me).await.unwrap();
            if !imports.is_empty() {
                store.undo_import(imports[usize::from(*n) % imports.len()].id).await.unwrap();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_import_taken_back_leaves_every_ground_row_as_it_was(
        before in prop::collection::vec(deed(), 0..6),
        files in prop::collection::vec(0..10_u8, 0..6),
        lines in prop::collection::vec(0..4_u8, 0..3),
    ) {
        let folder = tempfile::tempdir().unwrap();
        block_on(async {
            let store = open(&in_folder(folder.path())).await;
            let me = store.only_athlete().await.unwrap();
            for deed in &before {
                perform(&store, me, deed).await;
            }
            let ground = store.digests(Standing::Ground).await.unwrap();
            let recordings = store.recordings(me).await.unwrap();
            let id = import(&store, me, &files, &lines).await;
            store.undo_import(id).await.unwrap();
            assert_eq!(store.digests(Standing::Ground).await.unwrap(), ground);
            assert_eq!(store.recordings(me).await.unwrap(), recordings);
            assert_eq!(crate::problems(&store).await, Vec::<String>::new());
            store.close().await;
        }).unwrap();
    }

    #[test]
    fn imports_taken_back_in_any_order_leave_no_file(
        deeds in prop::collection::vec(deed(), 1..7),
        order in any::<u64>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        block_on(async {
            let store = open(&in_folder(folder.path())).await;
            let me = store.only_athlete().await.unwrap();
            for deed in &deeds {
                perform(&store, me, deed).await;
            }
            let mut order = order;
            loop {
                let imports = store.imports(me).await.unwrap();
                if imports.is_empty() {
                    break;
                }
                // A file stays exactly as long as one of the imports that brought it.
                let mut brought = std::collections::BTreeSet::new();
                for import in &imports {
                    brought.extend(store.import_items(import.id).await.unwrap().into_iter().filter_map(|i| i.hash));
                }
                let there: std::collections::BTreeSet<_> = store.source_hashes(me).await.unwrap().into_iter().collect();
                assert_eq!(there, brought);
                store.undo_import(imports[(order % imports.len() as u64) as usize].id).await.unwrap();
                order = order.rotate_left(7);
            }
            assert!(store.sources(me).await.unwrap().is_empty() && store.recordings(me).await.unwrap().is_empty());
            assert!(store.entries(me).await.unwrap().iter().all(|e| e.import_key.is_none()));
            store.close().await;
        }).unwrap();
    }
}
