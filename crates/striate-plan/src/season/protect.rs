//! What is left out while joints or tissues are protected, what remains, and the way back (`data/protect.toml`).

use super::Region;
use crate::kinds::PlannedKind;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

/// A source of the table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Authors, year, where.
    pub cite: String,
    /// Where it can be found.
    pub doi: Option<String>,
    /// What it found, as far as the table uses it.
    pub found: String,
}

/// What a region leaves out, and why.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Avoid {
    /// Kinds of session.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Groups of exercises.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Why, as a clause.
    pub because: String,
    /// A key of the sources, or `judgment`.
    pub source: String,
}

/// A step of the way back: what returns with it, and which bounds hold from then on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackStep {
    /// What it is about.
    pub title: String,
    /// Kinds of session that return.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Groups of exercises that return.
    #[serde(default)]
    pub groups: Vec<String>,
    /// The steepest climb from now on, rise over run.
    pub uphill_at_most: Option<f64>,
    /// The steepest descent from now on, rise over run.
    pub downhill_at_most: Option<f64>,
    /// Landings of jumps in a session from now on.
    pub landings_at_most: Option<u16>,
}

/// The rules of a region.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionRules {
    id: Region,
    /// Words for it in notes of pain.
    pub words: Vec<String>,
    uphill_at_most: Option<f64>,
    downhill_at_most: Option<f64>,
    landings_at_most: Option<u16>,
    /// What is left out.
    pub avoid: Vec<Avoid>,
    /// The way back, step by step; the first is where it begins and returns nothing.
    pub back: Vec<BackStep>,
}

/// How pain, points of ten, is answered.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PainRules {
    pub(super) go_on_to: f64,
    pub(super) hold_to: f64,
    pub(super) days: i32,
    pub(super) unsaid_points: f64,
    /// A key of the sources.
    source: String,
}

/// A stage of the way back to running.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LadderStage {
    /// The stable text form.
    pub id: String,
    /// What a session holds, in words.
    pub title: String,
    /// Seconds of each run; `None` where everything is walked.
    pub run_s: Option<f64>,
    /// Seconds of each walk; `None` where everything is run.
    pub walk_s: Option<f64>,
    /// How many times run and walk alternate.
    pub times: u16,
    /// Strides at the end.
    #[serde(default)]
    pub strides: u16,
}

impl LadderStage {
    /// Minutes of running in a session.
    #[must_use]
    pub fn running_min(&self) -> f64 {
        f64::from(self.times) * self.run_s.unwrap_or_default() / 60.0
    }

    /// Minutes of a session.
    #[must_use]
    pub fn minutes(&self) -> f64 {
        self.running_min() + f64::from(self.times) * self.walk_s.unwrap_or_default() / 60.0
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LadderRules {
    pub(super) sessions: u32,
    pub(super) sessions_to_climb: u32,
    /// A key of the sources.
    source: String,
    pub(super) stage: Vec<LadderStage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    sources: BTreeMap<String, Source>,
    pub(super) pain: PainRules,
    groups: BTreeMap<String, Vec<String>>,
    region: Vec<RegionRules>,
    pub(super) ladder: LadderRules,
}

pub(super) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    let text = include_str!("../../data/protect.toml");
    TABLE.get_or_init(|| toml::from_str(text).expect("a test reads the built-in table"))
}

/// The rules of a region.
///
/// # Panics
/// Never: a test finds every region in the built-in table.
#[must_use]
pub fn rules_of(region: Region) -> &'static RegionRules {
    table().region.iter().find(|r| r.id == region).expect("every region has its rules")
}

/// The sources of the table by key.
pub fn sources() -> impl Iterator<Item = (&'static str, &'static Source)> {
    table().sources.iter().map(|(key, source)| (key.as_str(), source))
}

/// Every exercise that some region leaves out, each once.
#[must_use]
pub fn named_exercises() -> Vec<&'static str> {
    let mut ids: Vec<&str> = table().groups.values().flatten().map(String::as_str).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl Region {
    /// Its name inside a sentence.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Knee => "knee",
            Self::Achilles => "Achilles tendon",
            Self::Hamstring => "hamstring",
            Self::Calf => "calf",
            Self::Hip => "hip",
            Self::Foot => "foot",
            Self::Back => "back",
        }
    }
}

/// Why something is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Avoided {
    /// What is protected.
    pub region: Region,
    /// Why, as a clause.
    pub because: &'static str,
    /// A key of the sources, or `judgment`.
    pub source: &'static str,
}

impl fmt::Display for Avoided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} protected: {}", self.region.in_words(), self.because)
    }
}

/// Whether something may be planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// It may.
    Yes,
    /// It may not.
    No(Avoided),
}

impl Allowed {
    /// Whether it may.
    #[must_use]
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Yes)
    }

    /// Why it may not.
    #[must_use]
    pub const fn reason(self) -> Option<Avoided> {
        match self {
            Self::Yes => None,
            Self::No(avoided) => Some(avoided),
        }
    }
}

/// What is protected, each region with the step of its way back that it stands on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Protection {
    parts: Vec<(Region, usize)>,
}

impl Protection {
    /// These regions at the beginning of their way back.
    #[must_use]
    pub fn of(regions: &[Region]) -> Self {
        Self::at(&regions.iter().map(|r| (*r, 0)).collect::<Vec<_>>())
    }

    /// Regions with the step (from 0) of their way back that they stand on; of a region that is named twice the earlier
    /// step holds. Steps beyond the last are the last.
    #[must_use]
    pub fn at(regions: &[(Region, usize)]) -> Self {
        let mut parts = regions.to_vec();
        parts.sort_unstable();
        parts.dedup_by_key(|p| p.0);
        for (region, step) in &mut parts {
            *step = (*step).min(rules_of(*region).back.len() - 1);
        }
        Self { parts }
    }

    /// Whether nothing is protected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// What is protected.
    pub fn regions(&self) -> impl Iterator<Item = Region> {
        self.parts.iter().map(|p| p.0)
    }

    /// Whether a kind of session may be planned. A race is the athlete's own decision and always may.
    #[must_use]
    pub fn allows(&self, kind: PlannedKind) -> Allowed {
        self.allows_named(kind.as_str())
    }

    /// The same by the kind's stable text form.
    #[must_use]
    pub fn allows_named(&self, kind: &str) -> Allowed {
        self.first(|avoid, returned| {
            contains(&avoid.kinds, kind) && !returned.iter().any(|step| contains(&step.kinds, kind))
        })
    }

    /// Whether an exercise of the catalogue may be planned, by its id.
    #[must_use]
    pub fn allows_exercise(&self, id: &str) -> Allowed {
        let groups = &table().groups;
        self.first(|avoid, returned| {
            let holds = |group: &String| groups.get(group).is_some_and(|ids| contains(ids, id));
            let waits = |group: &String| !returned.iter().any(|step| contains(&step.groups, group));
            avoid.groups.iter().any(|group| holds(group) && waits(group))
        })
    }

    /// Whether mass may be carried on runs: where hills with carried mass may be planned.
    #[must_use]
    pub fn allows_carried_mass(&self) -> Allowed {
        self.allows(PlannedKind::ResistedHill)
    }

    /// The kinds that remain.
    #[must_use]
    pub fn remaining(&self) -> Vec<PlannedKind> {
        PlannedKind::ALL.iter().copied().filter(|kind| self.allows(*kind).is_yes()).collect()
    }

    /// The steepest climb, rise over run; `None` where none is too steep.
    #[must_use]
    pub fn max_grade(&self) -> Option<f64> {
        self.least(|r| r.uphill_at_most, |s| s.uphill_at_most, f64::min)
    }

    /// The steepest descent, rise over run, as a positive figure; `None` where none is too steep.
    #[must_use]
    pub fn max_descent(&self) -> Option<f64> {
        self.least(|r| r.downhill_at_most, |s| s.downhill_at_most, f64::min)
    }

    /// Landings of jumps that a session may hold, inside other sessions too; `None` where they are not bounded.
    #[must_use]
    pub fn max_landings(&self) -> Option<u16> {
        self.least(|r| r.landings_at_most, |s| s.landings_at_most, u16::min)
    }

    fn first(&self, avoids: impl Fn(&Avoid, &[BackStep]) -> bool) -> Allowed {
        for (region, step) in &self.parts {
            let rules = rules_of(*region);
            let returned = &rules.back[..=*step];
            if let Some(avoid) = rules.avoid.iter().find(|avoid| avoids(avoid, returned)) {
                let (because, source) = (avoid.because.as_str(), avoid.source.as_str());
                return Allowed::No(Avoided { region: *region, because, source });
            }
        }
        Allowed::Yes
    }

    fn least<T: Copy>(
        &self,
        first: impl Fn(&RegionRules) -> Option<T>,
        then: impl Fn(&BackStep) -> Option<T>,
        min: impl Fn(T, T) -> T,
    ) -> Option<T> {
        let bound = |(region, step): &(Region, usize)| {
            let rules = rules_of(*region);
            rules.back[..=*step].iter().rev().find_map(&then).or_else(|| first(rules))
        };
        self.parts.iter().filter_map(bound).reduce(min)
    }
}

fn contains(list: &[String], text: &str) -> bool {
    list.iter().any(|one| one == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Runs that nobody has to leave out for a niggle, and what is planned beside them.
    const ALWAYS: [PlannedKind; 7] = [
        PlannedKind::Recovery,
        PlannedKind::Easy,
        PlannedKind::Long,
        PlannedKind::Race,
        PlannedKind::LowerStrength,
        PlannedKind::UpperStrength,
        PlannedKind::Mobility,
    ];

    #[test]
    fn every_region_leaves_easy_running_strength_and_races_and_leaves_out_sprints_and_jumps() {
        for region in Region::ALL.iter().copied() {
            let protection = Protection::of(&[region]);
            for kind in ALWAYS {
                assert!(protection.allows(kind).is_yes(), "{region:?} {kind:?}");
            }
            for kind in [PlannedKind::SprintInterval, PlannedKind::Plyometrics, PlannedKind::ResistedHill] {
                let reason = protection.allows(kind).reason().expect("left out");
                assert_eq!(reason.region, region);
            }
            assert!(!protection.allows_exercise("box_jump").is_yes(), "{region:?}");
            assert_eq!(protection.max_landings(), Some(0));
            assert!(!protection.allows_carried_mass().is_yes());
        }
    }

    #[test]
    fn all_that_is_left_out_returns_by_the_last_step_and_nothing_returns_that_was_not_left_out() {
        let known: BTreeSet<&str> = PlannedKind::ALL.iter().map(|k| k.as_str()).collect();
        for region in Region::ALL.iter().copied() {
            let rules = rules_of(region);
            let names =
                |kinds: bool, steps: &mut dyn Iterator<Item = (&Vec<String>, &Vec<String>)>| -> BTreeSet<String> {
                    steps.flat_map(|(k, g)| if kinds { k } else { g }).cloned().collect()
                };
            for kinds in [true, false] {
                let out = names(kinds, &mut rules.avoid.iter().map(|a| (&a.kinds, &a.groups)));
                let back = names(kinds, &mut rules.back.iter().map(|s| (&s.kinds, &s.groups)));
                assert_eq!(out, back, "{region:?}");
                let exists = |name: &String| {
                    if kinds { known.contains(name.as_str()) } else { table().groups.contains_key(name) }
                };
                let unknown: Vec<&String> = out.iter().filter(|name| !exists(name)).collect();
                assert!(unknown.is_empty(), "{region:?} names {unknown:?}");
            }
            let last = Protection::at(&[(region, 99)]);
            assert_eq!(last.remaining().len(), PlannedKind::ALL.len(), "{region:?}");
            assert!(
                rules.back[0].kinds.is_empty() && rules.back[0].groups.is_empty(),
                "{region:?} begins with nothing"
            );
        }
    }

    #[test]
    fn every_reason_has_a_source_or_is_called_a_judgment() {
        let is_known = |source: &str| source == "judgment" || table().sources.contains_key(source);
        for region in &table().region {
            for avoid in &region.avoid {
                assert!(is_known(&avoid.source), "{}", avoid.source);
                assert!(!avoid.because.ends_with('.') && avoid.because.len() < 130, "{}", avoid.because);
            }
        }
        assert!(is_known(&table().pain.source) && is_known(&table().ladder.source));
    }

    #[test]
    fn bounds_of_two_regions_are_the_stricter_ones_and_open_step_by_step() {
        let both = Protection::of(&[Region::Knee, Region::Achilles]);
        assert_eq!((both.max_grade(), both.max_descent()), (Some(0.02), Some(0.03)));
        assert_eq!(Protection::of(&[Region::Back]).max_grade(), None);
        let mut before = 0.0;
        for step in 0..4 {
            let grade = Protection::at(&[(Region::Achilles, step)]).max_grade().expect("bounded");
            assert!(grade >= before);
            before = grade;
        }
        assert!(Protection::default().is_empty() && Protection::default().max_grade().is_none());
    }

    #[test]
    fn a_protected_knee_keeps_hinges_and_curls_and_gets_squats_back_first() {
        let knee = Protection::of(&[Region::Knee]);
        for id in ["romanian_deadlift", "seated_leg_curl", "glute_bridge", "box_squat", "standing_calf_raise"] {
            assert!(knee.allows_exercise(id).is_yes(), "{id}");
        }
        let reason = knee.allows_exercise("back_squat").reason().expect("left out");
        assert!(reason.to_string().starts_with("knee protected: deep bends"), "{reason}");
        let later = Protection::at(&[(Region::Knee, 1)]);
        assert!(later.allows_exercise("back_squat").is_yes());
        assert!(!later.allows(PlannedKind::Series).is_yes());
        assert!(Protection::at(&[(Region::Knee, 2)]).allows(PlannedKind::Series).is_yes());
    }
}
