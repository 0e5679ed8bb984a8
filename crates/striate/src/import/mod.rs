//! `striate import`: files, folders and archives into the database; what was imported, taken back, mapped and joined.

mod listener;
mod manage;
mod page;
mod twins;
mod watch;

use crate::Outcome;
use crate::database::{DatabaseArguments, Form};
use crate::here::{Asked, Failure, block_on, open, open_existing};
use crate::terminal::complain;
use anyhow::Result;
use clap::{Subcommand, ValueEnum};
pub(crate) use listener::{Bar, stop_flag};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use striate_app::{AppError, ErrorKind, Library, import_options};
use striate_model::MassUnit;
use striate_store::import::{ImportOptions, Zone, ZoneFor, dry_run};
use striate_store::{GroupLimits, Profile};

/// Import your history: files, folders and archives.
///
/// Reads FIT, TCX and GPX (also .gz), folders, exports from Strava, Garmin and Apple Health as downloaded, logs from
/// Hevy, Strong, FitNotes, Liftosaur, Fitbod and StrongLifts, and other tables (CSV) with columns Date, Exercise, Reps
/// and Weight. Runs in a lifting log become runs. File types are recognized by content. A file or session is never
/// counted twice, and every import can be undone.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct ImportArguments {
    /// Files, folders and archives to import.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Show what would be imported; write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Keep watching the folder and import new files as they appear. Stop with Ctrl-C.
    #[arg(long, conflicts_with = "dry_run")]
    watch: bool,
    /// Unit of weights in logs that do not state one [default: from your profile]
    #[arg(long, value_enum)]
    unit: Option<Unit>,
    /// Your time zone, such as Europe/Berlin or +02:00, for logs without one and for the day of a late run. Saved in
    /// your profile [default: from your profile, else this computer's]
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Number of threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Files per disk sync.
    #[arg(long, value_name = "N", hide = true, value_parser = clap::value_parser!(u16).range(1..))]
    group: Option<u16>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table, global = true)]
    format: Form,
    #[command(flatten)]
    database: DatabaseArguments,
    #[command(subcommand)]
    command: Option<ImportCommand>,
}

#[derive(Subcommand)]
enum ImportCommand {
    /// List imports, newest first.
    List,
    /// Undo an import and restore the database to its state before.
    Undo {
        /// Number shown by `import list`.
        id: i64,
    },
    /// Map an unknown exercise to one in the catalog; without a movement, list the closest matches.
    Map {
        /// Exercise title in your log.
        title: Option<String>,
        /// Exercise in the catalog, by name or key.
        movement: Option<String>,
    },
    /// List sessions with several recordings, what was used and why, and pairs that need your decision.
    Twins,
    /// Treat two recordings as separate sessions; with one ID, separate it from all others.
    Split {
        /// Recording ID.
        recording: String,
        /// Second recording ID.
        other: Option<String>,
    },
    /// Treat two recordings as one session.
    Merge {
        /// Recording ID.
        recording: String,
        /// Second recording ID.
        other: String,
    },
    /// Choose which recording provides a session's streams, sets or name.
    Prefer {
        /// Recording ID.
        recording: String,
        /// What to take from it.
        #[arg(value_parser = ["streams", "sets", "name"])]
        part: String,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Unit {
    Kg,
    Lb,
}

impl Unit {
    const fn mass_unit(self) -> MassUnit {
        match self {
            Self::Kg => MassUnit::Kilogram,
            Self::Lb => MassUnit::Pound,
        }
    }
}

pub(crate) fn run(arguments: &ImportArguments) -> Result<Outcome> {
    block_on(async {
        match &arguments.command {
            None => import_paths(arguments).await,
            Some(command) => manage(arguments, command).await,
        }
    })
}

async fn import_paths(arguments: &ImportArguments) -> Result<Outcome, Failure> {
    let stop = stop_flag();
    if arguments.dry_run {
        return look(arguments, stop).await;
    }
    let library = open(&arguments.database, Asked::default()).await?;
    if let Some(name) = &arguments.time_zone {
        remember_zone(&library, name).await?;
    }
    let how = How { options: options(arguments, &library).await?, form: arguments.format, stop };
    if arguments.watch {
        return watch::watch(&library, &arguments.paths, &how).await;
    }
    let outcome = once(&library, &arguments.paths, &how).await?;
    library.close().await;
    Ok(outcome)
}

/// A time zone that was said once holds for later imports, and for lines by hand; said for the first time also for what is
/// stored.
async fn remember_zone(library: &Library, name: &str) -> Result<(), Failure> {
    let zone = Zone::named(name)?;
    let said = library.change_zone(&zone, ZoneFor::FromNow).await?;
    if let (true, Some(before)) = (said.is_new, &said.before) {
        complain(&format!(
            "Your time zone is {name} from now on. Lifting logs that were imported under {before} keep it; if that was wrong: \
             striate config time-zone {name}",
            name = zone.name()
        ));
    } else if said.is_new {
        let stored = if said.files > 0 { ", and the lifting logs that are stored are read again under it" } else { "" };
        complain(&format!("Your time zone is {} from now on, also for later imports{stored}.", zone.name()));
    }
    Ok(())
}

/// How files are read, and how what came of it is told.
struct How {
    options: ImportOptions,
    form: Form,
    stop: Arc<AtomicBool>,
}

/// One import with its bar and its summary.
async fn once(library: &Library, paths: &[PathBuf], how: &How) -> Result<Outcome, Failure> {
    let mut bar = Bar::new(Arc::clone(&how.stop));
    let report = library.import_now(paths, &how.options, &mut bar).await;
    bar.finish();
    let report = report?;
    library.update_plan().await?;
    page::report(&report, &how.options, how.form)?;
    Ok(page::outcome(&report.counts, &report.problems, report.is_stopped))
}

/// A dry run works without a database too.
async fn look(arguments: &ImportArguments, stop: Arc<AtomicBool>) -> Result<Outcome, Failure> {
    let library = match open_existing(&arguments.database, Asked::default()).await {
        Ok(library) => Some(library),
        Err(Failure::App(error)) if error.kind() == ErrorKind::NotFound => None,
        Err(failure) => return Err(failure),
    };
    let options = match &library {
        Some(library) => options(arguments, library).await?,
        None => options_of(arguments, &Profile::default())?,
    };
    let known = library.as_ref().map(|library| (&library.store, library.athlete));
    let mut bar = Bar::new(stop);
    let seen = dry_run(known, &arguments.paths, &options, &mut bar).await;
    bar.finish();
    let seen = seen?;
    page::dry_run(&seen, &options, arguments.format)?;
    Ok(page::outcome(&seen.counts, &seen.problems, seen.is_stopped))
}

async fn options(arguments: &ImportArguments, library: &Library) -> Result<ImportOptions, Failure> {
    Ok(options_of(arguments, &library.store.profile(library.athlete).await?)?)
}

fn options_of(arguments: &ImportArguments, profile: &Profile) -> Result<ImportOptions, AppError> {
    let unit = arguments.unit.map(Unit::mass_unit);
    let options = import_options(profile, arguments.time_zone.as_deref(), unit)?;
    Ok(ImportOptions { threads: arguments.threads.map(usize::from), group: group(arguments), ..options })
}

fn group(arguments: &ImportArguments) -> GroupLimits {
    let limits = GroupLimits::default();
    GroupLimits { files: arguments.group.map_or(limits.files, usize::from), ..limits }
}

async fn manage(arguments: &ImportArguments, command: &ImportCommand) -> Result<Outcome, Failure> {
    let library = open_existing(&arguments.database, Asked::default()).await?;
    let here = manage::Here { library: &library, form: arguments.format };
    let outcome = match command {
        ImportCommand::List => here.list().await,
        ImportCommand::Undo { id } => here.undo(*id).await,
        ImportCommand::Map { title, movement } => here.map(title.as_deref(), movement.as_deref()).await,
        ImportCommand::Twins => here.twins().await,
        ImportCommand::Split { recording, other } => here.split(recording, other.as_deref()).await,
        ImportCommand::Merge { recording, other } => here.merge(recording, other).await,
        ImportCommand::Prefer { recording, part } => here.prefer(recording, part).await,
    }?;
    library.close().await;
    Ok(outcome)
}

/// Prints lines or an object on standard output.
pub(crate) fn print(form: Form, text: impl FnOnce() -> String, json: &serde_json::Value) -> Result<()> {
    use std::io::Write;
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match form {
        Form::Table => write!(out, "{}", text())?,
        Form::Json => writeln!(out, "{json}")?,
    }
    out.flush()?;
    Ok(())
}

/// Says what is wrong with a call.
pub(crate) fn wrong(message: &str, hint: &str) -> Outcome {
    complain(&format!("error: {message}\nhint: {hint}"));
    Outcome::WrongUse
}
