//! What a session did to the body: quantities that are never added to one another.

use crate::muscle::MuscleMap;

/// A figure with the band that holds it in eight cases of ten.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The figure from the method's central parameters.
    pub value: f64,
    /// 10th percentile over the parameters' ranges.
    pub low: f64,
    /// 90th percentile over the parameters' ranges.
    pub high: f64,
}

/// How well trials support a figure. The order is from strong to weak, so that the weakest of several is their maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceGrade {
    /// Lifting trials that measured muscle size.
    A,
    /// Jumping trials that measured muscle size.
    B,
    /// Running trials that measured muscle size.
    C,
    /// Mechanics: trials of size are missing or do not agree.
    D,
}

impl EvidenceGrade {
    /// The letter.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    /// What the letter stands for, in plain words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::A => "lifting trials",
            Self::B => "jumping trials",
            Self::C => "running trials",
            Self::D => "mechanics only",
        }
    }
}

/// Hard sets of a useful week for a muscle: five to ten weekly sets are efficient (Schoenfeld 2017, Pelland 2024), and most
/// who train for it come to the lower end.
const USEFUL_WEEK_HSE: f64 = 5.0;
/// Shares of a useful week from which on a session's word is low, moderate and high: under a tenth of a week nothing
/// adds up, three sessions of a fifth make more than half of a week, and two of a third most of one.
const SHARES: [f64; 3] = [0.1, 0.2, 0.35];

/// One session's growth stimulus for one muscle, in words: how much it is of a useful week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SessionBand {
    /// Less than a tenth of a useful week: under 0.5 HSE.
    None,
    /// Up to a fifth of it: 0.5 to 1 HSE.
    Low,
    /// Up to about a third of it: 1 to 1.75 HSE.
    Moderate,
    /// More than a third of it: 1.75 HSE or more.
    High,
}

impl SessionBand {
    /// The band that a session's hard-set equivalents fall into.
    #[must_use]
    pub fn of_hse(hse: f64) -> Self {
        let of_a_week = hse / USEFUL_WEEK_HSE;
        let [low, moderate, high] = SHARES;
        if of_a_week >= high {
            Self::High
        } else if of_a_week >= moderate {
            Self::Moderate
        } else if of_a_week >= low {
            Self::Low
        } else {
            Self::None
        }
    }

    /// The stable text form, which is also the word a user reads.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }
}

/// The growth stimulus of one muscle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MuscleStimulus {
    /// Hard-set equivalents: one set of an exercise that trains the muscle directly, near failure, is 1.
    pub hse: Estimate,
    /// What the fast-twitch fibers received over what the slow ones received, 0 to 1: a jog 0.01 to 0.05, a sprint or a set
    /// near 1, whatever the muscle's own share of fast fibers; `None` where there is no stimulus.
    pub fast_twitch_share: Option<f64>,
    /// The weakest evidence that feeds a fifth of the figure or more; `None` where there is no stimulus.
    pub evidence: Option<EvidenceGrade>,
}

impl MuscleStimulus {
    /// The band in words.
    #[must_use]
    pub fn band(&self) -> SessionBand {
        SessionBand::of_hse(self.hse.value)
    }
}

/// Step-weighted leg load: 1 is one flat kilometre at the athlete's easy speed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ImpactLoad {
    /// Flat easy kilometres.
    pub easy_km: f64,
}

/// What the cardio load was computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardioBasis {
    /// Heart rate.
    HeartRate,
    /// Speed relative to critical speed, where there is no heart rate.
    CriticalSpeed,
}

/// Heart-rate-reserve impulse (Banister 1991), in its arbitrary units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CardioLoad {
    /// The impulse.
    pub impulse: f64,
    /// What it was computed from.
    pub basis: CardioBasis,
}

/// Why nothing can be said about what a session did to muscles. Unknown is not zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MusclesUnknown {
    /// On foot, but without speed and position.
    NoSpeed,
    /// A sport that is judged by heart rate, without one.
    NoHeartRate,
    /// Strength training without any working set.
    NoSets,
    /// Working sets, but none that names a known exercise.
    NoKnownExercise,
    /// A sport that the method does not cover.
    NotModelled,
}

/// What one session did to the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Stimulus {
    /// Why the figures of `muscles` say nothing; `None` where they do.
    pub muscles_unknown: Option<MusclesUnknown>,
    /// Growth stimulus of every muscle.
    pub muscles: MuscleMap<MuscleStimulus>,
    /// Leg load; `None` where the athlete was not on their feet.
    pub impact: Option<ImpactLoad>,
    /// Cardio load; `None` where neither heart rate nor speed is known.
    pub cardio: Option<CardioLoad>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_one_session_follow_its_hard_set_equivalents() {
        let words = [0.0, 0.49, 0.5, 0.99, 1.0, 1.74, 1.75, 40.0].map(|h| SessionBand::of_hse(h).as_str());
        assert_eq!(words, ["none", "none", "low", "low", "moderate", "moderate", "high", "high"]);
    }

    #[test]
    fn mechanics_only_is_the_weakest_evidence() {
        assert_eq!([EvidenceGrade::C, EvidenceGrade::A, EvidenceGrade::D].into_iter().max(), Some(EvidenceGrade::D));
    }
}
