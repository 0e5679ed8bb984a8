//! The days of stored recordings after the athlete has said or changed their time zone: no file is read again for it.

use super::inputs::{Whereabouts, Zone, is_own_clock};
use crate::athlete::AthleteId;
use crate::error::Result;
use crate::original::SourceHash;
use crate::recording::{Origin, RecordingRow};
use crate::sql::binds;
use crate::store::Store;
use std::collections::HashMap;
use striate_duplicates::Witness;
use striate_history::stored::{format_named, is_lifting_log};
use striate_stimulus::METHOD_VERSION;

/// What `derived_version` calls the zone under which recordings were given their days.
const ZONE: &str = "zone";

/// The zone that the athlete said, `None` while nobody said one: this computer's is no reason to move anything.
async fn said(store: &Store, athlete: AthleteId) -> Result<Option<Zone>> {
    let named = store.profile(athlete).await?.time_zone;
    Ok(named.and_then(|name| Zone::named(&name).ok()))
}

/// Whether every recording has its day by the zone that the athlete said.
pub(super) async fn are_days_current(store: &Store, athlete: AthleteId) -> Result<bool> {
    let Some(zone) = said(store, athlete).await? else { return Ok(true) };
    let known = store.derived_versions(athlete).await?.into_iter().find(|v| v.what == ZONE);
    Ok(known.is_some_and(|v| v.input_hash == zone.name()))
}

/// Gives recordings that do not know their own clock their day by the zone that the athlete said. Lifting logs write civil
/// time: another zone moves their workouts, not their days, and is none of this.
pub(super) async fn relocate(store: &Store, athlete: AthleteId) -> Result<()> {
    if are_days_current(store, athlete).await? {
        return Ok(());
    }
    let Some(zone) = said(store, athlete).await? else { return Ok(()) };
    let options: HashMap<SourceHash, String> =
        store.sources(athlete).await?.into_iter().map(|file| (file.hash, file.options)).collect();
    let rows = store.recordings(athlete).await?;
    let mut tx = store.pool.write().await?;
    for row in &rows {
        let Origin::Source(hash) = &row.origin else { continue };
        let is_log = format_named(&row.format).is_none_or(is_lifting_log);
        if is_log || is_own_clock(&row.time_zone) {
            continue;
        }
        let local = whereabouts(row).local(&zone, Zone::named(&row.time_zone).ok().as_ref());
        if local.day != row.day || local.time_zone != row.time_zone {
            let sql = "update recording set day = $1, time_zone = $2 where athlete_id = $3 and id = $4";
            let day = local.day.to_string();
            tx.execute(sql, binds![&day, &local.time_zone, athlete.0, &row.id.0]).await?;
            // So that a rebuild, which begins with the files, comes to the same.
            if let Some(options) = options.get(hash).and_then(|text| with_zone(text, &local.time_zone)) {
                let sql = "update source_file set options = $1 where athlete_id = $2 and hash = $3";
                tx.execute(sql, binds![&options, athlete.0, hash.as_str()]).await?;
            }
        }
    }
    tx.commit().await?;
    store.put_derived_version(athlete, ZONE, METHOD_VERSION, zone.name()).await
}

/// What was said when a file was read first, with another zone.
fn with_zone(options: &str, zone: &str) -> Option<String> {
    let mut said: serde_json::Value = serde_json::from_str(options).ok()?;
    said.as_object_mut()?.insert("time_zone".to_owned(), zone.into());
    Some(said.to_string())
}

fn whereabouts(row: &RecordingRow) -> Whereabouts {
    let witness: Option<Witness> = serde_json::from_str(&row.witness).ok();
    let longitude_deg = witness.and_then(|w| w.begins_at).map(|place| place.longitude_deg);
    Whereabouts { start: row.start, utc_offset: None, longitude_deg, by_stamps: false }
}
