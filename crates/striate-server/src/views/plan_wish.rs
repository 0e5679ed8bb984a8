//! A whole week as somebody wants it, and what becomes of that.

use super::plan::{AwayView, PlannedSession};
use super::plan_change::DoseChange;
use super::plan_page::session_view;
use super::types::Reason;
use super::words::days_in_words;
use serde::{Deserialize, Serialize};
use striate_app::PlanNow;
use striate_planner::{AskedWeekView, AwayGoal, ReasonView};
use utoipa::ToSchema;

/// What the next week should be like, in words.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct WeekWish {
    /// "Tue and Thu only, three runs and two leg days"; at most 400 letters.
    #[schema(max_length = 400)]
    pub wish: String,
}

/// Whether a week can be like that.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct WeekAnswer {
    /// The wishes as they were understood.
    pub asked: String,
    /// The Monday of the week that they were held against.
    pub week: String,
    /// Whether it can be.
    pub possible: bool,
    /// That it can be, or what clashes.
    pub sentence: String,
    /// The cheapest ways out in a sentence.
    pub hint: Option<String>,
    /// The week as it would be; empty where it cannot be.
    pub sessions: Vec<PlannedSession>,
    /// Hard sets of the planned week and of this one, where they differ.
    pub doses: Vec<DoseChange>,
    /// Soft limits that it would not keep.
    pub gives_up: Vec<Reason>,
    /// What clashes: none of it can be left out.
    pub clash: Vec<Reason>,
    /// What would do instead, the cheapest first.
    pub ways_out: Vec<WeekWay>,
    /// The dates that would be kept free of training, where that is what was asked; else empty.
    pub away: Vec<AwayView>,
}

/// A way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WeekWay {
    /// In words.
    pub sentence: String,
    /// The wish that leads there, to be asked as it is; null where it is another setting.
    pub wish: Option<String>,
}

/// The answer as a page shows it.
#[must_use]
pub fn week_answer(now: &PlanNow, view: &AskedWeekView, away: &[AwayGoal]) -> WeekAnswer {
    let reasons = |all: &[ReasonView]| all.iter().map(Reason::from).collect();
    let planned = view.planned.as_ref().map_or(&[][..], |w| &w.sessions);
    WeekAnswer {
        asked: view.asked.clone(),
        week: view.week.clone(),
        possible: view.possible,
        sentence: days_in_words(&view.sentence),
        hint: view.hint.clone(),
        sessions: planned.iter().map(|s| session_view(now, s)).collect(),
        doses: view.doses.iter().filter_map(DoseChange::of).collect(),
        gives_up: reasons(&view.gives_up),
        clash: reasons(&view.clash),
        ways_out: view.ways_out.iter().map(|w| WeekWay { sentence: w.sentence.clone(), wish: w.ask.clone() }).collect(),
        away: away.iter().map(|a| AwayView { first: a.first.clone(), last: a.last.clone() }).collect(),
    }
}
