//! Recordings between the reading of an import and its analysis. Decoding a file twice is the dearest thing about a TCX;
//! its samples are in the database, bit for bit, and what else the decoder found is small enough to wait in memory.

use crate::error::Result;
use crate::recording::RecordingId;
use crate::stream::StreamBlob;
use std::collections::HashMap;
use striate_history::stored::is_lifting_log;
use striate_model::{Format, Recording, Streams};

/// How much waits in memory: recordings beyond it are decoded again.
const BYTES_MAX: usize = 32 << 20;

/// A decoded recording without its samples and beats.
#[derive(Debug)]
pub(super) struct Remainder {
    id: RecordingId,
    recording: Recording,
}

impl Remainder {
    /// What is left of a recording; `None` for a lifting log, which is decoded once for all of its workouts anyway.
    pub(super) fn of(id: RecordingId, mut recording: Recording, format: Format) -> Option<Self> {
        if is_lifting_log(format) {
            return None;
        }
        recording.streams = Streams::default();
        recording.rr_intervals_s = Vec::new();
        Some(Self { id, recording })
    }

    /// The recording again, from the blob of its samples.
    pub(super) fn with_samples(self, blob: &[u8]) -> Result<Recording> {
        let samples = StreamBlob::open(blob)?;
        let (streams, rr_intervals_s) = (samples.streams()?, samples.rr_intervals_s()?);
        Ok(Recording { streams, rr_intervals_s, ..self.recording })
    }

    /// About how many bytes it takes.
    fn bytes(&self) -> usize {
        let r = &self.recording;
        let steps = r.workout.as_ref().map_or(0, |w| w.steps.len());
        size_of::<Self>()
            + size_of_val(r.laps.as_slice())
            + size_of_val(r.splits.as_slice())
            + size_of_val(r.sets.as_slice())
            + size_of_val(r.pauses.as_slice())
            // Steps and names have texts of their own.
            + 256 * (1 + steps)
    }
}

/// Remainders by recording, up to a bound.
#[derive(Debug, Default)]
pub(super) struct Kept {
    remainders: HashMap<RecordingId, Remainder>,
    bytes: usize,
}

impl Kept {
    /// Keeps them as far as there is room.
    pub(super) fn keep(&mut self, remainders: Vec<Remainder>) {
        for remainder in remainders {
            let bytes = remainder.bytes();
            if self.bytes + bytes <= BYTES_MAX {
                self.bytes += bytes;
                self.remainders.insert(remainder.id.clone(), remainder);
            }
        }
    }

    /// Hands out what is kept of a recording.
    pub(super) fn take(&mut self, id: &RecordingId) -> Option<Remainder> {
        self.remainders.remove(id)
    }
}
