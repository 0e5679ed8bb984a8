//! Synthetic athletes and recordings with known truth: for the examples in the repository, for tests, for benches and
//! for the public test set of the detector.
//!
//! A [`Scenario`] says who runs what with which watch; [`generate`] performs it: a plan becomes true speed, heart rate
//! and steps by physics and physiology, a course is laid out under it, and the watch sees all of it through its faults.
//! What comes out is a [`Recording`](striate_model::Recording) as a decoder would give it, and the [`Truth`].
//! `docs/methods/synth.md` says what is simulated, where each size comes from, and what is left out.
//!
//! This crate does not detect anything, shares no threshold and no code with the detector, uses no chance without a
//! seed, and opens no file.

mod archive;
mod body;
mod course;
mod demo;
mod device;
mod examples;
mod field_set;
mod fit_out;
mod history;
mod library;
mod life;
mod rng;
mod runner;
mod scenario;
mod script;
mod sensor;
mod session;
mod strength;
mod test_set;
mod truth;
mod xml_out;

pub use archive::{
    ArchiveOrder, ArchiveTruth, Broken, TrueActivity, Twin, apple_archive, garmin_archive, strava_archive,
};
pub use demo::{DemoFile, DemoFiles, DemoNote, demo};
pub use device::{Device, HeartSensor, HeightSensor, Laps, Rate, Sky, SpeedSensor};
pub use examples::{examples, truth_text};
pub use field_set::field_set;
pub use fit_out::{encode_fit, to_fit};
pub use history::{Habit, training_history};
pub use rng::{Rng, Wander};
pub use runner::{Knowledge, Runner};
pub use scenario::{Deed, Scenario, Synthetic, generate};
pub use script::{Ground, Pace, Part, Plan, Role, Route, Until, Way};
pub use sensor::Origin;
pub use strength::Lift;
pub use test_set::{Half, test_set};
pub use truth::{TrueEffort, TrueRunner, TrueSet, Truth};
pub use xml_out::{to_gpx, to_tcx};
