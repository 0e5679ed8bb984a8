//! Pages as data: what the engine worked out, arranged for a reader. Nothing here computes physiology.

pub mod activities;
pub mod activity;
pub mod calendar;
pub mod evidence;
pub mod imports;
pub mod lifts;
pub mod muscle;
pub mod plan;
pub mod plan_change;
pub mod plan_choices;
pub mod plan_page;
pub mod plan_season;
pub mod plan_wish;
pub mod rules;
pub mod settings;
pub mod streams;
pub mod today;
pub(crate) mod told;
pub mod twins;
pub mod types;
pub(crate) mod words;
