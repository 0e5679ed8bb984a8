//! Recordings as TCX and GPX files, as the big exporters write them.

use std::fmt::Write as _;
use striate_model::{Channel, Distance, LapTrigger, Recording, Sport, Timestamp};

fn instant(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.as_unix_ms()).map(|at| at.to_string()).unwrap_or_default()
}

/// A value of a channel at a sample.
fn value(recording: &Recording, channel: Channel, at: usize) -> Option<f32> {
    recording.streams.channel(channel).get(at).copied().filter(|v| !v.is_nan())
}

fn place(column: &[f64], at: usize) -> Option<f64> {
    column.get(at).copied().filter(|v| !v.is_nan())
}

/// The recording as a TCX file with one track a lap.
#[must_use]
pub fn to_tcx(recording: &Recording) -> Vec<u8> {
    let streams = &recording.streams;
    let mut text = String::with_capacity(streams.len() * 330);
    let sport = match recording.sport {
        Sport::Running => "Running",
        Sport::Cycling => "Biking",
        _ => "Other",
    };
    let _ = write!(
        text,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TrainingCenterDatabase \
         xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\">\n <Activities>\n  <Activity \
         Sport=\"{sport}\">\n   <Id>{}</Id>\n",
        instant(recording.start)
    );
    let mut from = 0;
    for (index, lap) in recording.laps.iter().enumerate() {
        let is_last = index + 1 == recording.laps.len();
        let to = if is_last { streams.len() } else { streams.time.partition_point(|t| *t < lap.end) };
        let trigger = match lap.trigger {
            Some(LapTrigger::Distance) => "Distance",
            Some(LapTrigger::Time) => "Time",
            _ => "Manual",
        };
        let _ = write!(
            text,
            "   <Lap StartTime=\"{}\">\n    <TotalTimeSeconds>{:.1}</TotalTimeSeconds>\n    \
             <DistanceMeters>{:.1}</DistanceMeters>\n    <Calories>0</Calories>\n    <Intensity>Active</Intensity>\n    \
             <TriggerMethod>{trigger}</TriggerMethod>\n    <Track>\n",
            instant(lap.start),
            lap.timer.unwrap_or(lap.end.since(lap.start)).as_s(),
            lap.distance.map_or(0.0, Distance::as_m),
        );
        for at in from..to {
            tcx_point(&mut text, recording, at);
        }
        from = to;
        text.push_str("    </Track>\n   </Lap>\n");
    }
    text.push_str("  </Activity>\n </Activities>\n</TrainingCenterDatabase>\n");
    text.into_bytes()
}

fn tcx_point(text: &mut String, recording: &Recording, at: usize) {
    let streams = &recording.streams;
    let _ = write!(text, "     <Trackpoint>\n      <Time>{}</Time>\n", instant(streams.time[at]));
    if let (Some(lat), Some(lon)) = (place(&streams.latitude_deg, at), place(&streams.longitude_deg, at)) {
        let _ = writeln!(
            text,
            "      <Position><LatitudeDegrees>{lat:.7}</LatitudeDegrees><LongitudeDegrees>{lon:.7}</LongitudeDegrees>\
             </Position>"
        );
    }
    if let Some(metres) = value(recording, Channel::AltitudeM, at) {
        let _ = writeln!(text, "      <AltitudeMeters>{metres:.1}</AltitudeMeters>");
    }
    if let Some(metres) = place(&streams.distance_m, at) {
        let _ = writeln!(text, "      <DistanceMeters>{metres:.2}</DistanceMeters>");
    }
    if let Some(bpm) = value(recording, Channel::HeartRateBpm, at) {
        let _ = writeln!(text, "      <HeartRateBpm><Value>{bpm:.0}</Value></HeartRateBpm>");
    }
    let speed = value(recording, Channel::SpeedMPerS, at);
    let steps = value(recording, Channel::CadencePerMin, at);
    if speed.is_some() || steps.is_some() {
        text.push_str("      <Extensions><TPX xmlns=\"http://www.garmin.com/xmlschemas/ActivityExtension/v2\">");
        if let Some(speed) = speed {
            let _ = write!(text, "<Speed>{speed:.3}</Speed>");
        }
        if let Some(steps) = steps {
            let _ = write!(text, "<RunCadence>{:.0}</RunCadence>", steps / 2.0);
        }
        text.push_str("</TPX></Extensions>\n");
    }
    text.push_str("     </Trackpoint>\n");
}

/// The recording as a GPX track.
#[must_use]
pub fn to_gpx(recording: &Recording, creator: &str) -> Vec<u8> {
    let streams = &recording.streams;
    let mut text = String::with_capacity(streams.len() * 240);
    let _ = write!(
        text,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx creator=\"{creator}\" version=\"1.1\" \
         xmlns=\"http://www.topografix.com/GPX/1/1\" \
         xmlns:gpxtpx=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v1\">\n <metadata><time>{}</time></metadata>\n \
         <trk>\n  <name>Run</name>\n  <type>running</type>\n  <trkseg>\n",
        instant(recording.start)
    );
    for at in 0..streams.len() {
        let (Some(lat), Some(lon)) = (place(&streams.latitude_deg, at), place(&streams.longitude_deg, at)) else {
            continue;
        };
        let _ = write!(text, "   <trkpt lat=\"{lat:.7}\" lon=\"{lon:.7}\">");
        if let Some(metres) = value(recording, Channel::AltitudeM, at) {
            let _ = write!(text, "<ele>{metres:.1}</ele>");
        }
        let _ = write!(text, "<time>{}</time>", instant(streams.time[at]));
        let bpm = value(recording, Channel::HeartRateBpm, at);
        let steps = value(recording, Channel::CadencePerMin, at);
        if bpm.is_some() || steps.is_some() {
            text.push_str("<extensions><gpxtpx:TrackPointExtension>");
            if let Some(bpm) = bpm {
                let _ = write!(text, "<gpxtpx:hr>{bpm:.0}</gpxtpx:hr>");
            }
            if let Some(steps) = steps {
                let _ = write!(text, "<gpxtpx:cad>{:.0}</gpxtpx:cad>", steps / 2.0);
            }
            text.push_str("</gpxtpx:TrackPointExtension></extensions>");
        }
        text.push_str("</trkpt>\n");
    }
    text.push_str("  </trkseg>\n </trk>\n</gpx>\n");
    text.into_bytes()
}
