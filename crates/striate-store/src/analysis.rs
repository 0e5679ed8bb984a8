//! What was worked out about sessions and days: kept with the input and the method that it came from, so that it is
//! known when it is no longer right.

use crate::athlete::AthleteId;
use crate::error::{Result, StoreError};
use crate::original::{compressed, inflated};
use crate::session::SessionId;
use crate::sql::{Row, Tx, binds};
use crate::store::{Store, now_ms};
use striate_model::Day;

/// The largest view of a session, inflated.
const DETAIL_BYTES: usize = 64 << 20;

/// What a session was and did. `summary`, `dose` and `detail` are JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAnalysis {
    /// The session.
    pub session: SessionId,
    /// Hash of everything that went in: recordings, profile, what the athlete told.
    pub input_hash: String,
    /// The method's version.
    pub method_version: String,
    /// A few figures for lists and calendars.
    pub summary: String,
    /// What the body gets from it.
    pub dose: String,
    /// The whole view of the session's page.
    pub detail: String,
}

/// An analysis without its view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnalysisRow {
    /// The session.
    pub session: SessionId,
    /// Hash of what went in.
    pub input_hash: String,
    /// The method's version.
    pub method_version: String,
    /// A few figures.
    pub summary: String,
    /// What the body gets from it.
    pub dose: String,
    /// Whether the method has changed since: the figures are old until they are rebuilt.
    pub is_stale: bool,
}

/// When a sort of derived state was last completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedVersion {
    /// `recordings`, `journal_lines`.
    pub what: String,
    /// Under which method.
    pub method_version: String,
    /// From which input.
    pub input_hash: String,
    /// When, milliseconds since 1970.
    pub computed_ms: i64,
}

impl Store {
    /// Stores analyses in place of older ones of the same sessions, all or none.
    ///
    /// # Errors
    /// As every write; `Conflict` where a session is unknown.
    pub async fn put_analyses(&self, athlete: AthleteId, analyses: &[NewAnalysis]) -> Result<()> {
        let mut tx = self.pool.write().await?;
        for analysis in analyses {
            put(&mut tx, athlete, analysis).await?;
        }
        tx.commit().await
    }

    /// The analyses of every session, by session id.
    ///
    /// # Errors
    /// As every read.
    pub async fn analyses(&self, athlete: AthleteId) -> Result<Vec<AnalysisRow>> {
        let sql = "select session_id, input_hash, method_version, summary, dose from analysis where athlete_id = $1 \
                   order by session_id";
        self.pool.all(sql, binds![athlete.0]).await?.iter().map(analysis).collect()
    }

    /// The analyses of the sessions of the days from `first` to `last`, in the order of time.
    ///
    /// # Errors
    /// As every read.
    pub async fn analyses_between(&self, athlete: AthleteId, first: Day, last: Day) -> Result<Vec<AnalysisRow>> {
        let sql = "select a.session_id, a.input_hash, a.method_version, a.summary, a.dose from analysis a \
                   join session s on s.athlete_id = a.athlete_id and s.id = a.session_id \
                   where a.athlete_id = $1 and s.day between $2 and $3 order by s.start_ms, s.id";
        let (first, last) = (first.to_string(), last.to_string());
        self.pool.all(sql, binds![athlete.0, &first, &last]).await?.iter().map(analysis).collect()
    }

    /// What a session brought, where it was worked out from this input; `None` where that is still to be done.
    ///
    /// # Errors
    /// As every read.
    pub(crate) async fn dose_from(
        &self,
        athlete: AthleteId,
        session: &SessionId,
        input: &str,
    ) -> Result<Option<String>> {
        let sql = "select dose from analysis where athlete_id = $1 and session_id = $2 and input_hash = $3";
        let row = self.pool.first(sql, binds![athlete.0, &session.0, input]).await?;
        row.map(|row| row.text(0)).transpose()
    }

    /// The analysis of a session and the JSON of its view.
    ///
    /// # Errors
    /// `NotFound` where the session was not analysed.
    pub async fn analysis(&self, athlete: AthleteId, session: &SessionId) -> Result<(AnalysisRow, String)> {
        let sql = "select session_id, input_hash, method_version, summary, dose, detail from analysis \
                   where athlete_id = $1 and session_id = $2";
        let row = self.pool.first(sql, binds![athlete.0, &session.0]).await?;
        let row = row.ok_or_else(|| StoreError::not_found(format!("session {} is not analysed yet", session.0)))?;
        let detail = String::from_utf8(inflated(&row.blob(5)?, DETAIL_BYTES)?);
        let detail = detail.map_err(|e| StoreError::corrupt("a stored view is no text").caused_by(e))?;
        Ok((analysis(&row)?, detail))
    }

    /// Says that a sort of derived state (`recordings`, `journal_lines`) is complete.
    ///
    /// # Errors
    /// As every write.
    pub async fn put_derived_version(
        &self,
        athlete: AthleteId,
        what: &str,
        method_version: &str,
        input_hash: &str,
    ) -> Result<()> {
        self.pool
            .execute(
                "insert into derived_version (athlete_id, what, method_version, input_hash, computed_ms) \
                 values ($1, $2, $3, $4, $5) on conflict (athlete_id, what) do update set \
                 method_version = excluded.method_version, input_hash = excluded.input_hash, \
                 computed_ms = excluded.computed_ms",
                binds![athlete.0, what, method_version, input_hash, now_ms()],
            )
            .await?;
        Ok(())
    }

    /// When each sort of derived state was last completed.
    ///
    /// # Errors
    /// As every read.
    pub async fn derived_versions(&self, athlete: AthleteId) -> Result<Vec<DerivedVersion>> {
        let sql = "select what, method_version, input_hash, computed_ms from derived_version where athlete_id = $1 order by what";
        let version = |row: &Row| {
            Ok(DerivedVersion {
                what: row.text(0)?,
                method_version: row.text(1)?,
                input_hash: row.text(2)?,
                computed_ms: row.int(3)?,
            })
        };
        self.pool.all(sql, binds![athlete.0]).await?.iter().map(version).collect()
    }

    /// Sessions whose figures are missing or come from another method than the program's: what a rebuild has to do. Figures
    /// that are there are marked stale until then.
    ///
    /// # Errors
    /// As every read.
    pub async fn stale_sessions(&self, athlete: AthleteId) -> Result<Vec<SessionId>> {
        let sql = "select s.id from session s left join analysis a on a.athlete_id = s.athlete_id and a.session_id = s.id \
                   and a.method_version = $2 where s.athlete_id = $1 and a.session_id is null order by s.start_ms desc, s.id";
        let rows = self.pool.all(sql, binds![athlete.0, striate_stimulus::METHOD_VERSION]).await?;
        rows.iter().map(|row| row.text(0).map(SessionId)).collect()
    }
}

async fn put(tx: &mut Tx, athlete: AthleteId, analysis: &NewAnalysis) -> Result<()> {
    let detail = compressed(analysis.detail.as_bytes());
    let session = &analysis.session.0;
    tx.execute(
        "insert into analysis (athlete_id, session_id, input_hash, method_version, summary, dose, detail, computed_ms) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (athlete_id, session_id) do update set \
         input_hash = excluded.input_hash, method_version = excluded.method_version, summary = excluded.summary, \
         dose = excluded.dose, detail = excluded.detail, computed_ms = excluded.computed_ms",
        binds![
            athlete.0,
            session,
            &analysis.input_hash,
            &analysis.method_version,
            &analysis.summary,
            &analysis.dose,
            detail.as_slice(),
            now_ms(),
        ],
    )
    .await?;
    Ok(())
}

/// Whether figures of this version of the method are old.
pub(crate) fn is_stale(method_version: &str) -> bool {
    method_version != striate_stimulus::METHOD_VERSION
}

fn analysis(row: &Row) -> Result<AnalysisRow> {
    let method_version = row.text(2)?;
    Ok(AnalysisRow {
        session: SessionId(row.text(0)?),
        input_hash: row.text(1)?,
        is_stale: is_stale(&method_version),
        method_version,
        summary: row.text(3)?,
        dose: row.text(4)?,
    })
}
