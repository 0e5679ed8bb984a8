//! The composed stages from outside: published trials, and the body over days.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "tests read files and show scores")]

mod any_input;
mod recorded;
mod rules;
mod scenarios;
mod trials;
mod twins;
