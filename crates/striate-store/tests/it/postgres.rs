//! PostgreSQL: a server of our own on a free loopback port, as an ordinary user, gone when the test ends.

use crate::story::story;
use crate::{in_folder, open};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use striate_store::*;

struct Server {
    bin: PathBuf,
    folder: PathBuf,
    port: u16,
}

/// The programs of the newest installed PostgreSQL; Debian keeps them apart from the path.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|folder| folder.flatten().map(|e| e.path().join("bin")).collect())
        .unwrap_or_default();
    found.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    found.retain(|bin| ["initdb", "pg_ctl", "createdb"].iter().all(|p| bin.join(p).exists()));
    found.sort();
    found.pop()
}

fn is_root() -> bool {
    std::fs::read_to_string("/proc/self/status")
        .is_ok_and(|s| s.lines().any(|l| l.starts_with("Uid:") && l.split_whitespace().nth(2) == Some("0")))
}

/// PostgreSQL refuses root, so root runs it as the user that its package has made.
fn as_ordinary_user(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

/// Runs it to its end. What it says goes nowhere: a server that is started keeps the pipe.
fn done(mut command: Command) {
    let status = command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?} failed");
}

impl Server {
    fn start() -> Option<Self> {
        let Some(bin) = programs() else {
            assert!(std::env::var_os("CI").is_none_or(|v| v != "true"), "PostgreSQL is not installed");
            println!("skipped: PostgreSQL is not installed (Debian: apt-get install postgresql)");
            return None;
        };
        let mut make = as_ordinary_user(Path::new("mktemp"));
        make.args(["-d", "-p"]).arg(std::env::temp_dir()).arg("striate-postgres-XXXXXX");
        let told = make.current_dir("/").output().unwrap().stdout;
        let folder = PathBuf::from(String::from_utf8(told).unwrap().trim());
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Self { bin, folder, port };
        let mut init = as_ordinary_user(&server.bin.join("initdb"));
        init.args([
            "--auth",
            "trust",
            "--no-sync",
            "--username",
            "striate",
            "--encoding",
            "UTF8",
            "--locale",
            "C",
            "-D",
        ]);
        init.arg(server.folder.join("data"));
        done(init);
        let mut start = as_ordinary_user(&server.bin.join("pg_ctl"));
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c fsync=off -p {port} -c unix_socket_directories={}",
            server.folder.display()
        );
        start.arg("-D").arg(server.folder.join("data")).arg("-l").arg(server.folder.join("log"));
        start.args(["-o", &options, "-w", "start"]);
        done(start);
        Some(server)
    }

    fn database(&self, name: &str) -> Location {
        let mut create = as_ordinary_user(&self.bin.join("createdb"));
        create.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "striate", name]);
        done(create);
        Location::parse(&format!("postgres://striate@127.0.0.1:{}/{name}", self.port)).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = as_ordinary_user(&self.bin.join("pg_ctl"));
        stop.current_dir("/").stdout(Stdio::null());
        // Nobody is left to tell when this fails.
        let _ = stop.arg("-D").arg(self.folder.join("data")).args(["-m", "immediate", "-w", "stop"]).status();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn a_history_is_stored_kept_restored_and_taken_back_in_postgres() {
    let Some(server) = Server::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(&server.database("one")).await;
        let file = open(&in_folder(folder.path())).await;
        // Its backup is restored into a SQLite file: both hold the same.
        story(&store, &file, folder.path()).await;
        // And back.
        let back = open(&server.database("two")).await;
        let path = folder.path().join("back.backup");
        file.backup(&path).await.unwrap();
        back.restore(&path, false).await.unwrap();
        assert_eq!(
            back.digests(Standing::Ground).await.unwrap(),
            file.digests(Standing::Ground).await.unwrap(),
            "what went from one database to the other and back is the same"
        );
        // Two programs that start on a new database at once both find it ready.
        let fresh = server.database("three");
        let (one, other) = futures_util::future::join(open(&fresh), open(&fresh)).await;
        assert_eq!(one.only_athlete().await.unwrap(), other.only_athlete().await.unwrap());
        for store in [store, file, back, one, other] {
            store.close().await;
        }
        let nowhere = Location::parse("postgres://striate@127.0.0.1:1/none").unwrap();
        let options = OpenOptions { busy_timeout: std::time::Duration::ZERO, ..OpenOptions::default() };
        assert_eq!(Store::open_with(&nowhere, &options).await.unwrap_err().sort(), Sort::Unavailable);
    })
    .unwrap();
}
