//! How much running a week can hold beside its lifts, and how little it can get by with, by the sessions on its menu.

use super::menu::Dish;
use striate_plan::kinds::PlannedKind;
use striate_plan::week::DAYS;

/// Running minutes that a week holds, and those that it has at least. At most: the owed runs at their longest and an easy
/// run on each other day of training, one day but six. At least: the owed runs at their longest, beside which an easy run
/// need not be.
pub(super) fn running_room(days: &[i32; DAYS], dishes: &[Dish]) -> (i32, i32) {
    let runs = || dishes.iter().filter(|d| d.is_run && d.kind != PlannedKind::Race);
    let owed = || runs().filter(|d| d.owed > 0);
    let longest = |d: &Dish| d.levels.iter().map(|l| l.running).max().unwrap_or(0);
    let least: i32 = owed().map(|d| d.owed as i32 * longest(d)).sum();
    let mut have: Vec<i32> = days.iter().copied().filter(|m| *m > 0).collect();
    have.sort_unstable_by(|a, b| b.cmp(a));
    have.truncate(6);
    // The longest runs go to the longest days.
    let mut long: Vec<i32> = owed().flat_map(|d| std::iter::repeat_n(longest(d), d.owed)).collect();
    long.sort_unstable_by(|a, b| b.cmp(a));
    let easy = runs().filter(|d| d.is_filler).map(longest).max().unwrap_or(0);
    let most = have.iter().enumerate().map(|(i, m)| long.get(i).copied().unwrap_or(easy).min(*m)).sum();
    (most, least)
}

#[cfg(test)]
mod tests {
    use super::super::menu::Level;
    use super::*;
    use striate_model::Athlete;
    use striate_plan::kinds::even_run;

    fn runs(kind: PlannedKind, minutes: &[i32], owed: usize) -> Dish {
        let athlete = Athlete::default();
        let equipment = crate::planned::Equipment::default();
        let means = crate::planned::means(&athlete, &equipment, striate_plan::kinds::Experience::Trained, &[]);
        let level = |m: &i32| -> Level {
            let run = even_run(kind, f64::from(*m), &means).expect("a run");
            super::super::menu::Kitchen::new(&athlete).level(run)
        };
        Dish {
            kind,
            is_run: true,
            is_lift: false,
            is_hard: false,
            is_legs: false,
            is_heavy: false,
            most: 3,
            owed,
            is_filler: kind == PlannedKind::Easy,
            rules: &[],
            levels: minutes.iter().map(level).collect(),
        }
    }

    #[test]
    fn who_may_run_no_longer_than_seventeen_minutes_on_three_days_is_asked_for_no_hour() {
        let days = [0, 60, 0, 60, 0, 90, 0];
        let dishes = [runs(PlannedKind::Long, &[13, 17], 1), runs(PlannedKind::Easy, &[10], 0)];
        assert_eq!(running_room(&days, &dishes), (17 + 10 + 10, 17));
    }

    #[test]
    fn a_run_is_no_longer_than_its_day() {
        let days = [0, 45, 0, 0, 45, 0, 60];
        let dishes = [runs(PlannedKind::Long, &[48, 75], 1), runs(PlannedKind::Easy, &[25, 40], 1)];
        assert_eq!(running_room(&days, &dishes), (60 + 40 + 40, 75 + 40));
    }
}
