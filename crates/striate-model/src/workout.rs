//! What is prescribed (workouts and their steps) and what is lifted (sets).

use crate::quantity::{Distance, HeartRate, Mass, Speed};
use crate::recording::{Intensity, Sport};
use crate::time::{TimeSpan, Timestamp};

/// How long a step lasts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StepDuration {
    /// A time.
    Time(TimeSpan),
    /// A distance.
    Distance(Distance),
    /// A number of repetitions.
    Reps(u32),
    /// Until the athlete presses the button.
    Open,
    /// No step of its own: go back to step `from` until the steps in between have been done `rounds` times in all.
    Repeat {
        /// Index of the first step that is repeated.
        from: u16,
        /// Total rounds.
        rounds: u32,
    },
    /// A condition that the analysis does not read (heart rate reached, calories, ...).
    Other,
}

/// What a step aims at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StepTarget {
    /// Speed between two bounds.
    Speed {
        /// Slowest.
        low: Speed,
        /// Fastest.
        high: Speed,
    },
    /// Heart rate between two bounds.
    HeartRate {
        /// Lowest.
        low: HeartRate,
        /// Highest.
        high: HeartRate,
    },
    /// A target that the analysis does not read (zones, power, cadence).
    Other,
}

/// One step of a workout.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its place in the workout, from 0.
    pub index: u16,
    /// Its name.
    pub name: Option<String>,
    /// How long it lasts.
    pub duration: StepDuration,
    /// What it aims at.
    pub target: Option<StepTarget>,
    /// What it is meant to be.
    pub intensity: Option<Intensity>,
    /// The exercise of a strength step.
    pub exercise: Option<ExerciseRef>,
    /// The load of a strength step.
    pub load: Option<Load>,
}

/// A prescribed session.
#[derive(Clone, Debug, PartialEq)]
pub struct Workout {
    /// Its name.
    pub name: Option<String>,
    /// Its sport.
    pub sport: Sport,
    /// Its steps in order.
    pub steps: Vec<Step>,
}

/// A unit of mass as an athlete types it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MassUnit {
    /// Kilograms.
    Kilogram,
    /// International pounds.
    Pound,
}

/// A load as it was typed, with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// The number that was typed.
    pub value: f64,
    /// The unit it was typed in.
    pub unit: MassUnit,
}

impl Load {
    /// The load as a mass.
    #[must_use]
    pub fn mass(self) -> Mass {
        match self.unit {
            MassUnit::Kilogram => Mass::from_kg(self.value),
            MassUnit::Pound => Mass::from_lb(self.value),
        }
    }
}

/// One guess of a device about which exercise it saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExerciseCandidate {
    /// The category's number in the format.
    pub category: u16,
    /// The exercise's number within the category, where one is given.
    pub exercise: Option<u16>,
    /// The device's confidence out of 255, where it gives one.
    pub confidence: Option<u8>,
}

/// How a source names an exercise. The catalogue (striate-stimulus) turns it into a movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExerciseRef {
    /// FIT's numbered categories: the device's guesses, best first.
    Fit(Vec<ExerciseCandidate>),
    /// A title in words.
    Title(String),
}

/// What a set was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SetKind {
    /// A working set.
    Active,
    /// A warm-up set: recorded, not counted as stimulus.
    Warmup,
    /// The rest between two sets.
    Rest,
}

/// One set of a strength session, or the rest between two.
#[derive(Clone, Debug, PartialEq)]
pub struct LiftSet {
    /// What it was.
    pub kind: SetKind,
    /// When it began.
    pub start: Option<Timestamp>,
    /// How long it lasted.
    pub duration: Option<TimeSpan>,
    /// Which exercise the source names.
    pub exercise: Option<ExerciseRef>,
    /// Repetitions.
    pub reps: Option<u16>,
    /// The load; `None` where the source has none or zero, which devices write when nobody entered it.
    pub load: Option<Load>,
    /// Repetitions in reserve: how many more would have been possible.
    pub reps_in_reserve: Option<f32>,
}
