//! `striate serve`, and `striate` alone: the web app over the database. `striate password`: who gets in.

use crate::Outcome;
use crate::database::{DatabaseArguments, config, variable};
use crate::here::{block_on, cannot_work};
use crate::import::wrong;
use crate::terminal::complain;
use anyhow::{Context, Result, bail};
use std::io::{IsTerminal, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;
use striate_app::{Keeping, Library};
use striate_server::{App, Config, ServeError, Server, asked_to_stop};
use striate_store::{Location, OpenOptions, Store};
use tokio::sync::watch;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Start the web app on this computer. `striate` without a command does the same.
///
/// The app is at http://127.0.0.1:7878 until you press Ctrl-C. To allow other computers, set a password first:
/// `striate password`, then `striate serve --address 0.0.0.0`.
#[derive(clap::Args)]
pub(crate) struct ServeArguments {
    #[command(flatten)]
    listen: ListenArguments,
    #[command(flatten)]
    database: DatabaseArguments,
}

/// Where to listen, and to whom.
#[derive(clap::Args, Clone)]
pub(crate) struct ListenArguments {
    /// Port; 0 picks a free one [default: STRIATE_PORT, then the configuration file, then 7878]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Address to listen on; 0.0.0.0 allows other computers and requires a password.
    #[arg(long, alias = "host", value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Host name that browsers may use besides localhost, such as training.example.org; repeatable.
    #[arg(long = "host-name", value_name = "NAME")]
    host_names: Vec<String>,
    /// Trust the X-Forwarded headers of a reverse proxy (host, address, HTTPS).
    #[arg(long)]
    behind_proxy: bool,
    /// The path of your host below which the app is asked, as /striate, where a reverse proxy leaves it in its requests; the
    /// login then holds below it alone. A proxy that takes the path away needs none.
    #[arg(long, value_name = "PATH", value_parser = base_path)]
    base_path: Option<String>,
}

/// A path without a slash at its end, empty for the root.
fn base_path(text: &str) -> Result<String, String> {
    let path = text.trim().trim_matches('/');
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '/');
    if !path.chars().all(is_plain) || path.split('/').any(|part| matches!(part, "." | "..")) || path.contains("//") {
        return Err(format!("\"{text}\" is no path: write it as /striate"));
    }
    Ok(if path.is_empty() { String::new() } else { format!("/{path}") })
}

/// Set or remove the password of the web app.
///
/// Asks twice on a terminal; otherwise reads one line from standard input. Everyone who is logged in has to log in
/// again.
#[derive(clap::Args)]
pub(crate) struct PasswordArguments {
    /// Remove the password; the app is then available on this computer only.
    #[arg(long)]
    remove: bool,
    #[command(flatten)]
    database: DatabaseArguments,
}

pub(crate) fn run(arguments: &ServeArguments) -> Result<Outcome> {
    runtime()?.block_on(async {
        // Pages, an import and a backup go on at once.
        let options = OpenOptions { connections: 8, ..OpenOptions::default() };
        let store = match Store::open_with(&arguments.database.location()?, &options).await {
            Ok(store) => store,
            Err(error) => return Ok(cannot_work(&error)),
        };
        let spool = spool_beside(store.location());
        let place = store.location().shown();
        let is_empty = match store.athlete().await? {
            Some(athlete) => store.is_empty(athlete).await?,
            None => true,
        };
        let told = if is_empty {
            format!("{place} is empty: drop your files on the page, or try the demo there.")
        } else {
            format!("Your history is in {place}.")
        };
        let keeping = Keeping { clock: arguments.database.clock(), is_temporary: false, spool };
        let stop = Stop::listen(asked_to_stop()).await;
        serve(store, keeping, &arguments.listen, &told, stop).await
    })
}

/// Whether the program was asked to end. One listener hears for the whole run: a second one that begins later would miss
/// what was asked in between.
#[derive(Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Hears from now on; `asked` is done when the program is asked to end.
    pub(crate) async fn listen(asked: impl Future<Output = ()> + Send + 'static) -> Self {
        let (tell, told) = watch::channel(false);
        let mut asked = Box::pin(asked);
        // Polled once before anything else happens: from then on the signal is heard.
        tokio::select! {
            biased;
            () = &mut asked => {
                tell.send_replace(true);
            }
            () = std::future::ready(()) => {
                tokio::spawn(async move {
                    asked.await;
                    tell.send_replace(true);
                });
            }
        }
        Self(told)
    }

    /// Done when the program was asked to end.
    pub(crate) async fn asked(mut self) {
        // Nobody left to tell: the program is ending.
        let _ = self.0.wait_for(|is_asked| *is_asked).await;
    }
}

/// Serves a database until it is asked to stop.
pub(crate) async fn serve(
    store: Store,
    keeping: Keeping,
    listen: &ListenArguments,
    told: &str,
    stop: Stop,
) -> Result<Outcome> {
    let Some(port) = port(listen)? else { return Ok(Outcome::WrongUse) };
    let address = SocketAddr::new(listen.address, port);
    let library = Library::open(store, keeping).await?;
    let host_names = listen.host_names.iter().map(|name| name.trim_end_matches('.').to_ascii_lowercase()).collect();
    let base_path = listen.base_path.clone().unwrap_or_default();
    let config = Config { host_names, is_behind_proxy: listen.behind_proxy, base_path: base_path.clone() };
    let app = App::new(config, library.clone()).await?;
    let server = match Server::listen(address, app).await {
        Ok(server) => server,
        Err(error) => return Ok(cannot_listen(&error)),
    };
    let at = server.address().context("the system does not say where it listens")?;
    let shown = if at.ip().is_unspecified() { SocketAddr::new(Ipv4Addr::LOCALHOST.into(), at.port()) } else { at };
    {
        let mut out = std::io::stdout().lock();
        writeln!(out, "striate is at http://{shown}{base_path}")?;
        out.flush()?;
    }
    complain(told);
    complain("Ctrl-C ends it.");
    let first = stop.clone();
    let stopping = async move {
        first.asked().await;
        complain("Ending; press Ctrl-C again to end at once.");
    };
    // Whoever listens to events would hold it up for ever; whoever is impatient need not wait.
    let result = tokio::select! {
        result = server.run(stopping) => result,
        () = patience(stop) => Ok(()),
    };
    library.close().await;
    result?;
    Ok(Outcome::Done)
}

/// Done a while after the program was asked to stop, or at the second Ctrl-C.
async fn patience(stop: Stop) {
    stop.asked().await;
    tokio::select! {
        () = tokio::time::sleep(Duration::from_secs(5)) => {}
        () = asked_to_stop() => {}
    }
}

/// A runtime with threads of its own, and the log.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime> {
    start_log()?;
    // Each thread keeps memory of its own; pages and transfers need no more than these.
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.enable_all().max_blocking_threads(8).build().context("the system gives no threads")
}

/// What the server did, on standard error: warnings, or what STRIATE_LOG asks for.
fn start_log() -> Result<()> {
    let asked = variable("STRIATE_LOG").unwrap_or_else(|| "warn".to_owned());
    let filter: Targets = asked
        .parse()
        .with_context(|| format!("STRIATE_LOG: \"{asked}\" is no level; write error, warn, info or debug"))?;
    let log = tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_writer(std::io::stderr);
    let log = log.with_ansi(std::io::stderr().is_terminal());
    // A second server in one program keeps the first one's log.
    let _ = if variable("STRIATE_LOG_FORMAT").as_deref() == Some("json") {
        log.json().finish().with(filter).try_init()
    } else {
        log.finish().with(filter).try_init()
    };
    Ok(())
}

fn port(listen: &ListenArguments) -> Result<Option<u16>> {
    if let Some(port) = listen.port {
        return Ok(Some(port));
    }
    let setting = config::port()?;
    match setting.value.parse() {
        Ok(port) => Ok(Some(port)),
        Err(_) => {
            wrong(&format!("\"{}\" is no port", setting.value), "write a number from 0 to 65535");
            Ok(None)
        }
    }
}

/// Uploads lie beside the database: there is room for them where there is room for what they become.
fn spool_beside(location: &Location) -> PathBuf {
    match location {
        Location::File(path) => {
            let mut name = path.as_os_str().to_owned();
            name.push(".spool");
            PathBuf::from(name)
        }
        Location::Server(_) => std::env::temp_dir().join("striate-spool"),
    }
}

fn cannot_listen(error: &ServeError) -> Outcome {
    let (why, hint) = match error {
        ServeError::NeedsPassword(_) => (String::new(), "set one with `striate password`, then start again".to_owned()),
        ServeError::CannotListen { address, source } => {
            let why = format!(": {source}");
            let hint = match source.kind() {
                std::io::ErrorKind::AddrInUse => format!(
                    "striate may be running already: open http://{address}, or choose another port with --port {}",
                    address.port().checked_add(1).unwrap_or(7879)
                ),
                std::io::ErrorKind::PermissionDenied => {
                    "ports below 1024 belong to the system: choose another with --port".to_owned()
                }
                std::io::ErrorKind::AddrNotAvailable => {
                    "--address is an address of this computer, or 0.0.0.0 for all of them".to_owned()
                }
                _ => "choose another with --port or --address".to_owned(),
            };
            (why, hint)
        }
        ServeError::Stopped(source) => (format!(": {source}"), "start it again".to_owned()),
    };
    complain(&format!("error: {error}{why}\nhint: {hint}"));
    Outcome::CannotWork
}

pub(crate) fn password(arguments: &PasswordArguments) -> Result<Outcome> {
    let hash = if arguments.remove {
        None
    } else {
        let said = said_password()?;
        match striate_server::hashed(&said) {
            Ok(hash) => Some(hash),
            Err(error) => {
                return Ok(wrong(error.detail().trim_end_matches('.'), "take a sentence that only you would say"));
            }
        }
    };
    block_on(async {
        let store = arguments.database.open().await?;
        store.set_password_hash(hash.as_deref()).await?;
        let place = store.location().shown();
        store.close().await;
        complain(&match &hash {
            Some(_) => format!("The password of {place} is set. Everybody is asked for it from now on."),
            None => {
                format!("{place} has no password any more; it answers to this computer alone when it starts again.")
            }
        });
        Ok(Outcome::Done)
    })
}

/// Twice from a terminal without showing it, else the first line of standard input.
fn said_password() -> Result<String> {
    if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password("New password, ten characters or more: ").context("cannot read it")?;
        let again = rpassword::prompt_password("Once more: ").context("cannot read it")?;
        if first != again {
            bail!("the two are not the same; nothing was changed");
        }
        return Ok(first);
    }
    let mut text = String::new();
    std::io::stdin().take(4096).read_to_string(&mut text).context("cannot read standard input")?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
