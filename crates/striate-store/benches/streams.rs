//! How many bytes a stored sample takes, and how long packing takes, beside the file that it came from. `--json` prints
//! one object a line.
#![expect(clippy::print_stdout, reason = "a bench prints its result")]

use std::hint::black_box;
use std::time::Instant;
use striate_history::decode_at;
use striate_model::{Recording, TimeSpan};
use striate_store::{StreamBlob, pack, pack_at};

const ROUNDS: usize = 6;

/// A file's name and its bytes.
type Named = (String, Vec<u8>);

fn main() {
    let is_json = std::env::args().any(|a| a == "--json");
    for (name, files) in inputs() {
        let decoded: Vec<(usize, Recording)> = files.iter().flat_map(|(name, bytes)| recordings(name, bytes)).collect();
        let samples: usize = decoded.iter().map(|(_, r)| r.streams.len()).sum();
        if samples == 0 {
            continue;
        }
        let per_sample = |bytes: usize| bytes as f64 / samples as f64;
        let files_bytes: usize = decoded.iter().map(|(bytes, _)| bytes).sum();
        let blobs: Vec<Vec<u8>> = decoded.iter().map(|(_, r)| pack(&r.streams, &r.rr_intervals_s)).collect();
        for ((_, recording), blob) in decoded.iter().zip(&blobs) {
            let back = StreamBlob::open(blob).and_then(|b| b.streams()).expect("what was packed is unpacked");
            assert_eq!(back.len(), recording.streams.len());
        }
        let stored: usize = blobs.iter().map(Vec::len).sum();
        let (ours, peer) = (per_sample(stored), per_sample(files_bytes));
        let work = format!("{name}: {samples} samples in {} recordings", decoded.len());
        tell(is_json, &work, "B/sample", ours, Some(("the files themselves", peer)));
        let compressed: usize = files.iter().map(|(_, bytes)| zstd_len(bytes)).sum();
        tell(is_json, &work, "B/sample", ours, Some(("the files with zstd", per_sample(compressed))));
        let packing = |level: usize| {
            best(|| {
                for (_, r) in &decoded {
                    black_box(pack_at(level, &r.streams, &r.rr_intervals_s));
                }
            })
        };
        for level in [4, 6, 8] {
            let bytes: usize = decoded.iter().map(|(_, r)| pack_at(level, &r.streams, &r.rr_intervals_s).len()).sum();
            let rate = samples as f64 / packing(level) / 1e6;
            let work = format!("{name}: packing at effort {level} ({:.2} B/sample)", per_sample(bytes));
            tell(is_json, &work, "M samples/s", rate, None);
        }
        let unpacking = best(|| {
            for blob in &blobs {
                black_box(StreamBlob::open(blob).and_then(|b| b.streams())).expect("what was packed is unpacked");
            }
        });
        tell(is_json, &format!("{name}: unpacking"), "M samples/s", samples as f64 / unpacking / 1e6, None);
    }
}

fn zstd_len(bytes: &[u8]) -> usize {
    zstd::bulk::compress(bytes, 3).map_or(bytes.len(), |c| c.len())
}

/// The shortest of several rounds, s.
fn best(mut work: impl FnMut()) -> f64 {
    let mut shortest = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        work();
        shortest = shortest.min(start.elapsed().as_secs_f64());
    }
    shortest
}

fn tell(is_json: bool, work: &str, unit: &str, ours: f64, peer: Option<(&str, f64)>) {
    let ratio = peer.map(|(_, value)| value / ours);
    if is_json {
        let row = serde_json::json!({
            "id": "P5", "work": work, "unit": unit, "ours": ours,
            "peer": peer.map(|p| p.0), "peer_value": peer.map(|p| p.1), "ratio": ratio,
        });
        println!("{row}");
    } else {
        let beside = peer.map_or_else(String::new, |(name, value)| format!(", {name} {value:.2} {unit}"));
        println!("{work}: {ours:.2} {unit}{beside}");
    }
}

/// The recordings with samples, the file's size with the first.
fn recordings(name: &str, bytes: &[u8]) -> Vec<(usize, Recording)> {
    let decoded = decode_at(bytes, name, TimeSpan::from_s(0.0)).map(|d| d.recordings).unwrap_or_default();
    let sized = |(place, r)| (if place == 0 { bytes.len() } else { 0 }, r);
    decoded.into_iter().filter(|r| !r.streams.is_empty()).enumerate().map(sized).collect()
}

/// What synth's watches wrote, and real recordings where they are present.
fn inputs() -> Vec<(&'static str, Vec<Named>)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let real = std::env::var_os("STRIATE_CORPUS").map_or_else(|| root.join("../shared/corpus"), Into::into);
    let read = |folder: std::path::PathBuf| {
        let mut files = Vec::new();
        let mut folders = vec![folder];
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("fit")) {
                    files.extend(std::fs::read(&path).ok().map(|bytes| (path.display().to_string(), bytes)));
                }
            }
        }
        files.sort();
        files
    };
    let scenarios = striate_synth::test_set().step_by(40);
    let synthetic = scenarios.map(|s| (s.name.clone(), striate_synth::to_fit(&striate_synth::generate(&s).recording)));
    vec![
        ("FIT of the repository", read(root.join("examples"))),
        ("FIT of synth's test set, every 40th", synthetic.collect()),
        ("real FIT recordings (not in the repository)", read(real)),
    ]
}
