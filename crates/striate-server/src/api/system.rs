//! For whoever runs the server.

use crate::app::App;
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;

/// Whether it answers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    status: &'static str,
    /// The program's version.
    version: &'static str,
    /// The method's version.
    method: &'static str,
}

/// Whether it answers, and as which version.
#[utoipa::path(get, path = "/health", tag = "system", responses((status = 200, body = Health), (status = 403, body = Problem)))]
pub(super) async fn health() -> Json<Health> {
    Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION"), method: striate_stimulus::METHOD_VERSION })
}

/// Counts in Prometheus's text form; outside of the description, because it is no JSON.
pub(crate) async fn metrics(State(app): State<App>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.text())
}
