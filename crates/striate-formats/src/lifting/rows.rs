//! Bytes to rows of cells, with bounds that no file escapes and with a way back from a quote that never ends.

use crate::limits;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::borrow::Cow;

/// Where a row begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Byte from the start of the file.
    pub(crate) offset: u64,
    /// Line, from 1.
    pub(crate) line: u64,
}

/// One row.
pub(crate) struct Row<'r> {
    text: &'r [u8],
    ends: &'r [usize],
    /// Where it begins.
    pub(crate) place: Place,
}

impl<'r> Row<'r> {
    /// The cell of a column without blanks at its ends, empty where the row is too short. Bytes that are no UTF-8 are
    /// replaced: then the text is owned.
    pub(crate) fn cell(&self, column: usize) -> Cow<'r, str> {
        let Some(&end) = self.ends.get(column) else { return Cow::Borrowed("") };
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        match String::from_utf8_lossy(&self.text[start..end]) {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }
    }

    /// How many cells it has.
    pub(crate) fn columns(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.iter().all(u8::is_ascii_whitespace)
    }

    fn cells(&self) -> Vec<String> {
        (0..self.ends.len()).map(|column| self.cell(column).into_owned()).collect()
    }
}

/// What comes next in the file.
pub(crate) enum Step<'r> {
    /// A row.
    Row(Row<'r>),
    /// A row that cannot be read; reading goes on behind its first line.
    Broken(Place),
    /// Too many rows could not be read; the rest is left out.
    GivenUp(Place),
}

/// What the next record is, before its cells are lent out.
enum Read {
    Record,
    TooLarge,
    End,
}

/// The rows of a table behind its header.
pub(crate) struct Rows<'b> {
    bytes: &'b [u8],
    at: usize,
    line: u64,
    core: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    text_len: usize,
    columns: usize,
    header: Vec<String>,
    is_prose: Vec<bool>,
    broken: usize,
    is_over: bool,
}

impl<'b> Rows<'b> {
    /// Reads the header; `None` where the bytes do not begin with a row of words.
    pub(crate) fn open(bytes: &'b [u8]) -> Option<Self> {
        let mut at = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        // A spreadsheet program's note to itself about the delimiter.
        if bytes[at..].len() > 5 && bytes[at..at + 4].eq_ignore_ascii_case(b"sep=") {
            at += first_line(&bytes[at..]).len();
            at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        }
        if !bytes.get(at).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'"' || !b.is_ascii()) {
            return None;
        }
        let head = first_line(&bytes[at..]);
        let head = &head[..head.len().min(limits::LIFT_ROW_BYTES)];
        let mut rows = Self {
            bytes,
            at,
            line: 1 + newlines(&bytes[..at]),
            core: ReaderBuilder::new().delimiter(delimiter(head)).build(),
            text: vec![0; limits::LIFT_ROW_BYTES],
            ends: vec![0; limits::LIFT_COLUMNS],
            text_len: 0,
            columns: 0,
            header: Vec::new(),
            is_prose: Vec::new(),
            broken: 0,
            is_over: false,
        };
        let Some(Step::Row(row)) = rows.advance() else { return None };
        rows.header = row.cells();
        let prose =
            |name: &String| ["note", "comment", "description"].iter().any(|word| name.to_lowercase().contains(word));
        rows.is_prose = rows.header.iter().map(prose).collect();
        Some(rows)
    }

    /// Lets every column have lines of its own: for tables whose names of columns are in any language.
    pub(crate) fn with_lines_anywhere(mut self) -> Self {
        self.is_prose = vec![true; self.header.len()];
        self
    }

    /// The names of the columns.
    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    /// The next row, `None` at the end.
    pub(crate) fn advance(&mut self) -> Option<Step<'_>> {
        while let Some(b'\r' | b'\n') = self.bytes.get(self.at) {
            self.line += u64::from(self.bytes[self.at] == b'\n');
            self.at += 1;
        }
        if self.is_over || self.at >= self.bytes.len() {
            return None;
        }
        let place = Place { offset: self.at as u64, line: self.line };
        let start = self.at;
        let is_damaged = match self.read() {
            Read::End => return None,
            Read::TooLarge => true,
            Read::Record => self.has_swallowed_lines(start),
        };
        if is_damaged {
            self.core.reset();
            self.at = start + first_line(&self.bytes[start..]).len();
            self.line = place.line + 1;
            self.broken += 1;
            self.is_over = self.broken >= limits::LIFT_REPAIRS;
            return Some(if self.is_over { Step::GivenUp(place) } else { Step::Broken(place) });
        }
        self.line += newlines(&self.bytes[start..self.at]);
        Some(Step::Row(Row { text: &self.text[..self.text_len], ends: &self.ends[..self.columns], place }))
    }

    fn read(&mut self) -> Read {
        (self.text_len, self.columns) = (0, 0);
        loop {
            let (result, taken, written, ended) = self.core.read_record(
                &self.bytes[self.at..],
                &mut self.text[self.text_len..],
                &mut self.ends[self.columns..],
            );
            self.at += taken;
            self.text_len += written;
            self.columns += ended;
            match result {
                // The next call sees no input and ends the record.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => return Read::TooLarge,
                ReadRecordResult::Record => return Read::Record,
                ReadRecordResult::End => return Read::End,
            }
        }
    }

    /// Whether a stray quote made several lines one row: it never closed, or closed where another row's quote opened.
    /// Only notes have several lines of their own.
    fn has_swallowed_lines(&self, start: usize) -> bool {
        let raw = &self.bytes[start..self.at];
        if first_line(raw).len() == raw.len() {
            return false;
        }
        let never_closed = self.at == self.bytes.len() && raw.iter().filter(|b| **b == b'"').count() % 2 == 1;
        let starts = std::iter::once(&0).chain(&self.ends);
        let cells = starts.zip(&self.ends[..self.columns]).map(|(start, end)| &self.text[*start..*end]);
        let is_torn =
            |(column, cell): (usize, &[u8])| cell.contains(&b'\n') && self.is_prose.get(column) != Some(&true);
        never_closed || self.columns > self.header.len() || cells.enumerate().any(is_torn)
    }
}

fn first_line(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| at + 1);
    &bytes[..end]
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|b| **b == b'\n').count() as u64
}

/// What separates the names in a header.
fn delimiter(header: &[u8]) -> u8 {
    let count = |wanted: u8| header.iter().filter(|b| **b == wanted).count();
    [b',', b';', b'\t'].into_iter().max_by_key(|b| (count(*b), *b == b',')).expect("three to choose from")
}
