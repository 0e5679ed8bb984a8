//! The season: which sessions each of the coming weeks owes, and why, before any of them is put on a day.
//!
//! Pure arithmetic over plain values, no search. This module does not place sessions on days ([`crate::week`]) and does not
//! know what a session does to a muscle.

mod choice;
pub mod injury;
pub mod pain;
pub mod protect;

pub use choice::{Approach, Region, System};
pub use protect::{Allowed, Protection};
