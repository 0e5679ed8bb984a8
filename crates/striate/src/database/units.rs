//! `striate config units`: in which units the athlete reads.

use super::DatabaseArguments;
use crate::Outcome;
use crate::here::{Failure, block_on, open, zone};
use anyhow::{Context, Result};
use std::io::Write;
use striate_model::{MassUnit, Timestamp};
use striate_store::DISTANCE_UNIT;

/// The units.
#[derive(clap::Args)]
pub(super) struct UnitsArguments {
    /// km or mi, kg or lb; a unit you leave out stays as it is.
    #[arg(value_name = "UNIT", value_enum, num_args = 0..=2)]
    units: Vec<UnitWord>,
    #[command(flatten)]
    database: DatabaseArguments,
}

/// A unit as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum UnitWord {
    Km,
    Mi,
    Kg,
    Lb,
}

pub(super) fn run(arguments: &UnitsArguments) -> Result<Outcome> {
    block_on(async {
        let (store, athlete) = open(&arguments.database).await?;
        let mut profile = store.profile(athlete).await?;
        for unit in &arguments.units {
            match unit {
                UnitWord::Km => drop(profile.more.insert(DISTANCE_UNIT.to_owned(), "km".into())),
                UnitWord::Mi => drop(profile.more.insert(DISTANCE_UNIT.to_owned(), "mi".into())),
                UnitWord::Kg => profile.mass_unit = Some("kg".to_owned()),
                UnitWord::Lb => profile.mass_unit = Some("lb".to_owned()),
            }
        }
        if !arguments.units.is_empty() {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
            let now = Timestamp::from_unix_ms(i64::try_from(now.as_millis()).unwrap_or_default());
            let today = zone(&store, athlete, None).await?.day(now);
            // The latest day holds: one that was said for a day ahead would hide this one.
            let latest = store.profiles(athlete).await?.last().map_or(today, |(day, _)| (*day).max(today));
            store.put_profile(athlete, latest, &profile).await?;
        }
        let units = profile.units();
        let mass = if units.mass == MassUnit::Pound { "pounds" } else { "kilograms" };
        let distance = if units.distance_name() == "mi" { "miles and feet" } else { "kilometres and metres" };
        store.close().await;
        let mut out = std::io::stdout().lock();
        writeln!(out, "Sentences are told in {distance} and in {mass}.")
            .and_then(|()| out.flush())
            .context("cannot write")
            .map_err(Failure::from)?;
        Ok(Outcome::Done)
    })
}
