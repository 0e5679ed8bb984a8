//! Pages that are drawn from the picture of all sessions.

use super::{json, to_json, to_json_with_titles};
use crate::app::App;
use crate::extract::{Query, Segments};
use crate::problem::{ApiError, Problem, Result};
use crate::views::calendar::{CalendarQuery, CalendarView, calendar_view};
use crate::views::evidence::{EvidenceView, evidence_view};
use crate::views::muscle::{MusclePage, PartDose, TraceView, muscle_page, trace_view, traced};
use crate::views::rules::rules_view;
use crate::views::settings::{Badge, SettingsView, settings_view};
use crate::views::today::{TodayView, today_view};
use crate::views::types::{MuscleName, named};
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;
use striate_app::{PlanNow, blocking};
use striate_history::trace::parts;
use striate_model::Muscle;
use striate_store::import::Depth;

/// The first page.
#[utoipa::path(get, path = "/api/today", tag = "pages", responses((status = 200, body = TodayView), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn today(State(app): State<App>) -> Result<Response> {
    let plan = app.library.plan().await?;
    blocking(move || plan.model.answer(&plan.key("today"), |s| to_json(s.units, &today_view(s, Some(&*plan)))))
        .await
        .map(json)
}

/// What stands beside the menu.
#[utoipa::path(get, path = "/api/badge", tag = "pages", responses((status = 200, body = Badge), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn badge(State(app): State<App>) -> Result<Response> {
    let snapshot = app.library.read_model().await?;
    let badge = Badge::of(&snapshot, app.library.is_temporary, app.library.progress());
    Ok(json(to_json(snapshot.units, &badge)?.into()))
}

/// Weeks down, days across.
#[utoipa::path(get, path = "/api/calendar", tag = "pages", params(CalendarQuery), responses((status = 200, body = CalendarView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn calendar(State(app): State<App>, Query(query): Query<CalendarQuery>) -> Result<Response> {
    let plan = app.library.plan().await?;
    let name = plan.key(&format!("calendar {}", query.weeks()));
    blocking(move || plan.model.answer(&name, |s| to_json(s.units, &calendar_view(s, Some(&*plan), query))))
        .await
        .map(json)
}

/// One muscle.
#[utoipa::path(get, path = "/api/muscles/{muscle}", tag = "pages", params(("muscle" = MuscleName, Path)), responses((status = 200, body = MusclePage), (status = 404, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn muscle(State(app): State<App>, Segments(name): Segments<String>) -> Result<Response> {
    let muscle = muscle_named(&name)?;
    let plan = app.library.plan().await?;
    let name = plan.key(&format!("muscle {name}"));
    blocking(move || plan.model.answer(&name, |s| to_json(s.units, &muscle_page(s, Some(&*plan), muscle))))
        .await
        .map(json)
}

/// Where the dose of a muscle comes from, down to the parameters.
#[utoipa::path(get, path = "/api/muscles/{muscle}/why", tag = "pages", params(("muscle" = MuscleName, Path)), responses((status = 200, body = TraceView), (status = 404, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn why(State(app): State<App>, Segments(name): Segments<String>) -> Result<Response> {
    let muscle = muscle_named(&name)?;
    let snapshot = app.library.read_model().await?;
    let name = format!("why {name}");
    if let Some(known) = snapshot.known(&name) {
        return Ok(json(known));
    }
    let (traced, snapshot) = blocking(move || Ok::<_, ApiError>((traced(&snapshot, muscle), snapshot))).await?;
    let traced = traced.ok_or_else(|| ApiError::not_found("No session yet, so there is nothing to look into."))?;
    // Only the first session is read again; where its file is gone, its parts stay unknown.
    let first = match traced.sessions.first() {
        Some(share) => app.library.session(&share.file, Depth::Samples).await.ok(),
        None => None,
    };
    let work = move || {
        let of_first = first.map(|opened| parts(&opened.analysis, muscle)).unwrap_or_default();
        let of_first = of_first.into_iter().map(|p| PartDose { part: p.part, hse: p.hse }).collect();
        let answer: Arc<[u8]> = to_json(snapshot.units, &trace_view(&snapshot, muscle, &traced, of_first))?.into();
        snapshot.keep(&name, &answer);
        Ok(answer)
    };
    blocking(work).await.map(json)
}

/// Why to believe it.
#[utoipa::path(get, path = "/api/evidence", tag = "pages", responses((status = 200, body = EvidenceView), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn evidence(State(app): State<App>) -> Result<Response> {
    let snapshot = app.library.read_model().await?;
    blocking(move || snapshot.answer("evidence", |s| evidence_view(s).and_then(|v| to_json(s.units, &v))))
        .await
        .map(json)
}

/// Who the athlete is, and what is theirs.
#[utoipa::path(get, path = "/api/settings", tag = "pages", responses((status = 200, body = SettingsView), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn settings(State(app): State<App>) -> Result<Response> {
    let snapshot = app.library.read_model().await?;
    Ok(json(to_json(snapshot.units, &settings_view(&snapshot, app.password.is_set()))?.into()))
}

/// Works out the pages that will be asked, once a picture is drawn.
pub(crate) fn warm(plan: &PlanNow) {
    let snapshot = &*plan.model;
    let calendar = CalendarQuery::default();
    let calendar_name = format!("calendar {}", calendar.weeks());
    let _ = plan.audit();
    let warmed = [
        snapshot.answer(&plan.key("today"), |s| to_json(s.units, &today_view(s, Some(plan)))),
        snapshot.answer(&plan.key(&calendar_name), |s| to_json(s.units, &calendar_view(s, Some(plan), calendar))),
        snapshot.answer("rules", |s| to_json_with_titles(s.units, &rules_view(s))),
        snapshot.answer("evidence", |s| evidence_view(s).and_then(|v| to_json(s.units, &v))),
    ];
    let muscles = MuscleName::ALL.iter().map(|name| {
        let muscle = name.muscle();
        let name = plan.key(&format!("muscle {}", muscle.as_str()));
        snapshot.answer(&name, |s| to_json(s.units, &muscle_page(s, Some(plan), muscle)))
    });
    for error in warmed.into_iter().chain(muscles).filter_map(std::result::Result::err) {
        tracing::warn!(?error, "a page could not be worked out");
    }
}

fn muscle_named(name: &str) -> Result<Muscle> {
    named::<MuscleName>(name)
        .map(MuscleName::muscle)
        .ok_or_else(|| ApiError::not_found("There is no muscle of that name."))
}
