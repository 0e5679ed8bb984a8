//! striate's own export, read back: what the athlete said, which no original file holds. Its `export.json` is read up to
//! where the figures begin that were worked out; those are worked out again.

use super::found::Content;
use super::{Bounded, Flow, Walk};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::fmt;
use std::io::{self, Read};
use striate_formats::exports::garmin::ShortTexts;
use striate_formats::{LooksLike, limits};
use striate_model::{Day, Timestamp};

/// What an export of striate says beside its files. Values that belong to the database are JSON texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    /// How original files are called and were read: by hash.
    pub sources: Vec<OwnSource>,
    /// What other exports said about those files: hash and text.
    pub abouts: Vec<(String, String)>,
    /// Lines of the journal.
    pub entries: Vec<OwnEntry>,
    /// What the athlete said about themselves, by the day from which it holds.
    pub profiles: Vec<(Day, String)>,
    /// What plans are for, by the day from which it holds.
    pub goals: Vec<(Day, String)>,
    /// Plans.
    pub plans: Vec<OwnPlan>,
    /// What the athlete said about sessions, by recording.
    pub corrections: Vec<(String, String)>,
    /// Whether two recordings are of one session.
    pub twins: Vec<(String, String, bool)>,
    /// What titles of exercises mean.
    pub exercises: Vec<(String, String)>,
}

/// What a walk must know of an export of striate that it has read.
pub(super) struct Beside {
    folder: String,
    /// The names of originals by their hash.
    names: HashMap<String, String>,
}

/// An original file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSource {
    /// The SHA-256 of its bytes.
    pub hash: String,
    /// Its name.
    pub name: String,
    /// What was said when it was read, as JSON.
    pub options: String,
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnEntry {
    /// Its number there.
    pub id: i64,
    /// The day that it is about.
    pub day: Day,
    /// The line.
    pub line: String,
    /// Its name in the import that brought it.
    pub import_key: Option<String>,
}

/// A version of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPlan {
    /// Its number.
    pub version: i64,
    /// The plan, as JSON.
    pub plan: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it was accepted.
    pub accepted: Option<Timestamp>,
}

/// The tables that were worked out: none of the others comes behind the first of them.
const WORKED_OUT: [&str; 6] = ["recording", "stream", "session", "session_recording", "analysis", "derived_version"];
/// Files beside it that say nothing new.
const BESIDE: [&str; 6] = ["README.txt", "originals.csv", "sessions.csv", "days.csv", "journal.txt", "samples.parquet"];

/// Whether a member of an archive may be it.
pub(super) fn is_own(member: &str) -> bool {
    super::folder::file_name(member) == "export.json"
}

/// Whether these first bytes of a file are an export of striate.
pub(super) fn sniff(head: &[u8]) -> bool {
    let head = &head[..head.len().min(400)];
    let has = |word: &str| head.windows(word.len()).any(|w| w == word.as_bytes());
    LooksLike::of(head) == LooksLike::Json && has("\"export\":1") && has("\"method_version\"") && has("\"program\"")
}

impl Walk<'_, '_> {
    /// An export of striate.
    pub(super) fn own_export(&mut self, head: &[u8], from: &mut Bounded<'_>, name: &str) -> Flow {
        from.set_limit(limits::OWN_BYTES);
        match read(head.chain(&mut *from)) {
            Ok(None) => self.found(name, Content::Skipped("the label of an export".to_owned())),
            Ok(Some(own)) => {
                let folder = name.strip_suffix("export.json").unwrap_or(name).to_owned();
                let names = own.sources.iter().map(|s| (s.hash.clone(), s.name.clone())).collect();
                self.own = Some(Beside { folder, names });
                self.found(name, Content::Own(Box::new(own)))
            }
            Err(_) if from.is_over_limit() => self.problem(name, from.fault(&io::Error::other(""))),
            Err(fault) => self.problem(name, format!("this export of striate is damaged or cut off ({fault})")),
        }
    }

    /// Whether a member lies beside an export of striate that was read, and says nothing new.
    pub(super) fn is_beside_own(&self, member: &str) -> bool {
        self.own.as_ref().and_then(|own| member.strip_prefix(&own.folder)).is_some_and(|name| BESIDE.contains(&name))
    }

    /// The label of an original of such an export, which lies there under its hash, with the name that it had.
    pub(super) fn own_name(&self, member: &str) -> Option<String> {
        let own = self.own.as_ref()?;
        let file = member.strip_prefix(&own.folder)?.strip_prefix("originals/")?;
        let name = own.names.get(file.split('.').next()?)?;
        Some(format!("{}originals/{}/{name}", own.folder, file.get(..8)?))
    }
}

/// Reads it; `None` where it holds no tables.
fn read(from: impl Read) -> Result<Option<Own>, String> {
    let from = io::BufReader::with_capacity(64 << 10, ShortTexts::new(from));
    let mut json = serde_json::Deserializer::from_reader(from);
    let mut reading = Reading { own: Own::default(), tables: 0, rows: 0, is_done: false };
    match json.deserialize_map(&mut reading) {
        Ok(()) => {}
        Err(_) if reading.is_done => {}
        Err(fault) => return Err(fault.to_string()),
    }
    Ok((reading.tables > 0).then_some(reading.own))
}

struct Reading {
    own: Own,
    tables: usize,
    rows: usize,
    is_done: bool,
}

impl<'de> Visitor<'de> for &mut Reading {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an export of striate")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "source_file" | "import_item" | "journal_entry" | "profile" | "goal" | "plan" | "correction"
                | "twin_decision" | "exercise_map" => {
                    self.tables += 1;
                    map.next_value_seed(Rows { table: &key, reading: self })?;
                }
                // What follows need not be read: the fault that is left behind is passed over.
                worked_out if self.tables > 0 && WORKED_OUT.contains(&worked_out) => {
                    self.is_done = true;
                    return Ok(());
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// The rows of a table, one at a time.
struct Rows<'a> {
    table: &'a str,
    reading: &'a mut Reading,
}

impl<'de> DeserializeSeed<'de> for Rows<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the rows of {}", self.table)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut rows: S) -> Result<(), S::Error> {
        while let Some(row) = rows.next_element::<Map<String, Value>>()? {
            self.reading.rows += 1;
            if self.reading.rows > limits::OWN_ROWS {
                return Err(S::Error::custom("it has more rows than are read"));
            }
            let fits = self.reading.own.take(self.table, &row);
            fits.ok_or_else(|| S::Error::custom(format!("a row of {} is not understood", self.table)))?;
        }
        Ok(())
    }
}

impl Own {
    /// Keeps what a row says; `None` where it is none of this table.
    fn take(&mut self, table: &str, row: &Map<String, Value>) -> Option<()> {
        let text = |key: &str| row.get(key)?.as_str().map(str::to_owned);
        let json = |key: &str| row.get(key).filter(|v| v.is_object()).map(Value::to_string);
        let day = || text("day")?.parse::<Day>().ok();
        let instant = |key: &str| {
            let at: jiff::Timestamp = row.get(key)?.as_str()?.parse().ok()?;
            Some(Timestamp::from_unix_ms(at.as_millisecond()))
        };
        match table {
            "source_file" => {
                let options = json("options")?;
                self.sources.push(OwnSource { hash: text("hash")?, name: text("name")?, options });
            }
            // Most items say nothing of their file.
            "import_item" => self.abouts.extend(text("hash").zip(json("about"))),
            "journal_entry" => self.entries.push(OwnEntry {
                id: row.get("id")?.as_i64()?,
                day: day()?,
                line: text("line")?,
                import_key: text("import_key"),
            }),
            "profile" => self.profiles.push((day()?, json("figures")?)),
            "goal" => self.goals.push((day()?, json("goal")?)),
            "plan" => self.plans.push(OwnPlan {
                version: row.get("version")?.as_i64()?,
                plan: json("plan")?,
                created: instant("created")?,
                accepted: instant("accepted"),
            }),
            "correction" => self.corrections.push((text("recording_id")?, json("told")?)),
            "twin_decision" => {
                self.twins.push((text("first_id")?, text("second_id")?, row.get("is_same")?.as_bool()?));
            }
            "exercise_map" => self.exercises.push((text("title")?, text("movement")?)),
            _ => {}
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"{"created":"2026-11-28T10:00:00Z","export":1,"method_version":"7","program":"0.1.0""#;

    #[test]
    fn what_the_athlete_said_is_read_and_what_was_worked_out_is_not_even_looked_at() {
        let text = HEAD.to_owned()
            + r#","profile":[{"day":"2026-01-02","figures":{"mass_kg":70.1},"changed":"2026-01-02T03:04:05.678Z"}],
            "source_file":[{"hash":"ab","format":"strong_csv","name":"strong.csv","size_bytes":3,"options":{"unit":"lb"},"added":null}],
            "import_item":[{"import_id":1,"place":0,"path":"x","outcome":"imported","hash":"ab","message":null,"about":{"name":"Legs"}},
                           {"import_id":1,"place":1,"path":"y","outcome":"skipped","hash":null,"message":null,"about":null}],
            "journal_entry":[{"id":7,"day":"2026-01-03","line":"sleep 7 h","import_key":null,"created":"2026-01-03T00:00:00Z"}],
            "correction":[{"recording_id":"ab-0","told":{"kind":"race"},"changed":"2026-01-03T00:00:00Z"}],
            "twin_decision":[{"first_id":"ab-0","second_id":"cd-0","is_same":false,"changed":"2026-01-03T00:00:00Z"}],
            "exercise_map":[{"title":"Zzyzx","movement":"leg_curl","changed":"2026-01-03T00:00:00Z"}],
            "plan":[{"version":2,"plan":{"weeks":[]},"created":"2026-01-03T00:00:01Z","accepted":null}],
            "recording":[{"broken"#;
        assert!(sniff(text.as_bytes()));
        let own = read(text.as_bytes()).unwrap().unwrap();
        assert_eq!(own.profiles, [("2026-01-02".parse().unwrap(), r#"{"mass_kg":70.1}"#.to_owned())]);
        assert_eq!((own.sources[0].options.as_str(), own.abouts.len()), (r#"{"unit":"lb"}"#, 1));
        assert_eq!((own.entries[0].id, own.entries[0].line.as_str()), (7, "sleep 7 h"));
        assert_eq!(own.corrections[0].0, "ab-0");
        assert_eq!(own.twins, [("ab-0".to_owned(), "cd-0".to_owned(), false)]);
        assert_eq!(own.exercises.len(), 1);
        assert_eq!((own.plans[0].created.as_unix_ms(), own.plans[0].accepted), (1_767_398_401_000, None));
    }

    #[test]
    fn an_export_without_tables_or_cut_off_within_them_is_no_answer() {
        assert_eq!(read(format!("{HEAD}}}").as_bytes()), Ok(None));
        assert!(read(format!(r#"{HEAD},"profile":[{{"day":"2026-01-02","fig"#).as_bytes()).is_err());
        assert!(read(format!(r#"{HEAD},"profile":[{{"day":5}}]}}"#).as_bytes()).is_err());
        assert!(!sniff(br#"{"export":2,"method_version":"7","program":"9"}"#));
        assert!(!sniff(br#"[1, 2]"#));
    }
}
