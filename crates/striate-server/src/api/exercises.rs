//! Exercise titles that nobody knows, from wherever they came, and what the athlete says they are.

use crate::app::App;
use crate::extract::Body;
use crate::problem::{ApiError, Problem, Result};
use crate::views::imports::{ExerciseNames, ExercisesView, NamedExercise, exercises, unknown};
use axum::Json;
use axum::extract::State;
use striate_history::stored::movement_named;
use striate_store::import::unknown_titles;

/// What an athlete may call an exercise, bytes.
const TITLE_BYTES: usize = 200;

/// Titles that neither the catalogue nor the athlete has given a meaning yet, those that the athlete has, and the catalogue.
#[utoipa::path(get, path = "/api/exercises", operation_id = "exercises", tag = "imports", responses((status = 200, body = ExercisesView), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn list(State(app): State<App>) -> Result<Json<ExercisesView>> {
    view(&app).await.map(Json)
}

/// Says what exercises are: titles with keys of movements; an empty key says nothing. It is remembered, and every session
/// that holds one is worked out again.
#[utoipa::path(put, path = "/api/exercises", operation_id = "name_exercise_titles", tag = "imports", request_body = ExerciseNames, responses((status = 200, body = ExercisesView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn name(State(app): State<App>, Body(said): Body<ExerciseNames>) -> Result<Json<ExercisesView>> {
    let names = named(&said)?;
    app.library.map_exercises(&names).await?;
    let mut view = view(&app).await?;
    // Until their sessions are worked out again the database still counts them as unknown.
    view.unknown.retain(|e| !names.iter().any(|(title, _)| *title == e.name));
    Ok(Json(view))
}

/// Titles with the keys of movements that the catalogue has.
pub(super) fn named(said: &ExerciseNames) -> Result<Vec<(String, String)>> {
    let mut names = Vec::with_capacity(said.0.len());
    for (title, key) in said.0.iter().filter(|(_, key)| !key.is_empty()) {
        if title.is_empty() || title.len() > TITLE_BYTES {
            return Err(ApiError::unprocessable(format!("A title has 1 to {TITLE_BYTES} letters.")));
        }
        let found = movement_named(key);
        let found =
            found.ok_or_else(|| ApiError::unprocessable(format!("The catalogue has no movement \"{key}\".")))?;
        names.push((title.clone(), found.id));
    }
    Ok(names)
}

async fn view(app: &App) -> Result<ExercisesView> {
    let (store, athlete) = (&app.library.store, app.library.athlete);
    let map = store.exercise_map(athlete).await?;
    let mut titles = unknown_titles(store, athlete).await?;
    titles.retain(|title, _| !map.contains_key(title));
    let movement = |id: &str| movement_named(id).map_or_else(|| id.to_owned(), |m| m.name);
    let mut named: Vec<NamedExercise> = map
        .iter()
        .map(|(title, id)| NamedExercise { name: title.clone(), id: id.clone(), movement: movement(id) })
        .collect();
    named.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(ExercisesView { unknown: unknown(&titles), named, exercises: exercises() })
}
