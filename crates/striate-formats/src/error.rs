//! Why a whole file could not be decoded. Everything smaller is a warning.

use crate::sniff::LooksLike;
use striate_model::Format;
use thiserror::Error;

/// Why a whole file could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The bytes are none of the formats that are read here.
    #[error("{0}, not a FIT, TCX or GPX file and no known lifting log")]
    NotRecognised(LooksLike),
    /// The file is larger than [`crate::limits::FILE_BYTES`].
    #[error("the file has {bytes} bytes, more than the {limit} that are read")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// The bytes begin like this format but nothing of it can be read.
    #[error("the file begins like {}, but {reason} (byte {offset})", format.as_str().to_uppercase())]
    Unreadable {
        /// What the bytes begin like.
        format: Format,
        /// Where reading had to stop, in bytes from the start.
        offset: u64,
        /// What is wrong, as a clause for a person ("its header is cut off").
        reason: String,
    },
}

impl DecodeError {
    /// The stable text form, part of the JSON contract.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotRecognised(LooksLike::Empty) => "empty",
            Self::NotRecognised(_) => "not_recognised",
            Self::TooLarge { .. } => "too_large",
            Self::Unreadable { .. } => "unreadable",
        }
    }

    /// What the person can do about it, one plain sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotRecognised(looks_like) => looks_like.hint(),
            Self::TooLarge { .. } => "one file should hold one activity: export activities one by one",
            Self::Unreadable { .. } => "copy the file from the watch again, or export it again",
        }
    }
}
