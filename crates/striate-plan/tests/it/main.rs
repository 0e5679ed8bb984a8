//! Weeks against other solvers, brute force and the judge.

#[path = "../../benches/instances/mod.rs"]
mod instances;
mod optima;
mod tiny;
mod weeks;
