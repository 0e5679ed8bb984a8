//! The kinds of session that a plan is made of, each as a ladder of levels: what is done, minute by minute, in the
//! athlete's own speeds, grades, rests, loads and landings.
//!
//! A [`Prescription`] says what to do, never what that does to muscles: the caller runs it through the engine that
//! analyses recordings. The ladders rise in one quantity at a time (rule D5). Numbers without a rule or a source beside
//! them are the field's usual ones, assumed.

mod build;
mod fast;
mod jumps;
mod lifting;
mod means;
mod run_walk;
mod running;
mod shorten;
#[cfg(test)]
mod tests;
mod work;
mod workout;

pub use jumps::{small_muscles, with_jumps};
pub use lifting::{AT_HOME, PREFERRED_EXERCISES};
pub use means::{Exercise, Experience, Means, SPRINT_TAU_S};
pub use run_walk::run_walk_of;
pub use running::{even_run, race, with_tempo_finish};
pub use shorten::shortened;
pub use work::work;
pub use workout::{step_lines, workout};

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use striate_model::SessionKind;

macro_rules! planned_kinds {
    ($($name:ident, $text:literal, $label:literal, $code:literal, $family:ident, $recorded:ident, $doc:literal;)*) => {
        /// A kind of session that can be planned.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum PlannedKind {
            $(#[doc = $doc] $name,)*
        }

        impl PlannedKind {
            /// Every kind, in the order in which it is shown.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable text form.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The name that a runner would use.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }

            /// The two-letter code of calendars and tables.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The family that shares a colour.
            #[must_use]
            pub const fn family(self) -> Family {
                match self { $(Self::$name => Family::$family,)* }
            }

            /// The kind that a recording of it has.
            #[must_use]
            pub const fn recorded(self) -> SessionKind {
                match self { $(Self::$name => SessionKind::$recorded,)* }
            }
        }
    };
}

planned_kinds! {
    Recovery, "recovery", "Recovery run", "RC", Easy, Recovery, "A short run of low intensity (rule A6).";
    Easy, "easy", "Easy run", "EA", Easy, Easy, "An easy run.";
    Long, "long", "Long run", "LR", Easy, Long, "The long run of the week (rule A5).";
    RunWalk, "run_walk", "Run-walk", "RW", Easy, Easy, "Running and walking in turns: the way to 30 minutes of running.";
    Strides, "strides", "Easy run with strides", "SD", Easy, Easy, "An easy run with a few relaxed fast strides.";
    Tempo, "tempo", "Tempo run", "TE", Tempo, Tempo, "A sustained run near critical speed.";
    Race, "race", "Race", "RA", Tempo, Race, "A race: on its day, at the own best over its distance.";
    Interval, "interval", "Intervals", "IN", Fast, Interval, "Repetitions a little above critical speed.";
    SprintInterval, "sprint_interval", "Sprint intervals", "SI", Fast, SprintInterval, "15-30 s on, 60-90 s rest, after a warm-up (rule A4).";
    Series, "series", "Series", "SE", Fast, Series, "100-400 m at 90 % or more of the own best, almost complete rests (rules E3, E5, E6).";
    Sprints, "sprints", "Sprints", "SP", Fast, Sprints, "20-80 m flat out, full rests.";
    HillSprints, "hill_sprints", "Hill sprints", "HS", Hill, HillSprints, "8-12 s flat out uphill, walking back down.";
    HillRepeats, "hill_repeats", "Hill repeats", "HR", Hill, HillRepeats, "Repeated efforts uphill (rule B8).";
    ResistedHill, "resisted_hill", "Hill repeats with carried mass", "RH", Hill, ResistedHill, "15-20 s uphill with carried mass (rule A3).";
    Trail, "trail", "Trail run", "TR", Hill, Trail, "A run up and down on trails (rule B5).";
    Stairs, "stairs", "Stairs", "ST", Hill, Stairs, "Stair running (rule B8).";
    LowerStrength, "lower_strength", "Leg strength", "LS", Lift, LowerStrength, "Strength training of the legs (rule B10).";
    UpperStrength, "upper_strength", "Upper-body strength", "US", Lift, UpperStrength, "Strength training of the upper body (rule B11).";
    FullStrength, "full_strength", "Whole-body strength", "FS", Lift, FullStrength, "Strength training of the whole body.";
    Plyometrics, "plyometrics", "Plyometrics", "PL", Jumps, Plyometrics, "Jumps, dosed by landings (rule B9).";
    Mobility, "mobility", "Mobility", "MO", Other, Other, "Moving joints through their range; no stimulus.";
    Rest, "rest", "Rest", "-", Other, Other, "Nothing.";
}

impl PlannedKind {
    /// The kind with this stable text form, `None` for any other text.
    #[must_use]
    pub fn from_name(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.as_str() == text)
    }

    /// Whether the legs work hard in it, so that they need rest before and after.
    #[must_use]
    pub const fn is_hard(self) -> bool {
        !matches!(self.family(), Family::Easy | Family::Other) && !matches!(self, Self::UpperStrength | Self::Trail)
    }

    /// Whether it is running.
    #[must_use]
    pub const fn is_run(self) -> bool {
        matches!(self.family(), Family::Easy | Family::Tempo | Family::Fast | Family::Hill)
    }
}

/// Kinds that share a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Easy running.
    Easy,
    /// Near critical speed.
    Tempo,
    /// Above it.
    Fast,
    /// Up and down.
    Hill,
    /// Sets.
    Lift,
    /// Jumps.
    Jumps,
    /// The rest.
    Other,
}

/// How far a stretch of running goes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// A time, s.
    Seconds(f64),
    /// A distance, m.
    Metres(f64),
}

/// What a bout is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Easy movement before.
    WarmUp,
    /// What the session is about.
    Work,
    /// The pause between.
    Rest,
    /// Easy movement after.
    CoolDown,
}

/// An effort in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feel {
    /// As fast as it goes.
    FlatOut,
    /// Nearly so.
    NearlyFlatOut,
    /// Slow enough to talk.
    CanTalk,
}

impl Feel {
    /// The words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::FlatOut => "flat out",
            Self::NearlyFlatOut => "nearly flat out: one more would still be possible",
            Self::CanTalk => "slow enough to talk",
        }
    }
}

/// One bout of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bout {
    /// Running.
    Run {
        /// What it is for.
        purpose: Purpose,
        /// How far.
        extent: Extent,
        /// Slowest and fastest speed aimed at, m/s.
        speed_m_per_s: [f64; 2],
        /// Slope, rise over run.
        grade: f64,
        /// The effort in words, where a speed says less; the speeds are then what is expected, not what is asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        feel: Option<Feel>,
    },
    /// Standing, walking about, sitting.
    Pause {
        /// How long.
        seconds: f64,
    },
    /// Climbing stairs.
    Stairs {
        /// What it is for.
        purpose: Purpose,
        /// How long.
        seconds: f64,
        /// Share of heart rate reserve aimed at.
        reserve: f64,
    },
    /// One set of a strength exercise.
    Set {
        /// Which.
        exercise: Exercise,
        /// Repetitions, of each side where one side works at a time.
        reps: u16,
        /// Repetitions in reserve at its end.
        in_reserve: f32,
        /// The load aimed at, kg; `None` where it is the body or nobody knows the athlete's strength.
        load_kg: Option<f64>,
        /// Seconds that each lowering takes, where it is slow on purpose.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lowering_s: Option<u8>,
    },
    /// One set of jumps.
    Jumps {
        /// Which.
        exercise: Exercise,
        /// Landings.
        landings: u16,
    },
    /// Moving joints through their range.
    Mobility {
        /// What to do.
        what: Cow<'static, str>,
        /// How long.
        seconds: f64,
    },
}

/// Seconds that one repetition of a lift and one landing take (usual tempo, assumed).
const REPETITION_S: f64 = 4.0;
const LANDING_S: f64 = 2.0;

impl Bout {
    /// How long it takes, s.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        match self {
            Self::Run { extent: Extent::Seconds(s), .. }
            | Self::Pause { seconds: s }
            | Self::Stairs { seconds: s, .. }
            | Self::Mobility { seconds: s, .. } => *s,
            Self::Run { extent: Extent::Metres(m), .. } => m / self.mean_speed().max(0.1),
            Self::Set { reps, lowering_s, .. } => (REPETITION_S + lowering_s.map_or(0.0, f64::from)) * f64::from(*reps),
            Self::Jumps { landings, .. } => LANDING_S * f64::from(*landings),
        }
    }

    /// The middle of the speeds aimed at, m/s; 0 where it is no running.
    #[must_use]
    pub fn mean_speed(&self) -> f64 {
        match self {
            Self::Run { speed_m_per_s: [low, high], .. } => f64::midpoint(*low, *high),
            _ => 0.0,
        }
    }

    /// Its distance on foot, m.
    #[must_use]
    pub fn metres(&self) -> f64 {
        match self {
            Self::Run { extent: Extent::Metres(m), .. } => *m,
            Self::Run { extent: Extent::Seconds(s), .. } => s * self.mean_speed(),
            _ => 0.0,
        }
    }
}

/// Bouts that are done so many times in a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// How many times.
    pub times: u32,
    /// In this order.
    pub bouts: Vec<Bout>,
}

/// A session as it is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prescription {
    /// Its kind.
    pub kind: PlannedKind,
    /// Its level, from 1.
    pub level: u8,
    /// Its name for the reader: "8 x 200 m".
    pub title: String,
    /// What is done.
    pub blocks: Vec<Block>,
    /// Mass carried on top of the body, kg; of a band that holds the runner back, the mass that would cost as much.
    pub carried_kg: f64,
    /// Repetitions of the main part; `None` where there are none.
    pub reps: Option<u32>,
    /// Distance of one of them, m; `None` where they go by time.
    pub rep_distance_m: Option<f64>,
    /// Duration of one of them, s; `None` where there are none.
    pub rep_s: Option<f64>,
    /// The pause after each, s; `None` where there are none.
    pub rest_s: Option<f64>,
}

impl Prescription {
    /// Every bout in the order in which it is done.
    pub fn bouts(&self) -> impl Iterator<Item = &Bout> {
        self.blocks.iter().flat_map(|b| std::iter::repeat_n(&b.bouts, b.times as usize).flatten())
    }

    /// How long it takes, whole minutes.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        (self.bouts().map(Bout::seconds).sum::<f64>() / 60.0).round() as u32
    }

    /// Distance on foot, m.
    #[must_use]
    pub fn metres(&self) -> f64 {
        self.bouts().map(Bout::metres).sum()
    }

    /// Sets of its lifts.
    #[must_use]
    pub fn sets(&self) -> u32 {
        self.bouts().filter(|b| matches!(b, Bout::Set { .. })).count() as u32
    }

    /// Seconds of its repetitions; 0 where it has none.
    #[must_use]
    pub fn work_s(&self) -> f64 {
        f64::from(self.reps.unwrap_or(0)) * self.rep_s.unwrap_or(0.0)
    }

    /// Landings of its jumps.
    #[must_use]
    pub fn landings(&self) -> u32 {
        self.bouts().map(|b| if let Bout::Jumps { landings, .. } = b { u32::from(*landings) } else { 0 }).sum()
    }
}

/// Why a kind cannot be prescribed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Missing {
    /// There is no such level.
    #[error("there is no such level")]
    Level,
    /// It needs a hill.
    #[error("it needs a hill")]
    Hill,
    /// It needs something that makes the hill heavier.
    #[error("it needs a weighted vest, a pack, ankle weights or a band")]
    Vest,
    /// It needs stairs.
    #[error("it needs stairs")]
    Stairs,
    /// No exercise is known that the equipment allows.
    #[error("no exercise is known that the equipment allows")]
    Exercises,
    /// It needs a trail or hilly ground.
    #[error("it needs a trail or hilly ground")]
    Trail,
    /// The next level asks for more experience.
    #[error("this level asks for more experience")]
    Experience,
}

/// How many levels a kind has.
#[must_use]
pub fn levels(kind: PlannedKind) -> u8 {
    match kind {
        PlannedKind::Rest => 1,
        PlannedKind::LowerStrength | PlannedKind::UpperStrength | PlannedKind::FullStrength => lifting::STRENGTH_LEVELS,
        PlannedKind::Plyometrics => jumps::JUMP_LEVELS,
        PlannedKind::Mobility => jumps::MOBILITY_LEVELS,
        PlannedKind::RunWalk => run_walk::RUNGS,
        run => running::levels(run).max(fast::levels(run)),
    }
}

/// The highest level of a kind that this athlete's experience and means allow; 0 where none does.
#[must_use]
pub fn highest_level(kind: PlannedKind, means: &Means) -> u8 {
    (1..=levels(kind)).rev().find(|level| prescribe(kind, *level, means).is_ok()).unwrap_or(0)
}

/// The session of a kind at a level, from 1, for this athlete.
///
/// # Errors
/// When the means or the experience for it are missing.
pub fn prescribe(kind: PlannedKind, level: u8, means: &Means) -> Result<Prescription, Missing> {
    if level == 0 || level > levels(kind) {
        return Err(Missing::Level);
    }
    match kind {
        PlannedKind::Rest => Ok(Prescription {
            kind,
            level,
            title: "rest".to_owned(),
            blocks: Vec::new(),
            carried_kg: 0.0,
            reps: None,
            rep_distance_m: None,
            rep_s: None,
            rest_s: None,
        }),
        PlannedKind::LowerStrength | PlannedKind::UpperStrength | PlannedKind::FullStrength => {
            lifting::strength(kind, level, means)
        }
        PlannedKind::Plyometrics => jumps::jumps(level, means),
        PlannedKind::Mobility => Ok(jumps::mobility(level, means)),
        PlannedKind::RunWalk => Ok(run_walk::rung(level, means)),
        _ if fast::levels(kind) > 0 => fast::run(kind, level, means),
        _ => running::run(kind, level, means),
    }
}
