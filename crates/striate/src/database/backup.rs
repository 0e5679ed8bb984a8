//! `striate backup` and `striate restore`.

use super::{DatabaseArguments, Form};
use crate::Outcome;
use crate::terminal::{complain, counted};
use anyhow::Result;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;
use striate_store::{Location, Manifest, block_on, check_backup};

/// Where the backup goes.
#[derive(clap::Args)]
pub(crate) struct BackupArguments {
    /// File to write; must not exist yet.
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArguments,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

/// Which backup, and into which database.
#[derive(clap::Args)]
pub(crate) struct RestoreArguments {
    /// Backup file.
    file: PathBuf,
    /// Replace everything in the database with the backup.
    #[arg(long)]
    replace: bool,
    /// Only check the backup file; no database is opened.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    database: DatabaseArguments,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

pub(crate) fn backup(arguments: &BackupArguments) -> Result<Outcome> {
    let manifest = block_on(async {
        let store = arguments.database.read().await?;
        let manifest = store.backup(&arguments.file).await;
        store.close().await;
        Ok::<Manifest, anyhow::Error>(manifest?)
    })??;
    tell(&manifest, arguments.format, &format!("{} is a backup of", arguments.file.display()))?;
    Ok(Outcome::Done)
}

pub(crate) fn restore(arguments: &RestoreArguments) -> Result<Outcome> {
    // Before a database is even made.
    let manifest = check_backup(&arguments.file)?;
    if arguments.check {
        tell(&manifest, arguments.format, &format!("{} is whole:", arguments.file.display()))?;
        return Ok(Outcome::Done);
    }
    let location = arguments.database.location()?;
    complain(&format!("The backup is whole. Putting it into {} ...", location.shown()));
    let is_new = matches!(&location, Location::File(path) if !path.exists());
    let restored = block_on(async {
        let store = arguments.database.open().await?;
        let restored = store.restore(&arguments.file, arguments.replace).await;
        store.close().await;
        Ok::<Manifest, anyhow::Error>(restored?)
    })?;
    if restored.is_err()
        && is_new
        && let Location::File(path) = &location
    {
        // An empty database that nobody asked for is no use.
        let _ = std::fs::remove_file(path);
    }
    restored?;
    tell(&manifest, arguments.format, &format!("{} holds what the backup holds:", location.shown()))?;
    Ok(Outcome::Done)
}

fn tell(manifest: &Manifest, format: Form, verdict: &str) -> Result<()> {
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match format {
        Form::Table => {
            let count = |table: &str| manifest.rows(table);
            writeln!(
                out,
                "{verdict} {}, {}, {}.",
                counted(count("session"), "session"),
                counted(count("source_file"), "original file"),
                counted(count("journal_entry"), "journal line")
            )?;
        }
        Form::Json => {
            let answer = json!({
                "sessions": manifest.rows("session"),
                "originals": manifest.rows("source_file"),
                "manifest": manifest,
            });
            writeln!(out, "{answer:#}")?;
        }
    }
    Ok(())
}
