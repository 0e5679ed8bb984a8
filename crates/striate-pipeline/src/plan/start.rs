//! What the planner starts from: the athlete's experience, usual weeks and present place, as the log tells them.

use super::PlanWishes;
use super::fill::hard_sets;
use super::lately;
use crate::body::phase_of_athlete;
use crate::history::{Ledger, Viewpoint};
use std::collections::BTreeMap;
use striate_model::{BodyState, Day, TimeSpan, Timestamp};
use striate_plan::kinds::{Experience, PlannedKind};
use striate_plan::week::{LongestRun, MUSCLES, MacroInput};
use striate_state::injury_gate::{Basis, next_reference};
use striate_state::{GrowthMethod, Phase, outlooks};

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

/// Beyond so many weeks it does not matter how long a kind was not done.
pub(super) const MOST_WEEKS: i32 = 4;

/// When each kind was done last, as far as that matters.
pub(super) fn last_of(ledger: &Ledger, today: Day) -> BTreeMap<PlannedKind, Day> {
    let recent = || ledger.up_to(today, 7 * MOST_WEEKS);
    let last = |kind: &PlannedKind| recent().filter(|s| s.dose.kind == kind.recorded()).map(|s| s.day).max();
    PlannedKind::ALL.iter().filter_map(|kind| Some((*kind, last(kind)?))).collect()
}

/// Strength sessions of the seven days up to `last`.
pub(super) fn lifts_in(ledger: &Ledger, last: Day) -> i32 {
    ledger.up_to(last, 7).filter(|s| s.dose.kind.as_str().ends_with("_strength")).count() as i32
}

/// Whether the week that ends on `sunday` has leg strength, as far as it is known.
pub(super) fn has_legs(ledger: &Ledger, sunday: Day) -> bool {
    let legs = [PlannedKind::LowerStrength.recorded(), PlannedKind::FullStrength.recorded()];
    ledger.up_to(sunday, 7).any(|s| legs.contains(&s.dose.kind))
}

/// How used to training the athlete is: the state's first phase, or a log of less than a month, is a novice's; a year of
/// weeks with two sessions or more an experienced one's (assumed).
pub(super) fn experience(ledger: &Ledger, body: &BodyState, today: Day, growth: &GrowthMethod) -> Experience {
    let mut weeks: Vec<(Day, usize)> = Vec::new();
    for session in ledger.up_to(today, 3 * 365) {
        match weeks.last_mut() {
            Some((monday, n)) if *monday == session.day.monday() => *n += 1,
            _ => weeks.push((session.day.monday(), 1)),
        }
    }
    let trained = weeks.iter().filter(|w| w.1 >= 2).count();
    if trained < 4 || phase_of_athlete(body, &outlooks(body, growth), growth) == Phase::Novice {
        Experience::Novice
    } else if trained < 50 {
        Experience::Trained
    } else {
        Experience::Experienced
    }
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

pub(super) fn macro_input(
    ledger: &Ledger,
    body: &BodyState,
    viewpoint: &Viewpoint<'_>,
    wishes: &PlanWishes,
    growth: &GrowthMethod,
    base_weeks: usize,
) -> MacroInput {
    let today = viewpoint.today;
    let recent = || ledger.up_to(today, 28);
    // A history shorter than four weeks is judged by the weeks that it has.
    let first = ledger.span().map_or(today, |(first, _)| first);
    let weeks = (f64::from(today.days_since(first) + 1) / 7.0).clamp(1.0, 4.0);
    let reference = next_reference(body, growth);
    let km = reference.distance.as_m() / 1000.0;
    MacroInput {
        goal: wishes.goal,
        weeks: wishes.weeks + 1,
        minutes: usual_minutes(ledger, today),
        longest: match reference.basis {
            Basis::LongestOf30Days => LongestRun::Recent(km),
            Basis::Comeback => LongestRun::Comeback(km / 0.6),
            Basis::Novice => LongestRun::Novice,
        },
        easy_km_per_h: 3.6 * easy_m_per_s(viewpoint),
        minutes_at_most: RUNNING_SHARE * f64::from(wishes.minutes.iter().sum::<i32>()),
        doses: (0..MUSCLES).map(|t| recent().map(|s| hard_sets(&s.dose, t)).sum::<f64>() / weeks).collect(),
        base_weeks,
        weeks_since_deload: wishes
            .weeks_since_deload
            .unwrap_or_else(|| lately::weeks_since_easier(ledger, today.monday())),
        race_week: wishes.race.and_then(|race| usize::try_from(race.days_since(today.monday())).ok().map(|d| d / 7)),
        is_injured: wishes.is_injured,
        is_running: true,
    }
}
