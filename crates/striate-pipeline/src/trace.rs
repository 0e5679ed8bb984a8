//! Where a figure comes from: the sessions, their parts, the parameters and their sources.

mod parameters;
mod parts;

pub use parameters::ParameterView;
pub use parts::{PartView, parts};

use crate::history::{Ledger, Performed, evidence_of, sum_of};
use serde::Serialize;
use striate_model::{Day, EvidenceGrade, Muscle};
use striate_state::mix::WeeklyBand;

/// Days that the present load is taken from.
const PRESENT_DAYS: i32 = 28;

/// A figure that somebody asks about: the present load of a muscle, or what it got on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The muscle.
    pub muscle: Muscle,
    /// The day; `None` for the present load.
    pub day: Option<Day>,
}

impl Figure {
    /// From words as a person types them: `hamstrings`, `2026-11-14 glutes`.
    ///
    /// # Errors
    /// A sentence that says what is not understood, and what would be.
    pub fn parse(words: &[String]) -> Result<Self, String> {
        let (mut day, mut names) = (None, Vec::new());
        for word in words {
            match word.parse::<Day>() {
                Ok(found) => day = Some(found),
                Err(_) => names.push(word.trim().to_lowercase().replace(['_', '-'], " ")),
            }
        }
        let name = names.join(" ");
        let is_meant = |m: &Muscle| name == m.label() || name == m.as_str().replace('_', " ");
        match Muscle::ALL.into_iter().find(is_meant) {
            Some(muscle) => Ok(Self { muscle, day }),
            None => {
                let known: Vec<&str> = Muscle::ALL.into_iter().map(Muscle::label).collect();
                Err(format!("\"{name}\" is no muscle that is known; known are {}", known.join(", ")))
            }
        }
    }
}

/// Where a muscle's dose comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Trace {
    /// The muscle.
    pub muscle: &'static str,
    /// The first day that is looked at.
    pub from: String,
    /// The last.
    pub to: String,
    /// The answer, in sentences.
    pub verdict: String,
    /// Hard-set equivalents in all.
    pub hse: f64,
    /// One in ten lies below.
    pub low: f64,
    /// One in ten lies above.
    pub high: f64,
    /// The weakest evidence that feeds a fifth of it or more; null without stimulus.
    pub evidence: Option<&'static str>,
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

/// What one session gave the muscle.
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
    /// Hard-set equivalents.
    pub hse: f64,
    /// One in ten lies below.
    pub low: f64,
    /// One in ten lies above.
    pub high: f64,
    /// Share of the whole, 0 to 1.
    pub share: f64,
    /// Evidence letter.
    pub evidence: Option<&'static str>,
}

/// Where a figure comes from, looked at on `today`. The parts of the top session need its file: see `parts`.
#[must_use]
pub fn trace(figure: Figure, ledger: &Ledger, today: Day) -> Trace {
    let muscle = figure.muscle;
    // A history of ten days has no load of 28.
    let known = ledger.span().map_or(PRESENT_DAYS, |(first, _)| today.days_since(first) + 1).clamp(7, PRESENT_DAYS);
    let (to, days) = figure.day.map_or((today, known), |day| (day, 1));
    let all: Vec<&Performed> = ledger.up_to(to, days).collect();
    let whole = sum_of(muscle, all.iter().copied());
    let two = |x: f64| (100.0 * x).round() / 100.0;
    let mut fed: Vec<&Performed> = all.iter().copied().filter(|s| s.muscles[muscle].hse.value >= 0.005).collect();
    fed.sort_by(|a, b| b.muscles[muscle].hse.value.total_cmp(&a.muscles[muscle].hse.value));
    let sessions: Vec<SessionShare> = fed
        .iter()
        .map(|s| {
            let stimulus = &s.muscles[muscle];
            SessionShare {
                day: s.day.to_string(),
                session: s.name,
                file: s.file.clone(),
                place: s.place,
                hse: two(stimulus.hse.value),
                low: two(stimulus.hse.low),
                high: two(stimulus.hse.high),
                share: two(stimulus.hse.value / whole.value),
                evidence: stimulus.evidence.map(EvidenceGrade::as_str),
            }
        })
        .collect();
    let sessions_unknown = all.iter().filter(|s| s.muscles_unknown.is_some()).count();
    Trace {
        muscle: muscle.as_str(),
        from: to.plus(1 - days).to_string(),
        to: to.to_string(),
        verdict: verdict(figure, whole.value, &sessions, ledger, (to, days)),
        hse: two(whole.value),
        low: two(whole.low),
        high: two(whole.high),
        evidence: evidence_of(muscle, &all).map(EvidenceGrade::as_str),
        sessions_without: all.len() - sessions.len() - sessions_unknown,
        sessions_unknown,
        sessions,
        parts: Vec::new(),
        parameters: parameters::behind(figure, &fed),
    }
}

fn verdict(figure: Figure, whole: f64, sessions: &[SessionShare], ledger: &Ledger, (to, days): (Day, i32)) -> String {
    let label = figure.muscle.label();
    let Some(top) = sessions.first() else {
        let before = ledger.sessions.iter().rev().find(|s| s.day < to && s.muscles[figure.muscle].hse.value >= 0.5);
        let when = before.map_or_else(
            || "and no earlier session that is known did".to_owned(),
            |s| format!("the last that did was {} on {}", s.name.to_lowercase(), s.day),
        );
        return format!("No session of that time gave the {label} anything that builds muscle; {when}.");
    };
    let share = (100.0 * top.share).round();
    let most = format!("{share} % of it from one session ({}, {})", top.session.to_lowercase(), top.day);
    match figure.day {
        Some(day) => format!("On {day} the {label} got {whole:.1} hard sets; {most}."),
        None => {
            let weekly = whole * 7.0 / f64::from(days);
            let band = WeeklyBand::of_hse(weekly).as_str();
            format!(
                "In the last {days} days the {label} got {whole:.1} hard sets, {weekly:.1} a week ({band}); {most}."
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Figure, String> {
        Figure::parse(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_figure_is_named_as_people_name_it() {
        let glutes = Figure { muscle: Muscle::GluteusMaximus, day: None };
        assert_eq!(parse(&["glutes"]), Ok(glutes));
        assert_eq!(parse(&["gluteus_maximus"]), Ok(glutes));
        assert_eq!(parse(&["side", "glutes"]).map(|f| f.muscle), Ok(Muscle::GluteusMedius));
        let day = parse(&["2026-11-14", "Hamstrings"]).map(|f| f.day.map(|d| d.to_string()));
        assert_eq!(day, Ok(Some("2026-11-14".to_owned())));
        assert!(parse(&["heart"]).unwrap_err().contains("hamstrings"));
    }
}
