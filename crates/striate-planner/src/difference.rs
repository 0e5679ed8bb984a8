//! What a change of the plan does to the doses, to readiness and to the forecast, before it is accepted.

use super::changes::{Moved, sentence};
use super::edit::PlanEdit;
use super::edited::{Edited, edited};
use super::kept::{ChangeView, KeptPlan, ReasonView, day_of};
use super::life::Standing;
use super::refusal::{Refusal, WayOutView};
use super::view::{DoseView, SessionView};
use crate::planned::planned_without_bands;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use striate_history::{Ledger, Viewpoint, fan_words};
use striate_model::{Athlete, BodyState, DailyDose, Day, Muscle, MuscleMap, TimeSpan, Timestamp};
use striate_state::fatigue::{Blow, hours_to_ready, rest, strike};
use striate_state::{Calendar, Forecast, GrowthMethod, forecast};

/// What a change does.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DifferenceView {
    /// Whether it can be.
    pub possible: bool,
    /// What changes and why, or why not.
    pub sentence: String,
    /// Sessions that differ.
    pub sessions: Vec<MovedView>,
    /// Hard sets of the weeks that differ.
    pub doses: Vec<DoseChange>,
    /// Hours until ready on the Monday after.
    pub readiness: Vec<ReadyChange>,
    /// Twelve weeks ahead, had all weeks been like the planned ones.
    pub forecast: Vec<ForecastChange>,
    /// Limits that the changed weeks do not keep.
    pub gives_up: Vec<ReasonView>,
    /// What clashes, where it cannot be.
    pub clash: Vec<ReasonView>,
    /// What could be instead, the cheapest first.
    pub ways_out: Vec<WayOutView>,
}

/// A session that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MovedView {
    /// Its id.
    pub id: String,
    /// Its title now.
    pub title: String,
    /// Its kind.
    pub kind: &'static str,
    /// `moved`, `added`, `dropped` or `changed`.
    pub what: &'static str,
    /// Its day before.
    pub from: Option<String>,
    /// Its day now.
    pub to: Option<String>,
    /// Its title before, where that differs or it is gone.
    pub before: Option<String>,
    /// Its title now, where that differs or it is new.
    pub after: Option<String>,
    /// The same as a sentence.
    pub sentence: String,
}

/// A week's dose of a muscle.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DoseChange {
    /// The muscle.
    pub muscle: &'static str,
    /// The week's first day.
    pub week: String,
    /// Hard sets before.
    pub before_hse: f64,
    /// Hard sets now.
    pub after_hse: f64,
    /// What is aimed at, at least.
    pub target_low: Option<f64>,
    /// What is aimed at, at most.
    pub target_high: Option<f64>,
}

/// Readiness of a muscle.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReadyChange {
    /// The muscle.
    pub muscle: &'static str,
    /// The morning that is looked at.
    pub at: String,
    /// Hours until ready before.
    pub before_h: f64,
    /// Hours until ready now.
    pub after_h: f64,
}

/// Where a muscle goes: half of the outcomes lie between `low` and `high`, percent from today.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ForecastChange {
    /// The muscle.
    pub muscle: &'static str,
    /// In words, before.
    pub before: &'static str,
    /// Half of the outcomes, before.
    pub before_pct: [f64; 2],
    /// In words, now.
    pub after: &'static str,
    /// Half of the outcomes, now.
    pub after_pct: [f64; 2],
    /// About how likely it is to have grown, before: 0 to 1.
    pub before_p: f64,
    /// About how likely, now.
    pub after_p: f64,
}

/// What is worth a row.
const WORTH_HSE: f64 = 0.1;
const WORTH_HOURS: f64 = 3.0;
const WORTH_PCT: f64 = 0.1;
/// The local hour at which readiness is looked at.
const MORNING_H: f64 = 7.0;
/// Weeks that are looked ahead.
const WEEKS: usize = 12;

/// What a change does to the plan; a refusal where it cannot be. Nothing is stored by it.
#[must_use]
pub fn what_if(
    ledger: &Ledger,
    viewpoint: &Viewpoint<'_>,
    standing: &Standing,
    edit: &PlanEdit,
) -> (DifferenceView, Option<Box<Edited>>) {
    match edited(ledger, viewpoint, standing, edit) {
        Err(refusal) => (refused(*refusal), None),
        Ok(edited) => {
            let view = difference(ledger, viewpoint, &standing.plan, &edited);
            (view, Some(Box::new(edited)))
        }
    }
}

fn refused(refusal: Refusal) -> DifferenceView {
    DifferenceView {
        possible: false,
        sentence: refusal.because,
        sessions: Vec::new(),
        doses: Vec::new(),
        readiness: Vec::new(),
        forecast: Vec::new(),
        gives_up: Vec::new(),
        clash: refusal.clash,
        ways_out: refusal.ways_out,
    }
}

/// A change as one sentence.
fn in_words(change: Option<&ChangeView>) -> String {
    let Some(change) = change else { return "Nothing changes.".to_owned() };
    // The other changes stand in the list of sessions; here only what could not stay, and why.
    let reasons: Vec<&str> = change.reasons.iter().filter(|r| r.rule.is_some()).map(|r| r.text.as_str()).collect();
    let cost = change.cost.as_ref().map_or_else(String::new, |c| format!(" It costs: {c}."));
    format!("{}. {}{cost}", change.title.trim_end_matches('.'), reasons.join(" ")).trim_end().to_owned()
}

fn difference(ledger: &Ledger, viewpoint: &Viewpoint<'_>, before: &KeptPlan, edited: &Edited) -> DifferenceView {
    let after = &edited.plan;
    let weeks: BTreeSet<Day> = edited.moved.iter().flat_map(|m| [m.from, m.to]).flatten().map(Day::monday).collect();
    let mut doses = Vec::new();
    for monday in &weeks {
        let (was, is) = (before.week(*monday), after.week(*monday));
        let (was, targets) = (was.map_or(&[][..], |w| &w.sessions), is.map_or(&[][..], |w| &w.doses));
        doses.extend(dose_changes(*monday, was, is.map_or(&[][..], |w| &w.sessions), targets));
    }
    let mut memo = Doses::of_athlete(viewpoint.athlete);
    let growth = GrowthMethod::builtin();
    let history = ledger.history();
    let body = history.body_or_fresh(viewpoint.today, viewpoint.person, viewpoint.before, growth);
    let (mut readiness, mut outlook) = (Vec::new(), Vec::new());
    // Of a body of which nothing is known today nobody can say what a change of plan does to it.
    if let Some(last) = weeks.iter().next_back().filter(|_| !history.is_silent(viewpoint.today, growth)) {
        let monday = last.plus(7);
        let at = at_hour(monday, MORNING_H, viewpoint.offset);
        let was = hours_ready(&body, before, (at, viewpoint.offset), &mut memo, growth);
        let is = hours_ready(&body, after, (at, viewpoint.offset), &mut memo, growth);
        for muscle in Muscle::ALL.into_iter().filter(|&m| (was[m] - is[m]).abs() >= WORTH_HOURS) {
            readiness.push(ReadyChange {
                muscle: muscle.as_str(),
                at: monday.to_string(),
                before_h: was[muscle].round(),
                after_h: is[muscle].round(),
            });
        }
        let ahead =
            |plan: &KeptPlan, memo: &mut Doses<'_>| ahead(&body, (plan, |_| true), viewpoint.today, memo, growth);
        outlook = forecast_changes(&ahead(before, &mut memo), &ahead(after, &mut memo));
    }
    DifferenceView {
        possible: true,
        sentence: in_words(after.change.as_ref()),
        sessions: edited.moved.iter().map(MovedView::of).collect(),
        doses,
        readiness,
        forecast: outlook,
        gives_up: edited.gives_up.clone(),
        clash: Vec::new(),
        ways_out: Vec::new(),
    }
}

/// Hard sets of a week by its sessions before and after, where they differ.
pub(super) fn dose_changes(
    monday: Day,
    before: &[SessionView],
    after: &[SessionView],
    targets: &[DoseView],
) -> Vec<DoseChange> {
    let sum = |sessions: &[SessionView], m: Muscle| -> f64 {
        sessions.iter().flat_map(|s| &s.muscles).filter(|d| d.muscle == m.as_str()).map(|d| d.hse).sum()
    };
    let change = |muscle: Muscle| {
        let (was, is) = (sum(before, muscle), sum(after, muscle));
        let target = targets.iter().find(|d| d.muscle == muscle.as_str());
        ((was - is).abs() >= WORTH_HSE - 1e-9).then(|| DoseChange {
            muscle: muscle.as_str(),
            week: monday.to_string(),
            before_hse: tenths(was),
            after_hse: tenths(is),
            target_low: target.map(|t| t.target_low),
            target_high: target.map(|t| t.target_high),
        })
    };
    Muscle::ALL.into_iter().filter_map(change).collect()
}

impl MovedView {
    fn of(moved: &Moved) -> Self {
        Self {
            id: moved.id.clone(),
            title: moved.title.clone(),
            kind: moved.kind,
            what: moved.what.as_str(),
            from: moved.from.map(|d| d.to_string()),
            to: moved.to.map(|d| d.to_string()),
            before: if moved.to.is_none() { Some(moved.title.clone()) } else { moved.before.clone() },
            after: (moved.from.is_none() || moved.before.is_some()).then(|| moved.title.clone()),
            sentence: sentence(&moved.words()),
        }
    }
}

fn tenths(value: f64) -> f64 {
    (10.0 * value).round() / 10.0
}

/// Doses of planned sessions, each worked out once.
pub(super) struct Doses<'a> {
    athlete: &'a Athlete,
    known: BTreeMap<(&'static str, u8, String), DailyDose>,
}

impl<'a> Doses<'a> {
    /// None worked out yet.
    pub(super) const fn of_athlete(athlete: &'a Athlete) -> Self {
        Self { athlete, known: BTreeMap::new() }
    }

    fn of(&mut self, session: &SessionView) -> &DailyDose {
        let athlete = self.athlete;
        self.known
            .entry((session.kind, session.level, session.title.clone()))
            .or_insert_with(|| planned_without_bands(&session.prescription, athlete).dose)
    }
}

fn at_hour(day: Day, hour: f64, offset: TimeSpan) -> Timestamp {
    day.noon() + TimeSpan::from_s(3600.0 * (hour - 12.0)) - offset
}

fn start_of(session: &SessionView, offset: TimeSpan) -> Timestamp {
    at_hour(day_of(&session.date), f64::from(session.begins_min()) / 60.0, offset)
}

/// Hours until each muscle is ready at an instant, had the plan been followed until then.
fn hours_ready(
    body: &BodyState,
    plan: &KeptPlan,
    (at, offset): (Timestamp, TimeSpan),
    doses: &mut Doses<'_>,
    growth: &GrowthMethod,
) -> MuscleMap<f64> {
    let mut sessions: Vec<(Timestamp, DailyDose)> = plan
        .sessions()
        .map(|s| (start_of(s, offset) + TimeSpan::from_s(60.0 * f64::from(s.minutes)), doses.of(s).clone()))
        .filter(|(end, _)| *end <= at && *end > body.fatigue_at)
        .collect();
    sessions.sort_by_key(|s| s.0);
    let values = growth.central();
    MuscleMap::from_fn(|muscle| {
        let mut state = body.muscles[muscle];
        let mut now = body.fatigue_at;
        for (end, dose) in &sessions {
            state = strike(rest(state, end.since(now), values), Blow::of(dose, muscle, growth), values);
            now = *end;
        }
        hours_to_ready(&rest(state, at.since(now), values), values)
    })
}

/// Twelve weeks of those sessions of a plan that are in; after its end its last whole weeks come again.
pub(super) fn ahead(
    body: &BodyState,
    (plan, is_in): (&KeptPlan, fn(&SessionView) -> bool),
    today: Day,
    doses: &mut Doses<'_>,
    growth: &GrowthMethod,
) -> Forecast {
    let mut by_day: BTreeMap<Day, Vec<DailyDose>> = BTreeMap::new();
    for session in plan.sessions().filter(|s| is_in(s)) {
        by_day.entry(day_of(&session.date)).or_default().push(doses.of(session).clone());
    }
    let end = plan.weeks.last().map_or(today, |w| day_of(&w.start).plus(6));
    let cycle = 7 * plan.whole_weeks(today).clamp(1, 4) as i32;
    let days: Vec<Vec<DailyDose>> = (1..=7 * WEEKS as i32)
        .map(|ahead| {
            let mut day = today.plus(ahead);
            while day > end {
                day = day.plus(-cycle);
            }
            by_day.get(&day).cloned().unwrap_or_default()
        })
        .collect();
    forecast(body, &Calendar::new(body, &days), growth)
}

/// A change of less is none that anybody would see, percent.
const GROWN_PCT: f64 = 0.5;

/// The share of outcomes that have grown, read off the fan between its quantiles and rounded to a twentieth.
fn chance_to_grow(fan: striate_history::body::FanView) -> f64 {
    let points = [(fan.p05, 0.05), (fan.p25, 0.25), (fan.p50, 0.5), (fan.p75, 0.75), (fan.p95, 0.95)];
    let below = match points.windows(2).find(|w| (w[0].0..w[1].0).contains(&GROWN_PCT)) {
        Some(w) => w[0].1 + (w[1].1 - w[0].1) * (GROWN_PCT - w[0].0) / (w[1].0 - w[0].0),
        None if GROWN_PCT < fan.p05 => 0.05,
        None => 0.95,
    };
    ((1.0 - below) * 20.0).round() / 20.0
}

fn forecast_changes(before: &Forecast, after: &Forecast) -> Vec<ForecastChange> {
    let last = |f: &Forecast, m: Muscle| f.fans[m].last().copied().map(striate_history::body::FanView::from);
    Muscle::ALL
        .into_iter()
        .filter_map(|m| {
            let (was, is) = (last(before, m)?, last(after, m)?);
            let differs = (was.p25 - is.p25).abs().max((was.p75 - is.p75).abs()) >= WORTH_PCT;
            differs.then(|| ForecastChange {
                muscle: m.as_str(),
                before: fan_words(was),
                before_pct: [was.p25, was.p75],
                after: fan_words(is),
                after_pct: [is.p25, is.p75],
                before_p: chance_to_grow(was),
                after_p: chance_to_grow(is),
            })
        })
        .collect()
}
