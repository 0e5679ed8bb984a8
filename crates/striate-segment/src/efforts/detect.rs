//! Efforts found in the signal alone.
//!
//! The demand is cut into pieces of one level; rises and falls by more than a stated ratio are turning points
//! (hysteresis); between two turning points the border lies where the level is nearer to the effort than to the
//! recovery; and what is left is an effort if it is hard enough for this athlete, long enough, and bordered by recovery.

use super::changes::{Piece, pieces, sums};
use super::{LONGEST_SINGLE_S, SHORTEST_S, Span};
use crate::clean::Cleaned;
use crate::reference::Reference;

/// A rise or a fall by less than this ratio is no turning point.
const TURN: f64 = 1.15;

/// Added to levels before ratios are taken, m/s, so that standing has one.
const FLOOR: f64 = 0.3;

/// A piece shorter than this joins its nearer neighbour, s.
const SHORTEST_PIECE_S: usize = 4;

/// What lies on one side of a candidate.
#[derive(Clone, Copy, Debug)]
struct Border {
    /// Mean demand, m/s, over at most [`BORDER_REACH_S`] next to the candidate.
    level: f64,
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

    /// The larger and the smaller ratio to what lies beside it.
    fn contrasts(&self) -> (f64, f64) {
        let ratio = |b: &Border| (self.level + FLOOR) / (b.level + FLOOR);
        let sides = [self.before.as_ref().map(ratio), self.after.as_ref().map(ratio)];
        let known = || sides.iter().flatten().copied();
        (known().fold(1.0, f64::max), known().fold(f64::INFINITY, f64::min))
    }
}

/// Finds the efforts.
pub(crate) fn find(cleaned: &Cleaned, reference: &Reference) -> Vec<Span> {
    let sums = sums(&cleaned.demand);
    let pieces = without_slivers(pieces(&cleaned.demand, &sums), &sums);
    let candidates = candidates(&pieces, &sums);
    let context = Context::new(&candidates, cleaned, reference);
    let accepted: Vec<Candidate> = candidates.into_iter().filter(|c| context.accepts(c)).collect();
    if accepted.len() == 1 && accepted[0].seconds() > LONGEST_SINGLE_S {
        return Vec::new();
    }
    accepted.iter().map(|c| Span { from_s: c.from as f64, to_s: c.to as f64 }).collect()
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
                    out.push(super::changes::piece(sums, last.from, here.to));
                }
                _ => {
                    if let Some(next) = pieces.get_mut(k + 1) {
                        *next = super::changes::piece(sums, here.from, next.to);
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
fn candidates(pieces: &[Piece], sums: &[f64]) -> Vec<Candidate> {
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
            let side = |a: usize, b: usize| (b > a + 2).then(|| Border { level: mean(sums, a, b) });
            Candidate {
                from,
                to,
                level: mean(sums, from, to),
                before: side(left.max(from.saturating_sub(BORDER_REACH_S)), from),
                after: side(to, right.min(to + BORDER_REACH_S)),
            }
        })
        .collect()
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
        Some(last_low + 1)
    } else {
        let first_low = pieces.iter().position(|p| p.level < threshold)?;
        Some(first_low.saturating_sub(1))
    }
}

/// What a candidate is judged against.
struct Context<'a> {
    cleaned: &'a Cleaned,
    reference: &'a Reference,
    /// Median demand while moving outside the candidates; `None` where there is less than two minutes of it.
    base: Option<f64>,
}

impl<'a> Context<'a> {
    fn new(candidates: &[Candidate], cleaned: &'a Cleaned, reference: &'a Reference) -> Self {
        let mut outside = Vec::new();
        let mut next = candidates.iter().peekable();
        for (i, d) in cleaned.demand.iter().enumerate() {
            while next.peek().is_some_and(|c| c.to <= i) {
                next.next();
            }
            if *d > 1.0 && next.peek().is_none_or(|c| c.from > i) {
                outside.push(*d);
            }
        }
        let base = (outside.len() >= 120).then(|| {
            let middle = outside.len() / 2;
            f64::from(*outside.select_nth_unstable_by(middle, f32::total_cmp).1)
        });
        Self { cleaned, reference, base }
    }

    fn accepts(&self, candidate: &Candidate) -> bool {
        if candidate.seconds() < SHORTEST_S {
            return false;
        }
        let (most, least) = candidate.contrasts();
        let intensity = candidate.level / self.reference.critical;
        let grade = super::grade_between(self.cleaned, candidate.from, candidate.to);
        let steep = grade >= 0.04;
        let wanted = if candidate.seconds() >= 90.0 {
            0.86
        } else if steep {
            0.88
        } else {
            0.95
        };
        let above_base = self.base.is_none_or(|b| candidate.level >= 1.12 * b);
        intensity >= wanted && above_base && most >= 1.2 && least >= 1.12
    }
}
