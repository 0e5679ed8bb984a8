//! Runs with efforts on the flat.

use super::{cool_down, demand_over_distance, demand_over_time, rest, road, warm_up};
use crate::rng::Rng;
use crate::runner::Runner;
use crate::script::{Ground, Pace, Part, Plan, Role, Route, Until};
use striate_model::{SessionKind, SubSport};

/// Repetitions of up to some 400 m that are meant as intervals stay this far below the own best, so that nobody takes
/// them for a series.
const INTERVAL_SHARE: f64 = 0.84;

fn interval_demand(runner: &Runner, seconds: f64, wanted: f64) -> f64 {
    let metres = seconds * wanted * runner.critical_speed_m_per_s;
    if metres > 450.0 { wanted } else { wanted.min(demand_over_time(runner, seconds, INTERVAL_SHARE)) }
}

struct Intervals {
    work: Until,
    demand: f64,
    rest: Part,
    rounds: usize,
}

/// Draws 400 to 2000 m repetitions that take no longer than eight minutes.
fn draw_intervals(runner: &Runner, rng: &mut Rng) -> Intervals {
    let fits = |metres: f64| metres / (1.05 * runner.critical_speed_m_per_s) <= 480.0;
    let mut metres = rng.pick(&[400.0, 500.0, 600.0, 800.0, 1000.0, 1200.0, 1600.0, 2000.0]);
    while !fits(metres) {
        metres *= 0.5;
    }
    let seconds = metres / (1.05 * runner.critical_speed_m_per_s);
    let wanted = if seconds < 180.0 { rng.between(1.06, 1.14) } else { rng.between(1.03, 1.07) };
    let rest_s = (seconds * rng.between(0.4, 0.9)).clamp(45.0, 210.0).round();
    let rounds = ((rng.between(14.0, 26.0) * 60.0 / seconds).round() as usize).clamp(3, 12);
    Intervals {
        work: Until::Distance(metres),
        demand: interval_demand(runner, seconds, wanted),
        rest: rest(rng, Until::Time(rest_s)),
        rounds,
    }
}

fn repeat(mut plan: Plan, set: &Intervals, ground: Ground, rng: &mut Rng) -> Plan {
    for round in 0..set.rounds {
        let demand = set.demand * (1.0 + 0.012 * rng.normal());
        plan = plan.then(Part::new(Role::Effort, Pace::Demand(demand), set.work).over(ground));
        if round + 1 < set.rounds {
            plan = plan.then(set.rest.over(ground));
        }
    }
    plan
}

pub(super) fn long_intervals(runner: &Runner, rng: &mut Rng) -> Plan {
    let ground = road(rng);
    let set = draw_intervals(runner, rng);
    let plan = Plan::new(SessionKind::Interval).then(warm_up(rng).over(ground));
    repeat(plan, &set, ground, rng).then(cool_down(rng).over(ground)).as_workout()
}

pub(super) fn track_intervals(runner: &Runner, rng: &mut Rng) -> Plan {
    let set = draw_intervals(runner, rng);
    let plan = Plan::new(SessionKind::Interval).on(Route::Track, SubSport::Track).then(warm_up(rng));
    repeat(plan, &set, Ground::Flat, rng).then(cool_down(rng))
}

pub(super) fn treadmill_intervals(runner: &Runner, rng: &mut Rng) -> Plan {
    // Nobody stands on a moving belt: rests are walked or jogged, and repetitions last long enough for it to follow.
    let seconds = rng.between(90.0, 300.0).round();
    let rest_pace = if rng.chance(0.5) { Pace::Walk(1.4) } else { Pace::Demand(0.55) };
    let set = Intervals {
        work: Until::Time(seconds),
        demand: interval_demand(runner, seconds, if seconds < 180.0 { 1.10 } else { 1.05 }),
        rest: Part::new(Role::Recovery, rest_pace, Until::Time(rng.between(60.0, 150.0).round())),
        rounds: rng.count(4, 8),
    };
    let plan = Plan::new(SessionKind::Interval).on(Route::Treadmill, SubSport::Treadmill).then(warm_up(rng));
    repeat(plan, &set, Ground::Flat, rng).then(cool_down(rng)).as_workout()
}

/// The timer is stopped in the rests, or in some of them.
pub(super) fn paused_intervals(runner: &Runner, rng: &mut Rng) -> Plan {
    let ground = road(rng);
    let mut set = draw_intervals(runner, rng);
    set.rest.pace = Pace::Stand;
    let plan = Plan::new(SessionKind::Interval).then(warm_up(rng).over(ground));
    let mut plan = repeat(plan, &set, ground, rng).then(cool_down(rng).over(ground));
    let share = if rng.chance(0.5) { 1.0 } else { 0.4 };
    for index in (0..plan.parts.len()).rev() {
        // The runner comes to a stand with the timer running, then stops it for most of the rest.
        if plan.parts[index].role == Role::Recovery
            && rng.chance(share)
            && let Until::Time(seconds) = plan.parts[index].until
        {
            plan.parts[index].until = Until::Time(6.0);
            let pause = Part::new(Role::Pause, Pace::Stand, Until::Time(seconds - 8.0)).over(ground);
            let again = Part::new(Role::Recovery, Pace::Stand, Until::Time(2.0)).over(ground);
            plan.parts.insert(index + 1, pause);
            plan.parts.insert(index + 2, again);
        }
    }
    plan
}

/// A repetition or two are broken off after a few seconds: they do not count.
pub(super) fn aborted_intervals(runner: &Runner, rng: &mut Rng) -> Plan {
    let ground = road(rng);
    let set = draw_intervals(runner, rng);
    let plan = Plan::new(SessionKind::Interval).then(warm_up(rng).over(ground));
    let mut plan = repeat(plan, &set, ground, rng);
    for _ in 0..rng.count(1, 2) {
        let start = Part::new(Role::Steady, Pace::Demand(set.demand), Until::Time(rng.between(2.5, 4.5)));
        plan = plan.then(set.rest.over(ground)).then(start.over(ground));
    }
    plan.then(cool_down(rng).over(ground))
}

pub(super) fn ladder(runner: &Runner, rng: &mut Rng) -> Plan {
    let ground = road(rng);
    let steps: &[f64] = match rng.count(0, 2) {
        0 => &[60.0, 120.0, 180.0, 240.0, 180.0, 120.0, 60.0],
        1 => &[300.0, 240.0, 180.0, 120.0, 60.0],
        _ => &[60.0, 90.0, 120.0, 180.0, 240.0, 300.0],
    };
    let mut plan = Plan::new(SessionKind::Interval).then(warm_up(rng).over(ground));
    for (index, seconds) in steps.iter().enumerate() {
        let wanted = if *seconds < 150.0 { rng.between(1.08, 1.14) } else { rng.between(1.03, 1.07) };
        let pace = Pace::Demand(interval_demand(runner, *seconds, wanted));
        plan = plan.then(Part::new(Role::Effort, pace, Until::Time(*seconds)).over(ground));
        if index + 1 < steps.len() {
            plan = plan.then(rest(rng, Until::Time((seconds * 0.6).clamp(60.0, 150.0))).over(ground));
        }
    }
    plan.then(cool_down(rng).over(ground)).as_workout()
}

/// Surges as the mood takes, jogging in between, never standing.
pub(super) fn fartlek(runner: &Runner, rng: &mut Rng) -> Plan {
    let ground = Ground::Rolling(rng.between(0.006, 0.020), rng.between(90.0, 200.0));
    let jog = rng.between(0.60, 0.70);
    let mut plan = Plan::new(SessionKind::Interval).then(warm_up(rng).over(ground));
    let surges = rng.count(7, 13);
    for surge in 0..surges {
        let seconds = rng.between(30.0, 180.0);
        let wanted = if seconds < 90.0 { rng.between(1.10, 1.20) } else { rng.between(1.02, 1.10) };
        let pace = Pace::Demand(interval_demand(runner, seconds, wanted));
        plan = plan.then(Part::new(Role::Effort, pace, Until::Time(seconds)).over(ground));
        if surge + 1 < surges {
            let pace = Pace::Demand(jog + rng.between(-0.03, 0.03));
            plan = plan.then(Part::new(Role::Recovery, pace, Until::Time(rng.between(45.0, 170.0))).over(ground));
        }
    }
    plan.then(cool_down(rng).over(ground))
}

pub(super) fn thirty_thirty(runner: &Runner, rng: &mut Rng) -> Plan {
    let ground = road(rng);
    let seconds = rng.pick(&[30.0, 30.0, 40.0]);
    let rest_pace = Pace::Demand(rng.between(0.50, 0.66));
    let set = Intervals {
        work: Until::Time(seconds),
        demand: interval_demand(runner, seconds, rng.between(1.14, 1.24)),
        rest: Part::new(Role::Recovery, rest_pace, Until::Time(if seconds > 35.0 { 20.0 } else { 30.0 })),
        rounds: rng.count(10, 20),
    };
    let plan = Plan::new(SessionKind::Interval).then(warm_up(rng).over(ground));
    repeat(plan, &set, ground, rng).then(cool_down(rng).over(ground)).as_workout()
}

/// Fast for 15 to 30 s (and 100 m at least), rests of 60 to 90 s that stay below four times the work (rule A4).
pub(super) fn sprint_intervals(runner: &Runner, rng: &mut Rng) -> Plan {
    let ground = road(rng);
    let mut seconds = rng.between(16.0, 30.0);
    while seconds * 0.93 * runner.best_over_time(seconds) < 104.0 {
        seconds += 0.5;
    }
    let rest_s = rng.between(60.0, 90.0).min(3.4 * seconds);
    let set = Intervals {
        work: Until::Time(seconds.round()),
        demand: demand_over_time(runner, seconds.round(), rng.between(0.96, 0.99)),
        rest: rest(rng, Until::Time(rest_s.round())),
        rounds: rng.count(6, 12),
    };
    let plan = Plan::new(SessionKind::SprintInterval).then(warm_up(rng).over(ground));
    repeat(plan, &set, ground, rng).then(cool_down(rng).over(ground)).as_workout()
}

fn repeats_at_own_best(runner: &Runner, rng: &mut Rng, rest_share: (f64, f64), kind: SessionKind) -> Plan {
    let metres = rng.pick(&[100.0, 150.0, 200.0, 300.0, 400.0]);
    let share = rng.between(0.96, 0.99);
    let seconds = metres / (share * runner.best_over_distance(metres));
    let rest_s = match kind {
        SessionKind::Series => rng.between(rest_share.0, rest_share.1),
        _ => (rng.between(rest_share.0, rest_share.1) * seconds).clamp(40.0, 105.0),
    };
    let rounds = if metres > 250.0 { rng.count(4, 6) } else { rng.count(5, 10) };
    let (route, sub_sport, ground) = if rng.chance(0.6) {
        (Route::Track, SubSport::Track, Ground::Flat)
    } else {
        (Route::Road, SubSport::Generic, road(rng))
    };
    let set = Intervals {
        work: Until::Distance(metres),
        demand: demand_over_distance(runner, metres, share),
        rest: rest(rng, Until::Time(rest_s.round())),
        rounds,
    };
    let plan = Plan::new(kind).on(route, sub_sport).then(warm_up(rng).over(ground));
    repeat(plan, &set, ground, rng).then(cool_down(rng).over(ground)).as_workout()
}

/// 100 to 400 m near the own best with two to five minutes of rest (rules E3, E5, E6).
pub(super) fn series(runner: &Runner, rng: &mut Rng) -> Plan {
    repeats_at_own_best(runner, rng, (140.0, 300.0), SessionKind::Series)
}

/// The same distances and speeds with rests that are neither two minutes nor four times the work.
pub(super) fn short_rest_repeats(runner: &Runner, rng: &mut Rng) -> Plan {
    repeats_at_own_best(runner, rng, (1.6, 3.0), SessionKind::SprintInterval)
}

/// An easy run with four to eight strides of 15 to 22 s, at its end or within it.
pub(super) fn easy_with_strides(runner: &Runner, rng: &mut Rng) -> Plan {
    let (ground, pace) = (road(rng), Pace::Demand(rng.between(0.71, 0.77)));
    let end_s = if rng.chance(0.5) { rng.between(120.0, 300.0) } else { rng.between(600.0, 900.0) };
    let mut plan = Plan::new(SessionKind::Easy)
        .then(Part::new(Role::Steady, pace, Until::Time(rng.between(1700.0, 2700.0))).over(ground));
    let strides = rng.count(4, 8);
    for stride in 0..strides {
        let seconds = rng.between(15.0, 22.0);
        let demand = demand_over_time(runner, seconds, rng.between(0.76, 0.84));
        plan = plan.then(Part::new(Role::Effort, Pace::Demand(demand), Until::Time(seconds)).over(ground));
        if stride + 1 < strides {
            let until = Until::Time(rng.between(50.0, 85.0));
            plan = plan.then(rest(rng, until).over(ground));
        }
    }
    plan.then(Part::new(Role::CoolDown, Pace::Demand(0.70), Until::Time(end_s)).over(ground))
}
