//! Positions that cannot be: a fix far from the way between two others, a first fix in another town.
//!
//! One rule for every format: nobody moves faster than people of that sport do, a jump of a few metres allowed. What lies
//! off the way for a while is left out; where a track begins with a few such fixes, these are. A track that goes on
//! elsewhere for good keeps its positions, and the leap itself counts as no distance.

use crate::xml::path::Stepper;
use striate_model::{Pause, Sport, Streams, Timestamp};

/// Faster than any human has run (Bolt's fastest 20 m in 2009: 12.4 m/s).
const FASTEST_ON_FOOT: f64 = 12.5;
/// Faster than any other sport under own power, downhill included.
const FASTEST_OTHERWISE: f64 = 40.0;
/// A fix may be off by so much, m: after a tunnel they leap.
const SLACK_M: f64 = 30.0;
/// The same for a single fix between two that agree, m.
const SLACK_OF_ONE_M: f64 = 12.0;
/// What is off the way for longer than so many fixes is a way of its own.
const MOST_WILD: usize = 120;
/// Fixes at the start that may be of another place: so many, and no more than this share of the track.
const MOST_FIRST: usize = 60;
const FIRST_SHARE: f64 = 0.2;

/// How fast somebody can be, m/s; `None` where everything can be (skis, boats, planes).
const fn fastest(sport: Sport) -> Option<f64> {
    match sport {
        Sport::Running | Sport::Walking | Sport::Hiking => Some(FASTEST_ON_FOOT),
        Sport::Unknown | Sport::Cycling | Sport::Training | Sport::FitnessEquipment | Sport::Transition => {
            Some(FASTEST_OTHERWISE)
        }
        _ => None,
    }
}

/// A fix and its place in the streams.
#[derive(Clone, Copy)]
struct Fix {
    row: usize,
    at_s: f64,
    place: (f64, f64),
}

fn fixes(streams: &Streams) -> Vec<Fix> {
    let Some(&start) = streams.time.first() else { return Vec::new() };
    let places = streams.latitude_deg.iter().zip(&streams.longitude_deg);
    let known =
        streams.time.iter().zip(places).enumerate().filter(|(_, (_, (lat, lon)))| !lat.is_nan() && !lon.is_nan());
    known.map(|(row, (t, (lat, lon)))| Fix { row, at_s: t.since(start).as_s(), place: (*lat, *lon) }).collect()
}

/// Whether somebody can get from one fix to the other.
struct Reach {
    fastest: f64,
    stepper: Stepper,
}

impl Reach {
    fn can(&mut self, from: Fix, to: Fix, slack_m: f64) -> bool {
        let metres = self.stepper.step_m(from.place, to.place);
        metres <= self.fastest * (to.at_s - from.at_s).abs() + slack_m
    }
}

/// Leaves out positions that cannot be; gives how many.
pub(crate) fn leave_out_wild(streams: &mut Streams, sport: Sport) -> usize {
    let Some(fastest) = fastest(sport) else { return 0 };
    let mut reach = Reach { fastest, stepper: Stepper::default() };
    let all = fixes(streams);
    let mut wild: Vec<usize> = Vec::new();
    let mut at = first_of_the_way(&all, &mut reach);
    wild.extend(all[..at].iter().map(|fix| fix.row));
    while at + 1 < all.len() {
        let here = all[at];
        let slack = |to: usize| if to == at + 1 && is_alone(&all, at) { SLACK_OF_ONE_M } else { SLACK_M };
        if reach.can(here, all[at + 1], slack(at + 1)) {
            at += 1;
            continue;
        }
        let last = (at + 2 + MOST_WILD).min(all.len());
        let back = (at + 2..last).find(|&k| reach.can(here, all[k], SLACK_OF_ONE_M));
        match back {
            Some(back) => {
                wild.extend(all[at + 1..back].iter().map(|fix| fix.row));
                at = back;
            }
            // The last few fixes of all are as wild as the first few.
            None if all.len() - (at + 1) <= MOST_FIRST.min((FIRST_SHARE * all.len() as f64) as usize) => {
                wild.extend(all[at + 1..].iter().map(|fix| fix.row));
                break;
            }
            None => at += 1,
        }
    }
    for &row in &wild {
        (streams.latitude_deg[row], streams.longitude_deg[row]) = (f64::NAN, f64::NAN);
    }
    wild.len()
}

/// Whether the fix behind place `at` leaps away and the one behind it leaps back.
fn is_alone(all: &[Fix], at: usize) -> bool {
    let Some([a, b, c]) = all.get(at..at + 3) else { return false };
    let mut stepper = Stepper::default();
    let (out, back, direct) =
        (stepper.step_m(a.place, b.place), stepper.step_m(b.place, c.place), stepper.step_m(a.place, c.place));
    direct < 0.5 * out.min(back)
}

/// The first fix from which the next ones can be reached: those before it are of another place.
fn first_of_the_way(all: &[Fix], reach: &mut Reach) -> usize {
    let most = MOST_FIRST.min((FIRST_SHARE * all.len() as f64) as usize).max(usize::from(all.len() >= 4));
    let leap = (0..most.min(all.len().saturating_sub(1))).rev().find(|&k| !reach.can(all[k], all[k + 1], SLACK_M));
    let Some(leap) = leap else { return 0 };
    // A single wild fix also leaps, and back: it is no reason to drop what came before.
    let is_way_before = (0..=leap).any(|k| reach.can(all[k], all[leap + 1], SLACK_M));
    let is_way_behind = (leap + 2..all.len()).take(MOST_WILD).any(|k| reach.can(all[leap], all[k], SLACK_M));
    if is_way_before || is_way_behind { 0 } else { leap + 1 }
}

/// Length of the line of positions up to each sample, m; empty without positions. What is moved in a pause is not run, and
/// a leap that nobody can make is no way.
pub(crate) fn path_m(streams: &Streams, pauses: &[Pause], sport: Sport) -> Vec<f64> {
    let (lats, lons) = (&streams.latitude_deg, &streams.longitude_deg);
    if lats.is_empty() || lons.is_empty() {
        return Vec::new();
    }
    let fastest = fastest(sport);
    let mut path = Vec::with_capacity(streams.len());
    let (mut stepper, mut total, mut before) = (Stepper::default(), 0.0, None);
    let mut pauses = pauses.iter().peekable();
    for ((time, lat), lon) in streams.time.iter().zip(lats).zip(lons) {
        while pauses.next_if(|pause| pause.end <= *time).is_some() {
            before = None;
        }
        if !lat.is_nan() && !lon.is_nan() {
            if let Some((at, place)) = before {
                let step = stepper.step_m(place, (*lat, *lon));
                let seconds: f64 = time.since(at).as_s();
                // Only what is far beyond the sport: stamps jitter, and fixes leap a little after each silence.
                if fastest.is_none_or(|v| step <= v * seconds + 100.0) {
                    total += step;
                }
            }
            before = Some((*time, (*lat, *lon)));
        }
        path.push(total);
    }
    path
}

/// How long a count may stand still before it catches up, s, and how fast it then was on the whole, m/s.
const CATCHES_UP_S: f64 = 300.0;
const CAUGHT_UP: f64 = 7.0;

/// Takes leaps out of a distance that the points carry: a step that nobody can make, in a column that somebody computed from
/// positions. A count that stood still and catches up is none. Gives the metres that were taken out.
pub(crate) fn level_leaps(column: &mut [f64], time: &[Timestamp], sport: Sport) -> f64 {
    let Some(fastest) = fastest(sport) else { return 0.0 };
    let known: Vec<(usize, f64)> = column.iter().copied().enumerate().filter(|(_, m)| !m.is_nan()).collect();
    let (mut out, mut window) = (0.0, 0);
    for place in 1..known.len() {
        let ((before, was), (row, raw)) = (known[place - 1], known[place]);
        while time[row].since(time[known[window].0]).as_s() > CATCHES_UP_S && window + 1 < place {
            window += 1;
        }
        let (step, seconds) = (raw - was, time[row].since(time[before]).as_s());
        let (since, window_s) = (raw - known[window].1, time[row].since(time[known[window].0]).as_s());
        let catches_up = since <= (fastest.min(CAUGHT_UP) * window_s) + 100.0;
        if step > fastest * seconds + 100.0 && !catches_up {
            out += step;
        }
        column[row] = raw - out;
    }
    out
}

/// Distance that the speeds add up to, m; a silence longer than half a minute adds nothing. `None` where no speed is known.
pub(crate) fn of_speeds_m(streams: &Streams, pauses: &[Pause]) -> Option<f64> {
    use striate_model::Channel;
    let longest_s = 30.0;
    let column = [Channel::SpeedMPerS, Channel::FootPodSpeedMPerS].map(|c| streams.channel(c));
    let column = column.into_iter().max_by_key(|c| c.iter().filter(|v| !v.is_nan()).count())?;
    let (mut total, mut is_known) = (0.0, false);
    for (i, pair) in streams.time.windows(2).enumerate() {
        let Some(speed) = column.get(i).filter(|v| !v.is_nan()) else { continue };
        is_known = true;
        let step_s = pair[1].since(pair[0]).as_s();
        let is_paused = pauses.iter().any(|p| p.start <= pair[0] && p.end >= pair[1] && p.end > p.start);
        if step_s <= longest_s && !is_paused {
            total += step_s * f64::from(*speed);
        }
    }
    (is_known && total > 0.0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run due north at 3 m/s, a fix a second.
    fn run(n: usize) -> Streams {
        let mut streams = Streams::default();
        streams.time = (0..n).map(|i| Timestamp::from_unix_ms(i as i64 * 1000)).collect();
        streams.latitude_deg = (0..n).map(|i| 47.0 + i as f64 * 3.0 / 111_195.0).collect();
        streams.longitude_deg = vec![11.0; n];
        streams
    }

    fn length(mut streams: Streams) -> (usize, f64) {
        let wild = leave_out_wild(&mut streams, Sport::Running);
        (wild, path_m(&streams, &[], Sport::Running).last().copied().unwrap_or(0.0))
    }

    #[test]
    fn a_clean_run_keeps_every_fix() {
        let (wild, metres) = length(run(600));
        assert_eq!(wild, 0);
        assert!((metres - 1797.0).abs() < 1.0, "{metres}");
    }

    #[test]
    fn one_wild_fix_or_ten_of_them_do_not_lengthen_a_run() {
        for (from, many, off_deg) in [(300, 1, 0.01), (300, 10, 0.008), (300, 1, 0.0006), (1, 1, 0.02), (598, 2, 0.02)]
        {
            let mut streams = run(600);
            for row in from..from + many {
                streams.longitude_deg[row] += off_deg;
            }
            let (wild, metres) = length(streams);
            assert_eq!(wild, many, "{from} {many} {off_deg}");
            assert!((metres - 1797.0).abs() < 8.0, "{from} {many}: {metres}");
        }
    }

    #[test]
    fn first_fixes_in_another_town_are_left_out() {
        let mut streams = run(600);
        for row in 0..5 {
            streams.latitude_deg[row] += 0.3;
        }
        let (wild, metres) = length(streams);
        assert_eq!(wild, 5);
        assert!((metres - 1782.0).abs() < 2.0, "{metres}");
    }

    #[test]
    fn a_run_that_goes_on_elsewhere_keeps_both_parts_and_not_the_leap() {
        let mut streams = run(600);
        for row in 300..600 {
            streams.longitude_deg[row] += 0.1;
        }
        let (wild, metres) = length(streams);
        assert_eq!(wild, 0);
        assert!((metres - 1794.0).abs() < 2.0, "{metres}");
    }

    #[test]
    fn stamps_that_jitter_are_no_reason_to_drop_a_fix() {
        let mut streams = run(600);
        for (i, t) in streams.time.iter_mut().enumerate() {
            *t = Timestamp::from_unix_ms(i as i64 * 1000 + if i % 2 == 0 { 0 } else { 950 });
        }
        let (wild, metres) = length(streams);
        assert_eq!(wild, 0);
        assert!((metres - 1797.0).abs() < 1.0, "{metres}");
    }

    #[test]
    fn a_leap_in_the_distances_of_the_points_is_taken_out() {
        let streams = run(600);
        let mut column: Vec<f64> = (0..600).map(|i| i as f64 * 3.0 + if i >= 300 { 1600.0 } else { 0.0 }).collect();
        let out = level_leaps(&mut column, &streams.time, Sport::Running);
        assert!((out - 1603.0).abs() < 1.0 && (column[599] - 1794.0).abs() < 1.0, "{out} {}", column[599]);
        // A count that stood for two minutes and catches up at once.
        let mut column: Vec<f64> =
            (0..600).map(|i| if (200..320).contains(&i) { 600.0 } else { f64::from(i) * 3.0 }).collect();
        assert_eq!(level_leaps(&mut column, &streams.time, Sport::Running), 0.0);
    }

    #[test]
    fn speeds_alone_add_up_to_a_distance() {
        let mut streams = run(901);
        (streams.latitude_deg, streams.longitude_deg) = (Vec::new(), Vec::new());
        assert_eq!(of_speeds_m(&streams, &[]), None);
        *streams.channel_mut(striate_model::Channel::SpeedMPerS) = vec![3.0; 901];
        assert_eq!(of_speeds_m(&streams, &[]), Some(2700.0));
    }
}
