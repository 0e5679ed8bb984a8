//! How fast for how long, from a whole history: the curve with its bands, critical speed, D' and the highest speed.
//!
//! Bests of training are lower bounds: nobody runs every distance to exhaustion. A line through them (distance over time
//! between 2 and 15 minutes, Hill 1993; on training data Smyth & Muniz-Pumares 2020) takes them as tests and comes out
//! low. Here they are floors under the three-parameter curve of Morton 1996: a curve below what was run is unlikely by
//! the error of the speed, one above is likely by how near to their best people come in training, and what is known of
//! runners before any hard running (heart rate, habitual speed, published ranges) weighs in. The posterior is summed on a
//! grid, without chance.

use crate::bests::LADDER_S;
use crate::reference::RESERVE_AT_CRITICAL;
use crate::speed_duration::endurance_fade;
use striate_model::{
    Athlete, Between, CurvePoint, Day, Distance, Origin, Sourced, Speed, SpeedBests, SpeedDuration, TimeSpan, Timestamp,
};

/// A best older than this says nothing of today, days: critical speed follows training within weeks (assumption).
const LASTS_DAYS: i32 = 90;

/// The same for sprints of at most [`SHORT_S`]: they fade more slowly (assumption).
const SPRINT_LASTS_DAYS: i32 = 180;

/// Up to here a best says something of the highest speed, s.
const SHORT_S: usize = 15;

/// From here on a best says something of critical speed, s.
const LONG_S: usize = 180;

/// A recording whose steps are not known counts where another comes within this of it.
const CONFIRMED: f64 = 1.10;

/// A standing start costs this much time against a flying one, s: sprint speed rises with a time constant of 1.0 to 1.4 s
/// (di Prampero 2005; Clark & Ryan 2022). A window inside an effort does not begin at rest.
const START_COSTS_S: f64 = 1.2;

/// Least relative error of a best: what a device's scale and a course's slope leave.
const LEAST_ERROR: f64 = 0.012;

/// Lasting spread of people around what is assumed of them, as standard deviations of logarithms: critical speed around
/// the product's default; around the speed at 91 % of heart-rate reserve; around habitual speed over
/// [`HABITUAL_SHARE`]; D' around 180 m; the highest speed around [`usual_sprint`]. Assumptions in the range of published
/// differences between runners.
const SPREADS: Spreads = Spreads { default: 0.25, heart: 0.15, habit: 0.10, reserve: 0.28, sprint: 0.10 };

struct Spreads {
    default: f64,
    heart: f64,
    habit: f64,
    reserve: f64,
    sprint: f64,
}

/// Where nothing hard was run, no estimate is surer than this (standard deviation of the logarithm): heart rate and habitual
/// speed are two readings of the same easy runs, whose errors do not cancel, and what share of critical speed easy running is
/// differs: synthetic runners, made to run easily at 0.72 to 0.78, lie a tenth above the estimate, two real ones 7 % below.
const LEAST_SPREAD_EASY: f64 = 0.13;

/// Share of critical speed at which the middle one of a runner's runs is run (assumption: most running is easy, below the
/// first threshold at 82 %, as is most of the training of marathon runners, Muniz-Pumares 2025).
const HABITUAL_SHARE: f64 = 0.77;

/// The median D' of runners, m.
const USUAL_RESERVE_M: f64 = 180.0;

/// Without running that bounds critical speed by this share of what is assumed, nothing hard and long was run.
const HARD_SHARE: f64 = 0.92;

/// How far below what was possible the nearest best of a group lies, as two exponential parts (share, mean): near it
/// somewhere, or not tried. Assumptions; short and middle efforts are run out more often than long ones.
const SHORT_GAP: [(f64, f64); 2] = [(0.5, 0.05), (0.5, 0.2)];
const MIDDLE_GAP: [(f64, f64); 2] = [(0.6, 0.04), (0.4, 0.2)];
const LONG_GAP: [(f64, f64); 2] = [(0.6, 0.08), (0.4, 0.25)];

/// Bests of training lie below what was possible even after the gaps above are allowed for: on synthetic histories in which
/// something hard was run, critical speed comes out 3 % low without this (`tests/it/history.rs` measures it). Where nothing
/// hard was run it is left as it is: synthetic histories say that it is low then, real ones that it is high.
const LOW_WHERE_HARD: f64 = 1.03;

/// An estimate whose eight cases of ten span more than this share of it is not taken for the athlete's own.
const WIDEST: f64 = 0.3;

/// The highest speed of an adult with this critical speed, m/s (assumption between published pairs: sprint speeds near
/// 6.5 m/s of slow, 7.5 of recreational, 8.7 of elite distance runners).
fn usual_sprint(critical: f64) -> f64 {
    4.6 + 0.75 * critical
}

/// The best of one duration over the recordings.
#[derive(Clone, Copy)]
struct Seen {
    seconds: f64,
    speed: f64,
    error: f64,
    at: Timestamp,
}

/// One possible runner.
#[derive(Clone, Copy)]
struct Possible {
    critical: f64,
    reserve: f64,
    sprint: f64,
}

impl Possible {
    /// The best mean over a window inside an effort.
    fn best(&self, seconds: f64) -> f64 {
        let bend = self.reserve / (self.sprint - self.critical);
        if seconds < 90.0 {
            let whole = seconds + START_COSTS_S;
            return ((self.critical + self.reserve / (whole + bend)) * whole / seconds).min(self.sprint);
        }
        (self.critical + self.reserve / (seconds + bend)) * endurance_fade(seconds)
    }
}

/// What the recordings up to `today` say together. `None` where none of them says anything of running. Of the athlete
/// only heart rates and the default critical speed are read.
#[must_use]
pub fn speed_duration(bests: &[SpeedBests], today: Day, offset: TimeSpan, athlete: &Athlete) -> Option<SpeedDuration> {
    let age = |b: &SpeedBests| today.days_since(Day::of(b.start, offset));
    let recent: Vec<&SpeedBests> = bests.iter().filter(|b| (0..=SPRINT_LASTS_DAYS).contains(&age(b))).collect();
    let young: Vec<&SpeedBests> = recent.iter().copied().filter(|b| age(b) <= LASTS_DAYS).collect();
    let used: Vec<&SpeedBests> = if young.iter().any(|b| !b.bests.is_empty()) { young.clone() } else { recent.clone() };
    let mut doubted: Vec<Timestamp> = Vec::new();
    let seen: Vec<Seen> = LADDER_S
        .iter()
        .filter_map(|&seconds| {
            let from = if seconds <= SHORT_S { &recent } else { &used };
            best_of(from, seconds, &mut doubted)
        })
        .collect();
    if seen.is_empty() {
        return None;
    }
    let (centre, spread) = assumed(&used, athlete);
    let bound = seen
        .iter()
        .filter(|s| s.seconds >= LONG_S as f64)
        .map(|s| s.speed / endurance_fade(s.seconds) - USUAL_RESERVE_M / s.seconds)
        .fold(0.0, f64::max);
    let is_hard = bound >= HARD_SHARE * centre;
    let spread = if is_hard { spread } else { spread.max(LEAST_SPREAD_EASY) };
    let cells = posterior(&seen, (centre, spread), is_hard);
    let of = |f: &dyn Fn(&Possible) -> f64| between(&cells, f);
    let speed = |b: Between<f64>| Between {
        value: Speed::from_m_per_s(b.value),
        low: Speed::from_m_per_s(b.low),
        high: Speed::from_m_per_s(b.high),
    };
    let metres = |b: Between<f64>| Between {
        value: Distance::from_m(b.value),
        low: Distance::from_m(b.low),
        high: Distance::from_m(b.high),
    };
    let sprint = of(&|p| p.sprint);
    let fastest = seen.iter().filter(|s| s.seconds <= SHORT_S as f64).map(|s| s.speed).fold(0.0, f64::max);
    let points = LADDER_S
        .iter()
        .map(|&seconds| {
            let here = seen.iter().find(|s| s.seconds == seconds as f64);
            CurvePoint {
                duration: TimeSpan::from_s(seconds as f64),
                seen: here.map(|s| Speed::from_m_per_s(s.speed)),
                seen_at: here.map(|s| s.at),
                possible: speed(of(&|p| p.best(seconds as f64))),
            }
        })
        .collect();
    Some(SpeedDuration {
        points,
        critical_speed: speed(of(&|p| p.critical * if is_hard { LOW_WHERE_HARD } else { 1.0 })),
        distance_reserve: metres(of(&|p| p.reserve)),
        max_sprint: speed(sprint),
        recordings: used.iter().filter(|b| !b.bests.is_empty() && !doubted.contains(&b.start)).count(),
        left_out: used.iter().filter(|b| b.bests.is_empty() || doubted.contains(&b.start)).count(),
        is_critical_speed_known: is_hard,
        is_max_sprint_known: fastest >= 0.85 * sprint.value,
    })
}

/// The athlete with what the curve says of critical and highest speed, where that is narrow enough to be believed; what
/// the athlete said or a device measured stays. D' stays too: from training bests it is known no better than from
/// nothing.
#[must_use]
pub fn athlete_with(athlete: &Athlete, curve: &SpeedDuration) -> Athlete {
    let better = |own: Sourced<Speed>, found: Between<Speed>| {
        let is_narrow = (found.high - found.low) / found.value <= WIDEST;
        if own.origin <= Origin::Estimated && is_narrow {
            Sourced { value: found.value, origin: Origin::Estimated }
        } else {
            own
        }
    };
    Athlete {
        critical_speed: better(athlete.critical_speed, curve.critical_speed),
        max_sprint: better(athlete.max_sprint, curve.max_sprint),
        ..*athlete
    }
}

/// The best of one duration. Where steps are not known, one recording far above all others may have been a ride: it is
/// noted in `doubted` and the next one counts.
fn best_of(recordings: &[&SpeedBests], seconds: usize, doubted: &mut Vec<Timestamp>) -> Option<Seen> {
    let mut all: Vec<(f64, f64, &SpeedBests)> = recordings
        .iter()
        .filter_map(|r| {
            let best = r.bests.iter().find(|b| b.duration.as_s() == seconds as f64)?;
            Some((best.speed.as_m_per_s(), best.error.as_m_per_s(), *r))
        })
        .collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let is_believed = |k: usize| all[k].2.has_steps || all.get(k + 1).is_none_or(|next| all[k].0 <= CONFIRMED * next.0);
    let k = (0..all.len()).find(|&k| is_believed(k))?;
    let (speed, error, recording) = all[k];
    let error = (error / speed.max(0.1)).max(LEAST_ERROR);
    doubted.extend(all[..k].iter().map(|skipped| skipped.2.start));
    Some(Seen { seconds: seconds as f64, speed, error, at: recording.start })
}

/// What is assumed of critical speed before the bests are looked at, m/s, with its spread: the product's default, speed
/// beside heart rate, habitual speed.
fn assumed(recordings: &[&SpeedBests], athlete: &Athlete) -> (f64, f64) {
    let stated = athlete.critical_speed.value.as_m_per_s().max(0.8);
    let (rest, stated_most) = (athlete.hr_rest.value.as_bpm(), athlete.hr_max.value.as_bpm());
    let most = recordings.iter().filter_map(|r| r.heart).map(|h| h.highest.as_bpm()).fold(stated_most, f64::max);
    let by_heart = middle(recordings.iter().filter_map(|r| r.heart).filter_map(|h| {
        let share = (h.mean.as_bpm() - rest) / (most - rest).max(30.0);
        (share > 0.3).then(|| h.speed.as_m_per_s() * RESERVE_AT_CRITICAL / share)
    }));
    let by_habit = middle(recordings.iter().filter_map(|r| {
        let twenty_minutes = r.bests.iter().find(|b| b.duration.as_s() == 1200.0)?;
        Some(twenty_minutes.speed.as_m_per_s() / HABITUAL_SHARE)
    }));
    let parts = [(Some(stated), SPREADS.default), (by_heart, SPREADS.heart), (by_habit, SPREADS.habit)];
    let (sum, weight) = parts
        .iter()
        .filter_map(|(value, spread)| value.map(|v| (v.max(0.5).ln(), 1.0 / (spread * spread))))
        .fold((0.0, 0.0), |(sum, all), (v, w)| (sum + v * w, all + w));
    ((sum / weight).exp(), (1.0f64 / weight).sqrt())
}

/// The middle of at least five values.
fn middle(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.filter(|v| v.is_finite()).collect();
    let half = values.len() / 2;
    (values.len() >= 5).then(|| *values.select_nth_unstable_by(half, f64::total_cmp).1)
}

/// Runners on a grid, each with its share of belief.
fn posterior(seen: &[Seen], (centre, spread): (f64, f64), is_hard: bool) -> Vec<(f64, Possible)> {
    let off = |value: f64, usual: f64, spread: f64| -0.5 * ((value / usual).ln() / spread).powi(2);
    let mut cells = Vec::with_capacity(48 * 10 * 14);
    for i in 0..56 {
        let critical = 1.7 * 1.026f64.powi(i);
        for j in 0..10 {
            let reserve = 80.0 * 1.18f64.powi(j);
            for k in 0..14 {
                let runner = Possible { critical, reserve, sprint: critical * 1.3 * 1.055f64.powi(k) };
                let belief = off(critical, centre, spread)
                    + off(reserve, USUAL_RESERVE_M, SPREADS.reserve)
                    + off(runner.sprint, usual_sprint(critical), SPREADS.sprint)
                    + likelihood(seen, &runner, is_hard);
                cells.push((belief, runner));
            }
        }
    }
    let most = cells.iter().map(|c| c.0).fold(f64::NEG_INFINITY, f64::max);
    for cell in &mut cells {
        cell.0 = (cell.0 - most).exp();
    }
    cells.retain(|c| c.0 > 1e-9);
    cells
}

/// How likely the bests are for a runner: each is a floor within its error, and the nearest of each group lies below
/// what was possible by a gap.
fn likelihood(seen: &[Seen], runner: &Possible, is_hard: bool) -> f64 {
    let mut belief = 0.0;
    let mut nearest = [f64::INFINITY; 3];
    for s in seen {
        let best = runner.best(s.seconds);
        let gap = 1.0 - s.speed / best;
        if gap < 0.0 {
            // Neighbouring durations are parts of one effort: two count as one.
            belief -= 0.25 * (gap / s.error).powi(2);
        }
        let group = usize::from(s.seconds > SHORT_S as f64) + usize::from(s.seconds >= LONG_S as f64);
        nearest[group] = nearest[group].min(gap.max(0.0));
    }
    for (group, gaps) in [SHORT_GAP, MIDDLE_GAP, LONG_GAP].iter().enumerate() {
        if nearest[group].is_finite() && (group < 2 || is_hard) {
            let density: f64 = gaps.iter().map(|(share, mean)| share / mean * (-nearest[group] / mean).exp()).sum();
            belief += density.ln();
        }
    }
    belief
}

/// Mean and the bounds of eight cases in ten of a figure.
fn between(cells: &[(f64, Possible)], figure: &dyn Fn(&Possible) -> f64) -> Between<f64> {
    let mut values: Vec<(f64, f64)> = cells.iter().map(|(weight, runner)| (figure(runner), *weight)).collect();
    values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let all: f64 = values.iter().map(|v| v.1).sum();
    let value = values.iter().map(|v| v.0 * v.1).sum::<f64>() / all;
    let quantile = |q: f64| {
        let mut passed = 0.0;
        values
            .iter()
            .find(|v| {
                passed += v.1;
                passed >= q * all
            })
            .map_or(value, |v| v.0)
    };
    Between { value, low: quantile(0.1), high: quantile(0.9) }
}
