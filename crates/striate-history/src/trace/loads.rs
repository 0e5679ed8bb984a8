//! Loads of the whole athlete: legs, heart, the gate on single runs, sameness, mix, streak.

use crate::Performed;
use crate::trace::{Asked, Trace, counted, fact, parameters, two};
use striate_model::{BodyState, Day};
use striate_state::injury_gate::{self, Basis};
use striate_state::{GrowthMethod, consistency, mix, monotony};
use striate_text::numbers::figure;

const WEEK: i32 = 7;
const FADING: &str = "a day counts less the older it is, so that it is not the sum over the days";

fn body(asked: &Asked<'_>) -> Option<BodyState> {
    let view = asked.view;
    asked.ledger.history().body(view.today, view.person, view.before, GrowthMethod::builtin())
}

fn top(trace: &Trace) -> String {
    trace
        .sessions
        .first()
        .map_or_else(|| "no session of that time gave any".to_owned(), crate::trace::SessionShare::most)
}

fn load(asked: &Asked<'_>, unit: &'static str, name: &str, of: fn(&Performed) -> f64) -> Trace {
    let days = if asked.figure.day.is_some() { 1 } else { WEEK };
    let mut trace = asked.trace(days, unit, of);
    let whole: f64 = asked.sessions(days).into_iter().map(of).sum();
    trace.value = Some(two(whole));
    let when = asked.figure.day.map_or_else(|| "in the last seven days".to_owned(), |day| format!("on {day}"));
    trace.verdict = format!("{name} {when}: {} {unit}; {}.", figure(whole), top(&trace));
    trace
}

/// Leg load.
pub(super) fn impact(asked: &Asked<'_>) -> Trace {
    let mut trace = load(asked, "flat easy km", "Leg load", |s| s.dose.impact_km);
    if let Some(body) = body(asked) {
        let (week, six) = (body.impact.days_7, body.impact.days_42);
        trace.facts.push(fact("fading average of 7 days", format!("{} flat easy km a day", figure(week))));
        trace.facts.push(fact("fading average of 42 days", format!("{} flat easy km a day", figure(six))));
        trace.facts.push(fact("fading", FADING));
    }
    trace.facts.push(fact("what it says", "steps weighted by force, downhill and carried mass; nothing about growth"));
    trace.parameters = parameters::named(&["general.impact_", "general.easy_speed"]);
    trace
}

/// Cardio load.
pub(super) fn cardio(asked: &Asked<'_>) -> Trace {
    let mut trace = load(asked, "impulse", "Cardio load", |s| s.dose.cardio);
    if let Some(body) = body(asked) {
        let (week, six) = (body.cardio.days_7, body.cardio.days_42);
        trace.facts.push(fact("fading average of 7 days", format!("{week:.0} a day")));
        trace.facts.push(fact("fading average of 42 days", format!("{six:.0} a day")));
        trace.facts.push(fact("fading", FADING));
    }
    let athlete = asked.view.athlete;
    let range = format!("{:.0} to {:.0} bpm", athlete.hr_rest.value.as_bpm(), athlete.hr_max.value.as_bpm());
    trace.facts.push(fact("heart rates from rest to highest", range));
    trace.facts.push(fact(
        "what it says",
        "heart, lungs and endurance (Banister 1991: minutes by heart-rate reserve, harder ones more); nothing about growth",
    ));
    trace.parameters = parameters::named(&["general.reserve_at_critical_speed"]);
    trace
}

/// The gate on single runs.
pub(super) fn injury_gate(asked: &Asked<'_>) -> Option<Trace> {
    let (growth, body) = (GrowthMethod::builtin(), body(asked)?);
    let reference = injury_gate::next_reference(&body, growth);
    let days = match reference.basis {
        Basis::LongestOf30Days => growth.limits.gate_days,
        _ => growth.limits.gate_comeback_days,
    };
    // The window of tomorrow's run is today and the days before.
    let is_run = |s: &Performed| s.dose.running_h > 0.0;
    let km = |s: &Performed| if is_run(s) { s.dose.distance.as_m() / 1000.0 } else { 0.0 };
    let mut trace = asked.trace(days as i32, "km", km);
    // A run is no share of another.
    trace.sessions.iter_mut().for_each(|s| s.share = two(s.value / (reference.distance.as_m() / 1000.0)));
    let (reference_km, longest) =
        (reference.distance.as_m() / 1000.0, reference.longest_without_spike(growth).as_m() / 1000.0);
    trace.value = Some(two(longest));
    let from = match (reference.basis, trace.sessions.first()) {
        (Basis::LongestOf30Days, Some(s)) => {
            format!(
                "the longest run of the last 30 days was {reference_km:.1} km ({}, {})",
                s.session.to_lowercase(),
                s.day
            )
        }
        (Basis::Comeback, Some(s)) => {
            format!(
                "no run in 30 days; a share of the longest of six months ({}), {reference_km:.1} km, is assumed",
                s.day
            )
        }
        _ => format!("no run in half a year; {reference_km:.1} km of run-walk is assumed"),
    };
    trace.verdict = format!("Up to {longest:.1} km stays within 10 % of your longest run: {from}.");
    for (far, hazard) in [
        ("10 to 30 % longer", &growth.injury_gate.small_spike_hazard),
        ("30 to 100 % longer", &growth.injury_gate.moderate_spike_hazard),
        ("more than twice as long", &growth.injury_gate.large_spike_hazard),
    ] {
        let value = format!("{:.2} times the injuries (95 %: {:.2} to {:.2})", hazard.value, hazard.low, hazard.high);
        trace.facts.push(fact(far, value));
    }
    trace.facts.push(fact("what it says", "an association over 5,205 runners, not a forecast for one"));
    trace.parameters = parameters::named(&["injury_gate.", "limits.gate_"]);
    Some(trace)
}

/// Much of the same.
pub(super) fn sameness(asked: &Asked<'_>) -> Option<Trace> {
    let found = monotony::sameness(&body(asked)?);
    let days = GrowthMethod::builtin().limits.present_days as i32;
    let is_alike = |s: &Performed| s.dose.running_h > 0.0 && (found.alike.is_empty() || found.alike.contains(&s.day));
    let mut trace =
        asked.trace(days, "m/s", |s| if is_alike(s) { s.dose.mean_speed_m_per_s.unwrap_or(0.0) } else { 0.0 });
    trace.sessions.iter_mut().for_each(|s| s.share = 0.0);
    trace.verdict = if found.is_monotonous {
        format!("Much of the same: {} of the {} runs of 28 days were alike.", found.alike.len(), found.runs)
    } else {
        format!("The {} runs of 28 days are not all alike.", found.runs)
    };
    let percent = |x: Option<f64>| x.map_or_else(|| "not known".to_owned(), |x| format!("{:.0} %", 100.0 * x));
    trace.facts = vec![
        fact("spread of mean speeds", percent(found.speed_spread)),
        fact("spread of mean heart rates", percent(found.heart_rate_spread)),
        fact(
            "monotony of the daily load",
            found.monotony.map_or_else(|| "not known".to_owned(), |m| format!("{m:.1} (mean over standard deviation)")),
        ),
    ];
    trace.parameters = parameters::named(&["limits.same_"]);
    Some(trace)
}

/// Where the stimulus of the legs comes from.
pub(super) fn mix(asked: &Asked<'_>) -> Option<Trace> {
    let muscles: Vec<striate_model::Muscle> = striate_model::Muscle::locomotor().collect();
    let mut trace = asked.load_of(&muscles);
    let doses: Vec<_> = asked.sessions(asked.present_days()).into_iter().map(|s| &s.dose).collect();
    trace.verdict = match mix::mix(doses) {
        Some(m) => format!(
            "The legs' stimulus of 28 days: {:.0} % lifting, {:.0} % sprints, hills and jumps, {:.0} % other running; {}.",
            100.0 * m.lifting,
            100.0 * m.sprinting,
            100.0 * m.endurance,
            top(&trace)
        ),
        None => "No session of 28 days gave the legs any stimulus.".to_owned(),
    };
    Some(trace)
}

/// Weeks in a row.
pub(super) fn streak(asked: &Asked<'_>) -> Trace {
    let days: Vec<Day> = asked.ledger.sessions.iter().map(|s| s.day).filter(|day| *day <= asked.today()).collect();
    let weeks = consistency::weeks(&days, 3, asked.today());
    let found = consistency::consistency(&weeks, asked.today());
    let mut trace = asked.trace(asked.present_days(), "sessions", |_| 1.0);
    trace.value = Some(f64::from(found.streak_weeks));
    trace.unit = "weeks";
    trace.sessions.iter_mut().for_each(|s| s.share = 0.0);
    trace.verdict = format!(
        "{} in a row with three sessions or more; the longest such streak was {}.",
        counted(found.streak_weeks, "week"),
        counted(found.longest_streak_weeks, "week")
    );
    let last = weeks.iter().rev().take(6);
    trace.facts = last.map(|w| fact(format!("week of {}", w.monday), counted(w.done, "session"))).collect();
    trace.parameters = parameters::named(&["limits.week_met_share"]);
    trace
}
