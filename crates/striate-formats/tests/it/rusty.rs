//! `rustyfit`, an independent decoder and encoder.

use rustyfit::profile::typedef::MesgNum;
use rustyfit::proto::{Message, Value};
use rustyfit::{Decoder, DecoderEvent, StreamingIterator};

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
