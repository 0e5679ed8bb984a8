//! What was meant as an effort, as far as the pattern of all of them tells.

use super::Candidate;
use crate::clean::Cleaned;
use crate::efforts::{LONGEST_SINGLE_S, grade_between};
use crate::reference::{Knowledge, Reference};

/// Grade from which an effort is a climb.
pub(super) const UPHILL: f64 = 0.035;

/// A single effort is believed from this share of critical speed.
const SINGLE_FROM: f64 = 1.15;

/// An effort further from every other than this, s and times its own length, stands alone: one surge, no repetition.
const ALONE_AFTER_S: f64 = 300.0;
const ALONE_AFTER_SHARE: f64 = 12.0;

/// How many efforts before and after are looked at for others like one.
const REACH: usize = 40;

/// Efforts within these ratios of length are alike.
pub(super) const ALIKE: std::ops::RangeInclusive<f64> = 0.65..=1.55;

/// Drops what was not meant as an effort: a long block without another of its size (its kind says what it is), a single
/// short burst beside long ones, a surge far from any other, a climb without others like it (terrain), a single effort
/// that is not far above critical speed; and where critical speed is a guess a single one, or irregular ones without
/// other running to compare them with (a run through a town with its traffic lights).
pub(super) fn meant(
    mut efforts: Vec<Candidate>,
    cleaned: &Cleaned,
    reference: &Reference,
    has_other_running: bool,
) -> Vec<Candidate> {
    let lengths: Vec<f64> = efforts.iter().map(Candidate::seconds).collect();
    let mut keep = of_their_size(&lengths);
    keep_hills_run_again(&mut keep, &efforts, &lengths, cleaned, reference);
    for k in 0..efforts.len() {
        let mut others = near(k, efforts.len()).filter(|&j| keep[j]).map(|j| rest_between(&efforts, j, k)).peekable();
        if others.peek().is_some() {
            let nearest = others.fold(f64::INFINITY, f64::min);
            keep[k] &= nearest <= ALONE_AFTER_S + ALONE_AFTER_SHARE * lengths[k];
        }
    }
    let mut kept = keep.iter();
    efforts.retain(|_| *kept.next().expect("as many marks as efforts"));
    if reference.knowledge == Knowledge::Guessed && (efforts.len() < 2 || !has_other_running && !is_regular(&efforts)) {
        efforts.clear();
    }
    if let [only] = efforts.as_slice()
        && (only.seconds() > LONGEST_SINGLE_S
            || only.level < SINGLE_FROM * reference.critical
            || grade_between(cleaned, only.from, only.to) >= UPHILL)
    {
        efforts.clear();
    }
    efforts
}

/// Whether half of the efforts are about as long as the middle one.
fn is_regular(efforts: &[Candidate]) -> bool {
    let mut lengths: Vec<f64> = efforts.iter().map(Candidate::seconds).collect();
    lengths.sort_unstable_by(f64::total_cmp);
    let quarter = |q: usize| lengths[(lengths.len() - 1) * q / 4];
    !lengths.is_empty() && quarter(3) - quarter(1) <= 0.3 * quarter(2)
}

/// The neighbours of an effort, itself left out.
fn near(k: usize, count: usize) -> impl Iterator<Item = usize> {
    (k.saturating_sub(REACH)..(k + REACH + 1).min(count)).filter(move |&j| j != k)
}

/// Seconds between two efforts.
fn rest_between(efforts: &[Candidate], a: usize, b: usize) -> f64 {
    efforts[a.max(b)].from as f64 - efforts[a.min(b)].to as f64
}

/// Which efforts have others of their size: a long one needs another at least a third as long, a short one beside
/// others ten times as long needs another as short.
fn of_their_size(lengths: &[f64]) -> Vec<bool> {
    let mut sorted = lengths.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let longest = sorted.last().copied().unwrap_or(0.0);
    lengths
        .iter()
        .map(|&length| {
            let longest_other =
                if length < longest { longest } else { sorted[..sorted.len() - 1].last().copied().unwrap_or(0.0) };
            let has_peer = length <= LONGEST_SINGLE_S || 3.0 * longest_other >= length;
            let as_short = sorted.partition_point(|l| *l < 3.0 * length);
            let is_odd = length * 10.0 < longest && as_short == 1;
            has_peer && !is_odd
        })
        .collect()
}

/// Keeps climbs only where the same hill was run again: as long, as steep, and not long after. Dropping one may leave
/// another without its likes.
fn keep_hills_run_again(
    keep: &mut Vec<bool>,
    efforts: &[Candidate],
    lengths: &[f64],
    cleaned: &Cleaned,
    reference: &Reference,
) {
    let grades: Vec<f64> = efforts.iter().map(|c| grade_between(cleaned, c.from, c.to)).collect();
    let wanted = if reference.knowledge == Knowledge::Known { 2 } else { 3 };
    for _ in 0..4 {
        let before = keep.clone();
        for k in (0..efforts.len()).filter(|&k| before[k] && grades[k] >= UPHILL) {
            let alike = || {
                near(k, efforts.len()).filter(|&j| {
                    before[j]
                        && grades[j] >= UPHILL
                        && ALIKE.contains(&(lengths[j] / lengths[k]))
                        && (grades[j] - grades[k]).abs() <= 0.015 + 0.3 * grades[k]
                })
            };
            let nearest = alike().map(|j| rest_between(efforts, j, k)).fold(f64::INFINITY, f64::min);
            keep[k] = alike().count() >= wanted && nearest <= 60.0 + 8.0 * lengths[k];
        }
        if *keep == before {
            break;
        }
    }
}
