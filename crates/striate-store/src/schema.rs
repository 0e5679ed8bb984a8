//! Every table with its columns, so that a backup, a comparison and the doctor need no list of their own.

use crate::error::Result;
use crate::sql::{Row, Tx};
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};

/// What a table's rows are to the athlete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Given by the athlete: never recomputed, never lost.
    Ground,
    /// Worked out: may be dropped and made again.
    Derived,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Float,
    Text,
    Blob,
}

/// A table: its columns in their order, the first `key` of them the ones that rows are ordered by.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) standing: Standing,
    pub(crate) key: usize,
    pub(crate) columns: &'static [(&'static str, Kind)],
}

macro_rules! tables {
    ($($standing:ident $name:ident $key:literal: $($column:ident $kind:ident),*;)*) => {
        /// Every table; a row refers only to rows of tables before its own.
        pub(crate) const TABLES: &[Table] = &[$(Table {
            name: stringify!($name),
            standing: Standing::$standing,
            key: $key,
            columns: &[$((stringify!($column), Kind::$kind)),*],
        }),*];
    };
}

tables! {
    Ground account 1: id Int, name Text, password_hash Text, created_ms Int;
    Ground athlete 1: id Int, name Text, created_ms Int;
    Ground account_athlete 2: account_id Int, athlete_id Int, role Text;
    Ground profile 2: athlete_id Int, day Text, figures Text, changed_ms Int;
    Ground source_file 2: athlete_id Int, hash Text, format Text, name Text, size_bytes Int, options Text, added_ms Int;
    Ground source_part 3: athlete_id Int, hash Text, place Int, bytes Blob;
    Ground import 1: id Int, athlete_id Int, origin Text, state Text, started_ms Int, finished_ms Int, summary Text;
    Ground import_item 2: import_id Int, place Int, path Text, outcome Text, hash Text, message Text,
        about Text;
    Ground journal_entry 1: id Int, athlete_id Int, day Text, line Text, import_key Text, created_ms Int;
    Ground import_entry 2: import_id Int, entry_id Int;
    Ground correction 2: athlete_id Int, recording_id Text, told Text, changed_ms Int;
    Ground twin_decision 3: athlete_id Int, first_id Text, second_id Text, is_same Int, changed_ms Int;
    Ground exercise_map 2: athlete_id Int, title Text, movement Text, changed_ms Int;
    Ground goal 2: athlete_id Int, day Text, goal Text, changed_ms Int;
    Ground plan 2: athlete_id Int, version Int, plan Text, created_ms Int, accepted_ms Int;
    Derived recording 2: athlete_id Int, id Text, source_hash Text, entry_id Int, place Int, format Text, sport Text,
        sub_sport Text, name Text, start_ms Int, end_ms Int, day Text, time_zone Text, timer_s Float, elapsed_s Float,
        distance_m Float, ascent_m Float, hr_mean_bpm Float, hr_max_bpm Float, samples Int, active_sets Int, device Text,
        witness Text, shown Text;
    Derived stream 2: athlete_id Int, recording_id Text, bytes Blob;
    Derived session 2: athlete_id Int, id Text, start_ms Int, end_ms Int, day Text, time_zone Text, choice Text;
    Derived session_recording 2: athlete_id Int, recording_id Text, session_id Text;
    Derived analysis 2: athlete_id Int, session_id Text, input_hash Text, method_version Text, summary Text, dose Text,
        detail Blob, computed_ms Int;
    Derived derived_version 2: athlete_id Int, what Text, method_version Text, input_hash Text, computed_ms Int;
}

/// Tables that are neither the athlete's nor worked out, and that no backup holds.
const PASSING: [&str; 2] = ["schema_migration", "login_session"];

/// Derived tables of earlier schemas: a backup may still hold them.
pub(crate) const RETIRED: [&str; 2] = ["speed_best", "day_state"];

/// Tables whose ids the database hands out.
pub(crate) const NUMBERED: [&str; 4] = ["account", "athlete", "import", "journal_entry"];

/// A value of a row that is carried from one database to another.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Float(f64),
    Text(String),
    Blob(Vec<u8>),
}

impl Table {
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|t| t.name == name)
    }

    pub(crate) fn column_names(&self) -> String {
        self.columns.iter().map(|c| c.0).collect::<Vec<_>>().join(", ")
    }

    /// Every row in the order of its key, which is the same in both databases.
    pub(crate) fn select(&self) -> String {
        let key: Vec<&str> = self.columns[..self.key].iter().map(|c| c.0).collect();
        format!("select {} from {} order by {}", self.column_names(), self.name, key.join(", "))
    }

    pub(crate) const fn column_count(&self) -> usize {
        self.columns.len()
    }

    /// The statement that puts in a row of these of its columns.
    pub(crate) fn insert_of(&self, columns: &[String]) -> String {
        let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
        format!("insert into {} ({}) values ({})", self.name, columns.join(", "), places.join(", "))
    }

    /// The kind of a column that is known to exist.
    pub(crate) fn kind_of(&self, column: &str) -> Kind {
        self.columns.iter().find(|(name, _)| *name == column).map_or(Kind::Text, |(_, kind)| *kind)
    }

    pub(crate) fn values(&self, row: &Row) -> Result<Vec<Value>> {
        let value = |(place, (_, kind)): (usize, &(&str, Kind))| {
            Ok(match kind {
                Kind::Int => row.int_or_none(place)?.map_or(Value::Null, Value::Int),
                Kind::Float => row.float_or_none(place)?.map_or(Value::Null, Value::Float),
                Kind::Text => row.text_or_none(place)?.map_or(Value::Null, Value::Text),
                Kind::Blob => row.blob_or_none(place)?.map_or(Value::Null, Value::Blob),
            })
        };
        self.columns.iter().enumerate().map(value).collect()
    }
}

/// A row as bytes, the same on every machine.
pub(crate) fn write_row(bytes: &mut Vec<u8>, values: &[Value]) {
    let text = |bytes: &mut Vec<u8>, tag: u8, content: &[u8]| {
        bytes.push(tag);
        let long = u32::try_from(content.len()).expect("no value is as large as four gigabytes");
        bytes.extend(long.to_le_bytes());
        bytes.extend(content);
    };
    for value in values {
        match value {
            Value::Null => bytes.push(0),
            Value::Int(number) => {
                bytes.push(1);
                bytes.extend(number.to_le_bytes());
            }
            Value::Float(number) => {
                bytes.push(2);
                bytes.extend(number.to_bits().to_le_bytes());
            }
            Value::Text(content) => text(bytes, 3, content.as_bytes()),
            Value::Blob(content) => text(bytes, 4, content),
        }
    }
}

/// One value from the front of `bytes`; `None` where they are no value.
pub(crate) fn read_value(bytes: &mut &[u8]) -> Option<Value> {
    let mut take = |n: usize| {
        let (front, rest) = bytes.split_at_checked(n)?;
        *bytes = rest;
        Some(front)
    };
    let tag = take(1)?[0];
    Some(match tag {
        0 => Value::Null,
        1 => Value::Int(i64::from_le_bytes(take(8)?.try_into().ok()?)),
        2 => Value::Float(f64::from_bits(u64::from_le_bytes(take(8)?.try_into().ok()?))),
        3 | 4 => {
            let long = u32::from_le_bytes(take(4)?.try_into().ok()?) as usize;
            let content = take(long)?.to_vec();
            if tag == 3 { Value::Text(String::from_utf8(content).ok()?) } else { Value::Blob(content) }
        }
        _ => return None,
    })
}

/// What a table holds, in short: two tables with the same digest hold the same rows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TableDigest {
    /// The table.
    pub table: String,
    /// How many rows it has.
    pub rows: u64,
    /// SHA-256 over its rows in the order of their key.
    pub sha256: String,
}

/// The digest of a table as a transaction sees it.
pub(crate) async fn digest(tx: &mut Tx, table: &Table) -> Result<TableDigest> {
    let (mut rows, mut hash, mut bytes) = (0, Sha256::new(), Vec::new());
    let mut stream = tx.stream(table.select());
    while let Some(row) = stream.try_next().await? {
        bytes.clear();
        write_row(&mut bytes, &table.values(&row)?);
        hash.update(&bytes);
        rows += 1;
    }
    Ok(TableDigest { table: table.name.to_owned(), rows, sha256: crate::migrate::hex(&hash.finalize()) })
}

impl crate::Store {
    /// What every table of a standing holds, all as of one instant: how a test, or a careful person, shows that two
    /// databases hold the same.
    ///
    /// # Errors
    /// As every read.
    pub async fn digests(&self, standing: Standing) -> Result<Vec<TableDigest>> {
        let mut tx = self.pool.snapshot().await?;
        let mut digests = Vec::new();
        for table in TABLES.iter().filter(|t| t.standing == standing) {
            digests.push(digest(&mut tx, table).await?);
        }
        tx.rollback().await?;
        Ok(digests)
    }

    /// Drops everything derived of every athlete; the ground stays. [`crate::import::rebuild`] makes it again.
    ///
    /// # Errors
    /// As every write.
    pub async fn drop_derived(&self) -> Result<()> {
        let mut tx = self.pool.write().await?;
        for table in TABLES.iter().rev().filter(|t| t.standing == Standing::Derived) {
            tx.execute(sqlx::AssertSqlSafe(format!("delete from {}", table.name)), &[]).await?;
        }
        tx.commit().await
    }

    /// Drops everything derived of one athlete.
    ///
    /// # Errors
    /// As every write.
    pub async fn drop_derived_of(&self, athlete: crate::AthleteId) -> Result<()> {
        let mut tx = self.pool.write().await?;
        for table in TABLES.iter().rev().filter(|t| t.standing == Standing::Derived) {
            let sql = format!("delete from {} where athlete_id = $1", table.name);
            tx.execute(sqlx::AssertSqlSafe(sql), crate::sql::binds![athlete.0]).await?;
        }
        tx.commit().await
    }
}

/// Columns of the database that this catalogue does not know: a backup would leave them out.
pub(crate) async fn unknown_columns(tx: &mut Tx) -> Result<Vec<String>> {
    let rows = if tx.is_postgres() {
        tx.all(
            "select table_name::text, column_name::text from information_schema.columns where table_schema = current_schema() \
             order by 1, 2",
            &[],
        )
        .await?
    } else {
        tx.all(
            "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' \
             and m.name not like 'sqlite_%' order by 1, 2",
            &[],
        )
        .await?
    };
    let mut unknown = Vec::new();
    for row in rows {
        let (table, column) = (row.text(0)?, row.text(1)?);
        let is_known = Table::named(&table).is_some_and(|t| t.columns.iter().any(|(name, _)| *name == column));
        if !is_known && !PASSING.contains(&table.as_str()) && !RETIRED.contains(&table.as_str()) {
            unknown.push(format!("{table}.{column}"));
        }
    }
    Ok(unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let row =
            [Value::Null, Value::Int(-5), Value::Float(-0.0), Value::Text("Läufe".into()), Value::Blob(vec![0, 255])];
        let mut bytes = Vec::new();
        write_row(&mut bytes, &row);
        let mut rest = bytes.as_slice();
        for value in &row {
            assert_eq!(read_value(&mut rest).as_ref(), Some(value));
        }
        assert!(rest.is_empty());
        let mut cut = Vec::new();
        write_row(&mut cut, &row[4..]);
        cut.pop();
        assert_eq!(read_value(&mut cut.as_slice()), None);
    }
}
