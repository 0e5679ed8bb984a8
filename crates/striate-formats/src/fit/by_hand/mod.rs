//! The wire format by hand-made bytes, one test for each thing that real files do.

mod activities;
mod developer;
mod faults;
mod framing;
mod lifting;
mod properties;
mod values;

use super::crc::checksum;
use super::decode;
use striate_model::{Channel, Decoded, Recording, WarningCode};

/// Codes of base types on the wire.
pub(super) const ENUM: u8 = 0x00;
pub(super) const S8: u8 = 0x01;
pub(super) const U8: u8 = 0x02;
pub(super) const TEXT: u8 = 0x07;
pub(super) const U8Z: u8 = 0x0A;
pub(super) const BYTE: u8 = 0x0D;
pub(super) const S16: u8 = 0x83;
pub(super) const U16: u8 = 0x84;
pub(super) const S32: u8 = 0x85;
pub(super) const U32: u8 = 0x86;
pub(super) const F32: u8 = 0x88;
pub(super) const F64: u8 = 0x89;
pub(super) const U32Z: u8 = 0x8C;

/// A time, seconds of the protocol's epoch, that the tests begin at.
pub(super) const START: u32 = 1_000_000_000;
/// The same in milliseconds of the Unix epoch.
pub(super) const START_MS: i64 = (1_000_000_000 + 631_065_600) * 1000;

/// Writes FIT bytes message by message.
#[derive(Clone, Default)]
pub(super) struct Builder {
    pub(super) data: Vec<u8>,
    big_endian: bool,
}

/// One value with its width, so that a message's body is written in the builder's byte order.
#[derive(Clone, Copy)]
pub(super) enum Value {
    B(u8),
    H(u16),
    W(u32),
    F(f32),
    D(f64),
    /// Bytes as they are.
    Raw(&'static [u8]),
}
pub(super) use Value::{B, D, F, H, Raw, W};

impl Builder {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn big_endian() -> Self {
        Self { big_endian: true, ..Self::default() }
    }

    /// A definition: fields as number, size, base type.
    pub(super) fn define(self, local: u8, message: u16, fields: &[(u8, u8, u8)]) -> Self {
        self.define_all(local, message, fields, None)
    }

    /// A definition with developer fields as number, size, developer.
    pub(super) fn define_with(self, local: u8, message: u16, fields: &[(u8, u8, u8)], more: &[(u8, u8, u8)]) -> Self {
        self.define_all(local, message, fields, Some(more))
    }

    fn define_all(mut self, local: u8, message: u16, fields: &[(u8, u8, u8)], more: Option<&[(u8, u8, u8)]>) -> Self {
        self.data.push(0x40 | if more.is_some() { 0x20 } else { 0 } | local);
        self.data.extend([0, u8::from(self.big_endian)]);
        self.data.extend(if self.big_endian { message.to_be_bytes() } else { message.to_le_bytes() });
        for list in [Some(fields), more].into_iter().flatten() {
            self.data.push(list.len() as u8);
            self.data.extend(list.iter().flat_map(|&(number, size, base)| [number, size, base]));
        }
        self
    }

    /// A data message.
    pub(super) fn data(self, local: u8, values: &[Value]) -> Self {
        self.message(local, values)
    }

    /// A data message with the time in its header byte.
    pub(super) fn compressed(self, local: u8, offset: u8, values: &[Value]) -> Self {
        self.message(0x80 | local << 5 | offset, values)
    }

    fn message(mut self, header: u8, values: &[Value]) -> Self {
        self.data.push(header);
        for value in values {
            match (*value, self.big_endian) {
                (B(v), _) => self.data.push(v),
                (H(v), false) => self.data.extend(v.to_le_bytes()),
                (H(v), true) => self.data.extend(v.to_be_bytes()),
                (W(v), false) => self.data.extend(v.to_le_bytes()),
                (W(v), true) => self.data.extend(v.to_be_bytes()),
                (F(v), false) => self.data.extend(v.to_le_bytes()),
                (F(v), true) => self.data.extend(v.to_be_bytes()),
                (D(v), false) => self.data.extend(v.to_le_bytes()),
                (D(v), true) => self.data.extend(v.to_be_bytes()),
                (Raw(v), _) => self.data.extend(v),
            }
        }
        self
    }

    /// The start of an activity file.
    pub(super) fn activity() -> Self {
        Self::new().activity_id()
    }

    pub(super) fn activity_id(self) -> Self {
        self.define(15, 0, &[(0, 1, ENUM), (4, 4, U32)]).data(15, &[B(4), W(START)])
    }

    /// A session of `sport`, `seconds` long and `metres` far, from the tests' start.
    pub(super) fn session(self, sport: u8, seconds: u32, metres: u32) -> Self {
        self.define(
            14,
            18,
            &[(253, 4, U32), (2, 4, U32), (5, 1, ENUM), (6, 1, ENUM), (7, 4, U32), (8, 4, U32), (9, 4, U32)],
        )
        .data(
            14,
            &[W(START + seconds), W(START), B(sport), B(0), W(seconds * 1000), W(seconds * 1000), W(metres * 100)],
        )
    }

    /// Samples once a second with heart rate, from the tests' start.
    pub(super) fn heart_rates(self, bpm: &[u8]) -> Self {
        let defined = self.define(0, 20, &[(253, 4, U32), (3, 1, U8)]);
        (START..).zip(bpm).fold(defined, |file, (time, &bpm)| file.data(0, &[W(time), B(bpm)]))
    }

    /// The bytes of a file with a 14-byte header and right checksums.
    pub(super) fn file(&self) -> Vec<u8> {
        self.file_with(14, true)
    }

    /// The bytes of a file with a header of this length, its own checksum written or zero.
    pub(super) fn file_with(&self, header: u8, header_checksum: bool) -> Vec<u8> {
        let mut bytes = vec![header, 0x20, 0x54, 0x08];
        bytes.extend((self.data.len() as u32).to_le_bytes());
        bytes.extend(b".FIT");
        if header > 12 {
            let sum = if header_checksum { checksum(&bytes) } else { 0 };
            bytes.extend(sum.to_le_bytes());
        }
        bytes.extend(&self.data);
        let sum = checksum(&bytes);
        bytes.extend(sum.to_le_bytes());
        bytes
    }

    pub(super) fn decode(&self) -> Decoded {
        decode(&self.file()).unwrap()
    }

    /// The only recording, without any warning.
    pub(super) fn recording(&self) -> Recording {
        let decoded = self.decode();
        assert_eq!(decoded.warnings, []);
        only(decoded)
    }
}

pub(super) fn only(mut decoded: Decoded) -> Recording {
    assert_eq!(decoded.recordings.len(), 1, "{:?}", decoded.warnings);
    let recording = decoded.recordings.remove(0);
    assert!(recording.streams.is_consistent());
    recording
}

/// The warnings as code and offset.
pub(super) fn codes(decoded: &Decoded) -> Vec<(WarningCode, Option<u64>)> {
    decoded.warnings.iter().map(|w| (w.code, w.offset)).collect()
}

/// The heart rates of all samples.
pub(super) fn heart_rates(recording: &Recording) -> Vec<f32> {
    recording.streams.channel(Channel::HeartRateBpm).to_vec()
}

/// Equal, missing values included.
pub(super) fn same(a: &[f32], b: &[f32]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b || a.is_nan() && b.is_nan())
}
