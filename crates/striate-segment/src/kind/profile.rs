//! What a session looks like as a whole: how hard, how long, how hilly, how its efforts resemble each other.

use super::Evidence;
use crate::clean::{STANDING, running_sums};
use crate::reference::Knowledge;
use crate::speed_duration::best_speed_on_slope;

/// From this slope on it goes uphill, rise over run.
const CLIMB: f64 = 0.035;

/// Bins in which a sustained block is looked for, s.
const BIN_S: usize = 60;

/// Half minutes below this mean are walked, m/s: people go over from walking to running at 1.9 to 2.1 m/s (Thorstensson &
/// Roberthson 1987), but very slow runners run at less. Where steps are measured, those of a walk are fewer than
/// [`RUNNING_STEPS`] a minute, and nobody walks for long at [`RUNS_FROM`].
const WALKS_BELOW: f64 = 1.65;
const RUNNING_STEPS: f64 = 138.0;
const RUNS_FROM: f64 = 2.2;

/// The whole session in figures. Intensities are demand over critical speed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    /// Seconds of moving.
    pub(crate) moving_s: f64,
    /// Mean intensity while moving.
    pub(crate) mean: f64,
    /// Median intensity while moving outside efforts.
    pub(crate) base: f64,
    /// Mean intensity of each third of the moving time.
    pub(crate) thirds: [f64; 3],
    /// Longest block at or above `Profile::block_level`, s, stops left out.
    pub(crate) block_s: f64,
    /// Mean intensity of that block.
    pub(crate) block: f64,
    /// Share of the moving time in half minutes above critical speed (by its error where it is a guess).
    pub(crate) hard_share: f64,
    /// Metres climbed per kilometre, from the smoothed slope.
    pub(crate) climb_per_km: f64,
    /// Share of the moving time on slopes steeper than 6 %.
    pub(crate) steep_share: f64,
    /// Share of the moving time on climbs of 3.5 % and more.
    pub(crate) rising_share: f64,
    /// Share of the moving time on slopes that fall steeper than [`Profile::FALLS`].
    pub(crate) falling_share: f64,
    /// Share of the moving time in half minutes that are slower than running.
    pub(crate) walked_share: f64,
    /// Seconds of efforts.
    pub(crate) work_s: f64,
}

impl Profile {
    /// Intensity from which a sustained block counts: a little below the tempo range, because people slow down and
    /// satellites round corners.
    pub(crate) const BLOCK_LEVEL: f64 = 0.88;

    /// From this slope on running downhill is work for the legs whatever the heart does (trials of downhill running used
    /// 10 to 20 %).
    pub(crate) const FALLS: f64 = 0.06;

    /// Sums the session up.
    pub(crate) fn new(evidence: &Evidence<'_>) -> Self {
        let cleaned = evidence.cleaned;
        let critical = evidence.reference.critical;
        let n = cleaned.grid.len();
        let mut is_effort = vec![false; n];
        for span in evidence.spans {
            let (from, to) = span.grid(n);
            is_effort[from..to].fill(true);
        }
        let moving: Vec<usize> =
            (0..n).filter(|&i| cleaned.motion.active[i] && cleaned.motion.speed_m_per_s[i] >= STANDING).collect();
        if moving.is_empty() {
            return Self::default();
        }
        let intensity = |i: usize| f64::from(cleaned.demand[i]) / critical;
        let mean_of = |part: &[usize]| part.iter().map(|&i| intensity(i)).sum::<f64>() / part.len().max(1) as f64;
        let third = moving.len().div_ceil(3).max(1);
        let mut thirds = [0.0; 3];
        for (k, part) in moving.chunks(third).enumerate() {
            thirds[k] = mean_of(part);
        }
        let mut outside: Vec<f64> = moving.iter().filter(|&&i| !is_effort[i]).map(|&i| intensity(i)).collect();
        let middle = outside.len() / 2;
        let base = if outside.is_empty() { 0.0 } else { *outside.select_nth_unstable_by(middle, f64::total_cmp).1 };
        let (block_s, block) = sustained(&moving, cleaned, critical);
        let limit =
            if evidence.reference.knowledge == Knowledge::Known { 1.0 } else { 1.0 + 0.5 * evidence.reference.error };
        let hard = moving.chunks_exact(30).filter(|bin| mean_of(bin) >= limit).count();
        let mean = |part: &[usize], column: &[f32]| part.iter().map(|&i| f64::from(column[i])).sum::<f64>() / 30.0;
        let is_walked = |part: &&[usize]| {
            let speed = mean(part, &cleaned.motion.speed_m_per_s);
            let steps = mean(part, &cleaned.motion.cadence_steps_per_min);
            if cleaned.motion.cadence_is_measured {
                steps < RUNNING_STEPS && speed < RUNS_FROM
            } else {
                speed < WALKS_BELOW
            }
        };
        let walked = moving.chunks_exact(30).filter(is_walked).count();
        let (mut climb, mut run, mut steep, mut rising, mut falling) = (0.0, 0.0, 0usize, 0usize, 0usize);
        for &i in &moving {
            let (step, grade) = (f64::from(cleaned.motion.speed_m_per_s[i]), f64::from(cleaned.motion.grade[i]));
            climb += (step * grade).max(0.0);
            run += step;
            steep += usize::from(grade.abs() > 0.06);
            rising += usize::from(grade >= CLIMB);
            falling += usize::from(grade < -Self::FALLS);
        }
        Self {
            moving_s: moving.len() as f64,
            mean: mean_of(&moving),
            base,
            thirds,
            block_s,
            block,
            hard_share: (hard * 30) as f64 / moving.len() as f64,
            walked_share: (walked * 30) as f64 / moving.len() as f64,
            climb_per_km: climb / (run / 1000.0).max(0.1),
            steep_share: steep as f64 / moving.len() as f64,
            rising_share: rising as f64 / moving.len() as f64,
            falling_share: falling as f64 / moving.len() as f64,
            work_s: evidence.spans.iter().map(crate::efforts::Span::seconds).sum(),
        }
    }
}

/// The longest block whose bins stay at or above the block level, one weaker bin in eight allowed; its length and mean
/// intensity.
fn sustained(moving: &[usize], cleaned: &crate::clean::Cleaned, critical: f64) -> (f64, f64) {
    let demand: Vec<f32> = moving.iter().map(|&i| cleaned.demand[i]).collect();
    let sums = running_sums(&demand);
    let bins: Vec<f64> = (0..demand.len() / BIN_S)
        .map(|b| (sums[(b + 1) * BIN_S] - sums[b * BIN_S]) / BIN_S as f64 / critical)
        .collect();
    let mut best = (0.0, 0.0);
    let (mut from, mut weak) = (0, 0);
    for b in 0..=bins.len() {
        let ends = b == bins.len() || {
            weak += usize::from(bins[b] < Profile::BLOCK_LEVEL);
            bins[b] < 0.78 || weak * 6 > b + 1 - from
        };
        if ends {
            // A block does not end with weak bins.
            let mut to = b;
            while to > from && bins[to - 1] < Profile::BLOCK_LEVEL {
                to -= 1;
            }
            let seconds = ((to - from) * BIN_S) as f64;
            if seconds > best.0 {
                let mean = (sums[to * BIN_S] - sums[from * BIN_S]) / seconds / critical;
                best = (seconds, mean);
            }
            (from, weak) = (b + 1, 0);
        }
    }
    best
}

/// What the efforts have in common.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Repetitions {
    /// How many.
    pub(crate) count: usize,
    /// Median duration, s.
    pub(crate) seconds: f64,
    /// Median distance, m; 0 where unknown.
    pub(crate) metres: f64,
    /// Median speed over ground, m/s; 0 where unknown.
    pub(crate) speed: f64,
    /// Median intensity (level speed over critical speed).
    pub(crate) intensity: f64,
    /// Median share of the athlete's best over that distance.
    pub(crate) of_best: f64,
    /// Median share of what is possible for that time on that slope.
    pub(crate) of_possible: f64,
    /// Median grade.
    pub(crate) grade: f64,
    /// Share of the efforts on a climb of 3.5 % or more.
    pub(crate) uphill: f64,
    /// Median rest, s; 0 for a single effort.
    pub(crate) rest_s: f64,
    /// Spread of the durations: distance between quartiles over the median.
    pub(crate) spread: f64,
    /// Smallest and largest duration, s.
    pub(crate) range_s: (f64, f64),
}

impl Repetitions {
    /// Sums the efforts up.
    pub(crate) fn new(evidence: &Evidence<'_>) -> Self {
        let efforts = evidence.efforts;
        let median = |mut values: Vec<f64>| {
            values.sort_unstable_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or(0.0)
        };
        let mut lengths: Vec<f64> = efforts.iter().map(|e| e.duration().as_s()).collect();
        lengths.sort_unstable_by(f64::total_cmp);
        let quartile = |q: usize| lengths.get(lengths.len() * q / 4).copied().unwrap_or(0.0);
        let grade = |e: &striate_model::Effort| e.mean_grade.map_or(0.0, striate_model::Grade::as_ratio);
        let sprint = evidence.athlete.max_sprint.value.as_m_per_s();
        let uphill = efforts.iter().filter(|e| grade(e) >= CLIMB).count();
        Self {
            count: efforts.len(),
            seconds: median(lengths.clone()),
            metres: median(efforts.iter().filter_map(|e| e.distance).map(striate_model::Distance::as_m).collect()),
            speed: median(efforts.iter().filter_map(|e| e.mean_speed).map(striate_model::Speed::as_m_per_s).collect()),
            intensity: median(
                efforts
                    .iter()
                    .filter_map(|e| e.fraction_of_max_speed)
                    .map(|f| f * sprint / evidence.reference.critical)
                    .collect(),
            ),
            of_best: median(efforts.iter().filter_map(|e| e.fraction_of_own_best).collect()),
            of_possible: median(
                efforts
                    .iter()
                    .filter_map(|e| {
                        let speed = e.mean_speed?.as_m_per_s();
                        Some(speed / best_speed_on_slope(evidence.athlete, grade(e), e.duration().as_s()).max(0.1))
                    })
                    .collect(),
            ),
            grade: median(efforts.iter().map(grade).collect()),
            uphill: uphill as f64 / efforts.len().max(1) as f64,
            rest_s: median(evidence.recoveries.iter().map(|r| r.duration().as_s()).collect()),
            spread: (quartile(3) - quartile(1)) / quartile(2).max(1.0),
            range_s: (lengths.first().copied().unwrap_or(0.0), lengths.last().copied().unwrap_or(0.0)),
        }
    }
}
