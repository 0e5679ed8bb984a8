//! A Garmin-like data export: zips inside of a zip, summaries, wellness files, and a watch's other files among the
//! activities.

use super::{ArchiveOrder, ArchiveTruth, TrueActivity, chapters, is_lift, scenario, worn, written};
use crate::fit_out::watch_file;
use crate::rng::Rng;
use crate::scenario::generate;
use crate::to_fit;
use serde_json::{Value, json};
use std::io::{self, Cursor, Write};
use striate_model::{Day, Distance, HeartRate, Sport, TimeSpan};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Activities in each of the inner zips.
const PART: usize = 40;

/// Writes the export. One activity in ten has no file, as those entered by hand have none; among the files are a watch's
/// daily steps and nights, and the wellness files have body mass and sleep.
///
/// # Errors
/// Nothing more can be written.
pub fn garmin_archive(order: &ArchiveOrder, to: &mut dyn Write) -> io::Result<ArchiveTruth> {
    let rng = Rng::new(order.seed).branch("garmin");
    let mut zip = ZipWriter::new_stream(to);
    let mut truth = ArchiveTruth::default();
    let mut summaries: Vec<Value> = Vec::new();
    let story = chapters(order, order.activities);
    for (part, chapters) in story.chunks(PART).enumerate() {
        let mut inner = ZipWriter::new(Cursor::new(Vec::new()));
        let mut put = |name: String, bytes: &[u8]| -> io::Result<()> {
            inner.start_file(name, SimpleFileOptions::default())?;
            inner.write_all(bytes)
        };
        for (place, chapter) in chapters.iter().enumerate() {
            let index = part * PART + place;
            let mut chance = rng.branch(&format!("activity {index}"));
            let scene = scenario(chapter, order.seed.wrapping_mul(2_000_003).wrapping_add(index as u64), &mut chance);
            let recording = worn(generate(&scene).recording, 1);
            let id = 5_000_000_000 + 13 * index as u64;
            let file = (index % 10 != 9).then(|| format!("demo@example.org_{}.fit", id + 90_000));
            if let Some(name) = &file {
                put(name.clone(), &to_fit(&recording))?;
            }
            if index.is_multiple_of(3) {
                let kind = if index.is_multiple_of(2) { 32 } else { 49 };
                put(format!("demo@example.org_{}.fit", id + 90_001), &watch_file(kind, recording.start))?;
            }
            summaries.push(json!({
                "activityId": id,
                "name": chapter.title,
                "activityType": if is_lift(chapter) { "strength_training" } else { "running" },
                "sportType": if is_lift(chapter) { "TRAINING" } else { "RUNNING" },
                "beginTimestamp": recording.start.as_unix_ms() as f64,
                "startTimeGmt": recording.start.as_unix_ms() as f64,
                "startTimeLocal": recording.start.as_unix_ms() as f64 + 3_600_000.0,
                "duration": recording.timer.map(|t| t.as_s() * 1000.0),
                "elapsedDuration": recording.elapsed.map(|t| t.as_s() * 1000.0),
                "distance": recording.distance.map(|d| Distance::as_m(d) * 100.0),
                "avgHr": recording.hr_mean.map(HeartRate::as_bpm),
                "maxHr": recording.hr_max.map(HeartRate::as_bpm),
                "deviceId": 4_000_001,
                "splits": [{"type": 1, "measurements": [{"fieldEnum": "SUM_DISTANCE", "value": 1.0}]}],
            }));
            truth.activities.push(TrueActivity {
                id,
                start: recording.start,
                elapsed: recording.elapsed.unwrap_or_default(),
                sport: if is_lift(chapter) { Sport::Training } else { Sport::Running },
                file,
                broken: None,
                twin_of: None,
                is_near_miss: false,
            });
        }
        zip.start_file(
            format!("DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part{}.zip", part + 1),
            SimpleFileOptions::default(),
        )?;
        zip.write_all(&inner.finish()?.into_inner())?;
    }
    let mut put = |name: &str, value: &Value| -> io::Result<()> {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(value.to_string().as_bytes())
    };
    put(
        "DI_CONNECT/DI-Connect-Fitness/demo@example.org_0_summarizedActivities.json",
        &json!([{ "summarizedActivitiesExport": summaries }]),
    )?;
    put("DI_CONNECT/DI-Connect-Fitness/demo@example.org_gear.json", &json!([{"gearDTOS": {}}]))?;
    put("customer_data/customer.json", &json!({"countryCode": "GB"}))?;
    let days: Vec<Day> = (0..90).map(|back| order.last.plus(back - 89)).collect();
    let mut chance = rng.branch("wellness");
    let mut nights = Vec::new();
    let mut scale = Vec::new();
    for day in days {
        let hours = (f64::from(chance.count(380, 500) as u32) / 60.0 * 100.0).round() / 100.0;
        let asleep_s = (hours * 3600.0).round();
        let date = written(day.noon(), "%Y-%m-%d");
        let woke = day.noon() - TimeSpan::from_s(5.5 * 3600.0);
        nights.push(json!({
            "sleepStartTimestampGMT": written(woke - TimeSpan::from_s(asleep_s + 900.0), "%Y-%m-%dT%H:%M:%S.0"),
            "sleepEndTimestampGMT": written(woke, "%Y-%m-%dT%H:%M:%S.0"),
            "calendarDate": date,
            "sleepWindowConfirmationType": "ENHANCED_CONFIRMED_FINAL",
            "deepSleepSeconds": (asleep_s * 0.2).round(),
            "lightSleepSeconds": asleep_s - (asleep_s * 0.2).round() - (asleep_s * 0.22).round(),
            "remSleepSeconds": (asleep_s * 0.22).round(),
            "awakeSleepSeconds": 900,
        }));
        truth.sleep.push((day, asleep_s / 3600.0));
        if day.weekday() == 2 {
            let grams = f64::from(chance.count(700, 712) as u32) * 100.0;
            scale.push(json!({
                "version": scale.len(),
                "metaData": {"calendarDate": format!("{date}T00:00:00.0"), "sequence": 1},
                "weight": {"weight": grams, "sourceType": "MANUAL", "timestampGMT": format!("{date}T06:10:00.0")},
            }));
            truth.masses.push((day, grams / 1000.0));
        }
    }
    put("DI_CONNECT/DI-Connect-Wellness/2026-01-01_2026-04-10_4000001_sleepData.json", &json!(nights))?;
    put("DI_CONNECT/DI-Connect-Wellness/4000001_userBioMetrics.json", &json!(scale))?;
    put("DI_CONNECT/DI-Connect-Aggregator/UDSFile_2026-01-01_2026-04-10.json", &json!([{"totalSteps": 9000}]))?;
    zip.finish()?;
    Ok(truth)
}
