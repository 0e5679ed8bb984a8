//! Everything that pages are drawn from, read in one pass: the sessions with what each brought, how they are called, and
//! the athlete's figures. Nothing is analysed here.

use super::derive::{EARLIEST, latest_day};
use super::history::{athlete_figures, notes};
use super::inputs::Zone;
use crate::analysis::is_stale;
use crate::aside::{Aside, aside};
use crate::athlete::{AthleteId, day_of};
use crate::error::{Result, StoreError};
use crate::store::Store;
use std::collections::HashMap;
use striate_history::stored::SessionSummary;
use striate_history::{KeptSession, Ledger, Performed};
use striate_model::{Athlete, Day, Format, SpeedDuration, TimeSpan, Timestamp};

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
    let (figures, portions) = tokio::join!(athlete_figures(store, athlete), portions(store, athlete));
    let (figures, curve) = figures?;
    let mut shelf = Shelf { figures, curve, ..Shelf::default() };
    let mut zones: HashMap<String, Zone> = HashMap::new();
    let mut sessions = Vec::new();
    for portion in portions? {
        sessions.extend(portion.done().await??);
    }
    // While they are small to move.
    sessions.sort_by(|a, b| a.when().cmp(&b.when()));
    shelf.ledger.sessions.reserve(sessions.len());
    for session in sessions {
        shelf.put(session, &mut zones);
    }
    shelf.ledger = shelf.ledger.with_notes(notes(store, athlete).await?, figures.mass.value);
    Ok(shelf)
}

/// Some of the sessions, while they are read.
type Portion = Aside<Result<Vec<OnShelf>>>;

/// Every session with what was worked out of it: texts are read by others while the database brings the next ones.
async fn portions(store: &Store, athlete: AthleteId) -> Result<Vec<Portion>> {
    let sql = "select string_agg(s.id || '\t' || s.day || '\t' || s.time_zone || '\t' || coalesce(a.method_version, ''), '\n'), \
               string_agg(coalesce(a.summary, ''), '\n'), string_agg(coalesce(a.dose, ''), '\n') \
               from session s left join analysis a on a.athlete_id = s.athlete_id and a.session_id = s.id \
               where s.athlete_id = $1 and s.id >= $2 and s.id < $3";
    let latest = latest_day();
    let mut portions = Vec::new();
    let read = |[sessions, summaries, doses]: [String; 3]| {
        portions.push(aside(move || {
            let (sessions, mut summaries, mut doses) = (sessions.split('\n'), summaries.split('\n'), doses.split('\n'));
            let read = |session| {
                let (Some(summary), Some(dose)) = (summaries.next(), doses.next()) else { return Err(unread()) };
                OnShelf::of(session, summary, dose, latest)
            };
            let all = sessions.map(read).collect::<Result<Vec<OnShelf>>>()?;
            if summaries.next().is_some() || doses.next().is_some() { Err(unread()) } else { Ok(all) }
        }));
    };
    crate::portions::read(&store.pool, athlete, sql, read).await?;
    Ok(portions)
}

/// A session as it comes from the database.
enum OnShelf {
    /// Nothing was worked out of it yet.
    New,
    /// Its clock was wrong.
    Undated { id: String, is_stale: bool },
    /// It is read.
    Read { performed: Box<Performed>, title: String, zone: String, is_stale: bool },
}

impl OnShelf {
    fn of(session: &str, summary: &str, dose: &str, latest: Day) -> Result<Self> {
        let mut parts = session.splitn(4, '\t');
        let mut part = || parts.next().ok_or_else(unread);
        let (id, day, zone, method) = (part()?, day_of(part()?)?, part()?, part()?);
        if method.is_empty() {
            return Ok(Self::New);
        }
        let is_stale = is_stale(method);
        if day < EARLIEST || day > latest {
            return Ok(Self::Undated { id: id.to_owned(), is_stale });
        }
        let kept = KeptSession::from_json(dose)
            .ok_or_else(|| StoreError::corrupt(format!("the dose of session {id} cannot be read")))?;
        let performed = Box::new(kept.performed(id, Format::Fit, day));
        let title = SessionSummary::title_of_json(summary).unwrap_or_else(|| performed.name.to_owned());
        Ok(Self::Read { performed, title, zone: zone.to_owned(), is_stale })
    }
}

impl OnShelf {
    /// When it was, and which of that moment.
    fn when(&self) -> (Option<Timestamp>, &str) {
        match self {
            Self::New => (None, ""),
            Self::Undated { id, .. } => (None, id),
            Self::Read { performed, .. } => (Some(performed.start), &performed.file),
        }
    }
}

fn unread() -> StoreError {
    StoreError::corrupt("a session of the history cannot be read")
        .with_hint("`striate rebuild` works everything out anew")
}

impl Shelf {
    fn put(&mut self, session: OnShelf, zones: &mut HashMap<String, Zone>) {
        let is_stale = match session {
            OnShelf::New => true,
            OnShelf::Undated { id, is_stale } => {
                self.ledger.undated.push(id);
                is_stale
            }
            OnShelf::Read { performed, title, zone, is_stale } => {
                let named = |name: &String| Zone::named(name).unwrap_or_else(|_| Zone::of_system());
                let zone = zones.entry(zone).or_insert_with_key(named);
                let label = Label { title, offset: zone.offset(performed.start) };
                self.labels.insert(performed.file.clone(), label);
                self.ledger.sessions.push(*performed);
                is_stale
            }
        };
        self.stale += usize::from(is_stale);
    }

    /// The label of a session.
    #[must_use]
    pub fn title(&self, id: &str) -> Option<&str> {
        self.labels.get(id).map(|label| label.title.as_str())
    }
}
