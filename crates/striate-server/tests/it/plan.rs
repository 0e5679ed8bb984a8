//! The plan as the app makes, shows and changes it.

use crate::client::{DAY, Served, ask, empty, examples, get, send};
use axum::http::StatusCode;
use serde_json::{Value, json};

const GOALS: &str = r#"{"goal": "build", "days": ["mon", "tue", "thu", "sat", "sun"], "gym": true, "weeks": 2,
    "minutes": [{"day": "sat", "minutes": 150}]}"#;

async fn with_plan() -> (Served, Value) {
    let app = examples().await;
    let made = ask(&app, "PUT", "/api/plan", &[], GOALS).await;
    assert_eq!(made.status, StatusCode::OK, "{}", String::from_utf8_lossy(&made.body));
    let page = made.json();
    (app, page)
}

fn sessions(page: &Value) -> Vec<Value> {
    page["weeks"].as_array().unwrap().iter().flat_map(|w| w["sessions"].as_array().unwrap().clone()).collect()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} of {value}"))
}

/// The days of the plan's last whole week that are days of training.
fn days(page: &Value) -> Vec<String> {
    let start: striate_model::Day = text(page["weeks"].as_array().unwrap().last().unwrap(), "start").parse().unwrap();
    [0, 1, 3, 5, 6].map(|d| start.plus(d).to_string()).to_vec()
}

/// A session of the last week moved to a day that can be; the calendar that it answers with.
async fn moved(app: &Served, page: &Value) -> (String, Value) {
    let days = days(page);
    for session in sessions(page).iter().filter(|s| text(s, "date") >= days[0].as_str()) {
        for day in days.iter().filter(|d| d.as_str() != text(session, "date")) {
            let path = format!("/api/plan/sessions/{}/move?weeks=4", text(session, "id"));
            let answer = ask(app, "POST", &path, &[], &json!({ "date": day }).to_string()).await;
            if answer.status == StatusCode::OK {
                return (text(session, "id").to_owned(), answer.json());
            }
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
    }
    panic!("no session can be moved anywhere");
}

#[tokio::test]
async fn without_a_plan_the_page_asks_what_it_is_for() {
    for app in [examples().await, empty().await] {
        let page = get(&app, "/api/plan").await.json();
        assert_eq!((&page["weeks"], &page["goals"], &page["version"]), (&json!([]), &Value::Null, &Value::Null));
        assert!(!text(&page, "verdict").is_empty());
        assert_eq!(get(&app, "/api/plan.ics").await.status, StatusCode::NOT_FOUND);
        let what_if = ask(&app, "POST", "/api/plan/what-if", &[], r#"{"change": "skip", "session": "x"}"#).await;
        assert_eq!(what_if.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_plan_that_was_asked_for_is_made_accepted_and_in_the_calendar() {
    let (app, page) = with_plan().await;
    assert_eq!((&page["is_accepted"], &page["change"]), (&json!(true), &Value::Null));
    assert_eq!(page["goals"]["minutes"], json!([{ "day": "sat", "minutes": 150 }]));
    let all = sessions(&page);
    assert!(all.len() >= 6, "{page}");
    for session in &all {
        assert!(!session["because"].as_array().unwrap().is_empty(), "{session}");
        assert!(session["gives"].as_array().unwrap().iter().all(|g| g["dose"]["low"].is_number()), "{session}");
    }
    let calendar = get(&app, "/api/calendar?weeks=4").await.json();
    assert_eq!(calendar["has_plan"], json!(true));
    let last = calendar["weeks"].as_array().unwrap().last().unwrap();
    let cells: Vec<&Value> =
        last["days"].as_array().unwrap().iter().flat_map(|d| d["cells"].as_array().unwrap()).collect();
    assert!(!cells.is_empty() && cells.iter().all(|c| c["state"] == "planned" && c["movable"] == true), "{last}");
    let again = get(&app, "/api/plan").await.json();
    assert_eq!(again["version"], page["version"], "looking at it makes no new version");
}

#[tokio::test]
async fn goals_that_cannot_be_are_refused_and_those_left_out_stay() {
    let (app, _) = with_plan().await;
    for wrong in [
        r#"{"goal": "fly"}"#,
        r#"{"days": ["someday"]}"#,
        r#"{"weeks": 99}"#,
        r#"{"race": "soon"}"#,
        r#"{"wings": true}"#,
        r#"{"minutes": {"tue": 45}}"#,
        r#"{"minutes": [{"day": "tue", "minutes": 1000000}]}"#,
        "[]",
    ] {
        let answer = ask(&app, "PUT", "/api/plan", &[], wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let kept = ask(&app, "PUT", "/api/plan", &[], r#"{"goal": "keep"}"#).await.json();
    assert_eq!((&kept["goals"]["goal"], &kept["goals"]["gym"]), (&json!("keep"), &json!(true)));
}

#[tokio::test]
async fn a_drag_is_a_proposal_that_can_be_undone_or_kept_and_history_stays() {
    let (app, page) = with_plan().await;
    let before = app.library.store.plans(app.library.athlete).await.unwrap();
    let (id, calendar) = moved(&app, &page).await;
    assert!(!text(&calendar["change"], "title").is_empty(), "{}", calendar["change"]);
    let shown = get(&app, "/api/plan").await.json();
    assert_eq!(shown["is_accepted"], json!(false));
    let undone = ask(&app, "POST", "/api/plan/change/undo?weeks=4", &[], "").await.json();
    assert_eq!(undone["change"], Value::Null);
    let back = get(&app, "/api/plan").await.json();
    let at = |page: &Value| sessions(page).into_iter().find(|s| text(s, "id") == id).map(|s| s["date"].clone());
    assert_eq!(at(&back), at(&page));
    moved(&app, &back).await;
    let kept = ask(&app, "POST", "/api/plan/change/keep?weeks=4", &[], "").await;
    assert_eq!(kept.status, StatusCode::OK);
    assert_eq!(get(&app, "/api/plan").await.json()["is_accepted"], json!(true));
    let after = app.library.store.plans(app.library.athlete).await.unwrap();
    for row in &before {
        assert!(after.contains(row), "an accepted version is never rewritten");
    }
    let nothing = ask(&app, "POST", "/api/plan/change/keep", &[], "").await;
    assert_eq!(nothing.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_drag_to_a_day_without_time_is_refused_with_the_reason_and_ways_out() {
    let (app, page) = with_plan().await;
    let start: striate_model::Day = text(page["weeks"].as_array().unwrap().last().unwrap(), "start").parse().unwrap();
    let hard = sessions(&page).into_iter().rev().find(|s| s["hard"] == true && s["kind"] != "long").unwrap();
    let path = format!("/api/plan/sessions/{}/move", text(&hard, "id"));
    let answer = ask(&app, "POST", &path, &[], &json!({ "date": start.plus(2).to_string() }).to_string()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let problem = answer.json();
    assert!(text(&problem, "detail").contains("Wednesday"), "{problem}");
    assert!(problem["hint"].is_string(), "{problem}");
    assert_eq!(get(&app, "/api/plan").await.json()["version"], page["version"], "it stays where it was");
    let unknown = ask(&app, "POST", "/api/plan/sessions/nothing/move", &[], r#"{"date": "2026-09-20"}"#).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_if_shows_the_difference_and_stores_nothing() {
    let (app, page) = with_plan().await;
    let hard = sessions(&page).into_iter().rev().find(|s| s["hard"] == true && s["kind"] != "long").unwrap();
    let skip = json!({ "change": "skip", "session": text(&hard, "id") }).to_string();
    let view = ask(&app, "POST", "/api/plan/what-if", &[], &skip).await.json();
    assert_eq!(view["possible"], json!(true), "{view}");
    let doses = view["doses"].as_array().unwrap();
    assert!(doses.iter().any(|d| d["after"].as_f64() < d["before"].as_f64()), "{view}");
    assert_eq!(get(&app, "/api/plan").await.json()["version"], page["version"]);
    let made = ask(&app, "POST", "/api/plan/changes", &[], &skip).await;
    assert_eq!(made.status, StatusCode::OK);
    let shown = get(&app, "/api/plan").await.json();
    assert!(sessions(&shown).iter().all(|s| s["id"] != hard["id"]) && shown["change"].is_object(), "{shown}");
    let nobody = ask(&app, "POST", "/api/plan/what-if", &[], r#"{"change": "skip", "session": "nothing"}"#).await;
    assert_eq!(nobody.json()["possible"], json!(false));
    let wrong = ask(&app, "POST", "/api/plan/what-if", &[], r#"{"change": "fly"}"#).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_session_says_why_and_goes_to_the_watch() {
    let (app, page) = with_plan().await;
    for session in sessions(&page).iter().filter(|s| s["state"] == "planned") {
        let id = text(session, "id");
        let why = get(&app, &format!("/api/plan/sessions/{id}/why")).await.json();
        assert!(!why["because"].as_array().unwrap().is_empty(), "{why}");
        let file = get(&app, &format!("/api/plan/sessions/{id}/workout.fit")).await;
        assert_eq!(file.status, StatusCode::OK, "{id}");
        assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{id}.fit\""));
        let read = striate_history::stored::decode_as(&file.body, "w.fit", &Default::default()).unwrap();
        assert!(!read.workouts.is_empty() && !read.workouts[0].steps.is_empty(), "{id}");
    }
    assert_eq!(get(&app, "/api/plan/sessions/nothing/why").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get(&app, "/api/plan/sessions/nothing/workout.fit").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_private_calendar_is_read_by_whoever_knows_its_address_and_by_nobody_else() {
    let (app, page) = with_plan().await;
    assert_eq!(page["feed"], Value::Null);
    let first = ask(&app, "POST", "/api/plan/feed", &[], "").await.json();
    let answer = get(&app, text(&first, "feed")).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/calendar; charset=utf-8"));
    let ics = String::from_utf8(answer.body).unwrap();
    assert_eq!(ics.matches("BEGIN:VEVENT").count(), sessions(&page).iter().filter(|s| s["state"] == "planned").count());
    let second = ask(&app, "POST", "/api/plan/feed", &[], "").await.json();
    assert_ne!(first, second);
    assert_eq!(get(&app, text(&first, "feed")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(get(&app, text(&second, "feed")).await.status, StatusCode::OK);
    for wrong in ["/plan/feed/.ics", "/plan/feed/0000.ics", "/plan/feed/x"] {
        assert_eq!(get(&app, wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn a_week_asked_for_in_words_is_answered_with_the_week_or_with_what_clashes() {
    let (app, page) = with_plan().await;
    let asked = |wish: &str| json!({ "wish": wish }).to_string();
    let clash = ask(&app, "POST", "/api/plan/week", &[], &asked("Tue and Thu only, three runs and two leg days")).await;
    assert_eq!(clash.status, StatusCode::OK, "{}", String::from_utf8_lossy(&clash.body));
    let clash = clash.json();
    assert_eq!((&clash["possible"], &clash["sessions"]), (&json!(false), &json!([])));
    assert!(text(&clash, "sentence").starts_with("Tue and Thu only"), "{clash}");
    assert!(!clash["clash"].as_array().unwrap().is_empty(), "{clash}");
    let other = ask(&app, "POST", "/api/plan/week", &[], &asked("two runs")).await.json();
    assert_eq!(other["possible"], json!(true), "{other}");
    assert!(!other["sessions"].as_array().unwrap().is_empty());
    let unknown = ask(&app, "POST", "/api/plan/week", &[], &asked("two unicorns")).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(&unknown.json(), "detail").contains("leg days"), "it says what is understood");
    assert_eq!(get(&app, "/api/plan").await.json()["version"], page["version"], "nothing is stored");
}

#[tokio::test]
async fn the_wishes_of_a_season_are_kept_and_what_cannot_be_is_refused_in_words() {
    let (app, page) = with_plan().await;
    assert_eq!((&page["goals"]["same_day"], &page["goals"]["approach"]), (&json!(true), &Value::Null));
    assert!(!page["usual_days"].as_array().unwrap().is_empty());
    let wishes = json!({
        "approach": "running", "system": "b", "same_day": false, "protect": ["knee"], "runner": "regular", "lifter": "new",
        "away": [{ "first": "2099-12-24", "last": "2100-01-02" }], "race": "2099-01-05", "race_km": 21.1, "table": false,
        "pack_kg": 5.0, "ankle_weights_kg": 2.0, "injured": true, "weeks": 1
    });
    let answer = ask(&app, "PUT", "/api/plan", &[], &wishes.to_string()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer.body));
    let goals = answer.json()["goals"].clone();
    for (key, value) in wishes.as_object().unwrap() {
        assert_eq!(&goals[key], value, "{key}");
    }
    assert!(goals["injured_since"].is_string(), "an injury has a first day");
    assert!(text(&goals, "sentence").contains("Protected: knee."), "{goals}");
    // What a page read is what it can send back.
    let mut again = goals.clone();
    again.as_object_mut().unwrap().remove("sentence");
    assert_eq!(ask(&app, "PUT", "/api/plan", &[], &again.to_string()).await.json()["goals"], goals);
    for (wrong, says) in [
        (json!({ "race": "2001-01-01" }), "in the past"),
        (json!({ "away": [{ "first": "2099-02-02", "last": "2099-01-01" }] }), "swap the dates"),
        (json!({ "away": [{ "first": "soon", "last": "later" }] }), "no dates"),
        (json!({ "protect": ["spleen"] }), "spleen"),
        (json!({ "approach": "swimming" }), "swimming"),
        (json!({ "race_km": 0 }), "0.06"),
    ] {
        let answer = ask(&app, "PUT", "/api/plan", &[], &wrong.to_string()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(text(&answer.json(), "detail").contains(says), "{}", answer.json());
    }
}

#[tokio::test]
async fn somebody_without_any_history_gets_a_plan_from_the_answers_alone() {
    let app = empty().await;
    let page =
        ask(&app, "PUT", "/api/plan", &[], r#"{"days": ["tue", "thu", "sun"], "gym": false, "runner": "new"}"#).await;
    assert_eq!(page.status, StatusCode::OK, "{}", String::from_utf8_lossy(&page.body));
    let page = page.json();
    assert_eq!(page["is_accepted"], json!(true));
    assert!(sessions(&page).len() >= 4, "{page}");
    let calendar = get(&app, "/api/calendar?weeks=4").await.json();
    assert_eq!(calendar["has_plan"], json!(true));
    let today = get(&app, "/api/today").await.json();
    assert!(today["empty"] == json!(true) && today["session"].is_object(), "the next session is shown: {today}");
}

#[tokio::test]
async fn the_page_shows_the_season_with_its_agenda_its_ladders_and_the_rules() {
    let (app, page) = with_plan().await;
    let season = page["season"].as_array().unwrap();
    let whole: Vec<&Value> = season.iter().filter(|w| w["is_now"] == json!(false)).collect();
    assert_eq!(whole.len(), 2, "as many whole weeks as were asked for");
    for week in &whole {
        assert!(!text(week, "label").is_empty() && text(week, "label") != text(week, "stage"), "{week}");
        let start = text(week, "start");
        let planned = page["weeks"].as_array().unwrap().iter().find(|w| text(w, "start") == start).unwrap();
        assert_eq!(text(planned, "phase"), text(week, "label"), "one label on the page");
        for item in week["agenda"].as_array().unwrap() {
            let sessions = planned["sessions"].as_array().unwrap();
            let there = sessions.iter().filter(|s| s["kind"] == item["kind"]).count() as u64;
            assert_eq!(item["met"], json!(there.min(item["times"].as_u64().unwrap())), "{item}");
            assert_eq!(item["why_not"].is_null(), item["met"] == item["times"], "{item}");
        }
        let owed: u64 = week["agenda"].as_array().unwrap().iter().map(|a| a["times"].as_u64().unwrap()).sum();
        assert_eq!(week["owed"], json!(owed));
    }
    for ladder in page["ladders"].as_array().unwrap() {
        assert!(
            ladder["now"].as_u64() >= Some(1) && ladder["at_end"].as_u64() <= ladder["levels"].as_u64(),
            "{ladder}"
        );
    }
    let rules = &page["rules"];
    let all = rules["rules"].as_array().unwrap();
    let of = |verdict: &str| all.iter().filter(|r| r["verdict"] == json!(verdict)).count() as u64;
    for verdict in ["kept", "broken", "not_applicable", "unknown"] {
        assert_eq!(rules[verdict], json!(of(verdict)), "{verdict}");
    }
    let broken = of("broken") as usize;
    assert!(all.iter().take(broken).all(|r| r["verdict"] == json!("broken")), "broken rules stand first");
    let calendar = get(&app, "/api/calendar?weeks=4").await.json();
    for week in whole {
        let shown = calendar["weeks"].as_array().unwrap().iter().find(|w| w["start"] == week["start"]).unwrap();
        assert_eq!(shown["phase"], week["label"]);
    }
}

#[tokio::test]
async fn choices_are_compared_without_storing_anything() {
    let (app, page) = with_plan().await;
    let compared = get(&app, "/api/plan/choices").await;
    assert_eq!(compared.status, StatusCode::OK, "{}", String::from_utf8_lossy(&compared.body));
    let compared = compared.json();
    let choices = compared["choices"].as_array().unwrap();
    let values: Vec<&str> = choices.iter().map(|c| text(&c["option"], "value")).collect();
    assert_eq!(values, ["running", "balanced", "lifting"]);
    let strength = |choice: &Value| -> f64 {
        choice["muscles"].as_array().unwrap().iter().map(|m| m["from_strength"].as_f64().unwrap()).sum()
    };
    assert!(strength(&choices[2]) > strength(&choices[0]), "{compared}");
    for muscle in choices.iter().flat_map(|c| c["muscles"].as_array().unwrap()) {
        assert_eq!(muscle["planned"].as_array().unwrap().len(), 12);
        assert_eq!(muscle["without_runs"].as_array().unwrap().len(), 12);
    }
    let names = page["approaches"].as_array().unwrap();
    assert_eq!(
        names.iter().map(|n| text(n, "label")).collect::<Vec<_>>(),
        ["Running first", "Balanced", "Lifting first"]
    );
    // Other answers give other figures; what cannot be is refused in words.
    let few = get(&app, "/api/plan/choices?goals=%7B%22days%22%3A%5B%22tue%22%2C%22sat%22%5D%7D").await.json();
    assert_ne!(few["choices"], compared["choices"]);
    for (wrong, says) in [("%7B%22race%22%3A%222001-01-01%22%7D", "in the past"), ("soon", "no JSON")] {
        let answer = get(&app, &format!("/api/plan/choices?goals={wrong}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(text(&answer.json(), "detail").contains(says), "{}", answer.json());
    }
    let again = get(&app, "/api/plan").await.json();
    assert_eq!((&again["version"], &again["goals"]), (&page["version"], &page["goals"]), "nothing is stored");
}

#[tokio::test]
async fn the_articles_can_be_compared_by_somebody_without_history() {
    let app = empty().await;
    let compared = get(&app, "/api/plan/choices?of=system").await;
    assert_eq!(compared.status, StatusCode::OK, "{}", String::from_utf8_lossy(&compared.body));
    let compared = compared.json();
    let choices = compared["choices"].as_array().unwrap();
    assert_eq!(choices.iter().map(|c| text(&c["option"], "value")).collect::<Vec<_>>(), ["a", "b", "c", "d", "e"]);
    assert_eq!(get(&app, "/api/plan").await.json()["version"], Value::Null);
}

#[tokio::test]
async fn a_date_without_training_is_looked_at_in_words_and_kept_with_the_goals() {
    let (app, page) = with_plan().await;
    let wish = json!({ "wish": "no training on 2026-09-17" }).to_string();
    let answer = ask(&app, "POST", "/api/plan/week", &[], &wish).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer.body));
    let answer = answer.json();
    assert_eq!(answer["away"], json!([{ "first": "2026-09-17", "last": "2026-09-17" }]), "{answer}");
    assert!(answer["sessions"].as_array().unwrap().iter().all(|s| s["date"] != "2026-09-17"), "{answer}");
    assert_eq!(get(&app, "/api/plan").await.json()["version"], page["version"], "nothing is stored by looking");
    let edit = json!({ "change": "away", "dates": answer["away"] }).to_string();
    assert_eq!(ask(&app, "POST", "/api/plan/changes", &[], &edit).await.status, StatusCode::OK);
    let ics = String::from_utf8(get(&app, "/api/plan.ics").await.body).unwrap();
    assert!(ics.contains("DTSTART;VALUE=DATE:20260917"), "{ics}");
    assert!(!ics.contains(":20260917T"), "no session on that day");
}

#[tokio::test]
async fn a_drag_and_its_answer_leave_the_history_as_it_was_read_and_other_goals_do_not() {
    let (app, page) = with_plan().await;
    let read = app.library.read_model().await.unwrap();
    moved(&app, &page).await;
    assert!(std::sync::Arc::ptr_eq(&read, &app.library.read_model().await.unwrap()));
    assert_eq!(ask(&app, "POST", "/api/plan/change/undo", &[], "").await.status, StatusCode::OK);
    assert!(std::sync::Arc::ptr_eq(&read, &app.library.read_model().await.unwrap()));
    let lean = GOALS.replace("build", "lean");
    assert_eq!(ask(&app, "PUT", "/api/plan", &[], &lean).await.status, StatusCode::OK);
    let anew = app.library.read_model().await.unwrap();
    assert!(!std::sync::Arc::ptr_eq(&read, &anew) && anew.goal != read.goal);
}

/// Two moves that the plan allows, each for itself.
async fn two_moves(app: &Served, page: &Value) -> [(String, String); 2] {
    let mut found: Vec<(String, String)> = Vec::new();
    let days = days(page);
    for session in sessions(page).iter().filter(|s| text(s, "date") >= days[0].as_str()) {
        for day in days.iter().filter(|d| d.as_str() != text(session, "date")) {
            let path = format!("/api/plan/sessions/{}/move", text(session, "id"));
            let answer = ask(app, "POST", &path, &[], &json!({ "date": day }).to_string()).await;
            if answer.status == StatusCode::OK {
                ask(app, "POST", "/api/plan/change/undo", &[], "").await;
                found.push((path, json!({ "date": day }).to_string()));
                break;
            }
        }
        if let [a, b] = found.as_slice() {
            return [a.clone(), b.clone()];
        }
    }
    panic!("no two sessions can be moved anywhere")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_drags_at_once_one_is_kept_and_the_other_is_told_what_changed() {
    two_drags_at_once(2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: cargo xtask test --all"]
async fn of_two_drags_at_once_one_is_kept_twenty_times_in_a_row() {
    two_drags_at_once(20).await;
}

async fn two_drags_at_once(rounds: usize) {
    let (app, page) = with_plan().await;
    let [(first, to_first), (second, to_second)] = two_moves(&app, &page).await;
    for round in 0..rounds {
        let before = get(&app, "/api/plan").await.json();
        let from = [("if-match", text(&before, "revision"))];
        let (one, other) =
            tokio::join!(ask(&app, "POST", &first, &from, &to_first), ask(&app, "POST", &second, &from, &to_second));
        let (kept, told) = if one.status == StatusCode::OK { (one, other) } else { (other, one) };
        assert_eq!((kept.status, told.status), (StatusCode::OK, StatusCode::CONFLICT), "round {round}");
        let problem = told.json();
        let changed = problem["changed"].as_array().unwrap();
        assert!(changed.iter().any(|c| c.as_str().unwrap().contains("moves from")), "round {round}: {problem}");
        let after = get(&app, "/api/plan").await.json();
        assert_eq!(after["revision"], kept.json()["revision"], "round {round}");
        assert_ne!(after["revision"], before["revision"], "round {round}");
        let undone = ask(&app, "POST", "/api/plan/change/undo", &[], "").await;
        assert_eq!(undone.status, StatusCode::OK, "round {round}");
    }
}

#[tokio::test]
async fn a_change_without_the_version_that_it_was_made_from_is_refused() {
    let (app, page) = with_plan().await;
    let id = text(&sessions(&page)[0], "id").to_owned();
    for (method, path, body) in [
        ("PUT", "/api/plan", GOALS),
        ("POST", "/api/plan/changes", r#"{"change": "skip", "session": "x"}"#),
        ("POST", &format!("/api/plan/sessions/{id}/move"), r#"{"date": "2026-09-20"}"#),
        ("POST", "/api/plan/change/keep", ""),
        ("POST", "/api/plan/change/undo", ""),
        ("PUT", "/api/profile", r#"{"mass_kg": "70"}"#),
        ("PUT", "/api/settings/units", r#"{"distance": "mi", "mass": "lb"}"#),
        ("PUT", "/api/rules/choices", r#"{"key": "rest_hours", "value": "24"}"#),
        ("PUT", "/api/today/check-in", "{}"),
    ] {
        let headers = [("content-type", "application/json")];
        let answer = send(&app, method, path, &headers, body.as_bytes().to_vec()).await;
        assert_eq!(answer.status, StatusCode::PRECONDITION_REQUIRED, "{method} {path}");
    }
}

#[tokio::test]
async fn looking_stores_nothing_and_what_is_stored_later_is_what_was_shown() {
    let (app, page) = with_plan().await;
    let tomorrow = DAY.parse::<striate_model::Day>().unwrap().plus(1);
    let hard =
        sessions(&page).into_iter().find(|s| s["hard"] == true && text(s, "date") >= tomorrow.to_string().as_str());
    assert!(hard.is_some(), "{page}");
    // A day of soreness is a reason to plan the week anew.
    let line = format!("{DAY} soreness quads 8");
    let entry = app.library.read_line(&line).await.unwrap().unwrap();
    app.library.note(entry).await.unwrap();
    let before = app.library.store.plans(app.library.athlete).await.unwrap();
    let shown = get(&app, "/api/plan").await.json();
    let pages =
        ["/api/today", "/api/calendar?weeks=4", "/api/plan.ics", "/api/settings", "/api/rules", "/api/plan/choices"];
    for path in pages {
        assert_eq!(get(&app, path).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(app.library.store.plans(app.library.athlete).await.unwrap(), before, "looking stored a plan");
    let was_new = app.library.update_plan().await.unwrap();
    let stored = get(&app, "/api/plan").await.json();
    assert_eq!(was_new, stored["version"] != shown["version"]);
    assert!(was_new, "soreness of 8 changes nothing: {shown}");
    assert_eq!((&stored["revision"], &stored["weeks"]), (&shown["revision"], &shown["weeks"]));
    assert!(!app.library.update_plan().await.unwrap(), "there is nothing left to store");
}

#[tokio::test]
async fn settings_that_changed_elsewhere_are_not_overwritten_and_the_answer_names_them() {
    let app = examples().await;
    let read = get(&app, "/api/settings").await.json();
    let from = [("if-match", text(&read, "revision"))];
    let first = ask(&app, "PUT", "/api/profile", &from, r#"{"mass_kg": "70"}"#).await;
    assert_eq!(first.status, StatusCode::OK, "{}", String::from_utf8_lossy(&first.body));
    let second = ask(&app, "PUT", "/api/profile", &from, r#"{"mass_kg": "80"}"#).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert_eq!(second.json()["changed"], json!(["Body mass has changed."]));
    let now = get(&app, "/api/settings").await.json();
    assert_eq!(now["revision"], first.json()["revision"]);
}
