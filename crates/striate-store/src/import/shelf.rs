//! Everything that pages are drawn from, read in one pass: the sessions with what each brought, how they are called, and
//! the athlete's figures. Nothing is analysed here.

use super::derive::{EARLIEST, latest_day};
use super::history::{athlete_figures, notes};
use super::inputs::Zone;
use crate::analysis::is_stale;
use crate::athlete::{AthleteId, day_of};
use crate::error::{Result, StoreError};
use crate::store::Store;
use futures_util::TryStreamExt;
use rayon::prelude::*;
use std::collections::HashMap;
use striate_model::{Athlete, Day, Format, SpeedDuration, TimeSpan};
use striate_pipeline::KeptSession;
use striate_pipeline::history::{Ledger, Performed};
use striate_pipeline::stored::SessionSummary;

/// How a session is called, and by which clock it was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The name that the athlete gave it, else what it was.
    pub title: String,
    /// How far local time was ahead of UTC there.
    pub offset: TimeSpan,
}

/// The history as it was last worked out.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// Every analysed session in the order of time; its `file` is its id.
    pub ledger: Ledger,
    /// Their labels by id.
    pub labels: HashMap<String, Label>,
    /// Sessions whose figures are missing, or come from another version of the method.
    pub stale: usize,
    /// The athlete's figures.
    pub figures: Athlete,
    /// What the whole history shows of the athlete's speeds.
    pub curve: Option<SpeedDuration>,
}

/// Reads the history.
///
/// # Errors
/// What the database refuses.
pub async fn shelf(store: &Store, athlete: AthleteId) -> Result<Shelf> {
    let (figures, curve) = athlete_figures(store, athlete).await?;
    let mut shelf = Shelf { figures, curve, ..Shelf::default() };
    let mut zones: HashMap<String, Zone> = HashMap::new();
    let latest = latest_day();
    // A portion at a time: ten years of doses as text are more than all of them read.
    let mut kept: Vec<Kept> = Vec::new();
    let mut tx = store.pool.snapshot().await?;
    {
        let sql = format!(
            "select s.id, s.day, s.time_zone, a.method_version, a.summary, a.dose from session s left join analysis a \
             on a.athlete_id = s.athlete_id and a.session_id = s.id where s.athlete_id = {} order by s.start_ms, s.id",
            athlete.0
        );
        let mut rows = tx.stream(sql);
        while let Some(row) = rows.try_next().await? {
            let (id, day, zone) = (row.text(0)?, day_of(&row.text(1)?)?, row.text(2)?);
            let Some(method) = row.text_or_none(3)? else {
                shelf.stale += 1;
                continue;
            };
            shelf.stale += usize::from(is_stale(&method));
            if day < EARLIEST || day > latest {
                shelf.ledger.undated.push(id);
                continue;
            }
            kept.push(Kept { id, day, zone, summary: row.text(4)?, dose: row.text(5)? });
            if kept.len() == PORTION {
                shelf.put(std::mem::take(&mut kept), &mut zones)?;
            }
        }
    }
    tx.rollback().await?;
    shelf.put(kept, &mut zones)?;
    shelf.ledger.sessions.sort_by(|a, b| (a.start, &a.file).cmp(&(b.start, &b.file)));
    shelf.ledger = shelf.ledger.with_notes(notes(store, athlete).await?, figures.mass.value);
    Ok(shelf)
}

/// Sessions whose texts are in memory at once.
const PORTION: usize = 512;

/// A session as its row holds it.
struct Kept {
    id: String,
    day: Day,
    zone: String,
    summary: String,
    dose: String,
}

impl Kept {
    /// The session and its title.
    fn read(&self) -> Result<(Performed, String)> {
        let kept = KeptSession::from_json(&self.dose)
            .ok_or_else(|| StoreError::corrupt(format!("the dose of session {} cannot be read", self.id)))?;
        let performed = kept.performed(&self.id, Format::Fit, self.day);
        let title = SessionSummary::title_of_json(&self.summary).unwrap_or_else(|| performed.name.to_owned());
        Ok((performed, title))
    }
}

impl Shelf {
    /// Puts sessions on it. Their texts are most of the work: they are read side by side.
    fn put(&mut self, kept: Vec<Kept>, zones: &mut HashMap<String, Zone>) -> Result<()> {
        let read: Vec<Result<(Performed, String)>> = kept.par_iter().map(Kept::read).collect();
        for (Kept { id, zone, .. }, read) in kept.into_iter().zip(read) {
            let (performed, title) = read?;
            let zone =
                zones.entry(zone).or_insert_with_key(|name| Zone::named(name).unwrap_or_else(|_| Zone::of_system()));
            self.labels.insert(id, Label { title, offset: zone.offset(performed.start) });
            self.ledger.sessions.push(performed);
        }
        Ok(())
    }

    /// The label of a session.
    #[must_use]
    pub fn title(&self, id: &str) -> Option<&str> {
        self.labels.get(id).map(|label| label.title.as_str())
    }
}
