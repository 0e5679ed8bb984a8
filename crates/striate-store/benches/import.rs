//! What it costs to bring ten years in and to look at them: an archive of 3,000 activities imported durably on two threads,
//! beside a peer that only decodes the FIT files among them; then the body of today from the database. `--json` prints one
//! object a line, `--activities N` takes another size, `--rounds N` more rounds, `--archive FILE` an export of your own.
#![expect(clippy::print_stdout, reason = "a bench prints its result")]

use rustyfit::profile::typedef;
use rustyfit::{Decoder, DecoderEvent, StreamingIterator};
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use striate_archive::{Content, Found, walk};
use striate_history::body::Before;
use striate_history::{Viewpoint, response_between_people};
use striate_model::{Day, Person};
use striate_store::import::{ImportOptions, Listener, Phase, Zone, import, shelf};
use striate_store::{GroupLimits, Store, block_on};
use striate_synth::{ArchiveOrder, strava_archive};

const THREADS: usize = 2;

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let is_json = words.iter().any(|w| w == "--json");
    let number = |name: &str, default: usize| {
        let place = words.iter().position(|w| w == name);
        place.and_then(|at| words.get(at + 1)?.parse().ok()).unwrap_or(default)
    };
    let (activities, rounds) = (number("--activities", 3000), number("--rounds", 3));
    let folder = tempfile::tempdir().expect("a folder for the bench");
    let own = words.iter().position(|w| w == "--archive").and_then(|at| words.get(at + 1)).map(PathBuf::from);
    let is_own = own.is_some();
    let (archive, least) = own.map_or_else(|| made(folder.path(), activities), |own| (own, 1));
    let mut activities = activities;
    let megabytes = std::fs::metadata(&archive).map_or(0, |m| m.len()) >> 20;
    let fits = fit_files(&archive);
    let fit_bytes: usize = fits.iter().map(Vec::len).sum();

    let (mut best, mut read_s, mut peer, mut stored, mut highest_mb) = (f64::INFINITY, 0.0, f64::INFINITY, 0, 0.0_f64);
    let mut database = PathBuf::new();
    for round in 0..rounds.max(1) {
        database = folder.path().join(format!("runs-{round}.db"));
        forget_memory();
        let begun = Instant::now();
        let (sessions, reading_s) = imported(&archive, &database);
        let took = begun.elapsed().as_secs_f64();
        highest_mb = highest_mb.max(memory_mb());
        assert!(sessions >= least, "{sessions} of at least {least} sessions are there");
        if is_own {
            activities = sessions;
        }
        stored = std::fs::metadata(&database).map_or(0, |m| m.len()) >> 20;
        if took < best {
            (best, read_s) = (took, reading_s);
        }
        peer = peer.min(decoded_by_peer(&fits));
    }
    let work = format!(
        "{activities} activities of ten years in a Strava export of {megabytes} MB, stored durably and analysed, 2 threads"
    );
    let rate = activities as f64 / best;
    let peer_rate = fits.len() as f64 / peer;
    tell(
        is_json,
        ("P4", &work),
        ("activities/s", rate),
        Some(("rustyfit stream, only decoding its FIT files", peer_rate)),
    );
    let parts = format!("of it reading and storing {read_s:.1} s, analysing {:.1} s; whole", best - read_s);
    tell(is_json, ("P4", &parts), ("s", best), None);
    tell(is_json, ("P4", "highest memory of the import"), ("MB", highest_mb), None);
    let packed = format!("size of the database ({} MB of FIT unpacked, {megabytes} MB the export)", fit_bytes >> 20);
    tell(is_json, ("P4", &packed), ("MB", stored as f64), None);
    let (sessions, days, read_ms, fold_ms) = today(&database);
    let work = format!("from the database: {sessions} sessions over {days} days read");
    tell(is_json, ("P6", &work), ("ms", read_ms), None);
    tell(
        is_json,
        ("P6", "from the database: the same read and folded to today's body"),
        ("ms", read_ms + fold_ms),
        None,
    );
}

/// An archive of ten years in a folder, and how many of its sessions must arrive.
fn made(folder: &Path, activities: usize) -> (PathBuf, usize) {
    let archive = folder.join("export.zip");
    let last = Day::from_civil(2026, 11, 15).expect("a day of the calendar");
    let mut to = BufWriter::new(std::fs::File::create(&archive).expect("the folder takes a file"));
    let truth = strava_archive(&ArchiveOrder { activities, last, seed: 1 }, &mut to).expect("the disk has room");
    to.flush().expect("the disk has room");
    (archive, truth.sessions() * 49 / 50)
}

/// Notes when reading ended.
struct Clock {
    begun: Instant,
    read_s: Option<f64>,
}

impl Listener for Clock {
    fn progress(&mut self, phase: Phase, _: u64, _: Option<u64>) {
        if phase == Phase::Analysing && self.read_s.is_none() {
            self.read_s = Some(self.begun.elapsed().as_secs_f64());
        }
    }
}

/// Imports the archive into a new database; how many sessions are there, and how long reading took up to the first session
/// analysed, s.
fn imported(archive: &Path, database: &Path) -> (usize, f64) {
    let work = async {
        let store = Store::open(&format!("sqlite:{}", database.display())).await.expect("a new database");
        let me = store.only_athlete().await.expect("an athlete");
        let options = ImportOptions {
            zone: Zone::utc(),
            unit: None,
            miles: None,
            threads: Some(THREADS),
            group: GroupLimits::default(),
        };
        let mut clock = Clock { begun: Instant::now(), read_s: None };
        let report = import(&store, me, &[archive.to_owned()], &options, &mut clock).await.expect("an import");
        store.close().await;
        (report.derived.analysed as usize, clock.read_s.unwrap_or_default())
    };
    block_on(work).expect("a runtime")
}

/// Today's body from the database: sessions, days, and the best times of reading and of folding, ms.
fn today(database: &Path) -> (usize, i32, f64, f64) {
    let work = async {
        let store = Store::open(&format!("sqlite:{}", database.display())).await.expect("the database");
        let me = store.only_athlete().await.expect("an athlete");
        let (mut read_ms, mut fold_ms, mut counts) = (f64::INFINITY, f64::INFINITY, (0, 0));
        for _ in 0..8 {
            let begun = Instant::now();
            let shelf = shelf(&store, me).await.expect("a history");
            let (history, athlete) = (shelf.ledger, shelf.figures);
            read_ms = read_ms.min(begun.elapsed().as_secs_f64() * 1e3);
            let (first, last) = history.span().expect("sessions");
            counts = (history.sessions.len(), last.days_since(first) + 1);
            let person = Person { log_response: 0.0, log_response_sd: response_between_people(), age_y: None };
            let view = Viewpoint {
                athlete: &athlete,
                person,
                before: Before::Unknown,
                today: last,
                now: last.plus(1).noon(),
                offset: striate_model::TimeSpan::default(),
                at_hand: None,
            };
            let begun = Instant::now();
            let body =
                history.history().body(view.today, view.person, view.before, striate_state::GrowthMethod::builtin());
            black_box(body).expect("a body");
            fold_ms = fold_ms.min(begun.elapsed().as_secs_f64() * 1e3);
        }
        store.close().await;
        (counts.0, counts.1, read_ms, fold_ms)
    };
    block_on(work).expect("a runtime")
}

/// The FIT files of the export, unpacked: the peer has nothing else to do.
fn fit_files(archive: &Path) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    let mut sink = |found: Found| {
        if let Content::File(packed, _) = found.content
            && let Ok(unpacked) = packed.unpack()
            && unpacked.bytes.get(8..12) == Some(b".FIT")
        {
            files.push(unpacked.bytes);
        }
        ControlFlow::Continue(())
    };
    let mut from = std::fs::File::open(archive).expect("the archive is there");
    walk(&mut from, "export.zip", &mut sink).expect("the archive can be read");
    files
}

/// How long the peer takes to decode every file on as many threads, s.
fn decoded_by_peer(files: &[Vec<u8>]) -> f64 {
    let next = AtomicUsize::new(0);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(bytes) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut decoder = Decoder::new();
                    let mut stream = decoder.stream(bytes.as_slice());
                    let mut samples = 0;
                    while let Some(Ok(event)) = stream.next() {
                        if let DecoderEvent::Message(message) = event {
                            samples += usize::from(black_box(message).num == typedef::MesgNum::RECORD);
                        }
                    }
                    black_box(samples);
                }
            });
        }
    });
    begun.elapsed().as_secs_f64()
}

/// Lets the system begin anew with the highest memory that it saw; nothing where it cannot.
fn forget_memory() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The highest memory that the system saw, MB; 0 where it does not tell.
fn memory_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

fn tell(is_json: bool, (id, work): (&str, &str), (unit, ours): (&str, f64), peer: Option<(&str, f64)>) {
    let ratio = peer.map(|(_, value)| ours / value);
    if is_json {
        let row = serde_json::json!({
            "id": id, "work": work, "unit": unit, "ours": ours,
            "peer": peer.map(|p| p.0), "peer_value": peer.map(|p| p.1), "ratio": ratio,
        });
        println!("{row}");
    } else {
        let beside = peer.map_or_else(String::new, |(name, value)| format!(", {name} {value:.0} {unit}"));
        println!("{id} {work}: {ours:.1} {unit}{beside}");
    }
}
