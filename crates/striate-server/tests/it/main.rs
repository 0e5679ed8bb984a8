//! The server as a browser and a program see it, without a network.
#![expect(clippy::unwrap_used, reason = "what helpers of tests cannot do ends the test")]

mod api;
mod changes;
mod client;
mod doors;
mod plan;
mod snapshots;
mod units;
