//! Every sample of every recording as one Parquet file: a row a sample, in the order of time.

use super::Reader;
use super::out::Out;
use crate::error::Result;
use crate::sql::binds;
use crate::stream::StreamBlob;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, FloatType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use std::fmt::Write;
use std::io;
use std::sync::Arc;
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

fn schema() -> String {
    let mut text = String::from(
        "message samples { required binary recording_id (string); optional binary session_id (string); \
         required int64 time_utc (timestamp(millis,true)); optional double latitude_deg; \
         optional double longitude_deg; optional double distance_m; ",
    );
    for channel in Channel::ALL {
        let _ = write!(text, "optional float {}; ", column_of(channel));
    }
    text + "}"
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
        let mut table = Table::new(&mut *self.out);
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
        ended.map_err(|e| self.out.failed(of_parquet(e)))
    }
}

/// What the disk said, without the wrapping.
fn of_parquet(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause),
        },
        other => io::Error::other(other),
    }
}

type Written = std::result::Result<(), ParquetError>;

/// The file under way and the recordings of its next group of rows.
struct Table<'a> {
    file: SerializedFileWriter<&'a mut Out>,
    waiting: Vec<(String, Option<String>, Streams)>,
    rows: usize,
}

impl<'a> Table<'a> {
    fn new(out: &'a mut Out) -> std::result::Result<Self, ParquetError> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(6)?))
            .set_column_dictionary_enabled("time_utc".into(), false)
            .set_column_encoding("time_utc".into(), Encoding::DELTA_BINARY_PACKED)
            .set_created_by(concat!("striate ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let schema = Arc::new(parse_message_type(&schema())?);
        let file = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
        Ok(Self { file, waiting: Vec::new(), rows: 0 })
    }

    fn with(
        mut self,
        recording: String,
        session: Option<String>,
        streams: Streams,
    ) -> std::result::Result<Self, ParquetError> {
        self.rows += streams.len();
        self.waiting.push((recording, session, streams));
        if self.rows >= GROUP_ROWS {
            self.write_group()?;
        }
        Ok(self)
    }

    fn end(mut self) -> Written {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.file.close().map(|_| ())
    }

    fn write_group(&mut self) -> Written {
        let (all, rows) = (std::mem::take(&mut self.waiting), std::mem::take(&mut self.rows));
        let mut group = self.file.next_row_group()?;
        let ids = all.iter().flat_map(|(id, _, s)| std::iter::repeat_n(ByteArray::from(id.as_str()), s.len()));
        column::<ByteArrayType, _>(&mut group, &ids.collect::<Vec<_>>(), None)?;
        let (mut sessions, mut has) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        for (_, session, streams) in &all {
            has.extend(std::iter::repeat_n(i16::from(session.is_some()), streams.len()));
            if let Some(session) = session {
                sessions.extend(std::iter::repeat_n(ByteArray::from(session.as_str()), streams.len()));
            }
        }
        column::<ByteArrayType, _>(&mut group, &sessions, Some(&has))?;
        let times: Vec<i64> = all.iter().flat_map(|(_, _, s)| s.time.iter().map(|t| t.as_unix_ms())).collect();
        column::<Int64Type, _>(&mut group, &times, None)?;
        let exact: [fn(&Streams) -> &[f64]; 3] = [|s| &s.latitude_deg, |s| &s.longitude_deg, |s| &s.distance_m];
        for of in exact {
            let (values, has) = seen(&all, of, f64::is_nan);
            column::<DoubleType, _>(&mut group, &values, Some(&has))?;
        }
        for channel in Channel::ALL {
            let (values, has) = seen(&all, |s| s.channel(channel), f32::is_nan);
            column::<FloatType, _>(&mut group, &values, Some(&has))?;
        }
        group.close().map(|_| ())
    }
}

/// The values of a column that are there, and for each row whether one is.
fn seen<T: Copy>(
    all: &[(String, Option<String>, Streams)],
    of: impl Fn(&Streams) -> &[T],
    is_missing: impl Fn(T) -> bool,
) -> (Vec<T>, Vec<i16>) {
    let (mut values, mut has) = (Vec::new(), Vec::new());
    for (_, _, streams) in all {
        let column = of(streams);
        if column.is_empty() {
            has.extend(std::iter::repeat_n(0, streams.len()));
        }
        has.extend(column.iter().map(|v| i16::from(!is_missing(*v))));
        values.extend(column.iter().copied().filter(|v| !is_missing(*v)));
    }
    (values, has)
}

fn column<D: DataType, W: io::Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[D::T],
    has: Option<&[i16]>,
) -> Written {
    let missing = || ParquetError::General("the schema has fewer columns than are written".to_owned());
    let mut column = group.next_column()?.ok_or_else(missing)?;
    column.typed::<D>().write_batch(values, has, None)?;
    column.close()
}
