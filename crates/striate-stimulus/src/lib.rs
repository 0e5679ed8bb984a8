//! Sessions and lift sets to growth stimulus per muscle and fiber pool, impact and cardio load.
//!
//! The model, its sources and what would falsify it stand in `docs/methods/stimulus.md`; its parameters in
//! `data/method.toml`. In short: a muscle's activation is its demand over its capacity; slope, acceleration and carried
//! mass raise it, the muscle's own exhaustion raises it further; seconds count by a high power of activation, a higher
//! one for fast fibers; the unit is the hard set.
//!
//! This crate does not find efforts or name sessions (`striate-segment`), remember earlier sessions (growth and fatigue
//! over days), or read files.

mod activation;
mod cardio;
pub mod catalogue;
#[cfg(test)]
mod coverage_tests;
mod dose;
mod doubts;
mod energy;
mod evidence;
mod exposure;
mod fatigue;
mod impact;
mod lift;
mod locomotion;
mod method;
mod parts;
mod plyo;
mod session;

pub use catalogue::{Catalogue, ContractionMode, LoadRule, MatchKind, Movement};
pub use dose::Dose;
pub use exposure::Exposure;
pub use lift::TrialExercise;
pub use method::{DRAW_COUNT, Draw, METHOD_VERSION, Method, MethodError, Parameter, ParameterGrade};
pub use parts::Part;
pub use session::{central_stimulus_of, stimulus, stimulus_of, stimulus_without_bands};
