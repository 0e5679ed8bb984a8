//! What a person changes: files brought in and taken back, lifts, the check-in, the profile, corrections.

use crate::client::{ask, empty, example, examples, get, id_of, rested, send, served, until, upload};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::io::Write;
use striate_server::Config;
use striate_store::import::{ImportOptions, Silent, Zone, import};
use striate_store::{GroupLimits, Store};

fn series() -> Vec<u8> {
    std::fs::read(example("8x200m.fit")).unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        packed.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        packed.write_all(bytes).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

fn spooled(app: &crate::client::Served) -> usize {
    std::fs::read_dir(app.folder.path().join("striate.db.spool")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn files_are_looked_at_first_then_brought_in_then_taken_back() {
    let app = empty().await;
    let archive = zip(&[("a/8x200m.fit", &series()), ("a/again.fit", &series()), ("a/torn.fit", b"no recording")]);
    let sent = upload(&app, "?dry_run=true", &[("history.zip", &archive)]).await;
    assert_eq!(sent.status, StatusCode::ACCEPTED, "{}", String::from_utf8_lossy(&sent.body));
    let id = sent.json()["id"].as_str().unwrap().to_owned();
    let looked = rested(&app, &id).await;
    assert_eq!((&looked["state"], &looked["runs"], &looked["duplicates"]), (&json!("waiting"), &json!(1), &json!(1)));
    assert_eq!(get(&app, "/api/today").await.json()["empty"], json!(true), "looking keeps nothing");

    let accepted = ask(&app, "POST", &format!("/api/imports/{id}/accept"), &[], "").await;
    assert_eq!(accepted.status, StatusCode::OK);
    let done = rested(&app, &id).await;
    assert_eq!((&done["state"], &done["runs"]), (&json!("done"), &json!(1)), "{done}");
    assert!(done["sentence"].as_str().unwrap().starts_with("1 run imported"), "{done}");
    assert_eq!(get(&app, "/api/today").await.json()["empty"], json!(false));
    assert_eq!(get(&app, "/api/imports").await.json()["jobs"].as_array().unwrap().len(), 1);
    assert_eq!(spooled(&app), 0, "what was sent does not stay beside the database");

    let events = get(&app, &format!("/api/imports/{id}/events")).await;
    assert!(String::from_utf8_lossy(&events.body).starts_with("event: job\ndata: {"));

    let undone = ask(&app, "POST", &format!("/api/imports/{id}/undo"), &[], "").await.json();
    assert_eq!(undone["state"], json!("undone"), "{undone}");
    until(&app, "/api/activities", |list| list["total"] == json!(0)).await;
    let again = ask(&app, "POST", &format!("/api/imports/{id}/undo"), &[], "").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn what_was_wrong_with_a_file_is_still_told_by_the_next_run_of_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let cut = folder.path().join("cut.fit");
    let whole = series();
    std::fs::write(&cut, &whole[..whole.len() - 3]).unwrap();
    let store = Store::open(&format!("sqlite:{}", folder.path().join("striate.db").display())).await.unwrap();
    let athlete = store.only_athlete().await.unwrap();
    let options =
        ImportOptions { zone: Zone::utc(), unit: None, miles: None, threads: None, group: GroupLimits::default() };
    import(&store, athlete, &[cut], &options, &mut Silent).await.unwrap();
    store.close().await;
    let app = served(folder, Config::default()).await;
    let jobs = get(&app, "/api/imports").await.json()["jobs"].clone();
    assert_eq!(jobs.as_array().unwrap().len(), 1, "{jobs}");
    let problem = &jobs[0]["problems"][0];
    assert_eq!((&problem["file"], &problem["code"]), (&json!("cut.fit"), &json!("imported")), "{jobs}");
    assert!(problem["message"].as_str().unwrap().contains("3 bytes"), "{jobs}");
}

#[tokio::test]
async fn what_is_left_is_gone_and_what_is_here_already_is_said() {
    let app = examples().await;
    let sent = upload(&app, "?dry_run=true", &[("8x200m.fit", &series())]).await.json();
    let looked = rested(&app, sent["id"].as_str().unwrap()).await;
    assert_eq!(looked["state"], json!("failed"), "{looked}");
    assert!(looked["sentence"].as_str().unwrap().contains("here already"), "{looked}");

    let sent = upload(&*empty().await, "", &[]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let app = empty().await;
    let sent = upload(&app, "?dry_run=true", &[("a.fit", &series()), ("a.fit", b"other")]).await.json();
    let id = sent["id"].as_str().unwrap();
    rested(&app, id).await;
    let left = ask(&app, "DELETE", &format!("/api/imports/{id}"), &[], "").await.json();
    assert_eq!(left["state"], json!("undone"));
    assert_eq!(get(&app, &format!("/api/imports/{id}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(spooled(&app), 0);
}

#[tokio::test]
async fn a_bomb_and_a_torn_archive_are_problems_and_nothing_more() {
    let app = empty().await;
    let zeros = vec![0u8; 300 << 20];
    let bomb = zip(&[("activity.fit", &zeros)]);
    assert!(bomb.len() < 1 << 20);
    let torn = &zip(&[("a.fit", &series())])[..2000];
    for (name, bytes) in [("bomb.zip", bomb.as_slice()), ("torn.zip", torn), ("empty.fit", b"")] {
        let sent = upload(&app, "?dry_run=true", &[(name, bytes)]).await;
        assert_eq!(sent.status, StatusCode::ACCEPTED, "{name}");
        let id = sent.json()["id"].as_str().unwrap().to_owned();
        let job = rested(&app, &id).await;
        // What can be saved of a torn archive waits to be asked for.
        let state = if name == "torn.zip" { "waiting" } else { "failed" };
        assert_eq!(job["state"], json!(state), "{name}: {job}");
        assert!(!job["problems"].as_array().unwrap().is_empty(), "{name}: {job}");
        assert!(!job["sentence"].as_str().unwrap().is_empty());
        ask(&app, "DELETE", &format!("/api/imports/{id}"), &[], "").await;
    }
    assert_eq!(get(&app, "/api/today").await.json()["empty"], json!(true));
    assert_eq!(spooled(&app), 0);
}

#[tokio::test]
async fn a_form_that_is_no_form_is_refused_with_a_problem() {
    let app = empty().await;
    let cases = [
        ("application/json", "{}", StatusCode::BAD_REQUEST),
        ("multipart/form-data; boundary=x", "--x\r\nno end", StatusCode::BAD_REQUEST),
    ];
    for (kind, body, status) in cases {
        let answer = send(&app, "POST", "/api/imports", &[("content-type", kind)], body.as_bytes().to_vec()).await;
        assert_eq!(answer.status, status, "{kind}: {}", String::from_utf8_lossy(&answer.body));
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    assert_eq!(spooled(&app), 0);
}

#[tokio::test]
async fn an_exercise_that_nobody_knows_is_named_once_and_counts() {
    let app = empty().await;
    let log = "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,\
               weight_kg,reps,distance_km,duration_seconds,rpe\n\
               \"Legs\",\"7 Sep 2026, 18:00\",\"7 Sep 2026, 19:00\",\"\",\"Zzyzx blaster\",,\"\",0,\"normal\",80,8,,,8\n";
    let sent = upload(&app, "?dry_run=true", &[("log.csv", log.as_bytes())]).await.json();
    let id = sent["id"].as_str().unwrap();
    let looked = rested(&app, id).await;
    assert_eq!(looked["unknown_exercises"][0]["name"], json!("Zzyzx blaster"), "{looked}");
    let squat = get(&app, "/api/imports").await.json()["exercises"]
        .as_array()
        .unwrap()
        .iter()
        .find(|e| e["name"].as_str().unwrap().to_lowercase().contains("squat"))
        .unwrap()["id"]
        .clone();
    let path = format!("/api/imports/{id}/exercises");
    let wrong = ask(&app, "PUT", &path, &[], r#"{"Zzyzx blaster": "no_such_thing"}"#).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let named = ask(&app, "PUT", &path, &[], &json!({ "Zzyzx blaster": squat }).to_string()).await.json();
    assert_eq!(named["unknown_exercises"], json!([]));
    ask(&app, "POST", &format!("/api/imports/{id}/accept"), &[], "").await;
    rested(&app, id).await;
    let vasti = |today: &Value| {
        let muscles = today["muscles"].as_array().unwrap();
        muscles.iter().find(|m| m["muscle"] == "vasti").unwrap()["week"]["hse"].as_f64()
    };
    let today = get(&app, "/api/today").await.json();
    assert!(vasti(&today).unwrap() > 0.5, "{today}");
}

#[tokio::test]
async fn a_lift_that_is_sent_twice_is_one_and_the_next_time_it_is_offered() {
    let app = empty().await;
    let lift = |reps: u16| {
        let set =
            json!({ "exercise": "Back squat", "reps": reps, "mass_kg": 100.0, "rir": 2, "at": 1_789_318_800_000_i64 });
        json!({ "day": "2026-09-13", "sets": [set, set] }).to_string()
    };
    for _ in 0..2 {
        let kept = ask(&app, "PUT", "/api/lifts/3f2a-77", &[], &lift(5)).await;
        assert_eq!(kept.status, StatusCode::OK, "{}", String::from_utf8_lossy(&kept.body));
        assert_eq!(kept.json()["unknown"], json!([]));
    }
    let list = until(&app, "/api/activities", |list| list["total"] == json!(1)).await;
    assert_eq!(list["rows"][0]["day"], json!("2026-09-13"));
    let last = get(&app, "/api/lifts/last").await.json();
    assert_eq!(last["exercises"][0]["sets"].as_array().unwrap().len(), 2, "{last}");
    assert_eq!(last["exercises"][0]["sets"][0]["mass_kg"], json!(100.0));
    ask(&app, "PUT", "/api/lifts/3f2a-77", &[], &lift(6)).await;
    assert_eq!(get(&app, "/api/lifts/last").await.json()["exercises"][0]["sets"][0]["reps"], json!(6));
    assert_eq!(until(&app, "/api/activities", |list| list["total"] == json!(1)).await["total"], json!(1));
    assert_eq!(ask(&app, "PUT", "/api/lifts/a%2Fb", &[], &lift(5)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = json!({ "day": "2026-09-13", "sets": [] }).to_string();
    assert_eq!(ask(&app, "PUT", "/api/lifts/a", &[], &none).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(ask(&app, "DELETE", "/api/lifts/3f2a-77", &[], "").await.status, StatusCode::NO_CONTENT);
    until(&app, "/api/activities", |list| list["total"] == json!(0)).await;
}

#[tokio::test]
async fn the_check_in_is_kept_changed_and_taken_back() {
    let app = examples().await;
    let checked = |body: Value| {
        let app = &app;
        async move { ask(app, "PUT", "/api/today/check-in", &[], &body.to_string()).await.json()["check_in"].clone() }
    };
    let said = json!({ "sleep": "under_6", "sore": [{ "muscle": "vasti", "level": 2 }] });
    assert_eq!(checked(said.clone()).await, said);
    assert_eq!(get(&app, "/api/today").await.json()["check_in"], said);
    let nowhere = json!({ "sleep": "7_8", "sore": [] });
    assert_eq!(checked(nowhere.clone()).await, nowhere);
    let nothing = json!({ "sleep": null, "sore": null });
    assert_eq!(checked(nothing.clone()).await, nothing);
    assert_eq!(app.library.store.entries(app.library.athlete).await.unwrap(), []);
    let wrong = r#"{"sleep": null, "sore": [{"muscle": "vasti", "level": 9}]}"#;
    assert_eq!(ask(&app, "PUT", "/api/today/check-in", &[], wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_figure_of_the_profile_says_where_it_comes_from_and_can_be_taken_back() {
    let app = examples().await;
    let origin = |view: &Value| {
        let fields = view["profile"].as_array().unwrap();
        let mass = fields.iter().find(|f| f["key"] == "mass_kg").unwrap();
        (mass["value"].clone(), mass["origin"].clone())
    };
    let before = origin(&get(&app, "/api/settings").await.json());
    let said = ask(&app, "PUT", "/api/profile", &[], r#"{"mass_kg": "68,4"}"#).await.json();
    assert_eq!(origin(&said), (json!("68.4"), json!("given")));
    let protein = get(&app, "/api/today").await.json()["protein"].clone();
    assert_eq!(protein["low_g"], json!((1.2f64 * 68.4).round()), "{protein}");
    assert_eq!(origin(&ask(&app, "PUT", "/api/profile", &[], r#"{"mass_kg": null}"#).await.json()), before);
    for wrong in [r#"{"mass_kg": "5"}"#, r#"{"shoes": "2"}"#] {
        assert_eq!(ask(&app, "PUT", "/api/profile", &[], wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let units = ask(&app, "PUT", "/api/settings/units", &[], r#"{"distance": "mi", "mass": "lb"}"#).await.json();
    assert_eq!(units["units"], json!({ "distance": "mi", "mass": "lb" }));
}

#[tokio::test]
async fn every_rule_stands_beside_its_evidence_and_the_rest_between_sprints_is_chosen() {
    for app in [examples().await, empty().await] {
        let view = get(&app, "/api/rules").await.json();
        let rules: Vec<&Value> =
            view["groups"].as_array().unwrap().iter().flat_map(|g| g["rules"].as_array().unwrap()).collect();
        assert_eq!(rules.len(), 45);
        assert!(
            rules
                .iter()
                .all(|r| !r["claim"].as_str().unwrap().is_empty() && !r["evidence"].as_str().unwrap().is_empty())
        );
        let choice = |view: &Value| {
            let groups = view["groups"].as_array().unwrap();
            let rules = groups.iter().flat_map(|g| g["rules"].as_array().unwrap());
            rules.into_iter().find(|r| !r["choice"].is_null()).unwrap()["choice"]["value"].clone()
        };
        assert_eq!(choice(&view), json!("48"));
        let chosen =
            ask(&app, "PUT", "/api/rules/choices", &[], r#"{"key": "rest_hours", "value": "24"}"#).await.json();
        assert_eq!(choice(&chosen), json!("24"));
        let wrong = ask(&app, "PUT", "/api/rules/choices", &[], r#"{"key": "rest_hours", "value": "1"}"#).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn efforts_ground_and_vest_are_the_athletes_to_say() {
    let app = examples().await;
    let path = format!("/api/activities/{}", id_of(&app, "series").await);
    let efforts = r#"{"efforts": [{"start_s": 600, "end_s": 640}, {"start_s": 900, "end_s": 940}], "surface": "track", "carried_kg": 6}"#;
    let view = ask(&app, "PATCH", &path, &[], efforts).await.json();
    assert_eq!(view["efforts"].as_array().unwrap().len(), 2, "{view}");
    assert_eq!((&view["surface"], &view["carried_kg"]), (&json!("track"), &json!(6.0)));
    assert_eq!(
        view["said"],
        json!({ "kind": false, "sport": false, "carried_kg": true, "surface": true, "efforts": true })
    );
    let back = ask(&app, "PATCH", &path, &[], r#"{"efforts": null, "surface": null, "carried_kg": null}"#).await.json();
    assert_eq!(back["efforts"].as_array().unwrap().len(), 8);
    assert_eq!(back["said"]["efforts"], json!(false));
    for wrong in [
        r#"{"efforts": [{"start_s": 9, "end_s": 3}]}"#,
        r#"{"efforts": [{"start_s": 1, "end_s": 50}, {"start_s": 40, "end_s": 60}]}"#,
        r#"{"surface": "lava"}"#,
        r#"{"carried_kg": 1000}"#,
    ] {
        assert_eq!(ask(&app, "PATCH", &path, &[], wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

#[tokio::test]
async fn everything_goes_out_as_a_zip_and_as_a_backup_that_can_be_put_back() {
    let app = examples().await;
    let export = get(&app, "/api/export").await;
    assert_eq!((export.status, export.header("content-type")), (StatusCode::OK, "application/zip"));
    let zip = zip::ZipArchive::new(std::io::Cursor::new(export.body)).unwrap();
    assert!(zip.file_names().any(|n| n.unwrap().ends_with("sessions.csv")));
    let backup = get(&app, "/api/backup").await;
    let path = app.folder.path().join("kept.striate");
    std::fs::write(&path, &backup.body).unwrap();
    assert_eq!(striate_store::check_backup(&path).unwrap().rows("session"), 6);
    assert_eq!(spooled(&app), 0);
}

#[tokio::test]
async fn a_change_by_another_program_is_seen_without_a_restart() {
    let app = examples().await;
    assert_eq!(get(&app, "/api/activities").await.json()["total"], json!(6));
    let path = app.folder.path().join("striate.db");
    let other = striate_store::Store::open(&format!("sqlite:{}", path.display())).await.unwrap();
    let run = other.imports(app.library.athlete).await.unwrap()[0].id;
    other.undo_import(run).await.unwrap();
    other.close().await;
    until(&app, "/api/activities", |list| list["total"] == json!(0)).await;
}

#[tokio::test]
async fn a_session_without_a_file_has_none_to_download() {
    let app = empty().await;
    let lift = r#"{"day": "2026-09-12", "sets": [{"exercise": "Deadlift", "reps": 5, "mass_kg": 120, "rir": null, "at": null}]}"#;
    ask(&app, "PUT", "/api/lifts/one", &[], lift).await;
    let list = until(&app, "/api/activities", |list| list["total"] == json!(1)).await;
    let path = format!("/api/activities/{}", list["rows"][0]["id"].as_str().unwrap());
    assert_eq!(get(&app, &path).await.json()["file"], Value::Null);
    assert_eq!(get(&app, &format!("{path}/original")).await.status, StatusCode::NOT_FOUND);
}
