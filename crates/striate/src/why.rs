//! `striate why`: the sessions, their parts, the parameters and the sources behind a figure.

use crate::Outcome;
use crate::database::DatabaseArguments;
use crate::folder::{self, Folder, HistoryArguments};
use crate::here::block_on;
use crate::status::remembered;
use crate::terminal::{FAINT, STRONG, complain, padded, percent, styled, units, width, wrapped};
use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Serialize;
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};
use striate_history::trace::{Figure, Trace, parts, trace};
use striate_model::Muscle;
use striate_store::SessionId;
use striate_store::import::{Depth, names_of_sessions, open_session};
use striate_text::numbers::{banded, figure};

/// Explain a figure: the sessions, parameters and sources behind it.
///
/// Uses the history in the database, or the files of --folder.
#[derive(clap::Args)]
pub(crate) struct WhyArguments {
    /// A muscle (hamstrings, "side glutes"), optionally with a day for that day's dose (2026-11-14 glutes); or one of
    /// impact, cardio, injury gate, readiness, phase, plateau, forecast, mix, sameness, streak, response, some of
    /// them for one muscle (readiness calves).
    #[arg(required = true, value_name = "FIGURE")]
    figure: Vec<String>,
    /// Folder of files to use instead of the database.
    #[arg(long, value_name = "FOLDER")]
    folder: Vec<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    #[command(flatten)]
    history: HistoryArguments,
    #[command(flatten)]
    database: DatabaseArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A table to read.
    Table,
    /// One JSON object.
    Json,
}

/// The JSON contract: docs/reference/state-json.md.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    trace: &'a Trace,
    /// The sessions' ids in the database, in the order of `sessions`; empty for files.
    session_ids: &'a [String],
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
    if arguments.folder.is_empty() { of_database(arguments, &figure) } else { of_folder(arguments, &figure) }
}

fn of_folder(arguments: &WhyArguments, figure: &Figure) -> Result<Outcome> {
    let athlete = match arguments.history.athlete() {
        Ok(athlete) => athlete,
        Err(error) => {
            complain(&format!("error: {error:#}\nhint: striate why --help lists the figures and their units"));
            return Ok(Outcome::WrongUse);
        }
    };
    let folder = folder::read(&arguments.folder, &arguments.history, &athlete);
    let found = arguments
        .history
        .viewpoint(&folder.ledger, &folder.athlete)
        .and_then(|view| trace(figure, &folder.ledger, &view, None));
    let Some(mut found) = found else { return Ok(no_session()) };
    if let Some(muscle) = figure.muscle.filter(|_| found.unit == "hard sets") {
        add_parts(&mut found, muscle, &folder, arguments)?;
    }
    tell(arguments.format, &found, &[])?;
    Ok(if folder.failed.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
}

fn of_database(arguments: &WhyArguments, figure: &Figure) -> Result<Outcome> {
    if let Some(refused) = arguments.history.refused_with_a_database("why FIGURE --folder FOLDER") {
        return Ok(refused);
    }
    block_on(async {
        let (model, library) = remembered(&arguments.database, &arguments.history).await?;
        let (store, athlete) = (&library.store, library.athlete);
        let Some(mut found) = trace(figure, &model.ledger, &model.viewpoint(), None) else { return Ok(no_session()) };
        let muscle = figure.muscle.filter(|_| found.unit == "hard sets");
        if let (Some(muscle), Some(top)) = (muscle, found.sessions.first()) {
            let top = open_session(store, athlete, (&top.file, Depth::Figures), &model.athlete).await?;
            found.parts = parts(&top.analysis, muscle);
        }
        // A history of the database names its sessions by their ids; people know the files.
        let names = names_of_sessions(store, athlete).await?;
        let ids: Vec<String> = found.sessions.iter().map(|s| s.file.clone()).collect();
        for share in &mut found.sessions {
            if let Some(name) = names.get(&SessionId(share.file.clone())) {
                share.file.clone_from(name);
            }
        }
        library.close().await;
        tell(arguments.format, &found, &ids)?;
        Ok(Outcome::Done)
    })
}

fn no_session() -> Outcome {
    complain("error: no session that could be read lies on or before that day");
    Outcome::CannotWork
}

/// Prints the answer; `ids` are those of its sessions in the database, in their order.
fn tell(form: Form, found: &Trace, ids: &[String]) -> Result<()> {
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match form {
        Form::Table => write!(out, "{}", units().told(&page(found, width())))?,
        Form::Json => {
            let answer = Answer { trace: found, session_ids: ids };
            writeln!(out, "{}", serde_json::to_string(&answer).context("cannot write JSON")?)?;
        }
    }
    out.flush()?;
    Ok(())
}

/// The history keeps no streams, so the session that gave most is looked at again.
fn add_parts(trace: &mut Trace, muscle: Muscle, folder: &Folder, arguments: &WhyArguments) -> Result<()> {
    let Some(top) = trace.sessions.first() else { return Ok(()) };
    if let Some(analysis) = folder.analyse_again(&top.file, top.place, arguments.history.offset())? {
        trace.parts = parts(&analysis, muscle);
    }
    Ok(())
}

fn page(trace: &Trace, width: usize) -> String {
    let mut text = String::new();
    for line in wrapped(&trace.verdict, width, "").lines() {
        let _ = writeln!(text, "{}", styled(STRONG, line));
    }
    text.push_str(&wrapped(&range(trace), width, ""));
    if !trace.facts.is_empty() {
        let _ = writeln!(text, "\n{}", styled(STRONG, "What belongs to it"));
        let column = trace.facts.iter().map(|f| f.what.chars().count()).max().unwrap_or(0).min(40);
        for fact in &trace.facts {
            let lines = wrapped(&fact.value, width.saturating_sub(column + 4).max(30), "");
            for (i, line) in lines.lines().enumerate() {
                let what = if i == 0 { fact.what.as_str() } else { "" };
                let _ = writeln!(text, "  {}  {line}", padded(what, column));
            }
        }
    }
    sessions(trace, width, &mut text);
    if !trace.parts.is_empty() {
        let aside = "each as if done alone and fresh, central parameters";
        let _ = writeln!(text, "\n{}  {}", styled(STRONG, "Parts of the first of them"), styled(FAINT, aside));
    }
    for part in trace.parts.iter().take(LISTED) {
        let hse = if part.hse.abs() < 0.05 { "under 0.1".to_owned() } else { figure(part.hse) };
        let _ = writeln!(text, "  {} {hse:>9}", padded(&part.part, 44));
    }
    if trace.parts.len() > LISTED {
        let _ = writeln!(text, "  and {} more (all of them with --format json)", trace.parts.len() - LISTED);
    }
    parameters(trace, width, &mut text);
    text
}

fn range(trace: &Trace) -> String {
    let figure = match (trace.value, trace.low, trace.high) {
        (Some(value), Some(low), Some(high)) => {
            let band = banded(value, low, high);
            let (value, bounds) = band.split_once(' ').unwrap_or((&band, ""));
            Some(format!("{value} {}, 80 % range {}", trace.unit, bounds.trim_matches(['(', ')'])))
        }
        (Some(value), ..) => Some(format!("{} {}", plain(value), trace.unit)),
        (None, ..) => None,
    };
    let evidence = trace.evidence.map(|e| format!("evidence {e}"));
    let days = if trace.from == trace.to { trace.to.clone() } else { format!("{} to {}", trace.from, trace.to) };
    let mut parts: Vec<String> = figure.into_iter().chain(evidence).collect();
    parts.push(days);
    let mut text = parts.join("; ");
    if text.starts_with('e') {
        text.replace_range(..1, "E");
    }
    text.push('.');
    for (sessions, what) in [(trace.sessions_without, "gave nothing"), (trace.sessions_unknown, "cannot tell")] {
        match sessions {
            0 => {}
            1 => text.push_str(&format!(" 1 session {what}.")),
            n => text.push_str(&format!(" {n} sessions {what}.")),
        }
    }
    text
}

/// A number without a band: counts have no decimals.
fn plain(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { figure(value) }
}

fn sessions(trace: &Trace, width: usize, text: &mut String) {
    // A run is no part of another.
    let aside = match trace.sessions_unit {
        "km" => "km, and in percent of the longest that counts",
        unit => unit,
    };
    if !trace.sessions.is_empty() {
        let _ = writeln!(text, "\n{}  {}", styled(STRONG, "Sessions"), styled(FAINT, aside));
    }
    for s in trace.sessions.iter().take(LISTED) {
        let band = match (s.low, s.high) {
            (Some(low), Some(high)) => banded(s.value, low, high),
            _ => plain(s.value),
        };
        let share = if s.share > 0.0 { percent(s.share) } else { String::new() };
        let begin =
            format!("  {}  {} {band:<20}{share:>6}  {} ", s.day, padded(s.session, 20), s.evidence.unwrap_or(" "));
        let room = width.saturating_sub(begin.chars().count()).max(12);
        let _ = writeln!(text, "{begin}{}", short(&s.file, room));
    }
    if trace.sessions.len() > LISTED {
        let _ = writeln!(text, "  and {} more (all of them with --format json)", trace.sessions.len() - LISTED);
    }
}

/// The path where there is room for it, else the file's own name.
fn short(file: &str, room: usize) -> String {
    if file.chars().count() <= room {
        return file.to_owned();
    }
    let name = Path::new(file).file_name().map_or_else(|| file.to_owned(), |n| n.to_string_lossy().into_owned());
    padded(&name, room).trim_end().to_owned()
}

fn parameters(trace: &Trace, width: usize, text: &mut String) {
    if trace.parameters.is_empty() {
        return;
    }
    let aside = "value (one draw in ten below, one in ten above), grade, source";
    let _ = writeln!(text, "\n{}", styled(STRONG, "Parameters behind it"));
    text.push_str(&styled(FAINT, wrapped(aside, width, "  ").trim_end()));
    text.push('\n');
    let mut last = "";
    for p in &trace.parameters {
        // A curve has many points with one source.
        let source = if p.source == last { "as above" } else { p.source.as_str() };
        last = &p.source;
        let range = format!("{} ({} to {})", short_number(p.value), short_number(p.low), short_number(p.high));
        let _ = writeln!(text, "  {} {range:<24} {}", padded(&p.name, 38), p.grade);
        text.push_str(&styled(FAINT, wrapped(source, width, "      ").trim_end()));
        text.push('\n');
    }
}

/// At most four digits behind the point, and none that say nothing.
fn short_number(x: f64) -> String {
    format!("{}", (10_000.0 * x).round() / 10_000.0)
}
