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

/// Plan the coming weeks so that running builds or keeps muscle, with the reason for each session.
///
/// Without a subcommand, shows the current plan or makes one: the rest of this week and the weeks after. Completed
/// sessions are matched to the plan automatically. Options given here apply to this one run; `striate plan set` saves
/// them.
#[derive(clap::Args)]
pub(crate) struct PlanArguments {
    #[command(subcommand)]
    command: Option<PlanCommand>,
    /// Number of full weeks, starting next Monday [default: as in the current plan, else 4]
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=26))]
    weeks: Option<u8>,
    #[command(flatten)]
    said: Said,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table, global = true)]
    format: Form,
    /// Your time zone [default: from your profile, else this computer's]
    #[arg(long, value_name = "ZONE", global = true)]
    time_zone: Option<String>,
    /// Plan from a folder of files without a database; nothing is stored.
    #[arg(long, value_name = "FOLDER", help_heading = "Without a database")]
    folder: Vec<PathBuf>,
    #[command(flatten, next_help_heading = "Without a database")]
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
    /// A calendar file (iCalendar).
    Ics,
    /// The workouts as plain text that `plan export --from` reads back.
    Text,
}

#[derive(Subcommand)]
enum PlanCommand {
    /// Accept the plan as shown.
    Accept,
    /// Undo changes made since the plan was accepted.
    Undo,
    /// Move a session to another day and change the rest as little as possible.
    Move {
        /// Session ID, or its day.
        session: String,
        /// 2026-12-05, today or tomorrow.
        date: String,
    },
    /// Skip a session.
    Skip {
        /// Session ID, or its day.
        session: String,
    },
    /// Replace a session with another type.
    Swap {
        /// Session ID, or its day.
        session: String,
        /// Session type: easy, tempo, hill_repeats, lower_strength, ...
        kind: String,
    },
    /// Add a session.
    Add {
        /// Session type: easy, tempo, hill_repeats, lower_strength, ...
        kind: String,
        /// 2026-12-05, today or tomorrow.
        date: String,
    },
    /// Keep dates free of training: one date, several, or a range.
    Away {
        /// "2026-12-24", "24-27 December", "from 24 December to 2 January". `striate plan set --away none` removes all.
        #[arg(required = true, num_args = 1..=40, value_name = "DATES")]
        dates: Vec<String>,
    },
    /// Explain why a session is in the plan, and what the week would lack without it.
    Why {
        /// Session ID, or its day.
        session: String,
    },
    /// Preview a change, or ask whether a whole week can be as you want it. Nothing is stored.
    WhatIf {
        /// A change (move ID DATE, skip ID, drop ID, swap ID TYPE or add TYPE DATE), or how you want the week: "tue
        /// and thu only, three runs and two leg days", "no training on friday", "series on thursday morning"; or dates
        /// without training: "no training on 2026-12-24", "away 24-27 December".
        #[arg(required = true, num_args = 1..=60, value_name = "CHANGE_OR_WISH")]
        change: Vec<String>,
    },
    /// Save goal, days and equipment, and update the plan; without options, show what is saved.
    Set(Box<set::SetArguments>),
    /// Export workouts as FIT files for a watch.
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
