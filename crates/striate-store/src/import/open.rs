//! One session opened again: its analysis with every sample, as the pages of a session need it; and worked out again
//! alone, at once, after the athlete's word on it.

use super::kept::Kept;
use super::work::{Inputs, Logs, analyse_by, load, texts_of};
use crate::athlete::AthleteId;
use crate::error::{Result, StoreError};
use crate::recording::{Origin, RecordingId, RecordingRow};
use crate::said::Correction;
use crate::session::SessionRow;
use crate::store::Store;
use std::collections::BTreeMap;
use striate_analysis::{Analysis, analyse_recording, analyse_recording_without_bands};
use striate_history::KeptSession;
use striate_model::Athlete;

/// How much of a session is worked out again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Samples and efforts; the muscles' figures are central ones without bands.
    Samples,
    /// The muscles' figures too: as they are kept where they are up to date, else worked out.
    Figures,
}

/// A session with every sample.
#[derive(Clone, Debug)]
pub struct OpenedSession {
    /// The session as it is stored.
    pub row: SessionRow,
    /// Its analysis.
    pub analysis: Analysis,
    /// What the athlete said about it.
    pub said: Correction,
    /// Its recordings, the one that gives the samples first.
    pub recordings: Vec<RecordingRow>,
}

/// Reads the files of one session again and analyses it. `figures` are the athlete's, as
/// [`athlete_figures`](super::athlete_figures) tells them.
///
/// # Errors
/// `NotFound` where there is no such session, `Corrupt` where its files cannot be read.
pub async fn open_session(
    store: &Store,
    athlete: AthleteId,
    (id, depth): (&str, Depth),
    figures: &Athlete,
) -> Result<OpenedSession> {
    let row = store.session(athlete, id).await?;
    let inputs = Inputs::read(store, athlete, *figures).await?;
    let rows = recordings_of(store, athlete, &row).await?;
    let said = inputs.said(&row).cloned().unwrap_or_default();
    let mut logs = Logs::of_rows(store, athlete, &rows).await?;
    let work = load(store, athlete, (&row, ""), &rows, (&inputs, &mut logs, &mut Kept::default())).await?;
    let kept = match depth {
        Depth::Samples => None,
        Depth::Figures => store.dose_from(athlete, &row.id, &inputs.hash(&row, &rows)).await?,
    };
    let kept = kept.and_then(|text| KeptSession::from_json(&text));
    let broken = |reason: String| StoreError::corrupt(format!("session {} cannot be read: {reason}", row.id.0));
    // To draw the bands anew is a good part of the work, and they would be the same.
    let is_drawn = depth == Depth::Samples || kept.is_some();
    let stages = if is_drawn { analyse_recording_without_bands } else { analyse_recording };
    let analysed = tokio::task::spawn_blocking(move || analyse_by(work, &inputs, stages)).await;
    let mut analysis =
        analysed.map_err(|e| broken("the analysis broke off".to_owned()).caused_by(e))?.map_err(broken)?;
    if let Some(kept) = kept {
        analysis.stimulus.muscles = kept.muscles();
    }
    let mut recordings: Vec<RecordingRow> = rows.into_values().collect();
    recordings.sort_by_key(|r| std::cmp::Reverse(r.samples));
    Ok(OpenedSession { row, analysis, said, recordings })
}

/// Works one session out again and keeps it: after the athlete's word on it. Groups and figures stay as they are.
///
/// # Errors
/// As [`open_session`], and what the database refuses.
pub async fn derive_session(store: &Store, athlete: AthleteId, id: &str, figures: &Athlete) -> Result<()> {
    let row = store.session(athlete, id).await?;
    let inputs = Inputs::read(store, athlete, *figures).await?;
    let rows = recordings_of(store, athlete, &row).await?;
    let hash = inputs.hash(&row, &rows);
    let mut logs = Logs::of_rows(store, athlete, &rows).await?;
    let work = load(store, athlete, (&row, &hash), &rows, (&inputs, &mut logs, &mut Kept::default())).await?;
    let texts = tokio::task::spawn_blocking(move || texts_of(work, &inputs)).await;
    let texts = texts.map_err(|e| StoreError::unavailable("the analysis broke off").caused_by(e))?;
    let analysis =
        texts.map_err(|(id, reason)| StoreError::corrupt(format!("session {} cannot be analysed: {reason}", id.0)))?;
    store.put_analyses(athlete, &[analysis]).await
}

async fn recordings_of(
    store: &Store,
    athlete: AthleteId,
    session: &SessionRow,
) -> Result<BTreeMap<RecordingId, RecordingRow>> {
    let mut rows = BTreeMap::new();
    for id in &session.recordings {
        rows.insert(id.clone(), store.recording(athlete, id).await?);
    }
    Ok(rows)
}

impl Logs {
    /// The lines of the journal only where a recording comes from one.
    async fn of_rows(store: &Store, athlete: AthleteId, rows: &BTreeMap<RecordingId, RecordingRow>) -> Result<Self> {
        let is_noted = rows.values().any(|row| matches!(row.origin, Origin::Entry(_)));
        if is_noted { Self::read(store, athlete).await } else { Ok(Self::default()) }
    }
}
