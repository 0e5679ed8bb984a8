//! The athlete's time zone said anew, and what that does to what is stored.

use super::inputs::Zone;
use crate::athlete::AthleteId;
use crate::error::Result;
use crate::sql::binds;
use crate::store::Store;
use striate_history::stored::{format_named, is_lifting_log};
use striate_model::Day;

/// What a time zone that is said now means for the lifting logs that are stored, whose times of day were read under another
/// one. One that is said for the first time always holds for all of them: they were read under a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneFor {
    /// They are read again under it: the former one was wrong.
    Everything,
    /// They keep theirs: the athlete has moved.
    FromNow,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneSaid {
    /// The zone that was said before, where it is another one.
    pub before: Option<String>,
    /// Stored logs that are read again under the new zone at the next [`super::derive()`].
    pub files: u64,
    /// Whether anything changed.
    pub is_new: bool,
}

/// Keeps a time zone in the profile. Recordings know their instant: their days follow the profile at the next
/// [`super::derive()`] by themselves. Logs know times of day alone: where the zone holds for those that are stored, each that
/// was read under another one is noted to be read again.
///
/// # Errors
/// As every write.
pub async fn say_zone(
    store: &Store,
    athlete: AthleteId,
    zone: &Zone,
    today: Day,
    meaning: ZoneFor,
) -> Result<ZoneSaid> {
    let profiles = store.profiles(athlete).await?;
    let mut profile = profiles.last().map(|(_, profile)| profile.clone()).unwrap_or_default();
    let was_said = profiles.iter().any(|(_, profile)| profile.time_zone.is_some());
    let before = profile.time_zone.clone().filter(|name| name != zone.name());
    let is_new = profile.time_zone.as_deref() != Some(zone.name());
    if is_new {
        profile.time_zone = Some(zone.name().to_owned());
        // The latest day holds: a profile that was said for a day ahead would hide this one.
        let day = profiles.last().map_or(today, |(day, _)| (*day).max(today));
        store.put_profile(athlete, day, &profile).await?;
    }
    let files = if was_said && meaning == ZoneFor::FromNow { 0 } else { read_under(store, athlete, zone).await? };
    Ok(ZoneSaid { before, files, is_new: is_new || files > 0 })
}

/// Notes that every stored log is to be read under a zone. Returns how many were read under another one.
async fn read_under(store: &Store, athlete: AthleteId, zone: &Zone) -> Result<u64> {
    let mut changed = 0;
    let files = store.sources(athlete).await?;
    let mut tx = store.pool.write().await?;
    for file in files {
        let is_log = file.format.as_deref().and_then(format_named).is_some_and(is_lifting_log);
        let mut options: serde_json::Value = serde_json::from_str(&file.options).unwrap_or_default();
        let Some(named) = options.get("time_zone").and_then(|name| name.as_str()) else { continue };
        if !is_log || named == zone.name() {
            continue;
        }
        options["time_zone"] = zone.name().into();
        tx.execute(
            "update source_file set options = $3 where athlete_id = $1 and hash = $2",
            binds![athlete.0, file.hash.as_str(), &options.to_string()],
        )
        .await?;
        changed += 1;
    }
    if changed == 0 {
        return tx.commit().await.map(|()| 0);
    }
    // At the next derivation every file is read again.
    tx.execute("delete from derived_version where athlete_id = $1 and what = $2", binds![athlete.0, "recordings"])
        .await?;
    tx.commit().await?;
    Ok(changed)
}
