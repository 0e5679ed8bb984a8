//! The weeks ahead: fills each week's problem from the body, the athlete's wishes and the engine's doses, has it solved,
//! and says the answer in the reader's words; what a planned session does ([`planned`]), and what is to be eaten for it
//! ([`food`]).
//!
//! This crate does not open files, know the time, print, or keep a plan.

mod agenda;
mod asked_week;
mod audited;
mod away;
mod away_said;
mod changes;
mod choices;
mod clash;
mod day_name;
mod difference;
mod edit;
mod edited;
mod fill;
pub mod food;
mod food_today;
mod goals;
mod injured;
mod kept;
mod lately;
mod life;
mod matched;
mod menu;
mod mix;
mod out;
mod owed;
mod past;
pub mod planned;
mod planner;
mod present;
mod refusal;
mod room;
mod season_goals;
mod short;
mod shown;
mod start;
mod view;
mod walk;
mod week_said;
mod why;
mod wishes;
mod word;

pub use asked_week::{AskedWayView, AskedWeekView, asked_week};
pub use audited::plan_audit;
pub use away_said::{away_said, away_words};
pub use changes::{Moved, What, differences};
pub use choices::{COMPARED, ChoiceOutlook, ChoiceSets, ChoiceView, PlanChoice, choices};
pub use clash::{Clash, PlanWish, Sort, Way, WayStep, WishAnswer, answer};
pub use difference::{DifferenceView, DoseChange, ForecastChange, MovedView, ReadyChange, what_if};
pub use edit::{PlanEdit, Understood};
pub use edited::{Edited, edited};
pub use food_today::{FoodView, food_of_day, training_of};
pub use goals::{DayName, FixedGoal, GoalName, Goals, OtherGoal, USUAL_MINUTES, WEEKS_MAX, muscle_said, weekday_name};
pub use injured::{protection, way_back};
pub use kept::{ChangeView, KeptPlan, PastSession, ReasonView};
pub use life::{FateView, PastFate, Standing, made, standing};
pub use matched::{Fate, Matched, Meant, is_demanding, matched};
pub use out::{NotationError, WorkoutError, calendar_zone, fixed_zone, read_notation, sport_word, watch_file};
pub use present::{Keep, Present, Version, present, undone};
pub use refusal::{Refusal, WayOutView};
pub use season_goals::{AwayGoal, ExperienceName};
pub use striate_plan::kinds::PlannedKind;
pub use striate_plan::season::{Approach, Emphasis, Goal, Region, Stage, System};
pub use view::{
    DoseView, HeldBackView, OtherView, OwedView, PlanView, RelaxedView, SeasonWeekView, SessionDoseView, SessionView,
    WeekView,
};
pub use week_said::AskedWeek;
pub use why::{WhyView, WithoutView, claim_of, why};
pub use wishes::{FixedDay, FixedSession, OtherSport, PlanWishes, USUAL_HILL};
pub use word::Word;

use planner::Planner;
use striate_history::{Ledger, Viewpoint};
use striate_plan::week::WeekProblem;
use view::text;

/// The problems behind the whole weeks, each as the weeks before it leave it: for a second opinion, and to measure the
/// solver on what the product asks of it. `None` where no session lies before the day that is looked at.
#[must_use]
pub fn week_problems(ledger: &Ledger, viewpoint: &Viewpoint<'_>, wishes: &PlanWishes) -> Option<Vec<WeekProblem>> {
    let mut planner = Planner::new(ledger, viewpoint, wishes)?;
    let mut problems = Vec::new();
    while let Some(mut week) = planner.next_week() {
        match planner.decide(&mut week) {
            Some(solved) => planner.accept(&week, &solved.relaxed.plan),
            None => planner.skip(&week),
        }
        if !week.is_rest_of_week {
            problems.push(week.problem);
        }
    }
    Some(problems)
}

/// The weeks ahead of the day that is looked at; `None` where no session lies before it.
#[must_use]
pub fn plan(ledger: &Ledger, viewpoint: &Viewpoint<'_>, wishes: &PlanWishes) -> Option<PlanView> {
    let mut planner = Planner::new(ledger, viewpoint, wishes)?;
    let mut view = PlanView {
        verdict: String::new(),
        rest_of_week: None,
        weeks: Vec::new(),
        relaxed: Vec::new(),
        held_back: Vec::new(),
        season: Vec::new(),
        rules: Vec::new(),
    };
    while let Some(mut week) = planner.next_week() {
        let Some(solved) = planner.decide(&mut week) else {
            if week.is_rest_of_week {
                planner.skip(&week);
                continue;
            }
            view.relaxed.push(RelaxedView {
                week: text(week.monday),
                rule: "none".to_owned(),
                because:
                    "no week could be found from here on, whatever was given up: more days or more minutes would help"
                        .to_owned(),
            });
            break;
        };
        let shown = planner.view(&week, &solved);
        if week.is_rest_of_week {
            view.rest_of_week = Some(shown);
        } else {
            view.relaxed.extend(planner.relaxed(&week, &solved));
            view.season.extend(shown.season.clone());
            view.weeks.push(shown);
        }
        planner.accept(&week, &solved.relaxed.plan);
    }
    view.held_back = planner.held_back();
    view.verdict = verdict(&view, wishes);
    Some(view)
}

fn verdict(view: &PlanView, wishes: &PlanWishes) -> String {
    let count = |test: &dyn Fn(&SessionView) -> bool| {
        let all: usize = view.weeks.iter().map(|w| w.sessions.iter().filter(|s| test(s)).count()).sum();
        all as f64 / view.weeks.len().max(1) as f64
    };
    let lifts = count(&|s| s.kind.ends_with("_strength"));
    let runs = count(&|s| s.prescription.kind.is_run());
    let goal = match wishes.goal {
        Goal::Build => "to build muscle while you run",
        Goal::Keep => "to keep your muscle while you run",
        Goal::Lean => "to keep your muscle while you lose fat",
    };
    let weeks = if view.weeks.len() == 1 { "One week".to_owned() } else { format!("{} weeks", view.weeks.len()) };
    let waits = match view.held_back.first() {
        Some(held) => format!(" {} {}.", "Fast and uphill running", held.because),
        None => String::new(),
    };
    let relaxed = if view.relaxed.is_empty() { "" } else { " Not every limit could be kept; see below." };
    let about = |n: f64, what: &str| {
        let s = if n.round() == 1.0 { "" } else { "s" };
        format!("{n:.0} {what}{s}")
    };
    format!("{weeks} {goal}: about {} and {} a week.{waits}{relaxed}", about(runs, "run"), about(lifts, "lift"))
}

#[cfg(test)]
mod life_tests;
#[cfg(test)]
mod season_tests;
#[cfg(test)]
mod system_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod year;
