//! `striate config time-zone`: in which time zone the athlete lives.

use super::DatabaseArguments;
use crate::Outcome;
use crate::here::{Asked, Failure, block_on, derive_all, open};
use anyhow::{Context, Result};
use std::io::Write;
use striate_store::import::{Zone, ZoneFor};

/// The time zone.
#[derive(clap::Args)]
pub(super) struct ZoneArguments {
    /// As Europe/Berlin or +02:00.
    #[arg(value_name = "ZONE")]
    zone: Option<String>,
    /// You have moved: lifting logs that are stored keep the zone under which they were read.
    #[arg(long, requires = "zone")]
    from_now_on: bool,
    #[command(flatten)]
    database: DatabaseArguments,
}

pub(super) fn run(arguments: &ZoneArguments) -> Result<Outcome> {
    block_on(async {
        let library = open(&arguments.database, Asked::default()).await?;
        let line = match &arguments.zone {
            None => format!("Your time zone is {}.", library.zone().await?.name()),
            Some(name) => {
                let zone = Zone::named(name)?;
                let meaning = if arguments.from_now_on { ZoneFor::FromNow } else { ZoneFor::Everything };
                let said = library.change_zone(&zone, meaning).await?;
                derive_all(&library).await?;
                let stored = match (said.files, &said.before) {
                    (0, Some(before)) if arguments.from_now_on => {
                        format!(" Lifting logs that are stored keep {before}.")
                    }
                    (0, _) => String::new(),
                    (1, _) => " 1 stored lifting log was read again under it.".to_owned(),
                    (n, _) => format!(" {n} stored lifting logs were read again under it."),
                };
                format!("Your time zone is {}.{stored}", zone.name())
            }
        };
        library.close().await;
        let mut out = std::io::stdout().lock();
        writeln!(out, "{line}").and_then(|()| out.flush()).context("cannot write").map_err(Failure::from)?;
        Ok(Outcome::Done)
    })
}
