//! `striate analyze`: what files hold and what it did to each muscle, without a database.

mod table;

use crate::Outcome;
use crate::athlete::{AthleteArguments, SessionArguments};
use crate::inputs::{self, Input, Unreadable};
use crate::terminal::complain;
use anyhow::{Context, Result};
use clap::ValueEnum;
use rayon::prelude::*;
use std::io::Write;
use std::path::PathBuf;
use striate_analysis::{FileAnalysis, analyse_bytes, file_view, unreadable_view};
use striate_model::{Athlete, Told};

/// What to analyse, for whom, and how to say it.
#[derive(clap::Args)]
pub(crate) struct AnalyzeArguments {
    /// Recordings (FIT, TCX, GPX), lifting logs (CSV), or folders of recordings.
    #[arg(required = true, value_name = "FILE")]
    paths: Vec<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    #[command(flatten)]
    athlete: AthleteArguments,
    #[command(flatten)]
    session: SessionArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A table to read.
    Table,
    /// JSON: one object for one file, an array for several.
    Json,
}

/// How many files are read and analysed at once: enough to keep every core busy, few enough that years of recordings
/// never lie in memory together.
const FILES_AT_ONCE: usize = 32;

pub(crate) fn run(arguments: &AnalyzeArguments) -> Result<Outcome> {
    let athlete = match arguments.athlete.resolve() {
        Ok(athlete) => athlete,
        Err(error) => {
            complain(&format!("error: {error:#}\nhint: striate analyze --help lists the figures and their units"));
            return Ok(Outcome::WrongUse);
        }
    };
    let told = arguments.session.told();
    let inputs = inputs::collect(&arguments.paths, inputs::RECORDINGS);
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    // One file gets an object; a folder or several files get an array, whatever their number.
    let as_array = arguments.paths.len() != 1 || arguments.paths.iter().any(|p| p.is_dir());
    let mut printer = Printer { form: arguments.format, as_array, printed: 0 };
    let mut failed = 0;
    printer.begin(&mut out)?;
    for batch in inputs.chunks(FILES_AT_ONCE) {
        let results: Vec<_> = batch.par_iter().map(|input| analyse(input, &athlete, &told)).collect();
        for (input, result) in batch.iter().zip(&results) {
            failed += usize::from(result.is_err());
            printer.print(&mut out, input, result)?;
        }
    }
    printer.end(&mut out)?;
    Ok(match failed {
        0 => Outcome::Done,
        n if n == inputs.len() => Outcome::CannotWork,
        _ => Outcome::DoneWithProblems,
    })
}

fn analyse(input: &Input, athlete: &Athlete, told: &Told) -> Result<FileAnalysis, Unreadable> {
    let bytes = input.read()?;
    analyse_bytes(&bytes, &input.name(), athlete, told).map_err(|error| Unreadable {
        code: error.code().to_owned(),
        message: error.to_string(),
        hint: error.hint().to_owned(),
    })
}

/// Writes the answers in the order of the inputs.
struct Printer {
    form: Form,
    as_array: bool,
    printed: usize,
}

impl Printer {
    fn begin(&self, out: &mut impl Write) -> Result<()> {
        if self.form == Form::Json && self.as_array {
            write!(out, "[").context("cannot write the answer")?;
        }
        Ok(())
    }

    fn print(&mut self, out: &mut impl Write, input: &Input, result: &Result<FileAnalysis, Unreadable>) -> Result<()> {
        let name = input.name();
        if let Err(unreadable) = result {
            complain(&format!("{name}: {}. hint: {}", unreadable.message, unreadable.hint));
        }
        match self.form {
            Form::Table => {
                if let Ok(analysis) = result {
                    let separator = if self.printed > 0 { "\n" } else { "" };
                    write!(out, "{separator}{}", table::file(&name, analysis, crate::terminal::width()))?;
                    self.printed += 1;
                }
            }
            Form::Json => {
                let separator = if self.printed > 0 { "," } else { "" };
                let line = if self.as_array { "\n" } else { "" };
                let json = match result {
                    Ok(analysis) => serde_json::to_string(&file_view(&name, analysis)),
                    Err(e) => {
                        serde_json::to_string(&unreadable_view(&name, &e.code, &format!("{}. {}", e.message, e.hint)))
                    }
                };
                write!(out, "{separator}{line}{}", json.context("cannot write JSON")?)?;
                self.printed += 1;
            }
        }
        Ok(())
    }

    fn end(&self, out: &mut impl Write) -> Result<()> {
        if self.form == Form::Json {
            writeln!(out, "{}", if self.as_array { "\n]" } else { "" })?;
        }
        out.flush().context("cannot write the answer")
    }
}
