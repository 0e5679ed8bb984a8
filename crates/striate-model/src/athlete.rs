//! The person who trains: the figures that every stage reads, each with where it came from.

use crate::quantity::{Distance, HeartRate, Mass, Speed};
use crate::session::SessionKind;

/// Where a figure about the athlete came from, from least to most trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Nothing is known: the stated default of the product.
    Default,
    /// Computed from the athlete's recordings.
    Estimated,
    /// Stored in the recording by the device.
    Device,
    /// Said by the athlete.
    Given,
}

impl Origin {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Estimated => "estimated",
            Self::Device => "device",
            Self::Given => "given",
        }
    }
}

/// A figure and where it came from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sourced<T> {
    /// The figure.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

impl<T> Sourced<T> {
    /// A stated default.
    pub const fn default_of(value: T) -> Self {
        Self { value, origin: Origin::Default }
    }

    /// The athlete's own word.
    pub const fn given(value: T) -> Self {
        Self { value, origin: Origin::Given }
    }

    /// This figure, or `other` where that one is more trusted.
    #[must_use]
    pub fn or_better(self, other: Option<Self>) -> Self {
        match other {
            Some(other) if other.origin > self.origin => other,
            _ => self,
        }
    }
}

/// Sex as far as published equations distinguish it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Equations for women.
    Female,
    /// Equations for men.
    Male,
    /// Not said: the mean of both equations is used.
    Unspecified,
}

/// Which part of the foot lands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FootStrike {
    /// Heel first.
    Rearfoot,
    /// The whole sole at once.
    Midfoot,
    /// The ball of the foot first: more load on the calves (rule C2).
    Forefoot,
}

/// The athlete as the stages see them. [`Athlete::default`] is a recreational adult whose every figure is marked as a
/// default; each is replaced as soon as something better is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Athlete {
    /// Body mass.
    pub mass: Sourced<Mass>,
    /// Body height.
    pub height: Sourced<Distance>,
    /// Sex.
    pub sex: Sourced<Sex>,
    /// Highest heart rate of a maximal effort.
    pub hr_max: Sourced<HeartRate>,
    /// Heart rate at rest.
    pub hr_rest: Sourced<HeartRate>,
    /// The fastest speed the athlete can reach, held for about three seconds on flat ground.
    pub max_sprint: Sourced<Speed>,
    /// Critical speed: the border between the heavy and the severe domain.
    pub critical_speed: Sourced<Speed>,
    /// The distance that can be run above critical speed before exhaustion (D').
    pub distance_reserve: Sourced<Distance>,
    /// Habitual foot strike.
    pub foot_strike: Sourced<FootStrike>,
}

impl Default for Athlete {
    fn default() -> Self {
        Self {
            mass: Sourced::default_of(Mass::from_kg(70.0)),
            height: Sourced::default_of(Distance::from_m(1.73)),
            sex: Sourced::default_of(Sex::Unspecified),
            hr_max: Sourced::default_of(HeartRate::from_bpm(188.0)),
            hr_rest: Sourced::default_of(HeartRate::from_bpm(58.0)),
            max_sprint: Sourced::default_of(Speed::from_m_per_s(7.5)),
            critical_speed: Sourced::default_of(Speed::from_m_per_s(3.6)),
            distance_reserve: Sourced::default_of(Distance::from_m(180.0)),
            foot_strike: Sourced::default_of(FootStrike::Rearfoot),
        }
    }
}

/// What the athlete said about one session: facts that are not in the signal, and corrections, which always win.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Told {
    /// Mass carried on top of the body (vest, pack, ankle weights).
    pub carried_mass: Option<Mass>,
    /// The athlete's own name for the session.
    pub kind: Option<SessionKind>,
}
