//! What a week may be made of: the kinds of session that the athlete's means and the week allow, each at the levels of its
//! ladder around what the athlete did lately. What a level does to the muscles comes from the engine that analyses
//! recordings.

use super::PlanWishes;
use super::lately::Lately;
use crate::planned::planned_without_bands;
use std::collections::BTreeMap;
use striate_model::{Athlete, DailyDose};
use striate_plan::kinds::{Means, PlannedKind, Prescription, even_run, levels, prescribe, race};
use striate_plan::week::{Goal, WeekPhase};

/// One kind on the menu.
#[derive(Clone, Debug)]
pub(super) struct Dish {
    pub(super) kind: PlannedKind,
    pub(super) is_run: bool,
    pub(super) is_lift: bool,
    pub(super) is_hard: bool,
    pub(super) is_legs: bool,
    /// Sprints, hills, jumps, heavy legs: the chosen rest follows.
    pub(super) is_heavy: bool,
    /// Its type in the mix of rule A1.
    pub(super) variety: Option<u8>,
    pub(super) most: usize,
    /// Coaching rules that ask for it.
    pub(super) rules: &'static [&'static str],
    pub(super) levels: Vec<Level>,
}

/// A kind at a level.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub(super) prescription: Prescription,
    pub(super) minutes: i32,
    pub(super) dose: DailyDose,
}

/// What decides about a week's menu besides means and wishes.
#[derive(Clone, Copy)]
pub(super) struct MenuFrame {
    pub(super) phase: WeekPhase,
    /// The longest run, min.
    pub(super) longest: i32,
    /// There was no run in thirty days: the first one is the measure of all others of the week.
    pub(super) starts_over: bool,
    /// Series and what else waits for the base.
    pub(super) series: bool,
    /// Whether the week holds the race.
    pub(super) has_race: bool,
}

/// Flags (run, lift, hard, legs, heavy), type in the mix, most a week, rules.
type Traits = (&'static str, Option<u8>, usize, &'static [&'static str]);

const fn traits(kind: PlannedKind) -> Traits {
    match kind {
        PlannedKind::Recovery => ("r", None, 1, &["A6"]),
        PlannedKind::Easy => ("r", None, 3, &["C9"]),
        PlannedKind::Strides => ("r", None, 1, &["E4"]),
        PlannedKind::Long => ("rhg", Some(0), 1, &["A5"]),
        PlannedKind::Tempo => ("rhg", Some(1), 1, &["A1"]),
        PlannedKind::Race => ("rhg!", Some(1), 1, &[]),
        PlannedKind::Interval => ("rhg", Some(2), 1, &["A1", "B2"]),
        PlannedKind::SprintInterval => ("rhg!", Some(2), 1, &["A4", "B2", "D3"]),
        PlannedKind::Series => ("rhg!", Some(2), 1, &["E3", "E5", "E6"]),
        PlannedKind::Sprints => ("rhg!", Some(2), 1, &["B2", "C6", "D3"]),
        PlannedKind::HillSprints => ("rhg!", Some(3), 1, &["B3", "B8", "C4", "C6"]),
        PlannedKind::HillRepeats => ("rhg!", Some(3), 1, &["B3", "B8", "C4"]),
        PlannedKind::Stairs => ("rhg!", Some(3), 1, &["B8"]),
        PlannedKind::Trail => ("r", Some(3), 1, &["B5"]),
        PlannedKind::ResistedHill => ("rhg!", Some(4), 1, &["A3", "B5"]),
        PlannedKind::LowerStrength => ("lhg!", None, 2, &["B10", "D6", "E9"]),
        PlannedKind::UpperStrength => ("l", None, 2, &["B11"]),
        PlannedKind::FullStrength => ("lhg!", None, 2, &["B10", "B11"]),
        PlannedKind::Plyometrics => ("hg!", None, 1, &["B9"]),
        PlannedKind::RunWalk | PlannedKind::Mobility | PlannedKind::Rest => ("", None, 0, &[]),
    }
}

/// Kinds that wait for the base of rule E4, with what they are called for.
pub(super) const WAITS_FOR_BASE: [PlannedKind; 4] =
    [PlannedKind::Series, PlannedKind::Sprints, PlannedKind::SprintInterval, PlannedKind::Plyometrics];

/// Lengths of easy runs, min.
const EASY_MIN: [i32; 9] = [10, 15, 20, 25, 30, 40, 50, 60, 75];
/// Easy runs as shares of the longest one.
const EASY_SHARES: [f64; 3] = [0.45, 0.6, 0.78];
/// Long runs as shares of the longest one that may be.
const LONG_SHARES: [f64; 3] = [0.8, 0.9, 1.0];
const COMEBACK_SHARES: [f64; 3] = [0.5, 0.75, 1.0];

/// Whole five minutes where that leaves room for a tenth more each week, else whole minutes.
fn rounded_down(minutes: f64) -> i32 {
    let whole = minutes.floor() as i32;
    if whole >= 60 { whole / 5 * 5 } else { whole }
}

/// The kinds that the athlete's means and the week allow.
pub(super) fn menu(
    kitchen: &mut Kitchen<'_>,
    means: &Means,
    wishes: &PlanWishes,
    lately: &Lately,
    frame: MenuFrame,
) -> Vec<Dish> {
    let mut dishes = Vec::new();
    for kind in PlannedKind::ALL.iter().copied() {
        let (flags, variety, most, rules) = traits(kind);
        let waits = WAITS_FOR_BASE.contains(&kind) && !frame.series;
        let hurts = frame.phase == WeekPhase::Injury && !is_for_injured(kind);
        let is_off = kind == PlannedKind::Race && !frame.has_race;
        if most == 0 || waits || hurts || is_off {
            continue;
        }
        let offered = prescriptions(kind, means, wishes, lately, frame);
        if offered.is_empty() {
            continue;
        }
        let levels = offered.into_iter().map(|p| kitchen.level(p)).collect();
        dishes.push(Dish {
            kind,
            is_run: flags.contains('r'),
            is_lift: flags.contains('l'),
            is_hard: flags.contains('h'),
            is_legs: flags.contains('g'),
            is_heavy: flags.contains('!'),
            variety,
            most,
            rules,
            levels,
        });
    }
    dishes
}

/// Easy running and strength that the muscles to spare allow.
const fn is_for_injured(kind: PlannedKind) -> bool {
    matches!(
        kind,
        PlannedKind::Easy
            | PlannedKind::Recovery
            | PlannedKind::UpperStrength
            | PlannedKind::LowerStrength
            | PlannedKind::FullStrength
    )
}

fn prescriptions(
    kind: PlannedKind,
    means: &Means,
    wishes: &PlanWishes,
    lately: &Lately,
    frame: MenuFrame,
) -> Vec<Prescription> {
    let longest = f64::from(frame.longest);
    let even = |minutes: &[i32]| -> Vec<Prescription> {
        let mut minutes = minutes.to_vec();
        minutes.dedup();
        minutes.into_iter().filter_map(|m| even_run(kind, f64::from(m), means).ok()).collect()
    };
    match kind {
        PlannedKind::Race => vec![race(wishes.race_m(), means)],
        PlannedKind::Long if !frame.phase.has_long_run() => Vec::new(),
        PlannedKind::Long if frame.starts_over => even(&COMEBACK_SHARES.map(|s| rounded_down(s * longest).max(5))),
        PlannedKind::Long => even(&LONG_SHARES.map(|s| rounded_down(s * longest).max(5))),
        // Without a long run that comes first, all runs are equally long.
        PlannedKind::Easy if frame.starts_over && !frame.phase.has_long_run() => even(&[rounded_down(longest).max(5)]),
        PlannedKind::Easy => {
            let room = if frame.phase.has_long_run() { longest - 5.0 } else { longest };
            let fits: Vec<i32> = EASY_MIN.into_iter().filter(|m| f64::from(*m) <= room).collect();
            let share = |s: f64| fits.iter().rev().copied().find(|m| f64::from(*m) <= s * longest);
            let chosen: Vec<i32> = EASY_SHARES.into_iter().filter_map(share).collect();
            if chosen.is_empty() { even(&[(0.75 * longest) as i32]) } else { even(&chosen) }
        }
        _ if kind.is_run() && frame.starts_over && !frame.phase.has_long_run() => Vec::new(),
        PlannedKind::Recovery if longest >= 30.0 => even(&[((0.5 * longest) as i32).min(25) / 5 * 5]),
        PlannedKind::Recovery => Vec::new(),
        PlannedKind::Trail => {
            let lengths = [0.5, 0.75].map(|s| rounded_down(s * longest) / 5 * 5);
            even(&lengths.into_iter().filter(|m| *m >= 25).collect::<Vec<_>>())
        }
        _ => ladder(kind, means, wishes, lately, frame),
    }
}

/// The levels around what the athlete did lately: two below, the same, and the next step (rule D5). Who has not done it
/// begins at the bottom; an easier week goes a level down; who keeps does not step up.
fn ladder(
    kind: PlannedKind,
    means: &Means,
    wishes: &PlanWishes,
    lately: &Lately,
    frame: MenuFrame,
) -> Vec<Prescription> {
    let now = lately.level(kind);
    let loads = frame.phase.has_long_run();
    let (low, high) = match now {
        0 => (1, 1),
        n if !loads => (n.saturating_sub(1).max(1), n.saturating_sub(1).max(1)),
        n if wishes.goal == Goal::Keep => (n.saturating_sub(2).max(1), n),
        n => (n.saturating_sub(2).max(1), n + 1),
    };
    let high = high.min(levels(kind));
    let fits = |p: &Prescription| !kind.is_run() || p.minutes() as i32 <= frame.longest;
    let mut offered: Vec<Prescription> =
        (low.min(high)..=high).filter_map(|level| prescribe(kind, level, means).ok()).filter(fits).collect();
    if offered.is_empty() && low > 1 {
        // What was done lately is more than experience or the week allow: the highest level that they do.
        let below = (1..low).rev().filter_map(|level| prescribe(kind, level, means).ok()).find(fits);
        offered.extend(below);
    }
    offered
}

/// Doses of prescriptions, each worked out once.
pub(super) struct Kitchen<'a> {
    pub(super) athlete: &'a Athlete,
    known: BTreeMap<(PlannedKind, String), DailyDose>,
}

impl<'a> Kitchen<'a> {
    pub(super) fn new(athlete: &'a Athlete) -> Self {
        Self { athlete, known: BTreeMap::new() }
    }

    /// The prescription with what it would bring. Loads of lifts change nothing in it: a set counts by how near to failure
    /// it ends.
    pub(super) fn level(&mut self, prescription: Prescription) -> Level {
        let key = (prescription.kind, prescription.title.clone());
        let athlete = self.athlete;
        let dose = self.known.entry(key).or_insert_with(|| planned_without_bands(&prescription, athlete).dose).clone();
        Level { minutes: prescription.minutes() as i32, dose, prescription }
    }
}
