//! The samples of a session as its charts need them.

use serde::{Deserialize, Serialize};
use striate_app::Opened;
use striate_model::Channel;
use utoipa::ToSchema;

/// A column of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StreamName {
    /// Speed over ground, m/s.
    SpeedMPerS,
    /// Heart rate, beats a minute.
    HeartRateBpm,
    /// Steps of both feet a minute.
    CadenceStepsPerMin,
    /// Time of one foot on the ground, ms.
    ContactTimeMs,
    /// Slope, percent.
    GradePct,
    /// Power, W.
    PowerW,
    /// Height, m.
    ElevationM,
    /// Vertical movement of the trunk in one step, cm.
    VerticalOscillationCm,
    /// Length of one step, m.
    StepLengthM,
    /// Air temperature at the device, degrees Celsius.
    TemperatureC,
}

/// Samples, one a second or, in very long sessions, fewer.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StreamsView {
    /// Seconds since the start, rising.
    pub time_s: Vec<f64>,
    /// Metres since the start.
    pub distance_m: Vec<Option<f64>>,
    /// The columns that are known.
    pub columns: Vec<Column>,
    /// Where it went; null without positions.
    pub route: Option<Route>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Column {
    /// Which.
    pub name: StreamName,
    /// Its values; null where nothing was recorded.
    pub values: Vec<Option<f64>>,
}

/// Positions in metres from the first: enough to draw, and nothing that names a place on the map.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Route {
    /// Metres to the east.
    pub east_m: Vec<Option<f64>>,
    /// Metres to the north.
    pub north_m: Vec<Option<f64>>,
}

/// More rows than that no screen shows.
const ROWS_MAX: usize = 18_000;
/// Metres of a degree along a meridian (WGS 84, mean).
const M_PER_DEG: f64 = 111_195.0;

/// The samples.
#[must_use]
pub fn streams_view(opened: &Opened) -> StreamsView {
    let (recording, session) = (&opened.analysis.recording, &opened.analysis.session);
    let motion = &session.motion;
    let seconds = motion.len();
    let every = seconds.div_ceil(ROWS_MAX).max(1);
    let rows: Vec<usize> = (0..seconds).step_by(every).collect();
    let cleaned = |column: &[f32], scale: f64, places: i32, zero_is_none: bool| -> Vec<Option<f64>> {
        let value = |second: &usize| {
            let v = f64::from(column[*second]);
            let is_known = motion.active[*second] && v.is_finite() && !(zero_is_none && v == 0.0);
            is_known.then(|| super::types::rounded(v * scale, places))
        };
        rows.iter().map(value).collect()
    };
    // Raw samples on the grid of the motion: the last one at or before each second, not older than ten.
    let streams = &recording.streams;
    let mut sample_at: Vec<Option<usize>> = vec![None; seconds];
    for (sample, time) in streams.time.iter().enumerate() {
        let second = time.since(motion.start).as_s();
        if second >= 0.0 && (second as usize) < seconds {
            sample_at[second as usize] = Some(sample);
        }
    }
    let mut last: Option<(usize, usize)> = None;
    for (second, slot) in sample_at.iter_mut().enumerate() {
        match (*slot, last) {
            (Some(sample), _) => last = Some((second, sample)),
            (None, Some((at, sample))) if second - at <= 10 => *slot = Some(sample),
            _ => {}
        }
    }
    let raw = |column: &[f32], scale: f64, places: i32| -> Vec<Option<f64>> {
        let value = |second: &usize| {
            let v = f64::from(*column.get(sample_at[*second]?)?);
            v.is_finite().then(|| super::types::rounded(v * scale, places))
        };
        rows.iter().map(value).collect()
    };
    let mut columns =
        vec![Column { name: StreamName::SpeedMPerS, values: cleaned(&motion.speed_m_per_s, 1.0, 2, false) }];
    if motion.grade_error.is_some() {
        columns.push(Column { name: StreamName::GradePct, values: cleaned(&motion.grade, 100.0, 1, false) });
    }
    columns.push(Column { name: StreamName::HeartRateBpm, values: cleaned(&motion.heart_rate_bpm, 1.0, 0, false) });
    if motion.cadence_is_measured {
        columns.push(Column {
            name: StreamName::CadenceStepsPerMin,
            values: cleaned(&motion.cadence_steps_per_min, 1.0, 0, true),
        });
    }
    if motion.ground_contact_is_measured {
        columns.push(Column {
            name: StreamName::ContactTimeMs,
            values: cleaned(&motion.ground_contact_s, 1000.0, 0, true),
        });
    }
    let as_recorded = [
        (StreamName::ElevationM, Channel::AltitudeM, 1.0, 0),
        (StreamName::PowerW, Channel::PowerW, 1.0, 0),
        (StreamName::VerticalOscillationCm, Channel::VerticalOscillationM, 100.0, 1),
        (StreamName::StepLengthM, Channel::StepLengthM, 1.0, 2),
        (StreamName::TemperatureC, Channel::TemperatureC, 1.0, 0),
    ];
    for (name, channel, scale, places) in as_recorded {
        if streams.has(channel) {
            columns.push(Column { name, values: raw(streams.channel(channel), scale, places) });
        }
    }
    columns.retain(|c| c.values.iter().flatten().count() > 1);
    let mut metres = 0.0;
    let mut travelled = Vec::with_capacity(seconds);
    for (speed, active) in motion.speed_m_per_s.iter().zip(&motion.active) {
        travelled.push(super::types::rounded(metres, 1));
        if *active && speed.is_finite() {
            metres += f64::from(*speed);
        }
    }
    StreamsView {
        time_s: rows.iter().map(|second| *second as f64).collect(),
        distance_m: rows.iter().map(|second| Some(travelled[*second])).collect(),
        route: route(opened, &rows, &sample_at),
        columns,
    }
}

fn route(opened: &Opened, rows: &[usize], sample_at: &[Option<usize>]) -> Option<Route> {
    let streams = &opened.analysis.recording.streams;
    let fix = |sample: usize| {
        let (lat, lon) = (*streams.latitude_deg.get(sample)?, *streams.longitude_deg.get(sample)?);
        (lat.is_finite() && lon.is_finite()).then_some((lat, lon))
    };
    let (lat0, lon0) = (0..streams.len()).find_map(fix)?;
    let east_scale = M_PER_DEG * lat0.to_radians().cos();
    let fixes: Vec<Option<(f64, f64)>> = rows.iter().map(|second| sample_at[*second].and_then(fix)).collect();
    // The short way round where a run crosses the date line.
    let turned = |lon: f64| (lon - lon0 + 540.0).rem_euclid(360.0) - 180.0;
    let metres = |v: f64| super::types::rounded(v, 1);
    Some(Route {
        east_m: fixes.iter().map(|f| f.map(|(_, lon)| metres(turned(lon) * east_scale))).collect(),
        north_m: fixes.iter().map(|f| f.map(|(lat, _)| metres((lat - lat0) * M_PER_DEG))).collect(),
    })
}
