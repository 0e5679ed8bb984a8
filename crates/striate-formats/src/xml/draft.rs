//! A recording while it is read, and how it becomes one: order, pauses, units, laps and totals.

use super::distance::{self, Known};
use super::samples::{Samples, select};
use super::totals;
use super::{Faults, Point};
use crate::jumps::{Beside, Moves};
use crate::{limits, track};
use striate_model::{
    Channel, Device, Intensity, LapTrigger, Pause, Recording, Sport, Streams, SubSport, TimeSpan, Timestamp,
    WarningCode,
};

/// A lap as the file writes it.
#[derive(Clone, Copy, Default)]
pub(crate) struct LapDraft {
    /// Its start by the file.
    pub(crate) start: Option<Timestamp>,
    /// The instant of its first sample.
    pub(crate) first_sample: Option<Timestamp>,
    /// Its time by the file; meant as seconds.
    pub(crate) total: Option<f64>,
    /// Its distance by the file; meant as metres.
    pub(crate) distance: Option<f64>,
    /// Its mean heart rate, beats a minute.
    pub(crate) hr_mean_bpm: Option<f64>,
    /// Its highest heart rate, beats a minute.
    pub(crate) hr_max_bpm: Option<f64>,
    /// Its mean power, W.
    pub(crate) power_mean_w: Option<f64>,
    /// Its highest speed, m/s.
    pub(crate) speed_max_m_per_s: Option<f64>,
    /// What it was meant to be.
    pub(crate) intensity: Option<Intensity>,
    /// Why it ended.
    pub(crate) trigger: Option<LapTrigger>,
}

/// A recording while it is read.
pub(crate) struct Draft {
    /// The sport.
    pub(crate) sport: Sport,
    /// Its variety.
    pub(crate) sub_sport: SubSport,
    /// The sport in the words of the file.
    pub(crate) sport_word: Option<String>,
    /// How far local time was ahead of UTC by the file's stamps.
    pub(crate) utc_offset: Option<TimeSpan>,
    /// Its name.
    pub(crate) name: Option<String>,
    /// The device.
    pub(crate) device: Device,
    /// Its start where no lap says it.
    pub(crate) start: Option<Timestamp>,
    /// Laps in the order of the file.
    pub(crate) laps: Vec<LapDraft>,
    /// Whether the format writes totals: then their absence is a fault.
    pub(crate) has_totals: bool,
    samples: Samples,
    breaks: Vec<u32>,
    pauses: Vec<Pause>,
    paused_since: Option<Timestamp>,
}

impl Draft {
    /// A draft that holds nothing yet.
    pub(crate) fn new(sport: Sport, sub_sport: SubSport) -> Self {
        Self {
            sport,
            sub_sport,
            sport_word: None,
            utc_offset: None,
            name: None,
            device: Device::default(),
            start: None,
            laps: Vec::new(),
            has_totals: false,
            samples: Samples::default(),
            breaks: Vec::new(),
            pauses: Vec::new(),
            paused_since: None,
        }
    }

    /// How many samples there are.
    pub(crate) fn len(&self) -> usize {
        self.samples.len()
    }

    /// The last instant so far.
    pub(crate) fn last_time(&self) -> Option<Timestamp> {
        self.samples.time().last().copied()
    }

    /// The first instant so far.
    pub(crate) fn first_time(&self) -> Option<Timestamp> {
        self.samples.time().first().copied()
    }

    /// Adds a sample.
    pub(crate) fn push(&mut self, time: Timestamp, point: &Point) {
        if let Some(start) = self.paused_since.take() {
            self.add_pause(Pause { start, end: time });
        }
        if let Some(lap) = self.laps.last_mut() {
            lap.first_sample.get_or_insert(time);
        }
        self.samples.push(time, point);
    }

    /// A new stretch begins with the next sample: the time between may be a pause.
    pub(crate) fn begin_stretch(&mut self) {
        let at = self.samples.len() as u32;
        if at > 0 && self.breaks.last() != Some(&at) && self.breaks.len() < limits::XML_STRETCHES {
            self.breaks.push(at);
        }
    }

    /// A new track begins: a stretch of its own, unless it is the first of its lap. Laps follow each other without a pause.
    pub(crate) fn begin_stretch_of_lap(&mut self) {
        if self.laps.last().is_none_or(|lap| lap.first_sample.is_some()) {
            self.begin_stretch();
        }
    }

    /// The timer stopped.
    pub(crate) fn pause(&mut self, at: Timestamp) {
        self.paused_since.get_or_insert(at);
    }

    /// The timer started again.
    pub(crate) fn resume(&mut self, at: Timestamp) {
        if let Some(start) = self.paused_since.take() {
            self.add_pause(Pause { start, end: at });
        }
    }

    fn add_pause(&mut self, pause: Pause) {
        if self.pauses.len() < limits::XML_STRETCHES {
            self.pauses.push(pause);
        }
    }

    /// Adds a later part of the same session behind this one, as a stretch of its own.
    pub(crate) fn append(&mut self, later: Self) {
        self.begin_stretch();
        let base = self.samples.len() as u32;
        let room = limits::XML_STRETCHES.saturating_sub(self.breaks.len());
        self.breaks.extend(later.breaks.into_iter().take(room).map(|at| base + at));
        let room = limits::XML_STRETCHES.saturating_sub(self.pauses.len());
        self.pauses.extend(later.pauses.into_iter().take(room));
        self.samples.append(later.samples);
    }

    /// Puts the parts before and after a jump of the clock side by side. Only within a stretch, and only where the clock jumps
    /// by more than half a day: files hold laps and parts in any order.
    fn set_clock_right(&mut self, faults: &mut Faults) {
        let breaks = &self.breaks;
        let starts: Vec<Timestamp> = self.laps.iter().filter_map(|lap| lap.start).collect();
        let may_rest = |at: usize, a: Timestamp, b: Timestamp| {
            breaks.contains(&(at as u32)) || starts.iter().any(|start| *start > a && *start <= b)
        };
        let beside = Beside { stopwatch_s: None, looks_back: false, may_rest: &may_rest };
        let moves = Moves::of(self.samples.time(), &beside);
        if moves.is_empty() {
            return;
        }
        let sentence =
            "the clock was set in the middle of the recording; what came before and after was put side by side";
        faults.of(WarningCode::TimeDisorder, sentence);
        moves.samples_moved(self.samples.time_mut());
        for lap in &mut self.laps {
            lap.start = lap.start.map(|at| moves.moved(at));
            lap.first_sample = lap.first_sample.map(|at| moves.moved(at));
        }
        for pause in &mut self.pauses {
            (pause.start, pause.end) = (moves.moved(pause.start), moves.moved(pause.end));
        }
        self.start = self.start.map(|at| moves.moved(at));
    }

    /// The recording; `None` where nothing was recorded.
    pub(crate) fn finish(mut self, faults: &mut Faults) -> Option<Recording> {
        self.set_clock_right(faults);
        let typical_s = typical_step_s(self.samples.time());
        self.pauses.extend(pauses_at(&self.breaks, self.samples.time(), typical_s));
        let mut streams = self.samples.finish();
        put_in_order(&mut streams, faults);
        if track::leave_out_wild(&mut streams, self.sport) > 0 {
            let sentence = "positions that cannot be (too far to get there and back) were left out";
            faults.of(WarningCode::Repaired, sentence);
        }
        let mut pauses = tidy(self.pauses);
        let stated_s: f64 = self.laps.iter().filter_map(|lap| lap.total).sum();
        drop_silences(&mut pauses, &streams, stated_s);

        let laps = totals::places(&self.laps, &streams);
        let first = streams.time.first().copied();
        let stated = laps.first().map(|lap| lap.start).or(self.start);
        let start = match (stated, first) {
            (Some(stated), Some(first)) if stated > first || first.since(stated).as_s() > 3600.0 => first,
            (stated, first) => stated.or(first)?,
        };
        if streams.is_empty() && !self.laps.iter().any(|lap| lap.total.is_some_and(|s| s > 0.0)) {
            return None;
        }

        let path = track::path_m(&streams, &pauses, self.sport);
        let path_total = path.last().copied();
        let stated_m = self.laps.iter().filter_map(|lap| lap.distance).sum::<f64>();
        let known = Known {
            path_m: path_total.filter(|m| *m > 0.0),
            laps: (stated_m > 0.0).then_some(stated_m),
            lap_count: self.laps.len(),
        };
        distance::repair(&mut streams.distance_m, known, faults);
        if track::level_leaps(&mut streams.distance_m, &streams.time, self.sport) > 0.0 {
            let sentence = "the distance leaps ahead further than anybody runs; the leap was taken out";
            faults.of(WarningCode::Repaired, sentence);
        }
        double_strides(&mut streams, self.sport);
        let covered = path_total.or(rise(&streams.distance_m));
        speed_to_m_per_s(&mut streams, covered, typical_s, faults);

        let mut recording = Recording::new(self.sport, self.sub_sport, start);
        recording.name = self.name;
        recording.sport_word = self.sport_word;
        recording.utc_offset = self.utc_offset;
        recording.device = self.device;
        let points = totals::Points { streams: &streams, path: &path, pauses: &pauses, typical_s };
        totals::fill(&mut recording, &laps, &points, self.has_totals, faults);
        recording.streams = streams;
        recording.pauses = pauses;
        Some(recording)
    }
}

/// The usual time between two samples, s.
fn typical_step_s(time: &[Timestamp]) -> f64 {
    let mut steps: Vec<f64> =
        time.windows(2).take(2_000).map(|pair| pair[1].since(pair[0]).as_s()).filter(|s| *s > 0.0).collect();
    if steps.is_empty() {
        return 1.0;
    }
    let middle = steps.len() / 2;
    *steps.select_nth_unstable_by(middle, f64::total_cmp).1
}

/// The time between two stretches, where it is longer than sampling explains: some exporters begin a new stretch with
/// every lap.
fn pauses_at(breaks: &[u32], time: &[Timestamp], typical_s: f64) -> impl Iterator<Item = Pause> {
    breaks.iter().filter_map(move |at| {
        let at = *at as usize;
        let (start, end) = (*time.get(at.checked_sub(1)?)?, *time.get(at)?);
        (end.since(start).as_s() > (2.0 * typical_s).max(1.0)).then_some(Pause { start, end })
    })
}

/// The count of a silence that was run through grows at least at this share of its usual rate.
const COUNTED_ON: f64 = 0.3;

/// Whether the device's count went on from one end of a pause to the other as it does on the move: then the device was
/// silent, and nobody rested. Whatever the unit of the count.
fn counted_on(streams: &Streams, pause: Pause) -> bool {
    let column = &streams.distance_m;
    let value = |place: usize| column.get(place).copied().filter(|v| !v.is_nan());
    let before = streams.time.partition_point(|t| *t <= pause.start);
    let after = streams.time.partition_point(|t| *t < pause.end);
    let (Some(from), Some(to)) = ((0..before).rev().find_map(value), (after..column.len()).find_map(value)) else {
        return false;
    };
    let (Some(first), Some(last)) = (streams.time.first(), streams.time.last()) else { return false };
    let usual = rise(column).unwrap_or(0.0) / last.since(*first).as_s().max(1.0);
    let rate = (to - from) / pause.end.since(pause.start).as_s().max(1.0);
    usual > 0.0 && rate >= COUNTED_ON * usual
}

/// Takes out of the pauses those in which the device was only silent: its count went on, and its own time is as long as if
/// the silence were a part of the run.
fn drop_silences(pauses: &mut Vec<Pause>, streams: &Streams, stated_s: f64) {
    let (Some(first), Some(last)) = (streams.time.first(), streams.time.last()) else { return };
    let mut running_s = running_time(*first, *last, pauses).as_s();
    pauses.retain(|pause| {
        let long_s = pause.end.since(pause.start).as_s();
        let is_silence = running_s + long_s <= 1.05 * stated_s + 30.0 && counted_on(streams, *pause);
        running_s += if is_silence { long_s } else { 0.0 };
        !is_silence
    });
}

/// Sorts samples by time and leaves out those with a wrong date.
fn put_in_order(streams: &mut Streams, faults: &mut Faults) {
    if !streams.time.is_sorted() {
        faults.of(WarningCode::TimeDisorder, "the points are not in the order of their time; they were sorted");
        let mut places: Vec<u32> = (0..streams.len() as u32).collect();
        places.sort_by_key(|at| streams.time[*at as usize]);
        select(streams, &places);
    }
    let (Some(first), Some(last)) = (streams.time.first(), streams.time.last()) else { return };
    if last.since(*first).as_s() > limits::XML_SPAN_S as f64 {
        let middle = streams.time[streams.len() / 2];
        let near = |t: &Timestamp| t.since(middle).as_s().abs() <= limits::XML_SPAN_S as f64;
        let from = streams.time.partition_point(|t| !near(t) && *t < middle);
        let to = streams.time.partition_point(|t| near(t) || *t < middle);
        let places: Vec<u32> = (from as u32..to as u32).collect();
        let sentence = "points lie weeks away from the others; their date is wrong and they were left out";
        faults.of(WarningCode::ImpossibleValue, sentence);
        select(streams, &places);
    }
}

/// Pauses in order, none empty, none overlapping.
fn tidy(mut pauses: Vec<Pause>) -> Vec<Pause> {
    pauses.retain(|p| p.end > p.start);
    pauses.sort_by_key(|p| p.start);
    let mut tidy: Vec<Pause> = Vec::with_capacity(pauses.len());
    for pause in pauses {
        match tidy.last_mut() {
            Some(last) if pause.start <= last.end => last.end = last.end.max(pause.end),
            _ => tidy.push(pause),
        }
    }
    tidy
}

/// From the first value of a column to its last.
fn rise(column: &[f64]) -> Option<f64> {
    let mut values = column.iter().filter(|v| !v.is_nan());
    let first = values.next()?;
    Some(values.next_back().unwrap_or(first) - first)
}

/// Makes strides of one foot steps of both feet.
///
/// Garmin and most others write strides a minute for runs (80 to 95), a few write steps. The tenth highest in a hundred
/// values tells them apart: runners take 140 to 220 steps a minute and walkers 90 to 140, so that strides stay
/// below 120 (runs) and 80 (walks).
fn double_strides(streams: &mut Streams, sport: Sport) {
    let bound = match sport {
        Sport::Running => 120.0,
        Sport::Walking | Sport::Hiking => 80.0,
        _ => return,
    };
    let column = streams.channel_mut(Channel::CadencePerMin);
    let mut moving: Vec<f32> = column.iter().copied().filter(|v| *v > 0.0).collect();
    if moving.is_empty() {
        return;
    }
    let high = moving.len() * 9 / 10;
    if *moving.select_nth_unstable_by(high, f32::total_cmp).1 < bound {
        column.iter_mut().for_each(|v| *v *= 2.0);
    }
}

/// Makes a speed in kilometres per hour metres per second, where only that agrees with the distance covered.
fn speed_to_m_per_s(streams: &mut Streams, covered_m: Option<f64>, typical_s: f64, faults: &mut Faults) {
    let Some(covered_m) = covered_m.filter(|m| *m > 100.0) else { return };
    let longest_s = (5.0 * typical_s).max(15.0);
    let mut by_speed = 0.0;
    for (pair, speed) in streams.time.windows(2).zip(streams.channel(Channel::SpeedMPerS)) {
        let step_s = pair[1].since(pair[0]).as_s();
        if step_s <= longest_s && !speed.is_nan() {
            by_speed += step_s * f64::from(*speed);
        }
    }
    if (3.2..=4.0).contains(&(by_speed / covered_m)) {
        streams.channel_mut(Channel::SpeedMPerS).iter_mut().for_each(|v| *v /= 3.6);
        let sentence = "the speeds are kilometres per hour instead of metres per second; they were converted";
        faults.of(WarningCode::ContradictoryTotal, sentence);
    }
}

/// The part of a stretch of time with the timer running.
pub(crate) fn running_time(start: Timestamp, end: Timestamp, pauses: &[Pause]) -> TimeSpan {
    let paused = pauses.iter().map(|p| p.end.min(end).since(p.start.max(start)).as_s().max(0.0)).sum::<f64>();
    TimeSpan::from_s((end.since(start).as_s() - paused).max(0.0))
}
