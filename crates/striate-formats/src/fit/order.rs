//! Times of samples put into order.

use super::fault::Faults;
use crate::limits;
use striate_model::{Timestamp, WarningCode};

/// Makes times non-decreasing and changes as few of them as possible: the longest run of times that is in order stays,
/// each other sample takes the time of the sample before it (the first ones that of the first in order). Times more
/// than [`limits::FIT_SPAN_S`] from the middle one are never right; the places of such samples are given back, because
/// what stands beside a broken time is not to be trusted either.
pub(super) fn put_in_order(times: &mut [Timestamp], faults: &mut Faults) -> Vec<usize> {
    let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) else { return Vec::new() };
    let is_wide = last.since(*first).as_s() > limits::FIT_SPAN_S;
    if !is_wide && times.is_sorted() {
        return Vec::new();
    }
    let middle = {
        let mut sorted = times.to_vec();
        let half = sorted.len() / 2;
        *sorted.select_nth_unstable(half).1
    };
    let is_possible = |time: Timestamp| time.since(middle).as_s().abs() <= limits::FIT_SPAN_S;
    let kept = longest_in_order(times, is_possible);
    let mut wrong_dates = Vec::new();
    let mut moved = 0_usize;
    let mut before = kept.first().map_or(middle, |&place| times[place]);
    let mut next = kept.iter().peekable();
    for (place, time) in times.iter_mut().enumerate() {
        if next.next_if(|&&kept| kept == place).is_some() {
            before = *time;
            continue;
        }
        if is_possible(*time) {
            moved += 1;
        } else {
            wrong_dates.push(place);
        }
        *time = before;
    }
    if moved > 0 {
        faults.of(
            WarningCode::TimeDisorder,
            format!("the clock runs backwards: {moved} samples took the time of the sample before them"),
        );
    }
    if !wrong_dates.is_empty() {
        let count = wrong_dates.len();
        faults.of(
            WarningCode::ImpossibleValue,
            format!("{count} samples lie weeks away from the others: their values were left out"),
        );
    }
    wrong_dates
}

/// The places of a longest non-decreasing selection of the possible times.
fn longest_in_order(times: &[Timestamp], is_possible: impl Fn(Timestamp) -> bool) -> Vec<usize> {
    // `ends[n]` is the place of the smallest last time of a selection of n + 1 samples; `before` links each sample to
    // the one in front of it in such a selection.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![usize::MAX; times.len()];
    for (place, &time) in times.iter().enumerate() {
        if !is_possible(time) {
            continue;
        }
        let length = ends.partition_point(|&end| times[end] <= time);
        if length > 0 {
            before[place] = ends[length - 1];
        }
        if length == ends.len() {
            ends.push(place);
        } else {
            ends[length] = place;
        }
    }
    let mut kept = Vec::with_capacity(ends.len());
    let mut place = ends.last().copied().unwrap_or(usize::MAX);
    while let Some(&link) = before.get(place) {
        kept.push(place);
        place = link;
    }
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(seconds: &[i64]) -> (Vec<i64>, usize) {
        let mut times: Vec<Timestamp> = seconds.iter().map(|s| Timestamp::from_unix_ms(s * 1000)).collect();
        let mut faults = Faults::default();
        put_in_order(&mut times, &mut faults);
        (times.iter().map(|t| t.as_unix_ms() / 1000).collect(), faults.finish().len())
    }

    #[test]
    fn a_clock_that_only_goes_forward_is_left_alone() {
        assert_eq!(ordered(&[1, 2, 2, 5]), (vec![1, 2, 2, 5], 0));
        assert_eq!(ordered(&[]), (vec![], 0));
    }

    #[test]
    fn one_sample_with_a_wrong_time_does_not_move_the_others() {
        assert_eq!(ordered(&[1, 2, 900, 3, 4]), (vec![1, 2, 2, 3, 4], 1));
        assert_eq!(ordered(&[900, 1, 2, 3]), (vec![1, 1, 2, 3], 1));
        assert_eq!(ordered(&[1, 2, 3, 0]), (vec![1, 2, 3, 3], 1));
    }

    #[test]
    fn a_sample_from_another_year_is_no_reason_for_a_run_of_a_year() {
        let year = 31_557_600;
        assert_eq!(ordered(&[1, 2, 3, year]), (vec![1, 2, 3, 3], 1));
        assert_eq!(ordered(&[-year, 1, 2, 3]), (vec![1, 1, 2, 3], 1));
    }
}
