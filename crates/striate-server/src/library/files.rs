//! A library from files in memory: for tests, and for a look at a folder without a database. Nothing that is said about it
//! outlives the program.

use super::{Correction, Library, Opened, Shelf, Shelved};
use crate::problem::{ApiError, Result};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use striate_model::{Athlete, Day, Format, Mass, Recording, SpeedBests, TimeSpan, Told};
use striate_pipeline::history::{Ledger, Performed, athlete_of_history, decode_at, shown_by};
use striate_pipeline::{Analysis, analyse_recording, kind_name};

/// The files.
#[derive(Debug)]
pub struct Files {
    files: Vec<(String, Vec<u8>)>,
    said: Mutex<HashMap<String, Told>>,
    revision: AtomicU64,
    place: String,
    today: Day,
}

impl Files {
    /// Of names and bytes. `place` says where they are, for the reader; what they show of speeds counts up to `today`.
    #[must_use]
    pub fn new(files: Vec<(String, Vec<u8>)>, place: impl Into<String>, today: Day) -> Self {
        let place = place.into();
        Self { files, said: Mutex::default(), revision: AtomicU64::new(0), place, today }
    }

    fn told(&self, id: &str) -> Told {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).get(id).copied().unwrap_or_default()
    }

    fn athlete(&self) -> Athlete {
        let shown = |(name, bytes): &(String, Vec<u8>)| shown_by(bytes, name, &Athlete::default(), UTC).ok();
        let shown: Vec<SpeedBests> = self.files.iter().filter_map(shown).flatten().collect();
        athlete_of_history(&Athlete::default(), &shown, self.today, UTC).0
    }

    fn find(&self, id: &str) -> Result<(&str, Format, Recording)> {
        let missing = || ApiError::not_found("There is no session of that name.");
        let (file, place) = id.split_once('-').ok_or_else(missing)?;
        let file: usize = file.parse().map_err(|_| missing())?;
        let place: usize = place.parse().map_err(|_| missing())?;
        let (name, bytes) = self.files.get(file).ok_or_else(missing)?;
        let decoded = decode_at(bytes, name, UTC).map_err(|_| missing())?;
        let recording = decoded.recordings.into_iter().nth(place).ok_or_else(missing)?;
        Ok((name, decoded.format, recording))
    }

    fn analysed(&self, id: &str, recording: Recording, athlete: &Athlete) -> Analysis {
        analyse_recording(recording, athlete, &self.told(id))
    }
}

const UTC: TimeSpan = TimeSpan::from_s(0.0);

impl Library for Files {
    fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }

    fn load(&self) -> Result<Shelf> {
        let athlete = self.athlete();
        let mut titles = HashMap::new();
        let mut records = Vec::new();
        for (at, (name, bytes)) in self.files.iter().enumerate() {
            // What cannot be read is an import's problem; here there is nothing to show of it.
            let Ok(decoded) = decode_at(bytes, name, UTC) else { continue };
            for (place, recording) in decoded.recordings.into_iter().enumerate() {
                let id = format!("{at}-{place}");
                let analysis = self.analysed(&id, recording, &athlete);
                let title = analysis.recording.name.clone().unwrap_or_else(|| kind_name(&analysis).to_owned());
                records.push(Performed::of(&id, place, decoded.format, &analysis, UTC));
                titles.insert(id, title);
            }
        }
        let shelved = |performed: Performed| Shelved {
            id: performed.file.clone(),
            title: titles.remove(&performed.file).unwrap_or_default(),
            performed,
            offset_s: 0.0,
        };
        let sessions = Ledger::new(records).sessions.into_iter().map(shelved).collect();
        Ok(Shelf { sessions, athlete, age_y: None, is_demo: false, place: self.place.clone() })
    }

    fn open(&self, id: &str) -> Result<Opened> {
        let (name, _, recording) = self.find(id)?;
        let analysis = self.analysed(id, recording, &self.athlete());
        Ok(Opened { analysis, file: Some(name.to_owned()), is_corrected: self.told(id).kind.is_some(), offset_s: 0.0 })
    }

    fn original(&self, id: &str) -> Result<(String, Vec<u8>)> {
        self.find(id)?;
        let file = id.split_once('-').and_then(|(file, _)| file.parse::<usize>().ok());
        file.and_then(|f| self.files.get(f)).cloned().ok_or_else(|| ApiError::not_found("There is no such file."))
    }

    fn correct(&self, id: &str, correction: Correction) -> Result<()> {
        self.find(id)?;
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let told = said.entry(id.to_owned()).or_default();
        if let Some(kind) = correction.kind {
            told.kind = kind;
        }
        if let Some(kg) = correction.carried_kg {
            told.carried_mass = kg.map(Mass::from_kg);
        }
        drop(said);
        self.revision.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }
}
