//! Bytes to recordings: FIT, TCX and GPX in.
//!
//! This crate does not open files, know the time, interpret a run or know an athlete.

pub mod fit;
pub mod gpx;
pub mod tcx;
