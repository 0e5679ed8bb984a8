//! Samples while they are read: one point at a time into columns.

use crate::limits;
use striate_model::{Channel, Streams, Timestamp};

/// One point of a track. What is missing is `None` or NaN.
#[derive(Clone, Copy)]
pub(crate) struct Point {
    /// When.
    pub(crate) time: Option<Timestamp>,
    /// Degrees north.
    pub(crate) latitude_deg: f64,
    /// Degrees east.
    pub(crate) longitude_deg: f64,
    /// Since the start, m.
    pub(crate) distance_m: f64,
    channels: [f32; Channel::COUNT],
}

impl Point {
    /// A point of which nothing is known yet.
    pub(crate) const EMPTY: Self = Self {
        time: None,
        latitude_deg: f64::NAN,
        longitude_deg: f64::NAN,
        distance_m: f64::NAN,
        channels: [f32::NAN; Channel::COUNT],
    };

    /// Leaves out a position that is none: only half of one, or 0 and 0, which devices write without a fix. `false` for
    /// one that lies off the Earth.
    pub(crate) fn settle_position(&mut self) -> bool {
        let (lat, lon) = (self.latitude_deg, self.longitude_deg);
        let on_earth = lat.abs() <= 90.0 && lon.abs() <= 180.0;
        let known = !lat.is_nan() && !lon.is_nan();
        if !on_earth || (lat == 0.0 && lon == 0.0) {
            (self.latitude_deg, self.longitude_deg) = (f64::NAN, f64::NAN);
        }
        on_earth || !known
    }

    /// Sets a channel.
    pub(crate) fn set(&mut self, channel: Channel, value: f64) {
        self.channels[channel as usize] = value as f32;
    }
}

/// The samples of one recording while they are read. A column is shorter than the time column while its last values
/// are missing; [`Samples::finish`] fills it up.
#[derive(Default)]
pub(crate) struct Samples {
    streams: Streams,
}

impl Samples {
    /// How many samples there are.
    pub(crate) fn len(&self) -> usize {
        self.streams.len()
    }

    /// The instants so far.
    pub(crate) fn time(&self) -> &[Timestamp] {
        &self.streams.time
    }

    /// The instants so far, to be set right.
    pub(crate) fn time_mut(&mut self) -> &mut [Timestamp] {
        &mut self.streams.time
    }

    /// Adds a sample.
    pub(crate) fn push(&mut self, time: Timestamp, point: &Point) {
        let at = self.streams.time.len();
        self.streams.time.push(time);
        put(&mut self.streams.latitude_deg, at, point.latitude_deg);
        put(&mut self.streams.longitude_deg, at, point.longitude_deg);
        put(&mut self.streams.distance_m, at, point.distance_m);
        for channel in Channel::ALL {
            put(self.streams.channel_mut(channel), at, point.channels[channel as usize]);
        }
    }

    /// Adds the samples of `later` behind these.
    pub(crate) fn append(&mut self, later: Self) {
        let len = self.len();
        let later = later.finish();
        self.fill();
        let more = later.len();
        join(&mut self.streams.latitude_deg, &later.latitude_deg, len, more);
        join(&mut self.streams.longitude_deg, &later.longitude_deg, len, more);
        join(&mut self.streams.distance_m, &later.distance_m, len, more);
        for channel in Channel::ALL {
            join(self.streams.channel_mut(channel), later.channel(channel), len, more);
        }
        self.streams.time.extend(later.time);
    }

    /// Columns of equal length.
    pub(crate) fn finish(mut self) -> Streams {
        self.fill();
        self.streams
    }

    fn fill(&mut self) {
        let len = self.streams.len();
        fill(&mut self.streams.latitude_deg, len);
        fill(&mut self.streams.longitude_deg, len);
        fill(&mut self.streams.distance_m, len);
        for channel in Channel::ALL {
            fill(self.streams.channel_mut(channel), len);
        }
    }
}

/// A number that can be missing.
trait Value: Copy {
    const MISSING: Self;
    fn is_missing(self) -> bool;
}

impl Value for f64 {
    const MISSING: Self = Self::NAN;
    fn is_missing(self) -> bool {
        self.is_nan()
    }
}

impl Value for f32 {
    const MISSING: Self = Self::NAN;
    fn is_missing(self) -> bool {
        self.is_nan()
    }
}

/// Adds a value at place `at`. A missing one waits until a later one shows that the column is needed.
#[inline]
fn put<T: Value>(column: &mut Vec<T>, at: usize, value: T) {
    if !value.is_missing() {
        if column.len() < at {
            column.resize(at, T::MISSING);
        }
        column.push(value);
    }
}

fn fill<T: Value>(column: &mut Vec<T>, len: usize) {
    if !column.is_empty() {
        column.resize(len, T::MISSING);
    }
}

fn join<T: Value>(column: &mut Vec<T>, later: &[T], len: usize, more: usize) {
    if !later.is_empty() {
        column.resize(len, T::MISSING);
        column.extend_from_slice(later);
    } else if !column.is_empty() {
        column.resize(len + more, T::MISSING);
    }
}

/// Keeps the samples at these places, in this order.
pub(crate) fn select(streams: &mut Streams, places: &[u32]) {
    fn pick<T: Copy>(column: &mut Vec<T>, places: &[u32]) {
        if !column.is_empty() {
            *column = places.iter().map(|at| column[*at as usize]).collect();
        }
    }
    const _: () = assert!(limits::XML_SAMPLES < u32::MAX as usize);
    pick(&mut streams.time, places);
    pick(&mut streams.latitude_deg, places);
    pick(&mut streams.longitude_deg, places);
    pick(&mut streams.distance_m, places);
    for channel in Channel::ALL {
        pick(streams.channel_mut(channel), places);
    }
}
