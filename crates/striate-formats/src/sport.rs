//! Sports by the words that devices, services and people use for them.
//!
//! A type ("trail_running", "Lauf") is read whole; a name ("Afternoon Ride", "Lauf am Morgen") only where all its words that
//! mean a sport mean the same one. A word that says nothing stays unknown: whoever reads it asks, and does not guess.

use striate_model::{Sport, SubSport};

/// The sport that a type names: the `Sport` of a TCX, the `type` of a GPX, the word of a service. Words that say nothing
/// give [`Sport::Unknown`]; a sport that is clearly none of ours gives [`Sport::Other`].
#[must_use]
pub fn sport_of(text: &str) -> (Sport, SubSport) {
    match by_type(text) {
        (Sport::Unknown, _) => {
            let whole = text.trim().to_lowercase();
            let known = WHOLE.iter().find(|(known, ..)| *known == whole);
            known.map_or_else(|| sport_of_name(text), |(_, sport, sub_sport)| (*sport, *sub_sport))
        }
        known => known,
    }
}

/// Words that name a sport only where nothing stands beside them.
const WHOLE: [(&str, Sport, SubSport); 4] = [
    ("trail", Sport::Running, SubSport::Trail),
    ("course", Sport::Running, SubSport::Generic),
    ("gehen", Sport::Walking, SubSport::Generic),
    ("andar", Sport::Walking, SubSport::Generic),
];

/// The sport of a type in English, as formats and services write it.
fn by_type(text: &str) -> (Sport, SubSport) {
    let word: String =
        text.chars().filter(char::is_ascii_alphanumeric).take(40).collect::<String>().to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|p| word.contains(p));
    if has(&["treadmill"]) && !has(&["walk"]) || has(&["virtualrun"]) {
        (Sport::Running, SubSport::Treadmill)
    } else if word.starts_with("run") || word.ends_with("run") || has(&["running", "jogging"]) || word == "9" {
        (Sport::Running, running_kind(&word))
    } else if has(&["walk"]) {
        (Sport::Walking, if has(&["treadmill"]) { SubSport::Treadmill } else { SubSport::Generic })
    } else if has(&["hik", "mountaineer", "trekking"]) {
        (Sport::Hiking, SubSport::Generic)
    } else if has(&["bik", "cycl", "spinning"]) || word.ends_with("ride") || word == "1" {
        let indoor = has(&["indoor", "virtual", "spinning"]);
        (Sport::Cycling, if indoor { SubSport::IndoorCycling } else { SubSport::Generic })
    } else if has(&["swim"]) {
        (Sport::Swimming, if has(&["openwater"]) { SubSport::OpenWater } else { SubSport::Generic })
    } else if has(&["strength", "weighttraining", "weightlifting"]) {
        (Sport::Training, SubSport::StrengthTraining)
    } else if has(&["plyo"]) {
        (Sport::Training, SubSport::Plyometrics)
    } else if has(&["stairs", "stairclimb", "stairstepper"]) {
        (Sport::FitnessEquipment, SubSport::Stairs)
    } else if has(&["cardio", "workout", "hiit", "crossfit"]) {
        (Sport::Training, SubSport::CardioTraining)
    } else if has(&["transition"]) {
        (Sport::Transition, SubSport::Generic)
    } else if has(&["rowing"]) {
        (Sport::Rowing, SubSport::Generic)
    } else if word == "other"
        || has(&["ski", "skat", "kayak", "paddl", "surf", "yoga", "golf", "tennis", "soccer", "climbing"])
    {
        (Sport::Other, SubSport::Generic)
    } else {
        (Sport::Unknown, SubSport::Generic)
    }
}

fn running_kind(word: &str) -> SubSport {
    match word {
        _ if word.contains("trail") => SubSport::Trail,
        _ if word.contains("track") => SubSport::Track,
        _ if word.contains("indoor") => SubSport::IndoorRunning,
        _ if word.contains("street") || word.contains("road") => SubSport::Street,
        _ => SubSport::Generic,
    }
}

/// The sport that a free text names: the one that all its words with a meaning agree on, [`Sport::Unknown`] where they do
/// not or none has one.
#[must_use]
pub(crate) fn sport_of_name(text: &str) -> (Sport, SubSport) {
    let text: String = text.chars().take(200).collect::<String>().to_lowercase();
    let mut found: Option<(Sport, SubSport)> = None;
    let mut rest = text.clone();
    // What several words say together comes first, and is not read again word by word.
    for (phrase, sport, sub_sport) in PHRASES {
        if let Some(at) = rest.find(phrase) {
            if found.is_some_and(|(before, _)| before != sport) {
                return NOTHING;
            }
            found = Some(found.filter(|(_, sub)| *sub != SubSport::Generic).unwrap_or((sport, sub_sport)));
            rest.replace_range(at..at + phrase.len(), " ");
        }
    }
    for word in rest.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        let Some((_, sport, sub_sport)) = WORDS.iter().find(|(known, ..)| fits(known, word)) else { continue };
        match found {
            Some((before, _)) if before != *sport => return NOTHING,
            Some((_, sub)) if sub != SubSport::Generic => {}
            _ => found = Some((*sport, *sub_sport)),
        }
    }
    match found {
        Some((Sport::Running, SubSport::Generic)) if text.contains("trail") => (Sport::Running, SubSport::Trail),
        Some(found) => found,
        None => NOTHING,
    }
}

const NOTHING: (Sport, SubSport) = (Sport::Unknown, SubSport::Generic);

/// Whether a word is the known one; a star stands for any letters at that end.
fn fits(known: &str, word: &str) -> bool {
    match (known.strip_prefix('*'), known.strip_suffix('*')) {
        (Some(end), _) => word.ends_with(end),
        (_, Some(start)) => word.starts_with(start),
        _ => known == word,
    }
}

/// Meanings that take several words.
const PHRASES: [(&str, Sport, SubSport); 32] = [
    ("course à pied virtuelle", Sport::Running, SubSport::Treadmill),
    ("course virtuelle", Sport::Running, SubSport::Treadmill),
    ("virtueller lauf", Sport::Running, SubSport::Treadmill),
    ("carrera virtual", Sport::Running, SubSport::Treadmill),
    ("corsa virtuale", Sport::Running, SubSport::Treadmill),
    ("corrida virtual", Sport::Running, SubSport::Treadmill),
    ("carrera de montaña", Sport::Running, SubSport::Trail),
    ("corsa su sentiero", Sport::Running, SubSport::Trail),
    ("corrida em trilha", Sport::Running, SubSport::Trail),
    ("course à pied", Sport::Running, SubSport::Generic),
    ("course a pied", Sport::Running, SubSport::Generic),
    ("sortie longue", Sport::Running, SubSport::Generic),
    ("nordic walking", Sport::Walking, SubSport::Generic),
    ("marche nordique", Sport::Walking, SubSport::Generic),
    ("marcha nórdica", Sport::Walking, SubSport::Generic),
    ("mountain bike", Sport::Cycling, SubSport::Generic),
    ("vélo de route", Sport::Cycling, SubSport::Generic),
    ("bicicleta de montaña", Sport::Cycling, SubSport::Generic),
    ("jazda na rowerze", Sport::Cycling, SubSport::Generic),
    ("marche à pied", Sport::Walking, SubSport::Generic),
    ("turystyka piesza", Sport::Hiking, SubSport::Generic),
    ("ski de fond", Sport::Other, SubSport::Generic),
    ("ski running", Sport::Other, SubSport::Generic),
    ("levantamento de peso", Sport::Training, SubSport::StrengthTraining),
    ("entraînement aux poids", Sport::Training, SubSport::StrengthTraining),
    ("entrenamiento con pesas", Sport::Training, SubSport::StrengthTraining),
    ("sollevamento pesi", Sport::Training, SubSport::StrengthTraining),
    ("treino com pesos", Sport::Training, SubSport::StrengthTraining),
    ("trening siłowy", Sport::Training, SubSport::StrengthTraining),
    ("weight training", Sport::Training, SubSport::StrengthTraining),
    ("eau libre", Sport::Swimming, SubSport::OpenWater),
    ("aguas abiertas", Sport::Swimming, SubSport::OpenWater),
];

/// Words by sport, in the languages that watches and services are set to. The first that fits counts, so that what only
/// sounds like a run ("Langlauf", skiing) stands before it.
const WORDS: &[(&str, Sport, SubSport)] = &[
    ("langlauf", Sport::Other, SubSport::Generic),
    ("*langlauf", Sport::Other, SubSport::Generic),
    ("eislauf", Sport::Other, SubSport::Generic),
    ("*schuhlauf", Sport::Other, SubSport::Generic),
    ("skilauf", Sport::Other, SubSport::Generic),
    ("ablauf", Sport::Unknown, SubSport::Generic),
    ("verlauf", Sport::Unknown, SubSport::Generic),
    ("kreislauf", Sport::Unknown, SubSport::Generic),
    ("einkauf", Sport::Unknown, SubSport::Generic),
    // English
    ("run", Sport::Running, SubSport::Generic),
    ("runs", Sport::Running, SubSport::Generic),
    ("running", Sport::Running, SubSport::Generic),
    ("parkrun", Sport::Running, SubSport::Generic),
    ("jog", Sport::Running, SubSport::Generic),
    ("jogging", Sport::Running, SubSport::Generic),
    ("marathon", Sport::Running, SubSport::Generic),
    ("halfmarathon", Sport::Running, SubSport::Generic),
    ("ride", Sport::Cycling, SubSport::Generic),
    ("rides", Sport::Cycling, SubSport::Generic),
    ("bike", Sport::Cycling, SubSport::Generic),
    ("biking", Sport::Cycling, SubSport::Generic),
    ("ebike", Sport::Cycling, SubSport::Generic),
    ("cycle", Sport::Cycling, SubSport::Generic),
    ("cycling", Sport::Cycling, SubSport::Generic),
    ("swim", Sport::Swimming, SubSport::Generic),
    ("swimming", Sport::Swimming, SubSport::Generic),
    ("walk", Sport::Walking, SubSport::Generic),
    ("walks", Sport::Walking, SubSport::Generic),
    ("walking", Sport::Walking, SubSport::Generic),
    ("hike", Sport::Hiking, SubSport::Generic),
    ("hikes", Sport::Hiking, SubSport::Generic),
    ("hiking", Sport::Hiking, SubSport::Generic),
    ("trek", Sport::Hiking, SubSport::Generic),
    ("trekking", Sport::Hiking, SubSport::Generic),
    ("rowing", Sport::Rowing, SubSport::Generic),
    // German
    ("laufen", Sport::Running, SubSport::Generic),
    ("lauftraining", Sport::Running, SubSport::Generic),
    ("laufband", Sport::Running, SubSport::Treadmill),
    ("traillauf", Sport::Running, SubSport::Trail),
    ("traillaufen", Sport::Running, SubSport::Trail),
    ("*lauf", Sport::Running, SubSport::Generic),
    ("joggen", Sport::Running, SubSport::Generic),
    ("radfahren", Sport::Cycling, SubSport::Generic),
    ("radfahrt", Sport::Cycling, SubSport::Generic),
    ("radtour", Sport::Cycling, SubSport::Generic),
    ("radsport", Sport::Cycling, SubSport::Generic),
    ("radrunde", Sport::Cycling, SubSport::Generic),
    ("rennrad", Sport::Cycling, SubSport::Generic),
    ("fahrrad*", Sport::Cycling, SubSport::Generic),
    ("*radfahrt", Sport::Cycling, SubSport::Generic),
    ("fahrt", Sport::Cycling, SubSport::Generic),
    ("rad", Sport::Cycling, SubSport::Generic),
    ("mtb", Sport::Cycling, SubSport::Generic),
    ("schwimm*", Sport::Swimming, SubSport::Generic),
    ("spazier*", Sport::Walking, SubSport::Generic),
    ("*spaziergang", Sport::Walking, SubSport::Generic),
    ("wander*", Sport::Hiking, SubSport::Generic),
    ("*wanderung", Sport::Hiking, SubSport::Generic),
    ("krafttraining", Sport::Training, SubSport::StrengthTraining),
    ("gewichtstraining", Sport::Training, SubSport::StrengthTraining),
    ("rudern", Sport::Rowing, SubSport::Generic),
    // French
    ("footing", Sport::Running, SubSport::Generic),
    ("courir", Sport::Running, SubSport::Generic),
    ("vélo", Sport::Cycling, SubSport::Generic),
    ("velo", Sport::Cycling, SubSport::Generic),
    ("vtt", Sport::Cycling, SubSport::Generic),
    ("cyclisme", Sport::Cycling, SubSport::Generic),
    ("natation", Sport::Swimming, SubSport::Generic),
    ("nage", Sport::Swimming, SubSport::Generic),
    ("marche", Sport::Walking, SubSport::Generic),
    ("promenade", Sport::Walking, SubSport::Generic),
    ("balade", Sport::Walking, SubSport::Generic),
    ("randonnée", Sport::Hiking, SubSport::Generic),
    ("randonnee", Sport::Hiking, SubSport::Generic),
    ("rando", Sport::Hiking, SubSport::Generic),
    ("musculation", Sport::Training, SubSport::StrengthTraining),
    ("poids", Sport::Training, SubSport::StrengthTraining),
    ("aviron", Sport::Rowing, SubSport::Generic),
    // Spanish
    ("carrera", Sport::Running, SubSport::Generic),
    ("correr", Sport::Running, SubSport::Generic),
    ("trote", Sport::Running, SubSport::Generic),
    ("bici", Sport::Cycling, SubSport::Generic),
    ("bicicleta", Sport::Cycling, SubSport::Generic),
    ("ciclismo", Sport::Cycling, SubSport::Generic),
    ("natación", Sport::Swimming, SubSport::Generic),
    ("natacion", Sport::Swimming, SubSport::Generic),
    ("nadar", Sport::Swimming, SubSport::Generic),
    ("caminar", Sport::Walking, SubSport::Generic),
    ("caminata", Sport::Walking, SubSport::Generic),
    ("paseo", Sport::Walking, SubSport::Generic),
    ("senderismo", Sport::Hiking, SubSport::Generic),
    ("excursionismo", Sport::Hiking, SubSport::Generic),
    ("pesas", Sport::Training, SubSport::StrengthTraining),
    ("remo", Sport::Rowing, SubSport::Generic),
    // Italian
    ("corsa", Sport::Running, SubSport::Generic),
    ("correre", Sport::Running, SubSport::Generic),
    ("bicicletta", Sport::Cycling, SubSport::Generic),
    ("pedalata", Sport::Cycling, SubSport::Generic),
    ("nuoto", Sport::Swimming, SubSport::Generic),
    ("nuotata", Sport::Swimming, SubSport::Generic),
    ("camminata", Sport::Walking, SubSport::Generic),
    ("camminare", Sport::Walking, SubSport::Generic),
    ("passeggiata", Sport::Walking, SubSport::Generic),
    ("escursione", Sport::Hiking, SubSport::Generic),
    ("escursionismo", Sport::Hiking, SubSport::Generic),
    ("pesi", Sport::Training, SubSport::StrengthTraining),
    ("canottaggio", Sport::Rowing, SubSport::Generic),
    // Portuguese
    ("corrida", Sport::Running, SubSport::Generic),
    ("pedalada", Sport::Cycling, SubSport::Generic),
    ("pedal", Sport::Cycling, SubSport::Generic),
    ("natação", Sport::Swimming, SubSport::Generic),
    ("natacao", Sport::Swimming, SubSport::Generic),
    ("caminhada", Sport::Walking, SubSport::Generic),
    ("trilha", Sport::Hiking, SubSport::Generic),
    ("musculação", Sport::Training, SubSport::StrengthTraining),
    ("peso", Sport::Training, SubSport::StrengthTraining),
    // Dutch
    ("hardloop*", Sport::Running, SubSport::Generic),
    ("hardlopen", Sport::Running, SubSport::Generic),
    ("fiets*", Sport::Cycling, SubSport::Generic),
    ("wielrennen", Sport::Cycling, SubSport::Generic),
    ("*fietsen", Sport::Cycling, SubSport::Generic),
    ("zwemmen", Sport::Swimming, SubSport::Generic),
    ("zwem*", Sport::Swimming, SubSport::Generic),
    ("wandelen", Sport::Walking, SubSport::Generic),
    ("wandeling", Sport::Walking, SubSport::Generic),
    ("krachttraining", Sport::Training, SubSport::StrengthTraining),
    ("roeien", Sport::Rowing, SubSport::Generic),
    // Polish
    ("bieg*", Sport::Running, SubSport::Generic),
    ("rower*", Sport::Cycling, SubSport::Generic),
    ("kolarstwo", Sport::Cycling, SubSport::Generic),
    ("pływanie", Sport::Swimming, SubSport::Generic),
    ("spacer*", Sport::Walking, SubSport::Generic),
    ("marsz", Sport::Walking, SubSport::Generic),
    ("chodzenie", Sport::Walking, SubSport::Generic),
    ("wędrówka", Sport::Hiking, SubSport::Generic),
    // Swedish, Danish, Norwegian, Finnish
    ("löpning", Sport::Running, SubSport::Generic),
    ("löprunda", Sport::Running, SubSport::Generic),
    ("löppass", Sport::Running, SubSport::Generic),
    ("*löpning", Sport::Running, SubSport::Generic),
    ("løb*", Sport::Running, SubSport::Generic),
    ("løp*", Sport::Running, SubSport::Generic),
    ("*løb", Sport::Running, SubSport::Generic),
    ("juoks*", Sport::Running, SubSport::Generic),
    ("cykl*", Sport::Cycling, SubSport::Generic),
    ("cykeltur", Sport::Cycling, SubSport::Generic),
    ("sykk*", Sport::Cycling, SubSport::Generic),
    ("sykling", Sport::Cycling, SubSport::Generic),
    ("pyöräily", Sport::Cycling, SubSport::Generic),
    ("simning", Sport::Swimming, SubSport::Generic),
    ("simtur", Sport::Swimming, SubSport::Generic),
    ("svømning", Sport::Swimming, SubSport::Generic),
    ("svømming", Sport::Swimming, SubSport::Generic),
    ("uinti", Sport::Swimming, SubSport::Generic),
    ("promenad", Sport::Walking, SubSport::Generic),
    ("gång", Sport::Walking, SubSport::Generic),
    ("gåtur", Sport::Walking, SubSport::Generic),
    ("kävely*", Sport::Walking, SubSport::Generic),
    ("vandring", Sport::Hiking, SubSport::Generic),
    ("fottur", Sport::Hiking, SubSport::Generic),
    ("styrketräning", Sport::Training, SubSport::StrengthTraining),
    ("styrketrening", Sport::Training, SubSport::StrengthTraining),
    // Czech, Hungarian, Turkish, Russian, Ukrainian, Japanese, Chinese, Korean
    ("běh", Sport::Running, SubSport::Generic),
    ("futás", Sport::Running, SubSport::Generic),
    ("koşu", Sport::Running, SubSport::Generic),
    ("бег", Sport::Running, SubSport::Generic),
    ("забег", Sport::Running, SubSport::Generic),
    ("пробежка", Sport::Running, SubSport::Generic),
    ("біг", Sport::Running, SubSport::Generic),
    ("велосипед", Sport::Cycling, SubSport::Generic),
    ("велозаезд", Sport::Cycling, SubSport::Generic),
    ("плавание", Sport::Swimming, SubSport::Generic),
    ("ходьба", Sport::Walking, SubSport::Generic),
    ("поход", Sport::Hiking, SubSport::Generic),
    ("*ラン", Sport::Running, SubSport::Generic),
    ("ランニング", Sport::Running, SubSport::Generic),
    ("ライド", Sport::Cycling, SubSport::Generic),
    ("*跑步", Sport::Running, SubSport::Generic),
    ("*骑行", Sport::Cycling, SubSport::Generic),
    ("달리기", Sport::Running, SubSport::Generic),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_a_run_in_the_words_of_every_exporter() {
        for word in
            ["Running", "running", "Run", "RUNNING", "street_running", "trail_running", "Trail Run", "9", "jogging"]
        {
            assert_eq!(sport_of(word).0, Sport::Running, "{word}");
        }
        assert_eq!(sport_of("treadmill_running"), (Sport::Running, SubSport::Treadmill));
        assert_eq!(sport_of("track_running"), (Sport::Running, SubSport::Track));
        assert_eq!(sport_of("Biking").0, Sport::Cycling);
        assert_eq!(sport_of("Nordic Walking").0, Sport::Walking);
        assert_eq!(sport_of("strength_training"), (Sport::Training, SubSport::StrengthTraining));
        assert_eq!(sport_of("Other").0, Sport::Other);
        assert_eq!(sport_of("the category").0, Sport::Unknown);
        assert_eq!(sport_of("").0, Sport::Unknown);
    }

    #[test]
    fn a_type_in_another_language_is_the_same_sport() {
        let cases = [
            (
                Sport::Running,
                "Lauf, Laufen, Traillauf, Course à pied, Carrera, Corsa, Corrida, Hardlopen, Bieganie, Bieg, Löpning, Løb, Løping, Juoksu, Běh, Бег, ランニング, 跑步",
            ),
            (
                Sport::Cycling,
                "Radfahren, Radfahrt, Fahrt, Vélo, Cyclisme, Ciclismo, Bicicleta, Bicicletta, Fietsen, Fietsrit, Rower, Jazda na rowerze, Cykling, Sykling",
            ),
            (Sport::Swimming, "Schwimmen, Natation, Natación, Nuoto, Natação, Zwemmen, Pływanie, Simning"),
            (
                Sport::Walking,
                "Spaziergang, Gehen, Marche, Caminata, Caminar, Camminata, Passeggiata, Caminhada, Wandeling, Wandelen, Spacer, Promenad",
            ),
            (
                Sport::Hiking,
                "Wanderung, Wandern, Randonnée, Senderismo, Escursione, Escursionismo, Trilha, Vandring, Fottur",
            ),
            (
                Sport::Training,
                "Krafttraining, Musculation, Entrenamiento con pesas, Sollevamento pesi, Musculação, Krachttraining, Trening siłowy, Styrketräning",
            ),
            (Sport::Other, "Skilanglauf, Eislauf, Ski de fond, Alpine Skiing"),
        ];
        for (sport, words) in cases {
            for word in words.split(", ") {
                assert_eq!(sport_of(word).0, sport, "{word}");
            }
        }
    }

    #[test]
    fn a_name_tells_the_sport_where_all_its_words_agree() {
        let sport = |name: &str| sport_of_name(name).0;
        for (name, is) in [
            ("Afternoon Ride", Sport::Cycling),
            ("Morning Run", Sport::Running),
            ("Lauf am Nachmittag", Sport::Running),
            ("Radfahrt am Abend", Sport::Cycling),
            ("Course à pied le matin", Sport::Running),
            ("Sortie vélo le midi", Sport::Cycling),
            ("Carrera de mañana", Sport::Running),
            ("Giro in bici", Sport::Cycling),
            ("Corrida vespertina", Sport::Running),
            ("Caminhada noturna", Sport::Walking),
            ("Ochtendloop hardlopen", Sport::Running),
            ("Popołudniowy bieg", Sport::Running),
            ("Löpning på morgonen", Sport::Running),
            ("Evening Hike", Sport::Hiking),
            ("Lunch Swim", Sport::Swimming),
            ("Sonntagsspaziergang", Sport::Walking),
        ] {
            assert_eq!(sport(name), is, "{name}");
        }
        assert_eq!(sport_of_name("Trail Run in the hills"), (Sport::Running, SubSport::Trail));
        for name in ["Run and bike", "2024-05-01 07:00", "Track 1", "", "Home loop", "Brick: ride + run", "Verlauf"] {
            assert_eq!(sport(name), Sport::Unknown, "{name}");
        }
    }
}
