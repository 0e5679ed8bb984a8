//! Consistency (rule B12): weeks in a row that met their plan.

use crate::method::GrowthMethod;
use striate_model::Day;

/// One week's plan and what was done of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its Monday.
    pub monday: Day,
    /// Sessions that were planned.
    pub planned: u32,
    /// Sessions that were done.
    pub done: u32,
}

/// How steadily somebody trains.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Consistency {
    /// Weeks in a row up to now that met their plan; the running week counts once it has.
    pub streak_weeks: u32,
    /// The longest such streak.
    pub longest_streak_weeks: u32,
    /// Sessions done over sessions planned in the weeks that are over, at most 1 a week; `None` without any plan.
    pub adherence: Option<f64>,
}

impl Week {
    /// Whether enough of the plan was done. A week without a plan is met by doing anything.
    #[must_use]
    pub fn is_met(&self) -> bool {
        let met = GrowthMethod::builtin().limits.week_met_share;
        if self.planned == 0 { self.done > 0 } else { f64::from(self.done) >= met * f64::from(self.planned) }
    }
}

/// The weeks from the first to the running one, from the days of sessions and the number that is planned a week.
#[must_use]
pub fn weeks(sessions: &[Day], planned: u32, today: Day) -> Vec<Week> {
    let Some(first) = sessions.iter().min().map(|d| d.monday()) else { return Vec::new() };
    let count = (today.monday().days_since(first) / 7 + 1).max(0);
    (0..count)
        .map(|i| first.plus(7 * i))
        .map(|monday| {
            let done = sessions.iter().filter(|d| d.monday() == monday && **d <= today).count() as u32;
            Week { monday, planned, done }
        })
        .collect()
}

/// The consistency of weeks in ascending order, the last being the running one.
#[must_use]
pub fn consistency(weeks: &[Week], today: Day) -> Consistency {
    let is_running = |w: &Week| w.monday == today.monday();
    let (mut streak, mut longest) = (0, 0);
    for week in weeks.iter().filter(|w| !is_running(w) || w.is_met()) {
        streak = if week.is_met() { streak + 1 } else { 0 };
        longest = longest.max(streak);
    }
    let (mut done, mut planned) = (0, 0);
    for week in weeks.iter().filter(|w| !is_running(w)) {
        done += week.done.min(week.planned);
        planned += week.planned;
    }
    Consistency {
        streak_weeks: streak,
        longest_streak_weeks: longest,
        adherence: (planned > 0).then(|| f64::from(done) / f64::from(planned)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(i: i32, done: u32) -> Week {
        Week { monday: Day::from_ordinal(4 + 7 * i), planned: 4, done }
    }

    #[test]
    fn rule_b12_a_streak_counts_weeks_in_a_row_and_the_running_week_cannot_break_it() {
        let weeks = [week(0, 4), week(1, 1), week(2, 4), week(3, 5), week(4, 1)];
        let midweek = Day::from_ordinal(4 + 7 * 4 + 2);
        let found = consistency(&weeks, midweek);
        assert_eq!((found.streak_weeks, found.longest_streak_weeks), (2, 2));
        assert_eq!(found.adherence, Some(13.0 / 16.0));
        assert_eq!(consistency(&weeks, midweek.plus(7)).streak_weeks, 0);
    }

    #[test]
    fn weeks_without_a_session_are_weeks() {
        let days = [4, 6, 25].map(Day::from_ordinal);
        let found = weeks(&days, 2, Day::from_ordinal(26));
        assert_eq!(found.iter().map(|w| w.done).collect::<Vec<_>>(), [2, 0, 0, 1]);
    }
}
