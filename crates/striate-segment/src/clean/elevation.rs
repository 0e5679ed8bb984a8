//! Height to slope, with the standard error that the height's own noise leaves in it.

use super::grid::Grid;
use super::speed::coverage;
use crate::grade::level_factor;

/// The windows over which a slope may be fitted: half their length in metres.
const HALF_WINDOWS_M: [f64; 4] = [12.0, 24.0, 48.0, 96.0];

/// A longer window agrees with a shorter one within this many of the shorter one's errors.
const AGREES: f32 = 1.4;

/// A slope is wanted to within this standard error where a window allows it.
const WANTED_ERROR: f64 = 0.012;

/// Least noise of a recorded height, m: what a resolution of 0.2 m and a barometer leave.
const LEAST_NOISE_M: f64 = 0.1;

/// Neighbouring heights share their errors: this many count as one.
const CORRELATED: f64 = 3.0;

/// Rounded to steps of one, two heights differ by their true difference with a variance of 2/12; neighbours are rounded
/// alike, so that many heights between two steps know no more than two do. Half as much again for what the ends of a
/// least-squares line weigh.
const ROUNDED: f64 = 1.5 / 6.0;

/// Distances in a window must spread at least this much for a slope to be fitted, m².
const LEAST_SPREAD_M2: f64 = 2.0;

/// Steeper ground than this is not run; the slope is clamped.
const STEEPEST: f64 = 0.5;

/// The slope of the ground on the grid.
pub(crate) struct Slope {
    /// Rise over run in each second.
    pub(crate) grade: Vec<f32>,
    /// Standard error of each value.
    pub(crate) errors: Vec<f32>,
    /// Standard error of a typical value.
    pub(crate) error: f64,
}

/// The least step between recorded heights, m: watches store whole metres or fifths of one. `None` where heights hardly
/// change. A tenth of the steps may be smaller (a value that was interpolated by the device).
pub(crate) fn resolution_m(recorded: &[f32]) -> Option<f64> {
    let mut steps: Vec<f32> = recorded.windows(2).map(|w| (w[1] - w[0]).abs()).filter(|s| *s > 1e-3).collect();
    if steps.len() < 5 {
        return None;
    }
    let place = steps.len() / 10;
    Some(f64::from(*steps.select_nth_unstable_by(place, f32::total_cmp).1))
}

/// Fits the slope by least squares of height over distance in a window around each second. Windows grow from
/// [`HALF_WINDOWS_M`]'s shortest until the slope is known well enough; a longer one is taken only where it agrees with
/// the shorter ones within their errors (Lepski's rule), so that a wandering height is smoothed over long and the foot
/// of a hill is not. `along_m` is the distance run at the start of each second and at the end (one value more than the
/// grid). `None` where height is mostly unknown.
pub(crate) fn slope(height: &[f64], along_m: &[f64], grid: &Grid, resolution_m: f64) -> Option<Slope> {
    if height.is_empty() || coverage(height, grid) < 0.5 {
        return None;
    }
    let height = filled(height);
    let moved = along_m.last().copied().unwrap_or(0.0);
    let moving_s = along_m.windows(2).filter(|w| w[1] - w[0] > 0.5).count();
    if moved < 50.0 || moving_s == 0 {
        return None;
    }
    let typical_speed = moved / moving_s as f64;
    let rounded_m2 = resolution_m * resolution_m * ROUNDED;
    let course = Course { height: &height, along_m, noise: Noise::of(&height), rounded_m2, typical_speed };
    let mut best = course.fitted(HALF_WINDOWS_M[0]);
    let mut may_grow = vec![true; best.grade.len()];
    for half in &HALF_WINDOWS_M[1..] {
        if best.typical_error() <= WANTED_ERROR {
            break;
        }
        let longer = course.fitted(*half);
        for (i, grow) in may_grow.iter_mut().enumerate() {
            *grow = *grow && (longer.grade[i] - best.grade[i]).abs() <= AGREES * best.errors[i];
            if *grow {
                best.grade[i] = longer.grade[i];
                best.errors[i] = longer.errors[i];
            }
        }
    }
    let error = best.typical_error();
    Some(Slope { grade: best.grade, errors: best.errors, error })
}

/// A height over a distance, with its noise.
struct Course<'a> {
    height: &'a [f64],
    along_m: &'a [f64],
    noise: Noise,
    /// Variance that rounding leaves in the difference of the heights at a window's ends, m².
    rounded_m2: f64,
    typical_speed: f64,
}

/// Slopes from one window, with their errors.
struct Fitted {
    grade: Vec<f32>,
    errors: Vec<f32>,
}

impl Fitted {
    /// The error of the middle second.
    fn typical_error(&self) -> f64 {
        let mut errors: Vec<f32> = self.errors.iter().step_by((self.errors.len() / 500).max(1)).copied().collect();
        let middle = errors.len() / 2;
        if errors.is_empty() { 0.0 } else { f64::from(*errors.select_nth_unstable_by(middle, f32::total_cmp).1) }
    }
}

impl Course<'_> {
    /// The slope in each second from a window of half this length, m. Where the runner is much slower than usual
    /// (stairs, walking up) the window is bounded in time, so that it does not reach into what came before and after.
    fn fitted(&self, half: f64) -> Fitted {
        let (height, along_m) = (self.height, self.along_m);
        let n = height.len();
        let half_s = (1.3 * half / self.typical_speed).max(6.0) as usize;
        let origin = height[0];
        // Running sums of the window: count, distance, height, distance squared, distance times height.
        let mut sums = [0.0f64; 5];
        let terms = |k: usize, sign: f64, at: f64, sums: &mut [f64; 5]| {
            let (d, h) = (along_m[k] - at, height[k] - origin);
            sums[0] += sign;
            sums[1] += sign * d;
            sums[2] += sign * h;
            sums[3] += sign * d * d;
            sums[4] += sign * d * h;
        };
        let (mut from, mut to) = (0, 0);
        let mut anchor = 0.0;
        let (mut last, mut last_error) = (0.0f32, 0.1f32);
        let mut fitted = Fitted { grade: Vec::with_capacity(n), errors: Vec::with_capacity(n) };
        for i in 0..n {
            let here = along_m[i];
            if here - anchor > 500.0 {
                // Sums are kept about a near anchor so that their differences stay exact on long runs.
                anchor = here;
                sums = [0.0; 5];
                for k in from..to {
                    terms(k, 1.0, anchor, &mut sums);
                }
            }
            while to < n && along_m[to] <= here + half && to <= i + half_s {
                terms(to, 1.0, anchor, &mut sums);
                to += 1;
            }
            while along_m[from] < here - half || from + half_s < i {
                terms(from, -1.0, anchor, &mut sums);
                from += 1;
            }
            // Two divisions in all: they are most of what a second costs.
            let one = 1.0 / sums[0];
            let spread = sums[3] - sums[1] * sums[1] * one;
            if sums[0] >= 3.0 && spread > sums[0] * LEAST_SPREAD_M2 {
                let per_spread = 1.0 / spread;
                let slope = (sums[4] - sums[1] * sums[2] * one) * per_spread;
                last = slope.clamp(-STEEPEST, STEEPEST) as f32;
                // A line fitted to a walk of chance over a time T has a slope of variance 6/5 q/T; over a distance that
                // is 1/10 q T / variance of the distances.
                let white = self.noise.white_m * self.noise.white_m * CORRELATED;
                let walk = 0.1 * self.noise.walk_m2_per_s * sums[0] * sums[0];
                let length = (along_m[to - 1] - along_m[from]).max(1.0);
                last_error = ((white + walk) * per_spread + self.rounded_m2 / (length * length)).sqrt() as f32;
            }
            fitted.grade.push(last);
            fitted.errors.push(last_error);
        }
        fitted
    }
}

/// Twenty seconds of a demand above this are beyond people: 2.2 times critical speed, and 9.5 m/s on the level at
/// least.
const BEYOND_PEOPLE: (f64, f64) = (2.2, 9.5);

/// The demand that is beyond people for an athlete of this critical speed, m/s.
pub(crate) fn beyond_people(critical_speed: f64) -> f64 {
    (BEYOND_PEOPLE.0 * critical_speed).max(BEYOND_PEOPLE.1)
}

/// Whether a slope asks for what nobody could run at the recorded speed (a demand above `limit`), for a hundredth of the
/// time or more: then the height is a guess of satellites and worth nothing.
pub(crate) fn is_beyond_people(slope: &Slope, speed: &[f64], limit: f64) -> bool {
    const SPAN_S: usize = 20;
    let demand: Vec<f64> = speed.iter().zip(&slope.grade).map(|(v, g)| v * level_factor(f64::from(*g))).collect();
    let beyond = demand.chunks(SPAN_S).filter(|c| c.iter().sum::<f64>() > limit * c.len() as f64).count();
    beyond * 100 * SPAN_S >= speed.len().max(1)
}

/// Unknown heights take the last known one; before the first known one, that one.
pub(crate) fn filled(height: &[f64]) -> Vec<f64> {
    let mut last = height.iter().copied().find(|v| !v.is_nan()).unwrap_or(0.0);
    height
        .iter()
        .map(|&v| {
            if !v.is_nan() {
                last = v;
            }
            last
        })
        .collect()
}

/// Whether a height is air pressure's: heights from satellites stray by metres from one second to the next or within a
/// minute.
pub(crate) fn is_quiet(height: &[f64]) -> bool {
    let noise = Noise::of(height);
    noise.white_m <= 0.5 && noise.walk_m2_per_s <= 0.1
}

/// The two kinds of noise of a recorded height.
struct Noise {
    /// Standard deviation of each value by itself, m.
    white_m: f64,
    /// Variance that the error gains in a second, m²/s: heights from satellites wander like a walk of chance.
    walk_m2_per_s: f64,
}

impl Noise {
    /// From second differences over two and four seconds, in which ground hardly bends: white noise leaves six times
    /// its variance in both, a walk leaves twice its rate times the lag.
    fn of(height: &[f64]) -> Self {
        let (Some(short), Some(long)) = (bend_variance(height, 2), bend_variance(height, 4)) else {
            return Self { white_m: 1.0, walk_m2_per_s: 0.0 };
        };
        let walk = ((long - short) / 4.0).max(0.0);
        let white = ((short - 4.0 * walk).max(0.0) / 6.0).sqrt();
        Self { white_m: white.max(LEAST_NOISE_M), walk_m2_per_s: walk }
    }
}

/// Robust variance of the second difference of the height over a lag.
fn bend_variance(height: &[f64], lag: usize) -> Option<f64> {
    let stride = (height.len() / 2000).max(1);
    let mut bends: Vec<f32> = (lag..height.len().saturating_sub(lag))
        .step_by(stride)
        .map(|i| (height[i - lag] - 2.0 * height[i] + height[i + lag]).abs() as f32)
        .collect();
    if bends.len() < 20 {
        return None;
    }
    // The mean of the smaller seven tenths: ground that bends is among the larger ones, and a mean sees through heights
    // in steps of their resolution where a median would be nought. Of a normal deviate it is 0.4735 standard
    // deviations.
    let kept = bends.len() * 7 / 10;
    let (smaller, _, _) = bends.select_nth_unstable_by(kept, f32::total_cmp);
    let mean = smaller.iter().map(|b| f64::from(*b)).sum::<f64>() / kept as f64;
    Some((mean / 0.4735).powi(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use striate_model::Timestamp;

    fn setting(n: usize) -> (Grid, Vec<f64>) {
        let times: Vec<Timestamp> = (0..n).map(|i| Timestamp::from_unix_ms(i as i64 * 1000)).collect();
        (Grid::new(&times, &[], &mut Vec::new()), (0..=n).map(|i| i as f64 * 3.0).collect())
    }

    #[test]
    fn a_steady_climb_of_eight_per_cent_is_found_through_a_noisy_barometer() {
        let (grid, along) = setting(600);
        let wobble = |i: usize| 0.3 * ((i * 7919 % 101) as f64 / 50.0 - 1.0);
        let height: Vec<f64> = (0..600).map(|i| 100.0 + 0.08 * along[i] + wobble(i)).collect();
        let slope = slope(&height, &along, &grid, 0.2).unwrap();
        let worst = slope.grade[20..580].iter().map(|g| (g - 0.08).abs()).fold(0.0, f32::max);
        assert!(f64::from(worst) < 3.5 * slope.error, "worst {worst}, stated {}", slope.error);
        assert!(slope.error < 0.02);
    }

    #[test]
    fn steps_of_a_whole_metre_are_known_for_what_they_are() {
        let (grid, along) = setting(1200);
        let height: Vec<f64> = (0..1200).map(|i| (100.0 + 3.0 * (along[i] / 300.0).sin()).round()).collect();
        let recorded: Vec<f32> = height.iter().map(|h| *h as f32).collect();
        let resolution = resolution_m(&recorded).unwrap();
        assert!((resolution - 1.0).abs() < 1e-6);
        let slope = slope(&height, &along, &grid, resolution).unwrap();
        let truth = |i: usize| 0.01 * (along[i] / 300.0).cos();
        let inside =
            (0..1200).filter(|&i| (f64::from(slope.grade[i]) - truth(i)).abs() <= 2.0 * f64::from(slope.errors[i]));
        assert!(inside.count() >= 1140 && slope.error > 0.002, "{}", slope.error);
    }

    #[test]
    fn a_drifting_barometer_while_standing_is_no_hill() {
        let (grid, mut along) = setting(600);
        for i in 200..=600 {
            along[i] = if i < 400 { along[199] } else { along[199] + 3.0 * (i - 400) as f64 };
        }
        let height: Vec<f64> = (0..600)
            .map(|i| {
                if (200..400).contains(&i) {
                    0.01 * (i - 200) as f64
                } else if i < 200 {
                    0.0
                } else {
                    2.0
                }
            })
            .collect();
        let slope = slope(&height, &along, &grid, 0.2).unwrap();
        assert!(slope.grade.iter().all(|g| g.abs() < 0.09), "{:?}", slope.grade.iter().copied().fold(0.0, f32::max));
    }
}
