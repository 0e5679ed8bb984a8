//! What an athlete enters by hand: one line, one entry. The text form is the one that the journal's grammar reads back
//! (`docs/reference/journal.md`).

use crate::day::Day;
use crate::muscle::Muscle;
use crate::session::SessionKind;
use crate::workout::{Load, MassUnit};
use std::fmt;

/// One line of the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The civil day that it is about.
    pub day: Day,
    /// The time of day, where it was said.
    pub time: Option<ClockTime>,
    /// What was noted.
    pub note: Note,
}

/// A time of day in minutes since midnight, by the athlete's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u16);

impl ClockTime {
    /// From hours (0 to 23) and minutes (0 to 59); `None` for anything else.
    #[must_use]
    pub const fn new(hours: u16, minutes: u16) -> Option<Self> {
        if hours < 24 && minutes < 60 { Some(Self(60 * hours + minutes)) } else { None }
    }

    /// Minutes since midnight.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

/// What can be noted.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// Hours of sleep of the night that ended on the day.
    Sleep {
        /// Hours.
        hours: f64,
    },
    /// No muscle is sore.
    NothingSore,
    /// Soreness of a muscle.
    Soreness {
        /// The muscle.
        muscle: Muscle,
        /// 0 (none) to 10.
        points: f64,
    },
    /// Pain: a reason to stop, never a figure.
    Pain {
        /// Where, in the athlete's words.
        place: String,
    },
    /// Body mass.
    BodyMass(Load),
    /// Protein eaten, g.
    Protein {
        /// Grams in the day.
        grams: f64,
    },
    /// Energy eaten less than spent.
    EnergyDeficit {
        /// kcal in the day; negative for a surplus.
        kcal: f64,
    },
    /// Something measured at the body.
    Measured(Measurement),
    /// Strength sets and jumps done without a file.
    Lift(Vec<Lifted>),
    /// A run, walk, ride or climb of stairs done without a file.
    Outing(Outing),
}

/// A measurement from which the athlete's own response is learnt.
#[derive(Clone, Debug, PartialEq)]
pub enum Measurement {
    /// Girth of the thigh, cm.
    Thigh {
        /// cm.
        cm: f64,
    },
    /// Girth of the calf, cm.
    Calf {
        /// cm.
        cm: f64,
    },
    /// Lean mass.
    LeanMass {
        /// DXA, or bioimpedance.
        by: LeanMassBy,
        /// Of the legs, or of the whole body.
        of_legs: bool,
        /// The mass.
        mass: Load,
    },
    /// Thickness of a muscle by ultrasound.
    Ultrasound {
        /// The muscle.
        muscle: Muscle,
        /// mm.
        mm: f64,
    },
    /// A one-repetition maximum, lifted or estimated.
    OneRepMax {
        /// The exercise in words.
        exercise: String,
        /// The load.
        load: Load,
    },
    /// A sprint from standing.
    Sprint {
        /// Distance, m.
        distance_m: f64,
        /// Time, s.
        seconds: f64,
    },
}

/// How lean mass was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeanMassBy {
    /// Dual-energy X-ray absorptiometry.
    Dxa,
    /// A bioimpedance scale.
    Bioimpedance,
}

/// Equal sets of one exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Lifted {
    /// The exercise in words.
    pub exercise: String,
    /// How many sets.
    pub sets: u16,
    /// What one set was.
    pub amount: SetAmount,
    /// The load; `None` for body weight.
    pub load: Option<Load>,
    /// Repetitions in reserve.
    pub reps_in_reserve: Option<f64>,
}

/// How much a set was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SetAmount {
    /// Repetitions.
    Reps(u16),
    /// Seconds of holding.
    Seconds(u16),
}

/// What sort of outing it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutingSport {
    /// A run.
    Run,
    /// A walk.
    Walk,
    /// A ride on a bicycle.
    Ride,
    /// Climbing stairs.
    Stairs,
}

impl OutingSport {
    /// Every sport that can be entered.
    pub const ALL: [Self; 4] = [Self::Run, Self::Walk, Self::Ride, Self::Stairs];

    /// The word that a line begins with.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Walk => "walk",
            Self::Ride => "ride",
            Self::Stairs => "stairs",
        }
    }
}

/// The ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// A road or path.
    Road,
    /// A trail.
    Trail,
    /// A running track.
    Track,
    /// A treadmill.
    Treadmill,
}

impl Ground {
    /// Every ground that can be entered.
    pub const ALL: [Self; 4] = [Self::Road, Self::Trail, Self::Track, Self::Treadmill];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Road => "road",
            Self::Trail => "trail",
            Self::Track => "track",
            Self::Treadmill => "treadmill",
        }
    }
}

/// A run, walk, ride or climb of stairs, part after part.
#[derive(Clone, Debug, PartialEq)]
pub struct Outing {
    /// What it was.
    pub sport: OutingSport,
    /// Its parts in order.
    pub parts: Vec<OutingPart>,
    /// The athlete's own name for it.
    pub kind: Option<SessionKind>,
    /// The ground.
    pub ground: Option<Ground>,
    /// Mass carried on top of the body.
    pub carried: Option<Load>,
    /// Mean heart rate, beats a minute.
    pub heart_rate_bpm: Option<f64>,
}

/// A stretch, or repetitions of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutingPart {
    /// Repetitions; 1 for a single stretch.
    pub times: u16,
    /// How long one lasted, s.
    pub duration_s: Option<f64>,
    /// How far one went, m.
    pub distance_m: Option<f64>,
    /// Pace, seconds for a kilometre.
    pub pace_s_per_km: Option<f64>,
    /// Slope, percent: 10 climbs one metre in ten.
    pub grade_pct: Option<f64>,
    /// Whether each was a sprint from standing.
    pub is_sprint: bool,
    /// Rest after each, s.
    pub rest_s: Option<f64>,
}

impl Default for OutingPart {
    fn default() -> Self {
        Self {
            times: 1,
            duration_s: None,
            distance_m: None,
            pace_s_per_km: None,
            grade_pct: None,
            is_sprint: false,
            rest_s: None,
        }
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            MassUnit::Kilogram => "kg",
            MassUnit::Pound => "lb",
        };
        write!(f, "{} {unit}", self.value)
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.day)?;
        if let Some(time) = self.time {
            write!(f, "{time} ")?;
        }
        self.note.fmt(f)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sleep { hours } => write!(f, "sleep {hours} h"),
            Self::NothingSore => write!(f, "soreness none"),
            Self::Soreness { muscle, points } => write!(f, "soreness {} {points}", muscle.label()),
            Self::Pain { place } => write!(f, "pain {place}"),
            Self::BodyMass(mass) => write!(f, "mass {mass}"),
            Self::Protein { grams } => write!(f, "protein {grams} g"),
            Self::EnergyDeficit { kcal } if *kcal < 0.0 => write!(f, "surplus {} kcal", -kcal),
            Self::EnergyDeficit { kcal } => write!(f, "deficit {kcal} kcal"),
            Self::Measured(measurement) => measurement.fmt(f),
            Self::Lift(all) => {
                f.write_str("lift ")?;
                for (i, lifted) in all.iter().enumerate() {
                    let goes_on = i > 0 && all[i - 1].exercise == lifted.exercise;
                    f.write_str(if i > 0 { "; " } else { "" })?;
                    if !goes_on {
                        write!(f, "{} ", lifted.exercise)?;
                    }
                    lifted.fmt(f)?;
                }
                Ok(())
            }
            Self::Outing(outing) => outing.fmt(f),
        }
    }
}

impl fmt::Display for Measurement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Thigh { cm } => write!(f, "thigh {cm} cm"),
            Self::Calf { cm } => write!(f, "calf {cm} cm"),
            Self::LeanMass { by, of_legs, mass } => {
                let by = match by {
                    LeanMassBy::Dxa => "dxa",
                    LeanMassBy::Bioimpedance => "bia",
                };
                write!(f, "{by} {} {mass}", if *of_legs { "legs" } else { "body" })
            }
            Self::Ultrasound { muscle, mm } => write!(f, "ultrasound {} {mm} mm", muscle.label()),
            Self::OneRepMax { exercise, load } => write!(f, "1rm {exercise} {load}"),
            Self::Sprint { distance_m, seconds } => write!(f, "sprint {distance_m} m {seconds} s"),
        }
    }
}

/// Sets, amount, load and reserve, without the exercise.
impl fmt::Display for Lifted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.amount {
            SetAmount::Reps(reps) => write!(f, "{}x{reps}", self.sets)?,
            SetAmount::Seconds(seconds) => write!(f, "{}x{seconds} s", self.sets)?,
        }
        if let Some(load) = self.load {
            write!(f, " @ {load}")?;
        }
        if let Some(reserve) = self.reps_in_reserve {
            write!(f, " rir {reserve}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Outing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sport.as_str())?;
        for (i, part) in self.parts.iter().enumerate() {
            f.write_str(if i > 0 { ";" } else { "" })?;
            part.fmt(f)?;
        }
        if let Some(kind) = self.kind {
            // The word "sprints" alone is said of a part: from standing.
            let text = if kind == SessionKind::Sprints { "flat sprints" } else { kind.as_str() };
            write!(f, " {}", text.replace('_', " "))?;
        }
        if let Some(ground) = self.ground {
            write!(f, " {}", ground.as_str())?;
        }
        if let Some(carried) = self.carried {
            write!(f, " +{carried}")?;
        }
        if let Some(bpm) = self.heart_rate_bpm {
            write!(f, " hr {bpm}")?;
        }
        Ok(())
    }
}

/// Each word with a blank before it.
impl fmt::Display for OutingPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lead = " ".to_owned();
        if self.times > 1 {
            lead = format!(" {}x", self.times);
        }
        let mut word = |f: &mut fmt::Formatter<'_>, text: String| {
            let lead = std::mem::replace(&mut lead, " ".to_owned());
            write!(f, "{lead}{text}")
        };
        if let Some(m) = self.distance_m {
            word(f, if m >= 1000.0 { format!("{} km", m / 1000.0) } else { format!("{m} m") })?;
        }
        if let Some(s) = self.duration_s {
            word(f, time_text(s))?;
        }
        if let Some(pace) = self.pace_s_per_km {
            let (minutes, seconds) = ((pace / 60.0).floor(), (10.0 * (pace % 60.0)).round() / 10.0);
            word(
                f,
                if seconds < 10.0 { format!("{minutes}:0{seconds}/km") } else { format!("{minutes}:{seconds}/km") },
            )?;
        }
        if let Some(grade) = self.grade_pct {
            word(f, format!("{grade} %"))?;
        }
        if self.is_sprint {
            word(f, "sprint".to_owned())?;
        }
        if let Some(rest) = self.rest_s {
            word(f, format!("rest {}", time_text(rest)))?;
        }
        Ok(())
    }
}

/// Whole minutes as minutes, everything else as seconds or minutes and seconds.
fn time_text(s: f64) -> String {
    if s >= 60.0 && s % 60.0 == 0.0 {
        format!("{} min", s / 60.0)
    } else if s > 60.0 && s.fract() == 0.0 {
        format!("{}:{:02}", (s / 60.0).floor(), s % 60.0)
    } else {
        format!("{s} s")
    }
}
