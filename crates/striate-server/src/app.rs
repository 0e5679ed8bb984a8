//! What every request shares.

use crate::library::{Clock, Library, Shelves};
use crate::metrics::Metrics;
use crate::security::{Limit, PasswordFile, Sessions};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// How the server is run.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Names besides this computer's own that it answers to, in small letters.
    pub host_names: Vec<String>,
    /// What time it is.
    pub clock: Clock,
}

/// What every request shares. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

/// The parts of an [`App`].
#[derive(Debug)]
pub struct Parts {
    pub(crate) config: Config,
    pub(crate) shelves: Shelves,
    pub(crate) metrics: Metrics,
    pub(crate) password: PasswordFile,
    pub(crate) sessions: Sessions,
    /// Tries to log in from one address.
    pub(crate) logins: Limit<IpAddr>,
    /// Tries to log in from anywhere.
    pub(crate) all_logins: Limit<()>,
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Of a library.
    #[must_use]
    pub fn new(config: Config, library: Arc<dyn Library>, password: PasswordFile) -> Self {
        let minute = Duration::from_secs(60);
        let shelves = Shelves::new(library, config.clock);
        Self(Arc::new(Parts {
            config,
            shelves,
            metrics: Metrics::default(),
            password,
            sessions: Sessions::default(),
            logins: Limit::new(5, minute),
            all_logins: Limit::new(30, minute),
        }))
    }

    /// Draws the picture of all sessions, so that the first page need not wait for it.
    pub async fn warm(&self) {
        if let Err(error) = self.shelves.snapshot().await {
            tracing::warn!(?error, "the sessions could not be read");
        }
    }
}
