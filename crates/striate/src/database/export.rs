//! `striate export`: everything that the athlete owns, as files that any program reads.

use super::{DatabaseArguments, Form};
use crate::Outcome;
use crate::terminal::{CAUTION, STRONG, complain, styled};
use anyhow::Result;
use clap::ValueEnum;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;
use striate_store::{ExportOptions, ExportPart, Exported, StoreError, block_on};

/// Where it goes and what it holds.
#[derive(clap::Args)]
pub(crate) struct ExportArguments {
    /// New folder to write, or a zip if the name ends in .zip.
    #[arg(long, value_name = "DIR_OR_ZIP", default_value = "striate-export.zip")]
    to: PathBuf,
    /// Export only these parts.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PARTS")]
    only: Vec<Part>,
    /// Overwrite an earlier export.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    database: DatabaseArguments,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Your files as imported.
    Originals,
    /// sessions.csv and days.csv.
    Csv,
    /// journal.txt.
    Journal,
    /// samples.parquet.
    Parquet,
    /// export.json.
    Json,
}

impl Part {
    const fn parts(self) -> &'static [ExportPart] {
        match self {
            Self::Originals => &[ExportPart::Originals],
            Self::Csv => &[ExportPart::Sessions, ExportPart::Days],
            Self::Journal => &[ExportPart::Journal],
            Self::Parquet => &[ExportPart::Samples],
            Self::Json => &[ExportPart::Json],
        }
    }
}

pub(crate) fn run(arguments: &ExportArguments) -> Result<Outcome> {
    let mut options = ExportOptions { replace: arguments.force, ..ExportOptions::default() };
    if !arguments.only.is_empty() {
        options.parts = arguments.only.iter().flat_map(|p| p.parts()).copied().collect();
    }
    let done = block_on(async {
        let store = arguments.database.read().await?;
        let done = match store.athlete().await? {
            Some(athlete) => store.export(athlete, &arguments.to, &options).await,
            None => Err(StoreError::not_found("the database holds no athlete yet")),
        };
        store.close().await;
        Ok::<Exported, anyhow::Error>(done?)
    })??;
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match arguments.format {
        Form::Table => write!(out, "{}", page(arguments, &done))?,
        Form::Json => {
            let mut answer = serde_json::to_value(&done)?;
            answer["to"] = json!(arguments.to.display().to_string());
            writeln!(out, "{answer:#}")?;
        }
    }
    if done.sessions_stale > 0 {
        complain(&format!(
            "{} sessions wait to be worked out; their rows say is_stale. `striate status` does it.",
            done.sessions_stale
        ));
    }
    Ok(if done.damaged.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
}

fn page(arguments: &ExportArguments, done: &Exported) -> String {
    let mut page = format!("{}\n\n", styled(STRONG, format!("{} holds your data.", arguments.to.display())));
    let mut line = |name: &str, n: u64| {
        if n > 0 {
            page.push_str(&format!("{name:<16} {n}\n"));
        }
    };
    line("original files", done.originals);
    line("sessions", done.sessions);
    line("days", done.days);
    line("journal lines", done.journal_lines);
    line("recordings", done.recordings);
    line("samples", done.samples);
    page.push_str(&format!("{:<16} {:.1} MB in {} files\n", "size", done.bytes as f64 / 1e6, done.files));
    for what in &done.damaged {
        let said = format!("Damaged in the database, exported as far as it can be read: {what}");
        page.push_str(&format!("{}\n", styled(CAUTION, said)));
    }
    page
}
