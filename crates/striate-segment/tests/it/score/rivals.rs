//! Simpler ways to find efforts, scored beside ours: what the literature and the field do first. Each gets the same
//! cleaned demand and the same correction for the runner's inertia, so that only the method differs.

use super::tally::Seconds;
use striate_model::{Athlete, Motion};
use striate_segment::level_factor;

/// Name and method.
pub(crate) type Rival = (&'static str, fn(&[f64], f64) -> Vec<Seconds>);

/// The methods.
pub(crate) const RIVALS: [Rival; 4] = [
    ("one threshold (Otsu)", one_threshold),
    ("hysteresis on a running mean", hysteresis),
    ("hidden Markov model, 3 states", markov),
    ("binary segmentation, threshold", binary_segmentation),
];

/// The level speed of the same demand in each second, as a reader of the public API can compute it.
pub(crate) fn demand(motion: &Motion) -> Vec<f64> {
    let error = motion.grade_error.map_or(0.0, striate_model::Grade::as_ratio);
    motion
        .speed_m_per_s
        .iter()
        .zip(&motion.grade)
        .map(|(v, g)| {
            let grade = f64::from(*g);
            let sure = if error > 0.02 || grade.abs() < 1.5 * error { 0.0 } else { grade };
            f64::from(*v) * level_factor(sure)
        })
        .collect()
}

/// What a rival finds, as seconds after the start of the grid.
pub(crate) fn find(rival: &Rival, motion: &Motion, athlete: &Athlete) -> Vec<Seconds> {
    let spans = (rival.1)(&demand(motion), athlete.critical_speed.value.as_m_per_s());
    spans.into_iter().filter(|s| s.1 - s.0 >= 8.0).map(|s| ((s.0 - 0.8).max(0.0), s.1 - 0.4)).collect()
}

/// Stretches of `true`, gaps shorter than five seconds closed.
fn stretches(is_work: &[bool]) -> Vec<Seconds> {
    let mut out: Vec<Seconds> = Vec::new();
    let mut from = None;
    for i in 0..=is_work.len() {
        match (from, is_work.get(i).copied().unwrap_or(false)) {
            (None, true) => from = Some(i),
            (Some(start), false) => {
                match out.last_mut() {
                    Some(last) if start as f64 - last.1 < 5.0 => last.1 = i as f64,
                    _ => out.push((start as f64, i as f64)),
                }
                from = None;
            }
            _ => {}
        }
    }
    out
}

fn smoothed(demand: &[f64], reach: usize) -> Vec<f64> {
    (0..demand.len())
        .map(|i| {
            let around = &demand[i.saturating_sub(reach)..(i + reach + 1).min(demand.len())];
            around.iter().sum::<f64>() / around.len() as f64
        })
        .collect()
}

/// Otsu 1979: the level that parts the session's running best into two classes.
fn one_threshold(demand: &[f64], _critical: f64) -> Vec<Seconds> {
    let smooth = smoothed(demand, 2);
    let mut running: Vec<f64> = smooth.iter().copied().filter(|v| *v > 1.0).collect();
    running.sort_unstable_by(f64::total_cmp);
    let total: f64 = running.iter().sum();
    let (mut low, mut best, mut threshold) = (0.0, 0.0, f64::INFINITY);
    for (i, v) in running.iter().enumerate().take(running.len().saturating_sub(1)) {
        low += v;
        let (n1, n2) = ((i + 1) as f64, (running.len() - i - 1) as f64);
        let between = n1 * n2 * (low / n1 - (total - low) / n2).powi(2);
        if between > best {
            (best, threshold) = (between, *v);
        }
    }
    stretches(&smooth.iter().map(|v| *v > threshold).collect::<Vec<_>>())
}

/// Above 0.92 of critical speed work begins, below 0.84 it ends, on a mean of eleven seconds.
fn hysteresis(demand: &[f64], critical: f64) -> Vec<Seconds> {
    let mut is_on = false;
    let work: Vec<bool> = smoothed(demand, 5)
        .iter()
        .map(|v| {
            is_on = if is_on { *v > 0.84 * critical } else { *v > 0.92 * critical };
            is_on
        })
        .collect();
    stretches(&work)
}

/// Standing, easy and hard with normal emissions about the session's own levels (three means), sticky transitions,
/// decoded by Viterbi.
fn markov(demand: &[f64], critical: f64) -> Vec<Seconds> {
    const STAY: f64 = 0.99;
    let smooth = smoothed(demand, 1);
    let mut means = [0.3 * critical, 0.75 * critical, 1.1 * critical];
    for _ in 0..10 {
        let mut sums = [(0.0, 0.0); 3];
        for v in &smooth {
            let k = nearest(&means, *v);
            sums[k] = (sums[k].0 + v, sums[k].1 + 1.0);
        }
        for (mean, (sum, count)) in means.iter_mut().zip(sums) {
            if count > 0.0 {
                *mean = sum / count;
            }
        }
    }
    let (stay, go) = (STAY.ln(), ((1.0 - STAY) / 2.0).ln());
    let emission = |k: usize, v: f64| -0.5 * ((v - means[k]) / (0.12 * critical)).powi(2);
    let mut score = [0.0; 3];
    let mut back: Vec<[usize; 3]> = Vec::with_capacity(smooth.len());
    for v in &smooth {
        let mut next = [0.0; 3];
        let mut from = [0; 3];
        for (k, cell) in next.iter_mut().enumerate() {
            let step = |j: usize| score[j] + if j == k { stay } else { go };
            from[k] = (0..3).max_by(|&a, &b| step(a).total_cmp(&step(b))).unwrap_or(k);
            *cell = step(from[k]) + emission(k, *v);
        }
        score = next;
        back.push(from);
    }
    let mut state = (0..3).max_by(|&a, &b| score[a].total_cmp(&score[b])).unwrap_or(0);
    let mut work = vec![false; smooth.len()];
    for i in (0..smooth.len()).rev() {
        work[i] = state == 2 && means[2] > 0.86 * critical;
        state = back[i][state];
    }
    stretches(&work)
}

fn nearest(means: &[f64; 3], value: f64) -> usize {
    (0..3).min_by(|&a, &b| (means[a] - value).abs().total_cmp(&(means[b] - value).abs())).unwrap_or(0)
}

/// Best split by least squares, again in both parts while it gains enough; parts above 0.86 of critical speed are work.
fn binary_segmentation(demand: &[f64], critical: f64) -> Vec<Seconds> {
    let mut sums = vec![0.0];
    for v in demand {
        sums.push(sums[sums.len() - 1] + v / critical);
    }
    let mut work = vec![false; demand.len()];
    let mut open = vec![(0, demand.len())];
    while let Some((a, b)) = open.pop() {
        let mean = |a: usize, b: usize| (sums[b] - sums[a]) / (b - a) as f64;
        let gain = |m: usize| {
            let (n1, n2) = ((m - a) as f64, (b - m) as f64);
            n1 * n2 / (n1 + n2) * (mean(a, m) - mean(m, b)).powi(2)
        };
        let best = (a + 4..b.saturating_sub(3)).map(|m| (m, gain(m))).max_by(|x, y| x.1.total_cmp(&y.1));
        match best {
            Some((m, gained)) if gained > 0.3 => open.extend([(a, m), (m, b)]),
            _ if b > a => work[a..b].fill(mean(a, b) >= 0.86),
            _ => {}
        }
    }
    stretches(&work)
}
