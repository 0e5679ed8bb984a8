//! The password of the local account, as a slow hash that somebody else makes and checks.

use crate::error::Result;
use crate::sql::binds;
use crate::store::Store;

impl Store {
    /// The hash of the password; `None` where none is set.
    ///
    /// # Errors
    /// As every read.
    pub async fn password_hash(&self) -> Result<Option<String>> {
        let row = self.pool.first("select password_hash from account where name = $1", binds!["local"]).await?;
        row.map_or(Ok(None), |row| row.text_or_none(0))
    }

    /// Sets the hash of the password, or takes the password away.
    ///
    /// # Errors
    /// As every write.
    pub async fn set_password_hash(&self, hash: Option<&str>) -> Result<()> {
        self.only_athlete().await?;
        let sql = "update account set password_hash = $1 where name = $2";
        self.pool.execute(sql, binds![hash, "local"]).await.map(|_| ())
    }
}
