//! Rows of a lifting log that are no lift: runs, walks, rides and machines, with their time and distance.

use super::layout::LengthOf;
use striate_model::{Sport, SubSport};

/// A row that is cardio.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CardioRow {
    /// The title of the exercise.
    pub(super) title: String,
    /// The sport that it names.
    pub(super) sport: Sport,
    /// Its variety.
    pub(super) sub_sport: SubSport,
    /// How long it lasted, s.
    pub(super) seconds: Option<f64>,
    /// How far it went, m.
    pub(super) distance_m: Option<f64>,
}

/// Words of exercises that are lifts, carries or holds although another word in their title is a sport's:
/// `Walking Lunge`, `Bicycle Crunch`, `Farmer's Walk`, `Wall Walk`, `Push Up`.
const LIFTS: [&str; 45] = [
    "lunge",
    "lunges",
    "farmer",
    "farmers",
    "carry",
    "carries",
    "crunch",
    "crunches",
    "kick",
    "kicks",
    "curl",
    "curls",
    "press",
    "squat",
    "squats",
    "deadlift",
    "deadlifts",
    "raise",
    "raises",
    "plank",
    "planks",
    "sled",
    "crab",
    "bear",
    "monster",
    "band",
    "lateral",
    "duck",
    "wall",
    "ups",
    "pull",
    "push",
    "extension",
    "extensions",
    "handstand",
    "dumbbell",
    "barbell",
    "kettlebell",
    "cable",
    "suitcase",
    "yoke",
    "waiter",
    "ausfallschritt",
    "ausfallschritte",
    "climbers",
];
const TREADMILL: [&str; 19] = [
    "treadmill",
    "laufband",
    "tapis",
    "cinta",
    "caminadora",
    "esteira",
    "löpband",
    "loopband",
    "bieżnia",
    "bieżni",
    "tredemølle",
    "løbebånd",
    "juoksumatto",
    "futópad",
    "běžecký",
    "koşu bandı",
    "дорожка",
    "дорожке",
    "ランニングマシン",
];
const WALK: [&str; 24] = [
    "walk",
    "walking",
    "walks",
    "gehen",
    "spazieren",
    "spaziergang",
    "walken",
    "marche",
    "marcher",
    "caminar",
    "caminata",
    "andar",
    "camminata",
    "camminare",
    "wandelen",
    "promenad",
    "spacer",
    "chód",
    "caminhada",
    "gang",
    "kävely",
    "ходьба",
    "ウォーキング",
    "步行",
];
const HIKE: [&str; 13] = [
    "hike",
    "hiking",
    "wandern",
    "wanderung",
    "randonnée",
    "senderismo",
    "escursionismo",
    "trekking",
    "trek",
    "rucking",
    "ruck",
    "trilha",
    "vandring",
];
const RUN: [&str; 40] = [
    "run",
    "running",
    "runs",
    "jog",
    "jogging",
    "jogs",
    "sprint",
    "sprints",
    "sprinting",
    "laufen",
    "lauf",
    "läufe",
    "joggen",
    "dauerlauf",
    "course",
    "courir",
    "footing",
    "correr",
    "carrera",
    "trote",
    "corsa",
    "correre",
    "hardlopen",
    "rennen",
    "löpning",
    "löpa",
    "løping",
    "løb",
    "løpe",
    "bieganie",
    "bieg",
    "corrida",
    "juoksu",
    "koşu",
    "běh",
    "futás",
    "бег",
    "біг",
    "ランニング",
    "跑步",
];
const RIDE: [&str; 30] = [
    "bike",
    "biking",
    "cycle",
    "cycling",
    "bicycle",
    "bicycling",
    "spinning",
    "spin",
    "ride",
    "peloton",
    "airbike",
    "radfahren",
    "rad",
    "fahrrad",
    "radeln",
    "heimtrainer",
    "ergometer",
    "fahrradergometer",
    "vélo",
    "cyclisme",
    "bicicleta",
    "ciclismo",
    "bici",
    "cyclette",
    "fietsen",
    "fiets",
    "cykling",
    "cykel",
    "rowerek",
    "велосипед",
];
const ROW: [&str; 14] = [
    "rowing",
    "rower",
    "rowerg",
    "erg",
    "rudern",
    "rudergerät",
    "ruderergometer",
    "aviron",
    "rameur",
    "remo",
    "remoergómetro",
    "canottaggio",
    "roeien",
    "roddmaskin",
];
const STAIRS: [&str; 18] = [
    "stairs",
    "stair",
    "stairmaster",
    "stairclimber",
    "stairmill",
    "stepmill",
    "stepper",
    "treppe",
    "treppen",
    "treppensteigen",
    "treppensteiger",
    "escalier",
    "escaliers",
    "escaleras",
    "escalera",
    "scale",
    "trappor",
    "climbmill",
];
const ELLIPTICAL: [&str; 11] = [
    "elliptical",
    "crosstrainer",
    "ellipsentrainer",
    "ellipsen",
    "elliptique",
    "elíptica",
    "eliptica",
    "ellittica",
    "crosstrainern",
    "orbitrek",
    "эллипс",
];
const SWIM: [&str; 12] = [
    "swim",
    "swimming",
    "schwimmen",
    "natation",
    "nager",
    "natación",
    "nuoto",
    "zwemmen",
    "simning",
    "pływanie",
    "natação",
    "плавание",
];
const INDOORS: [&str; 12] = [
    "stationary",
    "indoor",
    "spinning",
    "spin",
    "air",
    "assault",
    "airbike",
    "recumbent",
    "upright",
    "ergometer",
    "heimtrainer",
    "peloton",
];

/// The sport that the title of an exercise names, `None` where it names a lift or nothing that is known.
pub(super) fn sport_of(title: &str) -> Option<(Sport, SubSport)> {
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |list: &[&str]| {
        list.iter()
            .any(|name| words.contains(name) || (!name.is_ascii() && name.chars().count() > 2 && lower.contains(name)))
    };
    let is_machine_word = has(&TREADMILL);
    if has(&LIFTS) && !is_machine_word {
        return None;
    }
    let found = if has(&WALK) {
        (Sport::Walking, if is_machine_word { SubSport::Treadmill } else { SubSport::Generic })
    } else if has(&HIKE) {
        (Sport::Hiking, SubSport::Generic)
    } else if is_machine_word {
        (Sport::Running, SubSport::Treadmill)
    } else if has(&ROW) {
        (Sport::Rowing, SubSport::Generic)
    } else if has(&RIDE) {
        (Sport::Cycling, if has(&INDOORS) { SubSport::IndoorCycling } else { SubSport::Generic })
    } else if has(&STAIRS) {
        (Sport::FitnessEquipment, SubSport::Stairs)
    } else if has(&ELLIPTICAL) || lower.contains("cross trainer") || lower.contains("cross-trainer") {
        (Sport::FitnessEquipment, SubSport::Generic)
    } else if has(&SWIM) {
        (Sport::Swimming, SubSport::Generic)
    } else if has(&RUN) {
        (Sport::Running, running_kind(&words))
    } else {
        return None;
    };
    Some(found)
}

fn running_kind(words: &[&str]) -> SubSport {
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    match () {
        () if has(&["trail", "trailrun", "trailrunning"]) => SubSport::Trail,
        () if has(&["track", "bahn"]) => SubSport::Track,
        () if has(&["indoor"]) => SubSport::IndoorRunning,
        () => SubSport::Generic,
    }
}

/// How fast a row can have been, m/s: from a stroll to a sprint on foot, to a descent on wheels (our choice: wide enough
/// for every athlete, narrow enough to tell metres from kilometres).
const SLOWEST: f64 = 0.2;
const FASTEST_ON_FOOT: f64 = 10.5;
const FASTEST: f64 = 25.0;
/// How far a row without a time can have gone, m.
const FAR: std::ops::RangeInclusive<f64> = 10.0..=400_000.0;

/// A distance, and whether the unit that holds was guessed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Metres {
    /// In the unit that the log names.
    Said(f64),
    /// In the usual unit of the athlete: the log names none.
    Usual(f64),
    /// In another unit than the one that is named or usual, which cannot be.
    Other(f64),
    /// In no unit that can be.
    Impossible,
}

/// A figure of a column of distances in metres. Some logs have no unit, and some apps write kilometres under a header that
/// says metres: where the time beside it makes the named unit impossible, the first unit that is possible holds.
pub(super) fn metres(figure: f64, said: Option<f64>, is_imperial: bool, row: (Option<f64>, Sport)) -> Metres {
    const KM: f64 = 1000.0;
    const MILE: f64 = 1609.344;
    let (seconds, sport) = row;
    let fastest = if sport.is_on_foot() { FASTEST_ON_FOOT } else { FASTEST };
    let is_possible = |metres: f64| match seconds.filter(|s| *s > 0.0) {
        Some(s) => (SLOWEST..=fastest).contains(&(metres / s)) && metres <= *FAR.end(),
        None => FAR.contains(&metres),
    };
    let usual = if is_imperial { [MILE, KM, 1.0] } else { [KM, MILE, 1.0] };
    match said {
        Some(unit) if is_possible(figure * unit) => return Metres::Said(figure * unit),
        None if is_possible(figure * usual[0]) => return Metres::Usual(figure * usual[0]),
        _ => {}
    }
    let other = usual.into_iter().map(|unit| figure * unit).find(|metres| is_possible(*metres));
    other.map_or(Metres::Impossible, Metres::Other)
}

/// The unit of a column of distances where the header or the row names one.
pub(super) fn said_unit(unit: LengthOf, cell: impl FnOnce(usize) -> Option<f64>) -> Option<f64> {
    match unit {
        LengthOf::Header(metres) => Some(metres),
        LengthOf::Column(column) => cell(column),
        LengthOf::Unsaid => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_a_run_in_many_languages_and_a_walking_lunge_is_a_lift() {
        let sport = |title: &str| sport_of(title).map(|(sport, _)| sport);
        for title in [
            "Running",
            "Run",
            "Running (Treadmill)",
            "Treadmill",
            "Laufen",
            "Laufband",
            "Joggen",
            "Course à pied",
            "Tapis de course",
            "Correr",
            "Cinta de correr",
            "Corsa",
            "Hardlopen",
            "Löpning",
            "Bieganie",
            "Bieżnia",
            "Corrida na esteira",
            "Бег",
            "Беговая дорожка",
            "Interval run",
            "Incline Treadmill",
            "ランニング",
        ] {
            assert_eq!(sport(title), Some(Sport::Running), "{title}");
        }
        assert_eq!(sport_of("Laufband"), Some((Sport::Running, SubSport::Treadmill)));
        assert_eq!(sport_of("Walking (Treadmill)"), Some((Sport::Walking, SubSport::Treadmill)));
        assert_eq!(sport("Cycling (Indoor)"), Some(Sport::Cycling));
        assert_eq!(sport("Fahrrad"), Some(Sport::Cycling));
        assert_eq!(sport("Rowing Machine"), Some(Sport::Rowing));
        assert_eq!(sport("Rudern"), Some(Sport::Rowing));
        assert_eq!(sport("Stair Machine (Floors)"), Some(Sport::FitnessEquipment));
        assert_eq!(sport("Elliptical Trainer"), Some(Sport::FitnessEquipment));
        for title in [
            "Walking Lunge",
            "Farmer's Walk",
            "Farmers Walk",
            "Bicycle Crunch",
            "Lateral Band Walk",
            "Wall Walk",
            "Bent Over Row",
            "Seated Row (Machine)",
            "Mountain Climber",
            "Plank",
            "Squat (Barbell)",
            "Step Up",
            "Barbell Row",
            "Upright Row",
            "Monster Walk",
            "Pull Up",
            "Spiderman Push Up",
            "Trap Bar Deadlift",
        ] {
            assert_eq!(sport_of(title), None, "{title}");
        }
    }

    #[test]
    fn a_distance_is_in_the_unit_that_its_time_allows() {
        let run = |figure, said, seconds| metres(figure, said, false, (seconds, Sport::Running));
        assert_eq!(run(5.0, None, Some(1800.0)), Metres::Usual(5000.0));
        assert_eq!(run(5000.0, None, Some(1800.0)), Metres::Other(5000.0));
        assert_eq!(run(5.0, Some(1.0), Some(1800.0)), Metres::Other(5000.0), "kilometres under a header of metres");
        assert_eq!(run(3.1, Some(1609.344), Some(1800.0)), Metres::Said(3.1 * 1609.344));
        assert_eq!(run(400.0, Some(1.0), None), Metres::Said(400.0));
        assert_eq!(run(9999.0, Some(1000.0), Some(60.0)), Metres::Impossible);
        assert_eq!(metres(3.0, None, true, (Some(1500.0), Sport::Running)), Metres::Usual(3.0 * 1609.344));
    }
}
