//! Turning points of the level, and where between a peak and a valley the effort begins and ends.

use crate::efforts::changes::{Piece, piece};

/// A rise or a fall by less than this ratio is no turning point.
pub(super) const TURN: f64 = 1.15;

/// Added to levels before ratios are taken, m/s, so that standing has one.
pub(super) const FLOOR: f64 = 0.3;

/// A piece shorter than this joins its nearer neighbour, s.
const SHORTEST_PIECE_S: usize = 4;

/// Pieces too short to be anything join the neighbour whose level is nearer.
pub(super) fn without_slivers(mut pieces: Vec<Piece>, sums: &[f64]) -> Vec<Piece> {
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

/// The pieces at which the level turns from rising to falling by at least [`TURN`] on each side that exists.
pub(super) fn peaks(pieces: &[Piece]) -> Vec<usize> {
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

/// How much of what lies beside an effort says what its recovery was like, s.
const RECOVERY_REACH_S: f64 = 90.0;

/// Where the effort begins (`towards` its peak at the end of the slice) or ends (peak at the beginning): the first or
/// last piece that is nearer to the effort than to the recovery. Two means, begun near the level of the effort, the
/// recovery read over its first [`RECOVERY_REACH_S`], so that a few seconds or minutes of standing do not pull a jog into
/// the effort. `may_rise` allows a higher threshold than the one that it begins with.
pub(super) fn border(pieces: &[Piece], towards: bool, peak_level: f64, may_rise: bool) -> Option<usize> {
    let count = pieces.len();
    let outwards = |k: usize| &pieces[if towards { count - 1 - k } else { k }];
    let mut threshold = 0.85 * peak_level;
    for _ in 0..4 {
        let (mut high, mut low) = ((0.0, 0.0), (0.0, 0.0));
        for piece in (0..count).map(outwards) {
            let seconds = piece.seconds() as f64;
            let (side, counted) = if piece.level >= threshold {
                (&mut high, seconds)
            } else {
                let left = (RECOVERY_REACH_S - low.1).max(0.0);
                (&mut low, seconds.min(left))
            };
            side.0 += piece.level * counted;
            side.1 += counted;
            if low.1 >= RECOVERY_REACH_S {
                break;
            }
        }
        if high.1 <= 0.0 || low.1 <= 0.0 {
            return None;
        }
        let middle = 0.5 * (high.0 / high.1 + low.0 / low.1);
        threshold = if may_rise { middle } else { middle.min(threshold) };
    }
    let first_low = (0..count).map(outwards).position(|p| p.level < threshold)?;
    let last_high = first_low.saturating_sub(1);
    Some(if towards { count - 1 - last_high } else { last_high })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(levels: &[f64]) -> Vec<Piece> {
        levels.iter().enumerate().map(|(i, &level)| Piece { from: 60 * i, to: 60 * (i + 1), level }).collect()
    }

    #[test]
    fn each_repetition_is_a_peak_and_a_little_unevenness_is_none() {
        assert_eq!(peaks(&levels(&[2.6, 4.6, 2.4, 4.7, 4.4, 2.5, 4.5, 2.6])), [1, 3, 6]);
        assert!(peaks(&levels(&[3.0, 3.2, 3.0, 3.3, 3.1])).is_empty());
    }

    #[test]
    fn standing_for_a_moment_does_not_pull_a_jog_into_the_effort() {
        let mut pieces = levels(&[4.6, 2.6, 0.0, 4.6]);
        pieces[2].to = pieces[2].from + 6;
        assert_eq!(border(&pieces[..3], false, 4.6, true), Some(0));
        pieces[2].to = pieces[2].from + 300;
        assert_eq!(border(&pieces[..3], false, 4.6, true), Some(0));
    }
}
