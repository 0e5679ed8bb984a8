//! Speed of FIT decoding, beside the published crates for it.
//!
//! Every decoder reads every file once a round, in turn; the fastest of the rounds counts. Inputs are the examples that
//! striate-synth made and longer runs made here by an independent encoder; real recordings are added from the folder in `STRIATE_CORPUS` (or beside the workspace), or
//! are the files that are named. `--json` prints one object a line, `--rounds N` changes how many rounds there are.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints what it measured")]

use rustyfit::profile::{mesgdef, typedef};
use rustyfit::proto::{DeveloperField, Message, Value};
use rustyfit::{Decoder, DecoderEvent, Encoder, StreamingIterator};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use striate_formats::fit;

/// Reads one file; how many samples it gave before its end or an error.
type Decode = fn(&[u8]) -> usize;

const DECODERS: [(&str, Decode); 4] = [
    ("striate", ours),
    ("rustyfit stream", rustyfit_stream),
    ("rustyfit decode", rustyfit_decode),
    ("fitparser", fitparser_decode),
];

struct Input {
    name: &'static str,
    files: Vec<Vec<u8>>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let json = arguments.iter().any(|a| a == "--json");
    let place = arguments.iter().position(|a| a == "--rounds");
    let rounds: u32 = place.and_then(|at| arguments.get(at + 1)?.parse().ok()).unwrap_or(10).max(6);
    let named: Vec<PathBuf> = arguments.iter().filter(|a| a.ends_with(".fit")).map(PathBuf::from).collect();
    for input in inputs(&named) {
        report(&input, &measure(&input, rounds), json);
    }
}

/// The best time of each decoder over all files of the input.
fn measure(input: &Input, rounds: u32) -> Vec<Duration> {
    let mut best = vec![Duration::MAX; DECODERS.len()];
    for _ in 0..rounds {
        for (best, (_, decode)) in best.iter_mut().zip(DECODERS) {
            let start = Instant::now();
            for file in &input.files {
                black_box(decode(black_box(file)));
            }
            *best = start.elapsed().min(*best);
        }
    }
    best
}

fn report(input: &Input, best: &[Duration], json: bool) {
    let bytes: usize = input.files.iter().map(Vec::len).sum();
    let mb_per_s = |time: &Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    let ours_mb_per_s = mb_per_s(&best[0]);
    if !json {
        println!("{}: {} files, {:.2} MB", input.name, input.files.len(), bytes as f64 / 1e6);
    }
    for ((name, decode), time) in DECODERS.iter().zip(best) {
        let samples: usize = input.files.iter().map(|f| decode(f)).sum();
        let ratio = ours_mb_per_s / mb_per_s(time);
        if !json {
            let million = samples as f64 / 1e6 / time.as_secs_f64();
            println!("  {name:<16} {:>7.1} MB/s  {million:>6.2} M samples/s  {ratio:>6.2}", mb_per_s(time));
        } else if *name != "striate" {
            println!(
                "{{\"id\": \"P1\", \"work\": \"FIT to columns, {}\", \"unit\": \"MB/s\", \"ours\": {ours_mb_per_s:.1}, \
                 \"peer\": \"{name}\", \"peer_value\": {:.1}, \"ratio\": {ratio:.2}}}",
                input.name,
                mb_per_s(time)
            );
        }
    }
}

fn ours(bytes: &[u8]) -> usize {
    let decoded = fit::decode(bytes);
    decoded.map_or(0, |d| black_box(d).recordings.iter().map(|r| r.streams.len()).sum())
}

fn rustyfit_stream(bytes: &[u8]) -> usize {
    let mut decoder = Decoder::new();
    let mut stream = decoder.stream(bytes);
    let mut samples = 0;
    while let Some(Ok(event)) = stream.next() {
        if let DecoderEvent::Message(message) = event {
            samples += usize::from(black_box(message).num == typedef::MesgNum::RECORD);
        }
    }
    samples
}

fn rustyfit_decode(bytes: &[u8]) -> usize {
    let mut decoder = Decoder::new();
    let mut rest = bytes;
    let mut samples = 0;
    while let Ok(Some(fit)) = decoder.decode(&mut rest) {
        samples += black_box(&fit).messages.iter().filter(|m| m.num == typedef::MesgNum::RECORD).count();
    }
    samples
}

fn fitparser_decode(bytes: &[u8]) -> usize {
    let records = fitparser::from_bytes(bytes);
    records.map_or(0, |r| black_box(r).iter().filter(|r| r.kind() == fitparser::profile::MesgNum::Record).count())
}

fn inputs(named: &[PathBuf]) -> Vec<Input> {
    let read = |paths: &[PathBuf]| paths.iter().filter_map(|path| std::fs::read(path).ok()).collect::<Vec<_>>();
    if !named.is_empty() {
        return vec![Input { name: "named files", files: read(named) }];
    }
    let fit_files = |folder: &Path| -> Option<Vec<Vec<u8>>> {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).ok()?.flatten().map(|e| e.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|e| e == "fit"));
        paths.sort();
        Some(read(&paths))
    };
    let examples = fit_files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples")));
    let mut inputs = vec![
        Input { name: "examples, made by striate-synth", files: examples.expect("the repository carries examples") },
        Input { name: "made runs, watch alone", files: (0..4).map(|n| made_run(3600 + n * 600, false)).collect() },
        Input { name: "made runs, developer fields", files: (0..4).map(|n| made_run(3600 + n * 600, true)).collect() },
    ];
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus"));
    let folder = std::env::var_os("STRIATE_CORPUS").map_or(beside, PathBuf::from);
    let Some(files) = fit_files(&folder) else {
        eprintln!("skipped: no recordings in {}", folder.display());
        return inputs;
    };
    inputs.push(Input { name: "real recordings", files });
    inputs
}

/// A run of so many seconds at one sample a second with the fields that a watch with a running pod writes, and with
/// the developer fields of a foot pod where asked.
fn made_run(seconds: u32, with_pod: bool) -> Vec<u8> {
    const START: u32 = 1_100_000_000;
    let mut id = mesgdef::FileId::new();
    id.r#type = typedef::File::ACTIVITY;
    id.time_created = typedef::DateTime(START);
    let mut messages = vec![Message::from(id)];
    if with_pod {
        let mut developer = mesgdef::DeveloperDataId::new();
        developer.developer_data_index = 0;
        messages.push(Message::from(developer));
        messages.extend(POD.map(|(number, base, name, unit)| {
            let mut field = mesgdef::FieldDescription::new();
            field.developer_data_index = 0;
            field.field_definition_number = number;
            field.fit_base_type_id = base;
            field.field_name = [name.into()].into();
            field.units = [unit.into()].into();
            Message::from(field)
        }));
    }
    messages.extend((0..seconds).map(|second| sample(START, second, with_pod)));
    let mut session = mesgdef::Session::new();
    session.timestamp = typedef::DateTime(START + seconds);
    session.start_time = typedef::DateTime(START);
    session.sport = typedef::Sport::RUNNING;
    session.total_elapsed_time = seconds * 1000;
    session.total_timer_time = seconds * 1000;
    session.total_distance = seconds * 300;
    messages.push(Message::from(session));

    let version = rustyfit::proto::ProtocolVersion::V2;
    striate_synth::encode_fit(&mut Encoder::builder().protocol_version(version).build(), messages)
}

const POD: [(u8, typedef::FitBaseType, &str, &str); 6] = [
    (0, typedef::FitBaseType::UINT16, "Power", "Watts"),
    (2, typedef::FitBaseType::UINT8, "Cadence", "RPM"),
    (3, typedef::FitBaseType::UINT16, "Ground Time", "Milliseconds"),
    (4, typedef::FitBaseType::FLOAT32, "Vertical Oscillation", "Centimeters"),
    (8, typedef::FitBaseType::UINT16, "Form Power", "Watts"),
    (9, typedef::FitBaseType::FLOAT32, "Leg Spring Stiffness", "kN/m"),
];

fn sample(start: u32, second: u32, with_pod: bool) -> Message {
    // A slow wave gives every field some variety without a random number.
    let wave = |period: f64| (f64::from(second) / period).sin();
    let mut record = mesgdef::Record::new();
    record.timestamp = typedef::DateTime(start + second);
    record.position_lat = 100_000_000 + (second * 300) as i32;
    record.position_long = -20_000_000 + (wave(300.0) * 90_000.0) as i32;
    record.distance = second * 300;
    record.enhanced_speed = (3000.0 + 500.0 * wave(60.0)) as u32;
    record.enhanced_altitude = (2600.0 + 100.0 * wave(900.0)) as u32;
    record.heart_rate = (150.0 + 20.0 * wave(200.0)) as u8;
    record.cadence = (88.0 + 3.0 * wave(50.0)) as u8;
    record.fractional_cadence = (second % 2 * 64) as u8;
    record.temperature = 17;
    record.stance_time = (2300.0 + 100.0 * wave(40.0)) as u16;
    record.vertical_oscillation = (850.0 + 50.0 * wave(45.0)) as u16;
    record.step_length = (11_000.0 + 900.0 * wave(60.0)) as u16;
    let mut message = Message::from(record);
    if with_pod {
        let values = [
            Value::Uint16((260.0 + 40.0 * wave(60.0)) as u16),
            Value::Uint8((88.0 + 3.0 * wave(50.0)) as u8),
            Value::Uint16((231.0 + 9.0 * wave(40.0)) as u16),
            Value::Float32((8.5 + wave(45.0)) as f32),
            Value::Uint16((62.0 + 4.0 * wave(70.0)) as u16),
            Value::Float32((9.75 + wave(80.0)) as f32),
        ];
        let fields = POD.iter().zip(values);
        let field =
            |(pod, value): (&(u8, _, _, _), Value)| DeveloperField { num: pod.0, developer_data_index: 0, value };
        message.developer_fields = fields.map(field).collect();
    }
    message
}
