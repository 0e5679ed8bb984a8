//! Twins: several recordings of one session.
//!
//! A watch's file and the same run in an export of a site, the watch's strength recording and the lifting log of the
//! same hour, two watches on one run: each is a [`Witness`] of what was done. [`find`] says which witnesses speak of one
//! session, how sure that is and why, and which of them gives streams, sets and name. The athlete's word ([`Ruling`],
//! [`Wish`]) always wins, and nothing depends on the order in which recordings come.
//!
//! `docs/methods/twins.md` has the method, its sources and its scores. This crate does not merge two streams into one:
//! clocks of two devices differ by seconds, and half of each would be worse than the better one.

mod best;
mod clock;
mod elsewhere;
mod group;
mod likeness;
mod witness;

#[cfg(test)]
mod tests;

pub use best::{Part, Pick, compose};
pub use group::{Doubt, Group, Ruling, Twins, Wish, find};
pub use likeness::{Clue, Likeness, likeness};
pub use witness::{Clock, Discipline, Minute, Place, RecordKey, Source, Wearer, Witness};
