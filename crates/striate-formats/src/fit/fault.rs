//! The list of survived faults while it grows: bounded, and without the same sentence twice.

use crate::limits;
use striate_model::{Warning, WarningCode};

/// Collects warnings up to [`limits::WARNINGS`].
#[derive(Debug, Default)]
pub(super) struct Faults {
    list: Vec<Warning>,
    more: usize,
}

impl Faults {
    /// Notes a fault at a byte of the file. The same sentence is noted only at its first place.
    pub(super) fn at(&mut self, code: WarningCode, offset: usize, message: impl Into<String>) {
        self.push(Warning::at(code, offset as u64, message));
    }

    /// Notes a fault of the whole.
    pub(super) fn of(&mut self, code: WarningCode, message: impl Into<String>) {
        self.push(Warning::of(code, message));
    }

    fn push(&mut self, warning: Warning) {
        if self.list.iter().any(|w| w.code == warning.code && w.message == warning.message) {
            return;
        }
        if self.list.len() < limits::WARNINGS {
            self.list.push(warning);
        } else {
            self.more += 1;
        }
    }

    /// The list, with a last line that says how many did not fit.
    pub(super) fn finish(mut self) -> Vec<Warning> {
        if self.more > 0 {
            let message = format!("{} more faults are not listed", self.more);
            self.list.push(Warning::of(WarningCode::LimitReached, message));
        }
        self.list
    }
}
