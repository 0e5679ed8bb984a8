//! How much running a week can hold beside its lifts, and how little it can get by with, by the sessions on its menu.

use super::PlanWishes;
use super::fill::least_lifts;
use super::menu::Dish;
use striate_plan::kinds::PlannedKind;

fn minutes<'d>(dishes: impl Iterator<Item = &'d Dish>) -> Vec<i32> {
    dishes.flat_map(|d| &d.levels).map(|l| l.minutes).collect()
}

/// Running minutes that a week holds, and those that it has at least: the long run and the easy runs that there are, one on
/// each day of training but one where all seven are, and the lifts that the goal asks for where they take least from it; the
/// shortest long run, and beside it the shortest run of another type where the week mixes types.
pub(super) fn running_room(wishes: &PlanWishes, dishes: &[Dish], has_long: bool, mixes: bool) -> (i32, i32) {
    let of = |kind: PlannedKind| minutes(dishes.iter().filter(|d| d.kind == kind));
    let easy = of(PlannedKind::Easy);
    let long = if has_long { of(PlannedKind::Long) } else { easy.clone() };
    // The shortest form of the longest lift: any of them may be the one of the day.
    let lifts = dishes.iter().filter(|d| d.is_lift);
    let lift = lifts.filter_map(|d| d.levels.iter().map(|l| l.minutes).min()).max().unwrap_or(0);
    let mut days: Vec<i32> = wishes.minutes.into_iter().filter(|m| *m > 0).collect();
    days.sort_unstable_by(|a, b| b.cmp(a));
    days.truncate(6);
    let run = |place: usize, room: i32| -> i32 {
        let levels = if place == 0 { &long } else { &easy };
        levels.iter().copied().filter(|m| *m <= room).max().unwrap_or(0)
    };
    let mut taken: Vec<i32> = days.iter().enumerate().map(|(d, have)| run(d, *have) - run(d, have - lift)).collect();
    taken.sort_unstable();
    let lifts = usize::try_from(least_lifts(wishes, has_long)).unwrap_or(0);
    let whole: i32 = days.iter().enumerate().map(|(d, have)| run(d, *have)).sum();
    let most = whole - taken.iter().take(lifts).sum::<i32>();
    let others = dishes.iter().filter(|d| mixes && d.variety.is_some() && d.kind != PlannedKind::Long);
    let other = minutes(others).into_iter().min().unwrap_or(0);
    let least = if has_long { long.iter().copied().min().unwrap_or(0) + other } else { 0 };
    (most, least)
}

#[cfg(test)]
mod tests {
    use super::super::menu::Level;
    use super::*;
    use striate_model::Athlete;
    use striate_plan::kinds::{Means, even_run};

    fn runs(kind: PlannedKind, minutes: &[i32]) -> Dish {
        let athlete = Athlete::default();
        let means = crate::planned::means(
            &athlete,
            &crate::planned::Equipment::default(),
            striate_plan::kinds::Experience::Trained,
            &[],
        );
        let level = |m: &i32| -> Level {
            let means: &Means = &means;
            super::super::menu::Kitchen::new(&athlete).level(even_run(kind, f64::from(*m), means).expect("a run"))
        };
        Dish {
            kind,
            is_run: true,
            is_lift: false,
            is_hard: false,
            is_legs: false,
            is_heavy: false,
            variety: (kind != PlannedKind::Easy).then_some(0),
            most: 3,
            rules: &[],
            levels: minutes.iter().map(level).collect(),
        }
    }

    #[test]
    fn who_may_run_no_longer_than_seventeen_minutes_on_three_days_is_asked_for_no_hour() {
        let wishes = PlanWishes { minutes: [0, 60, 0, 60, 0, 90, 0], ..PlanWishes::default() };
        let dishes = [runs(PlannedKind::Long, &[13, 17]), runs(PlannedKind::Easy, &[10])];
        let (most, least) = running_room(&wishes, &dishes, true, true);
        assert_eq!((most, least), (17 + 10 + 10, 13));
    }

    #[test]
    fn a_run_that_does_not_fit_beside_the_lift_of_a_short_day_is_not_counted() {
        let wishes = PlanWishes { minutes: [0, 45, 0, 0, 45, 0, 60], ..PlanWishes::default() };
        let mut lift = runs(PlannedKind::Easy, &[28]);
        (lift.kind, lift.is_run, lift.is_lift) = (PlannedKind::LowerStrength, false, true);
        let dishes = [runs(PlannedKind::Long, &[48, 60]), runs(PlannedKind::Easy, &[25, 40]), lift];
        assert_eq!(running_room(&wishes, &dishes, true, true).0, 60);
    }
}
