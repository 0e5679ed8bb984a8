//! The state of a body as `striate state` tells it: today's body, the last seven days, twelve weeks ahead.

use crate::body::words::{self, BodyVerdict};
use crate::body::{
    Before, BodyView, FanView, ForecastView, LiftAgainstSprint, body_view, forecast_view, lifting_against_sprinting,
};
use crate::calibrate::{CalibrationView, calibration};
use crate::noted::{self, NotedView, PainView};
use crate::{Ledger, Performed};
use serde::Serialize;
use striate_model::{Athlete, Day, Estimate, EvidenceGrade, Muscle, Person, TimeSpan, Timestamp};
use striate_state::mix::WeeklyBand;
use striate_state::{GrowthMethod, Planned};
use striate_stimulus::Method;

/// The state of the body at the end of a day.
#[derive(Clone, Debug, Serialize)]
pub struct StateView {
    /// Version of the stimulus method.
    pub stimulus_method: &'static str,
    /// Local time ahead of UTC, h: decides to which day a session belongs.
    pub utc_offset_h: f64,
    /// Sessions that were counted.
    pub sessions: usize,
    /// Sessions after the day, which were not.
    pub sessions_later: usize,
    /// Sessions of the last 28 days that say nothing about muscles: the figures are at least what is shown.
    pub sessions_unknown: usize,
    /// Days since the last session.
    pub days_without_session: i32,
    /// Whether that is so long that nothing is said of today.
    pub is_stale: bool,
    /// Today's body.
    pub body: BodyView,
    /// Growth stimulus of the last seven days, for every muscle.
    pub week: Vec<MuscleWeek>,
    /// What the last seven days gave, in a sentence.
    pub week_in_words: String,
    /// Pain noted in the last two weeks, the newest first.
    pub pain: Vec<PainView>,
    /// What else was noted in the last days, and what it changed.
    pub noted: Vec<NotedView>,
    /// The athlete's own response from their own measurements; null without any.
    pub calibration: Option<CalibrationView>,
    /// Lifting against sprinting on one scale.
    pub lifting_against_sprinting: Vec<LiftAgainstSprint>,
    /// Twelve weeks at the load of the last 28 days, beside lifting alone; null where the history is too short for it.
    pub forecast: Option<ForecastView>,
    /// The end of that forecast in words; empty where there is none.
    pub twelve_weeks: Vec<TwelveWeeks>,
}

/// Growth stimulus of one muscle in the last seven days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MuscleWeek {
    /// The muscle.
    pub muscle: &'static str,
    /// Hard-set equivalents; null where nothing that could tell was recorded.
    pub hse: Option<f64>,
    /// One in ten lies below.
    pub low: Option<f64>,
    /// One in ten lies above.
    pub high: Option<f64>,
    /// none, low, moderate, high or past useful; unknown where nothing could tell.
    pub band: &'static str,
    /// The weakest evidence that feeds a fifth of it or more; null without stimulus.
    pub evidence: Option<&'static str>,
}

/// One muscle after twelve weeks.
#[derive(Clone, Debug, Serialize)]
pub struct TwelveWeeks {
    /// The muscle.
    pub muscle: &'static str,
    /// What the fan says at the present load.
    pub words: &'static str,
    /// The calendar that was given, percent from today; null where none was.
    pub planned: Option<FanView>,
    /// What that fan says; null where none was.
    pub planned_words: Option<&'static str>,
    /// The present load going on, percent from today: zero is no change.
    pub going_on: FanView,
    /// Lifting alone, percent from today.
    pub lifting_alone: FanView,
    /// What that fan says.
    pub lifting_words: &'static str,
}

/// From where a history is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Viewpoint<'a> {
    /// Who trains.
    pub athlete: &'a Athlete,
    /// How they respond, before any measurement of their own.
    pub person: Person,
    /// What they did before the first day.
    pub before: Before,
    /// The day, at whose end the body is looked at.
    pub today: Day,
    /// The instant as of which readiness is told.
    pub now: Timestamp,
    /// How far local time is ahead of UTC.
    pub offset: TimeSpan,
}

/// The state at the end of a day, as ready as the body is at the instant; `None` where no session lies before it. `planned`
/// is a calendar to be looked at beside the present load: its first day is the one after.
#[must_use]
pub fn state_view(ledger: &Ledger, view: &Viewpoint<'_>, planned: Option<&[Planned]>) -> Option<StateView> {
    let (growth, today, athlete) = (GrowthMethod::builtin(), view.today, view.athlete);
    let history = ledger.history();
    let (person, calibration) = match calibration(ledger, view, growth) {
        Some((found, shown)) => (found.person(&view.person), Some(shown)),
        None => (view.person, None),
    };
    let body = history.body(today, person, view.before, growth)?;
    let (now, offset) = (view.now, view.offset);
    let last = ledger.sessions.iter().map(|s| s.day).filter(|day| *day <= today).max()?;
    let mut view = body_view(&history, &body, athlete, now, growth);
    let counted = ledger.sessions.iter().filter(|s| s.day <= today).count();
    // Nobody who logs no sets is told what the upper body does: unknown is not rested.
    let is_lifter = ledger.sessions.iter().any(|s| s.day <= today && s.sets > 0);
    for muscle in view.muscles.iter_mut().filter(|_| !is_lifter) {
        if Muscle::from_name(muscle.muscle).is_some_and(|m| !m.is_locomotor()) {
            (muscle.course, muscle.readiness, muscle.weekly_band) = ("unknown", "unknown", "unknown");
            muscle.probability = 0.0;
        }
    }
    // No word is surer than trials of its kind allow; where nothing was done, detraining in lifting trials speaks.
    let present: Vec<&Performed> = ledger.up_to(today, growth.limits.present_days as i32).collect();
    for muscle in &mut view.muscles {
        let evidence = Muscle::from_name(muscle.muscle).and_then(|m| evidence_of(m, &present));
        muscle.evidence = evidence.map(EvidenceGrade::as_str);
        muscle.probability = muscle.probability.min(growth.most_sure(evidence.unwrap_or(EvidenceGrade::A)));
    }
    let quiet = today.days_since(last);
    let is_stale = quiet > growth.limits.stale_days as i32;
    if is_stale {
        forget(&mut view, &words::stale_verdict(last, quiet));
    }
    let recent: Vec<&Performed> = ledger.up_to(today, 7).collect();
    let week: Vec<MuscleWeek> =
        Muscle::ALL.into_iter().map(|m| muscle_week(m, &recent, is_lifter || m.is_locomotor())).collect();
    let is_known = view.muscles.iter().any(|m| m.probability > 0.0);
    let forecast = is_known.then(|| forecast_view(&body, planned, growth));
    Some(StateView {
        stimulus_method: striate_stimulus::METHOD_VERSION,
        utc_offset_h: offset.as_s() / 3600.0,
        sessions: counted,
        sessions_later: ledger.sessions.len() - counted,
        sessions_unknown: ledger.up_to(today, 28).filter(|s| s.muscles_unknown.is_some()).count(),
        days_without_session: quiet,
        is_stale,
        week_in_words: week_in_words(&week),
        pain: noted::pain(ledger, today),
        noted: noted::noted(ledger, today, growth),
        calibration,
        lifting_against_sprinting: lifting_against_sprinting(athlete, Method::builtin()),
        twelve_weeks: forecast.as_ref().map(twelve_weeks).unwrap_or_default(),
        body: view,
        week,
        forecast,
    })
}

/// Takes back whatever a body says about today: nobody knows whether there was no training or no recording.
fn forget(view: &mut BodyView, verdict: &BodyVerdict) {
    for muscle in &mut view.muscles {
        (muscle.course, muscle.readiness, muscle.probability) = ("unknown", "unknown", 0.0);
        (muscle.plateau, muscle.next_run) = (None, None);
        muscle.next_steps.clear();
    }
    view.verdict = verdict.text();
    (view.course, view.about) = (verdict.course.clone(), Vec::new());
}

/// The bounds of sessions are added: what is wrong about one is wrong about its like, so that errors do not cancel.
pub(crate) fn sum_of<'a>(muscle: Muscle, sessions: impl IntoIterator<Item = &'a Performed>) -> Estimate {
    sessions.into_iter().fold(Estimate::default(), |sum, session| {
        let hse = session.muscles[muscle].hse;
        Estimate { value: sum.value + hse.value, low: sum.low + hse.low, high: sum.high + hse.high }
    })
}

/// The weakest evidence that feeds a fifth of a muscle's dose or more.
pub(crate) fn evidence_of(muscle: Muscle, sessions: &[&Performed]) -> Option<EvidenceGrade> {
    let whole = sum_of(muscle, sessions.iter().copied()).value;
    let feeds = |grade: EvidenceGrade| {
        let of_grade = sessions.iter().copied().filter(|s| s.muscles[muscle].evidence == Some(grade));
        sum_of(muscle, of_grade).value >= 0.2 * whole
    };
    let mut grades: Vec<EvidenceGrade> = sessions.iter().filter_map(|s| s.muscles[muscle].evidence).collect();
    grades.sort_unstable();
    grades.into_iter().rev().find(|grade| whole > 0.0 && feeds(*grade))
}

fn muscle_week(muscle: Muscle, sessions: &[&Performed], is_known: bool) -> MuscleWeek {
    let sum = sum_of(muscle, sessions.iter().copied());
    let two = |x: f64| is_known.then(|| (100.0 * x).round() / 100.0);
    MuscleWeek {
        muscle: muscle.as_str(),
        hse: two(sum.value),
        low: two(sum.low),
        high: two(sum.high),
        band: if is_known { WeeklyBand::of_hse(sum.value).as_str() } else { "unknown" },
        evidence: evidence_of(muscle, sessions).map(EvidenceGrade::as_str),
    }
}

/// "In the last seven days: high for glutes; moderate for hamstrings; nothing for shins."
fn week_in_words(week: &[MuscleWeek]) -> String {
    let label = |w: &&MuscleWeek| Muscle::from_name(w.muscle).filter(|m| m.is_locomotor()).map(Muscle::label);
    let part = |band: &str| {
        let names: Vec<&str> = week.iter().filter(|w| w.band == band).filter_map(|w| label(&w)).collect();
        let word = match band {
            "none" => "nothing that counts",
            "past useful" => "more than is useful",
            band => band,
        };
        (!names.is_empty()).then(|| format!("{word} for {}", names.join(", ")))
    };
    let parts: Vec<String> = ["past useful", "high", "moderate", "low", "none"].into_iter().filter_map(part).collect();
    format!("Growth stimulus of the last seven days: {}.", parts.join("; "))
}

fn twelve_weeks(forecast: &ForecastView) -> Vec<TwelveWeeks> {
    forecast
        .muscles
        .iter()
        .filter_map(|m| {
            let (going_on, lifting_alone) = (*m.going_on.last()?, *m.lifting_alone.last()?);
            let planned = m.planned.as_ref().and_then(|fans| fans.last().copied());
            Some(TwelveWeeks {
                muscle: m.muscle,
                words: fan_words(going_on),
                planned,
                planned_words: planned.map(fan_words),
                going_on,
                lifting_alone,
                lifting_words: fan_words(lifting_alone),
            })
        })
        .collect()
}

/// Less than this in either direction is no change that anybody would see, percent.
const NO_CHANGE_PCT: f64 = 0.5;

/// Where a fan lies beside the zero line.
#[must_use]
pub fn fan_words(fan: FanView) -> &'static str {
    match fan {
        f if f.p05 > -NO_CHANGE_PCT && f.p95 < NO_CHANGE_PCT => "no change",
        f if f.p05 > NO_CHANGE_PCT => "grows",
        f if f.p25 > NO_CHANGE_PCT => "probably grows",
        f if f.p95 < -NO_CHANGE_PCT => "loses",
        f if f.p75 < -NO_CHANGE_PCT => "probably loses",
        f if f.p25 > -NO_CHANGE_PCT && f.p75 < NO_CHANGE_PCT => "probably no change",
        _ => "not clear",
    }
}
