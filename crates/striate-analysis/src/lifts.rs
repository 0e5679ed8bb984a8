//! Working sets as the rules see them: which movement, how many landings, how strong.

use std::collections::BTreeMap;
use striate_model::{Athlete, LiftSet, SetKind};
use striate_plan::audit::LiftPattern;
use striate_stimulus::{Catalogue, Movement};

/// Repetitions of a logged set of jumps for which nobody counted them (assumed, as the stimulus stage does).
const JUMPS_UNKNOWN: f64 = 8.0;
/// Repetitions, reserve included, up to which an estimated maximum is worth having.
const MARK_REPS_MAX: f64 = 10.0;

fn known(sets: &[LiftSet]) -> impl Iterator<Item = (&LiftSet, &'static Movement)> {
    let catalogue = Catalogue::builtin();
    let active = sets.iter().filter(|s| s.kind == SetKind::Active);
    active.filter_map(move |s| Some((s, catalogue.resolve(s.exercise.as_ref()?)?)))
}

/// Landings of the jumps among the sets.
pub(super) fn contacts(sets: &[LiftSet]) -> u32 {
    let of = |(set, movement): (&LiftSet, &Movement)| {
        Some(movement.contacts_per_rep? * set.reps.map_or(JUMPS_UNKNOWN, f64::from))
    };
    known(sets).filter_map(of).sum::<f64>().round() as u32
}

/// Working sets by movement.
pub(super) fn patterns(sets: &[LiftSet]) -> Vec<(LiftPattern, u32)> {
    let mut count: BTreeMap<LiftPattern, u32> = BTreeMap::new();
    for (_, movement) in known(sets).filter(|(_, m)| m.counts_as_set()) {
        *count.entry(pattern(movement)).or_default() += 1;
    }
    count.into_iter().collect()
}

/// The movement among those that the articles name, by FIT's own category, or by the key where FIT has none.
pub(crate) fn pattern(movement: &Movement) -> LiftPattern {
    use LiftPattern::{Hinge, LegPress, Lunge, Other, Pull, Push, Squat};
    const BY_KEY: [(&str, LiftPattern); 15] = [
        ("leg_press", LegPress),
        ("single_leg_press", LegPress),
        ("split_squat", Lunge),
        ("lunge", Lunge),
        ("step_up", Lunge),
        ("deadlift", Hinge),
        ("squat", Squat),
        ("push_up", Push),
        ("bench_press", Push),
        ("chest_press", Push),
        ("overhead_press", Push),
        ("shoulder_press", Push),
        ("dip", Push),
        ("pull_up", Pull),
        ("pulldown", Pull),
    ];
    let by_key = BY_KEY.iter().find(|(key, _)| movement.id.contains(key)).map(|(_, p)| *p);
    // Categories of the public FIT profile.
    let by_category = || match movement.fit.first()?.0 {
        0 | 22 | 24 => Some(Push),
        8 => Some(Hinge),
        17 => Some(Lunge),
        21 | 23 => Some(Pull),
        28 => Some(Squat),
        _ => None,
    };
    let is_row = || (movement.id.ends_with("_row") || movement.id == "chin_up").then_some(Pull);
    by_key.or_else(is_row).or_else(by_category).unwrap_or(Other)
}

/// The best estimated one-repetition maximum of each exercise, kg (Epley 1985, recalled: load times one and a thirtieth
/// per repetition; repetitions in reserve count as done; up to ten in all).
pub(super) fn strength_marks(sets: &[LiftSet], athlete: &Athlete) -> Vec<(String, f64)> {
    let mut best: BTreeMap<&str, f64> = BTreeMap::new();
    for (set, movement) in known(sets).filter(|(_, m)| m.counts_as_set()) {
        let Some(moved) = movement.load.moved_mass(athlete.mass.value, set.load.map(striate_model::Load::mass)) else {
            continue;
        };
        let reps = f64::from(set.reps.unwrap_or_default()) + f64::from(set.reps_in_reserve.unwrap_or_default());
        if !(1.0..=MARK_REPS_MAX).contains(&reps) || set.load.is_none() {
            continue;
        }
        let maximum = if reps <= 1.0 { moved.as_kg() } else { moved.as_kg() * (1.0 + reps / 30.0) };
        let mark = best.entry(&movement.name).or_default();
        *mark = mark.max(maximum);
    }
    best.into_iter().map(|(name, kg)| (name.to_owned(), kg)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_movements_that_the_articles_name_are_told_apart() {
        let catalogue = Catalogue::builtin();
        let of = |id: &str| pattern(catalogue.by_id(id).expect("the catalogue holds it"));
        assert_eq!(["back_squat", "bodyweight_squat", "hack_squat"].map(of), [LiftPattern::Squat; 3]);
        assert_eq!(["lunge", "bulgarian_split_squat", "step_up"].map(of), [LiftPattern::Lunge; 3]);
        assert_eq!(["deadlift", "romanian_deadlift", "trap_bar_deadlift"].map(of), [LiftPattern::Hinge; 3]);
        assert_eq!(["leg_press", "single_leg_press"].map(of), [LiftPattern::LegPress; 2]);
        assert_eq!(["push_up", "bench_press", "overhead_press", "chest_dip"].map(of), [LiftPattern::Push; 4]);
        assert_eq!(["pull_up", "barbell_row", "lat_pulldown", "chin_up"].map(of), [LiftPattern::Pull; 4]);
        assert_eq!(["leg_extension", "plank", "standing_calf_raise"].map(of), [LiftPattern::Other; 3]);
    }
}
