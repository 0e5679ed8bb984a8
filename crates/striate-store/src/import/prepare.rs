//! One file of an import, made ready by a worker thread: unpacked, hashed, decoded, compressed.

use super::derive::{EARLIEST, latest_day};
use super::inputs::{Whereabouts, Zone};
use super::kept::Remainder;
use super::report::Problem;
use super::work::options_of;
use super::work::zone_said;
use crate::journal::{JOURNAL_KEY, NewEntry};
use crate::original::{PreparedSource, SourceFile, SourceHash};
use crate::recording::{Origin, PreparedRecording};
use crate::writer::{Aside, ItemOutcome, PreparedFile};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use striate_archive::{Content, Found, Own, OwnSource, Packed, Unpacked, is_journal};
use striate_formats::exports::{About, Measure, Reading};
use striate_history::stored::{LiftingOptions, about_json, decode_as, is_lifting_log, unknown_exercises};
use striate_journal::{Journal, LineProblem, parse};
use striate_model::{Day, Decoded, Entry, Format, MassUnit, Recording, Sport, Warning, WarningCode};

/// What a worker must know.
pub(super) struct Knowledge {
    /// Hashes of the files that are stored already.
    pub(super) known: HashSet<SourceHash>,
    /// The athlete's time zone.
    pub(super) zone: Zone,
    /// The unit of loads that have none, where the athlete said it.
    pub(super) unit: Option<MassUnit>,
    /// What exercise titles mean, as the athlete said.
    pub(super) exercises: BTreeMap<String, String>,
    /// Whether one file alone is imported: then what is nothing for striate is told as a problem.
    pub(super) is_single: bool,
    /// Whether distances that have no unit are in miles, where the athlete said in which they read.
    pub(super) miles: Option<bool>,
    /// How files of an export of striate were read when they came first: what was said then, by hash.
    pub(super) said: Mutex<HashMap<SourceHash, String>>,
}

impl Knowledge {
    /// Learns from an export of striate how its files are to be read; they come behind it.
    pub(super) fn learn(&self, own: &Own) {
        let read = |source: &OwnSource| {
            // What cannot be understood any more is as if it had not been said.
            zone_said(&source.options)?;
            Some((SourceHash::from_text(&source.hash)?, source.options.clone()))
        };
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.extend(own.sources.iter().filter_map(read));
    }

    /// What was said when a file was read first, elsewhere.
    fn said(&self, hash: &SourceHash) -> Option<String> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }
}

/// A file that is ready to be written, and what is to be told about it.
pub(super) struct Prepared {
    pub(super) file: PreparedFile,
    pub(super) aside: Aside,
    pub(super) problem: Option<Problem>,
    pub(super) details: Details,
    /// What of its recordings is not in their samples, for the analysis that follows.
    pub(super) remainders: Vec<Remainder>,
    /// What an export of striate says.
    pub(super) own: Option<Box<Own>>,
}

/// What a summary tells about a file's content.
#[derive(Default)]
pub(super) struct Details {
    /// Format, sport and day of every recording.
    pub(super) recordings: Vec<(String, String, Day)>,
    pub(super) readings: u64,
    pub(super) passed_over: Option<String>,
    pub(super) unknown_exercises: BTreeMap<String, u64>,
    pub(super) undated: u64,
    pub(super) journal_lines: u64,
    pub(super) assumed_unit: bool,
    /// Runs, rides and machines in lifting logs, by sport.
    pub(super) cardio: BTreeMap<String, u64>,
    /// How a lifting log was read.
    pub(super) log_notes: Vec<String>,
    /// What twins are found from, without a database.
    pub(super) witnesses: Vec<striate_duplicates::Witness>,
}

/// Makes ready whatever a walk found.
pub(super) fn prepare(found: Found, knows: &Knowledge) -> Prepared {
    let Found { member, content } = found;
    match content {
        Content::File(packed, about) => file(member, packed, about.as_deref(), knows),
        Content::Reading(reading) => entry(member, &reading),
        Content::Skipped(what) if knows.is_single && !member.contains('/') => {
            failed(member, "not_recognised", format!("this is {what}, which is not read. hint: {READ_HINT}"))
        }
        Content::Skipped(what) => {
            let mut prepared = bare(member, ItemOutcome::Skipped, Some(what.clone()), None);
            prepared.details.passed_over = Some(what);
            prepared
        }
        Content::Own(own) => {
            let mut prepared = bare(member, ItemOutcome::Imported, None, None);
            prepared.own = Some(own);
            prepared
        }
        Content::Problem(message) => failed(member, "unreadable", message),
        _ => bare(member, ItemOutcome::Skipped, None, None),
    }
}

/// What is read.
const READ_HINT: &str = "give recordings (FIT, TCX, GPX), an export of Strava, Garmin or Apple Health, or a lifting log: of \
                         Hevy, Strong, FitNotes, Liftosaur, Fitbod, StrongLifts, or a table with columns Date, Exercise, Reps \
                         and Weight";

fn bare(path: String, outcome: ItemOutcome, message: Option<String>, problem: Option<Problem>) -> Prepared {
    let file = PreparedFile { path, outcome, message, source: None, recordings: Vec::new(), entries: Vec::new() };
    Prepared { file, aside: Aside::default(), problem, details: Details::default(), remainders: Vec::new(), own: None }
}

fn failed(path: String, code: &str, message: String) -> Prepared {
    let problem = Problem { file: path.clone(), code: code.to_owned(), message: message.clone(), is_lost: true };
    bare(path, ItemOutcome::Failed, Some(message), Some(problem))
}

/// A file on which the program itself failed.
pub(super) fn broken(member: String) -> Prepared {
    failed(member, "internal", "striate failed on this file; please report it with the file".to_owned())
}

/// A scale's or a night's reading becomes a line of the journal, once for all exports that hold it.
fn entry(member: String, reading: &Reading) -> Prepared {
    let day = reading.day;
    let (what, line) = match reading.measure {
        Measure::BodyMass(mass) => ("mass", format!("{day} mass {} kg", (mass.as_kg() * 100.0).round() / 100.0)),
        Measure::Sleep(asleep) => ("sleep", format!("{day} sleep {} h", (asleep.as_s() / 36.0).round() / 100.0)),
    };
    let import_key = Some(format!("{what} {day} {} {line}", reading.source));
    let mut prepared = bare(member, ItemOutcome::Imported, None, None);
    prepared.file.entries.push(NewEntry { day, line, import_key });
    prepared.details.readings = 1;
    prepared
}

fn file(member: String, packed: Packed, about: Option<&About>, knows: &Knowledge) -> Prepared {
    let mut unpacked = match packed.unpack() {
        Ok(unpacked) => unpacked,
        Err(message) => return failed(member, "damaged", message),
    };
    let hash = SourceHash::of(&unpacked.bytes);
    let about = about.map(about_json);
    if knows.known.contains(&hash) {
        let mut prepared = bare(member, ItemOutcome::Duplicate, None, None);
        prepared.aside = Aside { about, known: Some(hash) };
        return prepared;
    }
    if is_journal(&unpacked.name) {
        return journal(member, &unpacked);
    }
    let said = knows.said(&hash);
    let options = match &said {
        Some(said) => options_of(said),
        None => LiftingOptions {
            zone: Some(knows.zone.time_zone().clone()),
            unit: knows.unit,
            miles: knows.miles,
            day_first: None,
        },
    };
    let zone = said.as_deref().and_then(zone_said).unwrap_or_else(|| knows.zone.clone());
    let decoded = match decode_as(&unpacked.bytes, &unpacked.name, &options) {
        Ok(decoded) => decoded,
        Err(error) => return failed(member, error.code(), format!("{error}. hint: {}", error.hint())),
    };
    let said = said.unwrap_or_else(|| options_json(decoded.format, knows));
    let format = Some(decoded.format.as_str());
    let source =
        PreparedSource::hashed(hash.clone(), (&unpacked.bytes, unpacked.gzip.take()), &unpacked.name, (format, &said));
    let mut details = Details::default();
    let mut recordings = Vec::with_capacity(decoded.recordings.len());
    for (place, recording) in decoded.recordings.iter().enumerate() {
        let local = Whereabouts::of(recording, decoded.format).local(&zone, None);
        let row =
            PreparedRecording::new(recording, Origin::Source(hash.clone()), place, Some(decoded.format), local.clone());
        if local.day < EARLIEST || local.day > latest_day() {
            details.undated += 1;
        }
        details.recordings.push((decoded.format.as_str().to_owned(), recording.sport.as_str().to_owned(), local.day));
        details.witnesses.push(row.witness().clone());
        if is_lifting_log(decoded.format) && recording.sport != Sport::Training {
            *details.cardio.entry(recording.sport.as_str().to_owned()).or_default() += 1;
        }
        for (title, sets) in unknown_exercises(recording, &knows.exercises) {
            *details.unknown_exercises.entry(title).or_default() += sets;
        }
        recordings.push(row);
    }
    let warnings = || unpacked.warnings.iter().chain(&decoded.warnings);
    details.assumed_unit = warnings().any(|w| w.code == WarningCode::Assumed && w.message.contains("no unit of mass"));
    if is_lifting_log(decoded.format) {
        details.log_notes = log_notes(&decoded);
    }
    let is_empty = recordings.is_empty();
    // What can be seen by the reader of one line: the first fault that lost something.
    let fault = warnings().find(|w| {
        matches!(
            w.code,
            WarningCode::Truncated | WarningCode::BadChecksum | WarningCode::BadMarkup | WarningCode::LimitReached
        )
    });
    // A drawn route, a course, a day's steps: what the decoder says that it is.
    let instead = || {
        let said = warnings().find(|w| w.code == WarningCode::Unsupported).map(|w| w.message.clone());
        said.map_or_else(|| "no session is in it".to_owned(), |what| format!("no session is in it: {what}"))
    };
    let problem = match (is_empty, fault) {
        (true, _) if decoded.workouts.is_empty() => Some(("no_recording", instead())),
        (_, Some(w)) => Some((w.code.as_str(), w.message.clone())),
        _ => None,
    };
    let problem = problem.map(|(code, message)| Problem {
        file: member.clone(),
        code: code.to_owned(),
        message,
        is_lost: is_empty,
    });
    let outcome = if is_empty { ItemOutcome::Failed } else { ItemOutcome::Imported };
    let file = PreparedFile {
        path: member,
        outcome,
        message: problem.as_ref().map(|p| p.message.clone()),
        // A file without a session is not kept: nothing of the athlete's is in it.
        source: (!is_empty).then_some(source),
        recordings,
        entries: Vec::new(),
    };
    let remainders = file.recordings.iter().zip(decoded.recordings);
    let remainders = remainders.filter_map(|(row, whole)| Remainder::of(row.row().id.clone(), whole, decoded.format));
    let remainders = remainders.collect();
    Prepared { file, aside: Aside { about, known: None }, problem, details, remainders, own: None }
}

/// What somebody should know about how a lifting log was read: figures and units that were not clear, and rows that are no
/// set. The unit of loads is told apart.
fn log_notes(decoded: &Decoded) -> Vec<String> {
    let is_told_apart = |w: &&Warning| w.message.contains("no unit of mass");
    let warnings = decoded.warnings.iter().filter(|w| !is_told_apart(w)).map(|w| w.message.clone());
    let rows = decoded.unknown.iter().map(|(what, n)| match n {
        1 => format!("1 row was left out: {what}"),
        n => format!("{n} rows were left out: {what}"),
    });
    warnings.chain(rows).collect()
}

/// A journal in plain text: each line once, however often a file with it comes.
fn journal(member: String, unpacked: &Unpacked) -> Prepared {
    let Journal { entries, problems } = parse(&String::from_utf8_lossy(&unpacked.bytes));
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    let new = |entry: &Entry| {
        let line = entry.to_string();
        let place = times.entry(line.clone()).or_default();
        *place += 1;
        let import_key = Some(format!("{JOURNAL_KEY}{line} {place}"));
        NewEntry { day: entry.day, line, import_key }
    };
    let lines: Vec<NewEntry> = entries.iter().map(new).collect();
    let problem = problems.first().map(|first| {
        let others = if problems.len() > 1 { format!(" ({} such lines)", problems.len()) } else { String::new() };
        let LineProblem { line, error } = first;
        Problem {
            file: member.clone(),
            code: "journal_line".to_owned(),
            message: format!("line {line}: {}{others}. hint: {}", error.message, error.hint),
            is_lost: lines.is_empty(),
        }
    });
    let (outcome, source) = if lines.is_empty() {
        (if problem.is_some() { ItemOutcome::Failed } else { ItemOutcome::Skipped }, None)
    } else {
        let format = Some(Format::Journal.as_str());
        (ItemOutcome::Imported, Some(PreparedSource::new(&unpacked.bytes, &unpacked.name, format, "{}")))
    };
    let mut prepared = bare(member, outcome, problem.as_ref().map(|p| p.message.clone()), problem);
    prepared.details.journal_lines = lines.len() as u64;
    (prepared.file.source, prepared.file.entries) = (source, lines);
    prepared
}

/// The recordings of a stored file: what a rebuild makes anew.
///
/// Times of day in a lifting log are meant in the zone in which the file was read first; a recording knows its instant, and
/// belongs to the day of its own clock or of the athlete's `zone`.
///
/// # Errors
/// One plain sentence where the bytes can no longer be read.
pub fn derive_file(bytes: &[u8], file: &SourceFile, zone: &Zone) -> Result<Vec<PreparedRecording>, String> {
    let at_first = zone_said(&file.options);
    let decoded = decode_as(bytes, &file.name, &options_of(&file.options)).map_err(|error| error.to_string())?;
    let prepared = |(place, recording): (usize, &Recording)| {
        let origin = Origin::Source(file.hash.clone());
        let local = if is_lifting_log(decoded.format) {
            at_first.as_ref().unwrap_or(zone).local(recording.start)
        } else {
            Whereabouts::of(recording, decoded.format).local(zone, at_first.as_ref())
        };
        PreparedRecording::new(recording, origin, place, Some(decoded.format), local)
    };
    Ok(decoded.recordings.iter().enumerate().map(prepared).collect())
}

/// What must be known to read a file again alike: to which day it belongs, and what a lifting log means.
fn options_json(format: Format, knows: &Knowledge) -> String {
    let mut said = serde_json::json!({ "time_zone": knows.zone.name() });
    if is_lifting_log(format) {
        if let Some(unit) = knows.unit {
            said["unit"] = if unit == MassUnit::Pound { "lb" } else { "kg" }.into();
        }
        if let Some(miles) = knows.miles {
            said["distance"] = if miles { "mi" } else { "km" }.into();
        }
    }
    said.to_string()
}
