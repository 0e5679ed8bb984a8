//! Where an athlete stands on the ladder of each kind of session, and when the next level is due (rule D5).

use crate::kinds::{PlannedKind, levels};
use std::collections::BTreeMap;

/// Sessions completed in full at a level before the next one is due: two, and three where the goal is to keep (judgment).
const COMPLETED: [u8; 2] = [2, 3];
/// Weeks without a kind after which it goes one level down: four, and eight where others of its family were done meanwhile,
/// which keep what it needs (judgment).
const WEEKS_WITHOUT: [usize; 2] = [4, 8];

/// One kind's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rung {
    level: u8,
    completed: u8,
    /// The week of the last session, from 0; `None` where it lies before the season.
    last: Option<usize>,
}

/// The places of all kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ladders {
    rungs: BTreeMap<PlannedKind, Rung>,
    keeps: bool,
}

impl Ladders {
    /// From the levels that the log shows; a kind that is left out was not done lately. `keeps` where the goal is to keep.
    #[must_use]
    pub fn new(levels: &BTreeMap<PlannedKind, u8>, keeps: bool) -> Self {
        let rung = |(kind, level): (&PlannedKind, &u8)| (*kind, Rung { level: *level, completed: 0, last: None });
        Self { rungs: levels.iter().filter(|l| *l.1 > 0).map(rung).collect(), keeps }
    }

    /// The level that is due in a week, from 1: the first one for what was never done, the next one after enough
    /// completed sessions, one below after four weeks without.
    #[must_use]
    pub fn due(&self, kind: PlannedKind, week: usize) -> u8 {
        let Some(rung) = self.rungs.get(&kind) else { return 1 };
        let without = |weeks: usize| move |last: usize| week.saturating_sub(last) > weeks;
        let of_family = self.rungs.iter().filter(|(k, _)| k.family() == kind.family());
        let had_others =
            of_family.filter_map(|(_, r)| r.last).max().is_some_and(|last| !without(WEEKS_WITHOUT[0])(last));
        let is_rusty = rung.last.is_some_and(without(WEEKS_WITHOUT[usize::from(had_others)]));
        let level = if is_rusty {
            rung.level.saturating_sub(1)
        } else if rung.completed >= COMPLETED[usize::from(self.keeps)] {
            rung.level + 1
        } else {
            rung.level
        };
        level.clamp(1, levels(kind).max(1))
    }

    /// The level that the athlete stands on; 0 for what was never done.
    #[must_use]
    pub fn level(&self, kind: PlannedKind) -> u8 {
        self.rungs.get(&kind).map_or(0, |r| r.level)
    }

    /// A session of a kind at a level counts as completed in a week. `is_full` is false in easier weeks: they keep the
    /// place and bring no step.
    pub fn complete(&mut self, kind: PlannedKind, level: u8, week: usize, is_full: bool) {
        let due = self.due(kind, week);
        let rung = self.rungs.entry(kind).or_insert(Rung { level: due, completed: 0, last: None });
        rung.last = Some(week);
        if !is_full {
            return;
        }
        if level > rung.level || level < rung.level && due < rung.level {
            (rung.level, rung.completed) = (level, 1);
        } else if level == rung.level {
            rung.completed = rung.completed.saturating_add(1);
        }
    }

    /// Sets the place of a kind, as when another ladder moves it.
    pub fn place(&mut self, kind: PlannedKind, level: u8) {
        self.rungs.insert(kind, Rung { level, completed: 0, last: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_steps_up_each_second_time_it_was_completed_in_full() {
        let mut ladders = Ladders::default();
        let mut seen = Vec::new();
        for week in 0..8 {
            let due = ladders.due(PlannedKind::Series, week);
            seen.push(due);
            ladders.complete(PlannedKind::Series, due, week, true);
        }
        assert_eq!(seen, [1, 1, 2, 2, 3, 3, 4, 4]);
    }

    #[test]
    fn an_easier_week_keeps_the_place_and_a_shorter_session_does_not_lower_it() {
        let mut ladders = Ladders::new(&BTreeMap::from([(PlannedKind::Tempo, 3)]), false);
        ladders.complete(PlannedKind::Tempo, 2, 0, false);
        ladders.complete(PlannedKind::Tempo, 2, 1, true);
        assert_eq!(ladders.due(PlannedKind::Tempo, 2), 3);
    }

    #[test]
    fn four_weeks_without_a_kind_take_it_one_level_down() {
        let mut ladders = Ladders::default();
        ladders.complete(PlannedKind::Series, 1, 0, true);
        ladders.complete(PlannedKind::Series, 1, 1, true);
        ladders.complete(PlannedKind::Series, 2, 2, true);
        assert_eq!([ladders.due(PlannedKind::Series, 6), ladders.due(PlannedKind::Series, 7)], [2, 1]);
        // Sprints meanwhile keep series.
        ladders.complete(PlannedKind::Sprints, 1, 6, true);
        assert_eq!([7, 10, 11].map(|week| ladders.due(PlannedKind::Series, week)), [2, 2, 1]);
    }
}
