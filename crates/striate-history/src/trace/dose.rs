//! What a muscle got: on a day, or at present.

use crate::sum_of;
use crate::trace::{Asked, Given, Trace, parameters, two};
use striate_model::{EvidenceGrade, Muscle};
use striate_state::mix::WeeklyBand;
use striate_text::numbers::figure;

/// What one day, or the present load, brought a muscle.
pub(super) fn dose(asked: &Asked<'_>, muscle: Muscle) -> Trace {
    let days = if asked.figure.day.is_some() { 1 } else { asked.present_days() };
    let all = asked.sessions(days);
    let whole = sum_of(muscle, all.iter().copied());
    let each = all
        .iter()
        .map(|s| {
            let hse = s.muscles[muscle].hse;
            Given {
                session: s,
                value: hse.value,
                band: Some((hse.low, hse.high)),
                evidence: s.muscles[muscle].evidence,
            }
        })
        .collect();
    let mut trace = asked.trace_of(days, "hard sets", each);
    trace.sessions_unknown = all.iter().filter(|s| s.muscles_unknown.is_some()).count();
    trace.sessions_without = all.len().saturating_sub(trace.sessions.len() + trace.sessions_unknown);
    (trace.value, trace.low, trace.high) = (Some(two(whole.value)), Some(two(whole.low)), Some(two(whole.high)));
    trace.evidence = crate::evidence_of(muscle, &all).map(EvidenceGrade::as_str);
    trace.verdict = verdict(asked, muscle, &trace, (whole.value, days));
    let fed: Vec<_> = all.iter().copied().filter(|s| s.muscles[muscle].hse.value >= 0.005).collect();
    trace.parameters = parameters::of_dose(muscle, &fed);
    trace
}

fn verdict(asked: &Asked<'_>, muscle: Muscle, trace: &Trace, (whole, days): (f64, i32)) -> String {
    let (label, to) = (muscle.label(), asked.today());
    let Some(top) = trace.sessions.first() else {
        let mut before = asked.ledger.sessions.iter().rev();
        let when = before.find(|s| s.day < to && s.muscles[muscle].hse.value >= 0.5).map_or_else(
            || "and no earlier session that is known did".to_owned(),
            |s| format!("the last that did was {} on {}", s.name.to_lowercase(), s.day),
        );
        return format!("No session of that time gave the {label} anything that builds muscle; {when}.");
    };
    let (most, got) = (top.most(), figure(whole));
    match asked.figure.day {
        Some(day) => format!("On {day} the {label} got {got} hard sets; {most}."),
        None => {
            let weekly = whole * 7.0 / f64::from(days);
            let band = WeeklyBand::of_hse(weekly).as_str();
            format!(
                "In the last {days} days the {label} got {got} hard sets, {} a week ({band}); {most}.",
                figure(weekly)
            )
        }
    }
}
