//! One workout: out of its element, as a file of its own, and as a recording.

use super::samples::{Kind, Sample};
use super::tags::{self, Tags};
use super::{Health, instant, kinds};
use crate::xml::{Clock, sport_of};
use crate::{gpx, limits};
use std::borrow::Cow;
use std::fmt::Write as _;
use striate_model::{
    Channel, Distance, HeartRate, Lap, LapTrigger, Pause, Recording, Sport, Streams, SubSport, TimeSpan, Timestamp,
    Warning,
};

/// A workout while its element is read.
pub(super) struct Open {
    xml: String,
    source: u16,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    kind: String,
    routes: Vec<String>,
    /// The element inside of which everything is passed over: intervals and routes have children of their own.
    inside: Option<&'static [u8]>,
}

/// A workout.
pub struct Workout {
    /// Its element, without what changes from export to export.
    xml: String,
    source: u16,
    /// When it began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// Health's word for the sport.
    pub kind: String,
    /// The files of its route, as they are named in the export.
    pub routes: Vec<String>,
}

/// The attributes that are kept of each element.
const KEPT: [(&[u8], &[&[u8]]); 5] = [
    (
        b"Workout",
        &[
            b"workoutActivityType",
            b"duration",
            b"durationUnit",
            b"totalDistance",
            b"totalDistanceUnit",
            b"sourceName",
            b"startDate",
            b"endDate",
        ],
    ),
    (b"WorkoutEvent", &[b"type", b"date", b"duration", b"durationUnit"]),
    (b"WorkoutStatistics", &[b"type", b"average", b"minimum", b"maximum", b"sum", b"unit"]),
    (b"WorkoutActivity", &[b"startDate", b"endDate"]),
    (b"MetadataEntry", &[b"key", b"value"]),
];

/// The notes beside a workout that are read.
const NOTES: [&str; 3] = ["HKIndoorWorkout", "HKElevationAscended", "HKTimeZone"];

/// The statistics that are read.
const STATISTICS: [&str; 3] = [
    "HKQuantityTypeIdentifierHeartRate",
    "HKQuantityTypeIdentifierDistanceWalkingRunning",
    "HKQuantityTypeIdentifierDistanceCycling",
];

impl Open {
    pub(super) fn new(tag: &[u8], clock: &mut Clock, source: &mut dyn FnMut(&str) -> u16) -> Self {
        let get = |wanted: &[u8]| tags::attributes(tag).find(|(key, _)| *key == wanted).map(|(_, raw)| raw);
        let mut open = Self {
            xml: String::new(),
            source: source(&get(b"sourceName").map(tags::text).unwrap_or_default()),
            start: get(b"startDate").and_then(|raw| instant(raw, clock)),
            end: get(b"endDate").and_then(|raw| instant(raw, clock)),
            kind: get(b"workoutActivityType")
                .map(|raw| tags::text(raw).chars().take(100).collect())
                .unwrap_or_default(),
            routes: Vec::new(),
            inside: None,
        };
        open.keep(tag, clock, false);
        open
    }

    /// A tag inside of the workout.
    pub(super) fn inside(&mut self, tag: &[u8], clock: &mut Clock) {
        let name = tags::name(tag);
        if let Some(outer) = self.inside {
            if name.strip_prefix(b"/") == Some(outer) {
                self.inside = None;
            } else if name == b"FileReference"
                && let Some((_, path)) = tags::attributes(tag).find(|(key, _)| *key == b"path")
                && self.routes.len() < 100
            {
                self.routes.push(tags::text(path).chars().take(limits::ARCHIVE_NAME).collect());
            }
            return;
        }
        let is_open = !tags::is_closed(tag);
        match name {
            b"WorkoutRoute" if is_open => self.inside = Some(b"WorkoutRoute"),
            b"WorkoutActivity" => {
                self.keep(tag, clock, true);
                self.inside = is_open.then_some(b"WorkoutActivity");
            }
            b"WorkoutEvent" => {
                self.keep(tag, clock, true);
                self.inside = is_open.then_some(b"WorkoutEvent");
            }
            b"WorkoutStatistics" if has(tag, b"type", &STATISTICS) => self.keep(tag, clock, true),
            b"MetadataEntry" if has(tag, b"key", &NOTES) => self.keep(tag, clock, true),
            _ => {}
        }
    }

    /// Writes a tag with the attributes that are kept, times as UTC.
    fn keep(&mut self, tag: &[u8], clock: &mut Clock, is_closed: bool) {
        let name = tags::name(tag);
        let Some((_, kept)) = KEPT.iter().find(|(element, _)| *element == name) else { return };
        if self.xml.len() > limits::APPLE_TAG {
            return;
        }
        self.xml.push('<');
        self.xml.push_str(&String::from_utf8_lossy(name));
        for wanted in *kept {
            let Some((key, raw)) = tags::attributes(tag).find(|(key, _)| key == wanted) else { continue };
            let value: Cow<'_, str> = match key {
                b"startDate" | b"endDate" | b"date" => instant(raw, clock).map(utc).unwrap_or_default().into(),
                _ => tags::text(raw),
            };
            let value = quick_xml::escape::escape(&*value);
            let _ = write!(self.xml, " {}=\"{value}\"", String::from_utf8_lossy(key));
        }
        self.xml.push_str(if is_closed { "/>" } else { ">" });
    }

    /// The workout, `None` where it has no time.
    pub(super) fn finish(self) -> Option<Workout> {
        let Self { xml, source, start, end, kind, routes, .. } = self;
        let (start, end) = (start?, end?);
        let is_possible = start <= end && end.since(start).as_s() <= 31.0 * 86_400.0;
        is_possible.then(|| Workout { xml: xml + "</Workout>", source, start, end, kind, routes })
    }
}

fn has(tag: &[u8], key: &[u8], wanted: &[&str]) -> bool {
    tags::attributes(tag).any(|(name, raw)| name == key && wanted.iter().any(|w| w.as_bytes() == raw))
}

fn utc(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.as_unix_ms()).map(|at| at.to_string()).unwrap_or_default()
}

/// Everything but the route, and the route, of a file that [`Workout::as_file`] wrote.
pub(super) fn cut_route(bytes: &[u8]) -> (Cow<'_, [u8]>, Option<Vec<u8>>) {
    let find =
        |from: usize, wanted: &[u8]| bytes[from..].windows(wanted.len()).position(|w| w == wanted).map(|at| from + at);
    let (mut rest, mut route, mut at) = (Vec::new(), Vec::new(), 0);
    // Exports themselves hold no route; they are not searched beyond their head and not copied.
    if !bytes.starts_with(OWN_HEAD.as_bytes()) {
        return (Cow::Borrowed(bytes), None);
    }
    while let Some(start) = find(at, b"<gpx") {
        let end = find(start, b"</gpx>").map_or(bytes.len(), |end| end + 6);
        rest.extend_from_slice(&bytes[at..start]);
        route.push(bytes[start..end].to_vec());
        at = end;
    }
    rest.extend_from_slice(&bytes[at..]);
    (Cow::Owned(rest), route.into_iter().reduce(|first, second| joined(first, &second)))
}

/// Two routes as one file.
fn joined(mut first: Vec<u8>, second: &[u8]) -> Vec<u8> {
    if first.ends_with(b"</gpx>") {
        first.truncate(first.len() - 6);
    }
    let inner = second.windows(4).position(|w| w == b"<trk").unwrap_or(second.len());
    first.extend_from_slice(&second[inner..]);
    first
}

/// How a file of this program's own begins.
const OWN_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<HealthData source=\"striate\">\n";

impl Workout {
    /// Bytes that it takes while it is kept.
    pub(super) fn bytes(&self) -> usize {
        self.xml.len() + self.kind.len() + self.routes.iter().map(String::len).sum::<usize>() + size_of::<Self>()
    }

    fn span_s(&self) -> (u32, u32) {
        let seconds = |at: Timestamp| u32::try_from(at.as_unix_ms().div_euclid(1000)).unwrap_or(0);
        (seconds(self.start), seconds(self.end))
    }

    /// The workout as a file of its own, with its samples and the bytes of its routes inside.
    pub fn as_file(&self, health: &Health, routes: &[Vec<u8>]) -> Vec<u8> {
        let mut file = String::from(OWN_HEAD);
        file.push_str(&self.xml);
        file.push('\n');
        let (first_s, last_s) = self.span_s();
        for kind in kinds() {
            // Steps are kept under this program's own type.
            let unit = kind.units[0].0;
            for Sample { at_s, value } in health.samples.between(kind.kind, self.source, first_s, last_s) {
                let at = utc(Timestamp::from_unix_ms(i64::from(at_s) * 1000));
                let name = kind.name;
                let _ = writeln!(
                    file,
                    "<Record type=\"{name}\" unit=\"{unit}\" startDate=\"{at}\" endDate=\"{at}\" value=\"{value}\"/>"
                );
            }
        }
        let mut file = file.into_bytes();
        for route in routes {
            let start = route.windows(4).position(|w| w == b"<gpx").unwrap_or(route.len());
            let end = route.windows(6).rposition(|w| w == b"</gpx>").map_or(start, |end| end + 6);
            file.extend_from_slice(route.get(start..end).unwrap_or_default());
            file.push(b'\n');
        }
        file.extend_from_slice(b"</HealthData>\n");
        file
    }

    /// The workout as a recording.
    pub(super) fn recording(&self, health: &Health, route: Option<&[u8]>, warnings: &mut Vec<Warning>) -> Recording {
        let facts = Facts::read(&self.xml);
        let (sport, sub_sport) = sport(&self.kind, facts.is_indoor);
        let mut recording = Recording::new(sport, sub_sport, self.start);
        recording.sport_word =
            Some(self.kind.trim_start_matches("HKWorkoutActivityType").to_owned()).filter(|w| !w.is_empty());
        recording.utc_offset = facts.zone.as_deref().and_then(|zone| offset_in(zone, self.start));
        recording.elapsed = Some(self.end.since(self.start));
        recording.timer = facts.duration_s.map(TimeSpan::from_s).or(recording.elapsed);
        recording.distance = facts.distance_m.map(Distance::from_m);
        recording.ascent = facts.ascent_m.map(Distance::from_m);
        recording.hr_mean = facts.hr_mean_bpm.map(HeartRate::from_bpm);
        recording.hr_max = facts.hr_max_bpm.map(HeartRate::from_bpm);
        recording.laps = facts.laps(self.start, self.end);
        recording.pauses = facts.pauses;
        recording.device.name = health.sources.get(usize::from(self.source)).cloned().filter(|name| !name.is_empty());
        let path = route.and_then(|route| gpx::decode(route).ok()).map(|decoded| {
            warnings.extend(decoded.warnings);
            decoded.recordings.into_iter().map(|r| r.streams).fold(Streams::default(), one_after_the_other)
        });
        recording.streams = self.streams(health, &path.unwrap_or_default());
        if recording.distance.is_none() {
            let last = recording.streams.distance_m.iter().rev().find(|m| !m.is_nan());
            recording.distance = last.map(|m| Distance::from_m(*m));
        }
        recording
    }

    /// The route with the samples of the watch beside it. A sample within half a second of a place of the route belongs to
    /// it; others get an instant of their own.
    fn streams(&self, health: &Health, path: &Streams) -> Streams {
        let (first_s, last_s) = self.span_s();
        let has_path = !path.is_empty();
        let wanted: Vec<(Kind, Vec<Sample>)> = kinds()
            .filter(|kind| match kind.kind {
                Kind::DistanceM => !has_path,
                Kind::Of(channel) => !path.has(channel),
            })
            .map(|kind| (kind.kind, health.samples.between(kind.kind, self.source, first_s, last_s)))
            .collect();
        let near = |time: &[Timestamp], at: Timestamp| {
            let after = time.partition_point(|t| *t < at);
            let nearest = [after.checked_sub(1), Some(after)].into_iter().flatten().filter(|i| *i < time.len());
            nearest.min_by_key(|i| (time[*i].as_unix_ms() - at.as_unix_ms()).abs())
        };
        let within = |a: Timestamp, b: Timestamp| (a.as_unix_ms() - b.as_unix_ms()).abs() <= 500;
        let mut time = path.time.clone();
        let mut more: Vec<Timestamp> = wanted
            .iter()
            .flat_map(|(_, samples)| samples)
            .map(|sample| Timestamp::from_unix_ms(i64::from(sample.at_s) * 1000))
            .filter(|at| near(&path.time, *at).is_none_or(|i| !within(path.time[i], *at)))
            .collect();
        more.sort_unstable();
        more.dedup();
        time.extend(more);
        time.sort();
        let mut streams = Streams::default();
        streams.time = time;
        let n = streams.len();
        let places: Vec<usize> = path.time.iter().map(|at| streams.time.partition_point(|t| t < at)).collect();
        let spread = |column: &[f64]| {
            let mut all = if column.is_empty() { Vec::new() } else { vec![f64::NAN; n] };
            for (value, place) in column.iter().zip(&places) {
                all[*place] = *value;
            }
            all
        };
        streams.latitude_deg = spread(&path.latitude_deg);
        streams.longitude_deg = spread(&path.longitude_deg);
        streams.distance_m = spread(&path.distance_m);
        for channel in Channel::ALL {
            if !path.channel(channel).is_empty() {
                let mut all = vec![f32::NAN; n];
                for (value, place) in path.channel(channel).iter().zip(&places) {
                    all[*place] = *value;
                }
                *streams.channel_mut(channel) = all;
            }
        }
        for (kind, samples) in wanted.into_iter().filter(|(_, samples)| !samples.is_empty()) {
            let mut metres = 0.0;
            let mut column = vec![f64::NAN; n];
            for sample in samples {
                let at = Timestamp::from_unix_ms(i64::from(sample.at_s) * 1000);
                let Some(place) = near(&streams.time, at) else { continue };
                metres += f64::from(sample.value);
                column[place] = if kind == Kind::DistanceM { metres } else { sample.value.into() };
            }
            match kind {
                Kind::DistanceM => streams.distance_m = column,
                Kind::Of(channel) => *streams.channel_mut(channel) = column.into_iter().map(|v| v as f32).collect(),
            }
        }
        streams
    }
}

/// Two paths of one workout, the earlier first.
fn one_after_the_other(mut a: Streams, mut b: Streams) -> Streams {
    if a.is_empty() {
        return b;
    }
    if b.time.first() < a.time.first() {
        std::mem::swap(&mut a, &mut b);
    }
    let from = b.time.partition_point(|t| Some(t) <= a.time.last());
    let (n, m) = (a.len(), b.len());
    let join = |x: &mut Vec<f64>, y: &[f64]| {
        if !(x.is_empty() && y.is_empty()) {
            x.resize(n, f64::NAN);
            x.extend((from..m).map(|i| y.get(i).copied().unwrap_or(f64::NAN)));
        }
    };
    join(&mut a.latitude_deg, &b.latitude_deg);
    join(&mut a.longitude_deg, &b.longitude_deg);
    // Each path counts its distance from its own start: the sum is left to whoever follows the positions.
    a.distance_m = Vec::new();
    for channel in Channel::ALL {
        let y = b.channel(channel).to_vec();
        let x = a.channel_mut(channel);
        if !(x.is_empty() && y.is_empty()) {
            x.resize(n, f32::NAN);
            x.extend((from..m).map(|i| y.get(i).copied().unwrap_or(f32::NAN)));
        }
    }
    a.time.extend_from_slice(&b.time[from..]);
    a
}

/// What the element of a workout says.
#[derive(Default)]
struct Facts {
    duration_s: Option<f64>,
    distance_m: Option<f64>,
    ascent_m: Option<f64>,
    hr_mean_bpm: Option<f64>,
    hr_max_bpm: Option<f64>,
    is_indoor: bool,
    /// The time zone of the place, by its name.
    zone: Option<String>,
    pauses: Vec<Pause>,
    /// Intervals of a structured workout.
    intervals: Vec<(Timestamp, Timestamp)>,
    /// Ends of laps that the athlete marked.
    marks: Vec<Timestamp>,
}

impl Facts {
    fn read(xml: &str) -> Self {
        let mut facts = Self::default();
        let mut clock = Clock::default();
        let mut paused: Option<Timestamp> = None;
        let mut tags = Tags::new(xml.as_bytes());
        while let Ok(Some(tag)) = tags.advance() {
            let get =
                |wanted: &[u8]| tags::attributes(tag).find(|(key, _)| *key == wanted).map(|(_, raw)| tags::text(raw));
            let figure = |wanted: &[u8]| {
                get(wanted).and_then(|text| text.parse::<f64>().ok()).filter(|v| v.is_finite() && *v >= 0.0)
            };
            let mut time = |wanted: &[u8]| get(wanted).and_then(|text| clock.read(&text));
            match tags::name(tag) {
                b"Workout" => {
                    facts.duration_s =
                        figure(b"duration").and_then(|d| in_seconds(d, &get(b"durationUnit").unwrap_or_default()));
                    facts.distance_m = figure(b"totalDistance")
                        .and_then(|d| in_metres(d, &get(b"totalDistanceUnit").unwrap_or_default()))
                        .filter(|m| *m > 0.0);
                }
                b"WorkoutStatistics" => match &*get(b"type").unwrap_or_default() {
                    "HKQuantityTypeIdentifierHeartRate" => {
                        let possible = |bpm: &f64| (25.0..=250.0).contains(bpm);
                        facts.hr_mean_bpm = figure(b"average").filter(possible);
                        facts.hr_max_bpm = figure(b"maximum").filter(possible);
                    }
                    kind if kind.contains("Distance") => {
                        let sum = figure(b"sum").and_then(|d| in_metres(d, &get(b"unit").unwrap_or_default()));
                        facts.distance_m = facts.distance_m.or(sum.filter(|m| *m > 0.0));
                    }
                    _ => {}
                },
                b"MetadataEntry" => {
                    let value = get(b"value").unwrap_or_default();
                    match &*get(b"key").unwrap_or_default() {
                        "HKIndoorWorkout" => facts.is_indoor = value == "1",
                        "HKElevationAscended" => facts.ascent_m = climb(&value),
                        "HKTimeZone" => facts.zone = Some(value.into_owned()),
                        _ => {}
                    }
                }
                b"WorkoutActivity" => {
                    if let (Some(start), Some(end)) = (time(b"startDate"), time(b"endDate"))
                        && start < end
                    {
                        facts.intervals.push((start, end));
                    }
                }
                b"WorkoutEvent" => {
                    let kind = get(b"type").unwrap_or_default();
                    let Some(at) = time(b"date") else { continue };
                    match kind.strip_prefix("HKWorkoutEventType").unwrap_or_default() {
                        "Pause" | "MotionPaused" => paused = paused.or(Some(at)),
                        "Resume" | "MotionResumed" => {
                            if let Some(start) = paused.take().filter(|start| *start < at)
                                && facts.pauses.last().is_none_or(|last| last.end < start)
                            {
                                facts.pauses.push(Pause { start, end: at });
                            }
                        }
                        "Lap" => {
                            let length = figure(b"duration")
                                .and_then(|d| in_seconds(d, &get(b"durationUnit").unwrap_or_default()));
                            facts.marks.push(at + TimeSpan::from_s(length.unwrap_or(0.0).min(86_400.0)));
                        }
                        "Marker" => facts.marks.push(at),
                        // Segments overlap: the watch writes one for every kilometre and one for every mile.
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        facts
    }

    /// Laps: the intervals of a structured workout, else the spans between the athlete's marks.
    fn laps(&self, start: Timestamp, end: Timestamp) -> Vec<Lap> {
        let lap = |(start, end): (Timestamp, Timestamp), trigger| Lap {
            start,
            end,
            timer: Some(end.since(start)),
            distance: None,
            intensity: None,
            trigger: Some(trigger),
            workout_step: None,
        };
        if self.intervals.len() >= 2 {
            let mut intervals = self.intervals.clone();
            intervals.sort();
            return intervals.into_iter().map(|span| lap(span, LapTrigger::Other)).collect();
        }
        let mut marks: Vec<Timestamp> = self.marks.iter().copied().filter(|at| *at > start && *at < end).collect();
        if marks.is_empty() {
            return Vec::new();
        }
        marks.push(end);
        marks.sort();
        marks.dedup();
        let starts = std::iter::once(start).chain(marks.clone());
        starts.zip(marks).map(|span| lap(span, LapTrigger::Manual)).collect()
    }
}

/// How far a zone is ahead of UTC at an instant; `None` for a name that is no zone.
fn offset_in(zone: &str, at: Timestamp) -> Option<TimeSpan> {
    let zone = jiff::tz::TimeZone::get(zone.trim()).ok()?;
    let at = jiff::Timestamp::from_millisecond(at.as_unix_ms()).ok()?;
    Some(TimeSpan::from_s(f64::from(zone.to_offset(at).seconds())))
}

fn in_seconds(value: f64, unit: &str) -> Option<f64> {
    let factor = match unit {
        "s" | "sec" => 1.0,
        "min" | "" => 60.0,
        "hr" | "h" => 3600.0,
        _ => return None,
    };
    Some(value * factor).filter(|s| *s <= 31.0 * 86_400.0)
}

fn in_metres(value: f64, unit: &str) -> Option<f64> {
    let factor = match unit {
        "m" => 1.0,
        "km" | "" => 1000.0,
        "mi" => 1609.344,
        "yd" => 0.9144,
        "ft" => 0.3048,
        _ => return None,
    };
    Some(value * factor).filter(|m| *m <= 2e7)
}

/// Metres climbed out of a note like `4523 cm`.
fn climb(text: &str) -> Option<f64> {
    let (value, unit) = text.trim().split_once(' ')?;
    let factor = match unit.trim() {
        "cm" => 0.01,
        "m" => 1.0,
        "ft" => 0.3048,
        _ => return None,
    };
    Some(value.parse::<f64>().ok()? * factor).filter(|m| (0.0..30_000.0).contains(m))
}

/// The sport that Health's word means.
pub fn sport(kind: &str, is_indoor: bool) -> (Sport, SubSport) {
    let word = kind.strip_prefix("HKWorkoutActivityType").unwrap_or(kind);
    match word {
        "Running" if is_indoor => (Sport::Running, SubSport::Treadmill),
        "TrackAndField" => (Sport::Running, SubSport::Track),
        "Walking" if is_indoor => (Sport::Walking, SubSport::Treadmill),
        "Cycling" if is_indoor => (Sport::Cycling, SubSport::IndoorCycling),
        "TraditionalStrengthTraining" | "FunctionalStrengthTraining" => (Sport::Training, SubSport::StrengthTraining),
        "StairClimbing" | "Stairs" | "StepTraining" => (Sport::FitnessEquipment, SubSport::Stairs),
        "Elliptical" => (Sport::FitnessEquipment, SubSport::Generic),
        "HighIntensityIntervalTraining"
        | "CrossTraining"
        | "MixedCardio"
        | "MixedMetabolicCardioTraining"
        | "CoreTraining"
        | "JumpRope"
        | "MartialArts"
        | "Boxing"
        | "Kickboxing"
        | "MindAndBody"
        | "Flexibility"
        | "Pilates"
        | "Barre"
        | "PreparationAndRecovery"
        | "Cooldown" => (Sport::Training, SubSport::CardioTraining),
        "Other" => (Sport::Unknown, SubSport::Generic),
        _ => match sport_of(word) {
            (Sport::Unknown, _) => (Sport::Other, SubSport::Generic),
            known => known,
        },
    }
}
