//! Spans that the device or the athlete marked (steps, splits, laps), and what their levels say about them.

use super::{SHORTEST_S, Span, offset_s};
use crate::clean::{Basis, Cleaned};
use striate_model::Timestamp;

/// What a marked span is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Work.
    Work,
    /// Rest between work.
    Rest,
    /// Before or after the work.
    Outside,
    /// Not said.
    Unknown,
}

/// A marked span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) span: Span,
    pub(crate) role: Role,
    /// Mean demand; `None` where nothing can be measured.
    pub(crate) level: Option<f64>,
    /// Spans of one group are repetitions of one step.
    pub(crate) group: Option<u16>,
}

impl Mark {
    /// A mark with the level that the signal has in it.
    pub(crate) fn new(cleaned: &Cleaned, start: Timestamp, end: Timestamp, role: Role, group: Option<u16>) -> Self {
        let span = Span { from_s: offset_s(cleaned, start), to_s: offset_s(cleaned, end) };
        Self { span, role, level: level(cleaned, &span), group }
    }
}

/// Mean demand of a span over its active seconds.
pub(crate) fn level(cleaned: &Cleaned, span: &Span) -> Option<f64> {
    if cleaned.basis == Basis::None || cleaned.grid.len() == 0 {
        return None;
    }
    let (from, to) = span.grid(cleaned.grid.len());
    let sum: f64 = cleaned.demand[from..to].iter().map(|d| f64::from(*d)).sum();
    (to > from).then(|| sum / (to - from) as f64)
}

/// Joins neighbours of one group (a device may cut a long step into laps).
pub(crate) fn joined(marks: Vec<Mark>, cleaned: &Cleaned) -> Vec<Mark> {
    let mut out: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        match out.last_mut() {
            Some(last)
                if mark.group.is_some()
                    && last.group == mark.group
                    && (mark.span.from_s - last.span.to_s).abs() < 1.5 =>
            {
                last.span.to_s = mark.span.to_s;
                last.level = level(cleaned, &last.span);
            }
            _ => out.push(mark),
        }
    }
    out
}

/// Whether marked work is harder than marked rest, as far as the signal can tell.
pub(crate) fn work_is_harder(marks: &[Mark]) -> bool {
    let mean = |role: Role| {
        let (sum, seconds) = marks
            .iter()
            .filter(|m| m.role == role && m.span.seconds() >= SHORTEST_S)
            .filter_map(|m| m.level.map(|l| (l, m.span.seconds())))
            .fold((0.0, 0.0), |(sum, all), (l, s)| (sum + l * s, all + s));
        (seconds > 0.0).then(|| sum / seconds)
    };
    match (mean(Role::Work), mean(Role::Rest)) {
        (Some(work), Some(rest)) => work > 1.08 * rest,
        _ => true,
    }
}

/// The middle value of some lengths.
pub(crate) fn median(mut values: Vec<f64>) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    values.sort_unstable_by(f64::total_cmp);
    Some(values[values.len() / 2])
}
