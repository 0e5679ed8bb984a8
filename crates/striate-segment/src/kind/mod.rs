//! What kind of session it was, how sure that is, and why, in words.
//!
//! The definitions are those of the product (session kinds and labels) on demand relative to critical speed and on the
//! athlete's own best over a distance. Each decision has a margin: how far the deciding figure lies from its border, in
//! units of how well it is known. Confidence is the product of the margins' probabilities.

mod decide;
mod profile;
mod words;

use crate::clean::Cleaned;
use crate::efforts::Span;
use crate::reference::Reference;
use striate_model::{
    Athlete, Effort, KindVerdict, Mass, Recording, Recovery, SessionKind, SetKind, SpeedSource, Sport, SubSport, Told,
};

/// Everything that a verdict rests on.
pub(crate) struct Evidence<'a> {
    pub(crate) recording: &'a Recording,
    pub(crate) cleaned: &'a Cleaned,
    pub(crate) reference: &'a Reference,
    pub(crate) efforts: &'a [Effort],
    pub(crate) spans: &'a [Span],
    pub(crate) recoveries: &'a [Recovery],
    pub(crate) carried_mass: Mass,
    pub(crate) athlete: &'a Athlete,
}

/// The verdict; the athlete's own word always wins.
pub(crate) fn verdict(evidence: &Evidence<'_>, told: &Told) -> KindVerdict {
    if let Some(kind) = told.kind {
        return KindVerdict { kind, confidence: 1.0, reasons: vec!["You said so.".to_owned()] };
    }
    let recording = evidence.recording;
    let say = |kind, confidence, reason: &str| KindVerdict { kind, confidence, reasons: vec![reason.to_owned()] };
    match recording.sub_sport {
        SubSport::Plyometrics => return say(SessionKind::Plyometrics, 0.9, "The device recorded plyometrics."),
        SubSport::Stairs => return say(SessionKind::Stairs, 0.95, "The device recorded stairs."),
        _ => {}
    }
    if !evidence.cleaned.on_foot || !matches!(recording.sport, Sport::Running | Sport::Unknown) {
        return off_the_run(recording);
    }
    if evidence.cleaned.grid.len() == 0 {
        return say(SessionKind::Other, 0.3, "A run without samples: only its totals are known.");
    }
    doubted(evidence, decide::run(evidence))
}

/// The most that is believed of a run of which only totals are known, and of a recording that names no sport.
const OF_TOTALS: f64 = 0.6;
const OF_UNKNOWN_SPORT: f64 = 0.5;

/// A verdict that rests on little is said with little confidence.
fn doubted(evidence: &Evidence<'_>, mut verdict: KindVerdict) -> KindVerdict {
    if evidence.cleaned.motion.speed_source == SpeedSource::Totals {
        verdict.confidence = verdict.confidence.min(OF_TOTALS);
        verdict.reasons.push("Only totals are known of it: faster parts would not be seen.".to_owned());
    }
    if evidence.recording.sport == Sport::Unknown {
        verdict.confidence = verdict.confidence.min(OF_UNKNOWN_SPORT);
        let reason = "The recording names no sport; its speeds fit running.";
        verdict.reasons.insert(0, reason.to_owned());
    }
    verdict
}

/// Sessions that are no run.
fn off_the_run(recording: &Recording) -> KindVerdict {
    let active = recording.sets.iter().filter(|s| s.kind == SetKind::Active).count();
    let (kind, confidence, reason) = match recording.sport {
        Sport::Training if active > 0 => {
            (SessionKind::FullStrength, 0.4, format!("A strength session with {active} working sets."))
        }
        Sport::Training | Sport::FitnessEquipment if recording.sub_sport == SubSport::StrengthTraining => {
            (SessionKind::FullStrength, 0.35, "A strength session without recorded sets.".to_owned())
        }
        Sport::Unknown => (SessionKind::Other, OF_UNKNOWN_SPORT, "The recording names no sport.".to_owned()),
        sport => {
            let word = recording.sport_word.clone().unwrap_or_else(|| sport.as_str().replace('_', " "));
            (SessionKind::Other, 0.95, format!("Recorded as {word}."))
        }
    };
    KindVerdict { kind, confidence, reasons: vec![reason] }
}
