//! A stream as a sequence of stretches with one level each: bottom-up merging, then each border set where the signal
//! crosses half way.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Blocks in which merging begins, s.
const BLOCK_S: usize = 3;

/// Two neighbours are merged while the squares that this adds, relative to their level, stay below this: it keeps ten
/// seconds of a fifth more or half a minute of a tenth more, and loses what a steady runner varies by.
const DIFFERENCE: f64 = 0.2;

/// Where the stream is rougher than a runner is, merging goes on up to this many times what its noise adds by chance.
const NOISE_COSTS: f64 = 8.0;

/// Means over so long are compared to tell the noise, s: longer than a smoothed speed's errors last.
const NOISE_BLOCK_S: usize = 10;

/// Neighbouring blocks that differ by less than this are merged without asking what else there is.
const HARDLY: f64 = 0.004;

/// Added to a level before differences are taken relative to it, m/s: slow shuffling is not resolved finer.
const FLOOR: f64 = 0.5;

/// A stretch of the stream with one level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Piece {
    /// First second.
    pub(crate) from: usize,
    /// One past the last second.
    pub(crate) to: usize,
    /// Mean of the stream.
    pub(crate) level: f64,
}

impl Piece {
    /// Its length in seconds.
    pub(crate) fn seconds(&self) -> usize {
        self.to - self.from
    }
}

/// One merge that could be made: the block on its left, the versions that it was computed for, what it adds.
struct Merge {
    cost: f64,
    left: u32,
    right: u32,
    version: u32,
}

impl PartialEq for Merge {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Merge {}
impl PartialOrd for Merge {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Merge {
    /// The cheapest merge comes out of the heap first; equal costs in the order of time.
    fn cmp(&self, other: &Self) -> Ordering {
        other.cost.total_cmp(&self.cost).then_with(|| other.left.cmp(&self.left))
    }
}

/// What merging two neighbours adds: squares about their levels, relative to the level.
fn cost(sums: &[f64], a: usize, b: usize, c: usize) -> f64 {
    let (n1, n2) = ((b - a) as f64, (c - b) as f64);
    let (m1, m2) = ((sums[b] - sums[a]) / n1, (sums[c] - sums[b]) / n2);
    let scale = 0.5 * (m1 + m2) + FLOOR;
    let difference = (m1 - m2) / scale;
    n1 * n2 / (n1 + n2) * difference * difference
}

/// The ends of the blocks in which merging begins: pairs that hardly differ are merged at once, three times over, so
/// that the queue of merges stays short.
fn blocks(sums: &[f64]) -> Vec<u32> {
    let n = sums.len() - 1;
    let mut ends: Vec<u32> = (1..=n.div_ceil(BLOCK_S)).map(|b| (b * BLOCK_S).min(n) as u32).collect();
    for _ in 0..3 {
        let mut merged = Vec::with_capacity(ends.len());
        let (mut from, mut k) = (0, 0);
        while k < ends.len() {
            let middle = ends[k] as usize;
            match ends.get(k + 1) {
                Some(&end) if cost(sums, from, middle, end as usize) < HARDLY => {
                    merged.push(end);
                    k += 2;
                    from = end as usize;
                }
                _ => {
                    merged.push(ends[k]);
                    k += 1;
                    from = middle;
                }
            }
        }
        ends = merged;
    }
    ends
}

/// What the noise of a stream alone adds to the squares about two levels, on average, relative to the level: s. From the
/// smaller differences of neighbouring means, which real changes of pace, being fewer, do not move. 0 for streams too short
/// to tell.
pub(crate) fn noise_s(sums: &[f64]) -> f64 {
    let mean = |b: usize| (sums[b + NOISE_BLOCK_S] - sums[b]) / NOISE_BLOCK_S as f64;
    let last = (sums.len() - 1).saturating_sub(2 * NOISE_BLOCK_S);
    let stride = NOISE_BLOCK_S * (last / NOISE_BLOCK_S / 2000).max(1);
    let mut differences: Vec<f64> = (0..last)
        .step_by(stride)
        .map(|at| (mean(at), mean(at + NOISE_BLOCK_S)))
        .filter(|(a, b)| *a > 0.5 && *b > 0.5)
        .map(|(a, b)| (a - b).abs() / (0.5 * (a + b) + FLOOR))
        .collect();
    if differences.len() < 30 {
        return 0.0;
    }
    // Of a normal deviate 35 in 100 lie within 0.4538 standard deviations.
    let place = differences.len() * 35 / 100;
    let sd = *differences.select_nth_unstable_by(place, f64::total_cmp).1 / 0.4538 / std::f64::consts::SQRT_2;
    sd * sd * NOISE_BLOCK_S as f64
}

/// Splits a stream with this noise (see [`noise_s`]) into pieces of one level. Linear but for the logarithm of a heap.
pub(crate) fn pieces(stream: &[f32], sums: &[f64], noise_s: f64) -> Vec<Piece> {
    if stream.is_empty() {
        return Vec::new();
    }
    let difference = DIFFERENCE.max(NOISE_COSTS * noise_s);
    let mut ends = blocks(sums);
    let blocks = ends.len();
    let starts: Vec<u32> = std::iter::once(0).chain(ends.iter().copied()).take(blocks).collect();
    let mut next: Vec<u32> = (1..=blocks as u32).collect();
    let mut previous: Vec<u32> = (0..blocks as u32).map(|b| b.wrapping_sub(1)).collect();
    let mut version = vec![0u32; blocks];
    let none = blocks as u32;
    let cost = |ends: &[u32], left: u32, right: u32| {
        let (l, r) = (left as usize, right as usize);
        cost(sums, starts[l] as usize, ends[l] as usize, ends[r] as usize)
    };
    let mut heap: BinaryHeap<Merge> = (0..none.saturating_sub(1))
        .map(|left| Merge { cost: cost(&ends, left, left + 1), left, right: left + 1, version: 0 })
        .collect();
    while let Some(best) = heap.pop() {
        if best.cost > difference {
            break;
        }
        let (l, r) = (best.left as usize, best.right as usize);
        // A version counts the merges that a block has been through; a dead block has the highest.
        if next[l] != best.right || version[l].wrapping_add(version[r]) != best.version || version[l] == u32::MAX {
            continue;
        }
        ends[l] = ends[r];
        next[l] = next[r];
        version[l] += 1 + version[r];
        version[r] = u32::MAX;
        if next[l] != none {
            let right = next[l];
            previous[right as usize] = best.left;
            let version = version[l].wrapping_add(version[right as usize]);
            heap.push(Merge { cost: cost(&ends, best.left, right), left: best.left, right, version });
        }
        let left = previous[l];
        if left < none {
            let version = version[left as usize].wrapping_add(version[l]);
            heap.push(Merge { cost: cost(&ends, left, best.left), left, right: best.left, version });
        }
    }
    let mut out = Vec::new();
    let mut block = 0u32;
    while block < none {
        let b = block as usize;
        out.push(piece(sums, starts[b] as usize, ends[b] as usize));
        block = next[b];
    }
    settle(stream, sums, &mut out);
    settle(stream, sums, &mut out);
    out
}

/// The piece between two instants.
pub(crate) fn piece(sums: &[f64], from: usize, to: usize) -> Piece {
    Piece { from, to, level: (sums[to] - sums[from]) / (to - from).max(1) as f64 }
}

/// Moves each border to where the stream crosses half way between its two levels.
fn settle(stream: &[f32], sums: &[f64], pieces: &mut [Piece]) {
    const REACH_S: usize = 8;
    for k in 1..pieces.len() {
        let (before, after) = (pieces[k - 1], pieces[k]);
        let half = 0.5 * (before.level + after.level);
        let low = before.from.max(before.to.saturating_sub(REACH_S)) + 2;
        let high = after.to.min(after.from + REACH_S).saturating_sub(2);
        if low >= high {
            continue;
        }
        // The border with the least sum of squares around two given levels is the extreme of this running sum.
        let rising = after.level > before.level;
        let (mut sum, mut best, mut at) = (0.0, 0.0, low);
        for (i, v) in stream.iter().enumerate().take(high).skip(low) {
            sum += if rising { f64::from(*v) - half } else { half - f64::from(*v) };
            if sum < best {
                best = sum;
                at = i + 1;
            }
        }
        pieces[k - 1] = piece(sums, before.from, at);
        pieces[k] = piece(sums, at, after.to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::running_sums as sums;

    fn wobble(i: usize) -> f32 {
        0.15 * ((i * 7919 % 101) as f32 / 50.0 - 1.0)
    }

    #[test]
    fn a_steady_run_is_one_piece() {
        let stream: Vec<f32> = (0..3600).map(|i| 3.0 + wobble(i)).collect();
        assert_eq!(pieces(&stream, &sums(&stream), 0.0).len(), 1);
    }

    #[test]
    fn each_repetition_becomes_a_piece_with_its_borders_to_the_second() {
        let stream: Vec<f32> = (0..1200).map(|i| wobble(i) + if i % 120 < 40 { 5.0 } else { 2.5 }).collect();
        let found = pieces(&stream, &sums(&stream), 0.0);
        assert_eq!(found.len(), 20);
        assert!(found.iter().all(|p| p.from % 120 == 0 || p.from % 120 == 40), "{found:?}");
    }

    #[test]
    fn nothing_makes_no_piece() {
        assert!(pieces(&[], &[0.0], 0.0).is_empty());
    }
}
