//! GPX: not decoded yet.

use crate::DecodeError;
use striate_model::{Decoded, Format};

/// Everything that can be read from a GPX file.
///
/// # Errors
/// Always, until the decoder is here.
pub fn decode(_bytes: &[u8]) -> Result<Decoded, DecodeError> {
    Err(DecodeError::Unreadable { format: Format::Gpx, offset: 0, reason: "GPX is not decoded by this build".into() })
}
