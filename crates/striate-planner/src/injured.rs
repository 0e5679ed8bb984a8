//! What must be spared for the sake of joints and tissues: protected regions, pain that was noted, and the way back after
//! an injury.

use super::wishes::PlanWishes;
use striate_history::{Ledger, Performed};
use striate_model::Day;
use striate_plan::season::Protection;
use striate_plan::season::injury::{InjuredWeek, LadderWeek, ladder};
use striate_plan::season::pain::regions_in_pain;

/// What is protected on a day: what the athlete asked for, and where pain was noted that is not gone yet.
#[must_use]
pub fn protection(ledger: &Ledger, wishes: &PlanWishes, today: Day) -> Protection {
    let mut regions = wishes.protect.clone();
    regions.extend(regions_in_pain(&ledger.pain_notes(today), today));
    Protection::of(&regions)
}

/// The way back to running: the present week and the `ahead` weeks after it; `None` for who is not injured.
#[must_use]
pub fn way_back(ledger: &Ledger, wishes: &PlanWishes, today: Day, ahead: usize) -> Option<Vec<LadderWeek>> {
    if !wishes.is_injured {
        return None;
    }
    let since = wishes.injured_since.unwrap_or(today).min(today);
    Some(ladder(since, today, &injured_weeks(ledger, since, today), ahead))
}

/// The weeks from that of the injury's first day to the present one.
fn injured_weeks(ledger: &Ledger, since: Day, today: Day) -> Vec<InjuredWeek> {
    let notes = ledger.pain_notes(today);
    let on_foot = |s: &&Performed| s.dose.on_foot_h > 0.0 || s.dose.running_h > 0.0;
    let week = |monday: Day| {
        let is_in = |day: Day| day >= since && day <= today && day.monday() == monday;
        // Walks and runs are counted by their days: a run that was recorded in two parts is one.
        let mut days: Vec<Day> =
            ledger.sessions.iter().filter(|s| is_in(s.day)).filter(on_foot).map(|s| s.day).collect();
        days.dedup();
        let pain = notes
            .iter()
            .filter(|n| is_in(n.day))
            .map(striate_plan::season::pain::PainNote::points_or_usual)
            .reduce(f64::max);
        InjuredWeek { sessions: u32::try_from(days.len()).unwrap_or(u32::MAX), pain }
    };
    let (first, last) = (since.monday(), today.monday());
    (0..=last.days_since(first) / 7).map(|n| week(first.plus(7 * n))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use striate_plan::kinds::PlannedKind;
    use striate_plan::season::Region;
    use striate_stimulus::Catalogue;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn ledger(lines: &[&str]) -> Ledger {
        let athlete = striate_model::Athlete::default();
        let read = |line: &&str| striate_journal::parse_line(line, day("2026-11-01")).expect("a line of the journal");
        let entries: Vec<_> = lines.iter().map(read).collect();
        let offset = striate_model::TimeSpan::from_s(0.0);
        let sessions = striate_history::sessions_of_journal(&entries, "a.journal", &athlete, offset);
        Ledger::new(sessions).with_notes(entries, athlete.mass.value)
    }

    #[test]
    fn every_exercise_that_a_region_leaves_out_is_in_the_catalogue() {
        let catalogue = Catalogue::builtin();
        let unknown: Vec<_> = striate_plan::season::protect::named_exercises()
            .into_iter()
            .filter(|id| catalogue.by_id(id).is_none())
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn every_region_leaves_an_exercise_for_each_part_of_the_body_that_can_still_work() {
        for region in Region::ALL.iter().copied() {
            let protection = Protection::of(&[region]);
            let left = crate::planned::kinds::PREFERRED_EXERCISES
                .iter()
                .filter(|slot| slot.iter().any(|id| protection.allows_exercise(id).is_yes()))
                .count();
            assert!(left >= 12, "{region:?} leaves {left} places of a strength session");
        }
    }

    #[test]
    fn noted_pain_is_protected_until_it_is_gone_beside_what_was_asked_for() {
        let wishes = PlanWishes { protect: vec![Region::Knee], ..PlanWishes::default() };
        let noted = ledger(&["2026-11-14 pain left achilles", "2026-11-18 pain achilles 0"]);
        let at = |today: &str| protection(&noted, &wishes, day(today)).regions().collect::<Vec<_>>();
        assert_eq!(at("2026-11-13"), [Region::Knee]);
        assert_eq!(at("2026-11-15"), [Region::Knee, Region::Achilles]);
        assert_eq!(at("2026-11-18"), [Region::Knee]);
        assert!(noted.hurts_on(day("2026-11-14")) && !noted.hurts_on(day("2026-11-18")));
        assert!(!protection(&noted, &wishes, day("2026-11-15")).allows(PlannedKind::Strides).is_yes());
    }

    #[test]
    fn the_way_back_climbs_by_what_was_recorded_and_waits_where_it_hurt() {
        let wishes =
            |since: &str| PlanWishes { is_injured: true, injured_since: Some(day(since)), ..PlanWishes::default() };
        let walked = ledger(&[
            "2026-11-03 run 30 min",
            "2026-11-05 run 30 min",
            "2026-11-10 run 24 min",
            "2026-11-11 pain calf 3",
            "2026-11-12 run 24 min",
        ]);
        let places = |wishes: &PlanWishes, today: &str| {
            let weeks = way_back(&walked, wishes, day(today), 2).expect("injured");
            weeks.iter().map(|w| w.place).collect::<Vec<_>>()
        };
        assert_eq!(places(&wishes("2026-11-02"), "2026-11-09"), [1, 2, 3]);
        // The second week hurt: the third is the same again.
        assert_eq!(places(&wishes("2026-11-02"), "2026-11-16"), [1, 2, 3]);
        assert_eq!(places(&wishes("2026-11-16"), "2026-11-16"), [0, 1, 2]);
        assert_eq!(way_back(&walked, &PlanWishes::default(), day("2026-11-16"), 2), None);
    }
}
