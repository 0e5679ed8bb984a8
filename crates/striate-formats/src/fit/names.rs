//! The protocol's numbered words as the model's.

use striate_model::{Intensity, LapTrigger, SplitKind, Sport, SubSport};

/// Sport and variety; both numbers together decide, because machines are a sport of their own in the protocol.
pub(super) fn sport(sport: Option<u8>, sub_sport: Option<u8>) -> (Sport, SubSport) {
    let main = match (sport, sub_sport) {
        // A treadmill that calls itself a fitness machine.
        (Some(4), Some(1 | 45)) | (Some(1), _) => Sport::Running,
        (None | Some(0), _) => Sport::Unknown,
        (Some(2 | 21), _) => Sport::Cycling,
        (Some(3), _) => Sport::Transition,
        (Some(4), _) => Sport::FitnessEquipment,
        (Some(5), _) => Sport::Swimming,
        (Some(10 | 62), _) => Sport::Training,
        (Some(11), _) => Sport::Walking,
        (Some(15), _) => Sport::Rowing,
        (Some(17), _) => Sport::Hiking,
        (Some(_), _) => Sport::Other,
    };
    let variety = match sub_sport {
        None | Some(0) => SubSport::Generic,
        Some(1) => SubSport::Treadmill,
        // A virtual course is run on a treadmill.
        Some(58) if main == Sport::Running => SubSport::Treadmill,
        Some(2) => SubSport::Street,
        Some(3) => SubSport::Trail,
        Some(4) => SubSport::Track,
        Some(5 | 6) => SubSport::IndoorCycling,
        Some(16) => SubSport::Stairs,
        Some(18) => SubSport::OpenWater,
        Some(20) => SubSport::StrengthTraining,
        Some(26 | 70) => SubSport::CardioTraining,
        Some(45) => SubSport::IndoorRunning,
        Some(_) => SubSport::Other,
    };
    (main, variety)
}

/// What a lap or step is meant to be.
pub(super) const fn intensity(number: u8) -> Intensity {
    match number {
        0 => Intensity::Active,
        1 => Intensity::Rest,
        2 => Intensity::Warmup,
        3 => Intensity::Cooldown,
        4 => Intensity::Recovery,
        5 => Intensity::Interval,
        _ => Intensity::Other,
    }
}

/// Why a lap ended.
pub(super) const fn lap_trigger(number: u8) -> LapTrigger {
    match number {
        0 => LapTrigger::Manual,
        1 => LapTrigger::Time,
        2 => LapTrigger::Distance,
        3..=6 => LapTrigger::Position,
        7 => LapTrigger::SessionEnd,
        _ => LapTrigger::Other,
    }
}

/// What a device calls a split.
pub(super) const fn split_kind(number: Option<u8>) -> SplitKind {
    match number {
        Some(3) => SplitKind::IntervalActive,
        Some(4 | 7) => SplitKind::IntervalRest,
        Some(5) => SplitKind::IntervalWarmup,
        Some(6) => SplitKind::IntervalCooldown,
        Some(12 | 17) => SplitKind::Run,
        Some(18) => SplitKind::Walk,
        Some(22) => SplitKind::Stand,
        _ => SplitKind::Other,
    }
}

/// What a whole file is, in words, where it is no recording of an activity.
pub(super) const fn other_file(kind: u8) -> Option<&'static str> {
    Some(match kind {
        1 => "a description of a device",
        2 => "settings of a device",
        3 => "settings of a sport",
        6 => "a course (a route to follow)",
        7 => "a schedule",
        9 => "a list of weights",
        10 => "a list of totals",
        11 => "a list of goals",
        14 => "a list of blood pressures",
        15 | 28 | 32 => "the monitoring of a day",
        34 | 35 => "a segment",
        44 | 49 | 68 => "a record of sleep or recovery",
        _ => return None,
    })
}

/// A course: samples of a route that nobody may have run.
pub(super) const COURSE: u8 = 6;
/// A workout to be done.
pub(super) const WORKOUT: u8 = 5;
