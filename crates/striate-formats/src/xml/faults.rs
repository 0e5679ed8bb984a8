//! The list of survived faults while it grows: faults of one kind are counted, not repeated.

use crate::limits;
use striate_model::{Warning, WarningCode};

struct Entry {
    code: WarningCode,
    sentence: String,
    first: Option<u64>,
    count: u32,
}

/// Collects faults, one entry for each code and sentence, at most [`limits::WARNINGS`].
#[derive(Default)]
pub(crate) struct Faults {
    entries: Vec<Entry>,
}

impl Faults {
    /// Notes a fault at a byte of the file.
    pub(crate) fn at(&mut self, code: WarningCode, offset: u64, sentence: &str) {
        self.note(code, Some(offset), sentence);
    }

    /// Notes a fault of the whole.
    pub(crate) fn of(&mut self, code: WarningCode, sentence: &str) {
        self.note(code, None, sentence);
    }

    fn note(&mut self, code: WarningCode, first: Option<u64>, sentence: &str) {
        if let Some(entry) = self.entries.iter_mut().find(|e| e.code == code && e.sentence == sentence) {
            entry.count = entry.count.saturating_add(1);
        } else if self.entries.len() < limits::WARNINGS {
            self.entries.push(Entry { code, sentence: sentence.to_owned(), first, count: 1 });
        }
    }

    /// One warning for each kind of fault, with how often it was met and where first.
    pub(crate) fn finish(self) -> Vec<Warning> {
        let warning = |e: Entry| {
            let message = if e.count > 1 { format!("{} ({} times)", e.sentence, e.count) } else { e.sentence };
            Warning { code: e.code, message, offset: e.first }
        };
        self.entries.into_iter().map(warning).collect()
    }
}
