//! The list of survived faults while it grows: bounded, with the line in the words and the byte beside them.

use super::rows::Place;
use crate::limits;
use striate_model::{Warning, WarningCode};

/// A fault that many rows can have.
struct Repeated {
    code: WarningCode,
    sentence: &'static str,
    first: Place,
    count: u64,
}

/// Collects warnings up to [`limits::WARNINGS`].
#[derive(Default)]
pub(super) struct Faults {
    repeated: Vec<Repeated>,
    single: Vec<Warning>,
    more: u64,
}

impl Faults {
    /// Notes a fault of one row; the same sentence becomes one warning with its first line and a count.
    pub(super) fn at(&mut self, code: WarningCode, place: Place, sentence: &'static str) {
        match self.repeated.iter_mut().find(|r| r.sentence == sentence) {
            Some(known) => known.count += 1,
            None => self.repeated.push(Repeated { code, sentence, first: place, count: 1 }),
        }
    }

    /// Notes a fault in words of its own.
    pub(super) fn single(&mut self, warning: Warning) {
        // Room is left for the faults that are counted; there are fewer kinds of them than this.
        if self.single.len() < limits::WARNINGS - 30 {
            self.single.push(warning);
        } else {
            self.more += 1;
        }
    }

    /// The list in the order of the file, what concerns the whole of it first.
    pub(super) fn finish(self) -> Vec<Warning> {
        let mut list = self.single;
        list.extend(self.repeated.into_iter().map(|r| {
            let line = r.first.line;
            let message = match r.count {
                1 => format!("line {line}: {}", r.sentence),
                n => format!("line {line} and {} more: {}", n - 1, r.sentence),
            };
            Warning::at(r.code, r.first.offset, message)
        }));
        list.sort_by_key(|w| w.offset);
        if self.more > 0 {
            list.push(Warning::of(WarningCode::LimitReached, format!("{} more faults are not listed", self.more)));
        }
        list
    }
}
