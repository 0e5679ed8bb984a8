//! Jumps and hard turns.

use crate::exposure::{Class, Exposure};
use crate::locomotion::ECCENTRIC_POWER;
use crate::method::{Draw, LEG_MUSCLES, Method, PerMuscle};

/// Adds ground contacts of jumps on both legs, at an intensity from 0 to 1 (1: as high as possible).
pub(crate) fn jump(contacts: f64, intensity: f64, method: &Method, exposure: &mut Exposure) {
    let seconds = contacts.max(0.0) * method.values(Draw::Central).general.jump_s;
    let intensity = intensity.clamp(0.0, 1.0);
    let activation = method.muscles.jump.map(|a| a * intensity);
    exposure.add(Class::Jumping, &activation, &[seconds; LEG_MUSCLES]);
    exposure.landings += contacts.max(0.0);
    land(&activation, seconds, method, exposure);
}

/// Adds landings of a jump from the catalogue, whose weights say what it gives each muscle against the one that it gives
/// most: a muscle of weight w is as active as makes its dose w times that of the vasti in a jump as high as possible.
pub(crate) fn jump_as(weights: &PerMuscle, contacts: f64, method: &Method, exposure: &mut Exposure) {
    let general = &method.values(Draw::Central).general;
    // Between the exponents of slow and fast fibers.
    let exponent = general.slow_exponent + 0.5 * general.fast_exponent_gap;
    let hardest = method.muscles.jump.iter().copied().fold(0.0, f64::max) * general.jump_intensity;
    let seconds = contacts.max(0.0) * general.jump_s;
    let activation = weights.map(|w| hardest * w.clamp(0.0, 1.0).powf(1.0 / exponent));
    exposure.add(Class::Jumping, &activation, &[seconds; LEG_MUSCLES]);
    exposure.landings += contacts.max(0.0);
    land(&activation, seconds, method, exposure);
}

/// Adds the braking of landings.
fn land(activation: &PerMuscle, seconds: f64, method: &Method, exposure: &mut Exposure) {
    let shares = activation.iter().zip(&method.muscles.jump_eccentric);
    for (sum, (a, share)) in exposure.eccentric_s.iter_mut().zip(shares) {
        *sum += seconds * a.powi(ECCENTRIC_POWER) * share;
    }
}

/// Adds hard stops or turns: three steps of 0.2 s, half of them on either leg (assumed).
pub(crate) fn turn(times: f64, method: &Method, exposure: &mut Exposure) {
    let seconds = times.max(0.0) * 3.0 * 0.2 / 2.0;
    let activation = method.muscles.turn;
    exposure.add(Class::Accelerating, &activation, &[seconds; LEG_MUSCLES]);
    for (sum, a) in exposure.eccentric_s.iter_mut().zip(&activation) {
        // A twentieth of the work is braking (assumed).
        *sum += 0.05 * seconds * a.powi(ECCENTRIC_POWER);
    }
}
