//! The password of the local account, as a slow hash that somebody else makes and checks, and the browsers that are logged
//! in, as hashes of what they show.

use crate::error::Result;
use crate::sql::binds;
use crate::store::{Store, now_ms};

/// A browser that is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginSession {
    /// The hash of what it shows.
    pub token_hash: String,
    /// When it was last used, milliseconds since 1970.
    pub used_ms: i64,
}

impl Store {
    /// The hash of the password; `None` where none is set.
    ///
    /// # Errors
    /// As every read.
    pub async fn password_hash(&self) -> Result<Option<String>> {
        let row = self.pool.first("select password_hash from account where name = $1", binds!["local"]).await?;
        row.map_or(Ok(None), |row| row.text_or_none(0))
    }

    /// Sets the hash of the password, or takes the password away. Whoever was logged in with another one is not any more.
    ///
    /// # Errors
    /// As every write.
    pub async fn set_password_hash(&self, hash: Option<&str>) -> Result<()> {
        self.only_athlete().await?;
        let mut tx = self.pool.write().await?;
        tx.execute("delete from login_session", &[]).await?;
        tx.execute("update account set password_hash = $1 where name = $2", binds![hash, "local"]).await?;
        tx.commit().await
    }

    /// Every browser that is logged in, the last used first.
    ///
    /// # Errors
    /// As every read.
    pub async fn login_sessions(&self) -> Result<Vec<LoginSession>> {
        let sql = "select token_hash, used_ms from login_session order by used_ms desc, token_hash";
        let rows = self.pool.all(sql, &[]).await?;
        rows.iter().map(|row| Ok(LoginSession { token_hash: row.text(0)?, used_ms: row.int(1)? })).collect()
    }

    /// Keeps a browser as logged in.
    ///
    /// # Errors
    /// As every write.
    pub async fn keep_login_session(&self, session: &LoginSession) -> Result<()> {
        let sql = "insert into login_session (token_hash, account_id, opened_ms, used_ms) \
                   select $1, id, $2, $3 from account where name = $4";
        let LoginSession { token_hash, used_ms } = session;
        self.pool.execute(sql, binds![token_hash, now_ms(), *used_ms, "local"]).await.map(|_| ())
    }

    /// Notes when a browser that is logged in was used; one that was logged out meanwhile stays so.
    ///
    /// # Errors
    /// As every write.
    pub async fn use_login_session(&self, session: &LoginSession) -> Result<()> {
        let sql = "update login_session set used_ms = $1 where token_hash = $2";
        self.pool.execute(sql, binds![session.used_ms, &session.token_hash]).await.map(|_| ())
    }

    /// Logs a browser out.
    ///
    /// # Errors
    /// As every write.
    pub async fn drop_login_session(&self, token_hash: &str) -> Result<()> {
        self.pool.execute("delete from login_session where token_hash = $1", binds![token_hash]).await.map(|_| ())
    }

    /// Logs out every browser that was not used since an instant, milliseconds since 1970; all of them for `i64::MAX`.
    ///
    /// # Errors
    /// As every write.
    pub async fn drop_login_sessions_before(&self, used_ms: i64) -> Result<u64> {
        self.pool.execute("delete from login_session where used_ms < $1", binds![used_ms]).await
    }
}
