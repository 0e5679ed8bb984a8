//! Lifting against sprinting on one scale (rule D6): how many sprints are one hard set, muscle by muscle.

use serde::Serialize;
use striate_model::{Athlete, Muscle, MuscleMap, sampling};
use striate_stimulus::{Dose, Draw, Method, Part, TrialExercise};

/// One muscle: a session of sprints beside sets of the lift that trains it directly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LiftAgainstSprint {
    /// The muscle.
    pub muscle: &'static str,
    /// The lift.
    pub lift: &'static str,
    /// What 8 sprints of 60 m give, hard sets.
    pub sprint_session_hse: RangeView,
    /// What 3 sets of the lift give, hard sets.
    pub lift_session_hse: RangeView,
    /// The same for a minute of that session, rests included and warm-up not.
    pub sprint_hse_per_min: f64,
    /// See `sprint_hse_per_min`.
    pub lift_hse_per_min: f64,
    /// Sprints of 60 m that give as much as one set; null where sprints give next to nothing.
    pub sprints_per_set: Option<RangeView>,
}

/// A figure: one in ten lies below `low`, one in ten above `high`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RangeView {
    /// From the central parameters.
    pub value: f64,
    /// One in ten lies below.
    pub low: f64,
    /// One in ten lies above.
    pub high: f64,
}

const SPRINTS: f64 = 8.0;
const SPRINT_M: f64 = 60.0;
const SETS: f64 = 3.0;
/// Rests, and the time of a set, s (assumed: full rests between sprints, two and a half minutes between sets).
const SPRINT_REST_S: f64 = 180.0;
const SET_S: f64 = 40.0;
const SET_REST_S: f64 = 150.0;
/// The muscles that are told, each with its lift.
const LIFTS: [(Muscle, TrialExercise, &str); 5] = [
    (Muscle::GluteusMaximus, TrialExercise::SquatFull, "full squats"),
    (Muscle::Vasti, TrialExercise::SquatFull, "full squats"),
    (Muscle::Hamstrings, TrialExercise::LegCurl, "leg curls"),
    (Muscle::Gastrocnemius, TrialExercise::CalfStand, "standing calf raises"),
    (Muscle::Soleus, TrialExercise::CalfSeat, "seated calf raises"),
];

/// Lifting against sprinting for an athlete.
#[must_use]
pub fn lifting_against_sprinting(athlete: &Athlete, method: &Method) -> Vec<LiftAgainstSprint> {
    let speed = athlete.max_sprint.value;
    let drawn = |parts: &[Part]| -> Vec<MuscleMap<Dose>> {
        let exposure = method.expose_parts(parts, speed);
        std::iter::once(exposure.doses(method, Draw::Central)).chain(exposure.doses_of_draws(method)).collect()
    };
    let sprints = drawn(&[Part::Sprint { distance_m: SPRINT_M, times: SPRINTS }]);
    let sprint_min = SPRINTS * (SPRINT_M / speed.as_m_per_s() + 1.1 + SPRINT_REST_S) / 60.0;
    let lift_min = SETS * (SET_S + SET_REST_S) / 60.0;
    LIFTS
        .into_iter()
        .map(|(muscle, ex, lift)| {
            let lifts = drawn(&[Part::Lift { ex, sets: SETS, rir: 2.0 }]);
            let of = |all: &[MuscleMap<Dose>]| all.iter().map(|doses| doses[muscle].hse).collect::<Vec<f64>>();
            let (sprinted, lifted) = (of(&sprints), of(&lifts));
            let ratio: Vec<f64> =
                sprinted.iter().zip(&lifted).map(|(s, l)| (l / SETS) / (s / SPRINTS).max(1e-4)).collect();
            LiftAgainstSprint {
                muscle: muscle.as_str(),
                lift,
                sprint_session_hse: range(&sprinted, 2),
                lift_session_hse: range(&lifted, 2),
                sprint_hse_per_min: rounded(sprinted[0] / sprint_min, 3),
                lift_hse_per_min: rounded(lifted[0] / lift_min, 3),
                sprints_per_set: (ratio[0] < 200.0).then(|| range(&ratio, 0)),
            }
        })
        .collect()
}

/// The first is the central value.
fn range(values: &[f64], digits: i32) -> RangeView {
    let value = values[0];
    let mut draws = values[1..].to_vec();
    let (low, high) = sampling::eight_in_ten(&mut draws);
    let [value, low, high] = [value, low.min(value), high.max(value)].map(|x| rounded(x, digits));
    RangeView { value, low, high }
}

fn rounded(x: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (x * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_d6_a_set_of_the_right_lift_is_worth_several_sprints_and_the_number_is_said_with_its_band() {
        let all = lifting_against_sprinting(&Athlete::default(), Method::builtin());
        for one in &all {
            assert!(one.lift_hse_per_min > one.sprint_hse_per_min, "{one:?}");
            assert!(one.sprint_session_hse.low < one.sprint_session_hse.high, "{one:?}");
        }
        let hamstrings = all.iter().find(|m| m.muscle == "hamstrings").expect("it is told");
        let sprints = hamstrings.sprints_per_set.expect("sprints count for the hamstrings");
        assert!((2.0..40.0).contains(&sprints.value) && sprints.low < sprints.high, "{hamstrings:?}");
    }
}
