//! What the athlete writes down: lines of the journal, lifts of a phone, the check-in of the day.

use crate::error::{AppError, Result};
use crate::library::Library;
use crate::revision::{Changed, Revision};
use striate_journal::{JournalError, parse_line, unknown_exercises};
use striate_model::{Day, Entry, Note};
use striate_store::NewEntry;

/// Under such a name the journal keeps a lift of a phone, so that sending it again is the same lift.
const LIFT_KEY: &str = "lift ";
/// Under such a name the journal keeps what was pressed in the check-in.
const CHECK_IN_KEY: &str = "check-in ";

/// A line that was written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted {
    /// Its number.
    pub id: i64,
    /// As it was understood.
    pub entry: Entry,
    /// Its exercises that nobody knows, each with the movements that it resembles.
    pub unknown: Vec<(String, Vec<String>)>,
}

/// The version of what was said about a day in its check-in.
#[must_use]
pub fn check_in_revision(notes: &[Entry], day: Day) -> Revision {
    let is_of_it = |e: &&Entry| e.day == day && is_check_in(&e.note);
    let lines: Vec<String> = notes.iter().filter(is_of_it).map(ToString::to_string).collect();
    Revision::of(&format!("{day} {}", lines.join("\n")))
}

fn is_check_in(note: &Note) -> bool {
    matches!(note, Note::Sleep { .. } | Note::Soreness { .. } | Note::NothingSore)
}

impl Library {
    /// Reads a line as it is meant today; nothing is stored.
    ///
    /// # Errors
    /// What the database refuses; inside, why the line is not understood.
    pub async fn read_line(&self, line: &str) -> Result<std::result::Result<Entry, JournalError>> {
        Ok(parse_line(line, self.today().await?))
    }

    /// Writes a line down. What follows from it is derived by the caller, at once or behind its answer.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn note(&self, entry: Entry) -> Result<Noted> {
        let new = NewEntry::by_hand(entry.day, &entry.to_string());
        let ids = self.store.add_entries(self.athlete, &[new]).await?;
        self.touch();
        let unknown = unknown_exercises(std::slice::from_ref(&entry));
        Ok(Noted { id: ids.first().copied().unwrap_or_default(), entry, unknown })
    }

    /// Takes a line back.
    ///
    /// # Errors
    /// Where there is none of that number.
    pub async fn remove_line(&self, id: i64) -> Result<()> {
        self.store.remove_entry(self.athlete, id).await?;
        self.touch();
        Ok(())
    }

    /// Keeps a lift under the name that the phone made for it; sent again it takes the place of what was sent before. Only
    /// that phone knows the name, so there is nobody to lose a change to.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn put_lift(&self, name: &str, entry: &Entry) -> Result<()> {
        let (key, line) = (format!("{LIFT_KEY}{name}"), entry.to_string());
        let before = self.store.entries(self.athlete).await?;
        let before = before.iter().find(|e| e.import_key.as_deref() == Some(key.as_str()));
        if before.is_some_and(|b| b.line == line) {
            return Ok(());
        }
        let old: Vec<i64> = before.map(|b| b.id).into_iter().collect();
        let new = NewEntry { day: entry.day, line, import_key: Some(key) };
        self.store.replace_entries(self.athlete, &old, &[new]).await?;
        self.touch();
        self.derive_soon();
        Ok(())
    }

    /// Takes a lift of a phone back.
    ///
    /// # Errors
    /// Where there is none of that name.
    pub async fn remove_lift(&self, name: &str) -> Result<()> {
        let key = format!("{LIFT_KEY}{name}");
        let entries = self.store.entries(self.athlete).await?;
        let found = entries.iter().find(|e| e.import_key.as_deref() == Some(key.as_str()));
        self.remove_line(found.ok_or(AppError::NoLift)?.id).await?;
        self.derive_soon();
        Ok(())
    }

    /// Changes what is said about today; `change` names the lines that go and the entries that come, given those of today.
    /// Returns the day and what is said about it now.
    ///
    /// # Errors
    /// `Stale` where something else was said in the meantime; what the database refuses.
    pub async fn check_in(
        &self,
        from: &Revision,
        change: impl FnOnce(&[(i64, Entry)], Day) -> (Vec<i64>, Vec<Entry>) + Send,
    ) -> Result<(Day, Vec<Entry>)> {
        let _turn = self.changing.lock().await;
        let day = self.today().await?;
        let read = self.lines_of(day).await?;
        let notes: Vec<Entry> = read.iter().map(|(_, e)| e.clone()).collect();
        if check_in_revision(&notes, day) != *from {
            return Err(AppError::Stale(vec![Changed::CheckIn]));
        }
        let (old, new) = change(&read, day);
        let now_ms = self.clock.now().as_unix_ms();
        let key = |at: usize, entry: &Entry| NewEntry {
            day,
            line: entry.to_string(),
            import_key: Some(format!("{CHECK_IN_KEY}{day} {now_ms} {at}")),
        };
        let new: Vec<NewEntry> = new.iter().enumerate().map(|(at, entry)| key(at, entry)).collect();
        if !old.is_empty() || !new.is_empty() {
            self.store.replace_entries(self.athlete, &old, &new).await?;
            self.touch();
        }
        Ok((day, self.lines_of(day).await?.into_iter().map(|(_, e)| e).collect()))
    }

    async fn lines_of(&self, day: Day) -> Result<Vec<(i64, Entry)>> {
        let entries = self.store.entries_between(self.athlete, day, day).await?;
        Ok(entries.iter().filter_map(|e| Some((e.id, parse_line(&e.line, e.day).ok()?))).collect())
    }
}
