//! Bytes out of a packed member, with bounds: a size, and a share of the packed size.

use std::io::{self, Read};
use striate_formats::limits;

/// A reader that stops at limits and remembers which one it met.
pub(super) struct Bounded<'r> {
    inner: &'r mut dyn Read,
    /// Size that is announced; only an announcement.
    announced: u64,
    /// Packed size, where the bytes come out of something packed.
    packed: Option<u64>,
    read: u64,
    limit: u64,
    met: Option<Met>,
}

/// Which limit was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Met {
    Size,
    Ratio,
}

impl<'r> Bounded<'r> {
    /// At most [`limits::FILE_BYTES`] of `inner`.
    pub(super) fn new(inner: &'r mut dyn Read, announced: u64, packed: Option<u64>) -> Self {
        Self { inner, announced, packed, read: 0, limit: limits::FILE_BYTES as u64, met: None }
    }

    /// Another limit: for what is read as a stream and never held.
    pub(super) fn set_limit(&mut self, limit: u64) {
        self.limit = limit;
    }

    /// The first bytes, by which a file is known: [`limits::SNIFF_BYTES`] of them, or all there are. Bytes that cannot be
    /// read behind readable ones are a matter of [`Self::rest`].
    pub(super) fn head(&mut self) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        let wanted = limits::SNIFF_BYTES as u64;
        match Read::by_ref(self).take(wanted).read_to_end(&mut head) {
            Err(error) if head.is_empty() => Err(error),
            _ => Ok(head),
        }
    }

    /// Everything behind what was read, at the end of `bytes`.
    pub(super) fn rest(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        // An announcement may be a lie in both directions.
        let more = self.announced.min(self.limit).saturating_sub(bytes.len() as u64);
        if self.packed.is_none_or(|packed| more <= packed.saturating_mul(limits::UNPACK_RATIO)) {
            bytes.reserve(more.min(8 << 20) as usize);
        }
        self.read_to_end(bytes).map(|_| ())
    }

    /// Whether a limit was met.
    pub(super) fn is_over_limit(&self) -> bool {
        self.met.is_some()
    }

    /// What went wrong, one plain sentence.
    pub(super) fn fault(&self, error: &io::Error) -> String {
        match self.met {
            Some(Met::Size) => {
                format!("it is larger than the {} MB that are read of one file", self.limit >> 20)
            }
            Some(Met::Ratio) => {
                format!(
                    "it unpacks to more than {} times its packed size: no recording does, so it was left out",
                    limits::UNPACK_RATIO
                )
            }
            None if self.packed.is_some() => format!("its packed data is damaged or cut off ({error})"),
            None => format!("it cannot be read ({error})"),
        }
    }
}

impl Read for Bounded<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.met.is_some() {
            return Err(io::Error::other("a limit was met"));
        }
        let n = self.inner.read(to)?;
        self.read += n as u64;
        let free = limits::UNPACK_FREE_BYTES;
        if self.read > self.limit {
            self.met = Some(Met::Size);
        } else if self.packed.is_some_and(|p| self.read > free && self.read > p.saturating_mul(limits::UNPACK_RATIO)) {
            self.met = Some(Met::Ratio);
        }
        match self.met {
            Some(_) => Err(io::Error::other("a limit was met")),
            None => Ok(n),
        }
    }
}
