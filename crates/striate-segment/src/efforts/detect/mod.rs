//! Efforts found in the signal alone.
//!
//! The demand is cut into pieces of one level; rises and falls by more than a stated ratio are turning points
//! (hysteresis); two peaks without a real recovery between them are one; between a peak and a recovery the border lies
//! where the level is nearer to the effort than to the recovery; and what is left is an effort if it is hard enough for
//! this athlete, long enough, bordered by recovery and clearly above the athlete's other running of that day.

mod pattern;
mod peaks;
mod valleys;

use super::changes::{Piece, noise_s, pieces};
use super::{SHORTEST_S, Span};
use crate::clean::{Cleaned, running_sums};
use crate::reference::{Knowledge, Reference};
use pattern::{ALIKE, UPHILL, meant};
use peaks::{FLOOR, TURN, border, peaks, without_slivers};
use valleys::{HEART_NEEDS_S, LEAST_REST_SHARE, SAME_EFFORT, heart_rate_before, is_recovery, without_false_valleys};

/// Half of a change of pace is reached this long after the runner means to begin, and to end: at some 2 m/s² a change
/// of 2 to 4 m/s takes one to two seconds.
const INERTIA_S: (f64, f64) = (0.8, 0.4);

/// The same on a treadmill, whose belt changes speed by about 0.4 m/s² (an assumption).
const BELT_S: (f64, f64) = (2.5, 2.5);

/// What lies before the first effort is recovery from this length on: beginning to run is none, s.
const LEAST_BEGINNING_S: usize = 45;

/// In the first seconds of a recording satellites are still being found: nothing this short is believed there, s.
const SETTLING_S: f64 = 20.0;

/// An effort asks at least this much more than the athlete's other running of that day.
const ABOVE_OTHER_RUNNING: f64 = 1.12;

/// And more than what the signal's noise makes of an even run, standard deviations of a mean over so long: an hour has
/// hundreds of such stretches, of which the highest are looked at.
const BEYOND_CHANCE: f64 = 4.5;

/// The same where critical speed is not known, unless it is as long as one that does.
const ABOVE_UNKNOWN: f64 = 1.25;

/// Steeper than this are stairs, on which nobody is fast over ground.
const STAIRS_FROM: f64 = 0.25;

/// How far the speed may move an edge of a climb, s.
const EDGE_REACH_S: usize = 8;

/// The least ratio of speeds that says when a climb began or ended.
const EDGE_CONTRAST: f64 = 1.3;

/// What lies on one side of a candidate.
#[derive(Clone, Copy, Debug)]
struct Border {
    /// Mean demand, m/s, over at most [`BORDER_REACH_S`] next to the candidate, descents counted cautiously.
    level: f64,
    /// Heart rate at its end, where it lasts long enough to tell.
    heart_rate: Option<f64>,
}

/// How much of a recovery is compared with the effort beside it, s.
const BORDER_REACH_S: usize = 90;

/// A stretch above its surroundings.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    from: usize,
    to: usize,
    level: f64,
    before: Option<Border>,
    after: Option<Border>,
}

impl Candidate {
    fn seconds(&self) -> f64 {
        (self.to - self.from) as f64
    }

    /// Whether recovery lies on at least one side, and nothing as hard as itself on the other.
    fn is_bordered(&self, reference: &Reference) -> bool {
        let sides = || [&self.before, &self.after].into_iter().flatten();
        sides().any(|b| is_recovery(self.level, b.level, b.heart_rate, reference))
            && sides().all(|b| self.level + FLOOR >= TURN * (b.level + FLOOR))
    }
}

/// The streams that detection reads, as running sums.
struct Sums<'a> {
    /// Demand.
    demand: &'a [f64],
    /// Demand, but descents nearer to their speed (see [`cautious_demand`]): a descent is no recovery unless it is also
    /// slow.
    cautious: Vec<f64>,
}

/// Finds the efforts.
pub(crate) fn find(cleaned: &Cleaned, reference: &Reference, is_on_belt: bool) -> Vec<Span> {
    let cautious: Vec<f32> = cautious_demand(cleaned);
    let sums = Sums { demand: &cleaned.demand_sums, cautious: running_sums(&cautious) };
    let noise = noise_s(sums.demand);
    let pieces = without_slivers(pieces(&cleaned.demand, sums.demand, noise), sums.demand);
    let pieces = without_false_valleys(pieces, &sums, cleaned, reference);
    let candidates = without_interruptions(candidates(&pieces, &sums, cleaned), &sums);
    let hard: Vec<Candidate> = candidates.into_iter().filter(|c| is_hard(c, cleaned, reference)).collect();
    let other = other_running(&hard, &cautious, reference);
    let surely = if reference.knowledge == Knowledge::Known { ABOVE_OTHER_RUNNING } else { ABOVE_UNKNOWN };
    let is_above = |c: &Candidate, ratio: f64| {
        let by_chance = 1.0 + BEYOND_CHANCE * (noise / c.seconds().max(1.0)).sqrt();
        other.is_none_or(|o| c.level >= ratio.max(by_chance) * o)
    };
    let mut sure_lengths: Vec<f64> = hard.iter().filter(|c| is_above(c, surely)).map(Candidate::seconds).collect();
    sure_lengths.sort_unstable_by(f64::total_cmp);
    let is_like_a_sure_one = |c: &Candidate| {
        let first = sure_lengths.partition_point(|l| *l < ALIKE.start() * c.seconds());
        sure_lengths.get(first).is_some_and(|l| *l <= ALIKE.end() * c.seconds())
    };
    let clear: Vec<Candidate> = hard
        .into_iter()
        .filter(|c| is_above(c, surely) || is_above(c, ABOVE_OTHER_RUNNING) && is_like_a_sure_one(c))
        .collect();
    let (early_s, late_s) = if is_on_belt { BELT_S } else { INERTIA_S };
    let moved = |c: &Candidate| Span { from_s: (c.from as f64 - early_s).max(0.0), to_s: c.to as f64 - late_s };
    let mut efforts = meant(clear, cleaned, reference, other.is_some());
    for effort in &mut efforts {
        edges_from_speed(effort, cleaned);
    }
    efforts.iter().map(moved).collect()
}

/// On a climb the slope is known only over tens of metres, so the demand's edges are blurred; where the runner also became
/// much faster or slower there, the speed says when.
fn edges_from_speed(effort: &mut Candidate, cleaned: &Cleaned) {
    if !(UPHILL..STAIRS_FROM).contains(&super::grade_between(cleaned, effort.from, effort.to)) {
        return;
    }
    let speed = &cleaned.motion.speed_m_per_s;
    let mean = |from: usize, to: usize| {
        let span = &speed[from.min(to)..to];
        f64::from(span.iter().sum::<f32>()) / span.len().max(1) as f64
    };
    let quarter = (effort.to - effort.from) / 4;
    let core = mean(effort.from + quarter, effort.to - quarter);
    let n = speed.len();
    let before = mean(effort.from.saturating_sub(3 * EDGE_REACH_S), effort.from.saturating_sub(EDGE_REACH_S));
    if effort.from >= 3 * EDGE_REACH_S && core >= EDGE_CONTRAST * before {
        let (low, high) = (effort.from - EDGE_REACH_S, (effort.from + EDGE_REACH_S).min(effort.to - quarter));
        effort.from = crossing(&speed[low..high], 0.5 * (core + before), true) + low;
    }
    let after = mean((effort.to + EDGE_REACH_S).min(n), (effort.to + 3 * EDGE_REACH_S).min(n));
    if effort.to + 3 * EDGE_REACH_S <= n && core >= EDGE_CONTRAST * after {
        let (low, high) = ((effort.to - EDGE_REACH_S.min(quarter)).max(effort.from + 1), effort.to + EDGE_REACH_S);
        effort.to = crossing(&speed[low..high], 0.5 * (core + after), false) + low;
    }
}

/// Where a stream best parts into values below and above a level, as it rises or falls.
fn crossing(stream: &[f32], level: f64, rising: bool) -> usize {
    let (mut sum, mut best, mut at) = (0.0, 0.0, 0);
    for (i, v) in stream.iter().enumerate() {
        sum += if rising { f64::from(*v) - level } else { level - f64::from(*v) };
        if sum < best {
            (best, at) = (sum, i + 1);
        }
    }
    at
}

/// The demand with only a third of what descents are cheaper by: millions of runs show that the energy cost overstates
/// by up to three times how much faster people run downhill (Strava's grade-adjusted pace; science page, section 2).
fn cautious_demand(cleaned: &Cleaned) -> Vec<f32> {
    let motion = &cleaned.motion;
    cleaned
        .demand
        .iter()
        .zip(motion.speed_m_per_s.iter().zip(&motion.grade))
        .map(|(d, (speed, grade))| if *grade < 0.0 && *d < *speed { speed - (speed - d) / 3.0 } else { *d })
        .collect()
}

/// Stretches between turning points that rise above what lies beside them.
fn candidates(pieces: &[Piece], sums: &Sums<'_>, cleaned: &Cleaned) -> Vec<Candidate> {
    let peaks = peaks(pieces);
    let mut bounds: Vec<(usize, usize)> = Vec::with_capacity(peaks.len());
    let mut from = 0;
    for (k, &peak) in peaks.iter().enumerate() {
        let valley_end = peaks.get(k + 1).copied();
        let begin = border(&pieces[from..=peak], true).map_or(pieces[from].from, |i| pieces[from + i].from);
        let (end, resume) = match valley_end {
            Some(next) => {
                let last = border(&pieces[peak..=next], false).map_or(peak, |i| peak + i);
                (pieces[last].to, last + 1)
            }
            None => {
                let last = border(&pieces[peak..], false).map_or(pieces.len() - 1, |i| peak + i);
                (pieces[last].to, last + 1)
            }
        };
        bounds.push((begin, end));
        from = resume.min(pieces.len() - 1);
    }
    let end = pieces.last().map_or(0, |p| p.to);
    bounds
        .iter()
        .enumerate()
        .map(|(k, &(from, to))| {
            let left = if k == 0 { 0 } else { bounds[k - 1].1 };
            let right = bounds.get(k + 1).map_or(end, |b| b.0);
            let side = |a: usize, b: usize| {
                let least = if a == 0 { LEAST_BEGINNING_S } else { 3 };
                (b >= a + least).then(|| Border {
                    level: mean(&sums.cautious, a, b),
                    heart_rate: ((b - a) as f64 >= HEART_NEEDS_S).then(|| heart_rate_before(cleaned, b)).flatten(),
                })
            };
            Candidate {
                from,
                to,
                level: mean(sums.demand, from, to),
                before: side(left.max(from.saturating_sub(BORDER_REACH_S)), from),
                after: side(to, right.min(to + BORDER_REACH_S)),
            }
        })
        .collect()
}

/// Efforts parted by less than an interruption are one.
fn without_interruptions(candidates: Vec<Candidate>, sums: &Sums<'_>) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for next in candidates {
        match out.last_mut() {
            Some(last)
                if ((next.from - last.to) as f64) < LEAST_REST_SHARE * last.seconds().min(next.seconds())
                    && last.level.min(next.level) >= SAME_EFFORT * last.level.max(next.level) =>
            {
                last.to = next.to;
                last.after = next.after;
                last.level = mean(sums.demand, last.from, last.to);
            }
            _ => out.push(next),
        }
    }
    out
}

fn mean(sums: &[f64], from: usize, to: usize) -> f64 {
    (sums[to] - sums[from]) / (to - from).max(1) as f64
}

/// Whether a candidate is long enough, hard enough for this athlete, and bordered by recovery.
fn is_hard(candidate: &Candidate, cleaned: &Cleaned, reference: &Reference) -> bool {
    let is_settling = candidate.from <= 3 && candidate.seconds() < SETTLING_S;
    if candidate.seconds() < SHORTEST_S || is_settling || !candidate.is_bordered(reference) {
        return false;
    }
    let grade = super::grade_between(cleaned, candidate.from, candidate.to);
    let wanted = if grade >= UPHILL { 0.95 } else { 0.86 };
    candidate.level >= wanted * reference.critical
}

/// Median demand of the running outside the candidates, descents counted cautiously; `None` where there is less than
/// two
/// minutes of it.
fn other_running(candidates: &[Candidate], cautious: &[f32], reference: &Reference) -> Option<f64> {
    let running = (0.55 * reference.critical) as f32;
    let mut outside = Vec::new();
    let mut next = candidates.iter().peekable();
    for (i, d) in cautious.iter().enumerate() {
        while next.peek().is_some_and(|c| c.to <= i) {
            next.next();
        }
        if *d > running && next.peek().is_none_or(|c| c.from > i) {
            outside.push(*d);
        }
    }
    let middle = outside.len() / 2;
    (outside.len() >= 120).then(|| f64::from(*outside.select_nth_unstable_by(middle, f32::total_cmp).1))
}
