//! The plan: what it is for, its weeks, its sessions, and what a change would do.

use super::calendar::{Change, WeekDose};
use super::types::{Band, Dose, Family, KindName, MuscleName, Reason, named, rounded};
use super::words::count;
use crate::library::{PlanNow, most_fed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use striate_model::{Day, Muscle, SessionBand};
use striate_pipeline::plan::{ChangeView, FateView, Goals, PlannedKind, ReasonView, SessionView, WeekView, why};
use striate_pipeline::planned::kinds::{Block, Bout, Purpose, step_lines};
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
    /// The weeks, the present one first.
    pub weeks: Vec<PlanWeek>,
    /// Limits that gave way.
    pub relaxed: Vec<Reason>,
    /// What waits for a better base.
    pub held_back: Vec<Reason>,
    /// A change that waits for the athlete's word.
    pub change: Option<Change>,
    /// The version that is shown.
    pub version: Option<i64>,
    /// Whether the athlete accepted it.
    pub is_accepted: bool,
    /// The path of the private calendar; null until one is asked for.
    pub feed: Option<String>,
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
    /// What a vest can weigh at most, kg.
    pub vest_kg: Option<f64>,
    /// Strength sessions a week; null leaves them to the goal.
    pub lifts_per_week: Option<i32>,
    /// The day of the long run.
    pub long_run_day: Option<DayName>,
    /// The day of a race.
    pub race: Option<String>,
    /// Its distance, km.
    pub race_km: Option<f64>,
    /// Rest after sprints and heavy legs, h: 24 or 48.
    pub rest_hours: u32,
    /// Easy running and strength only.
    pub injured: bool,
    /// Muscles to spare.
    pub spare: Vec<MuscleName>,
    /// Whole weeks ahead.
    pub weeks: usize,
    /// The same as a sentence; not read in a request.
    pub sentence: String,
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
    /// Its place in the training.
    pub phase: String,
    /// Whether it is an easy one.
    pub deload: bool,
    /// How it is built, and how sure that is.
    pub sentence: String,
    /// Growth stimulus against its target.
    pub doses: Vec<WeekDose>,
    /// Its sessions, done ones of the present week too.
    pub sessions: Vec<PlannedSession>,
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
fn goals_view(goals: &Goals, now: &PlanNow) -> Option<GoalsView> {
    let snapshot = &now.snapshot;
    let mut json = serde_json::to_value(goals).ok()?;
    json["sentence"] = goals.sentence(&snapshot.ledger, snapshot.today).into();
    json["days"] = serde_json::to_value(goals.days_or_usual(&snapshot.ledger, snapshot.today)).ok()?;
    let minutes = goals.minutes.iter().map(|(day, minutes)| serde_json::json!({ "day": day, "minutes": minutes }));
    json["minutes"] = minutes.collect();
    serde_json::from_value(json).ok()
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

/// The page.
#[must_use]
pub fn plan_page(now: &PlanNow, feed: Option<String>) -> PlanPage {
    let goals =
        if now.state.goals_are_said || now.standing.is_some() { goals_view(&now.state.goals, now) } else { None };
    let newest = now.state.newest.as_ref();
    let mut page = PlanPage {
        verdict: if now.snapshot.state.is_none() {
            "Bring your files first: a plan starts from what you have done.".to_owned()
        } else {
            "No plan yet. Say what it is for, and the next weeks are built around what your muscles need.".to_owned()
        },
        basis: "From your history, your days and your equipment".to_owned(),
        goals,
        weeks: Vec::new(),
        relaxed: Vec::new(),
        held_back: Vec::new(),
        change: None,
        version: None,
        is_accepted: false,
        feed,
    };
    let Some(standing) = &now.standing else { return page };
    let view = &standing.view;
    page.verdict.clone_from(&view.verdict);
    page.basis = basis(now);
    page.version = newest.map(|n| n.version);
    page.is_accepted = newest.is_some_and(|n| n.is_accepted);
    page.change = open_change(now);
    page.relaxed = view
        .relaxed
        .iter()
        .map(|r| Reason { text: format!("Week of {}: {}.", short(&r.week), r.because), rule: rule_or_none(&r.rule) })
        .collect();
    page.held_back = view
        .held_back
        .iter()
        .map(|h| {
            let label = PlannedKind::from_name(h.kind).map_or(h.kind, PlannedKind::label);
            let until = h.until.as_ref().map_or_else(String::new, |d| format!(" until {}", short(d)));
            Reason { text: format!("{label}{until}: {}.", h.because), rule: rule_or_none(h.rule) }
        })
        .collect();
    page.weeks = weeks(now);
    page
}

fn rule_or_none(rule: &str) -> Option<String> {
    let is_rule = rule.len() <= 3 && rule.starts_with(|c: char| c.is_ascii_uppercase());
    is_rule.then(|| rule.to_owned())
}

/// The proposal that waits for the athlete's word.
#[must_use]
pub fn open_change(now: &PlanNow) -> Option<Change> {
    if !now.state.is_open() || now.state.accepted.is_none() {
        return None;
    }
    now.standing.as_ref()?.plan.change.as_ref().map(Change::from)
}

fn basis(now: &PlanNow) -> String {
    let Some(standing) = &now.standing else { return String::new() };
    let sessions = standing.view.sessions().count();
    let proven = standing.view.weeks.iter().filter(|w| w.optimal).count();
    let weeks = standing.view.weeks.len();
    format!(
        "{} ahead; of {}, {proven} proven best and the others within 2 %",
        count(sessions, "session"),
        count(weeks, "week")
    )
}

/// "Mon 30 Nov".
fn short(date: &str) -> String {
    date.parse::<Day>().map_or_else(|_| date.to_owned(), super::words::day_month)
}

/// The muscles that a runner's week is shown by.
pub(super) const STRIP: [Muscle; 6] = [
    Muscle::GluteusMaximus,
    Muscle::Vasti,
    Muscle::RectusFemoris,
    Muscle::Hamstrings,
    Muscle::Gastrocnemius,
    Muscle::Soleus,
];

fn weeks(now: &PlanNow) -> Vec<PlanWeek> {
    let Some(standing) = &now.standing else { return Vec::new() };
    let this_monday = now.snapshot.today.monday();
    let mut weeks: Vec<PlanWeek> = Vec::new();
    let monday = this_monday.to_string();
    let past: Vec<PlannedSession> = standing
        .past
        .iter()
        .chain(&standing.done_ahead)
        .filter(|f| f.session.date >= monday)
        .map(|f| {
            let (state, done_id, done_note) = match &f.fate {
                FateView::Done { file, note } => (SessionState::Done, Some(file.clone()), note.clone()),
                FateView::Missed => (SessionState::Missed, None, None),
                FateView::Open => (SessionState::Planned, None, None),
            };
            PlannedSession {
                id: f.session.id.clone(),
                date: f.session.date.clone(),
                slot: f.session.slot.to_owned(),
                kind: named(f.session.kind).unwrap_or(KindName::Other),
                title: f.session.title.clone(),
                minutes: f.session.minutes,
                hard: f.session.hard,
                target: String::new(),
                profile: Vec::new(),
                steps: Vec::new(),
                because: Vec::new(),
                gives: Vec::new(),
                state,
                from: None,
                done_id,
                done_note,
            }
        })
        .collect();
    let rest = standing.view.rest_of_week.as_ref();
    if rest.is_some() || !past.is_empty() {
        let mut sessions = past;
        sessions.extend(rest.iter().flat_map(|w| &w.sessions).map(|s| session_view(now, s)));
        weeks.push(PlanWeek {
            start: monday,
            phase: rest.map_or("now", |w| w.phase).to_owned(),
            deload: rest.is_some_and(|w| w.deload),
            sentence: "This week: what is done, and what is left of it.".to_owned(),
            doses: doses(now, this_monday, rest),
            sessions,
        });
    }
    weeks.extend(standing.view.weeks.iter().map(|w| PlanWeek {
        start: w.start.clone(),
        phase: w.phase.to_owned(),
        deload: w.deload,
        sentence: week_sentence(w),
        doses: doses(now, w.start.parse().unwrap_or_default(), Some(w)),
        sessions: w.sessions.iter().map(|s| session_view(now, s)).collect(),
    }));
    weeks
}

fn week_sentence(week: &WeekView) -> String {
    let minutes: i32 = week.sessions.iter().map(|s| s.minutes).sum();
    let hard = week.sessions.iter().filter(|s| s.hard).count();
    let proof = if week.optimal {
        "no better week keeps these limits".to_owned()
    } else {
        format!("within {:.0} % of the best week", (100.0 * week.gap).ceil().max(1.0))
    };
    format!(
        "{}, {hard} hard, {:.1} h in all; {proof}.",
        count(week.sessions.len(), "session"),
        f64::from(minutes) / 60.0
    )
}

/// Done stimulus of a week where there is no plan.
#[must_use]
pub(super) fn done_doses(snapshot: &crate::library::Snapshot, monday: Day) -> Vec<WeekDose> {
    let done: Vec<_> = snapshot.ledger.up_to(monday.plus(6), 7).collect();
    let dose = |muscle: Muscle| WeekDose {
        muscle: muscle.into(),
        done: rounded(done.iter().map(|s| s.muscles[muscle].hse.value).sum(), 2),
        planned: 0.0,
        target_low: None,
        target_high: None,
    };
    STRIP.into_iter().map(dose).collect()
}

/// Done and planned stimulus of a week against its target.
#[must_use]
pub(super) fn doses(now: &PlanNow, monday: Day, week: Option<&WeekView>) -> Vec<WeekDose> {
    let done: Vec<_> = now.snapshot.ledger.up_to(monday.plus(6), 7).collect();
    STRIP
        .into_iter()
        .map(|muscle| {
            let name = muscle.as_str();
            let planned: f64 = week
                .iter()
                .flat_map(|w| &w.sessions)
                .flat_map(|s| &s.muscles)
                .filter(|d| d.muscle == name)
                .map(|d| d.hse)
                .sum();
            let target = week.and_then(|w| w.doses.iter().find(|d| d.muscle == name));
            WeekDose {
                muscle: muscle.into(),
                done: rounded(done.iter().map(|s| s.muscles[muscle].hse.value).sum(), 2),
                planned: rounded(planned, 2),
                target_low: target.map(|t| t.target_low),
                target_high: target.map(|t| t.target_high),
            }
        })
        .collect()
}

/// A session that is still to come.
#[must_use]
pub fn session_view(now: &PlanNow, session: &SessionView) -> PlannedSession {
    let kind: KindName = named(session.kind).unwrap_or(KindName::Other);
    let rules = session.rules.first().map(|r| (*r).to_owned());
    PlannedSession {
        id: session.id.clone(),
        date: session.date.clone(),
        slot: session.slot.to_owned(),
        kind,
        title: session.title.clone(),
        minutes: session.minutes,
        hard: session.hard,
        target: target(session),
        profile: profile(session, kind.family()),
        steps: session.steps.clone(),
        because: session
            .because
            .iter()
            .enumerate()
            .map(|(i, text)| Reason { text: sentence(text), rule: rules.clone().filter(|_| i == 0) })
            .collect(),
        gives: gives(now, session),
        state: if session.from.is_some() { SessionState::Moved } else { SessionState::Planned },
        from: session.from.clone(),
        done_id: None,
        done_note: None,
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let upper: String = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    if upper.ends_with('.') { upper } else { format!("{upper}.") }
}

/// What to aim at: the step that the session is about.
fn target(session: &SessionView) -> String {
    let main = session.prescription.blocks.iter().position(|b| b.times > 1);
    let main =
        main.or_else(|| (session.steps.len() == 1).then_some(0)).or(Some(1).filter(|i| *i < session.steps.len()));
    main.and_then(|i| session.steps.get(i)).cloned().unwrap_or_default()
}

fn profile(session: &SessionView, family: Family) -> Vec<WorkoutStep> {
    let prescription = &session.prescription;
    let lines = step_lines(prescription);
    let step = |(block, line): (&Block, &String)| -> Vec<WorkoutStep> {
        let line = line.strip_prefix(&format!("{} x ", block.times)).unwrap_or(line);
        let words: Vec<&str> = line.split(", then ").collect();
        let of = |(i, bout): (usize, &Bout)| WorkoutStep {
            text: words.get(i).copied().unwrap_or(line).to_owned(),
            minutes: rounded(bout.seconds() / 60.0, 2),
            effort: effort(bout, prescription.kind),
            family,
            times: block.times,
        };
        block.bouts.iter().enumerate().map(of).collect()
    };
    prescription.blocks.iter().zip(&lines).flat_map(step).collect()
}

/// How hard a bout is, 0 to 1: the height of its step (a drawing, no figure).
fn effort(bout: &Bout, kind: PlannedKind) -> f64 {
    let work = match kind {
        PlannedKind::Recovery => 0.3,
        PlannedKind::Easy | PlannedKind::Long | PlannedKind::Trail => 0.42,
        PlannedKind::Tempo => 0.65,
        PlannedKind::Interval => 0.8,
        PlannedKind::Strides => 0.75,
        PlannedKind::SprintInterval | PlannedKind::HillRepeats | PlannedKind::ResistedHill | PlannedKind::Stairs => {
            0.92
        }
        PlannedKind::Series => 1.0,
        _ => 0.8,
    };
    match bout {
        Bout::Run { purpose, .. } | Bout::Stairs { purpose, .. } => match purpose {
            Purpose::Work => work,
            Purpose::WarmUp | Purpose::CoolDown => 0.35,
            Purpose::Rest => 0.2,
        },
        Bout::Pause { .. } => 0.1,
        Bout::Set { .. } | Bout::Jumps { .. } => 0.85,
        Bout::Mobility { .. } => 0.2,
    }
}

fn gives(now: &PlanNow, session: &SessionView) -> Vec<Gift> {
    let Some(gives) = now.gives_of(session) else { return Vec::new() };
    most_fed(gives)
        .into_iter()
        .map(|m| {
            let stimulus = gives[m];
            let band = SessionBand::of_hse(stimulus.hse.value).as_str();
            Gift { muscle: m.into(), dose: Dose::of_session(stimulus.hse, band, stimulus.evidence) }
        })
        .filter(|g| g.dose.band != Band::Unknown)
        .collect()
}

/// Why a session is there; `None` where there is none of this id ahead.
#[must_use]
pub fn session_why(now: &PlanNow, id: &str) -> Option<SessionWhy> {
    let standing = now.standing.as_ref()?;
    let session = standing.view.sessions().find(|s| s.id == id)?;
    let view = why(&standing.plan, id)?;
    Some(SessionWhy {
        id: view.id,
        title: view.title,
        sentence: view.sentence,
        because: view.because.into_iter().map(Reason::plain).collect(),
        rules: view.rules.iter().map(|r| (*r).to_owned()).collect(),
        gives: gives(now, session),
        without: view
            .without
            .iter()
            .filter_map(|w| Some(Without { muscle: named(w.muscle)?, before: w.with_hse, after: w.without_hse }))
            .collect(),
    })
}
