//! By how much the clock of a log without a time zone is off: what its workouts beside a watch's strength sessions show
//! together.

use super::likeness::span_of;
use super::witness::{Clock, Discipline, Witness};

/// Zones differ by whole and half hours (quarter hours exist, for few people; they are found as the nearest half hour
/// only where workouts overlap anyway).
const STEP_S: i64 = 1800;
/// The furthest that two zones lie apart, s.
pub(super) const FURTHEST_S: i64 = 14 * 3600;
/// A log and a watch that are started together differ by less, s.
const CLOSE_S: f64 = 300.0;
/// So much of the time of both is shared where they are of one session.
const SHARED: f64 = 0.8;
/// A zone holds at least this long around a workout: summer time and journeys change it, s.
const AROUND_S: i64 = 45 * 86_400;
/// This many workouts must agree on a shift.
const VOTES: f64 = 3.0;
/// And so much of all votes around.
const MAJORITY: f64 = 0.6;

/// A shift that one workout of a log speaks for.
struct Vote {
    at_s: i64,
    shift_s: i64,
    weight: f64,
}

/// What the workouts of logs say about their clock.
#[derive(Default)]
pub(super) struct Clocks {
    votes: Vec<Vote>,
}

impl Clocks {
    /// From all witnesses, sorted by key.
    pub(super) fn of(witnesses: &[Witness]) -> Self {
        let gym = |clock| {
            let mut found: Vec<&Witness> =
                witnesses.iter().filter(|w| w.clock == clock && w.discipline == Discipline::Gym).collect();
            found.sort_by_key(|w| (w.start_ms, w.key));
            found
        };
        let (logs, watches) = (gym(Clock::Civil), gym(Clock::Instant));
        let mut votes = Vec::new();
        for log in logs {
            let first = watches.partition_point(|w| w.start_ms < log.start_ms - (FURTHEST_S + STEP_S) * 1000);
            let near =
                watches[first..].iter().take_while(|w| w.start_ms <= log.start_ms + (FURTHEST_S + STEP_S) * 1000);
            let mut shifts: Vec<i64> = near.filter_map(|watch| shift_between(log, watch)).collect();
            shifts.sort_unstable();
            shifts.dedup();
            let weight = 1.0 / shifts.len().max(1) as f64;
            votes.extend(shifts.into_iter().map(|shift_s| Vote { at_s: log.start_ms / 1000, shift_s, weight }));
        }
        Self { votes }
    }

    /// The shift that brings a log's clock to UTC around an instant, where enough workouts agree on one.
    pub(super) fn shift_s(&self, log: &Witness) -> Option<i64> {
        let at_s = log.start_ms / 1000;
        let first = self.votes.partition_point(|v| v.at_s < at_s - AROUND_S);
        let around = || self.votes[first..].iter().take_while(|v| v.at_s <= at_s + AROUND_S);
        let all: f64 = around().map(|v| v.weight).sum();
        let mut shifts: Vec<i64> = around().map(|v| v.shift_s).collect();
        shifts.sort_unstable();
        shifts.dedup();
        let weight_of = |shift: i64| around().filter(|v| v.shift_s == shift).map(|v| v.weight).sum::<f64>();
        let (shift, weight) = shifts.into_iter().map(|s| (s, weight_of(s))).max_by(|a, b| a.1.total_cmp(&b.1))?;
        (weight >= VOTES && weight >= MAJORITY * all).then_some(shift)
    }
}

/// How far two workouts that were typed lie apart more in UTC than on the clocks of those who typed them, s: a log that
/// was read twice, under two time zones. `None` where both agree.
fn between_zones(a: &Witness, b: &Witness) -> Option<i64> {
    let ahead = |w: &Witness| Some((w.civil_ms? - w.start_ms) / 1000);
    let shift = ahead(b)? - ahead(a)?;
    (shift != 0).then_some(shift)
}

/// The shift under which a log's workout falls onto a watch's session, `None` where none does well.
fn shift_between(log: &Witness, watch: &Witness) -> Option<i64> {
    let difference_s = (watch.start_ms - log.start_ms) as f64 / 1000.0;
    let shift_s = (difference_s / STEP_S as f64).round() as i64 * STEP_S;
    let close = (difference_s - shift_s as f64).abs() <= CLOSE_S;
    (close && shift_s.abs() <= FURTHEST_S && span_of(log, watch, shift_s).of_union >= SHARED).then_some(shift_s)
}

/// The shifts under which a pair is looked at: as it stands, what all workouts of the log say, and every other one.
pub(super) fn candidates(a: &Witness, b: &Witness) -> Vec<i64> {
    if a.clock == Clock::Civil && b.clock == Clock::Civil {
        return std::iter::once(0).chain(between_zones(a, b)).collect();
    }
    if (a.clock == Clock::Civil) == (b.clock == Clock::Civil) || a.clock == Clock::Day || b.clock == Clock::Day {
        return vec![0];
    }
    let (log, watch) = if a.clock == Clock::Civil { (a, b) } else { (b, a) };
    let mut found = vec![0];
    // The two half hours around: a log started well before or after the watch may lie nearer to the wrong one.
    let nearest = ((watch.start_ms - log.start_ms) as f64 / 1000.0 / STEP_S as f64).round() as i64 * STEP_S;
    for shift in [nearest - STEP_S, nearest, nearest + STEP_S] {
        if shift != 0 && shift.abs() <= FURTHEST_S {
            found.push(shift);
        }
    }
    found
}
