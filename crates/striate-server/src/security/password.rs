//! The one password of a server: kept as a slow hash in the database.

use crate::problem::{ApiError, Result};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::{PoisonError, RwLock};
use striate_store::Store;

/// Shorter passwords are refused, characters.
pub(crate) const LENGTH_MIN: usize = 10;
/// Longer ones would only be work for the hash, bytes.
pub(crate) const LENGTH_MAX: usize = 512;

/// The password of a database.
#[derive(Debug)]
pub(crate) struct Password {
    store: Store,
    hash: RwLock<Option<String>>,
}

impl Password {
    /// Reads it.
    ///
    /// # Errors
    /// What the database refuses.
    pub(crate) async fn open(store: Store) -> striate_store::Result<Self> {
        let hash = RwLock::new(store.password_hash().await?);
        Ok(Self { store, hash })
    }

    /// Whether a password is set.
    pub(crate) fn is_set(&self) -> bool {
        self.hash.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Reads it again: another program may have set it. Returns whether it is another one now.
    ///
    /// # Errors
    /// What the database refuses.
    pub(crate) async fn reload(&self) -> striate_store::Result<bool> {
        let new = self.store.password_hash().await?;
        let mut hash = self.hash.write().unwrap_or_else(PoisonError::into_inner);
        let is_other = *hash != new;
        *hash = new;
        Ok(is_other)
    }

    /// Sets it. This takes a while by design.
    ///
    /// # Errors
    /// For a password that is too short or too long; what the database refuses.
    pub(crate) async fn set(&self, password: String) -> Result<()> {
        let hash = tokio::task::spawn_blocking(move || hashed(&password)).await.map_err(ApiError::internal)??;
        self.store.set_password_hash(Some(&hash)).await?;
        *self.hash.write().unwrap_or_else(PoisonError::into_inner) = Some(hash);
        Ok(())
    }

    /// Whether this is the password. This takes a while by design.
    pub(crate) async fn is(&self, password: String) -> bool {
        let hash = self.hash.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(hash) = hash.filter(|_| password.len() <= LENGTH_MAX) else { return false };
        let check = move || {
            PasswordHash::new(&hash).is_ok_and(|h| Argon2::default().verify_password(password.as_bytes(), &h).is_ok())
        };
        tokio::task::spawn_blocking(check).await.unwrap_or(false)
    }
}

/// The slow hash of a password, as the database keeps it.
///
/// # Errors
/// For a password that is too short or too long.
pub fn hashed(password: &str) -> Result<String> {
    if password.chars().count() < LENGTH_MIN || password.len() > LENGTH_MAX {
        return Err(ApiError::unprocessable(format!(
            "A password has {LENGTH_MIN} characters or more, {LENGTH_MAX} bytes at most."
        )));
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(|_| ApiError::unavailable("The password could not be hashed."))?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_opens_and_it_outlives_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("p.db").display())).await.unwrap();
        let password = Password::open(store.clone()).await.unwrap();
        assert!(!password.is_set() && !password.is(String::new()).await);
        password.set("long run on sunday".into()).await.unwrap();
        let again = Password::open(store).await.unwrap();
        assert!(again.is_set() && again.is("long run on sunday".into()).await);
        assert!(!again.is("long run on Sunday".into()).await);
        assert!(hashed("short").is_err());
    }
}
