//! Bytes of a FIT file going out: header, definitions, messages, checksum.

use super::crc::checksum;

/// One field of a message, as it goes onto the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    number: u8,
    base: u8,
    bytes: Vec<u8>,
}

impl Field {
    /// One of a list.
    pub(crate) fn enumerated(number: u8, value: u8) -> Self {
        Self { number, base: 0x00, bytes: vec![value] }
    }

    pub(crate) fn u16(number: u8, value: u16) -> Self {
        Self { number, base: 0x84, bytes: value.to_le_bytes().to_vec() }
    }

    pub(crate) fn u32(number: u8, value: u32) -> Self {
        Self { number, base: 0x86, bytes: value.to_le_bytes().to_vec() }
    }

    /// A number that is never zero.
    pub(crate) fn u32z(number: u8, value: u32) -> Self {
        Self { number, base: 0x8C, bytes: value.to_le_bytes().to_vec() }
    }

    /// A text in `length` bytes, its closing zero included; what is no printable ASCII becomes a question mark.
    pub(crate) fn text(number: u8, text: &str, length: usize) -> Self {
        let ascii = |c: char| if c.is_ascii() && !c.is_ascii_control() { c as u8 } else { b'?' };
        let mut bytes: Vec<u8> = text.chars().map(ascii).take(length.saturating_sub(1)).collect();
        bytes.resize(length, 0);
        Self { number, base: 0x07, bytes }
    }
}

/// A message's number and its fields: number, size, base type of each.
#[derive(PartialEq, Eq)]
struct Definition {
    message: u16,
    layout: Vec<[u8; 3]>,
}

/// A file that grows message by message.
#[derive(Default)]
pub(crate) struct Writer {
    data: Vec<u8>,
    /// The definition that holds for the one local number that is used.
    defined: Option<Definition>,
}

impl Writer {
    /// Adds a message, and its definition where the one before was another.
    pub(crate) fn message(&mut self, number: u16, fields: &[Field]) {
        let layout = fields.iter().map(|f| [f.number, f.bytes.len() as u8, f.base]).collect();
        let definition = Definition { message: number, layout };
        if self.defined.as_ref() != Some(&definition) {
            // A definition of local message 0: reserved byte, little-endian, global number, fields.
            self.data.extend([0x40, 0, 0]);
            self.data.extend(number.to_le_bytes());
            self.data.push(fields.len() as u8);
            self.data.extend(definition.layout.iter().flatten());
            self.defined = Some(definition);
        }
        self.data.push(0);
        self.data.extend(fields.iter().flat_map(|f| &f.bytes));
    }

    /// The whole file.
    pub(crate) fn finish(self) -> Vec<u8> {
        // Header of 14 bytes: protocol 1.0, profile 21.00, length of the data, mark, checksum of the header.
        let mut file = vec![14, 0x10];
        file.extend(2_100_u16.to_le_bytes());
        file.extend((self.data.len() as u32).to_le_bytes());
        file.extend(b".FIT");
        file.extend(checksum(&file).to_le_bytes());
        file.extend(&self.data);
        file.extend(checksum(&file).to_le_bytes());
        file
    }
}
