//! Logging in and out, and the password.

use crate::app::App;
use crate::extract::Body;
use crate::library::blocking;
use crate::problem::{ApiError, Problem, Result};
use crate::security::{CSRF_COOKIE, LENGTH_MAX, LENGTH_MIN, SESSION_COOKIE, cookie};
use crate::views::settings::{SettingsView, settings_view};
use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
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
pub(super) async fn login(State(app): State<App>, peer: Peer, Body(said): Body<Credentials>) -> Result<Response> {
    if !app.all_logins.allows(()) || !app.logins.allows(peer.0) {
        return Err(ApiError::too_many("Too many tries. Wait a minute, then try again."));
    }
    let password = app.password.clone();
    let is_right = blocking(move || Ok(said.password.len() <= LENGTH_MAX && password.is(&said.password))).await?;
    if !is_right {
        tracing::warn!(peer = %peer.0, "a wrong password");
        let wrong = ApiError::of_status(StatusCode::UNAUTHORIZED, "That is not the password.");
        return Err(if app.password.is_set() { wrong } else { wrong.with_hint("no password is set; none is needed") });
    }
    opened(&app)
}

/// Closes the session.
#[utoipa::path(post, path = "/api/logout", tag = "account", responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn logout(State(app): State<App>, headers: HeaderMap) -> Response {
    app.sessions.close(cookie(&headers, SESSION_COOKIE).unwrap_or_default());
    (
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, format!("{SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"))],
    )
        .into_response()
}

/// Sets the password. Every session is closed but the one that set it.
#[utoipa::path(put, path = "/api/settings/password", tag = "account", request_body = Credentials, responses((status = 200, body = SettingsView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn set_password(State(app): State<App>, Body(said): Body<Credentials>) -> Result<Response> {
    if said.password.chars().count() < LENGTH_MIN || said.password.len() > LENGTH_MAX {
        return Err(ApiError::unprocessable(format!(
            "A password has {LENGTH_MIN} characters or more, {LENGTH_MAX} bytes at most."
        )));
    }
    let password = app.password.clone();
    let write = move || {
        password
            .set(&said.password)
            .map_err(|e| ApiError::unavailable("The password could not be written.").caused_by(e))
    };
    blocking(write).await?;
    app.sessions.close_all();
    let mut response = opened(&app)?;
    *response.status_mut() = StatusCode::OK;
    let snapshot = app.shelves.snapshot().await?;
    let body = Json(settings_view(&snapshot, true)).into_response();
    let (parts, _) = response.into_parts();
    let mut told = body;
    told.headers_mut().extend(parts.headers);
    Ok(told)
}

/// An answer that opens a session.
fn opened(app: &App) -> Result<Response> {
    let session = app.sessions.open().ok_or_else(|| ApiError::unavailable("The system gives no random numbers."))?;
    let month = 30 * 24 * 3600;
    let mut response = StatusCode::NO_CONTENT.into_response();
    let cookies = [
        format!("{SESSION_COOKIE}={}; Path=/; Max-Age={month}; HttpOnly; SameSite=Strict", session.token),
        // Read by our own page, which repeats it with every change.
        format!("{CSRF_COOKIE}={}; Path=/; Max-Age={month}; SameSite=Strict", session.csrf),
    ];
    for line in cookies {
        let value = HeaderValue::from_str(&line).map_err(ApiError::internal)?;
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// From where a request came.
pub(crate) struct Peer(IpAddr);

impl<S: Sync> axum::extract::FromRequestParts<S> for Peer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        _: &S,
    ) -> std::result::Result<Self, Self::Rejection> {
        let known = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        // Tests have no connection.
        Ok(Self(known.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))))
    }
}
