//! The hot path: a definition of `record` compiled once into a short list of steps, then run for each sample.

use super::columns::{Columns, Narrow, Wide};
use super::developer::{Developers, Target};
use super::fault::Faults;
use super::wire::{Base, Definition, FieldDef};
use striate_model::WarningCode;

/// How the bytes of a field become a number. The common shapes have a step of their own, the others share one.
#[derive(Clone, Copy, Debug)]
enum Read {
    I8,
    U8,
    U16,
    U16Swapped,
    U32,
    U32Swapped,
    I32,
    I32Swapped,
    F32,
    F32Swapped,
    Other { base: Base, size: u8, big_endian: bool },
}

/// Where the number goes.
#[derive(Clone, Copy, Debug)]
enum Sink {
    Wide(Wide),
    Narrow(Narrow),
    /// As [`Sink::Narrow`], where zero means that nothing was measured.
    Nonzero(Narrow),
    /// Degrees that are not beyond this many of either side.
    Degrees(Wide, f64),
}

/// Field to column: `value = raw / divisor - shift`.
#[derive(Clone, Copy, Debug)]
struct Step {
    offset: u16,
    read: Read,
    sink: Sink,
    divisor: f64,
    shift: f64,
}

/// How one definition of `record` is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    steps: Vec<Step>,
    /// Where the three bytes of speed and distance lie that old foot pods write together.
    packed: Option<usize>,
}

/// What a field of `record` means.
struct Meaning {
    sink: Sink,
    divisor: f64,
    shift: f64,
    /// Where two fields fill one column, the one of higher rank wins.
    rank: u8,
}

/// No field of a sample has more than 32 bits, so a larger number is broken, whatever type the file gave the field.
const MOST: f64 = 4_294_967_295.0;

/// Semicircles in half a turn.
const HALF_TURN: f64 = 2_147_483_648.0;

fn meaning(field: u8) -> Option<Meaning> {
    use Narrow::{
        AltitudeM, ContactS, HeartRateBpm, OscillationM, PowerW, SpeedMPerS, StepLengthM, StridesFraction,
        StridesPerMin, TemperatureC,
    };
    let of = |sink, divisor, shift, rank| Some(Meaning { sink, divisor, shift, rank });
    match field {
        0 => of(Sink::Degrees(Wide::LatitudeDeg, 90.0), HALF_TURN / 180.0, 0.0, 0),
        1 => of(Sink::Degrees(Wide::LongitudeDeg, 180.0), HALF_TURN / 180.0, 0.0, 0),
        2 => of(Sink::Narrow(AltitudeM), 5.0, 500.0, 0),
        3 => of(Sink::Nonzero(HeartRateBpm), 1.0, 0.0, 0),
        4 => of(Sink::Narrow(StridesPerMin), 1.0, 0.0, 0),
        5 => of(Sink::Wide(Wide::DistanceM), 100.0, 0.0, 0),
        6 => of(Sink::Narrow(SpeedMPerS), 1000.0, 0.0, 0),
        7 => of(Sink::Narrow(PowerW), 1.0, 0.0, 0),
        13 => of(Sink::Narrow(TemperatureC), 1.0, 0.0, 0),
        39 => of(Sink::Nonzero(OscillationM), 10_000.0, 0.0, 0),
        41 => of(Sink::Nonzero(ContactS), 10_000.0, 0.0, 0),
        52 => of(Sink::Narrow(StridesPerMin), 256.0, 0.0, 1),
        53 => of(Sink::Narrow(StridesFraction), 128.0, 0.0, 0),
        73 => of(Sink::Narrow(SpeedMPerS), 1000.0, 0.0, 1),
        78 => of(Sink::Narrow(AltitudeM), 5.0, 500.0, 1),
        85 => of(Sink::Nonzero(StepLengthM), 10_000.0, 0.0, 0),
        _ => None,
    }
}

/// Speed and distance in three bytes: see [`Plan::run`].
const PACKED_SPEED_DISTANCE: u8 = 8;
const FINE_CADENCE: u8 = 52;
const CADENCE_FRACTION: u8 = 53;

impl Plan {
    /// Compiles a definition; `offset` is its place in the file. Fields that cannot be what they say are left out with
    /// a warning.
    pub(super) fn compile(
        definition: &Definition,
        developers: &Developers,
        offset: usize,
        faults: &mut Faults,
    ) -> Self {
        let has_fine_cadence = definition.field(FINE_CADENCE).is_some();
        let mut ranked = Vec::new();
        let mut packed = None;
        for field in definition.fields.iter().filter(|f| f.size > 0) {
            if field.number == PACKED_SPEED_DISTANCE && field.size >= 3 {
                packed = Some(field.offset);
                continue;
            }
            if field.number == CADENCE_FRACTION && has_fine_cadence {
                continue;
            }
            let Some(meaning) = meaning(field.number) else { continue };
            let Some(base) = checked_base(field, offset, faults) else { continue };
            let read = Read::of(base, field.size, definition.big_endian);
            let step = Step {
                offset: field.offset as u16,
                read,
                sink: meaning.sink,
                divisor: meaning.divisor,
                shift: meaning.shift,
            };
            ranked.push((meaning.rank, step));
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        let mut steps: Vec<Step> = ranked.into_iter().map(|(_, step)| step).collect();
        for field in definition.developer_fields.iter().filter(|f| f.size > 0) {
            if let Some(found) = developers.find(field.key)
                && let Some(target) = found.target
            {
                steps.push(Step {
                    offset: field.offset as u16,
                    read: Read::of(found.base, field.size, definition.big_endian),
                    sink: match target {
                        Target::Distance => Sink::Wide(Wide::PodDistanceM),
                        Target::Channel(column) => Sink::Narrow(column),
                        Target::Nonzero(column) => Sink::Nonzero(column),
                    },
                    divisor: found.divisor,
                    shift: found.shift,
                });
            }
        }
        Self { steps, packed }
    }

    /// Reads one sample into the newest row.
    #[inline]
    pub(super) fn run(&self, body: &[u8], columns: &mut Columns, packed_distance: &mut PackedDistance) {
        for step in &self.steps {
            let Some(raw) = step.read.number(&body[usize::from(step.offset)..]) else { continue };
            let value = raw / step.divisor - step.shift;
            match step.sink {
                Sink::Narrow(column) => columns.put_narrow(column, value as f32),
                Sink::Wide(column) => {
                    if column == Wide::DistanceM {
                        packed_distance.follow(value);
                    }
                    columns.put_wide(column, value);
                }
                Sink::Nonzero(column) => {
                    let value = value as f32;
                    if value != 0.0 {
                        columns.put_narrow(column, value);
                    }
                }
                Sink::Degrees(column, most) => {
                    if value.abs() <= most {
                        columns.put_wide(column, value);
                    }
                }
            }
        }
        if let Some(at) = self.packed
            && let Some(&[low, mixed, high]) = body[at..].first_chunk::<3>()
            && [low, mixed, high] != [0xFF; 3]
        {
            let speed = u16::from(low) | u16::from(mixed & 0x0F) << 8;
            let distance = u16::from(mixed >> 4) | u16::from(high) << 4;
            columns.put_narrow(Narrow::SpeedMPerS, f32::from(speed) / 100.0);
            columns.put_wide(Wide::DistanceM, packed_distance.advance(distance));
        }
    }
}

fn checked_base(field: &FieldDef, offset: usize, faults: &mut Faults) -> Option<Base> {
    let Some(base) = field.base else {
        faults.at(
            WarningCode::BadField,
            offset,
            format!("field {} of a sample has an unknown type and was left out", field.number),
        );
        return None;
    };
    if base == Base::Text {
        faults.at(
            WarningCode::BadField,
            offset,
            format!("field {} of a sample is a text where a number belongs", field.number),
        );
        return None;
    }
    if !field.size.is_multiple_of(base.size()) {
        faults.at(
            WarningCode::BadField,
            offset,
            format!("field {} of a sample is {} bytes long, its type {}", field.number, field.size, base.size()),
        );
    }
    Some(base)
}

impl Read {
    fn of(base: Base, size: usize, big_endian: bool) -> Self {
        match (base, size >= base.size(), big_endian) {
            (Base::U8 | Base::Enum | Base::Byte, true, _) => Self::U8,
            (Base::I8, true, _) => Self::I8,
            (Base::U16, true, false) => Self::U16,
            (Base::U16, true, true) => Self::U16Swapped,
            (Base::U32, true, false) => Self::U32,
            (Base::U32, true, true) => Self::U32Swapped,
            (Base::I32, true, false) => Self::I32,
            (Base::I32, true, true) => Self::I32Swapped,
            (Base::F32, true, false) => Self::F32,
            (Base::F32, true, true) => Self::F32Swapped,
            _ => Self::Other { base, size: size.min(base.size()) as u8, big_endian },
        }
    }

    /// The number at the start of `bytes`, `None` where it is invalid.
    #[inline]
    fn number(self, bytes: &[u8]) -> Option<f64> {
        fn unsigned(raw: u32, invalid: u32) -> Option<f64> {
            (raw != invalid).then_some(f64::from(raw))
        }
        fn signed(raw: i32, invalid: i32) -> Option<f64> {
            (raw != invalid).then_some(f64::from(raw))
        }
        fn float(value: f32) -> Option<f64> {
            Some(f64::from(value)).filter(|v| v.abs() <= MOST)
        }
        match self {
            Self::I8 => signed(i32::from(i8::from_le_bytes(*bytes.first_chunk()?)), 0x7F),
            Self::U8 => unsigned(u32::from(*bytes.first()?), 0xFF),
            Self::U16 => unsigned(u32::from(u16::from_le_bytes(*bytes.first_chunk()?)), 0xFFFF),
            Self::U16Swapped => unsigned(u32::from(u16::from_be_bytes(*bytes.first_chunk()?)), 0xFFFF),
            Self::U32 => unsigned(u32::from_le_bytes(*bytes.first_chunk()?), u32::MAX),
            Self::U32Swapped => unsigned(u32::from_be_bytes(*bytes.first_chunk()?), u32::MAX),
            Self::I32 => signed(i32::from_le_bytes(*bytes.first_chunk()?), i32::MAX),
            Self::I32Swapped => signed(i32::from_be_bytes(*bytes.first_chunk()?), i32::MAX),
            Self::F32 => float(f32::from_le_bytes(*bytes.first_chunk()?)),
            Self::F32Swapped => float(f32::from_be_bytes(*bytes.first_chunk()?)),
            Self::Other { base, size, big_endian } => {
                base.number(bytes.get(..usize::from(size))?, big_endian).filter(|v| v.abs() <= MOST)
            }
        }
    }
}

/// Distance as old foot pods write it: the lower twelve bits of a count of sixteenths of a metre. The upper bits are
/// counted here, and follow the full distance where a file has both.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PackedDistance {
    sixteenths: u64,
}

impl PackedDistance {
    const MASK: u64 = 0xFFF;

    fn advance(&mut self, low_bits: u16) -> f64 {
        let step = u64::from(low_bits).wrapping_sub(self.sixteenths) & Self::MASK;
        self.sixteenths += step;
        self.sixteenths as f64 / 16.0
    }

    /// The cast keeps any count far below the end of the integer's range, whatever type the file gave the distance.
    #[inline]
    fn follow(&mut self, distance_m: f64) {
        self.sixteenths = u64::from((distance_m * 16.0) as u32);
    }
}
