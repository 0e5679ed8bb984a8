//! Which version of something a reader saw, and what changed in it since.

use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use striate_planner::Moved;

/// A version of something that can be changed: equal exactly where its content is. It is made from the content, so storing
/// what a reader already saw does not make a new one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Revision(String);

/// Bytes of the hash that are kept.
const KEPT: usize = 8;

impl Revision {
    /// Of a content as it is serialized.
    #[must_use]
    pub fn of(content: &str) -> Self {
        let hash = Sha256::digest(content.as_bytes());
        Self(hash.iter().take(KEPT).map(|b| format!("{b:02x}")).collect())
    }

    /// As a reader sends it back.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(text.trim().trim_matches('"').to_owned())
    }

    /// The stable text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something that changed since a version was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// A planned session.
    Session(Moved),
    /// What the plan is for.
    Goals,
    /// The pending change was accepted or undone.
    Answered,
    /// A change waits for an answer, with its title.
    Pending(String),
    /// A setting, by its key.
    Setting(String),
    /// What the athlete says about a session.
    Correction,
    /// What the athlete says about today.
    CheckIn,
    /// Something, but the version that was read is not known any more.
    Unknown,
}

/// The versions that were shown lately, with what each held.
#[derive(Debug)]
pub(crate) struct Recent<T>(Mutex<VecDeque<(Revision, T)>>);

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Recent<T> {
    /// Versions that are remembered.
    const MAX: usize = 16;

    /// Remembers what a version holds.
    pub(crate) fn remember(&self, revision: &Revision, content: impl FnOnce() -> T) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.iter().any(|(known, _)| known == revision) {
            return;
        }
        if all.len() >= Self::MAX {
            all.pop_front();
        }
        all.push_back((revision.clone(), content()));
    }

    /// What a version held; `None` where it was shown long ago, or by another program.
    pub(crate) fn find(&self, revision: &Revision) -> Option<T> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|(known, _)| known == revision).map(|(_, content)| content.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_contents_have_one_revision_and_it_survives_the_way_through_a_header() {
        let revision = Revision::of("a plan");
        assert_eq!(revision, Revision::of("a plan"));
        assert_ne!(revision, Revision::of("another plan"));
        assert_eq!(Revision::from_text(&format!("\"{revision}\"")), revision);
    }

    #[test]
    fn only_the_last_versions_are_remembered() {
        let recent = Recent::default();
        let name = |n: usize| Revision::of(&n.to_string());
        for n in 0..20 {
            recent.remember(&name(n), || n);
        }
        assert_eq!([recent.find(&name(3)), recent.find(&name(4)), recent.find(&name(19))], [None, Some(4), Some(19)]);
    }
}
