//! Sessions, one by one.

use super::{json, to_json};
use crate::app::App;
use crate::extract::{Body, MadeFrom, Query, Segments};
use crate::problem::{ApiError, Problem, Result};
use crate::views::activities::{ActivitiesQuery, ActivitiesView, activities_view};
use crate::views::activity::{ActivityPatch, ActivityView, PartQuery, PartView, SpanSaid, activity_view, muscle_doses};
use crate::views::streams::{StreamsView, streams_view};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use striate_app::blocking;
use striate_history::trace::part_stimulus;
use striate_model::SessionKind;
use striate_store::import::Depth;
use striate_store::{Correction, SessionRow};
use striate_text::units::Units;

/// Sessions, the newest first.
#[utoipa::path(get, path = "/api/activities", tag = "activities", params(ActivitiesQuery), responses((status = 200, body = ActivitiesView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn list(State(app): State<App>, Query(query): Query<ActivitiesQuery>) -> Result<Response> {
    let snapshot = app.library.read_model().await?;
    Ok(json(to_json(snapshot.units, &activities_view(&snapshot, &query))?.into()))
}

/// One session.
#[utoipa::path(get, path = "/api/activities/{id}", tag = "activities", params(("id" = String, Path)), responses((status = 200, body = ActivityView), (status = 404, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn one(State(app): State<App>, Segments(id): Segments<String>) -> Result<Response> {
    view_of(&app, id).await
}

/// The page of a session is worked out each time: it takes a few milliseconds, and there are thousands of them.
async fn view_of(app: &App, id: String) -> Result<Response> {
    let units = app.library.read_model().await?.units;
    let opened = app.library.session(&id, Depth::Figures).await?;
    let bytes = blocking(move || to_json(units, &activity_view(&opened, units))).await?;
    Ok(json(bytes.into()))
}

/// Corrects a session; everything that depends on it is worked out again.
#[utoipa::path(patch, path = "/api/activities/{id}", tag = "activities", params(("If-Match" = String, Header, description = "The `revision` that the change was made from"), ("id" = String, Path)), request_body = ActivityPatch, responses((status = 200, body = ActivityView), (status = 400, body = Problem), (status = 404, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem), (status = 409, body = Problem), (status = 428, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn correct(
    State(app): State<App>,
    Segments(id): Segments<String>,
    MadeFrom(from): MadeFrom,
    Body(patch): Body<ActivityPatch>,
) -> Result<Response> {
    let kind = match patch.kind {
        Some(Some(kind)) => {
            let found = SessionKind::ALL.iter().copied().find(|k| crate::views::types::KindName::from(*k) == kind);
            Some(Some(found.ok_or_else(|| ApiError::unprocessable("A recorded session cannot be of that kind."))?))
        }
        Some(None) => Some(None),
        None => None,
    };
    if patch.carried_kg.flatten().is_some_and(|kg| !(0.0..=100.0).contains(&kg)) {
        return Err(ApiError::unprocessable("Carried mass lies between 0 and 100 kg."));
    }
    let efforts = match patch.efforts {
        Some(Some(spans)) => {
            Some(Some(efforts_said(&app.library.store.session(app.library.athlete, &id).await?, &spans)?))
        }
        Some(None) => Some(None),
        None => None,
    };
    let (carried_kg, surface, sport) = (patch.carried_kg, patch.surface, patch.sport);
    let said = move |said: &mut Correction| {
        if let Some(kind) = kind {
            said.kind = kind.map(|k| k.as_str().to_owned());
        }
        if let Some(sport) = sport {
            said.sport = sport.map(|s| s.as_str().to_owned());
        }
        if let Some(kg) = carried_kg {
            said.added_mass_kg = kg;
        }
        if let Some(surface) = surface {
            said.surface = surface.map(|s| s.as_str().to_owned());
        }
        if let Some(efforts) = efforts {
            said.efforts_ms = efforts;
        }
    };
    app.library.correct(&id, Some(&from), said).await?;
    app.library.derive_corrected(&id).await?;
    view_of(&app, id).await
}

/// Efforts of a session, at most.
const EFFORTS_MAX: usize = 500;

/// Spans since the start of a session as milliseconds since 1970, in the order of time.
fn efforts_said(session: &SessionRow, spans: &[SpanSaid]) -> Result<Vec<(i64, i64)>> {
    if spans.len() > EFFORTS_MAX {
        return Err(ApiError::unprocessable(format!("A session has {EFFORTS_MAX} efforts at most.")));
    }
    let start = session.start.as_unix_ms();
    let long_s = session.end.since(session.start).as_s().max(0.0);
    let mut told = Vec::with_capacity(spans.len());
    for span in spans {
        if !(span.start_s >= 0.0 && span.end_s > span.start_s && span.start_s <= long_s) {
            return Err(ApiError::unprocessable("An effort begins within the session and ends after it began."));
        }
        let at = |s: f64| start + (1000.0 * s.min(long_s)).round() as i64;
        told.push((at(span.start_s), at(span.end_s)));
    }
    told.sort_unstable();
    if told.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return Err(ApiError::unprocessable("Two efforts cannot be at the same time."));
    }
    Ok(told)
}

/// The samples of a session.
#[utoipa::path(get, path = "/api/activities/{id}/streams", tag = "activities", params(("id" = String, Path)), responses((status = 200, body = StreamsView), (status = 404, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn streams(State(app): State<App>, Segments(id): Segments<String>) -> Result<Response> {
    let opened = app.library.session(&id, Depth::Samples).await?;
    let bytes = blocking(move || to_json(Units::default(), &streams_view(&opened))).await?;
    Ok(json(bytes.into()))
}

/// What a part of a session would have done alone and fresh.
#[utoipa::path(get, path = "/api/activities/{id}/part", tag = "activities", params(("id" = String, Path), PartQuery), responses((status = 200, body = PartView), (status = 400, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn part(
    State(app): State<App>,
    Segments(id): Segments<String>,
    Query(query): Query<PartQuery>,
) -> Result<Response> {
    if !(query.from_s >= 0.0 && query.to_s > query.from_s) {
        return Err(ApiError::unprocessable("A part begins at 0 s or later and ends after it began."));
    }
    let opened = app.library.session(&id, Depth::Samples).await?;
    let work = move || {
        let stimulus = part_stimulus(&opened.analysis, query.from_s, query.to_s);
        to_json(
            Units::default(),
            &PartView { muscles: muscle_doses(stimulus.muscles.iter().map(|(m, s)| (m, *s)), &opened) },
        )
    };
    Ok(json(blocking(work).await?.into()))
}

/// The file that a session came from, byte for byte.
#[utoipa::path(get, path = "/api/activities/{id}/original", tag = "activities", params(("id" = String, Path)), responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), (status = 404, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn original(State(app): State<App>, Segments(id): Segments<String>) -> Result<Response> {
    let (name, bytes) = app.library.original(&id).await?;
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let name: String = name.rsplit(['/', '\\']).next().unwrap_or("original").chars().map(plain).collect();
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}
