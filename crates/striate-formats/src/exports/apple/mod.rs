//! Apple Health: `export.xml` with its workouts, the samples that belong to them, their routes beside it, body mass and
//! sleep.
//!
//! The file is one list of up to gigabytes: all samples first, the workouts behind them. It is read once; of the samples
//! only what a workout may need is kept, eight bytes each (`samples`), so that memory stays below
//! [`limits::APPLE_SAMPLES`] times eight whatever the size of the file. At the end each workout takes the samples of its
//! span and its route, and leaves as a small file of the same form ([`Workout::as_file`]) that `decode` reads by itself.
//! Its times are UTC and its units ours, without what changes from export to export (the phone's zone, versions, addresses
//! of devices): the same workout has the same bytes in every export.

mod samples;
mod tags;
#[cfg(test)]
mod tests;
mod workout;

use super::{Measure, Reading, possible_mass, possible_sleep};
use crate::xml::Clock;
use crate::{DecodeError, LooksLike, limits};
use samples::{Kind, RECORD_TYPES, Samples};
use std::collections::BTreeMap;
use std::io::{self, Read};
use striate_model::{Channel, Day, Decoded, Format, TimeSpan, Timestamp, Warning, WarningCode};
use tags::Tags;
pub use workout::{Workout, sport};

/// Everything of an export that is kept while it is read.
#[derive(Default)]
pub struct Health {
    /// The workouts in the order of the file.
    pub workouts: Vec<Workout>,
    samples: Samples,
    sources: Vec<String>,
    masses: BTreeMap<Day, (Timestamp, f64, u16)>,
    nights: BTreeMap<Day, Vec<(u32, u32)>>,
    night_parts: usize,
    workout_bytes: usize,
    /// Faults, one plain sentence each.
    pub faults: Vec<String>,
    without_time: u64,
}

/// Whether these first bytes are a health export.
pub fn sniff(head: &[u8]) -> bool {
    LooksLike::of(head) == LooksLike::AppleHealth
}

/// Every workout of an export, or of a file that the walk made of one. Routes beside the export are not seen here.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if !sniff(bytes) {
        return Err(DecodeError::NotRecognised(LooksLike::of(bytes)));
    }
    let (rest, route) = workout::cut_route(bytes);
    let health = Health::read(&*rest, &mut |_| {});
    let mut warnings: Vec<Warning> =
        health.faults.iter().map(|fault| Warning::of(WarningCode::BadField, fault.as_str())).collect();
    let route = if health.workouts.len() == 1 { route } else { None };
    let mut recordings = Vec::new();
    for workout in &health.workouts {
        recordings.push(workout.recording(&health, route.as_deref(), &mut warnings));
    }
    recordings.sort_by_key(|recording| recording.start);
    warnings.truncate(limits::WARNINGS);
    Ok(Decoded { format: Format::AppleHealth, recordings, workouts: Vec::new(), warnings, unknown: Vec::new() })
}

impl Health {
    /// Reads an export to its end. What is damaged is passed over; a stream that breaks off keeps what came before, and
    /// its error goes to `broken`.
    pub fn read(from: impl Read, broken: &mut dyn FnMut(&io::Error)) -> Self {
        let mut tags = Tags::new(from);
        let mut health = Self::default();
        let mut clock = Clock::default();
        let mut open: Option<workout::Open> = None;
        loop {
            let tag = match tags.advance() {
                Ok(Some(tag)) => tag,
                Ok(None) => break,
                Err(error) => {
                    broken(&error);
                    break;
                }
            };
            match (&mut open, tags::name(tag)) {
                (None, b"Record") => health.record(tag, &mut clock),
                (None, b"Workout") => {
                    let begun = workout::Open::new(tag, &mut clock, &mut |name| health.source(name));
                    if tags::is_closed(tag) {
                        health.close(begun);
                    } else {
                        open = Some(begun);
                    }
                }
                (None, _) => {}
                (Some(_), b"/Workout") => {
                    if let Some(done) = open.take() {
                        health.close(done);
                    }
                }
                (Some(workout), _) => workout.inside(tag, &mut clock),
            }
        }
        if tags.too_long > 0 {
            health.faults.push(format!("{} elements are too long or damaged and were left out", tags.too_long));
        }
        if health.samples.left_out > 0 {
            let n = health.samples.left_out;
            health.faults.push(format!("the export has more samples than are kept at once; {n} were left out"));
        }
        if health.without_time > 0 {
            health
                .faults
                .push(format!("{} workouts have no time that can be read and were left out", health.without_time));
        }
        health
    }

    /// The number of a source by its name.
    fn source(&mut self, name: &str) -> u16 {
        let name: String = name.chars().take(limits::XML_TEXT).collect();
        let known = self.sources.iter().position(|source| *source == name);
        let index = known.unwrap_or_else(|| {
            if self.sources.len() < limits::APPLE_SOURCES {
                self.sources.push(name);
            }
            self.sources.len() - 1
        });
        index as u16
    }

    fn close(&mut self, open: workout::Open) {
        match open.finish() {
            None => self.without_time += 1,
            Some(workout) => {
                self.workout_bytes += workout.bytes();
                let is_full = self.workout_bytes > limits::APPLE_WORKOUT_BYTES;
                if is_full && !self.faults.iter().any(|fault| fault.starts_with("the export has more workouts")) {
                    self.faults.push("the export has more workouts than are read; the rest was left out".to_owned());
                }
                if !is_full {
                    self.workouts.push(workout);
                }
            }
        }
    }

    fn record(&mut self, tag: &[u8], clock: &mut Clock) {
        let mut record = Record::default();
        for (key, raw) in tags::attributes(tag) {
            match key {
                b"type" => record.kind = raw,
                b"sourceName" => record.source = raw,
                b"unit" => record.unit = raw,
                b"startDate" => record.start = raw,
                b"endDate" => record.end = raw,
                b"value" => record.value = raw,
                _ => {}
            }
        }
        if let Some(kind) = RECORD_TYPES.iter().find(|kind| kind.name.as_bytes() == record.kind) {
            self.sample(&record, kind, clock);
        } else if record.kind == b"HKQuantityTypeIdentifierBodyMass" {
            self.mass(&record, clock);
        } else if record.kind == b"HKCategoryTypeIdentifierSleepAnalysis" {
            self.sleep(&record, clock);
        }
    }

    fn sample(&mut self, record: &Record<'_>, kind: &samples::RecordType, clock: &mut Clock) -> Option<()> {
        let value = tags::text(record.value).parse::<f64>().ok()?;
        let start = instant(record.start, clock)?;
        let end = instant(record.end, clock).filter(|end| *end >= start).unwrap_or(start);
        let span_s = end.since(start).as_s();
        let (value, at) = if kind.name == "HKQuantityTypeIdentifierStepCount" {
            // A rate over minutes says nothing of the moment.
            if !(1.0..=60.0).contains(&span_s) {
                return None;
            }
            (value / span_s * 60.0, start + TimeSpan::from_s(span_s / 2.0))
        } else {
            let unit = tags::text(record.unit);
            let (_, factor) = kind.units.iter().find(|(name, _)| *name == unit)?;
            // A distance is walked when its span ends; what is measured in a span lies in its middle.
            (value * factor, if kind.kind == Kind::DistanceM { end } else { start + TimeSpan::from_s(span_s / 2.0) })
        };
        if !(kind.bounds.0..=kind.bounds.1).contains(&value) {
            return None;
        }
        let source = self.source(&tags::text(record.source));
        self.samples.add(kind.kind, source, at, value);
        Some(())
    }

    fn mass(&mut self, record: &Record<'_>, clock: &mut Clock) -> Option<()> {
        let factor = match record.unit {
            b"kg" => 1.0,
            b"g" => 0.001,
            b"lb" => 0.453_592_37,
            b"st" => 6.350_293_18,
            _ => return None,
        };
        let kg = tags::text(record.value).parse::<f64>().ok()? * factor;
        possible_mass(kg)?;
        let at = instant(record.start, clock)?;
        let day = Day::of(at, offset(record.start));
        let source = self.source(&tags::text(record.source));
        // The last of a day counts.
        if self.masses.get(&day).is_none_or(|(before, ..)| *before <= at) && self.masses.len() < limits::APPLE_DAYS {
            self.masses.insert(day, (at, kg, source));
        }
        Some(())
    }

    fn sleep(&mut self, record: &Record<'_>, clock: &mut Clock) -> Option<()> {
        // Time in bed and time awake are no sleep.
        let is_asleep = record.value.starts_with(b"HKCategoryValueSleepAnalysisAsleep");
        if !is_asleep || self.night_parts >= limits::APPLE_NIGHT_PARTS {
            return None;
        }
        let (start, end) = (instant(record.start, clock)?, instant(record.end, clock)?);
        let seconds = |at: Timestamp| u32::try_from(at.as_unix_ms().div_euclid(1000)).ok();
        if end <= start || end.since(start).as_s() > 86_400.0 {
            return None;
        }
        // A night belongs to the morning it ends on; what begins after six in the evening is of the next.
        let day = Day::of(end, offset(record.end) + TimeSpan::from_s(6.0 * 3600.0));
        self.nights.entry(day).or_default().push((seconds(start)?, seconds(end)?));
        self.night_parts += 1;
        Some(())
    }

    /// Body mass and sleep by day.
    pub fn readings(&self) -> Vec<Reading> {
        let reading = |day: Day, measure: Measure, source: &str| Reading { day, measure, source: source.to_owned() };
        let source = |index: u16| self.sources.get(usize::from(index)).map_or("", String::as_str);
        let masses = self
            .masses
            .iter()
            .filter_map(|(day, (_, kg, from))| Some(reading(*day, possible_mass(*kg)?, source(*from))));
        let nights = self.nights.iter().filter_map(|(day, parts)| {
            let measure = possible_sleep(f64::from(covered(parts)))?;
            Some(reading(*day, measure, super::Export::AppleHealth.as_str()))
        });
        masses.chain(nights).collect()
    }
}

/// The attributes of a record.
#[derive(Default)]
struct Record<'t> {
    kind: &'t [u8],
    source: &'t [u8],
    unit: &'t [u8],
    start: &'t [u8],
    end: &'t [u8],
    value: &'t [u8],
}

/// The seconds that are covered by at least one of these spans: two devices may have seen the same night.
fn covered(parts: &[(u32, u32)]) -> u32 {
    let mut parts = parts.to_vec();
    parts.sort_unstable();
    let (mut sum, mut until) = (0, 0);
    for (start, end) in parts {
        sum += end.saturating_sub(start.max(until));
        until = until.max(end);
    }
    sum
}

/// An instant as Health writes it, `2024-01-15 10:00:00 +0100`, or as this program does.
fn instant(raw: &[u8], clock: &mut Clock) -> Option<Timestamp> {
    let mut joined = [0; 32];
    let text = match raw.get(19) {
        Some(b' ') if raw.len() <= joined.len() => {
            joined[..19].copy_from_slice(&raw[..19]);
            joined[19..raw.len() - 1].copy_from_slice(&raw[20..]);
            &joined[..raw.len() - 1]
        }
        _ => raw,
    };
    clock.read(std::str::from_utf8(text).ok()?)
}

/// How far local time was ahead of UTC by the word of such an instant.
fn offset(raw: &[u8]) -> TimeSpan {
    let zone = raw.get(20..25).and_then(|zone| std::str::from_utf8(zone).ok());
    let minutes = zone.and_then(|zone| {
        let (hours, minutes) = (zone.get(1..3)?.parse::<i32>().ok()?, zone.get(3..5)?.parse::<i32>().ok()?);
        let ahead = hours * 60 + minutes;
        Some(if zone.starts_with('-') { -ahead } else { ahead })
    });
    TimeSpan::from_s(f64::from(minutes.unwrap_or(0)) * 60.0)
}

/// The channels that a workout of this program's own form carries.
fn kinds() -> impl Iterator<Item = &'static samples::RecordType> {
    RECORD_TYPES.iter().filter(|kind| !(kind.units.is_empty() && kind.kind == Kind::Of(Channel::CadencePerMin)))
}
