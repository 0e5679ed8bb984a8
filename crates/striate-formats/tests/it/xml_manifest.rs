//! Every TCX and GPX recording of the folder against what an independent decoder read.

use crate::corpus;
use striate_formats::decode;
use striate_model::{Channel, Decoded, Recording};

/// Where we differ from the manifest on purpose, with the reason.
const OURS: [(&str, &str, &str); 1] = [(
    "20200103_intervals.tcx",
    "distance_m",
    "the manifest takes the largest DistanceMeters for kilometres; the values are steps from point to point, and their \
     sum (5,310.5 m) agrees with the positions (5,309 m)",
)];

#[test]
fn every_tcx_and_gpx_recording_reads_as_an_independent_decoder_reads_it() {
    let Some(folder) = corpus::folder() else { return };
    let mut misses = Vec::new();
    println!(
        "{:44} {:>10} {:>8} {:>8} {:>9} {:>5} {:>6} {:>4}",
        "file", "sport", "timer", "elapsed", "distance", "n", "hr", "max"
    );
    for row in corpus::manifest(&folder, "x") {
        let name = row["file"].as_str();
        let number = |column: &str| row[column].parse::<f64>().ok();
        let bytes = std::fs::read(folder.join(name)).expect("a file of the manifest");
        let decoded = decode(&bytes, name).expect("a recording");
        assert_eq!(decoded.recordings.len(), 1, "{name}");
        let recording = &decoded.recordings[0];
        print_line(name, &decoded, recording);
        assert!(recording.streams.is_consistent(), "{name}");

        let mut check = |column: &str, ours: Option<f64>, tolerance: f64| {
            let Some(theirs) = number(column) else { return };
            if ours.is_some_and(|ours| (ours - theirs).abs() <= tolerance) {
                return;
            }
            match OURS.iter().find(|(file, what, _)| *file == name && *what == column) {
                Some((.., reason)) => println!("    {column}: {ours:?}, not {theirs}: {reason}"),
                None => misses.push(format!("{name}: {column} is {ours:?}, not {theirs}")),
            }
        };
        let (mean, max) = heart_rate(recording);
        check("timer_s", recording.timer.map(striate_model::TimeSpan::as_s), 2.0);
        check("elapsed_s", recording.elapsed.map(striate_model::TimeSpan::as_s), 2.0);
        check(
            "distance_m",
            recording.distance.map(striate_model::Distance::as_m),
            number("distance_m").unwrap_or(0.0) * 0.01,
        );
        check("records", Some(recording.streams.len() as f64), 1.0);
        check("avg_hr", mean, 2.0);
        check("max_hr", max, 2.0);
        let start = row["start"].replace(' ', "T");
        let start: jiff::Timestamp = start.parse().expect("an instant");
        if (start.as_millisecond() - recording.start.as_unix_ms()).abs() > 2_000 {
            misses.push(format!("{name}: start is {:?}, not {start}", recording.start));
        }
        if row["sport"].eq_ignore_ascii_case("running") && recording.sport.as_str() != "running" {
            misses.push(format!("{name}: sport is {}", recording.sport.as_str()));
        }
    }
    assert!(misses.is_empty(), "{misses:#?}");
}

fn heart_rate(recording: &Recording) -> (Option<f64>, Option<f64>) {
    let values: Vec<f64> = recording
        .streams
        .channel(Channel::HeartRateBpm)
        .iter()
        .filter(|v| !v.is_nan())
        .map(|v| f64::from(*v))
        .collect();
    let mean = (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64);
    let max = values.iter().copied().max_by(f64::total_cmp);
    (
        recording.hr_mean.map(striate_model::HeartRate::as_bpm).or(mean),
        recording.hr_max.map(striate_model::HeartRate::as_bpm).or(max),
    )
}

fn print_line(name: &str, decoded: &Decoded, recording: &Recording) {
    let number = |value: Option<f64>| value.map_or("-".to_owned(), |v| format!("{v:.1}"));
    let (mean, max) = heart_rate(recording);
    println!(
        "{name:44} {:>10} {:>8} {:>8} {:>9} {:>5} {:>6} {:>4}",
        recording.sport.as_str(),
        number(recording.timer.map(striate_model::TimeSpan::as_s)),
        number(recording.elapsed.map(striate_model::TimeSpan::as_s)),
        number(recording.distance.map(striate_model::Distance::as_m)),
        recording.streams.len(),
        number(mean),
        max.map_or("-".to_owned(), |v| format!("{v:.0}")),
    );
    for warning in &decoded.warnings {
        println!("    {}: {}", warning.code.as_str(), warning.message);
    }
    for (name, count) in &decoded.unknown {
        println!("    unknown {name}: {count}");
    }
}
