//! Efforts found in the signal alone.
//!
//! The demand is cut into pieces of one level; rises and falls by more than a stated ratio are turning points
//! (hysteresis); two peaks without a real recovery between them are one; between a peak and a recovery the border lies
//! where the level is nearer to the effort than to the recovery; and what is left is an effort if it is hard enough for
//! this athlete, long enough, bordered by recovery and clearly above the athlete's other running of that day.

mod pattern;
mod peaks;
mod set;
mod valleys;

use super::changes::{Piece, noise_s, pieces};
use super::{SHORTEST_S, Span};
use crate::clean::{Cleaned, running_sums};
use crate::reference::{Knowledge, RUNS_FROM, Reference};
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
const BEYOND_CHANCE: f64 = 6.0;

/// The same where critical speed is not known, unless it is as long as one that does.
const ABOVE_UNKNOWN: f64 = 1.25;

/// From this share of a known critical speed on nobody runs for ease.
const SURELY_HARD: f64 = 0.97;

/// How many of the signs of a session efforts must show.
const LEAST_EVIDENCE: u32 = 4;

/// How often the level beside a burst is looked at, and from which share of the burst on it may be the effort.
const BURSTS: usize = 4;
const BURST_OVER: f64 = 0.7;

/// What lies beside a burst for less than this says nothing, s.
const LEAST_BESIDE_S: usize = 7;

/// Slower than this a peak is shuffling about in a rest, m/s.
const SHUFFLING: f64 = 1.3;

/// The least climbs that are efforts by their slope alone.
const LEAST_CLIMBS: usize = 4;

/// Other running that is less than this share of the efforts' time is no measure of them: a way through a town.
const LEAST_OTHER: f64 = 0.25;

/// Other running: beside an effort so many seconds are part of its change of pace, and a stretch lasts so long.
const BESIDE_S: usize = 6;
const LEAST_STRETCH_S: usize = 20;
const AROUND_S: usize = 4;

/// Heart rate is at its highest up to so long after an effort, s.
const HEART_LATE_S: usize = 25;

/// In a shorter effort heart rate, late at the wrist, hardly rises, s.
const HEART_FROM_S: f64 = 15.0;

/// Slower than this is walking (on a climb at least), m/s, unless steps are measured to be quicker than a walker's.
const WALKING_BELOW: f64 = 1.35;

/// Quicker steps than these are a runner's, in a minute.
const RUNNING_STEPS: f64 = 140.0;

/// A candidate that barely stands out is one of the others where it is at least this share as hard as one of them.
const AS_HARD: f64 = 0.92;

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
    /// Mean speed over ground, m/s: in it, beside it.
    speed: (f64, f64),
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
    /// The stream that efforts are looked for in.
    demand: &'a [f64],
    /// Speed.
    speed: Vec<f64>,
    /// Demand, but descents nearer to their speed (see [`cautious_demand`]): a descent is no recovery unless it is also
    /// slow.
    cautious: Vec<f64>,
}

/// Finds the efforts.
pub(crate) fn find(cleaned: &Cleaned, reference: &Reference, is_on_belt: bool) -> Vec<Span> {
    let mut efforts = found_in(&cleaned.sought, cleaned, reference, LEAST_EVIDENCE);
    // Climbs that are run at the speed of everything else are known by their slope alone: the same hill, again.
    let mut climbs = found_in(&cleaned.demand, cleaned, reference, LEAST_EVIDENCE + 1);
    climbs.retain(|c| {
        super::grade_between(cleaned, c.from, c.to) >= UPHILL
            && efforts.iter().all(|e| e.to <= c.from || c.to <= e.from)
    });
    if climbs.len() >= LEAST_CLIMBS {
        efforts.append(&mut climbs);
        efforts.sort_by_key(|e| e.from);
    }
    let (early_s, late_s) = if is_on_belt { BELT_S } else { INERTIA_S };
    let moved = |c: &Candidate| Span { from_s: (c.from as f64 - early_s).max(0.0), to_s: c.to as f64 - late_s };
    for effort in &mut efforts {
        edges_from_speed(effort, cleaned);
    }
    efforts.iter().map(moved).collect()
}

/// The efforts that a stream shows.
fn found_in(stream: &[f32], cleaned: &Cleaned, reference: &Reference, least_evidence: u32) -> Vec<Candidate> {
    let cautious: Vec<f32> = cautious_demand(stream, cleaned);
    let sought = running_sums(stream);
    let sums =
        Sums { demand: &sought, cautious: running_sums(&cautious), speed: running_sums(&cleaned.motion.speed_m_per_s) };
    let noise = noise_s(sums.demand);
    let pieces = without_slivers(pieces(stream, sums.demand, noise), sums.demand);
    let pieces = without_false_valleys(pieces, &sums, cleaned, reference);
    let candidates = without_interruptions(candidates(&pieces, &sums, cleaned, reference), &sums);
    let hard: Vec<Candidate> = candidates.into_iter().filter(|c| is_hard(c, cleaned, reference)).collect();
    let work_s: f64 = hard.iter().map(Candidate::seconds).sum();
    let other = other_running(&hard, &cautious, &sums.cautious, reference)
        .filter(|(_, s)| *s >= LEAST_OTHER * work_s)
        .map(|(o, _)| o);
    let is_known = reference.knowledge == Knowledge::Known;
    let surely = |c: &Candidate| {
        let is_surely_hard = is_known && c.level >= SURELY_HARD * reference.critical;
        if is_surely_hard { ABOVE_OTHER_RUNNING } else { ABOVE_UNKNOWN }
    };
    let is_above = |c: &Candidate, ratio: f64| {
        let by_chance = 1.0 + BEYOND_CHANCE * (noise / c.seconds().max(1.0)).sqrt();
        other.is_none_or(|o| c.level >= ratio.max(by_chance) * o)
    };
    let sure: Vec<Candidate> = hard.iter().filter(|c| is_above(c, surely(c))).copied().collect();
    let is_like_a_sure_one = |c: &Candidate| {
        sure.iter().any(|s| ALIKE.contains(&(s.seconds() / c.seconds())) && c.level >= AS_HARD * s.level)
    };
    let clear: Vec<Candidate> = hard
        .into_iter()
        .filter(|c| is_above(c, surely(c)) || is_above(c, ABOVE_OTHER_RUNNING) && is_like_a_sure_one(c))
        .collect();
    meant(clear, cleaned, reference, other, least_evidence)
}

/// By how much heart rate rose in an effort or just after it, beats a minute; `None` where it is not known or the
/// effort came too soon after another or was too short to tell.
fn heart_rise(c: &Candidate, cleaned: &Cleaned) -> Option<f64> {
    let beats = &cleaned.motion.heart_rate_bpm;
    let mean = |from: usize, to: usize| {
        let known = beats[from.min(beats.len())..to.min(beats.len())].iter().filter(|h| !h.is_nan());
        let (sum, n) = known.fold((0.0, 0u32), |(sum, n), h| (sum + f64::from(*h), n + 1));
        (n >= 3).then(|| sum / f64::from(n))
    };
    if c.from < 30 || c.seconds() < HEART_FROM_S {
        return None;
    }
    let before = mean(c.from.saturating_sub(5), c.from + 5)?;
    let end = (c.to + HEART_LATE_S).min(beats.len());
    let most = (c.from + 5..end.saturating_sub(4)).filter_map(|i| mean(i, i + 5)).fold(f64::NEG_INFINITY, f64::max);
    most.is_finite().then_some(most - before)
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
fn cautious_demand(stream: &[f32], cleaned: &Cleaned) -> Vec<f32> {
    let motion = &cleaned.motion;
    stream
        .iter()
        .zip(motion.speed_m_per_s.iter().zip(&motion.grade))
        .map(|(d, (speed, grade))| if *grade < 0.0 && *d < *speed { speed - (speed - d) / 3.0 } else { *d })
        .collect()
}

/// Stretches between turning points that rise above what lies beside them.
fn candidates(pieces: &[Piece], sums: &Sums<'_>, cleaned: &Cleaned, reference: &Reference) -> Vec<Candidate> {
    let highest = pieces.iter().map(|p| p.level).fold(0.0, f64::max);
    let mut peaks = peaks(pieces);
    // Shuffling about in a rest is no peak.
    peaks.retain(|p| pieces[*p].level >= SHUFFLING.min(0.3 * highest));
    let mut bounds: Vec<(usize, usize)> = Vec::with_capacity(peaks.len());
    let mut from = 0;
    for (k, &peak) in peaks.iter().enumerate() {
        let next = peaks.get(k + 1).copied().unwrap_or(pieces.len() - 1);
        let (mut begin, mut last) = (peak, peak);
        // A burst at the beginning of an effort, or within it, is not the effort: where nothing beside it is a recovery,
        // the level beside it is looked at.
        let mut peak_level = pieces[peak].level;
        for attempt in 0..BURSTS {
            begin = border(&pieces[from..=peak], true, peak_level, attempt == 0).map_or(from, |i| from + i);
            last = border(&pieces[peak..=next], false, peak_level, attempt == 0)
                .map_or(if k + 1 < peaks.len() { peak } else { next }, |i| peak + i);
            let level = mean(sums.demand, pieces[begin].from, pieces[last].to);
            let beside = |k: Option<usize>| k.and_then(|k| pieces.get(k)).filter(|p| p.seconds() >= LEAST_BESIDE_S);
            let sides =
                [beside(begin.checked_sub(1).filter(|b| *b >= from)), beside(Some(last + 1).filter(|l| *l <= next))];
            let higher = sides.iter().flatten().map(|p| p.level).fold(0.0, f64::max);
            let is_bordered = sides.iter().flatten().any(|p| {
                let heart = (p.seconds() as f64 >= HEART_NEEDS_S).then(|| heart_rate_before(cleaned, p.to)).flatten();
                is_recovery(level, p.level, heart, reference)
            });
            if is_bordered || higher < BURST_OVER * level {
                break;
            }
            peak_level = higher;
        }
        bounds.push((pieces[begin].from, pieces[last].to));
        from = (last + 1).min(pieces.len() - 1);
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
            let (first, last) = (left.max(from.saturating_sub(BORDER_REACH_S)), right.min(to + BORDER_REACH_S));
            let beside = if from > first { mean(&sums.speed, first, from) } else { 0.0 }.max(if last > to {
                mean(&sums.speed, to, last)
            } else {
                0.0
            });
            Candidate {
                from,
                to,
                level: mean(sums.demand, from, to),
                speed: (mean(&sums.speed, from, to), beside),
                before: side(first, from),
                after: side(to, last),
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
                last.speed = (mean(&sums.speed, last.from, last.to), last.speed.1.max(next.speed.1));
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
    let is_walked = candidate.speed.0 < WALKING_BELOW && !is_running(cleaned, candidate);
    if is_walked && grade < STAIRS_FROM {
        return false;
    }
    let wanted = if grade >= UPHILL { 0.95 } else { 0.86 };
    let lenient = if reference.knowledge == Knowledge::Known { 1.0 } else { 1.0 - reference.error };
    mean(&cleaned.demand_sums, candidate.from, candidate.to) >= wanted * lenient * reference.critical
}

/// Whether steps are measured and those of a runner.
fn is_running(cleaned: &Cleaned, candidate: &Candidate) -> bool {
    let steps = &cleaned.motion.cadence_steps_per_min[candidate.from..candidate.to];
    let mean = steps.iter().map(|c| f64::from(*c)).sum::<f64>() / steps.len().max(1) as f64;
    cleaned.motion.cadence_is_measured && mean >= RUNNING_STEPS
}

/// Median demand of the running outside the candidates, and its seconds, descents counted cautiously, a few seconds beside them and
/// stretches too short to be anything left out; `None` where there is less than two minutes of it.
fn other_running(
    candidates: &[Candidate],
    cautious: &[f32],
    sums: &[f64],
    reference: &Reference,
) -> Option<(f64, f64)> {
    let running = (0.55 * reference.critical).min(RUNS_FROM);
    // Of a rough speed single seconds are below any threshold.
    let around = |i: usize| mean(sums, i.saturating_sub(AROUND_S), (i + AROUND_S + 1).min(cautious.len()));
    let mut outside: Vec<f32> = Vec::new();
    let mut stretch: Vec<f32> = Vec::new();
    let mut next = candidates.iter().peekable();
    for (i, d) in cautious.iter().enumerate() {
        while next.peek().is_some_and(|c| c.to + BESIDE_S <= i) {
            next.next();
        }
        if around(i) > running && next.peek().is_none_or(|c| c.from > i + BESIDE_S) {
            stretch.push(*d);
        } else {
            if stretch.len() >= LEAST_STRETCH_S {
                outside.append(&mut stretch);
            }
            stretch.clear();
        }
    }
    if stretch.len() >= LEAST_STRETCH_S {
        outside.append(&mut stretch);
    }
    let middle = outside.len() / 2;
    let seconds = outside.len() as f64;
    (outside.len() >= 120).then(|| (f64::from(*outside.select_nth_unstable_by(middle, f32::total_cmp).1), seconds))
}
