//! A small archive as an athlete has it: runs of a watch, copies of them from a site, strength on the watch and in a log,
//! and a broken file.

use crate::{root, stderr, stdout};
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use striate_model::{SessionKind, Timestamp};
use striate_store::{Store, block_on};
use striate_synth::{Deed, Device, Knowledge, Lift, Origin, Pace, Part, Plan, Role, Runner, Scenario, Until};

/// 2026-03-02T06:00:00Z, a Monday.
const MONDAY_MS: i64 = 1_772_431_200_000;
const DAY_MS: i64 = 86_400_000;

/// A folder with files, and a database beside it.
pub(crate) struct Archive {
    base: PathBuf,
}

/// Runs the binary with more environment.
pub(crate) fn striate_with(environment: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_striate"));
    command.args(arguments).current_dir(root()).env("NO_COLOR", "1").envs(environment.iter().copied());
    command.output().expect("the binary starts")
}

impl Archive {
    /// So many weeks of training in a fresh folder inside the build folder.
    pub(crate) fn new(name: &str, weeks: i64) -> Self {
        let base = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&base);
        let folder = base.join("files");
        fs::create_dir_all(&folder).expect("the build folder is writable");
        let mut log = String::from(
            "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,reps,distance_km,duration_seconds,rpe\n",
        );
        for week in 0..weeks {
            for day in [0, 3] {
                let run =
                    Plan::new(SessionKind::Easy).then(Part::new(Role::Steady, Pace::Demand(0.74), Until::Time(900.0)));
                let bytes = record(7 * week + day, Deed::Run(run));
                fs::write(folder.join(format!("{week}-{day}-run.fit")), &bytes).expect("writable");
                if day == 0 {
                    fs::write(folder.join(format!("{week}-{day}-copy.gpx")), gpx_of(&bytes)).expect("writable");
                }
            }
            let curls = Lift {
                name: "Leg curl",
                category: 15,
                exercise: 0,
                sets: 4,
                reps: 10,
                mass_kg: Some(35.0),
                rest_s: 90.0,
            };
            let gym = record(7 * week + 1, Deed::Strength(SessionKind::LowerStrength, vec![curls]));
            fs::write(folder.join(format!("{week}-1-gym.fit")), gym).expect("writable");
            let day = 3 + 7 * week;
            for (set, title) in ["Squat (Barbell)", "Squat (Barbell)", "Zzyzx blaster"].iter().enumerate() {
                let date = format!("{day} Mar 2026");
                let date = if day > 31 { format!("{} Apr 2026", day - 31) } else { date };
                let _ = writeln!(log, "Legs,\"{date}, 06:01\",\"{date}, 06:10\",,{title},,,{set},normal,80,6,,,8");
            }
        }
        if weeks > 0 {
            fs::write(folder.join("hevy.csv"), log).expect("writable");
            fs::write(folder.join("broken.fit"), b"nothing at all").expect("writable");
        }
        Self { base }
    }

    /// How many good files there are.
    pub(crate) fn files(&self) -> Value {
        (self.paths().len() as u64 - 1).into()
    }

    pub(crate) fn folder(&self) -> String {
        self.base.join("files").display().to_string()
    }

    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.base.join(name)
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.base.join("striate.db")
    }

    /// Every file, sorted.
    pub(crate) fn paths(&self) -> Vec<String> {
        let entries = fs::read_dir(self.base.join("files")).expect("the folder is there");
        let mut paths: Vec<String> = entries.map(|e| e.expect("readable").path().display().to_string()).collect();
        paths.sort();
        paths
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        striate_with(&[("STRIATE_DATABASE", &uri(&self.database()))], arguments)
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|e| panic!("{arguments:?} printed no JSON ({e}): {} {}", stdout(&output), stderr(&output)))
    }

    /// Everything that matters in the database, as text: originals, lines, sessions and what was worked out.
    pub(crate) fn contents(&self) -> String {
        contents(&self.database())
    }
}

/// The address of a database file.
pub(crate) fn uri(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

/// Everything that matters in a database, as text.
pub(crate) fn contents(path: &Path) -> String {
    let read = async {
        let store = Store::open(&uri(path)).await?;
        let me = store.only_athlete().await?;
        let mut text = String::new();
        for file in store.sources(me).await? {
            let bytes = store.source_bytes(me, &file.hash).await?;
            let _ = writeln!(text, "file {} {:?} {}", file.hash, file.format, bytes.len());
        }
        for entry in store.entries(me).await? {
            let _ = writeln!(text, "line {} {}", entry.day, entry.line);
        }
        for row in store.recordings(me).await? {
            let samples = store.streams(me, &row.id).await?;
            let _ = writeln!(text, "recording {row:?} {} {:?}", samples.len(), samples.time.last());
        }
        for session in store.sessions(me).await? {
            let _ = writeln!(text, "session {session:?}");
        }
        for analysis in store.analyses(me).await? {
            let (_, detail) = store.analysis(me, &analysis.session).await?;
            let _ = writeln!(text, "analysis {analysis:?} {detail}");
        }
        store.close().await;
        Ok::<_, striate_store::StoreError>(text)
    };
    block_on(read).and_then(|text| text).expect("the database can be read")
}

fn record(day: i64, deed: Deed) -> Vec<u8> {
    let scenario = Scenario {
        name: "import".to_owned(),
        family: "import",
        seed: 9_000 + day as u64,
        runner: Runner::with_critical_pace(256.0, 7),
        knowledge: Knowledge::Given,
        deed,
        device: Device::good(),
        origin: Origin {
            time: Timestamp::from_unix_ms(MONDAY_MS + day * DAY_MS),
            latitude_deg: 0.01,
            longitude_deg: 0.01,
            height_m: 40.0,
        },
    };
    striate_synth::to_fit(&striate_synth::generate(&scenario).recording)
}

/// A site's copy of a recording: every fifth position with its time.
fn gpx_of(fit: &[u8]) -> String {
    let decoded = striate_history::stored::decode_as(fit, "run.fit", &Default::default()).expect("our own file");
    let streams = &decoded.recordings[0].streams;
    let mut text = String::from(
        "<?xml version=\"1.0\"?>\n<gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><name>Morning Run</name><type>running</type><trkseg>\n",
    );
    for i in (0..streams.len()).step_by(5) {
        let (lat, lon) = (streams.latitude_deg[i], streams.longitude_deg[i]);
        if lat.is_finite() {
            let second = streams.time[i].as_unix_ms() / 1000;
            let (day, of_day) = (striate_model::Day::from_ordinal((second / 86_400) as i32), second % 86_400);
            let (h, m, s) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
            let _ = writeln!(
                text,
                "<trkpt lat=\"{lat:.7}\" lon=\"{lon:.7}\"><time>{day}T{h:02}:{m:02}:{s:02}Z</time></trkpt>"
            );
        }
    }
    text.push_str("</trkseg></trk></gpx>\n");
    text
}
