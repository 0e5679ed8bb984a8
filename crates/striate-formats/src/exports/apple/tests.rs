use super::*;
use std::fmt::Write as _;
use striate_model::{Distance, HeartRate, Sport, SubSport};

fn record(kind: &str, unit: &str, at: &str, value: &str) -> String {
    format!(
        "<Record type=\"{kind}\" sourceName=\"Watch\" sourceVersion=\"9\" device=\"&lt;&lt;HKDevice: 0x28&gt;&gt;\" \
         unit=\"{unit}\" creationDate=\"{at}\" startDate=\"{at}\" endDate=\"{at}\" value=\"{value}\"/>\n"
    )
}

fn export(zone: &str, hour: u32, device: &str) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData (a|b)*>\n<!-- > -->\n]>\n\
         <HealthData locale=\"de_DE\">\n <ExportDate value=\"2026-08-20 15:00:00 +0300\"/>\n <Me x=\"y\"/>\n",
    );
    for second in 0..60 {
        let at = format!("2026-08-20 {hour:02}:30:{second:02} {zone}");
        text.push_str(&record(
            "HKQuantityTypeIdentifierHeartRate",
            "count/min",
            &at,
            &format!("{}", 120 + second / 10),
        ));
        text.push_str(&record("HKQuantityTypeIdentifierRunningPower", "W", &at, "240"));
        text.push_str(&record("HKQuantityTypeIdentifierActiveEnergyBurned", "kcal", &at, "0.1"));
    }
    let _ = writeln!(
        text,
        "{}<Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" duration=\"1\" durationUnit=\"min\" \
         sourceName=\"Watch\" sourceVersion=\"{device}\" device=\"{device}\" creationDate=\"2026-08-20 {hour:02}:32:00 {zone}\" \
         startDate=\"2026-08-20 {hour:02}:30:00 {zone}\" endDate=\"2026-08-20 {hour:02}:31:00 {zone}\">\n\
         <MetadataEntry key=\"HKIndoorWorkout\" value=\"0\"/><MetadataEntry key=\"HKTimeZone\" value=\"Europe/Berlin\"/>\n\
         <MetadataEntry key=\"HKElevationAscended\" value=\"4523 cm\"/>\n\
         <WorkoutEvent type=\"HKWorkoutEventTypePause\" date=\"2026-08-20 {hour:02}:30:20 {zone}\"/>\n\
         <WorkoutEvent type=\"HKWorkoutEventTypeResume\" date=\"2026-08-20 {hour:02}:30:25 {zone}\"/>\n\
         <WorkoutEvent type=\"HKWorkoutEventTypeMarker\" date=\"2026-08-20 {hour:02}:30:40 {zone}\"/>\n\
         <WorkoutActivity uuid=\"{device}\" startDate=\"2026-08-20 {hour:02}:30:00 {zone}\" endDate=\"2026-08-20 {hour:02}:31:00 \
         {zone}\"><WorkoutStatistics type=\"HKQuantityTypeIdentifierHeartRate\" average=\"1\"/></WorkoutActivity>\n\
         <WorkoutStatistics type=\"HKQuantityTypeIdentifierHeartRate\" average=\"122.5\" minimum=\"120\" maximum=\"125\" \
         unit=\"count/min\"/>\n\
         <WorkoutStatistics type=\"HKQuantityTypeIdentifierDistanceWalkingRunning\" sum=\"0.21\" unit=\"km\"/>\n\
         <WorkoutRoute sourceName=\"Watch\"><MetadataEntry key=\"a\" value=\"b\"/><FileReference \
         path=\"/workout-routes/r1.gpx\"/></WorkoutRoute>\n</Workout>",
        record("HKQuantityTypeIdentifierBodyMass", "lb", &format!("2026-08-20 07:00:00 {zone}"), "154.3"),
    );
    for (kind, from, to) in [
        ("HKCategoryValueSleepAnalysisInBed", "19 22:00:00", "20 06:30:00"),
        ("HKCategoryValueSleepAnalysisAsleepCore", "19 22:30:00", "20 02:00:00"),
        ("HKCategoryValueSleepAnalysisAsleepDeep", "20 01:30:00", "20 05:30:00"),
        ("HKCategoryValueSleepAnalysisAwake", "20 05:30:00", "20 06:00:00"),
    ] {
        let _ = writeln!(
            text,
            "<Record type=\"HKCategoryTypeIdentifierSleepAnalysis\" sourceName=\"Watch\" startDate=\"2026-08-{from} {zone}\" \
             endDate=\"2026-08-{to} {zone}\" value=\"{kind}\"/>"
        );
    }
    text.push_str("</HealthData>\n");
    text
}

const ROUTE: &[u8] =
    b"<?xml version=\"1.0\"?><gpx version=\"1.1\"><trk><trkseg><trkpt lon=\"1.0\" lat=\"2.0\"><ele>10</ele>\
<time>2026-08-20T10:30:00Z</time><extensions><speed>3.4</speed></extensions></trkpt><trkpt lon=\"1.0001\" lat=\"2.0\">\
<ele>11</ele><time>2026-08-20T10:30:01Z</time></trkpt><trkpt lon=\"1.01\" lat=\"2.0\"><time>2026-08-20T10:31:00Z</time>\
</trkpt></trkseg></trk></gpx>";

fn read(text: &str) -> Health {
    Health::read(text.as_bytes(), &mut |error| panic!("{error}"))
}

#[test]
fn a_workout_joins_its_samples_its_route_and_its_facts() {
    let health = read(&export("+0300", 13, "a"));
    let workout = &health.workouts[0];
    assert_eq!(workout.routes, ["/workout-routes/r1.gpx"]);
    let file = workout.as_file(&health, &[ROUTE.to_vec()]);
    let decoded = crate::decode(&file, "workout.xml").unwrap();
    assert_eq!(decoded.format, striate_model::Format::AppleHealth);
    let recording = &decoded.recordings[0];
    assert_eq!((recording.sport, recording.sub_sport), (Sport::Running, SubSport::Generic));
    assert_eq!(recording.start.as_unix_ms(), 1_787_221_800_000);
    assert_eq!(recording.distance, Some(Distance::from_m(210.0)));
    assert!((recording.ascent.unwrap().as_m() - 45.23).abs() < 1e-9);
    assert_eq!(recording.hr_mean, Some(HeartRate::from_bpm(122.5)));
    assert_eq!((recording.pauses.len(), recording.laps.len()), (1, 2));
    let streams = &recording.streams;
    assert!(streams.is_consistent());
    assert!(streams.has(Channel::HeartRateBpm) && streams.has(Channel::PowerW) && streams.has(Channel::AltitudeM));
    assert_eq!(streams.latitude_deg.iter().filter(|v| !v.is_nan()).count(), 3);
    assert_eq!(streams.channel(Channel::HeartRateBpm).iter().filter(|v| !v.is_nan()).count(), 60);
}

#[test]
fn the_same_workout_of_two_exports_has_the_same_bytes() {
    let (first, later) = (read(&export("+0300", 13, "0x2817")), read(&export("+0200", 12, "0x99ab")));
    let bytes = |health: &Health| health.workouts[0].as_file(health, &[ROUTE.to_vec()]);
    assert_eq!(String::from_utf8(bytes(&first)), String::from_utf8(bytes(&later)));
    let file = bytes(&first);
    let (rest, route) = workout::cut_route(&file);
    let again = Health::read(&*rest, &mut |_| {});
    assert_eq!(
        again.workouts[0].as_file(&again, &route.into_iter().collect::<Vec<_>>()),
        file,
        "reading and writing is stable"
    );
}

#[test]
fn a_night_is_the_time_asleep_and_belongs_to_its_morning() {
    let readings = read(&export("+0300", 13, "a")).readings();
    let day = Day::from_civil(2026, 8, 20).unwrap();
    assert!(readings.iter().all(|reading| reading.day == day), "{readings:?}");
    let sleep =
        readings.iter().find_map(|r| if let Measure::Sleep(span) = r.measure { Some(span.as_s()) } else { None });
    assert_eq!(sleep, Some(7.0 * 3600.0), "two devices that overlap count once");
    let mass =
        readings.iter().find_map(|r| if let Measure::BodyMass(mass) = r.measure { Some(mass.as_kg()) } else { None });
    assert!((mass.unwrap() - 69.99).abs() < 0.01);
}

#[test]
fn totals_of_old_exports_stand_in_the_workout_itself() {
    let text = "<HealthData><Workout workoutActivityType=\"HKWorkoutActivityTypeTraditionalStrengthTraining\" duration=\"45.5\" \
                durationUnit=\"min\" totalDistance=\"0\" totalDistanceUnit=\"km\" sourceName=\"W\" startDate=\"2018-01-01 10:00:00 \
                +0000\" endDate=\"2018-01-01 10:50:00 +0000\"/><Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" \
                duration=\"30\" durationUnit=\"min\" totalDistance=\"3.1\" totalDistanceUnit=\"mi\" startDate=\"2018-01-02 10:00:00 \
                +0000\" endDate=\"2018-01-02 10:30:00 +0000\"><MetadataEntry key=\"HKIndoorWorkout\" value=\"1\"/></Workout>\
                <Workout startDate=\"soon\"/></HealthData>";
    let decoded = crate::decode(text.as_bytes(), "export.xml").unwrap();
    let [lift, run] = decoded.recordings.as_slice() else { panic!("{decoded:?}") };
    assert_eq!((lift.sub_sport, lift.timer.unwrap().as_s(), lift.distance), (SubSport::StrengthTraining, 2730.0, None));
    assert_eq!((run.sub_sport, run.distance.unwrap().as_m().round()), (SubSport::Treadmill, 4989.0));
    assert_eq!(decoded.warnings.len(), 1, "a workout without a time is told");
}

#[test]
fn distances_of_phone_and_watch_never_add_up() {
    let mut text = String::from("<HealthData>");
    for minute in 0..10 {
        for source in ["Phone", "Watch"] {
            let _ = write!(
                text,
                "<Record type=\"HKQuantityTypeIdentifierDistanceWalkingRunning\" sourceName=\"{source}\" unit=\"km\" \
                 startDate=\"2026-01-01 10:{minute:02}:00 +0000\" endDate=\"2026-01-01 10:{minute:02}:30 +0000\" value=\"0.1\"/>"
            );
        }
    }
    text.push_str(
        "<Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" sourceName=\"Watch\" startDate=\"2026-01-01 10:00:00 \
         +0000\" endDate=\"2026-01-01 10:10:00 +0000\"/></HealthData>",
    );
    let recording = crate::decode(text.as_bytes(), "export.xml").unwrap().recordings.remove(0);
    assert!((recording.distance.unwrap().as_m() - 1000.0).abs() < 0.1, "{:?}", recording.distance);
}

/// An export of any size that is made while it is read.
struct Endless {
    left: u64,
    line: Vec<u8>,
    at: usize,
    second: u64,
    wide: bool,
}

impl Read for Endless {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let mut n = 0;
        while n < to.len() && self.left > 0 {
            if self.at == self.line.len() {
                self.second += 5;
                let (s, m, h) = (self.second % 60, self.second / 60 % 60, self.second / 3600 % 24);
                let (d, y) = (self.second / 86_400 % 28 + 1, 2001 + self.second / 86_400 / 336 % 20);
                self.line.clear();
                let kind = if self.second.is_multiple_of(15) { "HeartRate" } else { "BasalEnergyBurned" };
                use std::io::Write as _;
                let _ = writeln!(
                    self.line,
                    "<Record type=\"HKQuantityTypeIdentifier{kind}\" sourceName=\"Watch\" sourceVersion=\"9.1\" \
                     device=\"&lt;&lt;HKDevice: 0x2817ff0c0&gt;, name:Watch&gt;\" unit=\"count/min\" creationDate=\"{y}-01-{d:02} \
                     {h:02}:{m:02}:{s:02} +0000\" startDate=\"{y}-01-{d:02} {h:02}:{m:02}:{s:02} +0000\" endDate=\"{y}-01-{d:02} \
                     {h:02}:{m:02}:{s:02} +0000\" value=\"72\"/>"
                );
                if self.wide {
                    self.line.extend_from_slice(b"<!-- ");
                    self.line.resize(200_000, b'x');
                    self.line.extend_from_slice(b"--><Record type=\"");
                    self.line.resize(400_000, b'y');
                    self.line.extend_from_slice(b"\"/>\n");
                }
                self.at = 0;
            }
            let part = (self.line.len() - self.at).min(to.len() - n);
            to[n..n + part].copy_from_slice(&self.line[self.at..self.at + part]);
            (self.at, n) = (self.at + part, n + part);
        }
        self.left = self.left.saturating_sub(n as u64);
        Ok(n)
    }
}

#[test]
fn a_gigabyte_leaves_no_more_than_its_samples_in_memory() {
    for (wide, bytes) in [(false, 1_u64 << 30), (true, 200 << 20)] {
        let endless = Endless { left: bytes, line: Vec::new(), at: 0, second: 0, wide };
        let health = Health::read(endless, &mut |error| panic!("{error}"));
        // A third of the lines are heart rates: eight bytes are left of each.
        let line = if wide { 400_000 } else { 330 };
        let expected = bytes / line / 3 * 8;
        let kept = health.samples.bytes() as u64;
        assert!(kept < 2 * expected + (1 << 20), "{kept} bytes kept of {bytes}");
        assert!(wide || kept > expected / 2, "{kept} bytes kept, {expected} expected");
    }
}

#[test]
fn any_place_may_be_damaged() {
    let text = export("+0100", 11, "a").into_bytes();
    for at in (0..text.len()).step_by(37) {
        for byte in [b'"', b'<', b'>', 0xff] {
            let mut broken = text.clone();
            broken[at] = byte;
            let _ = decode(&broken);
            let _ = decode(&text[..at]);
        }
    }
}
