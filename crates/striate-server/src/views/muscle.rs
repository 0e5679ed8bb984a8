//! One muscle: where its dose comes from, and whether it grows.

use super::types::{ByFamily, Dose, Family, Fed, Grade, KindName, MuscleName, Readiness, Reason, named, rounded};
use super::words::{day_month, days_in_words, subject};
use serde::Serialize;
use striate_app::{PlanNow, ReadModel};
use striate_history::Performed;
use striate_history::body::{FanView, MuscleView, StepView, builtin_mixes};
use striate_history::trace::{Figure, Topic, Trace, trace};
use striate_model::{Day, Muscle};
use utoipa::ToSchema;

/// The page of a muscle.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MusclePage {
    /// Which.
    pub muscle: MuscleName,
    /// What goes on in it, in sentences.
    pub verdict: String,
    /// The weakest letter behind its dose.
    pub evidence: Option<Grade>,
    /// What it rests on.
    pub basis: String,
    /// All muscles, for the list.
    pub all: Vec<MuscleRow>,
    /// Its weeks, the oldest first.
    pub weeks: Vec<WeekOfMuscle>,
    /// What the plan aims at, hard-set equivalents a week; null without a plan.
    pub target: Option<Target>,
    /// Where it stands still.
    pub plateau: Option<PlateauNote>,
    /// Twelve weeks ahead.
    pub forecast: Option<MuscleForecastView>,
    /// What would change it.
    pub next_step: Option<NextStep>,
    /// Sessions of 28 days that fed it most.
    pub fed: Vec<Fed>,
    /// Where leg stimulus comes from, beside others.
    pub mix: Vec<MixRow>,
}

/// A muscle in the list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MuscleRow {
    /// Which.
    pub muscle: MuscleName,
    /// What it got in seven days.
    pub dose: Dose,
    /// How far it is recovered.
    pub readiness: Readiness,
    /// Hours until it is ready.
    pub hours_to_ready: Option<f64>,
}

/// A week of a muscle.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct WeekOfMuscle {
    /// Its Monday.
    pub start: String,
    /// Whether it was done; else it is planned.
    pub done: bool,
    /// Hard-set equivalents by source.
    pub parts: ByFamily,
    /// One in ten lies below.
    pub low: f64,
    /// One in ten lies above.
    pub high: f64,
}

/// A range that is aimed at, hard-set equivalents a week.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Target {
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
}

/// A plateau.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlateauNote {
    /// Its first day.
    pub since: String,
    /// The last day that is known.
    pub until: String,
    /// Since when and why, in words.
    pub text: String,
}

/// Outcomes: half lie between `p25` and `p75`, nine in ten between `p05` and `p95`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct FanPoint {
    /// One in twenty lies below.
    pub p05: f64,
    /// One in four lies below.
    pub p25: f64,
    /// As many below as above.
    pub p50: f64,
    /// One in four lies above.
    pub p75: f64,
    /// One in twenty lies above.
    pub p95: f64,
}

impl From<&FanView> for FanPoint {
    fn from(fan: &FanView) -> Self {
        Self { p05: fan.p05, p25: fan.p25, p50: fan.p50, p75: fan.p75, p95: fan.p95 }
    }
}

/// Twelve weeks ahead, percent from today.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MuscleForecastView {
    /// The ends of the weeks.
    pub days: Vec<String>,
    /// The plan, or the present load going on.
    pub planned: Vec<FanPoint>,
    /// Something else, to hold it against.
    pub alternative: Vec<FanPoint>,
    /// What that is.
    pub alternative_name: String,
    /// What it comes to, in words.
    pub words: String,
}

/// The smallest change that would move the muscle.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NextStep {
    /// What to do.
    pub title: String,
    /// Why.
    pub why: Vec<Reason>,
    /// What one more session a week would add, the best first.
    pub options: Vec<StepOption>,
}

/// One more session a week.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StepOption {
    /// The session.
    pub title: String,
    /// One in ten lies below, percentage points of size in twelve weeks.
    pub low_points: Option<f64>,
    /// One in ten lies above.
    pub high_points: Option<f64>,
    /// How well trials support it.
    pub evidence: Option<Grade>,
}

/// Shares by source.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MixRow {
    /// Whose.
    pub name: String,
    /// Whether it is the athlete's own.
    pub you: bool,
    /// The shares; they sum to 1.
    pub parts: ByFamily,
}

/// Where a dose comes from.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TraceView {
    /// The muscle.
    pub muscle: MuscleName,
    /// The first day that is looked at.
    pub from: String,
    /// The last.
    pub to: String,
    /// The answer, in sentences.
    pub verdict: String,
    /// The dose of that time.
    pub dose: Dose,
    /// Sessions that fed it, the largest first.
    pub sessions: Vec<FedDose>,
    /// Parts of the first session, each as if done alone and fresh.
    pub parts: Vec<PartDose>,
    /// Parameters behind it.
    pub parameters: Vec<Parameter>,
}

/// A session with what it gave.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FedDose {
    /// The session.
    pub id: Option<String>,
    /// Its kind.
    pub kind: KindName,
    /// Its name.
    pub title: String,
    /// Its civil day.
    pub day: String,
    /// Its share, 0 to 1.
    pub share: f64,
    /// What it gave.
    #[serde(flatten)]
    pub dose: Dose,
}

/// A part of a session with what it gave.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PartDose {
    /// The part, in words.
    pub part: String,
    /// Hard-set equivalents.
    pub hse: f64,
}

/// One number of a method.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Parameter {
    /// Its table.
    pub table: String,
    /// Its full name.
    pub name: String,
    /// The central value.
    pub value: f64,
    /// One draw in ten lies below.
    pub low: f64,
    /// One draw in ten lies above.
    pub high: f64,
    /// measured, derived, recalled or assumed.
    pub grade: String,
    /// Where it comes from.
    pub source: String,
}

/// Weeks that the chart shows.
const WEEKS: i32 = 16;
const FED_ROWS: usize = 6;

/// The page.
#[must_use]
pub fn muscle_page(snapshot: &ReadModel, plan: Option<&PlanNow>, muscle: Muscle) -> MusclePage {
    let state = snapshot.state();
    let view = state.and_then(|s| s.body.muscles.iter().find(|m| m.muscle == muscle.as_str()));
    let week = state.and_then(|s| s.week.iter().find(|w| w.muscle == muscle.as_str()));
    let traced = traced(snapshot, muscle);
    let traced = traced.as_ref();
    MusclePage {
        muscle: muscle.into(),
        verdict: view
            .map_or_else(|| "No sessions yet, so nothing is claimed.".to_owned(), |v| verdict(snapshot, muscle, v)),
        evidence: traced.and_then(|t| Grade::of(t.evidence)),
        basis: traced.map(|t| days_in_words(&t.verdict)).unwrap_or_default(),
        all: rows(snapshot),
        weeks: if week.is_some_and(|w| w.band != "unknown") {
            let mut weeks = weeks(snapshot, muscle);
            weeks.extend(plan.into_iter().flat_map(|p| planned_weeks(p, muscle)));
            weeks
        } else {
            Vec::new()
        },
        target: plan.and_then(|p| target(p, muscle)),
        plateau: view.and_then(|v| plateau(snapshot, v)),
        forecast: forecast(snapshot, muscle),
        next_step: view.and_then(|v| next_step(snapshot, muscle, v)),
        fed: traced.iter().flat_map(|t| &t.sessions).take(FED_ROWS).map(|s| fed(snapshot, s)).collect(),
        mix: mix(snapshot),
    }
}

fn verdict(snapshot: &ReadModel, muscle: Muscle, view: &MuscleView) -> String {
    let (name, is_plural) = subject(muscle);
    if let Some(state) = snapshot.state().filter(|state| state.is_stale) {
        return state.body.verdict.clone();
    }
    let (is, have) = if is_plural { ("are", "have") } else { ("is", "has") };
    if view.weekly_band == "unknown" {
        return format!("No sets are logged for your {}, so nothing is claimed about them.", muscle.label());
    }
    let load = match view.weekly_band {
        "none" => "next to nothing in the last four weeks".to_owned(),
        "past useful" | "past_useful" => "more than 12 hard sets a week, and what is above that adds little".to_owned(),
        band => format!("a {band} dose in the last four weeks"),
    };
    let course = match view.course {
        "growing" => format!("{name} {is} growing: they got {load}."),
        "losing" => format!("{name} {is} losing: they got {load}."),
        "holding" => format!("{name} {is} holding: they got {load}."),
        _ => format!("{name} got {load}. Whether that grows them is not clear yet."),
    };
    let course =
        if is_plural { course } else { course.replace("they got", "it got").replace("grows them", "grows it") };
    let long_ago =
        view.last_stimulus.as_deref().and_then(|d| d.parse::<Day>().ok()).map(|d| snapshot.today.days_since(d));
    let second = match (&view.plateau, long_ago, view.next_steps.first()) {
        (Some(plateau), _, _) => {
            let since = plateau.since.parse::<Day>().map_or_else(|_| plateau.since.clone(), day_month);
            format!(" The stimulus {have} been the same since {since}.").replace("stimulus have", "stimulus has")
        }
        (None, Some(days), Some(step)) if days >= 10 => {
            format!(
                " Nothing has built muscle in {} for {days} days; {} once a week would.",
                if is_plural { "them" } else { "it" },
                step.session
            )
        }
        _ => String::new(),
    };
    format!("{course}{second}")
}

fn rows(snapshot: &ReadModel) -> Vec<MuscleRow> {
    let Some(state) = snapshot.state() else { return Vec::new() };
    let row = |w: &striate_history::MuscleWeek| {
        let muscle = Muscle::from_name(w.muscle)?;
        let body = state.body.muscles.iter().find(|m| m.muscle == w.muscle)?;
        let readiness = named(body.readiness).unwrap_or(Readiness::Unknown);
        Some(MuscleRow {
            muscle: muscle.into(),
            dose: Dose::of_week(w),
            readiness,
            hours_to_ready: body.hours_to_ready.filter(|_| readiness != Readiness::Unknown),
        })
    };
    state.week.iter().filter_map(row).collect()
}

fn weeks(snapshot: &ReadModel, muscle: Muscle) -> Vec<WeekOfMuscle> {
    let this_monday = snapshot.today.monday();
    let first = snapshot.ledger.span().map_or(this_monday, |(first, _)| first.monday());
    (0..WEEKS)
        .rev()
        .map(|ago| this_monday.plus(-7 * ago))
        .filter(|monday| *monday >= first)
        .map(|monday| {
            let mut parts = ByFamily::default();
            let (mut low, mut high) = (0.0, 0.0);
            for session in snapshot.ledger.up_to(monday.plus(6), 7).filter(|s| s.day <= snapshot.today) {
                let stimulus = &session.muscles[muscle].hse;
                *parts.of(KindName::from(session.dose.kind).family()) += stimulus.value;
                low += stimulus.low;
                high += stimulus.high;
            }
            WeekOfMuscle {
                start: monday.to_string(),
                done: true,
                parts: parts.scaled(1.0),
                low: rounded(low, 2),
                high: rounded(high, 2),
            }
        })
        .collect()
}

/// The whole weeks of the plan, as it gives them.
fn planned_weeks(plan: &PlanNow, muscle: Muscle) -> Vec<WeekOfMuscle> {
    let weeks = plan.standing.iter().flat_map(|s| &s.view.weeks);
    weeks
        .map(|week| {
            let mut parts = ByFamily::default();
            for session in &week.sessions {
                let gives = session.muscles.iter().filter(|m| m.muscle == muscle.as_str()).map(|m| m.hse).sum::<f64>();
                *parts.of(named::<KindName>(session.kind).unwrap_or(KindName::Other).family()) += gives;
            }
            let sum = rounded(Family::ALL.iter().map(|f| *parts.of(*f)).sum(), 2);
            WeekOfMuscle { start: week.start.clone(), done: false, parts: parts.scaled(1.0), low: sum, high: sum }
        })
        .collect()
}

/// What the next week that is no easy one aims at.
fn target(plan: &PlanNow, muscle: Muscle) -> Option<Target> {
    let weeks = || plan.standing.iter().flat_map(|s| &s.view.weeks);
    let week = weeks().find(|w| !w.deload).or_else(|| weeks().next())?;
    let dose = week.doses.iter().find(|d| d.muscle == muscle.as_str())?;
    (dose.target_high > 0.0).then_some(Target { low: dose.target_low, high: dose.target_high })
}

fn plateau(snapshot: &ReadModel, view: &MuscleView) -> Option<PlateauNote> {
    let plateau = view.plateau.as_ref()?;
    let cause = match plateau.cause {
        "same_load" => "same load",
        "less_load" => "less load",
        "energy_deficit" => "too little to eat",
        "much_running" => "much running",
        other => other,
    };
    let since = plateau.since.parse::<Day>().map_or_else(|_| plateau.since.clone(), day_month);
    Some(PlateauNote {
        since: plateau.since.clone(),
        until: snapshot.today.to_string(),
        text: format!("Plateau since {since}: {cause}"),
    })
}

fn forecast(snapshot: &ReadModel, muscle: Muscle) -> Option<MuscleForecastView> {
    let state = snapshot.state()?;
    let forecast = state.forecast.as_ref()?;
    let own = forecast.muscles.iter().find(|m| m.muscle == muscle.as_str())?;
    let end = state.twelve_weeks.iter().find(|m| m.muscle == muscle.as_str());
    let words =
        end.map_or_else(String::new, |e| format!("As you train: {}. Lifting alone: {}.", e.words, e.lifting_words));
    Some(MuscleForecastView {
        days: forecast.days.clone(),
        planned: own.planned.as_ref().unwrap_or(&own.going_on).iter().map(FanPoint::from).collect(),
        alternative: own.lifting_alone.iter().map(FanPoint::from).collect(),
        alternative_name: "Lifting alone".to_owned(),
        words,
    })
}

fn next_step(snapshot: &ReadModel, muscle: Muscle, view: &MuscleView) -> Option<NextStep> {
    let first = view.next_steps.first().or(view.next_run.as_ref())?;
    let chance = (100.0 * first.probability).round();
    let mut why = vec![Reason::plain(format!(
        "Once a week it would add something that can be measured in twelve weeks, with a chance of {chance:.0} in 100."
    ))];
    if let Some(days) =
        view.last_stimulus.as_deref().and_then(|d| d.parse::<Day>().ok()).map(|d| snapshot.today.days_since(d))
        && days >= 7
    {
        why.push(Reason::plain(format!("Nothing has built muscle in the {} for {days} days.", muscle.label())));
    }
    // The best run stands beside the best lifts, wherever it comes among them.
    let run = view.next_run.as_ref().filter(|run| run.session != first.session);
    if let Some(run) = run {
        let chance = (100.0 * run.probability).round();
        why.push(Reason::plain(format!("Of runs, {} would do most: {chance:.0} in 100.", run.session)));
    }
    let is_new = |run: &&StepView| view.next_steps.iter().all(|s| s.session != run.session);
    let options = view.next_steps.iter().chain(run.filter(is_new)).map(|s| StepOption {
        title: s.session.clone(),
        low_points: Some(s.low_points),
        high_points: Some(s.high_points),
        evidence: None,
    });
    Some(NextStep { title: super::words::capitalised(&first.session), why, options: options.collect() })
}

fn session_of<'a>(snapshot: &'a ReadModel, id: &str) -> Option<&'a Performed> {
    snapshot.ledger.sessions.iter().find(|s| s.file == id)
}

fn fed(snapshot: &ReadModel, share: &striate_history::trace::SessionShare) -> Fed {
    let performed = session_of(snapshot, &share.file);
    Fed {
        id: Some(share.file.clone()),
        kind: performed.map_or(KindName::Other, |p| p.dose.kind.into()),
        title: performed.map_or_else(|| share.session.to_owned(), |p| snapshot.title(p)),
        day: share.day.clone(),
        share: share.share,
        evidence: Grade::of(share.evidence),
    }
}

fn mix(snapshot: &ReadModel) -> Vec<MixRow> {
    let Some([lift, sprint, rest]) = snapshot.state().and_then(|s| s.body.mix) else { return Vec::new() };
    let parts = |lift: f64, fast: f64, easy: f64| ByFamily { lift, fast, easy, ..ByFamily::default() }.scaled(1.0);
    let mut rows = vec![MixRow { name: "You".to_owned(), you: true, parts: parts(lift, sprint, rest) }];
    for reference in builtin_mixes() {
        let m = reference.mix;
        rows.push(MixRow {
            name: reference.name.to_owned(),
            you: false,
            parts: parts(m.lifting, m.sprinting, m.endurance),
        });
    }
    rows
}

/// The present dose of a muscle, traced; `None` where no session lies before the day.
#[must_use]
pub fn traced(snapshot: &ReadModel, muscle: Muscle) -> Option<Trace> {
    let figure = Figure { topic: Topic::Dose, muscle: Some(muscle), day: None };
    trace(&figure, &snapshot.ledger, &snapshot.viewpoint(), None)
}

/// Where the present dose of a muscle comes from. `parts` are those of the session that gave most.
#[must_use]
pub fn trace_view(snapshot: &ReadModel, muscle: Muscle, traced: &Trace, parts: Vec<PartDose>) -> TraceView {
    let session = |share: &striate_history::trace::SessionShare| {
        let performed = session_of(snapshot, &share.file);
        let stimulus = performed.map(|p| p.muscles[muscle]);
        let fed = fed(snapshot, share);
        FedDose {
            id: fed.id,
            kind: fed.kind,
            title: fed.title,
            day: fed.day,
            share: fed.share,
            dose: stimulus.map_or(Dose::UNKNOWN, |s| Dose::of_session(s.hse, s.band().as_str(), s.evidence)),
        }
    };
    TraceView {
        muscle: muscle.into(),
        from: traced.from.clone(),
        to: traced.to.clone(),
        verdict: days_in_words(&traced.verdict),
        dose: Dose {
            hse: traced.value,
            low: traced.low,
            high: traced.high,
            band: super::types::Band::Unknown,
            evidence: Grade::of(traced.evidence),
        },
        sessions: traced.sessions.iter().map(session).collect(),
        parts,
        parameters: traced.parameters.iter().map(Parameter::from).collect(),
    }
}

impl From<&striate_history::trace::ParameterView> for Parameter {
    fn from(p: &striate_history::trace::ParameterView) -> Self {
        Self {
            table: p.table.to_owned(),
            name: p.name.clone(),
            value: p.value,
            low: p.low,
            high: p.high,
            grade: p.grade.to_owned(),
            source: p.source.clone(),
        }
    }
}
