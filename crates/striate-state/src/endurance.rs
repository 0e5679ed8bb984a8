//! What much endurance running costs the fibers of the calf.
//!
//! One trial found them a fifth smaller after marathon training, another found other muscles unchanged or larger, and
//! runners' calves are as thick as anybody's: the loss is modelled small, in the fibers, and hardly in the whole muscle.

use crate::method::Values;

/// The loss that this much running a week leads to in the end, logarithm of fiber area.
#[must_use]
pub fn settled_loss(running_h: f64, values: &Values) -> f64 {
    let g = &values.growth;
    g.calf_loss * (1.0 - (-(running_h.min(168.0) - g.calf_free_h).max(0.0) / g.calf_scale_h).exp())
}

/// The loss a day later.
#[must_use]
pub fn day(loss: f64, running_h: f64, values: &Values) -> f64 {
    loss + (settled_loss(running_h, values) - loss) * (1.0 - (-1.0 / (7.0 * values.growth.calf_weeks)).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::GrowthMethod;

    #[test]
    fn two_hours_a_week_cost_the_calf_nothing_and_ten_cost_it_something() {
        let method = GrowthMethod::builtin();
        assert_eq!(settled_loss(2.0, method.central()), 0.0);
        assert!(settled_loss(10.0, method.central()) > 0.1);
        let mut loss = 0.0;
        for _ in 0..7 * 60 {
            loss = day(loss, 10.0, method.central());
        }
        assert!((loss - settled_loss(10.0, method.central())).abs() < 1e-3);
        for _ in 0..7 * 60 {
            loss = day(loss, 1.0, method.central());
        }
        assert!(loss < 1e-3);
    }
}
