//! `striate plan`: the weeks ahead from a folder of files, without a database.

mod page;

use crate::Outcome;
use crate::folder::{self, HistoryArguments};
use crate::terminal::{complain, width};
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use std::io::Write;
use std::path::PathBuf;
use striate_model::{Day, Grade, Muscle};
use striate_pipeline::history::Ledger;
use striate_pipeline::plan::{PlanWishes, USUAL_HILL, plan};
use striate_pipeline::planned::Equipment;

/// Whose weeks, and what for.
#[derive(clap::Args)]
pub(crate) struct PlanArguments {
    /// The folder that `striate state` was given.
    #[arg(long, required = true, value_name = "FOLDER")]
    folder: Vec<PathBuf>,
    /// How many whole weeks, from next Monday.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=26))]
    weeks: u8,
    /// What the weeks are for.
    #[arg(long, value_enum, default_value_t = GoalWord::Build)]
    goal: GoalWord,
    /// The days on which you train, each perhaps with its minutes: tue,thu:45,sat:120 [default: the days on which you
    /// have trained]
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = day)]
    days: Vec<(usize, Option<i32>)>,
    /// The day of the long run.
    #[arg(long, value_name = "DAY", value_parser = weekday)]
    long_day: Option<usize>,
    /// You have a gym; without, strength is done with your own weight.
    #[arg(long)]
    gym: bool,
    /// There is no hill nearby.
    #[arg(long)]
    no_hills: bool,
    /// Rest after sprints and heavy legs, hours: 48 as the literature has it, 24 as the coaching articles do.
    #[arg(long, default_value = "48", value_parser = ["24", "48"])]
    rest: String,
    /// You are injured: easy running and strength only.
    #[arg(long)]
    injured: bool,
    /// Muscles to spare: hamstrings,calves.
    #[arg(long, value_name = "MUSCLES", value_delimiter = ',', value_parser = muscle)]
    spare: Vec<Muscle>,
    /// The day of a race: the two weeks before get easier.
    #[arg(long, value_name = "DATE")]
    race: Option<RaceDay>,
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
    /// For calendars.
    Ics,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GoalWord {
    /// Gain muscle.
    Build,
    /// Keep what there is.
    Keep,
    /// Keep it while losing fat.
    Lean,
}

#[derive(Clone, Copy)]
struct RaceDay(Day);

impl std::str::FromStr for RaceDay {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| "write a day as 2026-12-05".to_owned())
    }
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn weekday(text: &str) -> Result<usize> {
    let word = text.trim().to_lowercase();
    match WEEKDAYS.iter().position(|day| word.len() >= 3 && day.starts_with(&word)) {
        Some(day) => Ok(day),
        None => bail!("write a day as tue or tuesday"),
    }
}

fn day(text: &str) -> Result<(usize, Option<i32>)> {
    let (word, minutes) = text.split_once(':').map_or((text, None), |(day, minutes)| (day, Some(minutes)));
    let minutes = minutes.map(|m| m.trim().parse::<u16>().context("write minutes as sat:120")).transpose()?;
    Ok((weekday(word)?, minutes.map(i32::from)))
}

fn muscle(text: &str) -> Result<Muscle> {
    let word = text.trim().to_lowercase();
    let found = Muscle::ALL.into_iter().find(|m| m.as_str() == word || m.label() == word);
    found.with_context(|| format!("no muscle is called {text}; try hamstrings, calves, quads, glutes"))
}

/// Minutes of a day for which none were said.
const USUAL_MINUTES: [i32; 7] = [60, 60, 60, 60, 60, 120, 120];

impl PlanArguments {
    fn wishes(&self, ledger: &Ledger, today: Day) -> PlanWishes {
        let mut minutes = [0; 7];
        if self.days.is_empty() {
            // The days on which at least two of the last eight weeks saw training; too few say nothing.
            let mut trained = [0; 7];
            let mut seen: Vec<Day> = ledger.up_to(today, 56).map(|s| s.day).collect();
            seen.dedup();
            for day in seen {
                trained[usize::from(day.weekday())] += 1;
            }
            let usual: Vec<usize> = (0..7).filter(|&d| trained[d] >= 2).collect();
            for day in if usual.len() >= 3 { usual } else { vec![1, 3, 5, 6] } {
                minutes[day] = USUAL_MINUTES[day];
            }
        } else {
            for &(day, said) in &self.days {
                minutes[day] = said.unwrap_or(USUAL_MINUTES[day]);
            }
        }
        let named = |longest: i32| (0..7).rev().find(|&d| minutes[d] == longest);
        PlanWishes {
            goal: match self.goal {
                GoalWord::Build => striate_pipeline::plan::Goal::Build,
                GoalWord::Keep => striate_pipeline::plan::Goal::Keep,
                GoalWord::Lean => striate_pipeline::plan::Goal::Lean,
            },
            weeks: usize::from(self.weeks),
            minutes,
            long_day: self.long_day.or_else(|| minutes.iter().max().and_then(|&m| named(m))),
            rest_hours: if self.rest == "24" { 24 } else { 48 },
            equipment: Equipment {
                has_gym: self.gym,
                hill: (!self.no_hills).then(|| Grade::from_ratio(USUAL_HILL)),
                ..Equipment::default()
            },
            is_injured: self.injured,
            spare: self.spare.clone(),
            race: self.race.map(|r| r.0),
            ..PlanWishes::default()
        }
    }
}

pub(crate) fn run(arguments: &PlanArguments) -> Result<Outcome> {
    let athlete = match arguments.history.athlete() {
        Ok(athlete) => athlete,
        Err(error) => {
            complain(&format!("error: {error:#}\nhint: striate plan --help lists the figures and their units"));
            return Ok(Outcome::WrongUse);
        }
    };
    let folder = folder::read(&arguments.folder, &arguments.history, &athlete);
    let found = arguments.history.viewpoint(&folder.ledger, &folder.athlete).and_then(|viewpoint| {
        let wishes = arguments.wishes(&folder.ledger, viewpoint.today);
        Some((plan(&folder.ledger, &viewpoint, &wishes)?, viewpoint.today))
    });
    let Some((view, today)) = found else {
        complain("error: no session that could be read lies on or before that day");
        return Ok(Outcome::CannotWork);
    };
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match arguments.format {
        Form::Table => write!(out, "{}", page::page(&view, width()))?,
        Form::Json => writeln!(out, "{}", serde_json::to_string(&view).context("cannot write JSON")?)?,
        Form::Ics => write!(out, "{}", view.ics(&format!("{}T000000Z", today.to_string().replace('-', ""))))?,
    }
    out.flush()?;
    let whole = folder.failed.is_empty() && view.relaxed.is_empty();
    Ok(if whole { Outcome::Done } else { Outcome::DoneWithProblems })
}
