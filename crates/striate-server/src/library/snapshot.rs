//! The picture of all sessions at one time: drawn once for every change and every half hour, shared by all requests. It is
//! read from figures that were worked out before; nothing is analysed to draw it.

use super::{Library, blocking};
use crate::problem::Result;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use striate_history::audit::Goal;
use striate_history::body::Before;
use striate_history::{Ledger, Performed, StateView, Viewpoint, response_between_people, state_view};
use striate_model::{Athlete, Day, Person, SpeedDuration, TimeSpan, Timestamp};
use striate_store::import::{Label, Shelf, Zone, shelf};
use striate_store::{Changes, Profile};
use striate_text::units::Units;

/// How long readiness may be old, ms.
const FRESH_MS: i64 = 30 * 60 * 1000;
/// Answers that are kept beside a picture, and their size in all.
const ANSWERS_MAX: usize = 256;
const ANSWERS_BYTES: usize = 8 << 20;
/// How often the database is asked whether another program has written to it.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How long the end waits for work on the database.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);

/// Everything that pages are drawn from.
#[derive(Debug)]
pub struct Snapshot {
    /// The civil day.
    pub today: Day,
    /// The instant.
    pub now: Timestamp,
    /// How far local time is ahead of UTC, s.
    pub offset_s: f64,
    /// Where the athlete lives.
    pub zone: Zone,
    /// The sessions in the order of time.
    pub ledger: Ledger,
    /// How each is called, by id.
    pub labels: HashMap<String, Label>,
    /// Sessions whose figures are old or missing: they are being worked out.
    pub stale: usize,
    /// The athlete's figures.
    pub athlete: Athlete,
    /// What the history shows of the athlete's speeds.
    pub curve: Option<SpeedDuration>,
    /// What the athlete said about themselves.
    pub profile: Profile,
    /// In which units the athlete reads.
    pub units: Units,
    /// What the athlete trains for; `None` where nothing was said.
    pub goal: Option<Goal>,
    /// Whether this is the made-up athlete.
    pub is_demo: bool,
    /// Where everything is kept, for the reader.
    pub place: String,
    /// The body; `None` where no session lies before the day.
    pub state: Option<StateView>,
    revision: u64,
    answers: Mutex<Answers>,
}

#[derive(Debug, Default)]
struct Answers {
    by_name: HashMap<String, Arc<[u8]>>,
    bytes: usize,
}

impl Snapshot {
    async fn draw(library: &Library) -> Result<Self> {
        let revision = library.revision();
        let (store, athlete) = (&library.store, library.athlete);
        let zone = library.zone().await?;
        let now = library.clock.now();
        let offset = zone.offset(now);
        let Shelf { ledger, labels, stale, figures, curve } = shelf(store, athlete).await?;
        let place = match library.is_temporary {
            true => "a temporary file that is gone when striate ends".to_owned(),
            false => store.location().shown(),
        };
        let profile = store.profile(athlete).await?;
        let mut snapshot = Self {
            today: Day::of(now, offset),
            now,
            offset_s: offset.as_s(),
            zone,
            ledger,
            labels,
            stale,
            athlete: figures,
            curve,
            units: profile.units(),
            profile,
            goal: store.goals(athlete).await?.last().and_then(|(_, text)| goal_of(text)),
            is_demo: store.is_demo(athlete).await?,
            place,
            state: None,
            revision,
            answers: Mutex::default(),
        };
        blocking(move || {
            snapshot.state = state_view(&snapshot.ledger, &snapshot.viewpoint(), None);
            Ok(snapshot)
        })
        .await
    }

    /// From where the history is looked at.
    #[must_use]
    pub fn viewpoint(&self) -> Viewpoint<'_> {
        let log_response_sd = response_between_people();
        Viewpoint {
            athlete: &self.athlete,
            person: Person { log_response: 0.0, log_response_sd, age_y: self.age_y() },
            before: Before::Unknown,
            today: self.today,
            now: self.now,
            offset: TimeSpan::from_s(self.offset_s),
        }
    }

    /// Age, years; `None` where it is not known or cannot be.
    #[must_use]
    pub fn age_y(&self) -> Option<f64> {
        let year = self.profile.birth_year?;
        Some(f64::from(self.today.civil().0 - year)).filter(|age| (5.0..=120.0).contains(age))
    }

    /// What a session is called.
    #[must_use]
    pub fn title(&self, performed: &Performed) -> String {
        self.labels.get(&performed.file).map_or_else(|| performed.name.to_owned(), |label| label.title.clone())
    }

    /// How far local time was ahead of UTC where a session was done, s.
    #[must_use]
    pub fn offset_of(&self, performed: &Performed) -> f64 {
        self.labels.get(&performed.file).map_or(self.offset_s, |label| label.offset.as_s())
    }

    /// The answer under this name, worked out the first time.
    ///
    /// # Errors
    /// What `make` says.
    pub fn answer(&self, name: &str, make: impl FnOnce(&Self) -> Result<Vec<u8>>) -> Result<Arc<[u8]>> {
        if let Some(answer) = self.known(name) {
            return Ok(answer);
        }
        let answer: Arc<[u8]> = make(self)?.into();
        self.keep(name, &answer);
        Ok(answer)
    }

    /// The answer under this name where it was worked out before.
    #[must_use]
    pub fn known(&self, name: &str) -> Option<Arc<[u8]>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).by_name.get(name).cloned()
    }

    /// Keeps an answer under a name.
    pub fn keep(&self, name: &str, answer: &Arc<[u8]>) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.by_name.len() >= ANSWERS_MAX || answers.bytes + answer.len() > ANSWERS_BYTES {
            *answers = Answers::default();
        }
        answers.bytes += answer.len();
        answers.by_name.insert(name.to_owned(), Arc::clone(answer));
    }
}

fn goal_of(text: &str) -> Option<Goal> {
    let said: serde_json::Value = serde_json::from_str(text).ok()?;
    [Goal::Build, Goal::Keep, Goal::Lean].into_iter().find(|g| said["goal"] == g.as_str())
}

/// The present picture.
#[derive(Debug, Default)]
pub(super) struct Shown {
    current: tokio::sync::Mutex<Option<Arc<Snapshot>>>,
    is_renewing: AtomicBool,
    is_closed: AtomicBool,
    watch: tokio::sync::Mutex<Watch>,
}

/// Whether another program has written.
#[derive(Debug, Default)]
struct Watch {
    connection: Option<Changes>,
    mark: Option<i64>,
    looked: Option<Instant>,
}

impl Library {
    /// The present picture. After a change by this program it is drawn anew first; one that is only a little old, or that
    /// another program has changed, is given at once and drawn anew behind the request.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn snapshot(&self) -> Result<Arc<Snapshot>> {
        let mut current = self.shown.current.lock().await;
        let now = self.clock.now();
        if let Some(kept) = current.as_ref().filter(|s| s.revision == self.revision()) {
            let is_today = Day::of(now, kept.zone.offset(now)) == kept.today;
            let is_old = now.as_unix_ms() - kept.now.as_unix_ms() > FRESH_MS;
            if is_today && (is_old || self.is_changed().await) {
                self.renew_behind(kept);
            }
            if is_today {
                return Ok(Arc::clone(kept));
            }
        }
        self.is_changed().await;
        let drawn = Arc::new(Snapshot::draw(self).await?);
        *current = Some(Arc::clone(&drawn));
        drop(current);
        self.warm_behind();
        Ok(drawn)
    }

    /// Ends the connection that is kept to ask for changes, then all others, so that the database is left tidy. Who still
    /// works on it is not waited for longer than a few seconds: what was committed is on the disk.
    pub async fn close(&self) {
        self.shown.is_closed.store(true, Ordering::Release);
        self.shown.watch.lock().await.connection = None;
        if tokio::time::timeout(CLOSE_WITHIN, self.store.clone().close()).await.is_err() {
            tracing::warn!("the database was still in use when the server ended");
        }
    }

    /// Works out behind the requests what will be asked next.
    fn warm_behind(&self) {
        let library = self.clone();
        tokio::spawn(async move {
            match library.plan().await {
                Ok(plan) => {
                    let _ = tokio::task::spawn_blocking(move || crate::api::warm(&plan)).await;
                }
                Err(error) => tracing::warn!(?error, "the plan could not be worked out"),
            }
        });
    }

    fn renew_behind(&self, old: &Arc<Snapshot>) {
        if self.shown.is_renewing.swap(true, Ordering::AcqRel) {
            return;
        }
        let (library, old) = (self.clone(), Arc::clone(old));
        tokio::spawn(async move {
            match Snapshot::draw(&library).await {
                Ok(drawn) => {
                    let drawn = Arc::new(drawn);
                    let mut current = library.shown.current.lock().await;
                    if current.as_ref().is_some_and(|s| Arc::ptr_eq(s, &old)) {
                        *current = Some(Arc::clone(&drawn));
                        library.warm_behind();
                    }
                }
                Err(error) => tracing::warn!(?error, "the picture of all sessions could not be drawn anew"),
            }
            library.shown.is_renewing.store(false, Ordering::Release);
        });
    }

    /// Whether anybody has written since the last look. A database that cannot be asked has not changed.
    async fn is_changed(&self) -> bool {
        let mut watch = self.shown.watch.lock().await;
        if watch.looked.is_some_and(|at| at.elapsed() < LOOK_EVERY) {
            return false;
        }
        watch.looked = Some(Instant::now());
        if watch.connection.is_none() && !self.shown.is_closed.load(Ordering::Acquire) {
            watch.connection = self.store.changes().await.ok();
        }
        let Some(connection) = &mut watch.connection else { return false };
        match connection.mark().await {
            Ok(mark) => watch.mark.replace(mark).is_some_and(|before| before != mark),
            Err(error) => {
                tracing::warn!(?error, "the database cannot be asked for changes");
                watch.connection = None;
                false
            }
        }
    }
}
