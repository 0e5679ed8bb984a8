//! The open database.

use crate::error::{Result, StoreError};
use crate::location::{Backend, Location};
use crate::migrate;
use crate::sql::Pool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// An open database of athletes' histories. Cheap to clone; all clones share their connections.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) pool: Pool,
    location: Location,
}

/// How long the end of a program waits for connections that are still in use.
const CLOSE_WAIT: Duration = Duration::from_secs(3);

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    /// Makes the file, and its folder, where there is none. Servers' databases are never made.
    pub create: bool,
    /// Opens for reading alone and leaves the schema as it is.
    pub read_only: bool,
    /// How long to wait for another program that writes.
    pub busy_timeout: Duration,
    /// How many connections at most.
    pub connections: u32,
    /// The largest size of a SQLite file in pages of 4096 bytes; `None` for no limit but the disk's.
    pub pages_max: Option<u32>,
    /// The schema to which an older database is brought; an earlier one than the program's is for tests of what happens to
    /// it later.
    #[doc(hidden)]
    pub schema: i64,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            create: true,
            read_only: false,
            busy_timeout: Duration::from_secs(10),
            connections: 4,
            pages_max: None,
            schema: migrate::SCHEMA_VERSION,
        }
    }
}

impl Store {
    /// Opens the database at an address, makes the file where there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// `Conflict` for a database that is newer than the program or no striate database; `Unavailable` where it cannot be
    /// reached, read or written.
    pub async fn open(uri: &str) -> Result<Self> {
        Self::open_with(&Location::parse(uri)?, &OpenOptions::default()).await
    }

    /// Like [`Store::open`], with choices.
    ///
    /// # Errors
    /// As [`Store::open`]; `NotFound` where the file must exist and does not.
    pub async fn open_with(location: &Location, options: &OpenOptions) -> Result<Self> {
        let pool = match location {
            Location::File(path) => Pool::Sqlite(open_file(path, options).await?),
            Location::Server(uri) => Pool::Postgres(open_server(uri, location, options).await?),
        };
        let store = Self { pool, location: location.clone() };
        let ready = if options.read_only {
            migrate::version(&store.pool, store.backend()).await.and_then(|version| {
                version.map(|_| ()).ok_or_else(|| {
                    StoreError::not_found(format!("{} holds no striate database", location.shown()))
                        .with_hint("`striate import` fills one; name another with --database")
                })
            })
        } else {
            migrate::migrate(&store.pool, store.backend(), options.schema, now_ms()).await
        };
        match ready {
            Ok(()) => Ok(store),
            Err(error) => {
                store.close().await;
                Err(error)
            }
        }
    }

    /// Which database it is.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        self.location.backend()
    }

    /// Where it is.
    #[must_use]
    pub const fn location(&self) -> &Location {
        &self.location
    }

    /// The schema version that this program writes.
    #[must_use]
    pub const fn schema_version() -> i64 {
        migrate::SCHEMA_VERSION
    }

    /// Marks the database as written by a program of the future; for tests of what happens then.
    #[doc(hidden)]
    pub async fn pretend_newer(&self) -> Result<()> {
        let sql = "insert into schema_migration (version, name, checksum, applied_ms) values ($1, 'future', '', 0)";
        self.pool.execute(sql, crate::sql::binds![migrate::SCHEMA_VERSION + 1]).await.map(|_| ())
    }

    /// Makes every figure one of an older method; for tests of what happens then.
    #[doc(hidden)]
    pub async fn pretend_older_method(&self) -> Result<()> {
        let mut tx = self.pool.write().await?;
        tx.execute("update analysis set method_version = '0', input_hash = 'old'", &[]).await?;
        tx.execute("update derived_version set method_version = '0'", &[]).await?;
        tx.commit().await
    }

    /// Ends every connection. What was committed is on the disk whether this is called or not; a connection that is still in
    /// use elsewhere is waited for a little, no longer.
    pub async fn close(self) {
        let _ = tokio::time::timeout(CLOSE_WAIT, self.pool.close()).await;
    }
}

async fn open_file(path: &Path, options: &OpenOptions) -> Result<sqlx::Pool<sqlx::Sqlite>> {
    let exists = path.try_exists().unwrap_or(false);
    if !exists && (!options.create || options.read_only) {
        return Err(StoreError::not_found(format!("there is no database at {}", path.display()))
            .with_hint("`striate import` makes one; name another with --database"));
    }
    if let Some(folder) = path.parent().filter(|f| !exists && !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| {
            StoreError::unavailable(format!("the folder {} cannot be made", folder.display()))
                .with_hint("name a place where you may write with --database")
                .caused_by(error)
        })?;
    }
    if !exists {
        // Nobody else on this computer is to read it. What is wrong with the place, the database says itself.
        let _ = private_file(path);
    }
    let mut connect = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(!exists)
        .read_only(options.read_only)
        .foreign_keys(true)
        .busy_timeout(options.busy_timeout);
    if options.read_only {
        // Nobody has it open for writing: nothing beside the file need be made, and it may lie on read-only media.
        connect = connect.immutable(!beside(path, "-wal").exists());
    } else {
        connect = connect
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            // Some groups of an import fit: they are copied into the database together and not while one grows.
            .pragma("wal_autocheckpoint", "4096")
            // What a savepoint would need to go back is a few pages: not worth a file.
            .pragma("temp_store", "memory");
    }
    if let Some(pages) = options.pages_max {
        connect = connect.pragma("max_page_count", pages.to_string());
    }
    let pool = SqlitePoolOptions::new()
        .max_connections(options.connections)
        // A file does not hang up.
        .test_before_acquire(false)
        .acquire_timeout(options.busy_timeout + Duration::from_secs(20))
        .connect_with(connect)
        .await;
    pool.map_err(|error| {
        let told = StoreError::from(error);
        let at = path.display();
        let hint = told.hint().map(str::to_owned);
        let named = match told.sort() {
            crate::Sort::Corrupt => StoreError::corrupt(format!("{at}: {told}")),
            crate::Sort::Conflict => StoreError::conflict(format!("{at}: {told}")),
            _ => StoreError::unavailable(format!("{at}: {told}")),
        };
        let named = named.caused_by(told);
        match hint {
            Some(hint) => named.with_hint(hint),
            None => named,
        }
    })
}

/// Makes a file that its owner alone can read; one that is there already is an error.
pub(crate) fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The file that SQLite keeps beside a database under its name and an ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

async fn open_server(uri: &str, location: &Location, options: &OpenOptions) -> Result<sqlx::Pool<sqlx::Postgres>> {
    let mut connect = PgConnectOptions::from_str(uri).map_err(|error| {
        StoreError::conflict(format!("{} is no PostgreSQL address", location.shown()))
            .with_hint("write postgres://USER@HOST:PORT/NAME")
            .caused_by(error)
    })?;
    let wait = options.busy_timeout.as_millis().to_string();
    connect = connect.application_name("striate").options([("lock_timeout", wait.as_str())]);
    if options.read_only {
        connect = connect.options([("default_transaction_read_only", "on")]);
    }
    let pool = PgPoolOptions::new()
        .max_connections(options.connections)
        .acquire_timeout(options.busy_timeout + Duration::from_secs(20))
        .connect_with(connect)
        .await;
    pool.map_err(|error| match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => {
            StoreError::unavailable(format!("the database server at {} cannot be reached", location.shown()))
                .with_hint("check that it runs and that the address is right")
                .caused_by(error)
        }
        other => other.into(),
    })
}

/// Now, in milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Runs what the store does to its end, for callers that have no runtime of their own.
///
/// # Errors
/// `Unavailable` when the system gives no more threads or handles.
pub fn block_on<T>(work: impl Future<Output = T>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
        StoreError::unavailable("the system refuses what the database connection needs").caused_by(error)
    })?;
    Ok(runtime.block_on(work))
}
