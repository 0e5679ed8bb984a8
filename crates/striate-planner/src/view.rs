//! The plan as others read it, and as it is stored: the JSON contract.

use super::wishes::{USUAL_BEGINS, clock_min};
use super::word::{Word, optional_word, word, words};
use serde::{Deserialize, Serialize};
use striate_history::audit::RuleAnswer;
use striate_model::{Athlete, Day, Workout};
use striate_plan::kinds::{Prescription, workout};

/// `plan --format json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanView {
    /// What the plan says first.
    pub verdict: String,
    /// What is left of the present week; `None` on a Sunday.
    pub rest_of_week: Option<WeekView>,
    /// The weeks, Monday to Sunday; the first is next Monday's.
    pub weeks: Vec<WeekView>,
    /// Limits that some week could not keep.
    pub relaxed: Vec<RelaxedView>,
    /// What waits for a better base.
    pub held_back: Vec<HeldBackView>,
    /// The season: what each whole week is for, and what it owes.
    #[serde(default)]
    pub season: Vec<SeasonWeekView>,
    /// Every coaching rule held against the plan.
    #[serde(default, skip_deserializing)]
    pub rules: Vec<RuleAnswer>,
}

/// A week of the season.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeasonWeekView {
    /// Its first day.
    pub start: String,
    /// What it is for.
    #[serde(deserialize_with = "word")]
    pub stage: Word,
    /// What its block works on first; null outside of blocks.
    #[serde(default, deserialize_with = "optional_word")]
    pub emphasis: Option<Word>,
    /// The week of its stage or block, from 1.
    pub number: u8,
    /// The sessions that it owes, the most important first.
    pub agenda: Vec<OwedView>,
}

/// A session that a week owes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwedView {
    /// The kind.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// How many of it.
    pub times: u8,
    /// How many of them are planned.
    pub planned: u8,
    /// The level of its ladder that is due.
    pub level: u8,
    /// How many levels its ladder has.
    pub levels: u8,
    /// The rule behind it.
    #[serde(deserialize_with = "word")]
    pub rule: Word,
    /// Its place in the season.
    pub because: String,
    /// What stands against it, and what would make room; null where it is planned.
    #[serde(default)]
    pub why_not: Option<String>,
}

/// A week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeekView {
    /// Its first day.
    pub start: String,
    /// What it is.
    #[serde(deserialize_with = "word")]
    pub phase: Word,
    /// An easier week.
    pub deload: bool,
    /// Nothing better exists.
    pub optimal: bool,
    /// By how much a better week could be cheaper at most, share of the week's points.
    pub gap: f64,
    /// Growth stimulus of each muscle.
    pub doses: Vec<DoseView>,
    /// Sessions in order.
    pub sessions: Vec<SessionView>,
    /// Days of training that hold none: rest is part of the plan.
    pub rest_days: Vec<String>,
    /// Other sports of the athlete's that have their half-day in it.
    #[serde(default)]
    pub others: Vec<OtherView>,
    /// Its place in the season; null in plans of earlier versions.
    #[serde(default)]
    pub season: Option<SeasonWeekView>,
}

/// Another sport in a week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OtherView {
    /// The day.
    pub date: String,
    /// `am` or `pm`.
    #[serde(deserialize_with = "word")]
    pub slot: Word,
    /// What it is called.
    pub name: String,
    /// How long.
    pub minutes: i32,
    /// Whether it counts as a hard session.
    pub hard: bool,
}

/// The stimulus of a muscle in a week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DoseView {
    /// The muscle.
    #[serde(deserialize_with = "word")]
    pub muscle: Word,
    /// Hard sets.
    pub hse: f64,
    /// What was aimed at, at least.
    pub target_low: f64,
    /// What was aimed at, at most.
    pub target_high: f64,
}

/// What one session gives to a muscle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionDoseView {
    /// The muscle.
    #[serde(deserialize_with = "word")]
    pub muscle: Word,
    /// Hard sets.
    pub hse: f64,
}

/// A planned session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionView {
    /// Stable: day, half of the day, kind.
    pub id: String,
    /// The day.
    pub date: String,
    /// `am` or `pm`.
    #[serde(deserialize_with = "word")]
    pub slot: Word,
    /// The time of day at which it is put, as `07:00`.
    #[serde(default)]
    pub begins: String,
    /// The kind.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// The level of its ladder.
    pub level: u8,
    /// How long it takes.
    pub minutes: i32,
    /// A hard session.
    pub hard: bool,
    /// Repetitions, where it has some.
    pub reps: Option<u32>,
    /// Distance of each, m.
    pub rep_distance_m: Option<u32>,
    /// Rest after each, s.
    pub rest_s: Option<u32>,
    /// What it is in words.
    pub title: String,
    /// Its parts in words.
    pub steps: Vec<String>,
    /// What it gives.
    pub muscles: Vec<SessionDoseView>,
    /// Why it is there.
    pub because: Vec<String>,
    /// Coaching rules behind it.
    #[serde(deserialize_with = "words")]
    pub rules: Vec<Word>,
    /// Everything that is done, bout by bout.
    pub prescription: Prescription,
    /// The day on which it was first planned; null where it has not moved.
    #[serde(default)]
    pub from: Option<String>,
    /// The athlete put it there.
    #[serde(default)]
    pub fixed: bool,
}

impl SessionView {
    /// Minutes after midnight at which it is put; of a plan that does not say it, the usual ones of its half-day.
    #[must_use]
    pub fn begins_min(&self) -> u32 {
        let said = clock_min(&self.begins).and_then(|min| u32::try_from(min).ok());
        said.unwrap_or(USUAL_BEGINS[usize::from(self.slot != "am")] as u32)
    }

    /// The session as the steps of a watch; `None` for one without any.
    #[must_use]
    pub fn workout(&self, athlete: &Athlete) -> Option<Workout> {
        workout(&self.prescription, [athlete.hr_rest.value.as_bpm(), athlete.hr_max.value.as_bpm()])
    }
}

/// A limit that a week could not keep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RelaxedView {
    /// The week's first day.
    pub week: String,
    /// The coaching rule behind the limit, or the limit where it has none.
    pub rule: String,
    /// In words.
    pub because: String,
}

/// What waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldBackView {
    /// The kind.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// The first day on which it may be; `None` where it cannot be said or lies beyond the plan.
    pub until: Option<String>,
    /// Why.
    pub because: String,
    /// The rule.
    #[serde(deserialize_with = "word")]
    pub rule: Word,
}

/// The day as text.
pub(super) fn text(day: Day) -> String {
    day.to_string()
}
