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
    let trained =
        if analysis.recording.sport.is_on_foot() { "; what it trained is heart, lungs and endurance" } else { "" };
    let effect = match top {
        None if could_be_low && is_meant_to_build(analysis.session.kind.kind) => format!(
            "It makes muscle grow a little at most: {}.{}",
            first_then(&most_stimulated(analysis)),
            held_back(analysis)
        ),
        None if could_be_low => format!("It makes muscle grow little or not at all{trained}."),
        None => format!("Nothing in it makes muscle grow{trained}."),
        Some(SessionBand::Low) => format!("A little in it makes muscle grow: {}.", parts.join("; ")),
        Some(_) => format!("It makes muscle grow: {}.", parts.join("; ")),
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
    let best = if is_known { "your best" } else { "the best that was assumed for you" };
    match shares.get(shares.len() / 2) {
        Some(share) if *share < HELD_BACK => format!(
            " The efforts were at {:.0} % of {best} over that distance; nearer to it they give several times as much.",
            100.0 * share
        ),
        _ => String::new(),
    }
}

/// Why nothing can be said about muscles, where nothing can, and what would change that.
fn unknown_because(analysis: &Analysis) -> Option<&'static str> {
    analysis.stimulus.muscles_unknown.map(|reason| match reason {
        MusclesUnknown::NoSpeed => "What it did to your muscles is unknown: the file holds neither speed nor position.",
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
        SessionKind::Recovery => "Recovery run",
        SessionKind::Easy => "Easy run",
        SessionKind::Long => "Long run",
        SessionKind::Tempo => "Tempo run",
        SessionKind::Race => "Race",
        SessionKind::Interval => "Intervals",
        SessionKind::SprintInterval => "Sprint intervals",
        SessionKind::Series => "Series",
        SessionKind::Sprints => "Sprints",
        SessionKind::HillSprints => "Hill sprints",
        SessionKind::HillRepeats => "Hill repeats",
        SessionKind::ResistedHill => "Hill repeats with carried mass",
        SessionKind::Downhill => "Downhill run",
        SessionKind::Trail => "Trail run",
        SessionKind::Stairs => "Stairs",
        SessionKind::LowerStrength => "Leg strength",
        SessionKind::UpperStrength => "Upper-body strength",
        SessionKind::FullStrength if analysis.session.sets.is_empty() => "Strength training",
        SessionKind::FullStrength => "Whole-body strength",
        SessionKind::Plyometrics => "Plyometrics",
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
    }
}

/// Every name that [`kind_name`] gives.
const SESSION_NAMES: [&str; 29] = [
    "Recovery run",
    "Easy run",
    "Long run",
    "Tempo run",
    "Race",
    "Intervals",
    "Sprint intervals",
    "Series",
    "Sprints",
    "Hill sprints",
    "Hill repeats",
    "Hill repeats with carried mass",
    "Downhill run",
    "Trail run",
    "Stairs",
    "Leg strength",
    "Upper-body strength",
    "Strength training",
    "Whole-body strength",
    "Plyometrics",
    "Run",
    "Walk",
    "Hike",
    "Ride",
    "Swim",
    "Transition",
    "Training",
    "Row",
    "Session",
];

/// The name of a session by its text, `None` for any other text.
pub(crate) fn known_session_name(text: &str) -> Option<&'static str> {
    SESSION_NAMES.into_iter().find(|name| *name == text)
}

/// How far the strongest figure can be trusted.
fn certainty(analysis: &Analysis) -> String {
    let muscles = &analysis.stimulus.muscles;
    let top = Muscle::ALL.into_iter().max_by(|a, b| muscles[*a].hse.value.total_cmp(&muscles[*b].hse.value));
    let Some(top) = top.map(|m| (m, &muscles[m])) else { return String::new() };
    let (low, high) = (SessionBand::of_hse(top.1.hse.low), SessionBand::of_hse(top.1.hse.high));
    let range = if low == high {
        format!("For the {} that is {} in 8 cases of 10.", top.0.label(), low.as_str())
    } else {
        format!(
            "For the {} the truth lies between {} and {} in 8 cases of 10.",
            top.0.label(),
            low.as_str(),
            high.as_str()
        )
    };
    match top.1.evidence {
        Some(EvidenceGrade::A) => format!("{range} It rests on lifting trials."),
        Some(EvidenceGrade::B) => format!("{range} It rests on jumping trials."),
        Some(EvidenceGrade::C) => {
            let trials = if analysis.recording.sport == Sport::Cycling { "cycling" } else { "running" };
            format!("{range} It rests on few {trials} trials: read the word, not the number.")
        }
        Some(EvidenceGrade::D) => {
            format!(
                "{range} It rests on mechanics; trials of size are missing or do not agree: read the word, not the number."
            )
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

/// "a first, then b and c".
fn first_then(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, rest @ ..] => format!("{first} first, then {}", list(rest)),
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
