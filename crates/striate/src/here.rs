//! The athlete's database as commands use it: opened, brought up to date; and what is said when it cannot be.

use crate::Outcome;
use crate::database::DatabaseArguments;
use crate::import::Bar;
use crate::terminal::{complain, tell_in};
use anyhow::{Context, Result};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use striate_app::{AppError, CommandKeeping, ErrorKind, Library, PlanRequest};
use striate_store::import::{DeriveReport, Zone};
use striate_store::{OpenOptions, Store, StoreError};

/// What ends a command: a use case refuses, or something else.
pub(crate) enum Failure {
    App(AppError),
    Other(anyhow::Error),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        error.downcast::<StoreError>().map_or_else(Self::Other, Self::from)
    }
}

/// Runs a command on the database to its end.
pub(crate) fn block_on(work: impl Future<Output = Result<Outcome, Failure>>) -> Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
    runtime.block_on(work).or_else(|failure| match failure {
        Failure::App(error) => Ok(refused(&error)),
        Failure::Other(error) => Err(error),
    })
}

/// What a command asks of the database beside its own arguments.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked<'a> {
    /// The athlete's time zone for this command alone.
    pub(crate) zone: Option<&'a str>,
    /// How much of the plan.
    pub(crate) plan: PlanRequest,
}

/// The database, made where there is none.
pub(crate) async fn open(database: &DatabaseArguments, asked: Asked<'_>) -> Result<Library, Failure> {
    library(database.open().await?, database, asked).await
}

/// The database where it exists: a command that only shows something makes no file.
pub(crate) async fn open_existing(database: &DatabaseArguments, asked: Asked<'_>) -> Result<Library, Failure> {
    let options = OpenOptions { create: false, ..OpenOptions::default() };
    library(Store::open_with(&database.location()?, &options).await?, database, asked).await
}

async fn library(store: Store, database: &DatabaseArguments, asked: Asked<'_>) -> Result<Library, Failure> {
    let zone = asked.zone.map(Zone::named).transpose()?;
    let keeping = CommandKeeping { clock: database.clock(), zone, plan: asked.plan };
    let library = Library::for_command(store, keeping).await?;
    tell_in(library.store.profile(library.athlete).await?.units());
    Ok(library)
}

/// In which units the athlete of the usual database reads, for commands that open none: those of the profile where there
/// is a database that answers at once, else metric.
pub(crate) fn tell_as_in_profile() {
    let units = async {
        let store = DatabaseArguments::default().read().await.ok()?;
        let units = match store.athlete().await.ok()? {
            Some(athlete) => store.profile(athlete).await.ok().map(|profile| profile.units()),
            None => None,
        };
        store.close().await;
        units
    };
    let limited = async { tokio::time::timeout(Duration::from_secs(2), units).await.ok().flatten() };
    // Units are no reason to fail.
    if let Ok(Some(units)) = striate_store::block_on(limited) {
        tell_in(units);
    }
}

/// Derives what is missing: after an import that was stopped, a line of the journal, a new version of the method.
pub(crate) async fn ensure_derived(library: &Library) -> Result<(), Failure> {
    if !library.is_derived().await? {
        derive_all(library).await?;
    }
    Ok(())
}

/// Derives everything whose input has changed, and stores what that changes in the plan.
pub(crate) async fn derive_all(library: &Library) -> Result<DeriveReport, Failure> {
    let mut bar = Bar::new(Arc::new(AtomicBool::new(false)));
    let derived = library.derive_now(&mut bar).await;
    bar.finish();
    let derived = derived?;
    for (session, reason) in &derived.failed {
        complain(&format!("session {} was not analyzed: {reason}", session.0));
    }
    library.update_plan().await?;
    Ok(derived)
}

/// Says what a use case refused and what to do about it.
fn refused(error: &AppError) -> Outcome {
    match error {
        AppError::Store(error) => return cannot_work(error),
        AppError::Stale(_) => {
            complain("error: another program changed this in the meantime; nothing was stored\nhint: run it again");
        }
        other => {
            complain(&format!("error: {other}"));
            if let Some(hint) = other.hint() {
                complain(&format!("hint: {hint}"));
            }
        }
    }
    if error.kind() == ErrorKind::Invalid { Outcome::WrongUse } else { Outcome::CannotWork }
}

/// Says what the database refused and what to do about it.
pub(crate) fn cannot_work(error: &StoreError) -> Outcome {
    let mut line = format!("error: {error}");
    let mut cause = std::error::Error::source(error);
    while let Some(because) = cause {
        let text = because.to_string();
        if !line.contains(&text) {
            line = format!("{line}: {text}");
        }
        cause = because.source();
    }
    complain(&line);
    if let Some(hint) = error.hint() {
        complain(&format!("hint: {hint}"));
    }
    Outcome::CannotWork
}
