//! Length of a line of positions.

/// Mean radius of the Earth, m (IUGG R1, Moritz 2000, Geodetic Reference System 1980).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Steps up to this many degrees are short enough to be measured on a plane.
const SHORT_STEP_DEG: f64 = 0.01;

/// Great-circle distance between two positions on a sphere, m (haversine formula, Sinnott 1984; within 0.6 % of the
/// ellipsoid).
pub(crate) fn haversine_m(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (lat1, lat2) = (from.0.to_radians(), to.0.to_radians());
    let (half_lat, half_lon) = ((lat2 - lat1) / 2.0, (to.1 - from.1).to_radians() / 2.0);
    let h = half_lat.sin().powi(2) + lat1.cos() * lat2.cos() * half_lon.sin().powi(2);
    2.0 * EARTH_RADIUS_M * h.min(1.0).sqrt().asin()
}

/// Measures one step after another. Short steps are measured on the plane that touches the sphere there, whose error is
/// below 0.1 % up to 85 degrees of latitude; the cosine of the latitude is kept while the latitude hardly changes.
pub(crate) struct Stepper {
    cos_at: f64,
    cos: f64,
}

impl Default for Stepper {
    fn default() -> Self {
        Self { cos_at: f64::NAN, cos: f64::NAN }
    }
}

impl Stepper {
    /// The length of a step, m.
    pub(crate) fn step_m(&mut self, from: (f64, f64), to: (f64, f64)) -> f64 {
        let (north, east) = (to.0 - from.0, to.1 - from.1);
        if north.abs() > SHORT_STEP_DEG || east.abs() > SHORT_STEP_DEG || from.0.abs() > 85.0 {
            return haversine_m(from, to);
        }
        if (from.0 - self.cos_at).abs() > 0.001 || self.cos_at.is_nan() {
            self.cos_at = from.0;
            self.cos = from.0.to_radians().cos();
        }
        let east = east * self.cos;
        (north * north + east * east).sqrt().to_radians() * EARTH_RADIUS_M
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_degree_of_a_meridian_is_a_sixtieth_of_the_way_to_sixty_nautical_miles() {
        assert!((haversine_m((0.0, 0.0), (1.0, 0.0)) - 111_195.08).abs() < 0.1);
    }

    proptest! {
        #[test]
        fn a_short_step_on_the_plane_is_as_long_as_on_the_sphere(
            lat in -84.9..84.9_f64, lon in -179.0..179.0_f64, north in -0.0099..0.0099_f64, east in -0.0099..0.0099_f64, before in -0.0009..0.0009_f64,
        ) {
            let mut stepper = Stepper::default();
            stepper.step_m((lat + before, lon), (lat, lon));
            let (plane, sphere) = (stepper.step_m((lat, lon), (lat + north, lon + east)), haversine_m((lat, lon), (lat + north, lon + east)));
            prop_assert!((plane - sphere).abs() <= 0.002 * sphere + 1e-6, "{plane} {sphere}");
        }
    }
}
