//! Where a database is: `sqlite:path`, a bare path, or `postgres://user@host/name`.

use crate::error::{Result, StoreError};
use std::path::PathBuf;

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file of one's own.
    Sqlite,
    /// A database server.
    Postgres,
}

impl Backend {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// A database's address, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL address as it was given.
    Server(String),
}

impl Location {
    /// Understands `sqlite:path`, `sqlite://path`, `postgres://...`, `postgresql://...` and a bare path.
    ///
    /// # Errors
    /// `Conflict` for any other scheme and for an empty path.
    pub fn parse(uri: &str) -> Result<Self> {
        if uri.starts_with("postgres://") || uri.starts_with("postgresql://") {
            return Ok(Self::Server(uri.to_owned()));
        }
        let path = match uri.split_once(':') {
            Some(("sqlite", rest)) => rest.strip_prefix("//").unwrap_or(rest),
            // One letter before the colon is a Windows drive.
            Some((scheme, _)) if scheme.len() > 1 && uri.contains("://") => {
                return Err(
                    StoreError::conflict(format!("striate has no database of the kind \"{scheme}\"")).with_hint(KINDS)
                );
            }
            _ => uri,
        };
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        if path.is_empty() || path == ":memory:" {
            return Err(StoreError::conflict("the database address names no file").with_hint(KINDS));
        }
        Ok(Self::File(PathBuf::from(path)))
    }

    /// Which database it is.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        match self {
            Self::File(_) => Backend::Sqlite,
            Self::Server(_) => Backend::Postgres,
        }
    }

    /// The address as it may be shown: without a password.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::File(path) => format!("sqlite:{}", path.display()),
            Self::Server(uri) => {
                let Some((scheme, rest)) = uri.split_once("://") else { return uri.clone() };
                // The last @ before the path ends the credentials.
                let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
                match authority.rsplit_once('@') {
                    Some((credentials, host)) => {
                        let user = credentials.split(':').next().unwrap_or_default();
                        let hidden = if credentials.contains(':') { ":***" } else { "" };
                        format!("{scheme}://{user}{hidden}@{host}{path}")
                    }
                    None => uri.clone(),
                }
            }
        }
    }
}

const KINDS: &str = "write sqlite:FILE, or postgres://USER@HOST/NAME";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_understood_as_people_write_them() {
        let file = |uri: &str| match Location::parse(uri) {
            Ok(Location::File(path)) => path.display().to_string(),
            other => panic!("{uri}: {other:?}"),
        };
        assert_eq!(file("sqlite:runs.db"), "runs.db");
        assert_eq!(file("sqlite:///tmp/runs.db?mode=rwc"), "/tmp/runs.db");
        assert_eq!(file("C:\\runs.db"), "C:\\runs.db");
        assert_eq!(file("runs.db"), "runs.db");
        assert!(matches!(Location::parse("postgres://a@b/c"), Ok(Location::Server(_))));
        assert!(Location::parse("mysql://a@b/c").is_err());
        assert!(Location::parse("sqlite:").is_err());
    }

    #[test]
    fn a_password_is_never_shown() {
        let shown = |uri: &str| Location::parse(uri).unwrap().shown();
        assert_eq!(shown("postgres://me:se@cret@host:5432/runs"), "postgres://me:***@host:5432/runs");
        assert_eq!(shown("postgres://me@host/runs"), "postgres://me@host/runs");
        assert_eq!(shown("postgres://host/runs"), "postgres://host/runs");
    }
}
