//! Efforts from the device's own interval splits.

use super::marks::{Mark, Role, work_is_harder};
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
    let count = |role: Role| marks.iter().filter(|m| m.role == role).count();
    if count(Role::Work) == 0 || count(Role::Rest) == 0 || !work_is_harder(&marks) {
        return None;
    }
    let work: Vec<Span> =
        marks.iter().filter(|m| m.role == Role::Work && m.span.seconds() >= SHORTEST_S).map(|m| m.span).collect();
    let single = work.len() == 1 && work[0].seconds() > LONGEST_SINGLE_S;
    (!single).then_some(work)
}
