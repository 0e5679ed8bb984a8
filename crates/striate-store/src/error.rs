//! What can go wrong between the program and its database, in four sorts, each with what to do about it.

use std::error::Error as StdError;
use std::fmt;

/// Why the store could not do what it was asked. Every sort carries a plain sentence, and a hint where there is
/// something to do.
#[derive(Debug)]
pub struct StoreError {
    sort: Sort,
    message: String,
    hint: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The four sorts of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// What was asked for is not there.
    NotFound,
    /// It contradicts what is there: a newer database, a second owner, something that is already so.
    Conflict,
    /// The database cannot be reached or written now: busy, full, read-only, no connection.
    Unavailable,
    /// What is stored is not what was stored: a checksum that does not hold, a blob that cannot be read.
    Corrupt,
}

/// What functions of this crate return.
pub type Result<T> = std::result::Result<T, StoreError>;

impl StoreError {
    /// What was asked for is not there.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Sort::NotFound, message)
    }

    /// It contradicts what is there.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(Sort::Conflict, message)
    }

    /// The database cannot be reached or written now.
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self::new(Sort::Unavailable, message)
    }

    /// What is stored is not what was stored.
    pub fn corrupt(message: impl Into<String>) -> Self {
        Self::new(Sort::Corrupt, message)
    }

    fn new(sort: Sort, message: impl Into<String>) -> Self {
        Self { sort, message: message.into(), hint: None, source: None }
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with its cause.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Which sort it is.
    #[must_use]
    pub const fn sort(&self) -> Sort {
        self.sort
    }

    /// What to do about it, where something can be done.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for StoreError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|cause| cause as _)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        of_database(&error).caused_by(error)
    }
}

fn of_database(error: &sqlx::Error) -> StoreError {
    use sqlx::Error as E;
    match error {
        E::Database(told) => {
            let code = told.code().unwrap_or_default();
            match code.parse::<i32>() {
                Ok(number) if code.len() < 5 => of_sqlite(number, told.message()),
                _ => of_postgres(&code, told.message()),
            }
        }
        E::RowNotFound => StoreError::not_found("no such row"),
        E::ColumnDecode { .. } | E::Decode(_) | E::ColumnNotFound(_) | E::ColumnIndexOutOfBounds { .. } => {
            StoreError::corrupt("a stored value is not of the kind that the program expects")
                .with_hint("`striate doctor` tells what is wrong")
        }
        E::PoolTimedOut => StoreError::unavailable("every connection to the database is in use").with_hint(BUSY_HINT),
        E::Io(_) | E::Tls(_) | E::PoolClosed | E::WorkerCrashed => {
            StoreError::unavailable("the connection to the database is lost")
                .with_hint("check that the database server runs and can be reached, then try again")
        }
        _ => StoreError::unavailable("the database does not answer as expected"),
    }
}

const BUSY_HINT: &str = "another striate works on this database; wait until it is done, or stop it, then try again";

/// SQLite's result codes: the low byte is the class.
fn of_sqlite(code: i32, message: &str) -> StoreError {
    match code & 0xff {
        5 | 6 => {
            StoreError::unavailable("the database is busy: another program is writing to it").with_hint(BUSY_HINT)
        }
        8 => StoreError::unavailable("the database is read-only").with_hint(
            "give write permission to the file and its folder, or name another place with --database; nothing was changed",
        ),
        13 => StoreError::unavailable("the disk is full").with_hint(
            "free some space and try again; what was stored before is unharmed, the unfinished part was removed",
        ),
        10 => StoreError::unavailable(format!("the disk failed while the database was read or written ({message})"))
            .with_hint("check the disk and its free space; `striate doctor` tells whether the database is sound"),
        14 => StoreError::unavailable("the database file cannot be opened").with_hint(
            "check that the folder exists and that you may read and write there, or name another place with --database",
        ),
        11 => StoreError::corrupt("the database file is damaged")
            .with_hint("`striate doctor` tells how far; restore a backup with `striate restore`"),
        26 => StoreError::conflict("this file is not a striate database")
            .with_hint("name another file with --database; nothing was changed"),
        19 => StoreError::conflict("this contradicts what is stored already"),
        _ => StoreError::unavailable("the database refused"),
    }
}

/// PostgreSQL's SQLSTATE: the first two letters are the class.
fn of_postgres(code: &str, message: &str) -> StoreError {
    match (code, code.get(..2).unwrap_or_default()) {
        ("53100", _) => StoreError::unavailable("the database server's disk is full")
            .with_hint("free some space there and try again; the unfinished part was removed"),
        ("25006", _) => StoreError::unavailable("the database is read-only").with_hint("nothing was changed"),
        ("3D000", _) => StoreError::not_found("the database server has no database of this name")
            .with_hint("create it first, for example with `createdb striate`"),
        (_, "28") => StoreError::unavailable("the database server refuses this user or password")
            .with_hint("check the user and password in the database address"),
        ("55P03" | "40P01" | "40001", _) => {
            StoreError::unavailable("the database is busy: another program is writing to it").with_hint(BUSY_HINT)
        }
        (_, "08" | "53" | "57") => StoreError::unavailable(format!("the database server cannot serve now ({message})")),
        (_, "23") => StoreError::conflict("this contradicts what is stored already"),
        (_, "42") if code == "42501" => {
            StoreError::unavailable("the database server does not permit this to the user in the address")
        }
        (_, "XX" | "58") => StoreError::corrupt(format!("the database server found a damage ({message})")),
        _ => StoreError::unavailable(format!("the database refused ({message})")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_and_a_busy_database_say_what_to_do() {
        for (code, word) in [(13, "full"), (5, "busy"), (261, "busy"), (8, "read-only"), (1544, "read-only")] {
            let error = of_sqlite(code, "");
            assert_eq!(error.sort(), Sort::Unavailable);
            assert!(error.to_string().contains(word), "{error}");
            assert!(error.hint().is_some());
        }
        assert_eq!(of_sqlite(11, "").sort(), Sort::Corrupt);
        assert_eq!(of_postgres("53100", "").sort(), Sort::Unavailable);
        assert_eq!(of_postgres("23505", "").sort(), Sort::Conflict);
    }
}
