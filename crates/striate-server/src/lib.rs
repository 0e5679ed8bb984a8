//! The JSON API and the web app, on the athlete's own computer: what the pages of a browser ask, answered from the
//! athlete's database.
//!
//! This crate does not decode, judge or keep anything of its own: what is asked is done by `striate-app`; here it is
//! parsed, and the answer is rendered.

mod api;
mod app;
mod assets;
mod extract;
mod metrics;
mod problem;
mod security;
pub mod views;

pub use app::{App, Config};
pub use problem::{ApiError, Problem, Result};
pub use security::hashed;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, Uri};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use axum::{Json, Router};
use std::net::SocketAddr;
use std::sync::Arc;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;

/// The largest body that is taken, but for uploads, which have a limit of their own.
const BODY_BYTES: usize = 1 << 20;
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The description of the API, OpenAPI 3.1.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::as_answered(api::routes().into_openapi())
}

/// Every route with every layer around it.
pub fn router(app: App) -> Router {
    let (routes, description) = api::routes().split_for_parts();
    let description = api::as_answered(description);
    let metrics = app.metrics.clone();
    // What is packed already is sent as it is.
    let large = SizeAbove::new(860)
        .and(NotForContentType::const_new("font/woff2"))
        .and(NotForContentType::const_new("application/zip"))
        .and(NotForContentType::const_new("application/octet-stream"))
        .and(NotForContentType::SSE);
    let spans = |request: &Request| {
        let id = request.headers().get(&REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
        tracing::info_span!("request", id, method = %request.method(), path = request.uri().path())
    };
    // Answers change all the time and mostly go no farther than this computer: a hard packing would be most of their cost.
    // The app's own files are packed well, further out.
    let quick = CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(large.clone());
    let base = app.config.base_path.clone();
    let inner = routes
        .route("/api/openapi.json", get(async || Json(description)))
        .route("/metrics", get(api::metrics))
        .route("/plan/feed/{name}", get(api::plan_feed))
        .layer(quick)
        .fallback(fallback)
        .layer(from_fn(move |request, next| metrics::count(metrics.clone(), request, next)))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn_with_state(app.clone(), security::guard))
        .layer(CatchPanicLayer::custom(|_| ApiError::panicked().into_response()))
        .layer(from_fn(problem::told))
        .layer(from_fn(security::headers))
        .layer(CompressionLayer::new().compress_when(large))
        .layer(TraceLayer::new_for_http().make_span_with(spans))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .with_state(app);
    below(&base, inner)
}

/// The same routes below a path of the host too, where a proxy in front leaves that path in its requests.
fn below(base: &str, inner: Router) -> Router {
    if base.is_empty() {
        return inner;
    }
    let base: Arc<str> = Arc::from(base);
    let strip = move |mut request: Request, next: Next| {
        let base = Arc::clone(&base);
        async move {
            let rest = request.uri().path().strip_prefix(&*base).map(str::to_owned);
            match rest.as_deref() {
                // Without the slash the page's own files would be looked for beside the path instead of below it.
                Some("") => return Redirect::permanent(&format!("{base}/")).into_response(),
                Some(path) if path.starts_with('/') => {
                    let query = request.uri().query().map(|q| format!("?{q}")).unwrap_or_default();
                    let mut parts = request.uri().clone().into_parts();
                    parts.path_and_query = format!("{path}{query}").parse().ok();
                    if let Ok(uri) = Uri::from_parts(parts) {
                        *request.uri_mut() = uri;
                    }
                }
                _ => {}
            }
            next.run(request).await
        }
    };
    Router::new().fallback_service(inner).layer(from_fn(strip))
}

async fn fallback(request: Request) -> axum::response::Response {
    if request.uri().path().starts_with("/api") {
        return ApiError::not_found("striate has no answer at this address.").into_response();
    }
    assets::serve(request).await
}

/// Why a server could not be started.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Others would get in without a password.
    #[error("{0}, and no password is set")]
    NeedsPassword(String),
    /// The address is taken, or not one's own.
    #[error("cannot listen on {address}")]
    CannotListen {
        /// Which.
        address: SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The connection to the network broke.
    #[error("the server stopped")]
    Stopped(#[source] std::io::Error),
}

/// A server that listens but does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: tokio::net::TcpListener,
    app: App,
}

impl Server {
    /// Listens on an address. This computer's own addresses need no password unless others come in through a proxy or by
    /// a name; all others do.
    ///
    /// # Errors
    /// See [`ServeError`].
    pub async fn listen(address: SocketAddr, app: App) -> std::result::Result<Self, ServeError> {
        if !app.password.is_set() {
            if !address.ip().is_loopback() {
                return Err(ServeError::NeedsPassword(format!("{address} can be reached from other computers")));
            }
            if app.config.is_behind_proxy || !app.config.host_names.is_empty() {
                return Err(ServeError::NeedsPassword("others would come in through the reverse proxy".to_owned()));
            }
        }
        let listener = tokio::net::TcpListener::bind(address).await;
        let listener = listener.map_err(|source| ServeError::CannotListen { address, source })?;
        Ok(Self { listener, app })
    }

    /// Where it listens: the port is known only now where none was asked for.
    ///
    /// # Errors
    /// When the system does not know.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until `stop` is done, then ends what was begun.
    ///
    /// # Errors
    /// When the network breaks.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> std::result::Result<(), ServeError> {
        let warm = self.app.clone();
        tokio::spawn(async move { warm.warm().await });
        tokio::spawn(self.app.clone().watch_password());
        tokio::spawn(self.app.clone().keep_plan_current());
        let service = router(self.app).into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(self.listener, service).with_graceful_shutdown(stop).await.map_err(ServeError::Stopped)
    }
}

/// Done when the program is asked to end, or when its terminal is closed; not where whoever started it said that this is to
/// be ignored, as `nohup` does.
pub async fn asked_to_stop_or_hung_up() {
    // Before anybody listens for it: to listen is not to ignore any more.
    #[cfg(unix)]
    let is_ignored = is_hangup_ignored();
    #[cfg(unix)]
    let hung_up = async {
        let hangup = tokio::signal::unix::SignalKind::hangup();
        if !is_ignored && let Ok(mut signal) = tokio::signal::unix::signal(hangup) {
            signal.recv().await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(not(unix))]
    let hung_up = std::future::pending::<()>();
    tokio::select! {
        () = asked_to_stop() => {}
        () = hung_up => {}
    }
}

/// Whether a closed terminal is to be ignored, where the system tells.
#[cfg(unix)]
fn is_hangup_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // The lowest bit is signal 1.
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

/// Done when the program is asked to end: by Ctrl-C or by the system.
pub async fn asked_to_stop() {
    let interrupt = async {
        // Without a handler for the signal there is only the hard way.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
