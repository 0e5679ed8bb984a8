//! Every sample of every recording as one Parquet file: a row a sample, in the order of time.

use super::Reader;
use super::out::Out;
use super::parquet::{Column, Field, Kind, ParquetWriter, Values};
use crate::error::Result;
use crate::sql::binds;
use crate::stream::StreamBlob;
use std::io;
use striate_model::{Channel, Streams};

/// Rows that are written together: this many are in memory.
const GROUP_ROWS: usize = 1 << 17;

/// The name of a channel's column; the unit ends it.
const fn column_of(channel: Channel) -> &'static str {
    match channel {
        Channel::AltitudeM => "altitude_m",
        Channel::SpeedMPerS => "speed_m_per_s",
        Channel::FootPodSpeedMPerS => "foot_pod_speed_m_per_s",
        Channel::HeartRateBpm => "heart_rate_bpm",
        Channel::CadencePerMin => "cadence_per_min",
        Channel::PowerW => "power_w",
        Channel::GroundContactS => "ground_contact_s",
        Channel::StepLengthM => "step_length_m",
        Channel::VerticalOscillationM => "vertical_oscillation_m",
        Channel::LegStiffnessKnPerM => "leg_stiffness_kn_per_m",
        Channel::FormPowerW => "form_power_w",
        Channel::TemperatureC => "temperature_c",
        Channel::AirPowerW => "air_power_w",
    }
}

const FIXED: [Field; 6] = [
    Field { name: "recording_id", kind: Kind::Text, is_optional: false },
    Field { name: "session_id", kind: Kind::Text, is_optional: true },
    Field { name: "time_utc", kind: Kind::TimestampMs, is_optional: false },
    Field { name: "latitude_deg", kind: Kind::Double, is_optional: true },
    Field { name: "longitude_deg", kind: Kind::Double, is_optional: true },
    Field { name: "distance_m", kind: Kind::Double, is_optional: true },
];

/// The columns of the table.
fn fields() -> Vec<Field> {
    let channels = Channel::ALL.map(|c| Field { name: column_of(c), kind: Kind::Float, is_optional: true });
    FIXED.into_iter().chain(channels).collect()
}

impl Reader<'_> {
    pub(super) async fn samples(&mut self) -> Result<()> {
        self.begin("samples.parquet", true)?;
        let sql = "select r.id, m.session_id from recording r left join session_recording m on \
                   m.athlete_id = r.athlete_id and m.recording_id = r.id where r.athlete_id = $1 and r.samples > 0 \
                   order by r.start_ms, r.id";
        let mut list = Vec::new();
        for row in self.tx.all(sql, binds![self.athlete.0]).await? {
            list.push((row.text(0)?, row.text_or_none(1)?));
        }
        let fields = fields();
        let mut table = Table::new(&mut *self.out, &fields);
        for (recording, session) in list {
            let sql = "select bytes from stream where athlete_id = $1 and recording_id = $2";
            let row = self.tx.first(sql, binds![self.athlete.0, &recording]).await?;
            let blob = row.map(|row| row.blob(0)).transpose()?.unwrap_or_default();
            let Ok(streams) = StreamBlob::open(&blob).and_then(|blob| blob.streams()) else {
                self.done.damaged.push(format!("the samples of recording {recording}"));
                continue;
            };
            self.done.recordings += 1;
            self.done.samples += streams.len() as u64;
            table = table.and_then(|table| table.with(recording, session, streams));
            if table.is_err() {
                break;
            }
        }
        let ended = table.and_then(Table::end);
        ended.map_err(|e| self.out.failed(e))
    }
}

/// The file being written and the recordings of its next row group.
struct Table<'a> {
    file: ParquetWriter<'a, &'a mut Out>,
    waiting: Vec<(String, Option<String>, Streams)>,
    rows: usize,
}

impl<'a> Table<'a> {
    fn new(out: &'a mut Out, fields: &'a [Field]) -> io::Result<Self> {
        Ok(Self { file: ParquetWriter::new(out, fields)?, waiting: Vec::new(), rows: 0 })
    }

    fn with(mut self, recording: String, session: Option<String>, streams: Streams) -> io::Result<Self> {
        self.rows += streams.len();
        self.waiting.push((recording, session, streams));
        if self.rows >= GROUP_ROWS {
            self.write_group()?;
        }
        Ok(self)
    }

    fn end(mut self) -> io::Result<()> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.file.finish()
    }

    fn write_group(&mut self) -> io::Result<()> {
        let all = std::mem::take(&mut self.waiting);
        self.rows = 0;
        let ids = all.iter().flat_map(|(id, _, s)| std::iter::repeat_n(&**id, s.len())).collect();
        let (mut sessions, mut has_session) = (Vec::new(), Vec::new());
        for (_, session, streams) in &all {
            has_session.extend(std::iter::repeat_n(session.is_some(), streams.len()));
            if let Some(session) = session {
                sessions.extend(std::iter::repeat_n(&**session, streams.len()));
            }
        }
        let times = all.iter().flat_map(|(_, _, s)| s.time.iter().map(|t| t.as_unix_ms())).collect();
        let mut columns = vec![
            Column { values: Values::Text(ids), present: None },
            Column { values: Values::Text(sessions), present: Some(has_session) },
            Column { values: Values::TimestampMs(times), present: None },
        ];
        let exact: [fn(&Streams) -> &[f64]; 3] = [|s| &s.latitude_deg, |s| &s.longitude_deg, |s| &s.distance_m];
        for of in exact {
            let (values, present) = seen(&all, of, f64::is_nan);
            columns.push(Column { values: Values::Double(values), present: Some(present) });
        }
        for channel in Channel::ALL {
            let (values, present) = seen(&all, |s| s.channel(channel), f32::is_nan);
            columns.push(Column { values: Values::Float(values), present: Some(present) });
        }
        self.file.write_group(&columns)
    }
}

/// The values of a column that are there, and for each row whether one is.
fn seen<T: Copy>(
    all: &[(String, Option<String>, Streams)],
    of: impl Fn(&Streams) -> &[T],
    is_missing: impl Fn(T) -> bool,
) -> (Vec<T>, Vec<bool>) {
    let (mut values, mut present) = (Vec::new(), Vec::new());
    for (_, _, streams) in all {
        let column = of(streams);
        if column.is_empty() {
            present.extend(std::iter::repeat_n(false, streams.len()));
        }
        present.extend(column.iter().map(|v| !is_missing(*v)));
        values.extend(column.iter().copied().filter(|v| !is_missing(*v)));
    }
    (values, present)
}
