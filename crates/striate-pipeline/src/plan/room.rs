//! How much running a week has room for beside its lifts, with no run longer than the gate on single runs lets it be.

use super::PlanWishes;
use super::fill::{least_lifts, long_margin};
use super::menu::Dish;

/// A little is left over, since runs come in steps.
const USED: f64 = 0.9;

/// Running minutes that a week holds for sure: a run on each day of training but one where all seven are, the longest first,
/// and the lifts that the goal asks for where they take least from it.
pub(super) fn running_room(wishes: &PlanWishes, dishes: &[Dish], longest: i32, has_long: bool) -> i32 {
    let lift = dishes.iter().filter(|d| d.is_lift).flat_map(|d| &d.levels).map(|l| l.minutes).min().unwrap_or(0);
    let mut days: Vec<i32> = wishes.minutes.into_iter().filter(|m| *m > 0).collect();
    days.sort_unstable_by(|a, b| b.cmp(a));
    days.truncate(6);
    let longest_of = |place: usize| if place == 0 || !has_long { longest } else { longest - long_margin(longest) };
    let run = |place: usize, minutes: i32| longest_of(place).min(minutes).max(0);
    let mut taken: Vec<i32> = days.iter().enumerate().map(|(d, have)| run(d, *have) - run(d, have - lift)).collect();
    taken.sort_unstable();
    let lifts = usize::try_from(least_lifts(wishes, has_long)).unwrap_or(0);
    let whole: i32 = days.iter().enumerate().map(|(d, have)| run(d, *have)).sum();
    let left = whole - taken.iter().take(lifts).sum::<i32>();
    (USED * f64::from(left)) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_run_no_longer_than_seventeen_minutes_on_three_days_is_asked_for_no_hour() {
        let wishes = PlanWishes { minutes: [0, 60, 0, 60, 0, 90, 0], ..PlanWishes::default() };
        assert_eq!(running_room(&wishes, &[], 17, true), (0.9 * f64::from(17 + 16 + 16)) as i32);
        assert_eq!(running_room(&wishes, &[], 300, true), (0.9 * f64::from(90 + 60 + 60)) as i32);
    }
}
