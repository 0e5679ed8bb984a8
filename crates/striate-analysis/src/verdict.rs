//! Sentences for a person: the verdict first, in words that a runner understands.

use crate::analyse::Analysis;
use striate_model::{EvidenceGrade, Muscle, MusclesUnknown, Origin, SessionBand, SessionKind, Sport};

/// The answer to "what did this do to my muscles?", in sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What it was and what it did.
    pub sentence: String,
    /// How far that can be trusted; `None` where nothing is claimed.
    pub certainty: Option<String>,
}

/// The verdict on one session.
#[must_use]
pub fn verdict(analysis: &Analysis) -> Verdict {
    if let Some(unknown) = unknown_because(analysis) {
        return Verdict { sentence: format!("{} {unknown}", what_it_was(analysis)), certainty: None };
    }
    let by_band = |band: SessionBand| -> Vec<&'static str> {
        let is_in = |m: &Muscle| analysis.stimulus.muscles[*m].band() == band;
        let mut muscles: Vec<Muscle> = Muscle::ALL.into_iter().filter(is_in).collect();
        let hse = |m: &Muscle| analysis.stimulus.muscles[*m].hse.value;
        muscles.sort_by(|a, b| hse(b).total_cmp(&hse(a)));
        muscles.into_iter().map(Muscle::label).collect()
    };
    let bands = [SessionBand::High, SessionBand::Moderate, SessionBand::Low];
    let parts: Vec<String> = bands
        .into_iter()
        .map(|band| (band, by_band(band)))
        .filter(|(_, muscles)| !muscles.is_empty())
        .map(|(band, muscles)| format!("{} for {}", band.as_str(), shortened(&muscles)))
        .collect();
    let top = bands.into_iter().find(|b| !by_band(*b).is_empty());
    let could_be_low =
        Muscle::ALL.into_iter().any(|m| SessionBand::of_hse(analysis.stimulus.muscles[m].hse.high) > SessionBand::None);
    let trained = if analysis.recording.sport.is_on_foot() { "; it trained heart, lungs and endurance" } else { "" };
    let effect = match top {
        None if could_be_low && is_meant_to_build(analysis.session.kind.kind) => format!(
            "Small growth stimulus at most, mainly {}.{}",
            then(&most_stimulated(analysis)),
            held_back(analysis)
        ),
        None if could_be_low => format!("Little or no growth stimulus{trained}."),
        None => format!("No growth stimulus{trained}."),
        Some(_) => format!("Growth stimulus: {}.", parts.join("; ")),
    };
    Verdict { sentence: format!("{} {effect}", what_it_was(analysis)), certainty: Some(certainty(analysis)) }
}

/// Whether somebody who does such a session does it for muscle as well.
fn is_meant_to_build(kind: SessionKind) -> bool {
    matches!(
        kind,
        SessionKind::HillSprints
            | SessionKind::HillRepeats
            | SessionKind::ResistedHill
            | SessionKind::Series
            | SessionKind::Sprints
            | SessionKind::SprintInterval
    )
}

/// The two or three muscles that got most.
fn most_stimulated(analysis: &Analysis) -> Vec<&'static str> {
    let hse = |m: &Muscle| analysis.stimulus.muscles[*m].hse.value;
    let mut muscles: Vec<Muscle> = Muscle::ALL.into_iter().filter(|m| hse(m) > 0.0).collect();
    muscles.sort_by(|a, b| hse(b).total_cmp(&hse(a)));
    muscles.into_iter().take(3).map(Muscle::label).collect()
}

/// Efforts below this share of the own best could have been clearly harder.
const HELD_BACK: f64 = 0.88;

/// What would have given more: stimulus rises with a high power of how near to the own best an effort is.
fn held_back(analysis: &Analysis) -> String {
    let mut shares: Vec<f64> = analysis.session.efforts.iter().filter_map(|e| e.fraction_of_own_best).collect();
    shares.sort_unstable_by(f64::total_cmp);
    let is_known = analysis.athlete.critical_speed.origin != Origin::Default;
    let best = if is_known { "your best" } else { "the best assumed for you" };
    match shares.get(shares.len() / 2) {
        Some(share) if *share < HELD_BACK => format!(
            " Efforts were at {:.0} % of {best} over that distance; closer to it they give several times as much.",
            100.0 * share
        ),
        _ => String::new(),
    }
}

/// Why nothing can be said about muscles, where nothing can, and what would change that.
fn unknown_because(analysis: &Analysis) -> Option<&'static str> {
    analysis.stimulus.muscles_unknown.map(|reason| match reason {
        MusclesUnknown::NoSpeed => {
            "What it did to your muscles is unknown: the file holds neither speed nor position nor a distance."
        }
        MusclesUnknown::NoHeartRate => {
            "What it did to your muscles is unknown: this sport is judged by heart rate, and the file holds none."
        }
        MusclesUnknown::NoSets => {
            "What it did to your muscles is unknown: the file holds no sets, and heart rate alone cannot tell. Log the \
             sets on the watch or in a lifting app."
        }
        MusclesUnknown::NoKnownExercise => {
            "What it did to your muscles is unknown: none of its sets names an exercise that is known."
        }
        MusclesUnknown::NotModelled if analysis.recording.sport == Sport::Unknown => {
            "What it did to your muscles is unknown: the recording names no sport. Set it on the session's page or with \
             striate log correct."
        }
        MusclesUnknown::NotModelled => "What it did to your muscles is unknown: this sport is not modelled yet.",
    })
}

fn what_it_was(analysis: &Analysis) -> String {
    let kind = kind_name(analysis);
    match analysis.session.efforts.len() {
        0 => format!("{kind}."),
        1 => format!("{kind}, 1 effort."),
        n => format!("{kind}, {n} efforts."),
    }
}

/// The kind of session in words; for sports that the kinds do not name, the sport.
#[must_use]
pub fn kind_name(analysis: &Analysis) -> &'static str {
    match analysis.session.kind.kind {
        SessionKind::FullStrength if analysis.session.sets.is_empty() => "Strength training",
        SessionKind::Other => match analysis.recording.sport {
            Sport::Running => "Run",
            Sport::Walking => "Walk",
            Sport::Hiking => "Hike",
            Sport::Cycling => "Ride",
            Sport::Swimming => "Swim",
            Sport::Transition => "Transition",
            Sport::Training => "Training",
            Sport::Rowing => "Row",
            Sport::FitnessEquipment | Sport::Unknown | Sport::Other => "Session",
            _ => "Session",
        },
        kind => kind.label(),
    }
}

/// The names that [`kind_name`] gives besides the labels of the kinds.
const OTHER_NAMES: [&str; 9] =
    ["Strength training", "Run", "Walk", "Hike", "Ride", "Swim", "Transition", "Training", "Row"];

/// The name of a session by its text, `None` for any other text.
#[must_use]
pub fn known_session_name(text: &str) -> Option<&'static str> {
    let labels = SessionKind::ALL.iter().map(|kind| kind.label());
    labels.chain(OTHER_NAMES).chain(["Session"]).find(|name| *name == text)
}

/// How far the strongest figure can be trusted.
fn certainty(analysis: &Analysis) -> String {
    let muscles = &analysis.stimulus.muscles;
    let top = Muscle::ALL.into_iter().max_by(|a, b| muscles[*a].hse.value.total_cmp(&muscles[*b].hse.value));
    let Some(top) = top.map(|m| (m, &muscles[m])) else { return String::new() };
    let (low, high) = (SessionBand::of_hse(top.1.hse.low), SessionBand::of_hse(top.1.hse.high));
    let range = if low == high {
        format!("80 % range for the {}: {}.", top.0.label(), low.as_str())
    } else {
        format!("80 % range for the {}: {} to {}.", top.0.label(), low.as_str(), high.as_str())
    };
    match top.1.evidence {
        Some(EvidenceGrade::A) => format!("{range} Based on lifting trials (grade A)."),
        Some(EvidenceGrade::B) => format!("{range} Based on jumping trials (grade B)."),
        Some(EvidenceGrade::C) => {
            let trials = if analysis.recording.sport == Sport::Cycling { "cycling" } else { "running" };
            format!("{range} Based on few {trials} trials (grade C); treat as a rough guide.")
        }
        Some(EvidenceGrade::D) => {
            format!("{range} Estimated from biomechanics only (grade D); treat as a rough guide.")
        }
        None => range,
    }
}

/// An instant as a person reads it, in UTC: recordings carry no time zone.
#[must_use]
pub fn day_and_time(t: striate_model::Timestamp) -> String {
    match jiff::Timestamp::from_millisecond(t.as_unix_ms()) {
        Ok(t) => t.strftime("%a %-d %b %Y, %H:%M UTC").to_string(),
        Err(_) => "unknown date".to_owned(),
    }
}

/// The first few of a list; the table below the verdict has them all.
fn shortened(items: &[&str]) -> String {
    match items {
        [a, b, c, d, rest @ ..] if rest.len() > 1 => format!("{a}, {b}, {c}, {d} and {} others", rest.len()),
        _ => list(items),
    }
}

/// "a, then b and c".
fn then(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, rest @ ..] => format!("{first}, then {}", list(rest)),
    }
}

/// "a", "a and b", "a, b and c".
fn list(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_shortened() {
        assert_eq!(shortened(&["a", "b", "c", "d", "e"]), "a, b, c, d and e");
        assert_eq!(shortened(&["a", "b", "c", "d", "e", "f"]), "a, b, c, d and 2 others");
    }

    #[test]
    fn a_list_reads_like_a_sentence() {
        assert_eq!(list(&["glutes"]), "glutes");
        assert_eq!(list(&["glutes", "quads", "calves"]), "glutes, quads and calves");
    }
}
