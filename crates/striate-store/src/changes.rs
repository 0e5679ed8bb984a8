//! Whether anybody has written to the database: so that a server notices an import that another program makes.

use crate::error::Result;
use crate::sql::Conn;
use crate::store::Store;

/// A connection that is asked again and again.
pub struct Changes(Conn);

impl std::fmt::Debug for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Changes").finish_non_exhaustive()
    }
}

impl Store {
    /// A connection of its own to ask for changes.
    ///
    /// # Errors
    /// As every read.
    pub async fn changes(&self) -> Result<Changes> {
        self.pool.connection().await.map(Changes)
    }
}

impl Changes {
    /// A number that is another one after every write by any other connection, of this program or another. On PostgreSQL
    /// it may come a second late.
    ///
    /// # Errors
    /// As every read.
    pub async fn mark(&mut self) -> Result<i64> {
        let sql = match &self.0 {
            Conn::Sqlite(_) => "pragma data_version",
            Conn::Postgres(_) => {
                "select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint from pg_stat_user_tables"
            }
        };
        self.0.one(sql, &[]).await?.int(0)
    }
}
