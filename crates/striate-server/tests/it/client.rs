//! One request to the router over a database of its own.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::Value;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use striate_app::{Clock, Keeping, Library};
use striate_model::{Day, TimeSpan};
use striate_server::{App, Config, router};
use striate_store::import::{ImportOptions, Silent, Zone, import};
use striate_store::{GroupLimits, Profile, Store};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tower::ServiceExt;

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default()
    }
}

/// The day of the last example.
pub(crate) const DAY: &str = "2026-09-13";

/// A server over a database that vanishes with it.
pub(crate) struct Served {
    app: App,
    pub(crate) folder: TempDir,
}

impl Deref for Served {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

/// The repository's examples.
pub(crate) fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)
}

/// A server over the repository's examples.
pub(crate) async fn examples() -> Served {
    // Imported once and copied for each test.
    static MADE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let made = MADE.get_or_init(|| async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made.db");
        let store = Store::open(&format!("sqlite:{}", path.display())).await.unwrap();
        let athlete = store.only_athlete().await.unwrap();
        let zone = Profile { time_zone: Some("UTC".to_owned()), ..Profile::default() };
        store.put_profile(athlete, "2026-01-01".parse().unwrap(), &zone).await.unwrap();
        let mut files: Vec<PathBuf> = std::fs::read_dir(example(""))
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "fit"))
            .collect();
        files.sort();
        let options =
            ImportOptions { zone: Zone::utc(), unit: None, miles: None, threads: None, group: GroupLimits::default() };
        import(&store, athlete, &files, &options, &mut Silent).await.unwrap();
        store.close().await;
        std::fs::read(&path).unwrap()
    });
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("striate.db"), made.await).unwrap();
    served(folder, Config::default()).await
}

/// A server over nothing.
pub(crate) async fn empty() -> Served {
    served(tempfile::tempdir().unwrap(), Config::default()).await
}

/// A server over the database of a folder, on the evening of the last example.
pub(crate) async fn served(folder: TempDir, config: Config) -> Served {
    let path = folder.path().join("striate.db");
    let store = Store::open(&format!("sqlite:{}", path.display())).await.unwrap();
    let evening = DAY.parse::<Day>().unwrap().noon() + TimeSpan::from_s(6.0 * 3600.0);
    let keeping =
        Keeping { clock: Clock::Fixed(evening), is_temporary: false, spool: folder.path().join("striate.db.spool") };
    let library = Library::open(store, keeping).await.unwrap();
    Served { app: App::new(config, library).await.unwrap(), folder }
}

/// Where a page reads the version from which this change is made, and under which key.
fn made_from(method: &str, path: &str) -> Option<(String, &'static str)> {
    let plain = path.split('?').next().unwrap_or_default();
    match (method, plain) {
        ("PUT", "/api/plan") | ("POST", "/api/plan/changes" | "/api/plan/change/keep" | "/api/plan/change/undo") => {
            Some(("/api/plan".to_owned(), "revision"))
        }
        ("POST", _) if plain.starts_with("/api/plan/sessions/") => Some(("/api/plan".to_owned(), "revision")),
        ("PUT", "/api/profile" | "/api/settings/units" | "/api/rules/choices") => {
            Some(("/api/settings".to_owned(), "revision"))
        }
        ("PUT", "/api/today/check-in") => Some(("/api/today".to_owned(), "check_in_revision")),
        ("PATCH", _) => Some((plain.to_owned(), "revision")),
        _ => None,
    }
}

/// A request as a page makes it: a change names the version that the page has just read, where no header names one.
pub(crate) async fn ask(app: &App, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    if let Some((at, key)) = made_from(method, path).filter(|_| !headers.iter().any(|(name, _)| *name == "if-match")) {
        let read = send(app, "GET", &at, headers, Vec::new()).await;
        let read: Value = serde_json::from_slice(&read.body).unwrap_or_default();
        let revision = read[key].as_str().unwrap_or("none");
        return ask_from(app, method, path, &[headers, &[("if-match", revision)]].concat(), body).await;
    }
    ask_from(app, method, path, headers, body).await
}

async fn ask_from(app: &App, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let json = [("content-type", "application/json")];
    let kind: &[(&str, &str)] = if body.is_empty() { &[] } else { &json };
    send(app, method, path, &[headers, kind].concat(), body.as_bytes().to_vec()).await
}

pub(crate) async fn send(app: &App, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "127.0.0.1:7878");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router(app.clone()).oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

pub(crate) async fn get(app: &App, path: &str) -> Answer {
    ask(app, "GET", path, &[], "").await
}

/// The id of the newest session of a kind.
pub(crate) async fn id_of(app: &App, kind: &str) -> String {
    let list = get(app, "/api/activities").await.json();
    let found = list["rows"].as_array().unwrap().iter().find(|r| r["kind"] == kind);
    found.unwrap_or_else(|| panic!("no {kind} in {list}"))["id"].as_str().unwrap().to_owned()
}

/// Files as a browser sends them.
pub(crate) async fn upload(app: &App, query: &str, files: &[(&str, &[u8])]) -> Answer {
    const EDGE: &str = "----striate-test-edge";
    let mut body = Vec::new();
    for (name, bytes) in files {
        body.extend(
            format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").bytes(),
        );
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{EDGE}--\r\n").bytes());
    let kind = format!("multipart/form-data; boundary={EDGE}");
    send(app, "POST", &format!("/api/imports{query}"), &[("content-type", &kind)], body).await
}

/// An import once it rests.
pub(crate) async fn rested(app: &App, id: &str) -> Value {
    for _ in 0..600 {
        let job = get(app, &format!("/api/imports/{id}")).await.json();
        if !matches!(job["state"].as_str().unwrap(), "reading" | "writing") {
            return job;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the import does not end")
}

/// Waits until nothing is worked out behind the pages any more and the page says so.
pub(crate) async fn until(app: &App, path: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..600 {
        let value = get(app, path).await.json();
        if is_so(&value) {
            return value;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{path} never said so: {}", get(app, path).await.json())
}
