//! What the athlete said, read back from an export of striate: as far as nothing else was said here since, in the
//! transaction of its import, and taken back with it.

use crate::athlete::{AthleteId, Profile, json_text};
use crate::error::{Result, StoreError};
use crate::journal::{JOURNAL_KEY, NewEntry};
use crate::original::SourceHash;
use crate::plan::FEED;
use crate::recording::RecordingId;
use crate::runs::ImportId;
use crate::said::Correction;
use crate::sql::{Tx, binds};
use crate::store::now_ms;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use striate_archive::{Own, OwnEntry};
use striate_journal::parse_line;
use striate_model::Day;

/// How much of what was said is new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Profiles, by the day from which each holds.
    pub profiles: u64,
    /// Goals of plans.
    pub goals: u64,
    /// Versions of plans.
    pub plans: u64,
    /// Corrections of sessions.
    pub corrections: u64,
    /// Words on whether two recordings are one session.
    pub twins: u64,
    /// Meanings of exercise titles.
    pub exercises: u64,
    /// Lines of the journal.
    pub lines: u64,
}

impl Said {
    /// What an export says in all.
    #[must_use]
    pub fn of(own: &Own) -> Self {
        let count = |n: usize| n as u64;
        Self {
            profiles: count(own.profiles.len()),
            goals: count(own.goals.len()),
            plans: count(own.plans.len()),
            corrections: count(own.corrections.len()),
            twins: count(own.twins.len()),
            exercises: count(own.exercises.len()),
            lines: count(own.entries.len()),
        }
    }

    /// Whether there is nothing new.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl std::ops::AddAssign for Said {
    fn add_assign(&mut self, other: Self) {
        self.profiles += other.profiles;
        self.goals += other.goals;
        self.plans += other.plans;
        self.corrections += other.corrections;
        self.twins += other.twins;
        self.exercises += other.exercises;
        self.lines += other.lines;
    }
}

/// What an import has said, kept with its run so that it can be taken back. A row that was changed since is the athlete's.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Brought {
    at_ms: i64,
    profiles: Vec<String>,
    goals: Vec<String>,
    /// Number, and when it was made.
    plans: Vec<(i64, i64)>,
    corrections: Vec<String>,
    twins: Vec<(String, String)>,
    exercises: Vec<String>,
}

/// How it is kept.
#[derive(Serialize, Deserialize)]
struct About {
    own: Brought,
}

/// Stores what an export says and nobody has said here; how much of it was new, and what must be known to take it back.
pub(crate) async fn put_own(tx: &mut Tx, athlete: AthleteId, import: ImportId, own: &Own) -> Result<(Said, String)> {
    let mut brought = Brought { at_ms: now_ms(), ..Brought::default() };
    let (lines, numbers) = put_entries(tx, athlete, import, &own.entries).await?;
    let here = |id: &str| renumbered(id, &numbers);
    for (day, figures) in &own.profiles {
        let mut figures: serde_json::Map<String, serde_json::Value> = value(figures, "profile")?;
        figures.remove(FEED);
        value::<Profile>(&json_text(&figures)?, "profile")?;
        let sql =
            "insert into profile (athlete_id, day, figures, changed_ms) values ($1, $2, $3, $4) on conflict do nothing";
        let (day, figures) = (day.to_string(), json_text(&figures)?);
        if tx.execute(sql, binds![athlete.0, &day, &figures, brought.at_ms]).await? > 0 {
            brought.profiles.push(day);
        }
    }
    for (day, goal) in &own.goals {
        let sql = "insert into goal (athlete_id, day, goal, changed_ms) values ($1, $2, $3, $4) on conflict do nothing";
        let day = day.to_string();
        if tx.execute(sql, binds![athlete.0, &day, goal, brought.at_ms]).await? > 0 {
            brought.goals.push(day);
        }
    }
    // Versions of two histories of plans have nothing to do with one another.
    let planned = tx.first("select 1 from plan where athlete_id = $1 limit 1", binds![athlete.0]).await?.is_some();
    for plan in own.plans.iter().filter(|_| !planned) {
        let sql = "insert into plan (athlete_id, version, plan, created_ms, accepted_ms) values ($1, $2, $3, $4, $5) \
                   on conflict do nothing";
        let (created, accepted) = (plan.created.as_unix_ms(), plan.accepted.map(striate_model::Timestamp::as_unix_ms));
        if tx.execute(sql, binds![athlete.0, plan.version, &plan.plan, created, accepted]).await? > 0 {
            brought.plans.push((plan.version, created));
        }
    }
    for (id, told) in &own.corrections {
        let (id, told) = (here(id), json_text(&value::<Correction>(told, "correction")?)?);
        let sql = "insert into correction (athlete_id, recording_id, told, changed_ms) values ($1, $2, $3, $4) \
                   on conflict do nothing";
        if tx.execute(sql, binds![athlete.0, &id, &told, brought.at_ms]).await? > 0 {
            brought.corrections.push(id);
        }
    }
    for (one, other, is_same) in &own.twins {
        let (one, other) = (RecordingId(here(one)), RecordingId(here(other)));
        let (first, second) = if one < other { (one.0, other.0) } else { (other.0, one.0) };
        let sql = "insert into twin_decision (athlete_id, first_id, second_id, is_same, changed_ms) \
                   values ($1, $2, $3, $4, $5) on conflict do nothing";
        if first != second && tx.execute(sql, binds![athlete.0, &first, &second, *is_same, brought.at_ms]).await? > 0 {
            brought.twins.push((first, second));
        }
    }
    for (title, movement) in &own.exercises {
        let sql = "insert into exercise_map (athlete_id, title, movement, changed_ms) values ($1, $2, $3, $4) \
                   on conflict do nothing";
        if tx.execute(sql, binds![athlete.0, title, movement, brought.at_ms]).await? > 0 {
            brought.exercises.push(title.clone());
        }
    }
    let count = |n: usize| n as u64;
    let said = Said {
        profiles: count(brought.profiles.len()),
        goals: count(brought.goals.len()),
        plans: count(brought.plans.len()),
        corrections: count(brought.corrections.len()),
        twins: count(brought.twins.len()),
        exercises: count(brought.exercises.len()),
        lines,
    };
    Ok((said, json_text(&About { own: brought })?))
}

/// A value of an export, which anybody may have changed.
fn value<T: for<'a> Deserialize<'a>>(text: &str, what: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|e| StoreError::conflict(format!("a {what} in this export is not understood")).caused_by(e))
}

/// What other exports said about the athlete's files, each text once for a file.
pub(crate) fn abouts(own: &Own) -> BTreeSet<(SourceHash, String)> {
    own.abouts.iter().filter_map(|(hash, about)| Some((SourceHash::from_text(hash)?, about.clone()))).collect()
}

/// Stores lines that are not there; how many, and the number here of each number there.
async fn put_entries(
    tx: &mut Tx,
    athlete: AthleteId,
    import: ImportId,
    entries: &[OwnEntry],
) -> Result<(u64, HashMap<i64, i64>)> {
    let (mut new, mut numbers) = (0, HashMap::new());
    let mut times: HashMap<String, u32> = HashMap::new();
    for entry in entries {
        let by_hand = entry.import_key.is_none();
        // A line by hand is called as a journal file would call it: whichever comes first, it is stored once.
        let whole = parse_line(&entry.line, entry.day).map_or_else(|_| line_of(entry), |entry| entry.to_string());
        let place = times.entry(whole.clone()).or_default();
        *place += u32::from(by_hand);
        let key = entry.import_key.clone().unwrap_or_else(|| format!("{JOURNAL_KEY}{whole} {place}"));
        let day = entry.day.to_string();
        let there = "select id from journal_entry where athlete_id = $1 and (import_key = $2 or (day = $3 and line = $4 \
                     and import_key is null and $5 = 1)) order by id limit 1";
        let there = tx.first(there, binds![athlete.0, &key, &day, &entry.line, i64::from(by_hand)]).await?;
        let number = match &there {
            Some(row) => row.int(0)?,
            None => {
                new += 1;
                let line = NewEntry { day: entry.day, line: entry.line.clone(), import_key: Some(key) };
                line.insert(tx, athlete).await?
            }
        };
        numbers.insert(entry.id, number);
        // Whoever wrote it by hand here keeps it when the import is taken back.
        let sql = "insert into import_entry (import_id, entry_id) select $1, id from journal_entry \
                   where id = $2 and import_key is not null on conflict do nothing";
        tx.execute(sql, binds![import.0, number]).await?;
    }
    Ok((new, numbers))
}

fn line_of(entry: &OwnEntry) -> String {
    let day: Day = entry.day;
    format!("{day} {}", entry.line)
}

/// The id here of a recording that may come from a line of the journal.
fn renumbered(id: &str, numbers: &HashMap<i64, i64>) -> String {
    let of_line = |id: &str| {
        let (number, place) = id.strip_prefix("log")?.split_once('-')?;
        Some(format!("log{}-{place}", numbers.get(&number.parse().ok()?)?))
    };
    of_line(id).unwrap_or_else(|| id.to_owned())
}

/// Takes back what an import has said, as far as nobody has changed it since.
pub(crate) async fn take_back(tx: &mut Tx, athlete: AthleteId, import: ImportId) -> Result<()> {
    let sql =
        "select about from import_item where import_id = $1 and hash is null and about is not null order by place";
    for row in tx.all(sql, binds![import.0]).await? {
        let Ok(About { own }) = serde_json::from_str(&row.text(0)?) else { continue };
        for day in &own.profiles {
            let sql = "delete from profile where athlete_id = $1 and day = $2 and changed_ms = $3";
            tx.execute(sql, binds![athlete.0, day, own.at_ms]).await?;
        }
        for day in &own.goals {
            let sql = "delete from goal where athlete_id = $1 and day = $2 and changed_ms = $3";
            tx.execute(sql, binds![athlete.0, day, own.at_ms]).await?;
        }
        for (version, created) in &own.plans {
            let sql = "delete from plan where athlete_id = $1 and version = $2 and created_ms = $3";
            tx.execute(sql, binds![athlete.0, *version, *created]).await?;
        }
        for id in &own.corrections {
            let sql = "delete from correction where athlete_id = $1 and recording_id = $2 and changed_ms = $3";
            tx.execute(sql, binds![athlete.0, id, own.at_ms]).await?;
        }
        for (first, second) in &own.twins {
            let sql = "delete from twin_decision where athlete_id = $1 and first_id = $2 and second_id = $3 \
                       and changed_ms = $4";
            tx.execute(sql, binds![athlete.0, first, second, own.at_ms]).await?;
        }
        for title in &own.exercises {
            let sql = "delete from exercise_map where athlete_id = $1 and title = $2 and changed_ms = $3";
            tx.execute(sql, binds![athlete.0, title, own.at_ms]).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_by_hand_is_called_by_its_line_s_number_here() {
        let numbers = HashMap::from([(2, 7)]);
        let here = |id| renumbered(id, &numbers);
        assert_eq!([here("log2-0"), here("log3-0"), here("3f1c-0")], ["log7-0", "log3-0", "3f1c-0"]);
    }
}
