//! Training Center XML: activities with laps, tracks and points.
//!
//! Elements are known by their local name, wherever an exporter puts them and whatever prefix it gives them. Courses are
//! routes and workouts are plans: neither is a recording.

use crate::xml::{
    Clock, Draft, Ended, Faults, Fractions, Handler, LapDraft, Place, Point, Unknown, attributes, channels, kept_text,
    number, sport_of, sport_of_name, walk,
};
use crate::{DecodeError, LooksLike, limits};
use striate_model::{
    Channel, Decoded, Format, Intensity, LapTrigger, Recording, Sport, SubSport, Timestamp, WarningCode,
};

/// Everything that can be read from a TCX file. The bytes are UTF-8; [`crate::decode`] also takes UTF-16.
///
/// # Errors
/// Not one element of TCX is found.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let mut reader = Tcx::read(bytes, Fractions::Decimals);
    if reader.clock.fractions_are_padded_milliseconds() {
        reader = Tcx::read(bytes, Fractions::PaddedMilliseconds);
        let sentence = "the seconds carry milliseconds padded to four digits; they were read as milliseconds";
        reader.faults.of(WarningCode::Repaired, sentence);
    }
    if !reader.met_tcx {
        return Err(DecodeError::NotRecognised(LooksLike::of(bytes)));
    }
    Ok(reader.finish())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    /// Known and of no interest, with everything in it.
    Skip,
    /// Not known, outside of extensions.
    Unknown,
    /// Not known, inside of extensions: what it wraps may be known.
    Wrapper,
    /// Holds activities.
    Frame,
    Activity,
    Transition,
    Course,
    Workout,
    Lap,
    Track,
    Trackpoint,
    Time,
    Position,
    Latitude,
    Longitude,
    Altitude,
    Distance,
    HeartRate,
    MeanHeartRate,
    MaxHeartRate,
    Value,
    Cadence,
    Watts,
    Speed,
    Extensions,
    TotalTime,
    MaxSpeed,
    MeanWatts,
    Intensity,
    Trigger,
    Key,
    Notes,
    Creator,
    Name,
    Serial,
    Product,
}

struct Tcx {
    faults: Faults,
    clock: Clock,
    unknown: Unknown,
    met_tcx: bool,
    recordings: Vec<Recording>,
    draft: Option<Draft>,
    in_lap: bool,
    in_point: bool,
    point: Point,
    samples: usize,
    laps: usize,
}

impl Tcx {
    fn read(bytes: &[u8], fractions: Fractions) -> Self {
        let mut reader = Self {
            faults: Faults::default(),
            clock: Clock::new(fractions),
            unknown: Unknown::default(),
            met_tcx: false,
            recordings: Vec::new(),
            draft: None,
            in_lap: false,
            in_point: false,
            point: Point::EMPTY,
            samples: 0,
            laps: 0,
        };
        if walk(bytes, &mut reader) == Ended::Short {
            reader.end_activity();
        }
        reader
    }

    fn finish(mut self) -> Decoded {
        self.end_activity();
        if self.clock.met_missing_zone() {
            self.faults.of(WarningCode::BadField, "times carry no time zone; they were taken as UTC");
        }
        self.recordings.sort_by_key(|recording| recording.start);
        Decoded {
            format: Format::Tcx,
            recordings: self.recordings,
            workouts: Vec::new(),
            warnings: self.faults.finish(),
            unknown: self.unknown.finish(),
        }
    }

    fn begin_activity(&mut self, (sport, sub_sport): (Sport, SubSport)) {
        self.end_activity();
        let mut draft = Draft::new(sport, sub_sport);
        draft.has_totals = true;
        self.draft = Some(draft);
    }

    fn end_activity(&mut self) {
        self.in_lap = false;
        self.in_point = false;
        let Some(mut draft) = self.draft.take() else { return };
        // "Other" is the format's word for everything but running and cycling: a name says more.
        if let (Sport::Unknown | Sport::Other, Some(name)) = (draft.sport, draft.name.as_deref()) {
            let named = sport_of_name(name);
            if named.0 != Sport::Unknown {
                (draft.sport, draft.sub_sport) = named;
            }
        }
        draft.utc_offset = self.clock.offset();
        if self.recordings.len() >= limits::XML_RECORDINGS {
            self.faults.of(WarningCode::LimitReached, "the file holds too many activities; the rest was left out");
        } else if let Some(recording) = draft.finish(&mut self.faults) {
            self.recordings.push(recording);
        }
    }

    fn draft(&mut self) -> &mut Draft {
        if self.draft.is_none() {
            self.begin_activity((Sport::Unknown, SubSport::Generic));
        }
        self.draft.as_mut().expect("an activity was begun where there was none")
    }

    fn begin_lap(&mut self, start: Option<Timestamp>) {
        self.in_lap = false;
        if self.laps >= limits::XML_LAPS {
            self.faults.of(WarningCode::LimitReached, "the file holds too many laps; the rest was left out");
            return;
        }
        self.laps += 1;
        self.in_lap = true;
        self.draft().laps.push(LapDraft { start, ..LapDraft::default() });
    }

    fn lap(&mut self) -> Option<&mut LapDraft> {
        if self.in_lap && !self.in_point { self.draft.as_mut()?.laps.last_mut() } else { None }
    }

    fn end_point(&mut self, offset: u64) {
        self.in_point = false;
        let mut point = std::mem::replace(&mut self.point, Point::EMPTY);
        let Some(time) = point.time else {
            return self.faults.at(WarningCode::BadField, offset, "a point without a time was left out");
        };
        if self.samples >= limits::XML_SAMPLES {
            return self.faults.at(WarningCode::LimitReached, offset, "too many points; the rest was left out");
        }
        if !point.settle_position() {
            self.faults.at(WarningCode::ImpossibleValue, offset, "a position that is impossible was left out");
        }
        self.samples += 1;
        self.draft().push(time, &point);
    }

    fn instant(&mut self, text: &str, offset: u64) -> Option<Timestamp> {
        let instant = self.clock.read(text);
        if instant.is_none() && !text.trim().is_empty() {
            self.faults.at(WarningCode::BadField, offset, "a time that cannot be read was left out");
        }
        instant
    }

    fn measure(&mut self, channel: Channel, text: &str, offset: u64) {
        if self.in_point {
            channels::put(&mut self.point, channel, text, offset, &mut self.faults);
        }
    }

    fn lap_total(&mut self, text: &str, offset: u64, set: impl FnOnce(&mut LapDraft, Option<f64>)) {
        let total = channels::total(text, offset, &mut self.faults);
        if let Some(lap) = self.lap() {
            set(lap, total);
        }
    }

    fn degrees(&mut self, text: &str, offset: u64) -> f64 {
        number(text).unwrap_or_else(|| {
            channels::not_a_number(text, offset, &mut self.faults);
            f64::NAN
        })
    }
}

impl Handler for Tcx {
    type Id = Tag;

    fn id(local: &str, parent: Option<Tag>) -> Tag {
        known(local).unwrap_or_else(|| match parent {
            Some(Tag::Extensions | Tag::Wrapper) => in_extension(local),
            _ => Tag::Unknown,
        })
    }

    fn skips(id: Tag) -> bool {
        matches!(id, Tag::Skip | Tag::Unknown | Tag::Course | Tag::Workout)
    }

    fn skipped() -> Tag {
        Tag::Skip
    }

    fn open_skipped(&mut self, place: Place<Tag>, local: &str) {
        let sentence = match place.id {
            Tag::Course => "a course is a route to follow, not a recording; it was left out",
            Tag::Workout => "a workout is a plan, not a recording; it was left out",
            Tag::Unknown => return self.unknown.count(local),
            _ => return,
        };
        self.met_tcx = true;
        self.faults.at(WarningCode::Unsupported, place.offset, sentence);
    }

    fn open(&mut self, place: Place<Tag>, raw: &str) {
        match place.id {
            Tag::Trackpoint => {
                self.in_point = true;
                self.point = Point::EMPTY;
            }
            Tag::Track => self.draft().begin_stretch_of_lap(),
            Tag::Lap => {
                let start = attribute(raw, "StartTime").and_then(|text| self.instant(text, place.offset));
                self.begin_lap(start);
            }
            Tag::Activity => {
                self.met_tcx = true;
                let word = attribute(raw, "Sport");
                self.begin_activity(word.map_or((Sport::Unknown, SubSport::Generic), sport_of));
                self.draft().sport_word = word.and_then(kept_text);
            }
            Tag::Transition => {
                self.begin_activity((Sport::Transition, SubSport::Generic));
                let start = attribute(raw, "StartTime").and_then(|text| self.instant(text, place.offset));
                self.begin_lap(start);
            }
            Tag::Frame => self.met_tcx = true,
            _ => {}
        }
    }

    fn close(&mut self, place: Place<Tag>, local: &str, text: &str) {
        let at = place.offset;
        match place.id {
            Tag::Time if self.in_point => self.point.time = self.instant(text, at),
            Tag::Latitude => self.point.latitude_deg = self.degrees(text, at),
            Tag::Longitude => self.point.longitude_deg = self.degrees(text, at),
            Tag::Altitude => self.measure(Channel::AltitudeM, text, at),
            Tag::Distance if self.in_point => channels::put_distance(&mut self.point, text, at, &mut self.faults),
            Tag::Distance => self.lap_total(text, at, |lap, m| lap.distance = m),
            Tag::Value => match place.parent {
                Some(Tag::HeartRate) => self.measure(Channel::HeartRateBpm, text, at),
                Some(Tag::MeanHeartRate) => self.lap_total(text, at, |lap, bpm| lap.hr_mean_bpm = bpm.filter(is_hr)),
                Some(Tag::MaxHeartRate) => self.lap_total(text, at, |lap, bpm| lap.hr_max_bpm = bpm.filter(is_hr)),
                _ => {}
            },
            // Some exporters leave out `Value`.
            Tag::HeartRate if !text.is_empty() => self.measure(Channel::HeartRateBpm, text, at),
            Tag::Cadence => self.measure(Channel::CadencePerMin, text, at),
            Tag::Watts => self.measure(Channel::PowerW, text, at),
            Tag::Speed => self.measure(Channel::SpeedMPerS, text, at),
            Tag::Trackpoint => self.end_point(at),
            Tag::Lap => self.in_lap = false,
            Tag::Activity | Tag::Transition => self.end_activity(),
            Tag::TotalTime => self.lap_total(text, at, |lap, s| lap.total = s),
            Tag::MaxSpeed => self.lap_total(text, at, |lap, v| lap.speed_max_m_per_s = v.filter(|v| *v > 0.0)),
            Tag::MeanWatts => self.lap_total(text, at, |lap, w| lap.power_mean_w = w.filter(|w| *w > 0.0)),
            Tag::Intensity => {
                if let Some(lap) = self.lap() {
                    lap.intensity = intensity(text);
                }
            }
            Tag::Trigger => {
                if let Some(lap) = self.lap() {
                    lap.trigger = Some(trigger(text));
                }
            }
            Tag::Key => {
                let start = self.instant(text, at);
                self.draft().start = start;
            }
            Tag::Notes if place.parent == Some(Tag::Activity) => self.draft().name = kept_text(text),
            Tag::Name if place.parent == Some(Tag::Creator) => self.draft().device.name = kept_text(text),
            Tag::Serial => self.draft().device.serial = text.trim().parse().ok().filter(|serial| *serial > 0),
            Tag::Product => self.draft().device.product = text.trim().parse().ok(),
            Tag::Wrapper if !text.is_empty() => self.unknown.count(local),
            _ => {}
        }
    }

    fn faults(&mut self) -> &mut Faults {
        &mut self.faults
    }
}

fn is_hr(bpm: &f64) -> bool {
    (20.0..=250.0).contains(bpm)
}

fn known(local: &str) -> Option<Tag> {
    Some(match local.as_bytes() {
        b"Time" => Tag::Time,
        b"Value" => Tag::Value,
        b"Trackpoint" => Tag::Trackpoint,
        b"HeartRateBpm" => Tag::HeartRate,
        b"DistanceMeters" => Tag::Distance,
        b"AltitudeMeters" => Tag::Altitude,
        b"Position" => Tag::Position,
        b"LatitudeDegrees" => Tag::Latitude,
        b"LongitudeDegrees" => Tag::Longitude,
        b"Extensions" => Tag::Extensions,
        b"TPX" | b"LX" => Tag::Wrapper,
        b"Speed" => Tag::Speed,
        b"RunCadence" | b"Cadence" => Tag::Cadence,
        b"Watts" => Tag::Watts,
        b"SensorState" | b"Calories" => Tag::Skip,
        b"Track" => Tag::Track,
        b"Lap" => Tag::Lap,
        b"TotalTimeSeconds" => Tag::TotalTime,
        b"MaximumSpeed" => Tag::MaxSpeed,
        b"AverageHeartRateBpm" => Tag::MeanHeartRate,
        b"MaximumHeartRateBpm" => Tag::MaxHeartRate,
        b"Intensity" => Tag::Intensity,
        b"TriggerMethod" => Tag::Trigger,
        b"AvgWatts" => Tag::MeanWatts,
        b"AvgSpeed" | b"AvgRunCadence" | b"MaxRunCadence" | b"MaxBikeCadence" | b"MaxWatts" | b"Steps"
        | b"CadenceSensor" => Tag::Skip,
        b"Activity" => Tag::Activity,
        b"Transition" => Tag::Transition,
        b"Id" => Tag::Key,
        b"Notes" => Tag::Notes,
        b"Creator" => Tag::Creator,
        b"Name" => Tag::Name,
        b"UnitId" => Tag::Serial,
        b"ProductID" => Tag::Product,
        b"TrainingCenterDatabase"
        | b"Activities"
        | b"MultiSportSession"
        | b"FirstSport"
        | b"NextSport"
        | b"Courses"
        | b"Workouts" => Tag::Frame,
        b"Course" => Tag::Course,
        b"Workout" => Tag::Workout,
        b"Folders" | b"Author" | b"Version" | b"Training" => Tag::Skip,
        _ => return None,
    })
}

/// What apps of their own call the channels of a point.
#[cold]
fn in_extension(local: &str) -> Tag {
    let is = |names: &[&str]| names.iter().any(|name| local.eq_ignore_ascii_case(name));
    if is(&["hr", "heartrate", "heart_rate"]) {
        Tag::HeartRate
    } else if is(&["RunCadence", "StepsPerMin", "StepsPerMinute", "cad", "Cadence"]) {
        Tag::Cadence
    } else if is(&["Watts", "Power", "PowerInWatts"]) {
        Tag::Watts
    } else if is(&["Speed"]) {
        Tag::Speed
    } else {
        Tag::Wrapper
    }
}

fn intensity(text: &str) -> Option<Intensity> {
    Some(match text.trim() {
        "" => return None,
        word if word.eq_ignore_ascii_case("Active") => Intensity::Active,
        word if word.eq_ignore_ascii_case("Resting") || word.eq_ignore_ascii_case("Rest") => Intensity::Rest,
        _ => Intensity::Other,
    })
}

fn trigger(text: &str) -> LapTrigger {
    match text.trim() {
        "Manual" => LapTrigger::Manual,
        "Distance" => LapTrigger::Distance,
        "Location" => LapTrigger::Position,
        "Time" => LapTrigger::Time,
        _ => LapTrigger::Other,
    }
}

fn attribute<'a>(raw: &'a str, local: &str) -> Option<&'a str> {
    attributes(raw).find(|(name, _)| name.rsplit(':').next() == Some(local)).map(|(_, value)| value)
}

#[cfg(test)]
mod tests;
