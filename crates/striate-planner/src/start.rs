//! What the planner starts from: the athlete's experience, usual weeks and present place, as the log tells them.

use super::PlanWishes;
use super::fill::hard_sets;
use super::injured::way_back;
use super::lately::{self, Lately};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use striate_history::{Ledger, Performed, Viewpoint};
use striate_model::{BodyState, Day, SessionKind, TimeSpan, Timestamp};
use striate_plan::kinds::{
    Bout, Experience, Family, Means, PlannedKind, Prescription, Purpose, highest_level, prescribe,
};
use striate_plan::season::{Emphasis, LoadInput, LongestRun, Protection, SeasonInput};
use striate_plan::week::MUSCLES;
use striate_state::GrowthMethod;
use striate_state::injury_gate::{Basis, next_reference};

/// Easy speed as a share of critical speed: the middle of what easy and long runs aim at.
const EASY_SHARE: f64 = 0.735;
/// Minutes of running are at most this share of the minutes that the days have.
const RUNNING_SHARE: f64 = 0.75;

/// Seven in the morning of a day.
pub(super) fn morning(day: Day, viewpoint: &Viewpoint<'_>) -> Timestamp {
    day.noon() - TimeSpan::from_s(5.0 * 3600.0) - viewpoint.offset
}

/// From this hour on nobody begins the day's session (judgement).
const LAST_START_H: f64 = 20.0;

/// From this hour on nobody begins a session of the morning.
const MORNING_OVER_H: f64 = 12.0;

/// Hours of the local day that have passed.
fn hours_of_today(viewpoint: &Viewpoint<'_>) -> f64 {
    let midnight = viewpoint.today.noon() - TimeSpan::from_s(12.0 * 3600.0);
    (viewpoint.now + viewpoint.offset).since(midnight).as_s() / 3600.0
}

/// Whether today's morning is over, so that only its evening is left.
pub(super) fn is_morning_over(viewpoint: &Viewpoint<'_>) -> bool {
    hours_of_today(viewpoint) >= MORNING_OVER_H
}

/// The first day of the present week that is still open: today, until a session is done or the day is nearly over.
pub(super) fn first_open(ledger: &Ledger, viewpoint: &Viewpoint<'_>) -> usize {
    let today = viewpoint.today;
    let is_over = hours_of_today(viewpoint) >= LAST_START_H || ledger.up_to(today, 1).next().is_some();
    usize::from(today.weekday()) + usize::from(is_over)
}

pub(super) fn easy_m_per_s(viewpoint: &Viewpoint<'_>) -> f64 {
    EASY_SHARE * viewpoint.athlete.critical_speed.value.as_m_per_s()
}

/// Sessions of a sort that make a week of running, and one of lifting.
pub(super) const TRAINING_WEEK: [usize; 2] = [2, 1];
/// Such weeks from which on somebody is no novice, and from which on experienced: of running, and of lifting (assumed: two
/// and three months, a year and one and a half).
const TRAINED_WEEKS: [[usize; 2]; 2] = [[8, 50], [12, 75]];

/// Weeks of running, and of lifting, in the last three years.
pub(super) fn trained_weeks(ledger: &Ledger, today: Day) -> [usize; 2] {
    let of = |is: fn(&Performed) -> bool, least: usize| {
        let mut weeks: BTreeMap<Day, usize> = BTreeMap::new();
        for session in ledger.up_to(today, 3 * 365).filter(|s| is(s)) {
            *weeks.entry(session.day.monday()).or_default() += 1;
        }
        weeks.values().filter(|n| **n >= least).count()
    };
    let [runs, lifts] = TRAINING_WEEK;
    [of(|s| s.dose.running_h > 0.0, runs), of(|s| is_strength(s.dose.kind), lifts)]
}

/// The means of who has trained so many weeks: how used to running, and to lifting, the athlete is, by their own word, else
/// by these weeks. Muscle size says nothing of it: a runner of years has small quads.
pub(super) fn experienced(means: Means, wishes: &PlanWishes, trained: [usize; 2]) -> Means {
    let by_weeks = |weeks: usize, [trained, experienced]: [usize; 2]| match weeks {
        n if n < trained => Experience::Novice,
        n if n < experienced => Experience::Trained,
        _ => Experience::Experienced,
    };
    let [runs, lifts] = trained;
    let runner = wishes.runner.unwrap_or_else(|| by_weeks(runs, TRAINED_WEEKS[0]));
    let lifter = wishes.lifter.unwrap_or_else(|| by_weeks(lifts, TRAINED_WEEKS[1]));
    Means { runner, lifter, ..means }
}

const fn is_strength(kind: SessionKind) -> bool {
    matches!(kind, SessionKind::LowerStrength | SessionKind::UpperStrength | SessionKind::FullStrength)
}

/// Beyond the mean of the other three weeks by this share a week was none of the usual ones.
const USUAL_MOST: f64 = 1.25;

/// Running minutes of a usual week: the most of the last four, so that neither an easier week nor a missed run makes the
/// next weeks smaller, and not much above the others, so that no single week makes them larger; of a shorter history its
/// best.
pub(super) fn usual_minutes(ledger: &Ledger, today: Day) -> f64 {
    let week = |n: i32| ledger.up_to(today.plus(-7 * n), 7).map(|s| 60.0 * s.dose.running_h).sum::<f64>();
    let mut weeks: Vec<f64> = (0..4).map(week).filter(|m| *m > 0.0).collect();
    weeks.sort_by(f64::total_cmp);
    match weeks.pop() {
        None => 0.0,
        Some(most) if weeks.is_empty() => most,
        Some(most) => most.min(USUAL_MOST * weeks.iter().sum::<f64>() / weeks.len() as f64),
    }
}

/// The first level of a ladder that the log does not show, of novices, the trained and the experienced (judgment).
const FIRST_LEVEL: [u8; 3] = [1, 2, 3];
/// Minutes of running in the main part of a prescription.
fn running_min(prescription: &Prescription) -> f64 {
    let is_work = |b: &&Bout| matches!(b, Bout::Run { purpose: Purpose::Work, .. });
    prescription.bouts().filter(is_work).map(Bout::seconds).sum::<f64>() / 60.0
}

/// Half an hour, with what a watch and a stop for a road take of it, min.
const HALF_HOUR_MIN: f64 = 28.0;
/// Days that tell what the last weeks worked on.
const QUALITY_DAYS: i32 = 42;

/// What the season starts from.
pub(super) fn season_input(
    ledger: &Ledger,
    body: &BodyState,
    viewpoint: &Viewpoint<'_>,
    wishes: &PlanWishes,
    (means, lately): (&Means, &Lately),
) -> SeasonInput {
    let today = viewpoint.today;
    let monday = today.monday();
    let kinds = allowed_kinds(wishes, means);
    let family = |family: Family| {
        let recorded = PlannedKind::ALL.iter().filter(|k| k.family() == family).map(|k| k.recorded());
        let recorded: Vec<SessionKind> = recorded.collect();
        ledger.up_to(today, QUALITY_DAYS).filter(|s| recorded.contains(&s.dose.kind)).count()
    };
    let (fast, hills) = (family(Family::Fast), family(Family::Hill));
    let longest_min = lately::longest_running_min(ledger, today);
    let mut levels = lately.levels().clone();
    // Who runs twenty minutes without walking begins the run-walk ladder there.
    let rung = |level: &u8| {
        let running = prescribe(PlannedKind::RunWalk, *level, means).ok().map(|p| running_min(&p));
        running.is_some_and(|min| min <= longest_min)
    };
    // Who has run or lifted for long begins the ladders that the log does not show above their first level.
    for kind in PlannedKind::ALL.iter().copied().filter(|k| kinds.contains(k)) {
        let experience = if matches!(kind.family(), Family::Lift) { means.lifter } else { means.runner };
        let first = FIRST_LEVEL[experience as usize].min(highest_level(kind, means));
        if first > 1 && kind != PlannedKind::RunWalk {
            let level = levels.entry(kind).or_insert(first);
            // Sets of a few heavy lifts are more than their number says.
            *level = if matches!(kind.family(), Family::Lift) { first.max(*level) } else { *level };
        }
    }
    if let Some(rung) = (1..=striate_plan::kinds::levels(PlannedKind::RunWalk)).filter(rung).max() {
        levels.insert(PlannedKind::RunWalk, rung);
    }
    SeasonInput {
        load: load_input(ledger, body, viewpoint, wishes),
        days: wishes.training_days(),
        days_ahead: (0..=wishes.weeks as i32)
            .map(|week| wishes.minutes_of_week(monday.plus(7 * week)).iter().filter(|m| **m > 0).count())
            .collect(),
        hard_runs: wishes.hard_runs(),
        approach: wishes.approach(),
        system: wishes.system,
        lifts: wishes.lifts_per_week.map(|n| n.clamp(0, 7) as u8),
        kinds,
        base_weeks: lately::base_weeks(ledger, monday, wishes.training_days()),
        weeks_off: lately::weeks_off(ledger, monday),
        runs_half_hour: longest_min >= HALF_HOUR_MIN
            || lately::weeks_off(ledger, monday) > 0 && lately::base_weeks(ledger, monday, wishes.training_days()) > 0
            || had_base(ledger, today),
        ran_half_hour: lately::ran_half_hour(ledger, monday),
        had_quality: fast + hills > 0,
        last_emphasis: match fast.cmp(&hills) {
            Ordering::Greater => Some(Emphasis::Speed),
            Ordering::Less => Some(Emphasis::Hills),
            Ordering::Equal => None,
        },
        weeks_since_deload: wishes.weeks_since_deload.unwrap_or_else(|| lately::weeks_since_easier(ledger, monday)),
        race_week: wishes.race.and_then(|race| usize::try_from(race.days_since(monday)).ok().map(|d| d / 7)),
        injury: stages_back(ledger, wishes, today),
        levels,
    }
}

/// Months back in which half an hour of running counts for who has paused since.
const HAD_BASE_DAYS: i32 = 365;

/// Whether half an hour was run without walking within a year: who comes back from a pause need not begin with walks.
fn had_base(ledger: &Ledger, today: Day) -> bool {
    let runs = ledger.up_to(today, HAD_BASE_DAYS).filter(|s| 60.0 * s.dose.running_h >= HALF_HOUR_MIN);
    runs.filter(|s| s.dose.running_h >= 0.9 * s.dose.on_foot_h).count() >= 4
}

/// The stage of the way back after an injury in each week until the base; empty without an injury.
fn stages_back(ledger: &Ledger, wishes: &PlanWishes, today: Day) -> Vec<usize> {
    let weeks = way_back(ledger, wishes, today, MOST_WEEKS_BACK).unwrap_or_default();
    weeks.iter().take_while(|w| !w.is_base()).map(|w| w.place).collect()
}

/// Weeks ahead that the way back is followed.
const MOST_WEEKS_BACK: usize = 26;

/// The kinds that can be had at all with these means and what is protected.
fn allowed_kinds(wishes: &PlanWishes, means: &Means) -> BTreeSet<PlannedKind> {
    let protection = Protection::of(&wishes.protect);
    let can = |kind: &PlannedKind| protection.allows(*kind).is_yes() && prescribe(*kind, 1, means).is_ok();
    PlannedKind::ALL.iter().copied().filter(can).collect()
}

fn load_input(ledger: &Ledger, body: &BodyState, viewpoint: &Viewpoint<'_>, wishes: &PlanWishes) -> LoadInput {
    let today = viewpoint.today;
    let recent = || ledger.up_to(today, 28);
    // A history shorter than four weeks is judged by the weeks that it has.
    let first = ledger.span().map_or(today, |(first, _)| first);
    let weeks = (f64::from(today.days_since(first) + 1) / 7.0).clamp(1.0, 4.0);
    let reference = next_reference(body, GrowthMethod::builtin());
    let km = reference.distance.as_m() / 1000.0;
    LoadInput {
        goal: wishes.goal,
        minutes: usual_minutes(ledger, today),
        longest: match reference.basis {
            Basis::LongestOf30Days => LongestRun::Recent(km),
            Basis::Comeback => LongestRun::Comeback(km / 0.6),
            Basis::Novice => LongestRun::Novice,
        },
        easy_km_per_h: 3.6 * easy_m_per_s(viewpoint),
        minutes_at_most: RUNNING_SHARE * f64::from(wishes.minutes.iter().sum::<i32>()),
        doses: (0..MUSCLES).map(|t| recent().map(|s| hard_sets(&s.dose, t)).sum::<f64>() / weeks).collect(),
        is_running: true,
    }
}
