//! The schema's versions: each step in a transaction of its own, with the step's checksum beside it.

use crate::error::{Result, StoreError};
use crate::location::Backend;
use crate::sql::{Pool, Tx, binds};
use sha2::{Digest, Sha256};
use sqlx::SqlSafeStr;

/// One step: its number, its name, its text for both databases.
struct Migration {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($version:literal $name:literal;)*) => {
        const MIGRATIONS: &[Migration] = &[$(Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),*];
    };
}

migrations! {
    1 "0001_ground";
    2 "0002_derived";
    3 "0003_import";
    4 "0004_zones";
    5 "0005_logins";
    6 "0006_lean";
}

/// The schema version that this program writes.
pub(crate) const SCHEMA_VERSION: i64 = MIGRATIONS[MIGRATIONS.len() - 1].version;

impl Migration {
    fn text(&self, backend: Backend) -> &'static str {
        match backend {
            Backend::Sqlite => self.sqlite,
            Backend::Postgres => self.postgres,
        }
    }

    fn checksum(&self, backend: Backend) -> String {
        hex(&Sha256::digest(self.text(backend)))
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Brings the schema to a version, this program's or an earlier one.
///
/// # Errors
/// `Conflict` when the database is newer than the program, or holds tables of something else.
pub(crate) async fn migrate(pool: &Pool, backend: Backend, up_to: i64, now_ms: i64) -> Result<()> {
    if version(pool, backend).await? == Some(SCHEMA_VERSION) {
        return Ok(());
    }
    for migration in MIGRATIONS.iter().filter(|m| m.version <= up_to) {
        let mut tx = pool.write().await?;
        if tx.is_postgres() {
            // Two programs that start at once must not both create the tables.
            tx.all("select pg_advisory_xact_lock(7264155121)", &[]).await?;
        }
        tx.execute(
            "create table if not exists schema_migration (version bigint primary key, name text not null, checksum text not null, applied_ms bigint not null)",
            &[],
        )
        .await?;
        let latest = tx.one("select coalesce(max(version), 0) from schema_migration", &[]).await?.int(0)?;
        refuse_newer(latest)?;
        if latest >= migration.version {
            continue;
        }
        tx.script(migration.text(backend)).await?;
        let (version, checksum) = (migration.version, migration.checksum(backend));
        tx.execute(
            "insert into schema_migration (version, name, checksum, applied_ms) values ($1, $2, $3, $4)",
            binds![version, migration.name, &checksum, now_ms],
        )
        .await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The schema's version; `None` in a database without one.
///
/// # Errors
/// `Conflict` when it is newer than the program.
pub(crate) async fn version(pool: &Pool, backend: Backend) -> Result<Option<i64>> {
    let there = match backend {
        Backend::Sqlite => "select count(*) from sqlite_master where type = 'table' and name = 'schema_migration'",
        Backend::Postgres => {
            "select count(*) from information_schema.tables where table_schema = current_schema() and table_name = 'schema_migration'"
        }
    };
    if pool.one(there, &[]).await?.int(0)? == 0 {
        return Ok(None);
    }
    let latest = pool.one("select max(version) from schema_migration", &[]).await?.int_or_none(0)?;
    refuse_newer(latest.unwrap_or_default())?;
    Ok(latest)
}

fn refuse_newer(latest: i64) -> Result<()> {
    if latest > SCHEMA_VERSION {
        return Err(StoreError::conflict(format!(
            "this database was written by a newer striate (schema {latest}; this program knows up to {SCHEMA_VERSION})"
        ))
        .with_hint("update striate, or name another database with --database; nothing was changed"));
    }
    Ok(())
}

/// Steps whose text is no longer the one that made the tables.
pub(crate) async fn altered(tx: &mut Tx, backend: Backend) -> Result<Vec<String>> {
    let rows = tx.all("select version, name, checksum from schema_migration order by version", &[]).await?;
    let mut altered = Vec::new();
    for row in rows {
        let (version, name, checksum) = (row.int(0)?, row.text(1)?, row.text(2)?);
        let known = MIGRATIONS.iter().find(|m| m.version == version);
        if known.is_none_or(|m| m.checksum(backend) != checksum) {
            altered.push(name);
        }
    }
    Ok(altered)
}

impl Tx {
    /// Several statements without values.
    async fn script(&mut self, sql: &'static str) -> Result<()> {
        let sql = sqlx::raw_sql(sql.into_sql_str());
        match self {
            Self::Sqlite(tx) => sql.execute(&mut **tx).await.map(|_| ())?,
            Self::Postgres(tx) => sql.execute(&mut **tx).await.map(|_| ())?,
        }
        Ok(())
    }
}
