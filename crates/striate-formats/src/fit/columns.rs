//! Samples while they are read: one growing column for each source of a value, filled lazily so that a field that is
//! never valid costs nothing.

use std::ops::Range;
use striate_model::Timestamp;

/// A column of 64-bit values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Wide {
    LatitudeDeg,
    LongitudeDeg,
    DistanceM,
    PodDistanceM,
}

impl Wide {
    const COUNT: usize = 4;
}

/// A column of 32-bit values. `Pod…` columns come from developer fields and stand in where the device itself has less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Narrow {
    AltitudeM,
    SpeedMPerS,
    HeartRateBpm,
    /// Strides of one foot (revolutions on a bicycle) a minute.
    StridesPerMin,
    /// What is to be added to it.
    StridesFraction,
    PowerW,
    ContactS,
    StepLengthM,
    OscillationM,
    TemperatureC,
    PodSpeedMPerS,
    PodHeartRateBpm,
    PodStridesPerMin,
    PodPowerW,
    PodContactS,
    PodStepLengthM,
    PodOscillationM,
    LegStiffnessKnPerM,
    FormPowerW,
    AirPowerW,
}

impl Narrow {
    const COUNT: usize = 20;
}

/// Every column, and the time that they share.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    /// The instant of each sample, in the order of the file.
    pub(super) time: Vec<Timestamp>,
    wide: [Vec<f64>; Wide::COUNT],
    narrow: [Vec<f32>; Narrow::COUNT],
    /// Samples that are expected in all.
    expected: usize,
}

/// A number that can be missing.
trait Missing: Copy {
    const MISSING: Self;
}

impl Missing for f32 {
    const MISSING: Self = f32::NAN;
}

impl Missing for f64 {
    const MISSING: Self = f64::NAN;
}

#[inline]
fn put<T: Missing>(column: &mut Vec<T>, row: usize, value: T, expected: usize) {
    if column.len() == row && column.capacity() > row {
        column.push(value);
    } else {
        put_late(column, row, value, expected);
    }
}

/// The first value of a column, a value after missing ones, or a better value for the same row.
#[cold]
fn put_late<T: Missing>(column: &mut Vec<T>, row: usize, value: T, expected: usize) {
    if column.len() > row {
        column[row] = value;
        return;
    }
    if column.capacity() == 0 {
        column.reserve_exact(expected.max(row + 1));
    }
    column.resize(row, T::MISSING);
    column.push(value);
}

impl Columns {
    /// Prepares for this many samples more.
    pub(super) fn expect(&mut self, samples: usize) {
        self.expected = self.expected.max(self.time.len().saturating_add(samples));
        if self.time.capacity() == 0 {
            self.time.reserve_exact(self.expected);
        }
    }

    /// How many samples there are.
    pub(super) fn len(&self) -> usize {
        self.time.len()
    }

    /// Sets a value of the newest sample.
    #[inline]
    pub(super) fn put_wide(&mut self, column: Wide, value: f64) {
        put(&mut self.wide[column as usize], self.time.len() - 1, value, self.expected);
    }

    /// Sets a value of the newest sample.
    #[inline]
    pub(super) fn put_narrow(&mut self, column: Narrow, value: f32) {
        put(&mut self.narrow[column as usize], self.time.len() - 1, value, self.expected);
    }

    /// The values of some samples: as many as the range has, or none where the column has no value there.
    pub(super) fn take_wide(&mut self, column: Wide, range: &Range<usize>) -> Vec<f64> {
        take(&mut self.wide[column as usize], self.time.len(), range)
    }

    /// The values of some samples: as many as the range has, or none where the column has no value there.
    pub(super) fn take_narrow(&mut self, column: Narrow, range: &Range<usize>) -> Vec<f32> {
        take(&mut self.narrow[column as usize], self.time.len(), range)
    }

    /// The whole column for a change in place, as long as there are samples.
    pub(super) fn narrow_mut(&mut self, column: Narrow) -> &mut [f32] {
        let column = &mut self.narrow[column as usize];
        column.resize(self.time.len(), f32::NAN);
        column
    }

    /// Takes the values of a sample away; the sample itself stays.
    pub(super) fn blank(&mut self, row: usize) {
        for column in &mut self.wide {
            column.get_mut(row).into_iter().for_each(|value| *value = f64::NAN);
        }
        for column in &mut self.narrow {
            column.get_mut(row).into_iter().for_each(|value| *value = f32::NAN);
        }
    }

    /// Puts the samples of a later part behind these.
    pub(super) fn append(&mut self, later: Self) {
        fn join<T: Missing>(column: &mut Vec<T>, later: Vec<T>, before: usize) {
            if !later.is_empty() {
                column.resize(before, T::MISSING);
                column.extend(later);
            }
        }
        let before = self.time.len();
        self.time.extend(later.time);
        for (column, later) in self.wide.iter_mut().zip(later.wide) {
            join(column, later, before);
        }
        for (column, later) in self.narrow.iter_mut().zip(later.narrow) {
            join(column, later, before);
        }
    }
}

/// Moves the column out where the range is all of it, copies otherwise.
fn take<T: Missing>(column: &mut Vec<T>, samples: usize, range: &Range<usize>) -> Vec<T> {
    if column.len() <= range.start {
        return Vec::new();
    }
    let mut taken = if *range == (0..samples) {
        std::mem::take(column)
    } else {
        column[range.start..column.len().min(range.end)].to_vec()
    };
    taken.resize(range.len(), T::MISSING);
    taken
}
