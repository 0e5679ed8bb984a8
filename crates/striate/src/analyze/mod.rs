//! `striate analyze`: what files hold and what it did to each muscle, without a database.

mod members;
mod table;

use crate::Outcome;
use crate::athlete::{AthleteArguments, SessionArguments};
use crate::here::tell_as_in_profile;
use crate::inputs::{self, Input, Unreadable};
use crate::terminal::complain;
use anyhow::{Context, Result};
use clap::ValueEnum;
use members::{Answer, Member};
use rayon::prelude::*;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;
use striate_analysis::{FileAnalysis, analyse_bytes, file_view, unreadable_view};
use striate_model::{Athlete, Told};

/// What to analyse, for whom, and how to say it.
#[derive(clap::Args)]
pub(crate) struct AnalyzeArguments {
    /// Recordings (FIT, TCX, GPX), lifting logs (CSV), a journal, summaries of Strava, Garmin and Apple Health; packed (.gz) or
    /// not; archives of them (.zip), or folders.
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
    tell_as_in_profile();
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
    // One file gets an object; a folder, an archive or several files get an array, whatever their number.
    let is_many = |p: &PathBuf| p.is_dir() || members::is_zip(p);
    let as_array = arguments.paths.len() != 1 || arguments.paths.iter().any(is_many);
    let mut printer = Printer { form: arguments.format, as_array, printed: 0, failed: 0, good: 0 };
    printer.begin(&mut out)?;
    let mut rest = inputs.as_slice();
    while !rest.is_empty() {
        if members::is_zip(rest[0].path()) {
            archive(&rest[0], &athlete, &told, (&mut printer, &mut out))?;
            rest = &rest[1..];
            continue;
        }
        let plain = rest.iter().take(FILES_AT_ONCE).take_while(|input| !members::is_zip(input.path())).count();
        let (batch, behind) = rest.split_at(plain);
        let results: Vec<_> = batch.par_iter().map(|input| members::one(input, &athlete, &told)).collect();
        for (input, result) in batch.iter().zip(&results) {
            printer.print(&mut out, &input.name(), result)?;
        }
        rest = behind;
    }
    printer.end(&mut out)?;
    Ok(match (printer.failed, printer.good) {
        (0, _) => Outcome::Done,
        (_, 0) => Outcome::CannotWork,
        _ => Outcome::DoneWithProblems,
    })
}

/// Every file of an archive, some at once, in their order.
fn archive(
    input: &Input,
    athlete: &Athlete,
    told: &Told,
    (printer, out): (&mut Printer, &mut impl Write),
) -> Result<()> {
    let mut waiting: Vec<Member> = Vec::with_capacity(FILES_AT_ONCE);
    let mut fault = None;
    let before = printer.printed;
    let mut print = |waiting: &mut Vec<Member>| -> Result<()> {
        let results: Vec<_> = std::mem::take(waiting).into_par_iter().map(|m| m.analyse(athlete, told)).collect();
        results.iter().try_for_each(|(name, result)| printer.print(out, name, result))
    };
    let walked = members::each(input, &mut |member| {
        waiting.push(member);
        if waiting.len() < FILES_AT_ONCE {
            return ControlFlow::Continue(());
        }
        match print(&mut waiting) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                fault = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    print(&mut waiting)?;
    if let Some(error) = fault {
        return Err(error);
    }
    let nothing = || Unreadable {
        code: "no_recordings".to_owned(),
        message: "the archive holds no recording".to_owned(),
        hint: "striate import says what else is in it".to_owned(),
    };
    match walked {
        Err(unreadable) => printer.print(out, &input.name(), &Err(unreadable)),
        Ok(()) if printer.printed == before && printer.failed == 0 => {
            printer.print(out, &input.name(), &Err(nothing()))
        }
        Ok(()) => Ok(()),
    }
}

/// Writes the answers in the order of the inputs.
struct Printer {
    form: Form,
    as_array: bool,
    printed: usize,
    failed: usize,
    good: usize,
}

impl Printer {
    fn begin(&self, out: &mut impl Write) -> Result<()> {
        if self.form == Form::Json && self.as_array {
            write!(out, "[").context("cannot write the answer")?;
        }
        Ok(())
    }

    fn print(&mut self, out: &mut impl Write, name: &str, result: &Answer) -> Result<()> {
        *if result.is_ok() { &mut self.good } else { &mut self.failed } += 1;
        if let Err(unreadable) = result {
            complain(&format!("{name}: {}. hint: {}", unreadable.message, unreadable.hint));
        }
        match self.form {
            Form::Table => {
                if let Ok(analysis) = result {
                    let separator = if self.printed > 0 { "\n" } else { "" };
                    write!(out, "{separator}{}", table::file(name, analysis, crate::terminal::width()))?;
                    self.printed += 1;
                }
            }
            Form::Json => {
                let separator = if self.printed > 0 { "," } else { "" };
                let line = if self.as_array { "\n" } else { "" };
                let json = match result {
                    Ok(analysis) => serde_json::to_string(&file_view(name, analysis)),
                    Err(e) => {
                        serde_json::to_string(&unreadable_view(name, &e.code, &format!("{}. {}", e.message, e.hint)))
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
