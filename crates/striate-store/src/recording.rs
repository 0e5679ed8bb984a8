//! Recordings as they are stored: the figures in columns, the samples in one blob.

use crate::athlete::{AthleteId, day_of};
use crate::error::{Result, StoreError};
use crate::import::Zone;
use crate::original::SourceHash;
use crate::portions;
use crate::sql::{Row, Tx, binds};
use crate::store::Store;
use crate::stream::{StreamBlob, pack};
use striate_duplicates::{Clock, RecordKey, Source, Witness};
use striate_history::stored::shown_json;
use striate_model::{Channel, Day, Distance, Format, HeartRate, Recording, SetKind, Streams, TimeSpan, Timestamp};

/// Names a recording among an athlete's: the first sixteen letters of its source's hash and its place in it
/// (`3f1c...-0`), or the number of its journal entry (`log12-0`). The same after a rebuild.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordingId(pub String);

impl RecordingId {
    /// Of a recording in a file.
    #[must_use]
    pub fn of_source(hash: &SourceHash, place: usize) -> Self {
        Self(format!("{}-{place}", hash.short()))
    }

    /// Of a session written down by hand.
    #[must_use]
    pub fn of_entry(entry: i64, place: usize) -> Self {
        Self(format!("log{entry}-{place}"))
    }

    /// The same as twins are told by: the text in front of the place, and the place.
    #[must_use]
    pub fn key(&self) -> RecordKey {
        let (source, place) = self.0.rsplit_once('-').unwrap_or((&self.0, "0"));
        let mut file = [0; 32];
        for (to, from) in file.iter_mut().zip(source.bytes()) {
            *to = from;
        }
        RecordKey { file, place: place.parse().unwrap_or(u32::MAX) }
    }

    /// The recording of such a key.
    #[must_use]
    pub fn of_key(key: &RecordKey) -> Self {
        let source: String = key.file.iter().take_while(|b| **b != 0).map(|b| char::from(*b)).collect();
        Self(format!("{source}-{}", key.place))
    }
}

/// Where a recording came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An imported file.
    Source(SourceHash),
    /// A line of the journal.
    Entry(i64),
}

/// A recording that is ready to be stored; packing its samples can be done by a worker thread.
#[derive(Clone, Debug)]
pub struct PreparedRecording {
    row: RecordingRow,
    blob: Vec<u8>,
    witness: Witness,
}

/// What a recording's columns hold.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordingRow {
    /// Its id.
    pub id: RecordingId,
    /// Where it came from.
    pub origin: Origin,
    /// Its place in there, from 0.
    pub place: usize,
    /// What its source is: `fit`, `hevy_csv`, ..., `journal`.
    pub format: String,
    /// The sport's stable text form.
    pub sport: String,
    /// The variety's stable text form.
    pub sub_sport: String,
    /// The session's name, where it has one.
    pub name: Option<String>,
    /// When it began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// The civil day on which it began, in `time_zone`.
    pub day: Day,
    /// The time zone in which it was done, as `Europe/Berlin` or `+02:00`.
    pub time_zone: String,
    /// Time with the timer running, s.
    pub timer_s: Option<f64>,
    /// Time from start to end, s.
    pub elapsed_s: Option<f64>,
    /// Distance, m.
    pub distance_m: Option<f64>,
    /// Metres climbed.
    pub ascent_m: Option<f64>,
    /// Mean heart rate, beats a minute.
    pub hr_mean_bpm: Option<f64>,
    /// Highest heart rate, beats a minute.
    pub hr_max_bpm: Option<f64>,
    /// How many samples it has.
    pub samples: usize,
    /// How many working sets it has.
    pub active_sets: usize,
    /// The device's name.
    pub device: Option<String>,
    /// What twins are found by, as JSON; empty where nobody has looked.
    pub witness: String,
    /// What it shows about the athlete, as JSON; empty where nobody has looked.
    pub shown: String,
}

/// On which civil day a recording began, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalDay {
    /// The day.
    pub day: Day,
    /// The time zone, as `Europe/Berlin` or `+02:00`.
    pub time_zone: String,
}

impl PreparedRecording {
    /// From a decoded recording. `format` is `None` for a line of the journal.
    #[must_use]
    pub fn new(recording: &Recording, origin: Origin, place: usize, format: Option<Format>, local: LocalDay) -> Self {
        let id = match &origin {
            Origin::Source(hash) => RecordingId::of_source(hash, place),
            Origin::Entry(entry) => RecordingId::of_entry(*entry, place),
        };
        let (streams, start) = (&recording.streams, recording.start);
        let last_sample = streams.time.last().copied();
        let told = recording.elapsed.or(recording.timer).map(|long| start + long);
        let end = told.into_iter().chain(last_sample).max().unwrap_or(start).max(start);
        let key = id.key();
        let witness = match format {
            Some(format) => Witness::of(key, recording, format),
            None => Witness::new(key, recording, Clock::Instant, Source::Log),
        };
        let mut witness = match Zone::named(&local.time_zone) {
            Ok(zone) => witness.at_offset(zone.offset(recording.start)),
            Err(_) => witness,
        };
        // These logs have times of day or not; a day without one is its noon.
        let may_be_day = matches!(format, Some(Format::StrongliftsCsv | Format::LiftingCsv));
        if may_be_day && witness.civil_ms.is_some_and(|ms| ms.rem_euclid(86_400_000) == 43_200_000) {
            witness.clock = Clock::Day;
        }
        let row = RecordingRow {
            id,
            origin,
            place,
            format: format.map_or("journal", Format::as_str).to_owned(),
            sport: recording.sport.as_str().to_owned(),
            sub_sport: recording.sub_sport.as_str().to_owned(),
            name: recording.name.clone(),
            start,
            end,
            day: local.day,
            time_zone: local.time_zone,
            timer_s: recording.timer.map(TimeSpan::as_s),
            elapsed_s: recording.elapsed.map(TimeSpan::as_s),
            distance_m: recording.distance.map(Distance::as_m),
            ascent_m: recording.ascent.map(Distance::as_m),
            hr_mean_bpm: recording.hr_mean.map(HeartRate::as_bpm),
            hr_max_bpm: recording.hr_max.map(HeartRate::as_bpm),
            samples: streams.len(),
            active_sets: recording.sets.iter().filter(|s| s.kind == SetKind::Active).count(),
            device: recording.device.name.clone(),
            witness: serde_json::to_string(&witness).expect("numbers and texts are always JSON"),
            shown: shown_json(recording),
        };
        Self { row, blob: pack(streams, &recording.rr_intervals_s), witness }
    }

    /// What twins are found from.
    #[must_use]
    pub const fn witness(&self) -> &Witness {
        &self.witness
    }

    /// The same with what twins are found by and what it shows about the athlete, both JSON of the caller's.
    #[must_use]
    pub fn with_notes(mut self, witness: impl Into<String>, shown: impl Into<String>) -> Self {
        (self.row.witness, self.row.shown) = (witness.into(), shown.into());
        self
    }

    /// What its columns will hold.
    #[must_use]
    pub const fn row(&self) -> &RecordingRow {
        &self.row
    }

    /// How many bytes its samples take.
    #[must_use]
    pub const fn stream_bytes(&self) -> usize {
        self.blob.len()
    }

    /// Stores it in place of what stood under its id.
    pub(crate) async fn insert(&self, tx: &mut Tx, athlete: AthleteId) -> Result<()> {
        let row = &self.row;
        let (hash, entry) = match &row.origin {
            Origin::Source(hash) => (Some(hash.as_str()), None),
            Origin::Entry(entry) => (None, Some(*entry)),
        };
        let day = row.day.to_string();
        let values = binds![
            athlete.0,
            &row.id.0,
            hash,
            entry,
            row.place as i64,
            &row.format,
            &row.sport,
            &row.sub_sport,
            row.name.as_deref(),
            row.start.as_unix_ms(),
            row.end.as_unix_ms(),
            &day,
            &row.time_zone,
            row.timer_s,
            row.elapsed_s,
            row.distance_m,
            row.ascent_m,
            row.hr_mean_bpm,
            row.hr_max_bpm,
            row.samples as i64,
            row.active_sets as i64,
            row.device.as_deref(),
            &row.witness,
            &row.shown,
        ];
        tx.execute(
            "insert into recording (athlete_id, id, source_hash, entry_id, place, format, sport, sub_sport, name, start_ms, \
             end_ms, day, time_zone, timer_s, elapsed_s, distance_m, ascent_m, hr_mean_bpm, hr_max_bpm, samples, active_sets, \
             device, witness, shown) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24) \
             on conflict (athlete_id, id) do update set source_hash = excluded.source_hash, entry_id = excluded.entry_id, \
             place = excluded.place, format = excluded.format, sport = excluded.sport, sub_sport = excluded.sub_sport, \
             name = excluded.name, start_ms = excluded.start_ms, end_ms = excluded.end_ms, day = excluded.day, \
             time_zone = excluded.time_zone, timer_s = excluded.timer_s, elapsed_s = excluded.elapsed_s, \
             distance_m = excluded.distance_m, ascent_m = excluded.ascent_m, hr_mean_bpm = excluded.hr_mean_bpm, \
             hr_max_bpm = excluded.hr_max_bpm, samples = excluded.samples, active_sets = excluded.active_sets, \
             device = excluded.device, witness = excluded.witness, shown = excluded.shown",
            values,
        )
        .await?;
        tx.execute(
            "insert into stream (athlete_id, recording_id, bytes) values ($1, $2, $3) \
             on conflict (athlete_id, recording_id) do update set bytes = excluded.bytes",
            binds![athlete.0, &row.id.0, self.blob.as_slice()],
        )
        .await?;
        Ok(())
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, source_hash, entry_id, place, format, sport, sub_sport, name, start_ms, end_ms, day, time_zone, ",
            "timer_s, elapsed_s, distance_m, ascent_m, hr_mean_bpm, hr_max_bpm, samples, active_sets, device, witness, shown ",
            "from recording ",
            $rest
        )
    };
}

impl Store {
    /// Every recording of an athlete in the order of their start.
    ///
    /// # Errors
    /// As every read.
    pub async fn recordings(&self, athlete: AthleteId) -> Result<Vec<RecordingRow>> {
        let sql = select!("where athlete_id = $1 order by start_ms, id");
        self.pool.all(sql, binds![athlete.0]).await?.iter().map(recording).collect()
    }

    /// The recordings that began in a stretch of time, ends included: where twins are looked for.
    ///
    /// # Errors
    /// As every read.
    pub async fn recordings_between(
        &self,
        athlete: AthleteId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<RecordingRow>> {
        let sql = select!("where athlete_id = $1 and start_ms between $2 and $3 order by start_ms, id");
        let rows = self.pool.all(sql, binds![athlete.0, from.as_unix_ms(), to.as_unix_ms()]).await?;
        rows.iter().map(recording).collect()
    }

    /// One recording.
    ///
    /// # Errors
    /// `NotFound` where the athlete has no such recording.
    pub async fn recording(&self, athlete: AthleteId, id: &RecordingId) -> Result<RecordingRow> {
        let sql = select!("where athlete_id = $1 and id = $2");
        let row = self.pool.first(sql, binds![athlete.0, &id.0]).await?;
        recording(&row.ok_or_else(|| no_such_recording(id))?)
    }

    /// What twins are found from, for every recording. What another version of the program wrote is left out.
    ///
    /// # Errors
    /// As every read.
    pub async fn witnesses(&self, athlete: AthleteId) -> Result<Vec<Witness>> {
        let sql = "select string_agg(witness, '\n') from recording \
                   where athlete_id = $1 and id >= $2 and id < $3 and witness <> ''";
        let mut witnesses: Vec<Witness> = Vec::new();
        let read =
            |[lines]: [String; 1]| witnesses.extend(lines.lines().filter_map(|line| serde_json::from_str(line).ok()));
        portions::read(&self.pool, athlete, sql, read).await?;
        witnesses.sort_by_key(|witness| witness.key);
        Ok(witnesses)
    }

    /// What every recording shows about the athlete, as `striate-history` wrote it.
    ///
    /// # Errors
    /// As every read.
    pub async fn shown(&self, athlete: AthleteId) -> Result<Vec<String>> {
        // A line by hand is filled up from what is known of the athlete: it must not tell that again. What the athlete says
        // was no run shows nothing of their running.
        let sql = "select string_agg(shown, '\n') from recording r \
                   where athlete_id = $1 and id >= $2 and id < $3 and entry_id is null and shown <> '' \
                   and not exists (select 1 from correction c where c.athlete_id = r.athlete_id and c.recording_id = r.id \
                   and c.told like '%\"sport\":%' and c.told not like '%\"sport\":\"running\"%' \
                   and c.told not like '%\"sport\":\"walking\"%' and c.told not like '%\"sport\":\"hiking\"%')";
        let mut shown = Vec::new();
        portions::read(&self.pool, athlete, sql, |[lines]| shown.extend(lines.lines().map(str::to_owned))).await?;
        // In which order the database puts them together is its own affair.
        shown.sort_unstable();
        Ok(shown)
    }

    /// The samples of a recording.
    ///
    /// # Errors
    /// `NotFound` where the athlete has no such recording; `Corrupt` where the blob is damaged.
    pub async fn streams(&self, athlete: AthleteId, id: &RecordingId) -> Result<Streams> {
        StreamBlob::open(&self.stream_blob(athlete, id).await?)?.streams()
    }

    /// One channel of a recording, without unpacking the others.
    ///
    /// # Errors
    /// As [`Store::streams`].
    pub async fn channel(&self, athlete: AthleteId, id: &RecordingId, channel: Channel) -> Result<Vec<f32>> {
        StreamBlob::open(&self.stream_blob(athlete, id).await?)?.channel(channel)
    }

    /// The blob of a recording's samples, to be opened with [`StreamBlob::open`].
    ///
    /// # Errors
    /// `NotFound` where the athlete has no such recording.
    pub async fn stream_blob(&self, athlete: AthleteId, id: &RecordingId) -> Result<Vec<u8>> {
        let sql = "select bytes from stream where athlete_id = $1 and recording_id = $2";
        let row = self.pool.first(sql, binds![athlete.0, &id.0]).await?;
        row.ok_or_else(|| no_such_recording(id))?.blob(0)
    }
}

fn no_such_recording(id: &RecordingId) -> StoreError {
    StoreError::not_found(format!("there is no recording {}", id.0))
}

fn recording(row: &Row) -> Result<RecordingRow> {
    let origin = match (row.text_or_none(1)?, row.int_or_none(2)?) {
        (Some(hash), _) => {
            let hash = SourceHash::from_text(&hash);
            Origin::Source(hash.ok_or_else(|| StoreError::corrupt("a recording's source is no hash"))?)
        }
        (None, Some(entry)) => Origin::Entry(entry),
        (None, None) => return Err(StoreError::corrupt("a recording has no source")),
    };
    let whole = |column: usize| row.count(column).map(|n| usize::try_from(n).unwrap_or(usize::MAX));
    Ok(RecordingRow {
        id: RecordingId(row.text(0)?),
        origin,
        place: whole(3)?,
        format: row.text(4)?,
        sport: row.text(5)?,
        sub_sport: row.text(6)?,
        name: row.text_or_none(7)?,
        start: Timestamp::from_unix_ms(row.int(8)?),
        end: Timestamp::from_unix_ms(row.int(9)?),
        day: day_of(&row.text(10)?)?,
        time_zone: row.text(11)?,
        timer_s: row.float_or_none(12)?,
        elapsed_s: row.float_or_none(13)?,
        distance_m: row.float_or_none(14)?,
        ascent_m: row.float_or_none(15)?,
        hr_mean_bpm: row.float_or_none(16)?,
        hr_max_bpm: row.float_or_none(17)?,
        samples: whole(18)?,
        active_sets: whole(19)?,
        device: row.text_or_none(20)?,
        witness: row.text(21)?,
        shown: row.text(22)?,
    })
}
