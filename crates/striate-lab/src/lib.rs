//! Comparisons with other published crates: the benches of decoding beside their peers, and tests that need one of those
//! peers. Only `cargo xtask test --all` and `cargo xtask bench` build this crate, so that nobody else waits for the peers.
//!
//! This crate does not hold any code of the product.
