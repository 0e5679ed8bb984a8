//! Logging in and out, and the password.

use crate::app::App;
use crate::extract::Body;
use crate::problem::{ApiError, Problem, Result};
use crate::security::{CSRF_COOKIE, SESSION_COOKIE, cookie, is_secure};
use crate::views::settings::{SettingsView, settings_view};
use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde::Deserialize;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use utoipa::ToSchema;

/// A password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    /// It.
    #[schema(min_length = 1, max_length = 512)]
    password: String,
}

/// Opens a session.
#[utoipa::path(post, path = "/api/login", tag = "account", request_body = Credentials, responses((status = 204), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub(super) async fn login(
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    Body(said): Body<Credentials>,
) -> Result<Response> {
    if !app.all_logins.allows(()) || !app.logins.allows(peer.0) {
        return Err(ApiError::too_many("Too many tries. Wait a minute, then try again."));
    }
    // Another program may have set it a moment ago.
    if app.password.reload().await? {
        app.sessions.close_all().await?;
    }
    if !app.password.is(said.password).await {
        tracing::warn!(peer = %peer.0, "a wrong password");
        let wrong = ApiError::of_status(StatusCode::UNAUTHORIZED, "That is not the password.");
        return Err(if app.password.is_set() { wrong } else { wrong.with_hint("no password is set; none is needed") });
    }
    opened(&app, &headers).await
}

/// Closes the session.
#[utoipa::path(post, path = "/api/logout", tag = "account", responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn logout(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    app.sessions.close(cookie(&headers, SESSION_COOKIE).unwrap_or_default()).await?;
    Ok(closed(&app))
}

/// Closes every session, on every device.
#[utoipa::path(post, path = "/api/logout/everywhere", tag = "account", responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn logout_everywhere(State(app): State<App>) -> Result<Response> {
    app.sessions.close_all().await?;
    Ok(closed(&app))
}

/// An answer that takes the cookies away.
fn closed(app: &App) -> Response {
    let path = app.config.cookie_path();
    let gone = |name: &str, more: &str| {
        (header::SET_COOKIE, format!("{name}=; Path={path}; Max-Age=0;{more} SameSite=Strict"))
    };
    let gone = AppendHeaders([gone(SESSION_COOKIE, " HttpOnly;"), gone(CSRF_COOKIE, "")]);
    (StatusCode::NO_CONTENT, gone).into_response()
}

/// Sets the password. Every session is closed but the one that set it.
#[utoipa::path(put, path = "/api/settings/password", tag = "account", request_body = Credentials, responses((status = 200, body = SettingsView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn set_password(
    State(app): State<App>,
    headers: HeaderMap,
    Body(said): Body<Credentials>,
) -> Result<Response> {
    app.password.set(said.password).await?;
    app.sessions.close_all().await?;
    let mut response = opened(&app, &headers).await?;
    *response.status_mut() = StatusCode::OK;
    let snapshot = app.library.read_model().await?;
    let body = Json(settings_view(&snapshot, true)).into_response();
    let (parts, _) = response.into_parts();
    let mut told = body;
    told.headers_mut().extend(parts.headers);
    Ok(told)
}

/// An answer that opens a session.
async fn opened(app: &App, headers: &HeaderMap) -> Result<Response> {
    let secure = if is_secure(app, headers) { "; Secure" } else { "" };
    let session = app.sessions.open().await?;
    let session = session.ok_or_else(|| ApiError::unavailable("The system gives no random numbers."))?;
    let (month, path) = (30 * 24 * 3600, app.config.cookie_path());
    let mut response = StatusCode::NO_CONTENT.into_response();
    let cookies = [
        format!("{SESSION_COOKIE}={}; Path={path}; Max-Age={month}; HttpOnly; SameSite=Strict{secure}", session.token),
        // Read by our own page, which repeats it with every change.
        format!("{CSRF_COOKIE}={}; Path={path}; Max-Age={month}; SameSite=Strict{secure}", session.csrf),
    ];
    for line in cookies {
        let value = HeaderValue::from_str(&line).map_err(ApiError::internal)?;
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// The addresses that one line has: whoever has a network of 2^64 addresses has no more tries than others.
fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) if !v6.is_loopback() => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        },
        other => other,
    }
}

/// From where a request came; behind a proxy that is believed, from where the proxy says.
pub(crate) struct Peer(IpAddr);

impl axum::extract::FromRequestParts<App> for Peer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        app: &App,
    ) -> std::result::Result<Self, Self::Rejection> {
        let forwarded = || {
            // The last address is the one that our proxy has seen itself.
            let all = parts.headers.get("x-forwarded-for")?.to_str().ok()?;
            all.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
        };
        let forwarded = app.config.is_behind_proxy.then(forwarded).flatten();
        let known = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        // Tests have no connection.
        Ok(Self(household(forwarded.or(known).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_counts_as_one_address() {
        let of = |text: &str| household(text.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:aaaa::1"), of("2001:db8:1:2:bbbb::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!([of("::ffff:192.0.2.7"), of("::1"), of("192.0.2.7")], ["192.0.2.7", "::1", "192.0.2.7"]);
    }
}
