//! Who may log in (account) and who trains (athlete): two things, so that a coach's account can hold many athletes and
//! an athlete can be seen by several accounts.

use crate::error::{Result, StoreError};
use crate::sql::binds;
use crate::store::{Store, now_ms};
use serde::{Deserialize, Serialize};
use striate_model::{Athlete, Day, Distance, FootStrike, HeartRate, Mass, Sex, Sourced, Speed};
use striate_text::units::Units;

/// An athlete of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AthleteId(pub i64);

/// An account of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccountId(pub i64);

/// The profile from a day on: what the athlete said about themselves. What is `None` was not said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Body mass, kg.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mass_kg: Option<f64>,
    /// Body height, m.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height_m: Option<f64>,
    /// `female` or `male`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// Year of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_year: Option<i32>,
    /// Highest heart rate, beats a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hr_max_bpm: Option<f64>,
    /// Heart rate at rest, beats a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hr_rest_bpm: Option<f64>,
    /// Fastest sprint, m/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_sprint_m_per_s: Option<f64>,
    /// Critical speed, m/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub critical_speed_m_per_s: Option<f64>,
    /// `rearfoot`, `midfoot` or `forefoot`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foot_strike: Option<String>,
    /// Where the athlete lives, as `Europe/Berlin` or `+02:00`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// `kg` or `lb`: for logs that name no unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mass_unit: Option<String>,
    /// Everything else: usual days, equipment, limits.
    #[serde(flatten)]
    pub more: serde_json::Map<String, serde_json::Value>,
}

/// Under this key a profile keeps the unit of distances, `km` or `mi`.
pub const DISTANCE_UNIT: &str = "distance_unit";

impl Profile {
    /// In which units the athlete reads.
    #[must_use]
    pub fn units(&self) -> Units {
        Units::named(self.more.get(DISTANCE_UNIT).and_then(|v| v.as_str()), self.mass_unit.as_deref())
    }

    /// The athlete as the stages see them: what was said, and the stated defaults for the rest.
    #[must_use]
    pub fn athlete(&self) -> Athlete {
        let mut athlete = Athlete::default();
        let given = |figure: Option<f64>| figure.filter(|f| f.is_finite() && *f > 0.0);
        if let Some(kg) = given(self.mass_kg) {
            athlete.mass = Sourced::given(Mass::from_kg(kg));
        }
        if let Some(m) = given(self.height_m) {
            athlete.height = Sourced::given(Distance::from_m(m));
        }
        if let Some(bpm) = given(self.hr_max_bpm) {
            athlete.hr_max = Sourced::given(HeartRate::from_bpm(bpm));
        }
        if let Some(bpm) = given(self.hr_rest_bpm) {
            athlete.hr_rest = Sourced::given(HeartRate::from_bpm(bpm));
        }
        if let Some(speed) = given(self.max_sprint_m_per_s) {
            athlete.max_sprint = Sourced::given(Speed::from_m_per_s(speed));
        }
        if let Some(speed) = given(self.critical_speed_m_per_s) {
            athlete.critical_speed = Sourced::given(Speed::from_m_per_s(speed));
        }
        match self.sex.as_deref() {
            Some("female") => athlete.sex = Sourced::given(Sex::Female),
            Some("male") => athlete.sex = Sourced::given(Sex::Male),
            _ => {}
        }
        match self.foot_strike.as_deref() {
            Some("rearfoot") => athlete.foot_strike = Sourced::given(FootStrike::Rearfoot),
            Some("midfoot") => athlete.foot_strike = Sourced::given(FootStrike::Midfoot),
            Some("forefoot") => athlete.foot_strike = Sourced::given(FootStrike::Forefoot),
            _ => {}
        }
        athlete
    }
}

impl Store {
    /// The athlete of a database that has one: the oldest. Makes the local account and its athlete in an empty database.
    ///
    /// # Errors
    /// As every write.
    pub async fn only_athlete(&self) -> Result<AthleteId> {
        const OLDEST: &str = "select id from athlete order by id limit 1";
        if let Some(row) = self.pool.first(OLDEST, &[]).await? {
            return row.int(0).map(AthleteId);
        }
        let mut tx = self.pool.write().await?;
        tx.execute(
            "insert into account (name, created_ms) values ($1, $2) on conflict do nothing",
            binds!["local", now_ms()],
        )
        .await?;
        // Another program may have been faster.
        if let Some(row) = tx.first(OLDEST, &[]).await? {
            return row.int(0).map(AthleteId);
        }
        let athlete = tx
            .one("insert into athlete (name, created_ms) values ($1, $2) returning id", binds!["me", now_ms()])
            .await?;
        let athlete = AthleteId(athlete.int(0)?);
        tx.execute(
            "insert into account_athlete (account_id, athlete_id, role) select id, $1, $2 from account where name = $3",
            binds![athlete.0, "self", "local"],
        )
        .await?;
        tx.commit().await?;
        Ok(athlete)
    }

    /// The athlete where there is one already; makes none.
    ///
    /// # Errors
    /// As every read.
    pub async fn athlete(&self) -> Result<Option<AthleteId>> {
        let row = self.pool.first("select id from athlete order by id limit 1", &[]).await?;
        row.map(|row| row.int(0).map(AthleteId)).transpose()
    }

    /// Every athlete, the oldest first.
    ///
    /// # Errors
    /// As every read.
    pub async fn athletes(&self) -> Result<Vec<(AthleteId, String)>> {
        let rows = self.pool.all("select id, name from athlete order by id", &[]).await?;
        rows.iter().map(|row| Ok((AthleteId(row.int(0)?), row.text(1)?))).collect()
    }

    /// A further athlete.
    ///
    /// # Errors
    /// As every write.
    pub async fn add_athlete(&self, name: &str) -> Result<AthleteId> {
        let mut tx = self.pool.write().await?;
        let row = tx
            .one("insert into athlete (name, created_ms) values ($1, $2) returning id", binds![name, now_ms()])
            .await?;
        tx.commit().await?;
        row.int(0).map(AthleteId)
    }

    /// Says the profile from a day on. The profiles of other days stay what they were.
    ///
    /// # Errors
    /// As every write.
    pub async fn put_profile(&self, athlete: AthleteId, day: Day, profile: &Profile) -> Result<()> {
        let figures = json_text(profile)?;
        self.pool
            .execute(
                "insert into profile (athlete_id, day, figures, changed_ms) values ($1, $2, $3, $4) \
                 on conflict (athlete_id, day) do update set figures = excluded.figures, changed_ms = excluded.changed_ms",
                binds![athlete.0, &day.to_string(), &figures, now_ms()],
            )
            .await?;
        Ok(())
    }

    /// The profiles by the day from which each holds, the earliest first.
    ///
    /// # Errors
    /// As every read.
    pub async fn profiles(&self, athlete: AthleteId) -> Result<Vec<(Day, Profile)>> {
        let rows = self
            .pool
            .all("select day, figures from profile where athlete_id = $1 order by day", binds![athlete.0])
            .await?;
        rows.iter().map(|row| Ok((day_of(&row.text(0)?)?, of_json(&row.text(1)?)?))).collect()
    }

    /// The latest profile; an empty one where nothing was said.
    ///
    /// # Errors
    /// As every read.
    pub async fn profile(&self, athlete: AthleteId) -> Result<Profile> {
        Ok(self.profiles(athlete).await?.pop().map(|(_, profile)| profile).unwrap_or_default())
    }
}

pub(crate) fn json_text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| StoreError::corrupt("a value cannot be written as JSON").caused_by(e))
}

pub(crate) fn of_json<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| StoreError::corrupt("a stored value is not the JSON it was").caused_by(e))
}

pub(crate) fn day_of(text: &str) -> Result<Day> {
    text.parse().map_err(|_| StoreError::corrupt(format!("\"{text}\" is stored as a day and is none")))
}
