//! What a ladder rises in.

use super::lifting::set_work;
use super::{Bout, PlannedKind, Prescription, Purpose};

/// How much a slope and a carried mass add to the work of running: a twentieth for each percent of slope, and the share
/// of a body of this mass, kg.
const SLOPE: f64 = 5.0;
const BODY_KG: f64 = 70.0;

/// How much work a session asks for, in the measure of its kind; it rises with every level of every ladder.
///
/// - Running: seconds of work times the square of the speed, more uphill and with carried mass. Warm-up, rests and
///   cool-down do not count.
/// - Stairs: seconds of climbing times the share of heart rate reserve.
/// - Lifting: sets, each counted by its repetitions over the usual number of that exercise; a harder form, slow lowering
///   and carried mass count for more.
/// - Jumps alone: landings. Mobility: minutes.
#[must_use]
pub fn work(prescription: &Prescription) -> f64 {
    let kind = prescription.kind;
    let mass = 1.0 + prescription.carried_kg / BODY_KG;
    let of = |bout: &Bout| match bout {
        Bout::Run { purpose: Purpose::Work, grade, .. } => {
            bout.seconds() * bout.mean_speed().powi(2) * (1.0 + SLOPE * grade).max(0.1) * mass
        }
        Bout::Stairs { purpose: Purpose::Work, seconds, reserve } => seconds * reserve,
        Bout::Set { exercise, reps, load_kg, lowering_s, .. } => {
            set_work(exercise, *reps, *lowering_s)
                * (1.0 + load_kg.filter(|_| !exercise.is_loaded).unwrap_or(0.0) / BODY_KG)
        }
        Bout::Jumps { landings, .. } if kind == PlannedKind::Plyometrics => f64::from(*landings),
        Bout::Mobility { seconds, .. } if kind == PlannedKind::Mobility => seconds / 60.0,
        _ => 0.0,
    };
    prescription.bouts().map(of).sum()
}
