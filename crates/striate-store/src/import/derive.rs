//! Phase B: from stored recordings to sessions, their analyses and the athlete's figures. Everything here is derived: it
//! may be ended at any moment and run again, and a second run finds nothing to do.

use super::history::{athlete_figures, zone_of};
use super::kept::Kept;
use super::rebuild::{are_recordings_current, decode_again, recordings_are_current};
use super::relocate::relocate;
use super::report::{Listener, Phase};
use super::work::{Analysed, Inputs, Logs, by_hand, load, texts_of};
use crate::athlete::AthleteId;
use crate::error::{Result, StoreError};
use crate::migrate::hex;
use crate::original::SourceHash;
use crate::recording::{LocalDay, Origin, PreparedRecording, RecordingId, RecordingRow};
use crate::session::{SessionId, SessionRow};
use crate::store::{Store, now_ms};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use striate_duplicates::{Group, Part, Ruling, Twins, Wish, Witness, find};
use striate_history::stored::SaidAbout;
use striate_model::{Athlete, Day, TimeSpan, Timestamp};
use striate_stimulus::METHOD_VERSION;
use tokio::task::JoinHandle;

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
/// Nothing was recorded later: a watch whose clock is wrong may as well be ahead. Two days leave room for every time zone.
pub(super) fn latest_day() -> Day {
    Day::of(Timestamp::from_unix_ms(now_ms()), TimeSpan::default()).plus(2)
}

/// How many sessions are analysed for one wait for the disk.
const CHUNK: usize = 64;

/// Brings everything that follows from the ground state up to date: recordings of an older method are decoded anew,
/// recordings grouped into sessions, and sessions analysed whose input changed, the newest first. What was worked out before
/// stays readable meanwhile.
///
/// # Errors
/// What the database refuses. A session that cannot be analysed is told in the report.
pub async fn derive(
    store: &Store,
    athlete: AthleteId,
    threads: Option<usize>,
    listener: &mut (dyn Listener + Send),
) -> Result<DeriveReport> {
    derive_with(store, athlete, threads, (Kept::default(), listener)).await
}

/// The same after an import, which has decoded its files a moment ago.
pub(super) async fn derive_with(
    store: &Store,
    athlete: AthleteId,
    threads: Option<usize>,
    (mut kept, listener): (Kept, &mut (dyn Listener + Send)),
) -> Result<DeriveReport> {
    let is_current = are_recordings_current(store, athlete).await?;
    if !is_current && !decode_again(store, athlete, threads, listener).await? {
        return Ok(DeriveReport::default());
    }
    relocate(store, athlete).await?;
    let (figures, _) = athlete_figures(store, athlete).await?;
    sync_journal(store, athlete, &figures, !is_current).await?;
    if !is_current {
        recordings_are_current(store, athlete).await?;
    }
    let rows: BTreeMap<RecordingId, RecordingRow> =
        store.recordings(athlete).await?.into_iter().map(|row| (row.id.clone(), row)).collect();
    let grouped = group(store, athlete).await?;
    let about = abouts(store, athlete).await?;
    let sessions = sessions(&grouped, &rows, &about);
    store.put_sessions(athlete, &sessions).await?;
    let inputs = Arc::new(Inputs::read(store, athlete, figures).await?);
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
    // One chunk is analysed while the one before is stored and the next one read.
    let mut running: Option<JoinHandle<Vec<Analysed>>> = None;
    for chunk in todo.chunks(CHUNK) {
        if listener.is_stopped() {
            break;
        }
        let mut work = Vec::with_capacity(chunk.len());
        for (session, hash) in chunk {
            work.push(load(store, athlete, (session, hash), &rows, (&inputs, &mut logs, &mut kept)).await?);
        }
        let (pool, inputs) = (Arc::clone(&pool), Arc::clone(&inputs));
        let next = tokio::task::spawn_blocking(move || {
            pool.install(|| work.into_par_iter().map(|w| texts_of(w, &inputs)).collect::<Vec<_>>())
        });
        if let Some(before) = running.replace(next) {
            keep(store, athlete, before, &mut report).await?;
            listener.progress(Phase::Analysing, report.analysed, Some(total));
        }
    }
    if let Some(last) = running {
        keep(store, athlete, last, &mut report).await?;
        listener.progress(Phase::Analysing, report.analysed, Some(total));
    }
    Ok(report)
}

/// Stores a chunk that was analysed.
async fn keep(
    store: &Store,
    athlete: AthleteId,
    chunk: JoinHandle<Vec<Analysed>>,
    report: &mut DeriveReport,
) -> Result<()> {
    let analysed = chunk.await.map_err(|e| StoreError::unavailable("the analysis broke off").caused_by(e))?;
    let mut good = Vec::with_capacity(analysed.len());
    for result in analysed {
        match result {
            Ok(analysis) => good.push(analysis),
            Err(failure) => report.failed.push(failure),
        }
    }
    store.put_analyses(athlete, &good).await?;
    report.analysed += good.len() as u64;
    Ok(())
}

/// Gives every line of the journal that tells of a session its recording. What a line does not say is the usual of the
/// athlete: all are made anew where the figures have changed, so that it does not matter whether line or file came first.
async fn sync_journal(store: &Store, athlete: AthleteId, figures: &Athlete, anew: bool) -> Result<()> {
    const LINES: &str = "journal_lines";
    let zone = zone_of(store, athlete).await?;
    let from = hex(&Sha256::digest(format!("{figures:?} {}", zone.name())));
    let made_from = store.derived_versions(athlete).await?.into_iter().find(|v| v.what == LINES).map(|v| v.input_hash);
    let mut known = BTreeSet::new();
    if !anew && made_from.as_ref() == Some(&from) {
        known.extend(store.recordings(athlete).await?.into_iter().map(|row| row.id));
    }
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
    tx.commit().await?;
    if made_from.as_ref() != Some(&from) {
        store.put_derived_version(athlete, LINES, METHOD_VERSION, &from).await?;
    }
    Ok(())
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
