//! One session on its way to its analysis: what goes into it, loaded from the ground, then every stage.

use super::derive::Choice;
use super::inputs::Zone;
use super::kept::{Kept, Remainder};
use crate::analysis::NewAnalysis;
use crate::athlete::AthleteId;
use crate::error::{Result, StoreError};
use crate::migrate::hex;
use crate::original::{PART_BYTES, SourceHash, inflated};
use crate::recording::{Origin, RecordingId, RecordingRow};
use crate::said::Correction;
use crate::session::{SessionId, SessionRow};
use crate::store::Store;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use striate_analysis::{Analysis, analyse_recording};
use striate_duplicates::{Part, compose};
use striate_history::stored::{
    LiftingOptions, Word, correct, decode_as, format_named, is_lifting_log, map_exercises, session_texts,
};
use striate_journal::{parse_line, recording as journal_recording};
use striate_model::{Athlete, Day, Format, MassUnit, Recording, TimeSpan, Told};
use striate_stimulus::METHOD_VERSION;

/// What goes into every analysis beside the recordings.
pub(super) struct Inputs {
    pub(super) athlete: Athlete,
    corrections: HashMap<RecordingId, Correction>,
    exercises: BTreeMap<String, String>,
}

impl Inputs {
    /// What the database holds of it; `athlete` is who trains, as the whole history shows.
    pub(super) async fn read(store: &Store, id: AthleteId, athlete: Athlete) -> Result<Self> {
        Ok(Self {
            athlete,
            corrections: store.corrections(id).await?,
            exercises: store.exercise_map(id).await?.into_iter().collect(),
        })
    }

    /// What the athlete said about a session: of several recordings the first by id counts.
    pub(super) fn said(&self, session: &SessionRow) -> Option<&Correction> {
        let mut ids: Vec<&RecordingId> = session.recordings.iter().collect();
        ids.sort();
        ids.into_iter().find_map(|id| self.corrections.get(id))
    }

    /// What an analysis is kept under: another hash, another input.
    pub(super) fn hash(&self, session: &SessionRow, rows: &BTreeMap<RecordingId, RecordingRow>) -> String {
        let mut hash = Sha256::new();
        let mut part = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        part(METHOD_VERSION);
        part(&session.choice);
        part(&session.day.to_string());
        part(&session.time_zone);
        for id in &session.recordings {
            part(&id.0);
        }
        part(&format!("{:?}", self.athlete));
        part(&self.said(session).and_then(|s| serde_json::to_string(s).ok()).unwrap_or_default());
        if session.recordings.iter().filter_map(|id| rows.get(id)).any(|row| row.active_sets > 0) {
            part(&format!("{:?}", self.exercises));
        }
        hex(&hash.finalize())
    }
}

/// A recording on its way to the analysis.
enum Loaded {
    /// The stored bytes of its file, still compressed.
    File { parts: Vec<Vec<u8>>, name: String, options: LiftingOptions, place: usize },
    /// What is kept of a recording since its file was read, and its samples.
    Kept(Box<Remainder>, Vec<u8>),
    /// One workout of a log that was decoded already.
    Workout(Arc<Vec<Recording>>, usize),
    /// A session by hand.
    ByHand(Box<Recording>, Told),
}

impl Loaded {
    fn recording(self) -> std::result::Result<Recording, String> {
        match self {
            Self::ByHand(recording, _) => Ok(*recording),
            Self::Kept(remainder, samples) => remainder.with_samples(&samples).map_err(|e| e.to_string()),
            Self::Workout(all, place) => all.get(place).cloned().ok_or_else(|| GONE.to_owned()),
            Self::File { parts, name, options, place } => {
                let mut bytes = Vec::new();
                for part in parts {
                    bytes.extend(inflated(&part, PART_BYTES).map_err(|e| e.to_string())?);
                }
                let decoded = decode_as(&bytes, &name, &options).map_err(|e| e.to_string())?;
                decoded.recordings.into_iter().nth(place).ok_or_else(|| GONE.to_owned())
            }
        }
    }
}

const GONE: &str = "its file no longer holds it";

/// A session with everything that its analysis needs.
pub(super) struct Work {
    pub(super) session: SessionId,
    pub(super) hash: String,
    pub(super) format: Format,
    pub(super) offset: TimeSpan,
    said: Option<Correction>,
    sport: Option<String>,
    streams: Loaded,
    sets: Vec<(Loaded, TimeSpan)>,
    name: Option<String>,
}

/// Logs that were decoded, since one file of a thousand workouts is read once, and the lines of the journal.
#[derive(Default)]
pub(super) struct Logs {
    decoded: HashMap<SourceHash, Arc<Vec<Recording>>>,
    lines: HashMap<i64, String>,
}

impl Logs {
    /// No log yet, and every line.
    pub(super) async fn read(store: &Store, athlete: AthleteId) -> Result<Self> {
        let lines = store.entries(athlete).await?.into_iter().map(|e| (e.id, e.line)).collect();
        Ok(Self { decoded: HashMap::new(), lines })
    }
}

async fn load_one(
    store: &Store,
    athlete: AthleteId,
    row: &RecordingRow,
    (figures, logs, kept): (&Athlete, &mut Logs, &mut Kept),
) -> Result<Loaded> {
    let hash = match &row.origin {
        Origin::Source(hash) => hash,
        Origin::Entry(entry) => {
            let zone = Zone::named(&row.time_zone).unwrap_or_else(|_| Zone::of_system());
            let line = logs.lines.get(entry);
            let (recording, told) = line.and_then(|line| by_hand(line, row.day, figures, &zone)).ok_or_else(|| {
                StoreError::corrupt(format!("the line of the journal behind {} cannot be read", row.id.0))
            })?;
            return Ok(Loaded::ByHand(Box::new(recording), told));
        }
    };
    if let Some(remainder) = kept.take(&row.id) {
        return Ok(Loaded::Kept(Box::new(remainder), store.stream_blob(athlete, &row.id).await?));
    }
    if let Some(all) = logs.decoded.get(hash) {
        return Ok(Loaded::Workout(Arc::clone(all), row.place));
    }
    let source = store.source(athlete, hash).await?;
    let parts = store.source_parts(athlete, hash).await?;
    let file = Loaded::File { parts, name: source.name, options: options_of(&source.options), place: row.place };
    let is_log = format_named(&row.format).is_some_and(is_lifting_log);
    match file {
        Loaded::File { parts, name, options, place } if is_log => {
            let mut bytes = Vec::new();
            for part in &parts {
                bytes.extend(inflated(part, PART_BYTES)?);
            }
            let decoded = decode_as(&bytes, &name, &options);
            let decoded = decoded
                .map_err(|e| StoreError::corrupt(format!("the stored log {name} cannot be read")).caused_by(e))?;
            let all = Arc::new(decoded.recordings);
            logs.decoded.insert(hash.clone(), Arc::clone(&all));
            Ok(Loaded::Workout(all, place))
        }
        other => Ok(other),
    }
}

/// The time zone in which a file was read first.
pub(super) fn zone_said(text: &str) -> Option<Zone> {
    let said: serde_json::Value = serde_json::from_str(text).ok()?;
    Zone::named(said["time_zone"].as_str()?).ok()
}

/// What was said when a file was read first.
pub(super) fn options_of(text: &str) -> LiftingOptions {
    let said: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let zone = zone_said(text).map(|z| z.time_zone().clone());
    let unit = match said["unit"].as_str() {
        Some("kg") => Some(MassUnit::Kilogram),
        Some("lb") => Some(MassUnit::Pound),
        _ => None,
    };
    let miles = said["distance"].as_str().map(|unit| unit == "mi");
    LiftingOptions { zone, unit, miles, day_first: None }
}

/// Loads a session with everything that its analysis needs.
pub(super) async fn load(
    store: &Store,
    athlete: AthleteId,
    (session, hash): (&SessionRow, &str),
    rows: &BTreeMap<RecordingId, RecordingRow>,
    (inputs, logs, kept): (&Inputs, &mut Logs, &mut Kept),
) -> Result<Work> {
    let choice: Choice = crate::athlete::of_json(&session.choice)?;
    let of_part = |part: Part| choice.picks.iter().find(|p| p.part == part.as_str());
    let row = |id: &str| {
        rows.get(&RecordingId(id.to_owned()))
            .ok_or_else(|| StoreError::corrupt(format!("session {} has lost {id}", session.id.0)))
    };
    let main = row(of_part(Part::Streams).and_then(|p| p.recordings.first()).map_or("", String::as_str))?;
    let mut sets = Vec::new();
    for id in of_part(Part::Sets).map(|p| p.recordings.as_slice()).unwrap_or_default() {
        if *id != main.id.0 {
            let shift = choice.shifts_s.get(id).copied().unwrap_or(0);
            sets.push((
                load_one(store, athlete, row(id)?, (&inputs.athlete, &mut *logs, &mut *kept)).await?,
                TimeSpan::from_s(shift as f64),
            ));
        }
    }
    let named = of_part(Part::Name).and_then(|p| rows.get(&RecordingId(p.recordings.first()?.clone()))?.name.clone());
    let zone = Zone::named(&session.time_zone).unwrap_or_else(|_| Zone::of_system());
    Ok(Work {
        session: session.id.clone(),
        hash: hash.to_owned(),
        format: format_named(&main.format).unwrap_or(Format::Fit),
        offset: zone.offset(session.start),
        said: inputs.said(session).cloned(),
        sport: choice.sport.clone(),
        streams: load_one(store, athlete, main, (&inputs.athlete, &mut *logs, &mut *kept)).await?,
        sets,
        name: choice.name.clone().or(named),
    })
}

/// Takes a loaded session through every stage.
///
/// # Errors
/// One plain sentence where its file can no longer be read.
pub(super) fn analyse(work: Work, inputs: &Inputs) -> std::result::Result<Analysis, String> {
    analyse_by(work, inputs, analyse_recording)
}

/// Takes a loaded session through these stages.
///
/// # Errors
/// As [`analyse`].
pub(super) fn analyse_by(
    work: Work,
    inputs: &Inputs,
    stages: fn(Recording, &Athlete, &Told) -> Analysis,
) -> std::result::Result<Analysis, String> {
    // What a line by hand says of its session holds unless a correction says otherwise.
    let noted = match &work.streams {
        Loaded::ByHand(_, told) => *told,
        _ => Told::default(),
    };
    let streams = work.streams.recording()?;
    let mut sets = Vec::with_capacity(work.sets.len());
    for (loaded, shift) in work.sets {
        sets.push((loaded.recording()?, shift));
    }
    let sets: Vec<(&Recording, TimeSpan)> = sets.iter().map(|(r, shift)| (r, *shift)).collect();
    let mut whole = compose(streams, &sets, work.name.as_deref());
    map_exercises(&mut whole.sets, &inputs.exercises);
    let said = work.said.unwrap_or_default();
    let word = Word {
        sport: said.sport.as_deref(),
        sport_by_export: work.sport.as_deref(),
        kind: said.told().kind,
        surface: said.surface.as_deref(),
        efforts_ms: said.efforts_ms.as_deref(),
    };
    correct(&mut whole, word);
    let told =
        Told { kind: said.told().kind.or(noted.kind), carried_mass: said.told().carried_mass.or(noted.carried_mass) };
    Ok(stages(whole, &inputs.athlete, &told))
}

/// What became of one session.
pub(super) type Analysed = std::result::Result<NewAnalysis, (SessionId, String)>;

/// A session taken through every stage, as it is kept. A fault of the program on one session must not take the others along.
pub(super) fn texts_of(work: Work, inputs: &Inputs) -> Analysed {
    let (session, input_hash) = (work.session.clone(), work.hash.clone());
    let (format, offset) = (work.format, work.offset);
    let texts = || analyse(work, inputs).map(|analysis| session_texts(&analysis, format, offset));
    let texts = std::panic::catch_unwind(std::panic::AssertUnwindSafe(texts))
        .unwrap_or_else(|_| Err("striate failed on it; please report it".to_owned()));
    match texts {
        Ok(texts) => Ok(NewAnalysis {
            session,
            input_hash,
            method_version: METHOD_VERSION.to_owned(),
            summary: texts.summary,
            dose: texts.dose,
            detail: texts.detail,
        }),
        Err(reason) => Err((session, reason)),
    }
}

/// The session that a line of the journal tells of.
pub(super) fn by_hand(line: &str, day: Day, figures: &Athlete, zone: &Zone) -> Option<(Recording, Told)> {
    let entry = parse_line(line, day).ok()?;
    journal_recording(&entry, figures, zone.offset(entry.day.noon()))
}
