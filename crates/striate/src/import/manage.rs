//! What was imported: listed, taken back, mapped, joined and kept apart.

use super::listener::Bar;
use super::{print, wrong};
use crate::Outcome;
use crate::database::Form;
use crate::here::Failure;
use crate::terminal::{STRONG, counted, styled};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use striate_analysis::day_and_time;
use striate_history::stored::{closest_movements, movement_named};
use striate_model::Timestamp;
use striate_store::import::{DeriveReport, GIVES, derive, unknown_titles};
use striate_store::{AthleteId, ImportId, ImportState, RecordingId, Store};

/// The database and how the answer is written.
pub(super) struct Here<'s> {
    pub(super) store: &'s Store,
    pub(super) athlete: AthleteId,
    pub(super) form: Form,
}

impl Here<'_> {
    pub(super) async fn list(&self) -> Result<Outcome, Failure> {
        let runs = self.store.imports(self.athlete).await?;
        let view = |run: &striate_store::ImportRun| {
            json!({
                "id": run.id.0, "origin": run.origin, "state": run.state.as_str(),
                "started": Timestamp::from_unix_ms(run.started_ms).as_unix_ms(),
                "imported": run.imported, "duplicates": run.duplicates, "failed": run.failed, "skipped": run.skipped,
            })
        };
        let json = json!({ "imports": runs.iter().map(view).collect::<Vec<_>>() });
        let page = || {
            if runs.is_empty() {
                return "There was no import yet.\n".to_owned();
            }
            let mut text = String::new();
            for run in &runs {
                let state = match run.state {
                    ImportState::Done => "",
                    ImportState::Stopped => ", stopped",
                    ImportState::Running => ", not finished",
                };
                let when = day_and_time(Timestamp::from_unix_ms(run.started_ms));
                let _ = writeln!(
                    text,
                    "{:>4}  {when}  {} new, {} there already, {} failed{state}  {}",
                    run.id.0, run.imported, run.duplicates, run.failed, run.origin
                );
            }
            text
        };
        print(self.form, page, &json)?;
        Ok(Outcome::Done)
    }

    pub(super) async fn undo(&self, id: i64) -> Result<Outcome, Failure> {
        let undone = self.store.undo_import(ImportId(id)).await?;
        let derived = self.derive().await?;
        let json = json!({
            "undone": id, "files": undone.sources, "recordings": undone.recordings, "entries": undone.entries,
            "sessions": derived.sessions,
        });
        let page = || {
            format!(
                "{}\n{} with {} taken away; {} stay.\n",
                styled(STRONG, format!("Import {id} was undone.")),
                counted(undone.sources, "file"),
                counted(undone.recordings, "recording"),
                counted(derived.sessions, "session"),
            )
        };
        print(self.form, page, &json)?;
        Ok(Outcome::Done)
    }

    pub(super) async fn map(&self, title: Option<&str>, movement: Option<&str>) -> Result<Outcome, Failure> {
        let Some(title) = title else { return self.mapped().await };
        let Some(movement) = movement else {
            let near = closest_movements(title, 8);
            let page = || {
                let mut text = format!("{}\n", styled(STRONG, format!("Closest to \"{title}\"")));
                for m in &near {
                    let _ = writeln!(text, "  {:<44} {}", m.name, m.id);
                }
                text
            };
            print(self.form, page, &json!({ "title": title, "closest": near }))?;
            return Ok(Outcome::Done);
        };
        let Some(found) = movement_named(movement) else {
            let near: Vec<String> = closest_movements(movement, 5).into_iter().map(|m| m.name).collect();
            let hint = format!("write one of the catalogue, perhaps {}", near.join(", "));
            return Ok(wrong(&format!("no movement is called \"{movement}\""), &hint));
        };
        self.store.map_exercise(self.athlete, title, &found.id).await?;
        let derived = self.derive().await?;
        let page = || {
            let again = counted(derived.analysed, "session");
            format!("\"{title}\" is now {}, for stored sessions too: {again} recalculated.\n", found.name)
        };
        print(self.form, page, &json!({ "title": title, "movement": found, "analysed": derived.analysed }))?;
        Ok(Outcome::Done)
    }

    /// What is mapped, and what still waits for it.
    async fn mapped(&self) -> Result<Outcome, Failure> {
        let map: BTreeMap<String, String> = self.store.exercise_map(self.athlete).await?.into_iter().collect();
        let unknown = unknown_titles(self.store, self.athlete).await?;
        let page = || {
            let mut text = String::new();
            for (title, movement) in &map {
                let _ = writeln!(text, "\"{title}\" is {movement}");
            }
            for (title, sets) in &unknown {
                let near: Vec<String> = closest_movements(title, 3).into_iter().map(|m| m.name).collect();
                let near = if near.is_empty() { String::new() } else { format!("; close to {}", near.join(", ")) };
                let _ = writeln!(text, "\"{title}\" ({}) is not known{near}", counted(*sets, "set"));
            }
            if text.is_empty() { "Every exercise is known.\n".to_owned() } else { text }
        };
        let waits = |(title, sets): (&String, &u64)| json!({ "title": title, "sets": sets, "closest": closest_movements(title, 5) });
        let json = json!({ "mapped": map, "unknown": unknown.iter().map(waits).collect::<Vec<_>>() });
        print(self.form, page, &json)?;
        Ok(Outcome::Done)
    }

    pub(super) async fn split(&self, recording: &str, other: Option<&str>) -> Result<Outcome, Failure> {
        let session = self.store.session(self.athlete, recording).await?;
        let one = self.own_id(recording).await?;
        let others: Vec<RecordingId> = match other {
            Some(other) => vec![self.own_id(other).await?],
            None => session.recordings.iter().filter(|id| **id != one).cloned().collect(),
        };
        if others.is_empty() {
            return Ok(wrong("this session has only one recording", "striate import twins lists those with several"));
        }
        for other in &others {
            self.store.decide_twins(self.athlete, &one, other, Some(false)).await?;
        }
        self.said(&format!("{} is a session of its own from now on.", one.0)).await
    }

    pub(super) async fn merge(&self, recording: &str, other: &str) -> Result<Outcome, Failure> {
        let (one, other) = (self.own_id(recording).await?, self.own_id(other).await?);
        self.store.decide_twins(self.athlete, &one, &other, Some(true)).await?;
        self.said(&format!("{} and {} are one session from now on.", one.0, other.0)).await
    }

    pub(super) async fn prefer(&self, recording: &str, part: &str) -> Result<Outcome, Failure> {
        let id = self.own_id(recording).await?;
        // Of one session only one recording is preferred for a part.
        let session = self.store.session(self.athlete, recording).await?;
        let mut said = self.store.corrections(self.athlete).await?;
        for member in &session.recordings {
            let mut correction = said.remove(member).unwrap_or_default();
            let mut gives: Vec<String> = correction
                .more
                .get(GIVES)
                .and_then(|v| v.as_array())
                .map(|all| all.iter().filter_map(|p| p.as_str().map(str::to_owned)).collect())
                .unwrap_or_default();
            let before = gives.clone();
            gives.retain(|p| p != part);
            if *member == id {
                gives.push(part.to_owned());
            }
            if gives != before {
                correction.more.remove(GIVES);
                if !gives.is_empty() {
                    correction.more.insert(GIVES.to_owned(), json!(gives));
                }
                self.store.put_correction(self.athlete, member, &correction).await?;
            }
        }
        self.said(&format!("{} gives the {part} of its session from now on.", id.0)).await
    }

    async fn own_id(&self, text: &str) -> Result<RecordingId, Failure> {
        let id = RecordingId(text.to_owned());
        Ok(self.store.recording(self.athlete, &id).await?.id)
    }

    async fn said(&self, sentence: &str) -> Result<Outcome, Failure> {
        let derived = self.derive().await?;
        let json = json!({ "said": sentence, "sessions": derived.sessions, "analysed": derived.analysed });
        print(self.form, || format!("{sentence}\n"), &json)?;
        Ok(Outcome::Done)
    }

    pub(super) async fn derive(&self) -> Result<DeriveReport, Failure> {
        let mut bar = Bar::new(Arc::new(AtomicBool::new(false)));
        let derived = derive(self.store, self.athlete, None, &mut bar).await;
        bar.finish();
        Ok(derived?)
    }
}
