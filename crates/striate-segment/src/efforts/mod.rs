//! Efforts, from the most trusted source that has any: steps of the workout that was followed, the device's own splits,
//! laps that really alternate between work and rest, and last the signal itself.

mod changes;
mod detect;
mod laps;
mod marks;
mod splits;
mod workout;

use crate::clean::{Basis, Cleaned, HEIGHT_LATE_S};
use crate::grade::level_factor;
use crate::reference::Reference;
use crate::speed_duration::best_speed_over;
use striate_model::{
    Athlete, Distance, Effort, EffortSource, Grade, Recording, Speed, SpeedSource, SubSport, TimeSpan, Timestamp,
};

/// The shortest effort, s; half a second of grace for devices that round.
pub(crate) const SHORTEST_S: f64 = 7.5;

/// A single block longer than this is no effort: its kind says what it is.
pub(crate) const LONGEST_SINGLE_S: f64 = 240.0;

/// A marked edge and a detected one nearer than this are the same: a runner reacts to a beep and presses a button within
/// one to three seconds, s.
const SNAP_S: f64 = 3.0;

/// The same of a lap: fingers come late to the button, by 2 to 12 s in real runs.
const PRESSED_S: f64 = 12.0;

/// A span that is work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    /// Seconds from the start of the grid.
    pub(crate) from_s: f64,
    /// Seconds from the start of the grid.
    pub(crate) to_s: f64,
}

impl Span {
    /// Its length.
    pub(crate) fn seconds(&self) -> f64 {
        self.to_s - self.from_s
    }

    /// What it shares with another, as a share of their union.
    pub(crate) fn shared(&self, other: &Self) -> f64 {
        let overlap = (self.to_s.min(other.to_s) - self.from_s.max(other.from_s)).max(0.0);
        overlap / (self.to_s.max(other.to_s) - self.from_s.min(other.from_s)).max(1e-9)
    }

    /// The seconds of the grid that it covers, at least one, within `0..len`.
    pub(crate) fn grid(&self, len: usize) -> (usize, usize) {
        let to = (self.to_s.round().max(0.0) as usize).min(len);
        let from = (self.from_s.round().max(0.0) as usize).min(to.saturating_sub(1));
        (from, to)
    }
}

/// The spans of work and where they came from.
pub(crate) struct Found {
    pub(crate) spans: Vec<Span>,
    pub(crate) source: EffortSource,
}

/// Finds the efforts of a recording. A step, split or lap says which, and when to within what a runner needs to react
/// and press; inside that the signal says when.
pub(crate) fn find(recording: &Recording, cleaned: &Cleaned, reference: &Reference) -> Found {
    // A mean speed over a silence beside sampled seconds looks like a change of pace that nobody ran.
    let is_coarse = cleaned.motion.speed_source == SpeedSource::Totals;
    let detected = match cleaned.basis {
        _ if is_coarse => Vec::new(),
        Basis::Speed | Basis::RunningPower => {
            detect::find(cleaned, reference, recording.sub_sport == SubSport::Treadmill)
        }
        Basis::Power | Basis::OtherSpeed | Basis::None => Vec::new(),
    };
    let marked = |spans: Vec<Span>, source| {
        let snap_s = if source == EffortSource::Laps { PRESSED_S } else { SNAP_S };
        Found { spans: snapped(in_order(spans), &detected, snap_s), source }
    };
    if let Some(spans) = workout::find(recording, cleaned) {
        return marked(spans, EffortSource::WorkoutSteps);
    }
    if let Some(spans) = splits::find(recording, cleaned) {
        return marked(spans, EffortSource::Splits);
    }
    if let Some(pressed) = laps::find(recording, cleaned)
        && (pressed.is_plain || laps::agree(&pressed.spans, &detected, reference))
    {
        return marked(pressed.spans, EffortSource::Laps);
    }
    Found { spans: detected, source: EffortSource::Detected }
}

/// Marked spans with each edge moved to the detected one where that lies within so many seconds.
fn snapped(mut spans: Vec<Span>, detected: &[Span], snap_s: f64) -> Vec<Span> {
    let near = |edge: f64, other: f64| if (edge - other).abs() <= snap_s { other } else { edge };
    for span in &mut spans {
        let first = detected.partition_point(|d| d.to_s <= span.from_s);
        if let Some(found) = detected.get(first).filter(|d| d.shared(span) >= 0.6) {
            *span = Span { from_s: near(span.from_s, found.from_s), to_s: near(span.to_s, found.to_s) };
        }
    }
    spans
}

/// Marked spans in the order of time, each beginning after the one before has ended: devices have been seen to write
/// laps that overlap.
fn in_order(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by(|a, b| a.from_s.total_cmp(&b.from_s));
    let mut end = 0.0f64;
    spans.retain_mut(|span| {
        span.from_s = span.from_s.max(end);
        let is_left = span.seconds() >= SHORTEST_S;
        if is_left {
            end = span.to_s;
        }
        is_left
    });
    spans
}

/// An effort with its figures, against the athlete as assumed for this session.
pub(crate) fn effort(span: &Span, source: EffortSource, cleaned: &Cleaned, assumed: &Athlete) -> Effort {
    let start = cleaned.grid.start + TimeSpan::from_s(span.from_s);
    let end = cleaned.grid.start + TimeSpan::from_s(span.to_s);
    let (from, to) = span.grid(cleaned.grid.len());
    let has_speed = cleaned.motion.speed_source != SpeedSource::None;
    let seconds = (to - from).max(1) as f64;
    let distance = cleaned.distance_m(from, to);
    let mean_grade = cleaned.motion.grade_error.map(|_| grade_between(cleaned, from, to));
    // The grade of the whole effort is known better than that of each second.
    let level = distance / seconds * level_factor(mean_grade.unwrap_or(0.0));
    let fraction = |of: f64| (has_speed && cleaned.on_foot && of > 0.0).then(|| level / of);
    Effort {
        start,
        end,
        distance: has_speed.then(|| Distance::from_m(distance)),
        mean_speed: has_speed.then(|| Speed::from_m_per_s(distance / seconds)),
        mean_grade: mean_grade.map(Grade::from_ratio),
        fraction_of_max_speed: fraction(assumed.max_sprint.value.as_m_per_s()),
        fraction_of_own_best: fraction(best_speed_over(assumed, (level * seconds).max(20.0))),
        source,
    }
}

/// Rise over run between two seconds of the grid: from the heights at both ends where they are good, since a fitted
/// slope reaches beyond a short climb; else the mean slope, weighted by distance.
pub(crate) fn grade_between(cleaned: &Cleaned, from: usize, to: usize) -> f64 {
    let motion = &cleaned.motion;
    let last = cleaned.height_m.len().saturating_sub(1);
    if from < last {
        let run = cleaned.distance_m(from, to);
        if run > 15.0 {
            let at = |second: usize| cleaned.height_m[(second + HEIGHT_LATE_S).min(last)];
            return ((at(to) - at(from)) / run).clamp(-0.5, 0.5);
        }
    }
    let (rise, run) = (from..to).fold((0.0, 0.0), |(rise, run), i| {
        let step = f64::from(motion.speed_m_per_s[i]);
        (rise + step * f64::from(motion.grade[i]), run + step)
    });
    if run <= 1.0 {
        return 0.0;
    }
    let grade = rise / run;
    // Heights that wander make slopes that last: such a one counts as far as it is beyond its errors.
    let error = 2.0 * motion.grade_error.map_or(0.0, Grade::as_ratio);
    grade * (1.0 - (error / grade).powi(2)).max(0.0)
}

/// Seconds from the start of the grid to an instant.
pub(crate) fn offset_s(cleaned: &Cleaned, instant: Timestamp) -> f64 {
    instant.since(cleaned.grid.start).as_s().clamp(0.0, cleaned.grid.len() as f64)
}
