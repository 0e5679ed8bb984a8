//! What the athlete said: corrections of sessions, which recordings are one, what an exercise title means, goals, plans.
//! It always wins over what was detected, and a rebuild never touches it.

use crate::athlete::{AthleteId, day_of, json_text, of_json};
use crate::error::{Result, StoreError};
use crate::recording::RecordingId;
use crate::sql::{Row, binds};
use crate::store::{Store, now_ms};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use striate_model::{Day, Mass, SessionKind, Told};

/// What the athlete said about one session; what is `None` was not said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Correction {
    /// The stable text form of a session kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The stable text form of a sport.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sport: Option<String>,
    /// Mass carried on top of the body, kg.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added_mass_kg: Option<f64>,
    /// `road`, `track`, `trail`, `grass`, `sand`, `treadmill`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
    /// The efforts as (start, end), milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub efforts_ms: Option<Vec<(i64, i64)>>,
    /// Everything else.
    #[serde(flatten)]
    pub more: serde_json::Map<String, serde_json::Value>,
}

impl Correction {
    /// The part of it that the stages read.
    #[must_use]
    pub fn told(&self) -> Told {
        Told {
            carried_mass: self.added_mass_kg.map(Mass::from_kg),
            kind: self.kind.as_deref().and_then(SessionKind::from_name),
        }
    }
}

/// The athlete's word on two recordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwinDecision {
    /// The one with the smaller id.
    pub first: RecordingId,
    /// The other.
    pub second: RecordingId,
    /// Whether they are of one session.
    pub is_same: bool,
}

/// A version of the plan; `plan` is JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRow {
    /// Its number, from 1.
    pub version: i64,
    /// The plan.
    pub plan: String,
    /// When it was made, milliseconds since 1970.
    pub created_ms: i64,
    /// When the athlete accepted it.
    pub accepted_ms: Option<i64>,
}

impl Store {
    /// Says what a session was, by one of its recordings; takes it back where nothing is said.
    ///
    /// # Errors
    /// As every write.
    pub async fn put_correction(&self, athlete: AthleteId, id: &RecordingId, said: &Correction) -> Result<()> {
        if *said == Correction::default() {
            let sql = "delete from correction where athlete_id = $1 and recording_id = $2";
            return self.pool.execute(sql, binds![athlete.0, &id.0]).await.map(|_| ());
        }
        let told = json_text(said)?;
        self.pool
            .execute(
                "insert into correction (athlete_id, recording_id, told, changed_ms) values ($1, $2, $3, $4) \
                 on conflict (athlete_id, recording_id) do update set told = excluded.told, changed_ms = excluded.changed_ms",
                binds![athlete.0, &id.0, &told, now_ms()],
            )
            .await?;
        Ok(())
    }

    /// Every correction by recording.
    ///
    /// # Errors
    /// As every read.
    pub async fn corrections(&self, athlete: AthleteId) -> Result<HashMap<RecordingId, Correction>> {
        let rows =
            self.pool.all("select recording_id, told from correction where athlete_id = $1", binds![athlete.0]).await?;
        rows.iter().map(|row| Ok((RecordingId(row.text(0)?), of_json(&row.text(1)?)?))).collect()
    }

    /// Says whether two recordings are of one session; `None` leaves it to the program again.
    ///
    /// # Errors
    /// As every write; `Conflict` for a recording and itself.
    pub async fn decide_twins(
        &self,
        athlete: AthleteId,
        one: &RecordingId,
        other: &RecordingId,
        is_same: Option<bool>,
    ) -> Result<()> {
        if one == other {
            return Err(StoreError::conflict("a recording is always the same session as itself"));
        }
        let (first, second) = (one.min(other), one.max(other));
        match is_same {
            None => {
                let sql = "delete from twin_decision where athlete_id = $1 and first_id = $2 and second_id = $3";
                self.pool.execute(sql, binds![athlete.0, &first.0, &second.0]).await?;
            }
            Some(is_same) => {
                self.pool
                    .execute(
                        "insert into twin_decision (athlete_id, first_id, second_id, is_same, changed_ms) \
                         values ($1, $2, $3, $4, $5) on conflict (athlete_id, first_id, second_id) do update set \
                         is_same = excluded.is_same, changed_ms = excluded.changed_ms",
                        binds![athlete.0, &first.0, &second.0, is_same, now_ms()],
                    )
                    .await?;
            }
        }
        Ok(())
    }

    /// The athlete's words on twins.
    ///
    /// # Errors
    /// As every read.
    pub async fn twin_decisions(&self, athlete: AthleteId) -> Result<Vec<TwinDecision>> {
        let sql =
            "select first_id, second_id, is_same from twin_decision where athlete_id = $1 order by first_id, second_id";
        let decision = |row: &Row| {
            Ok(TwinDecision {
                first: RecordingId(row.text(0)?),
                second: RecordingId(row.text(1)?),
                is_same: row.flag(2)?,
            })
        };
        self.pool.all(sql, binds![athlete.0]).await?.iter().map(decision).collect()
    }

    /// Says which movement of the catalogue an exercise title means.
    ///
    /// # Errors
    /// As every write.
    pub async fn map_exercise(&self, athlete: AthleteId, title: &str, movement: &str) -> Result<()> {
        self.pool
            .execute(
                "insert into exercise_map (athlete_id, title, movement, changed_ms) values ($1, $2, $3, $4) \
                 on conflict (athlete_id, title) do update set movement = excluded.movement, changed_ms = excluded.changed_ms",
                binds![athlete.0, title, movement, now_ms()],
            )
            .await?;
        Ok(())
    }

    /// Movements by exercise title, as the athlete said.
    ///
    /// # Errors
    /// As every read.
    pub async fn exercise_map(&self, athlete: AthleteId) -> Result<HashMap<String, String>> {
        let rows =
            self.pool.all("select title, movement from exercise_map where athlete_id = $1", binds![athlete.0]).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
    }

    /// Says the goal from a day on; `goal` is JSON.
    ///
    /// # Errors
    /// As every write.
    pub async fn put_goal(&self, athlete: AthleteId, day: Day, goal: &str) -> Result<()> {
        let day = day.to_string();
        self.pool
            .execute(
                "insert into goal (athlete_id, day, goal, changed_ms) values ($1, $2, $3, $4) \
                 on conflict (athlete_id, day) do update set goal = excluded.goal, changed_ms = excluded.changed_ms",
                binds![athlete.0, &day, goal, now_ms()],
            )
            .await?;
        Ok(())
    }

    /// The goals by the day from which each holds.
    ///
    /// # Errors
    /// As every read.
    pub async fn goals(&self, athlete: AthleteId) -> Result<Vec<(Day, String)>> {
        let rows =
            self.pool.all("select day, goal from goal where athlete_id = $1 order by day", binds![athlete.0]).await?;
        rows.iter().map(|row| Ok((day_of(&row.text(0)?)?, row.text(1)?))).collect()
    }

    /// Stores a plan as a new version and returns its number. Versions are never rewritten.
    ///
    /// # Errors
    /// As every write.
    pub async fn add_plan(&self, athlete: AthleteId, plan: &str) -> Result<i64> {
        let mut tx = self.pool.write().await?;
        let row = tx
            .one(
                "insert into plan (athlete_id, version, plan, created_ms) \
                 select $1, coalesce(max(version), 0) + 1, $2, $3 from plan where athlete_id = $1 returning version",
                binds![athlete.0, plan, now_ms()],
            )
            .await?;
        tx.commit().await?;
        row.int(0)
    }

    /// Accepts a version of the plan.
    ///
    /// # Errors
    /// `Conflict` where it is accepted already or there is no such version.
    pub async fn accept_plan(&self, athlete: AthleteId, version: i64) -> Result<()> {
        let sql = "update plan set accepted_ms = $1 where athlete_id = $2 and version = $3 and accepted_ms is null";
        match self.pool.execute(sql, binds![now_ms(), athlete.0, version]).await? {
            0 => Err(StoreError::conflict(format!("there is no plan {version} that waits to be accepted"))),
            _ => Ok(()),
        }
    }

    /// Every version of the plan, the newest first.
    ///
    /// # Errors
    /// As every read.
    pub async fn plans(&self, athlete: AthleteId) -> Result<Vec<PlanRow>> {
        let sql = "select version, plan, created_ms, accepted_ms from plan where athlete_id = $1 order by version desc";
        let plan = |row: &Row| {
            Ok(PlanRow {
                version: row.int(0)?,
                plan: row.text(1)?,
                created_ms: row.int(2)?,
                accepted_ms: row.int_or_none(3)?,
            })
        };
        self.pool.all(sql, binds![athlete.0]).await?.iter().map(plan).collect()
    }
}
