//! A backup: one file with every row of every table as of one instant, made while others go on writing, the same for both
//! databases. Each block has its checksum, and a list of contents with the checksum of every table stands at the end, so
//! that a cut or changed file is known before anything is touched.

use crate::error::{Result, StoreError};
use crate::migrate::{SCHEMA_VERSION, hex};
use crate::original::{compressed, inflated};
use crate::schema::{self, RETIRED, Standing, TABLES, Table, TableDigest, Value};
use crate::sql::Tx;
use crate::store::{Store, now_ms, private_file};
use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

const MAGIC: &[u8] = b"striate backup 1\n";
/// A block of rows is closed when it has grown to this.
const BLOCK_BYTES: usize = 4 << 20;
/// No block is larger, stored or inflated: a row's part of an original and some.
const BLOCK_BYTES_MAX: usize = 1 << 30;
const ROWS: u8 = b'R';
const CONTENTS: u8 = b'C';

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The layout of the file.
    pub format: u32,
    /// The program that made it.
    pub program: String,
    /// The schema of its rows.
    pub schema_version: i64,
    /// The method of its derived figures.
    pub method_version: String,
    /// Which database it was made from.
    pub backend: String,
    /// When, milliseconds since 1970.
    pub created_ms: i64,
    /// What each table holds.
    pub tables: Vec<TableDigest>,
}

impl Manifest {
    /// How many rows a table has in it.
    #[must_use]
    pub fn rows(&self, table: &str) -> u64 {
        self.tables.iter().find(|t| t.table == table).map_or(0, |t| t.rows)
    }
}

impl Store {
    /// Writes a backup to a new file, while others may go on writing to the database. The file appears under its name
    /// only when it is whole and on the disk.
    ///
    /// # Errors
    /// `Conflict` where the file is there already; `Unavailable` where it cannot be written.
    pub async fn backup(&self, path: &Path) -> Result<Manifest> {
        if path.exists() {
            return Err(StoreError::conflict(format!("{} is there already", path.display()))
                .with_hint("name a new file; a backup never overwrites another"));
        }
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = Path::new(&partial);
        let written = self.backup_into(partial).await;
        let moved = written.and_then(|manifest| {
            std::fs::rename(partial, path).map_err(|e| cannot_write(path, e))?;
            sync_folder(path);
            Ok(manifest)
        });
        if moved.is_err() {
            // What cannot be removed either stays, under a name that nobody takes for a backup.
            let _ = std::fs::remove_file(partial);
        }
        moved
    }

    async fn backup_into(&self, path: &Path) -> Result<Manifest> {
        // What an earlier run that was ended by force has left.
        let _ = std::fs::remove_file(path);
        let file = private_file(path).map_err(|e| cannot_write(path, e))?;
        let mut out = BufWriter::new(file);
        let failed = |e| cannot_write(path, e);
        out.write_all(MAGIC).map_err(failed)?;
        let mut tx = self.pool.snapshot().await?;
        let mut tables = Vec::new();
        for (number, table) in TABLES.iter().enumerate() {
            tables.push(write_table(&mut tx, number as u8, table, &mut out, path).await?);
        }
        tx.rollback().await?;
        let manifest = Manifest {
            format: 1,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version: SCHEMA_VERSION,
            method_version: striate_stimulus::METHOD_VERSION.to_owned(),
            backend: self.backend().as_str().to_owned(),
            created_ms: now_ms(),
            tables,
        };
        let contents = crate::athlete::json_text(&Contents { manifest: manifest.clone(), columns: columns() })?;
        write_block(&mut out, CONTENTS, contents.as_bytes()).map_err(failed)?;
        let file = out.into_inner().map_err(|e| cannot_write(path, e.into_error()))?;
        file.sync_all().map_err(failed)?;
        Ok(manifest)
    }

    /// Checks a backup to its last byte, and only then puts its rows into this database: all or none, in one
    /// transaction, compared with the backup before it is committed. `replace` allows a database that is not empty. What
    /// was worked out under an older schema is left out, and worked out anew when it is next asked for.
    ///
    /// # Errors
    /// `Corrupt` where the backup is damaged, `Conflict` where the database is not empty or the backup is newer than the
    /// program: then nothing was touched.
    pub async fn restore(&self, path: &Path, replace: bool) -> Result<Manifest> {
        let contents = check(path)?;
        let mut tx = self.pool.write().await?;
        if !replace {
            for table in TABLES.iter().filter(|t| !["account", "athlete", "account_athlete"].contains(&t.name)) {
                let sql = format!("select count(*) from {}", table.name);
                if tx.one(sqlx::AssertSqlSafe(sql), &[]).await?.int(0)? > 0 {
                    return Err(StoreError::conflict(format!("{} is not empty", self.location().shown())).with_hint(
                        "name a new database with --database, or let --replace put the backup in place of all that is there",
                    ));
                }
            }
        }
        for table in TABLES.iter().rev() {
            tx.execute(sqlx::AssertSqlSafe(format!("delete from {}", table.name)), &[]).await?;
        }
        put_rows(&mut tx, path, &contents).await?;
        for before in &contents.manifest.tables {
            let Some(table) = Table::named(&before.table).filter(|t| contents.brings(t)) else { continue };
            let is_whole = contents.columns_of(table) == table.column_count();
            if is_whole && schema::digest(&mut tx, table).await? != *before {
                return Err(StoreError::corrupt(format!("the table {} did not come out as it went in", before.table))
                    .with_hint("nothing was changed; please report this"));
            }
        }
        if tx.is_postgres() {
            for table in schema::NUMBERED {
                let sql = format!(
                    "select setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 0) + 1, false) from {table}"
                );
                tx.all(sqlx::AssertSqlSafe(sql), &[]).await?;
            }
        }
        tx.commit().await?;
        Ok(contents.manifest)
    }
}

/// Checks a backup to its last byte without any database.
///
/// # Errors
/// `Corrupt` where it is damaged, `Conflict` where it is none or newer than the program.
pub fn check_backup(path: &Path) -> Result<Manifest> {
    check(path).map(|contents| contents.manifest)
}

/// The manifest with the columns of its rows.
#[derive(Serialize, Deserialize)]
struct Contents {
    manifest: Manifest,
    columns: Vec<Vec<String>>,
}

impl Contents {
    /// Whether rows of a table are put back: all of the ground; what was worked out only as this program would keep it.
    fn brings(&self, table: &Table) -> bool {
        table.standing == Standing::Ground || self.manifest.schema_version == SCHEMA_VERSION
    }

    fn columns_of(&self, table: &Table) -> usize {
        let place = self.manifest.tables.iter().position(|t| t.table == table.name);
        place.and_then(|p| self.columns.get(p)).map_or(0, Vec::len)
    }
}

fn columns() -> Vec<Vec<String>> {
    TABLES.iter().map(|t| t.columns.iter().map(|c| c.0.to_owned()).collect()).collect()
}

async fn write_table(tx: &mut Tx, number: u8, table: &Table, out: &mut impl Write, path: &Path) -> Result<TableDigest> {
    let (mut rows, mut hash) = (0, Sha256::new());
    let mut block = vec![number];
    let mut stream = tx.stream(table.select());
    while let Some(row) = stream.try_next().await? {
        let before = block.len();
        schema::write_row(&mut block, &table.values(&row)?);
        hash.update(&block[before..]);
        rows += 1;
        if block.len() >= BLOCK_BYTES {
            write_block(out, ROWS, &block).map_err(|e| cannot_write(path, e))?;
            block.truncate(1);
        }
    }
    if block.len() > 1 {
        write_block(out, ROWS, &block).map_err(|e| cannot_write(path, e))?;
    }
    Ok(TableDigest { table: table.name.to_owned(), rows, sha256: hex(&hash.finalize()) })
}

/// What it is, its length, its checksum, its bytes compressed.
fn write_block(out: &mut impl Write, what: u8, content: &[u8]) -> std::io::Result<()> {
    let stored = compressed(content);
    let long = u32::try_from(stored.len()).expect("a block is smaller than four gigabytes");
    out.write_all(&[what])?;
    out.write_all(&long.to_le_bytes())?;
    let mut check = Sha256::new();
    check.update([what]);
    check.update(&stored);
    out.write_all(&check.finalize())?;
    out.write_all(&stored)
}

/// Reads blocks to the last byte of the file.
struct Blocks {
    reader: BufReader<File>,
}

impl Blocks {
    fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|e| {
            let told = format!("the backup {} cannot be read", path.display());
            match e.kind() {
                std::io::ErrorKind::NotFound => StoreError::not_found(format!("there is no backup {}", path.display())),
                _ => StoreError::unavailable(told).caused_by(e),
            }
        })?;
        let mut reader = BufReader::new(file);
        let mut magic = [0; MAGIC.len()];
        if reader.read_exact(&mut magic).is_err() || magic != MAGIC {
            return Err(StoreError::conflict(format!("{} is no backup that this striate knows", path.display()))
                .with_hint("nothing was changed"));
        }
        Ok(Self { reader })
    }

    fn next(&mut self) -> Result<Option<(u8, Vec<u8>)>> {
        let mut head = [0; 1 + 4 + 32];
        let mut filled = 0;
        while filled < head.len() {
            match self.reader.read(&mut head[filled..]) {
                Ok(0) if filled == 0 => return Ok(None),
                Ok(0) => return Err(damaged("it ends in the middle")),
                Ok(n) => filled += n,
                Err(e) => return Err(damaged("it cannot be read").caused_by(e)),
            }
        }
        let long = u32::from_le_bytes(head[1..5].try_into().expect("four bytes are four bytes")) as usize;
        if long > BLOCK_BYTES_MAX {
            return Err(damaged("a length is impossible"));
        }
        let mut stored = Vec::new();
        let read = self.reader.by_ref().take(long as u64).read_to_end(&mut stored);
        if read.map_err(|e| damaged("it cannot be read").caused_by(e))? < long {
            return Err(damaged("it ends in the middle"));
        }
        let mut check = Sha256::new();
        check.update([head[0]]);
        check.update(&stored);
        if check.finalize()[..] != head[5..] {
            return Err(damaged("a checksum does not hold"));
        }
        Ok(Some((head[0], inflated(&stored, BLOCK_BYTES_MAX)?)))
    }
}

/// The whole file: every block's checksum, every table's count and checksum, nothing missing and nothing behind the end.
fn check(path: &Path) -> Result<Contents> {
    let mut blocks = Blocks::open(path)?;
    let mut hashes: Vec<Sha256> = Vec::new();
    let mut contents: Option<Contents> = None;
    while let Some((what, block)) = blocks.next()? {
        if contents.is_some() {
            return Err(damaged("something stands behind its end"));
        }
        match (what, block.split_first()) {
            (ROWS, Some((table, rows))) => {
                let table = usize::from(*table);
                if hashes.len() <= table {
                    hashes.resize(table + 1, Sha256::new());
                }
                hashes[table].update(rows);
            }
            (CONTENTS, _) => {
                let told: Contents = serde_json::from_slice(&block)
                    .map_err(|e| damaged("its list of contents cannot be read").caused_by(e))?;
                contents = Some(told);
            }
            _ => return Err(damaged("a part of it is of no known kind")),
        }
    }
    let contents = contents.ok_or_else(|| damaged("its end is missing"))?;
    hashes.resize(contents.manifest.tables.len(), Sha256::new());
    for (hash, table) in hashes.into_iter().zip(&contents.manifest.tables) {
        if hex(&hash.finalize()) != table.sha256 {
            return Err(damaged("the checksum of a table does not hold"));
        }
    }
    if contents.manifest.schema_version > SCHEMA_VERSION {
        return Err(StoreError::conflict(format!(
            "this backup was made by a newer striate (schema {}; this program knows up to {SCHEMA_VERSION})",
            contents.manifest.schema_version
        ))
        .with_hint("update striate; nothing was changed"));
    }
    for (table, columns) in contents.manifest.tables.iter().zip(&contents.columns) {
        if RETIRED.contains(&table.table.as_str()) {
            continue;
        }
        let known = Table::named(&table.table);
        if known
            .is_none_or(|t| contents.brings(t) && columns.iter().any(|c| !t.columns.iter().any(|(name, _)| name == c)))
        {
            return Err(StoreError::conflict(format!("this backup holds a table that is not known: {}", table.table)));
        }
    }
    Ok(contents)
}

async fn put_rows(tx: &mut Tx, path: &Path, contents: &Contents) -> Result<()> {
    let mut blocks = Blocks::open(path)?;
    while let Some((what, block)) = blocks.next()? {
        let Some((number, mut rows)) = block.split_first().filter(|_| what == ROWS) else { continue };
        let number = usize::from(*number);
        let (Some(named), Some(columns)) = (contents.manifest.tables.get(number), contents.columns.get(number)) else {
            return Err(damaged("a part of it is of no known table"));
        };
        // The check has let pass only tables that are known, or were.
        let Some(table) = Table::named(&named.table).filter(|t| contents.brings(t)) else { continue };
        let sql = table.insert_of(columns);
        while !rows.is_empty() {
            let mut values = Vec::with_capacity(columns.len());
            for _ in columns {
                values.push(schema::read_value(&mut rows).ok_or_else(|| damaged("a row cannot be read"))?);
            }
            let kinds = columns.iter().map(|c| table.kind_of(c));
            let binds: Vec<_> = values.iter().zip(kinds).map(|(value, kind)| value.bind(kind)).collect();
            tx.execute(sqlx::AssertSqlSafe(sql.clone()), &binds).await?;
        }
    }
    Ok(())
}

fn damaged(how: &str) -> StoreError {
    StoreError::corrupt(format!("the backup is damaged: {how}"))
        .with_hint("nothing was changed; use another backup, or copy this one again from where it came")
}

pub(crate) fn cannot_write(path: &Path, error: std::io::Error) -> StoreError {
    let message = match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded | std::io::ErrorKind::FileTooLarge => {
            format!("no room is left to write {}", path.display())
        }
        std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => {
            format!("{} must not be written", path.display())
        }
        _ => format!("{} cannot be written", path.display()),
    };
    StoreError::unavailable(message).with_hint("name another place; the database was not changed").caused_by(error)
}

/// The folder's own entry, so that the new name survives a loss of power. Where the system cannot, it cannot.
pub(crate) fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

impl Value {
    fn bind(&self, kind: schema::Kind) -> crate::sql::Bind<'_> {
        use crate::sql::Bind;
        match self {
            Self::Int(value) => Bind::Int(Some(*value)),
            Self::Float(value) => Bind::Float(Some(*value)),
            Self::Text(value) => Bind::Text(Some(value)),
            Self::Blob(value) => Bind::Blob(Some(value)),
            Self::Null => match kind {
                schema::Kind::Int => Bind::Int(None),
                schema::Kind::Float => Bind::Float(None),
                schema::Kind::Text => Bind::Text(None),
                schema::Kind::Blob => Bind::Blob(None),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{GroupLimits, ItemOutcome, NewEntry, PreparedFile, PreparedSource, block_on};

    /// A backup as a program of an earlier schema wrote it: with a table that is no more.
    fn aged(path: &Path, to: &Path) {
        let mut blocks = Blocks::open(path).unwrap();
        let mut out = File::create(to).unwrap();
        out.write_all(MAGIC).unwrap();
        while let Some((what, block)) = blocks.next().unwrap() {
            if what == ROWS {
                write_block(&mut out, ROWS, &block).unwrap();
                continue;
            }
            let mut contents: Contents = serde_json::from_slice(&block).unwrap();
            contents.manifest.schema_version = SCHEMA_VERSION - 1;
            let nothing = hex(&Sha256::new().finalize());
            let gone = TableDigest { table: RETIRED[0].to_owned(), rows: 0, sha256: nothing };
            contents.manifest.tables.push(gone);
            contents.columns.push(vec!["distance_m".to_owned()]);
            write_block(&mut out, CONTENTS, serde_json::to_string(&contents).unwrap().as_bytes()).unwrap();
        }
    }

    #[test]
    fn a_backup_of_an_older_schema_brings_the_ground_back_and_nothing_that_was_worked_out() {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
        block_on(async {
            let store = Store::open(&place("a.db")).await.unwrap();
            let me = store.only_athlete().await.unwrap();
            store.add_entries(me, &[NewEntry::by_hand("2026-11-20".parse().unwrap(), "sleep 8 h")]).await.unwrap();
            let run = store.begin_import(me, "x").await.unwrap();
            let mut writer = store.import_writer(run, GroupLimits::default()).await.unwrap();
            let source = Some(PreparedSource::new(b"bytes", "a.fit", Some("fit"), "{}"));
            let (path, outcome) = ("a.fit".to_owned(), ItemOutcome::Imported);
            let file = PreparedFile { path, outcome, message: None, source, recordings: vec![], entries: vec![] };
            writer.put(&file).await.unwrap();
            writer.commit().await.unwrap();
            store.put_derived_version(me, "recordings", "1", "").await.unwrap();
            let (new, old) = (folder.path().join("new.backup"), folder.path().join("old.backup"));
            store.backup(&new).await.unwrap();
            aged(&new, &old);
            let (other, same) =
                (Store::open(&place("b.db")).await.unwrap(), Store::open(&place("c.db")).await.unwrap());
            other.restore(&old, false).await.unwrap();
            same.restore(&new, false).await.unwrap();
            for restored in [&other, &same] {
                let ground = restored.digests(Standing::Ground).await.unwrap();
                assert_eq!(ground, store.digests(Standing::Ground).await.unwrap());
            }
            assert_eq!(same.derived_versions(me).await.unwrap().len(), 1);
            assert!(other.derived_versions(me).await.unwrap().is_empty(), "it is worked out when it is next asked for");
        })
        .unwrap();
    }
}
