//! The samples of a recording as one blob: each column compressed for itself, so that one can be read without the
//! others, and bit for bit what it was.
//!
//! Devices write whole numbers of some small unit; decoders turn them into floats. A column is kept as those whole
//! numbers where that gives back every bit (tried, never assumed), else as the floats' own bits. Missing values are kept
//! apart, as runs. `pco` compresses the numbers.

mod column;

use crate::error::{Result, StoreError};
use column::{Float, Packed};
use sha2::{Digest, Sha256};
use striate_model::{Channel, Streams, Timestamp};

const MAGIC: [u8; 4] = *b"SSB1";
/// What stands before the columns' entries: magic, samples, count of columns.
const HEAD: usize = 4 + 4 + 1;
/// One column's entry: which, how, the runs' and the numbers' length, how many values.
const ENTRY: usize = 1 + 1 + 4 + 4 + 4;
const CHECK: usize = 8;
/// No blob says that it holds more samples than this: a month at 10 Hz.
const SAMPLES_MAX: usize = 1 << 25;

/// Which column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Time,
    Latitude,
    Longitude,
    Distance,
    BeatIntervals,
    Channel(Channel),
}

impl Place {
    /// The number in the blob. It is never given to another column.
    const fn code(self) -> u8 {
        match self {
            Self::Time => 0,
            Self::Latitude => 1,
            Self::Longitude => 2,
            Self::Distance => 3,
            Self::BeatIntervals => 4,
            Self::Channel(channel) => 16 + channel as u8,
        }
    }

    fn of_code(code: u8) -> Option<Self> {
        let few = [Self::Time, Self::Latitude, Self::Longitude, Self::Distance, Self::BeatIntervals];
        let channels = Channel::ALL.map(Self::Channel);
        few.into_iter().chain(channels).find(|place| place.code() == code)
    }
}

/// The streams of a recording, and its beat intervals, as one blob.
#[must_use]
pub fn pack(streams: &Streams, rr_intervals_s: &[f32]) -> Vec<u8> {
    pack_at(column::LEVEL, streams, rr_intervals_s)
}

/// Like [`pack`] with another effort of the compressor, 0 to 12; for the bench that chooses it.
#[doc(hidden)]
#[must_use]
pub fn pack_at(level: usize, streams: &Streams, rr_intervals_s: &[f32]) -> Vec<u8> {
    let mut columns: Vec<(Place, Packed)> = Vec::new();
    let mut add = |place, packed: Option<Packed>| columns.extend(packed.map(|p| (place, p)));
    let time: Vec<i64> = streams.time.iter().map(|t| t.as_unix_ms()).collect();
    add(Place::Time, Packed::of_instants(&time, level));
    add(Place::Latitude, Packed::of(&streams.latitude_deg, level));
    add(Place::Longitude, Packed::of(&streams.longitude_deg, level));
    add(Place::Distance, Packed::of(&streams.distance_m, level));
    add(Place::BeatIntervals, Packed::of(rr_intervals_s, level));
    for channel in Channel::ALL {
        add(Place::Channel(channel), Packed::of(streams.channel(channel), level));
    }

    let mut blob = Vec::new();
    blob.extend(MAGIC);
    blob.extend(length(streams.len()));
    blob.push(columns.len() as u8);
    for (place, packed) in &columns {
        blob.extend([place.code(), packed.scale]);
        blob.extend(length(packed.gaps.len()));
        blob.extend(length(packed.numbers.len()));
        blob.extend(length(packed.values));
    }
    for (_, packed) in &columns {
        blob.extend(&packed.gaps);
        blob.extend(&packed.numbers);
    }
    let check = Sha256::digest(&blob);
    blob.extend(&check[..CHECK]);
    blob
}

fn length(n: usize) -> [u8; 4] {
    u32::try_from(n).expect("a recording has less than four billion samples").to_le_bytes()
}

/// A blob whose head was read and whose checksum holds; columns are unpacked when they are asked for.
#[derive(Clone, Debug)]
pub struct StreamBlob<'a> {
    samples: usize,
    columns: Vec<(Place, column::Stored<'a>)>,
}

impl<'a> StreamBlob<'a> {
    /// Reads the head.
    ///
    /// # Errors
    /// `Corrupt` when the bytes are no blob, or not the bytes that were stored.
    pub fn open(blob: &'a [u8]) -> Result<Self> {
        let body_end = blob.len().checked_sub(CHECK).ok_or_else(damaged)?;
        let (body, check) = blob.split_at(body_end);
        if body.len() < HEAD || !body.starts_with(&MAGIC) || Sha256::digest(body)[..CHECK] != *check {
            return Err(damaged());
        }
        let samples = number(body, 4);
        let count = usize::from(body[8]);
        let mut at = HEAD + count * ENTRY;
        let mut columns = Vec::with_capacity(count);
        for index in 0..count {
            let entry = HEAD + index * ENTRY;
            let head = body.get(entry..entry + ENTRY).ok_or_else(damaged)?;
            let (gaps, numbers, values) = (number(head, 2), number(head, 6), number(head, 10));
            let mut take = |n: usize| {
                let part = body.get(at..at.checked_add(n)?);
                at += n;
                part
            };
            let stored = column::Stored {
                scale: head[1],
                gaps: take(gaps).ok_or_else(damaged)?,
                numbers: take(numbers).ok_or_else(damaged)?,
                values,
            };
            if samples.max(values) > SAMPLES_MAX {
                return Err(damaged());
            }
            // A later version may know more columns.
            if let Some(place) = Place::of_code(head[0]) {
                columns.push((place, stored));
            }
        }
        Ok(Self { samples, columns })
    }

    /// How many samples there are.
    #[must_use]
    pub const fn samples(&self) -> usize {
        self.samples
    }

    /// One channel: a value a sample, or empty where it was never seen.
    ///
    /// # Errors
    /// `Corrupt` when the column cannot be unpacked.
    pub fn channel(&self, channel: Channel) -> Result<Vec<f32>> {
        self.floats(Place::Channel(channel))
    }

    /// The instants of the samples.
    ///
    /// # Errors
    /// `Corrupt` when the column cannot be unpacked.
    pub fn time(&self) -> Result<Vec<Timestamp>> {
        let stored = self.columns.iter().find(|(place, _)| *place == Place::Time);
        let whole = stored.map_or_else(|| Ok(Vec::new()), |(_, stored)| stored.whole())?;
        Ok(whole.into_iter().map(Timestamp::from_unix_ms).collect())
    }

    /// Times between heart beats, s.
    ///
    /// # Errors
    /// `Corrupt` when the column cannot be unpacked.
    pub fn rr_intervals_s(&self) -> Result<Vec<f32>> {
        self.floats(Place::BeatIntervals)
    }

    /// Every column.
    ///
    /// # Errors
    /// `Corrupt` when a column cannot be unpacked or they do not fit together.
    pub fn streams(&self) -> Result<Streams> {
        let mut streams = Streams::default();
        streams.time = self.time()?;
        streams.latitude_deg = self.floats(Place::Latitude)?;
        streams.longitude_deg = self.floats(Place::Longitude)?;
        streams.distance_m = self.floats(Place::Distance)?;
        for channel in Channel::ALL {
            *streams.channel_mut(channel) = self.channel(channel)?;
        }
        Ok(streams)
    }

    fn floats<T: Float>(&self, place: Place) -> Result<Vec<T>> {
        let stored = self.columns.iter().find(|(p, _)| *p == place);
        stored.map_or_else(|| Ok(Vec::new()), |(_, stored)| stored.floats())
    }
}

/// A little-endian number of four bytes; whoever calls has checked that they are there.
fn number(bytes: &[u8], at: usize) -> usize {
    let four = bytes[at..at + 4].try_into().expect("four bytes are four bytes");
    u32::from_le_bytes(four) as usize
}

fn damaged() -> StoreError {
    StoreError::corrupt("the samples of a recording are damaged")
        .with_hint("`striate rebuild` makes them again from the original file")
}

#[cfg(test)]
mod tests;
