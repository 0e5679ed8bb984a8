//! The plan of an athlete: what it is made for, its versions, the one that holds. Accepted versions are history and are
//! never rewritten; proposals that were not accepted may go.

use crate::athlete::{AthleteId, Profile};
use crate::error::{Result, StoreError};
use crate::sql::{Row, binds};
use crate::store::{Store, now_ms};
use striate_history::body::AtHand;
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

/// A plan to store, on top of the version that it was made from.
#[derive(Clone, Copy, Debug)]
pub struct PlanChange<'p> {
    /// The plan.
    pub plan: &'p KeptPlan,
    /// The newest version when it was made; `None` where there was none.
    pub after: Option<i64>,
    /// Whether it holds at once, or waits for the athlete's answer.
    pub is_accepted: bool,
}

impl Store {
    /// What next steps may use; `None` where nothing was said about plans.
    ///
    /// # Errors
    /// As every read.
    pub async fn at_hand(&self, athlete: AthleteId) -> Result<Option<AtHand>> {
        let Some((_, said)) = self.goals(athlete).await?.pop() else { return Ok(None) };
        let profile = self.profile(athlete).await?;
        Ok(goals_of(Some(&said), &profile).ok().map(|goals| goals.at_hand()))
    }

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

    /// Stores a plan as the next version and returns its number; `None`, and nothing stored, where another version has
    /// become the newest since the one that it was made from. Proposals before it that nobody accepted go.
    ///
    /// # Errors
    /// As every write.
    pub async fn put_plan(&self, athlete: AthleteId, change: PlanChange<'_>) -> Result<Option<i64>> {
        let mut tx = self.pool.write().await?;
        let newest =
            tx.one("select coalesce(max(version), 0) from plan where athlete_id = $1", binds![athlete.0]).await?;
        let newest = newest.int(0)?;
        if newest != change.after.unwrap_or(0) {
            return Ok(None);
        }
        let (version, text, now) = (newest + 1, change.plan.to_json(), now_ms());
        let accepted = change.is_accepted.then_some(now);
        tx.execute(
            "insert into plan (athlete_id, version, plan, created_ms, accepted_ms) values ($1, $2, $3, $4, $5)",
            binds![athlete.0, version, &text, now, accepted],
        )
        .await?;
        tx.execute(
            "delete from plan where athlete_id = $1 and version < $2 and accepted_ms is null",
            binds![athlete.0, version],
        )
        .await?;
        tx.commit().await?;
        Ok(Some(version))
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
