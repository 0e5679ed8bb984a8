//! Definitions and values as they lie in the bytes: base types, byte order, invalid values.

use super::fault::Faults;
use crate::limits;
use striate_model::WarningCode;

/// What a field's bytes are. The high bit of the code on the wire (and bits 5 and 6) carry no meaning of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Enum,
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    Text,
    F32,
    F64,
    U8z,
    U16z,
    U32z,
    Byte,
    I64,
    U64,
    U64z,
}

impl Base {
    /// The base type with this code.
    pub(super) fn from_code(code: u8) -> Option<Self> {
        const ALL: [Base; 17] = [
            Base::Enum,
            Base::I8,
            Base::U8,
            Base::I16,
            Base::U16,
            Base::I32,
            Base::U32,
            Base::Text,
            Base::F32,
            Base::F64,
            Base::U8z,
            Base::U16z,
            Base::U32z,
            Base::Byte,
            Base::I64,
            Base::U64,
            Base::U64z,
        ];
        ALL.get(usize::from(code & 0x1F)).copied()
    }

    /// Bytes of one value.
    pub(super) const fn size(self) -> usize {
        match self {
            Self::Enum | Self::I8 | Self::U8 | Self::Text | Self::U8z | Self::Byte => 1,
            Self::I16 | Self::U16 | Self::U16z => 2,
            Self::I32 | Self::U32 | Self::F32 | Self::U32z => 4,
            Self::F64 | Self::I64 | Self::U64 | Self::U64z => 8,
        }
    }

    const fn is_signed(self) -> bool {
        matches!(self, Self::I8 | Self::I16 | Self::I32 | Self::I64)
    }

    const fn zero_is_invalid(self) -> bool {
        matches!(self, Self::U8z | Self::U16z | Self::U32z | Self::U64z)
    }

    /// One number from exactly the bytes of one value, or from fewer where the field was defined too short for its
    /// type: then they are widened. `None` for invalid values, for texts and for floats of a wrong length.
    pub(super) fn number(self, bytes: &[u8], big_endian: bool) -> Option<f64> {
        let length = bytes.len();
        if length == 0 || length > 8 || self == Self::Text {
            return None;
        }
        let mut raw = [0_u8; 8];
        for (to, from) in raw.iter_mut().zip(0..length) {
            *to = bytes[if big_endian { length - 1 - from } else { from }];
        }
        let raw = u64::from_le_bytes(raw);
        let bits = 8 * length as u32;
        match self {
            Self::F32 if length == 4 => Some(f64::from(f32::from_bits(raw as u32))).filter(|v| v.is_finite()),
            Self::F64 if length == 8 => Some(f64::from_bits(raw)).filter(|v| v.is_finite()),
            Self::F32 | Self::F64 => None,
            _ if self.is_signed() => {
                let value = (raw << (64 - bits)) as i64 >> (64 - bits);
                (value != i64::MAX >> (64 - bits)).then_some(value as f64)
            }
            _ if self.zero_is_invalid() => (raw != 0).then_some(raw as f64),
            _ => (raw != u64::MAX >> (64 - bits)).then_some(raw as f64),
        }
    }
}

/// One field of a definition and where it lies in the message.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldDef {
    pub(super) number: u8,
    /// `None` for a code that no protocol version knows.
    pub(super) base: Option<Base>,
    pub(super) offset: usize,
    pub(super) size: usize,
}

impl FieldDef {
    /// The bytes of the first value: fewer than the base type's where the field is defined too short, and without the
    /// odd bytes at the end where its size is no multiple of the type's.
    pub(super) fn first_value<'a>(&self, base: Base, body: &'a [u8]) -> &'a [u8] {
        &body[self.offset..self.offset + self.size.min(base.size())]
    }
}

/// One developer field of a definition and where it lies in the message.
#[derive(Clone, Copy, Debug)]
pub(super) struct DeveloperFieldDef {
    /// Which developer, then which of their fields.
    pub(super) key: (u8, u8),
    pub(super) offset: usize,
    pub(super) size: usize,
}

/// How the data messages of one local number look until the next definition of that number.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    /// What the message is, as the protocol numbers it.
    pub(super) message: u16,
    pub(super) big_endian: bool,
    pub(super) fields: Vec<FieldDef>,
    pub(super) developer_fields: Vec<DeveloperFieldDef>,
    /// Bytes of one data message without its header byte.
    pub(super) size: usize,
}

impl Definition {
    /// Reads the definition whose header byte is at `at`; the second value is the place behind it. `None` where the
    /// data ends first.
    pub(super) fn read(bytes: &[u8], at: usize, end: usize, faults: &mut Faults) -> Option<(Self, usize)> {
        let head = bytes.get(at..(at + 6).min(end)).filter(|h| h.len() == 6)?;
        let has_developer_fields = head[0] & 0x20 != 0;
        let big_endian = head[2] == 1;
        if head[2] > 1 {
            faults.at(
                WarningCode::BadField,
                at + 2,
                "a definition names an unknown byte order; low byte first is assumed",
            );
        }
        let message =
            if big_endian { u16::from_be_bytes([head[3], head[4]]) } else { u16::from_le_bytes([head[3], head[4]]) };
        let mut place = at + 6;
        let mut size = 0;
        let mut fields = Vec::with_capacity(usize::from(head[5]));
        for _ in 0..head[5] {
            let &[number, length, code] = bytes.get(place..(place + 3).min(end))?.first_chunk::<3>()?;
            let base = Base::from_code(code);
            fields.push(FieldDef { number, base, offset: size, size: usize::from(length) });
            size += usize::from(length);
            place += 3;
        }
        let mut developer_fields = Vec::new();
        if has_developer_fields {
            let count = *bytes.get(place).filter(|_| place < end)?;
            place += 1;
            for _ in 0..count {
                let &[number, length, developer] = bytes.get(place..(place + 3).min(end))?.first_chunk::<3>()?;
                developer_fields.push(DeveloperFieldDef {
                    key: (developer, number),
                    offset: size,
                    size: usize::from(length),
                });
                size += usize::from(length);
                place += 3;
            }
        }
        Some((Self { message, big_endian, fields, developer_fields, size }, place))
    }

    /// The field with this number, where the definition has it with at least one byte.
    pub(super) fn field(&self, number: u8) -> Option<&FieldDef> {
        self.fields.iter().find(|f| f.number == number && f.size > 0)
    }
}

/// One data message and its definition: access to single values, for everything but the hot path.
#[derive(Clone, Copy)]
pub(super) struct Message<'a> {
    pub(super) definition: &'a Definition,
    pub(super) body: &'a [u8],
}

impl<'a> Message<'a> {
    /// The (first) number of a field, unscaled.
    pub(super) fn number(&self, field: u8) -> Option<f64> {
        let field = self.definition.field(field)?;
        let base = field.base?;
        base.number(field.first_value(base, self.body), self.definition.big_endian)
    }

    /// The (first) number of a field divided by `scale`, for what the protocol stores in 32 bits without sign, whatever
    /// type a file declares.
    pub(super) fn amount(&self, field: u8, scale: f64) -> Option<f64> {
        self.number(field).filter(|v| (0.0..=4_294_967_295.0).contains(v)).map(|v| v / scale)
    }

    /// A number that the protocol stores in 8 bits.
    pub(super) fn u8(&self, field: u8) -> Option<u8> {
        self.number(field).filter(|v| (0.0..=255.0).contains(v)).map(|v| v as u8)
    }

    /// A number that the protocol stores in 16 bits.
    pub(super) fn u16(&self, field: u8) -> Option<u16> {
        self.number(field).filter(|v| (0.0..=65_535.0).contains(v)).map(|v| v as u16)
    }

    /// A number that the protocol stores in 32 bits.
    pub(super) fn u32(&self, field: u8) -> Option<u32> {
        self.number(field).filter(|v| (0.0..=4_294_967_295.0).contains(v)).map(|v| v as u32)
    }

    /// All values of an array field, invalid ones as `None`.
    pub(super) fn numbers(&self, field: u8) -> impl Iterator<Item = Option<f64>> + use<'a> {
        let big_endian = self.definition.big_endian;
        let (bytes, base) = match self.definition.field(field) {
            Some(f) => (&self.body[f.offset..f.offset + f.size], f.base.unwrap_or(Base::Text)),
            None => (&[][..], Base::Text),
        };
        let size = base.size().min(bytes.len()).max(1);
        bytes.chunks_exact(size).map(move |value| base.number(value, big_endian))
    }

    /// The bytes of a field.
    pub(super) fn bytes(&self, field: u8) -> &'a [u8] {
        self.definition.field(field).map_or(&[], |f| &self.body[f.offset..f.offset + f.size])
    }

    /// A text: up to the first NUL (garbage often follows it) or to the end of the field where none is, bytes that are
    /// not UTF-8 replaced, without blanks around it. `None` where nothing is left.
    pub(super) fn text(&self, field: u8) -> Option<String> {
        text(self.bytes(field))
    }
}

/// See [`Message::text`].
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    let until_nul = bytes.split(|&b| b == 0).next().unwrap_or_default();
    let text: String =
        String::from_utf8_lossy(until_nul).trim().chars().filter(|c| !c.is_control()).take(limits::FIT_TEXT).collect();
    (!text.is_empty()).then_some(text)
}
