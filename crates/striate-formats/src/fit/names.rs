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

/// The protocol's own word for a sport, and for the variety where that says more than the sport; `None` where the file names
/// none or a number that we do not know.
pub(super) fn sport_word(sport: Option<u8>, sub_sport: Option<u8>) -> Option<String> {
    let variety = sub_sport.and_then(|n| SUB_SPORTS.iter().find(|(known, _)| *known == n)).map(|(_, word)| *word);
    let main = sport.filter(|n| *n != 0).and_then(|n| SPORTS.iter().find(|(known, _)| *known == n)).map(|(_, w)| *w);
    match (main, variety) {
        (Some(main), Some(variety)) => Some(format!("{main}, {variety}")),
        (Some(word), None) | (None, Some(word)) => Some(word.to_owned()),
        (None, None) => None,
    }
}

/// Sports by their number in the protocol.
const SPORTS: [(u8, &str); 62] = [
    (1, "running"),
    (2, "cycling"),
    (3, "transition"),
    (4, "fitness equipment"),
    (5, "swimming"),
    (6, "basketball"),
    (7, "soccer"),
    (8, "tennis"),
    (9, "American football"),
    (10, "training"),
    (11, "walking"),
    (12, "cross-country skiing"),
    (13, "alpine skiing"),
    (14, "snowboarding"),
    (15, "rowing"),
    (16, "mountaineering"),
    (17, "hiking"),
    (18, "multisport"),
    (19, "paddling"),
    (20, "flying"),
    (21, "e-biking"),
    (22, "motorcycling"),
    (23, "boating"),
    (24, "driving"),
    (25, "golf"),
    (26, "hang gliding"),
    (27, "horseback riding"),
    (28, "hunting"),
    (29, "fishing"),
    (30, "inline skating"),
    (31, "rock climbing"),
    (32, "sailing"),
    (33, "ice skating"),
    (34, "sky diving"),
    (35, "snowshoeing"),
    (36, "snowmobiling"),
    (37, "stand-up paddling"),
    (38, "surfing"),
    (39, "wakeboarding"),
    (40, "water skiing"),
    (41, "kayaking"),
    (42, "rafting"),
    (43, "windsurfing"),
    (44, "kitesurfing"),
    (45, "tactical"),
    (46, "jumpmaster"),
    (47, "boxing"),
    (48, "floor climbing"),
    (49, "baseball"),
    (53, "diving"),
    (62, "HIIT"),
    (64, "racket"),
    (65, "wheelchair, walking pace"),
    (66, "wheelchair, running pace"),
    (67, "meditation"),
    (69, "disc golf"),
    (71, "cricket"),
    (72, "rugby"),
    (73, "hockey"),
    (75, "volleyball"),
    (83, "dance"),
    (84, "jump rope"),
];

/// Varieties by their number in the protocol.
const SUB_SPORTS: [(u8, &str); 36] = [
    (1, "treadmill"),
    (2, "street"),
    (3, "trail"),
    (4, "track"),
    (5, "spin"),
    (6, "indoor cycling"),
    (7, "road"),
    (8, "mountain"),
    (11, "cyclocross"),
    (14, "indoor rowing"),
    (15, "elliptical"),
    (16, "stair climbing"),
    (17, "lap swimming"),
    (18, "open water"),
    (19, "flexibility"),
    (20, "strength"),
    (26, "cardio"),
    (27, "indoor walking"),
    (29, "BMX"),
    (30, "casual walking"),
    (31, "speed walking"),
    (37, "backcountry"),
    (38, "resort"),
    (41, "skate skiing"),
    (43, "yoga"),
    (44, "Pilates"),
    (45, "indoor running"),
    (46, "gravel"),
    (58, "virtual activity"),
    (59, "obstacle"),
    (62, "breathing"),
    (67, "ultra"),
    (68, "indoor climbing"),
    (69, "bouldering"),
    (70, "HIIT"),
    (86, "track me"),
];

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
