//! The samples of a health export that a workout may need, packed: they come before the workouts, in an order of their
//! own, from several devices at once, and are millions.

use crate::limits;
use striate_model::{Channel, Timestamp};

/// What is sampled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A channel of the streams.
    Of(Channel),
    /// Metres since the sample before.
    DistanceM,
}

/// How a type of record becomes samples.
pub(super) struct RecordType {
    /// Its name in the export.
    pub(super) name: &'static str,
    /// What it samples.
    pub(super) kind: Kind,
    /// Units it may have, each with its factor to ours; the first is the one this program writes.
    pub(super) units: &'static [(&'static str, f64)],
    /// Lowest and highest possible value.
    pub(super) bounds: (f64, f64),
}

/// The record types that are read. Steps have a type of their own in this program's files, since a rate needs the span.
pub(super) static RECORD_TYPES: [RecordType; 9] = [
    RecordType {
        name: "HKQuantityTypeIdentifierHeartRate",
        kind: Kind::Of(Channel::HeartRateBpm),
        units: &[("count/min", 1.0), ("count/s", 60.0)],
        bounds: (25.0, 250.0),
    },
    RecordType {
        name: "HKQuantityTypeIdentifierRunningSpeed",
        kind: Kind::Of(Channel::SpeedMPerS),
        units: &[("m/s", 1.0), ("km/hr", 1.0 / 3.6), ("mi/hr", 0.447_04)],
        bounds: (0.0, 15.0),
    },
    RecordType {
        name: "HKQuantityTypeIdentifierRunningPower",
        kind: Kind::Of(Channel::PowerW),
        units: &[("W", 1.0)],
        bounds: (0.0, 2500.0),
    },
    RecordType {
        name: "HKQuantityTypeIdentifierRunningGroundContactTime",
        kind: Kind::Of(Channel::GroundContactS),
        units: &[("s", 1.0), ("ms", 0.001)],
        bounds: (0.05, 1.0),
    },
    RecordType {
        name: "HKQuantityTypeIdentifierRunningStrideLength",
        kind: Kind::Of(Channel::StepLengthM),
        units: &[("m", 1.0), ("cm", 0.01), ("ft", 0.3048), ("in", 0.0254)],
        bounds: (0.1, 3.5),
    },
    RecordType {
        name: "HKQuantityTypeIdentifierRunningVerticalOscillation",
        kind: Kind::Of(Channel::VerticalOscillationM),
        units: &[("m", 1.0), ("cm", 0.01), ("in", 0.0254)],
        bounds: (0.01, 0.3),
    },
    RecordType {
        name: "HKQuantityTypeIdentifierDistanceWalkingRunning",
        kind: Kind::DistanceM,
        units: &[("m", 1.0), ("km", 1000.0), ("mi", 1609.344), ("ft", 0.3048)],
        bounds: (0.0, 5000.0),
    },
    RecordType {
        name: "HKQuantityTypeIdentifierStepCount",
        kind: Kind::Of(Channel::CadencePerMin),
        units: &[],
        bounds: (20.0, 300.0),
    },
    RecordType {
        name: "StriateCadence",
        kind: Kind::Of(Channel::CadencePerMin),
        units: &[("count/min", 1.0)],
        bounds: (20.0, 300.0),
    },
];

/// One sample: eight bytes, since there are millions. Health's own clock has whole seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    /// Seconds since 1970.
    pub(super) at_s: u32,
    /// The value in the unit of its kind.
    pub(super) value: f32,
}

/// Samples that came one after the other, with the span that they lie in.
struct Block {
    first_s: u32,
    last_s: u32,
    samples: Vec<Sample>,
}

const BLOCK: usize = 4096;

/// Samples of one kind from one source.
struct Series {
    kind: Kind,
    source: u16,
    blocks: Vec<Block>,
}

/// Every sample that may be needed.
#[derive(Default)]
pub(super) struct Samples {
    series: Vec<Series>,
    count: usize,
    /// How many found no room.
    pub(super) left_out: u64,
}

impl Samples {
    pub(super) fn add(&mut self, kind: Kind, source: u16, at: Timestamp, value: f64) {
        let Ok(at_s) = u32::try_from(at.as_unix_ms().div_euclid(1000)) else { return };
        if self.count >= limits::APPLE_SAMPLES {
            self.left_out += 1;
            return;
        }
        self.count += 1;
        let known = self.series.iter().position(|s| s.kind == kind && s.source == source);
        let index = known.unwrap_or_else(|| {
            self.series.push(Series { kind, source, blocks: Vec::new() });
            self.series.len() - 1
        });
        let blocks = &mut self.series[index].blocks;
        if blocks.last().is_none_or(|block| block.samples.len() == BLOCK) {
            // A source with few samples takes little room, one with many no more than it needs.
            let room = if blocks.is_empty() { 16 } else { BLOCK };
            blocks.push(Block { first_s: at_s, last_s: at_s, samples: Vec::with_capacity(room) });
        }
        let block = blocks.last_mut().expect("one was just put there");
        block.first_s = block.first_s.min(at_s);
        block.last_s = block.last_s.max(at_s);
        block.samples.push(Sample { at_s, value: value as f32 });
    }

    /// The samples of a kind between two instants, in order: those of the workout's own source where it has any, else
    /// those of the source that has most. Never of two: distances would count twice.
    pub(super) fn between(&self, kind: Kind, source: u16, first_s: u32, last_s: u32) -> Vec<Sample> {
        let within = |series: &Series| {
            let blocks = series.blocks.iter().filter(|block| block.first_s <= last_s && block.last_s >= first_s);
            let samples = blocks.flat_map(|block| &block.samples);
            samples.filter(|s| (first_s..=last_s).contains(&s.at_s)).copied().collect::<Vec<_>>()
        };
        let of_kind = || self.series.iter().filter(|series| series.kind == kind);
        let own = of_kind().filter(|series| series.source == source).map(within).find(|samples| !samples.is_empty());
        let mut best = own.or_else(|| of_kind().map(within).max_by_key(Vec::len)).unwrap_or_default();
        best.sort_by_key(|sample| sample.at_s);
        best.dedup_by_key(|sample| sample.at_s);
        best
    }

    /// Bytes that the samples take.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        let blocks = self.series.iter().flat_map(|series| &series.blocks);
        blocks.map(|block| block.samples.capacity() * size_of::<Sample>() + size_of::<Block>()).sum()
    }
}
