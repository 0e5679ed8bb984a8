//! Which recordings are taken for one session, what each gives, and why.

use super::manage::Here;
use super::print;
use crate::Outcome;
use crate::here::Failure;
use crate::terminal::{FAINT, STRONG, counted, percent, styled};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use striate_analysis::day_and_time;
use striate_duplicates::{Doubt, Group};
use striate_store::import::group;
use striate_store::{RecordingId, RecordingRow};

impl Here<'_> {
    pub(super) async fn twins(&self) -> Result<Outcome, Failure> {
        let found = group(&self.library.store, self.library.athlete).await?;
        let rows: BTreeMap<RecordingId, RecordingRow> =
            self.library.store.recordings(self.library.athlete).await?.into_iter().map(|r| (r.id.clone(), r)).collect();
        let mut groups: Vec<&Group> = found.groups.iter().filter(|g| g.members.len() > 1).collect();
        let start =
            |g: &Group| g.members.iter().filter_map(|k| rows.get(&RecordingId::of_key(k))).map(|r| r.start).min();
        groups.sort_by_key(|g| std::cmp::Reverse(start(g)));
        let json = json!({
            "twins": groups.iter().map(|g| group_json(g, &rows)).collect::<Vec<_>>(),
            "doubtful": found.doubts.iter().map(|d| doubt_json(d, &rows)).collect::<Vec<_>>(),
        });
        print(self.form, || page(&groups, &found.doubts, &rows), &json)?;
        Ok(Outcome::Done)
    }
}

type Rows = BTreeMap<RecordingId, RecordingRow>;

fn page(groups: &[&Group], doubts: &[Doubt], rows: &Rows) -> String {
    let mut text = String::new();
    let verdict = match groups.len() {
        0 => "Every session has one recording.".to_owned(),
        n => format!("{} with several recordings, each counted once.", counted(n as u64, "session")),
    };
    let _ = writeln!(text, "{}", styled(STRONG, verdict));
    if !doubts.is_empty() {
        let _ = writeln!(text, "\n{}", styled(STRONG, "Not sure: please look"));
        for doubt in doubts {
            let so_far = if doubt.is_joined { "counted as one" } else { "counted as two" };
            let _ = writeln!(
                text,
                "  {so_far}, {} likely to be one ({})",
                percent(doubt.probability),
                doubt.reasons.join(", ")
            );
            for key in [doubt.a, doubt.b] {
                let _ = writeln!(text, "    {}", line(&RecordingId::of_key(&key), rows));
            }
        }
    }
    for group in groups {
        let sure =
            if group.probability >= 0.95 { String::new() } else { format!(", {} sure", percent(group.probability)) };
        let _ = writeln!(text, "\n  {}{sure}", styled(FAINT, group.reasons.join(", ")));
        for key in &group.members {
            let gives: Vec<&str> =
                group.picks.iter().filter(|p| p.keys.contains(key)).map(|p| p.part.as_str()).collect();
            let gives = if gives.is_empty() { String::new() } else { format!("  gives {}", gives.join(", ")) };
            let _ = writeln!(text, "    {}{gives}", line(&RecordingId::of_key(key), rows));
        }
        for pick in &group.picks {
            let _ = writeln!(text, "    {}", styled(FAINT, format!("{}: {}", pick.part.as_str(), pick.why)));
        }
    }
    if !groups.is_empty() || !doubts.is_empty() {
        text.push_str("\nYour word counts: striate import split ID [ID], merge ID ID, prefer ID streams|sets|name.\n");
    }
    text
}

fn line(id: &RecordingId, rows: &Rows) -> String {
    rows.get(id).map_or_else(
        || id.0.clone(),
        |row| {
            let name = row.name.as_deref().unwrap_or(&row.sport);
            format!("{}  {}  {}  {name}", id.0, day_and_time(row.start), row.format)
        },
    )
}

fn recording_json(id: &RecordingId, rows: &Rows) -> Value {
    let row = rows.get(id);
    json!({
        "id": id.0, "format": row.map(|r| &r.format), "sport": row.map(|r| &r.sport), "name": row.and_then(|r| r.name.as_ref()),
        "start_ms": row.map(|r| r.start.as_unix_ms()),
    })
}

fn group_json(group: &Group, rows: &Rows) -> Value {
    let pick = |p: &striate_duplicates::Pick| json!({ "part": p.part.as_str(), "recordings": p.keys.iter().map(|k| RecordingId::of_key(k).0).collect::<Vec<_>>(), "why": p.why });
    json!({
        "recordings": group.members.iter().map(|k| recording_json(&RecordingId::of_key(k), rows)).collect::<Vec<_>>(),
        "picks": group.picks.iter().map(pick).collect::<Vec<_>>(),
        "probability": (1000.0 * group.probability).round() / 1000.0,
        "reasons": group.reasons,
    })
}

fn doubt_json(doubt: &Doubt, rows: &Rows) -> Value {
    let pair = [doubt.a, doubt.b].map(|k| recording_json(&RecordingId::of_key(&k), rows));
    json!({
        "recordings": pair,
        "probability": (1000.0 * doubt.probability).round() / 1000.0,
        "joined": doubt.is_joined,
        "reasons": doubt.reasons,
    })
}
