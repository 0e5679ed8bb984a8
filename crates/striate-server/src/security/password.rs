//! The one password of a server: kept as a slow hash in a file beside the database.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// Shorter passwords are refused.
pub(crate) const LENGTH_MIN: usize = 10;
/// Longer ones would only be work for the hash.
pub(crate) const LENGTH_MAX: usize = 512;

/// The file, and what it holds.
#[derive(Clone, Debug)]
pub struct PasswordFile {
    path: Option<PathBuf>,
    hash: Arc<RwLock<Option<String>>>,
}

impl PasswordFile {
    /// Reads the file; a missing one means that no password is set. Without a path nothing is kept.
    ///
    /// # Errors
    /// When the file is there and cannot be read, or holds no hash.
    pub fn open(path: Option<&Path>) -> io::Result<Self> {
        let hash = match path.map(std::fs::read_to_string) {
            None => None,
            Some(Ok(text)) => Some(text.trim().to_owned()),
            Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => None,
            Some(Err(error)) => return Err(error),
        };
        if hash.as_deref().is_some_and(|h| PasswordHash::new(h).is_err()) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the password file holds no password hash"));
        }
        Ok(Self { path: path.map(Path::to_owned), hash: Arc::new(RwLock::new(hash)) })
    }

    /// Whether a password is set.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.hash.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Sets it. This takes a while by design.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set(&self, password: &str) -> io::Result<()> {
        let hash = Argon2::default().hash_password(password.as_bytes()).map_err(io::Error::other)?.to_string();
        if let Some(path) = &self.path {
            write_private(path, &hash)?;
        }
        *self.hash.write().unwrap_or_else(PoisonError::into_inner) = Some(hash);
        Ok(())
    }

    /// Whether this is the password. This takes a while by design.
    #[must_use]
    pub fn is(&self, password: &str) -> bool {
        let hash = self.hash.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(hash) = hash else { return false };
        PasswordHash::new(&hash).is_ok_and(|h| Argon2::default().verify_password(password.as_bytes(), &h).is_ok())
    }
}

/// Whole or not at all, readable by its owner alone.
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    use std::io::Write;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let new = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(new, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_opens() {
        let file = PasswordFile::open(None).unwrap();
        assert!(!file.is_set() && !file.is(""));
        file.set("long run on sunday").unwrap();
        assert!(file.is_set() && file.is("long run on sunday") && !file.is("long run on Sunday"));
    }
}
