//! The plan of an athlete: what it is made for, its versions, the one that holds. Accepted versions are history and are
//! never rewritten; proposals that were not accepted may go.

use crate::athlete::{AthleteId, Profile};
use crate::error::{Result, StoreError};
use crate::sql::{Row, binds};
use crate::store::Store;
use striate_model::Day;
use striate_planner::{Goals, KeptPlan};

/// Where the profile keeps the hours of rest between hard work, the equipment, and the secret of the private calendar.
const REST_HOURS: &str = "rest_hours";
const HAS_GYM: &str = "has_gym";
const HAS_HILLS: &str = "has_hills";
pub(crate) const FEED: &str = "plan_feed";

/// A stored version of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredPlan {
    /// Its number.
    pub version: i64,
    /// The plan.
    pub plan: KeptPlan,
    /// Whether the athlete accepted it.
    pub is_accepted: bool,
}

/// What is known about an athlete's plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanState {
    /// What it is, or would be, made for.
    pub goals: Goals,
    /// Whether the athlete said so, or all of it is a default.
    pub goals_are_said: bool,
    /// The newest version.
    pub newest: Option<StoredPlan>,
    /// The newest version that was accepted, where that is not the newest.
    pub accepted: Option<StoredPlan>,
}

impl PlanState {
    /// The accepted version, be it the newest or not.
    #[must_use]
    pub fn last_accepted(&self) -> Option<&StoredPlan> {
        self.newest.as_ref().filter(|p| p.is_accepted).or(self.accepted.as_ref())
    }

    /// Whether the newest version waits to be accepted.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.newest.as_ref().is_some_and(|p| !p.is_accepted)
    }
}

impl Store {
    /// Everything about the plan.
    ///
    /// # Errors
    /// As every read; `Corrupt` for a version that this program does not understand.
    pub async fn plan_state(&self, athlete: AthleteId) -> Result<PlanState> {
        let said = self.goals(athlete).await?.pop();
        let profile = self.profile(athlete).await?;
        let goals_are_said = said.is_some();
        let goals = goals_of(said.map(|(_, text)| text).as_deref(), &profile)?;
        let newest = "select version, plan, accepted_ms from plan where athlete_id = $1 order by version desc limit 1";
        let accepted = "select version, plan, accepted_ms from plan where athlete_id = $1 and accepted_ms is not null \
                        order by version desc limit 1";
        let newest = self.pool.first(newest, binds![athlete.0]).await?.map(|row| stored(&row)).transpose()?;
        let accepted = match &newest {
            Some(plan) if !plan.is_accepted => {
                self.pool.first(accepted, binds![athlete.0]).await?.map(|row| stored(&row)).transpose()?
            }
            _ => None,
        };
        Ok(PlanState { goals, goals_are_said, newest, accepted })
    }

    /// Says what the plan is for, from a day on.
    ///
    /// # Errors
    /// As every write.
    pub async fn put_plan_goals(&self, athlete: AthleteId, day: Day, goals: &Goals) -> Result<()> {
        self.put_goal(athlete, day, &goals.to_json()).await?;
        let mut profile = self.profile(athlete).await?;
        let said = profile.more.get(REST_HOURS).and_then(hours);
        if said != Some(goals.rest_hours) && (said.is_some() || goals.rest_hours != Goals::default().rest_hours) {
            profile.more.insert(REST_HOURS.to_owned(), goals.rest_hours.into());
            self.put_profile(athlete, day, &profile).await?;
        }
        Ok(())
    }

    /// Stores a plan as a proposal and returns its version. Proposals before it that nobody accepted go.
    ///
    /// # Errors
    /// As every write.
    pub async fn propose_plan(&self, athlete: AthleteId, plan: &KeptPlan) -> Result<i64> {
        let version = self.add_plan(athlete, &plan.to_json()).await?;
        let sql = "delete from plan where athlete_id = $1 and version < $2 and accepted_ms is null";
        self.pool.execute(sql, binds![athlete.0, version]).await?;
        Ok(version)
    }

    /// Takes the proposals back that nobody accepted; says how many there were.
    ///
    /// # Errors
    /// As every write.
    pub async fn drop_proposals(&self, athlete: AthleteId) -> Result<u64> {
        self.pool.execute("delete from plan where athlete_id = $1 and accepted_ms is null", binds![athlete.0]).await
    }

    /// The secret in the address of the private calendar; `None` where none was made.
    ///
    /// # Errors
    /// As every read.
    pub async fn plan_feed(&self, athlete: AthleteId) -> Result<Option<String>> {
        let profile = self.profile(athlete).await?;
        Ok(profile.more.get(FEED).and_then(|v| v.as_str()).map(str::to_owned))
    }

    /// Sets the secret in the address of the private calendar; an old address stops working.
    ///
    /// # Errors
    /// As every write.
    pub async fn put_plan_feed(&self, athlete: AthleteId, day: Day, secret: &str) -> Result<()> {
        let mut profile = self.profile(athlete).await?;
        profile.more.insert(FEED.to_owned(), secret.into());
        self.put_profile(athlete, day, &profile).await
    }
}

fn stored(row: &Row) -> Result<StoredPlan> {
    let version = row.int(0)?;
    let plan = KeptPlan::from_json(&row.text(1)?).ok_or_else(|| {
        StoreError::corrupt(format!("plan {version} is not understood by this version of striate"))
            .with_hint("a newer striate may have written it; striate plan set makes a new one")
    })?;
    Ok(StoredPlan { version, plan, is_accepted: row.int_or_none(2)?.is_some() })
}

fn hours(value: &serde_json::Value) -> Option<u32> {
    // The app writes choices as texts.
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    u32::try_from(number).ok().filter(|h| [24, 48].contains(h))
}

/// What was said, with what the profile knows of equipment and rest.
fn goals_of(said: Option<&str>, profile: &Profile) -> Result<Goals> {
    let flag = |key: &str| profile.more.get(key).and_then(serde_json::Value::as_bool);
    let mut goals = match said {
        Some(text) => Goals::from_json(text)
            .ok_or_else(|| StoreError::corrupt("the stored goals are not understood by this version of striate"))?,
        None => {
            let usual = Goals::default();
            Goals { gym: flag(HAS_GYM).unwrap_or(usual.gym), hills: flag(HAS_HILLS).unwrap_or(usual.hills), ..usual }
        }
    };
    if let Some(hours) = profile.more.get(REST_HOURS).and_then(hours) {
        goals.rest_hours = hours;
    }
    Ok(goals)
}
