//! Which recordings are taken for one session, what each gives, and why.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use striate_duplicates::{Group, RecordKey, Twins};
use striate_store::import::Zone;
use striate_store::{RecordingId, RecordingRow};
use utoipa::ToSchema;

/// The sessions with several recordings.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TwinsView {
    /// What was found, in a sentence.
    pub verdict: String,
    /// Sessions with several recordings, the newest first; the first five hundred.
    pub twins: Vec<TwinGroup>,
    /// Pairs that may be one session or two.
    pub doubtful: Vec<TwinDoubt>,
}

/// A session with several recordings.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TwinGroup {
    /// They.
    pub recordings: Vec<TwinRecording>,
    /// How sure it is that they are of one session, 0 to 1.
    pub probability: f64,
    /// Why.
    pub reasons: Vec<String>,
}

/// A pair that may be one session or two.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TwinDoubt {
    /// The two.
    pub recordings: Vec<TwinRecording>,
    /// How likely it is that they are of one session, 0 to 1.
    pub probability: f64,
    /// Whether they count as one now.
    pub joined: bool,
    /// Why.
    pub reasons: Vec<String>,
}

/// A recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TwinRecording {
    /// Names it.
    pub id: String,
    /// Its civil day.
    pub day: String,
    /// When it began, local time.
    pub time: String,
    /// What its file is.
    pub format: String,
    /// What it is called.
    pub name: String,
    /// What wrote it.
    pub device: Option<String>,
    /// What it gives to the session: `streams`, `sets`, `name`.
    pub gives: Vec<String>,
}

/// The athlete's word on two recordings.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TwinSaid {
    /// One.
    pub first: String,
    /// The other.
    pub second: String,
    /// Whether they are one session; null leaves it to striate again.
    #[serde(rename = "same")]
    pub is_same: Option<bool>,
}

/// Groups that are listed.
const LISTED: usize = 500;

/// The page.
#[must_use]
pub fn twins_view(found: &Twins, rows: &BTreeMap<RecordingId, RecordingRow>) -> TwinsView {
    let row = |key: &RecordKey| rows.get(&RecordingId::of_key(key));
    let recording = |key: &RecordKey, group: Option<&Group>| {
        let id = RecordingId::of_key(key);
        let row = row(key);
        let picks = group.map(|g| g.picks.as_slice()).unwrap_or_default();
        TwinRecording {
            day: row.map(|r| r.day.to_string()).unwrap_or_default(),
            time: row.map_or_else(String::new, |r| {
                let zone = Zone::named(&r.time_zone).unwrap_or_else(|_| Zone::utc());
                super::words::time_of_day(r.start, zone.offset(r.start).as_s())
            }),
            format: row.map(|r| r.format.clone()).unwrap_or_default(),
            name: row.map_or_else(String::new, |r| r.name.clone().unwrap_or_else(|| r.sport.clone())),
            device: row.and_then(|r| r.device.clone()),
            gives: picks.iter().filter(|p| p.keys.contains(key)).map(|p| p.part.as_str().to_owned()).collect(),
            id: id.0,
        }
    };
    let share = |p: f64| super::types::rounded(p, 3);
    let mut groups: Vec<&Group> = found.groups.iter().filter(|g| g.members.len() > 1).collect();
    let start = |g: &Group| g.members.iter().filter_map(&row).map(|r| r.start).min();
    groups.sort_by_key(|g| std::cmp::Reverse(start(g)));
    let verdict = match groups.len() {
        0 => "Every session has one recording.".to_owned(),
        n => format!("{} recorded by several devices or apps, each counted once.", super::words::count(n, "session")),
    };
    TwinsView {
        verdict,
        twins: groups
            .iter()
            .take(LISTED)
            .map(|g| TwinGroup {
                recordings: g.members.iter().map(|key| recording(key, Some(g))).collect(),
                probability: share(g.probability),
                reasons: g.reasons.clone(),
            })
            .collect(),
        doubtful: found
            .doubts
            .iter()
            .take(LISTED)
            .map(|d| TwinDoubt {
                recordings: [d.a, d.b].iter().map(|key| recording(key, None)).collect(),
                probability: share(d.probability),
                joined: d.is_joined,
                reasons: d.reasons.clone(),
            })
            .collect(),
    }
}
