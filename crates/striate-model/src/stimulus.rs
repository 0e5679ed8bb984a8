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
    /// Mechanics only: no trial measured size.
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

/// One session's growth stimulus for one muscle, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SessionBand {
    /// Less than 0.5 HSE.
    None,
    /// 0.5 to 2 HSE.
    Low,
    /// 2 to 4 HSE.
    Moderate,
    /// 4 HSE or more.
    High,
}

impl SessionBand {
    /// The band that a session's hard-set equivalents fall into.
    #[must_use]
    pub fn of_hse(hse: f64) -> Self {
        if hse >= 4.0 {
            Self::High
        } else if hse >= 2.0 {
            Self::Moderate
        } else if hse >= 0.5 {
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
    /// Share of the stimulus that reaches fast-twitch fibers, 0 to 1; `None` where there is no stimulus.
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
        let words = [0.0, 0.49, 0.5, 1.99, 2.0, 3.99, 4.0, 40.0].map(|h| SessionBand::of_hse(h).as_str());
        assert_eq!(words, ["none", "none", "low", "low", "moderate", "moderate", "high", "high"]);
    }

    #[test]
    fn mechanics_only_is_the_weakest_evidence() {
        assert_eq!([EvidenceGrade::C, EvidenceGrade::A, EvidenceGrade::D].into_iter().max(), Some(EvidenceGrade::D));
    }
}
