//! What was meant as an effort, as far as the pattern of all of them tells.

use super::Candidate;
use super::set::{are_efforts_alone, evidence};
use crate::clean::{Cleaned, HEIGHT_LATE_S};
use crate::efforts::{LONGEST_SINGLE_S, grade_between};
use crate::reference::{Knowledge, Reference};

/// Grade from which an effort is a climb.
pub(super) const UPHILL: f64 = 0.035;

/// A single effort is believed from this share of critical speed.
const SINGLE_FROM: f64 = 1.15;

/// Below this share of the level of the middle one nothing as short is an effort, nor below that much less for each
/// time that it is twice as long: over ten seconds to ten minutes a runner's best falls by 5 to 12 % a doubling.
const LOWER: f64 = 0.85;
const LOWER_A_DOUBLING: f64 = 0.12;

/// Shorter efforts are looked at for others like them, s.
const SHORT_S: f64 = 45.0;

/// An effort further from every other than this, s and times its own length, stands alone: one surge, no repetition.
const ALONE_AFTER_S: f64 = 300.0;
const ALONE_AFTER_SHARE: f64 = 12.0;

/// Uphill and this much faster than on both sides: then it is no terrain, whatever the other climbs are like.
const FASTER_UPHILL: f64 = 1.15;

/// A hill that is run again begins at the same height: within so many metres, or this share of its climb.
const SAME_FOOT_M: f64 = 4.0;
const SAME_FOOT: f64 = 0.8;

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
    other_running: Option<f64>,
    least_evidence: u32,
) -> Vec<Candidate> {
    without_lower(&mut efforts);
    let lengths: Vec<f64> = efforts.iter().map(Candidate::seconds).collect();
    let mut keep = of_their_size(&lengths);
    for (k, keep) in keep.iter_mut().enumerate() {
        *keep &= is_in_a_set(k, &efforts);
    }
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
    let is_believed = match other_running {
        Some(other) => evidence(&efforts, other, cleaned, reference) >= least_evidence,
        None => are_efforts_alone(&efforts, cleaned, reference),
    };
    if !is_believed || reference.knowledge == Knowledge::Guessed && efforts.len() < 2 {
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

/// Drops what is clearly below the middle one of the efforts without being longer: a faster stretch of the way there.
fn without_lower(efforts: &mut Vec<Candidate>) {
    let level = median(efforts.iter().map(|c| c.level).collect());
    let seconds = median(efforts.iter().map(Candidate::seconds).collect());
    efforts.retain(|c| {
        let doublings = (c.seconds() / seconds.max(1.0)).log2().max(0.0);
        c.level >= (LOWER - LOWER_A_DOUBLING * doublings) * level
    });
}

/// Whether a short effort is one of several alike nearby, or not shorter than the others: a single burst, or a few
/// that have nothing in common, are jumps of a satellite or a street that was crossed.
fn is_in_a_set(k: usize, efforts: &[Candidate]) -> bool {
    let here = &efforts[k];
    if here.seconds() >= SHORT_S {
        return true;
    }
    let reach = ALONE_AFTER_S + ALONE_AFTER_SHARE * here.seconds();
    let is_set = |like: &dyn Fn(&Candidate) -> bool| {
        let rests = near(k, efforts.len()).filter(|&j| like(&efforts[j])).map(|j| rest_between(efforts, j, k));
        let (count, nearest) = rests.fold((0, f64::INFINITY), |(count, least), rest| (count + 1, rest.min(least)));
        count >= 2 && nearest <= reach
    };
    let is_alike = |other: &Candidate| {
        ALIKE.contains(&(other.seconds() / here.seconds())) && (0.8..=1.25).contains(&(other.level / here.level))
    };
    is_set(&is_alike) || is_set(&|other| (1.0..=4.0).contains(&(other.seconds() / here.seconds())))
}

pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// The neighbours of an effort, itself left out.
fn near(k: usize, count: usize) -> impl Iterator<Item = usize> {
    (k.saturating_sub(REACH)..(k + REACH + 1).min(count)).filter(move |&j| j != k)
}

/// Seconds between two efforts.
pub(super) fn rest_between(efforts: &[Candidate], a: usize, b: usize) -> f64 {
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
    let is_by_speed = |k: usize| efforts[k].speed.0 >= FASTER_UPHILL * efforts[k].speed.1;
    let height = |second: usize| cleaned.height_m.get((second + HEIGHT_LATE_S).min(cleaned.height_m.len().max(1) - 1));
    let begins = |k: usize| height(efforts[k].from).copied();
    let gain = |k: usize| Some(height(efforts[k].to)? - height(efforts[k].from)?);
    let is_same_hill = |j: usize, k: usize| match (begins(j), begins(k), gain(k)) {
        (Some(a), Some(b), Some(gain)) => (a - b).abs() <= SAME_FOOT_M.max(SAME_FOOT * gain),
        _ => true,
    };
    let wanted = if reference.knowledge == Knowledge::Known { 2 } else { 3 };
    for _ in 0..4 {
        let before = keep.clone();
        for k in (0..efforts.len()).filter(|&k| before[k] && grades[k] >= UPHILL && !is_by_speed(k)) {
            let alike = || {
                near(k, efforts.len()).filter(|&j| {
                    before[j]
                        && grades[j] >= UPHILL
                        && ALIKE.contains(&(lengths[j] / lengths[k]))
                        && is_same_hill(j, k)
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
