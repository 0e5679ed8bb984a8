//! One part of a file, message by message.

use super::beats::StrapClock;
use super::contents::{Contents, instant};
use super::developer::Developers;
use super::fault::Faults;
use super::frame::Part;
use super::plan::{PackedDistance, Plan};
use super::table::{TIMESTAMP, message};
use super::wire::{Base, Definition, FieldDef, Message};
use crate::limits;
use std::collections::BTreeMap;
use striate_model::WarningCode;

/// What is counted over all parts of a file.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Messages that are not interpreted, by number.
    pub(super) unknown_messages: BTreeMap<u16, u32>,
    /// Developer fields of samples that are not interpreted, by name and unit.
    pub(super) unknown_fields: BTreeMap<String, u32>,
    /// Samples so far.
    pub(super) samples: usize,
}

/// What becomes of the data messages of a definition.
#[derive(Debug)]
enum Role {
    Sample(Plan),
    Interpreted,
    Counted,
}

/// A definition in force.
#[derive(Debug)]
struct Local {
    definition: Definition,
    role: Role,
    /// Where it lies in the file.
    offset: usize,
    /// Where the time lies in its messages, when it is one full 32-bit field.
    time: Option<usize>,
    count: u32,
    /// Whether developer fields were described after its plan was made.
    is_stale: bool,
}

impl Local {
    fn new(definition: Definition, offset: usize, developers: &Developers, faults: &mut Faults) -> Self {
        let role = match definition.message {
            message::RECORD => Role::Sample(Plan::compile(&definition, developers, offset, faults)),
            number if is_interpreted(number) => Role::Interpreted,
            _ => Role::Counted,
        };
        let is_time = |field: &&FieldDef| matches!(field.base, Some(Base::U32 | Base::U32z)) && field.size == 4;
        let time = definition.field(TIMESTAMP).filter(is_time).map(|f| f.offset);
        Self { definition, role, offset, time, count: 0, is_stale: false }
    }

    /// Makes the plan anew.
    #[cold]
    fn renew(&mut self, developers: &Developers, faults: &mut Faults) {
        self.is_stale = false;
        if let Role::Sample(plan) = &mut self.role {
            *plan = Plan::compile(&self.definition, developers, self.offset, faults);
        }
    }

    fn time(&self, body: &[u8]) -> Option<u32> {
        let bytes = *body.get(self.time?..)?.first_chunk::<4>()?;
        let time = if self.definition.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) };
        (time != u32::MAX).then_some(time)
    }
}

const fn is_interpreted(number: u16) -> bool {
    matches!(
        number,
        message::FILE_ID
            | message::USER_PROFILE
            | message::ZONES_TARGET
            | message::SPORT
            | message::SESSION
            | message::LAP
            | message::EVENT
            | message::DEVICE_INFO
            | message::WORKOUT
            | message::WORKOUT_STEP
            | message::ACTIVITY
            | message::TIMESTAMP_CORRELATION
            | message::FILE_CREATOR
            | message::HRV
            | message::HR
            | message::FIELD_DESCRIPTION
            | message::DEVELOPER_DATA_ID
            | message::SET
            | message::EXERCISE_TITLE
            | message::SPLIT
    )
}

/// Reads one part. Definitions, developer fields and clocks begin anew with each.
pub(super) fn read_part(bytes: &[u8], part: &Part, tally: &mut Tally, faults: &mut Faults) -> Contents {
    let mut reader = Reader {
        locals: Default::default(),
        developers: Developers::default(),
        last_time: None,
        packed_distance: PackedDistance::default(),
        strap: StrapClock::default(),
        contents: Contents::default(),
        tally,
        faults,
    };
    reader.read(bytes, part);
    reader.finish()
}

struct Reader<'a> {
    locals: [Option<Local>; 16],
    developers: Developers,
    /// The last full time of any message, against which compressed times are counted.
    last_time: Option<u32>,
    packed_distance: PackedDistance,
    strap: StrapClock,
    contents: Contents,
    tally: &'a mut Tally,
    faults: &'a mut Faults,
}

/// Why reading stopped before the end of a part.
enum Stop {
    Cut,
    Undefined(u8),
    TooManySamples,
}

impl Reader<'_> {
    fn read(&mut self, bytes: &[u8], part: &Part) {
        let data = &bytes[..part.data.end];
        let mut at = part.data.start;
        while at < data.len() {
            match self.message(data, at) {
                Ok(next) => at = next,
                Err(stop) => {
                    if !(part.tail_may_be_checksum && data.len() - at <= 2) {
                        self.stopped(&stop, at, data.len());
                    }
                    break;
                }
            }
        }
    }

    fn stopped(&mut self, stop: &Stop, at: usize, end: usize) {
        let left = end - at;
        match stop {
            Stop::Cut => self.faults.at(
                WarningCode::Truncated,
                at,
                "the data ends in the middle of a message; everything before it was read",
            ),
            Stop::Undefined(local) => self.faults.at(
                WarningCode::UndefinedMessage,
                at,
                format!("a message refers to definition {local}, which never came; the {left} bytes from there on cannot be read"),
            ),
            Stop::TooManySamples => self.faults.at(
                WarningCode::LimitReached,
                at,
                format!("more than {} samples; the rest was left out", limits::FIT_RECORDS),
            ),
        }
    }

    /// Reads the message whose header byte is at `at`, gives the place behind it.
    #[inline]
    fn message(&mut self, data: &[u8], at: usize) -> Result<usize, Stop> {
        let header = data[at];
        let is_compressed = header & 0x80 != 0;
        if !is_compressed && header & 0x40 != 0 {
            return self.definition(data, at);
        }
        let local = if is_compressed { header >> 5 & 0x03 } else { header & 0x0F };
        let Some(slot) = &mut self.locals[usize::from(local)] else { return Err(Stop::Undefined(local)) };
        let next = at + 1 + slot.definition.size;
        let body = data.get(at + 1..next).ok_or(Stop::Cut)?;
        slot.count = slot.count.saturating_add(1);
        if slot.is_stale {
            slot.renew(&self.developers, self.faults);
        }
        let mut time = slot.time(body);
        if is_compressed && let Some(last) = self.last_time {
            let passed = u32::from(header & 0x1F).wrapping_sub(last) & 0x1F;
            time = Some(last.saturating_add(passed));
        }
        self.last_time = time.or(self.last_time);
        match &slot.role {
            Role::Counted => {}
            Role::Sample(plan) => {
                if self.tally.samples >= limits::FIT_RECORDS {
                    return Err(Stop::TooManySamples);
                }
                // A sample without a time of its own belongs to the last time seen; before any there is no place for it.
                let Some(time) = self.last_time else {
                    self.faults.at(
                        WarningCode::ImpossibleValue,
                        at,
                        "samples before the first time stamp were left out",
                    );
                    return Ok(next);
                };
                let samples = &mut self.contents.samples;
                if samples.len() == 0 {
                    samples.expect(((data.len() - at) / (slot.definition.size + 1) + 1).min(limits::FIT_RECORDS));
                }
                self.tally.samples += 1;
                samples.time.push(instant(time));
                plan.run(body, samples, &mut self.packed_distance);
            }
            Role::Interpreted => self.interpret(usize::from(local), body),
        }
        Ok(next)
    }

    #[cold]
    fn definition(&mut self, data: &[u8], at: usize) -> Result<usize, Stop> {
        let (definition, next) = Definition::read(data, at, data.len(), self.faults).ok_or(Stop::Cut)?;
        let local = usize::from(data[at] & 0x0F);
        let new = Local::new(definition, at, &self.developers, self.faults);
        if let Some(old) = self.locals[local].replace(new) {
            self.count(&old);
        }
        Ok(next)
    }

    fn interpret(&mut self, local: usize, body: &[u8]) {
        let Some(slot) = &self.locals[local] else { return };
        let message = Message { definition: &slot.definition, body };
        let contents = &mut self.contents;
        match slot.definition.message {
            message::FILE_ID => contents.file_id(&message),
            message::USER_PROFILE => contents.user_profile(&message),
            message::ZONES_TARGET => contents.zones_target(&message),
            message::SPORT => contents.sport(&message),
            message::SESSION => contents.session(&message),
            message::LAP => contents.lap(&message),
            message::EVENT => contents.event(&message),
            message::ACTIVITY => contents.activity(&message),
            message::TIMESTAMP_CORRELATION => contents.timestamp_correlation(&message),
            message::DEVICE_INFO => contents.device_info(&message),
            message::WORKOUT => contents.workout(&message),
            message::WORKOUT_STEP => contents.workout_step(&message),
            message::HRV => contents.hrv(&message, self.last_time),
            message::HR => self.strap.read(&message, contents),
            message::SET => contents.set(&message),
            message::EXERCISE_TITLE => contents.exercise_title(&message),
            message::SPLIT => contents.split(&message),
            message::FIELD_DESCRIPTION => {
                if !self.developers.describe(&message) {
                    let message =
                        format!("more than {} developer fields; the rest was left out", limits::FIT_DEVELOPER_FIELDS);
                    self.faults.of(WarningCode::LimitReached, message);
                }
                self.outdate_plans();
            }
            // Nothing in the others is needed: totals stand in the sessions, makers' numbers in the file's own id.
            _ => {}
        }
    }

    /// Descriptions should come before the definitions that use them, but need not: plans with developer fields are
    /// made anew before their next sample.
    fn outdate_plans(&mut self) {
        for slot in self.locals.iter_mut().flatten() {
            slot.is_stale = !slot.definition.developer_fields.is_empty();
        }
    }

    /// Counts what a definition's messages held that is not interpreted.
    fn count(&mut self, local: &Local) {
        if local.count == 0 {
            return;
        }
        match local.role {
            Role::Counted => {
                let count = self.tally.unknown_messages.entry(local.definition.message).or_default();
                *count = count.saturating_add(local.count);
            }
            Role::Sample(_) => {
                for field in &local.definition.developer_fields {
                    let label = match self.developers.find(field.key) {
                        Some(found) if found.target.is_some() => continue,
                        Some(found) => format!("developer field {}", found.label),
                        None => "developer field without description".to_owned(),
                    };
                    if self.tally.unknown_fields.len() < limits::FIT_DEVELOPER_FIELDS {
                        let count = self.tally.unknown_fields.entry(label).or_default();
                        *count = count.saturating_add(local.count);
                    }
                }
            }
            Role::Interpreted => {}
        }
    }

    fn finish(mut self) -> Contents {
        for slot in std::mem::take(&mut self.locals).into_iter().flatten() {
            self.count(&slot);
        }
        self.contents
    }
}
