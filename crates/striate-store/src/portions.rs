//! Ten years of texts read in a few rows. A row takes as long on its way from the database's thread to ours as a session
//! takes to be read; so the database puts the texts of many rows into one, a line each (JSON holds no ends of lines).

use crate::athlete::AthleteId;
use crate::error::Result;
use crate::sql::{Pool, binds};

/// Where portions begin. The ids of sessions and recordings begin with a hexadecimal digit, or with `log`; both databases
/// compare them byte by byte.
const BOUNDS: [&str; 18] = ["", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f", "g", "~"];

/// Reads the texts of an athlete's rows and hands over each portion of them, in one consistent state. `sql` gives `N` texts
/// for the ids from `$2` on and before `$3`, each with as many lines as there are rows; null where there is none.
///
/// # Errors
/// As every read.
pub(crate) async fn read<const N: usize>(
    pool: &Pool,
    athlete: AthleteId,
    sql: &'static str,
    mut take: impl FnMut([String; N]) + Send,
) -> Result<()> {
    let mut tx = pool.snapshot().await?;
    for pair in BOUNDS.windows(2) {
        let row = tx.one(sql, binds![athlete.0, pair[0], pair[1]]).await?;
        if row.text_or_none(0)?.is_some() {
            let mut texts = [const { String::new() }; N];
            for (column, text) in texts.iter_mut().enumerate() {
                *text = row.text(column)?;
            }
            take(texts);
        }
    }
    tx.rollback().await
}
