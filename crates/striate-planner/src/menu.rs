//! What a week may be made of: the kinds of session that the athlete's means and the week allow, each at the levels of its
//! ladder around what the athlete did lately. What a level does to the muscles comes from the engine that analyses
//! recordings.

use super::PlanWishes;
use super::short::Room;
use crate::planned::planned_without_bands;
use std::collections::BTreeMap;
use striate_model::{Athlete, DailyDose};
use striate_plan::audit::ROOM_FOR_LONG_MIN;
use striate_plan::kinds::{
    Family, Means, PlannedKind, Prescription, even_run, levels, prescribe, race, run_walk_of, with_jumps,
    with_tempo_finish,
};
use striate_plan::season::{Ladders, Owed, Protection, SeasonWeek, Stage, injury};
use striate_plan::week::DAYS;

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
    pub(super) most: usize,
    /// Sessions that the week owes.
    pub(super) owed: usize,
    /// Whether it may fill a week that does not owe it.
    pub(super) is_filler: bool,
    /// Coaching rules that ask for it.
    pub(super) rules: &'static [&'static str],
    pub(super) levels: Vec<Level>,
}

/// A kind at a level.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub(super) prescription: Prescription,
    pub(super) minutes: i32,
    /// Minutes of running in it, without rests.
    pub(super) running: i32,
    pub(super) dose: DailyDose,
}

/// What decides about a week's menu besides means and wishes.
pub(super) struct MenuFrame<'a> {
    pub(super) week: &'a SeasonWeek,
    pub(super) ladders: &'a Ladders,
    /// The place of the week in the season, from 0.
    pub(super) place: usize,
    /// The longest run, min and km.
    pub(super) longest: (i32, f64),
    /// There was no run in thirty days: the first one is the measure of all others of the week.
    pub(super) starts_over: bool,
    /// Whether the week holds the race.
    pub(super) has_race: bool,
    /// Minutes of each day of the week.
    pub(super) days: [i32; DAYS],
    /// Joints and tissues that are protected in it.
    pub(super) protection: &'a Protection,
}

/// Flags (run, lift, hard, legs, heavy), most a week, rules.
type Traits = (&'static str, usize, &'static [&'static str]);

const fn traits(kind: PlannedKind) -> Traits {
    match kind {
        PlannedKind::Recovery => ("r", 1, &["A6"]),
        PlannedKind::Easy => ("r", 3, &["C9"]),
        PlannedKind::RunWalk => ("r", 3, &["E2"]),
        PlannedKind::Strides => ("r", 1, &["E4"]),
        // A long run is easy running; what it does to a muscle is its waiting time.
        PlannedKind::Long => ("r", 1, &["A5"]),
        PlannedKind::Tempo => ("rh", 1, &["A1"]),
        PlannedKind::Race => ("rhg!", 1, &[]),
        PlannedKind::Interval => ("rhg", 1, &["A1", "B2"]),
        PlannedKind::SprintInterval => ("rhg!", 1, &["A4", "B2", "D3"]),
        PlannedKind::Sprints => ("rhg!", 1, &["B2", "D3"]),
        PlannedKind::Series => ("rhg!", 2, &["E3", "E5", "E6"]),
        PlannedKind::HillSprints => ("rhg!", 1, &["B3", "B8", "C4"]),
        PlannedKind::HillRepeats => ("rhg!", 1, &["B3", "B8", "C4"]),
        PlannedKind::Stairs => ("rhg!", 1, &["B8"]),
        PlannedKind::Trail => ("r", 1, &["B5"]),
        PlannedKind::ResistedHill => ("rhg!", 1, &["A3", "B5"]),
        PlannedKind::LowerStrength => ("lhg!", 2, &["B10", "D6", "E9"]),
        PlannedKind::UpperStrength => ("l", 2, &["B11"]),
        PlannedKind::FullStrength => ("lhg!", 2, &["B10", "B11"]),
        PlannedKind::Plyometrics => ("hg!", 1, &["B9"]),
        PlannedKind::Mobility | PlannedKind::Rest => ("", 0, &[]),
    }
}

/// Kinds that wait for the base of rule E4, with what they are called for.
pub(super) const WAITS_FOR_BASE: [PlannedKind; 7] = [
    PlannedKind::Series,
    PlannedKind::SprintInterval,
    PlannedKind::Sprints,
    PlannedKind::HillSprints,
    PlannedKind::HillRepeats,
    PlannedKind::ResistedHill,
    PlannedKind::Plyometrics,
];

/// Lengths of easy runs, min.
const EASY_MIN: [i32; 9] = [10, 15, 20, 25, 30, 40, 50, 60, 75];
/// Easy runs as shares of the longest one.
const EASY_SHARES: [f64; 3] = [0.45, 0.6, 0.78];
/// Long runs as shares of the longest one that may be.
const LONG_SHARES: [f64; 3] = [0.8, 0.9, 1.0];
const COMEBACK_SHARES: [f64; 3] = [0.5, 0.75, 1.0];
/// The long run of a loading week is an hour at least where the gate on single runs lets it be one and a day has room for it
/// (rule A5); where the gate does not, it is as long as it may be. Where no day has the room, the shortest one beside leg
/// strength of the same day is this share of the longest one.
const LEAST_LONG_MIN: i32 = 60;
const LEAST_LONG_SHARE: f64 = 0.75;

/// The shortest long run of the week, min.
fn least_long_min(frame: &MenuFrame<'_>) -> i32 {
    let has_room = frame.days.iter().any(|have| f64::from(*have) >= ROOM_FOR_LONG_MIN);
    if has_room && frame.week.stage.loads() { LEAST_LONG_MIN.min(rounded_down(f64::from(frame.longest.0))) } else { 5 }
}

/// Whole five minutes where that leaves room for a tenth more each week, else whole minutes.
fn rounded_down(minutes: f64) -> i32 {
    let whole = minutes.floor() as i32;
    if whole >= 60 { whole / 5 * 5 } else { whole }
}

/// The kinds that the athlete's means and the week allow. What the week owes comes at the level that is due and the two
/// below it, for days with less time; what it does not owe is there for who asks for it.
pub(super) fn menu(kitchen: &mut Kitchen<'_>, means: &Means, wishes: &PlanWishes, frame: &MenuFrame<'_>) -> Vec<Dish> {
    let mut dishes = Vec::new();
    let stage = frame.week.stage;
    for kind in PlannedKind::ALL.iter().copied() {
        let (flags, most, rules) = traits(kind);
        let owed = frame.week.agenda.iter().find(|o| o.kind == kind);
        let waits = WAITS_FOR_BASE.contains(&kind) && !stage.allows_fast();
        let hurts = stage == Stage::Injury && !is_for_injured(kind);
        let is_off = kind == PlannedKind::Race && !frame.has_race;
        let is_spared = !frame.protection.allows(kind).is_yes() && kind != PlannedKind::Race;
        if most == 0 || (waits || hurts) && owed.is_none() || is_off || is_spared {
            continue;
        }
        let Some(offered) = offered(kind, means, wishes, frame, owed) else { continue };
        let levels = offered.into_iter().map(|p| kitchen.level(p)).collect();
        dishes.push(Dish {
            kind,
            is_run: flags.contains('r'),
            is_lift: flags.contains('l'),
            is_hard: flags.contains('h'),
            is_legs: flags.contains('g'),
            is_heavy: flags.contains('!'),
            most,
            owed: owed.map_or(0, |o| usize::from(o.times)),
            // Who still walks fills no week with running.
            is_filler: is_filler(kind) && !(kind == PlannedKind::Easy && frame.week.run_walk.is_some()),
            rules,
            levels,
        });
    }
    keep_long_longest(&mut dishes);
    dishes
}

/// Runs with walks in them stay shorter than the long one of their week, which the gate on single runs bounds.
fn keep_long_longest(dishes: &mut [Dish]) {
    let longest = |dish: &Dish| dish.levels.iter().map(|l| l.running).max();
    let Some(long) = dishes.iter().find(|d| d.kind == PlannedKind::Long && d.owed > 0).and_then(longest) else {
        return;
    };
    for dish in dishes.iter_mut().filter(|d| d.kind == PlannedKind::RunWalk) {
        if dish.levels.iter().any(|l| l.running < long) {
            dish.levels.retain(|l| l.running < long);
        }
    }
}

/// Kinds that may be in a week that does not owe them: easy running and the upper body.
const fn is_filler(kind: PlannedKind) -> bool {
    matches!(kind, PlannedKind::Easy | PlannedKind::Recovery | PlannedKind::UpperStrength)
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

/// A kind's prescriptions for the week; `None` where it cannot be had.
fn offered(
    kind: PlannedKind,
    means: &Means,
    wishes: &PlanWishes,
    frame: &MenuFrame<'_>,
    owed: Option<&Owed>,
) -> Option<Vec<Prescription>> {
    let mut offered = prescriptions(kind, means, wishes, frame, owed);
    let Some(owed) = owed else { return (!offered.is_empty()).then_some(offered) };
    let landings = frame.protection.max_landings().map_or(owed.jumps, |most| most.min(owed.jumps));
    if owed.tempo_finish_min > 0 {
        let finish = f64::from(owed.tempo_finish_min);
        // A faster end goes further: the run is shorter by what the gate on single runs asks.
        let within = |one: Prescription| {
            let lengths = (1..=one.minutes()).rev().filter_map(|min| even_run(kind, f64::from(min), means).ok());
            let mut ends = lengths.map(|run| with_tempo_finish(run, finish, means));
            ends.find(|run| run.metres() <= 1000.0 * frame.longest.1)
        };
        offered = offered.into_iter().filter_map(within).collect();
        offered.dedup();
    }
    if is_run_with_parts(kind) {
        let room = Room::of(frame, wishes, means);
        // Fewer jumps where the days are too short for all of them.
        let with = |landings: u16| -> Vec<Prescription> {
            let some = offered.iter().cloned();
            some.map(|one| if landings > 0 { with_jumps(one, u32::from(landings), means) } else { one }).collect()
        };
        let fitted: Vec<Vec<Prescription>> =
            [landings, landings / 2, 0].map(|landings| room.fitted(with(landings))).into_iter().collect();
        let best = fitted.iter().position(|f| room.holds_due(f)).or_else(|| fitted.iter().position(|f| !f.is_empty()));
        let usual = best.map_or_else(|| with(0), |best| fitted[best].clone());
        // What was put off once comes a level above its last session, with whatever of jumps and warm-up the day has time
        // for.
        let due: Vec<Prescription> = if let Some(short) = owed.short_at {
            let all = [0, landings / 2, landings].map(with).into_iter();
            let step = |some: Vec<Prescription>| some.into_iter().find(|p| p.level > short);
            all.filter_map(step).flat_map(|due| room.versions(due)).collect()
        } else {
            Vec::new()
        };
        offered = if due.is_empty() { usual } else { due };
        offered.dedup();
    } else if landings > 0 {
        offered = offered.into_iter().map(|one| with_jumps(one, u32::from(landings), means)).collect();
    }
    (!offered.is_empty()).then_some(offered)
}

/// The kinds of run whose work stands between a warm-up and a cool-down.
const fn is_run_with_parts(kind: PlannedKind) -> bool {
    matches!(kind.family(), Family::Fast | Family::Tempo) && !matches!(kind, PlannedKind::Race)
        || matches!(kind.family(), Family::Hill) && !matches!(kind, PlannedKind::Trail)
        || matches!(kind, PlannedKind::Strides)
}

fn prescriptions(
    kind: PlannedKind,
    means: &Means,
    wishes: &PlanWishes,
    frame: &MenuFrame<'_>,
    owed: Option<&Owed>,
) -> Vec<Prescription> {
    let longest = f64::from(frame.longest.0);
    let has_long = frame.week.stage.has_long_run();
    let even = |minutes: &[i32]| -> Vec<Prescription> {
        let mut minutes = minutes.to_vec();
        minutes.dedup();
        minutes.into_iter().filter_map(|m| even_run(kind, f64::from(m), means).ok()).collect()
    };
    match kind {
        PlannedKind::Race => vec![race(wishes.race_m(), means)],
        PlannedKind::Long if !has_long => Vec::new(),
        PlannedKind::Long if frame.week.run_walk.is_some() => long_run_walk(means, frame),
        PlannedKind::Strides if frame.week.run_walk.is_some() => Vec::new(),
        PlannedKind::RunWalk if frame.week.way_back.is_some() => {
            frame.week.way_back.map(|w| stage_back(w, means)).into_iter().collect()
        }
        PlannedKind::RunWalk if frame.week.run_walk.is_none() && owed.is_none() => Vec::new(),
        PlannedKind::Long if frame.starts_over => even(&COMEBACK_SHARES.map(|s| rounded_down(s * longest).max(5))),
        PlannedKind::Long => {
            let least = least_long_min(frame);
            let mut lengths = LONG_SHARES.map(|s| rounded_down(s * longest).max(least)).to_vec();
            // A shorter one that leaves room for leg strength on its day, where a week has few days for both.
            let beside = Room::of(frame, wishes, means).beside_lift_on_longest();
            if beside < lengths[0] && beside >= least.max((LEAST_LONG_SHARE * longest.min(60.0)) as i32) {
                lengths.insert(0, rounded_down(f64::from(beside)));
            }
            even(&lengths)
        }
        // Without a long run that comes first, all runs are equally long.
        PlannedKind::Easy if frame.starts_over && !has_long => even(&[rounded_down(longest).max(5)]),
        PlannedKind::Easy => {
            let room = if has_long { longest - 5.0 } else { longest };
            let fits: Vec<i32> = EASY_MIN.into_iter().filter(|m| f64::from(*m) <= room).collect();
            let share = |s: f64| fits.iter().rev().copied().find(|m| f64::from(*m) <= s * longest);
            let chosen: Vec<i32> = EASY_SHARES.into_iter().filter_map(share).collect();
            if chosen.is_empty() { even(&[(0.75 * longest) as i32]) } else { even(&chosen) }
        }
        _ if kind.is_run() && frame.starts_over && !has_long && owed.is_none() => Vec::new(),
        PlannedKind::Recovery if longest >= 30.0 => even(&[((0.5 * longest) as i32).min(25) / 5 * 5]),
        PlannedKind::Recovery => Vec::new(),
        PlannedKind::Trail => {
            let lengths = [0.5, 0.75].map(|s| rounded_down(s * longest) / 5 * 5);
            let lengths: Vec<i32> = lengths.into_iter().filter(|m| *m >= 25).collect();
            // A short one where the longest run is short.
            if lengths.is_empty() { even(&[frame.longest.0 - 5]) } else { even(&lengths) }
        }
        _ => ladder(kind, means, frame, owed),
    }
}

/// The session of a stage of the way back after an injury.
fn stage_back(place: usize, means: &Means) -> Prescription {
    let stage = &injury::stages()[place.min(injury::stages().len() - 1)];
    let seconds = (u32::from(stage.times), stage.run_s.unwrap_or(0.0), stage.walk_s.unwrap_or(0.0));
    run_walk_of(&stage.title, place as u8 + 1, seconds, means)
}

/// The longest run-walk of a week is at most this many times as long as the others.
const LONGER: f64 = 1.3;
/// The shortest long run, and how much shorter ones are offered beside the longest, min.
const SHORTEST_LONG_MIN: u32 = 8;
const SHORTER_MIN: [u32; 3] = [4, 2, 0];

/// A long run for who still walks: the pattern of the rung for a little longer, as far as the gate on single runs allows.
fn long_run_walk(means: &Means, frame: &MenuFrame<'_>) -> Vec<Prescription> {
    let rung = frame.week.run_walk.and_then(|rung| prescribe(PlannedKind::RunWalk, rung, means).ok());
    let most = (LONGER * rung.map_or(0.0, |p| f64::from(p.minutes()))) as u32;
    let of = |minutes: u32| even_run(PlannedKind::Long, f64::from(minutes), means).ok();
    let fits = |minutes: &u32| of(*minutes).is_some_and(|p| p.metres() <= 1000.0 * frame.longest.1);
    let Some(longest) = (SHORTEST_LONG_MIN..=most).rev().find(fits) else { return Vec::new() };
    let lengths = SHORTER_MIN.map(|less| longest.saturating_sub(less).max(SHORTEST_LONG_MIN));
    let mut lengths = lengths.to_vec();
    lengths.dedup();
    lengths.into_iter().filter_map(of).collect()
}

/// Other runs of a week that starts over, as a share of its longest.
const BEHIND_THE_LONG: f64 = 0.8;
/// Rungs of running and walking below the due one that are offered.
const RUNGS_BELOW: u8 = 4;
/// Levels below the due one that are offered for days with less time.
const SHORTER: u8 = 2;

/// The level that is due (rule D5) and the ones below it; of strength all levels up to it, so that sets can be cut.
fn ladder(kind: PlannedKind, means: &Means, frame: &MenuFrame<'_>, owed: Option<&Owed>) -> Vec<Prescription> {
    let due = owed.map_or_else(|| frame.ladders.due(kind, frame.place), |o| o.level).clamp(1, levels(kind).max(1));
    let is_lift = matches!(kind.family(), Family::Lift);
    let low = match owed {
        // A rung of running and walking may have to stay below a long run that the gate bounds.
        _ if kind == PlannedKind::RunWalk => due.saturating_sub(RUNGS_BELOW).max(1),
        _ if is_lift => 1,
        Some(_) => due.saturating_sub(SHORTER).max(1),
        None => due,
    };
    // After a month without a run the long run comes first and is the measure of the others.
    let km = frame.longest.1 * if frame.starts_over { BEHIND_THE_LONG } else { 1.0 };
    let fits = |p: &Prescription| !kind.is_run() || p.metres() <= 1000.0 * km;
    let mut offered: Vec<Prescription> =
        (low..=due).filter_map(|level| prescribe(kind, level, means).ok()).filter(fits).collect();
    if offered.is_empty() {
        // The due level is more than experience or the longest run allow: the highest one that they do.
        offered.extend((1..low).rev().filter_map(|level| prescribe(kind, level, means).ok()).find(fits));
    }
    offered
}

/// Doses of prescriptions, each worked out once.
pub(super) struct Kitchen<'a> {
    pub(super) athlete: &'a Athlete,
    known: BTreeMap<String, DailyDose>,
}

impl<'a> Kitchen<'a> {
    pub(super) fn new(athlete: &'a Athlete) -> Self {
        Self { athlete, known: BTreeMap::new() }
    }

    /// The prescription with what it would bring. Loads of lifts change nothing in it: a set counts by how near to failure
    /// it ends.
    pub(super) fn level(&mut self, prescription: Prescription) -> Level {
        let key = serde_json::to_string(&prescription).expect("numbers and texts are always JSON");
        let athlete = self.athlete;
        let dose = self.known.entry(key).or_insert_with(|| planned_without_bands(&prescription, athlete).dose).clone();
        let running = (60.0 * dose.running_h).round() as i32;
        Level { minutes: prescription.minutes() as i32, running, dose, prescription }
    }
}
