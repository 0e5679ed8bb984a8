//! The web app inside the binary. Names with a hash never change and are kept by the browser for good; the page that
//! names them is always asked for again.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// Every file of the built app: its path below `web/dist` and its bytes. The build script writes the list.
static FILES: &[(&str, &[u8])] = &include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The files by path, with their tags.
static BY_PATH: LazyLock<HashMap<&str, Asset>> = LazyLock::new(|| {
    let asset = |bytes: &'static [u8]| Asset { bytes, tag: tag(bytes) };
    FILES.iter().map(|(path, bytes)| (*path, asset(bytes))).collect()
});

/// A file of the app.
struct Asset {
    bytes: &'static [u8],
    /// Changes when the bytes do.
    tag: HeaderValue,
}

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// A file of the app; the page itself for every address that is no file, because the app knows its own addresses.
pub(crate) async fn serve(request: Request) -> Response {
    let (method, uri): (&Method, &Uri) = (request.method(), request.uri());
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    match BY_PATH.get(path) {
        Some(file) if !path.is_empty() && path != "index.html" => answer(path, file, request.headers()),
        // A missing script must not come as a page.
        _ if path.rsplit('/').next().is_some_and(|name| name.contains('.')) => StatusCode::NOT_FOUND.into_response(),
        _ => match BY_PATH.get("index.html") {
            Some(page) => answer_page(page, path, request.headers()),
            None => StatusCode::NOT_FOUND.into_response(),
        },
    }
}

/// The page as it is to be read at an address of the app. Its files stand beside it by relative names, so that they are
/// found below any path of a host, whoever answers there in front of us; an address further down reaches up to them.
fn answer_page(page: &Asset, path: &str, asked: &HeaderMap) -> Response {
    let depth = path.matches('/').count();
    if depth == 0 {
        return answer("index.html", page, asked);
    }
    let up = "../".repeat(depth.min(DEPTH_MAX));
    let html = String::from_utf8_lossy(page.bytes).replace("=\"./", &format!("=\"{up}"));
    let tag = tag(html.as_bytes());
    if asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag), (header::CACHE_CONTROL, ASK_AGAIN)]).into_response();
    }
    let kind = HeaderValue::from_static(content_type("index.html"));
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, ASK_AGAIN), (header::ETAG, tag)];
    (headers, html).into_response()
}

/// Addresses of the app have two parts at most; a longer one is nobody's.
const DEPTH_MAX: usize = 8;

fn answer(path: &str, file: &Asset, asked: &HeaderMap) -> Response {
    let cache = if path.starts_with("assets/") { FOREVER } else { ASK_AGAIN };
    let tag = file.tag.clone();
    if asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag), (header::CACHE_CONTROL, cache)]).into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type(path))),
        (header::CACHE_CONTROL, cache),
        (header::ETAG, tag),
    ];
    (headers, file.bytes).into_response()
}

fn tag(bytes: &[u8]) -> HeaderValue {
    let mut text = String::from("\"");
    for byte in &Sha256::digest(bytes)[..8] {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('"');
    HeaderValue::from_str(&text).expect("hexadecimal letters are a header")
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_inside_the_binary() {
        let page = &BY_PATH["index.html"];
        let html = String::from_utf8_lossy(page.bytes);
        assert!(html.contains("<html"));
        assert!(!html.contains("=\"/"), "no file is named from the root of the host");
    }
}
