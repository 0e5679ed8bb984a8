//! The athlete's database as commands use it: opened, with the time zone, brought up to date; and what is said when it
//! cannot be.

use crate::Outcome;
use crate::database::DatabaseArguments;
use crate::import::Bar;
use crate::terminal::{complain, tell_in};
use anyhow::{Context, Result};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use striate_store::import::{Zone, derive, is_complete};
use striate_store::{AthleteId, OpenOptions, Store, StoreError};

/// What ends a command: the database refuses, or something else.
pub(crate) enum Failure {
    Store(StoreError),
    Other(anyhow::Error),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        error.downcast().map_or_else(Self::Other, Self::Store)
    }
}

/// Runs a command on the database to its end.
pub(crate) fn block_on(work: impl Future<Output = Result<Outcome, Failure>>) -> Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
    runtime.block_on(work).or_else(|failure| match failure {
        Failure::Store(error) => Ok(cannot_work(&error)),
        Failure::Other(error) => Err(error),
    })
}

/// The database and its athlete, made where there is none.
pub(crate) async fn open(database: &DatabaseArguments) -> Result<(Store, AthleteId), Failure> {
    let store = database.open().await?;
    let athlete = store.only_athlete().await?;
    tell_in(store.profile(athlete).await?.units());
    Ok((store, athlete))
}

/// The database and its athlete where they exist: a command that only shows something makes no file.
pub(crate) async fn open_existing(database: &DatabaseArguments) -> Result<(Store, AthleteId), Failure> {
    let options = OpenOptions { create: false, ..OpenOptions::default() };
    let store = Store::open_with(&database.location()?, &options).await?;
    let athlete = store.only_athlete().await?;
    tell_in(store.profile(athlete).await?.units());
    Ok((store, athlete))
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

/// The athlete's time zone: said now, else in the profile, else this computer's.
pub(crate) async fn zone(store: &Store, athlete: AthleteId, said: Option<&str>) -> Result<Zone, StoreError> {
    match said.map(str::to_owned).or(store.profile(athlete).await?.time_zone) {
        Some(name) => Zone::named(&name),
        None => Ok(Zone::of_system()),
    }
}

/// Works out what is missing: after an import that was stopped, a line of the journal, a new version of the method.
pub(crate) async fn ensure_derived(store: &Store, athlete: AthleteId) -> Result<(), Failure> {
    if is_complete(store, athlete).await? { Ok(()) } else { derive_all(store, athlete).await }
}

/// Works out everything whose input has changed: after the athlete's word on anything.
pub(crate) async fn derive_all(store: &Store, athlete: AthleteId) -> Result<(), Failure> {
    let mut bar = Bar::new(Arc::new(AtomicBool::new(false)));
    let derived = derive(store, athlete, None, &mut bar).await;
    bar.finish();
    for (session, reason) in derived?.failed {
        complain(&format!("session {} was not analysed: {reason}", session.0));
    }
    Ok(())
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
