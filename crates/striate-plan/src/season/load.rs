//! The frame of several weeks, by arithmetic: phase, running minutes, the longest run, doses for each muscle, deload,
//! taper, and what is held back until the base is there.
//!
//! The numbers are choices within what is published, named where they stand; `docs/methods/planning.md` says which are
//! measured and which are assumed. The one hard figure is the single-session step: no run is longer than 1.1 times the
//! longest of the 30 days before (Frandsen 2025).

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
/// Weeks of base before series (rule E4).
pub const BASE_WEEKS: usize = 4;

/// Where the athlete stands.
#[derive(Clone, Debug, PartialEq)]
pub struct MacroInput {
    /// What the weeks are for.
    pub goal: Goal,
    /// How many weeks.
    pub weeks: usize,
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
    /// Weeks in a row that met the base of rule E4: three runs, 30 minutes easy without walking, no pain.
    pub base_weeks: usize,
    /// Loading weeks since the last easier one.
    pub weeks_since_deload: usize,
    /// The week (from 0) that ends with a race.
    pub race_week: Option<usize>,
    /// An injury: easy running only.
    pub is_injured: bool,
    /// The first week has already begun: nothing steps up in it.
    pub is_running: bool,
}

/// What a week is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WeekPhase {
    /// The base is not there yet.
    Base,
    /// Load rises.
    Building,
    /// Load stays.
    Keeping,
    /// An easier week.
    Deload,
    /// Less before a race.
    Taper,
    /// Easy running around an injury.
    Injury,
}

impl WeekPhase {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Building => "building",
            Self::Keeping => "keeping",
            Self::Deload => "deload",
            Self::Taper => "taper",
            Self::Injury => "injury",
        }
    }

    /// Whether the week has exactly one long run.
    #[must_use]
    pub const fn has_long_run(self) -> bool {
        matches!(self, Self::Base | Self::Building | Self::Keeping)
    }
}

/// The frame of one week.
#[derive(Clone, Debug, PartialEq)]
pub struct MacroWeek {
    /// What it is.
    pub phase: WeekPhase,
    /// Running minutes, at least and at most.
    pub minutes: (i32, i32),
    /// No run is longer, km.
    pub longest_km: f64,
    /// Hard sets for each muscle, at least and at most.
    pub doses: Vec<(f64, f64)>,
    /// Hard sets a week that each muscle has had before the plan.
    pub had: Vec<f64>,
    /// Whether series may be in it.
    pub series: bool,
}

/// What is not in the plan yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldBack {
    /// The kind.
    pub kind: &'static str,
    /// The first week (from 0) in which it may be; `None` where it is beyond the plan or cannot be said.
    pub until_week: Option<usize>,
    /// Why.
    pub because: String,
    /// The rule behind it.
    pub rule: &'static str,
}

/// The frame of the weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct MacroPlan {
    /// The weeks.
    pub weeks: Vec<MacroWeek>,
    /// What is held back.
    pub held_back: Vec<HeldBack>,
}

/// The frame of the weeks ahead, where each week brings what is asked of it.
#[must_use]
pub fn macro_plan(input: &MacroInput) -> MacroPlan {
    let mut frame = Frame::new(input.clone());
    let weeks = (0..input.weeks).map(|_| frame.next_week()).collect();
    MacroPlan { held_back: held_back(input), weeks }
}

/// The frame, week by week: what a week turned out to be changes what the next one may be.
#[derive(Clone, Debug)]
pub struct Frame {
    input: MacroInput,
    week: usize,
    load: f64,
    doses: Vec<f64>,
    /// The longest run of each planned week, for the 30 days that the step looks back over.
    longest: Vec<f64>,
    loading: usize,
    base_weeks: usize,
}

impl Frame {
    /// Before the first week.
    #[must_use]
    pub fn new(input: MacroInput) -> Self {
        Self {
            week: 0,
            load: starting_minutes(&input),
            doses: input.doses.clone(),
            longest: vec![input.longest.reference_km()],
            loading: input.weeks_since_deload,
            base_weeks: input.base_weeks,
            input,
        }
    }

    /// Says that the week handed out last did not meet the base of rule E4: the count begins again.
    pub const fn base_was_missed(&mut self) {
        self.base_weeks = 0;
    }

    /// Weeks in a row that met the base.
    #[must_use]
    pub const fn base_weeks(&self) -> usize {
        self.base_weeks
    }

    /// The next week. It counts as one that meets the base until [`Frame::base_was_missed`].
    pub fn next_week(&mut self) -> MacroWeek {
        let (input, week) = (&self.input, self.week);
        let to_race = input.race_week.and_then(|race| race.checked_sub(week));
        let has_base = self.base_weeks >= BASE_WEEKS;
        let phase = match to_race {
            _ if input.is_injured => WeekPhase::Injury,
            Some(0 | 1) => WeekPhase::Taper,
            // The week after a race is an easier one.
            None if input.race_week.is_some_and(|race| week == race + 1) => WeekPhase::Deload,
            _ if self.loading >= 3 => WeekPhase::Deload,
            _ if !has_base => WeekPhase::Base,
            _ if input.goal == Goal::Keep => WeekPhase::Keeping,
            _ => WeekPhase::Building,
        };
        let share = match (phase, to_race) {
            (WeekPhase::Taper, Some(0)) => TAPER[1],
            (WeekPhase::Taper, _) => TAPER[0],
            (WeekPhase::Deload | WeekPhase::Injury, _) => DELOAD,
            _ => 1.0,
        };
        let loads = phase.has_long_run();
        // Nothing steps up in a week that is already running.
        let steps = loads && !(input.is_running && week == 0);
        self.loading = if loads { self.loading + 1 } else { 0 };
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
        self.base_weeks += 1;
        MacroWeek { phase, minutes, longest_km, doses, had, series: has_base && !input.is_injured }
    }
}

/// Running minutes of the first loading week.
fn starting_minutes(input: &MacroInput) -> f64 {
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

fn held_back(input: &MacroInput) -> Vec<HeldBack> {
    if input.is_injured {
        let because =
            "easy running only until nothing hurts; then the base of four weeks is asked for again".to_owned();
        return vec![HeldBack { kind: "series", until_week: None, because, rule: "E4" }];
    }
    let missing = BASE_WEEKS.saturating_sub(input.base_weeks);
    if missing == 0 {
        return Vec::new();
    }
    let weeks = if missing == 1 { "one more week".to_owned() } else { format!("{missing} more weeks") };
    let because = format!("{weeks} with three runs, 30 minutes easy without walking and no pain; strides come first");
    vec![HeldBack { kind: "series", until_week: Some(missing).filter(|w| *w < input.weeks), because, rule: "E4" }]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runner() -> MacroInput {
        MacroInput {
            goal: Goal::Build,
            weeks: 12,
            minutes: 180.0,
            longest: LongestRun::Recent(12.0),
            easy_km_per_h: 10.0,
            minutes_at_most: 400.0,
            doses: vec![2.0; 11],
            base_weeks: 6,
            weeks_since_deload: 0,
            race_week: None,
            is_injured: false,
            is_running: false,
        }
    }

    #[test]
    fn no_week_lets_a_run_grow_by_more_than_a_tenth_over_the_longest_of_a_month() {
        for longest in [LongestRun::Recent(12.0), LongestRun::Comeback(20.0), LongestRun::Novice] {
            let plan = macro_plan(&MacroInput { longest, ..runner() });
            let mut seen = vec![longest.reference_km()];
            for week in &plan.weeks {
                let month = seen[seen.len().saturating_sub(4)..].iter().copied().fold(0.0, f64::max);
                assert!(week.longest_km <= 1.1 * month + 1e-9, "{longest:?} {week:?}");
                seen.push(week.longest_km);
            }
        }
    }

    #[test]
    fn a_comeback_starts_at_six_tenths_and_a_novice_at_three_kilometres() {
        let km = |longest| macro_plan(&MacroInput { longest, ..runner() }).weeks[0].longest_km;
        assert!((km(LongestRun::Comeback(20.0)) - 13.2).abs() < 1e-9);
        assert!((km(LongestRun::Comeback(4.0)) - 3.3).abs() < 1e-9);
        assert!((km(LongestRun::Novice) - 3.3).abs() < 1e-9);
    }

    #[test]
    fn three_weeks_of_load_are_followed_by_an_easier_one_and_a_race_by_a_taper_before_it() {
        let plan = macro_plan(&MacroInput { race_week: Some(11), ..runner() });
        let phases: Vec<&str> = plan.weeks.iter().map(|w| w.phase.as_str()).collect();
        assert_eq!(phases[..4], ["building", "building", "building", "deload"]);
        assert_eq!(phases[10..], ["taper", "taper"]);
        assert!(plan.weeks[11].minutes.1 < plan.weeks[9].minutes.0);
    }

    #[test]
    fn series_wait_for_a_month_of_base_and_the_plan_says_so() {
        let plan = macro_plan(&MacroInput { base_weeks: 1, ..runner() });
        assert_eq!(plan.weeks.iter().position(|w| w.series), Some(3));
        assert_eq!(plan.held_back[0].until_week, Some(3));
        assert!(macro_plan(&runner()).held_back.is_empty());
        let injured = macro_plan(&MacroInput { is_injured: true, ..runner() });
        assert!(injured.weeks.iter().all(|w| !w.series && w.phase == WeekPhase::Injury));
    }
}
