//! What is worked out behind the pages: everything that follows from a change, one piece of work at a time.

use crate::error::Result;
use crate::library::Library;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use striate_store::import::{DeriveReport, Listener, Phase, derive, is_complete};
use tokio::sync::watch;

/// How far the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Sessions that are done.
    pub done: u64,
    /// Sessions in all.
    pub of: u64,
}

/// The work and its state.
#[derive(Debug)]
pub(crate) struct Work {
    /// One at a time: whoever groups or analyses holds it.
    turn: tokio::sync::Mutex<()>,
    is_wanted: AtomicBool,
    is_running: AtomicBool,
    progress: watch::Sender<Option<Progress>>,
}

impl Default for Work {
    fn default() -> Self {
        Self {
            turn: tokio::sync::Mutex::default(),
            is_wanted: AtomicBool::default(),
            is_running: AtomicBool::default(),
            progress: watch::Sender::new(None),
        }
    }
}

impl Library {
    /// How far the present work is; `None` where nothing is being worked out.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        *self.work.progress.borrow()
    }

    /// Waits for one's turn to work on the whole history.
    pub(crate) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.work.turn.lock().await
    }

    /// Works out what has changed, behind the requests. Called again while it runs, it runs once more.
    /// A library of one command leaves it to [`Library::derive_now`].
    pub fn derive_soon(&self) {
        if self.is_command {
            return;
        }
        self.work.is_wanted.store(true, Ordering::Release);
        if self.work.is_running.swap(true, Ordering::AcqRel) {
            return;
        }
        let library = self.clone();
        tokio::spawn(async move {
            loop {
                while library.work.is_wanted.swap(false, Ordering::AcqRel) {
                    library.derive_all().await;
                }
                library.work.is_running.store(false, Ordering::Release);
                // Somebody may have asked between the last look and the word that nobody works.
                let is_wanted = library.work.is_wanted.load(Ordering::Acquire);
                if !is_wanted || library.work.is_running.swap(true, Ordering::AcqRel) {
                    return;
                }
            }
        });
    }

    async fn derive_all(&self) {
        let _turn = self.turn().await;
        // How much there is to do is known only when the sessions are grouped.
        self.work.progress.send_replace(Some(Progress { done: 0, of: 0 }));
        let mut told = Told { library: self, redrawn: Instant::now() };
        // One processor is left to the pages.
        let threads = std::thread::available_parallelism().map_or(1, |n| (n.get() - 1).max(1));
        match derive(&self.store, self.athlete, Some(threads), &mut told).await {
            Ok(report) => {
                for (session, reason) in report.failed {
                    tracing::warn!(session = session.0, reason, "a session was not analysed");
                }
            }
            Err(error) => tracing::error!(%error, "the sessions could not be recalculated"),
        }
        self.work.progress.send_replace(None);
        self.touch();
    }

    /// Derives what has changed, here and now, for a program that answers nobody meanwhile.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn derive_now(&self, listener: &mut (dyn Listener + Send)) -> Result<DeriveReport> {
        let _turn = self.turn().await;
        let report = derive(&self.store, self.athlete, None, listener).await?;
        self.touch();
        Ok(report)
    }

    /// Whether every session is derived with the present method.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn is_derived(&self) -> Result<bool> {
        Ok(is_complete(&self.store, self.athlete).await?)
    }

    /// Works out what an import that was stopped, or a new version of the method, left undone.
    pub async fn catch_up(&self) {
        match is_complete(&self.store, self.athlete).await {
            Ok(true) => {}
            Ok(false) => self.derive_soon(),
            Err(error) => tracing::warn!(%error, "it is not known whether every session is worked out"),
        }
    }
}

/// How often pages are drawn anew while work goes on.
const REDRAW_EVERY: Duration = Duration::from_secs(3);

struct Told<'l> {
    library: &'l Library,
    redrawn: Instant,
}

impl Listener for Told<'_> {
    fn progress(&mut self, phase: Phase, done: u64, of: Option<u64>) {
        if phase == Phase::Analysing {
            let of = of.unwrap_or(done);
            self.library.work.progress.send_replace(Some(Progress { done, of }));
            if self.redrawn.elapsed() > REDRAW_EVERY {
                self.redrawn = Instant::now();
                self.library.touch();
            }
        }
    }
}
