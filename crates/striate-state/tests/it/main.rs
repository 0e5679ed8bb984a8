//! The body over days from outside: properties that hold for any history, and what must be said about plain ones.

mod athletes;
mod build;
mod calibration;
mod days;
mod properties;
mod rules;
