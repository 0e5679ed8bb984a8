//! Streams to cleaned motion, efforts, recoveries and the kind of session.
//!
//! A [`Recording`] goes through five rooms: `clean` makes a movement on a grid of one second that can be believed;
//! `efforts` finds the spans of work from the most trusted source that has any; `recovery` judges the rests between
//! them; `tiles` covers the whole session with segments; `kind` names it, with a confidence and reasons in words.
//! [`refine_athlete`] learns from a recording what it shows about its athlete; [`speed_bests`] and [`speed_duration()`] do
//! so from a whole history.
//!
//! This crate does not read bytes, know an exercise, compute what a session did to a muscle, or remember earlier
//! sessions: what is known of the athlete is an argument. The methods are described in `docs/methods/segmentation.md`.

mod bests;
mod clean;
mod curve;
mod efforts;
mod grade;
mod kind;
mod recovery;
mod reference;
mod speed_duration;
mod tiles;

pub use bests::speed_bests;
pub use clean::usual_cadence;
pub use curve::{athlete_with, speed_duration};
pub use grade::{level_factor, running_cost, top_speed_share};
pub use speed_duration::{best_speed_on_slope, best_speed_over, refine_athlete};

use reference::Reference;
use striate_model::{Athlete, Distance, Effort, Mass, Recording, Session, TimeSpan, Told, Warning, WarningCode};

/// Interprets a recording. Total: a recording without samples gives a session without movement, and what is missing or
/// was repaired is said in the session's warnings.
///
/// The athlete's figures are used as they are; call [`refine_athlete`] first to learn from the recording. The kind of a
/// strength session is only guessed here (`full_strength`, low confidence): which muscles its exercises train is known
/// to the catalogue, which this crate does not have.
#[must_use]
pub fn segment(recording: &Recording, athlete: &Athlete, told: &Told) -> Session {
    segment_cleaned(recording, clean::clean(recording, athlete), athlete, told)
}

/// [`refine_athlete`] and [`segment`] for the refined athlete, both from one cleaning where the refined figures leave it
/// as it is, which is nearly always.
#[must_use]
pub fn refine_and_segment(recording: &Recording, athlete: &Athlete, told: &Told) -> (Athlete, Session) {
    let (refined, cleaned) = speed_duration::refined(athlete, recording);
    let cleaned = if cleaned.is_as_for(&refined) { cleaned } else { clean::clean(recording, &refined) };
    let session = segment_cleaned(recording, cleaned, &refined, told);
    (refined, session)
}

fn segment_cleaned(recording: &Recording, cleaned: clean::Cleaned, athlete: &Athlete, told: &Told) -> Session {
    let reference = Reference::new(athlete, &cleaned);
    let found = efforts::find(recording, &cleaned, &reference);
    let assumed = reference.assumed(athlete);
    let spans = &found.spans;
    let efforts: Vec<Effort> = spans.iter().map(|s| efforts::effort(s, found.source, &cleaned, &assumed)).collect();
    let recoveries = recovery::between(spans, &cleaned, athlete);
    let carried_mass = told.carried_mass.unwrap_or_default().max(Mass::default());
    let evidence = kind::Evidence {
        recording,
        cleaned: &cleaned,
        reference: &reference,
        efforts: &efforts,
        spans,
        recoveries: &recoveries,
        carried_mass,
        athlete: &assumed,
    };
    let kind = kind::verdict(&evidence, told);
    let segments = tiles::tiles(spans, &cleaned);
    let active = cleaned.grid.active.iter().filter(|a| **a).count();
    let moved_m = cleaned.along_m.last().copied().unwrap_or(0.0);
    let distance_m = clean::one_distance_m(recording, moved_m, cleaned.motion.speed_source, cleaned.on_foot);
    let mut warnings = cleaned.warnings;
    if let (Some(said), Some(is)) = (recording.distance.map(Distance::as_m), distance_m)
        && said > 0.0
        && (said - is).abs() > 1.0
    {
        warnings.push(Warning::of(
            WarningCode::ContradictoryTotal,
            format!(
                "The total says {:.2} km, the samples {:.2} km: the samples were believed.",
                said / 1000.0,
                is / 1000.0
            ),
        ));
    }
    let motion = if cleaned.grid.len() == 0 { clean::no_motion(recording.start) } else { cleaned.motion };
    Session {
        sport: recording.sport,
        sub_sport: recording.sub_sport,
        start: recording.start,
        timer: recording.timer.unwrap_or(TimeSpan::from_s(active as f64)),
        distance: distance_m.map(Distance::from_m),
        motion,
        segments,
        efforts,
        recoveries,
        kind,
        carried_mass,
        sets: recording.sets.clone(),
        warnings,
    }
}
