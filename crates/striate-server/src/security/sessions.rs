//! Open sessions, and how often somebody may try to open one. Both live in memory: a restart asks for the password again.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A session that nobody used for so long is closed.
const IDLE: Duration = Duration::from_secs(30 * 24 * 3600);
/// More sessions than that nobody has; the oldest give way.
const SESSIONS_MAX: usize = 100;

/// The sessions that are open.
#[derive(Debug, Default)]
pub(crate) struct Sessions(Mutex<HashMap<String, Session>>);

#[derive(Debug)]
struct Session {
    csrf: String,
    used: Instant,
}

/// A session that was just opened.
pub(crate) struct Opened {
    /// Names it.
    pub(crate) token: String,
    /// What its pages repeat with every change.
    pub(crate) csrf: String,
}

impl Sessions {
    /// Opens one; `None` where the system gives no random bytes.
    pub(crate) fn open(&self) -> Option<Opened> {
        let opened = Opened { token: random()?, csrf: random()? };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, s| s.used.elapsed() < IDLE);
        if all.len() >= SESSIONS_MAX
            && let Some(oldest) = all.iter().min_by_key(|(_, s)| s.used).map(|(token, _)| token.clone())
        {
            all.remove(&oldest);
        }
        all.insert(opened.token.clone(), Session { csrf: opened.csrf.clone(), used: Instant::now() });
        Some(opened)
    }

    /// Whether it is open; using it keeps it open.
    pub(crate) fn is_open(&self, token: &str) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match all.get_mut(token) {
            Some(session) if session.used.elapsed() < IDLE => {
                session.used = Instant::now();
                true
            }
            _ => false,
        }
    }

    /// Whether this is what its pages repeat.
    pub(crate) fn is_token_of(&self, token: &str, csrf: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(token).is_some_and(|s| s.csrf == csrf)
    }

    /// Closes one.
    pub(crate) fn close(&self, token: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(token);
    }

    /// Closes all: what a new password does.
    pub(crate) fn close_all(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// 256 random bits in hexadecimal letters.
fn random() -> Option<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).ok()?;
    let mut text = String::with_capacity(64);
    for byte in bytes {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Some(text)
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

    #[test]
    fn a_session_is_open_until_it_is_closed() {
        let sessions = Sessions::default();
        let opened = sessions.open().unwrap();
        assert!(sessions.is_open(&opened.token) && !sessions.is_open("guess"));
        assert!(sessions.is_token_of(&opened.token, &opened.csrf) && !sessions.is_token_of(&opened.token, ""));
        sessions.close(&opened.token);
        assert!(!sessions.is_open(&opened.token));
    }

    #[test]
    fn the_fourth_of_three_tries_is_refused() {
        let limit = Limit::new(3, Duration::from_secs(60));
        assert_eq!([(); 4].map(|()| limit.allows("a")), [true, true, true, false]);
        assert!(limit.allows("b"));
    }
}
