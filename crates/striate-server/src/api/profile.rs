//! Who the athlete is, as they say it; the rules and what is chosen among them.

use super::{json, to_json_with_titles};
use crate::app::App;
use crate::extract::{Body, MadeFrom};
use crate::problem::{ApiError, Problem, Result};
use crate::views::imports::MassUnitName;
use crate::views::rules::{REST_HOURS, RuleChosen, RulesView, rules_view};
use crate::views::settings::{DistanceUnit, ProfilePatch, SettingsView, Units, change_profile, settings_view};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use striate_app::blocking;
use striate_store::Profile;
use striate_store::import::{Zone, ZoneFor};

/// Says figures of the athlete by their keys; null takes one back. What depends on them is worked out again behind the
/// pages.
#[utoipa::path(put, path = "/api/profile", tag = "settings", params(("If-Match" = String, Header, description = "The `revision` that the change was made from")), request_body = ProfilePatch, responses((status = 200, body = SettingsView), (status = 400, body = Problem), (status = 409, body = Problem), (status = 428, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn profile(
    State(app): State<App>,
    MadeFrom(from): MadeFrom,
    Body(said): Body<ProfilePatch>,
) -> Result<Json<SettingsView>> {
    let library = &app.library;
    let mut zone = None;
    let change = |profile: &mut Profile| {
        let before = profile.time_zone.clone();
        change_profile(profile, &said).map_err(ApiError::unprocessable)?;
        // The zone is said by itself: what is stored may follow it.
        zone = profile.time_zone.clone().filter(|_| profile.time_zone != before);
        if zone.is_some() {
            profile.time_zone = before;
        }
        Ok::<_, ApiError>(())
    };
    library.change_profile(Some(&from), change).await?;
    if let Some(name) = zone {
        let meaning = if said.is_from_now_on() { ZoneFor::FromNow } else { ZoneFor::Everything };
        library.change_zone(&Zone::named(&name)?, meaning).await?;
    }
    app.library.derive_soon();
    settings(&app).await
}

/// Says the units.
#[utoipa::path(put, path = "/api/settings/units", tag = "settings", params(("If-Match" = String, Header, description = "The `revision` that the change was made from")), request_body = Units, responses((status = 200, body = SettingsView), (status = 400, body = Problem), (status = 409, body = Problem), (status = 428, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn units(
    State(app): State<App>,
    MadeFrom(from): MadeFrom,
    Body(said): Body<Units>,
) -> Result<Json<SettingsView>> {
    let distance = if said.distance == DistanceUnit::Mi { "mi" } else { "km" };
    let mass = if said.mass == MassUnitName::Lb { "lb" } else { "kg" };
    app.library.change_units(Some(&from), Some(distance), Some(mass)).await?;
    settings(&app).await
}

async fn settings(app: &App) -> Result<Json<SettingsView>> {
    let snapshot = app.library.read_model().await?;
    Ok(Json(settings_view(&snapshot, app.password.is_set())))
}

/// The coaching rules held against the last weeks, with the evidence beside each.
#[utoipa::path(get, path = "/api/rules", tag = "pages", responses((status = 200, body = RulesView), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn rules(State(app): State<App>) -> Result<Response> {
    let snapshot = app.library.read_model().await?;
    blocking(move || snapshot.answer("rules", |s| to_json_with_titles(s.units, &rules_view(s)))).await.map(json)
}

/// Chooses which figure to plan by where the articles and the literature differ.
#[utoipa::path(put, path = "/api/rules/choices", tag = "settings", params(("If-Match" = String, Header, description = "The `revision` that the change was made from")), request_body = RuleChosen, responses((status = 200, body = RulesView), (status = 400, body = Problem), (status = 409, body = Problem), (status = 428, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn choose(
    State(app): State<App>,
    MadeFrom(from): MadeFrom,
    Body(said): Body<RuleChosen>,
) -> Result<Response> {
    let hours = match (said.key.as_str(), said.value.as_str()) {
        (REST_HOURS, "24") => 24,
        (REST_HOURS, "48") => 48,
        (REST_HOURS, _) => return Err(ApiError::unprocessable("The rest is 24 or 48 hours.")),
        _ => return Err(ApiError::unprocessable(format!("There is no choice named \"{}\".", said.key))),
    };
    let change = |profile: &mut Profile| {
        profile.more.insert(REST_HOURS.to_owned(), hours.into());
        Ok::<_, ApiError>(())
    };
    app.library.change_profile(Some(&from), change).await?;
    rules(State(app)).await
}
