//! `striate config units`: in which units the athlete reads.

use super::DatabaseArguments;
use crate::Outcome;
use crate::here::{Asked, Failure, block_on, open};
use anyhow::{Context, Result};
use std::io::Write;
use striate_model::MassUnit;

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
        let library = open(&arguments.database, Asked::default()).await?;
        let (mut distance, mut mass) = (None, None);
        for unit in &arguments.units {
            match unit {
                UnitWord::Km => distance = Some("km"),
                UnitWord::Mi => distance = Some("mi"),
                UnitWord::Kg => mass = Some("kg"),
                UnitWord::Lb => mass = Some("lb"),
            }
        }
        let profile = if arguments.units.is_empty() {
            library.store.profile(library.athlete).await?
        } else {
            library.change_units(None, distance, mass).await?
        };
        let units = profile.units();
        let mass = if units.mass == MassUnit::Pound { "pounds" } else { "kilograms" };
        let distance = if units.distance_name() == "mi" { "miles and feet" } else { "kilometres and metres" };
        library.close().await;
        let mut out = std::io::stdout().lock();
        writeln!(out, "Sentences are told in {distance} and in {mass}.")
            .and_then(|()| out.flush())
            .context("cannot write")
            .map_err(Failure::from)?;
        Ok(Outcome::Done)
    })
}
