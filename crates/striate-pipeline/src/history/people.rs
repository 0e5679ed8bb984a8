//! One athlete for a whole history: the speeds that the recordings show together.

use crate::history::decode_at;
use striate_formats::DecodeError;
use striate_model::{Athlete, Origin, Sourced, Speed, TimeSpan};
use striate_segment::refine_athlete;
use striate_state::GrowthMethod;

/// How far people differ in their response: the standard deviation of its logarithm, where nobody has measured the
/// athlete's own.
#[must_use]
pub fn response_between_people() -> f64 {
    GrowthMethod::builtin().central().growth.person_response_sd
}

/// What each recording of a file shows about the athlete.
///
/// # Errors
/// When the bytes are no recording at all.
pub fn shown_by(bytes: &[u8], name: &str, athlete: &Athlete, offset: TimeSpan) -> Result<Vec<Athlete>, DecodeError> {
    let decoded = decode_at(bytes, name, offset)?;
    Ok(decoded.recordings.iter().map(|recording| refine_athlete(athlete, recording)).collect())
}

/// The athlete with the sprint and critical speed that the recordings show. Of three and more the second highest counts:
/// one ride saved as a run must not set the scale of every session.
#[must_use]
pub fn athlete_of_history(athlete: &Athlete, shown: &[Athlete]) -> Athlete {
    let second = |of: fn(&Athlete) -> Sourced<Speed>| {
        let mut seen: Vec<Sourced<Speed>> = shown.iter().map(of).filter(|s| s.origin == Origin::Estimated).collect();
        seen.sort_by(|a, b| b.value.as_m_per_s().total_cmp(&a.value.as_m_per_s()));
        seen.get(usize::from(seen.len() > 2)).copied()
    };
    let better = |own: Sourced<Speed>, seen: Option<Sourced<Speed>>| match seen {
        Some(seen) if own.origin < Origin::Estimated && seen.value > own.value => seen,
        _ => own,
    };
    Athlete {
        max_sprint: better(athlete.max_sprint, second(|a| a.max_sprint)),
        critical_speed: better(athlete.critical_speed, second(|a| a.critical_speed)),
        ..*athlete
    }
}
