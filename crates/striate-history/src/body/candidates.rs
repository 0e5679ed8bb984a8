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

/// What a next step may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtHand {
    /// A gym, or weights at home.
    pub has_gym: bool,
    /// A hill.
    pub has_hill: bool,
}

/// Sets of a lift under the names that it has with a gym and at home: with the body alone, or with what every home has.
fn lift(exercise: TrialExercise, in_gym: &'static str, at_home: &'static str) -> Offer {
    Offer {
        in_gym,
        at_home,
        kind: SessionKind::LowerStrength,
        parts: vec![Part::Lift { ex: exercise, sets: 3.0, rir: 2.0 }],
        needs_hill: false,
    }
}

/// A session that could be added, and what it takes.
struct Offer {
    in_gym: &'static str,
    at_home: &'static str,
    kind: SessionKind,
    parts: Vec<Part>,
    needs_hill: bool,
}

/// Usual sessions, each as one more a week: what next steps are chosen from. Only those that can be done with what there is
/// to train with; where nothing was said about it, with a gym and a hill.
#[must_use]
pub fn candidates(athlete: &Athlete, at_hand: Option<AtHand>, method: &Method) -> Vec<Candidate> {
    use SessionKind::{Easy, HillSprints, Plyometrics, Series, Sprints, Tempo};
    let (sprint, critical) = (athlete.max_sprint.value, athlete.critical_speed.value.as_m_per_s());
    let run = |speed: f64, duration_s: f64, times: f64, intensity: f64, grade: f64| Part::Run {
        speed_m_per_s: speed,
        duration_s,
        times,
        intensity,
        grade,
        forefoot: 0.0,
    };
    let offer = |name: &'static str, kind: SessionKind, part: Part| Offer {
        in_gym: name,
        at_home: name,
        kind,
        parts: vec![part],
        needs_hill: kind == HillSprints,
    };
    let fast = 0.85 * sprint.as_m_per_s();
    // Nearly as fast as that slope allows: about 0.84 of the level, held for 12 s.
    let hill = 0.72 * sprint.as_m_per_s();
    let offers = [
        offer("8 sprints of 60 m with full rests", Sprints, Part::Sprint { distance_m: 60.0, times: 8.0 }),
        offer("8 x 200 m fast with long rests", Series, run(fast, 200.0 / fast, 8.0, 1.6, 0.0)),
        offer("8 hill sprints of 12 s at 10 %", HillSprints, run(hill, 12.0, 8.0, 1.9, 0.10)),
        offer("30 min at tempo", Tempo, run(0.95 * critical, 1800.0, 1.0, 0.95, 0.0)),
        offer("45 min easy", Easy, run(0.75 * critical, 2700.0, 1.0, 0.75, 0.0)),
        offer("60 high jumps", Plyometrics, Part::Plyo { contacts: 60.0, intensity: 0.9 }),
        lift(TrialExercise::SquatFull, "3 hard sets of squats", "3 hard sets of split squats, deep and slow"),
        lift(TrialExercise::LegCurl, "3 hard sets of leg curls", "3 hard sets of leg curls, heels on a towel"),
        lift(TrialExercise::HipHam, "3 hard sets of Romanian deadlifts", "3 hard sets of bridges on one leg"),
        lift(
            TrialExercise::CalfStand,
            "3 hard sets of standing calf raises",
            "3 hard sets of calf raises on one leg, on a step",
        ),
    ];
    let has_gym = at_hand.is_none_or(|e| e.has_gym);
    let has_hill = at_hand.is_none_or(|e| e.has_hill);
    offers
        .into_iter()
        .filter(|offer| has_hill || !offer.needs_hill)
        .map(|offer| Candidate {
            name: if has_gym { offer.in_gym } else { offer.at_home }.to_owned(),
            session: planned_dose(&offer.parts, offer.kind, sprint, method),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_steps_stay_within_what_there_is_to_train_with() {
        let (athlete, method) = (Athlete::default(), Method::builtin());
        let names = |at_hand: Option<AtHand>| -> String {
            candidates(&athlete, at_hand, method).into_iter().map(|c| c.name).collect::<Vec<_>>().join("; ")
        };
        let home = names(Some(AtHand { has_gym: false, has_hill: false }));
        assert!(!home.contains("hill") && !home.contains("deadlift") && home.contains("heels on a towel"), "{home}");
        assert_eq!(names(Some(AtHand { has_gym: true, has_hill: true })), names(None));
        assert!(names(None).contains("hill sprints") && names(None).contains("Romanian deadlifts"));
        // Every muscle that running reaches keeps a lift and a run.
        assert!(home.contains("squats") && home.contains("calf raises") && home.contains("sprints of 60 m"));
    }
}
