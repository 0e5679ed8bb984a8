//! Phase A: one thread walks, some prepare, this task writes in the order of the walk.

use super::derive::{DeriveReport, derive_with};
use super::inputs::{Amount, Zone, bytes_of_path, walk_path};
use super::kept::Kept;
use super::prepare::{Knowledge, Prepared, broken, prepare};
use super::rebuild::begin_recordings;
use super::report::{Counts, DryRun, ImportReport, Listener, Phase, Problem};
use crate::athlete::AthleteId;
use crate::error::{Result, Sort};
use crate::original::SourceHash;
use crate::own::Said;
use crate::runs::ImportState;
use crate::store::Store;
use crate::writer::{GroupLimits, ImportWriter, ItemOutcome};
use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use striate_archive::{Content, Found, Sink, walk};
use striate_duplicates::{Witness, find};
use striate_model::MassUnit;
use tokio::sync::mpsc;

/// What an import must be told.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// The athlete's time zone.
    pub zone: Zone,
    /// The unit of loads in logs that name none.
    pub unit: Option<MassUnit>,
    /// Whether distances in logs that name no unit are in miles; `None` where the athlete said nothing.
    pub miles: Option<bool>,
    /// Threads that decode; `None` for one a processor.
    pub threads: Option<usize>,
    /// When a group of files is committed.
    pub group: GroupLimits,
}

/// Imports paths and works out what follows.
///
/// # Errors
/// What the database refuses: unavailable, full, damaged. What is wrong with a file is a problem in the report.
pub async fn import(
    store: &Store,
    athlete: AthleteId,
    paths: &[PathBuf],
    options: &ImportOptions,
    listener: &mut (dyn Listener + Send),
) -> Result<ImportReport> {
    let origin = paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(" ");
    import_as(store, (athlete, &origin), paths, options, listener).await
}

/// The same under a name of its own, for paths that mean nothing to the athlete.
///
/// # Errors
/// As [`import`].
pub async fn import_as(
    store: &Store,
    (athlete, origin): (AthleteId, &str),
    paths: &[PathBuf],
    options: &ImportOptions,
    listener: &mut (dyn Listener + Send),
) -> Result<ImportReport> {
    import_all(store, (athlete, origin), Feed::Paths(paths.to_vec()), options, listener).await
}

/// Imports files that are in memory, each with its name.
///
/// # Errors
/// As [`import`].
pub async fn import_files(
    store: &Store,
    (athlete, origin): (AthleteId, &str),
    files: Vec<(String, Vec<u8>)>,
    options: &ImportOptions,
    listener: &mut (dyn Listener + Send),
) -> Result<ImportReport> {
    import_all(store, (athlete, origin), Feed::Files(files), options, listener).await
}

/// Where files come from.
enum Feed {
    Paths(Vec<PathBuf>),
    Files(Vec<(String, Vec<u8>)>),
}

impl Feed {
    /// Whether it is one file, which may be an archive.
    fn is_single(&self) -> bool {
        match self {
            Self::Paths(paths) => paths.len() == 1 && !paths[0].is_dir(),
            Self::Files(files) => files.len() == 1,
        }
    }
}

async fn import_all(
    store: &Store,
    (athlete, origin): (AthleteId, &str),
    feed: Feed,
    options: &ImportOptions,
    listener: &mut (dyn Listener + Send),
) -> Result<ImportReport> {
    let knowledge = Knowledge { is_single: feed.is_single(), ..knowledge(store, athlete, options).await? };
    begin_recordings(store, athlete).await?;
    let run = store.begin_import(athlete, origin).await?;
    let mut writer = store.import_writer(run, options.group).await?;
    let mut sink =
        Writing { writer: &mut writer, counts: Counts::default(), problems: Vec::new(), kept: Kept::default() };
    let read = read(feed, knowledge, options, &mut sink, listener).await;
    let Writing { counts, problems, kept, .. } = sink;
    // What was put is whole by file: it is kept whether the rest succeeds or not.
    let committed = writer.commit().await;
    let is_stopped = read?;
    committed?;
    let state = if is_stopped { ImportState::Stopped } else { ImportState::Done };
    store.finish_import(run, state, &counts.to_json()).await?;
    let derived = if is_stopped {
        DeriveReport::default()
    } else {
        derive_with(store, athlete, options.threads, (kept, listener)).await?
    };
    Ok(ImportReport { id: run, is_stopped, counts, problems, derived })
}

/// Reads everything that paths hold and says what an import would do. Nothing is written.
///
/// # Errors
/// What the database refuses.
pub async fn dry_run(
    store: Option<(&Store, AthleteId)>,
    paths: &[PathBuf],
    options: &ImportOptions,
    listener: &mut (dyn Listener + Send),
) -> Result<DryRun> {
    let mut looking = Looking::default();
    let mut known_witnesses = Vec::new();
    let knowledge = match store {
        Some((store, athlete)) => {
            known_witnesses = store.witnesses(athlete).await?;
            knowledge(store, athlete, options).await?
        }
        None => Knowledge {
            known: HashSet::new(),
            zone: options.zone.clone(),
            unit: options.unit,
            miles: options.miles,
            exercises: BTreeMap::new(),
            said: Mutex::default(),
            is_single: false,
        },
    };
    let feed = Feed::Paths(paths.to_vec());
    let knowledge = Knowledge { is_single: feed.is_single(), ..knowledge };
    let is_stopped = read(feed, knowledge, options, &mut looking, listener).await?;
    let new: HashSet<_> = looking.witnesses.iter().map(|w| w.key).collect();
    let mut all = looking.witnesses;
    all.extend(known_witnesses);
    let twins = find(&all, &[], &[]);
    let joined = |members: &[_]| members.len() > 1 && members.iter().any(|key| new.contains(key));
    Ok(DryRun {
        is_stopped,
        twins: twins.groups.iter().filter(|g| joined(&g.members)).count() as u64,
        new_sessions: twins.groups.iter().filter(|g| g.members.iter().all(|key| new.contains(key))).count() as u64,
        doubtful: twins.doubts.iter().filter(|d| new.contains(&d.a) || new.contains(&d.b)).count() as u64,
        counts: looking.counts,
        problems: looking.problems,
    })
}

async fn knowledge(store: &Store, athlete: AthleteId, options: &ImportOptions) -> Result<Knowledge> {
    Ok(Knowledge {
        known: store.source_hashes(athlete).await?,
        zone: options.zone.clone(),
        unit: options.unit,
        miles: options.miles,
        is_single: false,
        exercises: store.exercise_map(athlete).await?.into_iter().collect(),
        said: Mutex::default(),
    })
}

/// Where what was prepared goes, in the order of the walk.
trait Taker {
    async fn take(&mut self, prepared: Prepared, listener: &mut (dyn Listener + Send)) -> Result<()>;
}

struct Writing<'w> {
    writer: &'w mut ImportWriter,
    counts: Counts,
    problems: Vec<Problem>,
    kept: Kept,
}

impl Taker for Writing<'_> {
    async fn take(&mut self, prepared: Prepared, listener: &mut (dyn Listener + Send)) -> Result<()> {
        let Prepared { file, aside, problem, details, remainders, own } = prepared;
        let written = match &own {
            Some(own) => self.writer.put_own(&file.path, own).await.map(|(outcome, said)| {
                self.counts.said += said;
                outcome
            }),
            None => self.writer.put_noted(&file, &aside).await,
        };
        let outcome = match written {
            Ok(outcome) => outcome,
            Err(error) if matches!(error.sort(), Sort::Unavailable | Sort::Corrupt) => return Err(error),
            Err(error) => {
                // This one file is refused; the others are not to suffer for it.
                let refused = Problem {
                    file: file.path.clone(),
                    code: "refused".to_owned(),
                    message: error.to_string(),
                    is_lost: true,
                };
                listener.problem(&refused);
                self.problems.push(refused);
                self.counts.count(ItemOutcome::Failed);
                return Ok(());
            }
        };
        self.counts.add(outcome, &details);
        if outcome == ItemOutcome::Imported {
            self.kept.keep(remainders);
        }
        if let Some(problem) = problem {
            listener.problem(&problem);
            self.problems.push(problem);
        }
        Ok(())
    }
}

/// A dry run's eyes.
#[derive(Default)]
struct Looking {
    counts: Counts,
    problems: Vec<Problem>,
    seen: HashSet<SourceHash>,
    witnesses: Vec<Witness>,
}

impl Taker for Looking {
    async fn take(&mut self, prepared: Prepared, listener: &mut (dyn Listener + Send)) -> Result<()> {
        let Prepared { file, problem, details, own, .. } = prepared;
        if let Some(own) = own {
            self.counts.said += Said::of(&own);
        }
        let is_again = file.source.as_ref().is_some_and(|s| !self.seen.insert(s.hash.clone()));
        let outcome = if is_again { ItemOutcome::Duplicate } else { file.outcome };
        self.counts.add(outcome, &details);
        if outcome == ItemOutcome::Imported {
            self.witnesses.extend(details.witnesses);
        }
        if let Some(problem) = problem {
            listener.problem(&problem);
            self.problems.push(problem);
        }
        Ok(())
    }
}

/// How many files may be between the walk and the writer. More than workers, so that one large file does not hold up the
/// small ones behind it for long; few, so that memory stays bounded.
const IN_FLIGHT: usize = 48;
/// How many bytes of files may be, as the archive holds them.
const BYTES_IN_FLIGHT: usize = 24 << 20;

/// Permission to hold one more file in memory.
#[derive(Default)]
struct Tickets {
    out: Mutex<(usize, usize)>,
    changed: Condvar,
}

impl Tickets {
    fn take(&self, bytes: usize) {
        let out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |o: &mut (usize, usize)| o.0 > 0 && (o.0 >= IN_FLIGHT || o.1 + bytes > BYTES_IN_FLIGHT);
        let mut out = self.changed.wait_while(out, is_full).unwrap_or_else(PoisonError::into_inner);
        *out = (out.0 + 1, out.1 + bytes);
    }

    fn give_back(&self, bytes: usize) {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        *out = (out.0.saturating_sub(1), out.1.saturating_sub(bytes));
        drop(out);
        self.changed.notify_all();
    }
}

/// A find on its way, with its place in the walk and the bytes that it holds.
struct Job {
    place: u64,
    bytes: usize,
    found: Found,
}

/// What comes back.
enum Sign {
    Ready(u64, usize, Box<Prepared>),
    /// The walk is over and found so many.
    Walked(u64),
}

/// Walks, prepares and hands over everything in order. Returns whether it was stopped.
async fn read(
    feed: Feed,
    knowledge: Knowledge,
    options: &ImportOptions,
    taker: &mut impl Taker,
    listener: &mut (dyn Listener + Send),
) -> Result<bool> {
    let workers = options.threads.unwrap_or_else(|| thread::available_parallelism().map_or(2, usize::from)).max(1);
    let (jobs, inbox) = sync_channel::<Job>(IN_FLIGHT);
    let (signs, mut outbox) = mpsc::channel::<Sign>(IN_FLIGHT);
    let (tickets, inbox, knowledge) = (Arc::new(Tickets::default()), Arc::new(Mutex::new(inbox)), Arc::new(knowledge));
    let amount = Arc::new(Amount::default());
    let mut threads = vec![spawn_walk(
        feed,
        jobs,
        signs.clone(),
        (Arc::clone(&tickets), Arc::clone(&amount), Arc::clone(&knowledge)),
    )];
    for _ in 0..workers {
        threads.push(spawn_worker(Arc::clone(&inbox), signs.clone(), Arc::clone(&knowledge)));
    }
    drop((signs, inbox));
    let (mut next, mut walked, mut is_stopped) = (0, None, false);
    let mut early: BTreeMap<u64, (usize, Box<Prepared>)> = BTreeMap::new();
    let mut result = Ok(());
    loop {
        if listener.is_stopped() {
            is_stopped = true;
            break;
        }
        let sign = tokio::time::timeout(Duration::from_millis(200), outbox.recv()).await;
        let (done, of) = amount.told();
        listener.read(done, of);
        match sign {
            Err(_) => continue,
            Ok(None) => break,
            Ok(Some(Sign::Walked(count))) => walked = Some(count),
            Ok(Some(Sign::Ready(place, bytes, prepared))) => {
                early.insert(place, (bytes, prepared));
            }
        }
        while let Some((bytes, prepared)) = early.remove(&next) {
            next += 1;
            result = taker.take(*prepared, listener).await;
            tickets.give_back(bytes);
            if result.is_err() {
                break;
            }
        }
        listener.progress(Phase::Reading, next, walked);
        if result.is_err() {
            break;
        }
    }
    // Whoever waits for a ticket or a place in a queue is let go: their next word finds nobody.
    drop(outbox);
    early.clear();
    for _ in 0..2 * IN_FLIGHT {
        tickets.give_back(usize::MAX / 2);
    }
    for thread in threads {
        // A thread that panicked has lost a file, not the database; the panic was told where it happened.
        while !thread.is_finished() {
            tickets.give_back(usize::MAX / 2);
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let _ = thread.join();
    }
    result.map(|()| is_stopped)
}

fn spawn_walk(
    feed: Feed,
    jobs: SyncSender<Job>,
    signs: mpsc::Sender<Sign>,
    (tickets, amount, knowledge): (Arc<Tickets>, Arc<Amount>, Arc<Knowledge>),
) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut place = 0;
        let mut sink = |found: Found| {
            if let Content::Own(own) = &found.content {
                knowledge.learn(own);
            }
            let bytes = match &found.content {
                Content::File(packed, _) => packed.len(),
                _ => 0,
            };
            tickets.take(bytes);
            let job = Job { place, bytes, found };
            place += 1;
            if jobs.send(job).is_err() || signs.is_closed() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let lost = |name: String, sentence: String, sink: &mut Sink<'_>| {
            let _ = sink(Found { member: name, content: Content::Problem(sentence) });
        };
        match feed {
            Feed::Paths(paths) => {
                amount.expect(paths.iter().map(|path| bytes_of_path(path)).sum());
                for path in paths.iter().take_while(|_| !signs.is_closed()) {
                    if let Err(sentence) = walk_path(path, &amount, &mut sink) {
                        lost(path.display().to_string(), sentence, &mut sink);
                    }
                }
            }
            Feed::Files(files) => {
                amount.expect(files.iter().map(|(_, bytes)| bytes.len() as u64).sum());
                for (name, bytes) in files {
                    let size = bytes.len() as u64;
                    if let Err(error) = walk(&mut Cursor::new(bytes), &name, &mut sink) {
                        lost(name, error.to_string(), &mut sink);
                    }
                    amount.add(size);
                }
            }
        }
        let _ = signs.blocking_send(Sign::Walked(place));
    })
}

fn spawn_worker(
    inbox: Arc<Mutex<Receiver<Job>>>,
    signs: mpsc::Sender<Sign>,
    knowledge: Arc<Knowledge>,
) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        loop {
            let job = inbox.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Job { place, bytes, found }) = job else { return };
            let member = found.member.clone();
            // A fault of the program on one file must not take the others along.
            let made = panic::catch_unwind(AssertUnwindSafe(|| prepare(found, &knowledge)));
            let prepared = Box::new(made.unwrap_or_else(|_| broken(member)));
            if signs.blocking_send(Sign::Ready(place, bytes, prepared)).is_err() {
                return;
            }
        }
    })
}
