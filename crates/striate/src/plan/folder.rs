//! The weeks ahead from a folder of files, without a database.

use super::{Form, PlanArguments, page};
use crate::terminal::{complain, units, width};
use crate::{Outcome, folder};
use anyhow::{Context, Result};
use std::io::Write;
use striate_planner::{Goals, fixed_zone, plan, plan_audit};

pub(super) fn run(arguments: &PlanArguments) -> Result<Outcome> {
    let athlete = match arguments.history.athlete() {
        Ok(athlete) => athlete,
        Err(error) => {
            complain(&format!("error: {error:#}\nhint: striate plan --help lists the figures and their units"));
            return Ok(Outcome::WrongUse);
        }
    };
    let said = arguments.said.upon(&Goals::default());
    let goals = Goals { weeks: arguments.weeks.map_or(said.weeks, usize::from), ..said };
    let folder = folder::read(&arguments.folder, &arguments.history, &athlete);
    let viewpoint = arguments.history.viewpoint(&folder.ledger, &folder.athlete);
    if let Some(Err(problem)) = viewpoint.as_ref().map(|viewpoint| goals.check(viewpoint.today)) {
        return Ok(crate::import::wrong(&problem, "striate plan --help tells how each is written"));
    }
    let found = viewpoint.and_then(|viewpoint| {
        let wishes = goals.wishes(&folder.ledger, viewpoint.today);
        let mut view = plan(&folder.ledger, &viewpoint, &wishes)?;
        view.rules = plan_audit(&view, &folder.ledger, &viewpoint, &wishes).map(|a| a.rules).unwrap_or_default();
        Some((view, viewpoint.now))
    });
    let Some((view, now)) = found else {
        complain("error: no session that could be read lies on or before that day");
        return Ok(Outcome::CannotWork);
    };
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match arguments.format {
        Form::Table => write!(out, "{}", page::page(&view, width()))?,
        Form::Json => writeln!(out, "{}", serde_json::to_string(&view).context("cannot write JSON")?)?,
        Form::Ics => {
            let zone = fixed_zone(arguments.history.offset());
            write!(out, "{}", view.calendar((&zone, units()), &goals.away, 0, now))?;
        }
        Form::Text => write!(out, "{}", view.notation(&folder.athlete))?,
    }
    out.flush()?;
    let whole = folder.failed.is_empty() && view.relaxed.is_empty();
    Ok(if whole { Outcome::Done } else { Outcome::DoneWithProblems })
}
