//! Pages that are drawn from the picture of all sessions.

use super::{json, to_json};
use crate::app::App;
use crate::extract::{Query, Segments};
use crate::library::blocking;
use crate::problem::{ApiError, Problem, Result};
use crate::views::calendar::{CalendarQuery, CalendarView, calendar_view};
use crate::views::evidence::{EvidenceView, evidence_view};
use crate::views::muscle::{MusclePage, PartDose, TraceView, muscle_page, trace_view, traced};
use crate::views::settings::{Badge, SettingsView, settings_view};
use crate::views::today::{CheckIn, TodayView, today_view};
use crate::views::types::{MuscleName, named};
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;
use striate_model::Muscle;
use striate_pipeline::trace::parts;

/// The first page.
#[utoipa::path(get, path = "/api/today", tag = "pages", responses((status = 200, body = TodayView), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn today(State(app): State<App>) -> Result<Response> {
    let snapshot = app.shelves.snapshot().await?;
    snapshot.answer("today", |s| to_json(&today_view(s, CheckIn::default()))).map(json)
}

/// What stands beside the menu.
#[utoipa::path(get, path = "/api/badge", tag = "pages", responses((status = 200, body = Badge), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn badge(State(app): State<App>) -> Result<Response> {
    let snapshot = app.shelves.snapshot().await?;
    snapshot.answer("badge", |s| to_json(&Badge::of(s))).map(json)
}

/// Weeks down, days across.
#[utoipa::path(get, path = "/api/calendar", tag = "pages", params(CalendarQuery), responses((status = 200, body = CalendarView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn calendar(State(app): State<App>, Query(query): Query<CalendarQuery>) -> Result<Response> {
    let snapshot = app.shelves.snapshot().await?;
    let name = format!("calendar {}", query.weeks.unwrap_or_default());
    snapshot.answer(&name, |s| to_json(&calendar_view(s, query))).map(json)
}

/// One muscle.
#[utoipa::path(get, path = "/api/muscles/{muscle}", tag = "pages", params(("muscle" = MuscleName, Path)), responses((status = 200, body = MusclePage), (status = 404, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn muscle(State(app): State<App>, Segments(name): Segments<String>) -> Result<Response> {
    let muscle = muscle_named(&name)?;
    let snapshot = app.shelves.snapshot().await?;
    blocking(move || snapshot.answer(&format!("muscle {name}"), |s| to_json(&muscle_page(s, muscle)))).await.map(json)
}

/// Where the dose of a muscle comes from, down to the parameters.
#[utoipa::path(get, path = "/api/muscles/{muscle}/why", tag = "pages", params(("muscle" = MuscleName, Path)), responses((status = 200, body = TraceView), (status = 404, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn why(State(app): State<App>, Segments(name): Segments<String>) -> Result<Response> {
    let muscle = muscle_named(&name)?;
    let snapshot = app.shelves.snapshot().await?;
    let library = Arc::clone(&app.shelves.library);
    let work = move || {
        snapshot.answer(&format!("why {name}"), |s| {
            let Some(traced) = traced(s, muscle) else {
                return Err(ApiError::not_found("No session yet, so there is nothing to look into."));
            };
            // Only the first session is read again; where its file is gone, its parts stay unknown.
            let first = traced.sessions.first().and_then(|share| library.open(&share.file).ok());
            let of_first = first.map(|opened| parts(&opened.analysis, muscle)).unwrap_or_default();
            let of_first = of_first.into_iter().map(|p| PartDose { part: p.part, hse: p.hse }).collect();
            to_json(&trace_view(s, muscle, &traced, of_first))
        })
    };
    blocking(work).await.map(json)
}

/// Why to believe it.
#[utoipa::path(get, path = "/api/evidence", tag = "pages", responses((status = 200, body = EvidenceView), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn evidence(State(app): State<App>) -> Result<Response> {
    let snapshot = app.shelves.snapshot().await?;
    blocking(move || snapshot.answer("evidence", |s| evidence_view(s).and_then(|v| to_json(&v)))).await.map(json)
}

/// Who the athlete is, and what is theirs.
#[utoipa::path(get, path = "/api/settings", tag = "pages", responses((status = 200, body = SettingsView), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn settings(State(app): State<App>) -> Result<Response> {
    let snapshot = app.shelves.snapshot().await?;
    Ok(json(to_json(&settings_view(&snapshot, app.password.is_set()))?.into()))
}

fn muscle_named(name: &str) -> Result<Muscle> {
    named::<MuscleName>(name)
        .map(MuscleName::muscle)
        .ok_or_else(|| ApiError::not_found("There is no muscle of that name."))
}
