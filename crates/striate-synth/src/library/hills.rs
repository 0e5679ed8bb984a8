//! Hills, stairs and trails.

use super::{cool_down, demand_over_time, warm_up};
use crate::rng::Rng;
use crate::runner::Runner;
use crate::script::{Ground, Pace, Part, Plan, Role, Route, Until};
use striate_model::{SessionKind, SubSport};

struct Climbs {
    slope: f64,
    seconds: f64,
    demand: f64,
    rounds: usize,
    way_down: Pace,
    stand_s: f64,
}

/// Up the slope for a time, back down to where it began, again; the way home leads over the flat.
fn climb(plan: Plan, climbs: &Climbs, rng: &mut Rng) -> Plan {
    let ground = Ground::Slope(climbs.slope);
    let mut plan = plan.then(warm_up(rng));
    for round in 0..climbs.rounds {
        let demand = climbs.demand * (1.0 + 0.015 * rng.normal());
        let seconds = climbs.seconds * (1.0 + 0.02 * rng.normal());
        plan = plan
            .then(Part::new(Role::Effort, Pace::Demand(demand), Until::Time(seconds)).over(ground))
            .then(Part::new(Role::Recovery, Pace::Stand, Until::Time(climbs.stand_s)).over(ground));
        if round + 1 < climbs.rounds {
            plan = plan.then(Part::new(Role::Recovery, climbs.way_down, Until::BackAtStart).over(ground).back());
        }
    }
    plan.then(cool_down(rng).over(ground).back())
}

/// Up to 12 s are hill sprints, from 15 s on short hill repeats; between lies the border, where nobody agrees.
pub(super) fn hill_sprints(runner: &Runner, rng: &mut Rng) -> Plan {
    let drawn = rng.between(9.0, 20.0);
    let seconds = match drawn {
        s if s < 13.5 => s.min(11.7),
        s => s.max(15.3),
    };
    let climbs = Climbs {
        slope: rng.between(0.06, 0.15),
        seconds,
        demand: demand_over_time(runner, seconds, rng.between(0.85, 0.97)),
        rounds: rng.count(6, 12),
        way_down: Pace::Walk(rng.between(0.8, 1.1)),
        stand_s: rng.between(4.0, 40.0),
    };
    let kind = if seconds < 13.0 { SessionKind::HillSprints } else { SessionKind::HillRepeats };
    climb(Plan::new(kind), &climbs, rng)
}

pub(super) fn hill_repeats(runner: &Runner, rng: &mut Rng) -> Plan {
    let seconds = rng.between(30.0, 180.0);
    let climbs = Climbs {
        slope: rng.between(0.04, 0.11),
        seconds,
        demand: demand_over_time(runner, seconds, rng.between(0.84, 0.92)).max(1.03),
        rounds: ((rng.between(8.0, 16.0) * 60.0 / seconds) as usize).clamp(4, 12),
        way_down: if rng.chance(0.5) { Pace::Walk(1.1) } else { Pace::Demand(rng.between(0.48, 0.58)) },
        stand_s: rng.between(2.0, 15.0),
    };
    climb(Plan::new(SessionKind::HillRepeats), &climbs, rng)
}

/// Uphill with mass on the back, 15 to 20 s on, 60 to 90 s of walking (rule A3).
pub(super) fn resisted_hills(runner: &Runner, rng: &mut Rng) -> Plan {
    let seconds = rng.between(14.5, 20.5);
    let climbs = Climbs {
        slope: rng.between(0.05, 0.12),
        seconds,
        demand: demand_over_time(runner, seconds, rng.between(0.84, 0.94)),
        rounds: rng.count(6, 10),
        way_down: Pace::Walk(rng.between(0.75, 0.95)),
        stand_s: rng.between(5.0, 20.0),
    };
    let mut plan = climb(Plan::new(SessionKind::ResistedHill), &climbs, rng);
    plan.carried_mass_kg = (rng.between(4.0, 10.0) * 2.0).round() / 2.0;
    plan
}

/// Flights of stairs: a rise of one in two, 15 to 60 s up, walking down.
pub(super) fn stairs(_: &Runner, rng: &mut Rng) -> Plan {
    let climbs = Climbs {
        slope: rng.between(0.40, 0.50),
        seconds: rng.between(15.0, 60.0),
        demand: rng.between(1.05, 1.30),
        rounds: rng.count(8, 16),
        way_down: Pace::Walk(rng.between(0.6, 0.9)),
        stand_s: rng.between(2.0, 12.0),
    };
    climb(Plan::new(SessionKind::Stairs).on(Route::Road, SubSport::Stairs), &climbs, rng)
}

/// A trail run: waves up to a quarter steep, an even demand, natural surges and slow spots, no efforts.
pub(super) fn trail(_: &Runner, rng: &mut Rng) -> Plan {
    let ground = Ground::Rolling(rng.between(0.045, 0.080), rng.between(80.0, 220.0));
    let pace = Pace::Demand(rng.between(0.70, 0.78));
    Plan::new(SessionKind::Trail)
        .on(Route::Trail, SubSport::Trail)
        .then(Part::new(Role::Steady, pace, Until::Time(rng.between(46.0, 85.0) * 60.0)).over(ground))
}
