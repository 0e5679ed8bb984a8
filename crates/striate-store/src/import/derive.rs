//! Phase B: from stored recordings to sessions, their analyses and the athlete's figures. Everything here is derived: it
//! may be ended at any moment and run again, and a second run finds nothing to do.

use super::inputs::Zone;
use super::report::{Listener, Phase};
use crate::analysis::NewAnalysis;
use crate::athlete::AthleteId;
use crate::error::{Result, StoreError};
use crate::migrate::hex;
use crate::original::{PART_BYTES, SourceHash, inflated};
use crate::recording::{LocalDay, Origin, PreparedRecording, RecordingId, RecordingRow};
use crate::said::Correction;
use crate::session::{SessionId, SessionRow};
use crate::sql::binds;
use crate::store::Store;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use striate_model::{Athlete, Day, Entry, Format, MassUnit, Recording, SpeedBests, SpeedDuration, TimeSpan, Told};
use striate_pipeline::history::{Ledger, athlete_of_history};
use striate_pipeline::journal::{athlete_with_notes, parse_line, recording as journal_recording};
use striate_pipeline::stored::{
    LiftingOptions, SaidAbout, SessionSummary, correct, decode_as, format_named, is_lifting_log, map_exercises,
    session_texts, shown_of_json,
};
use striate_pipeline::twins::{Group, Part, Ruling, Twins, Wish, Witness, compose, find};
use striate_pipeline::{Analysis, METHOD_VERSION, analyse_recording};

/// What was worked out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeriveReport {
    /// Sessions in all.
    pub sessions: u64,
    /// Sessions that were analysed now.
    pub analysed: u64,
    /// Sessions with several recordings.
    pub twins: u64,
    /// Pairs that may be twins or not.
    pub doubtful: u64,
    /// Sessions that could not be analysed, each with the reason.
    pub failed: Vec<(SessionId, String)>,
}

/// Which recording of a session gives what, as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The parts.
    pub picks: Vec<ChoicePick>,
    /// Probability that all recordings are of this session.
    pub probability: f64,
    /// Why they are taken for one.
    pub reasons: Vec<String>,
    /// What must be added to the clock of a log, s, by recording.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub shifts_s: BTreeMap<String, i64>,
    /// The name that an export gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the athlete wrote about it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Shoes, or another piece of gear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gear: Option<String>,
    /// The sport that an export names: for recordings that name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sport: Option<String>,
}

/// One part of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoicePick {
    /// `streams`, `sets` or `name`.
    pub part: String,
    /// The recordings that give it.
    pub recordings: Vec<String>,
    /// Why.
    pub why: String,
}

/// Nothing was recorded before: a watch that has lost its clock writes dates around 1990.
pub(super) const EARLIEST: Day = Day::from_ordinal(7_305);
/// How many sessions are analysed for one wait for the disk.
const CHUNK: usize = 128;

/// Groups recordings into sessions and analyses those whose input changed.
///
/// # Errors
/// What the database refuses. A session that cannot be analysed is told in the report.
pub async fn derive(
    store: &Store,
    athlete: AthleteId,
    threads: Option<usize>,
    listener: &mut (dyn Listener + Send),
) -> Result<DeriveReport> {
    let (figures, _) = athlete_figures(store, athlete).await?;
    sync_journal(store, athlete, &figures).await?;
    let rows: BTreeMap<RecordingId, RecordingRow> =
        store.recordings(athlete).await?.into_iter().map(|row| (row.id.clone(), row)).collect();
    let grouped = group(store, athlete).await?;
    let about = abouts(store, athlete).await?;
    let sessions = sessions(&grouped, &rows, &about);
    store.put_sessions(athlete, &sessions).await?;
    let inputs = Inputs::read(store, athlete, figures).await?;
    let done: HashMap<SessionId, String> =
        store.analyses(athlete).await?.into_iter().map(|a| (a.session, a.input_hash)).collect();
    let mut todo: Vec<(&SessionRow, String)> =
        sessions.iter().map(|s| (s, inputs.hash(s, &rows))).filter(|(s, h)| done.get(&s.id) != Some(h)).collect();
    // The newest first: they are asked for first.
    todo.sort_by(|a, b| (b.0.start, &b.0.id).cmp(&(a.0.start, &a.0.id)));
    let mut report = DeriveReport {
        sessions: sessions.len() as u64,
        twins: grouped.groups.iter().filter(|g| g.members.len() > 1).count() as u64,
        doubtful: grouped.doubts.len() as u64,
        ..DeriveReport::default()
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    let pool = Arc::new(pool.map_err(|e| StoreError::unavailable("the system gives no threads").caused_by(e))?);
    let mut logs = Logs::read(store, athlete).await?;
    let total = todo.len() as u64;
    for chunk in todo.chunks(CHUNK) {
        if listener.is_stopped() {
            break;
        }
        let mut work = Vec::with_capacity(chunk.len());
        for (session, hash) in chunk {
            work.push(load(store, athlete, (session, hash), &rows, (&inputs, &mut logs)).await?);
        }
        let (pool, inputs) = (Arc::clone(&pool), inputs.clone());
        let analysed = tokio::task::spawn_blocking(move || {
            pool.install(|| work.into_par_iter().map(|w| texts_of(w, &inputs)).collect::<Vec<_>>())
        });
        let analysed = analysed.await.map_err(|e| StoreError::unavailable("the analysis broke off").caused_by(e))?;
        let mut good = Vec::with_capacity(analysed.len());
        for result in analysed {
            match result {
                Ok(analysis) => good.push(analysis),
                Err(failure) => report.failed.push(failure),
            }
        }
        report.analysed += good.len() as u64;
        store.put_analyses(athlete, &good).await?;
        listener.progress(Phase::Analysing, report.analysed, Some(total));
    }
    Ok(report)
}

/// The athlete's figures: what they said, and what the whole history shows as of its last day.
///
/// # Errors
/// What the database refuses.
pub async fn athlete_figures(store: &Store, athlete: AthleteId) -> Result<(Athlete, Option<SpeedDuration>)> {
    let shown: Vec<SpeedBests> = store.shown(athlete).await?.iter().filter_map(|text| shown_of_json(text)).collect();
    let notes = notes(store, athlete).await?;
    let said = athlete_with_notes(&store.profile(athlete).await?.athlete(), &notes, Day::from_ordinal(i32::MAX));
    let last = shown.iter().map(|s| s.start).max();
    let today = last.map_or(Day::default(), |last| Day::of(last, TimeSpan::default()));
    Ok(athlete_of_history(&said, &shown, today, TimeSpan::default()))
}

/// The time zone in which lines of the journal are meant: the profile's, else this computer's.
async fn zone_of(store: &Store, athlete: AthleteId) -> Result<Zone> {
    let named = store.profile(athlete).await?.time_zone;
    Ok(named.and_then(|name| Zone::named(&name).ok()).unwrap_or_else(Zone::of_system))
}

/// Gives every line of the journal that tells of a session its recording.
async fn sync_journal(store: &Store, athlete: AthleteId, figures: &Athlete) -> Result<()> {
    let known: BTreeSet<RecordingId> = store.recordings(athlete).await?.into_iter().map(|row| row.id).collect();
    let zone = zone_of(store, athlete).await?;
    let mut tx = store.pool.write().await?;
    for entry in store.entries(athlete).await? {
        let id = RecordingId::of_entry(entry.id, 0);
        let Some((recording, _)) = by_hand(&entry.line, entry.day, figures, &zone).filter(|_| !known.contains(&id))
        else {
            continue;
        };
        let local = LocalDay { day: entry.day, time_zone: zone.name().to_owned() };
        PreparedRecording::new(&recording, Origin::Entry(entry.id), 0, None, local).insert(&mut tx, athlete).await?;
    }
    tx.commit().await
}

/// The session that a line of the journal tells of.
fn by_hand(line: &str, day: Day, figures: &Athlete, zone: &Zone) -> Option<(Recording, Told)> {
    let entry = parse_line(line, day).ok()?;
    journal_recording(&entry, figures, zone.offset(entry.day.noon()))
}

/// What exports say about files, by file, in a fixed order.
async fn abouts(store: &Store, athlete: AthleteId) -> Result<BTreeMap<SourceHash, Vec<SaidAbout>>> {
    let texts = store.abouts(athlete).await?;
    let read = |texts: Vec<String>| texts.iter().filter_map(|text| SaidAbout::from_json(text)).collect();
    Ok(texts.into_iter().map(|(hash, texts)| (hash, read(texts))).collect())
}

/// Which of an athlete's recordings are of one session.
///
/// # Errors
/// What the database refuses.
pub async fn group(store: &Store, athlete: AthleteId) -> Result<Twins> {
    let witnesses: Vec<Witness> = store.witnesses(athlete).await?;
    let rulings: Vec<Ruling> = store
        .twin_decisions(athlete)
        .await?
        .iter()
        .map(|d| Ruling { a: d.first.key(), b: d.second.key(), is_same: d.is_same })
        .collect();
    let wishes: Vec<Wish> = store
        .corrections(athlete)
        .await?
        .iter()
        .flat_map(|(id, said)| {
            let parts = said.more.get(GIVES).and_then(|v| v.as_array()).cloned().unwrap_or_default();
            parts
                .into_iter()
                .filter_map(|part| Some(Wish { key: id.key(), part: Part::from_name(part.as_str()?)? }))
                .collect::<Vec<_>>()
        })
        .collect();
    Ok(find(&witnesses, &rulings, &wishes))
}

/// Under this key a correction says which parts its recording is to give: `["streams"]`.
pub const GIVES: &str = "gives";

fn sessions(
    twins: &Twins,
    rows: &BTreeMap<RecordingId, RecordingRow>,
    about: &BTreeMap<SourceHash, Vec<SaidAbout>>,
) -> Vec<SessionRow> {
    let session = |group: &Group| {
        let recordings: Vec<RecordingId> = group.members.iter().map(RecordingId::of_key).collect();
        let of_part = |part: Part| group.picks.iter().find(|p| p.part == part);
        let main = rows.get(&RecordingId::of_key(of_part(Part::Streams)?.keys.first()?))?;
        let picks = group
            .picks
            .iter()
            .map(|p| ChoicePick {
                part: p.part.as_str().to_owned(),
                recordings: p.keys.iter().map(|k| RecordingId::of_key(k).0).collect(),
                why: p.why.clone(),
            })
            .collect();
        // What exports say, in a fixed order: it must not matter which came first.
        let mut said: Vec<&SaidAbout> = recordings
            .iter()
            .filter_map(|id| match &rows.get(id)?.origin {
                Origin::Source(hash) => about.get(hash),
                Origin::Entry(_) => None,
            })
            .flatten()
            .collect();
        said.sort();
        let first = |of: fn(&SaidAbout) -> Option<&String>| said.iter().find_map(|s| of(s)).cloned();
        let choice = Choice {
            picks,
            probability: (1000.0 * group.probability).round() / 1000.0,
            reasons: group.reasons.clone(),
            shifts_s: group.shifts_s.iter().map(|(key, shift)| (RecordingId::of_key(key).0, *shift)).collect(),
            name: first(|s| s.name.as_ref()),
            note: first(|s| s.description.as_ref()).or_else(|| first(|s| s.private_note.as_ref())),
            gear: first(|s| s.gear.as_ref()),
            sport: first(|s| s.sport.as_ref()),
        };
        Some(SessionRow {
            id: SessionId::of(&recordings)?,
            start: main.start,
            end: main.end,
            day: main.day,
            time_zone: main.time_zone.clone(),
            choice: serde_json::to_string(&choice).ok()?,
            recordings,
        })
    };
    twins.groups.iter().filter_map(session).collect()
}

/// What goes into every analysis beside the recordings.
#[derive(Clone)]
pub(super) struct Inputs {
    athlete: Athlete,
    corrections: HashMap<RecordingId, Correction>,
    exercises: BTreeMap<String, String>,
}

impl Inputs {
    pub(super) async fn read(store: &Store, athlete: AthleteId, figures: Athlete) -> Result<Self> {
        Ok(Self {
            athlete: figures,
            corrections: store.corrections(athlete).await?,
            exercises: store.exercise_map(athlete).await?.into_iter().collect(),
        })
    }

    /// What the athlete said about a session: of several recordings the first by id counts.
    pub(super) fn said(&self, session: &SessionRow) -> Option<&Correction> {
        let mut ids: Vec<&RecordingId> = session.recordings.iter().collect();
        ids.sort();
        ids.into_iter().find_map(|id| self.corrections.get(id))
    }

    pub(super) fn hash(&self, session: &SessionRow, rows: &BTreeMap<RecordingId, RecordingRow>) -> String {
        let mut hash = Sha256::new();
        let mut part = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        part(METHOD_VERSION);
        part(&session.choice);
        part(&session.day.to_string());
        for id in &session.recordings {
            part(&id.0);
        }
        part(&format!("{:?}", self.athlete));
        part(&self.said(session).and_then(|s| serde_json::to_string(s).ok()).unwrap_or_default());
        if session.recordings.iter().filter_map(|id| rows.get(id)).any(|row| row.active_sets > 0) {
            part(&format!("{:?}", self.exercises));
        }
        hex(&hash.finalize())
    }
}

/// A recording on its way to the analysis.
enum Loaded {
    /// The stored bytes of its file, still compressed.
    File { parts: Vec<Vec<u8>>, name: String, options: LiftingOptions, place: usize },
    /// One workout of a log that was decoded already.
    Workout(Arc<Vec<Recording>>, usize),
    /// A session by hand.
    ByHand(Box<Recording>, Told),
}

impl Loaded {
    fn recording(self) -> std::result::Result<Recording, String> {
        match self {
            Self::ByHand(recording, _) => Ok(*recording),
            Self::Workout(all, place) => all.get(place).cloned().ok_or_else(|| GONE.to_owned()),
            Self::File { parts, name, options, place } => {
                let mut bytes = Vec::new();
                for part in parts {
                    bytes.extend(inflated(&part, PART_BYTES).map_err(|e| e.to_string())?);
                }
                let decoded = decode_as(&bytes, &name, &options).map_err(|e| e.to_string())?;
                decoded.recordings.into_iter().nth(place).ok_or_else(|| GONE.to_owned())
            }
        }
    }
}

const GONE: &str = "its file no longer holds it";

/// A session with everything that its analysis needs.
pub(super) struct Work {
    session: SessionId,
    hash: String,
    format: Format,
    offset: TimeSpan,
    said: Option<Correction>,
    sport: Option<String>,
    streams: Loaded,
    sets: Vec<(Loaded, TimeSpan)>,
    name: Option<String>,
}

/// Logs that were decoded, since one file of a thousand workouts is read once, and the lines of the journal.
#[derive(Default)]
pub(super) struct Logs(HashMap<SourceHash, Arc<Vec<Recording>>>, HashMap<i64, String>);

impl Logs {
    pub(super) async fn read(store: &Store, athlete: AthleteId) -> Result<Self> {
        let lines = store.entries(athlete).await?.into_iter().map(|e| (e.id, e.line)).collect();
        Ok(Self(HashMap::new(), lines))
    }
}

async fn load_one(
    store: &Store,
    athlete: AthleteId,
    row: &RecordingRow,
    (figures, logs): (&Athlete, &mut Logs),
) -> Result<Loaded> {
    let hash = match &row.origin {
        Origin::Source(hash) => hash,
        Origin::Entry(entry) => {
            let zone = Zone::named(&row.time_zone).unwrap_or_else(|_| Zone::of_system());
            let line = logs.1.get(entry);
            let (recording, told) = line.and_then(|line| by_hand(line, row.day, figures, &zone)).ok_or_else(|| {
                StoreError::corrupt(format!("the line of the journal behind {} cannot be read", row.id.0))
            })?;
            return Ok(Loaded::ByHand(Box::new(recording), told));
        }
    };
    if let Some(all) = logs.0.get(hash) {
        return Ok(Loaded::Workout(Arc::clone(all), row.place));
    }
    let source = store.source(athlete, hash).await?;
    let parts = store.source_parts(athlete, hash).await?;
    let file = Loaded::File { parts, name: source.name, options: options_of(&source.options), place: row.place };
    let is_log = format_named(&row.format).is_some_and(is_lifting_log);
    match file {
        Loaded::File { parts, name, options, place } if is_log => {
            let mut bytes = Vec::new();
            for part in &parts {
                bytes.extend(inflated(part, PART_BYTES)?);
            }
            let decoded = decode_as(&bytes, &name, &options);
            let decoded = decoded
                .map_err(|e| StoreError::corrupt(format!("the stored log {name} cannot be read")).caused_by(e))?;
            let all = Arc::new(decoded.recordings);
            logs.0.insert(hash.clone(), Arc::clone(&all));
            Ok(Loaded::Workout(all, place))
        }
        other => Ok(other),
    }
}

/// What was said when a file was read first.
pub(super) fn options_of(text: &str) -> LiftingOptions {
    let said: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let zone = said["time_zone"].as_str().and_then(|name| Zone::named(name).ok()).map(|z| z.time_zone().clone());
    let unit = match said["unit"].as_str() {
        Some("kg") => Some(MassUnit::Kilogram),
        Some("lb") => Some(MassUnit::Pound),
        _ => None,
    };
    LiftingOptions { zone, unit, day_first: None }
}

pub(super) async fn load(
    store: &Store,
    athlete: AthleteId,
    (session, hash): (&SessionRow, &str),
    rows: &BTreeMap<RecordingId, RecordingRow>,
    (inputs, logs): (&Inputs, &mut Logs),
) -> Result<Work> {
    let choice: Choice = crate::athlete::of_json(&session.choice)?;
    let of_part = |part: Part| choice.picks.iter().find(|p| p.part == part.as_str());
    let row = |id: &str| {
        rows.get(&RecordingId(id.to_owned()))
            .ok_or_else(|| StoreError::corrupt(format!("session {} has lost {id}", session.id.0)))
    };
    let main = row(of_part(Part::Streams).and_then(|p| p.recordings.first()).map_or("", String::as_str))?;
    let mut sets = Vec::new();
    for id in of_part(Part::Sets).map(|p| p.recordings.as_slice()).unwrap_or_default() {
        if *id != main.id.0 {
            let shift = choice.shifts_s.get(id).copied().unwrap_or(0);
            sets.push((
                load_one(store, athlete, row(id)?, (&inputs.athlete, &mut *logs)).await?,
                TimeSpan::from_s(shift as f64),
            ));
        }
    }
    let named = of_part(Part::Name).and_then(|p| rows.get(&RecordingId(p.recordings.first()?.clone()))?.name.clone());
    let zone = Zone::named(&session.time_zone).unwrap_or_else(|_| Zone::of_system());
    Ok(Work {
        session: session.id.clone(),
        hash: hash.to_owned(),
        format: format_named(&main.format).unwrap_or(Format::Fit),
        offset: zone.offset(session.start),
        said: inputs.said(session).cloned(),
        sport: choice.sport.clone(),
        streams: load_one(store, athlete, main, (&inputs.athlete, &mut *logs)).await?,
        sets,
        name: choice.name.clone().or(named),
    })
}

/// A session taken through every stage as the athlete says it was.
pub(super) fn analyse(work: Work, inputs: &Inputs) -> std::result::Result<Analysis, String> {
    // What a line by hand says of its session holds unless a correction says otherwise.
    let noted = match &work.streams {
        Loaded::ByHand(_, told) => *told,
        _ => Told::default(),
    };
    let streams = work.streams.recording()?;
    let mut sets = Vec::with_capacity(work.sets.len());
    for (loaded, shift) in work.sets {
        sets.push((loaded.recording()?, shift));
    }
    let sets: Vec<(&Recording, TimeSpan)> = sets.iter().map(|(r, shift)| (r, *shift)).collect();
    let mut whole = compose(streams, &sets, work.name.as_deref());
    map_exercises(&mut whole.sets, &inputs.exercises);
    let said = work.said.unwrap_or_default();
    correct(&mut whole, work.sport.as_deref(), said.surface.as_deref(), said.efforts_ms.as_deref());
    let told =
        Told { kind: said.told().kind.or(noted.kind), carried_mass: said.told().carried_mass.or(noted.carried_mass) };
    Ok(analyse_recording(whole, &inputs.athlete, &told))
}

/// The same as it is kept. A fault of the program on one session must not take the others along.
pub(super) fn texts_of(work: Work, inputs: &Inputs) -> std::result::Result<NewAnalysis, (SessionId, String)> {
    let (session, hash, format, offset) = (work.session.clone(), work.hash.clone(), work.format, work.offset);
    let texts =
        std::panic::AssertUnwindSafe(|| analyse(work, inputs).map(|analysis| session_texts(&analysis, format, offset)));
    let texts =
        std::panic::catch_unwind(texts).unwrap_or_else(|_| Err("striate failed on it; please report it".to_owned()));
    match texts {
        Ok(texts) => Ok(NewAnalysis {
            session,
            input_hash: hash,
            method_version: METHOD_VERSION.to_owned(),
            summary: texts.summary,
            dose: texts.dose,
            detail: texts.detail,
            bests: Vec::new(),
        }),
        Err(reason) => Err((session, reason)),
    }
}

/// Every analysed session of an athlete, ready to be folded.
///
/// # Errors
/// What the database refuses.
pub async fn ledger(store: &Store, athlete: AthleteId) -> Result<Ledger> {
    Ok(super::shelf::shelf(store, athlete).await?.ledger)
}

/// What the athlete wrote down, as far as this version understands it.
pub(super) async fn notes(store: &Store, athlete: AthleteId) -> Result<Vec<Entry>> {
    Ok(store.entries(athlete).await?.iter().filter_map(|e| parse_line(&e.line, e.day).ok()).collect())
}

/// Titles of exercises that nobody knows, with their working sets.
///
/// # Errors
/// What the database refuses.
pub async fn unknown_titles(store: &Store, athlete: AthleteId) -> Result<BTreeMap<String, u64>> {
    let mut found = BTreeMap::new();
    for row in store.analyses(athlete).await? {
        for (title, sets) in SessionSummary::from_json(&row.summary).map(|s| s.unknown_exercises).unwrap_or_default() {
            *found.entry(title).or_default() += sets;
        }
    }
    Ok(found)
}

/// Whether everything that follows from the ground state is there: false after an import that was stopped, and after a new
/// version of the method.
///
/// # Errors
/// What the database refuses.
pub async fn is_complete(store: &Store, athlete: AthleteId) -> Result<bool> {
    let mut written = store.entries(athlete).await?;
    let sql = "select entry_id from recording where athlete_id = $1 and entry_id is not null";
    let recorded = store.pool.all(sql, binds![athlete.0]).await?;
    let recorded = recorded.iter().map(|row| row.int(0)).collect::<Result<BTreeSet<i64>>>()?;
    written.retain(|e| !recorded.contains(&e.id));
    let (nobody, zone) = (Athlete::default(), Zone::utc());
    if written.iter().any(|e| by_hand(&e.line, e.day, &nobody, &zone).is_some()) {
        return Ok(false);
    }
    let alone = "select r.id from recording r left join session_recording s on s.athlete_id = r.athlete_id \
                 and s.recording_id = r.id where r.athlete_id = $1 and s.recording_id is null limit 1";
    let is_grouped = store.pool.first(alone, binds![athlete.0]).await?.is_none();
    Ok(is_grouped && store.stale_sessions(athlete).await?.is_empty())
}
