//! A history of days, in whatever order its sessions come.

use std::collections::BTreeMap;
use striate_model::{BodyState, DailyDose, DailyLog, Day, Fiber, Muscle, MuscleMap, Person, TimeSpan, WeekLoad};
use striate_state::{GrowthMethod, Habit, fatigue, fold};

/// What happened on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DayEntry {
    /// Names of the sessions, in the order of `doses`.
    pub names: Vec<String>,
    /// What the sessions brought.
    pub doses: Vec<DailyDose>,
    /// What the athlete noted.
    pub log: DailyLog,
}

/// What the athlete did before the first day of the history (rule E2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Before {
    /// Not said: whoever trained in at least three of the first four weeks is taken to have lived like that before, which
    /// claims less growth than the opposite.
    #[default]
    Unknown,
    /// Nothing.
    Nothing,
    /// The same as in the first four weeks.
    TheSame,
}

/// Days with their sessions and notes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    days: BTreeMap<Day, DayEntry>,
}

/// Weeks at the start that tell what was done before, and at the end that tell what may have gone on.
const FIRST_WEEKS: i32 = 4;
/// Days of silence over which training may have gone on unrecorded: after two years sizes stand still.
const LONGEST_GUESS: i32 = 730;

/// A body that rested, or went on training: nobody knows.
fn unsure_between(rested: BodyState, trained: &BodyState, method: &GrowthMethod) -> BodyState {
    let values = method.central();
    let instant = rested.fatigue_at.max(trained.fatigue_at);
    let mut body = rested;
    for muscle in Muscle::ALL {
        let tired = fatigue::rest(trained.muscles[muscle], instant.since(trained.fatigue_at), values);
        let state = &mut body.muscles[muscle];
        *state = fatigue::rest(*state, instant.since(body.fatigue_at), values);
        (state.fatigue, state.damage) = (state.fatigue.max(tired.fatigue), state.damage.max(tired.damage));
        for fiber in [Fiber::Slow, Fiber::Fast] {
            let pool = state.pool_mut(fiber);
            pool.if_more = pool.if_more.max(trained.muscles[muscle].pool(fiber).size);
        }
    }
    body.fatigue_at = instant;
    body
}

impl History {
    /// Adds a session.
    pub fn add(&mut self, day: Day, name: impl Into<String>, dose: DailyDose) {
        let entry = self.days.entry(day).or_default();
        // Most days hold one session, and a dose is a kilobyte: room for four would be most of the memory of a history.
        entry.names.reserve_exact(1);
        entry.doses.reserve_exact(1);
        entry.names.push(name.into());
        entry.doses.push(dose);
    }

    /// What the athlete noted about a day, to be changed.
    pub fn log(&mut self, day: Day) -> &mut DailyLog {
        &mut self.days.entry(day).or_default().log
    }

    /// The days that hold anything, in ascending order.
    pub fn days(&self) -> impl Iterator<Item = (Day, &DayEntry)> {
        self.days.iter().map(|(day, entry)| (*day, entry))
    }

    /// The days of sessions, one for each session.
    #[must_use]
    pub fn session_days(&self) -> Vec<Day> {
        self.days().flat_map(|(day, entry)| std::iter::repeat_n(day, entry.doses.len())).collect()
    }

    /// The first and the last day; `None` for an empty history.
    #[must_use]
    pub fn span(&self) -> Option<(Day, Day)> {
        Some((*self.days.keys().next()?, *self.days.keys().next_back()?))
    }

    /// The body at the end of `today`; `None` where nothing lies before it.
    ///
    /// Long after the last session nobody knows whether there was no training or no recording. The body then is that of
    /// somebody who rested, with the sizes of one who went on as in the last four weeks as what it could as well be: every
    /// forecast reaches from the one to the other. It is as tired as the more tired of the two.
    #[must_use]
    pub fn body(&self, today: Day, person: Person, before: Before, method: &GrowthMethod) -> Option<BodyState> {
        let (first, _) = self.span().filter(|(first, _)| *first <= today)?;
        let Some(last) = self.last_session(today).filter(|_| self.is_silent(today, method)) else {
            return self.bodies(&[today], person, before, method).pop().filter(|body| body.day >= first);
        };
        let [then, rested] = <[BodyState; 2]>::try_from(self.bodies(&[last, today], person, before, method)).ok()?;
        Some(unsure_between(rested, &self.going_on(then, today, method), method))
    }

    /// The last day with a session up to `today`.
    fn last_session(&self, today: Day) -> Option<Day> {
        self.days.range(..=today).rev().find(|(_, entry)| !entry.doses.is_empty()).map(|(day, _)| *day)
    }

    /// Whether the last session before the end of `today` is so long ago that nothing is known since.
    #[must_use]
    pub fn is_silent(&self, today: Day, method: &GrowthMethod) -> bool {
        self.last_session(today).is_some_and(|last| today.days_since(last) > method.limits.stale_days as i32)
    }

    /// The body of somebody who since the day of `then` went on as in the four weeks before.
    fn going_on(&self, then: BodyState, today: Day, method: &GrowthMethod) -> BodyState {
        let (from, quiet) = (then.day, DailyLog::default());
        let days: Vec<(Day, Vec<DailyDose>)> = (1..=today.days_since(from).min(LONGEST_GUESS))
            .map(|n| {
                let day = from.plus(n);
                let back = 7 * FIRST_WEEKS * ((n - 1) / (7 * FIRST_WEEKS) + 1);
                let later = |dose: &DailyDose| DailyDose {
                    end: dose.end.map(|end| end + TimeSpan::from_s(f64::from(back) * 86_400.0)),
                    ..dose.clone()
                };
                let doses = self.days.get(&day.plus(-back)).map_or(&[][..], |entry| &entry.doses);
                (day, doses.iter().map(later).collect())
            })
            .collect();
        fold(then, days.iter().map(|(day, doses)| (*day, doses.as_slice(), &quiet)), method)
    }

    /// The same for somebody of whom nothing is known, too: without a session before the day it is a body that begins on it,
    /// untrained and rested. What may have been done before is not known, and cannot be taken from a history that there is
    /// not.
    #[must_use]
    pub fn body_or_fresh(&self, today: Day, person: Person, before: Before, method: &GrowthMethod) -> BodyState {
        let lived = self.body(today, person, before, method);
        lived.unwrap_or_else(|| Habit::default().body(today, person, method))
    }

    /// The bodies at the end of each of these days, given in ascending order; on days before the first one the body with
    /// which the history begins. Empty for an empty history.
    #[must_use]
    pub fn bodies(&self, days: &[Day], person: Person, before: Before, method: &GrowthMethod) -> Vec<BodyState> {
        self.lives(days.iter().copied(), person, before, method).collect()
    }

    /// Like [`History::bodies`], one body at a time: a life of many years needs the memory of one day.
    pub fn lives(
        &self,
        days: impl Iterator<Item = Day>,
        person: Person,
        before: Before,
        method: &GrowthMethod,
    ) -> impl Iterator<Item = BodyState> {
        let mut body = self.span().map(|(first, _)| self.start(first, person, before, method));
        days.map_while(move |day| {
            let (nothing, quiet): (&[DailyDose], _) = (&[], DailyLog::default());
            let mut next = body.take()?;
            if day > next.day {
                let lived = self.days.range(next.day.plus(1)..=day).map(|(d, e)| (*d, e.doses.as_slice(), &e.log));
                next = fold(next, lived, method);
                next = fold(next, [(day, nothing, &quiet)], method);
            }
            body = Some(next);
            body.clone()
        })
    }

    /// The body on the evening before the first day, with what it could as well have been.
    fn start(&self, first: Day, person: Person, before: Before, method: &GrowthMethod) -> BodyState {
        let (habit, growth) = (self.habit(first, before), &method.central().growth);
        let around = |sd: f64| (habit.times((-sd).exp()), habit.times(sd.exp()));
        let (less, more) = match before {
            Before::Nothing => (habit, habit),
            Before::TheSame => around(growth.past_log_sd_said),
            // Taken as somebody who did nothing, who may as well have lived like this before.
            Before::Unknown if habit == Habit::default() => (habit, self.habit(first, Before::TheSame)),
            Before::Unknown => around(growth.past_log_sd),
        };
        habit.body_between((&less, &more), first.plus(-1), person, method)
    }

    /// The weekly habit that the first weeks tell of.
    fn habit(&self, first: Day, before: Before) -> Habit {
        let window = || self.days.range(first..first.plus(7 * FIRST_WEEKS));
        let weeks_with_training = (0..FIRST_WEEKS)
            .filter(|week| {
                let monday = first.plus(7 * week);
                self.days.range(monday..monday.plus(7)).any(|(_, entry)| !entry.doses.is_empty())
            })
            .count();
        let lives_like_that = match before {
            Before::Unknown => weeks_with_training >= 3,
            Before::Nothing => false,
            Before::TheSame => true,
        };
        let mut habit = Habit::default();
        if lives_like_that {
            // Sorted before it is summed: the order in which files were read must not show, not even in the last bit.
            let a_week = |of: &dyn Fn(&DailyDose) -> f64| -> f64 {
                let mut each: Vec<f64> = window().flat_map(|(_, entry)| &entry.doses).map(of).collect();
                each.sort_unstable_by(f64::total_cmp);
                each.iter().sum::<f64>() / f64::from(FIRST_WEEKS)
            };
            habit.running_h = a_week(&|d| d.running_h);
            habit.muscles = MuscleMap::from_fn(|m| WeekLoad {
                slow_hse: a_week(&|d| d.muscles[m].slow_hse),
                fast_hse: a_week(&|d| d.muscles[m].fast_hse),
            });
        }
        habit
    }
}
