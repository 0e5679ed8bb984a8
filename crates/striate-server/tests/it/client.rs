//! One request to the router.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use striate_model::Day;
use striate_server::{App, Clock, Config, Files, PasswordFile, router};
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

/// The evening of the last example.
pub(crate) const DAY: &str = "2026-09-13";

/// A server over the repository's examples.
pub(crate) fn examples() -> App {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "fit"))
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&p).unwrap()))
        .collect();
    files.sort();
    of(files)
}

/// A server over nothing.
pub(crate) fn empty() -> App {
    of(Vec::new())
}

fn of(files: Vec<(String, Vec<u8>)>) -> App {
    let noon = DAY.parse::<Day>().unwrap().noon();
    let config = Config { clock: Clock::Fixed(noon, 0.0), ..Config::default() };
    App::new(config, Arc::new(Files::new(files, "examples", DAY.parse().unwrap())), PasswordFile::open(None).unwrap())
}

pub(crate) async fn ask(app: &App, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "127.0.0.1:7878");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    let response = router(app.clone()).oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

pub(crate) async fn get(app: &App, path: &str) -> Answer {
    ask(app, "GET", path, &[], "").await
}
