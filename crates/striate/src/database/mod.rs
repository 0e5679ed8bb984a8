//! Which database: a flag before the environment before the configuration file before the platform's data folder.

pub(crate) mod backup;
pub(crate) mod config;
pub(crate) mod doctor;
pub(crate) mod export;
mod units;
mod zones;

use anyhow::Result;
use clap::ValueEnum;
use serde::Deserialize;
use std::path::PathBuf;
use striate_app::Clock;
use striate_model::Timestamp;
use striate_store::{Location, OpenOptions, Store};

/// Which database.
#[derive(clap::Args, Default)]
pub(crate) struct DatabaseArguments {
    /// Database: sqlite:FILE or postgres://USER@HOST/NAME [default: STRIATE_DATABASE, then the configuration file,
    /// then a file in your data folder; see `striate config show`]
    #[arg(long, value_name = "URI", help_heading = "Database", global = true)]
    database: Option<String>,
    /// The time that the command sees, as 2026-11-14T18:00:00Z; for tests.
    #[arg(long, value_name = "TIME", hide = true, global = true, value_parser = instant)]
    clock: Option<Timestamp>,
}

fn instant(text: &str) -> Result<Timestamp, String> {
    striate_app::parse_instant(text).ok_or_else(|| format!("\"{text}\" is no time: write 2026-11-14T18:00:00Z"))
}

/// Output format.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// A table to read.
    Table,
    /// One JSON object.
    Json,
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    /// The value as it was written.
    pub(crate) value: String,
    /// flag, env, file or default.
    pub(crate) origin: &'static str,
}

/// The configuration file: every key may be missing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ConfigFile {
    database: Option<String>,
    port: Option<u16>,
}

impl DatabaseArguments {
    /// The database's address and where it came from.
    pub(crate) fn setting(&self) -> Result<Setting> {
        let file = config::read()?;
        let of = |value: Option<String>, origin| value.map(|value| Setting { value, origin });
        let found = of(self.database.clone(), "flag")
            .or_else(|| of(variable("STRIATE_DATABASE"), "env"))
            .or_else(|| of(file.database, "file"));
        Ok(found.unwrap_or_else(|| {
            let path = config::data_folder().join("striate.db");
            Setting { value: format!("sqlite:{}", path.display()), origin: "default" }
        }))
    }

    pub(crate) fn location(&self) -> Result<Location> {
        Ok(Location::parse(&self.setting()?.value)?)
    }

    /// The time, as the command is to see it.
    pub(crate) fn clock(&self) -> Clock {
        Clock::fixed_or_system(self.clock)
    }

    /// Opens the database, made where there is none.
    pub(crate) async fn open(&self) -> Result<Store> {
        Ok(Store::open_with(&self.location()?, &OpenOptions::default()).await?)
    }

    /// Opens a database that must be there already, for reading alone.
    pub(crate) async fn read(&self) -> Result<Store> {
        let options = OpenOptions { read_only: true, ..OpenOptions::default() };
        Ok(Store::open_with(&self.location()?, &options).await?)
    }
}

/// An environment variable that says something.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A path in an environment variable.
fn path_variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
