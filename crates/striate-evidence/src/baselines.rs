//! What one would say without any model: the mean of other trials.

use crate::chance;
use crate::replay::Prediction;
use crate::scores::Scored;
use crate::table::Trial;
use striate_model::sampling;
use striate_state::GrowthMethod;

/// The scored rows, each with its baselines. The baselines see only other trials and the same class of measurement.
pub(super) fn scored<'a>(trials: &'a [Trial], predictions: &[Prediction], growth: &GrowthMethod) -> Vec<Scored<'a>> {
    let rows: Vec<(&Trial, f64, Prediction)> = trials
        .iter()
        .zip(predictions)
        .filter(|(trial, _)| trial.is_scored())
        .filter_map(|(trial, prediction)| Some((trial, trial.measured_pct?, *prediction)))
        .collect();
    let kept_where = |keep: &dyn Fn(&Trial) -> bool| -> Vec<f64> {
        rows.iter().filter(|(trial, ..)| keep(trial)).map(|(_, measured, _)| *measured).collect()
    };
    let mean_where = |keep: &dyn Fn(&Trial) -> bool| {
        let kept = kept_where(keep);
        (!kept.is_empty()).then(|| kept.iter().sum::<f64>() / kept.len() as f64)
    };
    let median_where = |keep: &dyn Fn(&Trial) -> bool| {
        let mut kept = kept_where(keep);
        kept.sort_unstable_by(f64::total_cmp);
        (!kept.is_empty()).then(|| sampling::quantile(&kept, 0.5))
    };
    rows.iter()
        .map(|&(trial, measured, prediction)| {
            let is_other = |t: &Trial| t.study != trial.study && t.measure.is_fiber() == trial.measure.is_fiber();
            let mean_of_others = mean_where(&is_other).unwrap_or(0.0);
            let type_mean_of_others = mean_where(&|t| is_other(t) && t.mode == trial.mode).unwrap_or(mean_of_others);
            let constant = median_where(&|t| is_other(t) && t.mode == trial.mode).unwrap_or(0.0);
            let floor = chance::floor_points(trial, prediction.central, growth);
            Scored { trial, measured, prediction, mean_of_others, type_mean_of_others, constant, floor }
        })
        .collect()
}
