//! What every request shares.

use crate::metrics::Metrics;
use crate::security::{Limit, Password, Sessions};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use striate_app::Library;

/// How the server is run.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Names besides this computer's own that it answers to, in small letters.
    pub host_names: Vec<String>,
    /// Whether it stands behind a reverse proxy whose `X-Forwarded-` headers are believed.
    pub is_behind_proxy: bool,
    /// The path below which it is asked, as `/striate`, where a proxy in front leaves it in its requests; empty for none.
    /// Requests without it are answered too.
    pub base_path: String,
}

impl Config {
    /// The path for which the browser keeps the cookies.
    #[must_use]
    pub fn cookie_path(&self) -> String {
        format!("{}/", self.base_path)
    }
}

/// What every request shares. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

/// The parts of an [`App`].
#[derive(Debug)]
pub struct Parts {
    /// How the server is run.
    pub config: Config,
    /// The athlete's database.
    pub library: Library,
    pub(crate) metrics: Metrics,
    pub(crate) password: Password,
    pub(crate) sessions: Sessions,
    /// Tries to log in from one address.
    pub(crate) logins: Limit<IpAddr>,
    /// Tries to log in from anywhere.
    pub(crate) all_logins: Limit<()>,
    /// Uploads and downloads of everything that may run at once.
    pub(crate) transfers: tokio::sync::Semaphore,
}

/// Uploads, backups and exports at once.
const TRANSFERS: usize = 4;

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Of a library.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn new(config: Config, library: Library) -> striate_store::Result<Self> {
        let minute = Duration::from_secs(60);
        let password = Password::open(library.store.clone()).await?;
        let sessions = Sessions::of(library.store.clone()).await?;
        library.warm_with(crate::api::warm);
        Ok(Self(Arc::new(Parts {
            config,
            library,
            metrics: Metrics::default(),
            password,
            sessions,
            logins: Limit::new(5, minute),
            all_logins: Limit::new(30, minute),
            transfers: tokio::sync::Semaphore::new(TRANSFERS),
        })))
    }

    /// Draws the picture of all sessions, so that the first page need not wait for it, and works out what an earlier run
    /// left undone.
    pub async fn warm(&self) {
        if let Err(error) = self.library.read_model().await {
            tracing::warn!(?error, "the sessions could not be read");
        }
        self.library.clean_spool().await;
        self.library.catch_up().await;
    }

    /// Stores what new sessions and the day change in the plan, once a minute where there is anything: requests that only
    /// look at it store nothing.
    pub(crate) async fn keep_plan_current(self) {
        let mut every = tokio::time::interval(Duration::from_secs(60));
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            every.tick().await;
            match self.library.update_plan().await {
                Ok(true) => tracing::info!("the plan was adapted"),
                Ok(false) => {}
                Err(error) => tracing::warn!(%error, "the plan could not be adapted"),
            }
        }
    }

    /// Looks every few seconds whether another program has set the password; whoever is logged in is then asked for it.
    pub(crate) async fn watch_password(self) {
        let mut every = tokio::time::interval(Duration::from_secs(5));
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            every.tick().await;
            let looked = match self.password.reload().await {
                Ok(true) => self.sessions.close_all().await,
                looked => looked.map(|_| ()),
            };
            if let Err(error) = looked {
                tracing::warn!(%error, "the password cannot be read");
            }
        }
    }
}
