//! From paths to what is in them, and from the athlete's time zone to civil days.

use crate::error::{Result, StoreError};
use crate::recording::LocalDay;
use jiff::tz::TimeZone;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use striate_archive::{Members, Sink, walk, walk_members};
use striate_model::{Day, Format, Recording, TimeSpan, Timestamp};

/// Folders inside folders, at most.
const DEPTH_MAX: usize = 32;
/// Files of one folder, at most.
const FILES_MAX: usize = 500_000;

/// The athlete's time zone by its name (`Europe/Berlin`) or offset (`+02:00`).
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

impl Zone {
    /// The zone of a name or an offset.
    ///
    /// # Errors
    /// `Conflict` for a text that is neither.
    pub fn named(text: &str) -> Result<Self> {
        let text = text.trim();
        let zone = match text {
            "Z" | "UTC" | "utc" => Some(TimeZone::UTC),
            _ => offset(text).or_else(|| TimeZone::get(text).ok()),
        };
        let zone = zone.ok_or_else(|| {
            StoreError::conflict(format!("\"{text}\" is no time zone"))
                .with_hint("write a name as Europe/Berlin or an offset as +02:00")
        })?;
        Ok(Self { name: text.to_owned(), zone })
    }

    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), zone: TimeZone::UTC }
    }

    /// The zone of this computer; UTC where it does not know.
    #[must_use]
    pub fn of_system() -> Self {
        let zone = TimeZone::system();
        match zone.iana_name() {
            Some(name) => Self { name: name.to_owned(), zone },
            None => Self::utc(),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The zone.
    #[must_use]
    pub const fn time_zone(&self) -> &TimeZone {
        &self.zone
    }

    /// How far local time is ahead of UTC at an instant.
    #[must_use]
    pub fn offset(&self, at: Timestamp) -> TimeSpan {
        let at = jiff::Timestamp::from_millisecond(at.as_unix_ms()).unwrap_or_default();
        TimeSpan::from_s(f64::from(self.zone.to_offset(at).seconds()))
    }

    /// The civil day of an instant.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> Day {
        Day::of(at, self.offset(at))
    }

    pub(super) fn local(&self, at: Timestamp) -> LocalDay {
        LocalDay { day: self.day(at), time_zone: self.name.clone() }
    }
}

/// Exporters forget about summer time: an offset in the stamps of a GPX or TCX that is off by no more says nothing, s.
const FORGOTTEN_SUMMER_S: f64 = 3600.0;
/// A place keeps a clock that is ahead of its solar time by about so much, s: zones reach west of their meridian, and half of
/// the year is summer time.
const AHEAD_OF_THE_SUN_S: f64 = 0.75 * 3600.0;

/// What says on which day a recording was made.
#[derive(Clone, Copy)]
pub(super) struct Whereabouts {
    /// When it began.
    pub(super) start: Timestamp,
    /// How far local time was ahead of UTC by its own word.
    pub(super) utc_offset: Option<TimeSpan>,
    /// Its first position, degrees east.
    pub(super) longitude_deg: Option<f64>,
    /// Whether its offset stands in the stamps of an exchange format.
    pub(super) by_stamps: bool,
}

impl Whereabouts {
    /// Of a decoded recording.
    pub(super) fn of(recording: &Recording, format: Format) -> Self {
        Self {
            start: recording.start,
            utc_offset: recording.utc_offset,
            longitude_deg: recording.streams.longitude_deg.iter().copied().find(|v| !v.is_nan()),
            by_stamps: matches!(format, Format::Gpx | Format::Tcx),
        }
    }

    /// The day and the zone: by the recording's own clock where it notes one; else by the athlete's zone, or by the one that
    /// held when its file came first where that fits the place of the recording better.
    pub(super) fn local(self, zone: &Zone, at_first: Option<&Zone>) -> LocalDay {
        let own = self
            .utc_offset
            .filter(|own| !self.by_stamps || (own.as_s() - zone.offset(self.start).as_s()).abs() > FORGOTTEN_SUMMER_S);
        if let Some(own) = own {
            return LocalDay { day: Day::of(self.start, own), time_zone: offset_name(own) };
        }
        let off_the_sun_s = |zone: &Zone| {
            let solar_s = self.longitude_deg.map(|deg| deg * 240.0);
            solar_s.map(|solar_s| (zone.offset(self.start).as_s() - solar_s - AHEAD_OF_THE_SUN_S).abs())
        };
        let fits_better = |first: &Zone| {
            // An hour either way says nothing about a place.
            off_the_sun_s(first).zip(off_the_sun_s(zone)).is_some_and(|(first, now)| first + 3600.0 < now)
        };
        at_first.filter(|first| fits_better(first)).unwrap_or(zone).local(self.start)
    }
}

/// An offset as the name of a zone: `+09:00`.
fn offset_name(offset: TimeSpan) -> String {
    let minutes = (offset.as_s() / 60.0).round() as i64;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Whether a zone of a stored recording is that of its own clock.
pub(super) fn is_own_clock(time_zone: &str) -> bool {
    time_zone.starts_with(['+', '-'])
}

/// `+02:00`, `-0530` or `+2` as a zone.
fn offset(text: &str) -> Option<TimeZone> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let rest: String = text[1..].chars().filter(|c| *c != ':').collect();
    if rest.is_empty() || rest.len() > 4 || !rest.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = if rest.len() <= 2 { (rest.as_str(), "0") } else { rest.split_at(rest.len() - 2) };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds = sign * (hours * 3600 + minutes * 60);
    let is_possible = hours <= 14 && minutes < 60;
    is_possible.then(|| jiff::tz::Offset::from_seconds(seconds).ok()).flatten().map(TimeZone::fixed)
}

/// Hands everything that a path holds to `sink`: a file of any kind, or a folder with all that is in it.
///
/// # Errors
/// The path itself cannot be read, one plain sentence; what is wrong inside of it goes to the sink.
pub(super) fn walk_path(path: &Path, amount: &Arc<Amount>, sink: &mut Sink<'_>) -> std::result::Result<(), String> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let about = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not read it".to_owned(),
        _ => format!("it cannot be read ({error})"),
    };
    if path.is_dir() {
        let mut files = Vec::new();
        gather(path, 0, &mut files).map_err(about)?;
        files.sort();
        walk_members(&mut Folder { root: path.to_owned(), files, amount: Arc::clone(amount) }, &name, sink);
        return Ok(());
    }
    let mut file = Counted { file: File::open(path).map_err(about)?, amount: Arc::clone(amount) };
    walk(&mut file, &name, sink).map_err(about)
}

/// How many bytes of a path will be read; what cannot be read counts nothing.
pub(super) fn bytes_of_path(path: &Path) -> u64 {
    let size = |path: &Path| fs::metadata(path).map_or(0, |m| m.len());
    if !path.is_dir() {
        return size(path);
    }
    let mut files = Vec::new();
    let _ = gather(path, 0, &mut files);
    files.iter().map(|file| size(file)).sum()
}

/// How much was read of how much: the only thing about an archive that is known before its end.
#[derive(Debug, Default)]
pub(super) struct Amount {
    done: AtomicU64,
    of: AtomicU64,
}

impl Amount {
    pub(super) fn expect(&self, bytes: u64) {
        self.of.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn add(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Bytes that were read and bytes in all; what is read twice counts once at most.
    pub(super) fn told(&self) -> (u64, u64) {
        let of = self.of.load(Ordering::Relaxed);
        (self.done.load(Ordering::Relaxed).min(of), of)
    }
}

/// A file of which is known how far it was read.
struct Counted {
    file: File,
    amount: Arc<Amount>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.amount.add(read as u64);
        Ok(read)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

fn gather(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if depth == 0 => return Err(error),
        // A folder inside that may not be read is named when its files are missed; it must not stop the rest.
        Err(_) => return Ok(()),
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { continue };
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if is_hidden || files.len() >= FILES_MAX {
            continue;
        }
        // Links are followed to files, never to folders: a link upwards would never end.
        if kind.is_dir() && depth < DEPTH_MAX {
            gather(&path, depth + 1, files)?;
        } else if kind.is_file() || (kind.is_symlink() && path.is_file()) {
            files.push(path);
        }
    }
    Ok(())
}

/// The files of a folder.
struct Folder {
    root: PathBuf,
    files: Vec<PathBuf>,
    amount: Arc<Amount>,
}

impl Members for Folder {
    fn len(&self) -> usize {
        self.files.len()
    }

    fn name(&self, index: usize) -> String {
        let path = self.files[index].strip_prefix(&self.root).unwrap_or(&self.files[index]);
        let parts: Vec<_> = path.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
        parts.join("/")
    }

    fn size(&self, index: usize) -> (u64, Option<u64>) {
        (fs::metadata(&self.files[index]).map_or(0, |m| m.len()), None)
    }

    fn open(&mut self, index: usize) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(Counted { file: File::open(&self.files[index])?, amount: Arc::clone(&self.amount) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_run_belongs_to_the_day_of_the_athlete_s_own_zone_in_summer_and_winter() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        // 2026-07-01T22:30:00Z and 2026-12-01T22:30:00Z.
        let (summer, winter) = (Timestamp::from_unix_ms(1_782_945_000_000), Timestamp::from_unix_ms(1_796_164_200_000));
        assert_eq!([summer, winter].map(|t| berlin.offset(t).as_s()), [7200.0, 3600.0]);
        assert_eq!([summer, winter].map(|t| berlin.day(t).to_string()), ["2026-07-02", "2026-12-01"]);
    }

    #[test]
    fn a_recording_belongs_to_the_day_of_its_own_clock_and_else_of_the_zone_that_fits_its_place() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let new_york = Zone::named("America/New_York").unwrap();
        // 2026-05-18T21:30:00Z: half past six on the 19th in Tokyo.
        let tokyo = Whereabouts {
            start: Timestamp::from_unix_ms(1_779_139_800_000),
            utc_offset: Some(TimeSpan::from_s(32_400.0)),
            longitude_deg: Some(139.0),
            by_stamps: false,
        };
        let local = tokyo.local(&berlin, None);
        assert_eq!((local.day.to_string().as_str(), local.time_zone.as_str()), ("2026-05-19", "+09:00"));
        assert_eq!(Zone::named(&local.time_zone).unwrap().offset(tokyo.start).as_s(), 32_400.0);
        let silent = Whereabouts { utc_offset: None, ..tokyo };
        assert_eq!(silent.local(&berlin, None).time_zone, "Europe/Berlin");
        // Imported under UTC and run in New York: the zone that is said later fits better, and the other way round.
        let there = Whereabouts { longitude_deg: Some(-74.0), ..silent };
        assert_eq!(there.local(&new_york, Some(&Zone::utc())).time_zone, "America/New_York");
        assert_eq!(there.local(&berlin, Some(&new_york)).time_zone, "America/New_York", "who moves keeps old runs");
        let nowhere = Whereabouts { longitude_deg: None, ..silent };
        assert_eq!(nowhere.local(&berlin, Some(&new_york)).time_zone, "Europe/Berlin");
        // An exporter that forgets about summer time.
        let stamps =
            |hours: f64| Whereabouts { utc_offset: Some(TimeSpan::from_s(3600.0 * hours)), by_stamps: true, ..silent };
        assert_eq!(stamps(1.0).local(&berlin, None).time_zone, "Europe/Berlin");
        assert_eq!(stamps(9.0).local(&berlin, None).time_zone, "+09:00");
        assert_eq!(offset_name(TimeSpan::from_s(-12_600.0)), "-03:30");
    }

    #[test]
    fn offsets_and_names_are_zones_and_nothing_else_is() {
        let hours = |text: &str| Zone::named(text).map(|z| z.offset(Timestamp::from_unix_ms(0)).as_s() / 3600.0).ok();
        assert_eq!(hours("+02:00"), Some(2.0));
        assert_eq!(hours("-0530"), Some(-5.5));
        assert_eq!(hours("+2"), Some(2.0));
        assert_eq!(hours("UTC"), Some(0.0));
        assert_eq!([hours("+25:00"), hours("Nowhere/Land"), hours(""), hours("+")], [None; 4]);
    }
}
