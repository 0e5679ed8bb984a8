//! A clock that was set in the middle of a recording: the parts before and after it are put side by side, so that every
//! sample stays and the recording is as long as it was.
//!
//! The longest part keeps its clock; where the clock was off by less than half a day, the first one. Where the device's own
//! stopwatch says how long the session was, it decides: a silence that it knows of is real, and one that it does not know of
//! is a jump of the clock.

use striate_model::{TimeSpan, Timestamp};

/// A silence longer than this between two samples, with no pause in it, is a clock that was set, s.
const TORN_S: f64 = 12.0 * 3600.0;
/// The same where the stopwatch says that there was no silence, s: a shorter one may be a rest of a device whose stopwatch
/// leaves rests out.
const UNKNOWN_TO_STOPWATCH_S: f64 = 1800.0;
/// Steps back by less are samples out of order, s.
const BACK_S: f64 = 30.0;
/// A part with fewer samples is no part, but samples with a wrong time.
const LEAST_PART: usize = 10;
/// What a device notes at the ends of a part lies within so much of its samples, s.
const AROUND_S: f64 = 60.0;

/// What is known beside the samples.
pub(crate) struct Beside<'a> {
    /// Time from start to end by the device's own stopwatch, s.
    pub(crate) stopwatch_s: Option<f64>,
    /// Whether steps back in time are looked at: not where a file may hold its parts in any order.
    pub(crate) looks_back: bool,
    /// Whether the time between these two samples may be long: a pause, or the start of a new stretch.
    pub(crate) may_rest: &'a dyn Fn(usize, Timestamp, Timestamp) -> bool,
}

/// A stretch of samples in the order of the file.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Part {
    from: usize,
    to: usize,
    first: Timestamp,
    last: Timestamp,
    by: TimeSpan,
}

/// By how much the parts of a recording are moved.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Moves {
    parts: Vec<Part>,
}

impl Moves {
    /// What has to be moved in samples at these times, in the order of the file.
    pub(crate) fn of(times: &[Timestamp], beside: &Beside<'_>) -> Self {
        let parts = parts(times, beside);
        if parts.len() < 2 {
            return Self::default();
        }
        let is_far = parts.windows(2).any(|p| p[1].first.since(p[0].last).as_s().abs() > TORN_S);
        let longest = (0..parts.len()).max_by_key(|&k| (parts[k].to - parts[k].from, k)).unwrap_or(0);
        let longest = if is_far { longest } else { 0 };
        let step_ms = usual_step_ms(times);
        let mut moved = parts;
        for k in longest + 1..moved.len() {
            let behind = (moved[k - 1].last + moved[k - 1].by).as_unix_ms() + step_ms;
            moved[k].by = Timestamp::from_unix_ms(behind).since(moved[k].first);
        }
        for k in (0..longest).rev() {
            let before = (moved[k + 1].first + moved[k + 1].by).as_unix_ms() - step_ms;
            moved[k].by = Timestamp::from_unix_ms(before).since(moved[k].last);
        }
        Self { parts: moved }
    }

    /// Whether nothing has to be moved.
    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// How many samples are moved.
    pub(crate) fn samples(&self) -> usize {
        self.parts.iter().filter(|p| p.by != TimeSpan::default()).map(|p| p.to - p.from).sum()
    }

    /// Moves the samples.
    pub(crate) fn samples_moved(&self, times: &mut [Timestamp]) {
        for part in &self.parts {
            for time in &mut times[part.from..part.to] {
                *time = *time + part.by;
            }
        }
    }

    /// Another instant of the same recording by the clock that holds now: of a part that holds it, or of the nearest one.
    pub(crate) fn moved(&self, at: Timestamp) -> Timestamp {
        let outside = |p: &Part| p.first.since(at).as_s().max(at.since(p.last).as_s()).max(0.0);
        let still = self.parts.iter().find(|p| p.by == TimeSpan::default());
        if still.is_some_and(|p| outside(p) <= AROUND_S) {
            return at;
        }
        let nearest = self.parts.iter().min_by(|a, b| outside(a).total_cmp(&outside(b)));
        nearest.map_or(at, |part| at + part.by)
    }
}

fn parts(times: &[Timestamp], beside: &Beside<'_>) -> Vec<Part> {
    let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) else { return Vec::new() };
    let span_s = last.since(*first).as_s();
    // The stopwatch agrees with the clock: every silence is real.
    if beside.stopwatch_s.is_some_and(|s| s > 0.0 && span_s <= 1.02 * s + 60.0) {
        return Vec::new();
    }
    let gap_s = |i: usize| times[i].since(times[i - 1]).as_s();
    let silences_s: f64 = (1..times.len()).map(gap_s).filter(|s| *s > UNKNOWN_TO_STOPWATCH_S).sum();
    let without_silences_s =
        times.windows(2).map(|w| w[1].since(w[0]).as_s()).filter(|s| *s > 0.0).sum::<f64>() - silences_s;
    let unknown_to_it = beside.stopwatch_s.is_some_and(|s| s > 0.0 && without_silences_s >= 0.95 * s - 30.0);
    let is_torn = |i: usize| {
        let gap = gap_s(i);
        if gap < -BACK_S {
            let ahead = times[i..].iter().take(LEAST_PART);
            return beside.looks_back
                && times.len() - i >= LEAST_PART
                && ahead.into_iter().all(|t| *t < times[i - 1])
                && !(beside.may_rest)(i, times[i], times[i - 1]);
        }
        let is_long = gap > TORN_S || unknown_to_it && gap > UNKNOWN_TO_STOPWATCH_S;
        is_long && !(beside.may_rest)(i, times[i - 1], times[i])
    };
    let mut cuts: Vec<usize> = (1..times.len()).filter(|&i| is_torn(i)).collect();
    cuts.push(times.len());
    let mut found = Vec::with_capacity(cuts.len());
    let mut from = 0;
    for to in cuts {
        // Times within a part may be out of order a little.
        let inside = &times[from..to];
        if let (Some(first), Some(last)) = (inside.iter().min(), inside.iter().max()) {
            found.push(Part { from, to, first: *first, last: *last, by: TimeSpan::default() });
        }
        from = to;
    }
    // Stray samples are left to whoever puts times in order.
    if found.iter().any(|p| p.to - p.from < LEAST_PART) {
        return Vec::new();
    }
    found
}

/// The usual time from one sample to the next, ms.
fn usual_step_ms(times: &[Timestamp]) -> i64 {
    let mut steps: Vec<i64> = times
        .windows(2)
        .take(2000)
        .map(|w| w[1].as_unix_ms() - w[0].as_unix_ms())
        .filter(|ms| (1..=60_000).contains(ms))
        .collect();
    if steps.is_empty() {
        return 1000;
    }
    let middle = steps.len() / 2;
    *steps.select_nth_unstable(middle).1
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAYS: i64 = 20 * 86_400;

    fn moved(seconds: &[i64], stopwatch_s: Option<f64>) -> (Vec<i64>, usize) {
        let mut times: Vec<Timestamp> = seconds.iter().map(|s| Timestamp::from_unix_ms(s * 1000)).collect();
        let beside = Beside { stopwatch_s, looks_back: true, may_rest: &|_, _, _| false };
        let moves = Moves::of(&times, &beside);
        moves.samples_moved(&mut times);
        (times.iter().map(|t| t.as_unix_ms() / 1000).collect(), moves.samples())
    }

    fn clock(set: &[(i64, i64)]) -> Vec<i64> {
        (0..300).map(|i| i + set.iter().rev().find(|(from, _)| i >= *from).map_or(0, |(_, by)| *by)).collect()
    }

    #[test]
    fn a_clock_that_is_set_ahead_or_back_in_the_middle_loses_no_second() {
        let whole: Vec<i64> = (0..300).collect();
        for by in [DAYS, -DAYS, 400 * 86_400, -3600] {
            assert_eq!(moved(&clock(&[(200, by)]), None), (whole.clone(), 100), "{by}");
        }
        assert_eq!(moved(&clock(&[(100, DAYS), (250, 0)]), None).1, 150);
    }

    #[test]
    fn an_hour_that_the_stopwatch_does_not_know_of_was_none() {
        assert_eq!(moved(&clock(&[(200, 3600)]), Some(299.0)), ((0..300).collect(), 100));
        // The stopwatch saw it: then it was a rest.
        assert_eq!(moved(&clock(&[(200, 3600)]), Some(3899.0)).1, 0);
        assert_eq!(moved(&clock(&[(200, 3600)]), None).1, 0);
        assert_eq!(moved(&clock(&[(200, DAYS)]), Some(DAYS as f64 + 299.0)).1, 0, "a walk of many days");
    }

    #[test]
    fn samples_out_of_order_and_strays_are_left_to_others() {
        let mut seconds: Vec<i64> = (0..300).collect();
        seconds.swap(40, 44);
        seconds[100] = 5;
        assert_eq!(moved(&seconds, None).1, 0);
        seconds[100] = 100 + DAYS;
        assert_eq!(moved(&seconds, None).1, 0);
    }

    #[test]
    fn what_the_device_noted_goes_with_the_samples_around_it() {
        let times: Vec<Timestamp> = clock(&[(200, DAYS)]).iter().map(|s| Timestamp::from_unix_ms(s * 1000)).collect();
        let beside = Beside { stopwatch_s: None, looks_back: true, may_rest: &|_, _, _| false };
        let moves = Moves::of(&times, &beside);
        let at = |s: i64| moves.moved(Timestamp::from_unix_ms(s * 1000)).as_unix_ms() / 1000;
        assert_eq!([at(0), at(150), at(DAYS + 250), at(DAYS + 301)], [0, 150, 250, 301]);
    }
}
