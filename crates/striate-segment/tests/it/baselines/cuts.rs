//! How the rival methods cut a stream into levels.

/// The levels that a method sees in a run.
pub(crate) enum Cut {
    /// One value a second, to be compared with the run's own mean.
    Stream(Vec<f64>),
    /// For each second one of a few levels, ascending.
    Classes(Vec<f64>, Vec<usize>),
}

pub(crate) fn moving_mean(values: &[f64], window: usize) -> Vec<f64> {
    let sums = running(values.iter().copied());
    window_around(values.len(), window).map(|(a, b)| (sums[b] - sums[a]) / (b - a) as f64).collect()
}

pub(crate) fn moving_median(values: &[f64], window: usize) -> Vec<f64> {
    let middle = |(a, b): (usize, usize)| {
        let mut inside = values[a..b].to_vec();
        let at = inside.len() / 2;
        *inside.select_nth_unstable_by(at, f64::total_cmp).1
    };
    window_around(values.len(), window).map(middle).collect()
}

fn window_around(len: usize, window: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..len).map(move |i| (i.saturating_sub(window / 2), (i + window / 2 + 1).min(len)))
}

fn running(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let sums = values.scan(0.0, |total, v| {
        *total += v;
        Some(*total)
    });
    std::iter::once(0.0).chain(sums).collect()
}

/// Lloyd's iteration for two means of the moving seconds.
pub(crate) fn two_means(values: &[f64]) -> Cut {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| *v > 0.5).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |q: f64| sorted.get((sorted.len() as f64 * q) as usize).copied().unwrap_or(1.0);
    let mut means = [at(0.2), at(0.9)];
    for _ in 0..20 {
        let border = sorted.partition_point(|v| *v < 0.5 * (means[0] + means[1]));
        for (mean, part) in means.iter_mut().zip([&sorted[..border], &sorted[border..]]) {
            if !part.is_empty() {
                *mean = part.iter().sum::<f64>() / part.len() as f64;
            }
        }
    }
    let border = 0.5 * (means[0] + means[1]);
    Cut::Classes(means.to_vec(), values.iter().map(|v| usize::from(*v >= border)).collect())
}

/// Levels between change points that are optimal for a penalty: least squares of the logarithm plus the penalty for
/// each change (optimal partitioning, pruned as in PELT; Killick 2012). Changes are looked for every second second and
/// then set to the best second nearby.
pub(crate) fn optimal_levels(values: &[f64], penalty: f64) -> Vec<f64> {
    const STEP: usize = 2;
    let scaled = || values.iter().map(|v| (v + 0.5).ln());
    let (sums, squares) = (running(scaled()), running(scaled().map(|v| v * v)));
    let cost = |a: usize, b: usize| squares[b] - squares[a] - (sums[b] - sums[a]).powi(2) / (b - a).max(1) as f64;
    let n = values.len();
    let ends: Vec<usize> = (0..n).step_by(STEP).chain([n]).collect();
    let mut least = vec![-penalty; ends.len()];
    let mut last = vec![0; ends.len()];
    let mut open = vec![0];
    for t in 1..ends.len() {
        let costs: Vec<f64> = open.iter().map(|&s: &usize| least[s] + cost(ends[s], ends[t])).collect();
        let (at, best) = costs.iter().copied().enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).expect("one is open");
        least[t] = best + penalty;
        last[t] = open[at];
        let mut costs = costs.into_iter();
        open.retain(|_| costs.next().is_some_and(|c| c <= least[t]));
        open.push(t);
    }
    let mut borders = vec![n];
    let mut t = ends.len() - 1;
    while t > 0 {
        t = last[t];
        borders.push(ends[t]);
    }
    borders.reverse();
    for k in 1..borders.len().saturating_sub(1) {
        let (a, b) = (borders[k - 1], borders[k + 1]);
        let near = borders[k].saturating_sub(STEP).max(a + 1)..=(borders[k] + STEP).min(b - 1);
        let total = |c: &usize| cost(a, *c) + cost(*c, b);
        borders[k] = near.min_by(|c, d| total(c).total_cmp(&total(d))).unwrap_or(borders[k]);
    }
    let plain = running(values.iter().copied());
    let mean = |a: usize, b: usize| (plain[b] - plain[a]) / (b - a).max(1) as f64;
    borders.windows(2).flat_map(|w| vec![mean(w[0], w[1]); w[1] - w[0]]).collect()
}

/// Gaussian hidden Markov model, fitted to the run by a few steps of expectation and maximisation, decoded by Viterbi.
pub(crate) fn hidden_markov(values: &[f64], states: usize) -> Cut {
    const STEPS: usize = 6;
    const LEAST_DEVIATION: f64 = 0.15;
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let quantile = |k: usize| sorted.get(sorted.len() * (2 * k + 1) / (2 * states)).copied().unwrap_or(0.0);
    let mut means: Vec<f64> = (0..states).map(quantile).collect();
    // States that begin at one place would stay together.
    for k in 1..states {
        means[k] = means[k].max(means[k - 1] + 0.3);
    }
    let mut deviations = vec![0.5; states];
    let away = 1.0 / 60.0 / (states - 1).max(1) as f64;
    let mut change: Vec<Vec<f64>> =
        (0..states).map(|i| (0..states).map(|j| if i == j { 1.0 - 1.0 / 60.0 } else { away }).collect()).collect();
    let emission =
        |v: f64, mean: f64, deviation: f64| ((-0.5 * ((v - mean) / deviation).powi(2)).exp() / deviation).max(1e-12);
    let (n, all) = (values.len(), 0..states);
    for _ in 0..STEPS {
        let seen: Vec<f64> = values
            .iter()
            .flat_map(|v| all.clone().map(|k| emission(*v, means[k], deviations[k])).collect::<Vec<_>>())
            .collect();
        let mut forward = vec![1.0 / states as f64; n * states];
        for t in 1..n {
            let mut total = 0.0;
            for j in all.clone() {
                let before: f64 = all.clone().map(|i| forward[(t - 1) * states + i] * change[i][j]).sum();
                forward[t * states + j] = before * seen[t * states + j];
                total += forward[t * states + j];
            }
            forward[t * states..(t + 1) * states].iter_mut().for_each(|f| *f /= total);
        }
        let mut moved = vec![vec![1e-3; states]; states];
        let mut weights = vec![(1e-9, 0.0, 0.0); states];
        let mut backward = vec![1.0; states];
        for t in (0..n).rev() {
            let joint: Vec<f64> = all.clone().map(|i| forward[t * states + i] * backward[i]).collect();
            let total: f64 = joint.iter().sum();
            for (weight, share) in weights.iter_mut().zip(joint.iter().map(|j| j / total)) {
                *weight = (weight.0 + share, weight.1 + share * values[t], weight.2 + share * values[t].powi(2));
            }
            if t == 0 {
                break;
            }
            let ahead: Vec<f64> = all.clone().map(|j| seen[t * states + j] * backward[j]).collect();
            let pair = |i: usize, j: usize| forward[(t - 1) * states + i] * change[i][j] * ahead[j];
            let total: f64 = all.clone().flat_map(|i| all.clone().map(move |j| (i, j))).map(|(i, j)| pair(i, j)).sum();
            for i in all.clone() {
                for j in all.clone() {
                    moved[i][j] += pair(i, j) / total;
                }
            }
            backward = all.clone().map(|i| all.clone().map(|j| change[i][j] * ahead[j]).sum()).collect();
            let most = backward.iter().copied().fold(1e-300, f64::max);
            backward.iter_mut().for_each(|b| *b /= most);
        }
        for k in all.clone() {
            let (weight, sum, squares) = weights[k];
            means[k] = sum / weight;
            deviations[k] = (squares / weight - means[k].powi(2)).max(0.0).sqrt().max(LEAST_DEVIATION);
            let total: f64 = moved[k].iter().sum();
            change[k] = moved[k].iter().map(|m| m / total).collect();
        }
    }
    let path = viterbi(values, &change, |v, k| emission(v, means[k], deviations[k]).ln());
    let mut order: Vec<usize> = all.collect();
    order.sort_unstable_by(|a, b| means[*a].total_cmp(&means[*b]));
    let place = |state: usize| order.iter().position(|o| *o == state).expect("every state has a place");
    Cut::Classes(order.iter().map(|k| means[*k]).collect(), path.into_iter().map(place).collect())
}

/// The most probable sequence of states.
fn viterbi(values: &[f64], change: &[Vec<f64>], seen: impl Fn(f64, usize) -> f64) -> Vec<usize> {
    let states = change.len();
    let mut score = vec![0.0; states];
    let mut from = vec![0u8; values.len() * states];
    for (t, v) in values.iter().enumerate() {
        let next = |j: usize| {
            let way = |i: usize| score[i] + change[i][j].ln();
            let best = (0..states).max_by(|a, b| way(*a).total_cmp(&way(*b))).expect("there are states");
            (best, way(best) + seen(*v, j))
        };
        let all: Vec<(usize, f64)> = (0..states).map(next).collect();
        for (j, (best, s)) in all.into_iter().enumerate() {
            from[t * states + j] = best as u8;
            score[j] = s;
        }
    }
    let mut state = (0..states).max_by(|a, b| score[*a].total_cmp(&score[*b])).unwrap_or(0);
    let mut path = vec![0; values.len()];
    for t in (0..values.len()).rev() {
        path[t] = state;
        state = usize::from(from[t * states + state]);
    }
    path
}
