//! The vocabulary that every stage of striate shares: quantities with units, instants, muscles and fibers, what a
//! device recorded ([`Recording`]), what the athlete did ([`Session`]) and what that did to the body ([`Stimulus`]).
//!
//! This crate does not read bytes, compute physiology, know a file format's wire layout or depend on any other crate.

mod athlete;
mod body;
mod day;
mod journal;
mod muscle;
mod quantity;
mod recording;
pub mod sampling;
mod session;
mod speed_duration;
mod stimulus;
mod time;
mod warning;
mod workout;

pub use athlete::{Athlete, FootStrike, Origin, Sex, Sourced, Told};
pub use body::{
    BodyState, DailyDose, DailyLog, DayRecord, LoadAverage, MuscleDose, MuscleState, Person, Pool, RunRecord, WeekLoad,
};
pub use day::Day;
pub use journal::{
    ClockTime, Entry, Ground, LeanMassBy, Lifted, Measurement, Note, Outing, OutingPart, OutingSport, SetAmount,
};
pub use muscle::{Fiber, Muscle, MuscleMap};
pub use quantity::{Cadence, Distance, Grade, HeartRate, Mass, Power, Speed};
pub use recording::{
    Channel, Decoded, Device, DeviceProfile, Format, Intensity, Lap, LapTrigger, Pause, Recording, Split, SplitKind,
    Sport, Streams, SubSport,
};
pub use session::{
    Effort, EffortSource, KindVerdict, Motion, Recovery, Segment, SegmentKind, Session, SessionKind, SpeedSource,
};
pub use speed_duration::{Between, CurvePoint, HeartAtSpeed, SpeedBest, SpeedBests, SpeedDuration};
pub use stimulus::{
    CardioBasis, CardioLoad, Estimate, EvidenceGrade, ImpactLoad, MuscleStimulus, MusclesUnknown, SessionBand, Stimulus,
};
pub use time::{TimeSpan, Timestamp};
pub use warning::{Warning, WarningCode};
pub use workout::{
    ExerciseCandidate, ExerciseRef, LiftSet, Load, MassUnit, SetKind, Step, StepDuration, StepTarget, Workout,
};
