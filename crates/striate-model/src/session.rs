//! What the athlete did, as the segmentation understands it.

use crate::quantity::{Distance, Grade, Mass, Speed};
use crate::recording::{Sport, SubSport};
use crate::time::{TimeSpan, Timestamp};
use crate::workout::LiftSet;

macro_rules! session_kinds {
    ($($name:ident, $text:literal, $label:literal, $code:literal, $doc:literal;)*) => {
        /// The one vocabulary for what was done and what is planned.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SessionKind {
            $(#[doc = $doc] $name,)*
        }

        impl SessionKind {
            /// Every kind that a recording can be.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable text form.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The name that a runner would use, as every page, command and calendar shows it.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }

            /// The two-letter code of calendars and tables.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

session_kinds! {
    Recovery, "recovery", "Recovery run", "RC", "A short run of low intensity (rule A6).";
    Easy, "easy", "Easy run", "EA", "An easy run.";
    Long, "long", "Long run", "LR", "The long run of the week (rule A5).";
    Tempo, "tempo", "Tempo run", "TE", "A sustained run near critical speed.";
    Race, "race", "Race", "RA", "A race.";
    Interval, "interval", "Intervals", "IN", "Repetitions around and above critical speed with incomplete rests.";
    SprintInterval, "sprint_interval", "Sprint intervals", "SI", "Short fast repetitions with incomplete rests (rule A4).";
    Series, "series", "Series", "SE", "100-400 m at 90 % or more of the own best, with almost complete rests (rules E3, E5, E6).";
    Sprints, "sprints", "Sprints", "SP", "20-80 m flat out with full rests.";
    HillRepeats, "hill_repeats", "Hill repeats", "HR", "Repeated efforts uphill (rule B8).";
    HillSprints, "hill_sprints", "Hill sprints", "HS", "8-12 s flat out uphill, walking back down.";
    ResistedHill, "resisted_hill", "Hill repeats with carried mass", "RH", "Repeated efforts uphill with carried mass (rule A3).";
    Downhill, "downhill", "Downhill run", "DH", "A run that goes steeply down for much of its time, with little climbing.";
    Trail, "trail", "Trail run", "TR", "A run on trails with natural surges.";
    Stairs, "stairs", "Stairs", "ST", "Stair running (rule B8).";
    LowerStrength, "lower_strength", "Leg strength", "LS", "Strength training of the legs (rule B10).";
    UpperStrength, "upper_strength", "Upper-body strength", "US", "Strength training of the upper body (rule B11).";
    FullStrength, "full_strength", "Whole-body strength", "FS", "Strength training of the whole body.";
    Plyometrics, "plyometrics", "Plyometrics", "PL", "Jumps (rule B9).";
    Other, "other", "Other", "OT", "Anything else.";
}

impl SessionKind {
    /// The kind with this stable text form, `None` for any other text.
    #[must_use]
    pub fn from_name(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.as_str() == text)
    }

    /// Whether it is a run of some kind; stairs, strength and everything else are not.
    #[must_use]
    pub const fn is_run(self) -> bool {
        !matches!(
            self,
            Self::Stairs
                | Self::LowerStrength
                | Self::UpperStrength
                | Self::FullStrength
                | Self::Plyometrics
                | Self::Other
        )
    }
}

/// A kind, how sure we are, and why in words.
#[derive(Clone, Debug, PartialEq)]
pub struct KindVerdict {
    /// The kind.
    pub kind: SessionKind,
    /// Probability that it is right, 0 to 1; 1 where the athlete said so.
    pub confidence: f64,
    /// Reasons that a runner would accept, the weightiest first.
    pub reasons: Vec<String>,
}

/// Where the bounds of an effort came from, from most to least trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EffortSource {
    /// Steps of the workout that was followed.
    WorkoutSteps,
    /// The device's own interval splits.
    Splits,
    /// Laps that alternate between work and rest.
    Laps,
    /// Found in the signal.
    Detected,
}

impl EffortSource {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WorkoutSteps => "workout_steps",
            Self::Splits => "splits",
            Self::Laps => "laps",
            Self::Detected => "detected",
        }
    }
}

/// A span clearly faster, or harder uphill, than its surroundings, 8 s or longer, bordered by recovery on at least one
/// side inside the session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// When it began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// Distance covered, `None` where no speed is known.
    pub distance: Option<Distance>,
    /// Mean speed, `None` where no speed is known.
    pub mean_speed: Option<Speed>,
    /// Mean grade, `None` where no elevation is known.
    pub mean_grade: Option<Grade>,
    /// Mean grade-adjusted speed over the athlete's maximum sprint speed.
    pub fraction_of_max_speed: Option<f64>,
    /// Mean grade-adjusted speed over the athlete's own best over that distance.
    pub fraction_of_own_best: Option<f64>,
    /// Where its bounds came from.
    pub source: EffortSource,
}

impl Effort {
    /// How long it lasted.
    #[must_use]
    pub fn duration(&self) -> TimeSpan {
        self.end.since(self.start)
    }
}

/// The rest after an effort.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recovery {
    /// When it began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// How complete the recovery was, 0 to 1, judged from time, heart rate and the next effort (rule E5); `None` where
    /// nothing can be said.
    pub completeness: Option<f64>,
}

impl Recovery {
    /// How long it lasted.
    #[must_use]
    pub fn duration(&self) -> TimeSpan {
        self.end.since(self.start)
    }
}

/// What a segment of a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SegmentKind {
    /// Running or walking at a steady demand outside efforts.
    Steady,
    /// An effort.
    Effort,
    /// Rest between or after efforts.
    Recovery,
    /// Not moving, or the timer stopped.
    Stop,
}

/// A stretch of the session; segments follow one another without gap or overlap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// When it began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// What it is.
    pub kind: SegmentKind,
    /// Mean speed while moving.
    pub mean_speed: Speed,
    /// Mean grade.
    pub mean_grade: Grade,
}

/// Where the speed of the cleaned streams came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpeedSource {
    /// The device's own speed channel.
    Device,
    /// A foot pod.
    FootPod,
    /// Differences of the device's distance.
    Distance,
    /// Differences of position.
    Position,
    /// Totals of the session or of its laps: one mean speed for most of the time, what lies between is not known.
    Totals,
    /// No speed is known.
    None,
}

/// The cleaned movement on a grid of one second: value `i` covers the second that begins `i` seconds after `start`.
/// Every column is as long as `active`.
#[derive(Clone, Debug, PartialEq)]
pub struct Motion {
    /// Start of the grid.
    pub start: Timestamp,
    /// Whether the timer ran in that second; no column says anything where it did not.
    pub active: Vec<bool>,
    /// Speed over ground, m/s; 0 where standing.
    pub speed_m_per_s: Vec<f32>,
    /// Slope, rise over run; 0 where unknown.
    pub grade: Vec<f32>,
    /// Change of speed, m/s².
    pub acceleration_m_per_s2: Vec<f32>,
    /// Steps of both feet a minute, measured or from the published relation; 0 where standing.
    pub cadence_steps_per_min: Vec<f32>,
    /// Time of one foot on the ground, s, measured or from the published relation; 0 where standing.
    pub ground_contact_s: Vec<f32>,
    /// Heart rate, beats a minute; NaN where unknown.
    pub heart_rate_bpm: Vec<f32>,
    /// Where the speed came from.
    pub speed_source: SpeedSource,
    /// Whether any contact time was measured.
    pub ground_contact_is_measured: bool,
    /// Whether any cadence was measured.
    pub cadence_is_measured: bool,
    /// Standard error of the grade, `None` where no elevation is known.
    pub grade_error: Option<Grade>,
}

impl Motion {
    /// How many seconds the grid covers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.active.len()
    }

    /// Whether the grid covers nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.active.is_empty()
    }
}

/// A performed session, interpreted.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The sport.
    pub sport: Sport,
    /// Its variety.
    pub sub_sport: SubSport,
    /// When it began.
    pub start: Timestamp,
    /// Time with the timer running.
    pub timer: TimeSpan,
    /// Distance: the one figure that is shown and counted, by the rule of `docs/methods/recordings.md`; `None` where none is
    /// known.
    pub distance: Option<Distance>,
    /// The cleaned movement; empty for a strength session without movement.
    pub motion: Motion,
    /// The whole session as segments.
    pub segments: Vec<Segment>,
    /// Efforts in order.
    pub efforts: Vec<Effort>,
    /// The rest after each effort but the last, in order.
    pub recoveries: Vec<Recovery>,
    /// What kind of session it was.
    pub kind: KindVerdict,
    /// Mass carried on top of the body.
    pub carried_mass: Mass,
    /// Strength sets in order, rests included.
    pub sets: Vec<LiftSet>,
    /// What was repaired, estimated or missing.
    pub warnings: Vec<crate::Warning>,
}
