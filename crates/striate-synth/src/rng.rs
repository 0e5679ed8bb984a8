//! Chance that can be repeated: a small generator of our own, so that the same seed gives the same recording with every
//! version of every library.
//!
//! SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): a Weyl sequence
//! through a mixing function. Every source of chance gets its own branch by name ([`Rng::branch`]), so that a new draw in
//! one part of the simulation leaves all the others as they were.

/// A source of chance.
#[derive(Clone, Debug)]
pub struct Rng {
    state: u64,
}

impl Rng {
    /// The source that belongs to a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: mix(seed ^ 0x5354_5249_4154_4521) }
    }

    /// An independent source for one purpose. Does not advance this one.
    #[must_use]
    pub fn branch(&self, purpose: &str) -> Self {
        // FNV-1a over the name: any spread of bits will do, the mixing function does the rest.
        let name =
            purpose.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        Self { state: mix(self.state ^ name) }
    }

    fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// Uniform in 0 up to, not including, 1.
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform between two bounds.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// A whole number between two bounds, both included.
    pub fn count(&mut self, low: usize, high: usize) -> usize {
        low + (self.uniform() * (high - low + 1) as f64) as usize
    }

    /// True in this share of cases.
    pub fn chance(&mut self, share: f64) -> bool {
        self.uniform() < share
    }

    /// One of several, each equally likely.
    ///
    /// # Panics
    /// When there is nothing to choose from.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.count(0, from.len() - 1)]
    }

    /// Normal with mean 0 and standard deviation 1 (Marsaglia's polar method, which needs no sine).
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (self.between(-1.0, 1.0), self.between(-1.0, 1.0));
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * square.ln() / square).sqrt();
            }
        }
    }
}

const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// An error that remembers itself: first-order Gauss-Markov, correlated over about `memory_s` seconds, with a standing
/// standard deviation.
#[derive(Clone, Debug)]
pub struct Wander {
    memory_s: f64,
    deviation: f64,
    value: f64,
    rng: Rng,
}

impl Wander {
    /// A wandering error that starts anywhere in its standing distribution.
    #[must_use]
    pub fn new(deviation: f64, memory_s: f64, mut rng: Rng) -> Self {
        let value = deviation * rng.normal();
        Self { memory_s, deviation, value, rng }
    }

    /// The value `step_s` seconds later.
    pub fn next(&mut self, step_s: f64) -> f64 {
        let kept = (-step_s / self.memory_s).exp();
        self.value = self.value * kept + self.deviation * (1.0 - kept * kept).sqrt() * self.rng.normal();
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_chance_on_every_machine() {
        let mut rng = Rng::new(7);
        let first = [rng.next_u64(), rng.next_u64()];
        let mut again = Rng::new(7);
        assert_eq!(first, [again.next_u64(), again.next_u64()]);
        assert_ne!(first[0], Rng::new(8).next_u64());
    }

    #[test]
    fn a_branch_does_not_depend_on_what_was_drawn_elsewhere() {
        let parent = Rng::new(1);
        let mut early = parent.branch("heart");
        let mut other = parent.branch("gps");
        let _ = other.normal();
        assert_eq!(early.next_u64(), parent.branch("heart").next_u64());
    }

    #[test]
    fn normal_draws_have_mean_zero_and_deviation_one() {
        let mut rng = Rng::new(3);
        let draws: Vec<f64> = (0..20_000).map(|_| rng.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let deviation = (draws.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / 20_000.0).sqrt();
        assert!(mean.abs() < 0.03 && (deviation - 1.0).abs() < 0.03, "mean {mean}, deviation {deviation}");
    }

    #[test]
    fn a_wandering_error_keeps_its_deviation_and_forgets_after_its_memory() {
        let mut wander = Wander::new(2.0, 10.0, Rng::new(5));
        let values: Vec<f64> = (0..50_000).map(|_| wander.next(1.0)).collect();
        let variance = values.iter().map(|v| v * v).sum::<f64>() / values.len() as f64;
        let correlation = |lag: usize| {
            values.iter().zip(&values[lag..]).map(|(a, b)| a * b).sum::<f64>() / (values.len() - lag) as f64 / variance
        };
        assert!((variance.sqrt() - 2.0).abs() < 0.15, "deviation {}", variance.sqrt());
        assert!((correlation(10) - (-1.0_f64).exp()).abs() < 0.06, "correlation {}", correlation(10));
        assert!(correlation(60).abs() < 0.06);
    }
}
