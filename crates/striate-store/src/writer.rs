//! Bulk writing of an import: each file whole or not at all, many files for one wait for the disk.

use crate::athlete::AthleteId;
use crate::error::{Result, StoreError};
use crate::journal::NewEntry;
use crate::original::{PreparedSource, SourceHash};
use crate::own::{Said, abouts, put_own};
use crate::recording::PreparedRecording;
use crate::runs::ImportId;
use crate::sql::{Pool, Tx, binds};
use crate::store::Store;
use striate_archive::Own;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemOutcome {
    /// It is in the database now.
    Imported,
    /// The same bytes were there before.
    Duplicate,
    /// Nothing in it is for striate.
    Skipped,
    /// It could not be read.
    Failed,
}

impl ItemOutcome {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Duplicate => "duplicate",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }

    pub(crate) fn from_text(text: &str) -> Result<Self> {
        [Self::Imported, Self::Duplicate, Self::Skipped, Self::Failed]
            .into_iter()
            .find(|outcome| outcome.as_str() == text)
            .ok_or_else(|| StoreError::corrupt(format!("\"{text}\" is no outcome of an imported file")))
    }
}

/// One file of an import with everything that it brings. Made by worker threads, written by one.
#[derive(Clone, Debug)]
pub struct PreparedFile {
    /// Its path, with the archive's path before it where it lay in one.
    pub path: String,
    /// What became of it, as far as reading it showed. [`ImportWriter::put`] makes `Imported` a `Duplicate` where the
    /// same bytes are there already.
    pub outcome: ItemOutcome,
    /// One plain sentence where there was a problem.
    pub message: Option<String>,
    /// Its bytes; `None` where they are not kept.
    pub source: Option<PreparedSource>,
    /// The recordings in it.
    pub recordings: Vec<PreparedRecording>,
    /// Lines of the journal that it brings: body mass, sleep.
    pub entries: Vec<NewEntry>,
}

/// What is known of a file beside what it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aside {
    /// What an export says about it, as JSON: kept with the run that brought it.
    pub about: Option<String>,
    /// The hash of its bytes where they are there already and were not read again.
    pub known: Option<SourceHash>,
}

/// Writes the files of one import. Files are committed in groups; a group that was not committed leaves no trace.
pub struct ImportWriter {
    pool: Pool,
    import: ImportId,
    athlete: AthleteId,
    group: Option<Tx>,
    limits: GroupLimits,
    files: usize,
    bytes: usize,
    place: i64,
}

/// When a group of files is committed.
#[derive(Clone, Copy, Debug)]
pub struct GroupLimits {
    /// After so many files.
    pub files: usize,
    /// After so many bytes.
    pub bytes: usize,
}

impl Default for GroupLimits {
    fn default() -> Self {
        // So small that the threads which decode are not out of room before the disk has answered.
        Self { files: 50, bytes: 4 << 20 }
    }
}

impl Store {
    /// A writer for an import that was begun.
    ///
    /// # Errors
    /// `NotFound` where there is no such import.
    pub async fn import_writer(&self, import: ImportId, limits: GroupLimits) -> Result<ImportWriter> {
        let row = self.pool.first("select athlete_id from import where id = $1", binds![import.0]).await?;
        let athlete = AthleteId(row.ok_or_else(|| crate::runs::no_such_import(import))?.int(0)?);
        let next = "select coalesce(max(place), -1) + 1 from import_item where import_id = $1";
        let place = self.pool.one(next, binds![import.0]).await?.int(0)?;
        Ok(ImportWriter { pool: self.pool.clone(), import, athlete, group: None, limits, files: 0, bytes: 0, place })
    }
}

impl ImportWriter {
    /// Writes one file: all of it, or nothing and an error. Returns what became of it. The group is committed when it is
    /// full.
    ///
    /// # Errors
    /// As every write. After `Unavailable` (disk full, busy) the group is lost and the import should end; files of groups
    /// committed before are safe.
    pub async fn put(&mut self, file: &PreparedFile) -> Result<ItemOutcome> {
        self.put_noted(file, &Aside::default()).await
    }

    /// Like [`ImportWriter::put`], with what is known of the file beside what it holds.
    ///
    /// # Errors
    /// As [`ImportWriter::put`].
    pub async fn put_noted(&mut self, file: &PreparedFile, aside: &Aside) -> Result<ItemOutcome> {
        if self.group.is_none() {
            self.group = Some(self.pool.write().await?);
        }
        let tx = self.group.as_mut().expect("the group was begun above");
        tx.execute("savepoint file", &[]).await?;
        let written = put_file(tx, self.athlete, self.import, self.place, (file, aside)).await;
        let outcome = match written {
            Ok(outcome) => outcome,
            Err(error) => {
                // Where even this fails the whole group falls, which leaves nothing half there either.
                let back = tx.execute("rollback to savepoint file", &[]).await;
                if back.is_err() || error.sort() == crate::Sort::Unavailable {
                    self.group = None;
                }
                return Err(error);
            }
        };
        tx.execute("release savepoint file", &[]).await?;
        self.place += 1;
        self.files += 1;
        self.bytes += file.source.as_ref().map_or(0, PreparedSource::stored_bytes)
            + file.recordings.iter().map(PreparedRecording::stream_bytes).sum::<usize>();
        if self.files >= self.limits.files || self.bytes >= self.limits.bytes {
            self.commit().await?;
        }
        Ok(outcome)
    }

    /// Stores what an export of striate says and nobody has said here, all of it or nothing. Returns what became of it, and
    /// how much of it was new.
    ///
    /// # Errors
    /// As [`ImportWriter::put`]; `Conflict` where a value of it is none.
    pub async fn put_own(&mut self, path: &str, own: &Own) -> Result<(ItemOutcome, Said)> {
        if self.group.is_none() {
            self.group = Some(self.pool.write().await?);
        }
        let tx = self.group.as_mut().expect("the group was begun above");
        tx.execute("savepoint file", &[]).await?;
        let written = put_said(tx, (self.athlete, self.import), self.place, (path, own)).await;
        if written.is_err() && tx.execute("rollback to savepoint file", &[]).await.is_err() {
            self.group = None;
        }
        let (outcome, said, next) = written?;
        self.place = next;
        // It may be large.
        self.commit().await?;
        Ok((outcome, said))
    }

    /// Commits the group: one wait for the disk. Call it before the writer is dropped.
    ///
    /// # Errors
    /// As every write; then nothing of the group is there.
    pub async fn commit(&mut self) -> Result<()> {
        (self.files, self.bytes) = (0, 0);
        match self.group.take() {
            Some(tx) => tx.commit().await,
            None => Ok(()),
        }
    }

    /// The import that it writes for.
    #[must_use]
    pub const fn import(&self) -> ImportId {
        self.import
    }
}

async fn put_said(
    tx: &mut Tx,
    (athlete, import): (AthleteId, ImportId),
    mut place: i64,
    (path, own): (&str, &Own),
) -> Result<(ItemOutcome, Said, i64)> {
    let sql = "insert into import_item (import_id, place, path, outcome, hash, message, about) \
               values ($1, $2, $3, $4, $5, $6, $7)";
    let nothing: Option<&str> = None;
    let (said, about) = put_own(tx, athlete, import, own).await?;
    let outcome = if said.is_nothing() { ItemOutcome::Duplicate } else { ItemOutcome::Imported };
    tx.execute(sql, binds![import.0, place, path, outcome.as_str(), nothing, nothing, &about]).await?;
    place += 1;
    // What other exports said of the files is kept like theirs; the files themselves come on their own.
    for (hash, about) in abouts(own) {
        let skipped = ItemOutcome::Skipped.as_str();
        tx.execute(sql, binds![import.0, place, path, skipped, hash.as_str(), nothing, &about]).await?;
        place += 1;
    }
    tx.execute("release savepoint file", &[]).await?;
    Ok((outcome, said, place))
}

async fn put_file(
    tx: &mut Tx,
    athlete: AthleteId,
    import: ImportId,
    place: i64,
    (file, aside): (&PreparedFile, &Aside),
) -> Result<ItemOutcome> {
    let mut outcome = file.outcome;
    // The original first: nothing derived without it.
    if let Some(source) = &file.source
        && !source.insert(tx, athlete).await?
        && outcome == ItemOutcome::Imported
    {
        outcome = ItemOutcome::Duplicate;
    }
    if outcome == ItemOutcome::Imported {
        for recording in &file.recordings {
            recording.insert(tx, athlete).await?;
        }
    }
    for entry in &file.entries {
        if entry.is_there_by_hand(tx, athlete).await? {
            continue;
        }
        let id = entry.insert(tx, athlete).await?;
        tx.execute(
            "insert into import_entry (import_id, entry_id) values ($1, $2) on conflict do nothing",
            binds![import.0, id],
        )
        .await?;
    }
    tx.execute(
        "insert into import_item (import_id, place, path, outcome, hash, message, about) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        binds![
            import.0,
            place,
            &file.path,
            outcome.as_str(),
            file.source.as_ref().map(|s| &s.hash).or(aside.known.as_ref()).map(SourceHash::as_str),
            file.message.as_deref(),
            aside.about.as_deref(),
        ],
    )
    .await?;
    Ok(outcome)
}
