//! The picture of all sessions at one time: drawn once for every change and every half hour, shared by all requests.

use super::{Clock, Library, Shelf};
use crate::problem::{ApiError, Result};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use striate_model::{Day, Person, TimeSpan, Timestamp};
use striate_pipeline::body::Before;
use striate_pipeline::history::{Ledger, Performed, StateView, Viewpoint, response_between_people, state_view};

/// How long readiness may be old, ms.
const FRESH_MS: i64 = 30 * 60 * 1000;
/// Answers that are kept beside a picture.
const ANSWERS_MAX: usize = 512;

/// Everything that pages are drawn from.
#[derive(Debug)]
pub struct Snapshot {
    /// The civil day.
    pub today: Day,
    /// The instant.
    pub now: Timestamp,
    /// How far local time is ahead of UTC, s.
    pub offset_s: f64,
    /// The sessions, the athlete.
    pub shelf: Shelf,
    /// The sessions in the order of time.
    pub ledger: Ledger,
    /// The body; `None` where no session lies before the day.
    pub state: Option<StateView>,
    revision: u64,
    answers: Mutex<HashMap<String, Arc<[u8]>>>,
}

impl Snapshot {
    fn draw(library: &dyn Library, clock: Clock) -> Result<Self> {
        let revision = library.revision();
        let (now, offset_s) = clock.now();
        let today = Day::of(now, TimeSpan::from_s(offset_s));
        let shelf = library.load()?;
        let mut ledger =
            Ledger { sessions: shelf.sessions.iter().map(|s| s.performed.clone()).collect(), ..Ledger::default() };
        ledger.sessions.sort_by_key(|s| s.start);
        let mut snapshot =
            Self { today, now, offset_s, shelf, ledger, state: None, revision, answers: Mutex::default() };
        snapshot.state = state_view(&snapshot.ledger, &snapshot.viewpoint(), None);
        Ok(snapshot)
    }

    /// From where the history is looked at.
    #[must_use]
    pub fn viewpoint(&self) -> Viewpoint<'_> {
        let log_response_sd = response_between_people();
        Viewpoint {
            athlete: &self.shelf.athlete,
            person: Person { log_response: 0.0, log_response_sd, age_y: self.shelf.age_y },
            before: Before::Unknown,
            today: self.today,
            now: self.now,
            offset: TimeSpan::from_s(self.offset_s),
        }
    }

    /// The title of a session by its id.
    #[must_use]
    pub fn title(&self, performed: &Performed) -> String {
        let found = self.shelf.sessions.iter().find(|s| s.id == performed.file);
        found.map_or_else(|| performed.name.to_owned(), |s| s.title.clone())
    }

    /// The answer under this name, worked out the first time.
    ///
    /// # Errors
    /// What `make` says.
    pub fn answer(&self, name: &str, make: impl FnOnce(&Self) -> Result<Vec<u8>>) -> Result<Arc<[u8]>> {
        let kept = self.answers.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        if let Some(answer) = kept {
            return Ok(answer);
        }
        let answer: Arc<[u8]> = make(self)?.into();
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= ANSWERS_MAX {
            answers.clear();
        }
        answers.insert(name.to_owned(), Arc::clone(&answer));
        Ok(answer)
    }
}

/// The library with its present picture.
#[derive(Clone)]
pub struct Shelves {
    /// Where sessions come from.
    pub library: Arc<dyn Library>,
    clock: Clock,
    current: Arc<tokio::sync::Mutex<Option<Arc<Snapshot>>>>,
}

impl std::fmt::Debug for Shelves {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shelves").finish_non_exhaustive()
    }
}

impl Shelves {
    /// Of a library.
    #[must_use]
    pub fn new(library: Arc<dyn Library>, clock: Clock) -> Self {
        Self { library, clock, current: Arc::default() }
    }

    /// The present picture. One that is only a little old is given at once and drawn anew behind the request.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn snapshot(&self) -> Result<Arc<Snapshot>> {
        let mut current = self.current.lock().await;
        let (now, offset_s) = self.clock.now();
        if let Some(kept) = current.as_ref().filter(|s| s.revision == self.library.revision()) {
            let is_today = Day::of(now, TimeSpan::from_s(offset_s)) == kept.today;
            if is_today && now.as_unix_ms() - kept.now.as_unix_ms() > FRESH_MS {
                let (shelves, old) = (self.clone(), Arc::clone(kept));
                tokio::spawn(async move { shelves.renew(&old).await });
            }
            if is_today {
                return Ok(Arc::clone(kept));
            }
        }
        let drawn = Arc::new(self.drawn().await?);
        *current = Some(Arc::clone(&drawn));
        Ok(drawn)
    }

    async fn renew(&self, old: &Arc<Snapshot>) {
        match self.drawn().await {
            Ok(drawn) => {
                let mut current = self.current.lock().await;
                if current.as_ref().is_some_and(|s| Arc::ptr_eq(s, old)) {
                    *current = Some(Arc::new(drawn));
                }
            }
            Err(error) => tracing::warn!(?error, "the picture of all sessions could not be drawn anew"),
        }
    }

    async fn drawn(&self) -> Result<Snapshot> {
        let (library, clock) = (Arc::clone(&self.library), self.clock);
        blocking(move || Snapshot::draw(&*library, clock)).await
    }
}

/// Work that would hold up other requests.
///
/// # Errors
/// What the work says.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?
}
