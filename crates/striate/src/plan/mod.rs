//! `striate plan`: the weeks ahead, made, shown, changed, accepted and written out; from the database, or from a folder of
//! files without one.

mod asked;
mod change;
mod folder;
mod kept;
mod out;
mod page;
mod said;
mod set;

use crate::Outcome;
use crate::database::DatabaseArguments;
use crate::folder::HistoryArguments;
use anyhow::Result;
use clap::{Subcommand, ValueEnum};
use said::Said;
use std::path::PathBuf;

/// Plans the next weeks so that running builds or keeps muscle, and says why each session is there.
///
/// Without a subcommand it makes the plan, or shows the one that there is: what is left of this week and the weeks after.
/// Done sessions are found in the plan by themselves. Goal, days and equipment given here hold for this one run;
/// `striate plan set` keeps them.
#[derive(clap::Args)]
pub(crate) struct PlanArguments {
    #[command(subcommand)]
    command: Option<PlanCommand>,
    /// How many whole weeks, from next Monday [default: those of the plan, else 4]
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=26))]
    weeks: Option<u8>,
    #[command(flatten)]
    said: Said,
    /// How to print the answer.
    #[arg(long, value_enum, default_value_t = Form::Table, global = true)]
    format: Form,
    /// Your time zone [default: the profile's, else this computer's]
    #[arg(long, value_name = "ZONE", global = true)]
    time_zone: Option<String>,
    /// Plan from this folder of files, without a database; nothing is stored.
    #[arg(long, value_name = "FOLDER", help_heading = "Without a database")]
    folder: Vec<PathBuf>,
    #[command(flatten, next_help_heading = "Without a database")]
    history: HistoryArguments,
    #[command(flatten)]
    database: DatabaseArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people.
    Table,
    /// For programs: one object.
    Json,
    /// For calendars.
    Ics,
    /// The workouts in plain text, to be kept and read back.
    Text,
}

#[derive(Subcommand)]
enum PlanCommand {
    /// Accepts the plan as it is shown now.
    Accept,
    /// Takes back what was changed since the plan was accepted.
    Undo,
    /// Moves a session to another day; the rest changes as little as possible.
    Move {
        /// Its id, or the day that it is on.
        session: String,
        /// 2026-12-05, today or tomorrow.
        date: String,
    },
    /// Leaves a session out.
    Skip {
        /// Its id, or the day that it is on.
        session: String,
    },
    /// Puts a session of another kind in the place of one.
    Swap {
        /// Its id, or the day that it is on.
        session: String,
        /// The kind: easy, tempo, hill_repeats, lower_strength ...
        kind: String,
    },
    /// Adds a session.
    Add {
        /// The kind: easy, tempo, hill_repeats, lower_strength ...
        kind: String,
        /// 2026-12-05, today or tomorrow.
        date: String,
    },
    /// Tells why a session is there, and what the week would lack without it.
    Why {
        /// Its id, or the day that it is on.
        session: String,
    },
    /// Shows what a change would do to doses, readiness and the weeks ahead, or whether a whole week can be as you want it.
    /// Stores nothing.
    WhatIf {
        /// A change (move ID DATE, skip ID, drop ID, swap ID KIND or add KIND DATE), or what the next week should be like:
        /// "tue and thu only, three runs and two leg days", "no training on friday", "series on thursday morning".
        #[arg(required = true, num_args = 1..=60, value_name = "CHANGE_OR_WISH")]
        change: Vec<String>,
    },
    /// Keeps goal, days and equipment, and makes the plan for them; without a flag it shows what is kept.
    Set(Box<set::SetArguments>),
    /// Writes the workouts as files for a watch.
    Export(out::ExportArguments),
}

pub(crate) fn run(arguments: &PlanArguments) -> Result<Outcome> {
    if arguments.folder.is_empty() {
        return kept::run(arguments);
    }
    if arguments.command.is_some() {
        let hint = "without --folder the plan is kept in the database";
        return Ok(crate::import::wrong("a plan from a folder can only be shown", hint));
    }
    folder::run(arguments)
}

/// A planned session on one line.
pub(crate) fn session_line(session: &striate_planner::SessionView) -> String {
    page::line(session)
}
