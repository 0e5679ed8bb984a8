//! Where a figure comes from: the sessions, their parts, the parameters and their sources.

mod dose;
mod figure;
mod loads;
mod parameters;
mod parts;
mod readiness;
mod standing;

pub use figure::{Figure, Topic};
pub use parameters::ParameterView;
pub use parts::{PartView, part_stimulus, parts};

use crate::{Ledger, Performed, Viewpoint, evidence_of};
use serde::Serialize;
use striate_model::{Day, EvidenceGrade, Muscle};
use striate_state::{GrowthMethod, Planned};

/// Where a figure comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Trace {
    /// The figure as it was understood.
    pub figure: String,
    /// The muscle that it is about; null where it is about the whole athlete.
    pub muscle: Option<&'static str>,
    /// The first day that is looked at.
    pub from: String,
    /// The last.
    pub to: String,
    /// The answer, in sentences.
    pub verdict: String,
    /// The unit of `value`.
    pub unit: &'static str,
    /// The unit of the sessions' values.
    pub sessions_unit: &'static str,
    /// The figure; null where it is a word.
    pub value: Option<f64>,
    /// One in ten lies below; null where no band is known.
    pub low: Option<f64>,
    /// One in ten lies above; null where no band is known.
    pub high: Option<f64>,
    /// The weakest evidence that feeds a fifth of it or more; null where there is none.
    pub evidence: Option<&'static str>,
    /// What else belongs to the answer.
    pub facts: Vec<FactView>,
    /// Sessions that fed it, the largest first.
    pub sessions: Vec<SessionShare>,
    /// Sessions in the time that gave it nothing.
    pub sessions_without: usize,
    /// Sessions in the time that cannot tell.
    pub sessions_unknown: usize,
    /// Parts of the session that gave most; empty where its file was not read again.
    pub parts: Vec<PartView>,
    /// Parameters behind the figure.
    pub parameters: Vec<ParameterView>,
}

/// A figure or word beside the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactView {
    /// What it is.
    pub what: String,
    /// Its value in words.
    pub value: String,
}

/// What one session gave.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SessionShare {
    /// Its civil day.
    pub day: String,
    /// What it was.
    pub session: &'static str,
    /// The file that it came from.
    pub file: String,
    /// Its place among the recordings of that file, from 0.
    pub place: usize,
    /// What it gave, in the unit of the trace.
    pub value: f64,
    /// One in ten lies below; null where no band is known.
    pub low: Option<f64>,
    /// One in ten lies above; null where no band is known.
    pub high: Option<f64>,
    /// Share of the whole, 0 to 1.
    pub share: f64,
    /// Evidence letter.
    pub evidence: Option<&'static str>,
}

/// Where a figure comes from; `None` where no session lies on or before the day. The parts of the top session need its
/// file: see [`parts()`].
#[must_use]
pub fn trace(figure: &Figure, ledger: &Ledger, view: &Viewpoint<'_>, planned: Option<&[Planned]>) -> Option<Trace> {
    let seen = figure.seen_from(view);
    let asked = Asked { figure, ledger, view: &seen, planned };
    ledger.sessions.iter().find(|s| s.day <= seen.today)?;
    match (figure.topic, figure.muscle) {
        (Topic::Dose, Some(muscle)) => Some(dose::dose(&asked, muscle)),
        (Topic::State, Some(muscle)) => standing::state(&asked, muscle),
        (Topic::Dose | Topic::State | Topic::Forecast, _) => standing::forecast(&asked),
        (Topic::Plateau, _) => standing::plateau(&asked),
        (Topic::Phase, _) => standing::phase(&asked),
        (Topic::Response, _) => standing::response(&asked),
        (Topic::Readiness, _) => readiness::readiness(&asked),
        (Topic::Impact, _) => Some(loads::impact(&asked)),
        (Topic::Cardio, _) => Some(loads::cardio(&asked)),
        (Topic::InjuryGate, _) => loads::injury_gate(&asked),
        (Topic::Sameness, _) => loads::sameness(&asked),
        (Topic::Mix, _) => loads::mix(&asked),
        (Topic::Streak, _) => Some(loads::streak(&asked)),
    }
}

/// A question, with everything that may answer it.
struct Asked<'a> {
    figure: &'a Figure,
    ledger: &'a Ledger,
    view: &'a Viewpoint<'a>,
    planned: Option<&'a [Planned]>,
}

impl<'a> Asked<'a> {
    fn today(&self) -> Day {
        self.view.today
    }

    /// Days since the last session, as seen from the day that is asked about.
    fn days_without_session(&self) -> i32 {
        let last = self.ledger.sessions.iter().map(|s| s.day).filter(|day| *day <= self.today()).max();
        last.map_or(0, |last| self.today().days_since(last))
    }

    /// A history of ten days has no load of 28.
    fn present_days(&self) -> i32 {
        let present = GrowthMethod::builtin().limits.present_days as i32;
        let known = self.ledger.span().map_or(present, |(first, _)| self.today().days_since(first) + 1);
        known.clamp(7, present)
    }

    fn sessions(&self, days: i32) -> Vec<&'a Performed> {
        self.ledger.up_to(self.view.today, days).collect()
    }

    /// A trace of the last `days` days in which each session gave `value`.
    fn trace(&self, days: i32, unit: &'static str, value: impl Fn(&Performed) -> f64) -> Trace {
        let all = self.sessions(days);
        let each: Vec<Given<'_>> =
            all.iter().map(|s| Given { session: s, value: value(s), band: None, evidence: None }).collect();
        self.trace_of(days, unit, each)
    }

    fn trace_of(&self, days: i32, unit: &'static str, mut each: Vec<Given<'_>>) -> Trace {
        let all = each.len();
        let sessions_unknown = each.iter().filter(|g| g.session.muscles_unknown.is_some() && g.value <= 0.0).count();
        each.retain(|given| given.value >= 0.005);
        each.sort_by(|a, b| b.value.total_cmp(&a.value));
        let whole: f64 = each.iter().map(|g| g.value).sum();
        let sessions: Vec<SessionShare> = each.iter().map(|given| given.share_of(whole)).collect();
        Trace {
            figure: self.figure.to_string(),
            muscle: self.figure.muscle.map(Muscle::as_str),
            from: self.today().plus(1 - days).to_string(),
            to: self.today().to_string(),
            verdict: String::new(),
            unit,
            sessions_unit: unit,
            value: None,
            low: None,
            high: None,
            evidence: None,
            facts: Vec::new(),
            sessions_without: all - sessions.len() - sessions_unknown,
            sessions_unknown,
            sessions,
            parts: Vec::new(),
            parameters: Vec::new(),
        }
    }

    /// A trace of the present load of some muscles together.
    fn load_of(&self, muscles: &[Muscle]) -> Trace {
        let days = self.present_days();
        let all = self.sessions(days);
        let mut trace = self.trace(days, "hard sets", |s| muscles.iter().map(|m| s.muscles[*m].hse.value).sum());
        let mut letters: Vec<EvidenceGrade> = muscles.iter().filter_map(|m| evidence_of(*m, &all)).collect();
        letters.sort_unstable();
        trace.evidence = letters.last().copied().map(EvidenceGrade::as_str);
        trace
    }
}

/// What one session gave.
struct Given<'a> {
    session: &'a Performed,
    value: f64,
    band: Option<(f64, f64)>,
    evidence: Option<EvidenceGrade>,
}

impl Given<'_> {
    fn share_of(&self, whole: f64) -> SessionShare {
        SessionShare {
            day: self.session.day.to_string(),
            session: self.session.name,
            file: self.session.file.clone(),
            place: self.session.place,
            value: two(self.value),
            low: self.band.map(|b| two(b.0)),
            high: self.band.map(|b| two(b.1)),
            share: if whole > 0.0 { two(self.value / whole) } else { 0.0 },
            evidence: self.evidence.map(EvidenceGrade::as_str),
        }
    }
}

impl SessionShare {
    /// What the session that gave most gave of the whole, in words.
    fn most(&self) -> String {
        let share = match (100.0 * self.share).round() {
            all if all >= 100.0 => "all".to_owned(),
            share => format!("{share} %"),
        };
        format!("{share} of it from one session ({}, {})", self.session.to_lowercase(), self.day)
    }
}

/// "1 week", "2 weeks".
fn counted(n: u32, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

fn two(x: f64) -> f64 {
    (100.0 * x).round() / 100.0
}

fn fact(what: impl Into<String>, value: impl Into<String>) -> FactView {
    FactView { what: what.into(), value: value.into() }
}

#[cfg(test)]
mod tests;
