//! Efforts from the steps of the workout that was followed.
//!
//! A lap that carries a step is work, rest or neither: by the step's own intensity where the file holds the workout,
//! else by which of two repeated steps was run harder. A step that was given up before half of it was done is no
//! effort. A workout with a single long block has no efforts.

use super::marks::{Mark, Role, joined, median, work_is_harder};
use super::{LONGEST_SINGLE_S, SHORTEST_S, Span};
use crate::clean::Cleaned;
use striate_model::{Intensity, Lap, Recording, Step, StepDuration};

/// Share of a step that must be done for it to count.
const DONE: f64 = 0.5;

/// The work spans, or `None` where the recording followed no workout that says which steps are work.
pub(crate) fn find(recording: &Recording, cleaned: &Cleaned) -> Option<Vec<Span>> {
    let laps: Vec<&Lap> = recording.laps.iter().filter(|l| l.workout_step.is_some() && l.end > l.start).collect();
    if laps.len() < 2 {
        return None;
    }
    let step_of = |lap: &Lap| {
        let index = lap.workout_step?;
        recording.workout.as_ref()?.steps.iter().find(|s| s.index == index)
    };
    let marks =
        laps.iter().map(|lap| Mark::new(cleaned, lap.start, lap.end, role(step_of(lap)), lap.workout_step)).collect();
    let mut marks = joined(marks, cleaned);
    if marks.iter().all(|m| m.role != Role::Work) || marks.iter().all(|m| m.role != Role::Rest) {
        roles_from_repeats(&mut marks);
    }
    // A plan whose steps are all called active says nothing about which were hard.
    if marks.iter().all(|m| m.role != Role::Work) || is_all_work(&marks) || !work_is_harder(&marks) {
        return None;
    }
    let planned = |mark: &Mark| -> Option<f64> {
        let step = recording.workout.as_ref()?.steps.iter().find(|s| Some(s.index) == mark.group)?;
        match step.duration {
            StepDuration::Time(time) => Some(mark.span.seconds() / time.as_s().max(1.0)),
            StepDuration::Distance(distance) => {
                let (from, to) = mark.span.grid(cleaned.grid.len());
                Some(cleaned.distance_m(from, to) / distance.as_m().max(1.0))
            }
            _ => None,
        }
    };
    let usual = |mark: &Mark| {
        let same = marks.iter().filter(|m| m.group == mark.group).map(|m| m.span.seconds()).collect();
        median(same).map(|length| mark.span.seconds() / length.max(1.0))
    };
    let work: Vec<Span> = marks
        .iter()
        .filter(|m| m.role == Role::Work && m.span.seconds() >= SHORTEST_S)
        .filter(|m| planned(m).or_else(|| usual(m)).is_none_or(|share| share >= DONE))
        .map(|m| m.span)
        .collect();
    let single = work.len() == 1 && work[0].seconds() > LONGEST_SINGLE_S;
    Some(if single { Vec::new() } else { work })
}

/// Whether every step is work, and none asked clearly more than another.
fn is_all_work(marks: &[Mark]) -> bool {
    marks.len() >= 2 && marks.iter().all(|m| m.role == Role::Work)
}

/// What a step says that it is for.
fn role(step: Option<&Step>) -> Role {
    match step.and_then(|s| s.intensity) {
        Some(Intensity::Active | Intensity::Interval) => Role::Work,
        Some(Intensity::Rest | Intensity::Recovery) => Role::Rest,
        Some(Intensity::Warmup | Intensity::Cooldown) => Role::Outside,
        Some(Intensity::Other) | None => Role::Unknown,
    }
}

/// Where no step says what it is for: of the steps that were repeated, those run harder than the mean are work.
fn roles_from_repeats(marks: &mut [Mark]) {
    let mut groups: Vec<u16> = marks.iter().filter_map(|m| m.group).collect();
    groups.sort_unstable();
    groups.dedup();
    let level_of = |group: u16| {
        let all: Vec<&Mark> = marks.iter().filter(|m| m.group == Some(group)).collect();
        let seconds: f64 = all.iter().map(|m| m.span.seconds()).sum();
        let work: f64 = all.iter().filter_map(|m| m.level.map(|l| l * m.span.seconds())).sum();
        (all.len() >= 2 && seconds > 0.0).then(|| (group, work / seconds))
    };
    let levels: Vec<(u16, f64)> = groups.into_iter().filter_map(level_of).collect();
    let (Some(low), Some(high)) =
        (levels.iter().map(|l| l.1).min_by(f64::total_cmp), levels.iter().map(|l| l.1).max_by(f64::total_cmp))
    else {
        return;
    };
    if levels.len() < 2 || high <= 1.08 * low {
        return;
    }
    for mark in marks.iter_mut() {
        if let Some((_, level)) = levels.iter().find(|(group, _)| Some(*group) == mark.group) {
            mark.role = if *level > 0.5 * (low + high) { Role::Work } else { Role::Rest };
        } else if mark.role == Role::Work {
            mark.role = Role::Outside;
        }
    }
}
