//! Efforts from the device's own interval splits.
//!
//! The first split that a watch calls active may hold the way there as well: it begins with the recording, and is longer
//! and easier than the others.

use super::marks::{Mark, Role, median, work_is_harder};
use super::{LONGEST_SINGLE_S, SHORTEST_S, Span};
use crate::clean::Cleaned;
use striate_model::{Recording, SplitKind};

/// The work spans, or `None` where the device marked no intervals. One active split over a whole run is a run, not an
/// effort, so rests or several active splits are needed.
pub(crate) fn find(recording: &Recording, cleaned: &Cleaned) -> Option<Vec<Span>> {
    let marks: Vec<Mark> = recording
        .splits
        .iter()
        .filter(|s| s.end > s.start)
        .map(|s| {
            let role = match s.kind {
                SplitKind::IntervalActive => Role::Work,
                SplitKind::IntervalRest => Role::Rest,
                SplitKind::IntervalWarmup | SplitKind::IntervalCooldown => Role::Outside,
                SplitKind::Run | SplitKind::Walk | SplitKind::Stand | SplitKind::Other => Role::Unknown,
            };
            Mark::new(cleaned, s.start, s.end, role, None)
        })
        .collect();
    let mut marks = marks;
    drop_warm_up(&mut marks);
    let count = |role: Role| marks.iter().filter(|m| m.role == role).count();
    if count(Role::Work) == 0 || count(Role::Rest) == 0 || !work_is_harder(&marks) {
        return None;
    }
    let work: Vec<Span> =
        marks.iter().filter(|m| m.role == Role::Work && m.span.seconds() >= SHORTEST_S).map(|m| m.span).collect();
    let single = work.len() == 1 && work[0].seconds() > LONGEST_SINGLE_S;
    (!single).then_some(work)
}

/// The first active split is the way there where it is this much longer, and this much easier, than the middle one.
const LONGER: f64 = 1.5;
const EASIER: f64 = 0.9;

/// Takes the work out of a first active split that holds the warm-up.
fn drop_warm_up(marks: &mut [Mark]) {
    let work = || marks.iter().filter(|m| m.role == Role::Work);
    let others: Vec<&Mark> = work().skip(1).collect();
    let seconds = median(others.iter().map(|m| m.span.seconds()).collect());
    let level = median(others.iter().filter_map(|m| m.level).collect());
    let (Some(seconds), Some(level)) = (seconds, level) else { return };
    if let Some(first) = marks.iter_mut().find(|m| m.role == Role::Work)
        && first.span.seconds() >= LONGER * seconds
        && first.level.is_some_and(|l| l <= EASIER * level)
    {
        first.role = Role::Outside;
    }
}
