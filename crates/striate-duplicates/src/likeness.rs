//! How likely two recordings are of one session: clues, each with its weight of evidence.
//!
//! Weights add up as in the theory of record linkage (Fellegi and Sunter 1969, *J Am Stat Assoc* 64:1183): each is the
//! logarithm of how much more often a clue is seen between two recordings of one session than otherwise. "Otherwise" is
//! two things here, and a pair must beat both: two sessions that have nothing to do with one another, and the session of
//! somebody who trained along (same hour, same road, another heart). The sizes of the weights are our own judgement,
//! held by the test set of twins and near-misses.

use super::clock::Clocks;
use super::witness::{Clock, Discipline, Source, Witness};

/// One thing that speaks for or against.
#[derive(Clone, Debug, PartialEq)]
pub struct Clue {
    /// A plain clause: "begun 4 s apart".
    pub words: String,
    /// Weight against two unrelated sessions (natural logarithm; positive speaks for one session).
    pub same: f64,
    /// Weight against somebody who trained along.
    pub together: f64,
}

/// How like two recordings are.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// What speaks for and against, in a fixed order.
    pub clues: Vec<Clue>,
    /// What must be added to the clock of the log, s; 0 where both clocks agree.
    pub shift_s: i64,
}

/// How much more often a second recording of an hour is the athlete's own than that of somebody who trained along: people
/// seldom keep other people's files (about 1 in 50, assumption).
const OWN_FILE: f64 = 4.0;

impl Likeness {
    /// Logarithm of the odds that both are of one session.
    #[must_use]
    pub fn log_odds(&self) -> f64 {
        let sum = |of: fn(&Clue) -> f64| self.clues.iter().map(of).sum::<f64>();
        sum(|c| c.same).min(OWN_FILE + sum(|c| c.together))
    }

    /// Probability that both are of one session.
    #[must_use]
    pub fn probability(&self) -> f64 {
        1.0 / (1.0 + (-self.log_odds()).exp())
    }

    /// The clauses that weigh most, for or against as the whole does.
    #[must_use]
    pub fn reasons(&self) -> Vec<&str> {
        let for_it = self.log_odds() > 0.0;
        let weight = |c: &Clue| if for_it { c.same.max(c.together) } else { -c.same.min(c.together) };
        let mut found: Vec<&Clue> = self.clues.iter().filter(|c| weight(c) > 0.25).collect();
        found.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
        found.into_iter().map(|c| c.words.as_str()).collect()
    }
}

/// Two recordings beside one another, `None` where they share no time: then they are of two sessions.
#[must_use]
pub fn likeness(a: &Witness, b: &Witness) -> Option<Likeness> {
    likeness_at(a, b, &Clocks::default())
}

/// The same with what the workouts of logs say about their clock.
pub(super) fn likeness_at(a: &Witness, b: &Witness, clocks: &Clocks) -> Option<Likeness> {
    if a.key.file == b.key.file {
        return None;
    }
    let log = if a.clock == Clock::Civil { a } else { b };
    let is_beside_a_watch = log.clock == Clock::Civil && a.clock != b.clock;
    let agreed = is_beside_a_watch.then(|| clocks.shift_s(log)).flatten();
    super::clock::candidates(a, b)
        .into_iter()
        .filter_map(|shift_s| at_shift(a, b, shift_s, agreed))
        .chain(super::elsewhere::likeness_elsewhere(a, b))
        .max_by(|x, y| x.log_odds().total_cmp(&y.log_odds()))
}

fn at_shift(a: &Witness, b: &Witness, shift_s: i64, agreed: Option<i64>) -> Option<Likeness> {
    let mut clues = time(a, b, shift_s)?;
    clues.extend(if a.clock == b.clock { typed_elsewhere(shift_s) } else { zone(shift_s, agreed) });
    clues.extend(sport(a, b));
    clues.extend(distance(a, b));
    clues.extend(place(a, b));
    clues.extend(device(a, b));
    clues.extend(wearer(a, b));
    clues.extend(heart(a, b));
    clues.extend(steps(a, b));
    clues.extend(sets(a, b));
    Some(Likeness { clues, shift_s })
}

/// The times of two recordings beside one another.
pub(super) struct Span {
    /// Seconds between the two starts.
    pub(super) apart_s: f64,
    /// Shared time over the time from the first start to the last end.
    pub(super) of_union: f64,
    /// Shared time over the time of the shorter.
    pub(super) of_shorter: f64,
}

/// A recording that does not say how long it was is taken to be this long, s.
const LENGTH_UNKNOWN_S: f64 = 3000.0;

pub(super) fn span_of(a: &Witness, b: &Witness, shift_s: i64) -> Span {
    let shift = |w: &Witness| if w.clock == Clock::Civil { shift_s } else { 0 };
    // Both civil clocks are of one phone: the shift is between a log and a watch.
    let (shift_a, shift_b) = if a.clock == b.clock { (0, 0) } else { (shift(a), shift(b)) };
    let begins = |w: &Witness, shift: i64| w.start(shift).as_unix_ms() as f64 / 1000.0;
    let (mut from_a, mut from_b) = (begins(a, shift_a), begins(b, shift_b));
    if let (true, Some(x), Some(y)) = (shift_s != 0 && a.clock == b.clock, a.civil_ms, b.civil_ms) {
        // Two logs under two zones: what was typed is compared as it was typed.
        (from_a, from_b) = (x as f64 / 1000.0, y as f64 / 1000.0);
    }
    let length = |w: &Witness| w.elapsed_s.unwrap_or(LENGTH_UNKNOWN_S);
    let (to_a, to_b) = (from_a + length(a), from_b + length(b));
    let shared = to_a.min(to_b) - from_a.max(from_b);
    let shorter = length(a).min(length(b));
    Span {
        apart_s: (from_a - from_b).abs(),
        of_union: shared.max(0.0) / (to_a.max(to_b) - from_a.min(from_b)).max(1.0),
        of_shorter: shared.max(0.0) / shorter.max(1.0),
    }
}

/// So much of the shorter must be shared to be looked at: a watch that was stopped late reaches into the next session.
const TOUCHING: f64 = 0.1;
/// The shorter lies within the longer.
pub(super) const WITHIN: f64 = 0.9;

fn time(a: &Witness, b: &Witness, shift_s: i64) -> Option<Vec<Clue>> {
    if a.clock == Clock::Day || b.clock == Clock::Day {
        const DAY_MS: i64 = 86_400_000;
        let is_same_day = match (a.civil_ms, b.civil_ms) {
            (Some(x), Some(y)) => x.div_euclid(DAY_MS) == y.div_euclid(DAY_MS),
            _ => (a.start_ms - b.start_ms).abs() <= DAY_MS / 2,
        };
        let clue = Clue { words: "the same day, no time of day".into(), same: 1.5, together: 0.0 };
        return is_same_day.then(|| vec![clue]);
    }
    let span = span_of(a, b, shift_s);
    if span.of_shorter < TOUCHING {
        return None;
    }
    let is_within = span.of_shorter >= WITHIN && span.of_union < 0.6;
    let shared = bend(&[(0.0, -4.0), (0.1, -3.0), (0.3, -1.0), (0.5, 0.5), (0.7, 2.0), (0.9, 4.0)], span.of_union);
    let words = if is_within {
        "one lies within the other".to_owned()
    } else {
        format!("{:.0} % of the time is shared", 100.0 * span.of_union)
    };
    let apart = bend(&[(3.0, 3.0), (60.0, 2.0), (180.0, 1.0), (900.0, 0.0), (2400.0, -1.0)], span.apart_s);
    // People who start together press their buttons seconds apart, never within the same second twice.
    let exact = if span.apart_s <= 2.0 { 1.0 } else { 0.0 };
    Some(vec![
        Clue { words, same: if is_within { shared.max(0.0) } else { shared }, together: 0.0 },
        Clue {
            words: format!("begun {} apart", seconds(span.apart_s)),
            same: if is_within { apart.max(0.0) } else { apart },
            together: exact,
        },
    ])
}

/// The same time of day under another time zone: a log that was imported again after a move. That costs nothing.
fn typed_elsewhere(shift_s: i64) -> Option<Clue> {
    let words = "the same time of day, read under two time zones".into();
    (shift_s != 0).then_some(Clue { words, same: 0.0, together: 0.0 })
}

/// A shift of the clock costs as much as it could be chance: there are some fifty to choose from.
fn zone(shift_s: i64, agreed: Option<i64>) -> Option<Clue> {
    let hours = shift_s as f64 / 3600.0;
    let same = match (shift_s, agreed) {
        (shift, Some(agreed)) if shift == agreed => 0.0,
        (0, None) => 0.0,
        (0, Some(_)) => -2.0,
        // Summer time, or a phone that kept the time of home.
        (shift, None) if shift.abs() == 3600 => -4.0,
        _ => -6.0,
    };
    let words = if agreed == Some(shift_s) {
        format!("the log's clock is {hours:+} h off, as other workouts show")
    } else {
        format!("the log's clock would be {hours:+} h off")
    };
    (shift_s != 0 || same != 0.0).then_some(Clue { words, same, together: 0.0 })
}

fn sport(a: &Witness, b: &Witness) -> Option<Clue> {
    use Discipline::{Gym, Other, Run, Treadmill, Unknown};
    let (x, y) = (a.discipline, b.discipline);
    // A log that names a sport beside the lifts means it: a run at the end of an hour in the gym is not that hour.
    let is_named = |w: &Witness| w.source == Source::Log && w.discipline != Gym;
    let (words, same) = match (x, y) {
        (Unknown, _) | (_, Unknown) => return None,
        _ if x == y => ("the same sport", 0.5),
        (Run, Treadmill) | (Treadmill, Run) => ("both running", 0.25),
        (Gym, _) | (_, Gym) if is_named(a) || is_named(b) => ("two different sports", -8.0),
        (Gym, Treadmill) | (Treadmill, Gym) => ("running and the gym", -4.0),
        (Other, _) | (_, Other) => ("sports that do not agree", -1.5),
        _ if x.is_on_foot() && y.is_on_foot() => ("both on foot", -0.5),
        _ => ("two different sports", -8.0),
    };
    Some(Clue { words: words.into(), same, together: 0.0 })
}

/// Minutes that must be shared before channels are compared.
const MINUTES: usize = 5;

/// Distance: over the shared time where the samples tell it, else the totals.
fn distance(a: &Witness, b: &Witness) -> Option<Clue> {
    let indoors = |w: &Witness| w.discipline == Discipline::Treadmill || (w.samples > 0 && w.begins_at.is_none());
    let (near, far) = shared_metres(a, b).or_else(|| Some((a.distance_m?, b.distance_m?)))?;
    if near < 200.0 || far < 200.0 {
        return None;
    }
    let differs = (near / far).ln().abs();
    let weight = bend(&[(0.01, 2.5), (0.03, 1.5), (0.1, 0.0), (0.2, -1.5), (0.35, -4.0), (0.7, -7.0)], differs);
    // A pod or an arm that swings differently measures another distance on a treadmill.
    let same = if indoors(a) || indoors(b) { weight.max(0.4 * weight) } else { weight };
    let words = format!("distances differ by {:.0} %", 100.0 * (differs.exp() - 1.0));
    Some(Clue { words, same, together: if differs > 0.1 { same.min(0.0) } else { 0.0 } })
}

fn shared_metres(a: &Witness, b: &Witness) -> Option<(f64, f64)> {
    let both: Vec<(f64, f64)> = shared(a, b, |m| m.distance_m);
    let inner = both.get(1..both.len().saturating_sub(1)).filter(|inner| inner.len() >= MINUTES)?;
    Some(inner.iter().fold((0.0, 0.0), |(x, y), (p, q)| (x + p, y + q)))
}

/// A channel in the minutes that both have.
fn shared(a: &Witness, b: &Witness, of: fn(&super::Minute) -> Option<f32>) -> Vec<(f64, f64)> {
    let (short, long) = if a.minutes.len() <= b.minutes.len() { (a, b) } else { (b, a) };
    short
        .minutes
        .iter()
        .filter_map(|(minute, seen)| Some((f64::from(of(seen)?), f64::from(of(long.minute(*minute)?)?))))
        .collect()
}

fn place(a: &Witness, b: &Witness) -> Option<Clue> {
    let metres = a.begins_at?.metres_to(b.begins_at?);
    // Whoever starts later has moved on: no more than a rider does.
    let moved = 12.0 * ((a.start_ms - b.start_ms).abs() as f64 / 1000.0).min(7200.0);
    let beyond = (metres - moved).max(0.0);
    let same = bend(&[(150.0, 1.5), (500.0, 0.5), (2000.0, -1.5), (5000.0, -6.0)], beyond);
    let words = if metres < 1000.0 {
        format!("begun {metres:.0} m apart")
    } else {
        format!("begun {:.0} km apart", metres / 1000.0)
    };
    Some(Clue { words, same, together: if same < 0.0 { same } else { 0.0 } })
}

fn device(a: &Witness, b: &Witness) -> Option<Clue> {
    if a.device? != b.device? {
        return None;
    }
    let at_once = (a.start_ms - b.start_ms).abs() <= 3000;
    let (words, weight) = if at_once {
        ("the same watch, the same start", 6.0)
    } else {
        ("one watch, which records once at a time", 3.0)
    };
    Some(Clue { words: words.into(), same: weight, together: weight })
}

fn wearer(a: &Witness, b: &Witness) -> Option<Clue> {
    let (x, y) = (a.wearer, b.wearer);
    let mass = x.mass_kg.zip(y.mass_kg).map(|(p, q)| (p / q).ln().abs());
    let height = x.height_m.zip(y.height_m).map(|(p, q)| (p - q).abs());
    let sex = x.is_female.zip(y.is_female).map(|(p, q)| p == q);
    if mass.is_none() && height.is_none() && sex.is_none() {
        return None;
    }
    let other =
        [(mass.is_some_and(|d| d > 0.08), 3.0), (height.is_some_and(|d| d > 0.03), 3.0), (sex == Some(false), 4.0)];
    let against: f64 = other.iter().filter(|(is, _)| *is).map(|(_, weight)| weight).sum();
    let alike = mass.is_some_and(|d| d < 0.02) && height.is_none_or(|d| d < 0.015);
    let (words, together) = match (against > 0.0, alike) {
        (true, _) => ("worn by different bodies", -against),
        (false, true) => ("worn by the same body", 1.5),
        (false, false) => return None,
    };
    Some(Clue { words: words.into(), same: if against > 0.0 { -0.5 * against } else { 0.0 }, together })
}

/// The middle one of the differences, minute by minute.
fn typical_difference(both: &[(f64, f64)]) -> Option<f64> {
    let mut differences: Vec<f64> = both.iter().map(|(x, y)| (x - y).abs()).collect();
    differences.sort_by(f64::total_cmp);
    (differences.len() >= MINUTES).then(|| differences[differences.len() / 2])
}

fn heart(a: &Witness, b: &Witness) -> Option<Clue> {
    let differs = typical_difference(&shared(a, b, |m| m.heart_rate_bpm))?;
    Some(Clue {
        words: format!("heart rates {differs:.0} beats apart"),
        same: bend(&[(2.0, 2.0), (6.0, 0.5), (12.0, -1.0), (25.0, -3.0)], differs),
        together: bend(&[(1.0, 2.5), (3.0, 1.0), (5.0, -1.0), (8.0, -3.5), (12.0, -6.0), (20.0, -8.0)], differs),
    })
}

fn steps(a: &Witness, b: &Witness) -> Option<Clue> {
    let differs = typical_difference(&shared(a, b, |m| m.cadence_per_min))?;
    Some(Clue {
        words: format!("cadences {differs:.0} steps apart"),
        same: 0.0,
        together: bend(&[(0.5, 1.5), (1.5, 0.5), (2.5, -1.5), (4.0, -4.0), (8.0, -6.0)], differs),
    })
}

/// Sets that two logs share: repetitions and loads, since apps name exercises differently.
fn sets(a: &Witness, b: &Witness) -> Option<Clue> {
    if a.source != Source::Log || b.source != Source::Log || a.sets.len() < 3 || b.sets.len() < 3 {
        return None;
    }
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.sets.get(i), b.sets.get(j)) {
        // Pounds that were turned into kilograms and back come out an hectogram or two beside.
        if x.0 == y.0 && x.1.abs_diff(y.1) <= 2 {
            (i, j, shared) = (i + 1, j + 1, shared + 1);
        } else if x < y {
            i += 1;
        } else {
            j += 1;
        }
    }
    let share = f64::from(shared) / a.sets.len().max(b.sets.len()) as f64;
    let same = bend(&[(0.1, -6.0), (0.3, -3.0), (0.5, 0.5), (0.8, 3.5), (1.0, 5.0)], share);
    Some(Clue { words: format!("{:.0} % of the sets are the same", 100.0 * share), same, together: 0.0 })
}

/// The value of a line through points, level beyond both ends.
fn bend(points: &[(f64, f64)], at: f64) -> f64 {
    let (first, last) = (points[0], points[points.len() - 1]);
    if at <= first.0 {
        return first.1;
    }
    points
        .windows(2)
        .find(|w| at <= w[1].0)
        .map_or(last.1, |w| w[0].1 + (w[1].1 - w[0].1) * (at - w[0].0) / (w[1].0 - w[0].0))
}

fn seconds(s: f64) -> String {
    if s < 100.0 { format!("{s:.0} s") } else { format!("{:.0} min", s / 60.0) }
}
