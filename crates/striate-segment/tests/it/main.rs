//! Segmentation from the outside: scripted runs, real files where they are present, and the score on the test set.

#![expect(clippy::disallowed_methods, reason = "tests read files")]
#![expect(clippy::print_stdout, reason = "scores and skipped files are printed")]

mod baselines;
mod corpus;
mod efforts;
mod field;
mod hills;
mod history;
mod kinds;
mod motion;
mod properties;
mod real;
mod score;
mod script;
mod totals;
