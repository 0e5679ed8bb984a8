//! A writer of Parquet files: flat tables, zstd-compressed pages, one page per column and row group. It writes the part of
//! the format that the export needs; the tests read its files with an independent implementation.
//!
//! Source: the Apache Parquet format specification 2.12 (`parquet.thrift`, `Encodings.md`).

mod encode;
mod footer;
#[cfg(test)]
mod tests;
mod thrift;

use encode::Page;
use footer::{Chunk, Group};
use std::io::{self, Write};

/// The level of zstd: higher levels shrink dictionary indices and floats by less than 2 % more.
const ZSTD_LEVEL: i32 = 6;
const MAGIC: &[u8; 4] = b"PAR1";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// UTF-8 text.
    Text,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    TimestampMs,
    /// 32-bit floating point.
    Float,
    /// 64-bit floating point.
    Double,
}

/// A column of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether values may be missing.
    pub is_optional: bool,
}

/// The values of a column in one row group, without the missing ones.
#[derive(Debug)]
pub(super) enum Values<'a> {
    /// UTF-8 text.
    Text(Vec<&'a str>),
    /// Milliseconds since 1970-01-01T00:00:00Z.
    TimestampMs(Vec<i64>),
    /// 32-bit floating point.
    Float(Vec<f32>),
    /// 64-bit floating point.
    Double(Vec<f64>),
}

impl Values<'_> {
    fn kind(&self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::TimestampMs(_) => Kind::TimestampMs,
            Self::Float(_) => Kind::Float,
            Self::Double(_) => Kind::Double,
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::TimestampMs(values) => values.len(),
            Self::Float(values) => values.len(),
            Self::Double(values) => values.len(),
        }
    }
}

/// A column of one row group.
#[derive(Debug)]
pub(super) struct Column<'a> {
    /// The values that are present, in the order of the rows.
    pub values: Values<'a>,
    /// For each row whether it has a value; `None` for a required column.
    pub present: Option<Vec<bool>>,
}

/// A Parquet file being written.
pub(super) struct ParquetWriter<'f, W> {
    out: W,
    at: u64,
    fields: &'f [Field],
    groups: Vec<Group>,
}

impl<'f, W: Write> ParquetWriter<'f, W> {
    /// Begins a file with these columns.
    ///
    /// # Errors
    /// What `out` refuses.
    pub(super) fn new(out: W, fields: &'f [Field]) -> io::Result<Self> {
        let mut writer = Self { out, at: 0, fields, groups: Vec::new() };
        writer.put(MAGIC)?;
        Ok(writer)
    }

    /// Writes the next rows: one column per field, in the order of the fields.
    ///
    /// # Errors
    /// What the output refuses, and columns that do not fit the fields or differ in length.
    pub(super) fn write_group(&mut self, columns: &[Column<'_>]) -> io::Result<()> {
        if columns.len() != self.fields.len() {
            return Err(io::Error::other("a row group needs one column per field"));
        }
        let rows_of = |column: &Column<'_>| column.present.as_ref().map_or(column.values.len(), Vec::len);
        let rows = columns.first().map_or(0, rows_of);
        let mut group = Group { rows: rows as u64, chunks: Vec::with_capacity(columns.len()) };
        for (column, field) in columns.iter().zip(self.fields) {
            let present = column.present.as_ref().map_or(rows, |p| p.iter().filter(|is| **is).count());
            let fits = column.values.kind() == field.kind && column.present.is_some() == field.is_optional;
            if !fits || rows_of(column) != rows || present != column.values.len() {
                return Err(io::Error::other(format!("the column {} does not fit its field", field.name)));
            }
            let chunk = self.write_chunk(column, rows)?;
            group.chunks.push(chunk);
        }
        self.groups.push(group);
        Ok(())
    }

    /// Writes what describes the file and ends it.
    ///
    /// # Errors
    /// What the output refuses.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let footer = footer::footer(self.fields, &self.groups);
        let length = u32::try_from(footer.len()).map_err(io::Error::other)?;
        self.put(&footer)?;
        self.put(&length.to_le_bytes())?;
        self.put(MAGIC)
    }

    fn write_chunk(&mut self, column: &Column<'_>, rows: usize) -> io::Result<Chunk> {
        let (dictionary, data) = encode::pages(column);
        let mut chunk = Chunk { data_at: 0, dictionary_at: None, encoding: data.encoding, raw: 0, packed: 0 };
        if let Some(dictionary) = dictionary {
            chunk.dictionary_at = Some(self.at);
            self.write_page(&dictionary, &mut chunk)?;
        }
        chunk.data_at = self.at;
        debug_assert_eq!(data.values, rows, "a data page counts missing values as well");
        self.write_page(&data, &mut chunk)?;
        Ok(chunk)
    }

    fn write_page(&mut self, page: &Page, chunk: &mut Chunk) -> io::Result<()> {
        let packed = zstd::bulk::compress(&page.bytes, ZSTD_LEVEL)?;
        let header = footer::page_header(page, packed.len());
        chunk.raw += (header.len() + page.bytes.len()) as u64;
        chunk.packed += (header.len() + packed.len()) as u64;
        self.put(&header)?;
        self.put(&packed)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }
}
