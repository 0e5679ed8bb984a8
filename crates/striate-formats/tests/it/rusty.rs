//! `rustyfit`, an independent decoder and encoder.

use rustyfit::profile::typedef::MesgNum;
use rustyfit::proto::{FIT, Message, Value};
use rustyfit::{Decoder, DecoderEvent, Encoder, StreamingIterator};

/// The bytes of a file with these messages.
pub(crate) fn encode(encoder: &mut Encoder, messages: Vec<Message>) -> Vec<u8> {
    let mut file = File::default();
    encoder.encode(&mut file, &mut FIT { messages, ..Default::default() }).unwrap();
    file.bytes
}

/// The `record` messages of a file, as far as they can be read. The checksum is not asked for: files whose header has
/// none are refused otherwise. Fields are not expanded into others: that rounds speeds down by a thousandth.
pub(crate) fn records(bytes: &[u8]) -> Vec<Message> {
    let mut decoder = Decoder::builder().checksum(false).expand_components(false).build();
    let mut stream = decoder.stream(bytes);
    let mut records = Vec::new();
    while let Some(Ok(event)) = stream.next() {
        if let DecoderEvent::Message(message) = event
            && message.num == MesgNum::RECORD
        {
            records.push(message.clone());
        }
    }
    records
}

/// The valid number of a field, unscaled.
pub(crate) fn number(message: &Message, field: u8) -> Option<f64> {
    let value = &message.fields.iter().find(|f| f.num == field)?.value;
    match *value {
        Value::Int8(v) => (v != i8::MAX).then_some(v.into()),
        Value::Uint8(v) => (v != u8::MAX).then_some(v.into()),
        Value::Int16(v) => (v != i16::MAX).then_some(v.into()),
        Value::Uint16(v) => (v != u16::MAX).then_some(v.into()),
        Value::Int32(v) => (v != i32::MAX).then_some(v.into()),
        Value::Uint32(v) => (v != u32::MAX).then_some(v.into()),
        _ => None,
    }
}

/// A file in memory.
#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    at: usize,
}

impl embedded_io::ErrorType for File {
    type Error = core::convert::Infallible;
}

impl embedded_io::Write for File {
    fn write(&mut self, new: &[u8]) -> Result<usize, Self::Error> {
        let end = self.at + new.len();
        self.bytes.resize(self.bytes.len().max(end), 0);
        self.bytes[self.at..end].copy_from_slice(new);
        self.at = end;
        Ok(new.len())
    }

    fn flush(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
}

impl embedded_io::Seek for File {
    fn seek(&mut self, to: embedded_io::SeekFrom) -> Result<u64, Self::Error> {
        let at = match to {
            embedded_io::SeekFrom::Start(at) => at as i64,
            embedded_io::SeekFrom::End(by) => self.bytes.len() as i64 + by,
            embedded_io::SeekFrom::Current(by) => self.at as i64 + by,
        };
        self.at = usize::try_from(at).unwrap();
        Ok(at as u64)
    }
}
