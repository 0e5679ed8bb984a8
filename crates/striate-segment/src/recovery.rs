//! The rest after each effort and how complete it was (rule E5).

use crate::clean::Cleaned;
use crate::efforts::Span;
use striate_model::{Athlete, Recovery, TimeSpan};

/// Time in which the fast energy store of the muscle refills by two thirds after a sprint, s (half time about 25 s in
/// short all-out work; an assumption of the order of published phosphocreatine recoveries).
const FAST_STORE_S: f64 = 40.0;

/// The same for what longer hard running takes, s: a distance reserve refills over minutes (an assumption in the range
/// of published reconstitution times of W').
const SLOW_STORE_S: f64 = 240.0;

/// One recovery between each effort and the next.
pub(crate) fn between(spans: &[Span], cleaned: &Cleaned, athlete: &Athlete) -> Vec<Recovery> {
    let sums = &cleaned.demand_sums;
    spans
        .windows(2)
        .map(|pair| {
            let rest = Span { from_s: pair[0].to_s, to_s: pair[1].from_s.max(pair[0].to_s) };
            Recovery {
                start: cleaned.grid.start + TimeSpan::from_s(rest.from_s),
                end: cleaned.grid.start + TimeSpan::from_s(rest.to_s),
                completeness: completeness([&pair[0], &rest, &pair[1]], cleaned, athlete, sums),
            }
        })
        .collect()
}

/// How complete a rest was, 0 to 1: the mean of what time, heart rate and the next effort say, as far as each is known. The
/// spans are the effort, the rest after it and the effort after that.
fn completeness([effort, rest, next]: [&Span; 3], cleaned: &Cleaned, athlete: &Athlete, sums: &[f64]) -> Option<f64> {
    let n = cleaned.grid.len();
    if n == 0 || rest.seconds() <= 0.0 {
        return Some(0.0).filter(|_| n > 0);
    }
    let mean = |span: &Span| {
        let (from, to) = span.grid(n);
        (sums[to] - sums[from]) / (to - from).max(1) as f64
    };
    let (level, resting, following) = (mean(effort), mean(rest), mean(next));
    // Seconds of jogging refill less than seconds of standing: none is gained at critical speed.
    let critical = athlete.critical_speed.value.as_m_per_s();
    let ease = if cleaned.on_foot { (1.0 - resting / critical).clamp(0.2, 1.0) } else { 0.7 };
    let slow_part = (effort.seconds() / 90.0).clamp(0.1, 1.0);
    let store = FAST_STORE_S + (SLOW_STORE_S - FAST_STORE_S) * slow_part;
    let by_time = 1.0 - (-rest.seconds() * (0.4 + 0.6 * ease) / store).exp();

    let by_heart = heart_rate_fall(effort, rest, cleaned, athlete);
    let by_next = (level > 0.5).then(|| ((following / level - 0.85) / 0.15).clamp(0.0, 1.0));
    // What was run next is a weak sign: a runner may hold back or push through.
    let parts = [(Some(by_time), 0.5), (by_heart, 0.35), (by_next, 0.15)];
    let (sum, weight) = parts
        .iter()
        .filter_map(|(part, weight)| part.map(|p| (p * weight, *weight)))
        .fold((0.0, 0.0), |(sum, all), (p, w)| (sum + p, all + w));
    Some((sum / weight).clamp(0.0, 1.0))
}

/// Which part of the way from its peak to an easy level (60 % of the reserve) heart rate fell during the rest.
fn heart_rate_fall(effort: &Span, rest: &Span, cleaned: &Cleaned, athlete: &Athlete) -> Option<f64> {
    const EASY_SHARE: f64 = 0.6;
    let heart_rate = &cleaned.motion.heart_rate_bpm;
    let n = cleaned.grid.len();
    let ((from, _), (rest_from, rest_to)) = (effort.grid(n), rest.grid(n));
    // Heart rate lags: its peak may come up to fifteen seconds into the rest.
    let peak =
        heart_rate[from..(rest_from + 15).min(rest_to)].iter().copied().filter(|h| !h.is_nan()).fold(0.0, f32::max);
    let last = heart_rate[rest_to.saturating_sub(5).max(rest_from)..rest_to]
        .iter()
        .copied()
        .filter(|h| !h.is_nan())
        .fold(f32::MAX, f32::min);
    if peak <= 0.0 || last == f32::MAX {
        return None;
    }
    let (low, high) = (athlete.hr_rest.value.as_bpm(), athlete.hr_max.value.as_bpm());
    let easy = low + EASY_SHARE * (high - low);
    let above = f64::from(peak) - easy;
    (above > 10.0).then(|| ((f64::from(peak) - f64::from(last)) / above).clamp(0.0, 1.0))
}
