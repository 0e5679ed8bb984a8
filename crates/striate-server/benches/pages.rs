//! P9: what pages cost a server that holds ten years of history, over a real connection, with its memory beside. `--json`
//! prints one object a line.
//!
//! The database is made once by importing a synthetic export of 4,000 activities and kept in the target folder. The server
//! is a process of its own; requests come 50 a second at fixed times, whether earlier ones are answered or not.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints what it measured")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use striate_app::{Clock, Keeping, Library};
use striate_model::{Day, sampling::SplitMix64};
use striate_server::{App, Config, Server};
use striate_store::import::{ImportOptions, Silent, Zone, import};
use striate_store::{GroupLimits, Store};
use striate_synth::{ArchiveOrder, strava_archive};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const ACTIVITIES: usize = 4000;
const LAST: &str = "2026-11-20";
const A_SECOND: u64 = 50;
const SECONDS: u64 = 60;
/// Connections of browsers.
const CONNECTIONS: usize = 8;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, database] = arguments.as_slice()
        && word == "--serve"
    {
        return serve(Path::new(database));
    }
    let json = arguments.iter().any(|a| a == "--json");
    let database = made()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let started = Instant::now();
    let mut server = Running::start(&database)?;
    let listens_ms = 1000.0 * started.elapsed().as_secs_f64();
    let measured = runtime.block_on(measure(server.port));
    let rss = memory_mb(server.child.id(), "VmRSS")?;
    let peak = memory_mb(server.child.id(), "VmHWM")?;
    server.child.kill()?;
    let mut report = Report { json };
    let measured = measured?;
    report.row("from the start of the program to the first verdict, ten years", "ms", listens_ms + measured.first_ms);
    for (name, mut times) in measured.groups {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        report.row(&format!("{name}, median of {}", times.len()), "ms", at(0.5));
        report.row(&format!("{name}, p99"), "ms", at(0.99));
    }
    report.row("resident memory of the server afterwards", "MB", rss);
    report.row("resident memory at its highest", "MB", peak);
    Ok(())
}

struct Report {
    json: bool,
}

impl Report {
    fn row(&mut self, work: &str, unit: &str, ours: f64) {
        if self.json {
            println!("{}", serde_json::json!({"id": "P9", "work": work, "unit": unit, "ours": ours, "peer": null}));
        } else {
            println!("{work:<60} {ours:>9.2} {unit}");
        }
    }
}

/// The database of ten years, made the first time.
fn made() -> Result<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let method = striate_stimulus::METHOD_VERSION;
    let path = folder.join(format!("ten-years-{method}-{}.db", Store::schema_version()));
    if path.exists() {
        return Ok(path);
    }
    eprintln!("making ten years of history ...");
    std::fs::create_dir_all(&folder)?;
    let archive = folder.join("ten-years.zip");
    let order = ArchiveOrder { activities: ACTIVITIES, last: LAST.parse::<Day>().map_err(|_| "a day")?, seed: 9 };
    strava_archive(&order, &mut std::io::BufWriter::new(std::fs::File::create(&archive)?))?;
    let unfinished = path.with_extension("unfinished");
    let _ = std::fs::remove_file(&unfinished);
    striate_store::block_on(async {
        let store = Store::open(&format!("sqlite:{}", unfinished.display())).await?;
        let athlete = store.only_athlete().await?;
        let options =
            ImportOptions { zone: Zone::utc(), unit: None, miles: None, threads: None, group: GroupLimits::default() };
        let report = import(&store, athlete, std::slice::from_ref(&archive), &options, &mut Silent).await?;
        eprintln!("{} sessions", report.derived.sessions);
        store.close().await;
        striate_store::Result::Ok(())
    })??;
    std::fs::remove_file(&archive)?;
    std::fs::rename(&unfinished, &path)?;
    Ok(path)
}

/// The server, as the program runs it.
fn serve(database: &Path) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(8).build()?;
    runtime.block_on(async {
        let store = Store::open(&format!("sqlite:{}", database.display())).await?;
        let clock = striate_app::parse_instant(&format!("{LAST}T18:00:00Z")).map_or(Clock::System, Clock::Fixed);
        let keeping = Keeping { clock, is_temporary: false, spool: database.with_extension("spool") };
        let app = App::new(Config::default(), Library::open(store, keeping).await?).await?;
        let server = Server::listen(([127, 0, 0, 1], 0).into(), app).await?;
        println!("{}", server.address()?.port());
        server.run(std::future::pending()).await?;
        Ok(())
    })
}

struct Running {
    child: Child,
    port: u16,
}

impl Running {
    fn start(database: &Path) -> Result<Self> {
        let mut child =
            Command::new(std::env::current_exe()?).arg("--serve").arg(database).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        let out = child.stdout.take().ok_or("no output")?;
        std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut line)?;
        Ok(Self { port: line.trim().parse()?, child })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn memory_mb(process: u32, what: &str) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|l| l.strip_prefix(what)).ok_or("no such figure")?;
    let kb: f64 = line.trim_matches([':', ' ', '\t']).trim_end_matches(" kB").trim().parse()?;
    Ok(kb / 1024.0)
}

/// A connection that is kept.
struct Connection(BufReader<TcpStream>);

impl Connection {
    async fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Asks and reads the whole answer, as a browser would have it: packed.
    async fn get(&mut self, path: &str) -> Result<Vec<u8>> {
        self.ask(path, "accept-encoding: gzip\r\n").await
    }

    async fn ask(&mut self, path: &str, more: &str) -> Result<Vec<u8>> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{more}\r\n");
        self.0.get_mut().write_all(request.as_bytes()).await?;
        let (mut line, mut length, mut is_chunked) = (String::new(), 0usize, false);
        self.0.read_line(&mut line).await?;
        if !line.starts_with("HTTP/1.1 200") {
            return Err(format!("{path}: {line}").into());
        }
        loop {
            line.clear();
            self.0.read_line(&mut line).await?;
            let head = line.trim().to_ascii_lowercase();
            if head.is_empty() {
                break;
            }
            if let Some(n) = head.strip_prefix("content-length:") {
                length = n.trim().parse()?;
            }
            is_chunked |= head == "transfer-encoding: chunked";
        }
        let mut body = Vec::new();
        if !is_chunked {
            body.resize(length, 0);
            self.0.read_exact(&mut body).await?;
            return Ok(body);
        }
        loop {
            line.clear();
            self.0.read_line(&mut line).await?;
            let n = usize::from_str_radix(line.trim(), 16)?;
            let begun = body.len();
            body.resize(begun + n, 0);
            self.0.read_exact(&mut body[begun..]).await?;
            self.0.read_exact(&mut [0; 2]).await?;
            if n == 0 {
                return Ok(body);
            }
        }
    }
}

struct Measured {
    first_ms: f64,
    groups: Vec<(&'static str, Vec<f64>)>,
}

async fn measure(port: u16) -> Result<Measured> {
    let begun = Instant::now();
    let mut one = Connection::open(port).await?;
    one.get("/api/today").await?;
    let first_ms = 1000.0 * begun.elapsed().as_secs_f64();
    let ids = ids(&mut one).await?;
    // A second for what is worked out behind the first page.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mut random = SplitMix64::named("bench.pages");
    let mut pick = |n: usize| ((random.uniform() * n as f64) as usize).min(n - 1);
    const PAGES: [&str; 10] = [
        "/api/today",
        "/api/badge",
        "/api/calendar?weeks=4",
        "/api/calendar?weeks=26",
        "/api/activities",
        "/api/rules",
        "/api/evidence",
        "/api/imports",
        "/api/settings",
        "/api/muscles/",
    ];
    const MUSCLES: [&str; 4] = ["hamstrings", "soleus", "vasti", "gluteus_maximus"];
    let total = A_SECOND * SECONDS;
    let mut asked: Vec<(usize, String)> = Vec::new();
    for n in 0..total {
        // Two in ten open a session, of any year; one in ten draws its charts.
        let (group, path) = match n % 10 {
            0 | 5 => (1, format!("/api/activities/{}", ids[pick(ids.len())])),
            7 => (2, format!("/api/activities/{}/streams", ids[pick(ids.len())])),
            _ => {
                let page = PAGES[pick(PAGES.len())];
                let more = if page.ends_with('/') { MUSCLES[pick(MUSCLES.len())] } else { "" };
                (0, format!("{page}{more}"))
            }
        };
        asked.push((group, path));
    }
    let start = Instant::now();
    let mut workers = Vec::new();
    for worker in 0..CONNECTIONS {
        let mine: Vec<(u64, usize, String)> = asked
            .iter()
            .enumerate()
            .filter(|(n, _)| n % CONNECTIONS == worker)
            .map(|(n, (group, path))| (n as u64, *group, path.clone()))
            .collect();
        workers.push(tokio::spawn(async move {
            let mut connection = Connection::open(port).await?;
            let mut times = Vec::new();
            for (n, group, path) in mine {
                let due = start + Duration::from_micros(n * 1_000_000 / A_SECOND);
                tokio::time::sleep_until(due.into()).await;
                connection.get(&path).await?;
                // From when it was due: a late answer makes those behind it late.
                times.push((group, 1000.0 * due.elapsed().as_secs_f64()));
            }
            Result::Ok(times)
        }));
    }
    let mut groups = [Vec::new(), Vec::new(), Vec::new()];
    for worker in workers {
        for (group, ms) in worker.await?? {
            groups[group].push(ms);
        }
    }
    let every = groups[0].iter().chain(&groups[1]).copied().collect();
    let [pages, sessions, charts] = groups;
    Ok(Measured {
        first_ms,
        groups: vec![
            ("any page at 50 requests a second", every),
            ("pages of the whole history", pages),
            ("a session of any year, read again", sessions),
            ("its samples for the charts", charts),
        ],
    })
}

/// Every session's id.
async fn ids(connection: &mut Connection) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    let mut after = String::new();
    loop {
        let body = connection.ask(&format!("/api/activities?limit=200{after}"), "").await?;
        let list: serde_json::Value = serde_json::from_slice(&body)?;
        let rows = list["rows"].as_array().ok_or("no rows")?;
        ids.extend(rows.iter().filter_map(|r| r["id"].as_str().map(str::to_owned)));
        match list["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return Ok(ids),
        }
    }
}
