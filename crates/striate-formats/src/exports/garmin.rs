//! The JSON of a Garmin data export: summaries of activities, body mass, sleep.
//!
//! A summary can have a hundred megabytes: it is read as a stream, one activity at a time, and what is not known is passed
//! over without being kept. An activity that has a FIT file in the export is known by its start; one without (entered by
//! hand, or of a watch that is long gone) leaves as a small file of the same form, which `decode` reads by itself.

use super::{About, Export, Reading, possible_mass, possible_sleep};
use crate::xml::{Clock, own_offset, sport_of, sport_of_name};
use crate::{DecodeError, LooksLike, limits};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, json};
use std::fmt;
use std::io::{self, Read};
use striate_model::{Day, Decoded, Distance, Format, HeartRate, Recording, Sport, SubSport, TimeSpan, Timestamp};

/// An activity as a summary has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// What is said about it.
    pub about: About,
    ascent_m: Option<f64>,
    hr_mean_bpm: Option<f64>,
    hr_max_bpm: Option<f64>,
    /// Whether it is one part of a multisport activity, whose whole is listed too.
    is_part: bool,
}

/// What is read out of such a file.
#[derive(Debug, Default)]
pub struct Contents {
    /// Activities, at most [`limits::STRAVA_ROWS`].
    pub summaries: Vec<Summary>,
    /// Body mass and sleep.
    pub readings: Vec<Reading>,
}

/// Whether these first bytes of a file are JSON that may hold something of this.
pub fn may_hold(head: &[u8], name: &str) -> bool {
    let has = |word: &str| head.windows(word.len()).any(|w| w == word.as_bytes());
    LooksLike::of(head) == LooksLike::Json
        && (has("\"summarizedActivitiesExport\"")
            || has("\"deepSleepSeconds\"")
            || has("\"sleepStartTimestampGMT\"")
            || has("\"sleepWindowConfirmationType\"")
            || (has("\"weight\"") && has("\"metaData\""))
            || name.ends_with("_userBioMetrics.json"))
}

/// Whether these first bytes are a summary of activities.
pub(crate) fn sniff(head: &[u8]) -> bool {
    LooksLike::of(head) == LooksLike::Json && head.windows(SUMMARY.len()).take(4096).any(|w| w == SUMMARY.as_bytes())
}

const SUMMARY: &str = "summarizedActivitiesExport";

/// Reads such a file. What came before a fault is kept.
pub fn read(from: impl Read) -> (Contents, Option<String>) {
    let mut contents = Contents::default();
    let from = io::BufReader::with_capacity(64 << 10, ShortTexts::new(from));
    let mut json = serde_json::Deserializer::from_reader(from);
    let fault = Elements(&mut contents).deserialize(&mut json).err();
    (contents, fault.map(|fault| format!("the JSON is damaged or cut off ({fault})")))
}

/// Every activity of a summary, as recordings without samples.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if !sniff(bytes) {
        return Err(DecodeError::NotRecognised(LooksLike::of(bytes)));
    }
    let (contents, fault) = read(bytes);
    let warning = |fault: String| striate_model::Warning::of(striate_model::WarningCode::Truncated, fault);
    let mut recordings: Vec<Recording> = contents.summaries.iter().filter_map(Summary::recording).collect();
    recordings.sort_by_key(|recording| recording.start);
    Ok(Decoded {
        format: Format::GarminSummary,
        recordings,
        workouts: Vec::new(),
        warnings: fault.map(warning).into_iter().collect(),
        unknown: Vec::new(),
    })
}

impl Summary {
    /// Whether it stands for itself.
    pub const fn is_whole(&self) -> bool {
        !self.is_part && self.about.start.is_some()
    }

    fn of(object: &Element) -> Self {
        let figure = |key: &str| object.figures.iter().find(|(k, _)| k == key).map(|(_, v)| *v).filter(|v| *v >= 0.0);
        let text = |key: &str| object.texts.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
        let seconds =
            |key| figure(key).map(|ms| ms / 1000.0).filter(|s| *s > 0.0 && *s < 31.0 * 86_400.0).map(TimeSpan::from_s);
        let metres = |key| figure(key).map(|cm| cm / 100.0).filter(|m| m.is_finite());
        let heart = |key| figure(key).filter(|bpm| (25.0..=250.0).contains(bpm));
        let mut about = About::new(Export::Garmin);
        about.id = figure("activityId").map(|id| format!("{id:.0}")).or_else(|| text("activityId")).unwrap_or_default();
        about.name = text("name").or_else(|| text("activityName"));
        about.kind = text("activityType").or_else(|| text("sportType"));
        (about.sport, about.sub_sport) = about.kind.as_deref().map_or((Sport::Unknown, SubSport::Generic), sport);
        let instant = |ms: f64| (0.0..4.2e12).contains(&ms).then(|| Timestamp::from_unix_ms(ms as i64));
        about.start = figure("beginTimestamp").or_else(|| figure("startTimeGmt")).and_then(instant);
        let ahead_ms =
            || Some(figure("startTimeLocal")? - figure("startTimeGmt").or_else(|| figure("beginTimestamp"))?);
        about.utc_offset = ahead_ms().and_then(|ms| own_offset(ms / 1000.0));
        if let (Sport::Unknown, Some(name)) = (about.sport, about.name.as_deref()) {
            (about.sport, about.sub_sport) = sport_of_name(name);
        }
        about.description = text("description");
        about.elapsed = seconds("elapsedDuration").or_else(|| seconds("duration"));
        about.moving = seconds("duration");
        about.distance = metres("distance").filter(|m| *m > 0.0 && *m < 2e7).map(Distance::from_m);
        Self {
            about,
            ascent_m: metres("elevationGain").filter(|m| *m < 30_000.0),
            hr_mean_bpm: heart("avgHr"),
            hr_max_bpm: heart("maxHr"),
            is_part: figure("parentId").is_some(),
        }
    }

    fn recording(&self) -> Option<Recording> {
        let mut recording = self.about.recording()?;
        recording.ascent = self.ascent_m.map(Distance::from_m);
        recording.hr_mean = self.hr_mean_bpm.map(HeartRate::from_bpm);
        recording.hr_max = self.hr_max_bpm.map(HeartRate::from_bpm);
        Some(recording)
    }

    /// The activity as a summary of its own: the same for every export that it is in.
    pub fn as_file(&self) -> Vec<u8> {
        let about = &self.about;
        let mut object = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                object.insert(key.to_owned(), value);
            }
        };
        let text = |text: &Option<String>| text.clone().map(Value::from);
        let span = |span: Option<TimeSpan>| span.map(|s| json!(s.as_s() * 1000.0));
        put("activityId", Some(about.id.parse::<u64>().map_or_else(|_| json!(about.id), Value::from)));
        put("name", text(&about.name));
        put("activityType", text(&about.kind));
        put("description", text(&about.description));
        put("beginTimestamp", about.start.map(|at| json!(at.as_unix_ms())));
        let local = |offset: TimeSpan| Some(json!((about.start? + offset).as_unix_ms()));
        put("startTimeLocal", about.utc_offset.and_then(local));
        put("elapsedDuration", span(about.elapsed));
        put("duration", span(about.moving));
        put("distance", about.distance.map(|d| json!(d.as_m() * 100.0)));
        put("elevationGain", self.ascent_m.map(|m| json!(m * 100.0)));
        put("avgHr", self.hr_mean_bpm.map(Value::from));
        put("maxHr", self.hr_max_bpm.map(Value::from));
        let mut file = json!([{ SUMMARY: [object] }]).to_string();
        file.push('\n');
        file.into_bytes()
    }
}

/// The sport that Garmin's word means.
fn sport(word: &str) -> (Sport, SubSport) {
    match word {
        "indoor_cardio" | "hiit" => (Sport::Training, SubSport::CardioTraining),
        "stair_climbing" | "floor_climbing" => (Sport::FitnessEquipment, SubSport::Stairs),
        "elliptical" => (Sport::FitnessEquipment, SubSport::Generic),
        "obstacle_run" => (Sport::Running, SubSport::Other),
        _ => sport_of(word),
    }
}

/// Keys of which the figure is kept.
const FIGURES: [&str; 19] = [
    "activityId",
    "beginTimestamp",
    "startTimeGmt",
    "startTimeLocal",
    "duration",
    "elapsedDuration",
    "distance",
    "elevationGain",
    "avgHr",
    "maxHr",
    "parentId",
    "deepSleepSeconds",
    "lightSleepSeconds",
    "remSleepSeconds",
    "sleepTimeSeconds",
    "weight",
    "date",
    "version",
    "unmeasurableSeconds",
];

/// Keys of which the text is kept.
const TEXTS: [&str; 9] = [
    "activityId",
    "name",
    "activityName",
    "activityType",
    "sportType",
    "description",
    "calendarDate",
    "timestampGMT",
    "sleepEndTimestampGMT",
];

/// What is kept of one object, with the objects inside of it.
#[derive(Default)]
struct Element {
    figures: Vec<(String, f64)>,
    texts: Vec<(String, String)>,
}

impl Element {
    fn figure(&self, key: &str) -> Option<f64> {
        self.figures.iter().find(|(k, _)| k == key).map(|(_, v)| *v)
    }

    /// The body reading in the object, where it is one.
    fn reading(&self) -> Option<Reading> {
        let day = self.texts.iter().find(|(key, _)| key == "calendarDate").and_then(|(_, text)| day(text))?;
        let source = Export::Garmin.as_str().to_owned();
        if let Some(grams) = self.figure("weight") {
            return Some(Reading { day, measure: possible_mass(grams / 1000.0)?, source });
        }
        let stages = ["deepSleepSeconds", "lightSleepSeconds", "remSleepSeconds"].map(|key| self.figure(key));
        if stages.iter().all(Option::is_none) && self.figure("sleepTimeSeconds").is_none() {
            return None;
        }
        let sum: f64 = stages.iter().flatten().sum();
        let seconds = self.figure("sleepTimeSeconds").filter(|s| *s > 0.0).unwrap_or(sum);
        Some(Reading { day, measure: possible_sleep(seconds)?, source })
    }
}

/// The civil day at the head of a date.
fn day(text: &str) -> Option<Day> {
    let mut clock = Clock::default();
    let midnight = clock.read(&format!("{}T00:00:00Z", text.get(..10)?))?;
    Some(Day::of(midnight, TimeSpan::default()))
}

/// The whole file: an array of objects, one object, or arrays in them, to any depth the reader allows.
struct Elements<'c>(&'c mut Contents);

impl<'de> DeserializeSeed<'de> for Elements<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of activities or readings")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Elements(&mut *self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut element = Element::default();
        let mut is_activity = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == SUMMARY {
                map.next_value_seed(Elements(&mut *self.0))?;
            } else {
                is_activity |= key == "beginTimestamp" || key == "startTimeGmt";
                map.next_value_seed(Kept { key: &key, element: &mut element, depth: 0 })?;
            }
        }
        if is_activity {
            if self.0.summaries.len() < limits::STRAVA_ROWS {
                self.0.summaries.push(Summary::of(&element));
            }
        } else if let Some(reading) = element.reading()
            && self.0.readings.len() < limits::APPLE_DAYS
        {
            self.0.readings.push(reading);
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A value that is kept where its key is known, whatever its type; of objects inside (the reading on a scale stands in one)
/// the first level.
struct Kept<'e> {
    key: &'e str,
    element: &'e mut Element,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Kept<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Kept<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        let is_new = !self.element.figures.iter().any(|(key, _)| key == self.key);
        if FIGURES.contains(&self.key) && is_new {
            self.element.figures.push((self.key.to_owned(), value));
        }
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        let is_new = !self.element.texts.iter().any(|(key, _)| key == self.key);
        if TEXTS.contains(&self.key) && is_new && !value.trim().is_empty() {
            let text = value.trim().chars().take(limits::ABOUT_TEXT).collect();
            self.element.texts.push((self.key.to_owned(), text));
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let is_followed = self.depth == 0 && matches!(self.key, "weight" | "metaData");
        while let Some(key) = map.next_key::<String>()? {
            if is_followed {
                map.next_value_seed(Kept { key: &key, element: &mut *self.element, depth: 1 })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// Refuses a text longer than a person writes: the reader of JSON would hold all of it.
pub struct ShortTexts<R> {
    inner: R,
    in_text: bool,
    escaped: bool,
    length: usize,
}

impl<R> ShortTexts<R> {
    /// Reads from `inner`.
    pub const fn new(inner: R) -> Self {
        Self { inner, in_text: false, escaped: false, length: 0 }
    }
}

impl<R: Read> Read for ShortTexts<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(to)?;
        for byte in &to[..n] {
            match (self.in_text, byte) {
                (true, _) if self.escaped => self.escaped = false,
                (true, b'\\') => self.escaped = true,
                (_, b'"') => (self.in_text, self.length) = (!self.in_text, 0),
                // Outside of texts it is numbers that could be long.
                (false, b',' | b':' | b'[' | b']' | b'{' | b'}' | b' ' | b'\n') => self.length = 0,
                _ => {}
            }
            self.length += 1;
            if self.length > limits::JSON_TEXT {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a text in it is too long"));
            }
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::Measure;
    use striate_model::Mass;

    fn contents(text: &str) -> Contents {
        assert!(may_hold(text.as_bytes(), "a.json"), "{text}");
        let (contents, fault) = read(text.as_bytes());
        assert_eq!(fault, None);
        contents
    }

    #[test]
    fn a_summary_is_in_centimetres_and_milliseconds() {
        let text = r#"[{"summarizedActivitiesExport":[
            {"activityId": 111, "name": "Morning Run", "activityType": "running", "beginTimestamp": 1.7E12, "duration": 1800000.0,
             "elapsedDuration": 1900000, "distance": 500000.0, "avgHr": 140.0, "maxHr": null, "elevationGain": 12000,
             "splits": [{"measurements": [{"duration": 5}]}], "startTimeLocal": 1699996400000},
            {"activityId": 112, "activityType": "strength_training", "beginTimestamp": 1700100000000, "duration": 60000, "parentId": 3}]}]"#;
        let list = contents(text).summaries;
        let about = &list[0].about;
        assert_eq!((about.id.as_str(), about.sport), ("111", Sport::Running));
        assert_eq!(about.start, Some(Timestamp::from_unix_ms(1_700_000_000_000)));
        assert_eq!(about.distance, Some(Distance::from_m(5000.0)));
        assert_eq!((about.moving, about.elapsed), (Some(TimeSpan::from_s(1800.0)), Some(TimeSpan::from_s(1900.0))));
        assert!(list[0].is_whole() && !list[1].is_whole());
        let again = crate::decode(&list[0].as_file(), "x").unwrap();
        assert_eq!((again.format, &again.recordings[0]), (Format::GarminSummary, &list[0].recording().unwrap()));
        assert_eq!(again.recordings[0].ascent, Some(Distance::from_m(120.0)));
    }

    #[test]
    fn a_night_is_its_stages_and_a_scale_says_grams() {
        let night = r#"[{"sleepStartTimestampGMT": "2024-05-14T15:41:04.0", "sleepEndTimestampGMT": "2024-05-14T22:01:04.0",
            "calendarDate": "2024-05-15", "deepSleepSeconds": 6720, "lightSleepSeconds": 11460, "remSleepSeconds": 1920,
            "awakeSleepSeconds": 2700}, {"calendarDate": "2024-05-16", "sleepWindowConfirmationType": "OFF_WRIST"}]"#;
        let readings = contents(night).readings;
        assert_eq!(readings.len(), 1);
        assert_eq!(readings[0].measure, Measure::Sleep(TimeSpan::from_s(20_100.0)));
        let scale = r#"[{"version": 3, "metaData": {"calendarDate": "2025-06-15T00:00:00.0", "sequence": 1}, "weight":
            {"weight": 75000.0, "sourceType": "MANUAL", "timestampGMT": "2025-06-15T06:00:00.0"}, "height": 172.7},
            {"metaData": {"calendarDate": "2025-06-16"}, "lactateThresholdHeartRate": 165}]"#;
        let readings = contents(scale).readings;
        assert_eq!(readings.len(), 1);
        assert_eq!(readings[0].measure, Measure::BodyMass(Mass::from_kg(75.0)));
        assert_eq!(readings[0].day.civil(), (2025, 6, 15));
    }

    #[test]
    fn damaged_and_endless_json_keeps_what_came_before() {
        let first =
            r#"[{"summarizedActivitiesExport":[{"activityId": 1, "beginTimestamp": 1700000000000, "name": "a"},"#;
        let endless = format!("{first}{{\"name\": \"{}", "x".repeat(2 * limits::JSON_TEXT));
        for text in [first, &endless, &format!("{first}{{\"name\": oops")] {
            let (contents, fault) = read(text.as_bytes());
            assert_eq!(contents.summaries.len(), 1);
            assert!(fault.is_some());
        }
    }
}
