//! `striate config`: each setting with where it came from, and the units.

use super::units::{self, UnitsArguments};
use super::zones::{self, ZoneArguments};
use super::{ConfigFile, DatabaseArguments, Form, Setting, path_variable, variable};
use crate::Outcome;
use anyhow::{Context, Result};
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;
use striate_store::import::Zone;
use striate_store::{Location, block_on};

/// The settings.
#[derive(clap::Args)]
pub(crate) struct ConfigArguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Show every setting and where its value comes from: flag, environment, file, profile or default.
    Show(ShowArguments),
    /// Choose units, for example `striate config units mi lb`; without a unit, show the current ones.
    Units(UnitsArguments),
    /// Says your time zone, as `striate config time-zone Europe/Berlin`, and reads again under it what is stored; without a
    /// zone it tells which that is.
    TimeZone(ZoneArguments),
}

#[derive(clap::Args)]
struct ShowArguments {
    #[command(flatten)]
    database: DatabaseArguments,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

/// The port of the server where nobody says another.
const PORT: u16 = 7878;

pub(crate) fn run(arguments: &ConfigArguments) -> Result<Outcome> {
    let arguments = match &arguments.action {
        Action::Units(arguments) => return units::run(arguments),
        Action::TimeZone(arguments) => return zones::run(arguments),
        Action::Show(arguments) => arguments,
    };
    let database = arguments.database.setting()?;
    let shown = Location::parse(&database.value)?.shown();
    let settings = [
        ("database", Setting { value: shown, ..database }),
        ("port", port()?),
        ("config_file", file_setting()),
        ("time_zone", zone(arguments)?),
        ("data_folder", Setting { value: data_folder().display().to_string(), origin: data_folder_origin() }),
    ];
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match arguments.format {
        Form::Table => {
            for (name, setting) in settings {
                writeln!(out, "{name:<12} {:<8} {}", setting.origin, setting.value)?;
            }
        }
        Form::Json => {
            let of = |(name, s): (&str, Setting)| (name.to_owned(), json!({"value": s.value, "origin": s.origin}));
            writeln!(out, "{:#}", serde_json::Value::Object(settings.into_iter().map(of).collect()))?;
        }
    }
    Ok(Outcome::Done)
}

/// The zone of the athlete's profile where there is a database that can be read, else this computer's.
fn zone(arguments: &ShowArguments) -> Result<Setting> {
    let of_profile = async {
        let store = arguments.database.read().await.ok()?;
        let athlete = store.athlete().await.ok().flatten();
        let profile = match athlete {
            Some(athlete) => store.profile(athlete).await.ok(),
            None => None,
        };
        store.close().await;
        profile?.time_zone
    };
    // A server that does not answer is no reason to wait for long.
    let found = block_on(async { tokio::time::timeout(Duration::from_secs(2), of_profile).await })?;
    Ok(match found.ok().flatten() {
        Some(value) => Setting { value, origin: "profile" },
        None => Setting { value: Zone::of_system().name().to_owned(), origin: "default" },
    })
}

pub(crate) fn port() -> Result<Setting> {
    if let Some(value) = variable("STRIATE_PORT") {
        let _: u16 = value.parse().with_context(|| format!("STRIATE_PORT: \"{value}\" is no port"))?;
        return Ok(Setting { value, origin: "env" });
    }
    Ok(match read()?.port {
        Some(port) => Setting { value: port.to_string(), origin: "file" },
        None => Setting { value: PORT.to_string(), origin: "default" },
    })
}

fn file_setting() -> Setting {
    let origin = if variable("STRIATE_CONFIG").is_some() { "env" } else { "default" };
    let path = file();
    let there = if path.exists() { "" } else { " (not there)" };
    Setting { value: format!("{}{there}", path.display()), origin }
}

/// The configuration file's settings; none where there is no file.
pub(super) fn read() -> Result<ConfigFile> {
    let path = file();
    match std::fs::read_to_string(&path) {
        Ok(text) => toml::from_str(&text)
            .with_context(|| format!("the configuration file {} is not understood", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && variable("STRIATE_CONFIG").is_none() => {
            Ok(ConfigFile::default())
        }
        Err(error) => Err(error).with_context(|| format!("the configuration file {} cannot be read", path.display())),
    }
}

fn file() -> PathBuf {
    path_variable("STRIATE_CONFIG").unwrap_or_else(|| config_folder().join("config.toml"))
}

/// Where the platform keeps settings.
fn config_folder() -> PathBuf {
    if cfg!(any(target_os = "macos", windows)) {
        return data_folder();
    }
    let base = path_variable("XDG_CONFIG_HOME").filter(|p| p.is_absolute());
    base.unwrap_or_else(|| home().join(".config")).join("striate")
}

/// Where the platform keeps a program's data.
pub(crate) fn data_folder() -> PathBuf {
    if cfg!(target_os = "macos") {
        return home().join("Library/Application Support/striate");
    }
    if cfg!(windows) {
        return path_variable("LOCALAPPDATA").unwrap_or_else(home).join("striate");
    }
    let base = path_variable("XDG_DATA_HOME").filter(|p| p.is_absolute());
    base.unwrap_or_else(|| home().join(".local/share")).join("striate")
}

fn data_folder_origin() -> &'static str {
    let named = !cfg!(any(target_os = "macos", windows)) && path_variable("XDG_DATA_HOME").is_some();
    if named { "env" } else { "default" }
}

/// The home folder; the folder that we are in where there is none.
fn home() -> PathBuf {
    std::env::home_dir().filter(|h| !h.as_os_str().is_empty()).unwrap_or_else(|| PathBuf::from("."))
}
