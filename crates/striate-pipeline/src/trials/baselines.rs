//! What one would say without any model: the mean of other trials.

use crate::trials::replay::Prediction;
use crate::trials::scores::Scored;
use crate::trials::table::Trial;

/// The scored rows, each with its baselines. The baselines see only other trials and the same class of measurement.
pub(super) fn scored<'a>(trials: &'a [Trial], predictions: &[Prediction]) -> Vec<Scored<'a>> {
    let rows: Vec<(&Trial, f64, Prediction)> = trials
        .iter()
        .zip(predictions)
        .filter(|(trial, _)| trial.is_scored())
        .filter_map(|(trial, prediction)| Some((trial, trial.measured_pct?, *prediction)))
        .collect();
    let mean_where = |keep: &dyn Fn(&Trial) -> bool| {
        let kept: Vec<f64> = rows.iter().filter(|(trial, ..)| keep(trial)).map(|(_, measured, _)| *measured).collect();
        (!kept.is_empty()).then(|| kept.iter().sum::<f64>() / kept.len() as f64)
    };
    rows.iter()
        .map(|&(trial, measured, prediction)| {
            let is_other = |t: &Trial| t.study != trial.study && t.measure.is_fiber() == trial.measure.is_fiber();
            let mean_of_others = mean_where(&is_other).unwrap_or(0.0);
            let type_mean_of_others = mean_where(&|t| is_other(t) && t.mode == trial.mode).unwrap_or(mean_of_others);
            Scored { trial, measured, prediction, mean_of_others, type_mean_of_others }
        })
        .collect()
}
