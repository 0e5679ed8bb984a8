//! `striate import`: files, folders and archives into the database; what was imported, taken back, mapped and joined.

mod listener;
mod manage;
mod page;
mod twins;
mod watch;

use crate::Outcome;
use crate::database::{DatabaseArguments, Form};
use crate::here::{Failure, block_on, open, open_existing, zone};
use crate::terminal::complain;
use anyhow::Result;
use clap::{Subcommand, ValueEnum};
pub(crate) use listener::{Bar, stop_flag};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{SystemTime, UNIX_EPOCH};
use striate_model::{Day, MassUnit, Timestamp};
use striate_store::import::{ImportOptions, Zone, ZoneFor, dry_run, import, say_zone};
use striate_store::{AthleteId, DISTANCE_UNIT, GroupLimits, Store, StoreError};

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
    let (store, athlete) = open(&arguments.database).await?;
    if let Some(name) = &arguments.time_zone {
        remember_zone(&store, athlete, name).await?;
    }
    let options = options(arguments, &store, athlete).await?;
    if arguments.watch {
        return watch::watch(&store, athlete, &arguments.paths, &options, (arguments.format, stop)).await;
    }
    let outcome = once(&store, athlete, &arguments.paths, &options, (arguments.format, stop)).await?;
    store.close().await;
    Ok(outcome)
}

/// A time zone that was said once holds for later imports, and for lines by hand; said for the first time also for what is
/// stored.
async fn remember_zone(store: &Store, athlete: AthleteId, name: &str) -> Result<(), StoreError> {
    let zone = Zone::named(name)?;
    let said = say_zone(store, athlete, &zone, today(&zone), ZoneFor::FromNow).await?;
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

/// The civil day of a zone by the clock of this computer.
pub(crate) fn today(zone: &Zone) -> Day {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    zone.day(Timestamp::from_unix_ms(i64::try_from(now.as_millis()).unwrap_or_default()))
}

/// One import with its bar and its summary.
async fn once(
    store: &Store,
    athlete: AthleteId,
    paths: &[PathBuf],
    options: &ImportOptions,
    (form, stop): (Form, Arc<AtomicBool>),
) -> Result<Outcome, Failure> {
    let mut bar = Bar::new(stop);
    let report = import(store, athlete, paths, options, &mut bar).await;
    bar.finish();
    let report = report?;
    page::report(&report, options, form)?;
    Ok(page::outcome(&report.counts, &report.problems, report.is_stopped))
}

/// A dry run works without a database too.
async fn look(arguments: &ImportArguments, stop: Arc<AtomicBool>) -> Result<Outcome, Failure> {
    let here = match open_existing(&arguments.database).await {
        Ok(here) => Some(here),
        Err(Failure::Store(error)) if error.sort() == striate_store::Sort::NotFound => None,
        Err(failure) => return Err(failure),
    };
    let known = here.as_ref().map(|(store, athlete)| (store, *athlete));
    let options = match known {
        Some((store, athlete)) => options(arguments, store, athlete).await?,
        None => ImportOptions {
            zone: match &arguments.time_zone {
                Some(name) => Zone::named(name)?,
                None => Zone::of_system(),
            },
            unit: arguments.unit.map(Unit::mass_unit),
            miles: None,
            threads: arguments.threads.map(usize::from),
            group: group(arguments),
        },
    };
    let mut bar = Bar::new(stop);
    let seen = dry_run(known, &arguments.paths, &options, &mut bar).await;
    bar.finish();
    let seen = seen?;
    page::dry_run(&seen, &options, arguments.format)?;
    Ok(page::outcome(&seen.counts, &seen.problems, seen.is_stopped))
}

async fn options(arguments: &ImportArguments, store: &Store, athlete: AthleteId) -> Result<ImportOptions, StoreError> {
    let profile = store.profile(athlete).await?;
    let of_profile = match profile.mass_unit.as_deref() {
        Some("kg") => Some(MassUnit::Kilogram),
        Some("lb") => Some(MassUnit::Pound),
        _ => None,
    };
    Ok(ImportOptions {
        zone: zone(store, athlete, arguments.time_zone.as_deref()).await?,
        unit: arguments.unit.map(Unit::mass_unit).or(of_profile),
        miles: profile.more.get(DISTANCE_UNIT).and_then(|unit| unit.as_str()).map(|unit| unit == "mi"),
        threads: arguments.threads.map(usize::from),
        group: group(arguments),
    })
}

fn group(arguments: &ImportArguments) -> GroupLimits {
    let limits = GroupLimits::default();
    GroupLimits { files: arguments.group.map_or(limits.files, usize::from), ..limits }
}

async fn manage(arguments: &ImportArguments, command: &ImportCommand) -> Result<Outcome, Failure> {
    let (store, athlete) = open_existing(&arguments.database).await?;
    let here = manage::Here { store: &store, athlete, form: arguments.format };
    let outcome = match command {
        ImportCommand::List => here.list().await,
        ImportCommand::Undo { id } => here.undo(*id).await,
        ImportCommand::Map { title, movement } => here.map(title.as_deref(), movement.as_deref()).await,
        ImportCommand::Twins => here.twins().await,
        ImportCommand::Split { recording, other } => here.split(recording, other.as_deref()).await,
        ImportCommand::Merge { recording, other } => here.merge(recording, other).await,
        ImportCommand::Prefer { recording, part } => here.prefer(recording, part).await,
    }?;
    store.close().await;
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
