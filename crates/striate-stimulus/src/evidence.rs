//! How well trials support a figure.

use crate::dose::Dose;
use crate::exposure::Class;
use crate::method::is_untested;
use striate_model::{EvidenceGrade, Muscle, SessionKind};

/// A letter counts once it feeds this share of the sum.
const COUNTS_FROM: f64 = 0.2;

/// The letter for what one class of movement in a session of this kind gives a muscle.
///
/// C is for the kinds of running whose trials measured muscle size, and for cycling, whose trials did so too; a tempo
/// run, trails, stairs and carried mass rest on mechanics alone, hills and descents nearly so (three small trials of size do not
/// agree: Bontemps 2022, Theofilidis 2020, Maeo 2015). So does whatever reaches a
/// muscle that no trial of running, cycling or jumping looked at.
fn letter(muscle: Muscle, class: Class, kind: SessionKind) -> EvidenceGrade {
    use SessionKind::{Easy, Interval, Long, Race, Recovery, Series, SprintInterval, Sprints};
    match class {
        Class::Lifting => EvidenceGrade::A,
        _ if is_untested(muscle) => EvidenceGrade::D,
        Class::Jumping => EvidenceGrade::B,
        Class::Cycling => EvidenceGrade::C,
        Class::Level | Class::Accelerating => match kind {
            Recovery | Easy | Long | Interval | SprintInterval | Series | Sprints | Race => EvidenceGrade::C,
            _ => EvidenceGrade::D,
        },
        Class::Sloped | Class::Walking => EvidenceGrade::D,
    }
}

/// The weakest letter that feeds a fifth of the sum or more; `None` where there is no stimulus.
pub(crate) fn weakest(
    muscle: Muscle,
    kind: SessionKind,
    doses: impl Iterator<Item = (Class, Dose)>,
) -> Option<EvidenceGrade> {
    let mut by_letter =
        [(EvidenceGrade::A, 0.0), (EvidenceGrade::B, 0.0), (EvidenceGrade::C, 0.0), (EvidenceGrade::D, 0.0)];
    for (class, dose) in doses {
        by_letter[letter(muscle, class, kind) as usize].1 += dose.hse;
    }
    let sum: f64 = by_letter.iter().map(|(_, hse)| hse).sum();
    by_letter.into_iter().rev().find(|(_, hse)| sum > 1e-9 && hse / sum >= COUNTS_FROM).map(|(letter, _)| letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parts: &[(Class, f64)], kind: SessionKind) -> Option<EvidenceGrade> {
        let doses = parts.iter().map(|&(class, hse)| (class, Dose { slow: hse, fast: hse, hse }));
        weakest(Muscle::Vasti, kind, doses)
    }

    #[test]
    fn three_sets_and_a_little_uphill_stand_on_lifting_trials() {
        assert_eq!(of(&[(Class::Lifting, 3.0), (Class::Sloped, 0.5)], SessionKind::Other), Some(EvidenceGrade::A));
        assert_eq!(of(&[(Class::Lifting, 3.0), (Class::Sloped, 0.8)], SessionKind::Other), Some(EvidenceGrade::D));
    }

    #[test]
    fn sprints_on_the_flat_stand_on_running_trials_and_a_tempo_run_on_mechanics() {
        assert_eq!(of(&[(Class::Level, 1.0)], SessionKind::Series), Some(EvidenceGrade::C));
        assert_eq!(of(&[(Class::Level, 1.0)], SessionKind::Tempo), Some(EvidenceGrade::D));
    }

    #[test]
    fn hip_flexors_were_measured_in_no_running_trial() {
        let dose = Dose { slow: 1.0, fast: 1.0, hse: 1.0 };
        let letter = |class| weakest(Muscle::HipFlexors, SessionKind::Series, std::iter::once((class, dose)));
        assert_eq!(letter(Class::Level), Some(EvidenceGrade::D));
        assert_eq!(letter(Class::Lifting), Some(EvidenceGrade::A));
    }

    #[test]
    fn nothing_needs_no_evidence() {
        assert_eq!(of(&[], SessionKind::Easy), None);
        assert_eq!(of(&[(Class::Level, 0.0)], SessionKind::Easy), None);
    }
}
