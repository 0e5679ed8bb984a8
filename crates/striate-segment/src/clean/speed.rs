//! Which speed to believe, and what in it cannot be.

use super::grid::Grid;
use striate_model::{Channel, Recording, SpeedSource, SubSport, Warning, WarningCode};

/// Faster than any human has run; above it a value on foot is left out (Bolt's fastest 20 m in 2009: 12.4 m/s).
const FASTEST_ON_FOOT: f64 = 12.5;

/// Faster than any other sport that a wrist records under own power.
const FASTEST_OTHERWISE: f64 = 40.0;

/// Longer than any runner's step (the longest measured sprint steps are about 2.7 m).
const LONGEST_STEP_M: f64 = 2.8;

/// Slower than this is standing: below it a satellite fix wanders.
pub(crate) const STANDING: f32 = 0.5;

/// A column of speeds and where it came from.
pub(crate) struct ChosenSpeed {
    /// m/s on the grid; NaN where nothing is known.
    pub(crate) values: Vec<f64>,
    /// Where it came from.
    pub(crate) source: SpeedSource,
}

/// Chooses among device speed, foot pod, distance and position.
///
/// Rules, in order: a foot pod that covers nearly everything is taken, because its noise is several times smaller than
/// a satellite's; outdoors it is scaled to the device's distance, since pods drift in calibration and satellites do
/// not. Else the device's own speed, unless it misses a fifth of the samples or its sum contradicts the device's
/// distance by a quarter. Else differences of distance. Else differences of position, smoothed.
pub(crate) fn choose(recording: &Recording, grid: &Grid, warnings: &mut Vec<Warning>) -> ChosenSpeed {
    let streams = &recording.streams;
    let channel = |c: Channel| {
        let column = streams.channel(c);
        (!column.is_empty()).then(|| grid.resample(|i| f64::from(column[i]), 30.0))
    };
    let distance = (!streams.distance_m.is_empty()).then(|| from_distance(&streams.distance_m, grid));
    let device = channel(Channel::SpeedMPerS).filter(|v| coverage(v, grid) >= 0.8 && v.iter().any(|&s| s > 0.0));
    if let Some(pod) = channel(Channel::FootPodSpeedMPerS).filter(|v| coverage(v, grid) >= 0.95) {
        let indoors = matches!(recording.sub_sport, SubSport::Treadmill | SubSport::IndoorRunning);
        let ratio =
            [device.as_ref(), distance.as_ref()].into_iter().flatten().find_map(|other| ratio(other, &pod, grid));
        match ratio {
            Some(r) if !indoors && (0.8..=1.25).contains(&r) => {
                return ChosenSpeed { values: pod.iter().map(|v| v * r).collect(), source: SpeedSource::FootPod };
            }
            None => return ChosenSpeed { values: pod, source: SpeedSource::FootPod },
            Some(_) if indoors => return ChosenSpeed { values: pod, source: SpeedSource::FootPod },
            Some(_) => {}
        }
    }
    let contradiction = match (&device, &distance) {
        (Some(device), Some(distance)) if coverage(distance, grid) >= 0.8 => ratio(distance, device, grid),
        _ => None,
    };
    match (device, distance) {
        (Some(values), distance) if contradiction.is_none_or(|r| (0.8..=1.25).contains(&r)) => {
            let lag = distance.filter(|_| contradiction.is_some()).map_or(0, |d| lag_s(&values, &d));
            ChosenSpeed { values: advanced(values, lag), source: SpeedSource::Device }
        }
        (_, Some(values)) if coverage(&values, grid) >= 0.5 && values.iter().any(|&v| v > 0.0) => {
            if contradiction.is_some() {
                warnings.push(Warning::of(
                    WarningCode::Repaired,
                    "The recorded speed contradicts the recorded distance; speed was taken from the distance.",
                ));
            }
            ChosenSpeed { values, source: SpeedSource::Distance }
        }
        (device, _) => {
            let position = from_position(recording, grid).filter(|v| coverage(v, grid) >= 0.5);
            match (position, device) {
                (Some(values), _) => {
                    ChosenSpeed { values: advanced(values, FIXES_LATE_S), source: SpeedSource::Position }
                }
                (None, Some(values)) => ChosenSpeed { values, source: SpeedSource::Device },
                (None, None) => ChosenSpeed { values: Vec::new(), source: SpeedSource::None },
            }
        }
    }
}

/// Between these ratios of the device's total to the movement of its samples the total is believed; indoors, where people
/// set the distance right by hand, between wider ones.
const TOTAL_IS_RIGHT: std::ops::RangeInclusive<f64> = 0.8..=1.25;
const TOTAL_IS_RIGHT_INDOORS: std::ops::RangeInclusive<f64> = 0.4..=2.5;

/// The one distance of a session, by the rule of `docs/methods/recordings.md`: the total where the movement of the samples
/// does not contradict it, else the movement. `moved_m` is what the movement adds up to.
pub(crate) fn one_distance_m(recording: &Recording, moved_m: f64, source: SpeedSource, on_foot: bool) -> Option<f64> {
    let total_m = recording.distance.map(striate_model::Distance::as_m).filter(|m| *m > 0.0);
    let has_moved = source != SpeedSource::None && moved_m > 50.0;
    match total_m {
        Some(total_m) if on_foot && has_moved => {
            let is_right = is_total_right(recording, total_m / moved_m);
            Some(if is_right { total_m } else { moved_m })
        }
        Some(total_m) => Some(total_m),
        None if on_foot && has_moved => Some(moved_m),
        None => recording.distance.map(striate_model::Distance::as_m),
    }
}

fn is_total_right(recording: &Recording, ratio: f64) -> bool {
    let indoors = matches!(recording.sub_sport, SubSport::Treadmill | SubSport::IndoorRunning);
    if indoors { TOTAL_IS_RIGHT_INDOORS.contains(&ratio) } else { TOTAL_IS_RIGHT.contains(&ratio) }
}

/// A movement so close to the total is the same run.
const CLOSE_ENOUGH: f64 = 0.05;

/// Brings the movement to the total that is believed, so that what follows from it is of the same distance; what is a
/// twentieth beside it stays. So do speeds from positions: their total is the sum of the same positions before they were
/// smoothed. Way that the device counted while its timer stood is in the total and was not moved in the time that counts.
pub(crate) fn scale_to_total(
    speed: &mut [f64],
    recording: &Recording,
    grid: &Grid,
    source: SpeedSource,
    on_foot: bool,
) {
    let moved_m: f64 = speed.iter().sum();
    let total_m = recording.distance.map_or(0.0, striate_model::Distance::as_m) - counted_in_pauses_m(recording, grid);
    let scales = on_foot && !matches!(source, SpeedSource::Position | SpeedSource::None) && moved_m > 50.0;
    let ratio = total_m / moved_m;
    if scales && is_total_right(recording, ratio) && (ratio - 1.0).abs() > CLOSE_ENOUGH {
        speed.iter_mut().for_each(|v| *v *= ratio);
    }
}

/// Way that the device's count made between two samples while the timer stood, m.
fn counted_in_pauses_m(recording: &Recording, grid: &Grid) -> f64 {
    if grid.active.iter().all(|a| *a) {
        return 0.0;
    }
    let (time, count) = (&recording.streams.time, &recording.streams.distance_m);
    let known: Vec<usize> = (0..time.len().min(count.len())).filter(|&i| !count[i].is_nan()).collect();
    let second = |i: usize| (time[i].since(grid.start).as_s().max(0.0) as usize).min(grid.len());
    let stood = |from: usize, to: usize| {
        let between = grid.active.get(from + 1..to).unwrap_or_default();
        between.iter().filter(|a| !**a).count() * 2 > between.len()
    };
    known
        .windows(2)
        .filter(|pair| stood(second(pair[0]), second(pair[1])))
        .map(|pair| (count[pair[1]] - count[pair[0]]).max(0.0))
        .sum()
}

/// Share of active seconds that have a value.
pub(crate) fn coverage(values: &[f64], grid: &Grid) -> f64 {
    let (known, all) = values
        .iter()
        .zip(&grid.active)
        .filter(|(_, a)| **a)
        .fold((0u32, 0u32), |(known, all), (v, _)| (known + u32::from(!v.is_nan()), all + 1));
    f64::from(known) / f64::from(all.max(1))
}

/// Fixes are written this much later than the device's own distance, s: watches filter them (the median over 77 real runs,
/// each runner's watches between two seconds early and three late).
const FIXES_LATE_S: usize = 1;

/// The longest delay of a speed channel behind its own distance that is looked for, s.
const LONGEST_LAG_S: usize = 8;

/// How many seconds a speed channel runs behind the device's own distance: devices smooth the speed that they show, and
/// a smoothed change comes late. The delay is where the changes of both agree best; 0 where nothing changes enough to
/// tell.
fn lag_s(speed: &[f64], distance_steps: &[f64]) -> usize {
    const REACH: usize = 3;
    let n = speed.len();
    if n < 120 {
        return 0;
    }
    let change = |values: &[f64], i: usize| {
        let d = values[i + REACH] - values[i - REACH];
        // Noise changes a little everywhere; only real changes of pace say something about time.
        if d.abs() > 0.5 && d.abs() < 8.0 { d } else { 0.0 }
    };
    let steps = triangle(distance_steps);
    let wanted: Vec<f64> = (REACH..n - REACH).map(|i| change(&steps, i)).collect();
    let shown: Vec<f64> = (REACH..n - REACH).map(|i| change(speed, i)).collect();
    let agreement = |lag: usize| -> f64 {
        // Several sums side by side: one alone would wait for itself.
        const LANES: usize = 4;
        let shown = &shown[lag..];
        let (mut a, mut b) = (wanted[..shown.len()].chunks_exact(LANES), shown.chunks_exact(LANES));
        let mut sums = [0.0; LANES];
        for (a, b) in a.by_ref().zip(b.by_ref()) {
            for lane in 0..LANES {
                sums[lane] += a[lane] * b[lane];
            }
        }
        let rest: f64 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
        rest + sums.iter().sum::<f64>()
    };
    let all: Vec<f64> = (0..=LONGEST_LAG_S).map(agreement).collect();
    let best = (0..all.len()).max_by(|&a, &b| all[a].total_cmp(&all[b])).unwrap_or(0);
    if all[best] > 1.05 * all[0] && all[best] > 10.0 { best } else { 0 }
}

/// The values of `lag_s` seconds later.
fn advanced(mut values: Vec<f64>, lag_s: usize) -> Vec<f64> {
    if lag_s > 0 && lag_s < values.len() {
        let last = values[values.len() - 1];
        values.drain(..lag_s);
        values.extend(std::iter::repeat_n(last, lag_s));
    }
    values
}

/// Sum of `a` over sum of `b` where both are known; `None` where `b` hardly moves.
fn ratio(a: &[f64], b: &[f64], grid: &Grid) -> Option<f64> {
    let (sum_a, sum_b) = (0..grid.len())
        .filter(|&i| grid.active[i] && !a[i].is_nan() && !b[i].is_nan())
        .fold((0.0, 0.0), |(x, y), i| (x + a[i], y + b[i]));
    (sum_b > 20.0).then(|| sum_a / sum_b)
}

/// Speed from the device's own distance.
fn from_distance(distance_m: &[f64], grid: &Grid) -> Vec<f64> {
    let along = grid.resample(|i| distance_m[i], 180.0);
    let mut speed: Vec<f64> = along.windows(2).map(|w| if w[1] >= w[0] { w[1] - w[0] } else { f64::NAN }).collect();
    speed.push(speed.last().copied().unwrap_or(0.0));
    speed
}

/// Noise of a speed from positions that is left alone, m/s, and how often it is smoothed at most.
const POSITION_NOISE: f64 = 0.25;
const SMOOTHED_AT_MOST: usize = 3;

/// Speed from position: steps in a local plane, smoothed as steps with a direction, because a fix is uncertain by more
/// than a step and comes a second late now and then; twice or three times where the fixes are bad. The length of a mean
/// step is the speed; the mean of lengths would make a walk of somebody who stands.
fn from_position(recording: &Recording, grid: &Grid) -> Option<Vec<f64>> {
    const METRES_PER_DEGREE: f64 = 111_195.0;
    let (lat, lon) = (&recording.streams.latitude_deg, &recording.streams.longitude_deg);
    if lat.is_empty() || lon.is_empty() {
        return None;
    }
    let first = lat.iter().copied().find(|v| !v.is_nan())?;
    let shrink = first.to_radians().cos();
    let steps = |along: Vec<f64>| {
        let mut steps: Vec<f64> = along.windows(2).map(|w| w[1] - w[0]).collect();
        steps.push(steps.last().copied().unwrap_or(0.0));
        triangle(&steps)
    };
    let mut north = steps(grid.resample(|i| lat[i] * METRES_PER_DEGREE, 180.0));
    let mut east = steps(grid.resample(|i| lon[i] * METRES_PER_DEGREE * shrink, 180.0));
    let length = |north: &[f64], east: &[f64]| north.iter().zip(east).map(|(n, e)| n.hypot(*e)).collect::<Vec<f64>>();
    let mut speed = length(&north, &east);
    let mut along = speed.clone();
    let mut reach = TURN_REACH_S;
    for _ in 1..SMOOTHED_AT_MOST {
        if roughness(&speed).is_none_or(|noise| noise <= POSITION_NOISE) {
            break;
        }
        (north, east) = (triangle(&north), triangle(&east));
        speed = length(&north, &east);
        along = triangle(&along);
        reach += TURN_REACH_S;
    }
    around_turns(&mut speed, &along, (&north, &east), reach);
    Some(speed)
}

/// How far a mean of directions reaches, s.
const TURN_REACH_S: usize = 6;

/// Cosine of the change of direction from which a mean over it loses speed.
const SHARP_TURN: f64 = 0.5;

/// Share of the speed beside it that is kept through a sharp turn (assumption: it takes two or three steps).
const THROUGH_A_TURN: f64 = 0.85;

/// Who turns round sharply while running keeps the mean length of their steps: the length of the mean step falls to
/// nothing there.
fn around_turns(speed: &mut [f64], along: &[f64], (north, east): (&[f64], &[f64]), reach: usize) {
    let turned: Vec<(usize, f64)> = (reach..speed.len().saturating_sub(reach))
        .filter_map(|i| {
            let (a, b) = (i - reach, i + reach);
            let sides = (speed[a], speed[b]);
            let is_running = sides.0.min(sides.1) > 1.5 && speed[i] < sides.0.min(sides.1);
            let cosine = (north[a] * north[b] + east[a] * east[b]) / (sides.0 * sides.1);
            let held = along[i].min(sides.0.max(sides.1)).max(THROUGH_A_TURN * sides.0.min(sides.1));
            (is_running && cosine < SHARP_TURN).then(|| (i, held.max(speed[i])))
        })
        .collect();
    for (i, v) in turned {
        speed[i] = v;
    }
}

/// Robust standard deviation of the noise of a smoothed speed, from its changes over five seconds.
fn roughness(speed: &[f64]) -> Option<f64> {
    const LAG: usize = 5;
    let mut changes: Vec<f64> =
        speed.windows(LAG + 1).filter(|w| w[0] > 0.5 && w[LAG] > 0.5).map(|w| (w[LAG] - w[0]).abs()).collect();
    if changes.len() < 60 {
        return None;
    }
    let middle = changes.len() / 2;
    Some(*changes.select_nth_unstable_by(middle, f64::total_cmp).1 / 0.6745 / std::f64::consts::SQRT_2)
}

/// Weighted mean of five neighbours (1, 2, 3, 2, 1); unknown values are stepped over.
pub(crate) fn triangle(values: &[f64]) -> Vec<f64> {
    const WEIGHTS: [f64; 5] = [1.0, 2.0, 3.0, 2.0, 1.0];
    let n = values.len();
    let careful = |i: usize| {
        let (mut sum, mut weight) = (0.0, 0.0);
        for (k, w) in WEIGHTS.iter().enumerate() {
            let Some(&v) = (i + k).checked_sub(2).and_then(|j| values.get(j)) else { continue };
            if !v.is_nan() {
                sum += w * v;
                weight += w;
            }
        }
        if weight > 0.0 { sum / weight } else { f64::NAN }
    };
    (0..n)
        .map(|i| {
            if i >= 2 && i + 2 < n {
                let v = &values[i - 2..i + 3];
                let mean = (v[0] + v[4] + 2.0 * (v[1] + v[3]) + 3.0 * v[2]) / 9.0;
                if mean.is_nan() { careful(i) } else { mean }
            } else {
                careful(i)
            }
        })
        .collect()
}

/// Takes out what cannot be: values faster than a human, steps longer than legs, single spikes. What is left out is
/// interpolated over at most half a minute, else counted as standing. Returns how many seconds were replaced.
pub(crate) fn repair(speed: &mut [f64], cadence: &[f64], grid: &Grid, on_foot: bool) -> usize {
    let fastest = if on_foot { FASTEST_ON_FOOT } else { FASTEST_OTHERWISE };
    let n = speed.len();
    for (i, v) in speed.iter_mut().enumerate() {
        if !grid.active[i] || !(0.0..=fastest).contains(v) {
            *v = f64::NAN;
        }
    }
    let mut replaced = 0;
    if on_foot {
        for i in 0..n {
            if speed[i] > 4.0 && !cadence.is_empty() {
                let around = &cadence[i.saturating_sub(4)..(i + 5).min(n)];
                let quickest = around.iter().copied().fold(f64::NAN, f64::max);
                if quickest > 100.0 && speed[i] * 60.0 / quickest > LONGEST_STEP_M {
                    speed[i] = f64::NAN;
                    replaced += 1;
                }
            }
        }
        replaced += take_out_spikes(speed);
    }
    fill(speed, grid);
    replaced
}

/// A value that stands alone against the median of the seven seconds around it.
fn take_out_spikes(speed: &mut [f64]) -> usize {
    let mut found = Vec::new();
    for i in 3..speed.len().saturating_sub(3) {
        let here = speed[i];
        let alone = (here - speed[i - 3]).abs() > 1.5 && (here - speed[i + 3]).abs() > 1.5;
        if alone {
            let mut around = [0.0; 7];
            around.copy_from_slice(&speed[i - 3..i + 4]);
            if around.iter().any(|v| v.is_nan()) {
                continue;
            }
            around.sort_unstable_by(f64::total_cmp);
            if (here - around[3]).abs() > (0.4 * around[3]).max(1.5) {
                found.push((i, around[3]));
            }
        }
    }
    for &(i, median) in &found {
        speed[i] = median;
    }
    found.len()
}

/// Interpolates unknown active seconds over at most half a minute; longer silences and pauses become standing.
fn fill(speed: &mut [f64], grid: &Grid) {
    let n = speed.len();
    let mut i = 0;
    while i < n {
        if !speed[i].is_nan() {
            i += 1;
            continue;
        }
        let from = i;
        while i < n && speed[i].is_nan() {
            i += 1;
        }
        let inside_activity = (from..i).all(|k| grid.active[k]);
        let before = from.checked_sub(1).map(|k| speed[k]);
        let after = speed.get(i).copied();
        let short = i - from <= 30 && inside_activity;
        for (k, cell) in speed.iter_mut().enumerate().take(i).skip(from) {
            *cell = match (before, after) {
                (Some(a), Some(b)) if short => a + (b - a) * ((k + 1 - from) as f64 / (i - from + 1) as f64),
                (Some(v), None) | (None, Some(v)) if short && i - from <= 5 => v,
                _ => 0.0,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use striate_model::Timestamp;

    fn grid(n: usize) -> Grid {
        let times: Vec<Timestamp> = (0..n).map(|i| Timestamp::from_unix_ms(i as i64 * 1000)).collect();
        Grid::new(&times, &[], &mut Vec::new())
    }

    #[test]
    fn a_spike_of_a_satellite_does_not_become_a_sprint() {
        let mut speed = vec![3.0; 60];
        speed[30] = 9.0;
        speed[40] = 14.0;
        repair(&mut speed, &[], &grid(60), true);
        assert!(speed.iter().all(|v| (v - 3.0).abs() < 1e-9));
    }

    #[test]
    fn the_start_of_a_sprint_is_no_spike() {
        let mut speed: Vec<f64> = (0..60).map(|i| if (20..35).contains(&i) { 8.0 } else { 0.0 }).collect();
        let before = speed.clone();
        assert_eq!(repair(&mut speed, &[], &grid(60), true), 0);
        assert_eq!(speed, before);
    }

    #[test]
    fn a_step_of_four_metres_is_not_believed() {
        let mut speed = vec![3.0; 60];
        speed[20..30].fill(11.0);
        let cadence = vec![165.0; 60];
        assert_eq!(repair(&mut speed, &cadence, &grid(60), true), 10);
        assert!(speed.iter().all(|v| *v < 3.1));
    }
}
