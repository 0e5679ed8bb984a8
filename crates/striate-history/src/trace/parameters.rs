//! The parameters that a figure rests on.

use crate::Performed;
use serde::Serialize;
use striate_model::Muscle;
use striate_state::{GrowthMethod, Parameter};
use striate_stimulus::Method;

/// One number of a method.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParameterView {
    /// Its table: `method.toml` (stimulus) or `growth.toml` (growth and fatigue).
    pub table: &'static str,
    /// Its full name.
    pub name: String,
    /// The central value.
    pub value: f64,
    /// One draw in ten lies below.
    pub low: f64,
    /// One draw in ten lies above.
    pub high: f64,
    /// measured, derived, recalled or assumed.
    pub grade: &'static str,
    /// Where it comes from.
    pub source: String,
}

/// Parameters of the stimulus of every movement on foot.
const ON_FOOT: [&str; 16] = [
    "slow_exponent",
    "fast_exponent_gap",
    "hard_set_s",
    "fatigue_share",
    "swing_s",
    "stance_share",
    "activation_scale",
    "slope_scale",
    "stance_time_scale",
    "swing_time_scale",
    "muscle_scale",
    "critical_speed_estimated",
    "distance_reserve_estimated",
    "slope_error",
    "hill_speed_loss",
    "hill_limit_power",
];
/// Parameters of the stimulus of strength sets.
const LIFTING: [&str; 6] =
    ["direct_set_scale", "indirect_set_scale", "reserve_slope", "reserve_unknown", "light_set", "whole_set_reps"];
/// Tables with an entry for every muscle that movement on foot goes through.
const OF_MUSCLES: [&str; 5] = ["activation", "slope_share", "downhill", "cadence", "fast_fibers"];
/// Parameters of growth and readiness of every muscle.
const GROWTH: [&str; 18] = [
    "growth.gain",
    "growth.dose_scale_hse",
    "growth.daily_life_hse",
    "growth.most_hse",
    "growth.deficit_cost",
    "growth.endurance_cost",
    "growth.growth_weeks",
    "growth.regain_weeks",
    "growth.loss_weeks",
    "growth.keep",
    "growth.group_response",
    "growth.fast_response",
    "growth.running_cost_whole",
    "growth.person_response_sd",
    "growth.muscle_response_sd",
    "fatigue.fatigue_half_h",
    "fatigue.damage_half_h",
    "fatigue.ready_loss",
];

/// Every parameter of both tables.
fn all() -> impl Iterator<Item = ParameterView> {
    let stimulus = Method::builtin().parameters().map(|(name, p)| view("method.toml", name, p));
    stimulus.chain(GrowthMethod::builtin().parameters().map(|(name, p)| view("growth.toml", name, p)))
}

fn view(table: &'static str, name: &str, p: &Parameter) -> ParameterView {
    let (name, source) = (name.to_owned(), p.source.clone());
    ParameterView { table, name, value: p.value, low: p.low, high: p.high, grade: p.grade.as_str(), source }
}

/// The parameters whose full names begin so.
pub(super) fn named(beginnings: &[&str]) -> Vec<ParameterView> {
    all().filter(|p| beginnings.iter().any(|b| p.name.starts_with(b))).collect()
}

/// The parameters behind the dose that these sessions brought a muscle.
pub(super) fn of_dose(muscle: Muscle, sessions: &[&Performed]) -> Vec<ParameterView> {
    let on_foot = sessions.iter().any(|s| s.dose.on_foot_h > 0.0);
    let lifted = sessions.iter().any(|s| s.dose.muscles[muscle].lifting_hse > 0.0);
    let is_behind = |name: &str| match name.split_once('.') {
        Some(("general", name)) => on_foot && ON_FOOT.contains(&name) || lifted && LIFTING.contains(&name),
        Some((table, entry)) => {
            on_foot && OF_MUSCLES.contains(&table) && entry.split('.').next() == Some(muscle.as_str())
        }
        None => false,
    };
    all().filter(|p| p.table == "method.toml" && is_behind(&p.name)).collect()
}

/// The parameters behind what a load makes of muscles.
pub(super) fn of_growth(muscles: &[Muscle]) -> Vec<ParameterView> {
    let has = |of: &[Muscle]| muscles.iter().any(|m| of.contains(m));
    let (is_calf, is_soleus) = (has(&[Muscle::Gastrocnemius, Muscle::Soleus]), has(&[Muscle::Soleus]));
    let is_behind = |name: &str| {
        GROWTH.contains(&name)
            || is_calf && name.starts_with("growth.calf_")
            || is_soleus && name == "growth.soleus_response"
    };
    all().filter(|p| p.table == "growth.toml" && is_behind(&p.name)).collect()
}
