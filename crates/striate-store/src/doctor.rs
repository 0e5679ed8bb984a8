//! Looks at everything that is stored and changes nothing.

use crate::error::{Result, Sort};
use crate::location::Location;
use crate::original::SourceHash;
use crate::sql::{Row, Tx, binds};
use crate::store::Store;
use crate::stream::StreamBlob;
use crate::{AthleteId, Backend, migrate};
use serde::Serialize;

/// What the doctor found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Where the database is, without its password.
    pub database: String,
    /// `sqlite` or `postgres`.
    pub backend: &'static str,
    /// The schema that it has.
    pub schema_version: Option<i64>,
    /// The schema that this program writes.
    pub program_schema_version: i64,
    /// The method of this program's figures.
    pub method_version: &'static str,
    /// How much room it takes, bytes; null where that is not known.
    pub size_bytes: Option<u64>,
    /// How much room is left where it lies, bytes; null where that is not known.
    pub free_bytes: Option<u64>,
    /// Athletes.
    pub athletes: u64,
    /// Sessions.
    pub sessions: u64,
    /// Recordings, twins counted apart.
    pub recordings: u64,
    /// Stored original files.
    pub originals: u64,
    /// Lines of the journal.
    pub journal_lines: u64,
    /// Imports that can be taken back.
    pub imports: u64,
    /// Sessions whose figures are missing or of an older method; `striate rebuild` makes them.
    pub stale_sessions: u64,
    /// What is wrong.
    pub problems: Vec<Finding>,
    /// What is worth knowing and not wrong.
    pub notes: Vec<Finding>,
}

/// One thing that the doctor has to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable, `snake_case`.
    pub code: &'static str,
    /// One plain sentence.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
}

/// At most so many of one kind are named; the rest is counted.
const NAMED_MAX: usize = 10;
/// Less room than this is a problem: the next import may not fit.
const FREE_BYTES_MIN: u64 = 200 << 20;

struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, code: &'static str, message: impl Into<String>, hint: &'static str) {
        self.0.push(Finding { code, message: message.into(), hint });
    }

    /// One finding each for the first few, one for all the rest.
    fn each(&mut self, code: &'static str, names: &[String], hint: &'static str, says: impl Fn(&str) -> String) {
        for name in names.iter().take(NAMED_MAX) {
            self.add(code, says(name), hint);
        }
        if names.len() > NAMED_MAX {
            self.add(code, format!("and {} more like this", names.len() - NAMED_MAX), hint);
        }
    }
}

impl Store {
    /// Looks at the whole database: its own integrity, every original against its hash, every recording's samples, what
    /// refers to nothing, versions, room. Open the store for reading alone, then nothing at all is written.
    ///
    /// # Errors
    /// Only where the database cannot be read at all; what is wrong inside it is in the report.
    pub async fn examine(&self) -> Result<Report> {
        let mut tx = self.pool.snapshot().await?;
        let (mut problems, mut notes) = (Findings(Vec::new()), Findings(Vec::new()));
        let mut counts = [0; 7];
        let of = ["athlete", "session", "recording", "source_file", "journal_entry", "import"];
        for (count, table) in counts.iter_mut().zip(of) {
            let sql = format!("select count(*) from {table}");
            *count = tx.one(sqlx::AssertSqlSafe(sql), &[]).await?.count(0)?;
        }
        let stale = "select count(*) from session s left join analysis a on a.athlete_id = s.athlete_id \
                     and a.session_id = s.id and a.method_version = $1 where a.session_id is null";
        let stale = tx.one(stale, binds![striate_stimulus::METHOD_VERSION]).await?.count(0)?;
        let version = tx.one("select max(version) from schema_migration", &[]).await?.int_or_none(0)?;

        if self.backend() == Backend::Sqlite {
            integrity(&mut tx, &mut problems).await?;
        }
        versions(&mut tx, (self.backend(), version), stale, &mut problems, &mut notes).await?;
        originals(&mut tx, &mut problems).await?;
        samples(&mut tx, &mut problems).await?;
        orphans(&mut tx, &mut problems, &mut notes).await?;
        let size = size(&mut tx, self.location()).await?;
        tx.rollback().await?;

        let free = free(self.location());
        if free.is_some_and(|free| free < FREE_BYTES_MIN) {
            problems.add(
                "disk_nearly_full",
                format!("only {} MB are left on the disk of the database", free.unwrap_or_default() >> 20),
                "free some space before the next import",
            );
        }
        Ok(Report {
            database: self.location().shown(),
            backend: self.backend().as_str(),
            schema_version: version,
            program_schema_version: Self::schema_version(),
            method_version: striate_stimulus::METHOD_VERSION,
            size_bytes: size,
            free_bytes: free,
            athletes: counts[0],
            sessions: counts[1],
            recordings: counts[2],
            originals: counts[3],
            journal_lines: counts[4],
            imports: counts[5],
            stale_sessions: stale,
            problems: problems.0,
            notes: notes.0,
        })
    }
}

/// SQLite's own look at its pages, indexes and references. PostgreSQL keeps references itself.
async fn integrity(tx: &mut Tx, problems: &mut Findings) -> Result<()> {
    const HINT: &str = "restore a backup with `striate restore`; keep a copy of this file";
    let lines: Vec<String> = match tx.all("pragma integrity_check", &[]).await {
        Ok(rows) => rows.iter().map(|r| r.text(0)).collect::<Result<_>>()?,
        Err(error) if error.sort() == Sort::Corrupt => vec![error.to_string()],
        Err(error) => return Err(error),
    };
    let faults: Vec<String> = lines.into_iter().filter(|l| l != "ok").collect();
    problems.each("database_damaged", &faults, HINT, |fault| format!("the database file is damaged: {fault}"));
    let lost = tx.all("pragma foreign_key_check", &[]).await?;
    let tables: Vec<String> = lost.iter().map(|r| r.text(0)).collect::<Result<_>>()?;
    problems.each("reference_lost", &tables, HINT, |table| format!("a row of {table} refers to nothing"));
    Ok(())
}

async fn versions(
    tx: &mut Tx,
    (backend, version): (Backend, Option<i64>),
    stale: u64,
    problems: &mut Findings,
    notes: &mut Findings,
) -> Result<()> {
    if version.is_some_and(|v| v < Store::schema_version()) {
        notes.add(
            "schema_older",
            "the database was last used by an older striate",
            "the next command that writes brings it up to date by itself",
        );
    }
    let altered = migrate::altered(tx, backend).await?;
    problems.each("schema_altered", &altered, "use the striate that made this database", |name| {
        format!("the tables of step {name} were not made by this program's text of it")
    });
    let unknown = crate::schema::unknown_columns(tx).await?;
    problems.each("column_unknown", &unknown, "a backup leaves it out; keep a copy of what you put there", |column| {
        format!("{column} is no column that this striate knows")
    });
    if stale > 0 {
        notes.add(
            "figures_stale",
            format!("{stale} sessions have no figures of method {}", striate_stimulus::METHOD_VERSION),
            "`striate rebuild` makes them; the server does so by itself",
        );
    }
    Ok(())
}

/// Every original is inflated and hashed.
async fn originals(tx: &mut Tx, problems: &mut Findings) -> Result<()> {
    let files = tx.all("select athlete_id, hash, name from source_file order by athlete_id, hash", &[]).await?;
    let mut damaged = Vec::new();
    for file in &files {
        let (athlete, hash, name) = (AthleteId(file.int(0)?), file.text(1)?, file.text(2)?);
        let known = SourceHash::from_text(&hash);
        let is_whole = match crate::original::bytes_of(tx, athlete, &hash).await {
            Ok(bytes) => known.as_ref() == Some(&SourceHash::of(&bytes)),
            Err(error) if error.sort() == Sort::Corrupt => false,
            Err(error) => return Err(error),
        };
        if !is_whole {
            damaged.push(format!("{name} ({})", hash.get(..16).unwrap_or(&hash)));
        }
    }
    const HINT: &str = "restore a backup, or undo its import and import the file again";
    problems.each("original_damaged", &damaged, HINT, |file| format!("the original {file} is not what was stored"));
    Ok(())
}

/// Every recording's samples are there, whole, and as many as its row says.
async fn samples(tx: &mut Tx, problems: &mut Findings) -> Result<()> {
    const HINT: &str = "`striate rebuild` makes it again from the original file";
    let rows = tx.all("select athlete_id, id, samples from recording order by athlete_id, id", &[]).await?;
    let mut damaged = Vec::new();
    for row in &rows {
        let (athlete, id, samples) = (row.int(0)?, row.text(1)?, row.count(2)?);
        let sql = "select bytes from stream where athlete_id = $1 and recording_id = $2";
        let blob = tx.first(sql, binds![athlete, &id]).await?.map(|r| r.blob(0)).transpose()?;
        let is_whole = blob.is_some_and(|blob| {
            StreamBlob::open(&blob).and_then(|open| open.streams().map(|s| s.len())).is_ok_and(|n| n as u64 == samples)
        });
        if !is_whole {
            damaged.push(id);
        }
    }
    problems
        .each("samples_damaged", &damaged, HINT, |id| format!("the samples of recording {id} are damaged or missing"));
    Ok(())
}

async fn orphans(tx: &mut Tx, problems: &mut Findings, notes: &mut Findings) -> Result<()> {
    async fn names(tx: &mut Tx, sql: &'static str) -> Result<Vec<String>> {
        tx.all(sql, &[]).await?.iter().map(|row: &Row| row.text(0)).collect()
    }
    let lost = names(
        tx,
        "select t.path from import_item t join import i on i.id = t.import_id where t.outcome = 'imported' \
         and t.hash is not null and not exists (select 1 from source_file f where f.athlete_id = i.athlete_id and f.hash = t.hash) \
         order by t.path",
    )
    .await?;
    problems.each("original_missing", &lost, "import the file again", |path| {
        format!("{path} was imported, and its original is not there")
    });
    let unowned = names(
        tx,
        "select f.name from source_file f where not exists (select 1 from import_item t join import i on i.id = t.import_id \
         where t.hash = f.hash and i.athlete_id = f.athlete_id) order by f.name",
    )
    .await?;
    problems.each("original_without_import", &unowned, "it is kept; please report this", |name| {
        format!("the original {name} belongs to no import")
    });
    let bare = names(
        tx,
        "select f.name from source_file f where not exists (select 1 from recording r where r.athlete_id = f.athlete_id \
         and r.source_hash = f.hash) and (f.format is null or f.format <> 'journal') order by f.name",
    )
    .await?;
    if !bare.is_empty() {
        notes.add(
            "originals_without_recording",
            format!("nothing is worked out yet from {} originals, the first is {}", bare.len(), bare[0]),
            "`striate rebuild` reads them again",
        );
    }
    let empty = names(
        tx,
        "select s.id from session s where not exists (select 1 from session_recording r where r.athlete_id = s.athlete_id \
         and r.session_id = s.id) order by s.id",
    )
    .await?;
    problems.each("session_without_recording", &empty, "`striate rebuild` mends it", |id| {
        format!("session {id} has no recording")
    });
    let loose = names(
        tx,
        "select r.id from recording r where not exists (select 1 from session_recording s where s.athlete_id = r.athlete_id \
         and s.recording_id = r.id) order by r.id",
    )
    .await?;
    if !loose.is_empty() {
        notes.add(
            "recordings_without_session",
            format!("{} recordings are not part of a session yet", loose.len()),
            "`striate rebuild` groups them",
        );
    }
    let running = names(tx, "select origin from import where state = 'running' order by id").await?;
    notes.0.extend(running.iter().map(|origin| Finding {
        code: "import_unfinished",
        message: format!("an import of {origin} did not end; every file that it had finished is whole"),
        hint: "run the same import again, it goes on where it stopped",
    }));
    let resting = "select count(*) from correction c where not exists (select 1 from recording r \
                   where r.athlete_id = c.athlete_id and r.id = c.recording_id)";
    let resting = tx.one(resting, &[]).await?.count(0)?;
    if resting > 0 {
        notes.add(
            "corrections_resting",
            format!("{resting} corrections are kept for recordings that are not there now"),
            "they hold again when the files come back",
        );
    }
    Ok(())
}

async fn size(tx: &mut Tx, location: &Location) -> Result<Option<u64>> {
    if let Location::File(path) = location {
        return Ok(std::fs::metadata(path).ok().map(|m| m.len()));
    }
    Ok(Some(tx.one("select pg_database_size(current_database())", &[]).await?.count(0)?))
}

/// Room left on the file's disk; a server's disk is not ours to see.
#[cfg(unix)]
fn free(location: &Location) -> Option<u64> {
    let Location::File(path) = location else { return None };
    let told = rustix::fs::statvfs(path.as_path()).ok()?;
    Some(told.f_bavail.saturating_mul(told.f_frsize))
}

#[cfg(not(unix))]
fn free(_: &Location) -> Option<u64> {
    None
}
