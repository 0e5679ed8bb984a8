//! A whole week as somebody wants it: whether it can be, or what clashes and the cheapest ways out.

use super::change::doses;
use super::kept::Desk;
use super::{Form, page};
use crate::Outcome;
use crate::here::Failure;
use crate::import::wrong;
use crate::terminal::{CAUTION, STRONG, styled, width, wrapped};
use anyhow::Context;
use std::fmt::Write as _;
use std::io::Write;
use striate_app::AppError;
use striate_planner::AskedWeekView;

const HINT: &str = "striate plan what-if --help shows changes and wishes that are understood";

pub(super) async fn week(desk: &Desk, text: &str) -> Result<Outcome, Failure> {
    if desk.now().await?.is_none() {
        return Ok(Outcome::CannotWork);
    }
    let view = match desk.library.plan_week(text).await {
        Ok((_, view, _)) => view,
        Err(AppError::WishNotUnderstood(problem)) => return Ok(wrong(&problem, HINT)),
        Err(error) => return Err(error.into()),
    };
    let text = match desk.form {
        Form::Json => {
            format!("{}\n", serde_json::to_string(&view).context("cannot write JSON").map_err(Failure::from)?)
        }
        _ => answer(&view, width()),
    };
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    write!(out, "{text}").and_then(|()| out.flush()).context("cannot write").map_err(Failure::from)?;
    Ok(if view.possible && view.gives_up.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
}

fn answer(view: &AskedWeekView, width: usize) -> String {
    let mut text = styled(STRONG, wrapped(&view.sentence, width, "")).to_string();
    if let Some(hint) = &view.hint {
        let _ = write!(text, "{}", wrapped(hint, width, ""));
    }
    if let Some(week) = &view.planned {
        let _ = writeln!(text);
        page::sessions(&mut text, week, width);
    }
    text.push_str(&doses(&view.doses));
    for given_up in &view.gives_up {
        let rule = given_up.rule.as_ref().map_or_else(String::new, |r| format!(" ({r})"));
        let _ =
            write!(text, "\n{}", styled(CAUTION, wrapped(&format!("It gives up: {}{rule}", given_up.text), width, "")));
    }
    if !view.clash.is_empty() {
        let _ = writeln!(text, "\n{}", styled(STRONG, "What clashes, none of which can be left out"));
        for clash in &view.clash {
            let rule = clash.rule.as_ref().map_or_else(String::new, |r| format!(" ({r})"));
            let _ = write!(text, "{}", wrapped(&format!("{}{rule}", clash.text), width, "  "));
        }
    }
    if !view.ways_out.is_empty() {
        let _ = writeln!(text, "\n{}", styled(STRONG, "Ways out, the cheapest first"));
        for way in &view.ways_out {
            let _ = write!(text, "{}", wrapped(&way.sentence, width, "  "));
            if let Some(ask) = &way.ask {
                let _ = write!(text, "{}", wrapped(&format!("striate plan what-if \"{ask}\""), width, "      "));
            }
        }
    }
    let _ = write!(text, "\n{}", wrapped("Nothing is stored.", width, ""));
    text
}
