//! The striate command line: arguments, files, wiring. Results go to standard output, messages to standard error.

mod analyze;
mod athlete;
mod audit;
mod database;
mod demo;
mod folder;
mod here;
mod import;
mod inputs;
mod log;
mod plan;
mod rebuild;
mod serve;
mod state;
mod status;
mod terminal;
mod validate;
mod why;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// What each run and each lift does to each muscle.
///
/// Reads the files of your watch or phone (FIT, TCX, GPX). Nothing leaves this computer. Not medical advice; pain means
/// stop.
#[derive(Parser)]
#[command(name = "striate", version)]
struct Arguments {
    /// Without a command, the web app starts; see `striate serve --help`.
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::ServeArguments,
}

#[derive(Subcommand)]
enum Command {
    /// Analyze recordings: session type, efforts and rests, stimulus per muscle.
    Analyze(analyze::AnalyzeArguments),
    /// Write the whole database to one file, even while it is in use.
    Backup(database::backup::BackupArguments),
    /// Show the settings and where each comes from, or choose units.
    Config(database::config::ConfigArguments),
    /// Check the database for problems (read-only).
    Doctor(database::doctor::DoctorArguments),
    Demo(demo::DemoArguments),
    Import(import::ImportArguments),
    Log(log::LogArguments),
    /// Export your data to a folder or a zip: originals, tables, samples, journal.
    Export(database::export::ExportArguments),
    Rebuild(rebuild::RebuildArguments),
    /// Restore a backup into an empty database, after checking the whole file.
    Restore(database::backup::RestoreArguments),
    Audit(audit::AuditArguments),
    Password(serve::PasswordArguments),
    /// Plan the coming weeks so that running builds or keeps muscle, with the reason for each session.
    Plan(Box<plan::PlanArguments>),
    Serve(serve::ServeArguments),
    /// Show what a folder of recordings and lifting logs did to each muscle, and what comes next.
    State(state::StateArguments),
    Status(status::StatusArguments),
    /// Replay published trials and print predicted beside measured changes.
    Validate(validate::ValidateArguments),
    Why(why::WhyArguments),
}

/// How a command ended; the numbers are part of the documented interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Everything was done.
    Done = 0,
    /// Done, but some of it failed.
    DoneWithProblems = 1,
    /// The call itself is wrong.
    WrongUse = 2,
    /// Nothing could be done.
    CannotWork = 3,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command.unwrap_or(Command::Serve(arguments.serve)) {
        Command::Analyze(arguments) => analyze::run(&arguments),
        Command::Backup(arguments) => database::backup::backup(&arguments),
        Command::Config(arguments) => database::config::run(&arguments),
        Command::Doctor(arguments) => database::doctor::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Log(arguments) => log::run(&arguments),
        Command::Export(arguments) => database::export::run(&arguments),
        Command::Rebuild(arguments) => rebuild::run(&arguments),
        Command::Restore(arguments) => database::backup::restore(&arguments),
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Password(arguments) => serve::password(&arguments),
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::State(arguments) => state::run(&arguments),
        Command::Status(arguments) => status::run(&arguments),
        Command::Validate(arguments) => validate::run(&arguments),
        Command::Why(arguments) => why::run(&arguments),
    };
    match result {
        Ok(outcome) => ExitCode::from(outcome as u8),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(&format!("error: {error:#}"));
            if let Some(hint) = hint(&error) {
                terminal::complain(&format!("hint: {hint}"));
            }
            ExitCode::from(Outcome::CannotWork as u8)
        }
    }
}

/// What the store says can be done about it.
fn hint(error: &anyhow::Error) -> Option<&str> {
    error.chain().find_map(|cause| cause.downcast_ref::<striate_store::StoreError>()?.hint())
}

/// `striate analyze ... | head` ends when head has seen enough; that is no error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
