//! Uneven samples onto a grid of one second: time, gaps and pauses.

use striate_model::{Pause, TimeSpan, Timestamp, Warning, WarningCode};

/// Samples further apart than this, with no pause between them, belong to two recordings glued together: the part with
/// more samples is kept, and what joins it is moved beside it where it is long enough to be a part of the run: then the
/// clock was set in the middle of it.
const TORN_S: f64 = 12.0 * 3600.0;

/// A pause longer than this is none, but a clock that was set: even races of several days rest for less.
const LONGEST_PAUSE_S: f64 = 36.0 * 3600.0;

/// A torn part with at least so many samples is kept.
const LEAST_PART: usize = 60;

/// The longest grid: beyond it the rest is left out. Four days hold the longest foot races.
const LONGEST_S: usize = 4 * 24 * 3600;

/// A silence longer than this is a gap, not smart recording.
const GAP_S: f64 = 60.0;

/// The grid and where the samples lie on it.
pub(crate) struct Grid {
    /// Its beginning: the first sample that is used.
    pub(crate) start: Timestamp,
    /// Whether the timer ran in each second.
    pub(crate) active: Vec<bool>,
    /// The samples that are used.
    pub(crate) samples: std::ops::Range<usize>,
    /// Seconds from `start` to each used sample.
    pub(crate) offsets_s: Vec<f64>,
    /// Silences longer than [`GAP_S`], as seconds of the grid.
    pub(crate) gaps: Vec<(usize, usize)>,
    /// Whether sample `i` lies exactly on second `i`.
    is_exact: bool,
}

impl Grid {
    /// The grid under these sample times. Empty where there is no sample.
    pub(crate) fn new(time: &[Timestamp], pauses: &[Pause], warnings: &mut Vec<Warning>) -> Self {
        let Whole { samples, shifts_s } = whole(time, pauses, warnings);
        let Some(start) = time
            .get(samples.start)
            .filter(|_| !samples.is_empty())
            .map(|t| *t + TimeSpan::from_s(shift_s(&shifts_s, *t)))
        else {
            return Self {
                start: Timestamp::default(),
                active: Vec::new(),
                samples: 0..0,
                offsets_s: Vec::new(),
                gaps: Vec::new(),
                is_exact: true,
            };
        };
        let offset_s = |t: Timestamp| t.since(start).as_s() + shift_s(&shifts_s, t);
        let offsets_s: Vec<f64> = time[samples.clone()].iter().map(|t| offset_s(*t)).collect();
        let last_s = offsets_s.last().copied().unwrap_or(0.0);
        let len = (last_s.floor() as usize).saturating_add(1).min(LONGEST_S);
        if last_s as usize >= LONGEST_S {
            warnings.push(Warning::of(
                WarningCode::LimitReached,
                "The recording is longer than four days; what comes later was left out.",
            ));
        }
        let is_exact = offsets_s.len() == len && offsets_s.iter().enumerate().all(|(i, &offset)| offset == i as f64);
        let mut grid = Self { start, active: vec![true; len], samples, offsets_s, gaps: Vec::new(), is_exact };
        let is_clock = |p: &&Pause| !shifts_s.is_empty() && p.end.since(p.start).as_s() > LONGEST_PAUSE_S;
        for pause in pauses.iter().filter(|p| !is_clock(p)) {
            let from = offset_s(pause.start).ceil().max(0.0) as usize;
            let to = offset_s(pause.end).floor().max(0.0) as usize;
            grid.stop(from, to);
        }
        if !grid.is_exact {
            for pair in grid.offsets_s.windows(2) {
                if pair[1] - pair[0] > GAP_S {
                    let (from, to) = (pair[0].ceil() as usize + 1, (pair[1].floor() as usize).min(len));
                    let is_pause = (from..to).filter(|&i| !grid.active[i]).count() * 2 > to.saturating_sub(from);
                    if !is_pause {
                        grid.gaps.push((from, to));
                    }
                }
            }
        }
        grid
    }

    /// How many seconds.
    pub(crate) fn len(&self) -> usize {
        self.active.len()
    }

    /// Marks seconds in which the timer did not run.
    pub(crate) fn stop(&mut self, from: usize, to: usize) {
        let to = to.min(self.active.len());
        if from < to {
            self.active[from..to].fill(false);
        }
    }

    /// A column with one value a sample, interpolated onto the grid. NaN values are stepped over; where the nearest
    /// values are further than `reach_s` apart the grid gets NaN, except within two seconds of a value.
    pub(crate) fn resample(&self, value: impl Fn(usize) -> f64, reach_s: f64) -> Vec<f64> {
        let len = self.len();
        if self.is_exact && (0..len).all(|i| !value(self.samples.start + i).is_nan()) {
            return (0..len).map(|i| value(self.samples.start + i)).collect();
        }
        let mut out = vec![f64::NAN; len];
        let mut previous: Option<(f64, f64)> = None;
        for (k, &offset) in self.offsets_s.iter().enumerate() {
            let here = value(self.samples.start + k);
            if here.is_nan() {
                continue;
            }
            match previous {
                Some((before, was)) if offset - before <= reach_s => {
                    let span = (offset - before).max(1e-9);
                    let first = before.ceil().max(0.0) as usize;
                    for (i, cell) in out.iter_mut().enumerate().take((offset.floor() as usize + 1).min(len)).skip(first)
                    {
                        *cell = was + (here - was) * ((i as f64 - before) / span).min(1.0);
                    }
                }
                Some((before, was)) => {
                    hold(&mut out, before, before + 2.0, was);
                    hold(&mut out, offset - 2.0, offset, here);
                }
                None => hold(&mut out, offset - 2.0, offset, here),
            }
            previous = Some((offset, here));
        }
        if let Some((before, was)) = previous {
            hold(&mut out, before, before + 2.0, was);
        }
        out
    }
}

/// Writes a value onto the seconds from `from_s` to `to_s` that are still empty.
fn hold(out: &mut [f64], from_s: f64, to_s: f64, value: f64) {
    let from = from_s.ceil().max(0.0) as usize;
    let to = (to_s.floor().max(0.0) as usize).saturating_add(1).min(out.len());
    for cell in out.iter_mut().take(to).skip(from).filter(|c| c.is_nan()) {
        *cell = value;
    }
}

/// The samples that are used, and by how much those before each instant are moved.
struct Whole {
    samples: std::ops::Range<usize>,
    /// For each part but the last one: the last instant of it and what its clock is to be moved by, s.
    shifts_s: Vec<(Timestamp, f64)>,
}

/// What an instant is moved by.
fn shift_s(shifts_s: &[(Timestamp, f64)], instant: Timestamp) -> f64 {
    shifts_s.iter().find(|(until, _)| instant <= *until).or(shifts_s.last()).map_or(0.0, |(_, shift)| *shift)
}

/// The longest stretch of samples without a tear, and its neighbours where they are long: those are moved beside it, a
/// second apart.
fn whole(time: &[Timestamp], pauses: &[Pause], warnings: &mut Vec<Warning>) -> Whole {
    let is_pause = |p: &Pause, a: Timestamp, b: Timestamp| {
        let seconds = p.end.since(p.start).as_s();
        p.start <= b && p.end >= a && seconds > 60.0 && seconds <= LONGEST_PAUSE_S
    };
    let is_torn = |a: Timestamp, b: Timestamp| b.since(a).as_s() > TORN_S && !pauses.iter().any(|p| is_pause(p, a, b));
    let mut parts = Vec::new();
    let mut from = 0;
    for i in 1..=time.len() {
        if i == time.len() || is_torn(time[i - 1], time[i]) {
            parts.push(from..i);
            from = i;
        }
    }
    let longest = (0..parts.len()).max_by_key(|&k| (parts[k].len(), std::cmp::Reverse(k))).unwrap_or(0);
    let Some(kept) = parts.get(longest).cloned() else { return Whole { samples: 0..0, shifts_s: Vec::new() } };
    let (mut first, mut last) = (longest, longest);
    while first > 0 && parts[first - 1].len() >= LEAST_PART {
        first -= 1;
    }
    while last + 1 < parts.len() && parts[last + 1].len() >= LEAST_PART {
        last += 1;
    }
    let samples = parts[first].start..parts[last].end;
    let gap_s = |k: usize| time[parts[k + 1].start].since(time[parts[k].end - 1]).as_s() - 1.0;
    let mut shifts_s: Vec<(Timestamp, f64)> = Vec::new();
    for k in first..=last {
        let shift = if k < longest { (k..longest).map(gap_s).sum() } else { -(longest..k).map(gap_s).sum::<f64>() };
        shifts_s.push((time[parts[k].end - 1], shift));
    }
    if samples.len() > kept.len() {
        warnings.push(Warning::of(
            WarningCode::TimeDisorder,
            format!(
                "The clock jumped in the middle of the recording; {} samples were moved beside the rest.",
                samples.len() - kept.len()
            ),
        ));
    }
    if samples.len() < time.len() {
        warnings.push(Warning::of(
            WarningCode::TimeDisorder,
            format!(
                "{} samples lie more than 12 hours away from the rest and were left out.",
                time.len() - samples.len()
            ),
        ));
    }
    Whole { samples, shifts_s }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: &[f64]) -> Vec<Timestamp> {
        seconds.iter().map(|s| Timestamp::from_unix_ms((s * 1000.0) as i64)).collect()
    }

    #[test]
    fn smart_recording_is_interpolated_between_its_samples() {
        let grid = Grid::new(&at(&[0.0, 4.0, 6.0]), &[], &mut Vec::new());
        let column = [0.0, 4.0, 0.0];
        assert_eq!(grid.resample(|i| column[i], 30.0), [0.0, 1.0, 2.0, 3.0, 4.0, 2.0, 0.0]);
    }

    #[test]
    fn a_long_silence_of_one_channel_stays_unknown() {
        let grid = Grid::new(&at(&[0.0, 20.0]), &[], &mut Vec::new());
        let column = [1.0, 2.0];
        let values = grid.resample(|i| column[i], 10.0);
        assert!(values[10].is_nan() && values[0] == 1.0 && values[20] == 2.0);
    }

    #[test]
    fn seconds_inside_a_pause_are_not_active() {
        let times = at(&(0..10).map(f64::from).collect::<Vec<_>>());
        let pause = Pause { start: Timestamp::from_unix_ms(3_000), end: Timestamp::from_unix_ms(6_000) };
        let grid = Grid::new(&times, &[pause], &mut Vec::new());
        assert_eq!(grid.active.iter().filter(|a| !**a).count(), 3);
    }

    #[test]
    fn a_clock_that_was_set_in_the_middle_of_a_run_loses_no_sample() {
        let twenty_days = 20.0 * 86_400.0;
        let times: Vec<f64> = (0..400).map(|i| f64::from(i) + if i < 100 { 0.0 } else { twenty_days }).collect();
        let mut warnings = Vec::new();
        // The jump may be written as a pause as well.
        let pause = Pause { start: at(&[99.0])[0], end: at(&[twenty_days + 100.0])[0] };
        let grid = Grid::new(&at(&times), &[pause], &mut warnings);
        assert_eq!((grid.len(), warnings.len()), (400, 1));
        assert!(grid.active.iter().all(|a| *a));
        // The longer part keeps its clock.
        assert_eq!(grid.start.as_unix_ms(), (twenty_days * 1000.0) as i64);
        assert_eq!(grid.resample(|i| i as f64, 30.0)[100..103], [100.0, 101.0, 102.0]);
    }

    #[test]
    fn a_sample_years_away_is_left_out_with_a_warning() {
        let mut warnings = Vec::new();
        let grid = Grid::new(&at(&[0.0, 900_000.0, 900_001.0, 900_002.0]), &[], &mut warnings);
        assert_eq!((grid.len(), warnings.len()), (3, 1));
    }
}
