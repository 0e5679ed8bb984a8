//! Bodies of answers as they were looked at, on the evening of the last example. `cargo xtask bless` takes a change over after
//! it was looked at again.

use crate::client::{Served, ask, examples, get};
use serde_json::{Value, json};

/// An answer without what differs from run to run: the folder of the test.
async fn body(app: &Served, path: &str) -> String {
    let answer = get(app, path).await.json();
    let text = serde_json::to_string_pretty(&answer).unwrap();
    text.replace(&app.folder.path().display().to_string(), "FOLDER")
}

#[tokio::test]
async fn pages_answer_as_they_were_looked_at() {
    let app = examples().await;
    for (name, path) in [
        ("today", "/api/today"),
        ("calendar", "/api/calendar?weeks=1"),
        ("activities", "/api/activities"),
        ("settings", "/api/settings"),
        ("badge", "/api/badge"),
        ("plan-none", "/api/plan"),
        ("twins", "/api/twins"),
    ] {
        insta::assert_snapshot!(name, body(&app, path).await);
    }
}

#[tokio::test]
async fn problems_answer_as_they_were_looked_at() {
    let app = examples().await;
    let missing = ask(&app, "GET", "/api/activities/nothing", &[], "").await.json();
    insta::assert_snapshot!("problem-missing", pretty(missing));
    let stale = [("if-match", "\"0000000000000000\"")];
    let stale = ask(&app, "PUT", "/api/profile", &stale, &json!({ "mass_kg": "70" }).to_string()).await.json();
    insta::assert_snapshot!("problem-stale", pretty(stale));
    let wrong = ask(&app, "PUT", "/api/profile", &[], &json!({ "mass_kg": "7" }).to_string()).await.json();
    insta::assert_snapshot!("problem-refused", pretty(wrong));
}

/// A problem without the id of its request.
fn pretty(mut problem: Value) -> String {
    problem["request_id"] = Value::Null;
    serde_json::to_string_pretty(&problem).unwrap()
}
