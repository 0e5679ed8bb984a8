//! The structs of `parquet.thrift`: the footer of a file and the header of a page. Field ids and values of enumerations
//! are the specification's.

use super::encode::{Encoding, Page};
use super::thrift::{self, Struct};
use super::{Field, Kind};

/// A row group that is written.
pub(super) struct Group {
    /// How many rows it has.
    pub rows: u64,
    /// Where its columns lie.
    pub chunks: Vec<Chunk>,
}

/// A column of a row group that is written.
pub(super) struct Chunk {
    /// Where its data page begins.
    pub data_at: u64,
    /// Where its dictionary begins, if it has one.
    pub dictionary_at: Option<u64>,
    /// How its data page is encoded.
    pub encoding: Encoding,
    /// Bytes of its pages with headers, before compression.
    pub raw: u64,
    /// Bytes of its pages with headers, compressed.
    pub packed: u64,
}

const PLAIN: i32 = 0;
const RLE: i32 = 3;
const CODEC_ZSTD: i32 = 6;
const PAGE_DATA: i32 = 0;
const PAGE_DICTIONARY: i32 = 2;
const CONVERTED_UTF8: i32 = 0;
const CONVERTED_TIMESTAMP_MILLIS: i32 = 9;
const VERSION: i32 = 2;

const fn encoding_id(encoding: Encoding) -> i32 {
    match encoding {
        Encoding::Plain => PLAIN,
        Encoding::DeltaBinaryPacked => 5,
        Encoding::RleDictionary => 8,
    }
}

const fn physical_type(kind: Kind) -> i32 {
    match kind {
        Kind::TimestampMs => 2,
        Kind::Float => 4,
        Kind::Double => 5,
        Kind::Text => 6,
    }
}

/// The header of a page whose compressed bytes follow it.
pub(super) fn page_header(page: &Page, packed: usize) -> Vec<u8> {
    let count = |n: usize| i32::try_from(n).expect("a page of one row group has less than 2 GiB");
    let mut out = Vec::new();
    thrift::write(&mut out, |header| {
        header.i32(1, if page.is_dictionary { PAGE_DICTIONARY } else { PAGE_DATA });
        header.i32(2, count(page.bytes.len()));
        header.i32(3, count(packed));
        if page.is_dictionary {
            header.structure(7, |dictionary| {
                dictionary.i32(1, count(page.values));
                dictionary.i32(2, PLAIN);
            });
        } else {
            header.structure(5, |data| {
                data.i32(1, count(page.values));
                data.i32(2, encoding_id(page.encoding));
                data.i32(3, RLE);
                data.i32(4, RLE);
            });
        }
    });
    out
}

/// The metadata of the whole file.
pub(super) fn footer(fields: &[Field], groups: &[Group]) -> Vec<u8> {
    let mut out = Vec::new();
    thrift::write(&mut out, |file| {
        file.i32(1, VERSION);
        // The root and the columns, depth first.
        let elements = std::iter::once(None).chain(fields.iter().map(Some)).collect::<Vec<_>>();
        file.list_of(2, elements.into_iter(), |element, field| schema_element(element, field, fields.len()));
        file.size(3, groups.iter().map(|g| g.rows).sum());
        file.list_of(4, groups.iter(), |group, of| row_group(group, fields, of));
        file.text(6, concat!("striate version ", env!("CARGO_PKG_VERSION")));
    });
    out
}

fn schema_element(element: &mut Struct<'_>, field: Option<&Field>, columns: usize) {
    let Some(field) = field else {
        element.text(4, "samples");
        element.i32(5, i32::try_from(columns).expect("a table has few columns"));
        return;
    };
    element.i32(1, physical_type(field.kind));
    element.i32(3, i32::from(field.is_optional));
    element.text(4, field.name);
    match field.kind {
        Kind::Text => {
            element.i32(6, CONVERTED_UTF8);
            element.structure(10, |logical| logical.structure(1, |_| {}));
        }
        Kind::TimestampMs => {
            element.i32(6, CONVERTED_TIMESTAMP_MILLIS);
            element.structure(10, |logical| {
                logical.structure(8, |timestamp| {
                    timestamp.yes(1);
                    timestamp.structure(2, |unit| unit.structure(1, |_| {}));
                });
            });
        }
        Kind::Float | Kind::Double => {}
    }
}

fn row_group(group: &mut Struct<'_>, fields: &[Field], of: &Group) {
    group.list_of(1, fields.iter().zip(&of.chunks), |column, (field, chunk)| {
        // Where the metadata of the column begins, for writers that put it outside of the footer.
        column.size(2, 0);
        column.structure(3, |data| column_metadata(data, field, chunk, of.rows));
    });
    group.size(2, of.chunks.iter().map(|c| c.raw).sum());
    group.size(3, of.rows);
    if let Some(first) = of.chunks.first() {
        group.size(5, first.dictionary_at.unwrap_or(first.data_at));
    }
    group.size(6, of.chunks.iter().map(|c| c.packed).sum());
}

fn column_metadata(data: &mut Struct<'_>, field: &Field, chunk: &Chunk, rows: u64) {
    data.i32(1, physical_type(field.kind));
    let mut encodings = vec![encoding_id(chunk.encoding)];
    encodings.extend(field.is_optional.then_some(RLE));
    encodings.extend(chunk.dictionary_at.map(|_| PLAIN));
    data.list_of_i32(2, &encodings);
    data.list_of_text(3, &[field.name]);
    data.i32(4, CODEC_ZSTD);
    data.size(5, rows);
    data.size(6, chunk.raw);
    data.size(7, chunk.packed);
    data.size(9, chunk.data_at);
    if let Some(at) = chunk.dictionary_at {
        data.size(11, at);
    }
}
