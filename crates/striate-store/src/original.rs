//! The athlete's own files: kept byte for byte under the hash of their content.

use crate::athlete::AthleteId;
use crate::error::{Result, StoreError};
use crate::migrate::hex;
use crate::sql::{Tx, binds};
use crate::store::{Store, now_ms};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::io::Read;
use striate_archive::gunzipped;
use zstd::bulk::Compressor;

/// The SHA-256 of a file's bytes in small hexadecimal letters, as `sha256sum` prints it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceHash(String);

impl SourceHash {
    /// Of a file's bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex(&Sha256::digest(bytes)))
    }

    /// From its text; `None` for any text that is no such hash.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let is_hash = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        is_hash.then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Enough of it to name a file among an athlete's files.
    #[must_use]
    pub fn short(&self) -> &str {
        &self.0[..16]
    }
}

impl fmt::Display for SourceHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file that is ready to be stored: hashed and compressed, which a worker thread can do.
#[derive(Clone, Debug)]
pub struct PreparedSource {
    /// The hash of its bytes.
    pub hash: SourceHash,
    /// What the bytes are (`fit`, `hevy_csv`, ...); `None` where nobody can read them.
    pub format: Option<String>,
    /// The name under which it came, without its folder.
    pub name: String,
    /// What must be known to read it again alike, as JSON: `{"unit": "kg", "time_zone": "Europe/Berlin"}`.
    pub options: String,
    size_bytes: u64,
    parts: Vec<Vec<u8>>,
}

/// How hard zstd tries. Level 3 takes 5 % off a FIT file for twice the time, and makes XML no smaller.
const LEVEL: i32 = 1;
/// Larger files are stored in several parts, so that nobody needs the whole in memory.
pub(crate) const PART_BYTES: usize = 8 << 20;

impl PreparedSource {
    /// Hashes and compresses a file's bytes.
    #[must_use]
    pub fn new(bytes: &[u8], name: &str, format: Option<&str>, options: &str) -> Self {
        Self::hashed(SourceHash::of(bytes), (bytes, None), name, (format, options))
    }

    /// The same for bytes whose hash is known, and which may have come in a gzip stream: that is kept as it is where it is of use, which
    /// spares packing anew what is packed well.
    pub(crate) fn hashed(
        hash: SourceHash,
        (bytes, gzip): (&[u8], Option<Vec<u8>>),
        name: &str,
        (format, options): (Option<&str>, &str),
    ) -> Self {
        let is_of_use = |gzip: &Vec<u8>| bytes.len() <= PART_BYTES && gzip.len() < bytes.len() / 10 * 9;
        let parts = match gzip.filter(is_of_use) {
            Some(gzip) => vec![gzip],
            None => bytes.chunks(PART_BYTES).map(compressed).collect(),
        };
        Self {
            hash,
            format: format.map(str::to_owned),
            name: name.to_owned(),
            options: if options.is_empty() { "{}".to_owned() } else { options.to_owned() },
            size_bytes: bytes.len() as u64,
            parts,
        }
    }

    /// Like [`PreparedSource::new`] for a file larger than the memory should hold: only its compressed form is kept.
    ///
    /// # Errors
    /// When the reader fails.
    pub fn read(mut reader: impl Read, name: &str, format: Option<&str>, options: &str) -> std::io::Result<Self> {
        let (mut hash, mut parts, mut size_bytes) = (Sha256::new(), Vec::new(), 0);
        let mut part = Vec::new();
        loop {
            part.clear();
            reader.by_ref().take(PART_BYTES as u64).read_to_end(&mut part)?;
            if part.is_empty() {
                break;
            }
            hash.update(&part);
            size_bytes += part.len() as u64;
            parts.push(compressed(&part));
        }
        let empty = Self::new(&[], name, format, options);
        Ok(Self { hash: SourceHash(hex(&hash.finalize())), size_bytes, parts, ..empty })
    }

    /// How many bytes the file has.
    #[must_use]
    pub const fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// How many bytes will be stored.
    #[must_use]
    pub fn stored_bytes(&self) -> usize {
        self.parts.iter().map(Vec::len).sum()
    }

    /// Stores it; `false` where it is there already.
    pub(crate) async fn insert(&self, tx: &mut Tx, athlete: AthleteId) -> Result<bool> {
        let size = i64::try_from(self.size_bytes).unwrap_or(i64::MAX);
        let new = tx
            .execute(
                "insert into source_file (athlete_id, hash, format, name, size_bytes, options, added_ms) \
                 values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
                binds![
                    athlete.0,
                    self.hash.as_str(),
                    self.format.as_deref(),
                    &self.name,
                    size,
                    &self.options,
                    now_ms(),
                ],
            )
            .await?;
        if new == 0 {
            return Ok(false);
        }
        for (place, part) in self.parts.iter().enumerate() {
            tx.execute(
                "insert into source_part (athlete_id, hash, place, bytes) values ($1, $2, $3, $4)",
                binds![athlete.0, self.hash.as_str(), place as i64, part.as_slice()],
            )
            .await?;
        }
        Ok(true)
    }
}

thread_local! {
    /// One compressor a thread: its tables are larger than most of what it compresses.
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
}

pub(crate) fn compressed(bytes: &[u8]) -> Vec<u8> {
    COMPRESSOR.with_borrow_mut(|kept| {
        let compressor = kept.get_or_insert_with(|| Compressor::new(LEVEL).expect("the level is one that zstd knows"));
        compressor.compress(bytes).expect("compressing into memory at a known level does not fail")
    })
}

/// What was compressed, at most `limit` bytes of it: by us, or by whoever packed the athlete's file.
pub(crate) fn inflated(bytes: &[u8], limit: usize) -> Result<Vec<u8>> {
    const GZIP: &[u8] = b"\x1f\x8b";
    let damaged = || StoreError::corrupt("a compressed part of the database is damaged");
    if bytes.starts_with(GZIP) {
        return gunzipped(bytes, limit).ok_or_else(damaged);
    }
    let mut out = Vec::new();
    let reader = zstd::stream::read::Decoder::new(bytes).map_err(|e| damaged().caused_by(e))?;
    reader.take(limit as u64 + 1).read_to_end(&mut out).map_err(|e| damaged().caused_by(e))?;
    if out.len() > limit { Err(damaged()) } else { Ok(out) }
}

/// A stored file without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The hash of its bytes.
    pub hash: SourceHash,
    /// What the bytes are.
    pub format: Option<String>,
    /// The name under which it came first.
    pub name: String,
    /// How many bytes it has.
    pub size_bytes: u64,
    /// What was said when it was read, as JSON.
    pub options: String,
    /// When it was stored, milliseconds since 1970.
    pub added_ms: i64,
}

impl Store {
    /// Every stored file of an athlete, by hash.
    ///
    /// # Errors
    /// As every read.
    pub async fn sources(&self, athlete: AthleteId) -> Result<Vec<SourceFile>> {
        let rows = self
            .pool
            .all(
                "select hash, format, name, size_bytes, options, added_ms from source_file where athlete_id = $1 order by hash",
                binds![athlete.0],
            )
            .await?;
        rows.iter().map(source).collect()
    }

    /// The hashes of every stored file: what a dry run and a second import compare against.
    ///
    /// # Errors
    /// As every read.
    pub async fn source_hashes(&self, athlete: AthleteId) -> Result<HashSet<SourceHash>> {
        let rows = self.pool.all("select hash from source_file where athlete_id = $1", binds![athlete.0]).await?;
        rows.iter().map(|row| Ok(SourceHash(row.text(0)?))).collect()
    }

    /// One stored file.
    ///
    /// # Errors
    /// `NotFound` where the athlete has no such file.
    pub async fn source(&self, athlete: AthleteId, hash: &SourceHash) -> Result<SourceFile> {
        let row = self
            .pool
            .first(
                "select hash, format, name, size_bytes, options, added_ms from source_file where athlete_id = $1 and hash = $2",
                binds![athlete.0, hash.as_str()],
            )
            .await?;
        source(&row.ok_or_else(|| no_such_file(hash))?)
    }

    /// The stored parts of a file, still compressed: to be inflated by a worker thread.
    pub(crate) async fn source_parts(&self, athlete: AthleteId, hash: &SourceHash) -> Result<Vec<Vec<u8>>> {
        let sql = "select bytes from source_part where athlete_id = $1 and hash = $2 order by place";
        self.pool.all(sql, binds![athlete.0, hash.as_str()]).await?.iter().map(|row| row.blob(0)).collect()
    }

    /// The bytes of a stored file, byte for byte as they came.
    ///
    /// # Errors
    /// `NotFound` where the athlete has no such file; `Corrupt` where the bytes are not those that were stored.
    pub async fn source_bytes(&self, athlete: AthleteId, hash: &SourceHash) -> Result<Vec<u8>> {
        let file = self.source(athlete, hash).await?;
        let mut connection = self.pool.snapshot().await?;
        let bytes = bytes_of(&mut connection, athlete, hash.as_str()).await?;
        connection.rollback().await?;
        if SourceHash::of(&bytes) != *hash {
            return Err(StoreError::corrupt(format!("the stored file {} ({hash}) is damaged", file.name))
                .with_hint("restore a backup, or undo its import and import the file again"));
        }
        Ok(bytes)
    }
}

/// The bytes of a stored file, not yet held against its hash.
pub(crate) async fn bytes_of(tx: &mut Tx, athlete: AthleteId, hash: &str) -> Result<Vec<u8>> {
    let sql = "select bytes from source_part where athlete_id = $1 and hash = $2 order by place";
    let mut bytes = Vec::new();
    for part in tx.all(sql, binds![athlete.0, hash]).await? {
        bytes.extend(inflated(&part.blob(0)?, PART_BYTES)?);
    }
    Ok(bytes)
}

fn no_such_file(hash: &SourceHash) -> StoreError {
    StoreError::not_found(format!("no file with the hash {hash} is stored"))
}

fn source(row: &crate::sql::Row) -> Result<SourceFile> {
    Ok(SourceFile {
        hash: SourceHash(row.text(0)?),
        format: row.text_or_none(1)?,
        name: row.text(2)?,
        size_bytes: row.count(3)?,
        options: row.text(4)?,
        added_ms: row.int(5)?,
    })
}
