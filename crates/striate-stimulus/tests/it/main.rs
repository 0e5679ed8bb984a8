//! The engine and the catalogue from outside, with real files where they are present.
#![expect(clippy::disallowed_methods, reason = "tests read files")]

mod catalogue;
