//! The routes of the API, each with its description.

mod account;
mod activities;
mod data;
mod exercises;
mod imports;
mod log;
mod pages;
mod plan;
mod profile;
mod system;

use crate::views::told::{to_json, to_json_with_titles};
pub(crate) use pages::warm;
pub(crate) use plan::feed as plan_feed;
pub(crate) use system::metrics;

use crate::app::App;
use crate::problem::Problem;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use utoipa::OpenApi;
use utoipa::openapi::{Content, RefOr, Schema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "striate",
        description = "What each run and each lift does to each muscle. Keys end in their unit; unknown values are null, never absent."
    ),
    components(schemas(Problem, crate::views::activities::Only, crate::views::plan_choices::ChoicesOf))
)]
struct Description;

/// Bodies of requests, whose keys may be left out.
const ASKED: [&str; 4] = ["ActivityPatch", "LoggedLift", "LoggedSet", "TwinSaid"];

/// Says of the keys of answers that they are always there, be they null; of problems that they come as such; of events
/// nothing, since a schema would be one of the whole stream.
pub(crate) fn as_answered(mut api: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    let schemas = api.components.iter_mut().flat_map(|c| &mut c.schemas);
    for (_, schema) in schemas.filter(|(name, _)| !ASKED.contains(&name.as_str())) {
        if let RefOr::T(schema) = schema {
            require_all(schema);
        }
    }
    let paths = api.paths.paths.values_mut();
    let operations = paths.flat_map(|p| [&mut p.get, &mut p.put, &mut p.post, &mut p.patch, &mut p.delete]).flatten();
    for response in operations.flat_map(|o| o.responses.responses.values_mut()) {
        let RefOr::T(response) = response else { continue };
        let contents = std::mem::take(&mut response.content).into_iter();
        response.content = contents.map(|(kind, content)| content_as_answered(kind, content)).collect();
    }
    api
}

fn content_as_answered(kind: String, content: RefOr<Content>) -> (String, RefOr<Content>) {
    let RefOr::T(mut content) = content else { return (kind, content) };
    let is_problem = matches!(&content.schema, Some(RefOr::Ref(r)) if r.ref_location.ends_with("/Problem"));
    if kind == "text/event-stream" {
        content.schema = None;
    }
    (if is_problem { "application/problem+json".to_owned() } else { kind }, RefOr::T(content))
}

fn require_all(schema: &mut Schema) {
    match schema {
        Schema::Object(object) => object.required = object.properties.keys().cloned().collect(),
        Schema::AllOf(all) => {
            for item in &mut all.items {
                if let RefOr::T(schema) = item {
                    require_all(schema);
                }
            }
        }
        _ => {}
    }
}

/// Every route with its description.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(pages::today))
        .routes(routes!(pages::badge))
        .routes(routes!(pages::calendar))
        .routes(routes!(pages::muscle))
        .routes(routes!(pages::why))
        .routes(routes!(pages::evidence))
        .routes(routes!(pages::settings))
        .routes(routes!(activities::list))
        .routes(routes!(activities::one, activities::correct))
        .routes(routes!(activities::streams))
        .routes(routes!(activities::part))
        .routes(routes!(activities::original))
        .routes(routes!(account::login))
        .routes(routes!(account::logout))
        .routes(routes!(account::logout_everywhere))
        .routes(routes!(account::set_password))
        .routes(routes!(data::demo))
        .routes(routes!(data::export))
        .routes(routes!(data::backup))
        .routes(routes!(imports::list_imports))
        .merge(OpenApiRouter::new().routes(routes!(imports::send_files)).layer(DefaultBodyLimit::disable()))
        .routes(routes!(imports::one_import, imports::leave_import))
        .routes(routes!(imports::accept_import))
        .routes(routes!(imports::undo_import))
        .routes(routes!(imports::name_exercises))
        .routes(routes!(imports::import_events))
        .routes(routes!(exercises::list, exercises::name))
        .routes(routes!(imports::twins, imports::decide_twins))
        .routes(routes!(log::put_lift, log::remove_lift))
        .routes(routes!(log::last_lifts))
        .routes(routes!(log::check_in))
        .routes(routes!(plan::page, plan::make))
        .routes(routes!(plan::choices))
        .routes(routes!(plan::session))
        .routes(routes!(plan::why))
        .routes(routes!(plan::workout))
        .routes(routes!(plan::calendar_file))
        .routes(routes!(plan::what_if))
        .routes(routes!(plan::week_wish))
        .routes(routes!(plan::change))
        .routes(routes!(plan::move_session))
        .routes(routes!(plan::keep))
        .routes(routes!(plan::undo))
        .routes(routes!(plan::new_feed))
        .routes(routes!(profile::profile))
        .routes(routes!(profile::units))
        .routes(routes!(profile::rules))
        .routes(routes!(profile::choose))
        .routes(routes!(system::health))
}

/// JSON that was worked out before.
fn json(bytes: Arc<[u8]>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], axum::body::Bytes::from_owner(bytes)).into_response()
}
