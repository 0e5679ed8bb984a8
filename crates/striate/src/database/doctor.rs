//! `striate doctor`: looks at the whole database and changes nothing.

use super::{DatabaseArguments, Form};
use crate::Outcome;
use crate::terminal::{CAUTION, FAINT, STRONG, complain, counted, styled};
use anyhow::Result;
use std::io::Write;
use striate_store::{Finding, Report, block_on};

/// Which database, and how to say it.
#[derive(clap::Args)]
pub(crate) struct DoctorArguments {
    #[command(flatten)]
    database: DatabaseArguments,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

pub(crate) fn run(arguments: &DoctorArguments) -> Result<Outcome> {
    complain("Looking at every row, original and sample; nothing is changed ...");
    let report = block_on(async {
        let store = arguments.database.read().await?;
        let report = store.examine().await;
        store.close().await;
        Ok::<Report, anyhow::Error>(report?)
    })??;
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match arguments.format {
        Form::Table => write!(out, "{}", table(&report))?,
        Form::Json => writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?,
    }
    Ok(if report.problems.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
}

fn table(report: &Report) -> String {
    let verdict = match report.problems.len() {
        0 => "The database is sound.".to_owned(),
        1 => "One thing is wrong.".to_owned(),
        n => format!("{n} things are wrong."),
    };
    let mut page = format!("{}\n\n", styled(STRONG, verdict));
    let mut line = |name: &str, value: String| page.push_str(&format!("{name:<16} {value}\n"));
    line("database", format!("{} ({})", report.database, report.backend));
    let schema = report.schema_version.map_or_else(|| "none".to_owned(), |v| v.to_string());
    line("schema", format!("{schema} (this program writes {})", report.program_schema_version));
    line("method", report.method_version.to_owned());
    line("size", room(report.size_bytes));
    line("room left", room(report.free_bytes));
    line("athletes", report.athletes.to_string());
    line("sessions", format!("{} from {}", report.sessions, counted(report.recordings, "recording")));
    line("originals", format!("{} in {}", report.originals, counted(report.imports, "import")));
    line("journal lines", report.journal_lines.to_string());
    let say = |f: &Finding, style| format!("\n{}\n  {}\n", styled(style, &f.message), styled(FAINT, f.hint));
    page.extend(report.problems.iter().map(|f| say(f, CAUTION)));
    page.extend(report.notes.iter().map(|f| say(f, STRONG)));
    page
}

fn room(bytes: Option<u64>) -> String {
    bytes.map_or_else(|| "not known".to_owned(), |b| format!("{:.1} MB", b as f64 / 1e6))
}
