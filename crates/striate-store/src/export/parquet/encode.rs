//! Values as the bytes of pages: plain, by a dictionary, or by differences that are packed into as few bits as they need.
//!
//! Source: `Encodings.md` of the Apache Parquet format specification.

use super::thrift::{varint, zigzag};
use super::{Column, Values};
use std::collections::HashMap;
use std::hash::Hash;

/// A column with more distinct values than this share of its values gains nothing from a dictionary.
const DICTIONARY_SHARE: usize = 2;
/// Equal values in a row from which a run is shorter than packed bits.
const RUN: usize = 8;
const BLOCK: usize = 128;
const MINIBLOCKS: usize = 4;

/// How the values of a page are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// One value after the other.
    Plain,
    /// Differences in packed bits.
    DeltaBinaryPacked,
    /// Indices into the dictionary page, as runs and packed bits.
    RleDictionary,
}

/// A page before compression.
pub(super) struct Page {
    /// Whether it is the dictionary of the data page after it.
    pub is_dictionary: bool,
    /// Values of it, missing ones included.
    pub values: usize,
    /// How they are encoded.
    pub encoding: Encoding,
    /// Which rows have values, then the values.
    pub bytes: Vec<u8>,
}

/// The pages of a column: its dictionary, where that is smaller, and its data.
pub(super) fn pages(column: &Column<'_>) -> (Option<Page>, Page) {
    let mut bytes = Vec::new();
    if let Some(present) = &column.present {
        let levels = present.iter().map(|is| u32::from(*is)).collect::<Vec<_>>();
        let mut packed = Vec::new();
        runs(&mut packed, &levels, 1);
        bytes.extend_from_slice(&(packed.len() as u32).to_le_bytes());
        bytes.append(&mut packed);
    }
    let (dictionary, encoding) = match &column.values {
        Values::TimestampMs(values) => {
            differences(&mut bytes, values);
            (None, Encoding::DeltaBinaryPacked)
        }
        Values::Text(values) => by_dictionary(&mut bytes, values, |v| *v, plain_text),
        Values::Float(values) => {
            by_dictionary(&mut bytes, values, |v| v.to_bits(), |out, v| out.extend_from_slice(&v.to_le_bytes()))
        }
        Values::Double(values) => {
            by_dictionary(&mut bytes, values, |v| v.to_bits(), |out, v| out.extend_from_slice(&v.to_le_bytes()))
        }
    };
    let values = column.present.as_ref().map_or(column.values.len(), Vec::len);
    (dictionary, Page { is_dictionary: false, values, encoding, bytes })
}

fn plain_text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(&(text.len() as u32).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

/// Appends indices and returns their dictionary, or appends plain values where they rarely repeat.
fn by_dictionary<T: Copy, K: Hash + Eq>(
    bytes: &mut Vec<u8>,
    values: &[T],
    key: impl Fn(&T) -> K,
    plain: impl Fn(&mut Vec<u8>, T),
) -> (Option<Page>, Encoding) {
    if values.is_empty() {
        return (None, Encoding::Plain);
    }
    let mut known = HashMap::new();
    let (mut entries, mut count) = (Vec::new(), 0_u32);
    let mut indices = Vec::with_capacity(values.len());
    for value in values {
        let index = *known.entry(key(value)).or_insert_with(|| {
            plain(&mut entries, *value);
            count += 1;
            count - 1
        });
        indices.push(index);
        if count as usize * DICTIONARY_SHARE > values.len().max(DICTIONARY_SHARE) {
            values.iter().for_each(|v| plain(bytes, *v));
            return (None, Encoding::Plain);
        }
    }
    let width = bits(u64::from(count.saturating_sub(1)));
    bytes.push(width as u8);
    runs(bytes, &indices, width);
    let page = Page { is_dictionary: true, values: count as usize, encoding: Encoding::Plain, bytes: entries };
    (Some(page), Encoding::RleDictionary)
}

/// How many bits a value needs.
const fn bits(value: u64) -> u32 {
    u64::BITS - value.leading_zeros()
}

/// Runs of equal values and packed bits, whichever is shorter.
fn runs(out: &mut Vec<u8>, values: &[u32], width: u32) {
    let mut at = 0;
    let mut packed_from = 0;
    while at < values.len() {
        let equal = values[at..].iter().take_while(|v| **v == values[at]).count();
        // Packed bits come in groups of eight values: the run gives the last group what it lacks.
        let lacking = (at - packed_from).next_multiple_of(8) - (at - packed_from);
        if equal >= lacking + RUN {
            packed(out, &values[packed_from..at + lacking], width);
            varint(out, ((equal - lacking) as u64) << 1);
            out.extend_from_slice(&values[at].to_le_bytes()[..width.div_ceil(8) as usize]);
            at += equal;
            packed_from = at;
        } else {
            at += equal;
        }
    }
    packed(out, &values[packed_from..], width);
}

fn packed(out: &mut Vec<u8>, values: &[u32], width: u32) {
    if values.is_empty() {
        return;
    }
    let groups = values.len().div_ceil(8);
    varint(out, (groups as u64) << 1 | 1);
    let padding = std::iter::repeat_n(0, groups * 8 - values.len());
    pack(out, values.iter().map(|v| u64::from(*v)).chain(padding), width);
}

/// Values of `width` bits, the lowest bit first, without gaps. Their number is a multiple of eight.
fn pack(out: &mut Vec<u8>, values: impl Iterator<Item = u64>, width: u32) {
    let (mut waiting, mut held) = (0_u128, 0);
    for value in values {
        waiting |= u128::from(value) << held;
        held += width;
        while held >= 8 {
            out.push(waiting as u8);
            waiting >>= 8;
            held -= 8;
        }
    }
}

/// Integers as packed differences to the smallest difference of their block.
fn differences(out: &mut Vec<u8>, values: &[i64]) {
    varint(out, BLOCK as u64);
    varint(out, MINIBLOCKS as u64);
    varint(out, values.len() as u64);
    varint(out, zigzag(values.first().copied().unwrap_or(0)));
    let steps = values.windows(2).map(|pair| pair[1].wrapping_sub(pair[0])).collect::<Vec<_>>();
    for block in steps.chunks(BLOCK) {
        let least = block.iter().copied().min().unwrap_or(0);
        varint(out, zigzag(least));
        let over = block.iter().map(|step| step.wrapping_sub(least).cast_unsigned()).collect::<Vec<_>>();
        let size = BLOCK / MINIBLOCKS;
        let widths = over.chunks(size).map(|mini| bits(mini.iter().copied().max().unwrap_or(0))).collect::<Vec<_>>();
        out.extend((0..MINIBLOCKS).map(|mini| widths.get(mini).map_or(0, |width| *width as u8)));
        for (mini, width) in over.chunks(size).zip(widths) {
            let padding = std::iter::repeat_n(0, size - mini.len());
            pack(out, mini.iter().copied().chain(padding), width);
        }
    }
}
