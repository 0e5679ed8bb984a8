//! `striate log`: what has no file, and what the athlete knows better.

use crate::Outcome;
use crate::database::{DatabaseArguments, Form};
use crate::here::{Asked, Failure, block_on, derive_all, open};
use crate::import::{print, wrong};
use anyhow::Result;
use clap::Subcommand;
use serde_json::{Value, json};
use std::fmt::Write;
use striate_app::{Library, Noted};
use striate_history::stored::sport_named;
use striate_model::{SessionKind, Timestamp};
use striate_store::import::Zone;
use striate_store::{Correction, RecordingId};

/// Log lifts, runs without a watch, sleep, soreness, body mass or measurements; correct sessions.
///
/// One line is one entry, for example `lift squat 5x5 100 kg rir 2`, `yesterday sleep 7.5 h`, `2026-11-14 soreness
/// calves 6` or `18:30 run 8 km 45 min trail vest 5 kg`. docs/reference/journal.md has the full syntax.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct LogArguments {
    /// Entry to log; no quotes needed.
    #[arg(required = true, value_name = "LINE")]
    line: Vec<String>,
    /// Your time zone [default: from your profile, else this computer's]
    #[arg(long, value_name = "ZONE", global = true)]
    time_zone: Option<String>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table, global = true)]
    format: Form,
    #[command(flatten)]
    database: DatabaseArguments,
    #[command(subcommand)]
    command: Option<LogCommand>,
}

#[derive(Subcommand)]
enum LogCommand {
    /// List entries, newest last.
    List {
        /// Only the last N days.
        #[arg(long, value_name = "N")]
        days: Option<u16>,
    },
    /// Undo an entry.
    Undo {
        /// Number shown by `log list`.
        id: i64,
    },
    /// Correct a session; anything you leave out stays as it is.
    Correct(Correct),
}

#[derive(clap::Args)]
struct Correct {
    /// Session ID, or the ID of one of its recordings.
    session: String,
    /// Session type: easy, long, tempo, interval, series, hill_repeats, ...
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Sport: run, walk, hike, ride, swim, row, strength, other. Overrides the device.
    #[arg(long, value_name = "SPORT")]
    sport: Option<String>,
    /// Carried weight (vest, pack), kg.
    #[arg(long, value_name = "KG")]
    added_mass: Option<f64>,
    /// Surface; grass and sand count as trail.
    #[arg(long, value_parser = ["road", "track", "trail", "grass", "sand", "treadmill"])]
    surface: Option<String>,
    /// Efforts as local times: 18:04:10-18:05:02,18:07:00-18:07:55, or "none".
    #[arg(long, value_name = "SPANS")]
    efforts: Option<String>,
    /// Remove all corrections of this session.
    #[arg(long)]
    clear: bool,
}

/// What can be written as a sport.
const SAID_SPORTS: &str = "run, walk, hike, ride, swim, row, strength, other";

/// The heaviest vest that anybody runs with, kg.
const CARRIED_MAX_KG: f64 = 100.0;

pub(crate) fn run(arguments: &LogArguments) -> Result<Outcome> {
    block_on(async {
        let asked = Asked { zone: arguments.time_zone.as_deref(), ..Asked::default() };
        let here = Here { library: open(&arguments.database, asked).await?, form: arguments.format };
        let outcome = match &arguments.command {
            None => here.add(&arguments.line.join(" ")).await,
            Some(LogCommand::List { days }) => here.list(*days).await,
            Some(LogCommand::Undo { id }) => here.undo(*id).await,
            Some(LogCommand::Correct(said)) => here.correct(said).await,
        }?;
        here.library.close().await;
        Ok(outcome)
    })
}

struct Here {
    library: Library,
    form: Form,
}

impl Here {
    async fn add(&self, line: &str) -> Result<Outcome, Failure> {
        let entry = match self.library.read_line(line).await? {
            Ok(entry) => entry,
            Err(error) => return Ok(wrong(&error.message, &error.hint)),
        };
        let Noted { id, entry, unknown } = self.library.note(entry).await?;
        let text = entry.to_string();
        derive_all(&self.library).await?;
        let page = || {
            let mut page = format!("Noted as entry {id}: {text}\n");
            for (title, near) in &unknown {
                let near = if near.is_empty() { String::new() } else { format!("; close to {}", near.join(", ")) };
                let _ = writeln!(page, "\"{title}\" is no exercise that is known, so it trains nothing{near}");
            }
            page
        };
        let unknown_json: Vec<Value> = unknown.iter().map(|(t, near)| json!({ "title": t, "closest": near })).collect();
        let answer = json!({ "id": id, "day": entry.day.to_string(), "line": text, "unknown_exercises": unknown_json });
        print(self.form, page, &answer)?;
        Ok(if unknown.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
    }

    async fn list(&self, days: Option<u16>) -> Result<Outcome, Failure> {
        let (store, athlete, today) = (&self.library.store, self.library.athlete, self.library.today().await?);
        let mut entries = store.entries(athlete).await?;
        if let Some(days) = days {
            entries.retain(|e| today.days_since(e.day) < i32::from(days));
        }
        let corrections = store.corrections(athlete).await?;
        let mut said: Vec<(&RecordingId, &Correction)> = corrections.iter().collect();
        said.sort_by_key(|(id, _)| *id);
        let page = || {
            let mut text = String::new();
            for e in &entries {
                let _ = writeln!(text, "{:>5}  {}", e.id, e.line);
            }
            for (id, correction) in &said {
                let _ =
                    writeln!(text, "corrected  {}  {}", id.0, serde_json::to_string(correction).unwrap_or_default());
            }
            if text.is_empty() { "Nothing was written down yet.\n".to_owned() } else { text }
        };
        let view = |e: &striate_store::Entry| json!({ "id": e.id, "day": e.day.to_string(), "line": e.line, "imported": e.import_key.is_some() });
        let answer = json!({
            "entries": entries.iter().map(view).collect::<Vec<_>>(),
            "corrections": said.iter().map(|(id, c)| json!({ "recording": id.0, "said": c })).collect::<Vec<_>>(),
        });
        print(self.form, page, &answer)?;
        Ok(Outcome::Done)
    }

    async fn undo(&self, id: i64) -> Result<Outcome, Failure> {
        self.library.remove_line(id).await?;
        derive_all(&self.library).await?;
        print(self.form, || format!("Entry {id} was undone.\n"), &json!({ "undone": id }))?;
        Ok(Outcome::Done)
    }

    async fn correct(&self, said: &Correct) -> Result<Outcome, Failure> {
        let session = self.library.store.session(self.library.athlete, &said.session).await?;
        if let Some(kind) = said.kind.as_deref().filter(|k| SessionKind::from_name(k).is_none()) {
            let known: Vec<&str> = SessionKind::ALL.iter().map(|k| k.as_str()).collect();
            return Ok(wrong(
                &format!("\"{kind}\" is no kind of session"),
                &format!("write one of {}", known.join(", ")),
            ));
        }
        let sport = match said.sport.as_deref().map(|text| (text, sport_named(text))) {
            Some((text, None)) => {
                return Ok(wrong(
                    &format!("\"{text}\" is no sport that is known"),
                    &format!("write one of {SAID_SPORTS}"),
                ));
            }
            Some((_, known)) => known.map(|sport| sport.as_str().to_owned()),
            None => None,
        };
        if said.added_mass.is_some_and(|kg| !(0.0..=CARRIED_MAX_KG).contains(&kg)) {
            return Ok(wrong("nobody carries that", "write the mass in kg, 0 to 100"));
        }
        let zone = self.library.zone().await?;
        let efforts = match said.efforts.as_deref().map(|text| spans(&zone, text, session.start)) {
            Some(Err(message)) => return Ok(wrong(&message, "write 18:04:10-18:05:02,18:07:00-18:07:55 or none")),
            Some(Ok(spans)) => Some(spans),
            None => None,
        };
        if session.recordings.is_empty() {
            return Ok(wrong("the session has no recording", "striate import twins lists them"));
        }
        let change = |correction: &mut Correction| {
            if said.clear {
                *correction = Correction { more: std::mem::take(&mut correction.more), ..Correction::default() };
            }
            correction.kind = said.kind.clone().or(correction.kind.take());
            correction.sport = sport.or(correction.sport.take());
            correction.added_mass_kg = said.added_mass.or(correction.added_mass_kg);
            correction.surface = said.surface.clone().or(correction.surface.take());
            correction.efforts_ms = efforts.or(correction.efforts_ms.take());
        };
        let (id, correction) = self.library.correct(&said.session, None, change).await?;
        derive_all(&self.library).await?;
        let page = || format!("What you say about session {} holds from now on.\n", session.id.0);
        print(self.form, page, &json!({ "session": session.id.0, "recording": id.0, "said": correction }))?;
        Ok(Outcome::Done)
    }
}

/// Spans of local time on the day of a session, as milliseconds since 1970.
fn spans(zone: &Zone, text: &str, start: Timestamp) -> Result<Vec<(i64, i64)>, String> {
    if text.trim() == "none" {
        return Ok(Vec::new());
    }
    let offset_ms = zone.offset(start).as_whole_ms();
    let midnight = (start.as_unix_ms() + offset_ms).div_euclid(86_400_000) * 86_400_000 - offset_ms;
    let one = |span: &str| {
        let (from, to) = span.split_once('-')?;
        let (mut from, mut to) = (midnight + clock_ms(from)?, midnight + clock_ms(to)?);
        // Past midnight: the clock begins anew.
        for at in [&mut from, &mut to] {
            if *at < start.as_unix_ms() {
                *at += 86_400_000;
            }
        }
        (from < to).then_some((from, to))
    };
    let read = |span: &str| one(span.trim()).ok_or_else(|| format!("\"{}\" is no span of time", span.trim()));
    text.split(',').map(read).collect()
}

/// `18:04` or `18:04:10` as milliseconds since midnight.
fn clock_ms(text: &str) -> Option<i64> {
    let parts: Vec<i64> = text.trim().split(':').map(|p| p.parse().ok()).collect::<Option<_>>()?;
    let (h, m, s) = match parts[..] {
        [h, m] => (h, m, 0),
        [h, m, s] => (h, m, s),
        _ => return None,
    };
    let is_clock = (0..24).contains(&h) && (0..60).contains(&m) && (0..60).contains(&s);
    is_clock.then_some(((h * 60 + m) * 60 + s) * 1000)
}

#[cfg(test)]
mod tests {
    use super::clock_ms;

    #[test]
    fn a_time_of_day_is_read_with_and_without_seconds() {
        assert_eq!(clock_ms("18:04"), Some(65_040_000));
        assert_eq!(clock_ms("0:00:01"), Some(1000));
        assert_eq!([clock_ms("24:00"), clock_ms("6"), clock_ms("6:60"), clock_ms("")], [None; 4]);
    }
}
