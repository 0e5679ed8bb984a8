//! Bulk exports as the big services write them, with the truth about every activity: for the bench of the import, and for
//! tests of twins and of broken files. One seed gives the same bytes everywhere.

mod apple;
mod garmin;
mod strava;

pub use apple::apple_archive;
pub use garmin::garmin_archive;
pub use strava::strava_archive;

use crate::device::{Device, HeartSensor, Laps, Sky};
use crate::life::{Chapter, Life, WEEKS};
use crate::rng::Rng;
use crate::runner::Knowledge;
use crate::scenario::{Deed, Scenario};
use crate::sensor::Origin;
use striate_model::{Day, Recording, Sport, TimeSpan, Timestamp};

/// What is wanted of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArchiveOrder {
    /// How many activities it lists, twins and broken ones among them.
    pub activities: usize,
    /// The day of the last one.
    pub last: Day,
    /// Chance.
    pub seed: u64,
}

/// How a file is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Broken {
    /// The watch's battery died: the file ends in the middle. What is before can be read.
    CutOff,
    /// The packed file ends in the middle. What is before can be read.
    CutPack,
    /// Nothing is in it.
    Empty,
    /// A login page was saved in its place.
    LoginPage,
    /// Bytes without sense.
    Noise,
    /// The table names a file that is not there. The row itself can be read.
    Missing,
}

impl Broken {
    /// Every way, each as often.
    const ALL: [Self; 6] = [Self::CutOff, Self::CutPack, Self::Empty, Self::LoginPage, Self::Noise, Self::Missing];

    /// Whether a session can be had of it at all.
    #[must_use]
    pub const fn leaves_a_session(self) -> bool {
        matches!(self, Self::CutOff | Self::CutPack | Self::Missing)
    }
}

/// Why two activities are the same session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Twin {
    /// Two watches were worn.
    SecondWatch,
    /// The same recording in another format.
    OtherFormat,
    /// The same bytes once more.
    SameBytes,
}

/// The truth about one activity of an export.
#[derive(Clone, Debug, PartialEq)]
pub struct TrueActivity {
    /// Its number in the export.
    pub id: u64,
    /// When it began.
    pub start: Timestamp,
    /// How long it took.
    pub elapsed: TimeSpan,
    /// Its sport.
    pub sport: Sport,
    /// Its file inside of the export; `None` where it has none.
    pub file: Option<String>,
    /// How the file is broken.
    pub broken: Option<Broken>,
    /// The activity that it is a twin of, and why.
    pub twin_of: Option<(u64, Twin)>,
    /// Whether it begins some twenty minutes after another one ended: near, but no twin.
    pub is_near_miss: bool,
}

/// The truth about an export.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArchiveTruth {
    /// Every activity in the order of the export.
    pub activities: Vec<TrueActivity>,
    /// Days with a body mass, kg.
    pub masses: Vec<(Day, f64)>,
    /// Nights with sleep, h.
    pub sleep: Vec<(Day, f64)>,
}

impl ArchiveTruth {
    /// How many sessions there really were, of those of which anything can be read.
    #[must_use]
    pub fn sessions(&self) -> usize {
        let is_own = |a: &&TrueActivity| a.twin_of.is_none() && a.broken.is_none_or(Broken::leaves_a_session);
        self.activities.iter().filter(is_own).count()
    }

    /// How many activities are broken.
    #[must_use]
    pub fn broken(&self) -> usize {
        self.activities.iter().filter(|a| a.broken.is_some()).count()
    }

    /// How many activities are twins of another.
    #[must_use]
    pub fn twins(&self) -> usize {
        self.activities.iter().filter(|a| a.twin_of.is_some()).count()
    }
}

/// The story that gives at least so many sessions, ending on a day.
fn chapters(order: &ArchiveOrder, sessions: usize) -> Vec<Chapter> {
    let sunday = order.last.monday().plus(6);
    let mut weeks = sessions as i32 / 5 + 8;
    loop {
        // Whole rounds of the story, so that it ends where the story ends.
        let rounds = weeks.div_euclid(WEEKS) + 1;
        let first = sunday.plus(1 - 7 * rounds * WEEKS);
        let life = Life { seed: order.seed, first, weeks: rounds * WEEKS, is_busy: true };
        let mut all = life.chapters();
        all.retain(|chapter| chapter.day <= order.last);
        if all.len() >= sessions {
            return all.split_off(all.len() - sessions);
        }
        weeks += WEEKS;
    }
}

/// The scenario of a chapter: the watch of those years, in a place in the open sea.
pub(crate) fn scenario(chapter: &Chapter, seed: u64, rng: &mut Rng) -> Scenario {
    // The second watch of this life has a chest strap and knows ground contact.
    let is_new = chapter.day.ordinal().rem_euclid(2000) > 900;
    let device = Device {
        sky: rng.pick(&[Sky::Open, Sky::Mixed, Sky::Mixed]),
        heart: if is_new { HeartSensor::Chest } else { HeartSensor::Wrist },
        laps: Laps::EachKilometre,
        has_dynamics: is_new,
        ..Device::good()
    };
    let midnight = chapter.day.noon() - TimeSpan::from_s(43_200.0);
    Scenario {
        name: chapter.title.to_owned(),
        family: "archive",
        seed,
        runner: chapter.runner,
        knowledge: Knowledge::Given,
        deed: chapter.deed.clone(),
        device,
        origin: Origin {
            time: midnight + TimeSpan::from_s(f64::from(chapter.second)),
            latitude_deg: 0.01,
            longitude_deg: 0.01,
            height_m: 40.0,
        },
    }
}

/// Which watch wrote the recording: the serial number stays the same over the years.
pub(crate) fn worn(mut recording: Recording, product: u16) -> Recording {
    recording.device.product = Some(product);
    recording.device.serial = Some(4_000_000 + u32::from(product));
    recording
}

/// The same run on a second watch, started some seconds later.
fn second_watch(scenario: &Scenario, rng: &mut Rng) -> Recording {
    let device = Device {
        heart: HeartSensor::Wrist,
        has_dynamics: false,
        smoothing_s: 2.4,
        laps: Laps::EachKilometre,
        ..scenario.device
    };
    let watched = crate::scenario::watched_again(&Scenario { device, ..scenario.clone() });
    worn(started_late(watched, rng.count(3, 40)), 2)
}

/// The recording as it is when the button was pressed so many seconds late.
fn started_late(mut recording: Recording, seconds: usize) -> Recording {
    use striate_model::{Channel, Distance};
    let start = recording.start + TimeSpan::from_s(seconds as f64);
    let skip = recording.streams.time.partition_point(|t| *t < start);
    let streams = &mut recording.streams;
    if skip >= streams.len() {
        return recording;
    }
    let before = streams.distance_m.get(skip).copied().filter(|m| !m.is_nan()).unwrap_or(0.0);
    streams.time.drain(..skip);
    for column in [&mut streams.latitude_deg, &mut streams.longitude_deg, &mut streams.distance_m] {
        column.drain(..skip.min(column.len()));
    }
    for channel in Channel::ALL {
        let column = streams.channel_mut(channel);
        column.drain(..skip.min(column.len()));
    }
    for metres in &mut streams.distance_m {
        *metres = ((*metres - before).max(0.0) * 100.0).round() / 100.0;
    }
    recording.start = start;
    let late = TimeSpan::from_s(seconds as f64);
    recording.timer = recording.timer.map(|t| t - late);
    recording.elapsed = recording.elapsed.map(|t| t - late);
    recording.distance = recording.distance.map(|d| Distance::from_m(d.as_m() - before));
    recording.laps.retain(|lap| lap.end > start);
    if let Some(lap) = recording.laps.first_mut() {
        lap.start = lap.start.max(start);
        lap.timer = Some(lap.end.since(lap.start));
    }
    recording.pauses.retain(|pause| pause.start > start);
    recording
}

/// Whether a chapter is lifted.
const fn is_lift(chapter: &Chapter) -> bool {
    matches!(chapter.deed, Deed::Strength(..))
}

/// An instant as Strava's table has it in English: `Sep 26, 2026, 10:56:05 AM`.
fn english_date(at: Timestamp) -> String {
    let instant = jiff::Timestamp::from_millisecond(at.as_unix_ms()).unwrap_or_default();
    instant.strftime("%b %-d, %Y, %-I:%M:%S %p").to_string()
}

/// An instant with a format of the library.
fn written(at: Timestamp, format: &str) -> String {
    jiff::Timestamp::from_millisecond(at.as_unix_ms()).unwrap_or_default().strftime(format).to_string()
}
