//! Plain markup, of which nearly every document consists: tags and texts. The library takes longer over them; it is asked
//! for everything else (comments, declarations, entities, character data, whatever is broken), so that there is one opinion
//! about it. That both say the same of any document is tested.

use super::walk::{Ended, Handler, Stop, Walk, after_mark, local_of};
use std::borrow::Cow;

/// Where to go on, or why not.
enum Step {
    /// The token is dealt with; the next begins at this byte.
    To(usize),
    /// It is for the library.
    Other,
    /// A limit was met.
    Limit,
}

impl<'a, H: Handler> Walk<'a, '_, H> {
    /// Walks over a whole document.
    pub(super) fn plain(&mut self, document: &'a str) -> Ended {
        let bytes = document.as_bytes();
        let mut names: Vec<&'a str> = Vec::with_capacity(16);
        let mut at = after_mark(bytes);
        loop {
            if self.trims {
                at += bytes[at..].iter().take_while(|b| is_blank(**b)).count();
            }
            let Some(markup) = first_of([b'<', b'&'], bytes, at) else {
                return self.end(bytes.len() as u64);
            };
            if markup > at {
                self.text.push(Cow::Borrowed(&document[at..markup]));
                at = markup;
            }
            let step = match bytes[at..] {
                [b'<', b'/', ..] => self.end_tag(document, at, &mut names),
                [b'<', b'!' | b'?', ..] | [b'&', ..] => Step::Other,
                _ => self.start_tag(document, at, &mut names),
            };
            at = match step {
                Step::To(next) => next,
                Step::Limit => return Ended::Short,
                Step::Other => match self.other(bytes, at) {
                    Stop::Resume(next) => next,
                    Stop::End => return self.end(bytes.len() as u64),
                    Stop::Limit => return Ended::Short,
                },
            };
        }
    }

    fn start_tag(&mut self, document: &'a str, at: usize, names: &mut Vec<&'a str>) -> Step {
        let Some(end) = tag_end(document.as_bytes(), at + 1) else { return Step::Other };
        let content = &document[at + 1..end];
        let (content, is_empty) = content.strip_suffix('/').map_or((content, false), |content| (content, true));
        let long = first_of([b' ', b'\t', b'\r', b'\n'], content.as_bytes(), 0).unwrap_or(content.len());
        let (name, attributes) = content.split_at(long);
        let (local, next) = (local_of(name), end + 1);
        if !self.open(local, attributes, next as u64) {
            return Step::Limit;
        }
        if is_empty {
            self.close(local, next as u64);
        } else {
            self.trims = true;
            // Out of step nobody asks for names any more, and they would add up to the end of the document.
            if self.in_step {
                names.push(name);
            }
        }
        Step::To(next)
    }

    fn end_tag(&mut self, document: &'a str, at: usize, names: &mut Vec<&'a str>) -> Step {
        let Some(end) = tag_end(document.as_bytes(), at + 2) else { return Step::Other };
        let content = &document[at + 2..end];
        // A name of nothing but blanks is no name, and is left as it is.
        let long = content.bytes().rposition(|b| !is_blank(b)).map_or(content.len(), |last| last + 1);
        let name = &content[..long];
        let (local, next) = (local_of(name), end + 1);
        self.trims = true;
        let is_right = self.in_step && names.pop() == Some(name);
        let goes_on = if is_right {
            self.close(local, next as u64);
            true
        } else if self.in_step {
            self.close_wrong(local, at as u64, next as u64)
        } else {
            self.close_named(local, next as u64)
        };
        if goes_on { Step::To(next) } else { Step::Limit }
    }

    /// Has the library read one token; where to go on behind it.
    #[cold]
    fn other(&mut self, bytes: &'a [u8], at: usize) -> Stop {
        let mut reader = self.reader(&bytes[at..]);
        match self.event(&mut reader, bytes, at) {
            None => Stop::Resume(at + (reader.buffer_position() as usize).max(1)),
            Some(Stop::Resume(next)) if self.may_repair(next as u64) => {
                self.in_step = false;
                Stop::Resume(next.max(at + 1))
            }
            Some(Stop::Resume(_)) => Stop::Limit,
            Some(stop) => stop,
        }
    }
}

/// Where a tag ends, from a place inside of it; `None` where it does not.
fn tag_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at = first_of([b'>', b'"', b'\''], bytes, at)?;
        match bytes[at] {
            b'>' => return Some(at),
            quote => at = first_of([quote], bytes, at + 1)? + 1,
        }
    }
}

/// The first place from `at` on where one of these bytes stands. Eight bytes are looked at together: texts and tags are
/// too short for a search that has to be set up, and too long for one byte at a time.
#[inline]
pub(super) fn first_of<const N: usize>(wanted: [u8; N], bytes: &[u8], mut at: usize) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut rest = bytes.get(at..)?;
    while let Some((eight, behind)) = rest.split_first_chunk::<8>() {
        let eight = u64::from_le_bytes(*eight);
        let mut found = 0;
        for byte in wanted {
            // A byte is nought where it is the wanted one; the lowest bit that is set belongs to the first.
            let differs = eight ^ (u64::from(byte) * ONES);
            found |= differs.wrapping_sub(ONES) & !differs & HIGH;
        }
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        (rest, at) = (behind, at + 8);
    }
    rest.iter().position(|b| wanted.contains(b)).map(|more| at + more)
}

/// What XML takes for a blank.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::faults::Faults;
    use crate::xml::walk::Place;
    use proptest::prelude::*;

    /// Writes down what a walk tells.
    #[derive(Default)]
    struct Scribe {
        lines: Vec<String>,
        faults: Faults,
    }

    impl Handler for Scribe {
        type Id = u64;

        fn id(local: &str, _: Option<u64>) -> u64 {
            local.bytes().fold(7, |id, b| id * 31 % 1_000_003 + u64::from(b))
        }

        fn skips(id: u64) -> bool {
            id == 0 || id == Self::id("skip", None)
        }

        fn skipped() -> u64 {
            0
        }

        fn open_skipped(&mut self, place: Place<u64>, local: &str) {
            self.lines.push(format!("{} skip {local}", place.offset));
        }

        fn open(&mut self, place: Place<u64>, attributes: &str) {
            self.lines.push(format!("{} open {} in {:?} {attributes}", place.offset, place.id, place.parent));
        }

        fn close(&mut self, place: Place<u64>, local: &str, text: &str) {
            self.lines.push(format!("{} close {local} {} {text:?}", place.offset, place.id));
        }

        fn faults(&mut self) -> &mut Faults {
            &mut self.faults
        }
    }

    fn told(read: impl for<'a> Fn(&mut Walk<'a, '_, Scribe>, &'a str) -> Ended, document: &str) -> String {
        let mut scribe = Scribe::default();
        let ended = read(&mut Walk::new(&mut scribe), document);
        let faults = scribe.faults.finish();
        format!("{}\n{faults:#?}\n{ended:?}", scribe.lines.join("\n"))
    }

    fn ours(document: &str) -> String {
        told(|walk, document| walk.plain(document), document)
    }

    fn the_librarys(document: &str) -> String {
        told(|walk, document| walk.by_library(document.as_bytes()), document)
    }

    #[test]
    fn plain_markup_is_read_as_by_the_library() {
        let documents = [
            "\u{feff}<a><b>1</b>&amp;</a>",
            "<a><b c='1'>  x </b ><d/>&amp;<e>y&#65;<!-- z --> w</e><![CDATA[ <q> ]]></a>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x; 1 & 2</a>",
            "<a><b></c></b></a></a>",
            "<a><b>text",
            "<a b=\"1>2\" c='<'>\u{e9}</a>",
            "<p:a xmlns:p='u'><p:b>1</p:b><skip><p:b>2</p:b></skip></p:a>",
            "<a <b>1</b></a>",
            "<>1</>",
            "</a><a/ ><a / >",
            "<a><!nonsense><b>1</b></a>",
        ];
        for document in documents {
            assert_eq!(ours(document), the_librarys(document), "{document}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn any_document_is_read_as_by_the_library(
            mark in prop::sample::select(vec!["", "", "", "\u{feff}"]),
            pieces in prop::collection::vec(
                prop_oneof![
                    8 => prop::sample::select(vec![
                        "<a>", "</a>", "<b>", "</b>", "<c d='1' e=\"2\">", "</c>", "<n:a>", "</n:a>", "</n:a >", "<f/>", "<f g='>'/>",
                        "<skip>", "</skip>", " ", "\n  ", "text", "1.5", "\u{fc}",
                    ]).prop_map(str::to_owned),
                    1 => prop::sample::select(vec![
                        "&amp;", "&#x41;", "&none;", "&", "<!-- - -->", "<![CDATA[ x ]]>", "<?pi?>", "<!", "<", ">", "'", "\"", "]]>", "</", "<?",
                    ]).prop_map(str::to_owned),
                ],
                0..40,
            ),
        ) {
            let document = mark.to_owned() + &pieces.concat();
            prop_assert_eq!(ours(&document), the_librarys(&document), "{}", document);
        }
    }
}
