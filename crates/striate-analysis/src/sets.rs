//! Strength sets in the reader's vocabulary.

use crate::analyse::Analysis;
use crate::view::exercise_name;
use striate_model::{LiftSet, MassUnit, SetKind};
use striate_stimulus::Catalogue;

/// Working sets of one exercise in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetGroup {
    /// The exercise, `None` where the source names none that is known.
    pub exercise: Option<String>,
    /// Sets, reps and loads: "3 sets: 8 x 80 kg, 8 x 80 kg, 6 x 80 kg".
    pub summary: String,
}

/// The working sets of a session, grouped by exercise in the order in which they were done.
#[must_use]
pub fn set_groups(analysis: &Analysis) -> Vec<SetGroup> {
    let catalogue = Catalogue::builtin();
    let named = |set: &LiftSet| set.exercise.as_ref().and_then(|e| exercise_name(catalogue, e));
    let mut groups: Vec<(Option<String>, Vec<&LiftSet>)> = Vec::new();
    for set in analysis.recording.sets.iter().filter(|s| s.kind == SetKind::Active) {
        let exercise = named(set);
        match groups.last_mut() {
            Some((last, sets)) if *last == exercise => sets.push(set),
            _ => groups.push((exercise, vec![set])),
        }
    }
    groups.into_iter().map(|(exercise, sets)| SetGroup { exercise, summary: summary(&sets) }).collect()
}

fn summary(sets: &[&LiftSet]) -> String {
    let count = match sets.len() {
        1 => "1 set".to_owned(),
        n => format!("{n} sets"),
    };
    let loads: Vec<Option<String>> = sets.iter().map(|s| load(s)).collect();
    let reps: Vec<Option<u16>> = sets.iter().map(|s| s.reps).collect();
    let is_same_load = loads.windows(2).all(|w| w[0] == w[1]);
    if !is_same_load {
        let described: Vec<String> = reps.iter().zip(&loads).map(|(r, l)| one(*r, l.as_deref())).collect();
        return format!("{count}: {}", described.join(", "));
    }
    let at = loads[0].as_ref().map(|l| format!(" at {l}")).unwrap_or_default();
    let known: Vec<String> = reps.iter().flatten().map(u16::to_string).collect();
    match known.as_slice() {
        [] => format!("{count}{at}"),
        [first, rest @ ..] if rest.iter().all(|r| r == first) => {
            let word = if first == "1" { "rep" } else { "reps" };
            format!("{count} of {first} {word}{at}")
        }
        _ => format!("{count}: {} reps{at}", known.join(", ")),
    }
}

fn one(reps: Option<u16>, load: Option<&str>) -> String {
    match (reps, load) {
        (Some(reps), Some(load)) => format!("{reps} x {load}"),
        (Some(1), None) => "1 rep".to_owned(),
        (Some(reps), None) => format!("{reps} reps"),
        (None, Some(load)) => load.to_owned(),
        (None, None) => "not said".to_owned(),
    }
}

fn load(set: &LiftSet) -> Option<String> {
    set.load.map(|l| {
        let unit = match l.unit {
            MassUnit::Kilogram => "kg",
            MassUnit::Pound => "lb",
        };
        // Loads are typed with at most two decimals; a converted one may carry more.
        format!("{} {unit}", (l.value * 100.0).round() / 100.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use striate_model::Load;

    fn set(reps: u16, kg: f64) -> LiftSet {
        LiftSet {
            kind: SetKind::Active,
            start: None,
            duration: None,
            exercise: None,
            reps: Some(reps),
            load: Some(Load { value: kg, unit: MassUnit::Kilogram }),
            reps_in_reserve: None,
        }
    }

    #[test]
    fn sets_are_told_as_a_lifter_would() {
        let told = |sets: &[LiftSet]| summary(&sets.iter().collect::<Vec<_>>());
        assert_eq!(told(&[set(8, 80.0), set(8, 80.0)]), "2 sets of 8 reps at 80 kg");
        assert_eq!(told(&[set(8, 80.0), set(6, 80.0)]), "2 sets: 8, 6 reps at 80 kg");
        assert_eq!(told(&[set(8, 80.0), set(6, 82.5)]), "2 sets: 8 x 80 kg, 6 x 82.5 kg");
    }
}
