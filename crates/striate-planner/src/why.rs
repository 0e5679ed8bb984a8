//! Why a session is in the plan.

use super::changes::{lower, sentence, upper};
use super::goals::{list, weekday_name};
use super::kept::{KeptPlan, day_of};
use serde::Serialize;
use striate_model::Muscle;
use striate_plan::kinds::PlannedKind;

/// Why a session is there, and what its week would lack.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhyView {
    /// The session.
    pub id: String,
    /// Its title.
    pub title: String,
    /// In a sentence.
    pub sentence: String,
    /// The reasons, the weightiest first.
    pub because: Vec<String>,
    /// Coaching rules behind it.
    pub rules: Vec<&'static str>,
    /// Hard sets of the week with and without it, what it gives most first.
    pub without: Vec<WithoutView>,
}

/// A muscle's hard sets in a week, with a session and without.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WithoutView {
    /// The muscle.
    pub muscle: &'static str,
    /// With it.
    pub with_hse: f64,
    /// Without.
    pub without_hse: f64,
}

/// Why the session with this id is there; `None` where there is none ahead.
#[must_use]
pub fn why(plan: &KeptPlan, id: &str) -> Option<WhyView> {
    let session = plan.session(id)?;
    let week = plan.week(day_of(&session.date).monday())?;
    let mut without: Vec<WithoutView> = session
        .muscles
        .iter()
        .map(|dose| {
            let all = week.sessions.iter().flat_map(|s| &s.muscles).filter(|d| d.muscle == dose.muscle);
            let with: f64 = all.map(|d| d.hse).sum();
            let tenths = |v: f64| (10.0 * v).round() / 10.0;
            WithoutView { muscle: dose.muscle, with_hse: tenths(with), without_hse: tenths((with - dose.hse).max(0.0)) }
        })
        .collect();
    without.sort_by(|a, b| (b.with_hse - b.without_hse).total_cmp(&(a.with_hse - a.without_hse)));
    let name = PlannedKind::from_name(session.kind).map_or(session.kind, PlannedKind::label);
    let because: Vec<String> = session.because.iter().map(|b| lower(b)).collect();
    let moved = session.from.as_ref().map_or_else(String::new, |from| {
        let who = if session.fixed { "you moved it" } else { "it moved" };
        format!(" {} there from {}.", upper(who), weekday_name(day_of(from)))
    });
    let day = weekday_name(day_of(&session.date));
    Some(WhyView {
        id: session.id.clone(),
        title: session.title.clone(),
        sentence: format!("{}{moved}", sentence(&format!("{name} on {day}: {}", list(&because)))),
        because: session.because.iter().map(|b| sentence(b)).collect(),
        rules: session.rules.clone(),
        without,
    })
}

/// What the articles claim with a rule; `None` for one that there is not.
#[must_use]
pub fn claim_of(rule: &str) -> Option<&'static str> {
    striate_plan::audit::rule(rule).map(|r| r.claim.as_str())
}

/// The muscle or group of a dose in words.
pub(super) fn muscle_words(name: &str) -> &'static str {
    match name {
        "chest" => "chest, shoulders and triceps",
        "lats" => "back and biceps",
        name => Muscle::from_name(name).map_or("muscles", Muscle::label),
    }
}
