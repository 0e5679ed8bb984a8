//! Elements that are not interpreted, counted by name.

use crate::limits;

/// Counts names, at most [`limits::XML_UNKNOWN_NAMES`] different ones.
#[derive(Default)]
pub(crate) struct Unknown {
    names: Vec<(String, u32)>,
}

impl Unknown {
    /// Counts one element of this name.
    pub(crate) fn count(&mut self, name: &str) {
        let name = &name[..name.floor_char_boundary(limits::XML_TEXT)];
        if let Some((_, count)) = self.names.iter_mut().find(|(known, _)| known == name) {
            *count = count.saturating_add(1);
        } else if self.names.len() < limits::XML_UNKNOWN_NAMES {
            self.names.push((name.to_owned(), 1));
        }
    }

    /// Names with their counts, in the order in which they were met.
    pub(crate) fn finish(self) -> Vec<(String, u32)> {
        self.names
    }
}
