//! Physical quantities as types, so that a heart rate is never added to a cadence. The inner value is SI (or the one
//! unit the field uses, where SI would surprise: beats and steps per minute) and private.

use std::ops::{Add, Div, Mul, Sub};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $from:ident, $as:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            #[doc = concat!("From a value in ", $unit, ".")]
            #[must_use]
            pub const fn $from(value: f64) -> Self {
                Self(value)
            }

            #[doc = concat!("The value in ", $unit, ".")]
            #[must_use]
            pub const fn $as(self) -> f64 {
                self.0
            }

            /// The larger of the two.
            #[must_use]
            pub fn max(self, other: Self) -> Self {
                Self(self.0.max(other.0))
            }

            /// The smaller of the two.
            #[must_use]
            pub fn min(self, other: Self) -> Self {
                Self(self.0.min(other.0))
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }

        /// The ratio of two values of one quantity, without unit.
        impl Div for $name {
            type Output = f64;
            fn div(self, other: Self) -> f64 {
                self.0 / other.0
            }
        }
    };
}
pub(crate) use quantity;

quantity!(
    /// Speed over ground. Pace exists only where it is shown.
    Speed, from_m_per_s, as_m_per_s, "metres per second"
);
quantity!(
    /// A length: of a run, a climb, a body.
    Distance, from_m, as_m, "metres"
);
quantity!(
    /// A mass: of a body, a bar, a vest.
    Mass, from_kg, as_kg, "kilograms"
);
quantity!(
    /// Heart rate.
    HeartRate, from_bpm, as_bpm, "beats per minute"
);
quantity!(
    /// Step rate of both feet together (FIT's running cadence counts strides: the decoder doubles it).
    Cadence, from_steps_per_min, as_steps_per_min, "steps per minute"
);
quantity!(
    /// Mechanical power as the device reports it.
    Power, from_w, as_w, "watts"
);
quantity!(
    /// Slope of the ground as rise over run: 0.10 climbs one metre in ten.
    Grade, from_ratio, as_ratio, "rise over run"
);

impl Speed {
    /// From kilometres per hour.
    #[must_use]
    pub const fn from_km_per_h(value: f64) -> Self {
        Self(value / 3.6)
    }

    /// The value in kilometres per hour.
    #[must_use]
    pub const fn as_km_per_h(self) -> f64 {
        self.0 * 3.6
    }

    /// Seconds for one kilometre, `None` when standing.
    #[must_use]
    pub fn as_s_per_km(self) -> Option<f64> {
        (self.0 > 0.0).then(|| 1000.0 / self.0)
    }
}

impl Mass {
    /// From international pounds.
    #[must_use]
    pub const fn from_lb(value: f64) -> Self {
        Self(value * 0.453_592_37)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_of_12_km_per_h_is_five_minutes_a_kilometre() {
        assert_eq!(Speed::from_km_per_h(12.0).as_s_per_km(), Some(300.0));
    }

    #[test]
    fn a_ratio_of_two_masses_has_no_unit() {
        assert!((Mass::from_lb(100.0) / Mass::from_kg(45.359_237) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn standing_has_no_pace() {
        assert_eq!(Speed::default().as_s_per_km(), None);
    }
}
