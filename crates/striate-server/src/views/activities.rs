//! The list of sessions.

use super::types::{Band, Family, Grade, KindName, MuscleName, rounded};
use super::words::{count, time_of_day};
use serde::{Deserialize, Serialize};
use striate_app::ReadModel;
use striate_history::Performed;
use striate_model::{Muscle, SessionBand};
use utoipa::{IntoParams, ToSchema};

/// Sessions, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ActivitiesView {
    /// What they are, in a sentence.
    pub verdict: String,
    /// How many there are of that sort.
    pub total: usize,
    /// Some of them.
    pub rows: Vec<ActivityRow>,
    /// What to ask for the earlier ones; null at the end.
    pub next: Option<String>,
}

/// A session in the list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ActivityRow {
    /// Names it.
    pub id: String,
    /// Its civil day.
    pub day: String,
    /// When it began, local time.
    pub time: String,
    /// Its kind.
    pub kind: KindName,
    /// Its name.
    pub title: String,
    /// Distance, km.
    pub distance_km: Option<f64>,
    /// How long it lasted, min.
    pub minutes: f64,
    /// Leg load, flat easy km.
    pub impact_km: Option<f64>,
    /// Cardio load.
    pub cardio_load: Option<f64>,
    /// The muscles that it fed most.
    pub top: Vec<TopMuscle>,
    /// How well trials support that.
    pub evidence: Option<Grade>,
}

/// A muscle and what it got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TopMuscle {
    /// Which.
    pub muscle: MuscleName,
    /// How much.
    pub band: Band,
}

/// Which sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Only {
    /// All of them.
    #[default]
    All,
    /// On foot.
    Runs,
    /// Strength training.
    Lifts,
}

/// What to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ActivitiesQuery {
    /// Which sessions.
    #[serde(default)]
    pub only: Only,
    /// Sessions before this one, as `next` of the page before says it.
    pub after: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
}

const PAGE: usize = 60;
const PAGE_MAX: usize = 200;
const TOP_MUSCLES: usize = 3;

/// The list.
#[must_use]
pub fn activities_view(snapshot: &ReadModel, query: &ActivitiesQuery) -> ActivitiesView {
    // The ledger is in the order of time.
    let all: Vec<&Performed> = snapshot.ledger.sessions.iter().rev().filter(|s| is_wanted(s, query.only)).collect();
    let from = query.after.as_ref().and_then(|id| all.iter().position(|s| s.file == *id)).map_or(0, |at| at + 1);
    let limit = query.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let rows: Vec<ActivityRow> = all.iter().skip(from).take(limit).map(|s| row(snapshot, s)).collect();
    let next = (from + rows.len() < all.len()).then(|| rows.last().map(|r| r.id.clone())).flatten();
    ActivitiesView { verdict: verdict(snapshot, &all), total: all.len(), rows, next }
}

fn is_wanted(session: &Performed, only: Only) -> bool {
    match only {
        Only::All => true,
        Only::Runs => session.dose.on_foot_h > 0.0,
        Only::Lifts => KindName::from(session.dose.kind).family() == Family::Lift,
    }
}

fn verdict(snapshot: &ReadModel, all: &[&Performed]) -> String {
    if all.is_empty() {
        return "No sessions yet. Drop your training history, or log a lift.".to_owned();
    }
    let recent = all.iter().filter(|s| (0..28).contains(&snapshot.today.days_since(s.day)));
    let builds = |s: &&&Performed| Muscle::locomotor().any(|m| s.muscles[m].hse.value >= 0.5);
    let (n, building) = (recent.clone().count(), recent.filter(builds).count());
    match n {
        0 => "Nothing in the last four weeks.".to_owned(),
        _ => format!("{} in the last four weeks; {building} of them fed a leg muscle.", count(n, "session")),
    }
}

pub(super) fn row(snapshot: &ReadModel, p: &Performed) -> ActivityRow {
    let mut muscles: Vec<Muscle> = Muscle::ALL.into_iter().filter(|m| p.muscles[*m].hse.value >= 0.5).collect();
    muscles.sort_by(|a, b| p.muscles[*b].hse.value.total_cmp(&p.muscles[*a].hse.value));
    muscles.truncate(TOP_MUSCLES);
    let band = |m: Muscle| Band::of(SessionBand::of_hse(p.muscles[m].hse.value).as_str());
    ActivityRow {
        id: p.file.clone(),
        day: p.day.to_string(),
        time: time_of_day(p.start, snapshot.offset_of(p)),
        kind: p.dose.kind.into(),
        title: snapshot.title(p),
        distance_km: Some(p.dose.distance.as_m() / 1000.0).filter(|km| *km >= 0.05).map(|km| rounded(km, 2)),
        minutes: rounded(p.end.since(p.start).as_s() / 60.0, 0),
        impact_km: Some(rounded(p.dose.impact_km, 1)).filter(|km| *km > 0.0),
        cardio_load: Some(p.dose.cardio.round()).filter(|load| *load > 0.0),
        evidence: muscles.iter().filter_map(|m| p.muscles[*m].evidence).max().map(Grade::from),
        top: muscles.into_iter().map(|m| TopMuscle { muscle: m.into(), band: band(m) }).collect(),
    }
}
