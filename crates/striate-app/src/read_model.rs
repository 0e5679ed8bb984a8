//! All sessions and figures at one time: read once for every change and every half hour, shared by all readers. It is read
//! from figures that were derived before; nothing is analyzed for it.

use crate::error::Result;
use crate::library::Library;
use crate::revision::Revision;
use crate::work::blocking;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use striate_history::audit::Goal;
use striate_history::body::{AtHand, Before};
use striate_history::{
    Ledger, Performed, SpeedsView, StateView, Viewpoint, response_between_people, speeds_view, state_view,
};
use striate_model::{Athlete, Day, Person, SpeedDuration, TimeSpan, Timestamp};
use striate_store::import::{Label, Shelf, Zone, shelf};
use striate_store::{Changes, Profile};
use striate_text::units::Units;

/// How long readiness may be old, ms.
const FRESH_MS: i64 = 30 * 60 * 1000;
/// Answers that are kept beside a read model, and their size in all.
const ANSWERS_MAX: usize = 256;
const ANSWERS_BYTES: usize = 8 << 20;
/// How often the database is asked whether another program has written to it.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How long the end waits for work on the database.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);

/// The day that a history is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewed {
    /// Now.
    Now,
    /// The end of the day of the last session; now where there is none or it was today.
    LastSession,
    /// The end of a day; now where it is today.
    On(Day),
}

/// Everything that pages and commands are drawn from.
#[derive(Debug)]
pub struct ReadModel {
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
    /// What there is to train with; `None` where nothing was said.
    pub at_hand: Option<AtHand>,
    /// Whether this is the made-up athlete.
    pub is_demo: bool,
    /// Where everything is kept, for the reader.
    pub place: String,
    /// How the athlete trained before the first session.
    pub before: Before,
    state: OnceLock<Option<StateView>>,
    revision: u64,
    answers: Mutex<Answers>,
}

#[derive(Debug, Default)]
struct Answers {
    by_name: HashMap<String, Arc<[u8]>>,
    bytes: usize,
}

impl ReadModel {
    /// Reads everything as it is known on a day, in a time zone.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn read(library: &Library, zone: Zone, viewed: Viewed) -> Result<Self> {
        let revision = library.revision();
        let (store, athlete) = (&library.store, library.athlete);
        let clock = library.clock.now();
        let Shelf { ledger, labels, stale, figures, curve } = shelf(store, athlete).await?;
        let today = match viewed {
            Viewed::Now => zone.day(clock),
            Viewed::LastSession => ledger.span().map_or_else(|| zone.day(clock), |(_, last)| last),
            Viewed::On(day) => day,
        };
        let is_today = zone.day(clock) == today;
        let offset = zone.offset(if viewed == Viewed::Now { clock } else { today.noon() });
        let end = today.plus(1).noon() - TimeSpan::from_s(12.0 * 3600.0) - offset;
        let now = if is_today { clock } else { end };
        let place = match library.is_temporary {
            true => "a temporary file that is gone when striate ends".to_owned(),
            false => store.location().shown(),
        };
        let profile = store.profile(athlete).await?;
        Ok(Self {
            today,
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
            at_hand: store.at_hand(athlete).await?,
            is_demo: store.is_demo(athlete).await?,
            place,
            before: Before::Unknown,
            state: OnceLock::new(),
            revision,
            answers: Mutex::default(),
        })
    }

    /// As [`ReadModel::read`] in the athlete's own time zone.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_day(library: &Library, viewed: Viewed) -> Result<Self> {
        Self::read(library, library.zone().await?, viewed).await
    }

    /// The present read model, with the body worked out.
    async fn draw(library: &Library) -> Result<Self> {
        let model = Self::read(library, library.zone().await?, Viewed::Now).await?;
        library.profiles.remember(&model.settings_revision(), || model.profile.clone());
        blocking(move || {
            model.state();
            Ok(model)
        })
        .await
    }

    /// The body; `None` where no session lies before the day.
    pub fn state(&self) -> Option<&StateView> {
        self.state.get_or_init(|| state_view(&self.ledger, &self.viewpoint(), None)).as_ref()
    }

    /// What the history shows of the athlete's speeds, as it is told.
    #[must_use]
    pub fn speeds(&self) -> Option<SpeedsView> {
        self.curve.as_ref().map(|curve| speeds_view(curve, TimeSpan::from_s(self.offset_s)))
    }

    /// The version of everything that the athlete says about themselves.
    #[must_use]
    pub fn settings_revision(&self) -> Revision {
        crate::profile::revision_of(&self.profile)
    }

    /// From where the history is looked at.
    #[must_use]
    pub fn viewpoint(&self) -> Viewpoint<'_> {
        let log_response_sd = response_between_people();
        Viewpoint {
            athlete: &self.athlete,
            person: Person { log_response: 0.0, log_response_sd, age_y: self.age_y() },
            before: self.before,
            today: self.today,
            now: self.now,
            offset: TimeSpan::from_s(self.offset_s),
            at_hand: self.at_hand,
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

    /// The answer under this name, worked out the first time; names are whole keys, never hashes.
    ///
    /// # Errors
    /// What `make` says.
    pub fn answer<E>(
        &self,
        name: &str,
        make: impl FnOnce(&Self) -> std::result::Result<Vec<u8>, E>,
    ) -> std::result::Result<Arc<[u8]>, E> {
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

/// The present read model.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    current: tokio::sync::Mutex<Option<Arc<ReadModel>>>,
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
    /// The present read model. After a change by this program it is drawn anew first; one that is only a little old, or that
    /// another program has changed, is given at once and drawn anew behind the request.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn read_model(&self) -> Result<Arc<ReadModel>> {
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
        let drawn = Arc::new(ReadModel::draw(self).await?);
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
        let Some(warm) = self.warming() else { return };
        let library = self.clone();
        tokio::spawn(async move {
            match library.plan().await {
                Ok(plan) => {
                    let _ = tokio::task::spawn_blocking(move || warm(&plan)).await;
                }
                Err(error) => tracing::warn!(?error, "the plan could not be worked out"),
            }
        });
    }

    fn renew_behind(&self, old: &Arc<ReadModel>) {
        if self.shown.is_renewing.swap(true, Ordering::AcqRel) {
            return;
        }
        let (library, old) = (self.clone(), Arc::clone(old));
        tokio::spawn(async move {
            match ReadModel::draw(&library).await {
                Ok(drawn) => {
                    let drawn = Arc::new(drawn);
                    let mut current = library.shown.current.lock().await;
                    if current.as_ref().is_some_and(|s| Arc::ptr_eq(s, &old)) {
                        *current = Some(Arc::clone(&drawn));
                        library.warm_behind();
                    }
                }
                Err(error) => tracing::warn!(?error, "the read model could not be read anew"),
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
