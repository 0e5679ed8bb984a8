//! Planned sessions out to the world: FIT workouts for watches ([`fit`]), calendars ([`calendar`]), and a notation in plain
//! text that can be kept in git and read back ([`text`]).

pub mod calendar;
pub mod fit;
pub mod text;
