//! Laps and totals: the device's word, held against the points; the points where it is missing or cannot be true.

use super::Faults;
use super::draft::{LapDraft, running_time};
use crate::track;
use std::ops::Range;
use striate_model::{
    Channel, Distance, HeartRate, Intensity, Lap, Pause, Power, Recording, Speed, Streams, TimeSpan, Timestamp,
    WarningCode,
};

/// What the points say.
pub(crate) struct Points<'a> {
    /// The samples.
    pub(crate) streams: &'a Streams,
    /// Length of the line of positions up to each sample, m; empty without positions.
    pub(crate) path: &'a [f64],
    /// Pauses in order.
    pub(crate) pauses: &'a [Pause],
    /// The usual time between two samples, s.
    pub(crate) typical_s: f64,
}

/// A lap and its place in the samples.
pub(crate) struct PlacedLap {
    /// When it begins.
    pub(crate) start: Timestamp,
    samples: Range<usize>,
    draft: LapDraft,
}

/// Laps in the order of their start, each with its samples. A start a day or more away from all samples is wrong, then
/// the lap begins with its first sample; a lap of which neither is known has no place.
pub(crate) fn places(drafts: &[LapDraft], streams: &Streams) -> Vec<PlacedLap> {
    let is_far = |start: Timestamp| {
        let (Some(first), Some(last)) = (streams.time.first(), streams.time.last()) else { return false };
        first.since(start).as_s() > 86_400.0 || start.since(*last).as_s() > 86_400.0
    };
    let mut laps: Vec<PlacedLap> = drafts
        .iter()
        .filter_map(|draft| {
            let start = draft.start.filter(|start| !is_far(*start)).or(draft.first_sample).or(draft.start)?;
            Some(PlacedLap { start, samples: 0..0, draft: *draft })
        })
        .collect();
    laps.sort_by_key(|lap| lap.start);
    let mut end = streams.len();
    for (place, lap) in laps.iter_mut().enumerate().rev() {
        let begin = if place == 0 { 0 } else { streams.time.partition_point(|t| *t < lap.start).min(end) };
        lap.samples = begin..end;
        end = begin;
    }
    laps
}

/// Fills the laps and totals of a recording.
pub(crate) fn fill(
    recording: &mut Recording,
    placed: &[PlacedLap],
    points: &Points<'_>,
    expects_totals: bool,
    faults: &mut Faults,
) {
    // Exporters that do not know mark every lap as rest: then the mark says nothing.
    let all_rest = placed.iter().all(|lap| lap.draft.intensity == Some(Intensity::Rest));
    let mut seen = Seen::default();
    for (place, lap) in placed.iter().enumerate() {
        let next = placed.get(place + 1).map(|lap| lap.start);
        let timer = timer_of(lap, next, points, &mut seen);
        let distance = distance_of(lap, points, &mut seen);
        recording.laps.push(Lap {
            start: lap.start,
            end: end_of(lap, next, timer, points),
            timer,
            distance,
            intensity: lap.draft.intensity.filter(|_| !all_rest),
            trigger: lap.draft.trigger,
            workout_step: None,
        });
    }
    seen.report(expects_totals, faults);
    sum_up(recording, placed, points);
    if placed.is_empty() {
        let sentence = "the file holds no totals: time and distance were derived from the points";
        faults.of(WarningCode::DerivedTotal, sentence);
    }
}

/// What was found while laps were held against their points.
#[derive(Default)]
struct Seen {
    derived_time: bool,
    derived_distance: bool,
    minutes: bool,
    milliseconds: bool,
    wrong_time: bool,
    kilometres: bool,
    wrong_distance: bool,
}

impl Seen {
    fn report(&self, expects_totals: bool, faults: &mut Faults) {
        let lines = [
            (
                self.derived_time && expects_totals,
                WarningCode::DerivedTotal,
                "a lap has no time; it was derived from its points",
            ),
            (
                self.derived_distance && expects_totals,
                WarningCode::DerivedTotal,
                "a lap has no distance; it was derived from its points",
            ),
            (
                self.minutes,
                WarningCode::ContradictoryTotal,
                "a lap's time is written in minutes instead of seconds; the time of its points was used",
            ),
            (
                self.milliseconds,
                WarningCode::ContradictoryTotal,
                "a lap's time is written in milliseconds instead of seconds; the time of its points was used",
            ),
            (
                self.wrong_time,
                WarningCode::ContradictoryTotal,
                "a lap's time contradicts its points; the time of the points was used",
            ),
            (
                self.kilometres,
                WarningCode::ContradictoryTotal,
                "a lap's distance is written in kilometres instead of metres; it was converted",
            ),
            (
                self.wrong_distance,
                WarningCode::ContradictoryTotal,
                "a lap's distance contradicts its points; the distance of the points was used",
            ),
        ];
        for (_, code, sentence) in lines.into_iter().filter(|(seen, ..)| *seen) {
            faults.of(code, sentence);
        }
    }
}

fn near(a: f64, b: f64, share: f64) -> bool {
    (a - b).abs() <= share * b.abs()
}

/// The time of a lap with the timer running. The file's figure is believed unless ten or more points over half a minute
/// or more show that it is another unit, less than half the time that they cover or more than twice their span.
fn timer_of(lap: &PlacedLap, next: Option<Timestamp>, points: &Points<'_>, seen: &mut Seen) -> Option<TimeSpan> {
    let stated = lap.draft.total.filter(|s| *s > 0.0);
    let time = &points.streams.time[lap.samples.clone()];
    let (Some(first), Some(last)) = (time.first(), time.last()) else {
        return stated.map(TimeSpan::from_s);
    };
    let longest_s = (5.0 * points.typical_s).max(30.0);
    let end = next.filter(|next| next.since(*last).as_s() <= longest_s).unwrap_or(*last).max(*last);
    let by_points = running_time(*first, end, points.pauses);
    let span_s = by_points.as_s();
    let Some(stated_s) = stated else {
        seen.derived_time = true;
        return Some(by_points);
    };
    if time.len() < 10 || span_s < 30.0 {
        return Some(TimeSpan::from_s(stated_s));
    }
    let covered_s: f64 =
        time.windows(2).map(|pair| pair[1].since(pair[0]).as_s()).filter(|s| *s <= longest_s).sum::<f64>();
    let wrong = if near(stated_s * 60.0, span_s, 0.05) {
        &mut seen.minutes
    } else if near(stated_s / 1000.0, span_s, 0.05) {
        &mut seen.milliseconds
    } else if stated_s < 0.5 * covered_s || stated_s > 2.0 * span_s + 60.0 {
        &mut seen.wrong_time
    } else {
        return Some(TimeSpan::from_s(stated_s));
    };
    *wrong = true;
    Some(by_points)
}

/// The distance of a lap. The file's figure is believed unless ten or more points show that it is kilometres or far off:
/// a tenth from the points' own distances, a third from the line of positions (a foot pod may know better).
fn distance_of(lap: &PlacedLap, points: &Points<'_>, seen: &mut Seen) -> Option<Distance> {
    let stated = lap.draft.distance;
    let (by_points, share) = match gain(&points.streams.distance_m, &lap.samples) {
        Some(m) => (m, 0.1),
        None => match gain(points.path, &lap.samples) {
            Some(m) => (m, 0.33),
            // Without a count and without positions the speeds tell how far it was where nothing else does.
            None if stated.is_none_or(|m| m <= 0.0) => {
                let by_speeds = speeds_m(points, &lap.samples);
                seen.derived_distance |= by_speeds.is_some();
                return by_speeds.or(stated).map(Distance::from_m);
            }
            None => return stated.map(Distance::from_m),
        },
    };
    let by_points_distance = Some(Distance::from_m(by_points));
    let Some(stated_m) = stated.filter(|m| *m > 0.0) else {
        if by_points > 0.0 {
            seen.derived_distance = true;
            return by_points_distance;
        }
        return stated.map(Distance::from_m);
    };
    if lap.samples.len() < 10 || by_points < 50.0 || (stated_m - by_points).abs() <= share * by_points + 20.0 {
        return Some(Distance::from_m(stated_m));
    }
    if near(stated_m * 1000.0, by_points, share) {
        seen.kilometres = true;
        return Some(Distance::from_m(stated_m * 1000.0));
    }
    seen.wrong_distance = true;
    by_points_distance
}

/// What the speeds of some samples add up to, m.
fn speeds_m(points: &Points<'_>, places: &Range<usize>) -> Option<f64> {
    let all = points.streams;
    let mut streams = Streams::default();
    streams.time = all.time.get(places.clone())?.to_vec();
    for channel in [Channel::SpeedMPerS, Channel::FootPodSpeedMPerS] {
        if let Some(column) = all.channel(channel).get(places.clone()) {
            *streams.channel_mut(channel) = column.to_vec();
        }
    }
    track::of_speeds_m(&streams, points.pauses)
}

/// What a counting column gains over these places, from the last value before them (or 0 at the start) to the last in
/// them.
fn gain(column: &[f64], places: &Range<usize>) -> Option<f64> {
    let value = |v: &&f64| !v.is_nan();
    let inside = column.get(places.clone())?;
    let last = inside.iter().rev().find(value)?;
    let before = column[..places.start].iter().rev().find(value).copied();
    // A column that starts far from 0 is the tail of something longer.
    let first = inside.iter().find(value).copied().filter(|m| *m > 200.0).unwrap_or_default();
    Some((last - before.unwrap_or(first)).max(0.0))
}

/// When a lap ended: with the next one where hardly any time lies between, else with its last sample or its timer.
fn end_of(lap: &PlacedLap, next: Option<Timestamp>, timer: Option<TimeSpan>, points: &Points<'_>) -> Timestamp {
    let by_timer = lap.start + timer.unwrap_or_default();
    let by_points =
        lap.samples.end.checked_sub(1).filter(|at| *at >= lap.samples.start).map(|at| points.streams.time[at]);
    let end = by_points.map_or(by_timer, |last| last.max(by_timer)).max(lap.start);
    match next {
        Some(next) if next.since(end).as_s() <= (2.0 * points.typical_s).max(2.0) => next,
        _ => end,
    }
}

fn sum_up(recording: &mut Recording, placed: &[PlacedLap], points: &Points<'_>) {
    let time = &points.streams.time;
    let laps_end = recording.laps.iter().map(|lap| lap.end).max();
    let end = time.last().copied().max(laps_end).unwrap_or(recording.start);
    recording.elapsed = Some(end.since(recording.start));
    if placed.is_empty() {
        let first = time.first().copied().unwrap_or(recording.start);
        recording.timer = Some(running_time(first, end, points.pauses));
        let all = 0..points.streams.len();
        let moved = |m: &f64| *m > 0.0;
        recording.distance = gain(&points.streams.distance_m, &all)
            .filter(moved)
            .or_else(|| gain(points.path, &all).filter(moved))
            .or_else(|| track::of_speeds_m(points.streams, points.pauses))
            .or_else(|| gain(points.path, &all))
            .map(Distance::from_m);
        return;
    }
    let laps = &recording.laps;
    recording.timer = sum(laps.iter().map(|lap| lap.timer.map(TimeSpan::as_s))).map(TimeSpan::from_s);
    recording.distance = sum(laps.iter().map(|lap| lap.distance.map(Distance::as_m))).map(Distance::from_m);
    let weight = |at: usize| laps[at].timer.map_or(0.0, TimeSpan::as_s);
    let drafts = || placed.iter().map(|lap| &lap.draft);
    recording.hr_mean = mean(drafts().map(|d| d.hr_mean_bpm), weight).map(HeartRate::from_bpm);
    recording.power_mean = mean(drafts().map(|d| d.power_mean_w), weight).map(Power::from_w);
    recording.hr_max = drafts().filter_map(|d| d.hr_max_bpm).max_by(f64::total_cmp).map(HeartRate::from_bpm);
    recording.speed_max = drafts().filter_map(|d| d.speed_max_m_per_s).max_by(f64::total_cmp).map(Speed::from_m_per_s);
}

/// The sum of what is known; `None` where nothing is.
fn sum(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    values.flatten().fold(None, |sum, value| Some(sum.unwrap_or(0.0) + value))
}

/// The weighted mean, `None` unless every value of weight is known.
fn mean(values: impl Iterator<Item = Option<f64>>, weight: impl Fn(usize) -> f64) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (at, value) in values.enumerate() {
        let weight = weight(at);
        if weight > 0.0 {
            sum += weight * value?;
            weights += weight;
        }
    }
    (weights > 0.0).then(|| sum / weights)
}
