//! What is the athlete's own: everything out as files, a backup, and the made-up athlete in.

use crate::app::App;
use crate::problem::{ApiError, Problem, Result};
use crate::views::settings::Badge;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::path::PathBuf;
use striate_store::ExportOptions;
use tokio::io::AsyncReadExt;

/// Everything as files that any program reads, in a zip.
#[utoipa::path(get, path = "/api/export", tag = "settings", responses((status = 200, content_type = "application/zip", body = Vec<u8>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 503, body = Problem)))]
pub(super) async fn export(State(app): State<App>) -> Result<Response> {
    let (_permit, file) = begin(&app, "export.zip")?;
    let (store, athlete) = (&app.library.store, app.library.athlete);
    store.export(athlete, &file.path, &ExportOptions::default()).await?;
    let name = format!("striate-export-{}.zip", app.library.today().await?);
    send(file, "application/zip", &name).await
}

/// Everything as one file that `striate restore` puts back.
#[utoipa::path(get, path = "/api/backup", tag = "settings", responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 503, body = Problem)))]
pub(super) async fn backup(State(app): State<App>) -> Result<Response> {
    let (_permit, file) = begin(&app, "backup")?;
    app.library.store.backup(&file.path).await?;
    let name = format!("striate-backup-{}.striate", app.library.today().await?);
    send(file, "application/octet-stream", &name).await
}

/// Fills the empty database with a made-up athlete of two years.
#[utoipa::path(post, path = "/api/demo", tag = "settings", responses((status = 200, body = Badge), (status = 401, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn demo(State(app): State<App>) -> Result<Json<Badge>> {
    let library = app.library.clone();
    // Whoever leaves the page meanwhile must not leave half an athlete behind.
    let seeded = tokio::spawn(async move { library.seed_demo(&mut striate_store::import::Silent).await });
    seeded.await.map_err(ApiError::internal)??;
    let snapshot = app.library.read_model().await?;
    Ok(Json(Badge::of(&snapshot, app.library.is_temporary, app.library.progress())))
}

/// A file that vanishes when it was sent.
struct Passing {
    folder: PathBuf,
    path: PathBuf,
}

impl Drop for Passing {
    fn drop(&mut self) {
        // What cannot be removed now is removed when the program starts again.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn begin<'a>(app: &'a App, name: &str) -> Result<(tokio::sync::SemaphorePermit<'a>, Passing)> {
    let busy = "Several downloads are under way. Wait until one is done, then try again.";
    let permit = app.transfers.try_acquire().map_err(|_| ApiError::unavailable(busy))?;
    let folder = app.library.spool_folder()?;
    striate_app::private_folder(&folder)
        .map_err(|e| ApiError::unavailable("The file could not be written to the disk.").caused_by(e))?;
    Ok((permit, Passing { path: folder.join(name), folder }))
}

/// The size of the pieces in which a file is sent, bytes.
const PIECE: usize = 64 << 10;

async fn send(passing: Passing, kind: &'static str, name: &str) -> Result<Response> {
    let file = tokio::fs::File::open(&passing.path).await.map_err(ApiError::internal)?;
    let length = file.metadata().await.map_err(ApiError::internal)?.len();
    let pieces = futures_util::stream::unfold((file, passing), |(mut file, passing)| async move {
        let mut piece = vec![0; PIECE];
        match file.read(&mut piece).await {
            Ok(0) => None,
            Ok(n) => {
                piece.truncate(n);
                Some((Ok(Bytes::from(piece)), (file, passing)))
            }
            Err(error) => Some((Err(error), (file, passing))),
        }
    });
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_LENGTH, HeaderValue::from(length)),
        (header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}
