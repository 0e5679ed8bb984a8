//! The same recording twice, once by the clock of another time zone: exactly whole hours apart.
//!
//! Programs that write local time as UTC make such copies. They share no minute, so that no other clue would ever look at
//! them, and both would count. They are never joined by themselves: somebody may run the same loop every day at seven and at
//! six. They are asked about.

use super::likeness::{Clue, Likeness};
use super::witness::{Clock, Discipline, Minute, Witness};

/// Half hours are zones as well.
const STEP_S: i64 = 1800;
/// The furthest that two zones lie apart, s.
const FURTHEST_S: i64 = 14 * 3600;
/// Two programs cut the same recording at starts so far apart, s.
const CLOSE_S: i64 = 90;
/// Where no minute can be held against another, only copies to the second are taken for some, s.
const EXACT_S: i64 = 5;
/// Minutes that must be shared.
const MINUTES: usize = 5;
/// Heart rates of a copy lie so close, beats a minute, and distances of a minute so close, as a share.
const SAME_BPM: f64 = 2.0;
const SAME_WAY: f64 = 0.08;
/// More than a question, less than an answer: as log-odds.
const ASKED: f64 = -0.4;

/// The likeness of two recordings that are one by all but the hour; `None` for any other pair.
pub(super) fn likeness_elsewhere(a: &Witness, b: &Witness) -> Option<Likeness> {
    if a.clock != Clock::Instant || b.clock != Clock::Instant || !fits(a.discipline, b.discipline) {
        return None;
    }
    let apart_s = (b.start_ms - a.start_ms) as f64 / 1000.0;
    let shift_s = (apart_s / STEP_S as f64).round() as i64 * STEP_S;
    let beside_s = (apart_s - shift_s as f64).abs();
    if shift_s == 0 || shift_s.abs() > FURTHEST_S || beside_s > CLOSE_S as f64 {
        return None;
    }
    let near = |x: f64, y: f64, share: f64| (x - y).abs() <= share * x.max(y);
    let long = a.elapsed_s.zip(b.elapsed_s).map(|(x, y)| (near(x, y, 0.02), near(x, y, 0.003)));
    let far = a.distance_m.zip(b.distance_m).map(|(x, y)| (near(x, y, 0.02), near(x, y, 0.003)));
    if long.is_some_and(|(roughly, _)| !roughly) || far.is_some_and(|(roughly, _)| !roughly) {
        return None;
    }
    let by_minutes = same_minutes(a, b, shift_s);
    let is_copy = by_minutes.unwrap_or_else(|| {
        let exact = |of: Option<(bool, bool)>| of.is_some_and(|(_, exactly)| exactly);
        beside_s <= EXACT_S as f64 && exact(long) && exact(far)
    });
    let hours = shift_s.abs() as f64 / 3600.0;
    let words = format!("the same but for the hour: begun {hours} h apart, as by the clock of another time zone");
    is_copy.then(|| Likeness { clues: vec![Clue { words, same: ASKED, together: ASKED }], shift_s: 0 })
}

fn fits(a: Discipline, b: Discipline) -> bool {
    let is_open = |d: Discipline| matches!(d, Discipline::Unknown | Discipline::Other);
    a == b || is_open(a) || is_open(b) || a.is_on_foot() && b.is_on_foot()
}

/// Whether the minutes of one are those of the other so much later; `None` where they cannot be compared.
fn same_minutes(a: &Witness, b: &Witness, shift_s: i64) -> Option<bool> {
    let later = shift_s / 60;
    let both = |of: fn(&Minute) -> Option<f32>| -> Vec<(f64, f64)> {
        let pair = |(minute, seen): (&i64, &Minute)| Some((of(seen)?, of(b.minutes.get(&(minute + later))?)?));
        a.minutes.iter().filter_map(pair).map(|(x, y)| (f64::from(x), f64::from(y))).collect()
    };
    let typical = |mut differences: Vec<f64>| {
        differences.sort_by(f64::total_cmp);
        (differences.len() >= MINUTES).then(|| differences[differences.len() / 2])
    };
    let beats = typical(both(|m| m.heart_rate_bpm).iter().map(|(x, y)| (x - y).abs()).collect());
    let way = both(|m| m.distance_m);
    let way = typical(way.iter().map(|(x, y)| (x - y).abs() / x.max(*y).max(1.0)).collect());
    match (beats, way) {
        (None, None) => None,
        (beats, way) => Some(beats.is_none_or(|d| d <= SAME_BPM) && way.is_none_or(|d| d <= SAME_WAY)),
    }
}
