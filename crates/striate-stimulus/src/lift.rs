//! Strength sets: how much of a hard set each one is.

use crate::catalogue::{Catalogue, ContractionMode, Movement};
use crate::exposure::{Exposure, Sets};
use crate::method::{Draw, General, Method};
use crate::plyo;
use serde::Deserialize;
use striate_model::{LiftSet, Muscle, MuscleMap, Session, SetKind};

/// The exercises of the trial table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrialExercise {
    /// Squat to full depth.
    SquatFull,
    /// Squat to half depth, 90 degrees at the knee.
    SquatHalf,
    /// Squat of the first 60 degrees only.
    SquatShallow,
    /// Leg press.
    LegPress,
    /// Knee extension.
    KneeExt,
    /// Leg curl.
    LegCurl,
    /// Deadlifts and hip extensions.
    HipHam,
    /// Calf raise with straight knees.
    CalfStand,
    /// Calf raise with bent knees.
    CalfSeat,
}

impl TrialExercise {
    /// Every exercise.
    pub const ALL: [Self; 9] = [
        Self::SquatFull,
        Self::SquatHalf,
        Self::SquatShallow,
        Self::LegPress,
        Self::KneeExt,
        Self::LegCurl,
        Self::HipHam,
        Self::CalfStand,
        Self::CalfSeat,
    ];
}

/// What a set is worth against a set to failure.
///
/// It falls with every repetition in reserve (Refalo 2023, read: failure against not, effect 0.19 (0.00 to 0.37), so the
/// loss is small), and faster from five on until nothing is left at ten: so far from failure fast fibers rest (assumed).
pub(crate) fn set_value(in_reserve: Option<f64>, general: &General<f64>) -> f64 {
    let reserve = in_reserve.unwrap_or(general.reserve_unknown).max(0.0);
    (1.0 - general.reserve_slope * reserve).max(0.0) * ((10.0 - reserve) / 5.0).clamp(0.0, 1.0)
}

/// What the sets of one entry are worth together, for a muscle that they train directly. Sets of few repetitions count in
/// proportion to them.
pub(crate) fn worth(set: &Sets, general: &General<f64>) -> f64 {
    let part = set.reps.map_or(1.0, |reps| (reps / general.whole_set_reps).min(1.0));
    set.count * part * set_value(set.in_reserve, general) * if set.light { general.light_set } else { 1.0 }
}

/// Repetitions beyond which a set is too light to count in full.
const LIGHT_FROM_REPS: f64 = 40.0;
/// Landings of a logged set of jumps for which nobody counted them (assumed).
const JUMPS_UNKNOWN: f64 = 8.0;

/// Adds the working sets of a session: strength sets as sets, jumps by their landings. Warm-ups, sets of an exercise that
/// nobody can name, and running or stretching logged as a set add nothing.
pub(crate) fn expose(session: &Session, method: &Method, exposure: &mut Exposure) {
    let catalogue = Catalogue::builtin();
    for set in session.sets.iter().filter(|set| set.kind == SetKind::Active) {
        let Some(movement) = set.exercise.as_ref().and_then(|exercise| catalogue.resolve(exercise)) else { continue };
        let reps = set.reps.filter(|&reps| reps > 0).map(f64::from);
        if let Some(contacts) = movement.contacts_per_rep {
            let weights = std::array::from_fn(|m| movement.weight(Muscle::ALL[m]));
            plyo::jump_as(&weights, reps.unwrap_or(JUMPS_UNKNOWN) * contacts, method, exposure);
        } else if movement.counts_as_set() {
            let one = one_set(set, movement, reps, method);
            if movement.mode == ContractionMode::EccentricBiased {
                let general = &method.values(Draw::Central).general;
                let braking_s = worth(&one, general) * general.eccentric_set_s;
                for (m, sum) in exposure.eccentric_s.iter_mut().enumerate() {
                    *sum += braking_s * movement.weight(Muscle::ALL[m]);
                }
            }
            exposure.sets.push(one);
        }
    }
}

fn one_set(set: &LiftSet, movement: &Movement, reps: Option<f64>, method: &Method) -> Sets {
    let general = &method.values(Draw::Central).general;
    let in_reserve = set.reps_in_reserve.filter(|r| r.is_finite()).map(f64::from);
    let possible = reps.map(|reps| reps + in_reserve.unwrap_or(general.reserve_unknown).max(0.0));
    Sets {
        weights: MuscleMap::from_fn(|muscle| movement.weight(muscle)),
        count: 1.0,
        reps,
        in_reserve,
        light: possible.is_some_and(|possible| possible > LIGHT_FROM_REPS),
    }
}
