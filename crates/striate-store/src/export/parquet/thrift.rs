//! The compact protocol of Apache Thrift, as far as Parquet's footer and page headers need it.
//!
//! Source: `thrift-compact-protocol.md` of the Thrift specification.

/// Types of fields and list elements.
const BOOLEAN_TRUE: u8 = 1;
const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// A struct being written; its fields come in ascending order of their ids.
pub(super) struct Struct<'a> {
    out: &'a mut Vec<u8>,
    last: i16,
}

/// Writes a struct: `fields` writes its fields, the end is added.
pub(super) fn write(out: &mut Vec<u8>, fields: impl FnOnce(&mut Struct<'_>)) {
    fields(&mut Struct { out, last: 0 });
    out.push(0);
}

impl Struct<'_> {
    /// The field is true.
    pub(super) fn yes(&mut self, id: i16) {
        self.begin(id, BOOLEAN_TRUE);
    }

    /// A 32-bit integer or a value of an enumeration.
    pub(super) fn i32(&mut self, id: i16, value: i32) {
        self.begin(id, I32);
        varint(self.out, zigzag(i64::from(value)));
    }

    /// A count or an offset.
    pub(super) fn size(&mut self, id: i16, value: u64) {
        self.begin(id, I64);
        varint(self.out, zigzag(value.cast_signed()));
    }

    /// Text.
    pub(super) fn text(&mut self, id: i16, value: &str) {
        self.begin(id, BINARY);
        bytes(self.out, value.as_bytes());
    }

    /// A struct inside of this one.
    pub(super) fn structure(&mut self, id: i16, fields: impl FnOnce(&mut Struct<'_>)) {
        self.begin(id, STRUCT);
        write(self.out, fields);
    }

    /// A list of integers or values of an enumeration.
    pub(super) fn list_of_i32(&mut self, id: i16, values: &[i32]) {
        self.list(id, I32, values.len());
        for value in values {
            varint(self.out, zigzag(i64::from(*value)));
        }
    }

    /// A list of texts.
    pub(super) fn list_of_text(&mut self, id: i16, values: &[&str]) {
        self.list(id, BINARY, values.len());
        for value in values {
            bytes(self.out, value.as_bytes());
        }
    }

    /// A list of structs; `each` writes the fields of one.
    pub(super) fn list_of<T>(
        &mut self,
        id: i16,
        values: impl ExactSizeIterator<Item = T>,
        each: impl Fn(&mut Struct<'_>, T),
    ) {
        self.list(id, STRUCT, values.len());
        for value in values {
            write(self.out, |inner| each(inner, value));
        }
    }

    fn list(&mut self, id: i16, element: u8, length: usize) {
        self.begin(id, LIST);
        match u8::try_from(length) {
            Ok(short @ 0..15) => self.out.push(short << 4 | element),
            _ => {
                self.out.push(0xf0 | element);
                varint(self.out, length as u64);
            }
        }
    }

    /// The header of a field: its type and how far its id is from the last one's. Parquet's ids lie close together.
    fn begin(&mut self, id: i16, kind: u8) {
        let step = u8::try_from(id - self.last).ok().filter(|step| (1..=15).contains(step));
        let step = step.expect("fields come in ascending order, at most 15 apart");
        self.out.push(step << 4 | kind);
        self.last = id;
    }
}

/// Seven bits a byte, the lowest first.
pub(super) fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Small magnitudes become small numbers, whatever their sign.
pub(super) fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

fn bytes(out: &mut Vec<u8>, value: &[u8]) {
    varint(out, value.len() as u64);
    out.extend_from_slice(value);
}
