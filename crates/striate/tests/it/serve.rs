//! `striate serve` and `striate password`: the server as its owner starts and ends it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

struct Serving {
    child: Child,
    port: u16,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_striate"));
    command.env("STRIATE_DATABASE", format!("sqlite:{}", folder.join("s.db").display())).env("NO_COLOR", "1");
    command
}

fn serve(folder: &Path, arguments: &[&str]) -> Serving {
    let mut child = command(folder)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("it has an output")).read_line(&mut line).expect("it says where it is");
    let port = line.trim().rsplit(':').next().expect("a text has an end").parse().unwrap_or_else(|_| panic!("{line}"));
    Serving { child, port }
}

fn get(port: u16, path: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .expect("it takes the request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

fn password(folder: &Path, arguments: &[&str], said: &str) -> Output {
    let mut child = command(folder)
        .arg("password")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    child.stdin.take().expect("it has an input").write_all(said.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

#[test]
fn it_answers_from_an_empty_database_and_ends_when_it_is_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    // Without a command it is the same.
    let mut serving = serve(folder.path(), &["--port", "0"]);
    assert!(get(serving.port, "/health").starts_with("HTTP/1.1 200"));
    assert!(get(serving.port, "/api/today").contains("\"empty\":true"));
    let ended = Command::new("kill").arg(serving.child.id().to_string()).status().unwrap();
    assert!(ended.success());
    let begun = std::time::Instant::now();
    let status = loop {
        if let Some(status) = serving.child.try_wait().unwrap() {
            break status;
        }
        assert!(begun.elapsed().as_secs() < 20, "it goes on after it was asked to end");
        std::thread::sleep(std::time::Duration::from_millis(50));
    };
    assert_eq!(status.code(), Some(0));
}

#[test]
fn a_taken_port_and_a_missing_password_are_said_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (arguments, said) in [
        (vec!["serve", "--port", &port], "choose another port with --port"),
        (vec!["serve", "--port", "0", "--address", "0.0.0.0"], "set one with `striate password`"),
        (vec!["serve", "--port", "0", "--behind-proxy"], "set one with `striate password`"),
        (vec!["serve", "--port", "0", "--host-name", "a.example"], "set one with `striate password`"),
    ] {
        let output = command(folder.path()).args(&arguments).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {text}");
        assert!(text.contains("error: ") && text.contains(said), "{arguments:?}: {text}");
    }
}

#[test]
fn with_a_password_other_computers_may_ask_and_must_say_it() {
    let folder = tempfile::tempdir().unwrap();
    let short = password(folder.path(), &[], "short\n");
    assert_eq!(short.status.code(), Some(2), "{}", String::from_utf8_lossy(&short.stderr));
    assert!(password(folder.path(), &[], "long run on sunday\n").status.success());
    let serving = serve(folder.path(), &["serve", "--port", "0", "--address", "0.0.0.0"]);
    assert!(get(serving.port, "/api/today").starts_with("HTTP/1.1 401"));
    assert!(get(serving.port, "/health").starts_with("HTTP/1.1 200"));
    drop(serving);
    assert!(password(folder.path(), &["--remove"], "").status.success());
    let refused = command(folder.path()).args(["serve", "--port", "0", "--address", "0.0.0.0"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(3));
}

#[test]
fn a_database_of_a_newer_striate_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = format!("sqlite:{}", folder.path().join("s.db").display());
    striate_store::block_on(async {
        let store = striate_store::Store::open(&path).await.unwrap();
        store.pretend_newer().await.unwrap();
        store.close().await;
    })
    .unwrap();
    let output = command(folder.path()).args(["serve", "--port", "0"]).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(text.contains("newer striate") && text.contains("hint: update striate"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_demo_that_is_ended_leaves_nothing_behind() {
    for (signal, is_up) in [("TERM", false), ("HUP", false), ("INT", true)] {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let mut child = Command::new(env!("CARGO_BIN_EXE_striate"))
            .args(["demo", "--port", "0"])
            .env("TMPDIR", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        // Its first words come before the athlete is made, its address when it is.
        let mut line = String::new();
        if is_up {
            BufReader::new(child.stdout.take().expect("an output")).read_line(&mut line).expect("it says where it is");
        } else {
            BufReader::new(child.stderr.take().expect("an output")).read_line(&mut line).expect("it says what it does");
            while std::fs::read_dir(folder.path()).map_or(0, Iterator::count) == 0 {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
        }
        let id = child.id().to_string();
        let sent = Command::new("kill").args([format!("-{signal}"), id]).status().expect("kill is there");
        assert!(sent.success(), "{signal}");
        let begun = std::time::Instant::now();
        let ended = loop {
            match child.try_wait().expect("the program can be asked") {
                Some(ended) => break ended,
                None if begun.elapsed().as_secs() < 60 => std::thread::sleep(std::time::Duration::from_millis(20)),
                None => {
                    child.kill().expect("it can be ended");
                    panic!("{signal}: it goes on");
                }
            }
        };
        assert!(ended.success(), "{signal}: {ended}");
        let left: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").flatten().map(|e| e.path()).collect();
        assert!(left.is_empty(), "{signal}: {left:?}");
    }
}
