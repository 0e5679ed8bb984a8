//! The kinds of runs that the public test set is made of: each family draws a plan for a runner. Labels follow the
//! product's definitions, with a margin at each border (a series at 95 % of the own best, an interval below 85 %), since
//! a runner at the border would not agree with himself either.

mod fast;
mod hills;
mod steady;

use crate::rng::Rng;
use crate::runner::Runner;
use crate::script::{Ground, Pace, Part, Plan, Role, Until};

/// Draws a plan for a runner.
type Draw = fn(&Runner, &mut Rng) -> Plan;

/// A family of scenarios.
#[derive(Clone, Copy)]
pub(crate) struct Family {
    /// Its name.
    pub(crate) name: &'static str,
    /// Whether its truth can only be seen with a barometer.
    pub(crate) needs_height: bool,
    /// Draws one plan of it.
    pub(crate) draw: Draw,
}

const fn family(name: &'static str, draw: Draw) -> Family {
    Family { name, needs_height: false, draw }
}

const fn steep(name: &'static str, draw: Draw) -> Family {
    Family { name, needs_height: true, draw }
}

/// Every family, in a fixed order.
pub(crate) const FAMILIES: &[Family] = &[
    family("easy", steady::easy),
    family("easy_rolling", steady::easy_rolling),
    family("easy_paused", steady::easy_paused),
    family("easy_track", steady::easy_track),
    family("easy_treadmill", steady::easy_treadmill),
    family("easy_long_descent", steady::easy_long_descent),
    family("easy_with_strides", fast::easy_with_strides),
    family("city_stop_and_go", steady::city_stop_and_go),
    family("run_walk", steady::run_walk),
    family("recovery", steady::recovery),
    family("long", steady::long),
    family("tempo_block", steady::tempo_block),
    family("tempo_track_laps", steady::tempo_track_laps),
    family("tempo_with_breaks", steady::tempo_with_breaks),
    family("tempo_fast_half", steady::tempo_fast_half),
    family("progression_to_tempo", steady::progression_to_tempo),
    family("progression_easy", steady::progression_easy),
    family("race", steady::race),
    family("intervals_400_to_2000_m", fast::long_intervals),
    family("intervals_track", fast::track_intervals),
    family("intervals_treadmill", fast::treadmill_intervals),
    family("intervals_paused", fast::paused_intervals),
    family("intervals_with_aborted_start", fast::aborted_intervals),
    family("ladder", fast::ladder),
    family("fartlek", fast::fartlek),
    family("thirty_thirty", fast::thirty_thirty),
    family("sprint_intervals", fast::sprint_intervals),
    family("short_rest_repeats", fast::short_rest_repeats),
    family("series", fast::series),
    steep("hill_sprints_8_to_20_s", hills::hill_sprints),
    steep("hill_repeats_30_to_180_s", hills::hill_repeats),
    steep("resisted_hills", hills::resisted_hills),
    steep("stairs", hills::stairs),
    steep("trail", hills::trail),
];

/// Roads are never quite flat: waves of half a percent to one and a half.
fn road(rng: &mut Rng) -> Ground {
    Ground::Rolling(rng.between(0.004, 0.014), rng.between(90.0, 220.0))
}

fn warm_up(rng: &mut Rng) -> Part {
    Part::new(Role::WarmUp, Pace::Demand(rng.between(0.64, 0.74)), Until::Time(rng.between(600.0, 1080.0)))
}

fn cool_down(rng: &mut Rng) -> Part {
    Part::new(Role::CoolDown, Pace::Demand(rng.between(0.58, 0.68)), Until::Time(rng.between(300.0, 720.0)))
}

/// Rest in one of the ways runners rest.
fn rest(rng: &mut Rng, until: Until) -> Part {
    let pace = match rng.count(0, 4) {
        0 => Pace::Stand,
        1 | 2 => Pace::Walk(rng.between(1.1, 1.5)),
        _ => Pace::Demand(rng.between(0.48, 0.60)),
    };
    Part::new(Role::Recovery, pace, until)
}

/// The demand of a repetition over a distance that comes out at a share of the own best: the first second or so goes
/// into getting up to speed.
fn demand_over_distance(runner: &Runner, metres: f64, share: f64) -> f64 {
    let seconds = metres / (share * runner.best_over_distance(metres));
    metres / (seconds - 1.25) / runner.critical_speed_m_per_s
}

/// The same for a repetition over a time.
fn demand_over_time(runner: &Runner, seconds: f64, share: f64) -> f64 {
    share * runner.best_over_time(seconds) * seconds / (seconds - 1.25) / runner.critical_speed_m_per_s
}
