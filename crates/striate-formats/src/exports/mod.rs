//! What the exports of Strava, Garmin and Apple Health hold beside recordings: tables and summaries of activities, body
//! mass, sleep. Each module reads the form of one service; taking an archive apart is not done here.

pub mod apple;
pub mod garmin;
pub mod strava;

mod about;
mod reading;

pub use about::{About, Export, has_recording_name};
pub use reading::{Measure, Reading, possible_mass, possible_sleep};
