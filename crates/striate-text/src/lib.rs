//! Text that people read and type, in pieces that every crate above shares: figures with their bounds, quantities in the
//! reader's units, the names of days and months, the names of muscles as people type them.
//!
//! This crate does not decide what is said: sentences are made where their figures are known.

pub mod dates;
pub mod names;
pub mod numbers;
pub mod units;
