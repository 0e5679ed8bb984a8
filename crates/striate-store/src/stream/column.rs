//! One column: whole numbers of a small unit where that is exact, the floats' bits otherwise; gaps apart.

use super::damaged;
use crate::error::Result;
use pco::ChunkConfig;
use pco::data_types::Number;
use pco::{DeltaSpec, ModeSpec};

/// How hard `pco` tries. Level 8 takes one more percent off for half as much time again; the bench of stored streams
/// measures it.
pub(super) const LEVEL: usize = 6;
/// The floats' own bits.
const BITS: u8 = 0;
/// Whole numbers as they are.
const WHOLE: u8 = 1;
/// FIT's unit of angle: a half circle is 2^31.
const SEMICIRCLES: u8 = 2;
/// From here on: whole numbers of 1 / `PARTS[scale - 16]`.
const FIRST_PART: u8 = 16;
/// How many parts of a unit devices and texts write. Only ever appended to.
const PARTS: [f64; 20] = [
    1.0, 2.0, 4.0, 5.0, 8.0, 10.0, 20.0, 50.0, 64.0, 100.0, 128.0, 256.0, 1000.0, 1024.0, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
];
const SEMICIRCLES_PER_DEGREE: f64 = 2_147_483_648.0 / 180.0;
/// Whole numbers beyond this are not exact in a float.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// `f32` and `f64`.
pub(super) trait Float: Number + Copy {
    const MISSING: Self;
    fn wide(self) -> f64;
    fn narrow(value: f64) -> Self;
    /// Whether both have the same bits.
    fn is_same(self, other: Self) -> bool;
}

impl Float for f32 {
    const MISSING: Self = Self::NAN;
    fn wide(self) -> f64 {
        f64::from(self)
    }
    fn narrow(value: f64) -> Self {
        value as Self
    }
    fn is_same(self, other: Self) -> bool {
        self.to_bits() == other.to_bits()
    }
}

impl Float for f64 {
    const MISSING: Self = Self::NAN;
    fn wide(self) -> f64 {
        self
    }
    fn narrow(value: f64) -> Self {
        value
    }
    fn is_same(self, other: Self) -> bool {
        self.to_bits() == other.to_bits()
    }
}

/// A column to be written.
pub(super) struct Packed {
    pub(super) scale: u8,
    pub(super) gaps: Vec<u8>,
    pub(super) numbers: Vec<u8>,
    pub(super) values: usize,
}

impl Packed {
    /// Instants in milliseconds, which go on by a few lengths of step; `None` for an empty column.
    pub(super) fn of_instants(values: &[i64], level: usize) -> Option<Self> {
        (!values.is_empty()).then(|| Self {
            scale: WHOLE,
            gaps: Vec::new(),
            numbers: compressed(values, 1, level),
            values: values.len(),
        })
    }

    /// Floats, NaN where nothing is known; `None` for an empty column.
    pub(super) fn of<T: Float>(column: &[T], level: usize) -> Option<Self> {
        if column.is_empty() {
            return None;
        }
        let is_gap = |v: &T| v.is_same(T::MISSING);
        let present: Vec<T> = column.iter().copied().filter(|v| !is_gap(v)).collect();
        let gaps = if present.len() == column.len() { Vec::new() } else { runs(column.iter().map(is_gap)) };
        let (scale, numbers) = if let Some((scale, whole)) = as_whole(&present) {
            let differences = differences(&whole);
            let small: Option<Vec<i32>> = whole.iter().map(|w| i32::try_from(*w).ok()).collect();
            let numbers = match small {
                Some(small) => tagged(4, compressed(&small, differences, level)),
                None => tagged(8, compressed(&whole, differences, level)),
            };
            (scale, numbers)
        } else {
            (BITS, tagged(0, compressed_bits(&present, level)))
        };
        Some(Self { scale, gaps, numbers, values: column.len() })
    }
}

/// How many values of a column tell how it goes on, in blocks of neighbours spread over it.
const LOOKED_AT: usize = 1024;
const BLOCK: usize = 128;
/// The most often that differences are taken.
const MOST_DIFFERENCES: usize = 3;

/// How often differences are to be taken before the column is compressed: a pulse jumps in whole units and is told best by
/// its first differences, a position goes on as it went, what a watch smoothed over seconds does so in its bends.
///
/// By the bits that some stretches would take: how long each number is, as an entropy, and the bits behind the first.
fn differences(whole: &[i64]) -> usize {
    let blocks = LOOKED_AT / BLOCK;
    let step = (whole.len() / blocks).max(BLOCK);
    let looked_at = || whole.chunks(step).map(|block| &block[..block.len().min(BLOCK)]);
    // What strays about a middle is told by how far it lies from there.
    let (mut sum, mut count) = (0_i128, 0);
    for value in looked_at().flatten() {
        (sum, count) = (sum + i128::from(*value), count + 1);
    }
    let middle = i64::try_from(sum / count.max(1)).unwrap_or(0);
    let mut lengths = [[0_u32; 65]; MOST_DIFFERENCES + 1];
    for block in looked_at() {
        let mut before = [0_i64; MOST_DIFFERENCES];
        for (place, value) in block.iter().enumerate() {
            let mut now = value.wrapping_sub(middle);
            for (order, lengths) in lengths.iter_mut().enumerate() {
                // The first values of a block have nothing before them.
                if place >= MOST_DIFFERENCES {
                    let zigzag = (now.wrapping_shl(1) ^ (now >> 63)) as u64;
                    lengths[64 - zigzag.leading_zeros() as usize] += 1;
                }
                if let Some(before) = before.get_mut(order) {
                    let difference = now.wrapping_sub(*before);
                    *before = now;
                    now = difference;
                }
            }
        }
    }
    let bits = |lengths: &[u32; 65]| -> f64 {
        let total = f64::from(lengths.iter().sum::<u32>());
        let told = |(length, count): (usize, &u32)| {
            let count = f64::from(*count);
            if count == 0.0 { 0.0 } else { count * ((total / count).log2() + length.saturating_sub(1) as f64) }
        };
        lengths.iter().enumerate().map(told).sum()
    };
    let all = lengths.each_ref().map(bits);
    (0..all.len()).min_by(|a, b| all[*a].total_cmp(&all[*b])).unwrap_or(1)
}

/// The numbers after one byte that tells their width.
fn tagged(width: u8, numbers: Vec<u8>) -> Vec<u8> {
    let mut all = Vec::with_capacity(numbers.len() + 1);
    all.push(width);
    all.extend(numbers);
    all
}

/// The first unit of which every value is a whole number, bit for bit.
fn as_whole<T: Float>(values: &[T]) -> Option<(u8, Vec<i64>)> {
    // The coarsest unit first: an `f32` is a whole number of any that is fine enough.
    let scales = (0..PARTS.len() as u8).map(|i| FIRST_PART + i).chain(std::iter::once(SEMICIRCLES));
    let mut numbers = Vec::with_capacity(values.len());
    for scale in scales {
        numbers.clear();
        // Most units fail at one of the first values.
        for value in values {
            let Some(whole) = unscaled(scale, value.wide()) else { break };
            if !scaled::<T>(scale, whole).is_some_and(|back| back.is_same(*value)) {
                break;
            }
            numbers.push(whole);
        }
        if numbers.len() == values.len() {
            return Some((scale, numbers));
        }
    }
    None
}

/// The nearest whole number of a unit. Whether it gives the value back, `scaled` has to show.
fn unscaled(scale: u8, value: f64) -> Option<i64> {
    let whole = match scale {
        SEMICIRCLES => value * SEMICIRCLES_PER_DEGREE,
        _ => value * PARTS.get(usize::from(scale.checked_sub(FIRST_PART)?))?,
    };
    (whole.abs() < EXACT).then_some((whole + 0.5_f64.copysign(whole)) as i64)
}

fn scaled<T: Float>(scale: u8, whole: i64) -> Option<T> {
    let whole = whole as f64;
    Some(T::narrow(match scale {
        SEMICIRCLES => whole * (180.0 / 2_147_483_648.0),
        _ => whole / PARTS.get(usize::from(scale.checked_sub(FIRST_PART)?))?,
    }))
}

fn compressed<T: Number>(values: &[T], differences: usize, level: usize) -> Vec<u8> {
    let delta = if values.len() > MOST_DIFFERENCES { DeltaSpec::TryConsecutive(differences) } else { DeltaSpec::NoOp };
    let config =
        ChunkConfig::default().with_compression_level(level).with_mode_spec(ModeSpec::Classic).with_delta_spec(delta);
    pco::standalone::simple_compress(values, &config).expect("the level is one that pco knows, and memory takes writes")
}

fn compressed_bits<T: Number>(values: &[T], level: usize) -> Vec<u8> {
    let config = ChunkConfig::default().with_compression_level(level);
    pco::standalone::simple_compress(values, &config).expect("the level is one that pco knows, and memory takes writes")
}

/// Lengths of runs by turns, the first of values that are there, as variable-length numbers.
fn runs(is_gap: impl Iterator<Item = bool>) -> Vec<u8> {
    let (mut bytes, mut now, mut long) = (Vec::new(), false, 0_u64);
    for gap in is_gap {
        if gap != now {
            write_number(&mut bytes, long);
            (now, long) = (gap, 0);
        }
        long += 1;
    }
    write_number(&mut bytes, long);
    bytes
}

fn write_number(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value as u8) | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn read_number(bytes: &mut &[u8]) -> Option<usize> {
    let mut value = 0_u64;
    for shift in (0..35).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return usize::try_from(value).ok();
        }
    }
    None
}

/// A column as it lies in a blob.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stored<'a> {
    pub(super) scale: u8,
    pub(super) gaps: &'a [u8],
    pub(super) numbers: &'a [u8],
    pub(super) values: usize,
}

impl Stored<'_> {
    pub(super) fn whole(&self) -> Result<Vec<i64>> {
        let whole: Vec<i64> = decompressed(self.numbers)?;
        if whole.len() == self.values { Ok(whole) } else { Err(damaged()) }
    }

    pub(super) fn floats<T: Float>(&self) -> Result<Vec<T>> {
        let (width, numbers) = self.numbers.split_first().ok_or_else(damaged)?;
        let of_whole = |whole: i64| scaled::<T>(self.scale, whole).ok_or_else(damaged);
        let present: Vec<T> = match width {
            0 => decompressed(numbers)?,
            4 => decompressed::<i32>(numbers)?.into_iter().map(|w| of_whole(i64::from(w))).collect::<Result<_>>()?,
            8 => decompressed::<i64>(numbers)?.into_iter().map(of_whole).collect::<Result<_>>()?,
            _ => return Err(damaged()),
        };
        let column = if self.gaps.is_empty() { present } else { with_gaps(&present, self.gaps, self.values)? };
        if column.len() == self.values { Ok(column) } else { Err(damaged()) }
    }
}

fn with_gaps<T: Float>(present: &[T], mut gaps: &[u8], values: usize) -> Result<Vec<T>> {
    let (mut column, mut present, mut is_gap) = (Vec::with_capacity(values), present.iter(), false);
    while !gaps.is_empty() {
        let long = read_number(&mut gaps).filter(|long| long + column.len() <= values).ok_or_else(damaged)?;
        if is_gap {
            column.resize(column.len() + long, T::MISSING);
        } else {
            let before = column.len();
            column.extend(present.by_ref().take(long).copied());
            if column.len() - before != long {
                return Err(damaged());
            }
        }
        is_gap = !is_gap;
    }
    Ok(column)
}

fn decompressed<T: Number>(bytes: &[u8]) -> Result<Vec<T>> {
    pco::standalone::simple_decompress(bytes).map_err(|error| damaged().caused_by(error))
}
