//! An import that is killed at any moment loses, doubles and halves nothing.

use crate::archive::{Archive, contents, uri};
use crate::root;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Moments at which the process is killed.
const KILLS: u64 = 200;
/// How often one database is killed before its import may end.
const KILLS_EACH: u64 = 10;

fn start(archive: &Archive, database: &std::path::Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_striate"))
        .args(["import", &archive.folder(), "--time-zone", "UTC", "--group", "2", "--threads", "2"])
        .current_dir(root())
        .env("STRIATE_DATABASE", uri(database))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts")
}

/// The lines of a database that follow from the files alone: which run of import brought them does not matter.
fn facts(database: &std::path::Path) -> String {
    contents(database)
}

/// How many bytes a process has written so far: how far it is, however busy the machine. `None` where the system does not
/// tell.
fn written(child: &Child) -> Option<u64> {
    let told = std::fs::read_to_string(format!("/proc/{}/io", child.id())).ok()?;
    told.lines().find_map(|l| l.strip_prefix("wchar: "))?.trim().parse().ok()
}

/// Lets a process run until it has written so much, or, where nobody tells that, for some time. How much it had written at
/// the end, and whether it was still running.
fn run_until(child: &mut Child, bytes: u64, or_for: Duration) -> (u64, bool) {
    let (begun, mut done) = (Instant::now(), 0);
    while child.try_wait().expect("it can be asked").is_none() {
        match written(child) {
            Some(now) if now >= bytes => return (now, true),
            Some(now) => done = now,
            None if begun.elapsed() >= or_for => return (0, true),
            None => {}
        }
        sleep(Duration::from_micros(100));
    }
    (done, false)
}

#[test]
#[ignore = "long: cargo xtask test --all"]
fn a_process_killed_at_two_hundred_moments_of_an_import_leaves_nothing_lost_doubled_or_half() {
    let archive = Archive::new("import-killed", 1);
    let calm = archive.beside("calm.db");
    let begun = Instant::now();
    let mut undisturbed = start(&archive, &calm);
    let (whole, _) = run_until(&mut undisturbed, u64::MAX, Duration::MAX);
    assert!(undisturbed.wait().expect("it ends").code() == Some(1), "one file is broken");
    let took = begun.elapsed();
    let expected = facts(&calm);
    assert!(expected.contains("analysis") && expected.contains("session"), "{expected}");
    let mut chance: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut share = || {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 40) as f64 / (1_u64 << 24) as f64
    };
    let mut met = 0;
    for round in 0..KILLS / KILLS_EACH {
        let database = archive.beside(&format!("killed-{round}.db"));
        let mut left = whole;
        for _ in 0..KILLS_EACH {
            let mut child = start(&archive, &database);
            // What a killed run had written the next one need not write again, or only the last of it.
            // More of them early, so that the ones behind still find something to do.
            let early = share();
            let goal = (left as f64 * early * early) as u64;
            let (done, _) = run_until(&mut child, goal, took.mul_f64(share()));
            left = left.saturating_sub(done).max(whole / 20);
            // And somewhere between two writes, where most of the work is.
            sleep(took.mul_f64(0.1 * share()));
            met += u32::from(child.try_wait().expect("it can be asked").is_none());
            // SIGKILL: nothing of the program runs after it.
            child.kill().expect("it can be killed");
            child.wait().expect("it ends");
            if database.exists() {
                // Every original that is there is whole, and nothing stands without its original.
                let now = facts(&database);
                for line in now.lines().filter(|line| line.starts_with("file ")) {
                    assert!(expected.contains(line), "{line}");
                }
                for line in now.lines().filter(|line| line.starts_with("recording ")) {
                    assert!(expected.contains(line), "{line}");
                }
            }
        }
        assert_eq!(start(&archive, &database).wait().expect("it ends").code(), Some(1));
        assert_eq!(facts(&database), expected, "round {round}");
    }
    println!("killed while it ran: {met} of {KILLS}, an undisturbed import takes {took:?} and writes {whole} bytes");
    assert!(met > KILLS as u32 / 3, "most kills come too late to tell anything: {met}");
}
