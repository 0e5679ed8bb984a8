//! Efforts from laps that really are work and rest.
//!
//! Devices cut laps by themselves, runners press late, and a lap's word "interval" is found on warm-ups as well. So
//! laps count only where the signal agrees: they alternate between two levels far apart, the level changes where the lap
//! does, and the efforts that are found without them are the same.

use super::marks::{Mark, Role, median};
use super::{SHORTEST_S, Span};
use crate::clean::{Basis, Cleaned};
use crate::reference::{Knowledge, Reference};
use striate_model::{Lap, LapTrigger, Recording, TimeSpan};

/// Work must ask this much more than the rest beside it.
const CONTRAST: f64 = 1.2;

/// Laps that alternate by this much are work and rest whatever the signal looks like: nobody walks and runs in turns by
/// the button without meaning it.
const BY_FAR: f64 = 1.35;

/// Less than this share of the middle one's level is no work.
const LEAST_OF_USUAL: f64 = 0.75;

/// Of so many such laps of work.
const LEAST_BY_FAR: usize = 3;

/// Where the device's own totals of a lap differ from the signal by more than this, the signal is poor.
const POOR_SIGNAL: f64 = 0.15;

/// Seconds on each side of a lap's border in which the level must have changed.
const BORDER_S: f64 = 12.0;

/// Share of the change between work and rest that must lie within [`BORDER_S`] of the border.
const AT_BORDER: f64 = 0.6;

/// Whether laps and signal name the same efforts. Where the signal gives none because critical speed is a guess, three
/// laps of one length are believed.
pub(crate) fn agree(laps: &[Span], detected: &[Span], reference: &Reference) -> bool {
    if detected.is_empty() {
        let lengths: Vec<f64> = laps.iter().map(Span::seconds).collect();
        let longest = lengths.iter().copied().fold(0.0, f64::max);
        let shortest = lengths.iter().copied().fold(f64::INFINITY, f64::min);
        return reference.knowledge == Knowledge::Guessed && laps.len() >= 3 && longest <= 1.3 * shortest;
    }
    laps.len() == detected.len() && laps.iter().zip(detected).all(|(lap, found)| lap.shared(found) >= 0.6)
}

/// Spans of work by the laps.
pub(crate) struct Pressed {
    pub(crate) spans: Vec<Span>,
    /// Whether they alternate so far that the signal need not agree.
    pub(crate) is_plain: bool,
}

/// The work spans, or `None` where the laps are not work and rest.
pub(crate) fn find(recording: &Recording, cleaned: &Cleaned) -> Option<Pressed> {
    if matches!(cleaned.basis, Basis::None) || cleaned.grid.len() == 0 {
        return None;
    }
    let pressed = recording.laps.iter().filter(|l| l.trigger != Some(LapTrigger::Distance)).count();
    if recording.laps.len() < 4 || pressed < 3 {
        return None;
    }
    let mut marks: Vec<Mark> = recording.laps.iter().filter(|l| l.end > l.start).map(|l| mark(l, cleaned)).collect();
    for k in 0..marks.len() {
        let level = marks[k].level?;
        let neighbour = |j: Option<usize>| j.and_then(|j| marks.get(j)).and_then(|m| m.level);
        let sides = [neighbour(k.checked_sub(1)), neighbour(Some(k + 1))];
        let is_work = sides.iter().flatten().all(|side| level >= CONTRAST * side) && sides.iter().any(Option::is_some);
        let is_rest = sides.iter().flatten().any(|side| *side >= CONTRAST * level);
        marks[k].role = match (is_work, is_rest) {
            (true, _) => Role::Work,
            (false, true) => Role::Rest,
            (false, false) => Role::Outside,
        };
    }
    let work: Vec<usize> =
        (0..marks.len()).filter(|&k| marks[k].role == Role::Work && marks[k].span.seconds() >= SHORTEST_S).collect();
    // Running home after the last rest is faster than it, and no work.
    let usual = median(work.iter().filter_map(|&k| marks[k].level).collect()).unwrap_or(0.0);
    let work: Vec<usize> =
        work.into_iter().filter(|&k| marks[k].level.is_some_and(|l| l >= LEAST_OF_USUAL * usual)).collect();
    if work.len() < 2 {
        return None;
    }
    if is_plain(&marks, &work) {
        return Some(Pressed { spans: work.iter().map(|&k| marks[k].span).collect(), is_plain: true });
    }
    let sums = &cleaned.demand_sums;
    let mean = |from_s: f64, to_s: f64| {
        let (from, to) = Span { from_s, to_s }.grid(cleaned.grid.len());
        (sums[to] - sums[from]) / (to - from).max(1) as f64
    };
    let changes_at_border = |early: &Mark, late: &Mark| {
        let border = late.span.from_s;
        let (before, after) = (early.level.unwrap_or(0.0), late.level.unwrap_or(0.0));
        let reach = BORDER_S.min(0.5 * early.span.seconds()).min(0.5 * late.span.seconds());
        let found = mean(border, border + reach) - mean(border - reach, border);
        found / (after - before) >= AT_BORDER
    };
    let borders = work.iter().flat_map(|&k| {
        let before = k.checked_sub(1).map(|j| changes_at_border(&marks[j], &marks[k]));
        let after = (k + 1 < marks.len()).then(|| changes_at_border(&marks[k], &marks[k + 1]));
        [before, after]
    });
    let (agree, all) = borders.flatten().fold((0u32, 0u32), |(agree, all), ok| (agree + u32::from(ok), all + 1));
    (agree * 5 >= all * 4).then(|| Pressed { spans: work.iter().map(|&k| marks[k].span).collect(), is_plain: false })
}

/// A lap with its level: by the signal, or by the device's totals where the signal is far from those (sparse samples, a
/// poor sky).
fn mark(lap: &Lap, cleaned: &Cleaned) -> Mark {
    let mut mark = Mark::new(cleaned, lap.start, lap.end, Role::Unknown, None);
    let (from, to) = mark.span.grid(cleaned.grid.len());
    let seconds = lap.timer.map_or(mark.span.seconds(), TimeSpan::as_s).max(1.0);
    let seen = cleaned.distance_m(from, to) / (to - from).max(1) as f64;
    if let Some(told) = lap.distance.map(|d| d.as_m() / seconds).filter(|v| (0.0..12.5).contains(v))
        && (told - seen).abs() > POOR_SIGNAL * told.max(seen)
    {
        mark.level = Some(told);
    }
    mark
}

/// Whether work and rest take turns, one of each, far apart.
fn is_plain(marks: &[Mark], work: &[usize]) -> bool {
    let level = |k: usize| marks[k].level.unwrap_or(0.0);
    let rests = || work.windows(2).map(|pair| (pair[0], pair[1]));
    let takes_turns = rests().all(|(a, b)| b == a + 2);
    let is_far = rests().all(|(a, b)| level(a).min(level(b)) >= BY_FAR * level(a + 1));
    let spans = || work.iter().map(|&k| level(k));
    let is_even = spans().fold(f64::INFINITY, f64::min) >= 0.8 * spans().fold(0.0, f64::max);
    work.len() >= LEAST_BY_FAR && takes_turns && is_far && is_even
}
