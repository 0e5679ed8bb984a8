//! Growth: one equation per muscle and pool of fibers.
//!
//! A weekly dose D builds a muscle towards a size that grows with the logarithm of D, and keeps whatever a multiple of D
//! would build. Below the first the muscle grows, slowly where it has never been, fast where it has; above the second it
//! shrinks; between them it stays. Novice gains, plateau, overload, maintenance, loss and regain all follow.

use crate::method::{GrowthMethod, Limits, Values};
use striate_model::{Fiber, Muscle, MuscleState, Person, Pool, WeekLoad};

/// What besides the dose acts on growth, over the last seven days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Conditions {
    /// Running, h a week.
    pub running_h: f64,
    /// Energy deficit, kcal a day; negative for a surplus, which counts as none.
    pub energy_deficit_kcal: f64,
    /// Protein, g/kg a day; `None` where unknown.
    pub protein_g_per_kg: Option<f64>,
}

/// How one pool of a muscle responds in one draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Response {
    gain: f64,
    dose_scale: f64,
    /// Dose that builds nothing: daily life gives it already.
    daily_life: f64,
    /// Weekly dose beyond which nothing is added.
    most: f64,
    keep: f64,
    /// Shares of the remaining way that a day covers: growth, regain, loss.
    growth_day: f64,
    regain_day: f64,
    loss_day: f64,
}

/// What a week's dose would build, and what it keeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// The size that the dose builds towards.
    pub build: f64,
    /// The largest size that the dose keeps.
    pub hold: f64,
}

/// How far running interferes with growth, 0 to 1.
fn interference(running_h: f64, limits: &Limits) -> f64 {
    ramp(running_h, limits.interference_from_h, limits.interference_full_h)
}

/// 0 up to `from`, 1 from `full` on.
fn ramp(x: f64, from: f64, full: f64) -> f64 {
    ((x - from) / (full - from).max(1e-6)).clamp(0.0, 1.0)
}

/// How far protein falls short of enough, 0 to 1.
#[must_use]
pub fn protein_lack(g_per_kg: f64, values: &Values) -> f64 {
    ((values.growth.protein_enough_g_per_kg - g_per_kg) / values.limits.protein_span_g_per_kg).clamp(0.0, 1.0)
}

impl Response {
    /// The response of a pool in one draw, for this person.
    #[must_use]
    pub fn new(muscle: Muscle, fiber: Fiber, person: &Person, values: &Values) -> Self {
        let g = &values.growth;
        let pool = match fiber {
            Fiber::Slow => values.slow_response,
            Fiber::Fast => values.fast_response,
        };
        let is_older = person.age_y.is_some_and(|age| age >= values.limits.older_from_y);
        let a_day = |weeks: f64| 1.0 - (-1.0 / (7.0 * weeks)).exp();
        Self {
            gain: g.gain * values.response[muscle] * pool * person.log_response.exp(),
            dose_scale: g.dose_scale_hse,
            daily_life: g.daily_life_hse,
            most: g.most_hse,
            keep: if is_older { g.keep_from_60 } else { g.keep },
            growth_day: a_day(g.growth_weeks),
            regain_day: a_day(g.regain_weeks),
            loss_day: a_day(g.loss_weeks),
        }
    }

    /// The same response for somebody who answers `factor` times as strongly.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { gain: self.gain * factor, ..self }
    }

    /// What a weekly dose builds and keeps under these conditions.
    #[must_use]
    pub fn reach(&self, weekly_hse: f64, conditions: &Conditions, values: &Values) -> Reach {
        let g = &values.growth;
        let protein_lack = conditions.protein_g_per_kg.map_or(0.0, |p| protein_lack(p, values));
        let heavy = ramp(conditions.running_h, values.limits.endurance_from_h, values.limits.endurance_full_h);
        let gain = self.gain
            * (1.0 - g.protein_loss * protein_lack)
            * (1.0 - g.running_cost_whole * interference(conditions.running_h, &values.limits))
            * (1.0 - g.endurance_cost * heavy);
        let deficit = conditions.energy_deficit_kcal.clamp(0.0, 3000.0) / 500.0;
        let loss = g.deficit_loss * deficit;
        let built_in_deficit = 1.0 - g.deficit_cost * deficit.min(1.0);
        let dose = if weekly_hse > 0.0 { weekly_hse.min(self.most) } else { 0.0 };
        let size = |dose: f64| gain * ((dose.min(self.most) - self.daily_life).max(0.0) / self.dose_scale).ln_1p();
        let build = built_in_deficit * size(dose) - loss;
        Reach { build, hold: build.max(size(self.keep * dose) - loss) }
    }

    /// The weekly dose that would build this size in the end, HSE; 0 for no size.
    #[must_use]
    pub fn dose_that_builds(&self, size: f64) -> f64 {
        if size > 0.0 { (self.daily_life + self.dose_scale * (size / self.gain).exp_m1()).min(self.most) } else { 0.0 }
    }

    /// The size a day later of somebody whose past was another: without regain, since what it was is a guess.
    #[inline]
    fn other_past(&self, size: f64, Reach { build, hold }: Reach) -> f64 {
        if build > size {
            size + (build - size) * self.growth_day
        } else if hold < size {
            size + (hold - size) * self.loss_day
        } else {
            size
        }
    }

    /// The sizes that a pool of this response has after a day within this reach.
    #[inline]
    pub fn day(&self, pool: &mut Pool, reach: Reach) {
        let Reach { build, hold } = reach;
        let size = pool.size;
        if build > size {
            let new = size + (build - size) * self.growth_day;
            let known =
                if size < pool.best - 1e-9 { (size + (build - size) * self.regain_day).min(pool.best) } else { new };
            pool.size = new.max(known);
            pool.best = pool.best.max(pool.size);
        } else if hold < size {
            pool.size = size + (hold - size) * self.loss_day;
        }
    }
}

/// The responses of both pools of a muscle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tissue {
    /// Slow fibers.
    pub slow: Response,
    /// Fast fibers.
    pub fast: Response,
}

impl Tissue {
    /// The responses of a muscle in one draw, for this person.
    #[must_use]
    pub fn new(muscle: Muscle, person: &Person, values: &Values) -> Self {
        Self {
            slow: Response::new(muscle, Fiber::Slow, person, values),
            fast: Response::new(muscle, Fiber::Fast, person, values),
        }
    }

    /// The same for somebody who answers `factor` times as strongly.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { slow: self.slow.times(factor), fast: self.fast.times(factor) }
    }

    /// One day under the dose of the last seven, this one included.
    #[inline]
    pub fn day(&self, state: &mut MuscleState, week: WeekLoad, conditions: &Conditions, values: &Values) {
        self.slow.day(&mut state.slow, self.slow.reach(week.slow_hse, conditions, values));
        self.fast.day(&mut state.fast, self.fast.reach(week.fast_hse, conditions, values));
    }

    /// The same day, with the sizes that the pools would have had if less or more had been done before.
    #[inline]
    pub(crate) fn day_with_pasts(
        &self,
        state: &mut MuscleState,
        week: WeekLoad,
        conditions: &Conditions,
        values: &Values,
    ) {
        let each = [(&self.slow, &mut state.slow, week.slow_hse), (&self.fast, &mut state.fast, week.fast_hse)];
        for (response, pool, hse) in each {
            let reach = response.reach(hse, conditions, values);
            pool.if_less = response.other_past(pool.if_less, reach).min(pool.size);
            pool.if_more = response.other_past(pool.if_more, reach);
            response.day(pool, reach);
            pool.if_more = pool.if_more.max(pool.size);
            pool.if_less = pool.if_less.min(pool.size);
        }
    }

    /// The muscle of somebody who has had this weekly dose for very long.
    #[must_use]
    pub fn settled(&self, week: WeekLoad, conditions: &Conditions, values: &Values) -> MuscleState {
        let pool = |response: &Response, weekly_hse: f64| {
            let size = response.reach(weekly_hse, conditions, values).build.max(0.0);
            Pool { size, best: size, habit_hse: weekly_hse, if_less: size, if_more: size }
        };
        MuscleState {
            slow: pool(&self.slow, week.slow_hse),
            fast: pool(&self.fast, week.fast_hse),
            ..MuscleState::default()
        }
    }
}

/// The sizes of one muscle at an instant, as a change is read from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sizes {
    /// Slow fibers, logarithm.
    pub slow: f64,
    /// Fast fibers, logarithm.
    pub fast: f64,
    /// What endurance running has cost the calf's fibers, logarithm.
    pub calf_loss: f64,
}

impl Sizes {
    /// The sizes in a state of the muscle.
    #[must_use]
    pub fn of(state: &MuscleState, calf_loss: f64) -> Self {
        Self { slow: state.slow.size, fast: state.fast.size, calf_loss }
    }

    fn minus(self, other: Self) -> Self {
        Self { slow: self.slow - other.slow, fast: self.fast - other.fast, calf_loss: self.calf_loss - other.calf_loss }
    }
}

impl GrowthMethod {
    /// Logarithm of the size of a whole muscle relative to the untrained one.
    #[must_use]
    pub fn whole_size(&self, muscle: Muscle, sizes: Sizes, values: &Values) -> f64 {
        let fast = self.fast_fibers(muscle);
        (1.0 - fast) * sizes.slow + fast * sizes.fast
            - values.growth.calf_whole_share * self.calf_loss_share(muscle) * sizes.calf_loss
    }

    /// Change of the size of a whole muscle, as a fraction of what it was.
    #[must_use]
    pub fn whole_change(&self, muscle: Muscle, from: Sizes, to: Sizes, values: &Values) -> f64 {
        self.whole_size(muscle, to.minus(from), values).exp_m1()
    }

    /// Change of the area of a muscle's fibers of one type, as a fraction of what it was, at this much running a week.
    #[must_use]
    pub fn fiber_change(
        &self,
        (muscle, fiber): (Muscle, Fiber),
        (from, to): (Sizes, Sizes),
        running_h: f64,
        values: &Values,
    ) -> f64 {
        let g = &values.growth;
        let by = to.minus(from);
        let size = match fiber {
            Fiber::Slow => by.slow,
            Fiber::Fast => by.fast,
        };
        let left = if size > 0.0 { 1.0 - g.running_cost_fiber * interference(running_h, &values.limits) } else { 1.0 };
        let grown = g.fiber_gain * size * left;
        // Growth nears a ceiling; a loss has none.
        let grown = if grown > 0.0 { -g.fiber_ceiling * (-grown / g.fiber_ceiling).exp_m1() } else { grown };
        (grown - self.calf_loss_share(muscle) * by.calf_loss).exp_m1()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: Person = Person { log_response: 0.0, log_response_sd: 0.4, age_y: None };

    fn weeks(method: &GrowthMethod, state: &mut MuscleState, hse: f64, weeks: u32, person: &Person) {
        let values = method.central();
        let tissue = Tissue::new(Muscle::Vasti, person, values);
        for _ in 0..7 * weeks {
            let week = WeekLoad { slow_hse: hse, fast_hse: hse };
            tissue.day(state, week, &Conditions::default(), values);
        }
    }

    fn percent(method: &GrowthMethod, state: &MuscleState) -> f64 {
        100.0 * method.whole_change(Muscle::Vasti, Sizes::default(), Sizes::of(state, 0.0), method.central())
    }

    #[test]
    fn ten_weekly_sets_build_fast_at_first_and_then_ever_more_slowly() {
        let method = GrowthMethod::builtin();
        let mut state = MuscleState::default();
        let mut at = Vec::new();
        for _ in 0..20 {
            weeks(method, &mut state, 10.0, 10, &PERSON);
            at.push(percent(method, &state));
        }
        assert!((7.0..9.0).contains(&at[0]), "{at:?}");
        assert!(at.windows(3).all(|w| w[2] - w[1] < w[1] - w[0]), "{at:?}");
        assert!(at[19] - at[18] < 0.05, "{at:?}");
    }

    #[test]
    fn more_load_lifts_a_plateau() {
        let method = GrowthMethod::builtin();
        let mut state = MuscleState::default();
        weeks(method, &mut state, 6.0, 300, &PERSON);
        let before = percent(method, &state);
        weeks(method, &mut state, 6.0, 10, &PERSON);
        assert!((percent(method, &state) - before).abs() < 0.01);
        weeks(method, &mut state, 12.0, 10, &PERSON);
        assert!(percent(method, &state) > before + 2.0);
    }

    #[test]
    fn a_third_of_the_dose_keeps_the_young_but_not_the_old() {
        let method = GrowthMethod::builtin();
        let old = Person { age_y: Some(68.0), ..PERSON };
        let after = |person: &Person| {
            let mut state = MuscleState::default();
            weeks(method, &mut state, 12.0, 150, person);
            let before = percent(method, &state);
            weeks(method, &mut state, 4.0, 32, person);
            percent(method, &state) - before
        };
        assert!(after(&PERSON).abs() < 0.5, "{}", after(&PERSON));
        assert!(after(&old) < -2.0, "{}", after(&old));
    }

    #[test]
    fn what_was_lost_comes_back_faster_than_it_came() {
        let method = GrowthMethod::builtin();
        let mut state = MuscleState::default();
        weeks(method, &mut state, 10.0, 20, &PERSON);
        let best = percent(method, &state);
        weeks(method, &mut state, 0.0, 10, &PERSON);
        let low = percent(method, &state);
        weeks(method, &mut state, 10.0, 5, &PERSON);
        let back = percent(method, &state);
        assert!(low < best - 3.0 && back > low + 0.7 * (best - low), "{best} {low} {back}");
    }

    #[test]
    fn no_dose_and_no_food_can_make_it_infinite() {
        let method = GrowthMethod::builtin();
        let values = method.central();
        let tissue = Tissue::new(Muscle::GluteusMaximus, &PERSON, values);
        let mut state = MuscleState::default();
        for hse in [0.0, 1e300, f64::INFINITY, f64::NAN, -5.0] {
            for energy_deficit_kcal in [0.0, 1e9, -1e9] {
                let conditions = Conditions { running_h: 1e9, energy_deficit_kcal, protein_g_per_kg: Some(-4.0) };
                tissue.day(&mut state, WeekLoad { slow_hse: hse, fast_hse: hse }, &conditions, values);
            }
        }
        assert!(state.slow.size.is_finite() && state.fast.best.is_finite());
    }
}
