//! Sessions that fit days with little time: a shorter warm-up and cool-down before less work.

use super::PlanWishes;
use super::menu::MenuFrame;
use striate_plan::kinds::{Means, PlannedKind, Prescription, prescribe, shortened};

/// The minutes that a week's days have for an owed run.
pub(super) struct Room {
    /// The longest day, and the longest beside that of the long run.
    longest: i32,
    second: i32,
    /// The shortest of the days that the owed runs need.
    usual: i32,
    /// What leg strength of the same day takes at least; 0 where none shares a day.
    lift: i32,
}

impl Room {
    pub(super) fn of(frame: &MenuFrame<'_>, wishes: &PlanWishes, means: &Means) -> Self {
        let agenda = &frame.week.agenda;
        let runs: usize = agenda.iter().filter(|o| o.kind.is_run()).map(|o| usize::from(o.times)).sum();
        let mut days: Vec<i32> = frame.days.iter().copied().filter(|m| *m > 0).collect();
        days.sort_unstable_by(|a, b| b.cmp(a));
        let longest = days.first().copied().unwrap_or(0);
        let usual = days.get(runs.clamp(1, days.len().max(1)) - 1).copied().unwrap_or(longest);
        let is_legs = |k: PlannedKind| matches!(k, PlannedKind::LowerStrength | PlannedKind::FullStrength);
        let legs = agenda.iter().map(|o| o.kind).find(|k| is_legs(*k));
        let lift = legs.and_then(|k| prescribe(k, 1, means).ok()).map_or(0, |p| p.minutes() as i32);
        let has_long = agenda.iter().any(|o| o.kind == PlannedKind::Long);
        let second = days.get(usize::from(has_long)).copied().unwrap_or(0);
        Self { longest, second, usual, lift: if wishes.same_day { lift } else { 0 } }
    }

    /// The hardest of some levels for a day with less time: as it is and with the shortest warm-up, where one of the days
    /// beside the long run's holds it; else none.
    pub(super) fn versions(&self, due: Prescription) -> Vec<Prescription> {
        let whole = due.minutes() as i32;
        let shortest = (1..whole.max(1)).find_map(|most| shortened(&due, most as u32));
        let both = shortest.into_iter().chain(std::iter::once(due));
        both.filter(|one| one.minutes() as i32 <= self.second).collect()
    }

    /// What the longest day has beside leg strength.
    pub(super) const fn beside_lift_on_longest(&self) -> i32 {
        self.longest - self.lift
    }

    /// Whether the hardest of some levels fits beside leg strength of the same day.
    pub(super) fn holds_due(&self, fitted: &[Prescription]) -> bool {
        let due = fitted.iter().map(|p| p.level).max();
        fitted.iter().any(|p| Some(p.level) == due && p.minutes() as i32 <= self.usual - self.lift)
    }

    /// The levels as the days hold them, the easiest first: as they are where that leaves room for leg strength on the same
    /// day; else the hardest as it is, and all of them with a shorter warm-up. Empty where no day holds any of them.
    pub(super) fn fitted(&self, offered: Vec<Prescription>) -> Vec<Prescription> {
        let due = offered.iter().map(|p| p.level).max();
        let mut fitted = Vec::new();
        for one in offered {
            let minutes = one.minutes() as i32;
            if minutes <= self.usual - self.lift {
                fitted.push(one);
                continue;
            }
            let to = |most: i32| u32::try_from(most).ok().and_then(|most| shortened(&one, most));
            let short = to(self.usual - self.lift).or_else(|| to(self.usual)).or_else(|| to(self.longest));
            let is_whole = minutes <= self.longest && (short.is_none() || Some(one.level) == due);
            fitted.extend(short);
            if is_whole {
                fitted.push(one);
            }
        }
        fitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planned::{Equipment, means};
    use striate_model::Athlete;
    use striate_plan::kinds::Experience;

    fn series(levels: &[u8]) -> Vec<Prescription> {
        let means = means(&Athlete::default(), &Equipment::default(), Experience::Trained, &[]);
        levels.iter().map(|l| prescribe(PlannedKind::Series, *l, &means).expect("series need nothing")).collect()
    }

    #[test]
    fn days_with_time_change_nothing_and_short_ones_keep_the_level_with_a_shorter_warm_up() {
        let whole = series(&[1, 2, 3]);
        let ample = Room { longest: 120, second: 90, usual: 90, lift: 30 };
        assert_eq!(ample.fitted(whole.clone()), whole);
        let due = whole[2].minutes() as i32;
        let short = Room { longest: due - 4, second: due - 4, usual: due - 4, lift: 0 }.fitted(whole.clone());
        let last = short.last().expect("the level that is due is there");
        assert!(last.level == 3 && last.minutes() as i32 <= due - 4, "{}", last.title);
        // What was put off comes whole and as short as it can be.
        let both = Room { longest: 120, second: due, usual: 40, lift: 20 }.versions(whole[2].clone());
        assert_eq!(both.len(), 2);
        assert!(both.iter().all(|p| p.level == 3) && both[0].minutes() < both[1].minutes());
        assert!(Room { longest: 120, second: 20, usual: 20, lift: 0 }.versions(whole[2].clone()).is_empty());
        assert!(Room { longest: 20, second: 20, usual: 20, lift: 0 }.fitted(whole).is_empty());
    }
}
