//! The plan as it is stored: what is ahead in full, what is past in short, and what was answered already.

use super::goals::Goals;
use super::view::{HeldBackView, PlanView, RelaxedView, SessionView, WeekView};
use super::word::{Word, word};
use serde::{Deserialize, Serialize};
use striate_model::Day;

/// The form of the document; a newer one is not read.
const FORM: u32 = 1;
/// Days for which past sessions are kept.
const PAST_DAYS: i32 = 182;

/// A version of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptPlan {
    form: u32,
    /// The day on which this version was made.
    pub made_on: String,
    /// What it was made for.
    pub goals: Goals,
    /// The weeks ahead, the present one first where something of it is left.
    pub weeks: Vec<WeekView>,
    /// Planned sessions whose day is over, the earliest first.
    pub past: Vec<PastSession>,
    /// Limits that some week could not keep.
    pub relaxed: Vec<RelaxedView>,
    /// What waits for a better base.
    pub held_back: Vec<HeldBackView>,
    /// Done sessions that the plan counts with already: none of them is a planned one.
    pub counted: Vec<String>,
    /// Causes of a change that were answered.
    pub handled: Vec<String>,
    /// What this version changed against the one before.
    pub change: Option<ChangeView>,
    /// Weeks of load in a row before the first week of the record below.
    loading_before: usize,
    /// Weeks that are over: their first days, and whether they were weeks of load.
    over: Vec<(String, bool)>,
}

/// A planned session whose day is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PastSession {
    /// As the session's.
    pub id: String,
    /// The day.
    pub date: String,
    /// `am` or `pm`.
    #[serde(deserialize_with = "word")]
    pub slot: Word,
    /// The kind.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// What it was to be.
    pub title: String,
    /// How long.
    pub minutes: i32,
    /// A hard session.
    pub hard: bool,
}

/// What a change did to the plan, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// What changed.
    pub title: String,
    /// Who or what caused it.
    pub cause: String,
    /// What follows from it, and why.
    pub reasons: Vec<ReasonView>,
    /// What it costs; null where it costs nothing worth a word.
    pub cost: Option<String>,
}

/// A sentence, with the rule behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonView {
    /// The sentence.
    pub text: String,
    /// The rule, where one is behind it.
    pub rule: Option<String>,
}

impl ReasonView {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), rule: None }
    }
}

impl PastSession {
    pub(super) fn of(session: &SessionView) -> Self {
        Self {
            id: session.id.clone(),
            date: session.date.clone(),
            slot: session.slot,
            kind: session.kind,
            title: session.title.clone(),
            minutes: session.minutes,
            hard: session.hard,
        }
    }
}

/// Weeks that are over and of which the record is kept.
const WEEKS_KEPT: usize = 60;

/// Whether the plan asked for load in a week.
fn is_load(week: &WeekView) -> bool {
    striate_plan::season::Stage::from_name(week.phase).is_some_and(striate_plan::season::Stage::loads)
}

/// The day of a text of a plan, which the program wrote itself.
pub(super) fn day_of(text: &str) -> Day {
    text.parse().unwrap_or_default()
}

impl KeptPlan {
    /// Of a plan that was made today.
    #[must_use]
    pub fn new(goals: &Goals, plan: &PlanView, counted: Vec<String>, loading: usize, today: Day) -> Self {
        Self {
            form: FORM,
            made_on: today.to_string(),
            goals: goals.clone(),
            weeks: plan.rest_of_week.iter().chain(&plan.weeks).cloned().collect(),
            past: Vec::new(),
            relaxed: plan.relaxed.clone(),
            held_back: plan.held_back.clone(),
            counted,
            handled: Vec::new(),
            change: None,
            loading_before: loading,
            over: Vec::new(),
        }
    }

    /// Weeks of load in a row before the week that begins on this Monday.
    #[must_use]
    pub fn loading(&self, monday: Day) -> usize {
        let before: Vec<bool> = self.over.iter().filter(|w| day_of(&w.0) < monday).map(|w| w.1).collect();
        let trailing = before.iter().rev().take_while(|loads| **loads).count();
        if trailing == before.len() { trailing + self.loading_before } else { trailing }
    }

    /// From JSON; `None` for what this version does not read.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().filter(|plan: &Self| plan.form == FORM)
    }

    /// As JSON.
    ///
    /// # Panics
    /// Never: every value of it can be written as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("numbers and texts are always JSON")
    }

    /// The same seen on a later day: sessions whose day is over become past ones, weeks that are over go.
    #[must_use]
    pub fn on(mut self, today: Day) -> Self {
        let first = self.over.last().map_or_else(|| day_of(&self.made_on).monday(), |w| day_of(&w.0).plus(7));
        let gone =
            (0..i32::MAX).map(|n| first.plus(7 * n)).take_while(|monday| monday.plus(6) < today).take(WEEKS_KEPT);
        // A week that had no plan of its own, as the one in which the plan was made, was like any other.
        let gone: Vec<(String, bool)> = gone.map(|m| (m.to_string(), self.week(m).is_none_or(is_load))).collect();
        self.over.extend(gone);
        for week in &mut self.weeks {
            let (over, ahead): (Vec<_>, Vec<_>) = week.sessions.drain(..).partition(|s| day_of(&s.date) < today);
            self.past.extend(over.iter().map(PastSession::of));
            week.sessions = ahead;
        }
        self.weeks.retain(|w| day_of(&w.start).plus(6) >= today);
        self.past.sort_by(|a, b| (&a.date, a.slot, &a.id).cmp(&(&b.date, b.slot, &b.id)));
        self.past.retain(|p| today.days_since(day_of(&p.date)) <= PAST_DAYS);
        let this_week = today.monday();
        self.relaxed.retain(|r| day_of(&r.week) >= this_week);
        self
    }

    /// The sessions ahead.
    pub fn sessions(&self) -> impl Iterator<Item = &SessionView> {
        self.weeks.iter().flat_map(|w| &w.sessions)
    }

    /// The session ahead with this id.
    #[must_use]
    pub fn session(&self, id: &str) -> Option<&SessionView> {
        self.sessions().find(|s| s.id == id)
    }

    /// The week that begins on this Monday.
    #[must_use]
    pub fn week(&self, monday: Day) -> Option<&WeekView> {
        self.weeks.iter().find(|w| day_of(&w.start) == monday)
    }

    /// Whole weeks after the one of this day.
    #[must_use]
    pub fn whole_weeks(&self, today: Day) -> usize {
        self.weeks.iter().filter(|w| day_of(&w.start) > today).count()
    }

    /// Whether both plans have the same sessions ahead on the same days.
    #[must_use]
    pub fn is_same_ahead(&self, other: &Self) -> bool {
        let ahead = |plan: &Self| -> Vec<(String, String, Word, u8)> {
            plan.sessions().map(|s| (s.id.clone(), s.date.clone(), s.slot, s.level)).collect()
        };
        ahead(self) == ahead(other)
    }
}
