//! What a device recorded, decoded but not yet interpreted.

use crate::quantity::{Distance, HeartRate, Mass, Power, Speed};
use crate::time::{TimeSpan, Timestamp};
use crate::warning::Warning;
use crate::workout::{LiftSet, Workout};

/// A file format, or a known layout of a text export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Flexible and Interoperable Data Transfer.
    Fit,
    /// Training Center XML.
    Tcx,
    /// GPS Exchange Format.
    Gpx,
    /// The lifting log of Hevy.
    HevyCsv,
    /// The lifting log of Strong.
    StrongCsv,
    /// The lifting log of FitNotes.
    FitnotesCsv,
    /// The lifting log of Liftosaur.
    LiftosaurCsv,
    /// The lifting log of Fitbod.
    FitbodCsv,
    /// The lifting log of StrongLifts 5x5.
    StrongliftsCsv,
    /// A lifting log of no app that is known, read by the names of its columns.
    LiftingCsv,
    /// The table of activities in a Strava export.
    StravaCsv,
    /// A summary of activities in a Garmin export.
    GarminSummary,
    /// Workouts of Apple Health.
    AppleHealth,
    /// A line of the athlete's own journal.
    Journal,
}

impl Format {
    /// Whether it is the log of a lifting app or another table of sets, whose times and loads may need the athlete's word.
    #[must_use]
    pub const fn is_lifting_log(self) -> bool {
        matches!(
            self,
            Self::HevyCsv
                | Self::StrongCsv
                | Self::FitnotesCsv
                | Self::LiftosaurCsv
                | Self::FitbodCsv
                | Self::StrongliftsCsv
                | Self::LiftingCsv
        )
    }

    /// Its name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Fit => "FIT",
            Self::Tcx => "TCX",
            Self::Gpx => "GPX",
            Self::HevyCsv => "Hevy lifting log",
            Self::StrongCsv => "Strong lifting log",
            Self::FitnotesCsv => "FitNotes lifting log",
            Self::LiftosaurCsv => "Liftosaur lifting log",
            Self::FitbodCsv => "Fitbod lifting log",
            Self::StrongliftsCsv => "StrongLifts lifting log",
            Self::LiftingCsv => "lifting log of another app",
            Self::StravaCsv => "row of Strava's table",
            Self::GarminSummary => "Garmin summary",
            Self::AppleHealth => "Apple Health workout",
            Self::Journal => "journal line",
        }
    }

    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Tcx => "tcx",
            Self::Gpx => "gpx",
            Self::HevyCsv => "hevy_csv",
            Self::StrongCsv => "strong_csv",
            Self::FitnotesCsv => "fitnotes_csv",
            Self::LiftosaurCsv => "liftosaur_csv",
            Self::FitbodCsv => "fitbod_csv",
            Self::StrongliftsCsv => "stronglifts_csv",
            Self::LiftingCsv => "lifting_csv",
            Self::StravaCsv => "strava_csv",
            Self::GarminSummary => "garmin_summary",
            Self::AppleHealth => "apple_health",
            Self::Journal => "journal",
        }
    }
}

/// Everything that could be read from one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// What the bytes are.
    pub format: Format,
    /// One per session in the file, in the order of their start.
    pub recordings: Vec<Recording>,
    /// Workouts that the file carries without having been performed.
    pub workouts: Vec<Workout>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
    /// Messages or elements that the decoder does not interpret, by their name in the format, with their count.
    pub unknown: Vec<(String, u32)>,
}

/// The sport as the device names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Sport {
    /// Running of every sort.
    Running,
    /// Walking.
    Walking,
    /// Hiking.
    Hiking,
    /// Cycling of every sort.
    Cycling,
    /// Swimming.
    Swimming,
    /// The change between two sports of one race.
    Transition,
    /// Training in a gym: strength, cardio, flexibility.
    Training,
    /// Indoor machines.
    FitnessEquipment,
    /// Rowing.
    Rowing,
    /// The device says "generic" or the file says nothing.
    Unknown,
    /// Any other sport.
    Other,
}

impl Sport {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Walking => "walking",
            Self::Hiking => "hiking",
            Self::Cycling => "cycling",
            Self::Swimming => "swimming",
            Self::Transition => "transition",
            Self::Training => "training",
            Self::FitnessEquipment => "fitness_equipment",
            Self::Rowing => "rowing",
            Self::Unknown => "unknown",
            Self::Other => "other",
        }
    }

    /// Whether the athlete moved on their feet.
    #[must_use]
    pub const fn is_on_foot(self) -> bool {
        matches!(self, Self::Running | Self::Walking | Self::Hiking)
    }
}

/// The variety of a sport, as far as the analysis reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SubSport {
    /// Nothing said.
    Generic,
    /// On a treadmill: no position, speed from a sensor.
    Treadmill,
    /// Indoors on a track.
    IndoorRunning,
    /// On roads.
    Street,
    /// On trails.
    Trail,
    /// On a running track.
    Track,
    /// On stairs or a stair machine.
    Stairs,
    /// A race, by the athlete's or the device's word.
    Race,
    /// On an indoor bicycle.
    IndoorCycling,
    /// Strength training.
    StrengthTraining,
    /// Cardio training in a gym, intervals included.
    CardioTraining,
    /// Plyometrics.
    Plyometrics,
    /// Open water.
    OpenWater,
    /// Any other.
    Other,
}

impl SubSport {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::Treadmill => "treadmill",
            Self::IndoorRunning => "indoor_running",
            Self::Street => "street",
            Self::Trail => "trail",
            Self::Track => "track",
            Self::Stairs => "stairs",
            Self::Race => "race",
            Self::IndoorCycling => "indoor_cycling",
            Self::StrengthTraining => "strength_training",
            Self::CardioTraining => "cardio_training",
            Self::Plyometrics => "plyometrics",
            Self::OpenWater => "open_water",
            Self::Other => "other",
        }
    }
}

/// A channel of the streams with one value a sample; the unit is part of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Height above sea level, m.
    AltitudeM,
    /// Speed as the device believes it, m/s.
    SpeedMPerS,
    /// Speed of a foot pod (developer field), m/s.
    FootPodSpeedMPerS,
    /// Heart rate, beats a minute.
    HeartRateBpm,
    /// Steps of both feet a minute; revolutions a minute on a bicycle.
    CadencePerMin,
    /// Power, W.
    PowerW,
    /// Time the foot is on the ground, s.
    GroundContactS,
    /// Length of one step, m.
    StepLengthM,
    /// Vertical movement of the trunk in one step, m.
    VerticalOscillationM,
    /// Leg spring stiffness, kN/m.
    LegStiffnessKnPerM,
    /// Power that does not move the runner forward, W.
    FormPowerW,
    /// Air temperature at the device, degrees Celsius.
    TemperatureC,
    /// Part of the power that goes against the air, W.
    AirPowerW,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 13] = [
        Self::AltitudeM,
        Self::SpeedMPerS,
        Self::FootPodSpeedMPerS,
        Self::HeartRateBpm,
        Self::CadencePerMin,
        Self::PowerW,
        Self::GroundContactS,
        Self::StepLengthM,
        Self::VerticalOscillationM,
        Self::LegStiffnessKnPerM,
        Self::FormPowerW,
        Self::TemperatureC,
        Self::AirPowerW,
    ];

    /// How many channels there are.
    pub const COUNT: usize = Self::ALL.len();
}

/// The samples of a recording as columns. Every column that is present has one value for each instant in
/// [`Streams::time`]; a missing value is NaN, a channel that never had a value is an empty column. Time never decreases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Streams {
    /// The instant of each sample.
    pub time: Vec<Timestamp>,
    /// Latitude, degrees north (WGS 84).
    pub latitude_deg: Vec<f64>,
    /// Longitude, degrees east (WGS 84).
    pub longitude_deg: Vec<f64>,
    /// Distance since the start as the device counts it, m.
    pub distance_m: Vec<f64>,
    channels: [Vec<f32>; Channel::COUNT],
}

impl Streams {
    /// How many samples there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether there is no sample.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }

    /// The column of a channel: one value a sample, or empty where the channel was never seen.
    #[must_use]
    pub fn channel(&self, channel: Channel) -> &[f32] {
        &self.channels[channel as usize]
    }

    /// The column of a channel, to be filled by a decoder or a generator.
    pub fn channel_mut(&mut self, channel: Channel) -> &mut Vec<f32> {
        &mut self.channels[channel as usize]
    }

    /// Whether the channel has at least one value.
    #[must_use]
    pub fn has(&self, channel: Channel) -> bool {
        self.channel(channel).iter().any(|v| !v.is_nan())
    }

    /// Whether every column is either empty or as long as the time column, and time never decreases.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        let n = self.len();
        let fits = |len: usize| len == 0 || len == n;
        fits(self.latitude_deg.len())
            && fits(self.longitude_deg.len())
            && fits(self.distance_m.len())
            && self.channels.iter().all(|c| fits(c.len()))
            && self.time.is_sorted()
    }
}

/// What a lap or step was meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Intensity {
    /// Work.
    Active,
    /// Rest.
    Rest,
    /// Before the work.
    Warmup,
    /// After the work.
    Cooldown,
    /// Rest between repetitions.
    Recovery,
    /// A repetition. Devices also write it on warm-ups and rests: no evidence by itself.
    Interval,
    /// Anything else.
    Other,
}

/// Why a lap ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LapTrigger {
    /// The athlete pressed the button (or a workout step ended).
    Manual,
    /// A set time passed.
    Time,
    /// A set distance was covered.
    Distance,
    /// A position was passed.
    Position,
    /// The session ended.
    SessionEnd,
    /// Anything else.
    Other,
}

/// What the device marked as a lap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lap {
    /// When it began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// Time with the timer running.
    pub timer: Option<TimeSpan>,
    /// Distance of the lap.
    pub distance: Option<Distance>,
    /// What it was meant to be.
    pub intensity: Option<Intensity>,
    /// Why it ended.
    pub trigger: Option<LapTrigger>,
    /// Index of the workout step that it belongs to.
    pub workout_step: Option<u16>,
}

/// What a device's own interval detection called a split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SplitKind {
    /// A repetition.
    IntervalActive,
    /// A rest between repetitions.
    IntervalRest,
    /// Before the work.
    IntervalWarmup,
    /// After the work.
    IntervalCooldown,
    /// Continuous running.
    Run,
    /// Continuous walking.
    Walk,
    /// Standing.
    Stand,
    /// Anything else.
    Other,
}

/// A stretch that the device's own interval detection marked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// When it began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// What the device called it.
    pub kind: SplitKind,
    /// Distance of the split.
    pub distance: Option<Distance>,
}

/// A stretch with the timer stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When the timer stopped.
    pub start: Timestamp,
    /// When it started again.
    pub end: Timestamp,
}

/// The device that made a recording, as it names itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Manufacturer's number in the format, where it has one.
    pub manufacturer: Option<u16>,
    /// Product number in the format, where it has one.
    pub product: Option<u16>,
    /// Serial number.
    pub serial: Option<u32>,
    /// Name in words, where the file has one.
    pub name: Option<String>,
}

/// What the device knew about the athlete when it recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DeviceProfile {
    /// Body mass.
    pub mass: Option<Mass>,
    /// Body height.
    pub height: Option<Distance>,
    /// `true` for a woman, `false` for a man.
    pub is_female: Option<bool>,
    /// Highest heart rate.
    pub hr_max: Option<HeartRate>,
    /// Heart rate at rest.
    pub hr_rest: Option<HeartRate>,
}

/// One session of one device, decoded.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// The sport.
    pub sport: Sport,
    /// Its variety.
    pub sub_sport: SubSport,
    /// The sport in the words of the file, where it has any: shown to people, never decided by.
    pub sport_word: Option<String>,
    /// The session's name, where the file has one.
    pub name: Option<String>,
    /// When it began.
    pub start: Timestamp,
    /// How far the clock of the place was ahead of UTC, by the recording's own word; `None` where it says nothing.
    pub utc_offset: Option<TimeSpan>,
    /// Time with the timer running: the device's figure, or derived from the samples (then a warning says so).
    pub timer: Option<TimeSpan>,
    /// Time from start to end.
    pub elapsed: Option<TimeSpan>,
    /// Distance: the device's figure, or derived from the samples (then a warning says so).
    pub distance: Option<Distance>,
    /// Metres climbed, as the device counts them.
    pub ascent: Option<Distance>,
    /// Metres descended, as the device counts them.
    pub descent: Option<Distance>,
    /// Mean heart rate, the device's figure.
    pub hr_mean: Option<HeartRate>,
    /// Highest heart rate, the device's figure.
    pub hr_max: Option<HeartRate>,
    /// Mean power, the device's figure.
    pub power_mean: Option<Power>,
    /// Highest speed, the device's figure.
    pub speed_max: Option<Speed>,
    /// The samples.
    pub streams: Streams,
    /// Laps in order.
    pub laps: Vec<Lap>,
    /// The device's own splits in order.
    pub splits: Vec<Split>,
    /// Strength sets in order, rests included.
    pub sets: Vec<LiftSet>,
    /// Stretches with the timer stopped, in order.
    pub pauses: Vec<Pause>,
    /// The workout that was followed.
    pub workout: Option<Workout>,
    /// Times between heart beats, s.
    pub rr_intervals_s: Vec<f32>,
    /// The device.
    pub device: Device,
    /// What the device knew about the athlete.
    pub profile: DeviceProfile,
}

impl Recording {
    /// A recording that holds nothing yet but its sport and start.
    #[must_use]
    pub fn new(sport: Sport, sub_sport: SubSport, start: Timestamp) -> Self {
        Self {
            sport,
            sub_sport,
            sport_word: None,
            name: None,
            start,
            utc_offset: None,
            timer: None,
            elapsed: None,
            distance: None,
            ascent: None,
            descent: None,
            hr_mean: None,
            hr_max: None,
            power_mean: None,
            speed_max: None,
            streams: Streams::default(),
            laps: Vec::new(),
            splits: Vec::new(),
            sets: Vec::new(),
            pauses: Vec::new(),
            workout: None,
            rr_intervals_s: Vec::new(),
            device: Device::default(),
            profile: DeviceProfile::default(),
        }
    }
}
