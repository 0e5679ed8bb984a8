//! An Apple-Health-like export: samples first, workouts behind them, routes as files beside.

use super::{ArchiveOrder, ArchiveTruth, TrueActivity, chapters, is_lift, scenario, written};
use crate::rng::Rng;
use crate::scenario::generate;
use crate::to_gpx;
use std::fmt::Write as _;
use std::io::{self, Write};
use striate_model::{Channel, Day, Recording, Sport, TimeSpan, Timestamp};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n<!-- HealthKit Export Version: 14 \
                    -->\n<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>\n<!ATTLIST HealthData\n  locale CDATA \
                    #REQUIRED\n>\n]>\n<HealthData locale=\"en_GB\">\n <Me HKCharacteristicTypeIdentifierBloodType=\"NotSet\"/>\n";

/// Health's way to write an instant.
fn at(instant: Timestamp) -> String {
    written(instant, "%Y-%m-%d %H:%M:%S +0000")
}

fn record(text: &mut String, kind: &str, unit: &str, span: (Timestamp, Timestamp), value: &str) {
    let (start, end) = (at(span.0), at(span.1));
    let unit = if unit.is_empty() { String::new() } else { format!(" unit=\"{unit}\"") };
    let _ = writeln!(
        text,
        " <Record type=\"{kind}\" sourceName=\"Demo&#39;s Watch\" sourceVersion=\"10.1\" device=\"&lt;&lt;HKDevice: \
         0x281f3c&gt;, name:Watch&gt;\"{unit} creationDate=\"{end}\" startDate=\"{start}\" endDate=\"{end}\" value=\"{value}\"/>"
    );
}

/// Writes the export: heart rate every five seconds of a workout and every five minutes of a day, speed and steps of runs,
/// nights, a weekly body mass, and a route for every run.
///
/// # Errors
/// Nothing more can be written.
pub fn apple_archive(order: &ArchiveOrder, to: &mut dyn Write) -> io::Result<ArchiveTruth> {
    let rng = Rng::new(order.seed).branch("apple");
    let mut zip = ZipWriter::new_stream(to);
    let mut truth = ArchiveTruth::default();
    let (mut records, mut workouts) = (String::new(), String::new());
    for (index, chapter) in chapters(order, order.activities).iter().enumerate() {
        let mut chance = rng.branch(&format!("activity {index}"));
        let scene = scenario(chapter, order.seed.wrapping_mul(3_000_017).wrapping_add(index as u64), &mut chance);
        let recording = generate(&scene).recording;
        samples(&mut records, &recording);
        let route =
            (!is_lift(chapter)).then(|| written(recording.start, "/workout-routes/route_%Y-%m-%d_%-I.%M%P.gpx"));
        if let Some(path) = &route {
            zip.start_file(format!("apple_health_export{path}"), SimpleFileOptions::default())?;
            zip.write_all(&to_gpx(&recording, "Apple Health Export"))?;
        }
        workouts.push_str(&workout(&recording, route.as_deref()));
        truth.activities.push(TrueActivity {
            id: index as u64,
            start: recording.start,
            elapsed: recording.elapsed.unwrap_or_default(),
            sport: recording.sport,
            file: route,
            broken: None,
            twin_of: None,
            is_near_miss: false,
        });
    }
    body(&mut records, order.last, &rng, &mut truth);
    zip.start_file("apple_health_export/export.xml", SimpleFileOptions::default().large_file(true))?;
    for text in [HEAD, &records, &workouts, "</HealthData>\n"] {
        zip.write_all(text.as_bytes())?;
    }
    zip.start_file("apple_health_export/export_cda.xml", SimpleFileOptions::default())?;
    zip.write_all(b"<?xml version=\"1.0\"?>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\"></ClinicalDocument>\n")?;
    zip.finish()?;
    Ok(truth)
}

fn samples(text: &mut String, recording: &Recording) {
    let streams = &recording.streams;
    for (index, time) in streams.time.iter().enumerate() {
        let value = |channel| streams.channel(channel).get(index).copied().filter(|v: &f32| !v.is_nan());
        if index % 5 != 0 {
            continue;
        }
        if let Some(bpm) = value(Channel::HeartRateBpm) {
            record(text, "HKQuantityTypeIdentifierHeartRate", "count/min", (*time, *time), &format!("{bpm:.0}"));
        }
        if let Some(speed) = value(Channel::SpeedMPerS) {
            let span = (*time, *time + TimeSpan::from_s(2.0));
            record(text, "HKQuantityTypeIdentifierRunningSpeed", "km/hr", span, &format!("{:.3}", speed * 3.6));
        }
        if let Some(steps) = value(Channel::CadencePerMin) {
            let span = (*time, *time + TimeSpan::from_s(5.0));
            record(text, "HKQuantityTypeIdentifierStepCount", "count", span, &format!("{:.0}", steps / 12.0));
        }
    }
}

fn workout(recording: &Recording, route: Option<&str>) -> String {
    let kind = if recording.sport == Sport::Running { "Running" } else { "TraditionalStrengthTraining" };
    let elapsed = recording.elapsed.unwrap_or_default();
    let (start, end) = (at(recording.start), at(recording.start + elapsed));
    let minutes = recording.timer.unwrap_or(elapsed).as_s() / 60.0;
    let mut text = format!(
        " <Workout workoutActivityType=\"HKWorkoutActivityType{kind}\" duration=\"{minutes:.4}\" durationUnit=\"min\" \
         sourceName=\"Demo&#39;s Watch\" sourceVersion=\"10.1\" creationDate=\"{end}\" startDate=\"{start}\" \
         endDate=\"{end}\">\n  <MetadataEntry key=\"HKIndoorWorkout\" value=\"0\"/>\n"
    );
    if let Some(ascent) = recording.ascent {
        let _ =
            writeln!(text, "  <MetadataEntry key=\"HKElevationAscended\" value=\"{:.0} cm\"/>", ascent.as_m() * 100.0);
    }
    if let (Some(mean), Some(max)) = (recording.hr_mean, recording.hr_max) {
        let _ = writeln!(
            text,
            "  <WorkoutStatistics type=\"HKQuantityTypeIdentifierHeartRate\" startDate=\"{start}\" endDate=\"{end}\" \
             average=\"{:.2}\" minimum=\"60\" maximum=\"{:.0}\" unit=\"count/min\"/>",
            mean.as_bpm(),
            max.as_bpm()
        );
    }
    if let Some(distance) = recording.distance {
        let _ = writeln!(
            text,
            "  <WorkoutStatistics type=\"HKQuantityTypeIdentifierDistanceWalkingRunning\" startDate=\"{start}\" \
             endDate=\"{end}\" sum=\"{:.4}\" unit=\"km\"/>",
            distance.as_m() / 1000.0
        );
    }
    if let Some(path) = route {
        let _ = writeln!(
            text,
            "  <WorkoutRoute sourceName=\"Demo&#39;s Watch\" startDate=\"{start}\" endDate=\"{end}\">\n   <FileReference \
             path=\"{path}\"/>\n  </WorkoutRoute>"
        );
    }
    text.push_str(" </Workout>\n");
    text
}

/// Nights, resting heart rates and a weekly body mass of the last ninety days.
fn body(text: &mut String, last: Day, rng: &Rng, truth: &mut ArchiveTruth) {
    let mut chance = rng.branch("body");
    for back in (0..90).rev() {
        let day = last.plus(-back);
        let woke = day.noon() - TimeSpan::from_s(5.0 * 3600.0);
        let minutes = f64::from(chance.count(380, 500) as u32);
        let slept = woke - TimeSpan::from_s(minutes * 60.0);
        let middle = slept + TimeSpan::from_s((minutes * 30.0).floor());
        let kind = "HKCategoryTypeIdentifierSleepAnalysis";
        record(text, kind, "", (slept - TimeSpan::from_s(900.0), woke), "HKCategoryValueSleepAnalysisInBed");
        record(text, kind, "", (slept, middle), "HKCategoryValueSleepAnalysisAsleepCore");
        record(text, kind, "", (middle, woke), "HKCategoryValueSleepAnalysisAsleepREM");
        truth.sleep.push((day, minutes / 60.0));
        for minute in (0..1440).step_by(5) {
            let now = day.noon() + TimeSpan::from_s(60.0 * f64::from(minute) - 43_200.0);
            let bpm = chance.count(48, 75);
            record(text, "HKQuantityTypeIdentifierHeartRate", "count/min", (now, now), &bpm.to_string());
        }
        if day.weekday() == 2 {
            let kg = f64::from(chance.count(700, 712) as u32) / 10.0;
            record(text, "HKQuantityTypeIdentifierBodyMass", "kg", (woke, woke), &format!("{kg:.1}"));
            truth.masses.push((day, kg));
        }
    }
}
