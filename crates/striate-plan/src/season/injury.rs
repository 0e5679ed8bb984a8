//! The way back to running after an injury, guided by pain, with dates (`data/protect.toml`).
//!
//! From walking over runs between walks to easy running, strides and the base: one stage a week where it goes well. A week
//! with pain of 3 to 4 is done again, one with 5 or more takes a step back, and one in which too little was recorded says
//! nothing and is done again.

use super::pain::{PainAnswer, answer_to};
use super::protect::{LadderStage, table};
use striate_model::Day;

/// Days of a first week that has to hold so many to count as a week (judgment: two sessions fit).
const DAYS_OF_A_WEEK: i32 = 4;

/// The stages in their order.
#[must_use]
pub fn stages() -> &'static [LadderStage] {
    &table().ladder.stage
}

/// Sessions of a stage in a week.
#[must_use]
pub fn sessions_a_week() -> u32 {
    table().ladder.sessions
}

/// What a week since the injury held.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct InjuredWeek {
    /// Walks and runs that were recorded.
    pub sessions: u32,
    /// The worst pain that was noted, points of ten.
    pub pain: Option<f64>,
}

/// Why a week has its stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// The way back begins.
    Begins,
    /// The week before went well, or nothing is known against it because it lies ahead.
    Climbs,
    /// The week before hurt so much that it is done again.
    Holds(f64),
    /// The week before, or this one, hurt too much.
    Back(f64),
    /// Of the week before too little was recorded.
    Repeats(u32),
    /// The first week had too few days.
    Short,
    /// The last stage goes on.
    Stays,
}

/// A week of the way back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LadderWeek {
    /// Its Monday.
    pub monday: Day,
    /// The place of its stage.
    pub place: usize,
    /// Why.
    pub step: Step,
}

impl LadderWeek {
    /// Its stage.
    #[must_use]
    pub fn stage(&self) -> &'static LadderStage {
        &stages()[self.place]
    }

    /// Whether it is the last stage: the base, from which the season goes on.
    #[must_use]
    pub fn is_base(&self) -> bool {
        self.place + 1 == stages().len()
    }

    /// Why it has its stage, as a sentence.
    #[must_use]
    pub fn because(&self) -> String {
        let title = &self.stage().title;
        match self.step {
            Step::Begins => format!("The way back begins: {title}."),
            Step::Climbs => format!("Next step if pain stays at 0-2 of 10: {title}."),
            Step::Holds(points) => format!("Pain of {points} of 10: the same again, {title}."),
            Step::Back(points) => format!("Pain of {points} of 10: one step back, {title}."),
            Step::Repeats(sessions) => {
                let recorded = match sessions {
                    0 => "Nothing was".to_owned(),
                    1 => "One walk or run was".to_owned(),
                    n => format!("{n} walks or runs were"),
                };
                let asked = table().ladder.sessions_to_climb;
                format!("{recorded} recorded of the week before, {asked} make the next step: {title}.")
            }
            Step::Short => format!("The first week was short, so it is done again: {title}."),
            Step::Stays => format!("{title}."),
        }
    }
}

/// The way back from the injury's first day: the present week and the `ahead` weeks after it. `past` holds the weeks from
/// that of `since` to the present one, the earliest first; what is missing counts as a week of which nothing was recorded.
#[must_use]
pub fn ladder(since: Day, today: Day, past: &[InjuredWeek], ahead: usize) -> Vec<LadderWeek> {
    let first = since.min(today).monday();
    let last = stages().len() - 1;
    let present = usize::try_from(today.monday().days_since(first) / 7).unwrap_or_default();
    let days_of_first = 7 - i32::from(since.min(today).weekday());
    let mut weeks = Vec::new();
    let (mut place, mut step) = (0_usize, Step::Begins);
    for week in 0..=present + ahead {
        let held = past.get(week).copied().unwrap_or_default();
        let answer = held.pain.map_or(PainAnswer::GoOn, answer_to);
        let hurts_now = week == present && answer == PainAnswer::StepBack;
        if hurts_now {
            (place, step) = (place.saturating_sub(1), Step::Back(held.pain.unwrap_or_default()));
        }
        if week >= present {
            weeks.push(LadderWeek { monday: first.plus(7 * week as i32), place, step });
        }
        let pain = held.pain.unwrap_or_default();
        (place, step) = if week > present {
            next(place, last)
        } else {
            match answer {
                // The step back was taken already, in the week that hurt.
                PainAnswer::StepBack if hurts_now => (place, Step::Holds(pain)),
                PainAnswer::StepBack => (place.saturating_sub(1), Step::Back(pain)),
                PainAnswer::Hold => (place, Step::Holds(pain)),
                PainAnswer::GoOn if week == 0 && days_of_first < DAYS_OF_A_WEEK => (place, Step::Short),
                // The present week is not over: what is still missing may be done.
                PainAnswer::GoOn if week < present && held.sessions < table().ladder.sessions_to_climb => {
                    (place, Step::Repeats(held.sessions))
                }
                PainAnswer::GoOn => next(place, last),
            }
        };
    }
    weeks
}

const fn next(place: usize, last: usize) -> (usize, Step) {
    if place < last { (place + 1, Step::Climbs) } else { (place, Step::Stays) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Monday.
    fn monday() -> Day {
        Day::from_ordinal(20_003).monday()
    }

    fn went(sessions: u32, pain: Option<f64>) -> InjuredWeek {
        InjuredWeek { sessions, pain }
    }

    fn places(weeks: &[LadderWeek]) -> Vec<usize> {
        weeks.iter().map(|w| w.place).collect()
    }

    #[test]
    fn the_stages_lead_from_walking_to_half_an_hour_of_running_and_every_one_runs_more() {
        let stages = stages();
        assert!(stages.len() >= 8);
        assert_eq!((stages[0].id.as_str(), stages[stages.len() - 1].id.as_str()), ("walk", "base"));
        assert_eq!(stages[0].running_min(), 0.0);
        for pair in stages.windows(2).take(stages.len() - 2) {
            assert!(pair[1].running_min() > pair[0].running_min(), "{} after {}", pair[1].id, pair[0].id);
            assert!((20.0..=36.0).contains(&pair[1].minutes()), "{}", pair[1].id);
        }
        let continuous = stages.iter().position(|s| s.run_s.is_some() && s.walk_s.is_none()).expect("there is one");
        assert!(stages[continuous..].iter().all(|s| s.running_min() >= 30.0));
    }

    #[test]
    fn an_injury_of_today_leads_to_the_base_in_eight_weeks_and_no_two_weeks_of_the_way_are_the_same() {
        let weeks = ladder(monday(), monday(), &[went(0, None)], 11);
        assert_eq!(places(&weeks), [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8]);
        assert_eq!(weeks[0].step, Step::Begins);
        assert_eq!(weeks[8].monday, monday().plus(56));
        assert!(weeks[8].is_base() && !weeks[7].is_base());
        assert!(weeks[1].because().starts_with("Next step if pain stays at 0-2 of 10: 8 x 1 min run"));
    }

    #[test]
    fn weeks_that_hurt_are_held_or_taken_back_and_unrecorded_ones_are_done_again() {
        let today = monday().plus(28 + 2);
        let past = [went(3, Some(2.0)), went(3, Some(4.0)), went(2, Some(6.0)), went(1, None), went(1, None)];
        let weeks = ladder(monday(), today, &past, 2);
        // Walk, then the first runs, held, taken back to walking, repeated because one walk says too little.
        assert_eq!(places(&weeks), [0, 1, 2]);
        assert_eq!(weeks[0].step, Step::Repeats(1));
        assert_eq!(weeks[0].monday, today.monday());
        assert!(weeks[0].because().starts_with("One walk or run was recorded"), "{}", weeks[0].because());
    }

    #[test]
    fn pain_of_this_week_counts_at_once() {
        let today = monday().plus(14 + 3);
        let went_well = [went(3, None), went(3, Some(1.0))];
        let with = |pain| ladder(monday(), today, &[&went_well[..], &[went(1, Some(pain))]].concat(), 2);
        assert_eq!(places(&with(1.0)), [2, 3, 4]);
        assert_eq!(places(&with(3.0)), [2, 2, 3]);
        assert_eq!(places(&with(7.0)), [1, 1, 2]);
        assert_eq!(with(7.0)[0].step, Step::Back(7.0));
    }

    #[test]
    fn an_injury_late_in_a_week_begins_with_a_whole_week() {
        let since = monday().plus(5);
        assert_eq!(places(&ladder(since, since, &[went(0, None)], 3)), [0, 0, 1, 2]);
        let missing = ladder(since, since.plus(21), &[], 0);
        assert_eq!(places(&missing), [0], "weeks of which nothing is known lead nowhere");
    }
}
