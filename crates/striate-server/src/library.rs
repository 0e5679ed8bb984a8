//! The athlete's database as the pages see it: the picture of all sessions from which they are drawn, and what is being
//! worked out behind them.

mod clock;
mod desk;
mod jobs;
mod snapshot;
mod work;

pub use clock::{Clock, parse_instant};
pub use desk::PlanNow;
pub(crate) use desk::most_fed;
pub(crate) use jobs::{Jobs, Upload, private_folder};
pub use snapshot::Snapshot;
pub use work::Progress;

use crate::problem::{ApiError, Result};
use desk::PlanDesk;
use snapshot::Shown;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use striate_analysis::Analysis;
use striate_model::Athlete;
use striate_store::import::{Depth, OpenedSession, Zone, derive_session, open_session};
use striate_store::{AthleteId, Correction, Origin, RecordingRow, Store};
use tokio::sync::Semaphore;
use work::Work;

/// The athlete's database. Cheap to clone; all clones share everything.
#[derive(Clone, Debug)]
pub struct Library(Arc<Parts>);

/// The parts of a [`Library`].
#[derive(Debug)]
pub struct Parts {
    /// The database.
    pub store: Store,
    /// Whose it is.
    pub athlete: AthleteId,
    /// What time it is.
    pub clock: Clock,
    /// Whether the database vanishes with the program.
    pub is_temporary: bool,
    /// Where uploads and downloads lie while they are on their way.
    pub(crate) spool: PathBuf,
    pub(crate) jobs: Jobs,
    revision: AtomicU64,
    shown: Shown,
    work: Work,
    desk: PlanDesk,
    last_opened: LastOpened,
}

impl std::ops::Deref for Library {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// No upload or download takes so long.
const LEFT_BEHIND: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// One session, read anew with its samples.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Names it.
    pub id: String,
    /// Its analysis.
    pub analysis: Analysis,
    /// What the athlete said about it.
    pub said: Correction,
    /// The name of its file; `None` for what was written down by hand.
    pub file: Option<String>,
    /// Its recordings, the one that gives the samples first.
    pub recordings: Vec<RecordingRow>,
    /// How far local time was ahead of UTC there, s.
    pub offset_s: f64,
}

/// The session that was opened last, as long as the picture of all sessions is the same.
#[derive(Debug, Default)]
struct LastOpened(Mutex<Option<Last>>);

#[derive(Debug)]
struct Last {
    opened: Arc<Opened>,
    depth: Depth,
    snapshot: Weak<Snapshot>,
}

impl LastOpened {
    fn of(&self, id: &str, depth: Depth, snapshot: &Arc<Snapshot>) -> Option<Arc<Opened>> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = last.as_ref()?;
        let is_it = last.opened.id == id
            && (last.depth == Depth::Figures || depth == Depth::Samples)
            && std::ptr::eq(last.snapshot.as_ptr(), Arc::as_ptr(snapshot));
        is_it.then(|| Arc::clone(&last.opened))
    }

    fn keep(&self, opened: &Arc<Opened>, depth: Depth, snapshot: &Arc<Snapshot>) {
        let last = Last { opened: Arc::clone(opened), depth, snapshot: Arc::downgrade(snapshot) };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
    }
}

/// How a library is kept.
#[derive(Clone, Debug)]
pub struct Keeping {
    /// What time it is.
    pub clock: Clock,
    /// Whether the database vanishes with the program.
    pub is_temporary: bool,
    /// Where uploads and downloads lie while they are on their way; made when it is needed.
    pub spool: PathBuf,
}

impl Library {
    /// Of an open database.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn open(store: Store, keeping: Keeping) -> striate_store::Result<Self> {
        let athlete = store.only_athlete().await?;
        let Keeping { clock, is_temporary, spool } = keeping;
        Ok(Self(Arc::new(Parts {
            store,
            athlete,
            clock,
            is_temporary,
            spool,
            jobs: Jobs::default(),
            revision: AtomicU64::default(),
            shown: Shown::default(),
            work: Work::default(),
            desk: PlanDesk::default(),
            last_opened: LastOpened::default(),
        })))
    }

    /// The athlete's time zone: the profile's, else this computer's.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn zone(&self) -> Result<Zone> {
        let named = self.store.profile(self.athlete).await?.time_zone;
        Ok(named.and_then(|name| Zone::named(&name).ok()).unwrap_or_else(Zone::of_system))
    }

    /// A new name in the spool; whoever makes the folder takes it away again.
    pub(crate) fn spool_folder(&self) -> Result<PathBuf> {
        let mut bytes = [0u8; 8];
        getrandom::fill(&mut bytes).map_err(|_| ApiError::unavailable("The system gives no random numbers."))?;
        Ok(self.spool.join(format!("{:016x}", u64::from_le_bytes(bytes))))
    }

    /// Takes away what a program that was ended by force has left in the spool.
    pub(crate) async fn clean_spool(&self) {
        let spool = self.spool.clone();
        let clean = move || {
            for entry in std::fs::read_dir(spool).into_iter().flatten().flatten() {
                let age = entry.metadata().and_then(|m| m.modified()).ok().and_then(|at| at.elapsed().ok());
                if age.is_some_and(|age| age > LEFT_BEHIND) {
                    let _ = std::fs::remove_dir_all(entry.path());
                }
            }
        };
        let _ = tokio::task::spawn_blocking(clean).await;
    }

    /// Says that the database has changed: the next page is drawn anew.
    pub fn touch(&self) {
        self.revision.fetch_add(1, Ordering::AcqRel);
    }

    fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }

    /// One session with every sample. The last one is kept: its charts, and every part of it that is looked at, follow its
    /// page.
    ///
    /// # Errors
    /// Where there is none of that id, or its files cannot be read.
    pub async fn session(&self, id: &str, depth: Depth) -> Result<Arc<Opened>> {
        let snapshot = self.snapshot().await?;
        if let Some(kept) = self.last_opened.of(id, depth, &snapshot) {
            return Ok(kept);
        }
        let opened = {
            let _turn = processor().await;
            Arc::new(self.opened(id, depth, &snapshot.athlete).await?)
        };
        self.last_opened.keep(&opened, depth, &snapshot);
        Ok(opened)
    }

    async fn opened(&self, id: &str, depth: Depth, figures: &Athlete) -> Result<Opened> {
        let opened = open_session(&self.store, self.athlete, (id, depth), figures).await?;
        let zone = Zone::named(&opened.row.time_zone).unwrap_or_else(|_| Zone::of_system());
        let origin = opened.recordings.first().map(|r| r.origin.clone());
        let file = match origin {
            Some(Origin::Source(hash)) => Some(self.store.source(self.athlete, &hash).await?.name),
            _ => None,
        };
        let OpenedSession { row, analysis, said, recordings } = opened;
        Ok(Opened { id: row.id.0, offset_s: zone.offset(row.start).as_s(), analysis, said, file, recordings })
    }

    /// The name and the bytes of the file that a session came from.
    ///
    /// # Errors
    /// Where it was written down by hand, or there is none of that id.
    pub async fn original(&self, id: &str) -> Result<(String, Vec<u8>)> {
        let session = self.store.session(self.athlete, id).await?;
        let mut recordings = Vec::with_capacity(session.recordings.len());
        for id in &session.recordings {
            recordings.push(self.store.recording(self.athlete, id).await?);
        }
        recordings.sort_by_key(|r| std::cmp::Reverse(r.samples));
        let hash = recordings.into_iter().find_map(|r| match r.origin {
            Origin::Source(hash) => Some(hash),
            Origin::Entry(_) => None,
        });
        let hash = hash.ok_or_else(|| ApiError::not_found("This session was written down by hand and has no file."))?;
        let name = self.store.source(self.athlete, &hash).await?.name;
        Ok((name, self.store.source_bytes(self.athlete, &hash).await?))
    }

    /// Changes what the athlete says about a session, and works the session out again at once.
    ///
    /// # Errors
    /// Where there is none of that id; what the database refuses.
    pub async fn correct(&self, id: &str, change: impl FnOnce(&mut Correction) + Send) -> Result<()> {
        let session = self.store.session(self.athlete, id).await?;
        // The words of a session are kept under its first recording.
        let first = session.recordings.iter().min().cloned();
        let first = first.ok_or_else(|| ApiError::not_found("This session has no recording."))?;
        let mut said = self.store.corrections(self.athlete).await?.remove(&first).unwrap_or_default();
        change(&mut said);
        self.store.put_correction(self.athlete, &first, &said).await?;
        let figures = self.snapshot().await?.athlete;
        derive_session(&self.store, self.athlete, id, &figures).await?;
        self.touch();
        Ok(())
    }
}

/// Work that would hold up other requests. As much of it goes on at once as there are processors: more would be no faster,
/// and each thread keeps memory of its own.
///
/// # Errors
/// What the work says.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _turn = processor().await;
    tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?
}

/// One of the processors, until it is dropped.
async fn processor() -> Option<tokio::sync::SemaphorePermit<'static>> {
    static PROCESSORS: OnceLock<Semaphore> = OnceLock::new();
    let count = || Semaphore::new(std::thread::available_parallelism().map_or(2, NonZero::get).max(2));
    // It is never closed.
    PROCESSORS.get_or_init(count).acquire().await.ok()
}
