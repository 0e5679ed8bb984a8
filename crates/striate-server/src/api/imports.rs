//! Files that are sent: looked at, brought in, taken back.

use super::{json, to_json};
use crate::app::App;
use crate::extract::{Body, Query, Segments};
use crate::problem::{ApiError, Problem, Result};
use crate::views::imports::{ExerciseNames, ImportJob, ImportQuery, ImportsView, MassUnitName, exercises};
use crate::views::twins::{TwinSaid, TwinsView, twins_view};
use axum::Json;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::time::Duration;
use striate_app::{Upload, private_folder};
use striate_model::MassUnit;
use striate_store::RecordingId;
use striate_store::import::group;
use tokio::io::AsyncWriteExt;

/// The largest upload, bytes: an export of a lifetime is a few gigabytes.
const UPLOAD_BYTES: u64 = 16 << 30;
/// Files of one upload, at most.
const FILES_MAX: usize = 50_000;
/// Letters of a file's name that are kept.
const NAME_LETTERS: usize = 120;

/// Imports, the newest first, and the exercises of the catalogue.
#[utoipa::path(get, path = "/api/imports", tag = "imports", responses((status = 200, body = ImportsView), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn list_imports(State(app): State<App>) -> Result<Json<ImportsView>> {
    Ok(Json(ImportsView {
        jobs: app.library.imports().await?.iter().map(ImportJob::of).collect(),
        exercises: exercises(),
    }))
}

/// Files, as one import. With `dry_run` they are only looked at and wait for an answer.
#[utoipa::path(post, path = "/api/imports", tag = "imports", params(ImportQuery), request_body(content_type = "multipart/form-data", content = UploadForm), responses((status = 202, body = ImportJob), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem), (status = 503, body = Problem)))]
pub(super) async fn send_files(
    State(app): State<App>,
    Query(query): Query<ImportQuery>,
    form: std::result::Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<(StatusCode, Json<ImportJob>)> {
    let form = form.map_err(|e| ApiError::of_status(e.status(), "Files are sent as multipart/form-data."))?;
    let _permit = app.transfers.try_acquire().map_err(|_| {
        ApiError::unavailable("Several uploads are under way. Wait until one is done, then send this again.")
    })?;
    let upload = receive(&app, form).await?;
    let unit = query.unit.map(|unit| match unit {
        MassUnitName::Kg => MassUnit::Kilogram,
        MassUnitName::Lb => MassUnit::Pound,
    });
    let job = app.library.begin(upload, query.dry_run, unit)?;
    Ok((StatusCode::ACCEPTED, Json(ImportJob::of(&job.view()))))
}

/// Files under the name `file`.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form; the parts are read as they come")]
pub(crate) struct UploadForm {
    /// The files.
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<String>,
}

/// Writes every file of a form to the disk as it comes.
async fn receive(app: &App, mut form: Multipart) -> Result<Upload> {
    let folder = app.library.spool_folder()?;
    private_folder(&folder).map_err(on_disk)?;
    let mut upload = Upload { folder, files: Vec::new(), name: String::new() };
    let mut names: Vec<String> = Vec::new();
    let mut bytes = 0;
    while let Some(mut field) = form.next_field().await.map_err(|e| broken(&e))? {
        let Some(name) = field.file_name().map(plain_name) else { continue };
        if upload.files.len() >= FILES_MAX {
            return Err(ApiError::too_large(format!("One import takes {FILES_MAX} files at most."))
                .with_hint("put them into a zip"));
        }
        let path = place(&upload.folder, &name, upload.files.len())?;
        let mut file = tokio::fs::File::create(&path).await.map_err(on_disk)?;
        while let Some(chunk) = field.chunk().await.map_err(|e| broken(&e))? {
            bytes += chunk.len() as u64;
            if bytes > UPLOAD_BYTES {
                return Err(ApiError::too_large(format!("One import takes {} GB at most.", UPLOAD_BYTES >> 30))
                    .with_hint("striate import PATH on the command line takes any size"));
            }
            file.write_all(&chunk).await.map_err(on_disk)?;
        }
        file.flush().await.map_err(on_disk)?;
        upload.files.push(path);
        names.push(name);
    }
    upload.name = match names.as_slice() {
        [] => return Err(ApiError::unprocessable("No file was sent.").with_hint("send each as a part named file")),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    };
    Ok(upload)
}

/// A place for a file; files of one name get folders of their own, so that each keeps its name.
fn place(folder: &Path, name: &str, at: usize) -> Result<PathBuf> {
    let path = folder.join(name);
    if !path.exists() {
        return Ok(path);
    }
    let own = folder.join(format!("{at}.more"));
    private_folder(&own).map_err(on_disk)?;
    Ok(own.join(name))
}

/// The last part of a name, without what a file system could mind.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |c: char| if c.is_control() || matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c };
    let all: Vec<char> = last.chars().map(plain).collect();
    // The ending says what it is.
    let kept: String = all[all.len().saturating_sub(NAME_LETTERS)..].iter().collect();
    match kept.trim_matches([' ', '.']) {
        "" => "file".to_owned(),
        _ => kept.trim_start_matches([' ', '.']).to_owned(),
    }
}

fn broken(error: &axum::extract::multipart::MultipartError) -> ApiError {
    ApiError::of_status(error.status(), "The files did not arrive whole.").with_hint("send them again")
}

fn on_disk(error: std::io::Error) -> ApiError {
    let full = error.kind() == std::io::ErrorKind::StorageFull;
    let told = ApiError::unavailable(if full {
        "The disk is full. Nothing was changed."
    } else {
        "The files could not be written to the disk. Nothing was changed."
    });
    let told = if full { told.with_hint("free some space, then send them again") } else { told };
    told.caused_by(error)
}

/// One import.
#[utoipa::path(get, path = "/api/imports/{id}", tag = "imports", params(("id" = String, Path)), responses((status = 200, body = ImportJob), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn one_import(State(app): State<App>, Segments(id): Segments<String>) -> Result<Json<ImportJob>> {
    Ok(Json(ImportJob::of(&app.library.import(&id).await?)))
}

/// Leaves an import that waits, or stops one that runs.
#[utoipa::path(delete, path = "/api/imports/{id}", tag = "imports", params(("id" = String, Path)), responses((status = 200, body = ImportJob), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn leave_import(State(app): State<App>, Segments(id): Segments<String>) -> Result<Json<ImportJob>> {
    Ok(Json(ImportJob::of(&app.library.leave(&id)?)))
}

/// Brings in what was looked at.
#[utoipa::path(post, path = "/api/imports/{id}/accept", tag = "imports", params(("id" = String, Path)), responses((status = 200, body = ImportJob), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn accept_import(State(app): State<App>, Segments(id): Segments<String>) -> Result<Json<ImportJob>> {
    Ok(Json(ImportJob::of(&app.library.accept(&id)?)))
}

/// Takes an import back: the database is as it was before.
#[utoipa::path(post, path = "/api/imports/{id}/undo", tag = "imports", params(("id" = String, Path)), responses((status = 200, body = ImportJob), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn undo_import(State(app): State<App>, Segments(id): Segments<String>) -> Result<Json<ImportJob>> {
    Ok(Json(ImportJob::of(&app.library.undo(&id).await?)))
}

/// Says what exercises are: titles with keys of movements; an empty key leaves a title out. It is remembered.
#[utoipa::path(put, path = "/api/imports/{id}/exercises", tag = "imports", params(("id" = String, Path)), request_body = ExerciseNames, responses((status = 200, body = ImportJob), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn name_exercises(
    State(app): State<App>,
    Segments(id): Segments<String>,
    Body(said): Body<ExerciseNames>,
) -> Result<Json<ImportJob>> {
    let job = app.library.name_exercises(&id, &super::exercises::named(&said)?).await?;
    Ok(Json(ImportJob::of(&job)))
}

/// Every change of an import as server-sent events named `job`, until it rests.
#[utoipa::path(get, path = "/api/imports/{id}/events", tag = "imports", params(("id" = String, Path)), responses((status = 200, content_type = "text/event-stream", body = String), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn import_events(
    State(app): State<App>,
    Segments(id): Segments<String>,
) -> Result<Sse<impl Stream<Item = std::result::Result<Event, Infallible>>>> {
    /// A person sees no more than so many changes.
    const PAUSE: Duration = Duration::from_millis(200);
    enum Next {
        Job(tokio::sync::watch::Receiver<striate_app::ImportJob>),
        Rest(Box<striate_app::ImportJob>),
        Over,
    }
    let first = match app.library.job(&id) {
        Ok(job) => Next::Job(job.watch()),
        Err(_) => Next::Rest(Box::new(app.library.import(&id).await?)),
    };
    let event = |job: &striate_app::ImportJob| {
        Event::default()
            .event("job")
            .json_data(ImportJob::of(job))
            .unwrap_or_else(|_| Event::default().comment("no JSON"))
    };
    let stream = futures_util::stream::unfold((first, true), move |(state, is_first)| async move {
        match state {
            Next::Over => None,
            Next::Rest(job) => Some((Ok(event(&job)), (Next::Over, false))),
            Next::Job(mut hearing) => {
                if !is_first {
                    tokio::time::sleep(PAUSE).await;
                    hearing.changed().await.ok()?;
                }
                let job = hearing.borrow_and_update().clone();
                let next = if job.state().is_rest() { Next::Over } else { Next::Job(hearing) };
                Some((Ok(event(&job)), (next, false)))
            }
        }
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()))
}

/// Under this name a picture keeps what is known of twins: every pair of ten years is compared for it.
const TWINS: &str = "twins";

/// Which recordings are taken for one session, and pairs that nobody can be sure of.
#[utoipa::path(get, path = "/api/twins", tag = "imports", responses((status = 200, body = TwinsView), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn twins(State(app): State<App>) -> Result<Response> {
    twins_now(&app).await
}

async fn twins_now(app: &App) -> Result<Response> {
    let (store, athlete) = (&app.library.store, app.library.athlete);
    let snapshot = app.library.read_model().await?;
    if let Some(known) = snapshot.known(TWINS) {
        return Ok(json(known));
    }
    let found = group(store, athlete).await?;
    // Only what is shown is read: thousands of other recordings are not.
    let joined = found.groups.iter().filter(|g| g.members.len() > 1).flat_map(|g| &g.members);
    let doubted = found.doubts.iter().flat_map(|d| [&d.a, &d.b]);
    let mut rows = BTreeMap::new();
    for key in joined.chain(doubted) {
        let id = RecordingId::of_key(key);
        if !rows.contains_key(&id) {
            rows.insert(id.clone(), store.recording(athlete, &id).await?);
        }
    }
    let answer = to_json(snapshot.units, &twins_view(&found, &rows))?.into();
    snapshot.keep(TWINS, &answer);
    Ok(json(answer))
}

/// Says whether two recordings are one session. Everything that depends on it is worked out again.
#[utoipa::path(put, path = "/api/twins", tag = "imports", request_body = TwinSaid, responses((status = 200, body = TwinsView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn decide_twins(State(app): State<App>, Body(said): Body<TwinSaid>) -> Result<Response> {
    app.library.decide_twins(&said.first, &said.second, said.is_same).await?;
    app.library.derive_soon();
    twins_now(&app).await
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn a_sent_name_leads_nowhere() {
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("C:\\runs\\a.fit"), "a.fit");
        assert_eq!([plain_name(".."), plain_name(""), plain_name("a/")], ["file", "file", "file"]);
        assert_eq!(plain_name(".hidden.fit"), "hidden.fit");
        let long = plain_name(&format!("{}.fit", "x".repeat(400)));
        assert!(long.ends_with(".fit") && long.chars().count() <= 120);
    }
}
