//! How much the weeks of a season hold, by arithmetic: running minutes, the longest run, doses for each muscle.
//!
//! The numbers are choices within what is published, named where they stand; `docs/methods/planning.md` says which are
//! measured and which are assumed. The one hard figure is the single-session step: no run is longer than 1.1 times the
//! longest of the 30 days before (Frandsen 2025).

use super::Stage;

/// What the weeks are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Goal {
    /// Gain muscle.
    Build,
    /// Keep what there is.
    Keep,
    /// Keep it while losing fat.
    Lean,
}

impl Goal {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Keep => "keep",
            Self::Lean => "lean",
        }
    }

    /// The goal with this text form.
    #[must_use]
    pub fn from_name(text: &str) -> Option<Self> {
        [Self::Build, Self::Keep, Self::Lean].into_iter().find(|g| g.as_str() == text)
    }

    /// A load week is this much above the one before, in running minutes (assumed; weekly ratios told nothing in trials):
    /// who loses fat runs more, who builds muscle gives the time to what builds it, who keeps keeps.
    const fn weekly_step(self) -> f64 {
        match self {
            Self::Build => 1.03,
            Self::Keep => 1.0,
            Self::Lean => 1.06,
        }
    }

    /// Hard sets a week that each muscle should get: the product's bands (low 1-4, moderate 4-8, high 8-12).
    const fn band(self) -> (f64, f64) {
        match self {
            Self::Build => (8.0, 12.0),
            Self::Keep | Self::Lean => (4.0, 8.0),
        }
    }
}

/// What a run is held against, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LongestRun {
    /// The longest of the last 30 days, km.
    Recent(f64),
    /// No run in 30 days: the longest of six months, km. 60 % of it is the start, but no less than a novice's.
    Comeback(f64),
    /// No run in six months: 3 km of run-walk.
    Novice,
}

impl LongestRun {
    /// The distance from which the steps are counted, km.
    #[must_use]
    pub fn reference_km(self) -> f64 {
        match self {
            Self::Recent(km) => km,
            Self::Comeback(km) => (0.6 * km).max(NOVICE_KM),
            Self::Novice => NOVICE_KM,
        }
    }
}

const NOVICE_KM: f64 = 3.0;
/// The single-session step that is no spike.
pub const STEP: f64 = 1.1;
/// The longest run of an easier week, share of the reference (assumed).
pub const EASIER_LONGEST: f64 = 0.7;
/// Minutes and doses of a deload week (assumed, after the usual 40 to 60 % of sets).
const DELOAD: f64 = 0.65;
/// Running minutes of the last two weeks before a race (Bosquet 2007: 41 to 60 % less is best).
const TAPER: [f64; 2] = [0.7, 0.5];
/// The band of running minutes below and above what is aimed at.
const BAND: [f64; 2] = [0.0, 0.25];
/// A long run of more than two hours builds nothing more (rule A5: one to two hours).
pub const LONGEST_MINUTES: f64 = 120.0;
/// Doses step by this share a week towards their band, and by one hard set at least (assumed).
const DOSE_STEP: f64 = 1.15;
const SET_STEP: f64 = 1.0;
/// Where doses start for who has had less, hard sets a week (assumed: a few sets already build a beginner).
const FIRST_DOSE: f64 = 3.0;
/// The span of a target.
const TARGET_SPAN: f64 = 2.0;

/// What the weeks are measured from.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadInput {
    /// What the weeks are for.
    pub goal: Goal,
    /// Running minutes a week over the last four weeks.
    pub minutes: f64,
    /// What the longest run is held against.
    pub longest: LongestRun,
    /// Easy speed, km/h, flat.
    pub easy_km_per_h: f64,
    /// Minutes of running that the days have at most.
    pub minutes_at_most: f64,
    /// Hard sets a week that each muscle has had over the last four weeks.
    pub doses: Vec<f64>,
    /// The first week has already begun: nothing steps up in it.
    pub is_running: bool,
}

/// How much one week holds.
#[derive(Clone, Debug, PartialEq)]
pub struct WeekLoad {
    /// Running minutes, at least and at most.
    pub minutes: (i32, i32),
    /// No run is longer, km.
    pub longest_km: f64,
    /// Hard sets for each muscle, at least and at most.
    pub doses: Vec<(f64, f64)>,
    /// Hard sets a week that each muscle has had before the plan.
    pub had: Vec<f64>,
}

/// The load, week by week.
#[derive(Clone, Debug)]
pub(super) struct LoadState {
    input: LoadInput,
    week: usize,
    load: f64,
    doses: Vec<f64>,
    /// The longest run of each planned week, for the 30 days that the step looks back over.
    longest: Vec<f64>,
}

impl LoadState {
    pub(super) fn new(input: LoadInput) -> Self {
        Self {
            week: 0,
            load: starting_minutes(&input),
            doses: input.doses.clone(),
            longest: vec![input.longest.reference_km()],
            input,
        }
    }

    /// The next week at this stage; `to_race` counts the weeks until the one with a race.
    pub(super) fn next(&mut self, stage: Stage, to_race: Option<usize>) -> WeekLoad {
        let (input, week) = (&self.input, self.week);
        let share = match (stage, to_race) {
            (Stage::Race, _) | (Stage::Taper, Some(0)) => TAPER[1],
            (Stage::Taper, _) => TAPER[0],
            (Stage::Deload | Stage::Injury, _) => DELOAD,
            _ => 1.0,
        };
        let loads = stage.loads();
        // Nothing steps up in a week that is already running.
        let steps = loads && !(input.is_running && week == 0);
        if steps && week > 0 {
            self.load = (self.load * input.goal.weekly_step()).min(input.minutes_at_most);
        }
        let middle = self.load * share;
        let minutes = (((1.0 - BAND[0]) * middle) as i32, ((1.0 + BAND[1]) * middle).ceil() as i32);
        let window = &self.longest[self.longest.len().saturating_sub(4)..];
        let reference = window.iter().copied().fold(0.0, f64::max);
        let two_hours = LONGEST_MINUTES / 60.0 * input.easy_km_per_h;
        let step = if loads { STEP } else { EASIER_LONGEST };
        let longest_km = (reference * step).min(two_hours.max(reference.min(two_hours)));
        self.longest.push(if loads { longest_km } else { reference.min(longest_km) });
        let (low, high) = input.goal.band();
        let targets = self.doses.iter_mut().map(|dose| {
            *dose = dose.max(FIRST_DOSE);
            if steps {
                *dose = (*dose * DOSE_STEP).max(*dose + SET_STEP).min(high.max(*dose));
            }
            let target = dose.min(high) * share;
            (target.min(low), (target * 1.4).max(target + TARGET_SPAN).min(high))
        });
        let doses = targets.collect();
        let had = input.doses.clone();
        self.week += 1;
        WeekLoad { minutes, longest_km, doses, had }
    }
}

/// Running minutes of the first loading week.
fn starting_minutes(input: &LoadInput) -> f64 {
    let least = match input.longest {
        LongestRun::Novice => 60.0,
        LongestRun::Comeback(_) => 75.0,
        LongestRun::Recent(_) => 60.0,
    };
    let most = match input.longest {
        LongestRun::Recent(_) => f64::INFINITY,
        // After a pause the way back is a ramp, whatever was run before it.
        LongestRun::Comeback(_) => 0.6 * input.minutes.max(150.0),
        LongestRun::Novice => 75.0,
    };
    input.minutes.max(least).min(most).min(input.minutes_at_most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runner() -> LoadInput {
        LoadInput {
            goal: Goal::Build,
            minutes: 180.0,
            longest: LongestRun::Recent(12.0),
            easy_km_per_h: 10.0,
            minutes_at_most: 400.0,
            doses: vec![2.0; 11],
            is_running: false,
        }
    }

    /// Three weeks of load and an easier one, again and again.
    fn weeks(input: LoadInput) -> Vec<WeekLoad> {
        let mut load = LoadState::new(input);
        let stage = |week: usize| if week % 4 == 3 { Stage::Deload } else { Stage::Building };
        (0..12).map(|week| load.next(stage(week), None)).collect()
    }

    #[test]
    fn no_week_lets_a_run_grow_by_more_than_a_tenth_over_the_longest_of_a_month() {
        for longest in [LongestRun::Recent(12.0), LongestRun::Comeback(20.0), LongestRun::Novice] {
            let mut seen = vec![longest.reference_km()];
            for week in &weeks(LoadInput { longest, ..runner() }) {
                let month = seen[seen.len().saturating_sub(4)..].iter().copied().fold(0.0, f64::max);
                assert!(week.longest_km <= 1.1 * month + 1e-9, "{longest:?} {week:?}");
                seen.push(week.longest_km);
            }
        }
    }

    #[test]
    fn a_comeback_starts_at_six_tenths_and_a_novice_at_three_kilometers() {
        let km = |longest| weeks(LoadInput { longest, ..runner() })[0].longest_km;
        assert!((km(LongestRun::Comeback(20.0)) - 13.2).abs() < 1e-9);
        assert!((km(LongestRun::Comeback(4.0)) - 3.3).abs() < 1e-9);
        assert!((km(LongestRun::Novice) - 3.3).abs() < 1e-9);
    }

    #[test]
    fn the_week_of_a_race_holds_half_of_the_running_and_the_one_before_seven_tenths() {
        let mut load = LoadState::new(runner());
        let before = load.next(Stage::Building, None).minutes;
        let taper = load.next(Stage::Taper, Some(1)).minutes;
        let race = load.next(Stage::Race, Some(0)).minutes;
        assert!(race.1 < taper.1 && taper.1 < before.1 && race.1 < before.0, "{before:?} {taper:?} {race:?}");
    }
}
