//! A Strava-like bulk export.

use super::{
    ArchiveOrder, ArchiveTruth, Broken, TrueActivity, Twin, chapters, english_date, is_lift, scenario, second_watch,
    worn,
};
use crate::rng::Rng;
use crate::scenario::generate;
use crate::{to_fit, to_gpx, to_tcx};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt::Write as _;
use std::io::{self, Write};
use striate_model::{Day, Distance, Recording, Sport, TimeSpan, Timestamp};
use zip::CompressionMethod;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The names of the columns of today's table, as far as anything is in them here. Two of them stand there twice.
const HEADER: &str = "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Max \
                      Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,Bike \
                      Weight,Elapsed Time,Moving Time,Distance,Max Speed,Average Speed,Elevation Gain,Elevation \
                      Loss,Elevation Low,Elevation High,Max Grade,Average Grade,Average Positive Grade,Average Negative \
                      Grade,Max Cadence,Average Cadence,Max Heart Rate,Average Heart Rate\n";

/// The format of a file, as often as it is listed here.
const FORMATS: [&str; 20] = [
    "fit.gz", "fit.gz", "fit.gz", "fit.gz", "fit.gz", "fit.gz", "fit.gz", "fit.gz", "fit.gz", "fit.gz", "fit.gz",
    "fit.gz", "fit.gz", "fit", "tcx.gz", "tcx.gz", "tcx.gz", "gpx.gz", "gpx.gz", "gpx",
];

/// Two watches and two formats are more common than one upload made twice.
const KINDS_OF_TWINS: [Twin; 5] =
    [Twin::SecondWatch, Twin::OtherFormat, Twin::SameBytes, Twin::OtherFormat, Twin::SecondWatch];

/// Writes the export: two in a hundred activities broken, five in a hundred twins of another, some lifts without a file,
/// some runs that begin twenty minutes after another.
///
/// # Errors
/// Nothing more can be written.
pub fn strava_archive(order: &ArchiveOrder, to: &mut dyn Write) -> io::Result<ArchiveTruth> {
    let rng = Rng::new(order.seed).branch("strava");
    let mut export = Export {
        zip: ZipWriter::new_stream(to),
        table: HEADER.to_owned(),
        truth: ArchiveTruth::default(),
        next: 1_000_000_001 + order.seed % 1000,
    };
    let twins = (order.activities as f64 * 0.05).round() as usize;
    let broken = (order.activities as f64 * 0.02).round() as usize;
    let primary = order.activities - twins;
    let (mut twins_done, mut broken_done, mut last_mass) = (0, 0, 0.0);
    let mut near_end: Option<Timestamp> = None;
    for (index, chapter) in chapters(order, primary).iter().enumerate() {
        let mut chance = rng.branch(&format!("activity {index}"));
        let mut scene = scenario(chapter, order.seed.wrapping_mul(1_000_003).wrapping_add(index as u64), &mut chance);
        let is_near_miss = near_end.is_some() && !is_lift(chapter);
        if let Some(end) = near_end.take().filter(|_| is_near_miss) {
            scene.origin.time = end + TimeSpan::from_s(1200.0);
        }
        let recording = worn(generate(&scene).recording, 1);
        let mass = (chapter.runner.mass_kg * 2.0 + f64::from(index as u32 / 200 % 4)).round() / 2.0;
        if mass != last_mass {
            export.truth.masses.push((Day::of(recording.start, TimeSpan::default()), mass));
            last_mass = mass;
        }
        let mut activity = Activity { recording: &recording, title: chapter.title, mass, is_near_miss };
        // Spread evenly, so that small exports have some too, and done a little before the end.
        let due = |all: usize| ((index + 1) * all * 21 / 20 / primary).min(all);
        if is_lift(chapter) {
            // Some lifts were recorded by the watch, most were only noted.
            let extension = if chance.chance(0.2) { Some("fit.gz") } else { None };
            export.add(&activity, extension, None, None)?;
        } else if broken_done < due(broken) {
            let how = Broken::ALL[broken_done % Broken::ALL.len()];
            broken_done += 1;
            let extension = if how == Broken::CutPack { "fit.gz" } else { chance.pick(&["fit.gz", "tcx.gz", "fit"]) };
            export.add(&activity, Some(extension), Some(how), None)?;
        } else if twins_done < due(twins) {
            let kind = KINDS_OF_TWINS[twins_done % KINDS_OF_TWINS.len()];
            twins_done += 1;
            let id = export.add(&activity, Some("fit.gz"), None, None)?;
            match kind {
                Twin::SecondWatch => {
                    let other = second_watch(&scene, &mut chance);
                    activity.recording = &other;
                    export.add(&activity, Some("fit.gz"), None, Some((id, kind)))?;
                }
                Twin::OtherFormat => {
                    export.add(&activity, Some("tcx.gz"), None, Some((id, kind)))?;
                }
                Twin::SameBytes => {
                    export.add(&activity, Some("fit.gz"), None, Some((id, kind)))?;
                }
            }
        } else {
            export.add(&activity, Some(chance.pick(&FORMATS)), None, None)?;
            if index % 97 == 13 {
                near_end = Some(recording.start + recording.elapsed.unwrap_or_default());
            }
        }
    }
    export.finish()
}

struct Activity<'a> {
    recording: &'a Recording,
    title: &'a str,
    mass: f64,
    is_near_miss: bool,
}

struct Export<'w> {
    zip: ZipWriter<zip::write::StreamWriter<&'w mut dyn Write>>,
    table: String,
    truth: ArchiveTruth,
    next: u64,
}

impl Export<'_> {
    fn add(
        &mut self,
        activity: &Activity<'_>,
        extension: Option<&str>,
        broken: Option<Broken>,
        twin_of: Option<(u64, Twin)>,
    ) -> io::Result<u64> {
        let id = self.next;
        self.next += 7;
        let recording = activity.recording;
        // The number of the upload is not that of the activity.
        let file = extension.map(|extension| format!("activities/{}.{extension}", id * 2 + 3_000_000_000));
        if let (Some(name), Some(extension)) = (&file, extension)
            && broken != Some(Broken::Missing)
        {
            let options = SimpleFileOptions::default().compression_method(match extension {
                "gpx" | "fit" => CompressionMethod::Deflated,
                _ => CompressionMethod::Stored,
            });
            self.zip.start_file(name.as_str(), options)?;
            self.zip.write_all(&file_bytes(recording, extension, broken)?)?;
        }
        self.row(id, activity, file.as_deref().unwrap_or_default());
        self.truth.activities.push(TrueActivity {
            id,
            start: recording.start,
            elapsed: recording.elapsed.unwrap_or_default(),
            sport: recording.sport,
            file,
            broken,
            twin_of,
            is_near_miss: activity.is_near_miss && twin_of.is_none(),
        });
        Ok(id)
    }

    fn row(&mut self, id: u64, activity: &Activity<'_>, file: &str) {
        let recording = activity.recording;
        let kind = if recording.sport == Sport::Training { "Weight Training" } else { "Run" };
        let gear = if recording.sport == Sport::Running { "\"Shoes, blue\"" } else { "" };
        let elapsed = recording.elapsed.unwrap_or_default().as_s();
        let moving = recording.timer.unwrap_or_default().as_s();
        let metres = recording.distance.map_or(0.0, Distance::as_m);
        let heart =
            |bpm: Option<striate_model::HeartRate>| bpm.map(|b| format!("{:.1}", b.as_bpm())).unwrap_or_default();
        let _ = writeln!(
            self.table,
            "{id},\"{}\",\"{}\",{kind},,{elapsed:.0},{:.2},{},,false,,{gear},{file},{:.1},,{elapsed:.1},{moving:.1},{metres:.1},\
             {},,{},,,,,,,,,,{},{}",
            english_date(recording.start),
            activity.title,
            metres / 1000.0,
            heart(recording.hr_max),
            activity.mass,
            recording.speed_max.map(|s| format!("{:.2}", s.as_m_per_s())).unwrap_or_default(),
            recording.ascent.map(|a| format!("{:.1}", a.as_m())).unwrap_or_default(),
            heart(recording.hr_max),
            heart(recording.hr_mean),
        );
    }

    fn finish(mut self) -> io::Result<ArchiveTruth> {
        self.zip.start_file("activities.csv", SimpleFileOptions::default())?;
        self.zip.write_all(self.table.as_bytes())?;
        for (name, text) in [
            ("profile.csv", "Athlete ID,Email Address,First Name,Last Name\n1,,Demo,Runner\n"),
            ("shoes.csv", "Shoe Name,Shoe Brand,Shoe Model\n\"Shoes, blue\",,\n"),
            ("general_preferences.csv", "Preference,Value\nLanguage,English\n"),
        ] {
            self.zip.start_file(name, SimpleFileOptions::default())?;
            self.zip.write_all(text.as_bytes())?;
        }
        self.zip.start_file("media/a.jpg", SimpleFileOptions::default())?;
        self.zip.write_all(b"\xff\xd8\xff\xe0 a picture")?;
        self.zip.finish()?;
        Ok(self.truth)
    }
}

/// The bytes of a file as the export holds it.
fn file_bytes(recording: &Recording, extension: &str, broken: Option<Broken>) -> io::Result<Vec<u8>> {
    let (format, is_packed) = extension.strip_suffix(".gz").map_or((extension, false), |format| (format, true));
    let mut bytes = match format {
        // Strava puts blanks before the declaration.
        "tcx" => [b"          ".as_slice(), &to_tcx(recording)].concat(),
        "gpx" => to_gpx(recording, "StravaGPX"),
        _ => to_fit(recording),
    };
    match broken {
        Some(Broken::CutOff) => bytes.truncate(bytes.len() * 3 / 5),
        Some(Broken::Empty) => bytes.clear(),
        Some(Broken::LoginPage) => bytes = b"<!DOCTYPE html><html><body>Please log in</body></html>".to_vec(),
        Some(Broken::Noise) => {
            bytes.truncate(5000);
            for (index, byte) in bytes.iter_mut().enumerate() {
                *byte = (index as u8).wrapping_mul(151) ^ byte.rotate_left(3) | 0x80;
            }
        }
        Some(Broken::CutPack | Broken::Missing) | None => {}
    }
    if is_packed {
        let mut packer = GzEncoder::new(Vec::new(), Compression::new(4));
        packer.write_all(&bytes)?;
        bytes = packer.finish()?;
        if broken == Some(Broken::CutPack) {
            bytes.truncate(bytes.len() / 2);
        }
    }
    Ok(bytes)
}
