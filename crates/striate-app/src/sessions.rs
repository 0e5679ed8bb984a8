//! One session: opened, its original, what the athlete says about it.

use crate::error::{AppError, Result};
use crate::library::Library;
use crate::read_model::ReadModel;
use crate::revision::{Changed, Revision};
use crate::work::processor;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use striate_analysis::Analysis;
use striate_model::Athlete;
use striate_store::import::{Depth, GIVES, OpenedSession, Zone, derive_session, open_session};
use striate_store::{Correction, Origin, RecordingId, RecordingRow};

/// One session, read anew with its samples.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Names it.
    pub id: String,
    /// Its analysis.
    pub analysis: Analysis,
    /// What the athlete said about it.
    pub said: Correction,
    /// The name of its file; `None` for what was written down by hand.
    pub file: Option<String>,
    /// Its recordings, the one that gives the samples first.
    pub recordings: Vec<RecordingRow>,
    /// How far local time was ahead of UTC there, s.
    pub offset_s: f64,
}

impl Opened {
    /// The version of what the athlete says about it.
    #[must_use]
    pub fn revision(&self) -> Revision {
        revision_of(&self.said)
    }
}

fn revision_of(said: &Correction) -> Revision {
    Revision::of(&serde_json::to_string(said).unwrap_or_default())
}

/// The session that was opened last, as long as the read model is the same.
#[derive(Debug, Default)]
pub(crate) struct LastOpened(Mutex<Option<Last>>);

#[derive(Debug)]
struct Last {
    opened: Arc<Opened>,
    depth: Depth,
    model: Weak<ReadModel>,
}

impl LastOpened {
    fn of(&self, id: &str, depth: Depth, model: &Arc<ReadModel>) -> Option<Arc<Opened>> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = last.as_ref()?;
        let is_it = last.opened.id == id
            && (last.depth == Depth::Figures || depth == Depth::Samples)
            && std::ptr::eq(last.model.as_ptr(), Arc::as_ptr(model));
        is_it.then(|| Arc::clone(&last.opened))
    }

    fn keep(&self, opened: &Arc<Opened>, depth: Depth, model: &Arc<ReadModel>) {
        let last = Last { opened: Arc::clone(opened), depth, model: Arc::downgrade(model) };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
    }
}

impl Library {
    /// One session with every sample. The last one is kept: its charts, and every part of it that is looked at, follow its
    /// page.
    ///
    /// # Errors
    /// Where there is none of that id, or its files cannot be read.
    pub async fn session(&self, id: &str, depth: Depth) -> Result<Arc<Opened>> {
        let model = self.read_model().await?;
        if let Some(kept) = self.last_opened.of(id, depth, &model) {
            return Ok(kept);
        }
        let opened = {
            let _turn = processor().await;
            Arc::new(self.opened(id, depth, &model.athlete).await?)
        };
        self.last_opened.keep(&opened, depth, &model);
        Ok(opened)
    }

    async fn opened(&self, id: &str, depth: Depth, figures: &Athlete) -> Result<Opened> {
        let opened = open_session(&self.store, self.athlete, (id, depth), figures).await?;
        let zone = Zone::named(&opened.row.time_zone).unwrap_or_else(|_| Zone::of_system());
        let origin = opened.recordings.first().map(|r| r.origin.clone());
        let file = match origin {
            Some(Origin::Source(hash)) => Some(self.store.source(self.athlete, &hash).await?.name),
            _ => None,
        };
        let OpenedSession { row, analysis, said, recordings } = opened;
        Ok(Opened { id: row.id.0, offset_s: zone.offset(row.start).as_s(), analysis, said, file, recordings })
    }

    /// The name and the bytes of the file that a session came from.
    ///
    /// # Errors
    /// Where it was written down by hand, or there is none of that id.
    pub async fn original(&self, id: &str) -> Result<(String, Vec<u8>)> {
        let session = self.store.session(self.athlete, id).await?;
        let mut recordings = Vec::with_capacity(session.recordings.len());
        for id in &session.recordings {
            recordings.push(self.store.recording(self.athlete, id).await?);
        }
        recordings.sort_by_key(|r| std::cmp::Reverse(r.samples));
        let hash = recordings.into_iter().find_map(|r| match r.origin {
            Origin::Source(hash) => Some(hash),
            Origin::Entry(_) => None,
        });
        let hash = hash.ok_or(AppError::NoOriginal)?;
        let name = self.store.source(self.athlete, &hash).await?.name;
        Ok((name, self.store.source_bytes(self.athlete, &hash).await?))
    }

    /// Changes what the athlete says about a session. `from` is the version that the athlete saw; `None` where the change
    /// does not rest on what was said before. Returns the recording under which it is kept, and what is said now. The
    /// session is to be derived again: [`Library::derive_corrected`], or with everything else.
    ///
    /// # Errors
    /// `Stale` where something else was said in the meantime; where there is no session of that id.
    pub async fn correct(
        &self,
        id: &str,
        from: Option<&Revision>,
        change: impl FnOnce(&mut Correction) + Send,
    ) -> Result<(RecordingId, Correction)> {
        let _turn = self.changing.lock().await;
        let session = self.store.session(self.athlete, id).await?;
        // The words of a session are kept under its first recording.
        let first = session.recordings.iter().min().cloned().ok_or(AppError::NoRecording)?;
        let mut said = self.store.corrections(self.athlete).await?.remove(&first).unwrap_or_default();
        if from.is_some_and(|from| *from != revision_of(&said)) {
            return Err(AppError::Stale(vec![Changed::Correction]));
        }
        change(&mut said);
        self.store.put_correction(self.athlete, &first, &said).await?;
        self.touch();
        Ok((first, said))
    }

    /// Derives one session again at once, after [`Library::correct`].
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn derive_corrected(&self, id: &str) -> Result<()> {
        let figures = self.read_model().await?.athlete;
        derive_session(&self.store, self.athlete, id, &figures).await?;
        self.touch();
        Ok(())
    }

    /// Says that a recording gives a part of its session: `streams`, `sets` or `name`. Of one session only one recording is
    /// preferred for a part.
    ///
    /// # Errors
    /// Where there is no such recording.
    pub async fn prefer(&self, session: &str, recording: &RecordingId, part: &str) -> Result<()> {
        let _turn = self.changing.lock().await;
        let session = self.store.session(self.athlete, session).await?;
        let mut said = self.store.corrections(self.athlete).await?;
        for member in &session.recordings {
            let mut correction = said.remove(member).unwrap_or_default();
            let gives = correction.more.get(GIVES).and_then(|v| v.as_array());
            let parts =
                |all: &Vec<serde_json::Value>| all.iter().filter_map(|p| p.as_str().map(str::to_owned)).collect();
            let before: Vec<String> = gives.map(parts).unwrap_or_default();
            let mut gives: Vec<String> = before.iter().filter(|p| *p != part).cloned().collect();
            if member == recording {
                gives.push(part.to_owned());
            }
            if gives != before {
                correction.more.remove(GIVES);
                if !gives.is_empty() {
                    correction.more.insert(GIVES.to_owned(), serde_json::json!(gives));
                }
                self.store.put_correction(self.athlete, member, &correction).await?;
            }
        }
        self.touch();
        Ok(())
    }

    /// Says whether two recordings are one session; `None` takes it back.
    ///
    /// # Errors
    /// Where there is no such recording.
    pub async fn decide_twins(&self, one: &str, other: &str, is_same: Option<bool>) -> Result<()> {
        let one = self.store.recording(self.athlete, &RecordingId(one.to_owned())).await?.id;
        let other = self.store.recording(self.athlete, &RecordingId(other.to_owned())).await?.id;
        self.store.decide_twins(self.athlete, &one, &other, is_same).await?;
        self.touch();
        Ok(())
    }
}
