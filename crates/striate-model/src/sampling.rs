//! Seeded sampling of parameters over their ranges: every stage draws in the same way, and a draw is the same on every
//! machine.

/// The seed of all draws. Fixed, so that the same input gives the same band everywhere and always.
const SEED: u64 = 20_261_120;

/// SplitMix64 (Steele, Lea and Flood 2014): small, and the same on every machine and in every version.
#[derive(Clone, Debug)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// A generator whose stream depends on the fixed seed and on `name` alone, so that a new parameter leaves the draws
    /// of the others as they were.
    #[must_use]
    pub fn named(name: &str) -> Self {
        // FNV-1a, 64 bit.
        let hash =
            name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        Self(hash ^ SEED)
    }

    fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in 0 to 1, 1 excluded.
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// `count` numbers between 0 and 1, one in each of `count` equal strata, in an order that depends on `name` alone
/// (a Latin hypercube: McKay, Beckman and Conover 1979). A band from 200 such draws is as steady as one from many more
/// independent ones.
#[must_use]
pub fn stratified(name: &str, count: usize) -> Vec<f64> {
    let mut random = SplitMix64::named(name);
    let mut points: Vec<f64> = (0..count).map(|i| (i as f64 + random.uniform()) / count as f64).collect();
    for i in (1..count).rev() {
        let j = (random.uniform() * (i + 1) as f64) as usize;
        points.swap(i, j);
    }
    points
}

/// The standard normal deviate below which a share `u` lies, cut at 2.5 standard deviations.
///
/// Abramowitz and Stegun 1964, formula 26.2.23: absolute error under 0.000 45.
#[must_use]
pub fn normal(u: f64) -> f64 {
    let tail = u.min(1.0 - u).max(1e-12);
    let t = (-2.0 * tail.ln()).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let size = (t - above / below).clamp(0.0, 2.5);
    if u < 0.5 { -size } else { size }
}

/// Standard deviations between the median and the 10th or 90th percentile.
const TENTH: f64 = 1.281_551_565_5;

/// The value that lies `deviation` standard deviations from the median of a distribution with one draw in ten below
/// `low`, `value` as its median and one draw in ten above `high`: normal in the logarithm where the range is positive (a
/// factor of two up is as likely as a factor of two down), else normal in the value itself, each side with its own width.
#[must_use]
pub fn within(low: f64, value: f64, high: f64, deviation: f64) -> f64 {
    let (end, steps) = (if deviation < 0.0 { low } else { high }, deviation.abs() / TENTH);
    if low > 0.0 { value * (end / value).powf(steps) } else { (value + (end - value) * steps).max(0.0) }
}

/// The 10th and the 90th percentile of the samples, interpolated; the order of the samples is changed.
///
/// # Panics
/// Where there is no sample.
pub fn eight_in_ten(samples: &mut [f64]) -> (f64, f64) {
    samples.sort_unstable_by(f64::total_cmp);
    (quantile(samples, 0.1), quantile(samples, 0.9))
}

/// The value below which a share of the sorted samples lies, interpolated between neighbours.
///
/// # Panics
/// Where there is no sample.
#[must_use]
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    let below = place as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stratum_is_drawn_once_and_half_the_draws_lie_below_the_central_value() {
        let points = stratified("anything", 200);
        let mut strata: Vec<usize> = points.iter().map(|u| (u * 200.0) as usize).collect();
        strata.sort_unstable();
        assert_eq!(strata, (0..200).collect::<Vec<_>>());
        let median = points.iter().filter(|&&u| within(0.5, 1.0, 3.0, normal(u)) < 1.0).count();
        assert_eq!(median, 100);
    }

    #[test]
    fn eight_draws_in_ten_lie_between_low_and_high() {
        for (low, value, high) in [(0.3, 1.0, 3.0), (0.02, 0.05, 0.08), (0.5, 1.0, 1.1)] {
            let inside = stratified("any", 1000).into_iter().map(|u| within(low, value, high, normal(u)));
            let inside = inside.filter(|x| (low..=high).contains(x)).count();
            assert!((798..=802).contains(&inside), "{inside} of 1000 between {low} and {high}");
        }
    }

    #[test]
    fn a_parameter_without_doubt_is_never_drawn_elsewhere() {
        assert_eq!(within(2.0, 2.0, 2.0, normal(0.99)), 2.0);
    }

    #[test]
    fn two_parameters_are_drawn_in_different_orders() {
        assert_ne!(stratified("a", 200), stratified("b", 200));
        assert_eq!(stratified("a", 200), stratified("a", 200));
    }

    #[test]
    fn the_band_of_0_to_100_is_10_to_90() {
        let mut samples: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        assert_eq!(eight_in_ten(&mut samples), (10.0, 90.0));
    }
}
