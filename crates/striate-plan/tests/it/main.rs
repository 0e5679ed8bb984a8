//! Weeks against other solvers, brute force and the judge; the page of the rules against its table.

#[path = "../../benches/instances/mod.rs"]
mod instances;
mod optima;
mod oracle;
mod rules_page;
mod tiny;
mod tiny_week;
mod weeks;
