//! The process is killed at random points of a migration and of an import; afterwards nothing is lost, doubled or half
//! there. The child process is this test binary itself, called for one errand.

use crate::{in_folder, numbered, open, problems};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use striate_store::*;

const ERRAND: &str = "STRIATE_TEST_ERRAND";
const PLACE: &str = "STRIATE_TEST_DATABASE";
/// Files of the archive that the child imports.
const FILES: i64 = 40;

/// Starts this binary again for one errand on a database.
pub(crate) fn child(errand: &str, database: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["killed::errand", "--exact", "--nocapture", "--test-threads=1"])
        .env(ERRAND, errand)
        .env(PLACE, database)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What a child does; nothing in an ordinary run of the tests.
#[test]
fn errand() {
    let (Ok(errand), Ok(place)) = (std::env::var(ERRAND), std::env::var(PLACE)) else { return };
    let location = Location::parse(&format!("sqlite:{place}")).unwrap();
    block_on(async {
        match errand.as_str() {
            "migrate" => open(&location).await.close().await,
            "import" => import(&location).await,
            "write once" => crate::failures::write_once(&location).await,
            other => panic!("no errand {other}"),
        }
    })
    .unwrap();
}

/// Imports every file of the archive and tells each group that is committed.
async fn import(location: &Location) {
    let store = open(location).await;
    let me = store.only_athlete().await.unwrap();
    let import = store.begin_import(me, "archive").await.unwrap();
    let mut writer = store.import_writer(import, GroupLimits { files: usize::MAX, bytes: usize::MAX }).await.unwrap();
    for n in 0..FILES {
        writer.put(&numbered(n)).await.unwrap();
        if n % 4 == 3 {
            writer.commit().await.unwrap();
            println!("committed {}", n + 1);
            std::io::stdout().flush().unwrap();
        }
    }
    store.finish_import(import, ImportState::Done, "{}").await.unwrap();
    store.close().await;
}

/// Numbers that differ from round to round and are the same in every run.
fn chance(round: u64) -> u64 {
    let mut x = round.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^ (x >> 27)
}

/// How far an errand comes that nobody stops.
struct Course {
    /// Bytes that it writes in all: how far it is does not depend on how busy the machine is. 0 where the system does not
    /// tell.
    bytes: u64,
    /// How long it takes.
    took: Duration,
}

/// How many bytes a process has written so far, to files and elsewhere.
fn written(child: &Child) -> Option<u64> {
    let told = std::fs::read_to_string(format!("/proc/{}/io", child.id())).ok()?;
    told.lines().find_map(|l| l.strip_prefix("wchar: "))?.trim().parse().ok()
}

fn undisturbed(errand: &str, database: &Path) -> Course {
    let begin = Instant::now();
    let mut child = child(errand, database);
    let mut bytes = 0;
    while child.try_wait().unwrap().is_none() {
        bytes = written(&child).unwrap_or(bytes).max(bytes);
        std::thread::sleep(Duration::from_micros(200));
    }
    assert!(child.wait().unwrap().success());
    Course { bytes, took: begin.elapsed() }
}

/// Kills the child at a random point of its course and returns the lines that it had told.
fn killed(mut child: Child, round: u64, course: &Course) -> Vec<String> {
    let (share, rest) = (chance(round) % 1000, chance(round) / 1000 % 1000);
    let (begin, goal) = (Instant::now(), course.bytes * share / 1000);
    // Somewhere between two writes; where the system does not tell of writes, time has to do.
    let pause =
        if course.bytes > 0 { course.took / 20 * rest as u32 / 1000 } else { course.took * share as u32 / 1000 };
    while course.bytes > 0 && child.try_wait().unwrap().is_none() && written(&child).is_some_and(|n| n < goal) {
        assert!(begin.elapsed() < Duration::from_secs(120), "it does not get on");
        std::thread::sleep(Duration::from_micros(50));
    }
    std::thread::sleep(pause);
    child.kill().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(std::result::Result::ok).collect();
    child.wait().unwrap();
    lines
}

/// Kills of a migration that begins with nothing, and of one that changes rows of an older database.
const KILLS_OF_EACH: u64 = 100;

#[test]
#[ignore = "long: cargo xtask test --all"]
fn a_migration_that_is_killed_at_any_point_is_whole_or_not_there() {
    let calm = tempfile::tempdir().unwrap();
    let course = undisturbed("migrate", &calm.path().join("runs.db"));
    let mut cut = 0;
    for round in 0..KILLS_OF_EACH {
        let folder = tempfile::tempdir().unwrap();
        killed(child("migrate", &folder.path().join("runs.db")), round, &course);
        cut += u32::from(!is_up_to_date(folder.path()));
        block_on(async {
            // The next program goes on from there.
            let store = open(&in_folder(folder.path())).await;
            assert_eq!(store.examine().await.unwrap().schema_version, Some(Store::schema_version()));
            assert_eq!(problems(&store).await, Vec::<String>::new());
            let me = store.only_athlete().await.unwrap();
            store.add_entries(me, &[NewEntry::by_hand("2026-11-20".parse().unwrap(), "sleep 8h")]).await.unwrap();
            store.close().await;
        })
        .unwrap();
    }
    assert!(cut > 0, "no kill came before the end");
    println!("{cut} of {KILLS_OF_EACH} kills came before the schema was whole");
}

#[test]
#[ignore = "long: cargo xtask test --all"]
fn an_older_database_whose_migration_is_killed_keeps_every_row() {
    let old = tempfile::tempdir().unwrap();
    let (before, after) = block_on(async {
        let earlier = OpenOptions { schema: 3, ..OpenOptions::default() };
        let store = Store::open_with(&in_folder(old.path()), &earlier).await.unwrap();
        let me = store.only_athlete().await.unwrap();
        let run = store.begin_import(me, "archive").await.unwrap();
        let mut writer = store.import_writer(run, GroupLimits::default()).await.unwrap();
        for n in 0..FILES {
            writer.put(&numbered(n)).await.unwrap();
        }
        writer.commit().await.unwrap();
        store.finish_import(run, ImportState::Done, "{}").await.unwrap();
        assert_eq!(store.examine().await.unwrap().schema_version, Some(3));
        let before = store.digests(Standing::Ground).await.unwrap();
        store.close().await;
        let calm = tempfile::tempdir().unwrap();
        std::fs::copy(old.path().join("runs.db"), calm.path().join("runs.db")).unwrap();
        let store = open(&in_folder(calm.path())).await;
        let after = store.digests(Standing::Ground).await.unwrap();
        let zones = store.sources(me).await.unwrap().into_iter().filter(|f| f.options.contains("Europe/Berlin"));
        assert_eq!(zones.count() as i64, FILES, "every file knows its time zone now");
        store.close().await;
        (before, after)
    })
    .unwrap();
    assert_ne!(before, after);
    let calm = tempfile::tempdir().unwrap();
    std::fs::copy(old.path().join("runs.db"), calm.path().join("runs.db")).unwrap();
    let course = undisturbed("migrate", &calm.path().join("runs.db"));
    let mut cut = 0;
    for round in 0..KILLS_OF_EACH {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(old.path().join("runs.db"), folder.path().join("runs.db")).unwrap();
        killed(child("migrate", &folder.path().join("runs.db")), 5000 + round, &course);
        let was_done = is_up_to_date(folder.path());
        cut += u32::from(!was_done);
        block_on(async {
            let reader = OpenOptions { read_only: true, ..OpenOptions::default() };
            let store = Store::open_with(&in_folder(folder.path()), &reader).await.unwrap();
            // Each step of a migration is whole or not there; only one of them changes rows.
            let now = store.digests(Standing::Ground).await.unwrap();
            assert!(now == after || (now == before && !was_done));
            store.close().await;
            let store = open(&in_folder(folder.path())).await;
            assert_eq!(store.digests(Standing::Ground).await.unwrap(), after);
            assert_eq!(problems(&store).await, Vec::<String>::new());
            store.close().await;
        })
        .unwrap();
    }
    assert!(cut > 0, "no kill came before the end");
    println!("{cut} of {KILLS_OF_EACH} kills came before the rows were changed");
}

/// Whether a database of this program's schema lies in a folder.
fn is_up_to_date(folder: &Path) -> bool {
    let reader = OpenOptions { read_only: true, ..OpenOptions::default() };
    block_on(async {
        let Ok(store) = Store::open_with(&in_folder(folder), &reader).await else { return false };
        let report = store.examine().await;
        store.close().await;
        report.is_ok_and(|r| r.schema_version == Some(Store::schema_version()))
    })
    .unwrap()
}

#[test]
#[ignore = "long: cargo xtask test --all"]
fn an_import_that_is_killed_at_any_point_loses_nothing_that_was_committed_and_goes_on() {
    let calm = tempfile::tempdir().unwrap();
    let course = undisturbed("import", &calm.path().join("runs.db"));
    let every: BTreeSet<SourceHash> = (0..FILES).map(|n| numbered(n).source.unwrap().hash).collect();
    let mut cut = 0;
    for round in 0..120 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.db");
        let told = killed(child("import", &path), 1000 + round, &course);
        let committed: i64 =
            told.iter().filter_map(|l| l.strip_prefix("committed ")).next_back().map_or(0, |n| n.parse().unwrap());
        block_on(async {
            let store = open(&in_folder(folder.path())).await;
            let me = store.only_athlete().await.unwrap();
            let there = store.source_hashes(me).await.unwrap();
            assert!(there.len() as i64 >= committed, "{committed} files were committed, {} are there", there.len());
            assert_eq!(there.len() % 4, 0, "a group is there whole or not at all");
            assert_eq!(store.recordings(me).await.unwrap().len(), there.len());
            for n in 0..committed {
                assert!(there.contains(&numbered(n).source.unwrap().hash));
            }
            assert_eq!(problems(&store).await, Vec::<String>::new());
            cut += usize::from((there.len() as i64) < FILES);
            store.close().await;
            // The next run goes on: nothing missing, nothing twice.
            import(&in_folder(folder.path())).await;
            let store = open(&in_folder(folder.path())).await;
            let all: BTreeSet<SourceHash> = store.sources(me).await.unwrap().into_iter().map(|s| s.hash).collect();
            assert_eq!(all, every);
            assert_eq!(store.recordings(me).await.unwrap().len() as i64, FILES);
            assert_eq!(problems(&store).await, Vec::<String>::new());
            store.close().await;
        })
        .unwrap();
    }
    assert!(cut > 20, "only {cut} kills came before the end");
    println!("{cut} of 120 kills came before the end of the import");
}
