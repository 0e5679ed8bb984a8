//! A muscle's own exhaustion within a session, and how it raises activation.

use crate::method::PerMuscle;
use std::sync::LazyLock;

/// Width of the rounded corner at critical intensity (assumed: it stands for day-to-day doubt about critical speed).
const CORNER: f64 = 0.05;
const REACH: f64 = 0.6;
const STEPS: usize = 600;

/// The rounded corner: 0 well below 0, x well above.
static ROUNDED: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let x = |k: usize| REACH * (2.0 * k as f64 / STEPS as f64 - 1.0);
    (0..=STEPS).map(|k| CORNER * (x(k) / CORNER).exp().ln_1p()).collect()
});

#[inline]
fn rounded(table: &[f64], x: f64) -> f64 {
    if x <= -REACH {
        return 0.0;
    }
    if x >= REACH {
        return x;
    }
    let place = (x / REACH + 1.0) * (STEPS as f64 / 2.0);
    let below = (place as usize).min(STEPS - 1);
    table[below] + (table[below + 1] - table[below]) * (place - below as f64)
}

/// How exhausted each muscle is: 0 fresh, 1 all that can be given above its critical intensity is spent.
///
/// The distance reserve D' of the critical-speed model (Monod and Scherrer 1965 for single muscles, Hughson 1984 for
/// running; recalled), kept for each muscle by the intensity that the muscle itself feels: spent in proportion to what
/// exceeds critical, refilled below it in proportion to what is spare (Skiba 2015 for the form of recovery; recalled).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Exhaustion(PerMuscle);

impl Exhaustion {
    /// Goes on for `duration_s` at the given intensities relative to critical.
    #[inline]
    pub(crate) fn advance(&mut self, intensity: &PerMuscle, duration_s: f64, depletion_s: f64) {
        let table = &**ROUNDED;
        let rate = duration_s / depletion_s;
        // On the level all muscles feel the same.
        let (mut felt, mut spent) = (f64::NAN, 0.0);
        for (z, intensity) in self.0.iter_mut().zip(intensity) {
            if *intensity != felt {
                (felt, spent) = (*intensity, rounded(table, intensity - 1.0));
            }
            let refilled = *z * (1.0 - intensity).max(0.0);
            *z = (*z + rate * (spent - refilled)).clamp(0.0, 1.0);
        }
    }

    /// What is left of the exhaustion when `share` of it remains.
    pub(crate) fn left(self, share: f64) -> Self {
        Self(self.0.map(|z| z * share))
    }

    /// Rests for `duration_s` at a fifth of critical intensity: standing or walking slowly (assumed).
    pub(crate) fn rest(&mut self, duration_s: f64, depletion_s: f64) {
        let left = (-(1.0 - STANDING_INTENSITY) * duration_s / depletion_s).exp();
        for z in &mut self.0 {
            *z *= left;
        }
    }

    /// Activation that keeps up the same force: exhaustion takes `share` of the reserve that is left above it.
    #[inline]
    pub(crate) fn raise(&self, activation: &PerMuscle, share: f64) -> PerMuscle {
        std::array::from_fn(|m| {
            let a = activation[m];
            a / (1.0 - share * (1.0 - a) * self.0[m])
        })
    }
}

/// Intensity of standing still, relative to critical.
pub(crate) const STANDING_INTENSITY: f64 = 0.2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::LEG_MUSCLES;

    #[test]
    fn a_fresh_muscle_well_below_its_critical_intensity_stays_fresh_for_an_hour() {
        let mut muscles = Exhaustion::default();
        muscles.advance(&[0.7; LEG_MUSCLES], 3600.0, 50.0);
        assert!(muscles.0[0] < 0.01, "{}", muscles.0[0]);
    }

    #[test]
    fn twice_the_critical_intensity_empties_a_muscle_in_the_time_constant_and_rest_fills_it() {
        let mut muscles = Exhaustion::default();
        for _ in 0..50 {
            muscles.advance(&[2.0; LEG_MUSCLES], 1.0, 50.0);
        }
        assert!(muscles.0[0] > 0.999);
        muscles.rest(600.0, 50.0);
        assert!(muscles.0[0] < 0.001);
    }

    #[test]
    fn exhaustion_raises_a_half_activation_and_leaves_a_full_one() {
        let mut muscles = Exhaustion::default();
        muscles.advance(&[3.0; LEG_MUSCLES], 100.0, 50.0);
        let raised = muscles.raise(&[0.5; LEG_MUSCLES], 0.4)[0];
        assert!((raised - 0.5 / 0.8).abs() < 1e-12);
        assert_eq!(muscles.raise(&[1.0; LEG_MUSCLES], 0.4)[0], 1.0);
    }
}
