//! The athlete's units, in every sentence of every page.

use crate::client::{Served, ask, empty, examples, get};
use axum::http::StatusCode;
use serde_json::Value;

const GOALS: &str = r#"{"goal": "build", "days": ["tue", "thu", "sat", "sun"], "vest_kg": 10, "hills": true, "gym": true,
    "race": "2026-11-29", "race_km": 21.1}"#;

async fn in_miles() -> Served {
    let app = examples().await;
    let said = ask(&app, "PUT", "/api/settings/units", &[], r#"{"distance": "mi", "mass": "lb"}"#).await;
    assert_eq!(said.status, StatusCode::OK, "{}", String::from_utf8_lossy(&said.body));
    let plan = ask(&app, "PUT", "/api/plan", &[], GOALS).await;
    assert_eq!(plan.status, StatusCode::OK, "{}", String::from_utf8_lossy(&plan.body));
    app
}

/// Every page, with every session and every planned one.
async fn pages(app: &Served) -> Vec<(String, Value)> {
    let mut paths: Vec<String> =
        ["today", "calendar?weeks=26", "activities", "rules", "imports", "settings", "plan", "twins"]
            .map(|page| format!("/api/{page}"))
            .to_vec();
    for muscle in ["hamstrings", "soleus", "vasti"] {
        paths.extend([format!("/api/muscles/{muscle}"), format!("/api/muscles/{muscle}/why")]);
    }
    let list = get(app, "/api/activities?limit=200").await.json();
    let ids = list["rows"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned());
    paths.extend(ids.map(|id| format!("/api/activities/{id}")));
    let plan = get(app, "/api/plan").await.json();
    for week in plan["weeks"].as_array().unwrap() {
        let ids = week["sessions"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap());
        paths.extend(ids.map(|id| format!("/api/plan/sessions/{id}/why")));
    }
    let mut pages = Vec::new();
    for path in paths {
        let answer = get(app, &path).await;
        if answer.status == StatusCode::OK {
            pages.push((path, answer.json()));
        }
    }
    pages
}

/// Sentences that say a metric quantity; what quotes a source may, and so may what somebody has written.
fn metric(value: &Value, key: &str, found: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let quotes = ["claim", "evidence", "source", "name", "id", "file"].contains(&key);
            let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '/').collect();
            if !quotes
                && words.iter().any(|w| ["km", "kg", "min/km", "/km", "g/kg", "km/h"].contains(w))
                && text.contains(' ')
            {
                found.push(format!("{key}: {text}"));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| metric(item, key, found)),
        Value::Object(object) => object.iter().for_each(|(key, item)| metric(item, key, found)),
        _ => {}
    }
}

#[tokio::test]
async fn who_reads_in_miles_and_pounds_meets_neither_kilometre_nor_kilogram() {
    let app = in_miles().await;
    let pages = pages(&app).await;
    assert!(pages.len() > 20, "{}", pages.len());
    let mut found = Vec::new();
    let mut miles = 0;
    for (path, page) in &pages {
        metric(page, path, &mut found);
        miles += page.to_string().matches(" mi").count();
    }
    assert!(found.is_empty(), "{found:#?}");
    assert!(miles > 5, "sentences say miles: {miles}");
    let today = get(&app, "/api/today").await.json();
    assert!(today["protein"]["because"].as_str().unwrap().contains(" lb"), "{today}");
    let ics = String::from_utf8(get(&app, "/api/plan.ics").await.body).unwrap();
    assert!(!ics.contains(" km") && !ics.contains(" kg"), "{ics}");
}

#[tokio::test]
async fn figures_keep_the_unit_of_their_key_and_kilometres_come_back() {
    let app = in_miles().await;
    let list = get(&app, "/api/activities").await.json();
    let km = list["rows"][0]["distance_km"].clone();
    let said = ask(&app, "PUT", "/api/settings/units", &[], r#"{"distance": "km", "mass": "kg"}"#).await;
    assert_eq!(said.status, StatusCode::OK);
    assert_eq!(get(&app, "/api/activities").await.json()["rows"][0]["distance_km"], km);
    let id = list["rows"][0]["id"].as_str().unwrap();
    let page = get(&app, &format!("/api/activities/{id}")).await.json();
    assert!(page["facts"].to_string().contains(" km"), "{}", page["facts"]);
}

#[tokio::test]
async fn a_title_that_nobody_knows_is_named_once() {
    let app = empty().await;
    let lift = r#"{"day": "2026-09-12", "sets": [{"exercise": "Zzyzx blaster", "reps": 8, "mass_kg": 40, "rir": null, "at": null}]}"#;
    let kept = ask(&app, "PUT", "/api/lifts/a", &[], lift).await.json();
    assert_eq!(kept["unknown"][0], "zzyzx blaster", "{kept}");
    let asked =
        crate::client::until(&app, "/api/exercises", |v| v["unknown"].as_array().is_some_and(|u| !u.is_empty())).await;
    assert_eq!((&asked["unknown"][0]["name"], &asked["unknown"][0]["sets"]), (&"zzyzx blaster".into(), &1.into()));
    let wrong = ask(&app, "PUT", "/api/exercises", &[], r#"{"zzyzx blaster": "no such movement"}"#).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut movements = asked["exercises"].as_array().unwrap().iter().filter_map(|e| e["id"].as_str());
    let movement = movements.find(|id| id.contains("squat")).expect("the catalogue has squats");
    let said = format!(r#"{{"zzyzx blaster": "{movement}"}}"#);
    let named = ask(&app, "PUT", "/api/exercises", &[], &said).await.json();
    assert_eq!(
        (named["unknown"].as_array().unwrap().len(), &named["named"][0]["id"]),
        (0, &movement.into()),
        "{named}"
    );
    crate::client::until(&app, "/api/activities", |list| list["rows"][0]["evidence"].is_string()).await;
    assert_eq!(
        get(&app, "/api/exercises").await.json()["unknown"].as_array().unwrap().len(),
        0,
        "also once it is worked out"
    );
}
