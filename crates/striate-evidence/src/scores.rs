//! How well predictions meet measurements.

use crate::Scores;
use crate::replay::Prediction;
use crate::table::Trial;
use serde::Serialize;
use std::collections::BTreeMap;
use striate_model::sampling::{self, SplitMix64};

/// A scored row: prediction, measurement and what the baselines would have said.
#[derive(Clone, Copy, Debug)]
pub struct Scored<'a> {
    /// The row.
    pub trial: &'a Trial,
    /// Measured change, percent.
    pub measured: f64,
    /// What the engine says.
    pub prediction: Prediction,
    /// Mean of the other trials of the same class of measurement, percent.
    pub mean_of_others: f64,
    /// Mean of the same type of training and class over the other trials, percent; that of all others where there is none.
    pub type_mean_of_others: f64,
    /// Median of the same, percent: the best constant that somebody could say who does not know this trial.
    pub constant: f64,
    /// What chance alone leaves of an error, percentage points; `None` where the number of people is not known.
    pub floor: Option<f64>,
}

/// Scores over a group of rows. A figure that the rows cannot give is null.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Score {
    /// How many rows.
    pub n: usize,
    /// Spearman's rank correlation, ties averaged.
    pub spearman: Option<f64>,
    /// Nine in ten such tables, drawn by whole studies, have a rank correlation between these.
    pub spearman_90: Option<[f64; 2]>,
    /// Mean absolute error, percentage points.
    pub mae_points: Option<f64>,
    /// Nine in ten such tables, drawn by whole studies, have a mean absolute error between these.
    pub mae_90: Option<[f64; 2]>,
    /// Share of rows whose sign is right, within 1.5 points counting as zero.
    pub sign_agreement: Option<f64>,
    /// Share of measurements within the band, which should be 0.8.
    pub coverage: Option<f64>,
    /// Mean interval score of the band: its width, and ten times the distance of what lies outside.
    pub mean_interval_score: Option<f64>,
    /// Mean error, prediction less measurement, percentage points.
    pub bias_points: Option<f64>,
    /// Mean absolute error of saying zero every time.
    pub mae_always_zero: Option<f64>,
    /// Mean absolute error of saying the mean of the other trials of the class.
    pub mae_mean_of_others: Option<f64>,
    /// Mean absolute error of saying the mean of the same type of training over the other trials of the class.
    pub mae_type_mean_of_others: Option<f64>,
    /// Mean absolute error of saying the median of the same type of training over the other trials of the class.
    pub mae_constant: Option<f64>,
    /// Mean absolute error that chance alone leaves to somebody who knows the true changes: few people, a device that errs.
    pub mae_floor: Option<f64>,
    /// Spearman's rank correlation of the mean of the same type.
    pub spearman_type_mean_of_others: Option<f64>,
}

/// Changes this small count as none, percentage points.
const DEAD_ZONE: f64 = 1.5;
/// What lies outside of a band for eight in ten costs ten times its distance: 2 / (1 - 0.8).
const OUTSIDE_COST: f64 = 10.0;

/// The scores of all classes over the rows to keep.
pub(super) fn by_class(rows: &[Scored<'_>], keep: &dyn Fn(&Trial) -> bool) -> Scores {
    let of = |class: &dyn Fn(&Trial) -> bool| score(rows, |t| keep(t) && class(t));
    Scores {
        all: of(&|_| true),
        whole_muscle: of(&|t| !t.measure.is_fiber()),
        running_whole_muscle: of(&|t| !t.measure.is_fiber() && t.is_running()),
        plain_running_whole_muscle: of(&|t| !t.measure.is_fiber() && t.is_plain_running()),
        fiber: of(&|t| t.measure.is_fiber()),
    }
}

/// The score over the rows to keep.
pub(super) fn score(rows: &[Scored<'_>], keep: impl Fn(&Trial) -> bool) -> Score {
    let rows: Vec<&Scored<'_>> = rows.iter().filter(|row| keep(row.trial)).collect();
    let mean = |of: &dyn Fn(&Scored<'_>) -> f64| {
        (!rows.is_empty()).then(|| rounded(rows.iter().map(|row| of(row)).sum::<f64>() / rows.len() as f64))
    };
    let share = |of: &dyn Fn(&Scored<'_>) -> bool| mean(&|row| f64::from(u8::from(of(row))));
    let measured: Vec<f64> = rows.iter().map(|r| r.measured).collect();
    let correlation =
        |of: &dyn Fn(&Scored<'_>) -> f64| spearman(&measured, &rows.iter().map(|r| of(r)).collect::<Vec<_>>());
    let resampled = resampled(&rows);
    Score {
        n: rows.len(),
        spearman: correlation(&|r| r.prediction.central),
        spearman_90: resampled.as_ref().and_then(|r| nine_in_ten(&r.0)),
        mae_points: mean(&|r| (r.prediction.central - r.measured).abs()),
        mae_90: resampled.as_ref().and_then(|r| nine_in_ten(&r.1)),
        sign_agreement: share(&|r| sign(r.prediction.central) == sign(r.measured)),
        coverage: share(&|r| (r.prediction.low..=r.prediction.high).contains(&r.measured)),
        mean_interval_score: mean(&|r| interval_score(r.prediction, r.measured)),
        bias_points: mean(&|r| r.prediction.central - r.measured),
        mae_always_zero: mean(&|r| r.measured.abs()),
        mae_mean_of_others: mean(&|r| (r.mean_of_others - r.measured).abs()),
        mae_type_mean_of_others: mean(&|r| (r.type_mean_of_others - r.measured).abs()),
        mae_constant: mean(&|r| (r.constant - r.measured).abs()),
        mae_floor: mean_known(rows.iter().filter_map(|r| r.floor)),
        spearman_type_mean_of_others: correlation(&|r| r.type_mean_of_others),
    }
}

fn mean_known(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), x| (sum + x, count + 1));
    (count > 0).then(|| rounded(sum / f64::from(count)))
}

/// Tables drawn from the studies of these rows with replacement.
const RESAMPLES: usize = 300;

/// Rank correlations and mean errors of tables of as many studies, drawn from these with replacement: rows of one study are
/// no independent evidence. `None` where there are fewer than three studies.
fn resampled(rows: &[&Scored<'_>]) -> Option<(Vec<f64>, Vec<f64>)> {
    let mut studies: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for row in rows {
        studies.entry(row.trial.study.as_str()).or_default().push((row.measured, row.prediction.central));
    }
    let studies: Vec<Vec<(f64, f64)>> = studies.into_values().collect();
    if studies.len() < 3 {
        return None;
    }
    let mut random = SplitMix64::named("trials.bootstrap");
    let (mut correlations, mut errors) = (Vec::new(), Vec::new());
    for _ in 0..RESAMPLES {
        let drawn: Vec<(f64, f64)> = (0..studies.len())
            .flat_map(|_| studies[((random.uniform() * studies.len() as f64) as usize).min(studies.len() - 1)].clone())
            .collect();
        errors.push(drawn.iter().map(|(m, p)| (p - m).abs()).sum::<f64>() / drawn.len() as f64);
        let (measured, predicted): (Vec<f64>, Vec<f64>) = drawn.into_iter().unzip();
        correlations.extend(spearman(&measured, &predicted));
    }
    Some((correlations, errors))
}

/// The 5th and the 95th percentile.
fn nine_in_ten(samples: &[f64]) -> Option<[f64; 2]> {
    let mut samples = samples.to_vec();
    samples.sort_unstable_by(f64::total_cmp);
    (samples.len() > 20).then(|| [0.05, 0.95].map(|share| rounded(sampling::quantile(&samples, share))))
}

fn rounded(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}

fn sign(change: f64) -> i8 {
    if change.abs() <= DEAD_ZONE {
        0
    } else if change > 0.0 {
        1
    } else {
        -1
    }
}

fn interval_score(band: Prediction, measured: f64) -> f64 {
    let outside = (band.low - measured).max(measured - band.high).max(0.0);
    band.high - band.low + OUTSIDE_COST * outside
}

/// Spearman's rank correlation with averaged ties; `None` for fewer than three pairs or where one side is all alike.
fn spearman(a: &[f64], b: &[f64]) -> Option<f64> {
    if a.len() < 3 {
        return None;
    }
    let (a, b) = (ranks(a), ranks(b));
    let mean = (a.len() + 1) as f64 / 2.0;
    let product = |x: &[f64], y: &[f64]| -> f64 { x.iter().zip(y).map(|(x, y)| (x - mean) * (y - mean)).sum() };
    let spread = (product(&a, &a) * product(&b, &b)).sqrt();
    (spread > 0.0).then(|| rounded(product(&a, &b) / spread))
}

/// Ranks from 1, equal values sharing the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    values
        .iter()
        .map(|x| {
            let below = sorted.partition_point(|y| y < x);
            let equal = sorted.partition_point(|y| y <= x) - below;
            below as f64 + (equal + 1) as f64 / 2.0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_the_mean_of_their_ranks() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 7.0]), [2.5, 1.0, 2.5, 4.0]);
    }

    #[test]
    fn the_same_order_correlates_fully_and_the_opposite_order_fully_the_other_way() {
        assert_eq!(spearman(&[1.0, 2.0, 9.0], &[10.0, 20.0, 21.0]), Some(1.0));
        assert_eq!(spearman(&[1.0, 2.0, 9.0], &[3.0, 2.0, 1.0]), Some(-1.0));
        assert_eq!(spearman(&[1.0, 2.0, 9.0], &[1.0, 1.0, 1.0]), None);
        assert_eq!(spearman(&[1.0, 2.0], &[1.0, 2.0]), None);
    }

    #[test]
    fn nine_in_ten_resampled_tables_hold_the_score_of_the_table_itself() {
        let mut random = SplitMix64::named("a table");
        let samples: Vec<f64> = (0..200).map(|_| random.uniform()).collect();
        let [low, high] = nine_in_ten(&samples).unwrap();
        assert!((0.0..0.15).contains(&low) && (0.85..1.0).contains(&high), "{low} {high}");
        assert_eq!(nine_in_ten(&samples[..5]), None);
    }

    #[test]
    fn a_measurement_outside_the_band_costs_ten_times_its_distance() {
        let band = Prediction { central: 2.0, low: 0.0, high: 4.0 };
        assert_eq!(interval_score(band, 1.0), 4.0);
        assert_eq!(interval_score(band, 5.0), 14.0);
        assert_eq!(interval_score(band, -0.5), 9.0);
    }

    #[test]
    fn changes_within_a_point_and_a_half_have_no_sign() {
        assert_eq!([-20.0, -1.5, 0.0, 1.5, 1.6].map(sign), [-1, 0, 0, 0, 1]);
    }
}
