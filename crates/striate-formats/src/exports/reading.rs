//! What exports say about the body beside sessions.

use striate_model::{Day, Mass, TimeSpan};

/// One reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The athlete's own civil day: of the scale, or of the morning after the night.
    pub day: Day,
    /// What was measured.
    pub measure: Measure,
    /// Who says so: the export, or the app in it.
    pub source: String,
}

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// Body mass.
    BodyMass(Mass),
    /// Time asleep in the night that ended on the day; time awake in bed is none.
    Sleep(TimeSpan),
}

/// A body mass that a scale can have shown.
#[must_use]
pub fn possible_mass(kg: f64) -> Option<Measure> {
    (kg.is_finite() && (20.0..=400.0).contains(&kg)).then(|| Measure::BodyMass(Mass::from_kg(kg)))
}

/// A time asleep that a night can have had.
#[must_use]
pub fn possible_sleep(s: f64) -> Option<Measure> {
    (s.is_finite() && (600.0..=86_400.0).contains(&s)).then(|| Measure::Sleep(TimeSpan::from_s(s)))
}
