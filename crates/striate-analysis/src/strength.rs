//! What kind of strength session it was: segmentation knows no exercises, the catalogue knows no sessions, so the
//! question is answered where both meet.

use striate_model::{KindVerdict, Muscle, Session, SessionKind, SetKind};
use striate_stimulus::{Catalogue, Movement};

/// A session counts as leg or upper-body strength when at least this share of its named sets is of that sort.
const CLEAR_SHARE: f64 = 0.75;

/// The kind of a session that has working sets, from the exercises that its sets name; `None` without such sets.
pub(crate) fn strength_kind(session: &Session, catalogue: &Catalogue) -> Option<KindVerdict> {
    let active: Vec<_> = session.sets.iter().filter(|s| s.kind == SetKind::Active).collect();
    if active.is_empty() {
        return None;
    }
    let named: Vec<&Movement> =
        active.iter().filter_map(|s| s.exercise.as_ref()).filter_map(|e| catalogue.resolve(e)).collect();
    let share = |is: fn(&Movement) -> bool| named.iter().filter(|m| is(m)).count() as f64 / named.len().max(1) as f64;
    let (jumps, legs, upper) = (share(is_jump), share(is_for_legs), share(is_for_upper_body));
    let (kind, clarity) = match () {
        () if named.is_empty() => (SessionKind::FullStrength, 0.0),
        () if jumps >= CLEAR_SHARE => (SessionKind::Plyometrics, jumps),
        () if legs >= CLEAR_SHARE => (SessionKind::LowerStrength, legs),
        () if upper >= CLEAR_SHARE => (SessionKind::UpperStrength, upper),
        () => (SessionKind::FullStrength, 1.0 - legs.max(upper)),
    };
    let named_share = named.len() as f64 / active.len() as f64;
    let mut reasons = vec![format!(
        "{}: {} of them for the legs, {} for the upper body.",
        counted(active.len(), "working set"),
        (legs * named.len() as f64).round(),
        (upper * named.len() as f64).round(),
    )];
    let unnamed = active.len() - named.len();
    if unnamed > 0 {
        let say = if unnamed == 1 {
            "names no exercise that is known; it counts"
        } else {
            "name no exercise that is known; they count"
        };
        reasons.push(format!("{} {say} for no muscle.", counted(unnamed, "set")));
    }
    // Half sure without any name; with names, as sure as the split is clear and the names are many.
    let confidence = 0.5 + 0.45 * named_share * clarity.max(0.5);
    Some(KindVerdict { kind, confidence, reasons })
}

/// Whatever lands: a jump squat is a jump and no lift, though it does not rebound.
fn is_jump(movement: &Movement) -> bool {
    movement.contacts_per_rep.is_some()
}

fn is_for_legs(movement: &Movement) -> bool {
    let legs = trained(movement, is_leg);
    legs > trained(movement, |m| !m.is_locomotor()) && legs > movement.weight(Muscle::Core)
}

/// A crunch is for neither, though it bends the hip.
fn is_for_upper_body(movement: &Movement) -> bool {
    let upper = trained(movement, |m| !m.is_locomotor());
    upper > trained(movement, is_leg) && upper > movement.weight(Muscle::Core)
}

fn is_leg(muscle: Muscle) -> bool {
    muscle.is_locomotor() && muscle != Muscle::Core
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

fn trained(movement: &Movement, of: fn(Muscle) -> bool) -> f64 {
    Muscle::ALL.into_iter().filter(|m| of(*m)).map(|m| movement.weight(m)).sum()
}
