//! The fold: one civil day after the other.

use crate::fatigue::{self, Blow, Rest};
use crate::growth::{Conditions, Tissue};
use crate::method::{GrowthMethod, Values};
use crate::{endurance, loads, plateau};
use std::collections::VecDeque;
use striate_model::{
    BodyState, DailyDose, DailyLog, Day, DayRecord, Fiber, LoadAverage, Muscle, MuscleMap, Person, RunRecord,
    Timestamp, WeekLoad,
};

/// Days that are kept in full.
pub const RECENT_DAYS: usize = 42;
/// Days for which runs are kept.
pub const RUN_DAYS: i32 = 183;

/// What somebody has done week after week for a long time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Habit {
    /// Stimulus of each muscle a week.
    pub muscles: MuscleMap<WeekLoad>,
    /// Running, h a week.
    pub running_h: f64,
}

impl Habit {
    /// The body of somebody who has lived like this until the end of `day`: settled, and rested. Nothing is known about
    /// fatigue, damage or protection, so that they are nothing.
    #[must_use]
    pub fn body(&self, day: Day, person: Person, method: &GrowthMethod) -> BodyState {
        let values = method.central();
        let conditions = Conditions { running_h: self.running_h, ..Conditions::default() };
        let share = |load: &WeekLoad| WeekLoad { slow_hse: load.slow_hse / 7.0, fast_hse: load.fast_hse / 7.0 };
        let record = DayRecord {
            muscles: MuscleMap::from_fn(|m| share(&self.muscles[m])),
            running_h: self.running_h / 7.0,
            ..DayRecord::default()
        };
        BodyState {
            day,
            since: day.plus(1),
            was_trained_before: self.is_of_a_trained_person(method),
            person,
            muscles: MuscleMap::from_fn(|m| {
                Tissue::new(m, &person, values).settled(self.muscles[m], &conditions, values)
            }),
            calf_loss: endurance::settled_loss(self.running_h, values),
            fatigue_at: day.noon(),
            impact: LoadAverage::default(),
            cardio: LoadAverage::default(),
            recent: std::iter::repeat_n(record, 7).collect(),
            runs: VecDeque::new(),
            sleep_h: None,
        }
    }

    /// Whether somebody who has lived like this is past the first months: by hours of running, or by hard sets.
    #[must_use]
    pub fn is_of_a_trained_person(&self, method: &GrowthMethod) -> bool {
        let words = &method.words;
        let lifted = |load: &WeekLoad| load.slow_hse.min(load.fast_hse) >= words.trained_weekly_hse;
        self.running_h >= words.trained_running_h || self.muscles.iter().any(|(_, load)| lifted(load))
    }

    /// The same body, with the sizes that it would have if `less` or `more` had been lived instead: what is not known
    /// about the time before the first day stays visible in every forecast until training has overwritten it.
    #[must_use]
    pub fn body_between(
        &self,
        (less, more): (&Self, &Self),
        day: Day,
        person: Person,
        method: &GrowthMethod,
    ) -> BodyState {
        let mut body = self.body(day, person, method);
        let (less, more) = (less.body(day, person, method), more.body(day, person, method));
        for muscle in Muscle::ALL {
            for fiber in [Fiber::Slow, Fiber::Fast] {
                let pool = body.muscles[muscle].pool_mut(fiber);
                pool.if_less = less.muscles[muscle].pool(fiber).size.min(pool.size);
                pool.if_more = more.muscles[muscle].pool(fiber).size.max(pool.size);
            }
        }
        body
    }

    /// A habit of so many times the load; running stays as it is.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        let muscles = MuscleMap::from_fn(|m| {
            let week = &self.muscles[m];
            WeekLoad { slow_hse: factor * week.slow_hse, fast_hse: factor * week.fast_hse }
        });
        Self { muscles, ..*self }
    }
}

/// The body at the end of the next day. Days without anything between the last and this one are filled with rest.
///
/// Sessions are taken by the instant at which they ended, whatever their order in the list; those of one instant are one
/// dose. A day that is not after the state's own changes nothing.
#[must_use]
pub fn advance(state: &BodyState, day: Day, doses: &[DailyDose], log: &DailyLog, method: &GrowthMethod) -> BodyState {
    let mut folding = Folding::new(state.clone(), method);
    folding.until(day, doses, log);
    folding.state
}

/// The body after a whole history of (day, sessions, log), in ascending order of days.
#[must_use]
pub fn fold<'a>(
    state: BodyState,
    days: impl IntoIterator<Item = (Day, &'a [DailyDose], &'a DailyLog)>,
    method: &GrowthMethod,
) -> BodyState {
    let mut folding = Folding::new(state, method);
    for (day, doses, log) in days {
        folding.until(day, doses, log);
    }
    folding.state
}

/// A fold under way: the state, and what of the method is worked out once.
struct Folding<'a> {
    state: BodyState,
    method: &'a GrowthMethod,
    values: &'a Values,
    tissues: MuscleMap<Tissue>,
    habit_share: f64,
}

/// Longer gaps are cut: after a century of rest nothing changes any more.
const LONGEST_GAP: i32 = 36_525;

impl<'a> Folding<'a> {
    fn new(state: BodyState, method: &'a GrowthMethod) -> Self {
        let values = method.central();
        let person = state.person;
        Self {
            state,
            method,
            values,
            tissues: MuscleMap::from_fn(|m| Tissue::new(m, &person, values)),
            habit_share: 1.0 - (-1.0 / method.words.habit_days).exp(),
        }
    }

    fn until(&mut self, day: Day, doses: &[DailyDose], log: &DailyLog) {
        let gap = day.days_since(self.state.day);
        if gap <= 0 {
            return;
        }
        for _ in 1..gap.min(LONGEST_GAP) {
            self.day(self.state.day.plus(1), &[], &DailyLog::default());
        }
        self.day(day, doses, log);
    }

    fn day(&mut self, day: Day, doses: &[DailyDose], log: &DailyLog) {
        self.state.day = day;
        self.tire(day, doses, log);
        self.remember(day, doses, log);
        self.grow(day);
    }

    /// Fatigue, damage and protection, from instant to instant.
    fn tire(&mut self, day: Day, doses: &[DailyDose], log: &DailyLog) {
        let ends: Vec<Timestamp> = doses.iter().map(|d| d.end.unwrap_or_else(|| day.noon())).collect();
        let mut instants = ends.clone();
        instants.sort_unstable();
        instants.dedup();
        for instant in instants {
            let rest = Rest::new(instant.since(self.state.fatigue_at), self.values);
            self.state.fatigue_at = self.state.fatigue_at.max(instant);
            let at_once: Vec<&DailyDose> =
                doses.iter().zip(&ends).filter(|(_, end)| **end == instant).map(|(d, _)| d).collect();
            for muscle in Muscle::ALL {
                let blow_of = |d: &&DailyDose| Blow::of(d, muscle, self.method);
                let blow = match at_once.as_slice() {
                    [one] => blow_of(one),
                    all => Blow {
                        work: sum_in_any_order(all, |d| blow_of(d).work),
                        braking: sum_in_any_order(all, |d| blow_of(d).braking),
                    },
                };
                let state = &mut self.state.muscles[muscle];
                *state = fatigue::strike(rest.of(*state), blow, self.values);
            }
        }
        if log.soreness.iter().any(|(_, soreness)| soreness.is_some()) {
            self.ache(day.noon(), log);
        }
    }

    /// Soreness is reported for the day, not for an instant: noon, or the end of the day's last session.
    fn ache(&mut self, noon: Timestamp, log: &DailyLog) {
        let rest = Rest::new(noon.since(self.state.fatigue_at), self.values);
        self.state.fatigue_at = self.state.fatigue_at.max(noon);
        for (muscle, soreness) in log.soreness.iter() {
            let state = &mut self.state.muscles[muscle];
            *state = fatigue::sore(rest.of(*state), soreness.unwrap_or(0.0), self.values);
        }
    }

    /// The day's record, loads and runs.
    fn remember(&mut self, day: Day, doses: &[DailyDose], log: &DailyLog) {
        let state = &mut self.state;
        let known = |x: Option<f64>| x.filter(|x| x.is_finite());
        let sum = |of: &dyn Fn(&DailyDose) -> f64| sum_in_any_order(doses, of);
        let mut record = DayRecord {
            running_h: sum(&|d| d.running_h).min(24.0),
            cardio: sum(&|d| d.cardio),
            // Food that was noted and mass that was weighed are two views of one thing, and notes leave out a part of what
            // was eaten: the larger deficit counts.
            energy_deficit_kcal: match (known(log.energy_deficit_kcal), known(log.mass_deficit_kcal)) {
                (Some(noted), Some(weighed)) => Some(noted.max(weighed)),
                (noted, weighed) => noted.or(weighed),
            },
            protein_g_per_kg: known(log.protein_g_per_kg),
            ..DayRecord::default()
        };
        if !doses.is_empty() {
            for muscle in Muscle::ALL {
                let fast = self.method.fast_fibers(muscle);
                let load = WeekLoad {
                    slow_hse: sum(&|d| d.muscles[muscle].slow_hse),
                    fast_hse: sum(&|d| d.muscles[muscle].fast_hse),
                };
                record.muscles[muscle] = load;
                record.lifting_hse[muscle] = sum(&|d| d.muscles[muscle].lifting_hse) as f32;
                record.log_doubt[muscle] =
                    doses.iter().map(|d| d.muscles[muscle].log_doubt).fold(0.0, f64::max).min(3.0) as f32;
                if (1.0 - fast) * load.slow_hse + fast * load.fast_hse >= self.method.limits.stimulus_from_hse {
                    state.muscles[muscle].last_stimulus = Some(day);
                }
            }
        }
        state.impact = loads::day(state.impact, sum(&|d| d.impact_km));
        state.cardio = loads::day(state.cardio, record.cardio);
        state.recent.push_back(record);
        while state.recent.len() > RECENT_DAYS {
            state.recent.pop_front();
        }
        state.sleep_h = known(log.sleep_h).or(state.sleep_h);
        while state.runs.front().is_some_and(|run| day.days_since(run.day) >= RUN_DAYS) {
            state.runs.pop_front();
        }
        let mut runs: Vec<RunRecord> = doses
            .iter()
            .filter(|d| d.running_h > 0.0 && d.distance.as_m() > 0.0)
            .map(|d| RunRecord {
                day,
                distance: d.distance,
                mean_speed_m_per_s: d.mean_speed_m_per_s,
                mean_heart_rate_bpm: d.mean_heart_rate_bpm,
            })
            .collect();
        runs.sort_by(|a, b| a.distance.as_m().total_cmp(&b.distance.as_m()));
        state.runs.extend(runs);
    }

    /// Growth under the dose of the last seven days.
    fn grow(&mut self, day: Day) {
        let conditions = week_conditions(&self.state.recent);
        let loads = week_loads(&self.state.recent);
        for muscle in Muscle::ALL {
            let (week, tissue) = (loads[muscle], &self.tissues[muscle]);
            let state = &mut self.state.muscles[muscle];
            for (fiber, weekly) in [(Fiber::Slow, week.slow_hse), (Fiber::Fast, week.fast_hse)] {
                let habit = &mut state.pool_mut(fiber).habit_hse;
                *habit += (weekly - *habit) * self.habit_share;
            }
            tissue.day_with_pasts(state, week, &conditions, self.values);
            state.plateau_since = plateau::since((muscle, state), tissue, &conditions, day, self.method);
        }
        self.state.calf_loss = endurance::day(self.state.calf_loss, conditions.running_h, self.values);
    }
}

/// The sum of what is positive, cut at a million; the same for any order of the list, down to the last bit.
fn sum_in_any_order<T>(list: &[T], of: impl Fn(&T) -> f64) -> f64 {
    let tame = |x: f64| if x > 0.0 { x.min(1e6) } else { 0.0 };
    match list {
        [] => 0.0,
        [one] => tame(of(one)),
        [one, other] => tame(of(one)) + tame(of(other)),
        many => {
            let mut each: Vec<f64> = many.iter().map(|x| tame(of(x))).collect();
            each.sort_unstable_by(f64::total_cmp);
            each.iter().sum()
        }
    }
}

/// The stimulus of each muscle in the last seven days.
#[must_use]
pub fn week_loads(recent: &VecDeque<DayRecord>) -> MuscleMap<WeekLoad> {
    let mut loads: MuscleMap<WeekLoad> = MuscleMap::default();
    for record in recent.iter().rev().take(7) {
        for (muscle, day) in record.muscles.iter() {
            loads[muscle].slow_hse += day.slow_hse;
            loads[muscle].fast_hse += day.fast_hse;
        }
    }
    loads
}

/// What besides the dose acted on growth in the last seven days. Food counts where it was noted on enough of them: one day
/// says nothing about a week.
#[must_use]
pub fn week_conditions(recent: &VecDeque<DayRecord>) -> Conditions {
    let mean = |of: fn(&DayRecord) -> Option<f64>| -> Option<f64> {
        let (mut sum, mut count) = (0.0, 0.0);
        for value in recent.iter().rev().take(7).filter_map(of) {
            sum += value;
            count += 1.0;
        }
        (count > 0.0 && count >= GrowthMethod::builtin().limits.food_days).then(|| sum / count)
    };
    Conditions {
        running_h: recent.iter().rev().take(7).map(|r| r.running_h).sum(),
        energy_deficit_kcal: mean(|r| r.energy_deficit_kcal).unwrap_or(0.0),
        protein_g_per_kg: mean(|r| r.protein_g_per_kg),
    }
}
