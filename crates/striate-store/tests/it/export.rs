//! Everything out of the database and read again by programs that know no striate.

use crate::{alone, file, in_folder, open, run};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::path::Path;
use striate_analysis::analyse_recording;
use striate_history::stored::session_texts;
use striate_journal::{parse, parse_line};
use striate_model::{Athlete, Channel, Day, Format, TimeSpan, Told};
use striate_store::*;

const START_S: i64 = 1_763_620_000;

/// Three runs, the second with places on the map and holes; two of them analysed; a few notes.
async fn history(store: &Store) -> AthleteId {
    let me = store.only_athlete().await.unwrap();
    store
        .put_profile(me, Day::from_ordinal(20_000), &Profile { mass_kg: Some(71.0), ..Profile::default() })
        .await
        .unwrap();
    let import = store.begin_import(me, "export.zip").await.unwrap();
    let mut writer = store.import_writer(import, GroupLimits::default()).await.unwrap();
    for n in 0..3 {
        let start_s = START_S + 86_400 * n;
        let mut file = file(&format!("run, the {n}th.FIT"), format!("bytes of {n}").as_bytes(), start_s);
        if n == 1 {
            let mut run = run(start_s, 300);
            run.streams.latitude_deg =
                (0..300).map(|s| if s == 7 { f64::NAN } else { 0.5 + f64::from(s) * 1e-5 }).collect();
            run.streams.longitude_deg = run.streams.latitude_deg.clone();
            *run.streams.channel_mut(Channel::HeartRateBpm) =
                (0..300).map(|s| if s < 20 { f32::NAN } else { 140.0 }).collect();
            let origin = Origin::Source(file.source.as_ref().unwrap().hash.clone());
            let day = Day::from_ordinal((start_s / 86_400) as i32);
            let local = LocalDay { day, time_zone: "+05:30".to_owned() };
            file.recordings = vec![PreparedRecording::new(&run, origin, 0, Some(Format::Fit), local)];
        }
        assert_eq!(writer.put(&file).await.unwrap(), ItemOutcome::Imported);
    }
    writer.commit().await.unwrap();
    store.finish_import(import, ImportState::Done, "{}").await.unwrap();
    let day = Day::from_ordinal((START_S / 86_400) as i32);
    let lines = ["sleep 7.5 h", "18:30 lift back squat 3x5 @ 100 kg rir 2", "soreness hamstrings 4", "nothing known"];
    store.add_entries(me, &lines.map(|line| NewEntry::by_hand(day, line))).await.unwrap();
    let rows = store.recordings(me).await.unwrap();
    let sessions: Vec<SessionRow> = rows.iter().map(alone).collect();
    store.put_sessions(me, &sessions).await.unwrap();
    for (n, session) in sessions.iter().take(2).enumerate() {
        let analysis = analyse_recording(run(START_S + 86_400 * n as i64, 600), &Athlete::default(), &Told::default());
        let texts = session_texts(&analysis, Format::Fit, TimeSpan::from_s(0.0));
        let analysis = NewAnalysis {
            session: session.id.clone(),
            input_hash: "x".to_owned(),
            method_version: striate_stimulus::METHOD_VERSION.to_owned(),
            summary: texts.summary,
            dose: texts.dose,
            detail: texts.detail,
        };
        store.put_analyses(me, &[analysis]).await.unwrap();
    }
    me
}

fn table(path: &Path) -> Vec<HashMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(|row| row.unwrap()).collect()
}

#[test]
fn everything_comes_out_and_other_programs_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("mine");
    block_on(async {
        let store = open(&in_folder(folder.path())).await;
        let me = history(&store).await;
        let done = store.export(me, &to, &ExportOptions::default()).await.unwrap();
        assert_eq!((done.originals, done.sessions, done.sessions_stale, done.recordings), (3, 3, 1, 3));
        assert_eq!((done.samples, done.journal_lines, done.damaged.len()), (1500, 4, 0));

        let originals = table(&to.join("originals.csv"));
        for row in &originals {
            let bytes = fs::read(to.join(&row["file"])).unwrap();
            let hash = SourceHash::from_text(&row["sha256"]).unwrap();
            assert_eq!((SourceHash::of(&bytes), bytes), (hash.clone(), store.source_bytes(me, &hash).await.unwrap()));
            assert!(row["name"].starts_with("run, the ") && row["file"].ends_with(".fit"), "{row:?}");
        }
        assert_eq!(originals.len(), 3);

        let sessions = table(&to.join("sessions.csv"));
        assert_eq!(sessions.len(), 3);
        assert_eq!(sessions[0]["start"], "2025-11-20T07:26:40+01:00", "in the zone of the session");
        assert_eq!(sessions[1]["start"], "2025-11-21T11:56:40+05:30");
        assert_eq!((&*sessions[0]["is_stale"], &*sessions[2]["is_stale"]), ("false", "true"));
        assert_eq!((&*sessions[2]["soleus_band"], &*sessions[2]["soleus_hse"]), ("unknown", ""));
        let number = |row: usize, column: &str| sessions[row][column].parse::<f64>().unwrap();
        assert!(number(0, "soleus_hse_low") <= number(0, "soleus_hse"));
        assert!(number(0, "soleus_hse") <= number(0, "soleus_hse_high") && number(0, "impact_easy_km") > 0.0);

        let days = table(&to.join("days.csv"));
        assert_eq!(days.len() as u64, done.days);
        assert_eq!((&*days[0]["day"], &*days[0]["sessions"]), ("2025-11-20", "1"));
        assert_eq!(days[0]["biceps_readiness"], "unknown", "who logs no sets is told nothing about the arms");
        assert!(days[0]["impact_easy_km"].parse::<f64>().unwrap() > 0.0 && !days[0]["soleus_hse"].is_empty());
        assert!(days[days.len() - 1]["soleus_size_low_pct"].parse::<f64>().is_ok());

        // The journal, read as text, is the journal that was stored.
        let text = fs::read_to_string(to.join("journal.txt")).unwrap();
        let read = parse(&text);
        assert!(read.problems.is_empty() && text.contains("# 2025-11-20 nothing known"), "{text}");
        let stored = store.entries(me).await.unwrap();
        let stored: Vec<_> = stored.iter().filter_map(|e| parse_line(&e.line, e.day).ok()).collect();
        assert_eq!(read.entries, stored);

        same_samples(&store, me, &to.join("samples.parquet")).await;

        let json: serde_json::Value = serde_json::from_slice(&fs::read(to.join("export.json")).unwrap()).unwrap();
        let count = |table: &str| json[table].as_array().map(Vec::len);
        assert_eq!((count("session"), count("journal_entry"), count("source_file")), (Some(3), Some(4), Some(3)));
        assert_eq!((count("import_item"), count("account"), count("stream")), (Some(3), None, None));
        assert_eq!(json["profile"][0]["figures"]["mass_kg"], 71.0);
        assert!(json["analysis"][0]["detail"].is_object() && json["analysis"][0]["dose"]["muscles"].is_object());
        assert!(json["recording"][0]["start"].as_str().unwrap().ends_with('Z'));
        store.close().await;
    })
    .unwrap();
}

/// Every sample of the file is the stored one, bit for bit; what is missing is missing in both.
async fn same_samples(store: &Store, me: AthleteId, path: &Path) {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let mut rows: BTreeMap<String, Vec<HashMap<String, Field>>> = BTreeMap::new();
    for row in reader.get_row_iter(None).unwrap() {
        let row: HashMap<String, Field> = row.unwrap().into_columns().into_iter().collect();
        let Field::Str(id) = &row["recording_id"] else { panic!("{row:?}") };
        assert_eq!(row["session_id"], Field::Str(id.clone()), "each run is its own session here");
        rows.entry(id.clone()).or_default().push(row);
    }
    let stored = store.recordings(me).await.unwrap();
    assert_eq!(rows.len(), stored.len());
    for recording in stored {
        let (streams, rows) = (store.streams(me, &recording.id).await.unwrap(), &rows[&recording.id.0]);
        assert_eq!(rows.len(), streams.len());
        for (i, row) in rows.iter().enumerate() {
            assert_eq!(row["time_utc"], Field::TimestampMillis(streams.time[i].as_unix_ms()));
            for (name, column) in [("latitude_deg", &streams.latitude_deg), ("distance_m", &streams.distance_m)] {
                let value = column.get(i).filter(|v| !v.is_nan());
                assert_eq!(row[name], value.map_or(Field::Null, |v| Field::Double(*v)), "{name} {i}");
            }
            for (name, channel) in [
                ("speed_m_per_s", Channel::SpeedMPerS),
                ("heart_rate_bpm", Channel::HeartRateBpm),
                ("air_power_w", Channel::AirPowerW),
            ] {
                let value = streams.channel(channel).get(i).filter(|v| !v.is_nan());
                assert_eq!(row[name], value.map_or(Field::Null, |v| Field::Float(*v)), "{name} {i}");
            }
        }
    }
}

#[test]
fn a_zip_is_whole_or_not_there_and_nothing_is_overwritten_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let names = || {
        let all = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut all: Vec<String> = all.filter(|n| !n.starts_with("runs.db")).collect();
        all.sort();
        all
    };
    block_on(async {
        let store = open(&in_folder(folder.path())).await;
        let me = history(&store).await;
        let (once, again) = (ExportOptions::default(), ExportOptions { replace: true, ..ExportOptions::default() });
        store.export(me, &at("mine.zip"), &once).await.unwrap();
        let mut zip = zip::ZipArchive::new(File::open(at("mine.zip")).unwrap()).unwrap();
        assert_eq!(zip.len(), 10, "seven files and three originals");
        let sessions = std::io::read_to_string(zip.by_name("sessions.csv").unwrap()).unwrap();
        assert_eq!(sessions.lines().count(), 4);
        let refused = store.export(me, &at("mine.zip"), &once).await.unwrap_err();
        assert!(refused.sort() == Sort::Conflict && refused.hint().unwrap().contains("--force"));
        store.export(me, &at("mine.zip"), &again).await.unwrap();

        // A folder of other things is not replaced, whatever is said.
        fs::create_dir(at("other")).unwrap();
        fs::write(at("other/thesis.txt"), "precious").unwrap();
        assert_eq!(store.export(me, &at("other"), &again).await.unwrap_err().sort(), Sort::Conflict);
        assert_eq!(fs::read_to_string(at("other/thesis.txt")).unwrap(), "precious");
        let only = ExportOptions { parts: vec![ExportPart::Journal], replace: true };
        store.export(me, &at("some"), &only).await.unwrap();
        store.export(me, &at("some"), &only).await.unwrap();
        assert!(at("some/journal.txt").exists() && !at("some/sessions.csv").exists());

        assert_eq!(store.export(me, &at("no/such/place"), &once).await.unwrap_err().sort(), Sort::Unavailable);
        #[cfg(target_os = "linux")]
        {
            // A disk on which nothing has room.
            std::os::unix::fs::symlink("/dev/full", at("full.zip.striate-partial")).unwrap();
            let full = store.export(me, &at("full.zip"), &once).await.unwrap_err();
            assert!(full.sort() == Sort::Unavailable && full.to_string().contains("no room"), "{full}");
        }
        assert_eq!(names(), ["mine.zip", "other", "some"], "nothing half stays behind");
        store.close().await;
    })
    .unwrap();
}
