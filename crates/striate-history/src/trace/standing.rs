//! Where muscles stand: course, plateau, phase, forecast, the athlete's own response. Everything comes from the same view
//! that `striate state` shows, so that no two answers differ.

use crate::body::{FanView, MuscleView};
use crate::trace::{Asked, FactView, Trace, counted, dose, fact, parameters};
use crate::{StateView, state_view};
use striate_model::Muscle;
use striate_state::phase::JUDGED_BY;
use striate_text::names::{agreeing, sentence_label};
use striate_text::numbers::{figure, signed_span};

/// Where one muscle stands.
pub(super) fn state(asked: &Asked<'_>, muscle: Muscle) -> Option<Trace> {
    let state = seen(asked)?;
    let mut trace = dose::dose(asked, muscle);
    let view = of(&state, muscle)?;
    trace.verdict = format!("{} {}", course(muscle, view), trace.verdict);
    trace.facts = facts(&state, muscle);
    trace.parameters.extend(parameters::of_growth(&[muscle]));
    Some(trace)
}

/// Twelve weeks ahead, of one muscle or of those by which a runner is judged.
pub(super) fn forecast(asked: &Asked<'_>) -> Option<Trace> {
    let (state, muscles) = (seen(asked)?, muscles(asked));
    let mut trace = asked.load_of(&muscles);
    trace.verdict = if state.twelve_weeks.is_empty() {
        "Too few days are known for a forecast: two weeks are the least.".to_owned()
    } else {
        let each: Vec<String> = muscles
            .iter()
            .filter_map(|m| {
                let fan = state.twelve_weeks.iter().find(|t| t.muscle == m.as_str())?;
                Some(format!(
                    "{}: {} ({} in nine cases of ten); lifting alone: {} ({}).",
                    sentence_label(*m),
                    fan.words,
                    span(fan.going_on),
                    fan.lifting_words,
                    span(fan.lifting_alone)
                ))
            })
            .collect();
        format!("Twelve weeks at the present load, size in percent from today. {}", each.join(" "))
    };
    trace.facts = muscles
        .iter()
        .filter_map(|m| {
            let planned = state.twelve_weeks.iter().find(|t| t.muscle == m.as_str())?.planned?;
            Some(fact(format!("{} with the plan", m.label()), format!("{} in nine cases of ten", span(planned))))
        })
        .collect();
    trace.facts.extend(muscles.iter().filter_map(|m| Some(fact(m.label(), course_words(of(&state, *m)?)))));
    trace.parameters = parameters::of_growth(&muscles);
    trace.parameters.extend(parameters::named(&["growth.drift_", "growth.past_log_sd", "words.", "limits.most_sure"]));
    Some(trace)
}

/// Since when a muscle stands still, and why.
pub(super) fn plateau(asked: &Asked<'_>) -> Option<Trace> {
    let (state, muscles) = (seen(asked)?, muscles(asked));
    let mut trace = asked.load_of(&muscles);
    let still: Vec<String> = muscles
        .iter()
        .filter_map(|m| {
            let found = of(&state, *m)?.plateau.as_ref()?;
            let cause = cause_words(found.cause);
            let stand = agreeing(*m, "have", "has");
            Some(format!("{} {stand} stood still since {}: {cause}.", sentence_label(*m), found.since))
        })
        .collect();
    trace.verdict = if still.is_empty() {
        let names: Vec<&str> = muscles.iter().map(|m| m.label()).collect();
        format!("No plateau: the size of {} is still changing, or there is not enough data.", names.join(", "))
    } else {
        still.join(" ")
    };
    trace.facts = match muscles.as_slice() {
        [one] => facts(&state, *one),
        several => several.iter().filter_map(|m| Some(fact(m.label(), in_short(of(&state, *m)?)))).collect(),
    };
    trace.parameters = parameters::named(&[
        "words.still_log_per_week",
        "words.habit_days",
        "words.change_28_days",
        "limits.smallest_size_log",
        "growth.deficit_loss",
        "growth.deficit_cost",
        "growth.running_cost_whole",
    ]);
    trace.parameters.extend(parameters::of_growth(&muscles));
    Some(trace)
}

/// What a cause of a plateau means.
pub(crate) fn cause_words(cause: &str) -> &'static str {
    match cause {
        "less_load" => "the load fell: it keeps the muscle and builds nothing",
        "energy_deficit" => "less is eaten than spent",
        "much_running" => "much running takes a part of the gain",
        _ => "the same load for weeks, and the muscle is used to it",
    }
}

/// The phase of the athlete or of a muscle.
pub(super) fn phase(asked: &Asked<'_>) -> Option<Trace> {
    let (state, muscles) = (seen(asked)?, muscles(asked));
    let mut trace = asked.load_of(&muscles);
    let (whose, phase) = match asked.figure.muscle {
        Some(muscle) => (muscle.label(), of(&state, muscle)?.phase),
        None => ("your legs", state.body.phase),
    };
    let means = match phase {
        "novice" => "small and new to training: everything builds",
        "building" => "the load builds more than there is",
        "plateau" => "built, and used to the load",
        "detraining" => "below the best so far, and the load does not bring it back",
        _ => "neither building nor losing, and never built much",
    };
    trace.verdict = format!(
        "The phase of {whose} is {phase}: {means}. It is judged by size, by the best size so far and by what the load of the \
         last weeks would build."
    );
    trace.facts = muscles.iter().filter_map(|m| Some(fact(m.label(), of(&state, *m)?.phase))).collect();
    trace.facts.push(fact("first day known", state.body.since.clone()));
    trace.parameters =
        parameters::named(&["words.novice", "words.trained", "words.detrained", "words.habit", "limits.hard_week"]);
    trace.parameters.extend(parameters::of_growth(&muscles));
    Some(trace)
}

/// The athlete's own response to training.
pub(super) fn response(asked: &Asked<'_>) -> Option<Trace> {
    let state = seen(asked)?;
    let mut trace = asked.load_of(&JUDGED_BY);
    trace.parameters = parameters::named(&["growth.person_response_sd", "growth.muscle_response_sd", "calibration."]);
    match &state.calibration {
        None => {
            trace.verdict =
                "No measurement of your own is known: the response is that of people in general. Two measurements \
                             of one kind weeks apart (thigh 56.5 cm, dxa legs 19.8 kg, 1rm back squat 120 kg in the \
                             journal) would begin to tell yours."
                    .to_owned();
        }
        Some(found) => {
            (trace.value, trace.low, trace.high) =
                (Some(found.after.median), Some(found.after.low), Some(found.after.high));
            trace.unit = "times the median response";
            trace.verdict = format!(
                "Before any measurement your response was taken as {:.1} to {:.1} times the median (80 % range); with {} \
                 it is {:.1} to {:.1}.",
                found.before.low,
                found.before.high,
                counted(u32::try_from(found.used).unwrap_or(u32::MAX), "measurement"),
                found.after.low,
                found.after.high
            );
            trace.facts = found
                .series
                .iter()
                .map(|s| {
                    let says = if s.says_something { "" } else { "; says nothing yet" };
                    let value = format!(
                        "{:+.1} % from {} to {}, expected {:+.1} % of a median person, error {:.1} points{says}",
                        s.measured_pct, s.from, s.to, s.expected_pct, s.error_points
                    );
                    fact(s.what.clone(), value)
                })
                .collect();
        }
    }
    Some(trace)
}

fn seen(asked: &Asked<'_>) -> Option<StateView> {
    state_view(asked.ledger, asked.view, asked.planned)
}

fn muscles(asked: &Asked<'_>) -> Vec<Muscle> {
    asked.figure.muscle.map_or_else(|| JUDGED_BY.to_vec(), |muscle| vec![muscle])
}

fn of(state: &StateView, muscle: Muscle) -> Option<&MuscleView> {
    state.body.muscles.iter().find(|v| v.muscle == muscle.as_str())
}

fn course(muscle: Muscle, view: &MuscleView) -> String {
    format!("{}: {}.", sentence_label(muscle), course_words(view))
}

fn course_words(view: &MuscleView) -> String {
    match view.course {
        "unknown" if view.probability == 0.0 => "too few days are known to say".to_owned(),
        "unknown" => "whether size grows or falls at the present load is not clear".to_owned(),
        word => format!("{word} over the next 28 days at the present load ({:.0} in 100)", 100.0 * view.probability),
    }
}

fn in_short(view: &MuscleView) -> String {
    let still = view.plateau.as_ref().map_or_else(String::new, |p| format!(", standing still since {}", p.since));
    format!("{}; {} hard sets a week ({}){still}", course_words(view), figure(view.weekly_hse), view.weekly_band)
}

fn facts(state: &StateView, muscle: Muscle) -> Vec<FactView> {
    let Some(view) = of(state, muscle) else { return Vec::new() };
    let label = muscle.label();
    let mut facts = vec![
        fact(
            format!("size of the {label} over untrained"),
            format!("{:+.0} to {:+.0} % (80 % range)", view.size_low_pct, view.size_high_pct),
        ),
        fact(
            "load of the last 28 days",
            format!("{} hard sets a week ({})", figure(view.weekly_hse), view.weekly_band),
        ),
        fact("last day with half a hard set", view.last_stimulus.clone().unwrap_or_else(|| "none".to_owned())),
        fact("phase", view.phase),
        fact("readiness", readiness(view)),
    ];
    if let Some(found) = &view.plateau {
        facts.push(fact("stands still since", format!("{}: {}", found.since, cause_words(found.cause))));
    }
    if let Some(fan) = state.twelve_weeks.iter().find(|t| t.muscle == muscle.as_str()) {
        let value = format!("{} ({} in nine cases of ten)", fan.words, span(fan.going_on));
        facts.push(fact("twelve weeks at this load", value));
    }
    facts
}

fn span(fan: FanView) -> String {
    format!("{} %", signed_span(fan.p05, fan.p95))
}

fn readiness(view: &MuscleView) -> String {
    match view.readiness {
        word @ ("ready" | "unknown") => word.to_owned(),
        word => format!("{word}, {:.0} h to ready", view.hours_to_ready.max(1.0)),
    }
}
