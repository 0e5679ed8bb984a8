//! What the pages get.

use crate::client::{ask, empty, examples, get, id_of};
use axum::http::StatusCode;
use serde_json::{Value, json};

#[test]
fn the_description_of_the_api_is_as_it_was_looked_at() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/openapi.json");
    let description = serde_json::to_string_pretty(&striate_server::openapi()).unwrap() + "\n";
    if std::env::var_os("STRIATE_BLESS").is_some() {
        std::fs::write(&path, &description).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(description == known, "the API has changed: look at the difference after `cargo xtask bless`");
}

#[tokio::test]
async fn every_page_answers_for_a_history_and_for_none() {
    for app in [examples().await, empty().await] {
        for path in [
            "/api/today",
            "/api/badge",
            "/api/calendar",
            "/api/calendar?weeks=26",
            "/api/activities",
            "/api/activities?only=lifts",
            "/api/muscles/hamstrings",
            "/api/muscles/forearms",
            "/api/evidence",
            "/api/settings",
            "/api/rules",
            "/api/imports",
            "/api/twins",
            "/api/lifts/last",
            "/health",
            "/api/openapi.json",
        ] {
            let answer = get(&app, path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", String::from_utf8_lossy(&answer.body));
            assert_eq!(answer.header("content-type"), "application/json", "{path}");
            answer.json();
        }
    }
}

#[tokio::test]
async fn a_dose_is_traced_to_sessions_parts_and_parameters() {
    let why = get(&*examples().await, "/api/muscles/hamstrings/why").await.json();
    assert!(why["sessions"].as_array().unwrap().len() > 1, "{why}");
    assert!(!why["parts"].as_array().unwrap().is_empty());
    assert!(why["parameters"].as_array().unwrap().iter().all(|p| !p["source"].as_str().unwrap().is_empty()));
    let nobody = get(&*empty().await, "/api/muscles/hamstrings/why").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn today_tells_every_muscle_and_no_rest_where_nothing_is_known() {
    let app = examples().await;
    let today = get(&app, "/api/today").await.json();
    assert_eq!(today["empty"], json!(false));
    let muscles = today["muscles"].as_array().unwrap();
    assert_eq!(muscles.len(), 19);
    let soleus = muscles.iter().find(|m| m["muscle"] == "soleus").unwrap();
    assert!(soleus["week"]["low"].as_f64() < soleus["week"]["high"].as_f64(), "{soleus}");
    let shares: f64 = today["fed"].as_array().unwrap().iter().map(|f| f["share"].as_f64().unwrap()).sum();
    assert!((0.9..=1.01).contains(&shares), "{shares}");
    let nobody = get(&*empty().await, "/api/today").await.json();
    assert_eq!(nobody["empty"], json!(true));
    assert_eq!(nobody["muscles"], json!([]));
}

#[tokio::test]
async fn a_session_has_its_efforts_its_samples_and_its_file() {
    let app = examples().await;
    let list = get(&app, "/api/activities").await.json();
    assert_eq!(list["total"], json!(6));
    let series = list["rows"].as_array().unwrap().iter().find(|r| r["kind"] == "series").unwrap();
    let path = format!("/api/activities/{}", series["id"].as_str().unwrap());
    let view = get(&app, &path).await.json();
    assert_eq!(view["efforts"].as_array().unwrap().len(), 8);
    let streams = get(&app, &format!("{path}/streams")).await.json();
    let rows = streams["time_s"].as_array().unwrap().len();
    assert!(rows > 2000, "{rows}");
    for column in streams["columns"].as_array().unwrap() {
        assert_eq!(column["values"].as_array().unwrap().len(), rows, "{}", column["name"]);
    }
    assert_eq!(streams["route"]["east_m"].as_array().unwrap().len(), rows);
    let original = get(&app, &format!("{path}/original")).await;
    assert_eq!(original.header("content-disposition"), "attachment; filename=\"8x200m.fit\"");
    assert_eq!(&original.body[8..12], b".FIT");
}

#[tokio::test]
async fn the_fast_part_of_a_session_is_most_of_what_the_hamstrings_got() {
    let app = examples().await;
    let hse = |value: &Value| {
        let muscles = value["muscles"].as_array().unwrap();
        muscles.iter().find(|m| m["muscle"] == "hamstrings").unwrap()["hse"].as_f64().unwrap()
    };
    let list = get(&app, "/api/activities?only=runs").await.json();
    let series = list["rows"].as_array().unwrap().iter().find(|r| r["kind"] == "series").unwrap();
    let path = format!("/api/activities/{}", series["id"].as_str().unwrap());
    let view = get(&app, &path).await.json();
    let (first, last) = (&view["efforts"][0], &view["efforts"][7]);
    let part = format!("{path}/part?from_s={}&to_s={}", first["start_s"], last["end_s"]);
    let fast = hse(&get(&app, &part).await.json());
    let warm_up = hse(&get(&app, &format!("{path}/part?from_s=0&to_s={}", first["start_s"])).await.json());
    assert!(fast > 2.0 * warm_up, "{fast} in the efforts, {warm_up} before");
    assert_eq!(get(&app, &format!("{path}/part?from_s=9&to_s=3")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(get(&app, &format!("{path}/part?from_s=x&to_s=3")).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_corrected_kind_is_worked_out_again_everywhere_and_can_be_taken_back() {
    let app = examples().await;
    let list = get(&app, "/api/activities").await.json();
    let easy = list["rows"].as_array().unwrap().iter().find(|r| r["kind"] == "easy").unwrap();
    let id = easy["id"].as_str().unwrap();
    let path = format!("/api/activities/{id}");
    let corrected = ask(&app, "PATCH", &path, &[], r#"{"kind": "tempo"}"#).await.json();
    assert_eq!((&corrected["kind"]["kind"], &corrected["kind"]["source"]), (&json!("tempo"), &json!("corrected")));
    let kind_in_list = || async {
        let list = get(&app, "/api/activities").await.json();
        list["rows"].as_array().unwrap().iter().find(|r| r["id"] == id).unwrap()["kind"].clone()
    };
    assert_eq!(kind_in_list().await, json!("tempo"));
    ask(&app, "PATCH", &path, &[], r#"{"kind": null}"#).await;
    assert_eq!(kind_in_list().await, json!("easy"));
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_with_an_id_that_the_log_knows() {
    let app = examples().await;
    for path in ["/api/nothing", "/api/activities/77-0", "/api/muscles/heart"] {
        let answer = get(&app, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        let problem = answer.json();
        assert_eq!(problem["status"], json!(404));
        assert_eq!(problem["request_id"].as_str().unwrap(), answer.header("x-request-id"));
        assert!(problem["detail"].as_str().unwrap().ends_with('.'), "{problem}");
    }
    let wrong_method = ask(&app, "DELETE", "/api/today", &[], "").await;
    assert_eq!(wrong_method.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(wrong_method.json()["status"], json!(405));
    let path = format!("/api/activities/{}", id_of(&app, "easy").await);
    let no_json = ask(&app, "PATCH", &path, &[], "{").await;
    assert_eq!(no_json.status, StatusCode::BAD_REQUEST);
    let wrong_key = ask(&app, "PATCH", &path, &[], r#"{"knd": "tempo"}"#).await;
    assert_eq!(wrong_key.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn requests_are_counted_by_route_and_not_by_id() {
    let app = examples().await;
    get(&app, &format!("/api/activities/{}", id_of(&app, "easy").await)).await;
    get(&app, "/api/activities/77-0").await;
    let text = String::from_utf8(get(&app, "/metrics").await.body).unwrap();
    assert!(text.contains("route=\"/api/activities/{id}\",status=\"404\""), "{text}");
    assert!(!text.contains("77-0"), "{text}");
}
