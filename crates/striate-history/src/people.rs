//! One athlete for a whole history: the speeds that the recordings show together.

use crate::decode_at;
use serde::Serialize;
use striate_formats::DecodeError;
use striate_journal::recording;
use striate_model::{
    Athlete, Between, CurvePoint, Day, Distance, Entry, Note, OutingPart, OutingSport, Recording, Speed, SpeedBests,
    SpeedDuration, Sport, TimeSpan,
};
use striate_segment::{athlete_with, speed_bests, speed_duration};
use striate_state::GrowthMethod;

/// How far people differ in their response: the standard deviation of its logarithm, where nobody has measured the
/// athlete's own.
#[must_use]
pub fn response_between_people() -> f64 {
    GrowthMethod::builtin().central().growth.person_response_sd
}

/// What each recording on foot of a file shows of its runner's speeds.
///
/// # Errors
/// When the bytes are no recording at all.
pub fn shown_by(bytes: &[u8], name: &str, athlete: &Athlete, offset: TimeSpan) -> Result<Vec<SpeedBests>, DecodeError> {
    let decoded = decode_at(bytes, name, offset)?;
    let is_run = |r: &&Recording| r.sport.is_on_foot() || r.sport == Sport::Unknown;
    Ok(decoded.recordings.iter().filter(is_run).map(|recording| speed_bests(recording, athlete)).collect())
}

/// What the runs of a journal show of their runner's speeds: those whose every part says how far and how long. A noted run
/// is the runner's own word, so that it needs no other to confirm it.
#[must_use]
pub fn shown_by_notes(entries: &[Entry], athlete: &Athlete, offset: TimeSpan) -> Vec<SpeedBests> {
    let is_measured = |entry: &&Entry| match &entry.note {
        Note::Outing(outing) => {
            let is_told = |p: &OutingPart| {
                let (far, long) = (p.distance_m.is_some(), p.duration_s.is_some());
                (far && long) || (p.pace_s_per_km.is_some() && (far || long))
            };
            outing.sport == OutingSport::Run
                && outing.parts.iter().all(|p| is_told(p) && !p.is_sprint && p.grade_pct.is_none())
        }
        _ => false,
    };
    entries
        .iter()
        .filter(is_measured)
        .filter_map(|entry| recording(entry, athlete, offset))
        .map(|(recording, _)| SpeedBests { has_steps: true, ..speed_bests(&recording, athlete) })
        .collect()
}

/// The athlete with the sprint and critical speed that the recordings up to a day show together, and the curve behind
/// them. What the athlete said stays; what is known too widely stays the product's default.
#[must_use]
pub fn athlete_of_history(
    athlete: &Athlete,
    shown: &[SpeedBests],
    today: Day,
    offset: TimeSpan,
) -> (Athlete, Option<SpeedDuration>) {
    match speed_duration(shown, today, offset, athlete) {
        Some(curve) => (athlete_with(athlete, &curve), Some(curve)),
        None => (*athlete, None),
    }
}

/// A figure with the bounds of eight cases in ten.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BoundsView {
    /// The middle of what is believed.
    pub value: f64,
    /// One case in ten lies below.
    pub low: f64,
    /// One case in ten lies above.
    pub high: f64,
}

/// One length of time on the curve.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CurvePointView {
    /// How long, s.
    pub duration_s: f64,
    /// The best that was recorded, m/s; null where no recording is that long.
    pub seen_m_per_s: Option<f64>,
    /// On which day.
    pub seen_on: Option<String>,
    /// What the runner could probably hold, m/s.
    pub possible_m_per_s: BoundsView,
}

/// What a history says about how fast its runner is for how long.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpeedsView {
    /// The same in sentences.
    pub in_words: String,
    /// Critical speed, m/s.
    pub critical_speed_m_per_s: BoundsView,
    /// The distance that can be run above critical speed (D'), m.
    pub distance_reserve_m: BoundsView,
    /// The highest speed held for some three seconds, m/s.
    pub max_sprint_m_per_s: BoundsView,
    /// Whether some running was hard enough to bound critical speed from above.
    pub is_critical_speed_known: bool,
    /// Whether some running was fast enough to bound the highest speed from above.
    pub is_max_sprint_known: bool,
    /// Recordings that it rests on.
    pub recordings: usize,
    /// Recordings left out, since they cannot be running or nothing confirms them.
    pub left_out: usize,
    /// The curve, shortest first.
    pub curve: Vec<CurvePointView>,
}

/// The curve for people and programs.
#[must_use]
pub fn speeds_view(curve: &SpeedDuration, offset: TimeSpan) -> SpeedsView {
    let speed = |b: Between<Speed>| BoundsView {
        value: hundredths(b.value.as_m_per_s()),
        low: hundredths(b.low.as_m_per_s()),
        high: hundredths(b.high.as_m_per_s()),
    };
    let metres = |b: Between<Distance>| BoundsView {
        value: b.value.as_m().round(),
        low: b.low.as_m().round(),
        high: b.high.as_m().round(),
    };
    let point = |p: &CurvePoint| CurvePointView {
        duration_s: p.duration.as_s(),
        seen_m_per_s: p.seen.map(|s| hundredths(s.as_m_per_s())),
        seen_on: p.seen_at.map(|at| Day::of(at, offset).to_string()),
        possible_m_per_s: speed(p.possible),
    };
    SpeedsView {
        in_words: in_words(curve),
        critical_speed_m_per_s: speed(curve.critical_speed),
        distance_reserve_m: metres(curve.distance_reserve),
        max_sprint_m_per_s: speed(curve.max_sprint),
        is_critical_speed_known: curve.is_critical_speed_known,
        is_max_sprint_known: curve.is_max_sprint_known,
        recordings: curve.recordings,
        left_out: curve.left_out,
        curve: curve.points.iter().map(point).collect(),
    }
}

fn hundredths(value: f64) -> f64 {
    (100.0 * value).round() / 100.0
}

/// The figures as a runner would want to hear them, the uncertain named as such.
fn in_words(curve: &SpeedDuration) -> String {
    let pace = |speed: Speed| {
        let seconds = speed.as_s_per_km().unwrap_or(0.0).round() as u64;
        format!("{}:{:02}", seconds / 60, seconds % 60)
    };
    let (critical, sprint, reserve) = (curve.critical_speed, curve.max_sprint, curve.distance_reserve);
    let runs =
        if curve.recordings == 1 { "1 recording".to_owned() } else { format!("{} recordings", curve.recordings) };
    let mut text = format!(
        "Critical speed, about the pace that you can hold for half an hour: {} min/km (80 % range {} to {} min/km), from {runs}.",
        pace(critical.value),
        pace(critical.high),
        pace(critical.low)
    );
    if !curve.is_critical_speed_known {
        text += " Nothing long and hard is among them: it rests on easy running and heart rate.";
    }
    text += &format!(
        " Fastest sprint: {:.1} m/s ({:.1} to {:.1}).",
        sprint.value.as_m_per_s(),
        sprint.low.as_m_per_s(),
        sprint.high.as_m_per_s()
    );
    if !curve.is_max_sprint_known {
        text += " No sprint is among them: it is what runners of that pace usually reach.";
    }
    text += &format!(
        " What you can run above critical speed before you must slow down (D'): {:.0} to {:.0} m, hardly better known than \
         from nothing, since training is no test.",
        reserve.low.as_m(),
        reserve.high.as_m()
    );
    text
}
