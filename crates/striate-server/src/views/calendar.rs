//! Weeks down, days across: what was done.

use super::today::is_lift;
use super::types::{KindName, MuscleName, Reason, rounded};
use super::words::count;
use crate::library::Snapshot;
use serde::{Deserialize, Serialize};
use striate_model::{Day, Muscle};
use striate_pipeline::history::Performed;
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
}

/// A week.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CalendarWeek {
    /// Its Monday.
    pub start: String,
    /// What to call it.
    pub name: String,
    /// Its place in the training.
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

const STRIP: [Muscle; 6] = [
    Muscle::GluteusMaximus,
    Muscle::Vasti,
    Muscle::RectusFemoris,
    Muscle::Hamstrings,
    Muscle::Gastrocnemius,
    Muscle::Soleus,
];

impl CalendarQuery {
    /// How many weeks.
    #[must_use]
    pub fn weeks(self) -> i32 {
        self.weeks.unwrap_or(4).clamp(1, 104)
    }
}

/// The calendar of the weeks up to this one.
#[must_use]
pub fn calendar_view(snapshot: &Snapshot, query: CalendarQuery) -> CalendarView {
    let wanted = query.weeks();
    let this_monday = snapshot.today.monday();
    let first = snapshot.ledger.span().map(|(first, _)| first.monday());
    let weeks: Vec<CalendarWeek> = (0..wanted)
        .rev()
        .map(|ago| this_monday.plus(-7 * ago))
        .filter(|monday| first.is_some_and(|f| *monday >= f))
        .map(|monday| week(snapshot, monday))
        .collect();
    CalendarView {
        today: snapshot.today.to_string(),
        verdict: verdict(snapshot, weeks.len()),
        basis: "No plan yet: this is what was done.".to_owned(),
        weeks,
        change: None,
        has_plan: false,
    }
}

fn week(snapshot: &Snapshot, monday: Day) -> CalendarWeek {
    let sessions: Vec<&Performed> = snapshot.ledger.up_to(monday.plus(6), 7).collect();
    let days = (0..7).map(|d| {
        let day = monday.plus(d);
        let cells = sessions.iter().filter(|s| s.day == day).map(|s| cell(snapshot, s)).collect();
        CalendarDay { day: day.to_string(), cells }
    });
    let doses = STRIP.map(|muscle| WeekDose {
        muscle: muscle.into(),
        done: rounded(sessions.iter().map(|s| s.muscles[muscle].hse.value).sum(), 2),
        planned: 0.0,
        target_low: None,
        target_high: None,
    });
    let is_now = monday == snapshot.today.monday();
    CalendarWeek {
        start: monday.to_string(),
        name: if is_now { "This week".to_owned() } else { format!("Week {}", iso_week(monday)) },
        phase: if is_now { "now".to_owned() } else { "done".to_owned() },
        deload: false,
        days: days.collect(),
        doses: doses.to_vec(),
        summary: format!("{} done", count(sessions.len(), "session")),
    }
}

fn cell(snapshot: &Snapshot, session: &Performed) -> CalendarCell {
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

fn verdict(snapshot: &Snapshot, weeks: usize) -> String {
    let days = 7 * i32::try_from(weeks).unwrap_or(4);
    let end = snapshot.today.monday().plus(6);
    let sessions = snapshot.ledger.up_to(end, days).count();
    if sessions == 0 {
        return "Nothing was done in these weeks.".to_owned();
    }
    let streak = snapshot.state.as_ref().map_or(0, |s| s.body.streak_weeks);
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
