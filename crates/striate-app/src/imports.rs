//! Imports that run behind the pages: files that were sent, looked at, brought in, taken back.

use crate::error::{AppError, Result};
use crate::import_job::{ImportJob, ImportStage, JobState, PROBLEMS_MAX, Undone};
use crate::library::Library;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use striate_model::MassUnit;
use striate_store::import::{ImportOptions, ImportReport, Listener, Phase, Silent, Zone, dry_run, import, import_as};
use striate_store::{DISTANCE_UNIT, GroupLimits, ImportId, ImportRun, Profile, demo};
use tokio::sync::watch;

/// Jobs that are remembered; the database remembers the imports themselves.
const JOBS_MAX: usize = 50;

/// How the files of an athlete are read: in the athlete's zone and units, where the command does not name others.
///
/// # Errors
/// Where the profile names a zone that does not exist.
pub fn import_options(profile: &Profile, zone: Option<&str>, unit: Option<MassUnit>) -> Result<ImportOptions> {
    let of_profile = match profile.mass_unit.as_deref() {
        Some("kg") => Some(MassUnit::Kilogram),
        Some("lb") => Some(MassUnit::Pound),
        _ => None,
    };
    let zone = match zone.or(profile.time_zone.as_deref()) {
        Some(name) => Zone::named(name)?,
        None => Zone::of_system(),
    };
    let miles = profile.more.get(DISTANCE_UNIT).and_then(|unit| unit.as_str()).map(|unit| unit == "mi");
    Ok(ImportOptions { zone, unit: unit.or(of_profile), miles, threads: None, group: GroupLimits::default() })
}

/// The jobs of this run of the program, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Jobs(Mutex<Vec<Arc<Job>>>);

/// Files that were sent, in a folder of their own that vanishes with this.
#[derive(Debug)]
pub struct Upload {
    /// The folder.
    pub folder: PathBuf,
    /// The files in it.
    pub files: Vec<PathBuf>,
    /// The files in words.
    pub name: String,
}

impl Drop for Upload {
    fn drop(&mut self) {
        // What cannot be removed now is removed when the program starts again.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// One import.
#[derive(Debug)]
pub struct Job {
    /// Names it.
    pub id: String,
    shown: watch::Sender<ImportJob>,
    stop: AtomicBool,
    upload: Mutex<Option<Arc<Upload>>>,
    run: Mutex<Option<ImportId>>,
    unit: Option<MassUnit>,
}

impl Job {
    /// As it is now.
    pub fn view(&self) -> ImportJob {
        self.shown.borrow().clone()
    }

    /// Hears every change.
    pub fn watch(&self) -> watch::Receiver<ImportJob> {
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

    fn fail(&self, error: &AppError) {
        tracing::error!(%error, "an import failed");
        let hint = error.hint();
        self.change(|view| view.stage = ImportStage::Failed { message: error.to_string(), hint });
    }
}

struct Told<'j>(&'j Job);

impl Listener for Told<'_> {
    fn progress(&mut self, phase: Phase, done: u64, of: Option<u64>) {
        self.0.change(|view| {
            (view.files_done, view.files_total) = (done, of);
            if let ImportStage::Running { phase: at, .. } = &mut view.stage {
                *at = Some(phase);
            }
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
            && let Some(at) = all.iter().position(|j| j.view().state().is_rest())
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
    pub fn begin(&self, upload: Upload, is_dry: bool, unit: Option<MassUnit>) -> Result<Arc<Job>> {
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
    pub async fn imports(&self) -> Result<Vec<ImportJob>> {
        let jobs: Vec<Arc<Job>> = self.jobs.all().clone();
        let known: Vec<ImportId> = jobs.iter().filter_map(|j| j.run()).collect();
        let mut views: Vec<ImportJob> = jobs.iter().rev().map(|j| j.view()).collect();
        let runs = self.store.imports(self.athlete).await?;
        for run in runs.iter().filter(|run| !known.contains(&run.id)) {
            views.push(self.of_run(run.clone()).await?);
        }
        views.sort_by_key(|view| std::cmp::Reverse(view.started));
        Ok(views)
    }

    /// One import: a job of this run of the program, or one that the database remembers.
    pub async fn import(&self, id: &str) -> Result<ImportJob> {
        if let Some(job) = self.jobs.find(id) {
            return Ok(job.view());
        }
        let runs = self.store.imports(self.athlete).await?;
        let run = runs.into_iter().find(|run| run.id.0.to_string() == id).ok_or(AppError::NoImport)?;
        self.of_run(run).await
    }

    async fn of_run(&self, run: ImportRun) -> Result<ImportJob> {
        let problems = self.store.import_problems(run.id, PROBLEMS_MAX).await?;
        Ok(ImportJob::of_run(run, problems))
    }

    /// A job of this run of the program.
    pub fn job(&self, id: &str) -> Result<Arc<Job>> {
        self.jobs.find(id).ok_or(AppError::NoImport)
    }

    /// Brings in what was looked at.
    pub fn accept(&self, id: &str) -> Result<ImportJob> {
        let job = self.job(id)?;
        if job.view().state() != JobState::Waiting {
            return Err(AppError::ImportNotWaiting);
        }
        job.change(|view| {
            (view.files_done, view.files_total) = (0, None);
            view.stage = ImportStage::Running { phase: Some(Phase::Reading), is_writing: true };
        });
        let (library, begun) = (self.clone(), Arc::clone(&job));
        tokio::spawn(async move { library.bring(&begun).await });
        Ok(job.view())
    }

    /// Leaves what was looked at, or stops what is running.
    pub fn leave(&self, id: &str) -> Result<ImportJob> {
        let job = self.job(id)?;
        job.stop.store(true, Ordering::Relaxed);
        match job.view().state() {
            JobState::Reading | JobState::Waiting => {
                job.drop_upload();
                job.change(|view| view.stage = ImportStage::Canceled);
                self.jobs.remove(&job.id);
                Ok(job.view())
            }
            JobState::Writing => Ok(job.view()),
            _ => Err(AppError::ImportOver),
        }
    }

    /// Takes an import back.
    pub async fn undo(&self, id: &str) -> Result<ImportJob> {
        let mut view = self.import(id).await?;
        let job = self.jobs.find(id);
        let run =
            job.as_ref().and_then(|j| j.run()).or_else(|| id.parse().ok().map(ImportId)).ok_or(AppError::NoImport)?;
        if view.state() != JobState::Done {
            return Err(AppError::ImportNotDone);
        }
        let turn = self.turn().await;
        view.undone = Some(if view.name == demo::ORIGIN {
            demo::remove(&self.store, self.athlete, &mut Silent).await?;
            Undone::Demo
        } else {
            Undone::Import(self.store.undo_import(run).await?)
        });
        drop(turn);
        match job {
            Some(job) => job.change(|shown| *shown = view.clone()),
            None => self.remember(view.clone()),
        }
        self.derive_soon();
        self.touch();
        Ok(view)
    }

    /// Says what titles of an import mean.
    pub async fn name_exercises(&self, id: &str, names: &[(String, String)]) -> Result<ImportJob> {
        self.import(id).await?;
        self.map_exercises(names).await?;
        self.import(id).await
    }

    /// Says what titles mean; the sessions that hold them are worked out again behind the pages.
    pub async fn map_exercises(&self, names: &[(String, String)]) -> Result<()> {
        for (title, movement) in names {
            self.store.map_exercise(self.athlete, title, movement).await?;
        }
        let jobs: Vec<Arc<Job>> = self.jobs.all().clone();
        for job in &jobs {
            let known: Vec<&String> = names.iter().map(|(t, _)| t).filter(|t| job.view().knows_title(t)).collect();
            if !known.is_empty() {
                job.change(|view| view.explained.extend(known.into_iter().cloned()));
            }
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

    async fn options(&self, unit: Option<MassUnit>) -> Result<ImportOptions> {
        import_options(&self.store.profile(self.athlete).await?, None, unit)
    }

    async fn look(&self, job: &Job) {
        let Some(upload) = job.upload() else { return };
        let seen = async {
            let options = self.options(job.unit).await?;
            Ok::<_, AppError>(
                dry_run(Some((&self.store, self.athlete)), &upload.files, &options, &mut Told(job)).await?,
            )
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
                job.change(|view| view.stage = ImportStage::Seen(Arc::new(seen)));
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
            Ok::<_, AppError>((done, replaced))
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
                job.change(|view| {
                    view.is_dry = false;
                    view.stage = ImportStage::Brought { report: Arc::new(report), replaced_demo: replaced };
                });
            }
            Err(error) => job.fail(&error),
        }
    }

    /// Imports files, folders and archives here and now, for a program that answers nobody meanwhile.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn import_now(
        &self,
        paths: &[PathBuf],
        options: &ImportOptions,
        listener: &mut (dyn Listener + Send),
    ) -> Result<ImportReport> {
        let _turn = self.turn().await;
        let report = import(&self.store, self.athlete, paths, options, listener).await?;
        self.touch();
        Ok(report)
    }

    /// Fills the empty database with the made-up athlete.
    pub async fn seed_demo(&self, listener: &mut (dyn Listener + Send)) -> Result<ImportReport> {
        let _turn = self.turn().await;
        let zone = self.zone().await?;
        let today = zone.day(self.clock.now());
        let report = demo::seed(&self.store, self.athlete, (today, &zone), listener).await?;
        self.touch();
        Ok(report)
    }
}

fn random_id() -> Result<String> {
    let mut bytes = [0u8; 8];
    getrandom::fill(&mut bytes).map_err(|_| AppError::NoRandomness)?;
    Ok(format!("new-{:016x}", u64::from_le_bytes(bytes)))
}

/// Makes a folder that its owner alone can read.
///
/// # Errors
/// What the disk refuses.
pub fn private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
