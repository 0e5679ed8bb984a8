//! Recordings decoded anew from the originals: after a change of the method, and when everything derived is dropped.

use super::derive::{DeriveReport, derive};
use super::inputs::Zone;
use super::prepare::derive_file;
use super::report::{Listener, Phase, Problem};
use super::work::zone_said;
use crate::athlete::AthleteId;
use crate::error::{Result, StoreError};
use crate::original::{PART_BYTES, SourceFile, SourceHash, inflated};
use crate::recording::PreparedRecording;
use crate::sql::{Tx, binds};
use crate::store::Store;
use rayon::prelude::*;
use std::sync::Arc;
use striate_model::Format;
use striate_stimulus::METHOD_VERSION;

/// What `derived_version` calls the decoded recordings.
const RECORDINGS: &str = "recordings";
/// Files that are decoded for one wait for the disk: at most so many, and at most so many bytes beyond the first.
const BATCH: usize = 64;
const BATCH_BYTES: u64 = 48 << 20;

/// Drops everything derived of an athlete and works it out anew from the ground. Whatever ends it, the next call of
/// [`derive()`] goes on.
///
/// # Errors
/// What the database refuses. What cannot be read any more is told to the listener and in the report.
pub async fn rebuild(
    store: &Store,
    athlete: AthleteId,
    threads: Option<usize>,
    listener: &mut (dyn Listener + Send),
) -> Result<DeriveReport> {
    store.drop_derived_of(athlete).await?;
    derive(store, athlete, threads, listener).await
}

/// Whether every recording was decoded under this method.
pub(super) async fn are_recordings_current(store: &Store, athlete: AthleteId) -> Result<bool> {
    let versions = store.derived_versions(athlete).await?;
    Ok(versions.iter().any(|v| v.what == RECORDINGS && v.method_version == METHOD_VERSION))
}

/// Says that every recording was decoded under this method.
pub(super) async fn recordings_are_current(store: &Store, athlete: AthleteId) -> Result<()> {
    store.put_derived_version(athlete, RECORDINGS, METHOD_VERSION, "").await
}

/// Before the first file of all: what follows is decoded under this method.
pub(super) async fn begin_recordings(store: &Store, athlete: AthleteId) -> Result<()> {
    let first = "select 1 from source_file where athlete_id = $1 limit 1";
    if store.pool.first(first, binds![athlete.0]).await?.is_none() {
        recordings_are_current(store, athlete).await?;
    }
    Ok(())
}

/// Decodes every original anew; old recordings stay until theirs are there. Returns whether it came to its end.
pub(super) async fn decode_again(
    store: &Store,
    athlete: AthleteId,
    threads: Option<usize>,
    listener: &mut (dyn Listener + Send),
) -> Result<bool> {
    // While nobody has said a zone, each file keeps the one in which it was read first.
    let said = store.profile(athlete).await?.time_zone.and_then(|name| Zone::named(&name).ok());
    let mut files = store.sources(athlete).await?;
    // The lines of a journal are ground state themselves.
    files.retain(|file| file.format.as_deref() != Some(Format::Journal.as_str()));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    let pool = Arc::new(pool.map_err(|e| StoreError::unavailable("the system gives no threads").caused_by(e))?);
    let (total, mut done) = (files.len() as u64, 0);
    for batch in batches(&files) {
        if listener.is_stopped() {
            return Ok(false);
        }
        done += batch.len() as u64;
        let mut stored = Vec::with_capacity(batch.len());
        for file in batch {
            stored.push((file.clone(), store.source_parts(athlete, &file.hash).await?));
        }
        let (pool, said) = (Arc::clone(&pool), said.clone());
        let work = move || {
            pool.install(|| stored.into_par_iter().map(|(f, parts)| decoded(f, &parts, said.as_ref())).collect())
        };
        let made: Vec<Decoded> = tokio::task::spawn_blocking(work)
            .await
            .map_err(|e| StoreError::unavailable("the decoding broke off").caused_by(e))?;
        let mut tx = store.pool.write().await?;
        for Decoded { hash, name, recordings } in made {
            match recordings {
                Ok(recordings) => replace(&mut tx, athlete, &hash, &recordings).await?,
                Err(message) => {
                    let code = "unreadable".to_owned();
                    listener.problem(&Problem { file: name, code, message, is_lost: true });
                }
            }
        }
        tx.commit().await?;
        listener.progress(Phase::Reading, done, Some(total));
    }
    Ok(true)
}

/// Files in groups that fit into the memory.
fn batches(files: &[SourceFile]) -> Vec<&[SourceFile]> {
    let (mut all, mut rest) = (Vec::new(), files);
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = rest.iter().take(BATCH).take_while(|file| {
            bytes += file.size_bytes;
            bytes <= BATCH_BYTES
        });
        let (batch, left) = rest.split_at(fits.count().max(1));
        all.push(batch);
        rest = left;
    }
    all
}

struct Decoded {
    hash: SourceHash,
    name: String,
    recordings: std::result::Result<Vec<PreparedRecording>, String>,
}

fn decoded(file: SourceFile, parts: &[Vec<u8>], said: Option<&Zone>) -> Decoded {
    let zone = said.cloned().or_else(|| zone_said(&file.options)).unwrap_or_else(Zone::of_system);
    let recordings = || {
        let mut bytes = Vec::new();
        for part in parts {
            bytes.extend(inflated(part, PART_BYTES).map_err(|e| e.to_string())?);
        }
        derive_file(&bytes, &file, &zone)
    };
    let recordings = std::panic::catch_unwind(std::panic::AssertUnwindSafe(recordings))
        .unwrap_or_else(|_| Err("striate failed on this file; please report it".to_owned()));
    Decoded { hash: file.hash, name: file.name, recordings }
}

/// Puts a file's recordings in the place of those that it had.
async fn replace(tx: &mut Tx, athlete: AthleteId, hash: &SourceHash, recordings: &[PreparedRecording]) -> Result<()> {
    // Its import may have been taken back meanwhile.
    let there = "select 1 from source_file where athlete_id = $1 and hash = $2";
    if tx.first(there, binds![athlete.0, hash.as_str()]).await?.is_none() {
        return Ok(());
    }
    let from = recordings.len() as i64;
    tx.execute(
        "delete from session where athlete_id = $1 and id in (select session_id from session_recording s \
         join recording r on r.athlete_id = s.athlete_id and r.id = s.recording_id \
         where r.athlete_id = $1 and r.source_hash = $2 and r.place >= $3)",
        binds![athlete.0, hash.as_str(), from],
    )
    .await?;
    tx.execute(
        "delete from recording where athlete_id = $1 and source_hash = $2 and place >= $3",
        binds![athlete.0, hash.as_str(), from],
    )
    .await?;
    for recording in recordings {
        recording.insert(tx, athlete).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_holds_few_files_and_few_bytes_and_no_file_is_left_out() {
        let file = |size_bytes| SourceFile {
            hash: SourceHash::of(b""),
            format: None,
            name: String::new(),
            size_bytes,
            options: "{}".to_owned(),
            added_ms: 0,
        };
        let large: Vec<SourceFile> = [40 << 20, 40 << 20, 500 << 20, 1, 1].map(file).into();
        assert_eq!(batches(&large).iter().map(|b| b.len()).collect::<Vec<_>>(), [1, 1, 1, 2]);
        let small: Vec<SourceFile> = (0..150).map(|_| file(1000)).collect();
        assert_eq!(batches(&small).iter().map(|b| b.len()).collect::<Vec<_>>(), [64, 64, 22]);
    }
}
