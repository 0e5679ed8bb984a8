//! A run of which only totals are known, and stretches of a run of which no sample is: how far and how long is known, what
//! lies between is not.
//!
//! One model for all of it, whoever wrote the totals: a session typed in by hand, a treadmill without a sensor, a row of an
//! export, a line of the journal, laps without points, a watch that fell silent. The stretch was run at its mean speed and
//! mean heart rate; a climb was one hill. Laps are stretches of their own. Where this makes up half of the session or more
//! its movement is coarse ([`striate_model::SpeedSource::Totals`]), and the bands of what follows are wider.

use super::grid::Grid;
use super::speed::STANDING;
use striate_model::{Channel, Pause, Recording, Sport, Streams, TimeSpan, Timestamp};

/// A silence with a count or a position at both ends is bridged elsewhere up to this long, s; one without them up to half a
/// minute and a little.
const BRIDGED_S: f64 = 180.0;
const BRIDGED_BY_SPEED_S: f64 = 60.0;
/// Less than this is no session and no stretch, s.
const SHORTEST_S: f64 = 30.0;
/// Four days hold the longest foot races, s.
const LONGEST_S: f64 = 4.0 * 86_400.0;
/// Nobody runs a stretch of minutes faster, m/s, and nobody rides one faster.
const FASTEST_ON_FOOT: f64 = 7.0;
const FASTEST_OTHERWISE: f64 = 25.0;
/// From this share of the time on the movement is coarse.
const COARSE_FROM: f64 = 0.5;
/// Laps are believed as stretches where their sums lie within this share of the totals.
const LAPS_AGREE: f64 = 0.1;
/// Rows of a session without samples lie so far apart, s.
const ROWS_S: f64 = 30.0;

/// A stretch at its mean speed and heart rate.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: Timestamp,
    to: Timestamp,
    speed: f64,
    bpm: Option<f64>,
}

/// What was made from totals.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    stretches: Vec<Stretch>,
    /// Rows for a session without samples, or with samples for a part of it only.
    rows: Vec<Timestamp>,
    pauses: Vec<Pause>,
    /// How high each row lies, m; empty where no climb is known.
    heights_m: Vec<f32>,
    /// Whether it is most of the session.
    pub(crate) is_coarse: bool,
    /// Time that was made, s.
    pub(crate) made_s: f64,
}

/// The totals of a session, as far as a movement can be made of them.
struct Totals {
    start: Timestamp,
    timer_s: f64,
    distance_m: Option<f64>,
    bpm: Option<f64>,
    fastest: f64,
}

impl Totals {
    fn of(recording: &Recording) -> Option<Self> {
        let paused_s: f64 = recording.pauses.iter().map(|p| p.end.since(p.start).as_s()).sum();
        let by_clock = || recording.elapsed.map(|e| e.as_s() - paused_s);
        let timer_s = recording.timer.map(TimeSpan::as_s).filter(|s| *s > 0.0).or_else(by_clock)?;
        let is_possible = (SHORTEST_S..=LONGEST_S).contains(&timer_s);
        let on_foot = recording.sport.is_on_foot();
        is_possible.then(|| Self {
            start: recording.start,
            timer_s,
            distance_m: recording
                .distance
                .map(striate_model::Distance::as_m)
                .filter(|m| *m > 0.0 && recording.sport != Sport::Swimming),
            bpm: recording.hr_mean.map(striate_model::HeartRate::as_bpm).filter(|bpm| (25.0..=245.0).contains(bpm)),
            fastest: if on_foot { FASTEST_ON_FOOT } else { FASTEST_OTHERWISE },
        })
    }

    fn speed(&self, metres: f64, seconds: f64) -> Option<f64> {
        let speed = metres / seconds;
        (speed >= f64::from(STANDING) && speed <= self.fastest).then_some(speed)
    }
}

/// What has to be made of the totals of a recording; `None` where its samples tell everything, or its totals nothing.
pub(crate) fn made(recording: &Recording) -> Option<Made> {
    let totals = Totals::of(recording)?;
    // What is counted of other sports is the heart rate: a session without samples has its mean.
    let by_speed = recording.sport.is_on_foot() || recording.sport == Sport::Unknown;
    if !by_speed && !recording.streams.is_empty() {
        return None;
    }
    let known = known_rows(&recording.streams);
    if known.is_empty() { whole(recording, &totals) } else { silences(recording, &totals, &known) }
}

/// Samples that say something about the movement.
fn known_rows(streams: &Streams) -> Vec<usize> {
    let speed = [Channel::SpeedMPerS, Channel::FootPodSpeedMPerS].map(|c| streams.channel(c));
    let has = |column: &[f64], i: usize| column.get(i).is_some_and(|v| !v.is_nan());
    let is_known = |i: &usize| {
        has(&streams.distance_m, *i)
            || has(&streams.latitude_deg, *i) && has(&streams.longitude_deg, *i)
            || speed.iter().any(|c| c.get(*i).is_some_and(|v| !v.is_nan()))
    };
    let known: Vec<usize> = (0..streams.len()).filter(is_known).collect();
    // A count that never moves and speeds of nought say that no sensor was there.
    let moves = |column: &[f64]| column.iter().filter(|v| !v.is_nan()).any(|v| *v > 0.0);
    let has_positions = streams.latitude_deg.iter().any(|v| !v.is_nan());
    let is_told = moves(&streams.distance_m) || has_positions || speed.iter().any(|c| c.iter().any(|v| *v > 0.0));
    if is_told { known } else { Vec::new() }
}

/// A session without any sample of its movement.
fn whole(recording: &Recording, totals: &Totals) -> Option<Made> {
    let stretches = of_laps(recording, totals).or_else(|| of_session(recording, totals))?;
    let (first, last) = (stretches.first()?.from, stretches.last()?.to);
    let streams = &recording.streams;
    let mut pauses = recording.pauses.clone();
    let mut rows = Vec::new();
    if streams.is_empty() {
        for pair in stretches.windows(2) {
            if pair[1].from.since(pair[0].to).as_s() > 1.0 {
                pauses.push(Pause { start: pair[0].to, end: pair[1].from });
            }
        }
        let seconds = last.since(first).as_s();
        rows = (0..=(seconds / ROWS_S) as usize).map(|k| first + TimeSpan::from_s(k as f64 * ROWS_S)).collect();
        if rows.last() != Some(&last) {
            rows.push(last);
        }
    }
    let heights_m = if streams.is_empty() { hill(recording, &rows) } else { Vec::new() };
    let made_s = stretches.iter().map(|s| s.to.since(s.from).as_s()).sum();
    Some(Made { stretches, rows, pauses, heights_m, is_coarse: true, made_s })
}

/// One hill: up over the first half, down over the second. Empty without a climb.
fn hill(recording: &Recording, rows: &[Timestamp]) -> Vec<f32> {
    let climb_m = recording.ascent.map_or(0.0, striate_model::Distance::as_m);
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Vec::new() };
    let half_s = 0.5 * last.since(*first).as_s();
    if climb_m < 1.0 || half_s <= 0.0 {
        return Vec::new();
    }
    let height = |at: &Timestamp| climb_m * (1.0 - (at.since(*first).as_s() - half_s).abs() / half_s);
    rows.iter().map(|at| (100.0 + height(at)) as f32).collect()
}

/// Laps as stretches, where they are several and their sums are those of the session.
fn of_laps(recording: &Recording, totals: &Totals) -> Option<Vec<Stretch>> {
    let laps = &recording.laps;
    let timed = || laps.iter().filter_map(|lap| Some(lap.timer?.as_s()));
    let measured = || laps.iter().filter_map(|lap| Some(lap.distance?.as_m()));
    if laps.len() < 2 || timed().count() < laps.len() || measured().count() < laps.len() {
        return None;
    }
    let (seconds, metres): (f64, f64) = (timed().sum(), measured().sum());
    let agrees = |sum: f64, total: f64| (sum - total).abs() <= LAPS_AGREE * total;
    let total_m = totals.distance_m.unwrap_or(metres);
    if metres <= 0.0 || !agrees(seconds, totals.timer_s) || !agrees(metres, total_m) {
        return None;
    }
    let mut stretches: Vec<Stretch> = Vec::with_capacity(laps.len());
    for (lap, (s, m)) in laps.iter().zip(timed().zip(measured())) {
        let from = stretches.last().map_or(lap.start, |before| before.to.max(lap.start));
        if s >= 1.0 {
            // A lap in which nobody moved is a rest, and one that cannot be is taken at the mean.
            let speed = if m / s > totals.fastest { total_m / totals.timer_s } else { m / s * total_m / metres };
            stretches.push(Stretch { from, to: from + TimeSpan::from_s(s), speed, bpm: totals.bpm });
        }
    }
    Some(stretches).filter(|s| !s.is_empty())
}

/// The whole session as one stretch: at its mean speed, or standing where only its heart rate is known.
fn of_session(recording: &Recording, totals: &Totals) -> Option<Vec<Stretch>> {
    let samples = &recording.streams.time;
    let speed = totals.distance_m.and_then(|m| totals.speed(m, totals.timer_s));
    // Samples of a heart rate alone need no second one.
    if speed.is_none() && (totals.bpm.is_none() || !samples.is_empty()) {
        return None;
    }
    let (from, to) = match (samples.first(), samples.last()) {
        (Some(first), Some(last)) if last > first => (*first, *last + TimeSpan::from_s(1.0)),
        _ => (totals.start, totals.start + TimeSpan::from_s(totals.timer_s)),
    };
    // Samples may go on a little longer than the timer: the distance is what is known.
    let running_s = to.since(from).as_s() - recording.pauses.iter().map(|p| p.end.since(p.start).as_s()).sum::<f64>();
    let speed = if samples.is_empty() { speed } else { totals.distance_m.map(|m| m / running_s.max(1.0)) };
    Some(vec![Stretch { from, to, speed: speed.unwrap_or(0.0), bpm: totals.bpm }])
}

/// A silence between two samples that know the movement.
struct Silence {
    from: Timestamp,
    to: Timestamp,
    seconds: f64,
    /// How far it went, where both ends know it.
    metres: Option<f64>,
}

/// Silences in which the timer ran on.
fn silences(recording: &Recording, totals: &Totals, known: &[usize]) -> Option<Made> {
    let streams = &recording.streams;
    let at = |row: usize| streams.time[row];
    let mut found: Vec<Silence> = Vec::new();
    let (mut known_s, mut known_m) = (0.0, 0.0);
    for pair in known.windows(2) {
        let (from, to) = (at(pair[0]), at(pair[1]));
        let long_s = to.since(from).as_s();
        let way = between(streams, pair[0], pair[1]);
        if long_s <= if way.is_some() { BRIDGED_S } else { BRIDGED_BY_SPEED_S } {
            // A watch that pauses by itself may leave nothing but such a silence: its time is not the timer's.
            let stood = long_s > BRIDGED_BY_SPEED_S && way.is_some_and(|m| m < f64::from(STANDING) * long_s);
            if !stood {
                known_s += (long_s - paused_s(&recording.pauses, from, to)).max(0.0);
            }
            known_m += way.unwrap_or_else(|| long_s * speed_at(streams, pair[0]));
            continue;
        }
        let seconds = long_s - paused_s(&recording.pauses, from, to);
        if seconds >= BRIDGED_BY_SPEED_S {
            found.push(Silence { from, to, seconds, metres: way });
        }
    }
    let (first, last) = (at(*known.first()?), at(*known.last()?));
    let begun_s = first.since(totals.start).as_s();
    if (BRIDGED_BY_SPEED_S..=LONGEST_S).contains(&begun_s) && paused_s(&recording.pauses, totals.start, first) < 1.0 {
        found.push(Silence { from: totals.start, to: first, seconds: begun_s, metres: None });
    }
    let missing_s = totals.timer_s - known_s;
    // The samples break off before the session ends.
    let to_the_end_s = recording.elapsed.map_or(0.0, |elapsed| (totals.start + elapsed).since(last).as_s());
    let left_s = (missing_s - found.iter().map(|s| s.seconds).sum::<f64>()).min(to_the_end_s);
    if left_s >= BRIDGED_BY_SPEED_S {
        found.push(Silence { from: last, to: last + TimeSpan::from_s(left_s), seconds: left_s, metres: None });
    }
    if found.is_empty() || missing_s < BRIDGED_BY_SPEED_S.max(0.02 * totals.timer_s) {
        return None;
    }
    // What the totals have and neither samples nor ends know is shared out by time among the silences whose way is unknown.
    let told_m: f64 = found.iter().filter_map(|s| s.metres).sum();
    let unknown_s: f64 = found.iter().filter(|s| s.metres.is_none()).map(|s| s.seconds).sum();
    let left_m = totals.distance_m.map_or(0.0, |m| (m - known_m - told_m).max(0.0));
    let mut stretches: Vec<Stretch> = found
        .iter()
        .filter_map(|s| {
            let metres = s.metres.unwrap_or(left_m * s.seconds / unknown_s.max(1.0));
            let speed = totals.speed(metres, s.seconds)?;
            Some(Stretch { from: s.from, to: s.to, speed, bpm: totals.bpm })
        })
        .collect();
    // The timer knows how long it ran: the silences in which most way was made come first.
    stretches.sort_by(|a, b| b.speed.total_cmp(&a.speed));
    let (mut allowed_s, mut made_s) = (1.05 * missing_s + 60.0, 0.0);
    stretches.retain(|s| {
        let seconds = s.to.since(s.from).as_s() - paused_s(&recording.pauses, s.from, s.to);
        let fits = seconds <= allowed_s;
        if fits {
            allowed_s -= seconds;
            made_s += seconds;
        }
        fits
    });
    if stretches.is_empty() {
        return None;
    }
    let ends = stretches.iter().flat_map(|s| [s.from, s.to]);
    let (first, last) = (*streams.time.first()?, *streams.time.last()?);
    let mut rows: Vec<Timestamp> = ends.filter(|t| *t < first || *t > last).collect();
    rows.sort();
    rows.dedup();
    let is_coarse = made_s >= COARSE_FROM * totals.timer_s;
    Some(Made { stretches, rows, pauses: recording.pauses.clone(), heights_m: Vec::new(), is_coarse, made_s })
}

/// The way between two samples by the device's count, or the line between their positions.
fn between(streams: &Streams, a: usize, b: usize) -> Option<f64> {
    const METRES_PER_DEGREE: f64 = 111_195.0;
    let value = |column: &[f64], i: usize| column.get(i).copied().filter(|v| !v.is_nan());
    if let (Some(from), Some(to)) = (value(&streams.distance_m, a), value(&streams.distance_m, b)) {
        return Some((to - from).max(0.0));
    }
    let place = |i| Some((value(&streams.latitude_deg, i)?, value(&streams.longitude_deg, i)?));
    let ((lat, lon), (lat_b, lon_b)) = (place(a)?, place(b)?);
    Some(METRES_PER_DEGREE * (lat_b - lat).hypot((lon_b - lon) * lat.to_radians().cos()))
}

fn speed_at(streams: &Streams, row: usize) -> f64 {
    let value = |c: Channel| streams.channel(c).get(row).copied().filter(|v| !v.is_nan()).map(f64::from);
    value(Channel::SpeedMPerS).or_else(|| value(Channel::FootPodSpeedMPerS)).unwrap_or(0.0)
}

fn paused_s(pauses: &[Pause], from: Timestamp, to: Timestamp) -> f64 {
    pauses.iter().map(|p| p.end.min(to).since(p.start.max(from)).as_s().max(0.0)).sum()
}

impl Made {
    /// The recording with rows for the time that has no samples.
    pub(crate) fn applied(&self, recording: &Recording) -> Recording {
        let mut whole = recording.clone();
        whole.pauses.clone_from(&self.pauses);
        whole.pauses.sort_by_key(|p| p.start);
        if whole.streams.is_empty() {
            whole.streams.time.clone_from(&self.rows);
            *whole.streams.channel_mut(Channel::AltitudeM) = self.heights_m.clone();
        } else if !self.rows.is_empty() {
            let first = whole.streams.time[0];
            let (before, after): (Vec<Timestamp>, Vec<Timestamp>) = self.rows.iter().partition(|t| **t < first);
            whole.streams = padded(&whole.streams, &before, &after);
        }
        whole
    }

    /// Marks the seconds without samples as if the timer had stood.
    pub(crate) fn hide(&self, grid: &mut Grid) {
        for stretch in &self.stretches {
            let (from, to) = (second(grid, stretch.from), second(grid, stretch.to));
            grid.stop(from, to);
        }
    }

    /// Puts mean speeds and heart rates where nothing is known.
    pub(crate) fn put(&self, grid: &Grid, speed: &mut Vec<f64>, heart_rate: &mut Vec<f64>) {
        speed.resize(grid.len(), f64::NAN);
        heart_rate.resize(grid.len(), f64::NAN);
        for stretch in &self.stretches {
            for i in second(grid, stretch.from)..second(grid, stretch.to) {
                // Between two samples the ends are theirs.
                if speed[i].is_nan() || speed[i] == 0.0 || self.is_coarse {
                    speed[i] = stretch.speed;
                }
                if let (true, Some(bpm)) = (heart_rate[i].is_nan(), stretch.bpm) {
                    heart_rate[i] = bpm;
                }
            }
        }
        // The grid ends with the last row, at which nothing lasts any more.
        if let (Some(last), true) = (speed.last_mut(), self.is_coarse) {
            *last = if last.is_nan() { 0.0 } else { *last };
        }
    }
}

/// The second of the grid at an instant.
fn second(grid: &Grid, at: Timestamp) -> usize {
    (at.since(grid.start).as_s().round().max(0.0) as usize).min(grid.len())
}

/// The streams with empty rows before and behind them.
fn padded(streams: &Streams, before: &[Timestamp], after: &[Timestamp]) -> Streams {
    fn pad<T: Copy>(column: &[T], (before, after): (usize, usize), missing: T) -> Vec<T> {
        if column.is_empty() {
            return Vec::new();
        }
        let mut all = vec![missing; before];
        all.extend_from_slice(column);
        all.extend(std::iter::repeat_n(missing, after));
        all
    }
    let by = (before.len(), after.len());
    let mut all = Streams::default();
    all.time = before.iter().chain(&streams.time).chain(after).copied().collect();
    all.latitude_deg = pad(&streams.latitude_deg, by, f64::NAN);
    all.longitude_deg = pad(&streams.longitude_deg, by, f64::NAN);
    all.distance_m = pad(&streams.distance_m, by, f64::NAN);
    for channel in Channel::ALL {
        *all.channel_mut(channel) = pad(streams.channel(channel), by, f32::NAN);
    }
    all
}
