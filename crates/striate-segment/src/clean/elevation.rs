//! Height to slope, with the standard error that the height's own noise leaves in it.

use super::grid::Grid;
use super::speed::coverage;
use crate::grade::level_factor;

/// The windows over which a slope may be fitted: half their length in metres.
const HALF_WINDOWS_M: [f64; 6] = [12.0, 18.0, 27.0, 40.0, 60.0, 100.0];

/// A slope is wanted to within this standard error where a window allows it.
const WANTED_ERROR: f64 = 0.012;

/// Least noise of a recorded height, m: what a resolution of 0.2 m and a barometer leave.
const LEAST_NOISE_M: f64 = 0.1;

/// Neighbouring heights share their errors: this many count as one.
const CORRELATED: f64 = 3.0;

/// Steeper ground than this is not run; the slope is clamped.
const STEEPEST: f64 = 0.5;

/// The slope of the ground on the grid.
pub(crate) struct Slope {
    /// Rise over run in each second.
    pub(crate) grade: Vec<f32>,
    /// Standard error of a typical value.
    pub(crate) error: f64,
}

/// Fits the slope by least squares of height over distance in a window around each second, as short as the noise of
/// the height allows (see [`WANTED_ERROR`]). `along_m` is the distance run at the start of each second and at the end
/// (one value more than the grid). `None` where height is mostly unknown.
pub(crate) fn slope(height: &[f64], along_m: &[f64], grid: &Grid) -> Option<Slope> {
    if height.is_empty() || coverage(height, grid) < 0.5 {
        return None;
    }
    let n = grid.len();
    let height = filled(height);
    let moved = along_m.last().copied().unwrap_or(0.0);
    let moving_s = along_m.windows(2).filter(|w| w[1] - w[0] > 0.5).count();
    if moved < 50.0 || moving_s == 0 {
        return None;
    }
    let typical_speed = moved / moving_s as f64;
    let noise = noise_m(&height);
    let error_of = |half: f64| {
        let independent = (2.0 * half / typical_speed / CORRELATED).max(1.5);
        noise * 12f64.sqrt() / (2.0 * half * independent.sqrt())
    };
    let half = HALF_WINDOWS_M
        .into_iter()
        .find(|&h| error_of(h) <= WANTED_ERROR)
        .unwrap_or(HALF_WINDOWS_M[HALF_WINDOWS_M.len() - 1]);

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
    let mut last = 0.0f32;
    let mut grade = Vec::with_capacity(n);
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
        while to < n && along_m[to] <= here + half {
            terms(to, 1.0, anchor, &mut sums);
            to += 1;
        }
        while along_m[from] < here - half {
            terms(from, -1.0, anchor, &mut sums);
            from += 1;
        }
        let spread = sums[3] - sums[1] * sums[1] / sums[0];
        if sums[0] >= 3.0 && spread > sums[0] * 9.0 {
            let fitted = (sums[4] - sums[1] * sums[2] / sums[0]) / spread;
            last = fitted.clamp(-STEEPEST, STEEPEST) as f32;
        }
        grade.push(last);
    }
    Some(Slope { grade, error: error_of(half) })
}

/// Twenty seconds of a demand above this are beyond people: 2.2 times critical speed, and 9.5 m/s on the level at least.
const BEYOND_PEOPLE: (f64, f64) = (2.2, 9.5);

/// Whether a slope asks for what nobody could run at the recorded speed, for a hundredth of the time or more: then the
/// height is a guess of satellites and worth nothing.
pub(crate) fn is_beyond_people(slope: &Slope, speed: &[f64], critical_speed: f64) -> bool {
    const SPAN_S: usize = 20;
    let limit = (BEYOND_PEOPLE.0 * critical_speed).max(BEYOND_PEOPLE.1);
    let demand: Vec<f64> = speed.iter().zip(&slope.grade).map(|(v, g)| v * level_factor(f64::from(*g))).collect();
    let beyond = demand.chunks(SPAN_S).filter(|c| c.iter().sum::<f64>() > limit * c.len() as f64).count();
    beyond * 100 * SPAN_S >= speed.len().max(1)
}

/// Unknown heights take the last known one; before the first known one, that one.
fn filled(height: &[f64]) -> Vec<f64> {
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

/// Noise of the height: the robust spread of its second differences over five seconds, which ground hardly bends in.
fn noise_m(height: &[f64]) -> f64 {
    const LAG: usize = 5;
    let stride = (height.len() / 2000).max(1);
    let mut bends: Vec<f32> = (LAG..height.len().saturating_sub(LAG))
        .step_by(stride)
        .map(|i| (height[i - LAG] - 2.0 * height[i] + height[i + LAG]).abs() as f32)
        .collect();
    if bends.len() < 20 {
        return 1.0;
    }
    let middle = bends.len() / 2;
    let (_, median, _) = bends.select_nth_unstable_by(middle, f32::total_cmp);
    // 1.4826 turns a median of absolute values into a standard deviation; a second difference has six times the
    // variance of one value.
    (f64::from(*median) * 1.4826 / 6f64.sqrt()).max(LEAST_NOISE_M)
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
        let slope = slope(&height, &along, &grid).unwrap();
        let worst = slope.grade[20..580].iter().map(|g| (g - 0.08).abs()).fold(0.0, f32::max);
        assert!(f64::from(worst) < 3.5 * slope.error, "worst {worst}, stated {}", slope.error);
        assert!(slope.error < 0.02);
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
        let slope = slope(&height, &along, &grid).unwrap();
        assert!(slope.grade.iter().all(|g| g.abs() < 0.09), "{:?}", slope.grade.iter().copied().fold(0.0, f32::max));
    }
}
