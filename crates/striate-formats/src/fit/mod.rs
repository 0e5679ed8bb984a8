//! FIT: not decoded yet.

use crate::DecodeError;
use striate_model::{Decoded, Format};

/// Everything that can be read from a FIT file.
///
/// # Errors
/// Always, until the decoder is here.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    Err(DecodeError::Unreadable {
        format: Format::Fit,
        offset: bytes.len().min(12) as u64,
        reason: "FIT is not decoded by this build".into(),
    })
}
