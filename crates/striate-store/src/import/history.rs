//! What a database answers about a whole history: its sessions ready to be folded, the athlete's figures, what is missing.

use super::derive::Choice;
use super::inputs::Zone;
use super::rebuild::are_recordings_current;
use super::relocate::are_days_current;
use super::work::by_hand;
use crate::aside::aside;
use crate::athlete::AthleteId;
use crate::error::Result;
use crate::recording::{Origin, RecordingId};
use crate::session::{SessionId, SessionRow};
use crate::sql::binds;
use crate::store::Store;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use striate_duplicates::Part;
use striate_history::stored::{SessionSummary, shown_of_json};
use striate_history::{Ledger, athlete_of_history, shown_by_notes};
use striate_journal::{athlete_with_notes, parse_line};
use striate_model::{Athlete, Day, Entry, SpeedBests, SpeedDuration, TimeSpan};

/// The athlete's figures: what they said, and what the whole history shows as of its last day.
///
/// # Errors
/// What the database refuses.
pub async fn athlete_figures(store: &Store, athlete: AthleteId) -> Result<(Athlete, Option<SpeedDuration>)> {
    let shown = store.shown(athlete).await?;
    let read = move || shown.par_iter().filter_map(|text| shown_of_json(text)).collect::<Vec<SpeedBests>>();
    let mut shown = aside(read).done().await?;
    let notes = notes(store, athlete).await?;
    let said = athlete_with_notes(&store.profile(athlete).await?.athlete(), &notes, Day::from_ordinal(i32::MAX));
    shown.extend(shown_by_notes(&notes, &said, TimeSpan::default()));
    let last = shown.iter().map(|s| s.start).max();
    let today = last.map_or(Day::default(), |last| Day::of(last, TimeSpan::default()));
    Ok(athlete_of_history(&said, &shown, today, TimeSpan::default()))
}

/// The time zone in which lines of the journal are meant: the profile's, else this computer's.
pub(super) async fn zone_of(store: &Store, athlete: AthleteId) -> Result<Zone> {
    let named = store.profile(athlete).await?.time_zone;
    Ok(named.and_then(|name| Zone::named(&name).ok()).unwrap_or_else(Zone::of_system))
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
    // Only the sessions that have some: ten years of doses need not be read for it.
    let sql = "select summary from analysis where athlete_id = $1 and summary like '%\"unknown_exercises\"%'";
    for row in store.pool.all(sql, binds![athlete.0]).await? {
        let summary = SessionSummary::from_json(&row.text(0)?);
        for (title, sets) in summary.map(|s| s.unknown_exercises).unwrap_or_default() {
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
    if !are_recordings_current(store, athlete).await? || !are_days_current(store, athlete).await? {
        return Ok(false);
    }
    let is_grouped = store.pool.first(alone, binds![athlete.0]).await?.is_none();
    Ok(is_grouped && store.stale_sessions(athlete).await?.is_empty())
}

/// The names of the files from which sessions come, or the lines of the journal: what people know them by.
///
/// # Errors
/// What the database refuses.
pub async fn names_of_sessions(store: &Store, athlete: AthleteId) -> Result<HashMap<SessionId, String>> {
    let files: HashMap<_, String> = store.sources(athlete).await?.into_iter().map(|s| (s.hash, s.name)).collect();
    let lines: HashMap<i64, String> = store.entries(athlete).await?.into_iter().map(|e| (e.id, e.line)).collect();
    let name = |origin: &Origin| match origin {
        Origin::Source(hash) => files.get(hash).cloned(),
        Origin::Entry(entry) => lines.get(entry).cloned(),
    };
    let recordings: HashMap<RecordingId, Option<String>> =
        store.recordings(athlete).await?.into_iter().map(|row| (row.id, name(&row.origin))).collect();
    // Of several recordings the one that gives the samples; else the one whose id the session bears.
    let named = |s: SessionRow| {
        let choice: Choice = serde_json::from_str(&s.choice).unwrap_or_default();
        let streams = choice.picks.iter().find(|p| p.part == Part::Streams.as_str()).and_then(|p| p.recordings.first());
        let of = RecordingId(streams.unwrap_or(&s.id.0).clone());
        Some((s.id, recordings.get(&of)?.clone()?))
    };
    Ok(store.sessions(athlete).await?.into_iter().filter_map(named).collect())
}
