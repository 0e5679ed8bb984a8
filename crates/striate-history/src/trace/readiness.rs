//! When a muscle is ready: what each session still takes from it.

use crate::Ledger;
use crate::trace::{Asked, Given, Trace, fact, parameters, two};
use striate_model::{Muscle, MuscleState, Note};
use striate_state::fatigue::{self, ReadinessStep};
use striate_state::{GrowthMethod, phase::JUDGED_BY};
use striate_text::names::agreeing;

/// Sessions older than this no muscle feels any more.
const FELT_DAYS: i32 = 10;

/// Why a muscle, else the least ready one, is as ready as it is.
pub(super) fn readiness(asked: &Asked<'_>) -> Option<Trace> {
    let growth = GrowthMethod::builtin();
    let values = growth.central();
    let muscles: Vec<Muscle> = asked.figure.muscle.map_or_else(|| Muscle::locomotor().collect(), |m| vec![m]);
    let now = |ledger: &Ledger, muscle: Muscle| -> Option<MuscleState> {
        let view = asked.view;
        let body = ledger.history().body(view.today, view.person, view.before, growth)?;
        Some(fatigue::rest(body.muscles[muscle], view.now.since(body.fatigue_at), values))
    };
    let missing = |state: &MuscleState| 100.0 * (1.0 - fatigue::readiness(state));
    let states: Vec<(Muscle, MuscleState)> =
        muscles.iter().filter_map(|m| Some((*m, now(asked.ledger, *m)?))).collect();
    let (muscle, state) = states.iter().copied().max_by(|a, b| missing(&a.1).total_cmp(&missing(&b.1)))?;
    let lost = missing(&state);
    // What is missing more than it would be without a session is what the session takes.
    let each = asked
        .sessions(FELT_DAYS)
        .into_iter()
        .map(|session| {
            let mut without = asked.ledger.clone();
            without.sessions.retain(|s| (s.start, &s.file, s.place) != (session.start, &session.file, session.place));
            let value = now(&without, muscle).map_or(lost, |state| lost - missing(&state));
            Given { session, value, band: None, evidence: None }
        })
        .collect();
    let mut trace = asked.trace_of(FELT_DAYS, "% of force missing", each);
    trace.muscle = Some(muscle.as_str());
    trace.value = Some(two(lost));
    let (step, hours) = (ReadinessStep::of(&state, values).as_str(), fatigue::hours_to_ready(&state, values));
    let wait = if hours > 0.0 { format!(", ready in {:.0} h", hours.max(1.0)) } else { String::new() };
    let most = trace.sessions.first().map_or_else(
        || "no session of the last ten days is felt any more".to_owned(),
        |s| format!("most of it from one session ({}, {})", s.session.to_lowercase(), s.day),
    );
    let are = agreeing(muscle, "are", "is");
    let quiet = asked.days_without_session();
    if quiet > growth.limits.stale_days as i32 {
        trace.verdict = format!(
            "No session was recorded in {quiet} days: how ready the {} {are} nobody knows. Import what is missing, or note it in \
             the journal.",
            muscle.label()
        );
        trace.value = None;
        return Some(trace);
    }
    let begin = match asked.figure.muscle {
        Some(muscle) => format!("The {} {are} {step}{wait}", muscle.label()),
        None => format!("Least ready {are} the {}: {step}{wait}", muscle.label()),
    };
    let missing = if lost < 0.5 { "none".to_owned() } else { format!("about {lost:.0} %") };
    trace.verdict = format!("{begin}. Of the force {missing} is missing; {most}.");
    trace.facts = vec![
        fact("gone within a day or two", format!("{:.0} % of force", 100.0 * state.fatigue)),
        fact("damage, which takes days", format!("{:.0} % of force", 100.0 * state.damage)),
        fact("protected by earlier bouts", format!("{:.0} % of new damage", 100.0 * state.protection)),
    ];
    trace.facts.extend(asked.ledger.notes.iter().filter_map(|entry| match entry.note {
        Note::Soreness { muscle: sore, points }
            if sore == muscle && (0..FELT_DAYS).contains(&asked.today().days_since(entry.day)) =>
        {
            Some(fact(format!("soreness noted on {}", entry.day), format!("{points} of 10")))
        }
        _ => None,
    }));
    if asked.figure.muscle.is_none() {
        for (other, state) in states.iter().filter(|(m, _)| JUDGED_BY.contains(m) && *m != muscle) {
            let hours = fatigue::hours_to_ready(state, values);
            trace.facts.push(fact(other.label(), format!("{hours:.0} h to ready")));
        }
    }
    trace.parameters = parameters::named(&["fatigue.", "limits.tired_times"]);
    trace.parameters.extend(parameters::named(&[&format!("muscles.on_foot.{}", muscle.as_str())]));
    Some(trace)
}
