//! A database that version 0.1.0 wrote (commit 34754de): two files, four weeks of a journal, a correction, goals, an accepted
//! plan and a change of it that waits. `0.1.0.json` is what that version's tables held, read without striate; plans and
//! figures by the SHA-256 of their texts.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use striate_planner::{Keep, Version, present};
use striate_store::import::{Silent, derive, shelf};
use striate_store::*;

const PACKED: &[u8] = include_bytes!("0.1.0.db.zst");
const KNOWN: &str = include_str!("0.1.0.json");

/// The database as that version left it, opened by this one.
async fn opened() -> (tempfile::TempDir, Store, AthleteId) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    std::fs::write(&path, zstd::decode_all(PACKED).unwrap()).unwrap();
    let store = Store::open(&format!("sqlite:{}", path.display())).await.unwrap();
    let athlete = store.only_athlete().await.unwrap();
    (folder, store, athlete)
}

fn sha256(text: &str) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

fn known() -> Value {
    serde_json::from_str(KNOWN).unwrap()
}

/// What the athlete gave and said, as this version reads it.
async fn ground(store: &Store, athlete: AthleteId) -> Value {
    let plan =
        |p: &PlanRow| json!({ "version": p.version, "plan": sha256(&p.plan), "accepted": p.accepted_ms.is_some() });
    let corrections = store.corrections(athlete).await.unwrap();
    let corrections: BTreeMap<String, Value> =
        corrections.iter().map(|(id, said)| (id.0.clone(), serde_json::to_value(said).unwrap())).collect();
    let profiles = store.profiles(athlete).await.unwrap();
    let profiles: Vec<Value> =
        profiles.iter().map(|(day, p)| json!([day.to_string(), serde_json::to_value(p).unwrap()])).collect();
    let goals = store.goals(athlete).await.unwrap();
    let mut files: Vec<String> =
        store.source_hashes(athlete).await.unwrap().iter().map(|h| h.as_str().to_owned()).collect();
    files.sort();
    json!({
        "plans": store.plans(athlete).await.unwrap().iter().map(plan).collect::<Vec<_>>(),
        "goals": goals.iter().map(|(day, goal)| json!([day.to_string(), goal])).collect::<Vec<_>>(),
        "entries": store.entries(athlete).await.unwrap().iter().map(|e| e.line.clone()).collect::<Vec<_>>(),
        "corrections": corrections,
        "profiles": profiles,
        "files": files,
    })
}

#[tokio::test]
async fn a_database_of_0_1_0_keeps_everything_that_was_given_and_said_and_every_plan() {
    let (_folder, store, athlete) = opened().await;
    let (found, known) = (ground(&store, athlete).await, known());
    for key in ["plans", "goals", "entries", "corrections", "profiles", "files"] {
        assert!(!known[key].as_array().is_some_and(Vec::is_empty), "the fixture has no {key}");
        assert_eq!(found[key], known[key], "{key}");
    }
    derive(&store, athlete, None, &mut Silent).await.unwrap();
    assert_eq!(ground(&store, athlete).await, found, "deriving with this version's method changed the ground");
}

#[tokio::test]
async fn the_figures_of_0_1_0_are_shown_as_they_were_until_they_are_derived_again() {
    let (_folder, store, athlete) = opened().await;
    let known = known();
    let sessions = known["sessions"].as_object().unwrap();
    assert!(sessions.len() >= 10, "{}", sessions.len());
    for (id, session) in sessions {
        let (row, _) = store.analysis(athlete, &SessionId(id.clone())).await.unwrap();
        assert_eq!(sha256(&format!("{}\n{}", row.summary, row.dose)), session.as_str().unwrap(), "{id}");
    }
    let before = shelf(&store, athlete).await.unwrap();
    assert_eq!((before.ledger.sessions.len(), before.stale), (sessions.len(), sessions.len()));
    derive(&store, athlete, None, &mut Silent).await.unwrap();
    let after = shelf(&store, athlete).await.unwrap();
    assert_eq!((after.ledger.sessions.len(), after.stale), (sessions.len(), 0));
    let days = |shelf: &striate_store::import::Shelf| -> Vec<_> {
        shelf.ledger.sessions.iter().map(|s| (s.file.clone(), s.day, s.sets)).collect()
    };
    assert_eq!(days(&before), days(&after), "the same sessions on the same days");
}

#[tokio::test]
async fn the_plan_of_0_1_0_goes_on_with_its_sessions_where_they_were() {
    let (_folder, store, athlete) = opened().await;
    derive(&store, athlete, None, &mut Silent).await.unwrap();
    let state = store.plan_state(athlete).await.unwrap();
    let (newest, accepted) = (state.newest.as_ref().unwrap(), state.accepted.as_ref().unwrap());
    assert!(!newest.is_accepted && newest.plan.change.is_some() && accepted.is_accepted);
    let shelf = shelf(&store, athlete).await.unwrap();
    let today: striate_model::Day = newest.plan.made_on.parse().unwrap();
    let viewpoint = striate_history::Viewpoint {
        athlete: &shelf.figures,
        person: striate_model::Person { log_response: 0.0, log_response_sd: 0.4, age_y: None },
        before: striate_history::body::Before::Unknown,
        today,
        now: today.noon(),
        offset: striate_model::TimeSpan::default(),
        at_hand: store.at_hand(athlete).await.unwrap(),
    };
    let version = Version { plan: &newest.plan, is_accepted: false, has_accepted_before: true };
    let present = present(&shelf.ledger, &viewpoint, &state.goals, Some(version), None).unwrap();
    assert_eq!(present.keep, Keep::Nothing, "this version would store another plan: {:?}", present.standing.notes);
    let ids = |plan: &striate_planner::KeptPlan| -> Vec<(String, String)> {
        plan.sessions().map(|s| (s.id.clone(), s.date.clone())).collect()
    };
    assert_eq!(ids(&present.standing.plan), ids(&newest.plan));
}
