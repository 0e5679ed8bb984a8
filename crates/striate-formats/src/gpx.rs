//! GPS Exchange Format: tracks of segments of points. Waypoints and routes are places to go, not recordings.
//!
//! A point without a time says where but not when: it is no sample, and a file of such points is a planned route. Laps
//! and totals do not exist in GPX; time and distance are derived from the points.

use crate::xml::{
    Clock, Draft, Faults, Fractions, Handler, Place, Point, Unknown, attributes, channels, kept_text, number, sport_of,
    sport_of_name, walk,
};
use crate::{DecodeError, LooksLike, limits};
use striate_model::{Channel, Decoded, Format, Recording, Sport, SubSport, Timestamp, WarningCode};

/// A track that begins at most this long after the end of the one before, with no other sport, goes on with it, s.
const CONTINUED_WITHIN_S: f64 = 300.0;

/// Latitudes that OpenTracks once wrote, with the time, where the runner stopped the recording and took it up again.
const PAUSED_DEG: f64 = 100.0;
const RESUMED_DEG: f64 = 200.0;

/// Everything that can be read from a GPX file. The bytes are UTF-8; [`crate::decode`] also takes UTF-16.
///
/// # Errors
/// Not one element of GPX is found.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let mut reader = Gpx::read(bytes, Fractions::Decimals);
    if reader.clock.fractions_are_padded_milliseconds() {
        reader = Gpx::read(bytes, Fractions::PaddedMilliseconds);
        let sentence = "the seconds carry milliseconds padded to four digits; they were read as milliseconds";
        reader.faults.of(WarningCode::Repaired, sentence);
    }
    if !reader.met_gpx {
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
    Gpx,
    Metadata,
    Place,
    Track,
    Segment,
    Point,
    Altitude,
    Time,
    Name,
    Type,
    Extensions,
    HeartRate,
    Cadence,
    Power,
    Speed,
    Temperature,
    Distance,
}

struct Gpx {
    faults: Faults,
    clock: Clock,
    unknown: Unknown,
    met_gpx: bool,
    met_places: bool,
    untimed: u64,
    creator: Option<String>,
    title: Option<String>,
    recordings: Vec<Recording>,
    finished: Option<Draft>,
    draft: Option<Draft>,
    in_point: bool,
    point: Point,
    samples: usize,
}

impl Gpx {
    fn read(bytes: &[u8], fractions: Fractions) -> Self {
        let mut reader = Self {
            faults: Faults::default(),
            clock: Clock::new(fractions),
            unknown: Unknown::default(),
            met_gpx: false,
            met_places: false,
            untimed: 0,
            creator: None,
            title: None,
            recordings: Vec::new(),
            finished: None,
            draft: None,
            in_point: false,
            point: Point::EMPTY,
            samples: 0,
        };
        walk(bytes, &mut reader);
        reader
    }

    fn finish(mut self) -> Decoded {
        self.end_track();
        self.store_finished();
        if self.clock.met_missing_zone() {
            self.faults.of(WarningCode::BadField, "times carry no time zone; they were taken as UTC");
        }
        if self.recordings.is_empty() {
            let sentence = if self.untimed > 0 {
                "its points carry no time: this is a planned route, not a recording"
            } else if self.met_places {
                "the file holds only waypoints or a route: places to go, not a recording"
            } else {
                "the file holds no track"
            };
            self.faults.of(WarningCode::Unsupported, sentence);
        } else if self.untimed > 0 {
            self.faults.of(WarningCode::BadField, "points without a time were left out");
        }
        self.recordings.sort_by_key(|recording| recording.start);
        Decoded {
            format: Format::Gpx,
            recordings: self.recordings,
            workouts: Vec::new(),
            warnings: self.faults.finish(),
            unknown: self.unknown.finish(),
        }
    }

    fn draft(&mut self) -> &mut Draft {
        self.draft.get_or_insert_with(|| Draft::new(Sport::Unknown, SubSport::Generic))
    }

    /// Ends a track: it goes on with the one before where hardly any time lies between.
    fn end_track(&mut self) {
        self.in_point = false;
        let Some(mut draft) = self.draft.take() else { return };
        if draft.len() == 0 {
            return;
        }
        if draft.sport == Sport::Unknown {
            // Many write no type and name the sport in the name of the track or the file.
            let names = [draft.name.as_deref(), self.title.as_deref()];
            let named = names.into_iter().flatten().map(sport_of_name).find(|(sport, _)| *sport != Sport::Unknown);
            (draft.sport, draft.sub_sport) = named.unwrap_or((Sport::Unknown, SubSport::Generic));
        }
        if let Some(before) = &mut self.finished {
            let gap_s = draft.first_time().zip(before.last_time()).map(|(first, last)| first.since(last).as_s());
            if draft.sport == before.sport && gap_s.is_some_and(|s| (0.0..=CONTINUED_WITHIN_S).contains(&s)) {
                return before.append(draft);
            }
        }
        self.store_finished();
        self.finished = Some(draft);
    }

    fn store_finished(&mut self) {
        let Some(mut draft) = self.finished.take() else { return };
        if self.recordings.len() >= limits::XML_RECORDINGS {
            return self.faults.of(WarningCode::LimitReached, "the file holds too many tracks; the rest was left out");
        }
        draft.device.name.clone_from(&self.creator);
        draft.utc_offset = self.clock.offset();
        if draft.name.is_none() {
            draft.name.clone_from(&self.title);
        }
        self.recordings.extend(draft.finish(&mut self.faults));
    }

    fn begin_point(&mut self, raw: &str, offset: u64) {
        self.in_point = true;
        self.point = Point::EMPTY;
        for (name, value) in attributes(raw) {
            let degrees = match name {
                "lat" => &mut self.point.latitude_deg,
                "lon" => &mut self.point.longitude_deg,
                _ => continue,
            };
            match number(value) {
                Some(value) => *degrees = value,
                None => channels::not_a_number(value, offset, &mut self.faults),
            }
        }
    }

    fn end_point(&mut self, offset: u64) {
        self.in_point = false;
        let mut point = std::mem::replace(&mut self.point, Point::EMPTY);
        let Some(time) = point.time else {
            self.untimed += 1;
            return;
        };
        if point.latitude_deg == PAUSED_DEG {
            return self.draft().pause(time);
        }
        if point.latitude_deg == RESUMED_DEG {
            return self.draft().resume(time);
        }
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
}

impl Handler for Gpx {
    type Id = Tag;

    fn id(local: &str, parent: Option<Tag>) -> Tag {
        match parent {
            Some(Tag::Extensions | Tag::Wrapper) => in_extension(local),
            _ => known(local).unwrap_or(Tag::Unknown),
        }
    }

    fn skips(id: Tag) -> bool {
        matches!(id, Tag::Skip | Tag::Unknown | Tag::Place)
    }

    fn skipped() -> Tag {
        Tag::Skip
    }

    fn open_skipped(&mut self, place: Place<Tag>, local: &str) {
        match place.id {
            Tag::Place => self.met_places = true,
            Tag::Unknown => self.unknown.count(local),
            _ => {}
        }
    }

    fn open(&mut self, place: Place<Tag>, raw: &str) {
        match place.id {
            Tag::Point => self.begin_point(raw, place.offset),
            Tag::Segment => self.draft().begin_stretch(),
            Tag::Track => {
                self.met_gpx = true;
                self.end_track();
                self.draft = Some(Draft::new(Sport::Unknown, SubSport::Generic));
            }
            Tag::Gpx => {
                self.met_gpx = true;
                let creator = attributes(raw).find(|(name, _)| *name == "creator").map(|(_, value)| value);
                self.creator = creator.and_then(|text| kept_text(&unescaped(text)));
            }
            _ => {}
        }
    }

    fn close(&mut self, place: Place<Tag>, local: &str, text: &str) {
        let at = place.offset;
        match place.id {
            Tag::Time if self.in_point => self.point.time = self.instant(text, at),
            Tag::Altitude => self.measure(Channel::AltitudeM, text, at),
            Tag::HeartRate => self.measure(Channel::HeartRateBpm, text, at),
            Tag::Cadence => self.measure(Channel::CadencePerMin, text, at),
            Tag::Power => self.measure(Channel::PowerW, text, at),
            Tag::Speed => self.measure(Channel::SpeedMPerS, text, at),
            Tag::Temperature => self.measure(Channel::TemperatureC, text, at),
            Tag::Distance if self.in_point => channels::put_distance(&mut self.point, text, at, &mut self.faults),
            Tag::Point => self.end_point(at),
            Tag::Track => self.end_track(),
            Tag::Name if place.parent == Some(Tag::Track) => self.draft().name = kept_text(text),
            Tag::Name if place.parent == Some(Tag::Metadata) => self.title = kept_text(text),
            Tag::Type if place.parent == Some(Tag::Track) => {
                let draft = self.draft();
                (draft.sport, draft.sub_sport) = sport_of(text);
                draft.sport_word = kept_text(text);
            }
            Tag::Wrapper if !text.is_empty() => self.unknown.count(local),
            _ => {}
        }
    }

    fn faults(&mut self) -> &mut Faults {
        &mut self.faults
    }
}

fn known(local: &str) -> Option<Tag> {
    Some(match local.as_bytes() {
        b"time" => Tag::Time,
        b"ele" => Tag::Altitude,
        b"trkpt" => Tag::Point,
        b"extensions" => Tag::Extensions,
        // GPX 1.0 has the speed in the point itself.
        b"speed" => Tag::Speed,
        b"trkseg" => Tag::Segment,
        b"trk" => Tag::Track,
        b"name" => Tag::Name,
        b"type" => Tag::Type,
        b"metadata" => Tag::Metadata,
        b"gpx" | b"GPX" => Tag::Gpx,
        b"wpt" | b"rte" => Tag::Place,
        b"course" | b"magvar" | b"geoidheight" | b"cmt" | b"desc" | b"src" | b"link" | b"sym" | b"fix" | b"sat"
        | b"hdop" | b"vdop" | b"pdop" | b"ageofdgpsdata" | b"dgpsid" | b"number" | b"author" | b"email" | b"url"
        | b"urlname" | b"copyright" | b"keywords" | b"bounds" => Tag::Skip,
        _ => return None,
    })
}

/// What apps call the channels of a point; the wrappers around them are as many as the apps.
fn in_extension(local: &str) -> Tag {
    match local.as_bytes() {
        b"TrackPointExtension" => return Tag::Wrapper,
        b"hr" => return Tag::HeartRate,
        b"cad" => return Tag::Cadence,
        b"atemp" => return Tag::Temperature,
        b"speed" => return Tag::Speed,
        b"power" => return Tag::Power,
        _ => {}
    }
    let is = |names: &[&str]| names.iter().any(|name| local.eq_ignore_ascii_case(name));
    if is(&["hr", "heartrate", "heart_rate", "HeartRateBpm"]) {
        Tag::HeartRate
    } else if is(&["cad", "cadence", "RunCadence", "StepsPerMin"]) {
        Tag::Cadence
    } else if is(&["power", "watts", "PowerInWatts"]) {
        Tag::Power
    } else if is(&["speed"]) {
        Tag::Speed
    } else if is(&["atemp", "temp", "temperature"]) {
        Tag::Temperature
    } else if is(&["distance", "DistanceMeters"]) {
        Tag::Distance
    } else {
        Tag::Wrapper
    }
}

fn unescaped(text: &str) -> std::borrow::Cow<'_, str> {
    quick_xml::escape::unescape(text).unwrap_or(std::borrow::Cow::Borrowed(text))
}

#[cfg(test)]
mod tests;
