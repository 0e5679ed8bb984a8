//! What the athlete writes down: lines of the journal. Their grammar is in `striate-journal`; here they are text.

use crate::athlete::{AthleteId, day_of};
use crate::error::Result;
use crate::sql::{Row, Tx, binds};
use crate::store::{Store, now_ms};
use striate_model::Day;

/// A line that is to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// The civil day that it is about.
    pub day: Day,
    /// The line, in the grammar of `striate_journal`.
    pub line: String,
    /// For what an import brings: a name that is the same in the next export of the same app, so that it is stored once.
    /// `None` for a line by hand, which may be said twice.
    pub import_key: Option<String>,
}

/// A stored line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// The civil day that it is about.
    pub day: Day,
    /// The line.
    pub line: String,
    /// Its name in an import; `None` for a line by hand.
    pub import_key: Option<String>,
    /// When it was stored, milliseconds since 1970.
    pub created_ms: i64,
}

/// How the import key of a line from a journal file begins.
pub(crate) const JOURNAL_KEY: &str = "journal ";

impl NewEntry {
    /// A line by hand.
    #[must_use]
    pub fn by_hand(day: Day, line: impl Into<String>) -> Self {
        Self { day, line: line.into(), import_key: None }
    }

    /// Whether it comes from a journal file and stands in the journal by hand already: what was exported comes back.
    pub(crate) async fn is_there_by_hand(&self, tx: &mut Tx, athlete: AthleteId) -> Result<bool> {
        if !self.import_key.as_deref().is_some_and(|key| key.starts_with(JOURNAL_KEY)) {
            return Ok(false);
        }
        let sql = "select 1 from journal_entry where athlete_id = $1 and day = $2 and line = $3 and import_key is null limit 1";
        Ok(tx.first(sql, binds![athlete.0, &self.day.to_string(), &self.line]).await?.is_some())
    }

    /// Stores it and returns its number, or the number under which an import has brought it before.
    pub(crate) async fn insert(&self, tx: &mut Tx, athlete: AthleteId) -> Result<i64> {
        let day = self.day.to_string();
        let new = tx
            .first(
                "insert into journal_entry (athlete_id, day, line, import_key, created_ms) values ($1, $2, $3, $4, $5) \
                 on conflict (athlete_id, import_key) do nothing returning id",
                binds![athlete.0, &day, &self.line, self.import_key.as_deref(), now_ms()],
            )
            .await?;
        if let Some(row) = new {
            return row.int(0);
        }
        tx.one(
            "select id from journal_entry where athlete_id = $1 and import_key = $2",
            binds![athlete.0, self.import_key.as_deref()],
        )
        .await?
        .int(0)
    }
}

impl Store {
    /// Stores lines, all or none, and returns their numbers.
    ///
    /// # Errors
    /// As every write.
    pub async fn add_entries(&self, athlete: AthleteId, entries: &[NewEntry]) -> Result<Vec<i64>> {
        let mut tx = self.pool.write().await?;
        let mut ids = Vec::with_capacity(entries.len());
        for entry in entries {
            ids.push(entry.insert(&mut tx, athlete).await?);
        }
        tx.commit().await?;
        Ok(ids)
    }

    /// Stores lines in the place of others, all or none, and returns their numbers.
    ///
    /// # Errors
    /// `NotFound` where the athlete has no such line to be replaced; as every write.
    pub async fn replace_entries(&self, athlete: AthleteId, old: &[i64], new: &[NewEntry]) -> Result<Vec<i64>> {
        let mut tx = self.pool.write().await?;
        for id in old {
            crate::runs::remove_entry(&mut tx, athlete, *id).await?;
        }
        let mut ids = Vec::with_capacity(new.len());
        for entry in new {
            ids.push(entry.insert(&mut tx, athlete).await?);
        }
        tx.commit().await?;
        Ok(ids)
    }

    /// Every line of an athlete by day, then in the order in which they were stored.
    ///
    /// # Errors
    /// As every read.
    pub async fn entries(&self, athlete: AthleteId) -> Result<Vec<Entry>> {
        let sql =
            "select id, day, line, import_key, created_ms from journal_entry where athlete_id = $1 order by day, id";
        self.pool.all(sql, binds![athlete.0]).await?.iter().map(entry).collect()
    }

    /// The lines about the days from `first` to `last`.
    ///
    /// # Errors
    /// As every read.
    pub async fn entries_between(&self, athlete: AthleteId, first: Day, last: Day) -> Result<Vec<Entry>> {
        let sql = "select id, day, line, import_key, created_ms from journal_entry \
                   where athlete_id = $1 and day between $2 and $3 order by day, id";
        let (first, last) = (first.to_string(), last.to_string());
        self.pool.all(sql, binds![athlete.0, &first, &last]).await?.iter().map(entry).collect()
    }

    /// Takes a line away with what was derived from it.
    ///
    /// # Errors
    /// `NotFound` where the athlete has no such line.
    pub async fn remove_entry(&self, athlete: AthleteId, id: i64) -> Result<()> {
        let mut tx = self.pool.write().await?;
        crate::runs::remove_entry(&mut tx, athlete, id).await?;
        tx.commit().await
    }
}

fn entry(row: &Row) -> Result<Entry> {
    Ok(Entry {
        id: row.int(0)?,
        day: day_of(&row.text(1)?)?,
        line: row.text(2)?,
        import_key: row.text_or_none(3)?,
        created_ms: row.int(4)?,
    })
}
