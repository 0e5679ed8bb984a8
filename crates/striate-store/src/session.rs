//! Sessions: what the athlete did once, however many devices and apps recorded it.

use crate::athlete::{AthleteId, day_of};
use crate::error::{Result, StoreError};
use crate::recording::RecordingId;
use crate::sql::{Row, Tx, binds};
use crate::store::Store;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use striate_model::{Day, Timestamp};

/// Names a session among an athlete's: the smallest id of its recordings, so that it does not depend on the order in
/// which files came.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub String);

impl SessionId {
    /// Of a group of recordings; `None` for an empty one.
    #[must_use]
    pub fn of<'a>(recordings: impl IntoIterator<Item = &'a RecordingId>) -> Option<Self> {
        recordings.into_iter().min().map(|id| Self(id.0.clone()))
    }
}

/// A session as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// When it began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// The civil day on which it began.
    pub day: Day,
    /// Where, as `Europe/Berlin` or `+02:00`.
    pub time_zone: String,
    /// Which recording is believed for what and why, as JSON.
    pub choice: String,
    /// Its recordings, the most believed first where `choice` says nothing else.
    pub recordings: Vec<RecordingId>,
}

impl Store {
    /// Replaces the sessions that hold any recording of `sessions`, and makes these. A session that is the same as before
    /// keeps its analysis.
    ///
    /// # Errors
    /// As every write; `Conflict` where a recording is unknown.
    pub async fn put_sessions(&self, athlete: AthleteId, sessions: &[SessionRow]) -> Result<()> {
        let mut tx = self.pool.write().await?;
        put_sessions(&mut tx, athlete, sessions).await?;
        tx.commit().await
    }

    /// Every session in the order of time.
    ///
    /// # Errors
    /// As every read.
    pub async fn sessions(&self, athlete: AthleteId) -> Result<Vec<SessionRow>> {
        let sql = "select id, start_ms, end_ms, day, time_zone, choice from session where athlete_id = $1 \
                   order by start_ms, id";
        let rows = self.pool.all(sql, binds![athlete.0]).await?;
        self.with_recordings(athlete, &rows).await
    }

    /// The sessions of the days from `first` to `last`, in the order of time.
    ///
    /// # Errors
    /// As every read.
    pub async fn sessions_between(&self, athlete: AthleteId, first: Day, last: Day) -> Result<Vec<SessionRow>> {
        let sql = "select id, start_ms, end_ms, day, time_zone, choice from session \
                   where athlete_id = $1 and day between $2 and $3 order by start_ms, id";
        let (first, last) = (first.to_string(), last.to_string());
        let rows = self.pool.all(sql, binds![athlete.0, &first, &last]).await?;
        self.with_recordings(athlete, &rows).await
    }

    /// One session, by its own id or that of any of its recordings.
    ///
    /// # Errors
    /// `NotFound` where there is no such session.
    pub async fn session(&self, athlete: AthleteId, id: &str) -> Result<SessionRow> {
        let sql = "select id, start_ms, end_ms, day, time_zone, choice from session where athlete_id = $1 \
                   and id = coalesce((select session_id from session_recording where athlete_id = $1 and recording_id = $2), $2)";
        let rows = self.pool.all(sql, binds![athlete.0, id]).await?;
        let found = self.with_recordings(athlete, &rows).await?.pop();
        found.ok_or_else(|| StoreError::not_found(format!("there is no session {id}")))
    }

    async fn with_recordings(&self, athlete: AthleteId, rows: &[Row]) -> Result<Vec<SessionRow>> {
        let mut of_session: HashMap<String, Vec<RecordingId>> = HashMap::new();
        if let [row] = rows {
            let sql = "select recording_id from session_recording where athlete_id = $1 and session_id = $2 order by recording_id";
            let id = row.text(0)?;
            let members = self.pool.all(sql, binds![athlete.0, &id]).await?;
            of_session.insert(id, members.iter().map(|r| r.text(0).map(RecordingId)).collect::<Result<_>>()?);
        } else if !rows.is_empty() {
            let sql =
                "select session_id, recording_id from session_recording where athlete_id = $1 order by recording_id";
            for row in self.pool.all(sql, binds![athlete.0]).await? {
                of_session.entry(row.text(0)?).or_default().push(RecordingId(row.text(1)?));
            }
        }
        let session = |row: &Row| {
            let id = row.text(0)?;
            Ok(SessionRow {
                recordings: of_session.remove(&id).unwrap_or_default(),
                id: SessionId(id),
                start: Timestamp::from_unix_ms(row.int(1)?),
                end: Timestamp::from_unix_ms(row.int(2)?),
                day: day_of(&row.text(3)?)?,
                time_zone: row.text(4)?,
                choice: row.text(5)?,
            })
        };
        rows.iter().map(session).collect()
    }
}

pub(crate) async fn put_sessions(tx: &mut Tx, athlete: AthleteId, sessions: &[SessionRow]) -> Result<()> {
    let mut old: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in tx
        .all(
            "select session_id, recording_id from session_recording where athlete_id = $1 order by recording_id",
            binds![athlete.0],
        )
        .await?
    {
        old.entry(row.text(0)?).or_default().push(row.text(1)?);
    }
    let session_of: HashMap<&str, &str> =
        old.iter().flat_map(|(session, members)| members.iter().map(|m| (m.as_str(), session.as_str()))).collect();
    let is_unchanged = |session: &SessionRow| {
        let mut members: Vec<&str> = session.recordings.iter().map(|r| r.0.as_str()).collect();
        members.sort_unstable();
        old.get(&session.id.0).is_some_and(|before| *before == members)
    };
    // Everything that changes is taken away before anything is made: a session that falls apart may keep its name.
    let mut touched: BTreeSet<&str> = BTreeSet::new();
    for session in sessions.iter().filter(|s| !is_unchanged(s)) {
        touched.extend(session.recordings.iter().filter_map(|r| session_of.get(r.0.as_str()).copied()));
        touched.insert(&session.id.0);
    }
    // Most sessions of an import are new, and nothing has to be taken away for them.
    let there = "select string_agg(id, '\n') from session where athlete_id = $1";
    let there = tx.one(there, binds![athlete.0]).await?.text_or_none(0)?.unwrap_or_default();
    let there: HashSet<&str> = there.lines().collect();
    for id in touched.into_iter().filter(|id| there.contains(id)) {
        tx.execute("delete from session where athlete_id = $1 and id = $2", binds![athlete.0, id]).await?;
    }
    for session in sessions {
        let is_unchanged = is_unchanged(session);
        let day = session.day.to_string();
        tx.execute(
            "insert into session (athlete_id, id, start_ms, end_ms, day, time_zone, choice) values ($1, $2, $3, $4, $5, $6, $7) \
             on conflict (athlete_id, id) do update set start_ms = excluded.start_ms, end_ms = excluded.end_ms, \
             day = excluded.day, time_zone = excluded.time_zone, choice = excluded.choice",
            binds![
                athlete.0,
                &session.id.0,
                session.start.as_unix_ms(),
                session.end.as_unix_ms(),
                &day,
                &session.time_zone,
                &session.choice,
            ],
        )
        .await?;
        if !is_unchanged {
            for recording in &session.recordings {
                tx.execute(
                    "insert into session_recording (athlete_id, recording_id, session_id) values ($1, $2, $3)",
                    binds![athlete.0, &recording.0, &session.id.0],
                )
                .await?;
            }
        }
    }
    Ok(())
}
