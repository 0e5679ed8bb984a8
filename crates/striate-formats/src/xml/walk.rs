//! One walk over an XML document that always ends: elements by local name, the text of leaves, and recovery from
//! whatever is broken. Nothing is allocated per element; entities are never expanded, so a document type is harmless.

use super::faults::Faults;
use super::plain::first_of;
use crate::limits;
use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesRef, Event};
use std::borrow::Cow;
use std::ops::Range;
use striate_model::WarningCode;

/// Where an element stands.
#[derive(Clone, Copy)]
pub(crate) struct Place<Id> {
    /// What it is.
    pub(crate) id: Id,
    /// What it is in; `None` for the root.
    pub(crate) parent: Option<Id>,
    /// Where its tag ends, in bytes from the start of the file.
    pub(crate) offset: u64,
}

/// What is done with the elements of one format.
pub(crate) trait Handler {
    /// The elements that the format knows.
    type Id: Copy + PartialEq;

    /// The element with this local name in `parent`.
    fn id(local: &str, parent: Option<Self::Id>) -> Self::Id;

    /// Whether nothing inside such an element is of interest.
    fn skips(id: Self::Id) -> bool;

    /// What an element inside a skipped one is.
    fn skipped() -> Self::Id;

    /// A skipped element begins.
    fn open_skipped(&mut self, place: Place<Self::Id>, local: &str);

    /// An element begins. `attributes` is the raw text between its name and `>`.
    fn open(&mut self, place: Place<Self::Id>, attributes: &str);

    /// An element ends. `local` is its name, `text` the text since its last child or its start.
    fn close(&mut self, place: Place<Self::Id>, local: &str, text: &str);

    /// Where faults are noted.
    fn faults(&mut self) -> &mut Faults;
}

/// How a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Every element was closed.
    Complete,
    /// The document stops in the middle, or reading stopped at a limit.
    Short,
}

/// Walks over a document and hands its elements to `handler`.
pub(crate) fn walk<H: Handler>(bytes: &[u8], handler: &mut H) -> Ended {
    let mut walk = Walk::new(handler);
    match std::str::from_utf8(bytes) {
        Ok(text) => walk.plain(text),
        Err(_) => walk.by_library(bytes),
    }
}

/// Where a document begins: behind its byte order mark, which the library would cut off without counting it.
pub(super) fn after_mark(bytes: &[u8]) -> usize {
    const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
    if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 }
}

/// Why one reader was given up.
pub(super) enum Stop {
    /// The document is over.
    End,
    /// A limit was met.
    Limit,
    /// Something was repaired; go on with a new reader at this byte.
    Resume(usize),
}

pub(super) struct Walk<'a, 'h, H: Handler> {
    handler: &'h mut H,
    stack: Vec<H::Id>,
    pub(super) text: Text<'a>,
    /// Whether every end tag so far closed the element that was open: then the next one that has its name is the right one.
    pub(super) in_step: bool,
    /// Whether blanks before the next text are layout: behind a tag they are, behind a part of a text they belong to it.
    pub(super) trims: bool,
    repairs: usize,
}

impl<'a, 'h, H: Handler> Walk<'a, 'h, H> {
    pub(super) fn new(handler: &'h mut H) -> Self {
        let stack = Vec::with_capacity(16);
        Self { handler, stack, text: Text::default(), in_step: true, trims: true, repairs: 0 }
    }

    /// Reads a document by the library alone.
    pub(super) fn by_library(&mut self, bytes: &'a [u8]) -> Ended {
        let mut base = after_mark(bytes);
        loop {
            match self.stretch(bytes, base) {
                Stop::End => return self.end(bytes.len() as u64),
                Stop::Resume(at) if self.may_repair(at as u64) => {
                    base = at;
                    self.in_step = false;
                }
                Stop::Limit | Stop::Resume(_) => return Ended::Short,
            }
        }
    }

    fn stretch(&mut self, bytes: &'a [u8], base: usize) -> Stop {
        let mut reader = self.reader(&bytes[base..]);
        loop {
            if let Some(stop) = self.event(&mut reader, bytes, base) {
                return stop;
            }
            reader.config_mut().trim_text_start = self.trims;
        }
    }

    /// A reader of what begins here.
    pub(super) fn reader(&self, bytes: &'a [u8]) -> Reader<&'a [u8]> {
        let mut reader = Reader::from_reader(bytes);
        let config = reader.config_mut();
        config.trim_text_start = self.trims;
        config.allow_dangling_amp = true;
        reader
    }

    /// Takes one event of a reader whose first byte is the document's `base`. `None` where the reader can go on.
    pub(super) fn event(&mut self, reader: &mut Reader<&'a [u8]>, bytes: &'a [u8], base: usize) -> Option<Stop> {
        let before = reader.buffer_position();
        let event = reader.read_event();
        let offset = base as u64 + reader.buffer_position();
        match event {
            Ok(Event::Start(tag)) => {
                self.trims = true;
                if !self.open(local_of(tag.name().into_inner()), tag.attributes_raw(), offset) {
                    return Some(Stop::Limit);
                }
            }
            Ok(Event::Text(text)) => self.text.push(text.into_inner()),
            Ok(Event::End(tag)) => {
                self.trims = true;
                let local = local_of(tag.name().into_inner());
                if self.in_step {
                    self.close(local, offset);
                } else if !self.close_named(local, offset) {
                    return Some(Stop::Limit);
                }
            }
            Ok(Event::Empty(tag)) => {
                let local = local_of(tag.name().into_inner());
                if !self.open(local, tag.attributes_raw(), offset) {
                    return Some(Stop::Limit);
                }
                self.close(local, offset);
            }
            Ok(Event::CData(text)) => {
                self.trims = false;
                self.text.push(text.into_inner());
            }
            Ok(Event::GeneralRef(reference)) => {
                self.trims = false;
                // `&` and `;` stand around it.
                self.reference(&reference, offset - (reference.len() as u64 + 2));
            }
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Ok(Event::Eof) => return Some(Stop::End),
            Err(error) => {
                let (from, to) = (base + before as usize, base + reader.buffer_position() as usize);
                return self.recover(bytes, error, from..to, base as u64 + reader.error_position());
            }
        }
        None
    }

    /// Deals with what the reader could not read; `None` where it can go on by itself.
    #[cold]
    fn recover(&mut self, bytes: &'a [u8], error: Error, read: Range<usize>, at: u64) -> Option<Stop> {
        let (from, to) = (read.start, read.end);
        match error {
            Error::IllFormed(
                IllFormedError::MismatchedEndTag { found: name, .. } | IllFormedError::UnmatchedEndTag(name),
            ) => (!self.close_wrong(local_of(&name), at, to as u64)).then_some(Stop::Limit),
            Error::IllFormed(_) => {
                self.fault(WarningCode::BadMarkup, at, "the markup is broken here");
                None
            }
            Error::Encoding(_) => {
                self.fault(
                    WarningCode::BadText,
                    from as u64,
                    "the text is not valid UTF-8; bad characters were replaced",
                );
                let token = bytes[from..to].trim_ascii_start();
                let token = &token[..token.len().min(limits::XML_BROKEN_TAG)];
                let go_on = self.token(&String::from_utf8_lossy(token), to as u64);
                Some(if go_on { Stop::Resume(to) } else { Stop::Limit })
            }
            Error::Syntax(SyntaxError::InvalidBangMarkup) => {
                self.fault(WarningCode::BadMarkup, at, "a tag begins with `<!` but is none that XML knows");
                let at = (at as usize).min(bytes.len());
                let close = bytes[at..].iter().position(|b| *b == b'>');
                Some(close.map_or(Stop::End, |close| Stop::Resume(at + close + 1)))
            }
            _ => {
                self.fault(WarningCode::Truncated, at, "the file ends inside a tag or comment that begins here");
                Some(Stop::Limit)
            }
        }
    }

    /// One token that had to be repaired, read by itself. `false` where a limit was met.
    fn token(&mut self, token: &str, offset: u64) -> bool {
        if !token.starts_with('<') {
            self.text.push_owned(token);
            return true;
        }
        let mut reader = Reader::from_str(token);
        reader.config_mut().allow_unmatched_ends = true;
        match reader.read_event() {
            Ok(Event::Start(tag)) => self.open(local_of(tag.name().into_inner()), tag.attributes_raw(), offset),
            Ok(Event::Empty(tag)) => {
                let opened = self.open(local_of(tag.name().into_inner()), tag.attributes_raw(), offset);
                if opened {
                    self.close(local_of(tag.name().into_inner()), offset);
                }
                opened
            }
            Ok(Event::End(tag)) => self.close_named(local_of(tag.name().into_inner()), offset),
            Ok(Event::CData(text)) => {
                self.text.push_owned(&text);
                true
            }
            _ => true,
        }
    }

    pub(super) fn open(&mut self, local: &str, attributes: &str, offset: u64) -> bool {
        if self.stack.len() >= limits::XML_DEPTH {
            self.fault(WarningCode::LimitReached, offset, "elements are nested too deeply; the rest was left out");
            return false;
        }
        let parent = self.stack.last().copied();
        let id = Self::id(local, parent);
        let place = Place { id, parent, offset };
        self.text.clear();
        self.stack.push(id);
        if H::skips(id) {
            self.handler.open_skipped(place, local);
        } else {
            self.handler.open(place, attributes);
        }
        true
    }

    pub(super) fn close(&mut self, local: &str, offset: u64) {
        if let Some(id) = self.stack.pop() {
            if !H::skips(id) {
                let parent = self.stack.last().copied();
                self.handler.close(Place { id, parent, offset }, local, self.text.get());
            }
            self.text.clear();
        }
    }

    /// Deals with an end tag at `at` that does not close the element that is open. `false` where a limit was met.
    #[cold]
    pub(super) fn close_wrong(&mut self, local: &str, at: u64, offset: u64) -> bool {
        if self.in_step {
            self.fault(WarningCode::BadMarkup, at, "an end tag does not match the element that is open");
        }
        self.in_step = false;
        self.trims = true;
        self.close_named(local, offset)
    }

    /// Closes the innermost open element of this name and everything in it; nothing where there is none. `false` where
    /// that was no simple end once too often.
    pub(super) fn close_named(&mut self, local: &str, offset: u64) -> bool {
        let found = (0..self.stack.len()).rev().find(|depth| {
            let parent = depth.checked_sub(1).map(|parent| self.stack[parent]);
            Self::id(local, parent) == self.stack[*depth]
        });
        let simple = found.is_some_and(|depth| depth + 1 == self.stack.len());
        if let Some(depth) = found {
            while self.stack.len() > depth + 1 {
                self.text.clear();
                self.close("", offset);
            }
            self.close(local, offset);
        }
        simple || self.may_repair(offset)
    }

    fn id(local: &str, parent: Option<H::Id>) -> H::Id {
        match parent {
            Some(parent) if H::skips(parent) => H::skipped(),
            _ => H::id(local, parent),
        }
    }

    /// Counts a repair; `false` when there were too many.
    #[cold]
    pub(super) fn may_repair(&mut self, offset: u64) -> bool {
        self.repairs += 1;
        if self.repairs >= limits::XML_REPAIRS {
            let sentence = "the markup is broken in too many places; the rest was left out";
            self.fault(WarningCode::LimitReached, offset, sentence);
        }
        self.repairs < limits::XML_REPAIRS
    }

    fn reference(&mut self, reference: &BytesRef<'_>, offset: u64) {
        match reference.resolve_char_ref() {
            Ok(Some(c)) => self.text.push_owned(c.encode_utf8(&mut [0; 4])),
            Ok(None) => match quick_xml::escape::resolve_predefined_entity(reference) {
                Some(text) => self.text.push_owned(text),
                None => self.fault(
                    WarningCode::Unsupported,
                    offset,
                    "the text refers to an entity of the file's own; entities are not expanded",
                ),
            },
            Err(_) => self.fault(WarningCode::BadText, offset, "a character is written as a number that is none"),
        }
    }

    pub(super) fn end(&mut self, len: u64) -> Ended {
        if self.stack.is_empty() {
            return Ended::Complete;
        }
        self.fault(WarningCode::Truncated, len, "the file ends before its last element is closed");
        Ended::Short
    }

    fn fault(&mut self, code: WarningCode, offset: u64, sentence: &str) {
        self.handler.faults().at(code, offset, sentence);
    }
}

/// The text of the element that is open: borrowed while it is in one piece, which is nearly always.
#[derive(Default)]
pub(super) struct Text<'a> {
    piece: &'a str,
    joined: String,
}

impl<'a> Text<'a> {
    fn clear(&mut self) {
        self.piece = "";
        self.joined.clear();
    }

    fn get(&self) -> &str {
        if self.joined.is_empty() { self.piece } else { &self.joined }
    }

    pub(super) fn push(&mut self, text: Cow<'a, str>) {
        match text {
            Cow::Borrowed(text) if self.joined.is_empty() && self.piece.is_empty() => self.piece = text,
            text => self.push_owned(&text),
        }
    }

    fn push_owned(&mut self, text: &str) {
        if self.joined.is_empty() {
            append(&mut self.joined, self.piece);
        }
        append(&mut self.joined, text);
    }
}

/// Appends as much as the limit allows.
fn append(to: &mut String, text: &str) {
    let room = (2 * limits::XML_TEXT).saturating_sub(to.len());
    to.push_str(&text[..text.floor_char_boundary(room)]);
}

/// The attributes of a tag as raw name (with its prefix) and raw value, as far as they are well-formed.
pub(crate) fn attributes(raw: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        let (name, after) = cut(rest, b'=')?;
        let after = after.trim_ascii_start();
        let quote = after.bytes().next().filter(|q| matches!(q, b'"' | b'\''))?;
        let (value, after) = cut(&after[1..], quote)?;
        rest = after;
        Some((name.trim_ascii(), value))
    })
}

/// A name without its prefix.
pub(super) fn local_of(name: &str) -> &str {
    cut(name, b':').map_or(name, |(_, local)| local)
}

/// What stands before and behind the first such byte.
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = first_of([at], text.as_bytes(), 0)?;
    Some((&text[..place], &text[place + 1..]))
}
