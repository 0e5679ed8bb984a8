//! Imports that run behind the pages: files that were sent, looked at, brought in, taken back.

use super::Library;
use crate::problem::{ApiError, Result};
pub(crate) use crate::views::imports::JobState;
use crate::views::imports::{ImportJob, PROBLEMS_MAX};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use striate_model::MassUnit;
use striate_store::import::{ImportOptions, Listener, Phase, Silent, Zone, dry_run, import_as};
use striate_store::{DISTANCE_UNIT, GroupLimits, ImportId, ImportRun, StoreError, demo};
use tokio::sync::watch;

/// Jobs that are remembered; the database remembers the imports themselves.
const JOBS_MAX: usize = 50;

/// The jobs of this run of the program, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Jobs(Mutex<Vec<Arc<Job>>>);

/// Files that were sent, in a folder of their own that vanishes with this.
#[derive(Debug)]
pub(crate) struct Upload {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// The files in it.
    pub(crate) files: Vec<PathBuf>,
    /// The files in words.
    pub(crate) name: String,
}

impl Drop for Upload {
    fn drop(&mut self) {
        // What cannot be removed now is removed when the program starts again.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// One import.
#[derive(Debug)]
pub(crate) struct Job {
    /// Names it.
    pub(crate) id: String,
    shown: watch::Sender<ImportJob>,
    stop: AtomicBool,
    upload: Mutex<Option<Arc<Upload>>>,
    run: Mutex<Option<ImportId>>,
    unit: Option<MassUnit>,
}

impl Job {
    /// As it is now.
    pub(crate) fn view(&self) -> ImportJob {
        self.shown.borrow().clone()
    }

    /// Hears every change.
    pub(crate) fn watch(&self) -> watch::Receiver<ImportJob> {
        self.shown.subscribe()
    }

    fn change(&self, change: impl FnOnce(&mut ImportJob)) {
        self.shown.send_modify(change);
    }

    fn run(&self) -> Option<ImportId> {
        *self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn upload(&self) -> Option<Arc<Upload>> {
        self.upload.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn drop_upload(&self) {
        self.upload.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn fail(&self, error: &StoreError) {
        tracing::error!(%error, "an import failed");
        let hint = error.hint().map(|h| format!(" ({h})")).unwrap_or_default();
        self.change(|view| {
            view.state = JobState::Failed;
            view.sentence = format!("It could not be done: {error}{hint}. What was kept before is unharmed.");
        });
    }
}

struct Told<'j>(&'j Job);

impl Listener for Told<'_> {
    fn progress(&mut self, phase: Phase, done: u64, of: Option<u64>) {
        self.0.change(|view| {
            (view.files_done, view.files_total) = (done, of);
            view.sentence = match (phase, view.state) {
                (Phase::Reading, JobState::Writing) => "Bringing your files in.".to_owned(),
                (Phase::Reading, _) => "Reading your files. Nothing is kept yet.".to_owned(),
                (Phase::Analysing, _) => "Analyzing sessions, newest first.".to_owned(),
            };
        });
    }

    fn is_stopped(&self) -> bool {
        self.0.stop.load(Ordering::Relaxed)
    }
}

impl Jobs {
    fn all(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Job>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, job: &Arc<Job>) {
        let mut all = self.all();
        if all.len() >= JOBS_MAX
            && let Some(at) = all.iter().position(|j| j.view().state.is_rest())
        {
            all.remove(at);
        }
        all.push(Arc::clone(job));
    }

    fn remove(&self, id: &str) {
        self.all().retain(|j| j.id != id);
    }

    fn find(&self, id: &str) -> Option<Arc<Job>> {
        self.all().iter().find(|j| j.id == id || j.run().is_some_and(|run| run.0.to_string() == id)).cloned()
    }
}

impl Library {
    /// Begins an import of files that were sent: looks first where that is asked.
    pub(crate) fn begin(&self, upload: Upload, is_dry: bool, unit: Option<MassUnit>) -> Result<Arc<Job>> {
        let id = random_id()?;
        let view = ImportJob::begun(id.clone(), upload.name.clone(), self.clock.now(), is_dry);
        let job = Arc::new(Job {
            id,
            shown: watch::Sender::new(view),
            stop: AtomicBool::default(),
            upload: Mutex::new(Some(Arc::new(upload))),
            run: Mutex::default(),
            unit,
        });
        self.jobs.add(&job);
        let (library, begun) = (self.clone(), Arc::clone(&job));
        tokio::spawn(async move { if is_dry { library.look(&begun).await } else { library.bring(&begun).await } });
        Ok(job)
    }

    /// Imports, the newest first: those of this run of the program, then what the database remembers.
    pub(crate) async fn imports(&self) -> Result<Vec<ImportJob>> {
        let jobs: Vec<Arc<Job>> = self.jobs.all().clone();
        let known: Vec<ImportId> = jobs.iter().filter_map(|j| j.run()).collect();
        let mut views: Vec<ImportJob> = jobs.iter().rev().map(|j| j.view()).collect();
        let runs = self.store.imports(self.athlete).await?;
        for run in runs.iter().filter(|run| !known.contains(&run.id)) {
            views.push(self.of_run(run).await?);
        }
        views.sort_by(|a, b| b.started.cmp(&a.started));
        Ok(views)
    }

    /// One import: a job of this run of the program, or one that the database remembers.
    pub(crate) async fn import(&self, id: &str) -> Result<ImportJob> {
        if let Some(job) = self.jobs.find(id) {
            return Ok(job.view());
        }
        let runs = self.store.imports(self.athlete).await?;
        let run = runs.iter().find(|run| run.id.0.to_string() == id).ok_or_else(missing)?;
        self.of_run(run).await
    }

    async fn of_run(&self, run: &ImportRun) -> Result<ImportJob> {
        let problems = self.store.import_problems(run.id, PROBLEMS_MAX).await?;
        Ok(ImportJob::of_run(run, problems))
    }

    /// A job of this run of the program.
    pub(crate) fn job(&self, id: &str) -> Result<Arc<Job>> {
        self.jobs.find(id).ok_or_else(missing)
    }

    /// Brings in what was looked at.
    pub(crate) fn accept(&self, id: &str) -> Result<ImportJob> {
        let job = self.job(id)?;
        if job.view().state != JobState::Waiting {
            return Err(ApiError::conflict("This import does not wait for an answer."));
        }
        job.change(|view| {
            view.state = JobState::Writing;
            (view.files_done, view.files_total) = (0, None);
            view.sentence = "Bringing your files in.".to_owned();
        });
        let (library, begun) = (self.clone(), Arc::clone(&job));
        tokio::spawn(async move { library.bring(&begun).await });
        Ok(job.view())
    }

    /// Leaves what was looked at, or stops what is running.
    pub(crate) fn leave(&self, id: &str) -> Result<ImportJob> {
        let job = self.job(id)?;
        job.stop.store(true, Ordering::Relaxed);
        match job.view().state {
            JobState::Reading | JobState::Waiting => {
                job.drop_upload();
                job.change(|view| {
                    view.state = JobState::Undone;
                    view.sentence = "Canceled. Nothing was imported.".to_owned();
                });
                self.jobs.remove(&job.id);
                Ok(job.view())
            }
            JobState::Writing => Ok(job.view()),
            _ => Err(ApiError::conflict("This import is over; it can be undone.")),
        }
    }

    /// Takes an import back.
    pub(crate) async fn undo(&self, id: &str) -> Result<ImportJob> {
        let mut view = self.import(id).await?;
        let job = self.jobs.find(id);
        let run = job.as_ref().and_then(|j| j.run()).or_else(|| id.parse().ok().map(ImportId)).ok_or_else(missing)?;
        if view.state != JobState::Done {
            return Err(ApiError::conflict("Only an import that is done can be undone."));
        }
        let turn = self.turn().await;
        view.sentence = if view.name == demo::ORIGIN {
            demo::remove(&self.store, self.athlete, &mut Silent).await?;
            "Demo data removed.".to_owned()
        } else {
            let undone = self.store.undo_import(run).await?;
            let files = crate::views::imports::files(undone.sources);
            format!("Taken back: {files} with everything that came from them.")
        };
        drop(turn);
        view.state = JobState::Undone;
        match job {
            Some(job) => job.change(|shown| *shown = view.clone()),
            None => self.remember(view.clone()),
        }
        self.derive_soon();
        self.touch();
        Ok(view)
    }

    /// Says what titles of an import mean.
    pub(crate) async fn name_exercises(&self, id: &str, names: &[(String, String)]) -> Result<ImportJob> {
        self.import(id).await?;
        self.map_exercises(names).await?;
        self.import(id).await
    }

    /// Says what titles mean; the sessions that hold them are worked out again behind the pages.
    pub(crate) async fn map_exercises(&self, names: &[(String, String)]) -> Result<()> {
        for (title, movement) in names {
            self.store.map_exercise(self.athlete, title, movement).await?;
        }
        let named = |title: &str| names.iter().any(|(t, _)| t == title);
        let jobs: Vec<Arc<Job>> = self.jobs.all().clone();
        for job in jobs.iter().filter(|j| j.view().unknown_exercises.iter().any(|e| named(&e.name))) {
            job.change(|view| view.unknown_exercises.retain(|e| !named(&e.name)));
        }
        if !names.is_empty() {
            self.derive_soon();
        }
        Ok(())
    }

    /// Keeps an import that is over among the jobs, so that the page goes on showing it.
    fn remember(&self, view: ImportJob) {
        let run = view.id.parse().ok().map(ImportId);
        let job = Job {
            id: view.id.clone(),
            shown: watch::Sender::new(view),
            stop: AtomicBool::default(),
            upload: Mutex::default(),
            run: Mutex::new(run),
            unit: None,
        };
        self.jobs.add(&Arc::new(job));
    }

    async fn options(&self, unit: Option<MassUnit>) -> striate_store::Result<ImportOptions> {
        let profile = self.store.profile(self.athlete).await?;
        let of_profile = match profile.mass_unit.as_deref() {
            Some("kg") => Some(MassUnit::Kilogram),
            Some("lb") => Some(MassUnit::Pound),
            _ => None,
        };
        let zone = match profile.time_zone.as_deref() {
            Some(name) => Zone::named(name)?,
            None => Zone::of_system(),
        };
        let miles = profile.more.get(DISTANCE_UNIT).and_then(|unit| unit.as_str()).map(|unit| unit == "mi");
        Ok(ImportOptions { zone, unit: unit.or(of_profile), miles, threads: None, group: GroupLimits::default() })
    }

    async fn look(&self, job: &Job) {
        let Some(upload) = job.upload() else { return };
        let seen = async {
            let options = self.options(job.unit).await?;
            dry_run(Some((&self.store, self.athlete)), &upload.files, &options, &mut Told(job)).await
        };
        let seen = seen.await;
        // What was sent goes before anybody is told that the job is over.
        drop(upload);
        match seen {
            // Whoever stopped it has said what became of it.
            Ok(seen) if seen.is_stopped => {}
            Ok(seen) => {
                if !ImportJob::has_something(&seen.counts) {
                    job.drop_upload();
                }
                job.change(|view| view.looked(&seen));
            }
            Err(error) => {
                job.drop_upload();
                job.fail(&error);
            }
        }
    }

    async fn bring(&self, job: &Job) {
        let Some(upload) = job.upload() else { return };
        let turn = self.turn().await;
        let brought = async {
            let options = self.options(job.unit).await?;
            // The made-up athlete makes room for a real one.
            let replaced = demo::remove(&self.store, self.athlete, &mut Told(job)).await?;
            let origin = upload.name.as_str();
            let done = import_as(&self.store, (self.athlete, origin), &upload.files, &options, &mut Told(job)).await?;
            Ok::<_, StoreError>((done, replaced))
        };
        let brought = brought.await;
        drop((turn, upload));
        job.drop_upload();
        self.touch();
        match brought {
            Ok((report, replaced)) => {
                *job.run.lock().unwrap_or_else(PoisonError::into_inner) = Some(report.id);
                if report.is_stopped {
                    self.derive_soon();
                }
                job.change(|view| view.brought(&report, replaced));
            }
            Err(error) => job.fail(&error),
        }
    }

    /// Fills the empty database with the made-up athlete.
    pub(crate) async fn seed_demo(&self) -> Result<()> {
        let _turn = self.turn().await;
        let zone = self.zone().await?;
        let today = zone.day(self.clock.now());
        demo::seed(&self.store, self.athlete, (today, &zone), &mut Silent).await?;
        self.touch();
        Ok(())
    }
}

fn missing() -> ApiError {
    ApiError::not_found("There is no import of that name.")
}

fn random_id() -> Result<String> {
    let mut bytes = [0u8; 8];
    getrandom::fill(&mut bytes).map_err(|_| ApiError::unavailable("The system gives no random numbers."))?;
    Ok(format!("new-{:016x}", u64::from_le_bytes(bytes)))
}

/// Makes a folder that its owner alone can read.
pub(crate) fn private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
