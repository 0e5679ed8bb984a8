//! Sports by the words that exporters use.

use striate_model::{Sport, SubSport};

/// The sport that a TCX `Sport` attribute or a GPX `type` names. Words that say nothing give [`Sport::Unknown`]; a
/// sport that is clearly none of ours gives [`Sport::Other`].
pub(crate) fn sport_of(text: &str) -> (Sport, SubSport) {
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
}
