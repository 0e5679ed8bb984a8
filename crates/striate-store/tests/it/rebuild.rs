//! Everything derived is made anew from the ground, by itself after a change of the method, and comes out as it was.

use crate::{in_folder, open, problems};
use striate_store::import::*;
use striate_store::*;
use striate_synth::{ArchiveOrder, strava_archive};

/// Everything that was worked out, without the time at which that was done.
async fn worked_out(store: &Store, me: AthleteId) -> Vec<String> {
    let mut all = Vec::new();
    for row in store.recordings(me).await.unwrap() {
        all.push(format!("{row:?} {:?}", store.streams(me, &row.id).await.unwrap()));
    }
    all.extend(store.sessions(me).await.unwrap().iter().map(|s| format!("{s:?}")));
    for analysis in store.analyses(me).await.unwrap() {
        let (_, detail) = store.analysis(me, &analysis.session).await.unwrap();
        all.push(format!("{analysis:?} {detail}"));
    }
    all
}

/// A database with some months of training, twins among it, imported in a zone that is no default, and lines by hand.
async fn filled(folder: &std::path::Path) -> (Store, AthleteId) {
    let store = open(&in_folder(folder)).await;
    let me = store.only_athlete().await.unwrap();
    let mut bytes = Vec::new();
    let order = ArchiveOrder { activities: 40, last: "2026-11-15".parse().unwrap(), seed: 7 };
    strava_archive(&order, &mut bytes).unwrap();
    let zone = Zone::named("Pacific/Auckland").unwrap();
    let options = ImportOptions { zone, unit: None, miles: None, threads: Some(2), group: GroupLimits::default() };
    import_files(&store, (me, "export"), vec![("export.zip".to_owned(), bytes)], &options, &mut Silent).await.unwrap();
    let day = "2026-11-16".parse().unwrap();
    let lines = ["2026-11-16 run 8 km 45 min easy", "2026-11-16 sleep 7.5 h"].map(|line| NewEntry::by_hand(day, line));
    store.add_entries(me, &lines).await.unwrap();
    derive(&store, me, Some(2), &mut Silent).await.unwrap();
    assert!(is_complete(&store, me).await.unwrap());
    (store, me)
}

#[test]
fn what_is_dropped_and_made_anew_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let (store, me) = filled(folder.path()).await;
        let (ground, before) = (store.digests(Standing::Ground).await.unwrap(), worked_out(&store, me).await);
        let report = rebuild(&store, me, Some(2), &mut Silent).await.unwrap();
        assert_eq!((report.analysed, report.failed.len()), (report.sessions, 0));
        assert_eq!(worked_out(&store, me).await, before);
        assert_eq!(store.digests(Standing::Ground).await.unwrap(), ground);
        // Whatever ends it: the next call goes on.
        store.drop_derived_of(me).await.unwrap();
        assert!(!is_complete(&store, me).await.unwrap());
        derive(&store, me, Some(2), &mut Silent).await.unwrap();
        assert_eq!(worked_out(&store, me).await, before);
        assert_eq!(problems(&store).await, Vec::<String>::new());
        store.close().await;
    })
    .unwrap();
}

#[test]
fn after_a_change_of_the_method_old_figures_are_marked_until_new_ones_stand_in_their_place() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let (store, me) = filled(folder.path()).await;
        let before = worked_out(&store, me).await;
        store.pretend_older_method().await.unwrap();
        assert!(!is_complete(&store, me).await.unwrap());
        let old = store.analyses(me).await.unwrap();
        assert!(!old.is_empty() && old.iter().all(|a| a.is_stale), "old figures are there and say that they are old");
        assert!(!ledger(&store, me).await.unwrap().sessions.is_empty());
        let report = derive(&store, me, Some(2), &mut Silent).await.unwrap();
        assert_eq!(report.analysed, report.sessions);
        assert!(is_complete(&store, me).await.unwrap());
        assert_eq!(worked_out(&store, me).await, before);
        let again = derive(&store, me, Some(2), &mut Silent).await.unwrap();
        assert_eq!(again.analysed, 0, "a second time nothing is to be done");
        store.close().await;
    })
    .unwrap();
}

#[test]
fn one_session_is_taken_through_every_stage_anew_and_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let (store, me) = filled(folder.path()).await;
        let names = names_of_sessions(&store, me).await.unwrap();
        let (figures, _) = athlete_figures(&store, me).await.unwrap();
        let sessions = store.sessions(me).await.unwrap();
        for session in sessions.iter().rev().take(6) {
            let (row, _) = store.analysis(me, &session.id).await.unwrap();
            let analysis = open_session(&store, me, (&session.id.0, Depth::Figures), &figures).await.unwrap().analysis;
            let impact = analysis.stimulus.impact.map(|i| (10.0 * i.easy_km).round() / 10.0);
            let kept: serde_json::Value = serde_json::from_str(&row.summary).unwrap();
            assert_eq!(kept["impact_km"].as_f64(), impact);
            assert!(names[&session.id].len() > 4, "{names:?}");
        }
        assert!(names.values().any(|name| name.contains("run 8 km")), "{names:?}");
        store.close().await;
    })
    .unwrap();
}
