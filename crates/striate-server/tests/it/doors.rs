//! Who gets in, and what a browser is told.

use crate::client::{Answer, ask, empty, examples, get, id_of, served};
use axum::http::StatusCode;
use std::net::SocketAddr;
use striate_server::{App, Config, ServeError, Server};

const PASSWORD: &str = r#"{"password": "long run on sunday"}"#;

#[tokio::test]
async fn a_name_that_was_pointed_here_from_outside_gets_nothing() {
    let app = examples().await;
    let answer = ask(&app, "GET", "/api/today", &[("host", "evil.example")], "").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let page = ask(&app, "GET", "/", &[("host", "evil.example")], "").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let from_elsewhere = ask(&app, "GET", "/api/export", &[("sec-fetch-site", "cross-site")], "").await;
    assert_eq!(from_elsewhere.status, StatusCode::FORBIDDEN, "another site makes nobody work");
    assert_eq!(
        ask(&app, "GET", "/", &[("sec-fetch-site", "cross-site")], "").await.status,
        StatusCode::OK,
        "a link leads here"
    );
    assert_eq!(ask(&app, "GET", "/api/today", &[("host", "localhost:7878")], "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_change_that_another_page_sends_is_not_done() {
    let app = examples().await;
    let change = r#"{"kind": "tempo"}"#;
    let path = format!("/api/activities/{}", id_of(&app, "easy").await);
    let other = ask(&app, "PATCH", &path, &[("origin", "http://evil.example")], change).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);
    let own = ask(&app, "PATCH", &path, &[("origin", "http://127.0.0.1:7878")], change).await;
    assert_eq!(own.status, StatusCode::OK);
}

fn cookies(answer: &Answer) -> (String, String) {
    let value = |name: &str| {
        let all = answer.headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap());
        let line = all.into_iter().find(|line| line.starts_with(name)).unwrap();
        line.split(';').next().unwrap().split_once('=').unwrap().1.to_owned()
    };
    let (session, csrf) = (value("striate_session"), value("striate_csrf"));
    (format!("striate_session={session}; striate_csrf={csrf}"), csrf)
}

#[tokio::test]
async fn with_a_password_only_who_knows_it_gets_in() {
    let app = examples().await;
    let path = format!("/api/activities/{}", id_of(&app, "easy").await);
    let set = ask(&app, "PUT", "/api/settings/password", &[], PASSWORD).await;
    assert_eq!(set.status, StatusCode::OK, "{}", String::from_utf8_lossy(&set.body));
    let (cookie, csrf) = cookies(&set);
    let session_line = set.headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap()).next().unwrap();
    assert!(session_line.contains("HttpOnly") && session_line.contains("SameSite=Strict"), "{session_line}");

    assert_eq!(get(&app, "/api/today").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(get(&app, "/metrics").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(get(&app, "/health").await.status, StatusCode::OK);
    assert_eq!(ask(&app, "GET", "/api/today", &[("cookie", &cookie)], "").await.status, StatusCode::OK);

    let change = r#"{"kind": "tempo"}"#;
    let without = ask(&app, "PATCH", &path, &[("cookie", &cookie)], change).await;
    assert_eq!(without.status, StatusCode::FORBIDDEN);
    let with = [("cookie", cookie.as_str()), ("x-striate-csrf", &csrf)];
    assert_eq!(ask(&app, "PATCH", &path, &with, change).await.status, StatusCode::OK);

    let wrong = ask(&app, "POST", "/api/login", &[], r#"{"password": "long run on monday"}"#).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let right = ask(&app, "POST", "/api/login", &[], PASSWORD).await;
    assert_eq!(right.status, StatusCode::NO_CONTENT);
    let (second, _) = cookies(&right);
    assert_eq!(ask(&app, "GET", "/api/today", &[("cookie", &second)], "").await.status, StatusCode::OK);
    ask(&app, "POST", "/api/logout", &with, "").await;
    assert_eq!(ask(&app, "GET", "/api/today", &[("cookie", &cookie)], "").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_sixth_guess_within_a_minute_is_not_looked_at() {
    let app = empty().await;
    ask(&app, "PUT", "/api/settings/password", &[], PASSWORD).await;
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(ask(&app, "POST", "/api/login", &[], r#"{"password": "a guess in the dark"}"#).await.status);
    }
    assert_eq!(statuses[4..], [StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS]);
    assert_eq!(ask(&app, "POST", "/api/login", &[], PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_short_password_is_refused() {
    let answer = ask(&*empty().await, "PUT", "/api/settings/password", &[], r#"{"password": "short"}"#).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn other_computers_are_let_in_only_with_a_password() {
    let anywhere: SocketAddr = "0.0.0.0:0".parse().unwrap();
    let app = empty().await;
    let refused = Server::listen(anywhere, app.clone()).await;
    assert!(matches!(refused, Err(ServeError::NeedsPassword(_))), "{refused:?}");
    ask(&app, "PUT", "/api/settings/password", &[], PASSWORD).await;
    assert!(Server::listen(anywhere, app.clone()).await.is_ok());
}

#[tokio::test]
async fn a_page_may_load_nothing_from_elsewhere_and_its_parts_are_kept_for_good() {
    let app = empty().await;
    for path in ["/", "/muscles/soleus"] {
        let page = get(&app, path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("cache-control"), "no-cache");
        assert!(page.header("content-security-policy").starts_with("default-src 'none'; script-src 'self'"));
        assert!(!String::from_utf8_lossy(&page.body).contains("://"), "an address of another host in the page");
    }
    let page = get(&app, "/").await;
    let text = String::from_utf8(page.body.clone()).unwrap();
    let script = text.split("src=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    // Built without the pages there is no script.
    if let Some(script) = script {
        assert!(!script.starts_with('/'), "{script} would leave the path of a proxy");
        let answer = get(&app, &format!("/{}", script.trim_start_matches("./"))).await;
        assert_eq!(answer.header("content-type"), "text/javascript");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    }
    let again = ask(&app, "GET", "/", &[("if-none-match", page.header("etag"))], "").await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(get(&app, "/assets/gone.js").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn behind_a_proxy_the_password_is_asked_before_anybody_comes_in_and_the_cookie_is_for_https() {
    let config = Config { host_names: vec!["training.example".to_owned()], is_behind_proxy: true, ..Config::default() };
    let app = served(tempfile::tempdir().unwrap(), config).await;
    let here: SocketAddr = "127.0.0.1:0".parse().unwrap();
    assert!(matches!(Server::listen(here, app.clone()).await, Err(ServeError::NeedsPassword(_))));
    let own = [
        ("x-forwarded-host", "training.example"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-for", "203.0.113.7"),
        ("origin", "https://training.example"),
    ];
    let set = ask(&app, "PUT", "/api/settings/password", &own, PASSWORD).await;
    assert_eq!(set.status, StatusCode::OK, "{}", String::from_utf8_lossy(&set.body));
    assert!(set.headers.get_all("set-cookie").iter().all(|c| c.to_str().unwrap().ends_with("; Secure")));
    assert!(Server::listen(here, app.clone()).await.is_ok());
    let other = [("x-forwarded-host", "evil.example"), ("origin", "https://evil.example")];
    assert_eq!(ask(&app, "POST", "/api/login", &other, PASSWORD).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn without_a_proxy_nobody_can_say_that_they_asked_another_name() {
    let app = empty().await;
    let said = [("host", "evil.example"), ("x-forwarded-host", "localhost")];
    assert_eq!(ask(&app, "GET", "/api/today", &said, "").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_password_that_the_command_line_sets_is_asked_at_the_next_login() {
    let app = empty().await;
    let hash = striate_server::hashed("set beside the server").unwrap();
    app.library.store.set_password_hash(Some(&hash)).await.unwrap();
    let login = ask(&app, "POST", "/api/login", &[], r#"{"password": "set beside the server"}"#).await;
    assert_eq!(login.status, StatusCode::NO_CONTENT);
    assert_eq!(get(&app, "/api/today").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn who_logs_out_everywhere_is_logged_out_everywhere_and_a_restart_logs_nobody_out() {
    let app = empty().await;
    let (first, csrf) = cookies(&ask(&app, "PUT", "/api/settings/password", &[], PASSWORD).await);
    let (second, _) = cookies(&ask(&app, "POST", "/api/login", &[], PASSWORD).await);
    let again = App::new(Config::default(), app.library.clone()).await.unwrap();
    assert_eq!(ask(&again, "GET", "/api/today", &[("cookie", &second)], "").await.status, StatusCode::OK);
    let foreign = ask(&again, "POST", "/api/logout/everywhere", &[("cookie", &first)], "").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN, "without the token of its own page");
    let all = [("cookie", first.as_str()), ("x-striate-csrf", &csrf)];
    assert_eq!(ask(&again, "POST", "/api/logout/everywhere", &all, "").await.status, StatusCode::NO_CONTENT);
    for cookie in [&first, &second] {
        let answer = ask(&again, "GET", "/api/today", &[("cookie", cookie)], "").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let after = App::new(Config::default(), app.library.clone()).await.unwrap();
    assert_eq!(ask(&after, "GET", "/api/today", &[("cookie", &second)], "").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn below_a_path_of_a_host_the_page_finds_its_files_and_the_login_holds_there_alone() {
    let app = empty().await;
    let page = |path: &'static str| async { String::from_utf8(get(&app, path).await.body).unwrap() };
    for (path, own) in [("/", "./"), ("/plan", "./"), ("/activities/3f1c-0", "../")] {
        let html = page(path).await;
        assert!(!html.contains("=\"/"), "nothing is named from the root of the host: {html}");
        if html.contains("manifest") {
            assert!(html.contains(&format!("=\"{own}manifest.webmanifest\"")), "{path}: {html}");
        }
    }
    let config = Config { base_path: "/striate".to_owned(), ..Config::default() };
    let below = served(tempfile::tempdir().unwrap(), config).await;
    for path in ["/striate/api/today", "/api/today", "/striate/", "/striate/plan?x=1"] {
        assert_eq!(get(&below, path).await.status, StatusCode::OK, "{path}");
    }
    let bare = get(&below, "/striate").await;
    assert_eq!((bare.status, bare.header("location")), (StatusCode::PERMANENT_REDIRECT, "/striate/"));
    assert_eq!(
        get(&below, "/striated/api/today").await.status,
        StatusCode::OK,
        "an address of the app, not of the API"
    );
    let set = ask(&below, "PUT", "/striate/api/settings/password", &[], PASSWORD).await;
    assert!(set.headers.get_all("set-cookie").iter().all(|c| c.to_str().unwrap().contains("Path=/striate/;")));
}
