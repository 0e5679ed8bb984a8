//! Runs of `import`: begun, listed, taken back.

use crate::athlete::AthleteId;
use crate::error::{Result, StoreError};
use crate::original::SourceHash;
use crate::sql::{Tx, binds};
use crate::store::{Store, now_ms};
use crate::writer::ItemOutcome;
use std::collections::BTreeMap;

/// One run of `import`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImportId(pub i64);

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// It runs, or its program ended without a word.
    Running,
    /// Everything that was asked was looked at.
    Done,
    /// It was stopped; what was committed before is there, and the next run goes on.
    Stopped,
}

impl ImportState {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Stopped => "stopped",
        }
    }
}

/// A run as `import list` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRun {
    /// Its number.
    pub id: ImportId,
    /// What was asked to be imported.
    pub origin: String,
    /// How it ended.
    pub state: ImportState,
    /// When it began, milliseconds since 1970.
    pub started_ms: i64,
    /// When it ended.
    pub finished_ms: Option<i64>,
    /// The summary that the import wrote, as JSON.
    pub summary: Option<String>,
    /// Files that are in the database now through it.
    pub imported: u64,
    /// Files whose bytes were there before.
    pub duplicates: u64,
    /// Files that could not be read.
    pub failed: u64,
    /// Files that are not for striate.
    pub skipped: u64,
}

/// What became of one file of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportItem {
    /// Its path.
    pub path: String,
    /// What became of it.
    pub outcome: ItemOutcome,
    /// The hash of its bytes, where they are kept.
    pub hash: Option<SourceHash>,
    /// What was wrong.
    pub message: Option<String>,
}

/// What taking back a run took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Files with all that was derived from them.
    pub sources: u64,
    /// Recordings.
    pub recordings: u64,
    /// Lines of the journal.
    pub entries: u64,
}

pub(crate) fn no_such_import(import: ImportId) -> StoreError {
    StoreError::not_found(format!("there is no import {}", import.0))
        .with_hint("`striate import list` shows the imports that there are")
}

impl Store {
    /// Begins a run. `origin` is what was asked, as the athlete wrote it.
    ///
    /// # Errors
    /// As every write.
    pub async fn begin_import(&self, athlete: AthleteId, origin: &str) -> Result<ImportId> {
        let mut tx = self.pool.write().await?;
        let row = tx
            .one(
                "insert into import (athlete_id, origin, state, started_ms) values ($1, $2, $3, $4) returning id",
                binds![athlete.0, origin, ImportState::Running.as_str(), now_ms()],
            )
            .await?;
        tx.commit().await?;
        row.int(0).map(ImportId)
    }

    /// Ends a run. `summary` is JSON for `import list`.
    ///
    /// # Errors
    /// `NotFound` where there is no such run.
    pub async fn finish_import(&self, import: ImportId, state: ImportState, summary: &str) -> Result<()> {
        let changed = self
            .pool
            .execute(
                "update import set state = $1, finished_ms = $2, summary = $3 where id = $4",
                binds![state.as_str(), now_ms(), summary, import.0],
            )
            .await?;
        if changed == 0 { Err(no_such_import(import)) } else { Ok(()) }
    }

    /// Every run of an athlete, the newest first.
    ///
    /// # Errors
    /// As every read.
    pub async fn imports(&self, athlete: AthleteId) -> Result<Vec<ImportRun>> {
        let rows = self
            .pool
            .all(
                "select i.id, i.origin, i.state, i.started_ms, i.finished_ms, i.summary, \
                 coalesce(sum(case when t.outcome = 'imported' then 1 else 0 end), 0), \
                 coalesce(sum(case when t.outcome = 'duplicate' then 1 else 0 end), 0), \
                 coalesce(sum(case when t.outcome = 'failed' then 1 else 0 end), 0), \
                 coalesce(sum(case when t.outcome = 'skipped' then 1 else 0 end), 0) \
                 from import i left join import_item t on t.import_id = i.id where i.athlete_id = $1 \
                 group by i.id, i.origin, i.state, i.started_ms, i.finished_ms, i.summary order by i.id desc",
                binds![athlete.0],
            )
            .await?;
        let run = |row: &crate::sql::Row| {
            Ok(ImportRun {
                id: ImportId(row.int(0)?),
                origin: row.text(1)?,
                state: match row.text(2)?.as_str() {
                    "done" => ImportState::Done,
                    "stopped" => ImportState::Stopped,
                    _ => ImportState::Running,
                },
                started_ms: row.int(3)?,
                finished_ms: row.int_or_none(4)?,
                summary: row.text_or_none(5)?,
                imported: row.count(6)?,
                duplicates: row.count(7)?,
                failed: row.count(8)?,
                skipped: row.count(9)?,
            })
        };
        rows.iter().map(run).collect()
    }

    /// What became of each file of a run, in order.
    ///
    /// # Errors
    /// `NotFound` where there is no such run.
    pub async fn import_items(&self, import: ImportId) -> Result<Vec<ImportItem>> {
        let there = self.pool.first("select id from import where id = $1", binds![import.0]).await?;
        there.ok_or_else(|| no_such_import(import))?;
        let sql = "select path, outcome, hash, message from import_item where import_id = $1 order by place";
        let rows = self.pool.all(sql, binds![import.0]).await?;
        let item = |row: &crate::sql::Row| {
            Ok(ImportItem {
                path: row.text(0)?,
                outcome: ItemOutcome::from_text(&row.text(1)?)?,
                hash: row.text_or_none(2)?.and_then(|hash| SourceHash::from_text(&hash)),
                message: row.text_or_none(3)?,
            })
        };
        rows.iter().map(item).collect()
    }

    /// What was wrong with files of a run, in order: path, what became of it, and the message; so many at most.
    ///
    /// # Errors
    /// As every read.
    pub async fn import_problems(&self, import: ImportId, most: usize) -> Result<Vec<(String, ItemOutcome, String)>> {
        let sql = "select path, outcome, message from import_item where import_id = $1 and message is not null \
                   and outcome <> $2 order by place limit $3";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = self.pool.all(sql, binds![import.0, ItemOutcome::Skipped.as_str(), most]).await?;
        rows.iter().map(|row| Ok((row.text(0)?, ItemOutcome::from_text(&row.text(1)?)?, row.text(2)?))).collect()
    }

    /// What exports say about stored files beside their bytes, as JSON texts by file, each text once.
    ///
    /// # Errors
    /// As every read.
    pub async fn abouts(&self, athlete: AthleteId) -> Result<BTreeMap<SourceHash, Vec<String>>> {
        let sql = "select distinct t.hash, t.about from import_item t join import i on i.id = t.import_id \
                   where i.athlete_id = $1 and t.hash is not null and t.about is not null order by t.hash, t.about";
        let mut found: BTreeMap<SourceHash, Vec<String>> = BTreeMap::new();
        for row in self.pool.all(sql, binds![athlete.0]).await? {
            if let Some(hash) = SourceHash::from_text(&row.text(0)?) {
                found.entry(hash).or_default().push(row.text(1)?);
            }
        }
        Ok(found)
    }

    /// Takes a run back: its record, and the files and journal lines that no other run brought too, with all that was
    /// derived from them. Sessions that lose a recording are taken away whole; group the athlete's recordings again
    /// afterwards. What the athlete said about a recording stays, and holds again when its file comes back.
    ///
    /// # Errors
    /// `NotFound` where there is no such run.
    pub async fn undo_import(&self, import: ImportId) -> Result<Undone> {
        let mut tx = self.pool.write().await?;
        let row = tx.first("select athlete_id from import where id = $1", binds![import.0]).await?;
        let athlete = AthleteId(row.ok_or_else(|| no_such_import(import))?.int(0)?);
        let undone = undo(&mut tx, athlete, import).await?;
        tx.commit().await?;
        Ok(undone)
    }
}

/// Files that this run has an item for, and no other run of the same athlete.
const ONLY_SOURCES: &str = "select t.hash from import_item t where t.import_id = $2 and t.hash is not null and t.outcome <> 'skipped' and not exists \
    (select 1 from import_item o join import i on i.id = o.import_id \
     where o.hash = t.hash and o.outcome <> 'skipped' and i.athlete_id = $1 and o.import_id <> $2)";
const ONLY_ENTRIES: &str = "select e.entry_id from import_entry e where e.import_id = $1 and not exists \
    (select 1 from import_entry o where o.entry_id = e.entry_id and o.import_id <> $1)";

async fn undo(tx: &mut Tx, athlete: AthleteId, import: ImportId) -> Result<Undone> {
    let mut undone = Undone::default();
    let sources = tx.all(ONLY_SOURCES, binds![athlete.0, import.0]).await?;
    let entries = tx.all(ONLY_ENTRIES, binds![import.0]).await?;
    crate::own::take_back(tx, athlete, import).await?;
    tx.execute("delete from import where id = $1", binds![import.0]).await?;
    for row in &sources {
        let hash = row.text(0)?;
        tx.execute(
            "delete from session where athlete_id = $1 and id in (select session_id from session_recording s \
             join recording r on r.athlete_id = s.athlete_id and r.id = s.recording_id \
             where r.athlete_id = $1 and r.source_hash = $2)",
            binds![athlete.0, &hash],
        )
        .await?;
        undone.recordings += tx
            .execute("delete from recording where athlete_id = $1 and source_hash = $2", binds![athlete.0, &hash])
            .await?;
        undone.sources +=
            tx.execute("delete from source_file where athlete_id = $1 and hash = $2", binds![athlete.0, &hash]).await?;
    }
    for row in &entries {
        let entry = row.int(0)?;
        undone.recordings += remove_entry(tx, athlete, entry).await?;
        undone.entries += 1;
    }
    tx.execute("delete from derived_version where athlete_id = $1 and what <> 'recordings'", binds![athlete.0]).await?;
    Ok(undone)
}

/// Takes a journal line away with its recordings and their sessions, and returns how many recordings there were.
pub(crate) async fn remove_entry(tx: &mut Tx, athlete: AthleteId, entry: i64) -> Result<u64> {
    tx.execute(
        "delete from session where athlete_id = $1 and id in (select session_id from session_recording s \
         join recording r on r.athlete_id = s.athlete_id and r.id = s.recording_id \
         where r.athlete_id = $1 and r.entry_id = $2)",
        binds![athlete.0, entry],
    )
    .await?;
    let recordings =
        tx.execute("delete from recording where athlete_id = $1 and entry_id = $2", binds![athlete.0, entry]).await?;
    let lines =
        tx.execute("delete from journal_entry where athlete_id = $1 and id = $2", binds![athlete.0, entry]).await?;
    if lines == 0 {
        return Err(StoreError::not_found(format!("there is no journal line {entry}")));
    }
    Ok(recordings)
}
