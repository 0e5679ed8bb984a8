//! Everything that goes wrong, told as RFC 9457 problem JSON: what is safe, what failed, what to do.

use crate::views::words::sentence;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;
use striate_app::{AppError, Changed, ErrorKind};
use striate_store::StoreError;
use utoipa::ToSchema;

/// A problem as the reader gets it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A name for this sort of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sort in words.
    pub title: String,
    /// The HTTP status.
    #[schema(value_type = u16)]
    pub status: u16,
    /// What happened, as a sentence.
    pub detail: Option<String>,
    /// What would help.
    pub hint: Option<String>,
    /// What changed since the version that the request was made from, in sentences; null for every other problem.
    pub changed: Option<Vec<String>>,
    /// The id under which the server's log tells more.
    pub request_id: Option<String>,
}

/// Why a request was not answered as asked. The cause stays in the server's log.
#[derive(Clone, Debug)]
pub struct ApiError {
    status: StatusCode,
    detail: String,
    hint: Option<String>,
    changed: Option<Vec<String>>,
    cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// The answer of a handler.
pub type Result<T> = std::result::Result<T, ApiError>;

impl ApiError {
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), hint: None, changed: None, cause: None }
    }

    /// The request is not understood.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// Nobody is logged in.
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Log in first.")
    }

    /// Understood and refused.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    /// There is nothing of that name.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// It goes against something that is there.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    /// Understood, but the values cannot be.
    pub fn unprocessable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    /// The request does not say which version it was made from.
    pub fn precondition_required() -> Self {
        Self::new(StatusCode::PRECONDITION_REQUIRED, "This change does not say which version it was made from.")
            .with_hint("send the revision that you read as the header If-Match")
    }

    /// More than is taken.
    pub fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
    }

    /// Too often.
    pub fn too_many(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, detail)
    }

    /// The world is in the way: a full disk, a database that is gone.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
    }

    /// A fault of the program.
    pub fn internal(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Something in striate went wrong. Your data is safe.")
            .caused_by(cause)
    }

    /// A handler panicked: a bug, told by the panic's own message on standard error.
    pub(crate) fn panicked() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Something in striate went wrong. Your data is safe.")
    }

    /// With a status of the framework's own.
    pub(crate) fn of_status(status: StatusCode, detail: impl Into<String>) -> Self {
        Self::new(status, detail)
    }

    /// With what would help.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With the cause, for the log alone.
    #[must_use]
    pub fn caused_by(mut self, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Arc::new(cause));
        self
    }

    /// With its sentences in the athlete's units.
    #[must_use]
    pub fn in_units(mut self, units: striate_text::units::Units) -> Self {
        self.detail = units.told(&self.detail).into_owned();
        self.hint = self.hint.map(|hint| units.told(&hint).into_owned());
        self.changed = self.changed.map(|all| all.iter().map(|text| units.told(text).into_owned()).collect());
        self
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What happened, as a sentence.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }

    fn problem(&self, request_id: Option<String>) -> Problem {
        let title = self.status.canonical_reason().unwrap_or("Problem").to_owned();
        let kind = format!("about:blank#{}", title.to_lowercase().replace(' ', "-"));
        Problem {
            kind,
            title,
            status: self.status.as_u16(),
            detail: Some(self.detail.clone()),
            hint: self.hint.clone(),
            changed: self.changed.clone(),
            request_id,
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        AppError::from(error).into()
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        let status = match error.kind() {
            ErrorKind::NotFound => StatusCode::NOT_FOUND,
            ErrorKind::Conflict => StatusCode::CONFLICT,
            ErrorKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut told = Self::new(status, sentence(&error.to_string()));
        told.hint = match &error {
            AppError::NoPlan => Some("make one on the page Plan".to_owned()),
            AppError::Stale(_) => Some("look at what changed, then decide again".to_owned()),
            other => other.hint(),
        };
        if let AppError::Stale(changed) = &error {
            told.changed = Some(changed.iter().map(changed_in_words).collect());
        }
        // What is not there, or cannot be, is no fault of anybody's.
        match error.kind() {
            ErrorKind::Unavailable | ErrorKind::Internal => told.caused_by(error),
            ErrorKind::NotFound | ErrorKind::Conflict | ErrorKind::Invalid => told,
        }
    }
}

/// What changed since a version was read, as a sentence.
fn changed_in_words(changed: &Changed) -> String {
    match changed {
        Changed::Session(moved) => sentence(&moved.words()),
        Changed::Goals => "What the plan is for has changed.".to_owned(),
        Changed::Answered => "The pending change was kept or undone.".to_owned(),
        Changed::Pending(title) => format!("A change is pending: {}.", title.trim_end_matches('.')),
        Changed::Setting(key) => match crate::views::settings::label_of(key) {
            Some(label) => format!("{label} has changed."),
            None => "Another setting has changed.".to_owned(),
        },
        Changed::Correction => "What you say about this session has changed.".to_owned(),
        Changed::CheckIn => "Today's check-in has changed.".to_owned(),
        Changed::Unknown => "It was changed in another window, or by another program.".to_owned(),
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        // `told` writes the body: only it knows the request's id.
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The outermost layer: writes the body of problems and logs their causes, each once and with the request's id.
pub(crate) async fn told(request: Request, next: Next) -> Response {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let error = response.extensions_mut().remove::<ApiError>().or_else(|| silent(&response, &path));
    let Some(error) = error else { return response };
    if let Some(cause) = &error.cause {
        tracing::error!(
            request_id = id.as_deref(),
            path,
            status = error.status.as_u16(),
            cause = chain(&**cause),
            "a request failed"
        );
    }
    let body = serde_json::to_vec(&error.problem(id)).unwrap_or_default();
    let mut told = (error.status, body).into_response();
    for (name, value) in response.headers() {
        if name != header::CONTENT_LENGTH && name != header::CONTENT_TYPE {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    told.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    told
}

/// Answers of the framework that carry no problem of ours: unknown paths and methods, bodies that are too large.
fn silent(response: &Response, path: &str) -> Option<ApiError> {
    let status = response.status();
    let is_problem =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"application/"));
    if !path.starts_with("/api") || is_problem || status.is_success() || status.is_redirection() {
        return None;
    }
    let detail = match status {
        StatusCode::METHOD_NOT_ALLOWED => "That cannot be done with this address.",
        StatusCode::PAYLOAD_TOO_LARGE => "That is more than is taken at once.",
        StatusCode::NOT_FOUND => "There is nothing at this address.",
        _ => "The request was not understood.",
    };
    (status.is_client_error() || status.is_server_error()).then(|| ApiError::new(status, detail))
}

/// A cause with its own causes, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
