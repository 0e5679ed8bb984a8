//! The gate before every route: Host, Origin, session, token.

use super::{CSRF_COOKIE, CSRF_HEADER, SESSION_COOKIE, cookie};
use crate::app::App;
use crate::problem::ApiError;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;

/// Routes of the API that answer without a session.
const OPEN: [&str; 2] = ["/api/login", "/api/openapi.json"];

/// The layer.
pub(crate) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    match check(&app, &request) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

fn check(app: &App, request: &Request) -> Result<(), ApiError> {
    let headers = request.headers();
    let place = place(app.config.is_behind_proxy, request);
    let host = place.map(without_port).unwrap_or_default();
    if !is_ours(host, &app.config.host_names) {
        return Err(ApiError::forbidden(format!("This server does not answer to the name {host:?}."))
            .with_hint("open it by its number, such as http://127.0.0.1:7878, or name it with --host-name"));
    }
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes {
        same_origin(headers, place)?;
    }
    let path = request.uri().path();
    let needs_session = path.starts_with("/api/") || path == "/metrics";
    if !needs_session || OPEN.contains(&path) || !app.password.is_set() {
        return Ok(());
    }
    let token = cookie(headers, SESSION_COOKIE).unwrap_or_default();
    if !app.sessions.is_open(token) {
        return Err(ApiError::unauthorized());
    }
    // A page of another origin can send our cookie but cannot read it.
    let repeated = text(headers, CSRF_HEADER).unwrap_or_default();
    if changes
        && (repeated.is_empty()
            || cookie(headers, CSRF_COOKIE) != Some(repeated)
            || !app.sessions.is_token_of(token, repeated))
    {
        return Err(
            ApiError::forbidden("This change did not come from striate's own page.").with_hint("reload the page")
        );
    }
    Ok(())
}

/// Host and port that the browser asked: a proxy that is believed may have seen another one than we do. HTTP/2 carries
/// them in the address.
fn place(is_behind_proxy: bool, request: &Request) -> Option<&str> {
    let headers = request.headers();
    let forwarded = text(headers, "x-forwarded-host").filter(|_| is_behind_proxy);
    // The last proxy, which is ours, has added the last name.
    let forwarded = forwarded.and_then(|all| all.rsplit(',').next()).map(str::trim).filter(|host| !host.is_empty());
    let seen = || request.uri().authority().map(Authority::as_str).or_else(|| text(headers, "host"));
    forwarded.or_else(seen)
}

/// Whether the browser came in through HTTPS, as the proxy says.
pub(crate) fn is_secure(app: &App, headers: &HeaderMap) -> bool {
    app.config.is_behind_proxy && text(headers, "x-forwarded-proto") == Some("https")
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|v| v.to_str().ok())
}

fn without_port(host: &str) -> &str {
    match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    }
}

/// A number cannot be rebound, and these names cannot be given to anybody else.
fn is_ours(host: &str, names: &[String]) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase();
    host.parse::<IpAddr>().is_ok() || host == "localhost" || host.ends_with(".localhost") || names.contains(&host)
}

/// Browsers name the page that sends a change; it must be one of ours. Programs name none.
fn same_origin(headers: &HeaderMap, place: Option<&str>) -> Result<(), ApiError> {
    let refused = || ApiError::forbidden("This change came from another page and was not done.");
    if text(headers, "sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return Err(refused());
    }
    let Some(origin) = text(headers, header::ORIGIN.as_str()) else { return Ok(()) };
    let at = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    if at.is_some() && at == place { Ok(()) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_anybody_could_own_are_not_answered() {
        let names = ["striate.home.example".to_owned()];
        for ours in
            ["127.0.0.1", "::1", "192.168.1.20", "localhost", "LOCALHOST.", "a.localhost", "striate.home.example"]
        {
            assert!(is_ours(ours, &names), "{ours}");
        }
        for other in ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example"] {
            assert!(!is_ours(other, &names), "{other}");
        }
    }

    #[test]
    fn a_port_is_no_part_of_a_name() {
        assert_eq!(
            [without_port("a.example:80"), without_port("[::1]:7878"), without_port("b")],
            ["a.example", "::1", "b"]
        );
    }

    #[test]
    fn changes_from_other_pages_are_refused() {
        let asked = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            same_origin(&headers, text(&headers, "host")).is_ok()
        };
        assert!(asked(&[("host", "127.0.0.1:7878")]));
        assert!(asked(&[
            ("host", "127.0.0.1:7878"),
            ("origin", "http://127.0.0.1:7878"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(!asked(&[("host", "127.0.0.1:7878"), ("origin", "http://evil.example")]));
        assert!(!asked(&[("host", "127.0.0.1:7878"), ("origin", "http://127.0.0.1:8000")]));
        assert!(!asked(&[("host", "127.0.0.1:7878"), ("origin", "null")]));
        assert!(!asked(&[("host", "127.0.0.1:7878"), ("sec-fetch-site", "cross-site")]));
    }
}
