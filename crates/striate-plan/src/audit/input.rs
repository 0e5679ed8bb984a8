//! What the audit is told: sessions, days, the body and the athlete, as plain values.

use serde::{Deserialize, Serialize};
use striate_model::{Day, FootStrike, Mass, Muscle, MuscleMap, SessionKind, Timestamp};

pub use crate::season::Goal;
use crate::season::System;

/// Where in a training life somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TrainingPhase {
    /// The first months: nearly everything is new to the muscles.
    Novice,
    /// Running is a habit, nothing in it grows muscle.
    Base,
    /// Muscle is being built.
    Building,
    /// The load is a habit and nothing changes.
    Plateau,
    /// Less than before.
    Detraining,
}

/// Where a muscle's size is going at the present load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Course {
    /// It grows.
    Growing,
    /// It keeps its size.
    Holding,
    /// It loses.
    Losing,
    /// Nobody can tell.
    Unknown,
}

/// The movements that the articles name for legs and upper body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LiftPattern {
    /// Squats of any sort (B10).
    Squat,
    /// Lunges and split squats (B10).
    Lunge,
    /// Deadlifts and other hip hinges (B10).
    Hinge,
    /// The leg press (B10).
    LegPress,
    /// Push-ups, presses, dips (B11).
    Push,
    /// Pull-ups, rows, pull-downs (B11).
    Pull,
    /// Anything else: one joint, core, carries.
    Other,
}

/// One effort of a session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AuditedEffort {
    /// How long it lasted, s.
    pub duration_s: f64,
    /// How far it went, m; `None` where no speed is known.
    pub distance_m: Option<f64>,
    /// Mean slope, rise over run; `None` where no elevation is known.
    pub grade: Option<f64>,
    /// Mean grade-adjusted speed over the athlete's own best over that distance.
    pub fraction_of_own_best: Option<f64>,
    /// Mean grade-adjusted speed over critical speed.
    pub fraction_of_critical: Option<f64>,
    /// The rest after it; `None` after the last.
    pub rest: Option<AuditedRest>,
}

/// The rest after an effort.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AuditedRest {
    /// How long it lasted, s.
    pub duration_s: f64,
    /// How complete the recovery was, 0 to 1; `None` where nothing can be said.
    pub completeness: Option<f64>,
}

/// One session, done or planned.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditedSession {
    /// The name by which the reader knows it.
    pub name: String,
    /// Its civil day.
    pub day: Day,
    /// When it began; `None` where only the day is known.
    pub start: Option<Timestamp>,
    /// When it ended; `None` where only the day is known.
    pub end: Option<Timestamp>,
    /// Whether it lies ahead.
    pub is_planned: bool,
    /// What it was.
    pub kind: SessionKind,
    /// What it was meant to be: the athlete's own word or the plan's; `None` where nobody said.
    pub intent: Option<SessionKind>,
    /// How long it took, min.
    pub minutes: f64,
    /// The part of it that was running, min; 0 where not on foot.
    pub running_min: f64,
    /// Distance on foot, km; 0 where not on foot.
    pub distance_km: f64,
    /// Mean grade-adjusted speed of the running over critical speed; `None` where unknown.
    pub fraction_of_critical: Option<f64>,
    /// Mean heart rate as a share of the reserve between rest and maximum; `None` where unknown.
    pub heart_rate_reserve: Option<f64>,
    /// Easy movement before the first effort, min; `None` without efforts.
    pub warm_up_min: Option<f64>,
    /// The efforts in order.
    pub efforts: Vec<AuditedEffort>,
    /// Mass carried on top of the body.
    pub carried: Mass,
    /// Ground contacts of jumps.
    pub jump_contacts: u32,
    /// Working sets by movement.
    pub lifts: Vec<(LiftPattern, u32)>,
    /// Growth stimulus of each muscle, hard-set equivalents; `None` where nothing is known about muscles.
    pub hse: Option<MuscleMap<f64>>,
    /// The part of it that reached fast fibers, hard-set equivalents of that pool.
    pub fast_hse: MuscleMap<f64>,
    /// The part of it that reached slow fibers, hard-set equivalents of that pool.
    pub slow_hse: MuscleMap<f64>,
    /// Estimated one-repetition maxima that the session showed, kg, by exercise.
    pub strength_marks: Vec<(String, f64)>,
    /// Leg muscles that were still so tired when it began that hard work should have waited; `None` where unknown.
    pub tired_before: Option<Vec<Muscle>>,
    /// The run's distance over what the injury gate holds it against (the longest of the last 30 days, or the stated
    /// stand-in for it); `None` where it was no run.
    pub distance_over_reference: Option<f64>,
}

/// A day of the journal, and how the body stood on it. Whatever is `None` is unknown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AuditedDay {
    /// The day.
    pub day: Day,
    /// Sleep of the night before, h.
    pub sleep_h: Option<f64>,
    /// Protein eaten, g per kg of body mass.
    pub protein_g_per_kg: Option<f64>,
    /// Energy eaten less than spent, kcal; negative for a surplus.
    pub energy_deficit_kcal: Option<f64>,
    /// Body mass.
    pub body_mass: Option<Mass>,
    /// Whether pain was noted.
    pub has_pain: bool,
    /// Whether each muscle was no longer tired before the first session of the day.
    pub rested: Option<MuscleMap<bool>>,
}

/// How alike the runs of four weeks were.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sameness {
    /// Runs that were compared.
    pub runs: usize,
    /// Standard deviation of their speeds over the mean; `None` where too few are known.
    pub speed_spread: Option<f64>,
    /// The same for their mean heart rates.
    pub heart_rate_spread: Option<f64>,
    /// Mean over standard deviation of the daily load.
    pub monotony: Option<f64>,
    /// Whether it is too much of the same.
    pub is_monotonous: bool,
    /// The days of the runs that were alike.
    pub alike: Vec<Day>,
}

/// Outcomes of twelve weeks in percent from today: half lie between `p25` and `p75`, nine in ten between `p05` and `p95`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fan {
    /// One in twenty lies below.
    pub p05: f64,
    /// As many below as above.
    pub p50: f64,
    /// One in twenty lies above.
    pub p95: f64,
}

/// What the state says of one muscle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MuscleFacts {
    /// Where it goes at the present load; `None` where unknown.
    pub course: Option<Course>,
    /// Since when it has stood still because the load is the same; `None` where it does not.
    pub same_load_since: Option<Day>,
    /// Twelve weeks at the present load.
    pub forecast: Option<Fan>,
    /// Twelve weeks of lifting alone.
    pub lifting_alone: Option<Fan>,
}

/// What the state says of the body at the end of the window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BodyFacts {
    /// Where in a training life the athlete is; `None` where the history is too short to say.
    pub phase: Option<TrainingPhase>,
    /// Every muscle.
    pub muscles: MuscleMap<MuscleFacts>,
    /// How alike the runs of the last 28 days were; `None` where unknown.
    pub sameness: Option<Sameness>,
    /// What landing on the ball of the foot makes of the calves' stimulus on a reference run, over landing on the heel.
    pub forefoot_over_rearfoot: Option<f64>,
}

/// What there is to train on and with: a rule that asks for what is not there does not apply.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Available {
    /// A hill.
    pub hill: bool,
    /// Stairs.
    pub stairs: bool,
    /// A trail or hilly ground.
    pub trail: bool,
    /// A vest, a pack, ankle weights or bands, and a hill to go up with them.
    pub resistance: bool,
    /// Fast running: no joint or tissue is protected from it.
    pub fast: bool,
    /// Tempo running.
    pub tempo: bool,
    /// Jumps.
    pub jumps: bool,
    /// Days of training a week.
    pub days: usize,
    /// Minutes of the longest of them.
    pub longest_day_min: f64,
    /// The one article whose program is followed; `None` where all five are joined.
    pub system: Option<System>,
}

impl Available {
    /// Of the five kinds of run of a mixed week those that can be had; the distance run always can.
    #[must_use]
    pub fn run_kinds(&self) -> usize {
        let hills = self.hill || self.stairs || self.trail;
        [self.fast, self.tempo, hills, self.resistance, true].into_iter().filter(|has| *has).count()
    }
}

/// Everything that the audit looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditInput {
    /// First day that is judged. Sessions before it are there as history.
    pub first: Day,
    /// Last day that is judged.
    pub last: Day,
    /// First day of which anything is known.
    pub known_since: Day,
    /// Every session that is known, in the order of time: at least 12 weeks before `first` where there are that many.
    pub sessions: Vec<AuditedSession>,
    /// The journal, in the order of days; days without any note may be left out.
    pub days: Vec<AuditedDay>,
    /// Mondays of weeks that were a deload, a taper, ill or injured on purpose: weekly rules do not ask them.
    pub exempt_weeks: Vec<Day>,
    /// Mondays of weeks before fast and uphill running (rule E4: the base and the introduction): the mix of runs is not
    /// asked of them.
    pub gated_weeks: Vec<Day>,
    /// Mondays of weeks whose runs have walks in them: the way to half an hour of running, and the way back after an injury.
    pub run_walk_weeks: Vec<Day>,
    /// The body at the end of the window.
    pub body: BodyFacts,
    /// What the athlete trains for; `None` where not said.
    pub goal: Option<Goal>,
    /// How the foot lands; `None` where nobody said.
    pub foot_strike: Option<FootStrike>,
    /// Hours that the athlete has chosen to leave between hard work of a muscle; `None` where not chosen.
    pub chosen_rest_h: Option<f64>,
    /// Muscles that are to be spared (injury): no rule asks anything of them.
    pub spared: Vec<Muscle>,
    /// What there is to train on and with; `None` where nobody said.
    pub available: Option<Available>,
}
