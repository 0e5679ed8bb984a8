//! The store against real databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod story;
