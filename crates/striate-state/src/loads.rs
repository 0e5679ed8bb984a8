//! Leg load and cardio load as averages over one and six weeks.

use striate_model::LoadAverage;

/// The averages a day later, after a day with this much load.
///
/// Exponentially weighted with time constants of 7 and 42 days, the usual fast and slow constants of impulse-response
/// models of training (Banister 1991).
#[must_use]
pub fn day(average: LoadAverage, load: f64) -> LoadAverage {
    let load = if load > 0.0 { load.min(1e9) } else { 0.0 };
    let towards = |old: f64, days: f64| old + (load - old) * (1.0 - (-1.0 / days).exp());
    LoadAverage { days_7: towards(average.days_7, 7.0), days_42: towards(average.days_42, 42.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_load_every_day_is_both_averages_in_the_end_and_rest_empties_them() {
        let steady = (0..400).fold(LoadAverage::default(), |a, _| day(a, 8.0));
        assert!((steady.days_7 - 8.0).abs() < 1e-6 && (steady.days_42 - 8.0).abs() < 1e-3);
        let rested = (0..400).fold(steady, |a, _| day(a, 0.0));
        assert!(rested.days_42 < 1e-3);
    }
}
