//! Sessions that could be added to a week, scaled to the athlete.

use striate_analysis::planned_dose;
use striate_model::{Athlete, EvidenceGrade, SessionKind};
use striate_state::next_step::Candidate;
use striate_stimulus::{Method, Part, TrialExercise};

/// What the effect of a kind of session on size rests on.
#[must_use]
pub const fn evidence_of_kind(kind: SessionKind) -> EvidenceGrade {
    use SessionKind::{
        Easy, FullStrength, Interval, Long, LowerStrength, Plyometrics, Race, Recovery, Series, SprintInterval,
        Sprints, UpperStrength,
    };
    match kind {
        LowerStrength | UpperStrength | FullStrength => EvidenceGrade::A,
        Plyometrics => EvidenceGrade::B,
        Recovery | Easy | Long | Race | Interval | SprintInterval | Series | Sprints => EvidenceGrade::C,
        _ => EvidenceGrade::D,
    }
}

/// Usual sessions, each as one more a week: what next steps are chosen from.
#[must_use]
pub fn candidates(athlete: &Athlete, method: &Method) -> Vec<Candidate> {
    use SessionKind::{Easy, HillRepeats, LowerStrength, Plyometrics, Series, Sprints, Tempo};
    let (sprint, critical) = (athlete.max_sprint.value, athlete.critical_speed.value.as_m_per_s());
    let run = |speed: f64, duration_s: f64, times: f64, intensity: f64, grade: f64| Part::Run {
        speed_m_per_s: speed,
        duration_s,
        times,
        intensity,
        grade,
        forefoot: 0.0,
    };
    let sets = |ex: TrialExercise| vec![Part::Lift { ex, sets: 3.0, rir: 2.0 }];
    let fast = 0.85 * sprint.as_m_per_s();
    // Nearly as fast as that slope allows: about 0.84 of the level, held for 12 s.
    let hill = 0.72 * sprint.as_m_per_s();
    let list: [(&str, SessionKind, Vec<Part>); 10] = [
        ("8 sprints of 60 m with full rests", Sprints, vec![Part::Sprint { distance_m: 60.0, times: 8.0 }]),
        ("8 x 200 m fast with long rests", Series, vec![run(fast, 200.0 / fast, 8.0, 1.6, 0.0)]),
        ("8 hill sprints of 12 s at 10 %", HillRepeats, vec![run(hill, 12.0, 8.0, 1.9, 0.10)]),
        ("30 min at tempo", Tempo, vec![run(0.95 * critical, 1800.0, 1.0, 0.95, 0.0)]),
        ("45 min easy", Easy, vec![run(0.75 * critical, 2700.0, 1.0, 0.75, 0.0)]),
        ("60 high jumps", Plyometrics, vec![Part::Plyo { contacts: 60.0, intensity: 0.9 }]),
        ("3 hard sets of squats", LowerStrength, sets(TrialExercise::SquatFull)),
        ("3 hard sets of leg curls", LowerStrength, sets(TrialExercise::LegCurl)),
        ("3 hard sets of Romanian deadlifts", LowerStrength, sets(TrialExercise::HipHam)),
        ("3 hard sets of standing calf raises", LowerStrength, sets(TrialExercise::CalfStand)),
    ];
    list.into_iter()
        .map(|(name, kind, parts)| Candidate {
            name: name.to_owned(),
            session: planned_dose(&parts, kind, sprint, method),
        })
        .collect()
}
