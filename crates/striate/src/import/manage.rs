//! What was imported: listed, taken back, mapped, joined and kept apart.

use super::{print, wrong};
use crate::Outcome;
use crate::database::Form;
use crate::here::{Failure, derive_all};
use crate::terminal::{STRONG, counted, styled};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write;
use striate_analysis::day_and_time;
use striate_app::{Library, Undone};
use striate_history::stored::{closest_movements, movement_named};
use striate_model::Timestamp;
use striate_store::import::unknown_titles;
use striate_store::{ImportState, RecordingId};

/// The database and how the answer is written.
pub(super) struct Here<'s> {
    pub(super) library: &'s Library,
    pub(super) form: Form,
}

impl Here<'_> {
    pub(super) async fn list(&self) -> Result<Outcome, Failure> {
        let runs = self.library.store.imports(self.library.athlete).await?;
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
        let undone = self.library.undo(&id.to_string()).await?.undone;
        let derived = derive_all(self.library).await?;
        let (title, stay) = (styled(STRONG, format!("Import {id} is undone.")), counted(derived.sessions, "session"));
        let Some(Undone::Import(undone)) = undone else {
            let page = || format!("{title}\nThe demo athlete was removed; {stay} remain.\n");
            print(self.form, page, &json!({ "undone": id, "demo": true, "sessions": derived.sessions }))?;
            return Ok(Outcome::Done);
        };
        let json = json!({
            "undone": id, "files": undone.sources, "recordings": undone.recordings, "entries": undone.entries,
            "sessions": derived.sessions,
        });
        let page = || {
            let (files, recordings) = (counted(undone.sources, "file"), counted(undone.recordings, "recording"));
            format!("{title}\n{files} with {recordings} removed; {stay} remain.\n")
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
        self.library.map_exercises(&[(title.to_owned(), found.id.clone())]).await?;
        let derived = derive_all(self.library).await?;
        let page = || {
            let again = counted(derived.analysed, "session");
            format!("\"{title}\" is now {}, for stored sessions too: {again} recalculated.\n", found.name)
        };
        print(self.form, page, &json!({ "title": title, "movement": found, "analysed": derived.analysed }))?;
        Ok(Outcome::Done)
    }

    /// What is mapped, and what still waits for it.
    async fn mapped(&self) -> Result<Outcome, Failure> {
        let map: BTreeMap<String, String> =
            self.library.store.exercise_map(self.library.athlete).await?.into_iter().collect();
        let unknown = unknown_titles(&self.library.store, self.library.athlete).await?;
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
        let session = self.library.store.session(self.library.athlete, recording).await?;
        let one = self.own_id(recording).await?;
        let others: Vec<RecordingId> = match other {
            Some(other) => vec![self.own_id(other).await?],
            None => session.recordings.iter().filter(|id| **id != one).cloned().collect(),
        };
        if others.is_empty() {
            return Ok(wrong("this session has only one recording", "striate import twins lists those with several"));
        }
        for other in &others {
            self.library.decide_twins(&one.0, &other.0, Some(false)).await?;
        }
        self.said(&format!("{} is a session of its own from now on.", one.0)).await
    }

    pub(super) async fn merge(&self, recording: &str, other: &str) -> Result<Outcome, Failure> {
        let (one, other) = (self.own_id(recording).await?, self.own_id(other).await?);
        self.library.decide_twins(&one.0, &other.0, Some(true)).await?;
        self.said(&format!("{} and {} are one session from now on.", one.0, other.0)).await
    }

    pub(super) async fn prefer(&self, recording: &str, part: &str) -> Result<Outcome, Failure> {
        let id = self.own_id(recording).await?;
        self.library.prefer(recording, &id, part).await?;
        self.said(&format!("{} gives the {part} of its session from now on.", id.0)).await
    }

    async fn own_id(&self, text: &str) -> Result<RecordingId, Failure> {
        let id = RecordingId(text.to_owned());
        Ok(self.library.store.recording(self.library.athlete, &id).await?.id)
    }

    async fn said(&self, sentence: &str) -> Result<Outcome, Failure> {
        let derived = derive_all(self.library).await?;
        let json = json!({ "said": sentence, "sessions": derived.sessions, "analysed": derived.analysed });
        print(self.form, || format!("{sentence}\n"), &json)?;
        Ok(Outcome::Done)
    }
}
