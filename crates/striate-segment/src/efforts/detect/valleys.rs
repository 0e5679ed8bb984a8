//! What is a recovery between two peaks, and what is only a slow stretch of one effort.

use super::Sums;
use super::peaks::{FLOOR, peaks};
use crate::clean::Cleaned;
use crate::efforts::changes::{Piece, piece};
use crate::reference::{Knowledge, Reference};

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
pub(super) const HEART_NEEDS_S: f64 = 80.0;

/// Demand over a guessed critical speed from which a high heart rate says that running was hard: below it the heart is
/// still on its way down from the effort before (the first threshold, less half of what such a guess may be wrong by).
const MAYBE_HARD_FROM: f64 = 0.78;

/// A rest shorter than this share of the effort beside it is an interruption.
pub(super) const LEAST_REST_SHARE: f64 = 0.05;

/// Where the recoveries of a session are deep, a dip shallower than this is a slow stretch of an effort.
const SHALLOW: f64 = 0.25;

/// A rest shorter than this share of the session's usual one is an interruption.
const SHORT_REST: f64 = 0.15;

/// The least time of a recovery, s.
const SHORTEST_RECOVERY_S: f64 = 7.0;

/// Two peaks without a recovery between them are one effort where the lower has at least this share of the higher.
pub(super) const SAME_EFFORT: f64 = 0.85;

/// A slow stretch of an effort lasts at most this long, s, or asks at least this share of it.
const SLOW_STRETCH_S: f64 = 45.0;
const SLOW_STRETCH: f64 = 0.8;

/// A peak of the level: one piece, or several that no recovery parts.
#[derive(Clone, Copy)]
struct Peak {
    first: usize,
    last: usize,
    level: f64,
}

/// Peaks that no real recovery parts are joined into one piece where they are alike.
pub(super) fn without_false_valleys(
    pieces: Vec<Piece>,
    sums: &Sums<'_>,
    cleaned: &Cleaned,
    reference: &Reference,
) -> Vec<Piece> {
    let found = peaks(&pieces);
    let parted = |least_depth: f64, least_s: f64| {
        let mut kept: Vec<(Peak, f64, f64)> = Vec::new();
        for &place in &found {
            let mut next = Peak { first: place, last: place, level: pieces[place].level };
            let (mut depth, mut seconds) = (0.0, 0.0);
            // Without a recovery between them the lower of two peaks is no peak, or both are one.
            while let Some((before, _, _)) = kept.last().copied() {
                let valley = Valley::new(&pieces, &before, &next, sums, cleaned);
                if valley.is_recovery(reference, least_depth, least_s) {
                    (depth, seconds) = (valley.depth(), valley.seconds);
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
                kept.push((next, depth, seconds));
            }
        }
        kept
    };
    let first = parted(0.0, 0.0);
    let usual = |figure: fn(&(Peak, f64, f64)) -> f64| {
        let mut all: Vec<f64> = first.iter().filter(|(_, depth, _)| *depth > 0.0).map(figure).collect();
        all.sort_unstable_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(0.0)
    };
    let shallow = if usual(|k| k.1) >= 0.5 { SHALLOW } else { 0.0 };
    let kept = parted(shallow, SHORT_REST * usual(|k| k.2));
    let mut join = vec![false; pieces.len()];
    for (peak, _, _) in &kept {
        join[peak.first + 1..=peak.last].fill(true);
    }
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for (p, join) in pieces.into_iter().zip(join) {
        match out.last_mut() {
            Some(last) if join => *last = piece(sums.demand, last.from, p.to),
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
    fn new(pieces: &[Piece], left: &Peak, right: &Peak, sums: &Sums<'_>, cleaned: &Cleaned) -> Self {
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

    fn is_recovery(&self, reference: &Reference, least_depth: f64, least_s: f64) -> bool {
        self.seconds >= SHORTEST_RECOVERY_S.max(LEAST_REST_SHARE * self.peak_s).max(least_s)
            && self.depth() >= least_depth
            && is_recovery(self.peak, self.level, self.heart_rate, reference)
    }
}

/// Mean heart rate over the ten seconds before an instant.
pub(super) fn heart_rate_before(cleaned: &Cleaned, second: usize) -> Option<f64> {
    let last = &cleaned.motion.heart_rate_bpm[second.saturating_sub(10)..second];
    let (sum, count) =
        last.iter().filter(|h| !h.is_nan()).fold((0.0, 0u32), |(sum, count), h| (sum + f64::from(*h), count + 1));
    (count >= 5).then(|| sum / f64::from(count))
}

/// Whether `level` is a recovery from `effort`. Where critical speed is known, running above the first threshold is
/// no recovery; where it is not, heart rate says whether running was easy; where neither is known the ratio decides.
pub(super) fn is_recovery(effort: f64, level: f64, heart_rate: Option<f64>, reference: &Reference) -> bool {
    let ratio = (effort + FLOOR) / (level + FLOOR);
    if reference.knowledge == Knowledge::Known {
        return ratio >= RECOVERY_RATIO && level <= RECOVERY_BELOW * reference.critical;
    }
    let is_running = level > MAYBE_HARD_FROM * reference.critical;
    let is_hard = is_running && heart_rate.is_some_and(|h| reference.reserve_share(h) > EASY_RESERVE);
    ratio >= RECOVERY_RATIO_UNKNOWN && !is_hard
}
