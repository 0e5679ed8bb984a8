//! The coaching rules and the weeks ahead: what a log or a plan keeps of the rules ([`audit`]), what a session of each kind
//! holds ([`kinds`]), which sessions each week owes ([`season`]), on which days they serve the goal ([`week`]), and the
//! food that goes with it
//! ([`nutrition`]).
//!
//! Everything here is a pure function of plain values: what the other stages say of each session (its kind, its efforts,
//! what it gave each muscle, how ready the body was) comes in as numbers, so that a synthetic week can be judged as easily
//! as a real one.
//!
//! This crate does not compute what a session does to a muscle (`striate-stimulus`), follow the body over days
//! (`striate-state`), read files or know what day it is.

pub mod audit;
pub mod kinds;
pub mod nutrition;
pub mod season;
pub mod week;

#[cfg(test)]
extern crate self as striate_plan;
