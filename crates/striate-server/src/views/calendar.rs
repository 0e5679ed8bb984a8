//! Weeks down, days across: what was done, and what is planned.

use super::plan_page::{doses, open_change, phase};
use super::today::is_lift;
use super::types::{KindName, MuscleName, Reason, named};
use super::words::count;
use serde::{Deserialize, Serialize};
use striate_app::{PlanNow, ReadModel};
use striate_history::Performed;
use striate_model::Day;
use striate_planner::{FateView, PlannedKind, SessionView, WeekView};
use utoipa::{IntoParams, ToSchema};

/// The calendar.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CalendarView {
    /// The civil day.
    pub today: String,
    /// How the weeks went, in sentences.
    pub verdict: String,
    /// What it rests on.
    pub basis: String,
    /// The weeks, the oldest first.
    pub weeks: Vec<CalendarWeek>,
    /// What the last change did, until it is kept or undone.
    pub change: Option<Change>,
    /// Whether there is a plan.
    pub has_plan: bool,
    /// The plan's version, from which a change of it is made: sent back as `If-Match`.
    pub revision: Option<String>,
}

/// A week.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CalendarWeek {
    /// Its Monday.
    pub start: String,
    /// What to call it.
    pub name: String,
    /// Its place in the season, as a reader is told; `now` and `done` where no plan names one.
    pub phase: String,
    /// Whether it is an easy one.
    pub deload: bool,
    /// Its days.
    pub days: Vec<CalendarDay>,
    /// Growth stimulus of the muscles that carry a runner.
    pub doses: Vec<WeekDose>,
    /// How much of it was done.
    pub summary: String,
}

/// A day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CalendarDay {
    /// Which.
    pub day: String,
    /// Its sessions.
    pub cells: Vec<CalendarCell>,
}

/// A session in the calendar.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CalendarCell {
    /// Names it.
    pub id: String,
    /// What became of it.
    pub state: CellState,
    /// Its kind.
    pub kind: KindName,
    /// Its name.
    pub title: String,
    /// Its size.
    pub detail: String,
    /// The day that it was moved from.
    pub from: Option<String>,
    /// Whether it can be moved.
    pub movable: bool,
}

/// What became of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CellState {
    /// Done.
    Done,
    /// To come.
    Planned,
    /// Not done.
    Missed,
    /// To come, on another day than before.
    Moved,
}

/// A week's dose against its target.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct WeekDose {
    /// Which muscle.
    pub muscle: MuscleName,
    /// Hard-set equivalents that were done.
    pub done: f64,
    /// And that are planned.
    pub planned: f64,
    /// At least.
    pub target_low: Option<f64>,
    /// At most.
    pub target_high: Option<f64>,
}

/// What a change did to the plan.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Change {
    /// What moved.
    pub title: String,
    /// Who caused it.
    pub cause: String,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What it costs.
    pub cost: Option<String>,
}

/// How much of it.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CalendarQuery {
    /// Weeks.
    #[param(minimum = 1, maximum = 104)]
    pub weeks: Option<i32>,
}

impl CalendarQuery {
    /// How many weeks.
    #[must_use]
    pub fn weeks(self) -> i32 {
        self.weeks.unwrap_or(4).clamp(1, 104)
    }
}

/// The calendar of the weeks up to this one, and of the planned weeks behind it.
#[must_use]
pub fn calendar_view(snapshot: &ReadModel, plan: Option<&PlanNow>, query: CalendarQuery) -> CalendarView {
    let wanted = query.weeks();
    let this_monday = snapshot.today.monday();
    let first = snapshot.ledger.span().map(|(first, _)| first.monday());
    let plan = plan.filter(|p| p.standing.is_some());
    let mut weeks: Vec<CalendarWeek> = (0..wanted)
        .rev()
        .map(|ago| this_monday.plus(-7 * ago))
        .filter(|monday| first.is_some_and(|f| *monday >= f))
        .map(|monday| week(snapshot, plan, monday))
        .collect();
    let done = weeks.len();
    let ahead = plan.and_then(|p| p.standing.as_ref()).map_or(0, |s| s.view.weeks.len() as i32);
    weeks.extend((1..=ahead.min(wanted)).map(|n| week(snapshot, plan, this_monday.plus(7 * n))));
    CalendarView {
        today: snapshot.today.to_string(),
        verdict: verdict(snapshot, done),
        basis: plan.map_or_else(|| "No plan yet: this is what was done.".to_owned(), |p| basis(p, &weeks)),
        weeks,
        change: plan.and_then(open_change),
        has_plan: plan.is_some(),
        revision: plan.map(|p| p.revision().to_string()),
    }
}

/// How much of what was planned in these weeks was done.
fn basis(plan: &PlanNow, weeks: &[CalendarWeek]) -> String {
    let from = weeks.first().map_or("", |w| w.start.as_str());
    let past: Vec<_> = plan.standing.iter().flat_map(|s| &s.past).filter(|f| f.session.date.as_str() >= from).collect();
    let done = past.iter().filter(|f| matches!(f.fate, FateView::Done { .. })).count();
    if past.is_empty() {
        "Done sessions first, then planned ones.".to_owned()
    } else {
        format!("{done} of {} were done; missed ones are not simply moved.", count(past.len(), "planned session"))
    }
}

fn planned_week(plan: Option<&PlanNow>, monday: Day) -> Option<&WeekView> {
    let view = &plan?.standing.as_ref()?.view;
    let start = monday.to_string();
    view.rest_of_week.iter().chain(&view.weeks).find(|w| w.start == start)
}

fn week(snapshot: &ReadModel, plan: Option<&PlanNow>, monday: Day) -> CalendarWeek {
    let sessions: Vec<&Performed> = snapshot.ledger.up_to(monday.plus(6), 7).collect();
    let planned = planned_week(plan, monday);
    let days = (0..7).map(|d| {
        let day = monday.plus(d);
        let date = day.to_string();
        let done = sessions.iter().filter(|s| s.day == day).map(|s| cell(snapshot, s));
        let missed = plan.iter().flat_map(|p| &p.standing).flat_map(|s| &s.past);
        let missed = missed.filter(|f| f.session.date == date && f.fate == FateView::Missed).map(|f| CalendarCell {
            id: f.session.id.clone(),
            state: CellState::Missed,
            kind: named(f.session.kind).unwrap_or(KindName::Other),
            title: short_title(f.session.kind, &f.session.title),
            detail: format!("{} min", f.session.minutes),
            from: None,
            movable: false,
        });
        let ahead = planned.iter().flat_map(|w| &w.sessions).filter(|s| s.date == date).map(planned_cell);
        CalendarDay { day: date.clone(), cells: done.chain(missed).chain(ahead).collect() }
    });
    let days: Vec<CalendarDay> = days.collect();
    let is_now = monday == snapshot.today.monday();
    let is_ahead = monday > snapshot.today;
    let ahead = planned.map_or(0, |w| w.sessions.len());
    let doses = match plan {
        Some(plan) => doses(plan, monday, planned),
        None => super::plan_page::done_doses(snapshot, monday),
    };
    CalendarWeek {
        start: monday.to_string(),
        name: if is_now { "This week".to_owned() } else { format!("Week {}", iso_week(monday)) },
        phase: match planned {
            Some(week) => phase(week),
            None if is_now => "now".to_owned(),
            None => "done".to_owned(),
        },
        deload: planned.is_some_and(|w| w.deload),
        days,
        doses,
        summary: match (is_ahead, ahead) {
            (true, n) => format!("{} planned", count(n, "session")),
            (false, 0) => format!("{} done", count(sessions.len(), "session")),
            (false, n) => format!("{} done, {n} to come", count(sessions.len(), "session")),
        },
    }
}

/// The kind's name where the title does not say it.
fn short_title(kind: &str, title: &str) -> String {
    PlannedKind::from_name(kind).map_or_else(|| title.to_owned(), |k| k.label().to_owned())
}

fn planned_cell(session: &SessionView) -> CalendarCell {
    let label = short_title(session.kind, &session.title);
    let detail = if session.title.to_lowercase().contains(&label.to_lowercase()) || session.title.contains(" min") {
        format!("{} min", session.minutes)
    } else {
        format!("{}, {} min", session.title, session.minutes)
    };
    CalendarCell {
        id: session.id.clone(),
        state: if session.from.is_some() { CellState::Moved } else { CellState::Planned },
        kind: named(session.kind).unwrap_or(KindName::Other),
        title: label,
        detail,
        from: session.from.clone(),
        movable: true,
    }
}

fn cell(snapshot: &ReadModel, session: &Performed) -> CalendarCell {
    let minutes = session.end.since(session.start).as_s() / 60.0;
    let km = session.dose.distance.as_m() / 1000.0;
    let detail = if is_lift(session) && session.sets > 0 {
        count(session.sets, "set")
    } else if km >= 0.5 {
        format!("{km:.1} km, {minutes:.0} min")
    } else {
        format!("{minutes:.0} min")
    };
    CalendarCell {
        id: session.file.clone(),
        state: CellState::Done,
        kind: session.dose.kind.into(),
        title: snapshot.title(session),
        detail,
        from: None,
        movable: false,
    }
}

fn verdict(snapshot: &ReadModel, weeks: usize) -> String {
    let days = 7 * i32::try_from(weeks).unwrap_or(4);
    let end = snapshot.today.monday().plus(6);
    let sessions = snapshot.ledger.up_to(end, days).count();
    if sessions == 0 {
        return "Nothing was done in these weeks.".to_owned();
    }
    let streak = snapshot.state().map_or(0, |s| s.body.streak_weeks);
    let a_week = sessions as f64 / weeks.max(1) as f64;
    let kept = match streak {
        0 | 1 => String::new(),
        n => format!(" {n} weeks in a row had three or more."),
    };
    format!("{} in {}, {a_week:.0} a week.{kept}", count(sessions, "session"), count(weeks, "week"))
}

/// The week of the year after ISO 8601: the week of its Thursday.
fn iso_week(monday: Day) -> i32 {
    let thursday = monday.plus(3);
    let (year, _, _) = thursday.civil();
    let new_year = Day::from_civil(year, 1, 1).unwrap_or(thursday);
    thursday.days_since(new_year) / 7 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_numbered_by_their_thursday() {
        let week = |y, m, d| iso_week(Day::from_civil(y, m, d).unwrap());
        assert_eq!([week(2026, 11, 16), week(2024, 12, 30), week(2020, 12, 28)], [47, 1, 53]);
    }
}
