//! Open sessions, and how often somebody may try to open one. Sessions outlive the program: the database keeps the hash of
//! each token, which opens nothing. Tries are counted in memory.

use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use striate_store::{LoginSession, Store};

/// A session that nobody used for so long is closed, ms.
const IDLE_MS: i64 = 30 * 24 * 3600 * 1000;
/// How old the database's word on the last use may be, ms: not every request is a write.
const KEPT_MS: i64 = 3600 * 1000;
/// More sessions than that nobody has; the oldest give way.
const SESSIONS_MAX: usize = 100;

/// The sessions that are open, by the hash of their token.
#[derive(Debug)]
pub(crate) struct Sessions {
    store: Store,
    open: Mutex<HashMap<String, Used>>,
}

/// When a session was used, ms since 1970.
#[derive(Clone, Copy, Debug)]
struct Used {
    last_ms: i64,
    /// What the database knows.
    kept_ms: i64,
}

/// A session that was just opened.
pub(crate) struct Opened {
    /// Names it; nobody but the browser keeps it.
    pub(crate) token: String,
    /// What its pages repeat with every change.
    pub(crate) csrf: String,
}

impl Sessions {
    /// Those of earlier runs of the program.
    ///
    /// # Errors
    /// What the database refuses.
    pub(crate) async fn of(store: Store) -> striate_store::Result<Self> {
        let used = |s: LoginSession| (s.token_hash, Used { last_ms: s.used_ms, kept_ms: s.used_ms });
        let open = store.login_sessions().await?.into_iter().map(used).collect();
        Ok(Self { store, open: Mutex::new(open) })
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<String, Used>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens one; `None` where the system gives no random bytes.
    ///
    /// # Errors
    /// What the database refuses.
    pub(crate) async fn open(&self) -> striate_store::Result<Option<Opened>> {
        let Some(token) = random() else { return Ok(None) };
        let (token_hash, now_ms) = (hashed(&token), now_ms());
        self.store.drop_login_sessions_before(now_ms - IDLE_MS).await?;
        self.store.keep_login_session(&LoginSession { token_hash: token_hash.clone(), used_ms: now_ms }).await?;
        let gone = {
            let mut all = self.all();
            all.retain(|_, used| now_ms - used.last_ms < IDLE_MS);
            let oldest = all.iter().min_by_key(|(_, used)| used.last_ms).map(|(hash, _)| hash.clone());
            let gone = oldest.filter(|_| all.len() >= SESSIONS_MAX);
            if let Some(gone) = &gone {
                all.remove(gone);
            }
            all.insert(token_hash, Used { last_ms: now_ms, kept_ms: now_ms });
            gone
        };
        if let Some(gone) = gone {
            self.store.drop_login_session(&gone).await?;
        }
        Ok(Some(Opened { csrf: csrf_of(&token), token }))
    }

    /// Whether it is open; using it keeps it open.
    pub(crate) fn is_open(&self, token: &str) -> bool {
        self.is_open_at(token, now_ms())
    }

    fn is_open_at(&self, token: &str, now_ms: i64) -> bool {
        let token_hash = hashed(token);
        let is_to_keep = {
            let mut all = self.all();
            let Some(used) = all.get_mut(&token_hash).filter(|used| now_ms - used.last_ms < IDLE_MS) else {
                return false;
            };
            used.last_ms = now_ms;
            let is_old = now_ms - used.kept_ms > KEPT_MS;
            if is_old {
                used.kept_ms = now_ms;
            }
            is_old
        };
        if is_to_keep {
            let store = self.store.clone();
            tokio::spawn(async move {
                if let Err(error) = store.use_login_session(&LoginSession { token_hash, used_ms: now_ms }).await {
                    tracing::warn!(%error, "the use of a session could not be kept");
                }
            });
        }
        true
    }

    /// Whether this is what its pages repeat.
    pub(crate) fn is_token_of(&self, token: &str, csrf: &str) -> bool {
        csrf_of(token) == csrf
    }

    /// Closes one.
    ///
    /// # Errors
    /// What the database refuses; the session is closed until the program ends all the same.
    pub(crate) async fn close(&self, token: &str) -> striate_store::Result<()> {
        let token_hash = hashed(token);
        self.all().remove(&token_hash);
        self.store.drop_login_session(&token_hash).await
    }

    /// Closes all: what a new password does.
    ///
    /// # Errors
    /// What the database refuses; all are closed until the program ends all the same.
    pub(crate) async fn close_all(&self) -> striate_store::Result<()> {
        self.all().clear();
        self.store.drop_login_sessions_before(i64::MAX).await.map(|_| ())
    }
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn hashed(token: &str) -> String {
    hexadecimal(&Sha256::digest(token))
}

/// Follows from the token, which it does not give away: a page may read it.
fn csrf_of(token: &str) -> String {
    hexadecimal(&Sha256::new().chain_update("csrf ").chain_update(token).finalize())
}

/// 256 random bits in hexadecimal letters.
fn random() -> Option<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).ok()?;
    Some(hexadecimal(&bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// At most so many tries in a stretch of time, for each key.
#[derive(Debug)]
pub(crate) struct Limit<K> {
    tries: Mutex<HashMap<K, (Instant, u32)>>,
    most: u32,
    stretch: Duration,
}

impl<K: Eq + Hash> Limit<K> {
    /// `most` tries in each `stretch`.
    pub(crate) fn new(most: u32, stretch: Duration) -> Self {
        Self { tries: Mutex::default(), most, stretch }
    }

    /// Counts a try; `false` where it is one too many.
    pub(crate) fn allows(&self, key: K) -> bool {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        tries.retain(|_, (begun, _)| begun.elapsed() < self.stretch);
        let (_, count) = tries.entry(key).or_insert_with(|| (Instant::now(), 0));
        *count += 1;
        *count <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn sessions() -> (tempfile::TempDir, Sessions) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("s.db").display())).await.unwrap();
        store.only_athlete().await.unwrap();
        (folder, Sessions::of(store).await.unwrap())
    }

    #[tokio::test]
    async fn a_session_is_open_until_it_is_closed() {
        let (_folder, sessions) = sessions().await;
        let opened = sessions.open().await.unwrap().unwrap();
        assert!(sessions.is_open(&opened.token) && !sessions.is_open("guess"));
        assert!(sessions.is_token_of(&opened.token, &opened.csrf) && !sessions.is_token_of(&opened.token, ""));
        sessions.close(&opened.token).await.unwrap();
        assert!(!sessions.is_open(&opened.token));
        assert_eq!(sessions.store.login_sessions().await.unwrap(), []);
    }

    #[tokio::test]
    async fn a_session_outlives_the_program_and_the_database_alone_opens_none() {
        let (_folder, sessions) = sessions().await;
        let opened = sessions.open().await.unwrap().unwrap();
        let again = Sessions::of(sessions.store.clone()).await.unwrap();
        assert!(again.is_open(&opened.token));
        let kept = again.store.login_sessions().await.unwrap();
        assert!(kept.len() == 1 && !again.is_open(&kept[0].token_hash) && kept[0].token_hash != opened.csrf);
        again.store.set_password_hash(Some("another")).await.unwrap();
        assert!(!Sessions::of(again.store.clone()).await.unwrap().is_open(&opened.token), "a new password logs out");
    }

    #[tokio::test]
    async fn a_month_without_use_closes_a_session_and_use_keeps_it() {
        let (_folder, sessions) = sessions().await;
        let opened = sessions.open().await.unwrap().unwrap();
        let now = now_ms();
        assert!(sessions.is_open_at(&opened.token, now + IDLE_MS - 1000));
        assert!(sessions.is_open_at(&opened.token, now + 2 * IDLE_MS - 2000));
        assert!(!sessions.is_open_at(&opened.token, now + 3 * IDLE_MS));
    }

    #[tokio::test]
    async fn the_oldest_of_too_many_sessions_gives_way() {
        let (_folder, sessions) = sessions().await;
        let first = sessions.open().await.unwrap().unwrap();
        sessions.all().values_mut().for_each(|used| used.last_ms -= 1000);
        for _ in 0..SESSIONS_MAX {
            sessions.open().await.unwrap().unwrap();
        }
        assert!(!sessions.is_open(&first.token));
        assert_eq!(sessions.store.login_sessions().await.unwrap().len(), SESSIONS_MAX);
    }

    #[test]
    fn the_fourth_of_three_tries_is_refused() {
        let limit = Limit::new(3, Duration::from_secs(60));
        assert_eq!([(); 4].map(|()| limit.allows("a")), [true, true, true, false]);
        assert!(limit.allows("b"));
    }
}
