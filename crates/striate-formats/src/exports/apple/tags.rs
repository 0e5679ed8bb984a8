//! The tags of a health export, one after the other, out of a stream of any length.
//!
//! An export is one flat list of up to hundreds of millions of tags without text between them, and its head carries a
//! document type that was broken in several years. This reader keeps nothing but the tag it is at, at most
//! [`limits::APPLE_TAG`] of it, and goes on behind whatever it cannot read; a reader of XML would have to hold a comment or
//! a value of any length, or end at the first broken one.

use crate::limits;
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

/// Reads tags.
pub(super) struct Tags<R> {
    from: BufReader<R>,
    tag: Vec<u8>,
    /// Tags that were longer than is kept.
    pub(super) too_long: u64,
}

/// What is stepped over.
const SKIPPED: [(&[u8], &[u8]); 4] = [(b"!--", b"-->"), (b"![CDATA[", b"]]>"), (b"?", b"?>"), (b"!DOCTYPE", b"")];

impl<R: Read> Tags<R> {
    pub(super) fn new(from: R) -> Self {
        Self { from: BufReader::with_capacity(256 << 10, from), tag: Vec::new(), too_long: 0 }
    }

    /// The next tag without its angle brackets, `None` at the end.
    pub(super) fn advance(&mut self) -> io::Result<Option<&[u8]>> {
        loop {
            if !self.skip_past(b'<')? {
                return Ok(None);
            }
            self.tag.clear();
            match self.read_tag()? {
                Ended::Tag => break,
                Ended::Skipped => {}
                Ended::TooLong => self.too_long += 1,
                Ended::File => return Ok(None),
            }
        }
        Ok(Some(&self.tag))
    }

    /// Steps over everything up to a byte, and over the byte.
    fn skip_past(&mut self, wanted: u8) -> io::Result<bool> {
        loop {
            let buffer = self.from.fill_buf()?;
            if buffer.is_empty() {
                return Ok(false);
            }
            let found = buffer.iter().position(|b| *b == wanted);
            let taken = found.map_or(buffer.len(), |at| at + 1);
            self.from.consume(taken);
            if found.is_some() {
                return Ok(true);
            }
        }
    }

    fn read_tag(&mut self) -> io::Result<Ended> {
        let mut quote = 0;
        loop {
            let buffer = self.from.fill_buf()?;
            if buffer.is_empty() {
                return Ok(Ended::File);
            }
            // The first bytes say whether this is a tag at all; they are looked at alone, since a buffer may end in them.
            if self.tag.len() < 8 && (self.tag.is_empty() || matches!(self.tag[0], b'!' | b'?')) {
                let byte = buffer[0];
                self.from.consume(1);
                if byte == b'>' {
                    return Ok(if self.tag.is_empty() { Ended::Skipped } else { Ended::Tag });
                }
                self.tag.push(byte);
                if let Some((_, end)) = SKIPPED.iter().find(|(start, _)| self.tag == *start) {
                    let is_document_type = end.is_empty();
                    if is_document_type {
                        self.skip_document_type()?;
                    } else {
                        self.skip_behind(end)?;
                    }
                    return Ok(Ended::Skipped);
                }
                continue;
            }
            let room = limits::APPLE_TAG - self.tag.len();
            if room == 0 {
                // A quote that never ends: the next tag is looked for right behind.
                return Ok(Ended::TooLong);
            }
            let buffer = &buffer[..buffer.len().min(room)];
            let end = end_of_tag(buffer, &mut quote);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            self.tag.extend_from_slice(part);
            let taken = part.len() + usize::from(end.is_some());
            self.from.consume(taken);
            if end.is_some() {
                return Ok(Ended::Tag);
            }
        }
    }

    fn skip_behind(&mut self, end: &[u8]) -> io::Result<()> {
        let mut last: Vec<u8> = Vec::with_capacity(end.len());
        while let Some(byte) = self.byte()? {
            if last.len() == end.len() {
                last.remove(0);
            }
            last.push(byte);
            if last == end {
                break;
            }
        }
        Ok(())
    }

    /// Steps over a document type, whose own declarations stand between brackets.
    fn skip_document_type(&mut self) -> io::Result<()> {
        let mut depth = 0_u32;
        while let Some(byte) = self.byte()? {
            match byte {
                b'[' => depth += 1,
                b']' => depth = depth.saturating_sub(1),
                b'>' if depth == 0 => break,
                _ => {}
            }
        }
        Ok(())
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.from.fill_buf()?.first().copied();
        self.from.consume(usize::from(byte.is_some()));
        Ok(byte)
    }
}

enum Ended {
    Tag,
    Skipped,
    TooLong,
    File,
}

fn end_of_tag(bytes: &[u8], quote: &mut u8) -> Option<usize> {
    for (at, byte) in bytes.iter().enumerate() {
        match (*quote, byte) {
            (0, b'>') => return Some(at),
            (0, b'"' | b'\'') => *quote = *byte,
            (open, byte) if open == *byte => *quote = 0,
            _ => {}
        }
    }
    None
}

/// The name of a tag; that of an end tag begins with `/`.
pub(super) fn name(tag: &[u8]) -> &[u8] {
    let end = tag.iter().skip(1).position(|b| b.is_ascii_whitespace() || *b == b'/').map_or(tag.len(), |at| at + 1);
    &tag[..end]
}

/// Whether nothing is inside of the tag.
pub(super) fn is_closed(tag: &[u8]) -> bool {
    tag.ends_with(b"/")
}

/// The attributes of a tag in their order: names and raw values.
pub(super) fn attributes(tag: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = &tag[name(tag).len()..];
    std::iter::from_fn(move || {
        let (key, behind) = split_at_byte(rest.trim_ascii_start(), b'=')?;
        let behind = behind.trim_ascii_start();
        let quote = *behind.first().filter(|b| matches!(b, b'"' | b'\''))?;
        let (value, behind) = split_at_byte(&behind[1..], quote)?;
        rest = behind;
        Some((key.trim_ascii(), value))
    })
}

fn split_at_byte(bytes: &[u8], wanted: u8) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|b| *b == wanted)?;
    Some((&bytes[..at], &bytes[at + 1..]))
}

/// A value as text, with the five entities of XML and numbered characters put back.
pub(super) fn text(raw: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(raw);
    if !text.contains('&') {
        return text;
    }
    let plain = quick_xml::escape::unescape(&text).ok().map(Cow::into_owned);
    plain.map_or(text, Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<String> {
        let mut tags = Tags::new(bytes);
        let mut list = Vec::new();
        while let Some(tag) = tags.advance().unwrap() {
            list.push(String::from_utf8_lossy(tag).into_owned());
        }
        list
    }

    #[test]
    fn only_tags_are_left_of_a_broken_head_and_comments() {
        let xml =
            b"\xef\xbb\xbf<?xml version='1.0'?><!DOCTYPE H [<!ELEMENT a (b)><!-- ]> -->]><!-- <x> --><H l=\"a>b\">text\
                    <R d='\"' /><![CDATA[<y>]]></H>";
        assert_eq!(all(xml), ["H l=\"a>b\"", "R d='\"' /", "/H"]);
    }

    #[test]
    fn a_value_that_never_ends_costs_one_tag() {
        let long = format!("<a b=\"{}<c/><d/>", "x".repeat(limits::APPLE_TAG + 10));
        assert_eq!(all(long.as_bytes()).last().map(String::as_str), Some("d/"));
    }

    #[test]
    fn attributes_come_with_their_entities_put_back() {
        let tag = b"Record type=\"A\" sourceName=\"J&#252;rgen&apos;s &lt;Watch&gt;\"  broken";
        let list: Vec<(&[u8], Cow<'_, str>)> = attributes(tag).map(|(key, raw)| (key, text(raw))).collect();
        assert_eq!(list.len(), 2);
        assert_eq!(list[1].1, "Jürgen's <Watch>");
    }
}
