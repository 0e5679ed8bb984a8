//! One file through every stage in one process, beside a peer that only decodes it. `--json` prints one object a line.
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock and the corpus")]
#![expect(clippy::print_stdout, reason = "a bench prints its result")]

use rustyfit::Decoder;
use std::hint::black_box;
use std::time::Instant;
use striate_analysis::{analyse_bytes, analyse_without_bands};
use striate_model::{Athlete, Told};

const ROUNDS: usize = 12;

fn main() {
    let is_json = std::env::args().any(|a| a == "--json");
    let files = inputs();
    let (athlete, told) = (Athlete::default(), Told::default());
    for (name, bytes) in &files {
        let mut best = [f64::INFINITY; 3];
        for _ in 0..ROUNDS {
            let work: [&dyn Fn(); 3] = [
                &|| {
                    black_box(analyse_without_bands(black_box(bytes), name, &athlete, &told))
                        .expect("the input decodes");
                },
                &|| {
                    black_box(analyse_bytes(black_box(bytes), name, &athlete, &told)).expect("the input decodes");
                },
                &|| {
                    // A peer that refuses a file still spent the time.
                    let (mut decoder, mut reader) = (Decoder::new(), black_box(bytes.as_slice()));
                    while let Ok(Some(fit)) = decoder.decode(&mut reader) {
                        black_box(fit);
                    }
                },
            ];
            for (slot, run) in best.iter_mut().zip(work) {
                let start = Instant::now();
                run();
                *slot = slot.min(start.elapsed().as_secs_f64() * 1e3);
            }
        }
        let [plain, banded, peer] = best;
        for (what, ours) in [("without bands", plain), ("with bands", banded)] {
            let work = format!("{name}: decode, segment, stimulus {what}");
            if is_json {
                let row = serde_json::json!({
                    "id": "P3", "work": work, "unit": "ms", "ours": ours,
                    "peer": "rustyfit decode only", "peer_value": peer, "ratio": ours / peer,
                });
                println!("{row}");
            } else {
                println!("{work}: {ours:.2} ms, rustyfit decode only {peer:.2} ms, ratio {:.2}", ours / peer);
            }
        }
    }
}

/// The synthetic hour that the repository carries, and one real recording of each sort where they are present.
fn inputs() -> Vec<(String, Vec<u8>)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let corpus = std::env::var_os("STRIATE_CORPUS").map_or_else(|| root.join("../shared/corpus"), Into::into);
    let real = ["20210507_run_garmin_fenix_6.fit", "developer-types-sample.fit", "running.fit"];
    let paths =
        [root.join("examples/easy-run.fit"), root.join("examples/8x200m.fit"), root.join("examples/long-run.fit")]
            .into_iter()
            .chain(real.map(|f| corpus.join(f)));
    paths
        .filter_map(|path| {
            let bytes = std::fs::read(&path).ok()?;
            let is_real = path.starts_with(&corpus);
            let name = path.file_stem().map(|n| n.to_string_lossy().into_owned())?;
            // A real recording's name may tell where and when somebody ran.
            let name = if is_real { format!("real run of {} kB", bytes.len() / 1000) } else { name };
            Some((name, bytes))
        })
        .collect()
}
