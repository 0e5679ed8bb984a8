//! Real runs whose efforts and kinds are known, where they are present: the same counting as for the synthetic ones, so
//! that both can stand side by side. Nothing of them is kept here.

use super::positions_only;
use super::tally::{ASKED_S, Score, Seconds, shared};
use flate2::read::GzDecoder;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Read as _;
use striate_model::{Athlete, HeartRate, Recording, Sourced, Speed, Timestamp, Told};
use striate_segment::refine_and_segment;

/// Where they lie; `None` with a printed line where they do not.
fn folder() -> Option<String> {
    let folder = std::env::var("STRIATE_REAL")
        .unwrap_or_else(|_| format!("{}/../../../shared/real", env!("CARGO_MANIFEST_DIR")));
    let is_there = std::path::Path::new(&folder).join("labels.json").is_file();
    if !is_there {
        println!("skipped: no real runs at {folder}");
    }
    is_there.then_some(folder)
}

/// One real run with what is known of it.
struct Known {
    recording: Recording,
    wanted: Vec<Seconds>,
    ignored: Vec<Seconds>,
    kinds: Vec<String>,
    has_efforts: bool,
    runner: Option<String>,
    athlete: Option<Athlete>,
}

fn json(path: &str) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("it lies beside the runs")).expect("it is JSON")
}

fn known(folder: &str, name: &str, label: &Value, profiles: &Value) -> Known {
    let packed = std::fs::read(format!("{folder}/recordings/{name}.tcx.gz")).expect("each label has its recording");
    let mut bytes = Vec::new();
    GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).expect("it is packed");
    let mut recordings = striate_formats::decode(&bytes, "run.tcx").expect("it can be read").recordings;
    let recording = recordings.swap_remove(0);
    let at = |unix_s: &Value| {
        let ms = (unix_s.as_f64().expect("an instant") * 1000.0) as i64;
        Timestamp::from_unix_ms(ms).since(recording.start).as_s()
    };
    let efforts = label["efforts"].as_array().expect("a label has efforts");
    let of = |scored: bool| {
        let all = efforts.iter().filter(move |e| e["scored"].as_bool() == Some(scored));
        all.map(|e| (at(&e["start"]), at(&e["end"]))).collect::<Vec<Seconds>>()
    };
    let mut ignored = of(false);
    ignored.extend(label["ignore"].as_array().into_iter().flatten().map(|i| (at(&i[0]), at(&i[1]))));
    let runner = label["athlete"].as_str().map(str::to_owned);
    let athlete = runner.as_ref().and_then(|runner| {
        let profile = &profiles[runner];
        Some(Athlete {
            critical_speed: Sourced::given(Speed::from_m_per_s(profile["critical_speed"].as_f64()?)),
            hr_max: Sourced::given(HeartRate::from_bpm(profile["hr_max"].as_f64()?)),
            ..Athlete::default()
        })
    });
    let kinds = label["kinds"].as_array().into_iter().flatten().filter_map(|k| k.as_str().map(str::to_owned));
    Known {
        wanted: of(true),
        ignored,
        kinds: kinds.collect(),
        has_efforts: label["role"] == "structured",
        runner,
        athlete,
        recording,
    }
}

/// Efforts in runs that have some, at two overlaps; then runs that have none.
#[derive(Default)]
pub(crate) struct Rows {
    pub(crate) with: Score,
    with_half: Score,
    pub(crate) without: Score,
    said: Vec<(f64, bool)>,
}

impl Rows {
    fn add(&mut self, run: &Known, recording: &Recording, athlete: &Athlete) {
        let session = refine_and_segment(recording, athlete, &Told::default()).1;
        let at = |t: Timestamp| t.since(run.recording.start).as_s();
        let found: Vec<Seconds> = session.efforts.iter().map(|e| (at(e.start), at(e.end))).collect();
        let is_right = run.kinds.iter().any(|k| k == session.kind.kind.as_str());
        self.said.push((session.kind.confidence, is_right));
        for (score, share) in [(&mut self.with, 0.8), (&mut self.with_half, 0.5)] {
            // What lies where nothing is known is neither right nor wrong.
            let counted = |f: &&Seconds| {
                let covered: f64 = run.ignored.iter().map(|i| (f.1.min(i.1) - f.0.max(i.0)).max(0.0)).sum();
                covered < 0.5 * (f.1 - f.0) || run.wanted.iter().any(|w| shared(**f, *w) >= share)
            };
            let counted: Vec<Seconds> = found.iter().filter(counted).copied().collect();
            if run.has_efforts {
                score.add_sharing(share, (&counted, &run.wanted), Some(is_right), ASKED_S);
            }
        }
        if !run.has_efforts {
            self.without.add(&found, &[], Some(is_right), ASKED_S);
        }
    }

    /// Share of the runs whose kind is one that a coach would accept.
    pub(crate) fn kinds(&self) -> f64 {
        let right = self.said.iter().filter(|s| s.1).count();
        right as f64 / self.said.len().max(1) as f64
    }

    /// F1 where half of the union is shared.
    pub(crate) fn f1_half(&self) -> f64 {
        self.with_half.f1()
    }

    fn page(&self, name: &str) -> String {
        let mut text = format!("{}\n", self.with.row(name));
        let _ = writeln!(text, "{}", self.with_half.row("  half of the union shared"));
        let _ = writeln!(text, "{}", self.without.row("  runs without efforts"));
        let said = |from: f64, to: f64| {
            let some: Vec<_> = self.said.iter().filter(|s| (from..to).contains(&s.0)).collect();
            let count = some.len().max(1) as f64;
            let (sure, right) = some.iter().fold((0.0, 0u32), |(a, b), s| (a + s.0, b + u32::from(s.1)));
            (!some.is_empty())
                .then(|| format!("said {:.2}, right {:.2} ({})", sure / count, f64::from(right) / count, some.len()))
        };
        let bins: Vec<String> =
            [(0.0, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.1)].iter().filter_map(|(a, b)| said(*a, *b)).collect();
        let _ = writeln!(
            text,
            "  false efforts in a run without: {:.2}; kinds right in {:.3}; {}",
            self.without.false_a_run(),
            self.kinds(),
            bins.join(", ")
        );
        text
    }
}

/// The scores of the real runs: as recorded and as positions only, of strangers and of known athletes.
pub(crate) struct Recorded {
    pub(crate) as_stranger: Rows,
    pub(crate) as_known: Rows,
    pub(crate) positions: Rows,
    pub(crate) positions_known: Rows,
    pub(crate) runners: usize,
    runs: usize,
    unnamed: usize,
}

impl Recorded {
    /// Reads and scores them; `None` where they are not present.
    pub(crate) fn new() -> Option<Self> {
        let folder = folder()?;
        let (labels, profiles) = (json(&format!("{folder}/labels.json")), json(&format!("{folder}/profiles.json")));
        let mut all = Self {
            as_stranger: Rows::default(),
            as_known: Rows::default(),
            positions: Rows::default(),
            positions_known: Rows::default(),
            runners: 0,
            runs: 0,
            unnamed: 0,
        };
        let mut runners = BTreeSet::new();
        for (name, label) in labels.as_object().expect("labels by name") {
            let run = known(&folder, name, label, &profiles);
            let positions = positions_only(&run.recording);
            all.as_stranger.add(&run, &run.recording, &Athlete::default());
            if let Some(positions) = &positions {
                all.positions.add(&run, positions, &Athlete::default());
            }
            if let Some(athlete) = &run.athlete {
                all.as_known.add(&run, &run.recording, athlete);
                if let Some(positions) = &positions {
                    all.positions_known.add(&run, positions, athlete);
                }
            }
            all.runs += 1;
            match run.runner {
                Some(runner) => _ = runners.insert(runner),
                None => all.unnamed += 1,
            }
        }
        all.runners = runners.len();
        Some(all)
    }

    /// The tables.
    pub(crate) fn page(&self) -> String {
        let mut text = format!(
            "{} recordings from public collections: {} of {} runners, {} of others. Laps, steps and splits removed.\n{}\n",
            self.runs,
            self.runs - self.unnamed,
            self.runners,
            self.unnamed,
            Score::HEAD
        );
        text += &self.as_stranger.page("real runs, nothing known");
        text += &self.as_known.page("real runs, athlete known");
        text += &self.positions.page("real positions, nothing known");
        text += &self.positions_known.page("real positions, athlete known");
        text
    }
}
