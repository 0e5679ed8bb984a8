//! Changes of the plan: looked at, made, refused; and why a session is there.

use super::kept::{Desk, println_or};
use super::page::{in_words, label, line, weekday};
use super::{Form, asked};
use crate::Outcome;
use crate::here::Failure;
use crate::import::wrong;
use crate::terminal::{CAUTION, FAINT, STRONG, complain, padded, styled, width, wrapped};
use anyhow::{Context, Result};
use serde_json::json;
use std::fmt::Write as _;
use std::io::Write;
use striate_app::{AppError, PlanNow};
use striate_model::Day;
use striate_planner::{
    DayName, DifferenceView, DoseChange, PlanEdit, SessionView, Standing, WhyView, away_words, why as reasons,
};

/// The session that a text means: its id, the beginning of one, a date, or a day of the week with one session.
pub(super) fn session<'s>(standing: &'s Standing, today: Day, text: &str) -> Result<&'s SessionView, String> {
    let all: Vec<&SessionView> = standing.view.sessions().collect();
    let word = text.trim();
    if let Some(found) = all.iter().find(|s| s.id == word) {
        return Ok(found);
    }
    let day = match word {
        "today" => Some(today),
        "tomorrow" => Some(today.plus(1)),
        date => date.parse().ok().or_else(|| {
            let wanted = DayName::said(date)?.place();
            (0..7).map(|ahead| today.plus(ahead)).find(|d| usize::from(d.weekday()) == wanted)
        }),
    };
    let is_meant = |s: &&&SessionView| match day {
        Some(day) => s.date == day.to_string(),
        None => s.id.starts_with(word),
    };
    let found: Vec<&&SessionView> = all.iter().filter(is_meant).collect();
    match (found.as_slice(), day) {
        ([one], _) => Ok(one),
        ([], Some(day)) => Err(format!("there is no session on {day}")),
        ([], None) => Err(format!("no session ahead is called \"{word}\"")),
        (several, _) => {
            let ids: Vec<&str> = several.iter().map(|s| s.id.as_str()).collect();
            Err(format!("several sessions are meant: {}", ids.join(", ")))
        }
    }
}

/// The change of these words, with the session's full id.
fn edit(now: &PlanNow, words: &[&str]) -> Result<PlanEdit, String> {
    let standing = now.standing.as_ref().ok_or("there is no plan yet")?;
    let today = now.model.today;
    let mut edit = PlanEdit::said(words)?;
    match &mut edit {
        PlanEdit::Move { session: id, date } => {
            *id = session(standing, today, id)?.id.clone();
            if let Some(day) = DayName::said(date) {
                // A weekday is the one of the session's own week, or the next one that is still to come.
                let from: Day = session(standing, today, id)?.date.parse().unwrap_or(today);
                let there = from.monday().plus(day.place() as i32);
                *date = if there < today { there.plus(7) } else { there }.to_string();
            }
        }
        PlanEdit::Skip { session: id } | PlanEdit::Swap { session: id, .. } => {
            *id = session(standing, today, id)?.id.clone();
        }
        PlanEdit::Away { .. } => {}
        PlanEdit::Add { date, .. } => {
            if let Some(day) = DayName::said(date) {
                let there = today.monday().plus(day.place() as i32);
                *date = if there < today { there.plus(7) } else { there }.to_string();
            }
        }
    }
    // Days and kinds are looked at before anything is solved, so that a slip of the pen is told as one.
    edit.understood(&standing.plan, today).map(|_| edit.clone())
}

const HINT: &str = "striate plan lists the sessions with their ids";
const AWAY_HINT: &str =
    "write striate plan what-if \"no training on 2026-12-24\" or striate plan away \"24-27 December\"";

/// Words with which a change of one session begins; everything else is a wish for a whole week.
const CHANGES: [&str; 5] = ["move", "skip", "drop", "swap", "add"];

pub(super) async fn what_if(desk: &Desk, words: &[&str]) -> Result<Outcome, Failure> {
    let today = desk.library.today().await?;
    let away = if words.first().is_some_and(|word| CHANGES.contains(word)) {
        None
    } else {
        let text = words.join(" ");
        match PlanEdit::away(&text, today) {
            Ok(None) => return asked::week(desk, &text).await,
            Ok(away) => away,
            Err(problem) => return Ok(wrong(&problem, AWAY_HINT)),
        }
    };
    let Some(now) = desk.now().await? else { return Ok(Outcome::CannotWork) };
    let edit = match away.map_or_else(|| edit(&now, words), Ok) {
        Ok(edit) => edit,
        Err(problem) => return Ok(wrong(&problem, HINT)),
    };
    let view = desk.library.plan_difference(edit.clone()).await?;
    print(desk.form, &view, "Nothing is stored.")?;
    if let PlanEdit::Away { dates } = &edit {
        complain(&format!("hint: striate plan away \"{}\" keeps these dates free", away_words(dates)));
    }
    Ok(if view.possible && view.gives_up.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
}

/// Dates without training: kept with the goals, and the plan made anew around them.
pub(super) async fn away(desk: &Desk, words: &[&str]) -> Result<Outcome, Failure> {
    let Some(now) = desk.now().await? else { return Ok(Outcome::CannotWork) };
    match PlanEdit::away(&format!("away {}", words.join(" ")), now.model.today) {
        Ok(Some(edit)) => keep(desk, &now, edit).await,
        Ok(None) => Ok(wrong("no date is named", AWAY_HINT)),
        Err(problem) => Ok(wrong(&problem, AWAY_HINT)),
    }
}

pub(super) async fn make(desk: &Desk, words: &[&str]) -> Result<Outcome, Failure> {
    let Some(now) = desk.now().await? else { return Ok(Outcome::CannotWork) };
    match edit(&now, words) {
        Ok(edit) => keep(desk, &now, edit).await,
        Err(problem) => Ok(wrong(&problem, HINT)),
    }
}

async fn keep(desk: &Desk, now: &PlanNow, edit: PlanEdit) -> Result<Outcome, Failure> {
    match desk.library.change_plan(now.revision(), edit).await {
        Ok((now, view)) => {
            let version = now.version().unwrap_or_default();
            let next =
                format!("Plan {version} is a proposal: striate plan accept takes it, striate plan undo takes it back.");
            print(desk.form, &view, &next)?;
            Ok(if view.gives_up.is_empty() { Outcome::Done } else { Outcome::DoneWithProblems })
        }
        Err(AppError::ChangeRefused(view)) => {
            print(desk.form, &view, "The plan stays as it is.")?;
            Ok(Outcome::DoneWithProblems)
        }
        Err(error) => Err(error.into()),
    }
}

fn print(form: Form, view: &DifferenceView, last: &str) -> Result<(), Failure> {
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    let text = match form {
        Form::Json => format!("{}\n", serde_json::to_string(view).context("cannot write JSON").map_err(Failure::from)?),
        _ => difference(view, last, width()),
    };
    write!(out, "{text}").and_then(|()| out.flush()).context("cannot write").map_err(Failure::from)
}

/// Muscles and rows that are listed; the JSON has them all.
const LISTED: usize = 8;

fn difference(view: &DifferenceView, last: &str, width: usize) -> String {
    let mut text = String::new();
    if !view.possible {
        let _ = write!(text, "{}", styled(STRONG, wrapped(&view.sentence, width, "")));
        for clash in &view.clash {
            let rule = clash.rule.as_ref().map_or_else(String::new, |r| format!(" ({r})"));
            let _ = write!(text, "{}", wrapped(&format!("It clashes with: {}{rule}", clash.text), width, "  "));
        }
        for way in &view.ways_out {
            let _ = write!(text, "{}", wrapped(&format!("Instead: {}.", way.sentence), width, "  "));
        }
        let _ = write!(text, "{}", wrapped(last, width, ""));
        return text;
    }
    let _ = write!(text, "{}", styled(STRONG, wrapped(&view.sentence, width, "")));
    for moved in &view.sessions {
        let _ = write!(text, "{}", wrapped(&moved.sentence, width, "  "));
    }
    text.push_str(&doses(&view.doses));
    if !view.readiness.is_empty() {
        let at = view.readiness.first().map_or_else(String::new, |r| in_words(&r.at));
        let _ = writeln!(text, "\n{}", styled(STRONG, format!("Until ready again, on the morning of {at}")));
        for r in view.readiness.iter().take(LISTED) {
            let hours = |h: f64| if h < 0.5 { "ready".to_owned() } else { format!("{h:.0} h") };
            let _ =
                writeln!(text, "  {} {} becomes {}", padded(label(r.muscle), 18), hours(r.before_h), hours(r.after_h));
        }
    }
    let _ = writeln!(text, "\n{}", styled(STRONG, "Twelve weeks of such weeks"));
    if view.forecast.is_empty() {
        let _ = writeln!(text, "  no muscle would notice");
    }
    for f in view.forecast.iter().take(LISTED) {
        let fan = |[low, high]: [f64; 2]| format!("{low:+.1} to {high:+.1} %");
        let words = if f.before == f.after { f.after.to_owned() } else { format!("{} becomes {}", f.before, f.after) };
        let aside = format!("half of cases {}, before {}", fan(f.after_pct), fan(f.before_pct));
        let _ = writeln!(text, "  {} {words}  {}", padded(label(f.muscle), 18), styled(FAINT, aside));
    }
    for given_up in &view.gives_up {
        let _ = write!(text, "\n{}", styled(CAUTION, wrapped(&format!("It gives up: {}", given_up.text), width, "")));
    }
    let _ = write!(text, "\n{}", wrapped(last, width, ""));
    text
}

/// Hard sets that differ, the largest difference first; nothing where none differ.
pub(super) fn doses(all: &[DoseChange]) -> String {
    let mut text = String::new();
    if all.is_empty() {
        return text;
    }
    let _ = writeln!(text, "\n{}", styled(STRONG, "Hard sets of the week"));
    let mut doses: Vec<_> = all.iter().collect();
    doses.sort_by(|a, b| (b.after_hse - b.before_hse).abs().total_cmp(&(a.after_hse - a.before_hse).abs()));
    for dose in doses.iter().take(LISTED) {
        let aim = match (dose.target_low, dose.target_high) {
            (Some(low), Some(high)) => format!("  aim {low:.0} to {high:.0}"),
            _ => String::new(),
        };
        let _ = writeln!(
            text,
            "  {} {:>4.1} becomes {:>4.1}{}",
            padded(label(dose.muscle), 18),
            dose.before_hse,
            dose.after_hse,
            styled(FAINT, format!("{aim}  week of {}", in_words(&dose.week))),
        );
    }
    text
}

pub(super) async fn why(desk: &Desk, text: &str) -> Result<Outcome, Failure> {
    let Some(now) = desk.now().await? else { return Ok(Outcome::CannotWork) };
    let Some(standing) = &now.standing else { return Ok(Outcome::CannotWork) };
    let found = match session(standing, now.model.today, text) {
        Ok(found) => found,
        Err(problem) => return Ok(wrong(&problem, HINT)),
    };
    let Some(view) = reasons(&standing.plan, &found.id) else {
        return Ok(wrong("there is no such session", HINT));
    };
    match desk.form {
        Form::Json => println_or(Form::Json, "", &json!(view))?,
        _ => {
            let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
            write!(out, "{}", why_page(found, &view, width())).context("cannot write").map_err(Failure::from)?;
        }
    }
    Ok(Outcome::Done)
}

fn why_page(session: &SessionView, view: &WhyView, width: usize) -> String {
    let mut text = String::new();
    let _ = write!(text, "{}", styled(STRONG, wrapped(&view.sentence, width, "")));
    let _ = writeln!(text, "{}", line(session));
    for step in &session.steps {
        let _ = write!(text, "{}", wrapped(step, width, "          "));
    }
    let _ = writeln!(text, "\n{}", styled(STRONG, "Why it is there"));
    for reason in &view.because {
        let _ = write!(text, "{}", wrapped(reason, width, "  "));
    }
    if !view.rules.is_empty() {
        let text_of = |id: &str| striate_planner::claim_of(id).map_or_else(String::new, |c| format!(": {c}"));
        let _ = writeln!(text, "\n{}", styled(STRONG, "Rules behind it"));
        for rule in &view.rules {
            let _ = write!(text, "{}", wrapped(&format!("{rule}{}", text_of(rule)), width, "  "));
        }
    }
    if !view.without.is_empty() {
        let _ = writeln!(text, "\n{}", styled(STRONG, "Hard sets of its week, with it and without"));
        for dose in view.without.iter().take(LISTED) {
            let _ = writeln!(
                text,
                "  {} {:>4.1} and {:>4.1}",
                padded(label(dose.muscle), 18),
                dose.with_hse,
                dose.without_hse
            );
        }
    }
    let hint =
        format!("striate plan what-if skip {} shows the week without it ({}).", session.id, weekday(&session.date));
    let _ = write!(text, "\n{}", styled(FAINT, wrapped(&hint, width, "")));
    text
}
