//! A clock that was set in the middle of an activity: everything that it stamped is moved, so that no sample is lost.

use super::contents::Contents;
use super::fault::Faults;
use super::table::EPOCH_UNIX_S;
use crate::jumps::{Beside, Moves};
use striate_model::{Timestamp, WarningCode};

/// The longest rest that a paused timer explains, s: even races of several days rest for less.
const LONGEST_REST_S: f64 = 36.0 * 3600.0;

/// Puts the parts before and after a jump of the clock side by side: samples, laps, sessions, events, sets and beats.
pub(super) fn set_clock_right(contents: &mut Contents, faults: &mut Faults) {
    // The stopwatch of a session says how long it was; with several sessions in a file none says it for all samples.
    let stopwatch_s = match contents.sessions.as_slice() {
        [only] => only.elapsed_s,
        _ => None,
    };
    let rests = rests(contents);
    let several = contents.sessions.len() > 1;
    let starts: Vec<Timestamp> = contents.sessions.iter().filter_map(|s| s.start).collect();
    let may_rest = |_: usize, a: Timestamp, b: Timestamp| {
        rests.iter().any(|(from, to)| *from <= b && *to >= a) || several && starts.iter().any(|s| *s > a && *s <= b)
    };
    let moves = Moves::of(&contents.samples.time, &Beside { stopwatch_s, looks_back: !several, may_rest: &may_rest });
    if moves.is_empty() {
        return;
    }
    faults.of(
        WarningCode::TimeDisorder,
        format!(
            "the clock was set in the middle of the recording; {} samples were moved beside the others",
            moves.samples()
        ),
    );
    moves.samples_moved(&mut contents.samples.time);
    let to = |at: &mut Option<Timestamp>| *at = at.map(|at| moves.moved(at));
    for session in &mut contents.sessions {
        to(&mut session.start);
        to(&mut session.time);
    }
    for lap in &mut contents.laps {
        to(&mut lap.start);
        to(&mut lap.time);
    }
    for split in &mut contents.splits {
        to(&mut split.start);
        to(&mut split.end);
    }
    for set in &mut contents.sets {
        to(&mut set.start);
        to(&mut set.time);
    }
    for event in &mut contents.timer {
        event.time = moves.moved(event.time);
    }
    for (at, _) in &mut contents.rr {
        to(at);
    }
    for (fit_s, _) in &mut contents.stored_beats {
        let at = Timestamp::from_unix_ms(((*fit_s + EPOCH_UNIX_S as f64) * 1000.0) as i64);
        *fit_s += moves.moved(at).since(at).as_s();
    }
}

/// Stretches with the timer stopped, as far as they can be rests.
fn rests(contents: &Contents) -> Vec<(Timestamp, Timestamp)> {
    let mut rests = Vec::new();
    let mut stopped: Option<Timestamp> = None;
    // In the order of the file: the clock is what is in doubt.
    for event in &contents.timer {
        if !event.runs {
            stopped = stopped.or(Some(event.time));
        } else if let Some(from) = stopped.take() {
            let lasted_s = event.time.since(from).as_s();
            if lasted_s > 60.0 && lasted_s <= LONGEST_REST_S {
                rests.push((from, event.time));
            }
        }
    }
    rests
}
