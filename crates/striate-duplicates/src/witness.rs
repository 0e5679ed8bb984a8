//! What one recording tells about when, where, by whom and how a session was done: small enough to keep all of them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use striate_model::{
    Channel, Distance, ExerciseRef, Format, LiftSet, Mass, Recording, SetKind, Sport, SubSport, TimeSpan, Timestamp,
};

/// Which recording it is: the hash of its file's content, and its place among the file's recordings. It stays the same
/// when everything derived is rebuilt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordKey {
    /// Hash of the file's content.
    pub file: [u8; 32],
    /// Place among the recordings of the file, from 0.
    pub place: u32,
}

/// What the times of a recording mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Clock {
    /// Instants: the file says UTC or an offset.
    Instant,
    /// Civil time without a zone: whole or half hours may be missing.
    Civil,
    /// Only the day is known; the start is its noon.
    Day,
}

impl Clock {
    /// The clock that files of a format keep.
    #[must_use]
    pub const fn of(format: Format) -> Self {
        match format {
            Format::HevyCsv | Format::StrongCsv | Format::StrongliftsCsv | Format::LiftingCsv => Self::Civil,
            Format::FitnotesCsv => Self::Day,
            _ => Self::Instant,
        }
    }
}

/// What wrote the recording, from the closest to the body to the furthest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Source {
    /// A device's own file.
    Device,
    /// An exchange format: what a program exported.
    Export,
    /// A lifting log: what a person typed.
    Log,
    /// A row of a table of sessions: totals without samples.
    Summary,
}

impl Source {
    /// The source that files of a format come from.
    #[must_use]
    pub const fn of(format: Format) -> Self {
        match format {
            Format::Fit => Self::Device,
            Format::Journal => Self::Log,
            log if log.is_lifting_log() => Self::Log,
            Format::StravaCsv | Format::GarminSummary => Self::Summary,
            _ => Self::Export,
        }
    }
}

/// The sport, as coarse as two devices agree on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Discipline {
    /// Running outdoors.
    Run,
    /// Running without satellites.
    Treadmill,
    /// Walking.
    Walk,
    /// Hiking.
    Hike,
    /// Cycling.
    Ride,
    /// Swimming.
    Swim,
    /// Strength and everything else in a gym.
    Gym,
    /// Another sport.
    Other,
    /// The file does not say.
    Unknown,
}

impl Discipline {
    /// The coarse sport of a recording.
    #[must_use]
    pub const fn of(sport: Sport, sub_sport: SubSport) -> Self {
        match (sport, sub_sport) {
            (Sport::Running, SubSport::Treadmill | SubSport::IndoorRunning) => Self::Treadmill,
            (Sport::Running, _) => Self::Run,
            (Sport::Walking, _) => Self::Walk,
            (Sport::Hiking, _) => Self::Hike,
            (Sport::Cycling, _) | (_, SubSport::IndoorCycling) => Self::Ride,
            (Sport::Swimming, _) => Self::Swim,
            (_, SubSport::Treadmill) => Self::Treadmill,
            (Sport::Training | Sport::FitnessEquipment, _) => Self::Gym,
            (Sport::Unknown, _) => Self::Unknown,
            _ => Self::Other,
        }
    }

    /// Whether the athlete moved on their feet.
    #[must_use]
    pub const fn is_on_foot(self) -> bool {
        matches!(self, Self::Run | Self::Treadmill | Self::Walk | Self::Hike)
    }
}

/// A place on earth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Degrees north.
    pub latitude_deg: f64,
    /// Degrees east.
    pub longitude_deg: f64,
}

impl Place {
    /// Metres between two places: along the flat map around them, which is right to a per mille below 50 km.
    #[must_use]
    pub fn metres_to(self, other: Self) -> f64 {
        const METRES_PER_DEGREE: f64 = 111_195.0;
        let middle = 0.5 * (self.latitude_deg + other.latitude_deg);
        let north = other.latitude_deg - self.latitude_deg;
        let mut east = (other.longitude_deg - self.longitude_deg).rem_euclid(360.0);
        if east > 180.0 {
            east -= 360.0;
        }
        METRES_PER_DEGREE * north.hypot(east * middle.to_radians().cos())
    }
}

/// Who wore the device, as far as it knew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Wearer {
    /// Body mass, kg.
    pub mass_kg: Option<f64>,
    /// Body height, m.
    pub height_m: Option<f64>,
    /// `true` for a woman, `false` for a man.
    pub is_female: Option<bool>,
}

/// One minute of a recording: what the samples of that minute of the clock say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Minute {
    /// Mean heart rate, beats a minute.
    pub heart_rate_bpm: Option<f32>,
    /// Mean cadence, steps a minute.
    pub cadence_per_min: Option<f32>,
    /// Distance covered, m.
    pub distance_m: Option<f32>,
}

/// What one recording tells about a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Witness {
    /// Which recording it is.
    pub key: RecordKey,
    /// What its times mean.
    pub clock: Clock,
    /// What wrote it.
    pub source: Source,
    /// Start, milliseconds since 1970.
    pub start_ms: i64,
    /// The start on the clock of whoever was there, milliseconds since 1970 as if that clock showed UTC; `None` where the
    /// time zone is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub civil_ms: Option<i64>,
    /// How long from start to end, s; `None` where the file does not say.
    pub elapsed_s: Option<f64>,
    /// The sport.
    pub discipline: Discipline,
    /// Distance, m.
    pub distance_m: Option<f64>,
    /// Where it began: the first position.
    pub begins_at: Option<Place>,
    /// The device: manufacturer, product and serial number, where the file has a serial number.
    pub device: Option<(u16, u16, u32)>,
    /// Who wore it.
    pub wearer: Wearer,
    /// Minutes since 1970 to what the samples say about them.
    pub minutes: BTreeMap<i64, Minute>,
    /// Active sets: repetitions and load in whole hectograms (0 for the body alone), sorted.
    pub sets: Vec<(u16, u32)>,
    /// Samples.
    pub samples: u32,
    /// How much the samples tell, 0 for nothing: a weight for each channel that has values.
    pub channels: f64,
    /// Whether it has a name that a person may have given it.
    pub has_name: bool,
}

/// What a channel is worth to the analysis, in the unit of a bare position (our choice: what the stages lose without it).
const CHANNEL_WORTH: [(Channel, f64); 9] = [
    (Channel::HeartRateBpm, 1.0),
    (Channel::CadencePerMin, 0.8),
    (Channel::SpeedMPerS, 0.6),
    (Channel::FootPodSpeedMPerS, 0.4),
    (Channel::AltitudeM, 0.6),
    (Channel::PowerW, 0.3),
    (Channel::GroundContactS, 0.4),
    (Channel::VerticalOscillationM, 0.1),
    (Channel::LegStiffnessKnPerM, 0.1),
];
/// Steps of a workout and laps that somebody pressed tell where efforts begin.
const MARKS_WORTH: f64 = 0.5;
/// A recording of more minutes than this (a week) is a device that was never switched off.
const MINUTES_MAX: usize = 7 * 24 * 60;

impl Witness {
    /// What a recording that was decoded from a file tells.
    #[must_use]
    pub fn of(key: RecordKey, recording: &Recording, format: Format) -> Self {
        Self::new(key, recording, Clock::of(format), Source::of(format))
    }

    /// What a recording of any sort tells.
    #[must_use]
    pub fn new(key: RecordKey, recording: &Recording, clock: Clock, source: Source) -> Self {
        let streams = &recording.streams;
        let sampled = streams.time.last().map(|last| last.since(recording.start));
        let longest = [recording.elapsed, recording.timer, sampled].into_iter().flatten().reduce(TimeSpan::max);
        let placed = streams
            .latitude_deg
            .iter()
            .zip(&streams.longitude_deg)
            .find(|(lat, lon)| lat.is_finite() && lon.is_finite() && !(**lat == 0.0 && **lon == 0.0));
        let device = &recording.device;
        Self {
            key,
            clock,
            source,
            start_ms: recording.start.as_unix_ms(),
            civil_ms: None,
            elapsed_s: longest.map(TimeSpan::as_s).filter(|s| *s > 0.0),
            discipline: Discipline::of(recording.sport, recording.sub_sport),
            distance_m: recording.distance.map(Distance::as_m).filter(|m| *m > 0.0),
            begins_at: placed.map(|(lat, lon)| Place { latitude_deg: *lat, longitude_deg: *lon }),
            device: device
                .serial
                .filter(|serial| *serial != 0)
                .map(|serial| (device.manufacturer.unwrap_or(0), device.product.unwrap_or(0), serial)),
            wearer: Wearer {
                mass_kg: recording.profile.mass.map(Mass::as_kg),
                height_m: recording.profile.height.map(Distance::as_m),
                is_female: recording.profile.is_female,
            },
            minutes: minutes(recording),
            sets: sets(&recording.sets),
            samples: u32::try_from(streams.len()).unwrap_or(u32::MAX),
            channels: channels(recording, placed.is_some()),
            has_name: recording.name.is_some(),
        }
    }

    /// The same, read where local time is ahead of UTC by so much.
    #[must_use]
    pub fn at_offset(mut self, ahead: TimeSpan) -> Self {
        self.civil_ms = Some(self.start_ms.saturating_add(ahead.as_whole_ms()));
        self
    }

    /// When it began, where its clock is behind by `shift_s`.
    #[must_use]
    pub fn start(&self, shift_s: i64) -> Timestamp {
        Timestamp::from_unix_ms(self.start_ms.saturating_add(shift_s * 1000))
    }

    /// Mean heart rate, cadence and distance by minute can be compared.
    pub(super) fn minute(&self, minute: i64) -> Option<&Minute> {
        self.minutes.get(&minute)
    }
}

fn channels(recording: &Recording, is_placed: bool) -> f64 {
    if recording.streams.is_empty() {
        return 0.0;
    }
    let marks = recording.workout.is_some() || recording.laps.len() > 1;
    let seen = CHANNEL_WORTH.iter().filter(|(channel, _)| recording.streams.has(*channel)).map(|(_, worth)| worth);
    seen.sum::<f64>() + f64::from(u8::from(is_placed)) + if marks { MARKS_WORTH } else { 0.0 }
}

fn sets(sets: &[LiftSet]) -> Vec<(u16, u32)> {
    let typed = |s: &&LiftSet| s.kind == SetKind::Active && s.reps.is_some();
    let hectograms = |s: &LiftSet| s.load.map_or(0.0, |l| (l.mass().as_kg() * 10.0).round().clamp(0.0, 1e6)) as u32;
    let mut found: Vec<(u16, u32)> = sets.iter().filter(typed).filter_map(|s| Some((s.reps?, hectograms(s)))).collect();
    found.sort_unstable();
    found
}

/// Whether the sets of a recording were named by a person, not guessed by a device.
pub(super) fn is_typed(set: &LiftSet) -> bool {
    matches!(set.exercise, Some(ExerciseRef::Title(_)))
}

fn minutes(recording: &Recording) -> BTreeMap<i64, Minute> {
    #[derive(Default)]
    struct Sums {
        beats: (f64, u32),
        steps: (f64, u32),
        first_m: Option<f64>,
        last_m: Option<f64>,
    }
    let streams = &recording.streams;
    let (beats, steps) = (streams.channel(Channel::HeartRateBpm), streams.channel(Channel::CadencePerMin));
    let mut found: BTreeMap<i64, Sums> = BTreeMap::new();
    let mut before: Option<f64> = None;
    for (i, time) in streams.time.iter().enumerate() {
        let minute = time.as_unix_ms().div_euclid(60_000);
        if found.len() >= MINUTES_MAX && !found.contains_key(&minute) {
            break;
        }
        let sums = found.entry(minute).or_default();
        for (column, sum) in [(beats, &mut sums.beats), (steps, &mut sums.steps)] {
            // A cadence of zero is standing, and says nothing about the athlete's step.
            if let Some(value) = column.get(i).filter(|v| v.is_finite() && **v > 0.0) {
                *sum = (sum.0 + f64::from(*value), sum.1 + 1);
            }
        }
        if let Some(metres) = streams.distance_m.get(i).copied().filter(|m| m.is_finite()) {
            sums.first_m.get_or_insert(before.unwrap_or(metres));
            sums.last_m = Some(metres);
            before = Some(metres);
        }
    }
    let mean = |(sum, n): (f64, u32)| (n > 0).then(|| (sum / f64::from(n) * 10.0).round() as f32 / 10.0);
    found
        .into_iter()
        .map(|(minute, s)| {
            let distance_m = s.first_m.zip(s.last_m).map(|(from, to)| (to - from).max(0.0).round() as f32);
            (minute, Minute { heart_rate_bpm: mean(s.beats), cadence_per_min: mean(s.steps), distance_m })
        })
        .collect()
}
