//! Reference mixes (rule C8): typical weeks of a sprinter, a track runner and a marathoner, run through the same engine.

use std::sync::OnceLock;
use striate_analysis::planned_dose;
use striate_model::{DailyDose, SessionKind, Speed};
use striate_state::mix::{Mix, mix};
use striate_stimulus::{Method, Part, TrialExercise};

/// Where the dose of an archetype comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReferenceMix {
    /// Its name for the reader.
    pub name: &'static str,
    /// The shares.
    pub mix: Mix,
}

/// [`reference_mixes`] of the method inside the program, worked out once.
pub fn builtin_mixes() -> &'static [ReferenceMix; 3] {
    static MIXES: OnceLock<[ReferenceMix; 3]> = OnceLock::new();
    MIXES.get_or_init(|| reference_mixes(Method::builtin()))
}

/// The mixes of three archetypes. Their weeks are assumed, in the manner of published descriptions of elite training; what
/// each session gives is computed.
#[must_use]
pub fn reference_mixes(method: &Method) -> [ReferenceMix; 3] {
    let of = |name, max_sprint: f64, week: &[(SessionKind, Vec<Part>, usize)]| {
        let sessions: Vec<DailyDose> = week
            .iter()
            .flat_map(|(kind, parts, times)| {
                std::iter::repeat_n(planned_dose(parts, *kind, Speed::from_m_per_s(max_sprint), method), *times)
            })
            .collect();
        ReferenceMix { name, mix: mix(&sessions).unwrap_or_default() }
    };
    use SessionKind::{Easy, HillRepeats, Interval, Long, LowerStrength, Plyometrics, Series, Sprints, Tempo};
    let run = |speed: f64, minutes: f64, times: f64, intensity: f64, grade: f64| {
        vec![Part::Run { speed_m_per_s: speed, duration_s: 60.0 * minutes, times, intensity, grade, forefoot: 0.0 }]
    };
    let legs = |sets: f64| -> Vec<Part> {
        [TrialExercise::SquatFull, TrialExercise::HipHam, TrialExercise::CalfStand]
            .map(|ex| Part::Lift { ex, sets, rir: 2.0 })
            .to_vec()
    };
    [
        of(
            "4x100 m sprinter",
            10.5,
            &[
                (Sprints, vec![Part::Sprint { distance_m: 40.0, times: 8.0 }], 2),
                (Series, run(9.0, 0.28, 4.0, 1.6, 0.0), 1),
                (Plyometrics, vec![Part::Plyo { contacts: 60.0, intensity: 0.9 }], 1),
                (LowerStrength, legs(4.0), 3),
            ],
        ),
        of(
            "10,000 m runner",
            8.6,
            &[
                (Easy, run(3.9, 60.0, 1.0, 0.7, 0.0), 8),
                (Interval, run(6.0, 2.8, 6.0, 1.05, 0.0), 1),
                (Tempo, run(5.4, 25.0, 1.0, 0.96, 0.0), 1),
                (HillRepeats, run(5.0, 0.33, 8.0, 1.3, 0.08), 1),
                (LowerStrength, legs(2.0), 1),
            ],
        ),
        of(
            "marathoner",
            7.8,
            &[
                (Easy, run(3.6, 65.0, 1.0, 0.7, 0.0), 8),
                (Long, run(3.7, 130.0, 1.0, 0.75, 0.0), 1),
                (Tempo, run(4.6, 45.0, 1.0, 0.93, 0.0), 2),
            ],
        ),
    ]
}
