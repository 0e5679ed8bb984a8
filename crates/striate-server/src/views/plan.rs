//! The plan's shapes: what it is for, its weeks, its sessions. [`super::plan_page`] fills them.

use super::calendar::{Change, WeekDose};
use super::plan_season::{ComingKind, Ladder, PlanRules, SeasonWeek};
use super::types::{Dose, Family, KindName, MuscleName, Reason};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use striate_app::PlanNow;
use striate_planner::{ChangeView, Goals, PlanChoice, ReasonView};
use utoipa::ToSchema;

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanPage {
    /// What the plan is, in a sentence.
    pub verdict: String,
    /// What it rests on.
    pub basis: String,
    /// What it is for; null where nothing was said yet.
    pub goals: Option<GoalsView>,
    /// The days on which the history shows training, for a form of which nothing was said yet.
    pub usual_days: Vec<DayName>,
    /// The ways to share the work between running and lifting.
    pub approaches: Vec<ChoiceOption>,
    /// The programs of the five articles.
    pub systems: Vec<ChoiceOption>,
    /// The season: what each week is for and owes, the present week first where something of it is left.
    pub season: Vec<SeasonWeek>,
    /// The ladders that it climbs.
    pub ladders: Vec<Ladder>,
    /// The kinds of session that come in later, with their dates.
    pub coming: Vec<ComingKind>,
    /// The coaching rules held against the plan; null where there is none.
    pub rules: Option<PlanRules>,
    /// The weeks, the present one first.
    pub weeks: Vec<PlanWeek>,
    /// Limits that gave way.
    pub relaxed: Vec<Reason>,
    /// A change that waits for the athlete's word.
    pub change: Option<Change>,
    /// The version that is stored; null where none is.
    pub version: Option<i64>,
    /// What a change of it is made from: sent back as `If-Match`.
    pub revision: String,
    /// Whether the athlete accepted it.
    pub is_accepted: bool,
    /// The path of the private calendar; null until one is asked for.
    pub feed: Option<String>,
}

/// A choice, as a reader is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChoiceOption {
    /// What is stored.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// What it means.
    pub says: String,
}

/// The choices as a reader is told.
pub(super) fn choice_options(choices: &[PlanChoice]) -> Vec<ChoiceOption> {
    let option = |choice: &PlanChoice| {
        let (label, says) = choice.label();
        let says = super::words::sentence(says);
        ChoiceOption { value: choice.as_str().to_owned(), label: label.to_owned(), says }
    };
    choices.iter().map(option).collect()
}

/// What a plan is for. In a request every key but `goal` and `days` may be left out and stays as it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GoalsView {
    /// What for.
    pub goal: GoalName,
    /// Days of training.
    pub days: Vec<DayName>,
    /// Minutes of the days that have their own.
    pub minutes: Vec<DayMinutes>,
    /// A gym, or weights at home.
    pub gym: bool,
    /// A hill.
    pub hills: bool,
    /// Stairs to run on.
    pub stairs: bool,
    /// A trail or hilly ground.
    pub trail: bool,
    /// A running track.
    pub track: bool,
    /// Rubber bands.
    pub bands: bool,
    /// A bar to hang from.
    pub pull_up_bar: bool,
    /// A sturdy table to row under, or a towel and a door to row with.
    pub table: bool,
    /// What a vest can weigh at most, kg.
    pub vest_kg: Option<f64>,
    /// What a pack can weigh at most, kg.
    pub pack_kg: Option<f64>,
    /// What both ankle weights together can weigh at most, kg.
    pub ankle_weights_kg: Option<f64>,
    /// Strength sessions a week; null leaves them to the goal.
    pub lifts_per_week: Option<i32>,
    /// The day of the long run.
    pub long_run_day: Option<DayName>,
    /// The date of a race, from today on; it can be on any day, whatever the days of training are.
    pub race: Option<String>,
    /// Its distance, km.
    pub race_km: Option<f64>,
    /// Rest after sprints and heavy legs, h: 24 or 48.
    pub rest_hours: u32,
    /// An injury: the way back to running, step by step.
    pub injured: bool,
    /// The first day of the injury, as `2026-12-05`; where it was not said, the day on which it was told.
    pub injured_since: Option<String>,
    /// Muscles to spare.
    pub spare: Vec<MuscleName>,
    /// When sessions of the morning begin, as `7:00`; null for seven.
    pub morning: Option<String>,
    /// When sessions of the evening begin, as `18:00`; null for six in the evening.
    pub evening: Option<String>,
    /// Other sports that have their half-day every week.
    pub others: Vec<OtherSportView>,
    /// Whole weeks ahead.
    pub weeks: usize,
    /// How running and lifting share the work; null leaves it to the equipment: balanced with a gym, else running first.
    pub approach: Option<ApproachName>,
    /// One article's own program; null joins all five.
    pub system: Option<SystemName>,
    /// A hard run and leg strength may share a day, the run first.
    pub same_day: bool,
    /// Joints and tissues to protect.
    pub protect: Vec<RegionName>,
    /// Dates without training.
    pub away: Vec<AwayView>,
    /// How used to running the athlete is; null leaves it to the history.
    pub runner: Option<ExperienceName>,
    /// How used to lifting the athlete is; null leaves it to the history.
    pub lifter: Option<ExperienceName>,
    /// The same as a sentence; not read in a request.
    pub sentence: String,
}

/// Another sport that has its half-day every week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OtherSportView {
    /// What it is called.
    pub name: String,
    /// The day.
    pub day: DayName,
    /// In the evening; else in the morning.
    pub evening: bool,
    /// How long.
    pub minutes: i32,
    /// How hard, 1 to 10; from 7 on it counts as a hard session.
    pub rpe: u8,
    /// Whether the legs work in it.
    pub legs: bool,
}

/// What for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum GoalName {
    /// Gain muscle.
    Build,
    /// Keep what there is.
    Keep,
    /// Keep it while losing fat.
    Lean,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "days need no words")]
pub enum DayName {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// How running and lifting share the work of building muscle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ApproachName {
    /// One leg session a week plus what running leaves out.
    Running,
    /// Two leg sessions a week beside the runs.
    Balanced,
    /// Half of the fast and uphill running, more lifting.
    Lifting,
}

/// One source article's own program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SystemName {
    /// A weekly mix with 15-30 s sprints and resisted hills.
    A,
    /// Sprints and hills with jumps, compound lifts and upper body.
    B,
    /// From first runs to weighted runs, sprints and hills.
    C,
    /// Sprints and heavy lifting with progressive overload.
    D,
    /// A month of base, then 100-400 m series with full rests and the gym beside it.
    E,
}

/// A joint or tissue to protect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "regions need no words")]
pub enum RegionName {
    Knee,
    Achilles,
    Hamstring,
    Calf,
    Hip,
    Foot,
    Back,
}

/// How used to running or lifting the athlete is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExperienceName {
    /// In the first months.
    New,
    /// Some months to a few years.
    Regular,
    /// Years.
    Experienced,
}

/// Dates without training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AwayView {
    /// The first day, as `2026-12-24`.
    pub first: String,
    /// The last day.
    pub last: String,
}

/// The minutes of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DayMinutes {
    /// The day.
    pub day: DayName,
    /// How many it has.
    pub minutes: i32,
}

/// A week of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanWeek {
    /// Its Monday.
    pub start: String,
    /// Its place in the season, as a reader is told.
    pub phase: String,
    /// Whether it is an easy one.
    pub deload: bool,
    /// How it is built, and how sure that is.
    pub sentence: String,
    /// Growth stimulus against its target.
    pub doses: Vec<WeekDose>,
    /// Its sessions, done ones of the present week too.
    pub sessions: Vec<PlannedSession>,
    /// Other sports in it.
    pub others: Vec<OtherInWeek>,
}

/// Another sport in a week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OtherInWeek {
    /// The day.
    pub date: String,
    /// `am` or `pm`.
    pub slot: String,
    /// What it is called.
    pub name: String,
    /// How long.
    pub minutes: i32,
    /// Whether it counts as a hard session.
    pub hard: bool,
}

/// A planned session.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlannedSession {
    /// Names it, also when it moves.
    pub id: String,
    /// Its day.
    pub date: String,
    /// `am` or `pm`.
    pub slot: String,
    /// Its kind.
    pub kind: KindName,
    /// Its title.
    pub title: String,
    /// How long it takes.
    pub minutes: i32,
    /// A hard session.
    pub hard: bool,
    /// What to aim at, in a sentence.
    pub target: String,
    /// Its steps as heights over time.
    pub profile: Vec<WorkoutStep>,
    /// Its steps in words.
    pub steps: Vec<String>,
    /// Why it is there.
    pub because: Vec<Reason>,
    /// What it should give.
    pub gives: Vec<Gift>,
    /// What became of it.
    pub state: SessionState,
    /// The day on which it was first planned, where it moved.
    pub from: Option<String>,
    /// The activity that it was, where it is done.
    pub done_id: Option<String>,
    /// How that differed.
    pub done_note: Option<String>,
}

/// What became of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// To come.
    Planned,
    /// To come, on another day than before.
    Moved,
    /// Done.
    Done,
    /// Not done.
    Missed,
}

/// A step of a workout.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct WorkoutStep {
    /// In words.
    pub text: String,
    /// How long.
    pub minutes: f64,
    /// How hard, 0 to 1.
    pub effort: f64,
    /// The family that gives its color.
    pub family: Family,
    /// How often this step and the next are done in turn.
    pub times: u32,
}

/// What a session should give a muscle.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Gift {
    /// The muscle.
    pub muscle: MuscleName,
    /// How much.
    pub dose: Dose,
}

/// Why a session is there.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SessionWhy {
    /// The session.
    pub id: String,
    /// Its title.
    pub title: String,
    /// In a sentence.
    pub sentence: String,
    /// The reasons.
    pub because: Vec<Reason>,
    /// Coaching rules behind it.
    pub rules: Vec<String>,
    /// What it should give.
    pub gives: Vec<Gift>,
    /// Hard sets of the week with and without it.
    pub without: Vec<Without>,
}

/// A muscle's hard sets in a week with a session and without.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Without {
    /// The muscle.
    pub muscle: MuscleName,
    /// With it.
    pub before: f64,
    /// Without it.
    pub after: f64,
}

/// The private calendar.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FeedView {
    /// Its path; whoever knows it can read the plan.
    pub feed: String,
}

impl From<&ReasonView> for Reason {
    fn from(reason: &ReasonView) -> Self {
        Self { text: reason.text.clone(), rule: reason.rule.clone() }
    }
}

impl From<&ChangeView> for Change {
    fn from(change: &ChangeView) -> Self {
        Self {
            title: change.title.clone(),
            cause: change.cause.clone(),
            reasons: change.reasons.iter().map(Reason::from).collect(),
            cost: change.cost.clone(),
        }
    }
}

/// The goals as a page shows them.
pub(super) fn goals_view(goals: &Goals, now: &PlanNow) -> Option<GoalsView> {
    let snapshot = &now.model;
    let goals = &goals.clone().without_past(snapshot.today);
    let mut json = serde_json::to_value(goals).ok()?;
    json["sentence"] = goals.sentence(&snapshot.ledger, snapshot.today).into();
    json["days"] = serde_json::to_value(goals.days_or_usual(&snapshot.ledger, snapshot.today)).ok()?;
    let minutes = goals.minutes.iter().map(|(day, minutes)| serde_json::json!({ "day": day, "minutes": minutes }));
    json["minutes"] = minutes.collect();
    serde_json::from_value(json).ok()
}

/// The days on which the history shows training.
pub(super) fn usual_days(now: &PlanNow) -> Vec<DayName> {
    let days = Goals::default().days_or_usual(&now.model.ledger, now.model.today);
    serde_json::to_value(days).and_then(serde_json::from_value).unwrap_or_default()
}

/// The goals of a request: what it leaves out stays as it was.
///
/// # Errors
/// Where it is no object, or a value is none of its key's.
pub fn goals_asked(before: &Goals, asked: &serde_json::Value) -> Result<Goals, String> {
    let asked =
        asked.as_object().ok_or("The goals are a JSON object, as {\"goal\": \"build\", \"days\": [\"tue\"]}")?;
    let mut goals = serde_json::to_value(before).map_err(|e| e.to_string())?;
    let known = goals.as_object_mut().ok_or("the goals are an object")?;
    for (key, value) in asked {
        if key == "sentence" {
            continue;
        }
        if !known.contains_key(key) {
            let all: Vec<&str> = known.keys().map(String::as_str).collect();
            return Err(format!("There is no goal called \"{key}\"; known are {}", all.join(", ")));
        }
        let value = if key == "minutes" { minutes_by_day(value)? } else { value.clone() };
        known.insert(key.clone(), value);
    }
    serde_json::from_value(goals).map_err(|error| format!("The goals are not understood: {error}"))
}

/// `[{"day": "tue", "minutes": 45}]` as `{"tue": 45}`, which is how it is kept.
fn minutes_by_day(value: &serde_json::Value) -> Result<serde_json::Value, String> {
    let days: Vec<DayMinutes> = serde_json::from_value(value.clone())
        .map_err(|_| "Minutes are a list as [{\"day\": \"tue\", \"minutes\": 45}].".to_owned())?;
    let by_day: BTreeMap<DayName, i32> = days.into_iter().map(|d| (d.day, d.minutes)).collect();
    serde_json::to_value(by_day).map_err(|e| e.to_string())
}
