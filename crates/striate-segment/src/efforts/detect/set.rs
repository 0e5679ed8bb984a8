//! Whether efforts that were found make a session together: repetitions are alike, follow each other evenly, stand out
//! from the rest of the day and raise the heart rate; jumps of a satellite, crossings and gusts do none of these.

use super::pattern::median;
use super::{Candidate, heart_rise};
use crate::clean::Cleaned;
use crate::reference::{Knowledge, Reference};
use striate_model::Athlete;

/// Standing out from the other running: clearly, and by far.
const CLEARLY: f64 = 1.25;
const BY_FAR: f64 = 1.4;

/// Lengths and intervals of repetitions: the quarters of the sorted ones lie within these ratios.
const EVEN_LENGTHS: f64 = 1.35;
const EVEN_INTERVALS: f64 = 1.7;

/// Repetitions fill at least this share of the time from the first to the last.
const DENSE: f64 = 0.25;

/// A single burst is believed from this length on, s.
const LEAST_SINGLE_S: f64 = 15.0;

/// Two that last longer than this and are so alike are a session as well, s.
const LONG_PAIR_S: f64 = 240.0;
const LIKE_TWINS: f64 = 1.12;

/// Heart rate rises by this much in the middle one of the efforts of a session, beats a minute: at least, clearly.
const RISES: f64 = 3.0;
const RISES_CLEARLY: f64 = 8.0;

/// From this share of a known critical speed on nobody runs for ease.
const SURELY_HARD: f64 = 0.97;

/// Above this share of a known critical speed stretches between stops are efforts even if there is no other running.
const HARDER_THAN_EASY: f64 = 1.04;

/// Without other running nothing longer than this is an effort, s.
const LONGEST_ALONE_S: f64 = 600.0;

/// Share of heart-rate reserve at the end of an effort: from here on it was hard; up to here it was easy.
const HARD_RESERVE: f64 = 0.85;
const EASY_RESERVE: f64 = 0.72;

/// Where nothing else tells, stretches between rests are repetitions from this share of the usual critical speed on: the
/// level from which a runner of unknown speed is likelier to be at it than at three quarters of it.
const LIKELY_HARD: f64 = 0.96;

/// How much higher where heart rate is hardly that of hard running.
const DOUBTED: f64 = 0.35;

/// How many of the signs of a session these efforts show.
pub(super) fn evidence(efforts: &[Candidate], other: f64, cleaned: &Cleaned, reference: &Reference) -> u32 {
    let Some((first, last)) = efforts.first().zip(efforts.last()) else { return 0 };
    if efforts.len() == 1 && first.seconds() < LEAST_SINGLE_S {
        return 0;
    }
    let level = median(efforts.iter().map(|c| c.level).collect());
    let lengths: Vec<f64> = efforts.iter().map(Candidate::seconds).collect();
    let intervals: Vec<f64> = efforts.windows(2).map(|w| (w[1].from - w[0].from) as f64).collect();
    let work: f64 = lengths.iter().sum();
    let is_pair = efforts.len() == 2 && work > 2.0 * LONG_PAIR_S && quarters(&lengths) <= LIKE_TWINS;
    let rises: Vec<f64> = efforts.iter().filter_map(|c| heart_rise(c, cleaned)).collect();
    let knows_heart = rises.len() * 2 >= efforts.len();
    let rise = median(rises);
    if knows_heart && rise < RISES {
        return 0;
    }
    let signs = [
        level >= CLEARLY * other,
        level >= BY_FAR * other,
        efforts.len() >= 2 && quarters(&lengths) <= EVEN_LENGTHS,
        efforts.len() >= 3 && quarters(&intervals) <= EVEN_INTERVALS || is_pair,
        work >= DENSE * (last.to - first.from) as f64,
        efforts.len() >= 4,
        knows_heart && rise >= RISES_CLEARLY,
        reference.knowledge == Knowledge::Known && level >= SURELY_HARD * reference.critical,
    ];
    signs.iter().map(|s| u32::from(*s)).sum()
}

/// Ratio of the upper to the lower quarter; of few values of the largest to the smallest.
fn quarters(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let cut = sorted.len() / 4;
    match (sorted.get(cut), sorted.len().checked_sub(cut + 1).and_then(|k| sorted.get(k))) {
        (Some(low), Some(high)) => high / low.max(1.0),
        _ => f64::INFINITY,
    }
}

/// Whether efforts are believed where there is no other running to compare them with: repetitions alone in a file, but
/// not a run through a town with its lights, nor a beginner's who walks again and again.
pub(super) fn are_efforts_alone(efforts: &[Candidate], cleaned: &Cleaned, reference: &Reference) -> bool {
    let level = median(efforts.iter().map(|c| c.level).collect());
    let is_known = reference.knowledge == Knowledge::Known;
    if is_known && level >= HARDER_THAN_EASY * reference.critical {
        return true;
    }
    let lengths: Vec<f64> = efforts.iter().map(Candidate::seconds).collect();
    let is_even =
        efforts.len() >= 3 && quarters(&lengths) <= EVEN_LENGTHS && lengths.iter().all(|l| *l <= LONGEST_ALONE_S);
    let shares = efforts.iter().filter_map(|c| super::heart_rate_before(cleaned, c.to));
    let shares: Vec<f64> = shares.map(|bpm| reference.reserve_share(bpm)).collect();
    let heart = (shares.len() * 2 >= efforts.len()).then(|| median(shares));
    let usual = if is_known { reference.critical } else { Athlete::default().critical_speed.value.as_m_per_s() };
    is_even
        && match heart {
            Some(share) if share >= HARD_RESERVE => true,
            Some(share) if share <= EASY_RESERVE => false,
            // Between the two the lower heart rate asks for the higher speed.
            Some(share) => {
                level >= LIKELY_HARD * usual * (1.0 + DOUBTED * (HARD_RESERVE - share) / (HARD_RESERVE - EASY_RESERVE))
            }
            None => level >= LIKELY_HARD * usual,
        }
}
