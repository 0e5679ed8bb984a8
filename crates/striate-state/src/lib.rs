//! The body over days: what the stimulus of a history made of each muscle, and what a calendar would make of it.
//!
//! A pure fold over the athlete's civil days ([`advance`]). One equation gives novice gains, a plateau at the same load,
//! progress with more load, maintenance with less and loss without ([`growth`]); fatigue, damage and the protection that
//! earlier damage gives run in real time, not in days ([`fatigue`]). On top of the state: phase, plateau, the words
//! growing, holding, losing and unknown, forecast, next step, the injury gate, sameness, consistency and personal
//! calibration. The models, their sources and what would falsify them stand in `docs/methods/growth.md` and
//! `docs/methods/fatigue.md`; the parameters in `data/growth.toml`.
//!
//! This crate does not compute what a session did to a muscle (`striate-stimulus`), choose sessions, read files or know
//! what time it is.

pub mod calibration;
pub mod consistency;
pub mod endurance;
pub mod fatigue;
pub mod fold;
pub mod forecast;
pub mod growth;
pub mod injury_gate;
pub mod loads;
mod method;
pub mod mix;
pub mod monotony;
pub mod next_step;
pub mod phase;
pub mod plateau;
pub mod region;

pub use fold::{Habit, advance, fold};
pub use forecast::{Calendar, Course, Fan, Forecast, Outlook, Planned, forecast, outlooks};
pub use method::{DRAW_COUNT, GROWTH_VERSION, GrowthMethod, GrowthMethodError, Parameter, ParameterGrade, Values};
pub use phase::Phase;
