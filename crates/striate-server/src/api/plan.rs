//! The plan: made, shown, changed, accepted, written out.

use super::{json, to_json, to_json_with_titles};
use crate::app::App;
use crate::extract::{Body, MadeFrom, Query, Segments};
use crate::problem::{ApiError, Problem, Result};
use crate::views::calendar::{CalendarQuery, CalendarView, calendar_view};
use crate::views::plan::{FeedView, GoalsView, PlanPage, PlannedSession, SessionWhy, goals_asked};
use crate::views::plan_change::{MoveTo, PlanDifference, PlanEditView};
use crate::views::plan_choices::{ChoicesQuery, PlanChoices, plan_choices};
use crate::views::plan_page::{plan_page, session_view, session_why};
use crate::views::plan_wish::{WeekAnswer, WeekWish, week_answer};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use striate_app::{Acceptance, AppError, PlanNow, blocking};
use striate_planner::{PlanEdit, SessionView, watch_file};
use striate_text::units::Units;

/// The plan with what it is for.
#[utoipa::path(get, path = "/api/plan", operation_id = "plan", tag = "plan", responses((status = 200, body = PlanPage), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn page(State(app): State<App>) -> Result<Response> {
    page_of(&app, app.library.plan().await?).await
}

async fn page_of(app: &App, now: Arc<PlanNow>) -> Result<Response> {
    let feed = app.library.store.plan_feed(app.library.athlete).await?;
    let feed = feed.map(|secret| feed_path(&secret));
    Ok(json(blocking(move || to_json_with_titles(now.model.units, &plan_page(&now, feed))).await?.into()))
}

/// Says what the plan is for, makes it and accepts it.
#[utoipa::path(put, path = "/api/plan", operation_id = "make_plan", tag = "plan", params(("If-Match" = String, Header, description = "The `revision` that the change was made from")), request_body = GoalsView, responses((status = 200, body = PlanPage), (status = 400, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem), (status = 409, body = Problem), (status = 428, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn make(
    State(app): State<App>,
    MadeFrom(from): MadeFrom,
    Body(asked): Body<serde_json::Value>,
) -> Result<Response> {
    let now = app.library.plan().await?;
    let before = now.state.goals.clone().without_past(now.model.today);
    let goals = goals_asked(&before, &asked).map_err(ApiError::unprocessable)?;
    page_of(&app, app.library.make_plan(&from, goals, Acceptance::Accepted).await?).await
}

/// The ways of building it, side by side: the running and the hard sets of each, and twelve weeks ahead with the runs and
/// without. Nothing is stored.
#[utoipa::path(get, path = "/api/plan/choices", operation_id = "plan_choices", tag = "plan", params(ChoicesQuery), responses((status = 200, body = PlanChoices), (status = 400, body = Problem), (status = 422, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn choices(State(app): State<App>, Query(query): Query<ChoicesQuery>) -> Result<Response> {
    let now = app.library.plan().await?;
    let today = now.model.today;
    let before = now.state.goals.clone().without_past(today);
    let goals = match &query.goals {
        Some(text) => {
            let asked = serde_json::from_str(text)
                .map_err(|error| ApiError::unprocessable(format!("The goals are no JSON: {error}.")))?;
            goals_asked(&before, &asked).map_err(ApiError::unprocessable)?
        }
        None => before,
    };
    let goals = goals.with_injury_day(today);
    goals.check(today).map_err(|problem| ApiError::unprocessable(format!("{problem}.")))?;
    let of = query.of.unwrap_or_default();
    let name = now.key(&format!("choices {of:?} {}", goals.to_json()));
    let work = move || {
        let before = now.state.newest.as_ref().map(|n| &n.plan);
        now.model.answer(&name, |s| to_json_with_titles(s.units, &plan_choices(s, &goals, before, of)?))
    };
    blocking(work).await.map(json)
}

/// One session that is still to come.
#[utoipa::path(get, path = "/api/plan/sessions/{id}", operation_id = "planned_session", tag = "plan", params(("id" = String, Path)), responses((status = 200, body = PlannedSession), (status = 404, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn session(State(app): State<App>, Segments(id): Segments<String>) -> Result<Response> {
    let now = app.library.plan().await?;
    let view = session_view(&now, session_of(&now, &id)?);
    Ok(json(to_json_with_titles(now.model.units, &view)?.into()))
}

fn session_of<'n>(now: &'n PlanNow, id: &str) -> Result<&'n SessionView> {
    now.session(id).ok_or_else(|| ApiError::not_found("The plan has no session of that name ahead."))
}

/// Why a session is there, and what its week would lack.
#[utoipa::path(get, path = "/api/plan/sessions/{id}/why", operation_id = "why_planned", tag = "plan", params(("id" = String, Path)), responses((status = 200, body = SessionWhy), (status = 404, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn why(State(app): State<App>, Segments(id): Segments<String>) -> Result<Response> {
    let now = app.library.plan().await?;
    let view = session_why(&now, &id);
    let view = view.ok_or_else(|| ApiError::not_found("The plan has no session of that name ahead."))?;
    Ok(json(to_json_with_titles(now.model.units, &view)?.into()))
}

/// A session as a workout file for a watch.
#[utoipa::path(get, path = "/api/plan/sessions/{id}/workout.fit", operation_id = "workout_file", tag = "plan", params(("id" = String, Path)), responses((status = 200, content_type = "application/vnd.ant.fit", body = Vec<u8>), (status = 404, body = Problem), (status = 422, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn workout(State(app): State<App>, Segments(id): Segments<String>) -> Result<Response> {
    let now = app.library.plan().await?;
    let workout = session_of(&now, &id)?.workout(&now.model.athlete);
    let workout = workout.ok_or_else(|| ApiError::not_found("This session has no steps that a watch could follow."))?;
    let bytes =
        watch_file(&workout, &id, now.created()).map_err(|error| ApiError::unprocessable(format!("{error}.")))?;
    Ok(download(bytes, "application/vnd.ant.fit", &format!("{id}.fit")))
}

/// The plan as a calendar file.
#[utoipa::path(get, path = "/api/plan.ics", operation_id = "plan_calendar", tag = "plan", responses((status = 200, content_type = "text/calendar", body = String), (status = 404, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn calendar_file(State(app): State<App>) -> Result<Response> {
    let now = app.library.plan().await?;
    let text = calendar_of(&now)?;
    Ok(download(text.into_bytes(), "text/calendar; charset=utf-8", "striate.ics"))
}

fn calendar_of(now: &PlanNow) -> Result<String> {
    now.calendar(now.model.units).ok_or_else(|| ApiError::not_found("There is no plan yet."))
}

fn download(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let name: String = name.chars().map(plain).collect();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}

/// What a change would do; nothing is stored.
#[utoipa::path(post, path = "/api/plan/what-if", operation_id = "plan_what_if", tag = "plan", request_body = PlanEditView, responses((status = 200, body = PlanDifference), (status = 400, body = Problem), (status = 404, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn what_if(State(app): State<App>, Body(edit): Body<PlanEditView>) -> Result<Response> {
    let units = app.library.read_model().await?.units;
    let view = app.library.plan_difference(edit.edit()).await?;
    Ok(json(to_json_with_titles(units, &PlanDifference::from(&view))?.into()))
}

/// Whether the next whole week can be as somebody wants it; nothing is stored.
#[utoipa::path(post, path = "/api/plan/week", operation_id = "plan_week_wish", tag = "plan", request_body = WeekWish, responses((status = 200, body = WeekAnswer), (status = 400, body = Problem), (status = 404, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn week_wish(State(app): State<App>, Body(wish): Body<WeekWish>) -> Result<Response> {
    let (now, view, away) = app.library.plan_week(&wish.wish).await?;
    Ok(json(blocking(move || to_json_with_titles(now.model.units, &week_answer(&now, &view, &away))).await?.into()))
}

/// Makes a change: the plan with it waits to be kept or undone.
#[utoipa::path(post, path = "/api/plan/changes", operation_id = "change_plan", tag = "plan", params(("If-Match" = String, Header, description = "The `revision` that the change was made from")), request_body = PlanEditView, responses((status = 200, body = PlanDifference), (status = 400, body = Problem), (status = 404, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem), (status = 409, body = Problem), (status = 428, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn change(
    State(app): State<App>,
    MadeFrom(from): MadeFrom,
    Body(edit): Body<PlanEditView>,
) -> Result<Response> {
    let units = app.library.read_model().await?.units;
    let (now, view) = app.library.change_plan(&from, edit.edit()).await.map_err(|error| in_units(error, units))?;
    Ok(json(to_json_with_titles(now.model.units, &PlanDifference::from(&view))?.into()))
}

/// Moves a session, as a drag in the calendar does.
#[utoipa::path(post, path = "/api/plan/sessions/{id}/move", operation_id = "move_planned", tag = "plan", params(("If-Match" = String, Header, description = "The `revision` that the change was made from"), ("id" = String, Path), CalendarQuery), request_body = MoveTo, responses((status = 200, body = CalendarView), (status = 400, body = Problem), (status = 404, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem), (status = 409, body = Problem), (status = 428, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn move_session(
    State(app): State<App>,
    Segments(id): Segments<String>,
    MadeFrom(from): MadeFrom,
    Query(query): Query<CalendarQuery>,
    Body(to): Body<MoveTo>,
) -> Result<Response> {
    let now = app.library.plan().await?;
    if now.revision() == &from {
        session_of(&now, &id)?;
    }
    let moved = app.library.move_session(&from, PlanEdit::Move { session: id, date: to.date }).await;
    calendar_page(moved.map_err(|error| in_units(error, now.model.units))?, query).await
}

/// Keeps the open change.
#[utoipa::path(post, path = "/api/plan/change/keep", operation_id = "keep_plan_change", tag = "plan", params(("If-Match" = String, Header, description = "The `revision` that the change was made from"), CalendarQuery), responses((status = 200, body = CalendarView), (status = 400, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 428, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn keep(
    State(app): State<App>,
    MadeFrom(from): MadeFrom,
    Query(query): Query<CalendarQuery>,
) -> Result<Response> {
    calendar_page(app.library.accept_plan(&from).await?, query).await
}

/// Takes the open change back.
#[utoipa::path(post, path = "/api/plan/change/undo", operation_id = "undo_plan_change", tag = "plan", params(("If-Match" = String, Header, description = "The `revision` that the change was made from"), CalendarQuery), responses((status = 200, body = CalendarView), (status = 400, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 428, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn undo(
    State(app): State<App>,
    MadeFrom(from): MadeFrom,
    Query(query): Query<CalendarQuery>,
) -> Result<Response> {
    calendar_page(app.library.undo_plan(&from).await?, query).await
}

/// A refusal of the plan in the athlete's units.
fn in_units(error: AppError, units: Units) -> ApiError {
    ApiError::from(error).in_units(units)
}

async fn calendar_page(now: Arc<PlanNow>, query: CalendarQuery) -> Result<Response> {
    Ok(json(blocking(move || to_json(now.model.units, &calendar_view(&now.model, Some(&*now), query))).await?.into()))
}

/// Makes a new address of the private calendar; the old one stops working.
#[utoipa::path(post, path = "/api/plan/feed", operation_id = "new_plan_feed", tag = "plan", responses((status = 200, body = FeedView), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn new_feed(State(app): State<App>) -> Result<Response> {
    let mut bytes = [0u8; 20];
    getrandom::fill(&mut bytes).map_err(|_| ApiError::unavailable("The system gives no random numbers."))?;
    let secret: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    let today = app.library.read_model().await?.today;
    app.library.store.put_plan_feed(app.library.athlete, today, &secret).await?;
    Ok(json(to_json(Units::default(), &FeedView { feed: feed_path(&secret) })?.into()))
}

fn feed_path(secret: &str) -> String {
    format!("/plan/feed/{secret}.ics")
}

/// The private calendar: whoever knows the address reads it, as calendar programs do not log in. Outside of the
/// description, because its address is a secret.
pub(crate) async fn feed(State(app): State<App>, Segments(name): Segments<String>) -> Result<Response> {
    let secret = app.library.store.plan_feed(app.library.athlete).await?;
    let asked = name.strip_suffix(".ics").unwrap_or_default();
    let is_it = secret.is_some_and(|secret| is_same(secret.as_bytes(), asked.as_bytes()));
    if !is_it {
        return Err(ApiError::not_found("There is no calendar at this address."));
    }
    let now = app.library.plan().await?;
    let text = calendar_of(&now)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=300")),
    ];
    Ok((headers, text).into_response())
}

/// Whether two texts are the same, in a time that does not tell how far they agree.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}
