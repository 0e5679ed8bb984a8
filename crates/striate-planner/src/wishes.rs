//! What the athlete wants of the weeks ahead, and has for them.

use super::season_goals::RACE_KM;
use crate::planned::Equipment;
use striate_history::Ledger;
use striate_model::{Day, Grade, Muscle};
use striate_plan::audit::Available;
use striate_plan::audit::ROOM_FOR_LONG_MIN;
use striate_plan::kinds::{Experience, PlannedKind};
use striate_plan::season::{Approach, Goal, Protection, Region, System};
use striate_plan::week::{DAYS, SLOTS};

/// On which day a fixed session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixedDay {
    /// Every week on this day, 0 for Monday.
    Weekday(usize),
    /// Once.
    Date(Day),
}

/// A session that has its day: a club evening, a gym class, a session that was moved by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedSession {
    /// What it is.
    pub kind: PlannedKind,
    /// When.
    pub when: FixedDay,
    /// Morning (0) or evening (1); `None` where either will do.
    pub slot: Option<usize>,
    /// How long; `None` where the plan may choose.
    pub minutes: Option<i32>,
}

/// Another sport that has its half-day every week: football, swimming. What it does to each muscle is not known; how hard
/// it is, the athlete says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherSport {
    /// What it is called.
    pub name: String,
    /// The day, 0 for Monday.
    pub day: usize,
    /// Morning (0) or evening (1).
    pub slot: usize,
    /// How long.
    pub minutes: i32,
    /// How hard, 1 to 10.
    pub rpe: u8,
    /// Whether the legs work in it.
    pub legs: bool,
}

/// From this rating of perceived exertion on another sport counts as a hard session (judgement: "very hard" of the scale of
/// ten begins there).
const HARD_RPE: u8 = 7;

impl OtherSport {
    /// Whether it counts as a hard session.
    #[must_use]
    pub const fn is_hard(&self) -> bool {
        self.rpe >= HARD_RPE
    }

    /// Whether it shuts a half-day: its own for everything, its day for what is hard where it is hard itself, and the 24 h
    /// around it for what is hard on the legs where it is that itself.
    pub(super) const fn shuts(&self, slot: usize, is_hard: bool, is_legs: bool) -> bool {
        let own = 2 * self.day + self.slot;
        // Weeks repeat: the Sunday before is as near as the Sunday after.
        let apart = slot.abs_diff(own);
        let near = apart < 2 || SLOTS - apart < 2;
        apart == 0 || is_hard && self.is_hard() && (slot / 2 == self.day || is_legs && self.legs && near)
    }
}

/// What the athlete wants, and has.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanWishes {
    /// What for.
    pub goal: Goal,
    /// How many whole weeks.
    pub weeks: usize,
    /// Minutes of each day, Monday first; 0 where there is no training.
    pub minutes: [i32; DAYS],
    /// The day of the long run, 0 for Monday.
    pub long_day: Option<usize>,
    /// The rest after sprints and heavy legs, h: 48, or 24 as the articles have it.
    pub rest_hours: u32,
    /// What there is to train with.
    pub equipment: Equipment,
    /// Strength sessions a week; `None` leaves them to the goal.
    pub lifts_per_week: Option<i32>,
    /// An injury: the way back to running by its ladder.
    pub is_injured: bool,
    /// The first day of the injury; `None` where it begins today.
    pub injured_since: Option<Day>,
    /// Muscles to spare.
    pub spare: Vec<Muscle>,
    /// The day of a race.
    pub race: Option<Day>,
    /// Its distance, km; ten where nobody said.
    pub race_km: Option<f64>,
    /// Weeks of load since the last easier one, where that is known better than from the log.
    pub weeks_since_deload: Option<usize>,
    /// Sessions that have their day.
    pub fixed: Vec<FixedSession>,
    /// Other sports that have their half-day.
    pub others: Vec<OtherSport>,
    /// Minutes after midnight at which sessions of the morning and of the evening begin.
    pub begins_min: [i32; 2],
    /// How running and lifting share the work; `None` leaves it to the equipment (balanced with a gym, else running first).
    pub approach: Option<Approach>,
    /// One article's own program; `None` joins all five.
    pub system: Option<System>,
    /// A hard run and leg strength may share a day, the run first.
    pub same_day: bool,
    /// Joints and tissues to protect.
    pub protect: Vec<Region>,
    /// Days without any training, first and last.
    pub away: Vec<(Day, Day)>,
    /// How used to running the athlete is, in their own word; `None` leaves it to the history.
    pub runner: Option<Experience>,
    /// How used to lifting the athlete is, in their own word; `None` leaves it to the history.
    pub lifter: Option<Experience>,
}

/// Minutes after midnight at which sessions are put where nobody said otherwise, morning and evening.
pub(super) const USUAL_BEGINS: [i32; 2] = [7 * 60, 18 * 60];

/// Minutes after midnight of `7:00`.
pub(super) fn clock_min(text: &str) -> Option<i32> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then(|| i32::from(60 * hours + minutes))
}

/// `07:00` of minutes after midnight.
pub(super) fn clock(minutes: i32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The slope of a hill of which nothing is known but that it is there (assumed).
pub const USUAL_HILL: f64 = 0.08;

impl Default for PlanWishes {
    fn default() -> Self {
        Self {
            goal: Goal::Build,
            weeks: 4,
            minutes: super::goals::USUAL_MINUTES,
            long_day: None,
            rest_hours: 48,
            equipment: Equipment { hill: Some(Grade::from_ratio(USUAL_HILL)), ..Equipment::default() },
            lifts_per_week: None,
            is_injured: false,
            injured_since: None,
            spare: Vec::new(),
            race: None,
            race_km: None,
            weeks_since_deload: None,
            fixed: Vec::new(),
            others: Vec::new(),
            begins_min: USUAL_BEGINS,
            approach: None,
            system: None,
            same_day: true,
            protect: Vec::new(),
            away: Vec::new(),
            runner: None,
            lifter: None,
        }
    }
}

/// The day of the long run where nobody said: the weekday on which the log has it, where that is a day of training with room
/// for an hour or as long as any, else [`usual_long_day`].
pub(super) fn habitual_long_day(minutes: &[i32; DAYS], ledger: &Ledger, today: Day) -> Option<usize> {
    let most = minutes.iter().copied().max().unwrap_or(0);
    let habit = super::lately::long_run_weekday(ledger, today);
    habit
        .filter(|day| minutes[*day] > 0 && f64::from(minutes[*day]) >= f64::from(most).min(ROOM_FOR_LONG_MIN))
        .or_else(|| usual_long_day(minutes))
}

/// How many hard runs the days hold beside a long run on this day, with an easy day between any two, Sunday and Monday
/// included.
fn hard_runs_beside(minutes: &[i32; DAYS], long: usize) -> usize {
    let apart = |days: u8| (0..DAYS).all(|d| days >> d & 1 == 0 || days >> ((d + 1) % DAYS) & 1 == 0);
    let fits = |days: &u8| (0..DAYS).all(|d| days >> d & 1 == 0 || minutes[d] > 0 && d != long) && apart(*days);
    (0..1_u8 << DAYS).filter(fits).map(|days| days.count_ones() as usize).max().unwrap_or(0)
}

/// How running and lifting share the work where nobody said: balanced with a gym, and for who trains the legs with weights
/// already; else running first.
pub(super) fn usual_approach(has_gym: bool, ledger: &Ledger, today: Day) -> Approach {
    let lifts = has_gym || super::lately::lifts_for_legs(ledger, today);
    if lifts { Approach::Balanced } else { Approach::Running }
}

/// The day of the long run where nobody said: of the days with most time the one that leaves room for most hard runs, the
/// last of several.
pub(super) fn usual_long_day(minutes: &[i32; DAYS]) -> Option<usize> {
    let most = minutes.iter().copied().max().filter(|m| *m > 0)?;
    (0..DAYS).filter(|d| minutes[*d] == most).max_by_key(|d| (hard_runs_beside(minutes, *d), *d))
}

impl PlanWishes {
    /// How many hard runs the days hold beside the long run, with an easy day between any two.
    #[must_use]
    pub fn hard_runs(&self) -> usize {
        let open = |d: &usize| self.minutes[*d] > 0;
        match self.long_day.filter(open) {
            Some(long) => hard_runs_beside(&self.minutes, long),
            None => (0..DAYS).filter(open).map(|d| hard_runs_beside(&self.minutes, d)).max().unwrap_or(0),
        }
    }

    /// How running and lifting share the work: as the athlete said, else balanced with a gym and running first without.
    #[must_use]
    pub fn approach(&self) -> Approach {
        let usual = if self.equipment.has_gym { Approach::Balanced } else { Approach::Running };
        self.approach.unwrap_or(usual)
    }

    /// What there is to train on and with.
    #[must_use]
    pub fn available(&self) -> Available {
        let has = &self.equipment;
        // What is protected rules kinds out as a missing hill does.
        let protection = Protection::of(&self.protect);
        let can = |kinds: &[PlannedKind]| kinds.iter().any(|k| protection.allows(*k).is_yes());
        let carries = has.carried().is_some() || has.ankle_weights.is_some() || has.has_bands;
        Available {
            hill: has.hill.is_some()
                && can(&[PlannedKind::HillRepeats, PlannedKind::HillSprints, PlannedKind::ResistedHill]),
            stairs: has.has_stairs && can(&[PlannedKind::Stairs]),
            trail: has.has_trail && can(&[PlannedKind::Trail]),
            resistance: carries && has.hill.is_some() && can(&[PlannedKind::ResistedHill]),
            days: self.training_days(),
            longest_day_min: f64::from(self.minutes.iter().copied().max().unwrap_or(0)),
            fast: can(&[PlannedKind::Series, PlannedKind::SprintInterval, PlannedKind::Sprints]),
            tempo: can(&[PlannedKind::Tempo]),
            jumps: can(&[PlannedKind::Plyometrics]),
            system: self.system,
        }
    }

    /// Days of training a week.
    #[must_use]
    pub fn training_days(&self) -> usize {
        self.minutes.iter().filter(|m| **m > 0).count()
    }

    /// The distance of the race, m.
    pub(super) fn race_m(&self) -> f64 {
        let (least, most) = RACE_KM;
        1000.0 * self.race_km.unwrap_or(10.0).clamp(least, most)
    }

    /// Whether the athlete is away on a day, so that nothing but a race is planned on it.
    #[must_use]
    pub fn is_away(&self, day: Day) -> bool {
        self.away.iter().any(|(first, last)| (*first..=*last).contains(&day))
    }

    /// Minutes of a civil day: those of its weekday, 0 where the athlete is away. They do not bound a race, which is on its
    /// day whatever they are.
    #[must_use]
    pub fn minutes_on(&self, day: Day) -> i32 {
        if self.is_away(day) { 0 } else { self.minutes[usize::from(day.weekday())] }
    }

    /// Minutes of the days of the week that begins on this Monday.
    #[must_use]
    pub fn minutes_of_week(&self, monday: Day) -> [i32; DAYS] {
        std::array::from_fn(|day| self.minutes_on(monday.plus(day as i32)))
    }

    /// Whether no day of the week that begins on this Monday has time for training, though other weeks have: a week away
    /// is no missed one.
    #[must_use]
    pub fn is_away_all_week(&self, monday: Day) -> bool {
        let has_time = |minutes: [i32; DAYS]| minutes.into_iter().any(|m| m > 0);
        has_time(self.minutes) && !has_time(self.minutes_of_week(monday))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hard_football_on_sunday_evening_keeps_leg_work_off_for_a_day_before_and_after_and_swimming_its_half_day_alone() {
        let sport = |rpe, legs| OtherSport { name: String::new(), day: 6, slot: 1, minutes: 90, rpe, legs };
        let shut =
            |sport: &OtherSport, hard, legs| (0..SLOTS).filter(|s| sport.shuts(*s, hard, legs)).collect::<Vec<_>>();
        assert_eq!(shut(&sport(8, true), true, true), [0, 12, 13]);
        assert_eq!(shut(&sport(8, true), false, false), [13]);
        assert_eq!(shut(&sport(8, false), true, true), [12, 13]);
        assert_eq!(shut(&sport(4, true), true, true), [13]);
    }
}
