//! What really happened, written beside a recording and never shown to the analysis.
//!
//! **Edges.** An effort begins at the instant the runner begins to change to its pace and ends at the instant the runner
//! stops pushing (crosses the line, reaches the top, hears the beep). Speed needs one to two seconds to follow, so half
//! of the change of speed lies about one second after the beginning and one to two seconds after the end.
//!
//! **What counts.** A span counts as an effort when the script means it as one: eight seconds or longer, a demand above
//! the first threshold (82 % of critical speed on grade-adjusted speed), and a recovery on at least one side. Running
//! between traffic lights or walking breaks at an easy demand is no effort, nor is a continuous block or a rolling hill.

use crate::body::{Performance, Performed};
use crate::runner::{Runner, running_cost};
use crate::script::{Plan, Role};
use serde::{Deserialize, Serialize};
use striate_model::Timestamp;

/// One true effort.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueEffort {
    /// The runner's intention begins, RFC 3339 with milliseconds.
    pub start: String,
    /// The runner's intention ends, RFC 3339 with milliseconds.
    pub end: String,
    /// Seconds from the start of the recording to the beginning.
    pub start_s: f64,
    /// Seconds from the start of the recording to the end.
    pub end_s: f64,
    /// True distance over ground, m.
    pub distance_m: f64,
    /// True mean speed, m/s.
    pub mean_speed_m_per_s: f64,
    /// True mean grade, rise over run.
    pub mean_grade: f64,
    /// Mean demand: the flat speed of equal cost (carried mass included) over critical speed.
    pub demand: f64,
    /// Mean speed over the runner's best over that distance; absent on slopes steeper than 3 %.
    pub fraction_of_own_best: Option<f64>,
}

/// One true strength set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueSet {
    /// The exercise in words.
    pub exercise: String,
    /// Repetitions.
    pub reps: u16,
    /// Load on the bar, kg; absent for the body alone.
    pub mass_kg: Option<f64>,
    /// Seconds from the start of the recording to the beginning.
    pub start_s: f64,
    /// How long it lasted, s.
    pub duration_s: f64,
}

/// The runner of a recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueRunner {
    /// Critical speed, m/s.
    pub critical_speed_m_per_s: f64,
    /// Distance that can be run above critical speed, m.
    pub distance_reserve_m: f64,
    /// Highest speed, m/s.
    pub max_sprint_m_per_s: f64,
    /// Body mass, kg.
    pub mass_kg: f64,
    /// Body height, m.
    pub height_m: f64,
    /// Heart rate at rest, beats a minute.
    pub hr_rest_bpm: f64,
    /// Highest heart rate, beats a minute.
    pub hr_max_bpm: f64,
}

/// The truth of one recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// What the scenario is called.
    pub name: String,
    /// The family of scenarios it belongs to, for scores by family.
    pub family: String,
    /// The seed it was made from.
    pub seed: u64,
    /// Kind by the product's definitions.
    pub kind: String,
    /// Faults put in, by name.
    pub faults: Vec<String>,
    /// The runner.
    pub runner: TrueRunner,
    /// Mass carried on top of the body, kg.
    pub added_mass_kg: f64,
    /// True distance over ground with the timer running or not, m.
    pub distance_m: f64,
    /// True sum of all climbs, m.
    pub ascent_m: f64,
    /// Efforts in order.
    pub efforts: Vec<TrueEffort>,
    /// Working sets in order.
    pub sets: Vec<TrueSet>,
}

impl From<&Runner> for TrueRunner {
    fn from(runner: &Runner) -> Self {
        Self {
            critical_speed_m_per_s: round(runner.critical_speed_m_per_s, 3),
            distance_reserve_m: round(runner.distance_reserve_m, 1),
            max_sprint_m_per_s: round(runner.max_sprint_m_per_s, 3),
            mass_kg: runner.mass_kg,
            height_m: runner.height_m,
            hr_rest_bpm: runner.hr_rest_bpm,
            hr_max_bpm: runner.hr_max_bpm,
        }
    }
}

/// Reads the efforts off a performed plan.
pub(crate) fn efforts(performance: &Performance, plan: &Plan, runner: &Runner, start: Timestamp) -> Vec<TrueEffort> {
    performance
        .parts
        .iter()
        .filter(|p| p.part.role == Role::Effort)
        .map(|p| effort(p, performance, plan, runner, start))
        .collect()
}

fn effort(done: &Performed, performance: &Performance, plan: &Plan, runner: &Runner, start: Timestamp) -> TrueEffort {
    let (seconds, metres) = (done.end_s - done.start_s, done.end_m - done.start_m);
    let mean_speed = metres / seconds;
    let mean_grade = if metres > 0.0 { done.climb_m / metres } else { 0.0 };
    let load = 1.0 + plan.carried_mass_kg / runner.mass_kg;
    let inside = &performance.moments
        [done.start_s.ceil() as usize..(done.end_s.floor() as usize).min(performance.moments.len())];
    let flat_speed =
        inside.iter().map(|m| m.speed_m_per_s * running_cost(m.grade) / running_cost(0.0) * load).sum::<f64>()
            / inside.len().max(1) as f64;
    TrueEffort {
        start: rfc3339(start, done.start_s),
        end: rfc3339(start, done.end_s),
        start_s: round(done.start_s, 1),
        end_s: round(done.end_s, 1),
        distance_m: round(metres, 1),
        mean_speed_m_per_s: round(mean_speed, 3),
        mean_grade: round(mean_grade, 4),
        demand: round(flat_speed / runner.critical_speed_m_per_s, 3),
        fraction_of_own_best: (mean_grade.abs() <= 0.03)
            .then(|| round(mean_speed / runner.best_over_distance(metres), 3)),
    }
}

/// The sum of all climbs, m.
pub(crate) fn ascent_m(performance: &Performance) -> f64 {
    performance.moments.windows(2).map(|w| (w[1].place.height_m - w[0].place.height_m).max(0.0)).sum()
}

/// An instant some seconds after the start, RFC 3339 with milliseconds.
pub(crate) fn rfc3339(start: Timestamp, seconds: f64) -> String {
    let ms = start.as_unix_ms() + (seconds * 1000.0).round() as i64;
    let instant = jiff::Timestamp::from_millisecond(ms).expect("scenarios lie in this century");
    format!("{instant:.3}")
}

pub(crate) fn round(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}
