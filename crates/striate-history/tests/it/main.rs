//! The composed stages from outside: the body over days, and what the coaching rules say of it.
#![expect(clippy::disallowed_methods, reason = "tests read files")]

mod any_input;
mod recorded;
mod rules;
mod scenarios;
