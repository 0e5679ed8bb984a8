//! Speed of TCX and GPX decoding, beside the published crates for them and beside a walk over the bare XML events.
//!
//! Every decoder reads every input once a round, in turn; the fastest of the rounds counts. Inputs are made here; the
//! recordings of the folder in `STRIATE_CORPUS` (or beside the workspace) are added where they are present.
//! `--json` prints rows for a machine, `--rounds N` changes how many rounds there are, `--only NAME` leaves the other
//! decoders out.
#![expect(clippy::print_stderr, reason = "a benchmark says what it skips")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::BufReader;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use striate_formats::{gpx as our_gpx, tcx as our_tcx};

/// Points of a made-up recording: an hour and a half at one a second.
const POINTS: u32 = 5_400;

struct Input {
    name: String,
    is_tcx: bool,
    documents: Vec<Vec<u8>>,
}

/// Reads one document; the number of points, `None` where it is refused.
type Decoder = fn(&[u8]) -> Option<usize>;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let json = arguments.iter().any(|a| a == "--json");
    let rounds = arguments.iter().position(|a| a == "--rounds").and_then(|at| arguments.get(at + 1)?.parse().ok());
    let rounds: u32 = rounds.unwrap_or(8).max(1);
    let only = arguments.iter().position(|a| a == "--only").and_then(|at| arguments.get(at + 1));
    let mut rows = Vec::new();
    for input in inputs() {
        let decoders: [(&str, Decoder); 3] = if input.is_tcx {
            [("striate", ours_tcx), ("tcx 0.9", crate_tcx), ("bare events", bare_events)]
        } else {
            [("striate", ours_gpx), ("gpx 0.10", crate_gpx), ("bare events", bare_events)]
        };
        let decoders: Vec<_> = decoders.into_iter().filter(|(name, _)| only.is_none_or(|only| only == name)).collect();
        measure(&input, &decoders, rounds, &mut rows);
    }
    let stdout = std::io::stdout();
    let written = if json { write_json(stdout.lock(), &rows) } else { write_table(stdout.lock(), &rows) };
    if let Err(error) = written {
        eprintln!("error: the table cannot be written: {error}");
    }
}

struct Row {
    input: String,
    decoder: &'static str,
    bytes: usize,
    refused: usize,
    points: usize,
    best: Duration,
}

impl Row {
    fn mb_per_s(&self) -> f64 {
        self.bytes as f64 / 1e6 / self.best.as_secs_f64()
    }

    fn points_per_us(&self) -> f64 {
        self.points as f64 / 1e6 / self.best.as_secs_f64()
    }
}

fn measure(input: &Input, decoders: &[(&'static str, Decoder)], rounds: u32, rows: &mut Vec<Row>) {
    let first = rows.len();
    for (decoder, decode) in decoders {
        let mut row = Row { input: input.name.clone(), decoder, bytes: 0, refused: 0, points: 0, best: Duration::MAX };
        for document in &input.documents {
            match decode(document) {
                Some(points) => (row.points, row.bytes) = (row.points + points, row.bytes + document.len()),
                None => row.refused += 1,
            }
        }
        rows.push(row);
    }
    for _ in 0..rounds {
        for (row, (_, decode)) in rows[first..].iter_mut().zip(decoders) {
            let start = Instant::now();
            for document in &input.documents {
                black_box(decode(black_box(document)));
            }
            row.best = row.best.min(start.elapsed());
        }
    }
}

fn write_table(mut out: impl std::io::Write, rows: &[Row]) -> std::io::Result<()> {
    writeln!(out, "{:24} {:12} {:>8} {:>8} {:>10} {:>8}", "input", "decoder", "MB/s", "M pts/s", "ours is", "refused")?;
    for row in rows {
        let ours = rows.iter().find(|r| r.input == row.input && r.decoder == "striate").map_or(1.0, Row::mb_per_s);
        writeln!(
            out,
            "{:24} {:12} {:>8.1} {:>8.2} {:>9.2}x {:>8}",
            row.input,
            row.decoder,
            row.mb_per_s(),
            row.points_per_us(),
            ours / row.mb_per_s(),
            row.refused
        )?;
    }
    Ok(())
}

/// One object a line: an input, our speed, one peer's.
fn write_json(mut out: impl std::io::Write, rows: &[Row]) -> std::io::Result<()> {
    for row in rows.iter().filter(|row| row.decoder != "striate") {
        let Some(ours) = rows.iter().find(|r| r.input == row.input && r.decoder == "striate") else { continue };
        writeln!(
            out,
            "{{\"id\": \"P2\", \"work\": \"{}\", \"unit\": \"MB/s\", \"ours\": {:.1}, \"peer\": \"{}\", \
             \"peer_value\": {:.1}, \"ratio\": {:.3}}}",
            row.input,
            ours.mb_per_s(),
            row.decoder,
            row.mb_per_s(),
            ours.mb_per_s() / row.mb_per_s()
        )?;
    }
    Ok(())
}

fn ours_tcx(bytes: &[u8]) -> Option<usize> {
    our_tcx::decode(bytes).ok().map(|d| d.recordings.iter().map(|r| r.streams.len()).sum())
}

fn ours_gpx(bytes: &[u8]) -> Option<usize> {
    our_gpx::decode(bytes).ok().map(|d| d.recordings.iter().map(|r| r.streams.len()).sum())
}

fn crate_tcx(bytes: &[u8]) -> Option<usize> {
    let database = tcx::read(&mut BufReader::new(bytes)).ok()?;
    let activities = database.activities?;
    let laps = activities.activities.iter().flat_map(|a| &a.laps);
    Some(laps.flat_map(|lap| &lap.tracks).map(|track| track.trackpoints.len()).sum())
}

fn crate_gpx(bytes: &[u8]) -> Option<usize> {
    let gpx = gpx::read(bytes).ok()?;
    Some(gpx.tracks.iter().flat_map(|t| &t.segments).map(|s| s.points.len()).sum())
}

/// The limit of our way: the events of the XML reader, with nothing made of them.
fn bare_events(bytes: &[u8]) -> Option<usize> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_reader(bytes);
    let mut points = 0;
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return Some(points),
            Event::Start(tag) => {
                let name = black_box(tag);
                points += usize::from(matches!(name.local_name().into_inner(), "Trackpoint" | "trkpt"));
            }
            event => {
                black_box(event);
            }
        }
    }
}

fn inputs() -> Vec<Input> {
    let made =
        |name: &str, is_tcx, text: String| Input { name: name.into(), is_tcx, documents: vec![text.into_bytes(); 4] };
    let mut inputs = vec![
        made("TCX, indented", true, tcx_document(true)),
        made("TCX, on one line", true, tcx_document(false)),
        made("GPX, indented", false, gpx_document(true)),
        made("GPX, one line a point", false, gpx_document(false)),
    ];
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus"));
    let folder = std::env::var_os("STRIATE_CORPUS").map_or_else(beside, PathBuf::from);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: no real recordings in {}", folder.display());
        return inputs;
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for (name, extension) in [("TCX, real files", "tcx"), ("GPX, real files", "gpx")] {
        let matching = paths.iter().filter(|path| path.extension().is_some_and(|e| e == extension));
        let documents: Vec<_> = matching.filter_map(|path| std::fs::read(path).ok()).collect();
        if !documents.is_empty() {
            inputs.push(Input { name: name.into(), is_tcx: extension == "tcx", documents });
        }
    }
    inputs
}

/// A wandering runner: position in degrees, height, distance, heart rate, cadence, speed.
fn runner(s: u32) -> (f64, f64, f64, f64, u32, u32, f64) {
    let t = f64::from(s);
    let speed = 3.0 + (t / 60.0).sin() * 0.4;
    (
        48.1 + t * 2.1e-5 + (t / 40.0).sin() * 1e-4,
        11.5 + t * 1.3e-5 + (t / 55.0).cos() * 1e-4,
        500.0 + (t / 300.0).sin() * 30.0,
        t * 3.0 + (t / 60.0).cos() * 24.0 + 24.0,
        140 + s / 120 % 30,
        82 + s % 7,
        speed,
    )
}

fn clock(s: u32) -> String {
    format!("2024-05-01T{:02}:{:02}:{:02}.000Z", 8 + s / 3600, s / 60 % 60, s % 60)
}

fn indented(text: &str, indent: bool) -> String {
    if indent { text.to_owned() } else { text.lines().map(str::trim_start).collect() }
}

fn tcx_document(indent: bool) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TrainingCenterDatabase xmlns=\"a\" xmlns:ns3=\"b\">\n  <Activities>\n    <Activity Sport=\"Running\">\n      <Id>2024-05-01T08:00:00.000Z</Id>\n      <Lap StartTime=\"2024-05-01T08:00:00.000Z\">\n        <TotalTimeSeconds>5399.0</TotalTimeSeconds>\n        <DistanceMeters>16200.0</DistanceMeters>\n        <Calories>900</Calories>\n        <Intensity>Active</Intensity>\n        <TriggerMethod>Manual</TriggerMethod>\n        <Track>\n",
    );
    for s in 0..POINTS {
        let (lat, lon, height, distance, hr, cadence, speed) = runner(s);
        let time = clock(s);
        let _ = writeln!(
            text,
            "          <Trackpoint>\n            <Time>{time}</Time>\n            <Position>\n              <LatitudeDegrees>{lat:.15}</LatitudeDegrees>\n              <LongitudeDegrees>{lon:.15}</LongitudeDegrees>\n            </Position>\n            <AltitudeMeters>{height:.13}</AltitudeMeters>\n            <DistanceMeters>{distance:.13}</DistanceMeters>\n            <HeartRateBpm>\n              <Value>{hr}</Value>\n            </HeartRateBpm>\n            <Extensions>\n              <ns3:TPX>\n                <ns3:Speed>{speed:.15}</ns3:Speed>\n                <ns3:RunCadence>{cadence}</ns3:RunCadence>\n              </ns3:TPX>\n            </Extensions>\n          </Trackpoint>"
        );
    }
    text.push_str("        </Track>\n      </Lap>\n    </Activity>\n  </Activities>\n</TrainingCenterDatabase>\n");
    indented(&text, indent)
}

fn gpx_document(rich: bool) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx creator=\"Watch\" version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\" xmlns:ns3=\"b\">\n  <trk>\n    <name>Dawn</name>\n    <type>running</type>\n    <trkseg>\n",
    );
    for s in 0..POINTS {
        let (lat, lon, height, _, hr, cadence, _) = runner(s);
        let time = clock(s);
        let _ = if rich {
            writeln!(
                text,
                "      <trkpt lat=\"{lat:.28}\" lon=\"{lon:.28}\">\n        <ele>{height:.17}</ele>\n        <time>{time}</time>\n        <extensions>\n          <ns3:TrackPointExtension>\n            <ns3:atemp>21.0</ns3:atemp>\n            <ns3:hr>{hr}</ns3:hr>\n            <ns3:cad>{cadence}</ns3:cad>\n          </ns3:TrackPointExtension>\n        </extensions>\n      </trkpt>"
            )
        } else {
            writeln!(text, "<trkpt lat=\"{lat:.9}\" lon=\"{lon:.9}\"><ele>{height:.1}</ele><time>{time}</time></trkpt>")
        };
    }
    text.push_str("    </trkseg>\n  </trk>\n</gpx>\n");
    text
}
