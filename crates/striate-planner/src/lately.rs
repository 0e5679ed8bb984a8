//! What the athlete did lately: the level of each ladder, the strength of each lift, weeks that met the base, weeks of
//! load since the last easier one.

use std::collections::BTreeMap;
use striate_history::{Ledger, Performed};
use striate_model::{Day, Muscle, SessionKind};
use striate_plan::kinds::{Means, PlannedKind, Prescription, levels, prescribe};
use striate_plan::season::{BASE_WEEKS, WEEKS_OFF};

/// Days that tell what the athlete is used to, and how strong they are.
const USED_TO_DAYS: i32 = 42;
const STRONG_DAYS: i32 = 120;
/// What was done counts as a level where it reaches this share of it.
const NEARLY: f64 = 0.9;

/// The level of each ladder that the athlete stands on; 0 for what they have not done.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lately {
    levels: BTreeMap<PlannedKind, u8>,
}

impl Lately {
    /// From the log of the last weeks.
    pub(super) fn of(ledger: &Ledger, today: Day, means: &Means) -> Self {
        let mut lately = Self::default();
        for kind in PlannedKind::ALL
            .iter()
            .copied()
            .filter(|k| !matches!(k, PlannedKind::Rest | PlannedKind::Mobility | PlannedKind::RunWalk))
        {
            let of_kind = || ledger.up_to(today, USED_TO_DAYS).filter(|s| s.dose.kind == kind.recorded());
            let Some(most) = of_kind().map(|s| done(kind, s)).max_by(f64::total_cmp) else { continue };
            let ladder = (1..=levels(kind)).filter_map(|level| prescribe(kind, level, means).ok());
            let reached = ladder.filter(|p| most >= NEARLY * asked(p)).map(|p| p.level).max();
            lately.levels.insert(kind, reached.unwrap_or(1));
        }
        // An easy run says nothing about the strides in it.
        lately.levels.remove(&PlannedKind::Strides);
        lately
    }

    /// Every level that is known.
    pub(super) const fn levels(&self) -> &BTreeMap<PlannedKind, u8> {
        &self.levels
    }
}

/// How much of its main part a prescription asks for, in the ladder's own measure.
fn asked(p: &Prescription) -> f64 {
    match p.kind {
        PlannedKind::LowerStrength | PlannedKind::UpperStrength | PlannedKind::FullStrength => f64::from(p.sets()),
        PlannedKind::Plyometrics => f64::from(p.landings()),
        _ if p.reps.is_some() => p.work_s(),
        _ => f64::from(p.minutes()),
    }
}

fn done(kind: PlannedKind, s: &Performed) -> f64 {
    match kind {
        PlannedKind::LowerStrength | PlannedKind::UpperStrength | PlannedKind::FullStrength => s.sets as f64,
        PlannedKind::Plyometrics => f64::from(s.facts.jump_contacts),
        PlannedKind::Interval
        | PlannedKind::SprintInterval
        | PlannedKind::Series
        | PlannedKind::Sprints
        | PlannedKind::HillSprints
        | PlannedKind::HillRepeats
        | PlannedKind::ResistedHill
        | PlannedKind::Stairs => s.facts.efforts.iter().map(|e| e.duration_s).sum(),
        _ => s.facts.timer_min,
    }
}

/// Estimated one-repetition maxima by exercise, kg: the best of the last months.
pub(super) fn strength_marks(ledger: &Ledger, today: Day) -> Vec<(String, f64)> {
    let mut best: BTreeMap<&str, f64> = BTreeMap::new();
    for (name, kg) in ledger.up_to(today, STRONG_DAYS).flat_map(|s| &s.facts.strength_marks) {
        let mark = best.entry(name).or_default();
        *mark = mark.max(*kg);
    }
    best.into_iter().map(|(name, kg)| (name.to_owned(), kg)).collect()
}

/// What a week lacks of the base of rule E4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct BaseWeek {
    pub(super) runs: usize,
    pub(super) has_half_hour: bool,
    pub(super) has_pain: bool,
}

/// Runs a week and minutes of easy running that the base asks for.
pub(super) const BASE_RUNS: usize = 3;
pub(super) const BASE_EASY_MIN: f64 = 30.0;
/// Easy is below the first threshold, share of critical speed: 82 % in 26 studies, a little more is let pass.
const EASY_BELOW: f64 = 0.86;
/// Running without walking: this share of the time on foot.
const WITHOUT_WALKING: f64 = 0.9;

impl BaseWeek {
    /// The seven days up to `last`.
    pub(super) fn of(ledger: &Ledger, last: Day) -> Self {
        let runs = || ledger.up_to(last, 7).filter(|s| s.dose.running_h > 0.0);
        let is_easy = |s: &&Performed| {
            let kind = matches!(s.dose.kind, SessionKind::Easy | SessionKind::Long | SessionKind::Recovery);
            kind && s.facts.fraction_of_critical.is_none_or(|f| f <= EASY_BELOW)
        };
        let is_half_hour = |s: &Performed| {
            60.0 * s.dose.running_h >= 0.98 * BASE_EASY_MIN && s.dose.running_h >= WITHOUT_WALKING * s.dose.on_foot_h
        };
        Self {
            runs: runs().count(),
            has_half_hour: runs().filter(is_easy).any(is_half_hour),
            has_pain: (0..7).any(|ago| ledger.hurts_on(last.plus(-ago))),
        }
    }

    pub(super) const fn is_met(self) -> bool {
        self.runs >= BASE_RUNS && self.has_half_hour && !self.has_pain
    }
}

/// Weeks that tell the weekday of the long run, the fewest of them that are needed, and its share of them (judgment).
const LONG_WEEKS: i32 = 8;
const FEWEST_LONG_WEEKS: usize = 3;
const LONG_DAY_SHARE: f64 = 0.5;

/// The weekday (0 for Monday) on which the longest run of most of the last eight weeks was; `None` where there is none.
pub(super) fn long_run_weekday(ledger: &Ledger, today: Day) -> Option<usize> {
    let monday = today.monday();
    let longest = |n: i32| {
        let runs = ledger.up_to(monday.plus(-7 * n - 1), 7).filter(|s| s.dose.running_h > 0.0);
        runs.max_by(|a, b| a.dose.running_h.total_cmp(&b.dose.running_h)).map(|s| usize::from(s.day.weekday()))
    };
    let days: Vec<usize> = (0..LONG_WEEKS).filter_map(longest).collect();
    let count = |day: usize| days.iter().filter(|d| **d == day).count();
    let usual = (0..7).max_by_key(|day| count(*day))?;
    let is_habit = days.len() >= FEWEST_LONG_WEEKS && count(usual) as f64 > LONG_DAY_SHARE * days.len() as f64;
    is_habit.then_some(usual)
}

/// Weeks that are looked back over for the habit of leg strength, and those of them that make one (judgment).
const LIFTING_WEEKS: i32 = 8;
const LIFTS_FROM: usize = 4;

/// Whether leg strength is a habit: a session of it in half of the last eight weeks.
pub(super) fn lifts_for_legs(ledger: &Ledger, today: Day) -> bool {
    let is_legs = |s: &Performed| matches!(s.dose.kind, SessionKind::LowerStrength | SessionKind::FullStrength);
    let week = |n: i32| ledger.up_to(today.plus(-7 * n), 7).any(is_legs);
    (0..LIFTING_WEEKS).filter(|n| week(*n)).count() >= LIFTS_FROM
}

/// Weeks that are looked back over for the base.
const BASE_LOOKS_BACK: i32 = 156;
/// Runs of a week that keep up the habit.
const REGULAR_RUNS: usize = 2;
/// Days after pain was noted in which the base asks for one more week without.
const PAIN_DAYS: i32 = 14;

/// Base weeks before `monday` since the last pause of six weeks without regular running. The base is a state, not a
/// streak: an easier week, a trip or a missed run takes nothing away. For who trains on `days` too few for three runs, two
/// weeks of two runs count as one of three. After pain the last of them is asked for again.
pub(super) fn base_weeks(ledger: &Ledger, monday: Day, days: usize) -> usize {
    let (mut whole, mut half, mut pause) = (0, 0, 0);
    let first = ledger.span().map_or(monday, |(first, _)| first);
    for week in 0..BASE_LOOKS_BACK {
        let last = monday.plus(-7 * week - 1);
        if last < first {
            break;
        }
        let base = BaseWeek::of(ledger, last);
        pause = if base.runs >= REGULAR_RUNS { 0 } else { pause + 1 };
        if pause >= WEEKS_OFF {
            break;
        }
        whole += usize::from(base.is_met());
        half += usize::from(days < BASE_RUNS && base.runs == REGULAR_RUNS && base.has_half_hour && !base.has_pain);
    }
    let hurts = (0..PAIN_DAYS).any(|ago| ledger.hurts_on(monday.plus(-ago)));
    let all = whole + half / 2;
    if hurts { all.min(BASE_WEEKS - 1) } else { all }
}

/// Whether an easy run of half an hour without walking lies in the weeks since the last pause of six weeks.
pub(super) fn ran_half_hour(ledger: &Ledger, monday: Day) -> bool {
    let first = ledger.span().map_or(monday, |(first, _)| first);
    let mut pause = 0;
    for week in 0..BASE_LOOKS_BACK {
        let last = monday.plus(-7 * week - 1);
        if last < first {
            break;
        }
        let base = BaseWeek::of(ledger, last);
        if base.has_half_hour {
            return true;
        }
        pause = if base.runs >= REGULAR_RUNS { 0 } else { pause + 1 };
        if pause >= WEEKS_OFF {
            break;
        }
    }
    false
}

/// Whole weeks before `monday` without any run; 0 where there never was one.
pub(super) fn weeks_off(ledger: &Ledger, monday: Day) -> usize {
    let last =
        ledger.up_to(monday.plus(-1), 7 * BASE_LOOKS_BACK).filter(|s| s.dose.running_h > 0.0).map(|s| s.day).max();
    last.map_or(0, |day| (monday.days_since(day) - 1).max(0) as usize / 7)
}

/// The longest running without walking of the last weeks, min: of runs in which nearly all of the time on foot was running.
pub(super) fn longest_running_min(ledger: &Ledger, today: Day) -> f64 {
    let runs =
        ledger.up_to(today, 7 * WEEKS_OFF as i32).filter(|s| s.dose.running_h >= WITHOUT_WALKING * s.dose.on_foot_h);
    runs.map(|s| 60.0 * s.dose.running_h).fold(0.0, f64::max)
}

/// A week is an easier one at this share of the weeks before it, and a rise from this one on (both assumed).
const EASIER: f64 = 0.75;
const RISES: f64 = 1.05;

/// Weeks of load before `monday` since the last easier one, at most three. A load that has not risen is a habit and asks
/// for no easier week: it does not count.
pub(super) fn weeks_since_easier(ledger: &Ledger, monday: Day) -> usize {
    const WEEKS: usize = 8;
    let load = |n: usize| -> f64 {
        let week = ledger.up_to(monday.plus(-7 * n as i32 - 1), 7);
        week.map(|s| {
            s.dose.running_h * 2.0 + Muscle::ALL.into_iter().map(|m| s.dose.muscles[m].hse).sum::<f64>() / 10.0
        })
        .sum()
    };
    let loads: Vec<f64> = (0..WEEKS + 3).map(load).collect();
    let mean = |from: usize| loads[from..from + 3].iter().sum::<f64>() / 3.0;
    let is_easier = |n: usize| loads[n] <= 0.05 || loads[n] < EASIER * mean(n + 1);
    let count = (0..WEEKS).take_while(|n| !is_easier(*n)).count();
    if count > 3 && mean(0) < RISES * mean(3) { 0 } else { count.min(3) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use striate_history::sessions_of_journal;
    use striate_journal as journal;
    use striate_model::{Athlete, TimeSpan};

    fn ledger(lines: &str) -> Ledger {
        let entries = journal::parse(lines).entries;
        Ledger::new(sessions_of_journal(&entries, "journal.txt", &Athlete::default(), TimeSpan::default()))
    }

    fn weeks(minutes: &[u32]) -> (Ledger, Day) {
        let monday: Day = "2026-11-23".parse().expect("a day");
        let mut lines = String::new();
        for (back, minutes) in minutes.iter().rev().enumerate() {
            for day in [1, 3, 5] {
                let date = monday.plus(-7 * (back as i32 + 1) + day);
                lines.push_str(&format!("{date} run {minutes} min easy\n"));
            }
        }
        (ledger(&lines), monday)
    }

    #[test]
    fn weeks_of_rising_load_are_counted_from_the_last_easier_one() {
        let (ledger, monday) = weeks(&[40, 40, 45, 28, 45, 50]);
        assert_eq!(weeks_since_easier(&ledger, monday), 2);
        let (ledger, monday) = weeks(&[40, 42, 45, 48, 52, 56, 60, 64, 70]);
        assert_eq!(weeks_since_easier(&ledger, monday), 3);
        let (ledger, monday) = weeks(&[45; 10]);
        assert_eq!(weeks_since_easier(&ledger, monday), 0, "a steady load is a habit");
    }

    #[test]
    fn the_long_run_has_the_weekday_on_which_most_weeks_had_it() {
        let monday: Day = "2026-11-23".parse().expect("a day");
        let of = |long: &[i32]| {
            let runs = long.iter().enumerate().map(|(back, day)| {
                let week = monday.plus(-7 * (back as i32 + 1));
                format!("{} run 30 min easy\n{} run 80 min easy\n", week.plus(1), week.plus(*day))
            });
            long_run_weekday(&ledger(&runs.collect::<String>()), monday)
        };
        assert_eq!(of(&[6, 6, 5, 6, 6]), Some(6));
        assert_eq!(of(&[6, 5, 6, 5]), None, "no more than half of the weeks");
        assert_eq!(of(&[6, 6]), None, "two weeks are no habit");
    }

    #[test]
    fn the_base_is_a_state_that_a_short_week_does_not_take_away() {
        let (ledger, monday) = weeks(&[40, 40, 20, 40, 40]);
        assert_eq!(base_weeks(&ledger, monday, 3), 4);
        assert_eq!(base_weeks(&ledger, monday.plus(5 * 7), 3), 4, "five weeks off");
        assert_eq!(base_weeks(&ledger, monday.plus(6 * 7), 3), 0, "six weeks off");
        assert_eq!(weeks_off(&ledger, monday.plus(6 * 7)), 6);
    }
}
