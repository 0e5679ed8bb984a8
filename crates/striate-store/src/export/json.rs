//! Everything structured as one JSON object: every table of the athlete's but the bytes of originals and samples, row by
//! row, under the names of the database. What is JSON in the database is JSON here.

use super::out::MARK;
use super::{Reader, instant};
use crate::athlete::{json_text, of_json};
use crate::error::Result;
use crate::original::inflated;
use crate::plan::FEED;
use crate::schema::{Kind, TABLES, Table};
use crate::sql::Row;
use crate::store::now_ms;
use futures_util::TryStreamExt;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use std::io::Write;

/// Who may log in is not the athlete's data; bytes stand in files of their own.
const LEFT_OUT: [&str; 4] = ["account", "account_athlete", "source_part", "stream"];
/// Texts that are JSON.
const JSON: [&str; 11] =
    ["figures", "options", "summary", "told", "goal", "plan", "choice", "dose", "witness", "shown", "about"];
/// The largest view of a session, inflated.
const VIEW_BYTES: usize = 64 << 20;

impl Reader<'_> {
    pub(super) async fn json(&mut self) -> Result<()> {
        self.begin(MARK, false)?;
        let head = self.head();
        let head = head.trim_end_matches('}').to_owned();
        self.write(head.as_bytes())?;
        for table in TABLES.iter().filter(|t| !LEFT_OUT.contains(&t.name)) {
            self.write(format!(",\n\"{}\":[", table.name).as_bytes())?;
            let mut rows = self.tx.stream(select(table, self.athlete.0));
            let mut is_first = true;
            while let Some(row) = rows.try_next().await? {
                let mut line = String::from(if is_first { "\n" } else { ",\n" });
                is_first = false;
                object(table, &row, &mut line)?;
                self.out.write_all(line.as_bytes()).map_err(|e| self.out.failed(e))?;
            }
            drop(rows);
            self.write(b"]")?;
        }
        self.write(b"}\n")
    }

    /// The same without any table, for an export that leaves them out: it says what the folder is.
    pub(super) fn mark(&mut self) -> Result<()> {
        self.begin(MARK, false)?;
        let head = self.head();
        self.write(head.as_bytes())
    }

    fn head(&self) -> String {
        json!({
            "export": 1,
            "program": env!("CARGO_PKG_VERSION"),
            "method_version": striate_stimulus::METHOD_VERSION,
            "created": instant(now_ms(), "UTC"),
        })
        .to_string()
    }
}

/// The athlete's rows of a table in the order of its key.
fn select(table: &Table, athlete: i64) -> String {
    let has = |column: &str| table.columns.iter().any(|c| c.0 == column);
    let owned = if has("athlete_id") {
        format!("athlete_id = {athlete}")
    } else if has("import_id") {
        format!("import_id in (select id from import where athlete_id = {athlete})")
    } else {
        format!("id = {athlete}")
    };
    let key: Vec<&str> = table.columns[..table.key].iter().map(|c| c.0).collect();
    format!("select {} from {} where {owned} order by {}", table.column_names(), table.name, key.join(", "))
}

fn object(table: &Table, row: &Row, line: &mut String) -> Result<()> {
    line.push('{');
    for (place, (name, kind)) in table.columns.iter().enumerate().filter(|(_, c)| c.0 != "athlete_id") {
        let (mut key, mut raw) = (*name, None);
        let value = match kind {
            Kind::Int => match (row.int_or_none(place)?, name.strip_suffix("_ms")) {
                (Some(ms), Some(named)) => {
                    key = named;
                    instant(ms, "UTC").map_or(Value::Null, Value::from)
                }
                (None, Some(named)) => {
                    key = named;
                    Value::Null
                }
                (Some(n), None) if name.starts_with("is_") => Value::from(n != 0),
                (n, None) => n.map_or(Value::Null, Value::from),
            },
            Kind::Float => row.float_or_none(place)?.map_or(Value::Null, Value::from),
            Kind::Text => match row.text_or_none(place)? {
                Some(text) if table.name == "profile" && *name == "figures" => {
                    raw = Some(without_secret(&text)?);
                    Value::Null
                }
                Some(text) if JSON.contains(name) && is_json(&text) => {
                    raw = Some(text);
                    Value::Null
                }
                text => text.map_or(Value::Null, Value::from),
            },
            Kind::Blob => {
                let bytes = row.blob_or_none(place)?.and_then(|blob| inflated(&blob, VIEW_BYTES).ok());
                raw = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).filter(|text| is_json(text));
                Value::Null
            }
        };
        if !line.ends_with('{') {
            line.push(',');
        }
        line.push_str(&format!("\"{key}\":"));
        match raw {
            Some(raw) => line.push_str(&raw),
            None => line.push_str(&value.to_string()),
        }
    }
    line.push('}');
    Ok(())
}

/// A profile without the secret in the address of the private calendar: whoever gets an export must not read that for ever.
fn without_secret(figures: &str) -> Result<String> {
    let mut figures: serde_json::Map<String, Value> = of_json(figures)?;
    figures.remove(FEED);
    json_text(&figures)
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}
