//! The gate before every route: Host, Origin, session, token.

use super::{CSRF_COOKIE, CSRF_HEADER, SESSION_COOKIE, cookie};
use crate::app::App;
use crate::problem::ApiError;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};

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
    // What another site makes a browser ask is not shown to that site, but it would be worked out.
    if path.starts_with("/api/") && text(headers, "sec-fetch-site") == Some("cross-site") {
        return Err(ApiError::forbidden("Another site asked for this, and it was not answered."));
    }
    let needs_session = path.starts_with("/api/") || path == "/metrics";
    if !needs_session || OPEN.contains(&path) || !app.password.is_set() {
        return Ok(());
    }
    if path == "/metrics" && is_from_here(request, host) {
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

/// Whether a program on this computer asks, not through a proxy: what counts requests cannot log in.
fn is_from_here(request: &Request, host: &str) -> bool {
    const PASSED_ON: [&str; 5] = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let named = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    named
        && peer.is_some_and(|ip| ip.is_loopback())
        && !PASSED_ON.iter().any(|name| request.headers().contains_key(*name))
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
    fn counts_are_told_to_this_computer_and_not_through_a_proxy() {
        let from = |peer: Option<&str>, host: &str, more: Option<&str>| {
            let mut request = Request::builder().uri("/metrics");
            if let Some(name) = more {
                request = request.header(name, "203.0.113.7");
            }
            let mut request = request.body(axum::body::Body::empty()).unwrap();
            if let Some(peer) = peer {
                request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer.parse().unwrap()));
            }
            is_from_here(&request, host)
        };
        let here = Some("127.0.0.1:50000");
        assert!(
            from(here, "127.0.0.1", None) && from(Some("[::1]:50000"), "::1", None) && from(here, "localhost", None)
        );
        assert!(!from(here, "127.0.0.1", Some("x-forwarded-for")), "a proxy passed it on");
        assert!(!from(here, "training.example.org", None), "a proxy passed the name on");
        assert!(!from(Some("192.168.1.7:50000"), "127.0.0.1", None) && !from(None, "127.0.0.1", None));
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
