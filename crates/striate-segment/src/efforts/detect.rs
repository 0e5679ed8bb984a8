//! Efforts found in the signal alone.
//!
//! The demand is cut into pieces of one level; rises and falls by more than a stated ratio are turning points
//! (hysteresis); two peaks without a real recovery between them are one; between a peak and a recovery the border lies
//! where the level is nearer to the effort than to the recovery; and what is left is an effort if it is hard enough for
//! this athlete, long enough, bordered by recovery and clearly above the athlete's other running of that day.

use super::changes::{Piece, piece, pieces, sums};
use super::{LONGEST_SINGLE_S, SHORTEST_S, Span};
use crate::clean::Cleaned;
use crate::reference::{Knowledge, Reference};

/// A rise or a fall by less than this ratio is no turning point.
const TURN: f64 = 1.15;

/// Added to levels before ratios are taken, m/s, so that standing has one.
const FLOOR: f64 = 0.3;

/// A piece shorter than this joins its nearer neighbour, s.
const SHORTEST_PIECE_S: usize = 4;

/// A recovery asks at least this much less than the effort beside it.
const RECOVERY_RATIO: f64 = 1.15;

/// The same where critical speed is not known, which is when nothing else says that the recovery was easy.
const RECOVERY_RATIO_UNKNOWN: f64 = 1.2;

/// Demand over critical speed above which nobody recovers: the first threshold (82.3 %, science page, section 9) and a
/// little for what speed and critical speed are uncertain by.
const RECOVERY_BELOW: f64 = 0.86;

/// Share of heart-rate reserve above which running is no recovery: the first threshold lies near 0.65 (0.6 to 0.7, an
/// assumption), read after [`HEART_NEEDS_S`].
const EASY_RESERVE: f64 = 0.70;

/// Heart rate needs this long to follow a change of demand, s.
const HEART_NEEDS_S: f64 = 80.0;

/// Demand over critical speed from which people run rather than walk.
const RUNNING_FROM: f64 = 0.65;

/// A rest shorter than this share of the effort beside it is an interruption.
const LEAST_REST_SHARE: f64 = 0.05;

/// Where the recoveries of a session are deep, a dip shallower than this is a slow stretch of an effort.
const SHALLOW: f64 = 0.25;

/// The least time of a recovery, s.
const SHORTEST_RECOVERY_S: f64 = 7.0;

/// Two peaks without a recovery between them are one effort where the lower has at least this share of the higher.
const SAME_EFFORT: f64 = 0.85;

/// Grade from which an effort is a climb.
const UPHILL: f64 = 0.035;

/// A single effort is believed from this share of critical speed.
const SINGLE_FROM: f64 = 1.15;

/// Half of a change of pace is reached this long after the runner means to begin, and to end: at some 2 m/s² a change
/// of 2 to 4 m/s takes one to two seconds.
const INERTIA_S: (f64, f64) = (0.8, 0.4);

/// The same on a treadmill, whose belt changes speed by about 0.4 m/s² (an assumption).
const BELT_S: (f64, f64) = (2.5, 2.5);

/// The same where critical speed is not known, unless it is as long as one that does.
const ABOVE_UNKNOWN: f64 = 1.25;

/// What lies before the first effort is recovery from this length on: beginning to run is none, s.
const LEAST_BEGINNING_S: usize = 45;

/// A slow stretch of an effort lasts at most this long, s, or asks at least this share of it.
const SLOW_STRETCH_S: f64 = 45.0;
const SLOW_STRETCH: f64 = 0.8;

/// In the first seconds of a recording satellites are still being found: nothing this short is believed there, s.
const SETTLING_S: f64 = 20.0;

/// An effort asks at least this much more than the athlete's other running of that day.
const ABOVE_OTHER_RUNNING: f64 = 1.12;

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
struct Sums {
    /// Demand.
    demand: Vec<f64>,
    /// Demand, but descents nearer to their speed (see [`cautious_demand`]): a descent is no recovery unless it is also
    /// slow.
    cautious: Vec<f64>,
}

/// Finds the efforts.
pub(crate) fn find(cleaned: &Cleaned, reference: &Reference, is_on_belt: bool) -> Vec<Span> {
    let cautious: Vec<f32> = cautious_demand(cleaned);
    let sums = Sums { demand: sums(&cleaned.demand), cautious: super::changes::sums(&cautious) };
    let pieces = without_slivers(pieces(&cleaned.demand, &sums.demand), &sums.demand);
    let pieces = without_false_valleys(pieces, &sums, cleaned, reference);
    let candidates = without_interruptions(candidates(&pieces, &sums, cleaned), &sums);
    let hard: Vec<Candidate> = candidates.into_iter().filter(|c| is_hard(c, cleaned, reference)).collect();
    let other = other_running(&hard, &cautious, reference);
    let surely = if reference.knowledge == Knowledge::Known { ABOVE_OTHER_RUNNING } else { ABOVE_UNKNOWN };
    let is_above = |c: &Candidate, ratio: f64| other.is_none_or(|o| c.level >= ratio * o);
    let clear: Vec<Candidate> = hard
        .iter()
        .filter(|c| {
            is_above(c, surely)
                || is_above(c, ABOVE_OTHER_RUNNING)
                    && hard.iter().any(|d| is_above(d, surely) && (0.65..=1.55).contains(&(d.seconds() / c.seconds())))
        })
        .copied()
        .collect();
    let (early_s, late_s) = if is_on_belt { BELT_S } else { INERTIA_S };
    let moved = |c: &Candidate| Span { from_s: (c.from as f64 - early_s).max(0.0), to_s: c.to as f64 - late_s };
    meant(clear, cleaned, reference).iter().map(moved).collect()
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

/// A peak of the level: one piece, or several that no recovery parts.
#[derive(Clone, Copy)]
struct Peak {
    first: usize,
    last: usize,
    level: f64,
}

/// Peaks that no real recovery parts are joined into one piece where they are alike.
fn without_false_valleys(pieces: Vec<Piece>, sums: &Sums, cleaned: &Cleaned, reference: &Reference) -> Vec<Piece> {
    let found = peaks(&pieces);
    let parted = |least_depth: f64| {
        let mut kept: Vec<(Peak, f64)> = Vec::new();
        for &place in &found {
            let mut next = Peak { first: place, last: place, level: pieces[place].level };
            let mut depth = 0.0;
            // Without a recovery between them the lower of two peaks is no peak, or both are one.
            while let Some((before, _)) = kept.last().copied() {
                let valley = Valley::new(&pieces, &before, &next, sums, cleaned);
                if valley.is_recovery(reference, least_depth) {
                    depth = valley.depth();
                    break;
                }
                let (lower, higher) = (next.level.min(before.level), next.level.max(before.level));
                if lower >= SAME_EFFORT * higher && valley.is_slow_stretch(higher) {
                    kept.pop();
                    next = Peak { first: before.first, last: next.last, level: next.level.max(before.level) };
                } else if next.level > before.level {
                    kept.pop();
                } else {
                    break;
                }
            }
            let is_dropped = depth == 0.0 && !kept.is_empty();
            if !is_dropped {
                kept.push((next, depth));
            }
        }
        kept
    };
    let mut depths: Vec<f64> = parted(0.0).iter().map(|(_, depth)| *depth).filter(|d| *d > 0.0).collect();
    depths.sort_unstable_by(f64::total_cmp);
    let usual = depths.get(depths.len() / 2).copied().unwrap_or(0.0);
    let kept = parted(if usual >= 0.5 { SHALLOW } else { 0.0 });
    let mut join = vec![false; pieces.len()];
    for (peak, _) in &kept {
        join[peak.first + 1..=peak.last].fill(true);
    }
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for (p, join) in pieces.into_iter().zip(join) {
        match out.last_mut() {
            Some(last) if join => *last = piece(&sums.demand, last.from, p.to),
            _ => out.push(p),
        }
    }
    out
}

/// What lies between two peaks.
struct Valley {
    /// The lower of the two peaks.
    peak: f64,
    /// The shorter of the two peaks' pieces, s.
    peak_s: f64,
    /// Mean cautious demand of its low part.
    level: f64,
    seconds: f64,
    /// Heart rate at its end, beats a minute; `None` where unknown or where it is too short to tell.
    heart_rate: Option<f64>,
}

impl Valley {
    fn new(pieces: &[Piece], left: &Peak, right: &Peak, sums: &Sums, cleaned: &Cleaned) -> Self {
        let seconds_of = |p: &Peak| (pieces[p.last].to - pieces[p.first].from) as f64;
        let peak = left.level.min(right.level);
        let between = &pieces[left.last + 1..right.first];
        let lowest = between.iter().map(|p| p.level).fold(f64::INFINITY, f64::min);
        let (mut sum, mut seconds, mut end) = (0.0, 0.0, pieces[left.last].to);
        for p in between.iter().filter(|p| p.level <= 0.5 * (lowest + peak)) {
            sum += sums.cautious[p.to] - sums.cautious[p.from];
            seconds += p.seconds() as f64;
            end = p.to;
        }
        Self {
            peak,
            peak_s: seconds_of(left).min(seconds_of(right)),
            level: if seconds > 0.0 { sum / seconds } else { peak },
            seconds,
            heart_rate: (seconds >= HEART_NEEDS_S).then(|| heart_rate_before(cleaned, end)).flatten(),
        }
    }

    fn depth(&self) -> f64 {
        1.0 - self.level / self.peak.max(0.1)
    }

    /// Whether it is a part of an effort that was run or measured slower, not the way between two.
    fn is_slow_stretch(&self, effort: f64) -> bool {
        self.seconds <= SLOW_STRETCH_S || self.level >= SLOW_STRETCH * effort
    }

    fn is_recovery(&self, reference: &Reference, least_depth: f64) -> bool {
        self.seconds >= SHORTEST_RECOVERY_S.max(LEAST_REST_SHARE * self.peak_s)
            && self.depth() >= least_depth
            && is_recovery(self.peak, self.level, self.heart_rate, reference)
    }
}

/// Mean heart rate over the ten seconds before an instant.
fn heart_rate_before(cleaned: &Cleaned, second: usize) -> Option<f64> {
    let last = &cleaned.motion.heart_rate_bpm[second.saturating_sub(10)..second];
    let (sum, count) =
        last.iter().filter(|h| !h.is_nan()).fold((0.0, 0u32), |(sum, count), h| (sum + f64::from(*h), count + 1));
    (count >= 5).then(|| sum / f64::from(count))
}

/// Whether `level` is a recovery from `effort`. Where critical speed is known, running above the first threshold is
/// no recovery; where it is not, heart rate says whether running was easy; where neither is known the ratio decides.
fn is_recovery(effort: f64, level: f64, heart_rate: Option<f64>, reference: &Reference) -> bool {
    let ratio = (effort + FLOOR) / (level + FLOOR);
    if reference.knowledge == Knowledge::Known {
        return ratio >= RECOVERY_RATIO && level <= RECOVERY_BELOW * reference.critical;
    }
    let is_running = level > RUNNING_FROM * reference.critical;
    let is_hard = is_running && heart_rate.is_some_and(|h| reference.reserve_share(h) > EASY_RESERVE);
    ratio >= RECOVERY_RATIO_UNKNOWN && !is_hard
}

/// Pieces too short to be anything join the neighbour whose level is nearer.
fn without_slivers(mut pieces: Vec<Piece>, sums: &[f64]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut k = 0;
    while k < pieces.len() {
        let here = pieces[k];
        if here.seconds() < SHORTEST_PIECE_S && pieces.len() > 1 {
            let before = out.last().map(|p| (p.level - here.level).abs());
            let after = pieces.get(k + 1).map(|p| (p.level - here.level).abs());
            match (before, after) {
                (Some(b), a) if a.is_none_or(|a| b <= a) => {
                    let last = out.pop().expect("there is a piece before");
                    out.push(piece(sums, last.from, here.to));
                }
                _ => {
                    if let Some(next) = pieces.get_mut(k + 1) {
                        *next = piece(sums, here.from, next.to);
                    } else {
                        out.push(here);
                    }
                }
            }
        } else {
            out.push(here);
        }
        k += 1;
    }
    out
}

/// Stretches between turning points that rise above what lies beside them.
fn candidates(pieces: &[Piece], sums: &Sums, cleaned: &Cleaned) -> Vec<Candidate> {
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
                level: mean(&sums.demand, from, to),
                before: side(left.max(from.saturating_sub(BORDER_REACH_S)), from),
                after: side(to, right.min(to + BORDER_REACH_S)),
            }
        })
        .collect()
}

/// Efforts parted by less than an interruption are one.
fn without_interruptions(candidates: Vec<Candidate>, sums: &Sums) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for next in candidates {
        match out.last_mut() {
            Some(last)
                if ((next.from - last.to) as f64) < LEAST_REST_SHARE * last.seconds().min(next.seconds())
                    && last.level.min(next.level) >= SAME_EFFORT * last.level.max(next.level) =>
            {
                last.to = next.to;
                last.after = next.after;
                last.level = mean(&sums.demand, last.from, last.to);
            }
            _ => out.push(next),
        }
    }
    out
}

fn mean(sums: &[f64], from: usize, to: usize) -> f64 {
    (sums[to] - sums[from]) / (to - from).max(1) as f64
}

/// The pieces at which the level turns from rising to falling by at least [`TURN`] on each side that exists.
fn peaks(pieces: &[Piece]) -> Vec<usize> {
    let level = |k: usize| pieces[k].level + FLOOR;
    let mut peaks = Vec::new();
    let (mut low, mut high) = (0, 0);
    let mut rising: Option<bool> = None;
    for k in 1..pieces.len() {
        match rising {
            None => {
                if level(k) < level(low) {
                    low = k;
                }
                if level(k) > level(high) {
                    high = k;
                }
                if level(k) >= TURN * level(low) {
                    rising = Some(true);
                    high = k;
                } else if level(k) * TURN <= level(high) {
                    peaks.push(high);
                    rising = Some(false);
                    low = k;
                }
            }
            Some(true) => {
                if level(k) > level(high) {
                    high = k;
                } else if level(k) * TURN <= level(high) {
                    peaks.push(high);
                    rising = Some(false);
                    low = k;
                }
            }
            Some(false) => {
                if level(k) < level(low) {
                    low = k;
                } else if level(k) >= TURN * level(low) {
                    rising = Some(true);
                    high = k;
                }
            }
        }
    }
    if rising == Some(true) {
        peaks.push(high);
    }
    peaks
}

/// Where the effort begins (`towards` its peak at the end of the slice) or ends (peak at the beginning): the first or
/// last piece that is nearer to the peak than to the recovery. Two means, begun near the peak, so that a few seconds of
/// standing do not pull a jog into the effort.
fn border(pieces: &[Piece], towards: bool) -> Option<usize> {
    let peak = if towards { pieces.last()? } else { pieces.first()? };
    let mut threshold = 0.85 * peak.level;
    for _ in 0..4 {
        let side = |high: bool| {
            let (sum, seconds) = pieces
                .iter()
                .filter(|p| (p.level >= threshold) == high)
                .fold((0.0, 0.0), |(sum, all), p| (sum + p.level * p.seconds() as f64, all + p.seconds() as f64));
            (seconds > 0.0).then(|| sum / seconds)
        };
        match (side(true), side(false)) {
            (Some(high), Some(low)) => threshold = 0.5 * (high + low),
            _ => return None,
        }
    }
    if towards {
        let last_low = pieces.iter().rposition(|p| p.level < threshold)?;
        Some((last_low + 1).min(pieces.len() - 1))
    } else {
        let first_low = pieces.iter().position(|p| p.level < threshold)?;
        Some(first_low.saturating_sub(1))
    }
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

/// Median demand of the running outside the candidates, descents counted cautiously; `None` where there is less than two
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

/// An effort further from every other than this, s and times its own length, stands alone: one surge, no repetition.
const ALONE_AFTER_S: f64 = 300.0;
const ALONE_AFTER_SHARE: f64 = 12.0;

/// Longest effort that may stand alone in its size, s.
const ALONE_S: f64 = LONGEST_SINGLE_S;

/// What was meant as an effort, as far as the pattern tells: a long block without another of its size is no effort
/// (its kind says what it is), nor is a single short burst beside long ones or a surge far from any other, a climb without others like it is terrain, and a single short effort must be far
/// above critical speed.
fn meant(mut efforts: Vec<Candidate>, cleaned: &Cleaned, reference: &Reference) -> Vec<Candidate> {
    let lengths: Vec<f64> = efforts.iter().map(Candidate::seconds).collect();
    let has_peer = |k: usize| lengths.iter().enumerate().any(|(j, l)| j != k && 3.0 * l >= lengths[k]);
    let longest = lengths.iter().copied().fold(0.0, f64::max);
    let is_odd =
        |k: usize| lengths[k] * 10.0 < longest && lengths.iter().filter(|l| **l < 3.0 * lengths[k]).count() == 1;
    let mut keep: Vec<bool> =
        (0..efforts.len()).map(|k| (lengths[k] <= ALONE_S || has_peer(k)) && !is_odd(k)).collect();
    let rest = |j: usize, k: usize| efforts[j.max(k)].from as f64 - efforts[j.min(k)].to as f64;
    let grades: Vec<f64> = efforts.iter().map(|c| super::grade_between(cleaned, c.from, c.to)).collect();
    let wanted = if reference.knowledge == Knowledge::Known { 2 } else { 3 };
    // The same hill again: as long, as steep, and not long after. Dropping one may leave another without its likes.
    loop {
        let before = keep.clone();
        for k in (0..efforts.len()).filter(|&k| before[k] && grades[k] >= UPHILL) {
            let alike = || {
                (0..efforts.len()).filter(|&j| {
                    j != k
                        && before[j]
                        && grades[j] >= UPHILL
                        && (0.65..=1.55).contains(&(lengths[j] / lengths[k]))
                        && (grades[j] - grades[k]).abs() <= 0.015 + 0.3 * grades[k]
                })
            };
            let nearest = alike().map(|j| rest(j, k)).fold(f64::INFINITY, f64::min);
            keep[k] = alike().count() >= wanted && nearest <= 60.0 + 8.0 * lengths[k];
        }
        if keep == before {
            break;
        }
    }
    for k in 0..efforts.len() {
        let others = || (0..efforts.len()).filter(|&j| j != k && keep[j]);
        let nearest = others().map(|j| rest(j, k)).fold(f64::INFINITY, f64::min);
        let is_far = others().count() > 0 && nearest > ALONE_AFTER_S + ALONE_AFTER_SHARE * lengths[k];
        keep[k] &= !is_far;
    }
    let mut kept = keep.iter();
    efforts.retain(|_| *kept.next().expect("as many marks as efforts"));
    if reference.knowledge == Knowledge::Guessed && efforts.len() < 3 {
        efforts.clear();
    }
    if let [only] = efforts.as_slice()
        && (only.seconds() > ALONE_S
            || only.level < SINGLE_FROM * reference.critical
            || super::grade_between(cleaned, only.from, only.to) >= UPHILL)
    {
        efforts.clear();
    }
    efforts
}
