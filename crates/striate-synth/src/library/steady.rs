//! Runs without efforts, and the tempo runs.

use super::{cool_down, road, warm_up};
use crate::rng::Rng;
use crate::runner::Runner;
use crate::script::{Ground, Pace, Part, Plan, Role, Route, Until};
use striate_model::{SessionKind, SubSport};

fn minutes(rng: &mut Rng, low: f64, high: f64) -> Until {
    Until::Time(rng.between(low, high) * 60.0)
}

fn easy_demand(rng: &mut Rng) -> Pace {
    Pace::Demand(rng.between(0.72, 0.78))
}

pub(super) fn easy(_: &Runner, rng: &mut Rng) -> Plan {
    let ground = road(rng);
    Plan::new(SessionKind::Easy).then(Part::new(Role::Steady, easy_demand(rng), minutes(rng, 46.0, 72.0)).over(ground))
}

pub(super) fn easy_rolling(_: &Runner, rng: &mut Rng) -> Plan {
    let ground = Ground::Rolling(rng.between(0.022, 0.040), rng.between(120.0, 300.0));
    Plan::new(SessionKind::Easy).then(Part::new(Role::Steady, easy_demand(rng), minutes(rng, 46.0, 70.0)).over(ground))
}

/// The same run with the timer stopped now and then: as long as any other easy run.
pub(super) fn easy_paused(_: &Runner, rng: &mut Rng) -> Plan {
    let (ground, pace) = (road(rng), easy_demand(rng));
    let pauses = rng.count(1, 3);
    let part_s = rng.between(46.0, 70.0) * 60.0 / (pauses + 1) as f64;
    let (mut plan, mut left_s) = (Plan::new(SessionKind::Easy), part_s * (pauses + 1) as f64);
    for _ in 0..pauses {
        let seconds = part_s * rng.between(0.7, 1.3);
        left_s -= seconds;
        plan = plan
            .then(Part::new(Role::Steady, pace, Until::Time(seconds)).over(ground))
            .then(Part::new(Role::Pause, Pace::Stand, Until::Time(rng.between(20.0, 400.0))).over(ground));
    }
    plan.then(Part::new(Role::Steady, pace, Until::Time(left_s)).over(ground))
}

pub(super) fn easy_track(_: &Runner, rng: &mut Rng) -> Plan {
    Plan::new(SessionKind::Easy).on(Route::Track, SubSport::Track).then(Part::new(
        Role::Steady,
        easy_demand(rng),
        minutes(rng, 46.0, 58.0),
    ))
}

pub(super) fn easy_treadmill(_: &Runner, rng: &mut Rng) -> Plan {
    // The belt is set a notch up or down now and then.
    let mut plan = Plan::new(SessionKind::Easy).on(Route::Treadmill, SubSport::Treadmill);
    for _ in 0..3 {
        plan = plan.then(Part::new(Role::Steady, easy_demand(rng), minutes(rng, 15.5, 20.0)));
    }
    plan
}

pub(super) fn easy_long_descent(_: &Runner, rng: &mut Rng) -> Plan {
    let (ground, pace) = (road(rng), easy_demand(rng));
    let slope = rng.between(0.03, 0.06);
    let metres = rng.between(900.0, 2200.0);
    Plan::new(SessionKind::Easy)
        .then(Part::new(Role::Steady, pace, minutes(rng, 16.0, 22.0)).over(ground))
        .then(Part::new(Role::Steady, pace, Until::Distance(metres)).over(Ground::Slope(slope)))
        .then(Part::new(Role::Steady, pace, minutes(rng, 10.0, 14.0)).over(ground))
        .then(Part::new(Role::Steady, pace, Until::Distance(metres)).over(Ground::Slope(-slope)))
        .then(Part::new(Role::Steady, pace, minutes(rng, 8.0, 14.0)).over(ground))
}

pub(super) fn city_stop_and_go(_: &Runner, rng: &mut Rng) -> Plan {
    let (ground, pace) = (road(rng), easy_demand(rng));
    let mut plan = Plan::new(SessionKind::Easy).on(Route::City, SubSport::Street);
    for _ in 0..rng.count(9, 14) {
        plan = plan
            .then(Part::new(Role::Steady, pace, Until::Time(rng.between(110.0, 420.0))).over(ground))
            .then(Part::new(Role::Halt, Pace::Stand, Until::Time(rng.between(8.0, 75.0))).over(ground));
    }
    plan.then(Part::new(Role::Steady, pace, minutes(rng, 8.0, 14.0)).over(ground))
}

pub(super) fn run_walk(_: &Runner, rng: &mut Rng) -> Plan {
    let ground = road(rng);
    let (run_s, walk_s) = (rng.between(60.0, 280.0), rng.between(55.0, 110.0));
    let pace = easy_demand(rng);
    let rounds = (rng.between(46.0, 56.0) * 60.0 / (run_s + walk_s)).ceil() as usize;
    let mut plan = Plan::new(SessionKind::Easy);
    for _ in 0..rounds {
        plan = plan
            .then(Part::new(Role::Steady, pace, Until::Time(run_s + rng.between(-4.0, 4.0))).over(ground))
            .then(Part::new(Role::Steady, Pace::Walk(1.25), Until::Time(walk_s + rng.between(-4.0, 4.0))).over(ground));
    }
    plan
}

pub(super) fn recovery(_: &Runner, rng: &mut Rng) -> Plan {
    let (ground, pace) = (road(rng), Pace::Demand(rng.between(0.60, 0.68)));
    Plan::new(SessionKind::Recovery).then(Part::new(Role::Steady, pace, minutes(rng, 20.0, 36.0)).over(ground))
}

pub(super) fn long(_: &Runner, rng: &mut Rng) -> Plan {
    let ground = Ground::Rolling(rng.between(0.006, 0.025), rng.between(100.0, 250.0));
    let from = rng.between(0.69, 0.75);
    let pace = Pace::Ramp(from, from + rng.between(-0.03, 0.03));
    Plan::new(SessionKind::Long).then(Part::new(Role::Steady, pace, minutes(rng, 98.0, 150.0)).over(ground))
}

fn tempo_demand(rng: &mut Rng) -> f64 {
    rng.between(0.92, 0.98)
}

pub(super) fn tempo_block(_: &Runner, rng: &mut Rng) -> Plan {
    let ground = road(rng);
    Plan::new(SessionKind::Tempo)
        .then(warm_up(rng).over(ground))
        .then(Part::new(Role::Steady, Pace::Demand(tempo_demand(rng)), minutes(rng, 18.0, 38.0)).over(ground))
        .then(cool_down(rng).over(ground))
}

/// A steady hard run whose laps on the track look like repetitions but are not.
pub(super) fn tempo_track_laps(_: &Runner, rng: &mut Rng) -> Plan {
    Plan::new(SessionKind::Tempo).on(Route::Track, SubSport::Track).then(Part::new(
        Role::Steady,
        Pace::Demand(tempo_demand(rng)),
        Until::Distance(1600.0 * rng.count(4, 6) as f64),
    ))
}

pub(super) fn tempo_with_breaks(_: &Runner, rng: &mut Rng) -> Plan {
    let (ground, demand) = (road(rng), rng.between(0.92, 0.96));
    let (work, rest_s) = (minutes(rng, 8.5, 15.0), rng.between(60.0, 120.0));
    let mut plan = Plan::new(SessionKind::Tempo).then(warm_up(rng).over(ground));
    let rounds = rng.count(2, 4);
    for round in 0..rounds {
        plan = plan.then(Part::new(Role::Effort, Pace::Demand(demand), work).over(ground));
        if round + 1 < rounds {
            let pace = Pace::Demand(rng.between(0.56, 0.64));
            plan = plan.then(Part::new(Role::Recovery, pace, Until::Time(rest_s)).over(ground));
        }
    }
    plan.then(cool_down(rng).over(ground)).as_workout()
}

/// A fast half followed by an easy end: one unbroken block, no effort.
pub(super) fn tempo_fast_half(_: &Runner, rng: &mut Rng) -> Plan {
    let ground = road(rng);
    let half = rng.between(20.0, 28.0) * 60.0;
    Plan::new(SessionKind::Tempo)
        .then(Part::new(Role::Steady, Pace::Demand(tempo_demand(rng)), Until::Time(half)).over(ground))
        .then(Part::new(Role::CoolDown, Pace::Demand(rng.between(0.66, 0.74)), Until::Time(half)).over(ground))
}

pub(super) fn progression_to_tempo(_: &Runner, rng: &mut Rng) -> Plan {
    let (ground, from, to) = (road(rng), rng.between(0.66, 0.74), rng.between(0.98, 1.03));
    let until = minutes(rng, 36.0, 60.0);
    if rng.chance(0.5) {
        return Plan::new(SessionKind::Tempo).then(Part::new(Role::Steady, Pace::Ramp(from, to), until).over(ground));
    }
    // In three steps.
    let third = minutes(rng, 12.0, 20.0);
    Plan::new(SessionKind::Tempo)
        .then(Part::new(Role::Steady, Pace::Demand(from), third).over(ground))
        .then(Part::new(Role::Steady, Pace::Demand((from + to) / 2.0), third).over(ground))
        .then(Part::new(Role::Steady, Pace::Demand(to - 0.04), third).over(ground))
}

pub(super) fn progression_easy(_: &Runner, rng: &mut Rng) -> Plan {
    let (ground, from, to) = (road(rng), rng.between(0.60, 0.65), rng.between(0.76, 0.79));
    Plan::new(SessionKind::Easy)
        .then(Part::new(Role::Steady, Pace::Ramp(from, to), minutes(rng, 46.0, 65.0)).over(ground))
}

/// A race, said so by the sub-sport: a fast start, an even body, a kick.
pub(super) fn race(runner: &Runner, rng: &mut Rng) -> Plan {
    let metres = rng.pick(&[5000.0, 10_000.0, 15_000.0, 21_097.5]);
    let demand: f64 = match metres as u32 {
        5000 => rng.between(0.97, 1.02),
        10_000 => rng.between(0.94, 0.99),
        _ => rng.between(0.88, 0.94),
    };
    let ground = road(rng);
    let mut plan = Plan::new(SessionKind::Race);
    plan.sub_sport = SubSport::Race;
    let kick = (demand + 0.12).min(0.97 * runner.best_over_time(120.0) / runner.critical_speed_m_per_s);
    plan.then(Part::new(Role::Steady, Pace::Demand(demand + 0.04), Until::Time(rng.between(40.0, 90.0))).over(ground))
        .then(
            Part::new(Role::Steady, Pace::Ramp(demand + 0.01, demand - 0.01), Until::Distance(metres - 700.0))
                .over(ground),
        )
        .then(Part::new(Role::Steady, Pace::Demand(kick), Until::Distance(300.0)).over(ground))
}
