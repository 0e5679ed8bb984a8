//! The athlete's database with everything that is kept beside it while the program runs.

use crate::clock::Clock;
use crate::derive_queue::Work;
use crate::error::{AppError, Result};
use crate::imports::Jobs;
use crate::plan_now::{PlanNow, PlanRequest};
use crate::plans::PlanService;
use crate::read_model::Shown;
use crate::revision::Recent;
use crate::sessions::LastOpened;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use striate_model::Day;
use striate_store::import::Zone;
use striate_store::{AthleteId, Profile, Store};

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
    spool: PathBuf,
    pub(crate) jobs: Jobs,
    revision: AtomicU64,
    pub(crate) shown: Shown,
    pub(crate) work: Work,
    pub(crate) plans: PlanService,
    pub(crate) profiles: Recent<Profile>,
    pub(crate) last_opened: LastOpened,
    /// Held by whoever compares a version and then writes.
    pub(crate) changing: tokio::sync::Mutex<()>,
    /// How much of the plan is worked out.
    pub(crate) plan_request: PlanRequest,
    /// Whether one command runs and ends: nothing is derived behind it.
    pub(crate) is_command: bool,
    zone: Option<Zone>,
    warm: OnceLock<fn(&PlanNow)>,
}

impl std::ops::Deref for Library {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// No upload or download takes so long.
const LEFT_BEHIND: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

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

/// How a library is kept for one command.
#[derive(Clone, Debug, Default)]
pub struct CommandKeeping {
    /// What time it is.
    pub clock: Clock,
    /// The athlete's time zone for this command alone; `None` for the profile's.
    pub zone: Option<Zone>,
    /// How much of the plan is worked out.
    pub plan: PlanRequest,
}

impl Library {
    /// Of an open database.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn open(store: Store, keeping: Keeping) -> striate_store::Result<Self> {
        Self::with(store, keeping, None).await
    }

    async fn with(store: Store, keeping: Keeping, command: Option<CommandKeeping>) -> striate_store::Result<Self> {
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
            plans: PlanService::default(),
            profiles: Recent::default(),
            last_opened: LastOpened::default(),
            changing: tokio::sync::Mutex::default(),
            is_command: command.is_some(),
            plan_request: command.as_ref().map(|c| c.plan).unwrap_or_default(),
            zone: command.and_then(|c| c.zone),
            warm: OnceLock::new(),
        })))
    }

    /// Of an open database, for one command: nothing is derived behind it.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn for_command(store: Store, command: CommandKeeping) -> striate_store::Result<Self> {
        let keeping = Keeping { clock: command.clock, is_temporary: false, spool: std::env::temp_dir() };
        Self::with(store, keeping, Some(command)).await
    }

    /// What is worked out behind every new read model, so that the first reader need not wait; set once.
    pub fn warm_with(&self, warm: fn(&PlanNow)) {
        // A second server over one library warms the same pages.
        let _ = self.warm.set(warm);
    }

    pub(crate) fn warming(&self) -> Option<fn(&PlanNow)> {
        self.warm.get().copied()
    }

    /// The athlete's time zone: the one of this command, else the profile's, else this computer's.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn zone(&self) -> Result<Zone> {
        if let Some(zone) = &self.zone {
            return Ok(zone.clone());
        }
        let named = self.store.profile(self.athlete).await?.time_zone;
        Ok(named.and_then(|name| Zone::named(&name).ok()).unwrap_or_else(Zone::of_system))
    }

    /// The civil day there.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn today(&self) -> Result<Day> {
        Ok(self.zone().await?.day(self.clock.now()))
    }

    /// A new name in the spool; whoever makes the folder takes it away again.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn spool_folder(&self) -> Result<PathBuf> {
        let mut bytes = [0u8; 8];
        getrandom::fill(&mut bytes).map_err(|_| AppError::NoRandomness)?;
        Ok(self.spool.join(format!("{:016x}", u64::from_le_bytes(bytes))))
    }

    /// Takes away what a program that was ended by force has left in the spool.
    pub async fn clean_spool(&self) {
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

    /// Says that the database has changed: the next read model is read anew.
    pub fn touch(&self) {
        self.revision.fetch_add(1, Ordering::AcqRel);
    }

    pub(crate) fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }
}
