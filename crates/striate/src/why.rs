//! `striate why`: the sessions, their parts, the parameters and the sources behind a figure.

use crate::Outcome;
use crate::folder::{self, Folder, HistoryArguments};
use crate::terminal::{FAINT, STRONG, complain, padded, percent, styled, width, wrapped};
use anyhow::{Context, Result};
use clap::ValueEnum;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;
use striate_model::Muscle;
use striate_pipeline::history::analyse_at;
use striate_pipeline::trace::{Figure, Trace, parts, trace};

/// Which figure, from which files.
#[derive(clap::Args)]
pub(crate) struct WhyArguments {
    /// A muscle for its present load (hamstrings, "side glutes"), with a day before it for that day's dose (2026-11-14
    /// glutes).
    #[arg(required = true, value_name = "FIGURE")]
    figure: Vec<String>,
    /// The folder that `striate state` was given.
    #[arg(long, required = true, value_name = "FOLDER")]
    folder: Vec<PathBuf>,
    /// How to print the answer.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    #[command(flatten)]
    history: HistoryArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people.
    Table,
    /// For programs: one object.
    Json,
}

/// Sessions and parts that are listed; the JSON has them all.
const LISTED: usize = 12;

pub(crate) fn run(arguments: &WhyArguments) -> Result<Outcome> {
    let figure = match Figure::parse(&arguments.figure) {
        Ok(figure) => figure,
        Err(problem) => {
            complain(&format!("error: {problem}"));
            return Ok(Outcome::WrongUse);
        }
    };
    let athlete = match arguments.history.athlete() {
        Ok(athlete) => athlete,
        Err(error) => {
            complain(&format!("error: {error:#}\nhint: striate why --help lists the figures and their units"));
            return Ok(Outcome::WrongUse);
        }
    };
    let folder = folder::read(&arguments.folder, &arguments.history, &athlete);
    let Some((today, _)) = arguments.history.day(&folder.ledger) else {
        complain("error: no session could be read");
        return Ok(Outcome::CannotWork);
    };
    let mut trace = trace(figure, &folder.ledger, today);
    add_parts(&mut trace, figure.muscle, &folder, arguments)?;
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match arguments.format {
        Form::Table => write!(out, "{}", page(&trace, width()))?,
        Form::Json => writeln!(out, "{}", serde_json::to_string(&trace).context("cannot write JSON")?)?,
    }
    out.flush()?;
    Ok(if folder.failed.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
}

/// The history keeps no streams, so the file of the session that gave most is read again.
fn add_parts(trace: &mut Trace, muscle: Muscle, folder: &Folder, arguments: &WhyArguments) -> Result<()> {
    let Some(top) = trace.sessions.first() else { return Ok(()) };
    let bytes = std::fs::read(&top.file).with_context(|| format!("cannot read {} again", top.file))?;
    let file = analyse_at(&bytes, &top.file, &folder.athlete, arguments.history.utc_offset)?;
    if let Some(analysis) = file.analyses.get(top.place) {
        trace.parts = parts(analysis, muscle);
    }
    Ok(())
}

fn page(trace: &Trace, width: usize) -> String {
    let mut text = String::new();
    for line in wrapped(&trace.verdict, width, "").lines() {
        let _ = writeln!(text, "{}", styled(STRONG, line));
    }
    let evidence = trace.evidence.map(|e| format!(", evidence {e}")).unwrap_or_default();
    let range = format!(
        "{:.1} hard sets, {:.1} to {:.1} in 8 cases of 10{evidence}; {} to {}. Sessions that gave nothing: {}; that cannot \
         tell: {}.",
        trace.hse, trace.low, trace.high, trace.from, trace.to, trace.sessions_without, trace.sessions_unknown
    );
    text.push_str(&wrapped(&range, width, ""));
    if !trace.sessions.is_empty() {
        let _ = writeln!(text, "\n{}", styled(STRONG, "Sessions"));
    }
    for s in trace.sessions.iter().take(LISTED) {
        let hse = format!("{:.1} ({:.1} to {:.1})", s.hse, s.low, s.high);
        let (name, share) = (padded(s.session, 20), percent(s.share));
        let _ = writeln!(text, "  {}  {name} {hse:<20}{share:>5}  {}  {}", s.day, s.evidence.unwrap_or(" "), s.file);
    }
    if trace.sessions.len() > LISTED {
        let _ = writeln!(text, "  and {} more (all of them with --format json)", trace.sessions.len() - LISTED);
    }
    if !trace.parts.is_empty() {
        let aside = "each as if done alone and fresh, central parameters";
        let _ = writeln!(text, "\n{}  {}", styled(STRONG, "Parts of the first of them"), styled(FAINT, aside));
    }
    for part in trace.parts.iter().take(LISTED) {
        let _ = writeln!(text, "  {} {:>6.2}", padded(&part.part, 44), part.hse);
    }
    if trace.parts.len() > LISTED {
        let _ = writeln!(text, "  and {} more (all of them with --format json)", trace.parts.len() - LISTED);
    }
    let aside = "value (one draw in ten below, one in ten above), grade, source";
    let _ = writeln!(text, "\n{}  {}", styled(STRONG, "Parameters behind it"), styled(FAINT, aside));
    let mut last = "";
    for p in &trace.parameters {
        // A curve has many points with one source.
        let source = if p.source == last { "as above" } else { p.source.as_str() };
        last = &p.source;
        let range = format!("{} ({:.3} to {:.3})", p.value, p.low, p.high);
        let _ = writeln!(text, "  {} {range:<26} {}", padded(&format!("{} {}", p.table, p.name), 44), p.grade);
        text.push_str(&styled(FAINT, wrapped(source, width, "      ").trim_end()));
        text.push('\n');
    }
    text
}
