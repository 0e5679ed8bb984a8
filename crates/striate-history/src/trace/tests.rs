//! What people ask about.

use super::*;

fn parse(words: &[&str]) -> Result<Figure, String> {
    Figure::parse(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>())
}

#[test]
fn a_figure_is_named_as_people_name_it() {
    let glutes = Figure { topic: Topic::State, muscle: Some(Muscle::GluteusMaximus), day: None };
    assert_eq!(parse(&["glutes"]), Ok(glutes));
    assert_eq!(parse(&["gluteus_maximus"]), Ok(glutes));
    assert_eq!(parse(&["side", "glutes"]).map(|f| f.muscle), Ok(Some(Muscle::GluteusMedius)));
    let dose = parse(&["2026-11-14", "Hamstrings"]).expect("a dose");
    assert_eq!((dose.topic, dose.to_string().as_str()), (Topic::Dose, "2026-11-14 hamstrings"));
    for (words, topic) in [
        ("impact", Topic::Impact),
        ("leg load", Topic::Impact),
        ("cardio load", Topic::Cardio),
        ("injury gate", Topic::InjuryGate),
        ("longest run", Topic::InjuryGate),
        ("readiness of hamstrings", Topic::Readiness),
        ("calf readiness", Topic::Readiness),
        ("plateau", Topic::Plateau),
        ("forecast glutes", Topic::Forecast),
        ("phase", Topic::Phase),
        ("response", Topic::Response),
    ] {
        assert_eq!(parse(&[words]).map(|f| f.topic), Ok(topic), "{words}");
    }
    assert_eq!(parse(&["readiness of hamstrings"]).map(|f| f.muscle), Ok(Some(Muscle::Hamstrings)));
}

#[test]
fn an_unknown_figure_is_answered_with_the_closest_names() {
    assert!(parse(&["hamstirngs"]).unwrap_err().contains("did you mean hamstrings"));
    assert!(parse(&["redyness"]).unwrap_err().contains("readiness"));
    assert!(parse(&["vo2max"]).unwrap_err().contains("known are"));
    assert!(parse(&["impact", "hamstrings"]).unwrap_err().contains("no figure of one muscle"));
    assert!(parse(&[]).unwrap_err().contains("which figure"));
}
