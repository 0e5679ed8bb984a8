//! The engine and the catalogue from outside: reference numbers, orders that must hold, properties over any session,
//! and real files where they are present.
#![expect(clippy::disallowed_methods, reason = "tests read files")]

mod build;
mod catalogue;
mod first_sketch;
mod orders;
mod properties;
mod recorded;
mod reference;
mod rules;
mod stimulus;
mod table;
