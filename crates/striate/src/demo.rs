//! `striate demo`: the web app on the demo athlete, or a database with the demo athlete in it.

use crate::Outcome;
use crate::database::{DatabaseArguments, Form};
use crate::here::{Asked, Failure, block_on, open};
use crate::import::{Bar, print};
use crate::serve::{ListenArguments, Stop, runtime, serve};
use crate::terminal::complain;
use anyhow::{Context, Result};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use striate_app::Keeping;
use striate_server::asked_to_stop_or_hung_up;
use striate_store::import::Zone;
use striate_store::{Store, demo};

/// Open the web app with two years of made-up data, in a temporary database.
///
/// The athlete is synthetic: two years of running and lifting up to today, with a plateau, an injury and a comeback.
#[derive(clap::Args)]
pub(crate) struct DemoArguments {
    /// Write the demo data to the configured database and exit.
    #[arg(long)]
    seed_only: bool,
    /// Output format of --seed-only.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    #[command(flatten)]
    listen: ListenArguments,
    #[command(flatten)]
    database: DatabaseArguments,
}

pub(crate) fn run(arguments: &DemoArguments) -> Result<Outcome> {
    if arguments.seed_only { seed_only(arguments) } else { show(arguments) }
}

fn show(arguments: &DemoArguments) -> Result<Outcome> {
    let runtime = runtime()?;
    let mut folder = None;
    let outcome = runtime.block_on(async {
        // Heard from before there is anything to leave behind.
        let stop = Stop::listen(asked_to_stop_or_hung_up()).await;
        let made = tempfile::Builder::new().prefix("striate-demo-").tempdir().context("no room for temporary files")?;
        let folder = folder.insert(made);
        complain("Creating two years of demo training and analyzing each session ...");
        let store = Store::open(&format!("sqlite:{}", folder.path().join("demo.db").display())).await?;
        let athlete = store.only_athlete().await?;
        let clock = arguments.database.clock();
        let zone = Zone::of_system();
        let today = zone.day(clock.now());
        let is_stopped = Arc::new(AtomicBool::new(false));
        let (filled, mut bar) = (store.clone(), Bar::new(Arc::clone(&is_stopped)));
        // On a thread of its own, so that whoever wants to stop is heard at once.
        let mut seeding = tokio::spawn(async move {
            let seeded = demo::seed(&filled, athlete, (today, &zone), &mut bar).await;
            bar.finish();
            seeded
        });
        let seeded = tokio::select! {
            seeded = &mut seeding => seeded.context("the athlete could not be made")?,
            () = stop.clone().asked() => {
                is_stopped.store(true, Ordering::Relaxed);
                // Who still writes into the folder would leave it behind.
                let _ = tokio::time::timeout(Duration::from_secs(10), seeding).await;
                return Ok(Outcome::Done);
            }
        };
        let sessions = seeded?.derived.sessions;
        let keeping = Keeping { clock, is_temporary: true, spool: folder.path().join("spool") };
        let told = format!("{sessions} sessions of nobody, up to yesterday; all of it is gone when striate ends.");
        serve(store, keeping, &arguments.listen, &told, stop).await
    });
    // The folder goes when nobody works in it any more.
    runtime.shutdown_timeout(Duration::from_secs(5));
    drop(folder);
    outcome
}

fn seed_only(arguments: &DemoArguments) -> Result<Outcome> {
    block_on(async {
        let library = open(&arguments.database, Asked::default()).await?;
        let today = library.today().await?;
        let mut bar = Bar::new(Arc::new(AtomicBool::new(false)));
        let report = library.seed_demo(&mut bar).await;
        bar.finish();
        let report = report?;
        library.close().await;
        let sessions = report.derived.sessions;
        let page = || format!("The demo athlete is in the database: {sessions} sessions up to {today}.\n");
        print(arguments.format, page, &json!({ "sessions": sessions, "today": today.to_string() }))?;
        Ok::<_, Failure>(if report.problems.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
    })
}
